/* Tries the examples of the rules: the built-in ones, or those of the files given. Prints TAP, one
 * test an example. */
#include "ruleset/embedded.h"
#include "ruleset/trial.h"
#include "util/arena.h"

#include <stdio.h>
#include <string.h>

static bool try_one(const struct rh_rule *rule, const struct rh_rule_example *example,
                    size_t number)
{
    struct arena *arena = arena_new();
    struct trial trial = rule_try(arena, rule, example);

    printf("%sok %zu - %s, %s:%u\n", trial.good ? "" : "not ", number, rule->id, rule->file,
           example->line);
    if (!trial.good)
        printf("# %s asked, %s given: %s\n", rh_outcome_name(example->expected),
               rh_outcome_name(trial.finding.outcome), trial.finding.message);
    arena_free(arena);
    return trial.good;
}

/* A rule that nothing passes, or that nothing fails, is not tested. */
static bool has_both(const struct rh_rule *rule, size_t number)
{
    bool pass = false, fail = false;

    for (size_t i = 0; i < rule->example_count; i++) {
        pass |= rule->examples[i].expected == RH_PASS ||
                rule->examples[i].expected == RH_NOT_APPLICABLE; /* nothing to complain of */
        fail |= rule->examples[i].expected == RH_FAIL || rule->examples[i].expected == RH_PARTIAL;
    }
    printf("%sok %zu - %s has examples that pass and that fail\n", pass && fail ? "" : "not ",
           number, rule->id);
    return pass && fail;
}

/* A card of a rule that was renamed or taken out would never be seen again. */
static bool has_rule(const struct rh_ruleset *ruleset, const struct embedded_card *card,
                     size_t number)
{
    bool known = false;

    for (size_t i = 0; i < ruleset->count; i++)
        known |= !strcmp(ruleset->rules[i].id, card->rule);
    printf("%sok %zu - the card of %s is of a rule\n", known ? "" : "not ", number, card->rule);
    return known;
}

int main(int argc, char **argv)
{
    struct rh_error err;
    const char *const *files = (const char *const *)(argv + 1);
    struct rh_ruleset *ruleset = rh_ruleset_load(files, (size_t)argc - 1, &err);
    size_t number = 0;
    bool good = true;

    if (!ruleset) {
        printf("Bail out! %s\n", err.text);
        return 1;
    }
    for (size_t i = 0; i < ruleset->count; i++) {
        const struct rh_rule *rule = &ruleset->rules[i];

        good &= has_both(rule, ++number);
        for (size_t j = 0; j < rule->example_count; j++)
            good &= try_one(rule, &rule->examples[j], ++number);
    }
    for (const struct embedded_card *card = embedded_cards; argc == 1 && card->rule; card++)
        good &= has_rule(ruleset, card, ++number);
    printf("1..%zu\n", number);
    rh_ruleset_free(ruleset);
    return good ? 0 : 1;
}
