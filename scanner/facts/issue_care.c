/* What else the record tells of how issues and pull requests are cared for. */
#include "facts/facts.h"
#include "facts/issues.h"
#include "util/arena.h"

#include <math.h>
#include <strings.h>

enum {
    DAY = 86400,
    RIPE = 30 * DAY,   /* what is younger need not be settled yet */
    FRESH = 180 * DAY, /* an invitation that was looked after since */
    FIXES_FEW = 5,
};

static double days(time_t from, time_t to) { return to > from ? (double)(to - from) / DAY : 0; }

/* A share of `all` things; too few say nothing. */
static void set_part(struct facts *facts, enum metric metric, const char *unknown, size_t part,
                     size_t all)
{
    if (unknown)
        facts_unknown(facts, metric, unknown);
    else if (all < ISSUES_FEW)
        facts_unknown(facts, metric, arena_printf(facts->arena, "too few to judge by: %zu", all));
    else
        facts_number(facts, metric, (double)part / (double)all);
}

static void set_settled(struct facts *facts, const struct sample *issues,
                        const struct sample *pulls)
{
    size_t ripe = 0, closed = 0, ripe_pulls = 0, resolved = 0, known = 0, by_program = 0,
           labelled = 0;

    for (size_t i = 0; i < issues->threads.count; i++) {
        const struct thread *thread = &issues->threads.items[i];
        bool is_ripe = thread->item->created <= issues->to - RIPE;

        ripe += is_ripe;
        closed += is_ripe && !thread->open;
        known += thread->closer_known;
        by_program += thread->by_program;
        labelled += thread->item->label_count > 0;
    }
    for (size_t i = 0; i < pulls->threads.count; i++) {
        const struct thread *thread = &pulls->threads.items[i];
        bool is_ripe = thread->item->created <= pulls->to - RIPE;

        ripe_pulls += is_ripe;
        resolved += is_ripe && (thread->merged || (!thread->open && thread->answered));
    }
    set_part(facts, METRIC_ISSUES_CLOSED_SHARE, issues->unknown, closed, ripe);
    set_part(facts, METRIC_ISSUES_CLOSED_BY_BOT_SHARE, issues->unknown, by_program, known);
    set_part(facts, METRIC_ISSUES_LABELLED_SHARE, issues->unknown, labelled, issues->threads.count);
    set_part(facts, METRIC_PULLS_RESOLVED_SHARE, pulls->unknown, resolved, ripe_pulls);
}

/* Of those that are open, from whatever year. */
static void set_open(struct facts *facts, const struct sample *open)
{
    double *ages = arena_alloc(open->arena, (open->threads.count + 1) * sizeof(*ages));
    size_t count = 0, unanswered = 0;

    if (open->unknown) {
        facts_unknown(facts, METRIC_ISSUES_OPEN_UNANSWERED, open->unknown);
        facts_unknown(facts, METRIC_ISSUES_OPEN_AGE_MEDIAN_DAYS, open->unknown);
        return;
    }
    for (size_t i = 0; i < open->threads.count; i++) {
        const struct thread *thread = &open->threads.items[i];

        if (thread->open)
            ages[count++] = days(thread->item->created, open->to);
        unanswered += thread->waiting && !thread->unclear;
    }
    facts_integer(facts, METRIC_ISSUES_OPEN_UNANSWERED, (int64_t)unanswered);
    if (count)
        facts_number(facts, METRIC_ISSUES_OPEN_AGE_MEDIAN_DAYS, median_of(ages, count));
    else
        facts_unknown(facts, METRIC_ISSUES_OPEN_AGE_MEDIAN_DAYS, "none is open");
}

static bool invites(const struct forge_item *item)
{
    static const char *const labels[] = {"good first issue",
                                         "good-first-issue",
                                         "good first bug",
                                         "help wanted",
                                         "help-wanted",
                                         "beginner",
                                         "beginner friendly",
                                         "easy",
                                         "starter",
                                         "first-timers-only",
                                         "up for grabs",
                                         "up-for-grabs",
                                         "contributions welcome",
                                         "newcomer"};

    for (size_t i = 0; i < item->label_count; i++)
        for (size_t j = 0; j < sizeof(labels) / sizeof(*labels); j++)
            if (!strcasecmp(item->labels[i], labels[j]))
                return true;
    return false;
}

/* When a maintainer wrote in it last, the opening text included; 0: none did. */
static time_t last_word(const struct facts *facts, const struct forge_item *item, time_t to)
{
    const struct accounts *accounts = &facts->issues.accounts;
    time_t last = account_is_maintainer(accounts, &item->by) ? item->created : 0;

    for (size_t i = 0; i < item->comments.count; i++)
        if (item->comments.items[i].at > last && item->comments.items[i].at <= to &&
            account_is_maintainer(accounts, &item->comments.items[i].by))
            last = item->comments.items[i].at;
    return last;
}

