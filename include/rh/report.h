#ifndef RH_REPORT_H
#define RH_REPORT_H
#include "rh/error.h"
#include "rh/finding.h"

#include <stdint.h>

/* The one result model. Every output format is printed from it and from nothing else; it makes the
 * round trip through json-v1 unchanged (docs/json.md), so a saved report is as good as a scan. */

enum rh_verdict { RH_MET, RH_PARTLY, RH_UNMET, RH_UNDECIDED };

/* What a repository is; decides which rules apply and how far it aims. In order of recognition. */
enum rh_kind {
    RH_PLACEHOLDER, /* no code yet */
    RH_MONOREPO,
    RH_LIBRARY,
    RH_BENCHMARK,
    RH_REPLICATION,
    RH_PAPER_CODE,
    RH_KIND_COUNT,
};

enum rh_aim {
    RH_AIM_RELEASE, /* M0 to M2 count, M3 is advice */
    RH_AIM_PROJECT, /* all seven */
};

struct rh_target {
    const char *input;  /* as the user wrote it */
    const char *url;    /* where the repository lives, without credentials; NULL: not known */
    const char *commit; /* 40 hex digits; NULL: no commit (a plain folder, an unborn HEAD) */
    const char *date;   /* the commit's date, YYYY-MM-DD; NULL: no commit */
    const char *path;   /* the subfolder that was scanned; "" is all */
    enum rh_kind kind;
    enum rh_aim aim;
    const char *language; /* of most own code: "Python", "R", ...; NULL: none */
    bool dirty;           /* the work tree differs from the commit */
};

/* Where the facts came from, and what cut them: {"history", "partial", "shallow clone"}. */
struct rh_source {
    const char *name;   /* files, history, tags, worker, forge, links, settings */
    const char *status; /* complete, partial, absent */
    const char *why;    /* one clause; NULL when complete (but for what settings change) */
};

struct rh_ruleset_name {
    const char *name;
    const char *hash; /* hex SHA-256 of the file's bytes */
};

/* What a reader must know before anything else, in the repository's own words. */
struct rh_notice {
    const char *kind; /* successor, migration, easier_entry, unmaintained, archived */
    const char *text;
    struct rh_evidence evidence;
};

struct rh_milestone_result {
    enum rh_milestone id;
    const char *title;            /* "usable" */
    enum rh_verdict verdict;      /* at as_of */
    enum rh_verdict verdict_then; /* at the commit's date */
    bool in_aim;
    double low, high;       /* 0 to 1: unknown counted as fail, as pass; of the applicable weight */
    double coverage;        /* 0 to 1: decided weight / applicable weight */
    const char *decided_by; /* a clause for the report's row: what carried or what lacks */
    const char *const *rules; /* ids of the rules that decided, heaviest first */
    size_t rule_count;
    const char *const *blockers; /* ids of failed blocker rules */
    size_t blocker_count;
    const char *overruled; /* the reviewer's reason from the settings file; or NULL */
};

/* One cause with its remedy; several findings may share it. Places are those of the findings. */
struct rh_fix {
    const char *title;
    unsigned minutes;
    unsigned milestones;    /* bit set: 1u << enum rh_milestone */
    const size_t *findings; /* indexes into report->findings */
    size_t finding_count;
};

/* What a settings file or a comment leaves out, with its reason. */
struct rh_exemption {
    const char *rule; /* an id, or a pattern over ids */
    const char *path; /* where it stands: the settings file, or the file with the comment */
    unsigned line;
    const char *reason;  /* NULL: it gives none, and is broken */
    const char *until;   /* YYYY-MM-DD, the last day that it holds; NULL: for good */
    const char *state;   /* used, unused, expired, broken, refused */
    const char *problem; /* why it is broken; or NULL */
};

enum rh_value_type {
    RH_VALUE_UNKNOWN,
    RH_VALUE_BOOL,
    RH_VALUE_INTEGER,
    RH_VALUE_NUMBER,
    RH_VALUE_STRING
};

/* A fact that is one named value. Dates are strings, YYYY-MM-DD. */
struct rh_metric {
    const char *name;
    enum rh_value_type type;
    int64_t integer; /* also bool */
    double number;
    const char *string; /* RH_VALUE_UNKNOWN: why; may be NULL for "no such thing" (JSON null) */
};

/* A fact at a place. Kinds and their statuses are listed by `repohealth facts`. */
struct rh_observation {
    const char *kind, *status;
    const char *path;
    unsigned line;
    const char *text; /* one line at most */
    const char *hint; /* or NULL */
    const char *url;  /* an issue, a page; or NULL */
};

/* One step on the way to a verdict about a place that --trace names. */
struct rh_trace {
    const char *of;   /* "path", "command", "flag", ... */
    const char *text; /* what was looked at, as written */
    const char *step; /* "case twin"; "so" ends with the verdict */
    const char *said; /* what it gave, in plain words */
};

/* One step of the way that the documentation shows from a clone to a first result. Of several ways
 * (conda or pip) the shortest that is complete is taken, and the others are named. */
