/* `rules test`: the examples of rules, tried. */
#include "ruleset/manual.h"

#include "ruleset/trial.h"
#include "util/arena.h"
#include "util/str.h"

#include <string.h>

bool rule_is_in(const struct rh_rule *rule, const char *const *paths, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(paths[i]);

        while (length > 1 && paths[i][length - 1] == '/')
            length--;
        if (!strncmp(rule->file, paths[i], length) &&
            (!rule->file[length] || rule->file[length] == '/'))
            return true;
    }
    return false;
}

static void print_evidence(const struct rh_finding *finding, FILE *out)
{
    for (size_t i = 0; i < finding->evidence_count && i < 5; i++) {
        const struct rh_evidence *evidence = &finding->evidence[i];

        fprintf(out, "    %s", evidence->path ? evidence->path : "");
        if (evidence->line)
            fprintf(out, ":%u", evidence->line);
        fprintf(out, "%s%s\n", evidence->quote ? "  " : "", evidence->quote ? evidence->quote : "");
    }
}

static bool try_example(const struct rh_rule *rule, const struct rh_rule_example *example,
                        FILE *out)
{
    struct arena *arena = arena_new();
    struct trial trial = rule_try(arena, rule, example);

    if (!trial.good) {
        fprintf(out, "%s:%u: %s: %s expected, %s given: %s\n", rule->file, example->line, rule->id,
                rh_outcome_name(example->expected), rh_outcome_name(trial.finding.outcome),
                trial.finding.message);
        print_evidence(&trial.finding, out);
    }
    arena_free(arena);
    return trial.good;
}

/* What no example shows is worth a word, but nothing failed. */
static void note_gaps(const struct rh_rule *rule, FILE *out)
{
    bool pass = false, fail = false;

    for (size_t i = 0; i < rule->example_count; i++) {
        pass |= rule->examples[i].expected == RH_PASS ||
                rule->examples[i].expected == RH_NOT_APPLICABLE; /* nothing to complain of */
        fail |= rule->examples[i].expected == RH_FAIL || rule->examples[i].expected == RH_PARTIAL;
    }
    if (!pass || !fail)
        fprintf(out, "%s:%u: %s: no example %s\n", rule->file, rule->line, rule->id,
                pass   ? "fails"
                : fail ? "passes"
                       : "passes, and none fails");
}

size_t manual_test(const struct rh_ruleset *ruleset, const char *const *paths, size_t count,
                   FILE *out)
{
    size_t passed = 0, failed = 0;

    for (size_t i = 0; i < ruleset->count; i++) {
        const struct rh_rule *rule = &ruleset->rules[i];

        if (count && !rule_is_in(rule, paths, count))
            continue;
        note_gaps(rule, out);
        for (size_t j = 0; j < rule->example_count; j++) {
            bool good = try_example(rule, &rule->examples[j], out);

            passed += good;
            failed += !good;
        }
    }
    fprintf(out, "%zu passed, %zu failed\n", passed, failed);
    return failed;
}
