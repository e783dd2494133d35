#ifndef FACTS_H
#define FACTS_H
#include "facts/document.h"
#include "facts/entry_files.h"
#include "facts/history.h"
#include "facts/issues.h"
#include "facts/manifest.h"
#include "facts/mark.h"
#include "facts/tree.h"
#include "rh/report.h"
#include "snapshot/snapshot.h"

/* What is true of a repository, whatever one thinks of it. Two shapes that rules read: metrics
 * (one named value each, listed in metrics.def) and observations (at a place, listed in
 * observations.def); and the structures that extractors share. */

enum metric {
#define METRIC(id, name, type, unit, help) METRIC_##id,
#include "facts/metrics.def"
#undef METRIC
    METRIC_COUNT
};

struct metric_info {
    const char *name; /* "readme.words" */
    enum rh_value_type type;
    const char *unit; /* "words", "date", "" */
    const char *help; /* one sentence: what is counted, and what is not */
};

enum observation_kind {
#define OBSERVATION(id, name, statuses, help) OBSERVATION_##id,
#include "facts/observations.def"
#undef OBSERVATION
    OBSERVATION_KIND_COUNT
};

struct observation_info {
    const char *name;     /* "link_target" */
    const char *statuses; /* "found missing external": all there are, blank-separated */
    const char *help;
};

/* A fact at a place. */
struct observation {
    enum observation_kind kind;
    const char *status; /* one of the kind's */
    const char *path;
    unsigned line;
    const char *text;        /* what stands there, cleaned, one line */
    const char *hint;        /* "is src/train.py"; or NULL */
    const char *replacement; /* what to write instead, where it is sure; or NULL */
    const char *url;         /* where to see it, clean; or NULL */
    time_t since;            /* it holds from this date on; 0: always */
    time_t until;            /* and before this one; 0: for ever */
};

struct link_record;

/* Why a metric is not known that --only left out. */
#define FACTS_NOT_LOOKED_AT "not looked at"

struct facts;

struct facts;

struct facts_options {
    time_t as_of;
    const char *aim;   /* "release", "project" or NULL: by kind */
    const char *kind;  /* rh_kind_name() of one, or NULL: found out */
    const char *only;  /* "history", or NULL: all */
    bool identity;     /* observe where it shows who made it */
    const char *trace; /* "README.md:12": a line whose judgement is told step by step; or NULL */
    const struct link_record *links; /* what came of asking links; NULL: they were not asked */
    const struct report_topics
        *topics;                 /* what issues are about; NULL: not told apart. Outlives the facts
                                  */
    const struct facts *history; /* of another commit of the same repository, whose history, and
                                    what that alone tells, stands for its own; NULL: its own */
};

struct facts {
    struct arena *arena;
    const struct snapshot *snapshot;
    time_t date; /* what is judged now: windows end here, and later observations do not count */
    struct tree tree;
    struct documents documents;
    struct manifests manifests;
    struct imports *imports; /* where Python's modules are, as far as asked; python_import.h */
    struct modules *modules; /* and what is in them; python_module.h */
    struct cli_cache *clis;  /* command lines that were read so far; see cli.h */
    struct cli_sources *cli_sources; /* and the files that they were read from */
    struct entry_files entry_files;  /* that a reader runs first, as far as they were found */
    struct history history;
    struct issues issues;
    struct marks *marks; /* comments that excuse something; NULL: nobody looked */
    enum rh_kind kind;
    enum rh_aim aim;
    struct resolver *resolver; /* facts/resolve.h */
    struct trace *trace;       /* facts/trace.h; NULL: nobody asks how a line was judged */
    struct rh_metric metrics[METRIC_COUNT];
    struct {
        struct observation *items;
        size_t count, capacity;
        bool cut;
    } observations;
    struct {
        struct rh_notice *items;
        size_t count, capacity;
    } notices;
    struct rh_step *steps; /* from a clone to a first result; see route.h */
    size_t step_count;
    struct {
        struct rh_source *items;
        size_t count, capacity;
    } sources;
};

extern const struct metric_info metric_infos[METRIC_COUNT];
extern const struct observation_info observation_infos[OBSERVATION_KIND_COUNT];
enum metric metric_by_name(const char *name);                /* METRIC_COUNT: none */
enum observation_kind observation_by_name(const char *name); /* ..._KIND_COUNT: none */

/* Runs every extractor in its order; facts->date is the commit's date afterwards. The arena must
 * outlive the facts. */
void facts_collect(struct arena *arena, const struct snapshot *snapshot,
                   const struct facts_options *options, struct facts *ret_facts);
/* The addresses that lead out of the repository and are worth asking, one a line, the README's
 * first.
 */
void facts_list_links(const struct snapshot *snapshot, struct buf *out);
/* Moves the judgement to another date: recomputes the metrics whose window ends there. */
void facts_set_date(struct facts *facts, time_t date);

/* Copies what the report shows of the facts: target, sources, notices, metrics, observations. */
void facts_report(const struct facts *facts, struct rh_report *report);

/* For extractors. The metric's type must be the one that its row declares. */
void facts_bool(struct facts *facts, enum metric metric, bool value);
void facts_integer(struct facts *facts, enum metric metric, int64_t value);
void facts_number(struct facts *facts, enum metric metric, double value);
void facts_string(struct facts *facts, enum metric metric, const char *value); /* NULL: null */
void facts_unknown(struct facts *facts, enum metric metric, const char *why);
/* Adds an observation and returns it for hint, replacement, since and until; never NULL (past
 * LIMIT_OBSERVATIONS a throw-away one, and `cut` is set). Text is cleaned and cut here. */
struct observation *facts_observe(struct facts *facts, enum observation_kind kind,
                                  const char *status, const char *path, unsigned line,
                                  struct str text);
#endif
