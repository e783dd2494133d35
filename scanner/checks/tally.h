#ifndef CHECKS_TALLY_H
#define CHECKS_TALLY_H
#include "checks/check.h"
#include "checks/sources.h"
#include "checks/text_index.h"
#include "util/map.h"
#include "util/pattern.h"

/* What the checks that look for patterns have in common: which of them pass, which are a partial
 * answer, which fail, and how many it takes. */
struct asked {
    struct sources in;
    struct patterns pass, partial, fail, unless;
    unsigned least;        /* different matches of `pass` that it takes; fewer are partial */
    unsigned different;    /* enum asked_different */
    unsigned none;         /* enum rh_outcome where nothing matched; ASKED_NONE: by what is asked */
    unsigned within_lines; /* 0: anywhere */
    struct strings where;
};

/* What makes two matches different: what they matched, or that two patterns matched. */
enum asked_different { DIFFERENT_MATCHES, DIFFERENT_PATTERNS };

enum { ASKED_NONE = RH_UNKNOWN + 1 };

/* The rows for a table of fields whose struct begins with a struct asked. */
#define ASKED_FIELDS(things)                                                                       \
    {.key = "in",                                                                                  \
     .type = FIELD_CUSTOM,                                                                         \
     .offset = offsetof(struct asked, in),                                                         \
     .custom = &sources_custom,                                                                    \
     .help = "what is read: readme (unless given), pages (all documentation), code (own code), "   \
             "path patterns"},                                                                     \
        {.key = "pass",                                                                            \
         .type = FIELD_PATTERNS,                                                                   \
         .offset = offsetof(struct asked, pass),                                                   \
         .help = things " that make it pass"},                                                     \
        {.key = "partial",                                                                         \
         .type = FIELD_PATTERNS,                                                                   \
         .offset = offsetof(struct asked, partial),                                                \
         .help = things " that make it pass in part, where none passes"},                          \
        {.key = "fail",                                                                            \
         .type = FIELD_PATTERNS,                                                                   \
         .offset = offsetof(struct asked, fail),                                                   \
         .help = things " that make it fail, whatever else there is"},                             \
        {.key = "unless",                                                                          \
         .type = FIELD_PATTERNS,                                                                   \
         .offset = offsetof(struct asked, unless),                                                 \
         .help = things " that also match one of these do not count"},                             \
        {.key = "least",                                                                           \
         .type = FIELD_UINT,                                                                       \
         .offset = offsetof(struct asked, least),                                                  \
         .least = 1,                                                                               \
         .most = 1000,                                                                             \
         .help = "different matches that it takes to pass (1); fewer are partial"},                \
        {.key = "different",                                                                       \
         .type = FIELD_ENUM,                                                                       \
         .offset = offsetof(struct asked, different),                                              \
         .choice = different_choice,                                                               \
         .help = "what `least` counts: matches (unless given), or how many patterns match"},       \
        {.key = "none",                                                                            \
         .type = FIELD_ENUM,                                                                       \
         .offset = offsetof(struct asked, none),                                                   \
         .choice = outcome_choice,                                                                 \
         .help = "the outcome where nothing matches: fail, or pass where only `fail` is given"},   \
        {.key = "within_lines",                                                                    \
         .type = FIELD_UINT,                                                                       \
         .offset = offsetof(struct asked, within_lines),                                           \
         .least = 1,                                                                               \
         .most = 100000,                                                                           \
         .help = "only the first lines of each text are looked at"},                               \
    {                                                                                              \
        .key = "where", .type = FIELD_STRINGS, .offset = offsetof(struct asked, where),            \
        .help = "what to open where nothing matches: readme (unless given), root, path patterns"   \
    }

const char *outcome_choice(unsigned index);   /* NULL behind the last */
const char *different_choice(unsigned index); /* NULL behind the last */

/* Defaults, and that something is asked. For `prepare`. */
bool asked_prepare(struct asked *asked, const char **ret_key, struct rh_error *err) MUST_CHECK;

struct hits {
    struct hit {
        const char *path;
        unsigned line;
        struct str quote;
    } * items;
    size_t count, capacity;          /* of those kept for evidence */
    size_t total, different, places; /* matches; different ones; lines that they are on */
};

struct tally {
    const struct asked *asked;
    const struct facts *facts;
    struct answer *answer;
    struct hits pass, partial, fail;
    struct map seen;    /* texts that matched, by outcome */
    size_t firsts[3];   /* where fail, pass and partial begin in the index */
    size_t looked;      /* things that were looked at */
    bool whole;         /* a file was read line by line */
    unsigned expensive; /* of these, how many a pattern could not decide */
};

struct tally tally_begin(const struct asked *asked, const struct facts *facts,
                         struct answer *answer);
/* Looks at one thing: a command, a heading, the address of a link. `line_text` is what is quoted.
 * `may` are its candidates; NULL: any pattern may match. */
void tally_look(struct tally *tally, const char *path, unsigned line, struct str thing,
                struct str line_text, const struct candidates *may);
/* The same for running text: a passage, where each match counts, also over the ends of lines. */
void tally_read(struct tally *tally, const char *path, const struct passage *passage);
/* The same for a file as it is written, line by line; quick where there is nothing in it. */
void tally_read_file(struct tally *tally, const struct source *source);
/* Whether a text with these candidates can give a match; for sources_walk. */
bool tally_may_match(const void *tally, struct candidates candidates);
/* Whether nothing more can change the outcome. */
bool tally_is_decided(const struct tally *tally);
/* Writes the answer. `things` in the plural: "commands". */
void tally_end(struct tally *tally, const struct sources_walk *walk, const char *things);
#endif