struct rh_step {
    unsigned number;  /* from 1 */
    const char *kind; /* clone, install, build, download, edit, login, configure, prepare, run */
    const char *text; /* the command, the example's first line, or the sentence */
    unsigned more;    /* commands of the same kind that follow in the same block */
    const char *path; /* where it stands; NULL: it is not written down */
    unsigned line;
    const char *url; /* what is to be downloaded or asked for; or NULL */
    bool by_hand;    /* no command does it */
    /* found: what it names is there; stops: it is not; unknown: something is not known about it;
     * unchecked: it names nothing that could be looked up */
    const char *status;
    const char *why;    /* what stops, or what is not known; or NULL */
    const char *branch; /* the way that was taken: "pip"; NULL: no name, or there is no choice */
    const char *const *instead; /* the ways that were not: "conda README.md:30" */
    size_t instead_count;
};

enum { RH_STEPS = 400 }; /* of a report */

enum { RH_WAITS = 16, RH_WAIT_POINTS = 100 }; /* of a report; of a curve */

/* One fall of the curve. */
struct rh_wait_point {
    double days;
    unsigned at_risk, ended; /* how many still waited just before; how many waits ended */
    double waiting;          /* the share that waits longer than this */
    double low, high;        /* 95 % interval of that share; NAN: it has none */
    double ended_share;      /* that have ended until here where some withdraw; NAN: see there */
};

/* How long outsiders wait on the forge, those who wait still counted as waiting (Kaplan-Meier). A
 * number that is not defined is NAN, in JSON null. Times are days. */
struct rh_waits {
    const char *of;        /* "issues", "pulls" */
    const char *until;     /* "answer", "response", "anyone", "closed" */
    const char *window;    /* "last 365 days", "all time", "since 2025-01-31" */
    const char *from, *to; /* YYYY-MM-DD: filed between these; from NULL: the beginning */
    unsigned count;        /* of the sample */
    unsigned ended, withdrawn, waiting; /* with an end; ended by the asker; open without an end */
    unsigned left_out; /* not in the sample, since the record does not tell what came first */
    bool few;          /* too few to judge by: intervals only */
    double median, median_low, median_high; /* NAN: half have none yet; open on that side */
    double mean_30;                         /* each wait counted up to 30 days */
    double longest;                         /* wait that was seen */
    const struct rh_wait_point *points;     /* at most RH_WAIT_POINTS */
    size_t point_count;
};

/* An audit: the state that the paper speaks of, what changed since, what to ask. */
struct rh_audit_verdict {
    enum rh_milestone id;
    enum rh_verdict then, now;
};

struct rh_audit_change {
    const char *change; /* "new", "fixed": since the paper's state */
    const char *rule, *label;
    enum rh_milestone milestone;
    struct rh_evidence place;
};

struct rh_question {
    const char *text;
    const char *rule; /* whose finding makes us ask; "": none */
    struct rh_evidence place;
};

struct rh_audit {
    const char *how;  /* what told of it: named, date, README, CITATION, tag, branch, version;
                         NULL: not known */
    const char *why;  /* why not; NULL: it is */
    const char *name; /* the tag, the branch, or how the commit is written; or NULL */
    const char *commit, *date;
    struct rh_evidence place;                /* where it is said; all NULL: nowhere */
    bool is_head;                            /* it is what was scanned: nothing changed since */
    const struct rh_audit_verdict *verdicts; /* of milestones that differ */
    size_t verdict_count;
    const struct rh_audit_change *changes;
    size_t change_count;
    bool changed_known; /* the next two are all there are */
    unsigned changed_files;
    unsigned route_files;     /* that the README's commands run or import; 0: none is known */
    unsigned route_reaches;   /* of those, how many changed */
    const char *const *route; /* the first of these */
    size_t route_count;
    const struct rh_question *questions; /* at most five, what matters most first */
    size_t question_count;
    bool anonymous;      /* names, addresses, home folders and remotes are masked */
    const char *subject; /* SHA-256 of the commit's id, or of the archive; NULL: a plain folder */
};

struct arena;

struct rh_report {
    struct arena *arena; /* private: everything below lives in it */
    const char *tool_version;
    const struct rh_ruleset_name *rulesets;
    size_t ruleset_count;
    struct rh_target target;
    const char *as_of; /* YYYY-MM-DD */
    const struct rh_source *sources;
    size_t source_count;
    const char *headline;
    const struct rh_notice *notices;
    size_t notice_count;
    struct rh_milestone_result milestones[RH_MILESTONE_COUNT];
    const struct rh_fix *fixes; /* at most seven, most useful first */
    size_t fix_count;
    const struct rh_finding *findings; /* one a rule, in rule order */
    size_t finding_count;
    const struct rh_metric *metrics; /* sorted by name */
    size_t metric_count;
    const struct rh_observation *observations; /* at most RH_LIMIT_OBSERVATIONS */
    size_t observation_count;
    const struct rh_step *steps; /* none where the documentation shows none */
    size_t step_count;
    const struct rh_waits *waits; /* none where the forge was not asked */
    size_t wait_count;
    const struct rh_exemption *exemptions; /* those of the settings file first */
    size_t exemption_count;
    const struct rh_audit *audit; /* one or none */
    size_t audit_count;
    const struct rh_trace *trace; /* none where nobody asked; private between worker and parent */
    size_t trace_count;
};

const char *rh_verdict_name(enum rh_verdict verdict); /* "met", "partly", "unmet", "undecided" */
const char *rh_kind_name(enum rh_kind kind);          /* "library", "paper-code", ... */
const char *rh_aim_name(enum rh_aim aim);             /* "release", "project" */

/* NULL is fine. */
void rh_report_free(struct rh_report *report);
#endif
