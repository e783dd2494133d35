#ifndef UTIL_IGNORE_RULES_H
#define UTIL_IGNORE_RULES_H
#include "util/str.h"

struct arena;
struct glob;

/* One .gitignore, as git reads it: anchored and not, folders only, negated, *, ?, [] and **. */

struct ignore_rule {
    struct str text;     /* the line as written; belongs to whom it was read for */
    unsigned line;       /* from 1 */
    const char *literal; /* a name or path without wildcards; NULL: see glob */
    const struct glob *glob;
    size_t length;    /* of the pattern, for its cost */
    bool negated;     /* "!x": not left out after all */
    bool folder_only; /* "x/" */
    bool by_name;     /* no '/' in it: compared with the last part */
};

struct ignore_rules {
    struct ignore_rule *items;
    size_t count, capacity;
};

/* Adds the rules of a text, LIMIT_IGNORE_RULES at most; the text is borrowed. */
void ignore_rules_read(struct arena *arena, struct ignore_rules *rules, struct str text);
/* The last rule that matches decides; NULL: none does. `path` is relative to the rules' folder.
 * Adds to *cost what it took, and looks at no more rules once that is past LIMIT_IGNORE_COST. */
const struct ignore_rule *ignore_rules_decide(const struct ignore_rules *rules, const char *path,
                                              bool is_folder, uint64_t *cost);
#endif
