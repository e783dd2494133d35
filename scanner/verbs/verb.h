#ifndef VERBS_VERB_H
#define VERBS_VERB_H
#include "options.h"

#include <stdio.h>

/* One verb of the command line. To add one: write verbs/NAME.c, add VERB(NAME) to
 * verbs/table.def, and give the options that it takes their bit in options.c. */
struct verb {
    const char *name;
    const char *arguments; /* for the usage line: "[TARGET]" */
    const char *help;      /* one line */
    /* Writes to out what was asked for. *ret_below: done, and less than --require, --fail-on or
     * a test asks. */
    bool (*run)(struct arena *arena, const struct options *options, FILE *out, bool *ret_below,
                struct rh_error *err);
};

enum verb_id {
#define VERB(name) VERB_##name,
#include "verbs/table.def"
#undef VERB
    VERB_COUNT
};

extern const struct verb *const verbs[VERB_COUNT];
const struct verb *verb_by_name(const char *name); /* NULL: none */

/* Which of a verb's own words ("list", "clean", NULL) stands at words[0]. */
bool verb_choose(const struct options *options, const char *const *choices, unsigned *ret_choice,
                 struct rh_error *err) MUST_CHECK;
/* For verbs: the rules that --rules and the built-in files give; the arena owns them. */
const struct rh_ruleset *verb_ruleset(struct arena *arena, const struct options *options,
                                      struct rh_error *err);
/* Scans words[0], or the folder that we are in. */
const struct rh_report *verb_scan(struct arena *arena, const struct rh_ruleset *ruleset,
                                  const struct options *options, struct rh_error *err);
#endif
