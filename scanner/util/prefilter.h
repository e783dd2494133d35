#ifndef UTIL_PREFILTER_H
#define UTIL_PREFILTER_H
#include "util/pattern.h"

struct arena;

/* Which of many patterns are worth trying on a text. Most patterns are about words that most texts
 * do not have; one look at a text tells which of these words it has, so that only the patterns that
 * need one of them are tried. What matches does not depend on it. */
struct prefilter;

/* A bit for each pattern, in the order in which they were given: whether it may match. */
struct candidates {
    const uint64_t *bits;
};

const struct prefilter *prefilter_new(struct arena *arena, struct pattern *const *patterns,
                                      size_t count);
/* Lives in `arena`. Line ends count as blanks. */
struct candidates prefilter_look(const struct prefilter *prefilter, struct arena *arena,
                                 struct str text);
/* The same for patterns that are tried on one of several texts, or on all of them joined. */
struct candidates prefilter_look_all(const struct prefilter *prefilter, struct arena *arena,
                                     const struct str *texts, size_t count);

static inline bool candidates_have(struct candidates candidates, size_t number)
{
    return candidates.bits[number / 64] >> number % 64 & 1;
}
#endif
