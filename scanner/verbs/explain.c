/* repohealth explain: one rule, for a person. */
#include "verbs/verb.h"

#include "ruleset/manual.h"

static bool run(struct arena *arena, const struct options *options, FILE *out, bool *ret_below,
                struct rh_error *err)
{
    const struct rh_ruleset *ruleset;

    (void)ret_below;
    if (options->words.count != 1)
        return error_set(err, RH_ERROR_USAGE, "explain takes a rule: repohealth rules list");
    ruleset = verb_ruleset(arena, options, err);
    return ruleset && manual_explain(ruleset, options->words.items[0], out, err);
}

const struct verb explain_verb = {
    .name = "explain",
    .arguments = "RULE",
    .help = "Say what a rule checks, why, and how to mend what it finds",
    .run = run,
};
