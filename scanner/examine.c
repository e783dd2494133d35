#include "examine.h"

#include "facts/facts.h"
#include "ruleset/excuse.h"
#include "ruleset/ruleset.h"
#include "ruleset/settings.h"
#include "score/score.h"
#include "util/arena.h"
#include "util/str.h"

static const struct rh_finding *judge(struct arena *arena, const struct examination *examination,
                                      struct facts *facts)
{
    const struct settings *settings = examination->settings;
    const struct rh_ruleset *ruleset = settings->ruleset;
    time_t as_of = examination->options->as_of;
    struct rh_finding *findings;

    if (!examination->today)
        return ruleset_judge(arena, ruleset, settings, facts, as_of);
    findings = arena_alloc(arena, (ruleset->count + 1) * sizeof(*findings));
    facts_set_date(facts, as_of);
    ruleset_evaluate(arena, ruleset, settings, facts, findings);
    return findings;
}

static bool has_profile(const struct rh_ruleset *ruleset)
{
    for (size_t i = 0; i < ruleset->file_count; i++)
        if (text_starts(ruleset->files[i].name, "rules/profiles/"))
            return true;
    return false;
}

void examine(struct arena *arena, const struct examination *examination,
             const struct facts **ret_facts, struct rh_report *report)
{
    const struct settings *settings = examination->settings;
    const struct rh_scan_options *options = examination->options;
    struct facts *facts = arena_alloc(arena, sizeof(*facts));

    facts_collect(arena, examination->snapshot,
                  &(struct facts_options){.as_of = options->as_of,
                                          .aim = settings->aim,
                                          .kind = settings->kind,
                                          .only = options->only,
                                          .links = examination->links,
                                          .identity = has_profile(settings->ruleset),
                                          .trace = options->trace,
                                          .topics = settings->ruleset->topics,
                                          .history = examination->history},
                  facts);
    if (settings->source.name)
        *ARENA_PUSH(arena, &facts->sources) = settings->source;
    if (!options->only) {
        report->findings = judge(arena, examination, facts);
        report->finding_count = settings->ruleset->count;
    }
    report->rulesets = settings->ruleset->files;
    report->ruleset_count = settings->ruleset->file_count;
    facts_report(facts, report);
    if (!options->only)
        excuses_report(facts, settings, options->as_of, report);
    score_report(arena, settings->ruleset, settings, report);
    *ret_facts = facts;
}

void examine_links(const struct snapshot *snapshot, struct buf *out)
{
    facts_list_links(snapshot, out);
}
