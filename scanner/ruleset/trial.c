#include "ruleset/trial.h"

#include "facts/facts.h"
#include "ruleset/applies.h"
#include "ruleset/ruleset.h"
#include "util/arena.h"
#include "util/date.h"

#include <string.h>

static unsigned first_bit(uint64_t bits, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        if (bits & UINT64_C(1) << i)
            return i;
    return 0;
}

/* A kind that the rule applies to; the one that was found out where that is no matter. */
static enum rh_kind a_kind(const struct applies *applies, enum rh_kind found)
{
    uint64_t all = (UINT64_C(1) << RH_KIND_COUNT) - 1;
    uint64_t good = (applies->kinds ? applies->kinds : all) & ~applies->not_kinds;

    return good & UINT64_C(1) << found ? found : first_bit(good, RH_KIND_COUNT);
}

/* The rule's conditions, less those that an example of a text or two does not meet on its own. */
static struct applies *relax(struct arena *arena, const struct applies *applies,
                             const struct rh_rule_example *example, struct facts *facts)
{
    struct applies *relaxed = arena_alloc(arena, sizeof(*relaxed));

    *relaxed = *applies;
    if (example->kind == RH_KIND_COUNT)
        facts->kind = a_kind(applies, facts->kind);
    if (applies->aims && !(applies->aims & UINT64_C(1) << facts->aim))
        facts->aim = first_bit(applies->aims, 2);
    if (!facts->tree.own_code && example->expected != RH_NOT_APPLICABLE)
        relaxed->languages = 0;
    return relaxed;
}

static void give_metrics(const struct rh_rule_example *example, struct facts *facts)
{
    for (size_t i = 0; i < example->metric_count; i++) {
        enum metric metric = metric_by_name(example->metrics[i].name);

        facts->metrics[metric] = example->metrics[i];
    }
}

static bool is_expected(enum rh_outcome expected, enum rh_outcome outcome)
{
    return outcome == expected || (expected == RH_FAIL && outcome == RH_PARTIAL);
}

/* What they ask of is looked for where it is asked alone. */
static bool rule_is_of_profile(const struct rh_rule *rule)
{
    return !strcmp(rule->area, "anonymity");
}

struct trial rule_try(struct arena *arena, const struct rh_rule *rule,
                      const struct rh_rule_example *example)
{
    struct trial trial = {.example = example};
    struct rh_rule alone = *rule;
    const size_t order[] = {0};
    const struct rh_ruleset ruleset = {.rules = &alone, .count = 1, .order = order};
    struct snapshot *snapshot = arena_alloc(arena, sizeof(*snapshot));
    struct facts *facts = arena_alloc(arena, sizeof(*facts));

    time_t date = 0;

    (void)date_parse(str_of(example->date ? example->date : "2025-01-01"), &date);
    snapshot_from_texts(arena, example->paths, example->texts, example->file_count, snapshot);
    facts_collect(arena, snapshot,
                  &(struct facts_options){.as_of = date, .identity = rule_is_of_profile(rule)},
                  facts);
    if (example->kind != RH_KIND_COUNT)
        facts->kind = example->kind;
    give_metrics(example, facts);
    alone.require_count = 0;
    if (rule->applies)
        alone.applies = relax(arena, rule->applies, example, facts);
    ruleset_evaluate(arena, &ruleset, NULL, facts, &trial.finding);
    trial.good = is_expected(example->expected, trial.finding.outcome);
    return trial;
}
