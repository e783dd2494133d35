/* What an audit adds to a report: the paper's state, what changed since, what to ask. */
#include "audit.h"

#include "facts/facts.h"
#include "facts/paper.h"
#include "facts/reach.h"
#include "ruleset/digest.h"
#include "ruleset/ruleset.h"
#include "util/arena.h"
#include "util/date.h"
#include "util/map.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_QUESTIONS = 5, MOST_CHANGES = 100, MOST_ROUTE = 20 };

/* Since the paper. */

static bool accuses(const struct rh_finding *finding)
{
    return (finding->outcome == RH_FAIL || finding->outcome == RH_PARTIAL) && !finding->exempted;
}

/* The fingerprint is of what is said and not of where: it stays when lines and files move. */
static void collect_prints(const struct rh_report *report, struct map *prints)
{
    for (size_t i = 0; i < report->finding_count; i++)
        for (size_t e = 0; accuses(&report->findings[i]) && e < report->findings[i].evidence_count;
             e++)
            map_put(prints, str_of(report->findings[i].evidence[e].fingerprint), 0);
}

struct changes {
    struct rh_audit_change *items;
    size_t count, capacity;
};

static void add_changes(struct arena *arena, const struct rh_report *of, const struct rh_report *in,
                        const char *change, const struct map *known, struct changes *changes)
{
    for (size_t i = 0; i < of->finding_count; i++) {
        const struct rh_finding *finding = &of->findings[i];

        for (size_t e = 0; accuses(finding) && e < finding->evidence_count; e++) {
            const struct rh_evidence *evidence = &finding->evidence[e];

            if (changes->count >= MOST_CHANGES || i >= in->finding_count ||
                /* where the other side is not known, nothing changed that we know of */
                in->findings[i].outcome == RH_UNKNOWN ||
                map_get(known, str_of(evidence->fingerprint)) != MAP_NONE)
                continue;
            *ARENA_PUSH(arena, changes) = (struct rh_audit_change){
                .change = change,
                .rule = finding->rule,
                .label = finding->label ? finding->label : finding->title,
                .milestone = finding->milestone,
                .place = *evidence,
            };
        }
    }
}

static void compare(struct arena *arena, const struct audit_input *input, struct rh_audit *audit)
{
    struct rh_audit_verdict *verdicts = arena_alloc(arena, RH_MILESTONE_COUNT * sizeof(*verdicts));
    struct changes changes = {0};
    struct map then, now;

    map_init(&then, arena);
    map_init(&now, arena);
    collect_prints(input->paper_report, &then);
    collect_prints(input->report, &now);
    add_changes(arena, input->report, input->paper_report, "new", &then, &changes);
    add_changes(arena, input->paper_report, input->report, "fixed", &now, &changes);
    audit->verdicts = verdicts;
    for (unsigned i = 0; i < RH_MILESTONE_COUNT; i++)
        if (input->report->milestones[i].verdict != input->paper_report->milestones[i].verdict)
            verdicts[audit->verdict_count++] = (struct rh_audit_verdict){
                (enum rh_milestone)i, input->paper_report->milestones[i].verdict,
                input->report->milestones[i].verdict};
    audit->changes = changes.items;
    audit->change_count = changes.count;
}

/* What of it the documented way runs. */

struct changed {
    struct arena *arena;
    const struct map *route;
    struct rh_audit *audit;
    struct {
        const char **items;
        size_t count, capacity;
    } reached;
    size_t reached_count;
};

static bool see_changed(void *context, struct str path)
{
    struct changed *changed = context;

    changed->audit->changed_files++;
    if (map_get(changed->route, path) == MAP_NONE)
        return true;
    changed->audit->route_reaches++;
    if (changed->reached.count < MOST_ROUTE)
        *ARENA_PUSH(changed->arena, &changed->reached) = text_clean(changed->arena, path, 1024);
    return true;
}

static void follow_route(struct arena *arena, const struct audit_input *input,
                         struct rh_audit *audit)
{
    struct map route;
    struct changed changed = {.arena = arena, .route = &route, .audit = audit};

