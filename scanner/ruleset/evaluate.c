#include "ruleset/ruleset.h"

#include "checks/check.h"
#include "checks/sources.h"
#include "checks/text_index.h"
#include "ruleset/applies.h"
#include "ruleset/excuse.h"
#include "ruleset/fingerprint.h"
#include "ruleset/reports.h"
#include "ruleset/settings.h"
#include "util/arena.h"

#include <string.h>

struct judge {
    struct arena *arena;
    const struct rh_ruleset *ruleset;
    const struct settings *settings; /* or NULL */
    const struct facts *facts;
    time_t as_of; /* when exemptions must still hold */
    struct rh_finding *findings;
    struct text_index *index;
};

const struct rh_rule *ruleset_find(const struct rh_ruleset *ruleset, const char *id)
{
    for (size_t i = 0; i < ruleset->count; i++)
        if (!strcmp(ruleset->rules[i].id, id))
            return &ruleset->rules[i];
    return NULL;
}

static void conclude(struct rh_finding *finding, enum rh_outcome outcome, const char *message)
{
    finding->outcome = finding->outcome_then = outcome;
    finding->message = message;
}

/* Whether what the rule requires holds; else the finding is concluded. */
static bool is_founded(const struct judge *judge, const struct rh_rule *rule,
                       struct rh_finding *finding)
{
    for (size_t i = 0; i < rule->require_count; i++) {
        const struct rh_rule *other = ruleset_find(judge->ruleset, rule->requires[i]);
        const struct rh_finding *base = &judge->findings[other - judge->ruleset->rules];

        if (base->outcome == RH_PASS || base->outcome == RH_PARTIAL)
            continue;
        if (base->outcome == RH_UNKNOWN)
            conclude(finding, RH_UNKNOWN, base->message);
        else
            conclude(finding, RH_NOT_APPLICABLE,
                     arena_printf(judge->arena, "asked only where this holds: %s", other->title));
        return false;
    }
    return true;
}

static bool is_asked(const struct judge *judge, const struct rh_rule *rule,
                     struct rh_finding *finding)
{
    const char *why;

    if (!rule->applies)
        return true;
    switch (applies_to(judge->arena, rule->applies, judge->facts, &why)) {
    case APPLIES_NO:
        conclude(finding, RH_NOT_APPLICABLE, why);
        return false;
    case APPLIES_UNKNOWN:
        conclude(finding, RH_UNKNOWN, why);
        return false;
    case APPLIES_YES:
        break;
    }
    return true;
}

/* Returns whether all places are listed. */
static bool ask(const struct judge *judge, const struct rh_rule *rule, struct rh_finding *finding)
{
    struct answer answer = {
        .arena = judge->arena, .outcome = RH_UNKNOWN, .message = "", .index = judge->index};

    rule->check->run(judge->facts, rule->params, &answer);
    if ((answer.outcome == RH_FAIL || answer.outcome == RH_PARTIAL) && !answer.evidence.count)
        answer_point(&answer, judge->facts, NULL);
    fingerprint_all(rule, answer.evidence.items, answer.evidence.count);
    conclude(finding, answer.outcome, answer.message);
    if (answer.omitted)
        finding->message = arena_printf(judge->arena, "%s; the first %zu are listed",
                                        answer.message, answer.evidence.count);
    finding->evidence = answer.evidence.items;
    finding->evidence_count = answer.evidence.count;
    return !answer.omitted;
}

/* Of the patterns that checks hold directly; others are tried wherever they are asked for. */
static struct text_index *index_patterns(struct arena *arena, const struct rh_ruleset *ruleset)
{
    struct {
        const struct patterns **items;
        size_t count, capacity;
    } all = {0};

    for (size_t i = 0; i < ruleset->count; i++) {
        const struct rh_rule *rule = &ruleset->rules[i];

        for (const struct field *field = rule->check->fields; field->key; field++) {
            const void *slot = (const char *)rule->params + field->offset;

            if (field->type == FIELD_PATTERNS && ((const struct patterns *)slot)->count)
                *ARENA_PUSH(arena, &all) = slot;
        }
    }
    return text_index_new(arena, all.items, all.count);
}

/* The finding as far as the rule alone decides it. */
static struct rh_finding begin(const struct rh_rule *rule)
{
    return (struct rh_finding){
        .rule = rule->id,
        .title = rule->title,
        .label = rule->label,
        .area = rule->area,
        .milestone = rule->milestone,
        .weight = rule->weight,
        .blocker = rule->blocker,
        .severity = rule->severity,
        .remediation = rule->remediation,
        .minutes = rule->minutes,
    };
}

static void judge_rule(const struct judge *judge, size_t index)
{
    const struct rh_rule *rule = &judge->ruleset->rules[index];
    struct rh_finding *finding = &judge->findings[index];
    bool whole = true;

    *finding = begin(rule);
    if (is_asked(judge, rule, finding) && is_founded(judge, rule, finding))
        whole = ask(judge, rule, finding);
    if (judge->settings) {
        settings_apply(judge->arena, judge->settings, judge->as_of, whole, finding);
        excuse_places(judge->facts, judge->settings->comments, judge->as_of, whole, finding);
    }
}

void ruleset_evaluate(struct arena *arena, const struct rh_ruleset *ruleset,
                      const struct settings *settings, const struct facts *facts,
                      struct rh_finding *ret_findings)
{
    const struct judge judge = {
        arena, ruleset, settings, facts, facts->date, ret_findings, index_patterns(arena, ruleset)};

    for (size_t i = 0; i < ruleset->count; i++)
        judge_rule(&judge, ruleset->order[i]);
}

/* Whether another date can change the outcome: asked in order, so `dated` of what is required is
 * known. */
static bool is_dated(const struct rh_ruleset *ruleset, const struct rh_rule *rule,
                     const bool *dated)
{
    if (rule->check->dated || (rule->applies && rule->applies->metrics.count))
        return true;
    for (size_t i = 0; i < rule->require_count; i++)
        if (dated[ruleset_find(ruleset, rule->requires[i]) - ruleset->rules])
            return true;
    return false;
}

const struct rh_finding *ruleset_judge(struct arena *arena, const struct rh_ruleset *ruleset,
                                       const struct settings *settings, struct facts *facts,
                                       time_t as_of)
{
    time_t commit_time = facts->snapshot->commit_time;
    struct rh_finding *findings = arena_alloc(arena, (ruleset->count + 1) * sizeof(*findings));
    bool *dated = arena_alloc(arena, ruleset->count + 1);
    const struct judge judge = {
        arena, ruleset, settings, facts, as_of, findings, index_patterns(arena, ruleset)};

    facts_set_date(facts, commit_time ? commit_time : as_of);
    for (size_t i = 0; i < ruleset->count; i++)
        judge_rule(&judge, ruleset->order[i]);
    if (facts->date == as_of) {
        reports_attach(arena, ruleset, facts, findings);
        return findings;
    }
    facts_set_date(facts, as_of);
    for (size_t i = 0; i < ruleset->count; i++) {
        size_t index = ruleset->order[i];
        enum rh_outcome then = findings[index].outcome;

        dated[index] = is_dated(ruleset, &ruleset->rules[index], dated);
        if (!dated[index])
            continue;
        judge_rule(&judge, index);
        /* a record that does not reach back tells of no change */
        if (then != RH_UNKNOWN || !ruleset->rules[index].forge)
            findings[index].outcome_then = then;
    }
    reports_attach(arena, ruleset, facts, findings);
    return findings;
}
