/* Causes, not symptoms: findings that one act mends are one entry. */
#include "score/parts.h"
#include "util/arena.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_FIXES = 7, MOST_ADVICE = 2, MOST_PLACES_CHARGED = 10, MOST_MINUTES_A_PLACE = 5 };

struct cause {
    const size_t *findings; /* the weightiest first */
    size_t count;
    bool blocker, aimed; /* at least one of its milestones is aimed at */
    double gain;         /* weight that is lost in milestones that are aimed at */
    unsigned minutes, milestones;
};

static bool worth_mending(const struct rh_report *report, const struct rh_finding *finding)
{
    if (finding->exempted || (finding->outcome != RH_FAIL && finding->outcome != RH_PARTIAL))
        return false;
    /* M3 is advice where only a release is aimed at; what lies beyond is no reproach */
    return finding->milestone == RH_NO_MILESTONE || finding->milestone == RH_M3 ||
           report->milestones[finding->milestone].in_aim;
}

static bool same_text(const char *a, const char *b) { return a && b && !strcmp(a, b); }

/* One line, or one text to put there, mends both. */
static bool shares_place(const struct rh_finding *a, const struct rh_finding *b)
{
    const struct rh_evidence *here = a->evidence, *there = b->evidence;

    if (!a->evidence_count || !b->evidence_count)
        return false;
    return same_text(here->replacement, there->replacement) ||
           (here->line && here->line == there->line && same_text(here->path, there->path));
}

static bool same_cause(const struct rh_finding *a, const struct rh_finding *b)
{
    return shares_place(a, b) || same_text(a->remediation, b->remediation);
}

/* Four lines that name the same wrong file are mended in one go. */
static unsigned distinct_places(const struct rh_finding *finding)
{
    unsigned distinct = 0;

    for (size_t i = 0; i < finding->evidence_count && distinct < MOST_PLACES_CHARGED; i++) {
        const struct rh_evidence *evidence = &finding->evidence[i];
        bool again = false;

        for (size_t j = 0; j < i && !again; j++)
            again = same_text(evidence->replacement, finding->evidence[j].replacement) ||
                    same_text(evidence->quote, finding->evidence[j].quote);
        distinct += !again;
    }
    return distinct ? distinct : 1;
}

/* What takes minutes is done place by place; what takes longer, such as a section, once. */
static unsigned minutes_of(const struct rh_finding *finding)
{
    return finding->minutes > MOST_MINUTES_A_PLACE ? finding->minutes
                                                   : finding->minutes * distinct_places(finding);
}

/* What stands in the way of running it comes before what would be nice; what is met can wait. */
static double urgency(const struct rh_milestone_result *milestone)
{
    if (milestone->verdict == RH_MET)
        return 0.5;
    return milestone->id == RH_M0 ? 3 : milestone->id <= RH_M2 ? 2 : 1;
}

static struct cause gather(struct arena *arena, const struct rh_report *report, size_t first,
                           bool taken[])
{
    size_t *findings = arena_alloc(arena, report->finding_count * sizeof(*findings));
    struct cause cause = {.findings = findings};
    double heaviest = -1;

    for (size_t i = first; i < report->finding_count; i++) {
        const struct rh_finding *finding = &report->findings[i];
        double lost = finding->weight * (finding->outcome == RH_FAIL ? 1 : 0.5) +
                      (finding->blocker ? 100 : 0);
        unsigned minutes = minutes_of(finding);

        if (taken[i] || !worth_mending(report, finding) ||
            (i != first && !same_cause(&report->findings[first], finding)))
            continue;
        taken[i] = true;
        findings[cause.count++] = i;
        if (lost > heaviest) {
            findings[cause.count - 1] = findings[0];
            findings[0] = i;
            heaviest = lost;
        }
        cause.blocker = cause.blocker || (finding->blocker && finding->outcome == RH_FAIL);
        cause.minutes = minutes > cause.minutes ? minutes : cause.minutes;
        if (finding->milestone == RH_NO_MILESTONE)
            continue;
        cause.milestones |= 1u << finding->milestone;
        cause.aimed = cause.aimed || report->milestones[finding->milestone].in_aim;
        cause.gain += finding_lost(finding) * urgency(&report->milestones[finding->milestone]);
    }
    return cause;
}

static int by_use(const void *left, const void *right)
{
    const struct cause *a = left, *b = right;

    if (a->blocker != b->blocker)
        return a->blocker ? -1 : 1;
    if (a->aimed != b->aimed)
        return a->aimed ? -1 : 1;
    if (a->gain > b->gain || a->gain < b->gain)
        return a->gain > b->gain ? -1 : 1;
    if (a->minutes != b->minutes)
        return a->minutes < b->minutes ? -1 : 1;
    return a->findings[0] < b->findings[0] ? -1 : 1;
}

static const char *title_of(const struct rh_finding *finding)
{
    return finding->remediation ? finding->remediation
           : finding->message   ? finding->message
                                : finding->title;
}

void fixes_list(struct arena *arena, struct rh_report *report)
{
    size_t many = report->finding_count + 1, count = 0;
    struct cause *causes = arena_alloc(arena, many * sizeof(*causes));
    bool *taken = arena_alloc(arena, many * sizeof(*taken));
    struct rh_fix *fixes = arena_alloc(arena, MOST_FIXES * sizeof(*fixes));
    unsigned advice = 0;

    report->fix_count = 0;
    for (size_t i = 0; i < report->finding_count; i++)
        if (!taken[i] && worth_mending(report, &report->findings[i]))
            causes[count++] = gather(arena, report, i, taken);
    qsort(causes, count, sizeof(*causes), by_use);
    for (size_t i = 0; i < count && report->fix_count < MOST_FIXES; i++) {
        if (!causes[i].aimed && ++advice > MOST_ADVICE)
            continue;
        fixes[report->fix_count++] = (struct rh_fix){
            .title = title_of(&report->findings[causes[i].findings[0]]),
            .minutes = causes[i].minutes,
            .milestones = causes[i].milestones,
            .findings = causes[i].findings,
            .finding_count = causes[i].count,
        };
    }
    report->fixes = fixes;
}
