/* From findings to verdicts. docs/judging.md says the same in words. */
#include "score/score.h"

#include "ruleset/settings.h"
#include "score/parts.h"
#include "util/arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Weights of one milestone's findings, at one date. */
struct tally {
    double applicable, decided, earned;
};

/* At which date: the members of a finding are the same for both. */
enum when { AT_AS_OF, AT_COMMIT };

static enum rh_outcome outcome_at(const struct rh_finding *finding, enum when when)
{
    return when == AT_AS_OF ? finding->outcome : finding->outcome_then;
}

bool finding_counts(const struct rh_finding *finding)
{
    return !finding->exempted && finding->outcome != RH_NOT_APPLICABLE;
}

static double earned(enum rh_outcome outcome)
{
    switch (outcome) {
    case RH_PASS:
        return 1;
    case RH_PARTIAL:
        return 0.5;
    case RH_FAIL:
    case RH_NOT_APPLICABLE:
    case RH_UNKNOWN:
        break;
    }
    return 0;
}

double finding_lost(const struct rh_finding *finding)
{
    if (!finding_counts(finding) || finding->outcome == RH_UNKNOWN)
        return 0;
    return finding->weight * (1 - earned(finding->outcome));
}

/* What only the forge can tell, and did not, is no part of the sum: a scan without it judges what
 * it can see, by the same cuts. */
static bool is_left_out(const struct rh_ruleset *ruleset, const struct rh_report *report,
                        size_t index, enum when when)
{
    const struct rh_finding *finding = &report->findings[index];
    enum rh_outcome outcome = outcome_at(finding, when);

    return finding->exempted || outcome == RH_NOT_APPLICABLE ||
           (outcome == RH_UNKNOWN && index < ruleset->count && ruleset->rules[index].forge);
}

static struct tally tally_up(const struct rh_ruleset *ruleset, const struct rh_report *report,
                             enum rh_milestone milestone, enum when when)
{
    struct tally tally = {0};

    for (size_t i = 0; i < report->finding_count; i++) {
        const struct rh_finding *finding = &report->findings[i];
        enum rh_outcome outcome = outcome_at(finding, when);

        if (finding->milestone != milestone || is_left_out(ruleset, report, i, when))
            continue;
        tally.applicable += finding->weight;
        tally.decided += outcome == RH_UNKNOWN ? 0 : finding->weight;
        tally.earned += finding->weight * earned(outcome);
    }
    return tally;
}

static enum rh_verdict cut(const struct rh_ruleset *ruleset, enum rh_milestone milestone,
                           const struct tally *tally)
{
    static const double rounding = 1e-9; /* 3 of 4 is 0.75 whatever the sum's last bit says */
    double share;

    if (tally->decided <= 0 || tally->decided < tally->applicable * ruleset->decided - rounding)
        return RH_UNDECIDED;
    share = tally->earned / tally->decided + rounding;
    return share >= ruleset->milestones[milestone].met      ? RH_MET
           : share >= ruleset->milestones[milestone].partly ? RH_PARTLY
                                                            : RH_UNMET;
}

/* What is undecided stays so unless the cap is the lowest verdict: then more could not help. */
static void cap_at(struct judgement *judgement, enum rh_verdict most, enum cap cap, size_t finding)
{
    if (judgement->verdict == RH_UNDECIDED ? most != RH_UNMET : judgement->verdict >= most)
        return;
    *judgement = (struct judgement){most, cap, finding};
}

static bool fails(const struct rh_finding *finding, enum when when)
{
    return !finding->exempted && outcome_at(finding, when) == RH_FAIL;
}

/* The same line that stops two rules stops a stranger once. */
static bool same_place(const struct rh_finding *a, const struct rh_finding *b)
{
    const struct rh_evidence *here = a->evidence, *there = b->evidence;

    return a->evidence_count && b->evidence_count && here->path && there->path && here->line &&
           here->line == there->line && !strcmp(here->path, there->path);
}

static void apply_blockers(const struct rh_report *report, enum when when, struct judgement *m0)
{
    size_t count = 0, first = 0;

    for (size_t i = 0; i < report->finding_count; i++) {
        bool again = false;

        if (!report->findings[i].blocker || !fails(&report->findings[i], when))
            continue;
        for (size_t j = first; count && j < i && !again; j++)
            again = report->findings[j].blocker && fails(&report->findings[j], when) &&
                    same_place(&report->findings[i], &report->findings[j]);
        if (again)
            continue;
        first = count++ ? first : i;
    }
    if (count)
        cap_at(m0, count > 1 ? RH_UNMET : RH_PARTLY, CAP_BLOCKER, first);
}

static void apply_caps(const struct rh_ruleset *ruleset, const struct rh_report *report,
                       enum when when, struct judgement judgements[])
{
    for (size_t i = 0; i < report->finding_count && i < ruleset->count; i++)
        for (size_t j = 0; j < ruleset->rules[i].cap_count; j++) {
            const struct rh_cap *rule_cap = &ruleset->rules[i].caps[j];

            if (fails(&report->findings[i], when))
                cap_at(&judgements[rule_cap->milestone], rule_cap->verdict, CAP_RULE, i);
        }
}