static void set_invitations(struct facts *facts, const struct sample *open)
{
    const struct forge *forge = facts->snapshot->forge;
    const char *found = "none";

    if (open->unknown) {
        facts_unknown(facts, METRIC_ISSUES_INVITATIONS, open->unknown);
        return;
    }
    for (size_t i = 0; i < forge->items.count && strcasecmp(found, "fresh"); i++) {
        const struct forge_item *item = &forge->items.items[i];
        time_t word;

        if (item->pull || item->created > open->to || (item->closed && item->closed <= open->to) ||
            !invites(item))
            continue;
        word = last_word(facts, item, open->to);
        found = word && word > open->to - FRESH ? "fresh" : "stale";
    }
    facts_string(facts, METRIC_ISSUES_INVITATIONS, found);
}

static time_t later(time_t a, time_t b, time_t to) { return b > a && b <= to ? b : a; }

/* Whether a maintainer may have reviewed a pull request since without being seen. */
static bool hides_reviews(const struct forge *forge, time_t since, time_t to)
{
    for (size_t i = 0; i < forge->items.count; i++) {
        const struct forge_item *item = &forge->items.items[i];

        if (item->pull && !item->reviews_known && item->created <= to &&
            (!item->closed || item->closed > since))
            return true;
    }
    return false;
}

/* What a maintainer did last, as far as the record and the commits tell. */
static void set_silence(struct facts *facts, time_t to)
{
    const struct forge *forge = facts->snapshot->forge;
    const struct accounts *accounts = &facts->issues.accounts;
    time_t last = 0;

    for (size_t i = 0; i < forge->items.count; i++) {
        const struct forge_item *item = &forge->items.items[i];

        last = later(last, last_word(facts, item, to), to);
        for (size_t j = 0; j < item->events.count; j++)
            if (account_is_maintainer(accounts, &item->events.items[j].by))
                last = later(last, item->events.items[j].at, to);
        if (item->merged && account_is_maintainer(accounts, &item->merged_by))
            last = later(last, item->merged, to);
    }
    for (size_t i = 0; i < forge->releases.count; i++)
        last = later(last, forge->releases.items[i].at, to);
    for (size_t i = facts->history.timeline.count; i; i--) {
        const struct history_commit *commit = &facts->history.timeline.items[i - 1];

        if (commit->time > to || facts->history.people.items[commit->person].bot)
            continue;
        last = later(last, commit->time, to);
        break;
    }
    if (hides_reviews(forge, last, to))
        facts_unknown(facts, METRIC_ISSUES_DAYS_SINCE_MAINTAINER,
                      "reviews of pull requests are seen with a token alone");
    else if (last)
        facts_number(facts, METRIC_ISSUES_DAYS_SINCE_MAINTAINER, days(last, to));
    else
        facts_unknown(facts, METRIC_ISSUES_DAYS_SINCE_MAINTAINER,
                      "nothing a maintainer did was seen");
}

/* From an issue to the first commit that says it fixes it. */
static void set_fixes(struct facts *facts, time_t to)
{
    const struct forge *forge = facts->snapshot->forge;
    const struct history *history = &facts->history;
    struct arena *scratch = arena_new();
    struct map first; /* number -> index in `times` */
    time_t *times = arena_alloc(scratch, (history->fixes.count + 1) * sizeof(*times));
    double *waits = arena_alloc(scratch, (forge->items.count + 1) * sizeof(*waits));
    size_t count = 0;

    map_init(&first, scratch);
    for (size_t i = 0; i < history->fixes.count; i++) {
        const struct history_fix *fix = &history->fixes.items[i];
        size_t at = map_put(&first, (struct str){(const char *)&fix->number, sizeof(fix->number)},
                            first.count);

        if (!times[at] || fix->time < times[at])
            times[at] = fix->time;
    }
    for (size_t i = 0; i < forge->items.count; i++) {
        const struct forge_item *item = &forge->items.items[i];
        size_t at =
            map_get(&first, (struct str){(const char *)&item->number, sizeof(item->number)});

        if (!item->pull && at != MAP_NONE && times[at] >= item->created && times[at] <= to)
            waits[count++] = days(item->created, times[at]);
    }
    if (history->partial)
        facts_unknown(facts, METRIC_ISSUES_FIX_MEDIAN_DAYS, history->partial);
    else if (count < FIXES_FEW)
        facts_unknown(facts, METRIC_ISSUES_FIX_MEDIAN_DAYS,
                      "hardly any commit says which issue it fixes");
    else
        facts_number(facts, METRIC_ISSUES_FIX_MEDIAN_DAYS, median_of(waits, count));
    arena_free(scratch);
}

void issue_care(struct facts *facts, const struct sample *issues, const struct sample *open,
                const struct sample *pulls)
{
    set_settled(facts, issues, pulls);
    set_open(facts, open);
    set_invitations(facts, open);
    set_silence(facts, issues->to);
    set_fixes(facts, issues->to);
}
