/* What settings do to a finding. */
#include "ruleset/settings.h"

#include "util/arena.h"
#include "util/date.h"
#include "util/glob.h"

enum { SECONDS_A_DAY = 24 * 60 * 60 };

bool settings_hold_until(const char *until, time_t as_of)
{
    time_t last;

    return !until || !date_parse(str_of(until), &last) || difftime(as_of, last) < SECONDS_A_DAY;
}

static void use(const struct settings_rule *rule)
{
    if (rule->used)
        *rule->used = true;
}

static bool in_globs(const struct globs *globs, const char *text)
{
    for (size_t i = 0; text && i < globs->count; i++)
        if (glob_match(globs->items[i], text))
            return true;
    return false;
}

/* Takes away the places in these files. Where none is left, the finding is exempt. */
static void exempt_places(struct arena *arena, const struct settings_rule *rule, bool whole,
                          struct rh_finding *finding)
{
    struct rh_evidence *left = arena_alloc(arena, finding->evidence_count * sizeof(*left) + 1);
    size_t count = 0, all = finding->evidence_count;

    for (size_t i = 0; i < all; i++)
        if (!in_globs(&rule->paths, finding->evidence[i].path))
            left[count++] = finding->evidence[i];
    if (count == all)
        return;
    use(rule);
    if (!count && whole) {
        finding->exempted = rule->reason;
        return;
    }
    if (!count)
        return;
    finding->evidence = left;
    finding->evidence_count = count;
    finding->message =
        arena_printf(arena, "%s; %zu exempt: %s", finding->message, all - count, rule->reason);
}

void settings_apply(struct arena *arena, const struct settings *settings, time_t as_of, bool whole,
                    struct rh_finding *finding)
{
    bool accused = finding->outcome == RH_FAIL || finding->outcome == RH_PARTIAL;

    if (settings->only.count && !in_globs(&settings->only, finding->rule))
        finding->exempted =
            arena_printf(arena, "not among the rules that %s asks for", settings->file);
    for (size_t i = 0; i < settings->rule_count; i++) {
        const struct settings_rule *rule = &settings->rules[i];

        if (!glob_match(rule->glob, finding->rule) || !settings_hold_until(rule->until, as_of))
            continue;
        if (rule->weight)
            finding->weight = rule->weight;
        if (rule->off && accused)
            use(rule);
        if (rule->off)
            finding->exempted = rule->reason;
        if (rule->paths.count && accused)
            exempt_places(arena, rule, whole, finding);
    }
}