    reach_collect(input->facts, &route);
    audit->route_files = (unsigned)route.count;
    audit->changed_known =
        snapshot_changed(input->facts->snapshot, input->paper->commit, see_changed, &changed);
    audit->route = changed.reached.items;
    audit->route_count = changed.reached.count;
}

/* Questions. */

struct asked {
    const struct rh_rule *rule;
    const struct rh_finding *finding;
    unsigned order;
};

static int by_weight(const void *left, const void *right)
{
    const struct asked *a = left, *b = right;

    return (a->order < b->order) - (a->order > b->order);
}

/* Blockers first, then what fails, holds in part, is not known; the heavier and the earlier
 * milestone before. */
static unsigned order_of(const struct rh_finding *finding, size_t index)
{
    unsigned worse = finding->outcome == RH_FAIL ? 3 : finding->outcome == RH_PARTIAL ? 2 : 1;

    return (finding->blocker && finding->outcome == RH_FAIL) * 1000000u + worse * 100000u +
           finding->weight * 10000u + (RH_NO_MILESTONE - finding->milestone) * 1000u +
           (unsigned)(999 - (index < 999 ? index : 999));
}

static const struct rh_evidence *first_place(const struct rh_finding *finding)
{
    static const struct rh_evidence nowhere;

    return finding->evidence_count ? &finding->evidence[0] : &nowhere;
}

static void ask(struct arena *arena, const struct audit_input *input, struct rh_audit *audit)
{
    const struct rh_report *report = input->report;
    struct asked *asked = arena_alloc(arena, (report->finding_count + 1) * sizeof(*asked));
    struct rh_question *questions = arena_alloc(arena, MOST_QUESTIONS * sizeof(*questions));
    size_t count = 0;

    for (size_t i = 0; i < report->finding_count; i++) {
        const struct rh_finding *finding = &report->findings[i];
        const struct rh_rule *rule = ruleset_find(input->ruleset, finding->rule);

        if (rule && rule->ask &&
            (accuses(finding) || (finding->outcome == RH_UNKNOWN && finding->evidence_count)))
            asked[count++] = (struct asked){rule, finding, order_of(finding, i)};
    }
    qsort(asked, count, sizeof(*asked), by_weight);
    if (!input->paper && input->facts->documents.readme)
        questions[audit->question_count++] = (struct rh_question){
            .text = input->facts->snapshot->commit
                        ? "Which commit or tag do the paper's numbers come from?"
                        : "Is this the code that the paper's numbers come from, unchanged?",
            .rule = "",
            .place = {.path = input->facts->documents.readme->path},
        };
    for (size_t i = 0; i < count && audit->question_count < MOST_QUESTIONS; i++)
        questions[audit->question_count++] = (struct rh_question){
            asked[i].rule->ask, asked[i].rule->id, *first_place(asked[i].finding)};
    audit->questions = questions;
}

const struct rh_audit *audit_make(struct arena *arena, const struct audit_input *input)
{
    struct rh_audit *audit = arena_alloc(arena, sizeof(*audit));
    const struct paper *paper = input->paper;

    audit->why = input->why;
    if (paper) {
        char *date = arena_alloc(arena, DATE_SIZE);

        date_format(paper->time, 0, date);
        *audit = (struct rh_audit){
            .how = paper->how,
            .name = paper->name ? text_clean(arena, str_of(paper->name), 100) : NULL,
            .commit = paper->commit,
            .date = date,
            .place = {.path = paper->path, .line = paper->line, .quote = paper->quote},
            .is_head = !input->paper_report,
        };
    }
    if (paper && input->paper_report) {
        compare(arena, input, audit);
        follow_route(arena, input, audit);
    }
    if (input->report->target.commit)
        audit->subject = digest_hex(arena, str_of(input->report->target.commit));
    else
        audit->subject = input->digest;
    ask(arena, input, audit);
    return audit;
}
