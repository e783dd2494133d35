#ifndef CHECKS_CHECK_H
#define CHECKS_CHECK_H
#include "facts/facts.h"
#include "rh/finding.h"
#include "util/field.h"

/* What a check writes: outcome, one sentence, places. Evidence gets its fingerprint later. */
struct answer {
    struct arena *arena;
    enum rh_outcome outcome;
    const char *message;
    struct {
        struct rh_evidence *items;
        size_t count, capacity;
    } evidence;
    size_t omitted;           /* places past LIMIT_EVIDENCE */
    struct text_index *index; /* which patterns are worth trying where; only makes it quicker */
};

/* One kind of question. To add one: write checks/NAME.c, add CHECK(NAME) to checks/table.def. */
struct check {
    const char *name;    /* what a rule writes after "check:" */
    const char *summary; /* one line for the manual */
    size_t params_size;
    const void *defaults;       /* params before the rule file is read; NULL: zero */
    const struct field *fields; /* the keys under "with:"; ends with {0} */
    bool dated;                 /* the answer may depend on facts->date */
    /* May be NULL. Looks names up, rejects nonsense; runs once, when the rule is loaded. Names the
     * key that is wrong, so that the error can tell its line. */
    bool (*prepare)(struct arena *arena, void *params, const char **ret_key, struct rh_error *err);
    /* A pure function of the facts. Cannot fail: what it cannot know is RH_UNKNOWN. */
    void (*run)(const struct facts *facts, const void *params, struct answer *answer);
};

const struct check *check_by_name(const char *name); /* NULL: none */
extern const struct check *const checks[];           /* ends with NULL */
const char *check_name(unsigned index);              /* NULL behind the last */

/* Adds a place, up to LIMIT_EVIDENCE; path and quote are cleaned and copied. Returns it for
 * replacement and url, which the caller cleans; past the limit a throw-away one. */
struct rh_evidence *answer_add(struct answer *answer, const char *path, unsigned line,
                               struct str quote);
void answer_say(struct answer *answer, enum rh_outcome outcome, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
#endif