static void judge(const struct rh_ruleset *ruleset, const struct rh_report *report, enum when when,
                  struct judgement ret_judgements[])
{
    for (unsigned i = 0; i < RH_MILESTONE_COUNT; i++) {
        struct tally tally = tally_up(ruleset, report, i, when);

        ret_judgements[i] = (struct judgement){.verdict = cut(ruleset, i, &tally)};
    }
    apply_caps(ruleset, report, when, ret_judgements);
    apply_blockers(report, when, &ret_judgements[RH_M0]);
    if (ret_judgements[RH_M0].verdict == RH_UNMET)
        for (unsigned i = RH_M1; i <= RH_M2; i++)
            cap_at(&ret_judgements[i], RH_PARTLY, CAP_M0, 0);
}

/* A larger value is more telling. Of two that hold, the one that can be shown. */
static double telling(const struct rh_finding *finding)
{
    double lost = finding_lost(finding);

    if (lost > 0)
        return lost + (finding->blocker && finding->outcome == RH_FAIL ? 100 : 0);
    return finding->weight + (finding->evidence_count ? 0.5 : 0);
}

static int by_telling(const void *left, const void *right)
{
    const struct rh_finding *a = *(const struct rh_finding *const *)left,
                            *b = *(const struct rh_finding *const *)right;
    double more = telling(b) - telling(a);

    if (more > 0 || more < 0)
        return more > 0 ? 1 : -1;
    return a < b ? -1 : a > b;
}

struct picked findings_pick(struct arena *arena, const struct rh_report *report,
                            enum rh_milestone milestone, enum rh_outcome outcome)
{
    struct picked picked = {arena_alloc(arena, (report->finding_count + 1) * sizeof(void *)), 0};

    for (size_t i = 0; i < report->finding_count; i++) {
        const struct rh_finding *finding = &report->findings[i];

        if (finding->milestone == milestone && finding_counts(finding) &&
            (finding->outcome == outcome ||
             (outcome == RH_FAIL && finding->outcome == RH_PARTIAL)) &&
            !finding_is_absence(finding))
            picked.items[picked.count++] = finding;
    }
    qsort(picked.items, picked.count, sizeof(*picked.items), by_telling);
    return picked;
}

static const char *const *rule_ids(struct arena *arena, const struct picked *picked)
{
    const char **ids = arena_alloc(arena, (picked->count + 1) * sizeof(*ids));

    for (size_t i = 0; i < picked->count; i++)
        ids[i] = picked->items[i]->rule;
    return ids;
}

static void list_blockers(struct arena *arena, const struct rh_report *report,
                          struct rh_milestone_result *m0)
{
    const char **ids = arena_alloc(arena, (report->finding_count + 1) * sizeof(*ids));

    for (size_t i = 0; i < report->finding_count; i++)
        if (report->findings[i].blocker && fails(&report->findings[i], AT_AS_OF))
            ids[m0->blocker_count++] = report->findings[i].rule;
    m0->blockers = ids;
}

/* Three decimals: enough for a reader, and the same text read back is the same number. */
static double three_decimals(double share) { return round(share * 1000) / 1000; }

static void overrule(struct rh_milestone_result *result, const struct settings *settings)
{
    for (size_t i = 0; settings && i < settings->overrule_count; i++) {
        if (settings->overrules[i].milestone != result->id)
            continue;
        result->verdict = result->verdict_then = settings->overrules[i].verdict;
        result->overruled = settings->overrules[i].reason;
    }
}

static void fill(struct arena *arena, const struct rh_ruleset *ruleset,
                 const struct settings *settings, struct rh_report *report,
                 const struct judgement *now, const struct judgement *then)
{
    struct rh_milestone_result *result;
    struct picked picked;
    struct tally tally;

    for (unsigned i = 0; i < RH_MILESTONE_COUNT; i++) {
        tally = tally_up(ruleset, report, i, AT_AS_OF);
        result = &report->milestones[i];
        *result = (struct rh_milestone_result){
            .id = i,
            .title = ruleset->milestones[i].title ? ruleset->milestones[i].title : "",
            .verdict = now[i].verdict,
            .verdict_then = then[i].verdict,
            .in_aim = report->target.aim == RH_AIM_PROJECT || i <= RH_M2,
            .high = 1,
        };
        if (tally.applicable > 0) {
            result->low = three_decimals(tally.earned / tally.applicable);
            result->high = three_decimals((tally.earned + tally.applicable - tally.decided) /
                                          tally.applicable);
            result->coverage = three_decimals(tally.decided / tally.applicable);
        }
        picked = findings_pick(arena, report, i, now[i].verdict == RH_MET ? RH_PASS : RH_FAIL);
        result->rules = rule_ids(arena, &picked);
        result->rule_count = picked.count;
        overrule(result, settings);
    }
    list_blockers(arena, report, &report->milestones[RH_M0]);
}

void score_report(struct arena *arena, const struct rh_ruleset *ruleset,
                  const struct settings *settings, struct rh_report *report)
{
    struct judgement now[RH_MILESTONE_COUNT], then[RH_MILESTONE_COUNT];

    judge(ruleset, report, AT_AS_OF, now);
    judge(ruleset, report, AT_COMMIT, then);
    fill(arena, ruleset, settings, report, now, then);
    for (unsigned i = 0; i < RH_MILESTONE_COUNT; i++)
        report->milestones[i].decided_by = clause_write(arena, report, i, &now[i]);
    fixes_list(arena, report);
    report->headline = headline_write(arena, report);
}
