#include "facts/issues.h"

#include "facts/facts.h"
#include "util/arena.h"
#include "util/date.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DAY = 86400, YEAR = 365 * DAY };

const char forge_not_asked[] = "GitHub was not asked; --issues always asks it";

time_t issues_date(const struct facts *facts)
{
    time_t observed = facts->snapshot->forge->observed;

    return observed && observed < facts->date ? observed : facts->date;
}

static int by_value(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;

    return (a > b) - (a < b);
}

double median_of(double *values, size_t count)
{
    if (!count)
        return (double)NAN;
    qsort(values, count, sizeof(*values), by_value);
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

void issues_collect(struct facts *facts)
{
    const struct forge *forge = facts->snapshot->forge;

    if (forge)
        accounts_collect(facts->arena, forge, &facts->history, &facts->issues.accounts);
}

/* "since 2025-01-31" */
static const char *since(struct arena *arena, time_t when)
{
    char date[DATE_SIZE];

    date_format(when, 0, date);
    return arena_printf(arena, "since %s", date);
}

static const char *only_since(struct arena *arena, time_t when)
{
    return arena_printf(arena, "only those %s were read", since(arena, when));
}

/* Why nothing can be said of a list, whatever the window; NULL: something can. */
static const char *why_unread(const struct facts *facts, const struct forge_window *window,
                              bool pulls)
{
    const struct forge *forge = facts->snapshot->forge;

    if (!pulls && forge->repository.issues == FORGE_NO)
        return "issues are turned off";
    if (window->none_read)
        return forge->partial ? forge->partial : "they were not read";
    if (forge->items.count && !facts->issues.accounts.maintainers)
        return "nobody can be told to be a maintainer";
    return NULL;
}

static void collect(const struct facts *facts, bool pulls, time_t from, struct sample *sample)
{
    sample->from = from;
    threads_collect(sample->arena, facts->snapshot->forge, &facts->issues.accounts, pulls, from,
                    sample->to, &sample->threads);
}

/* What was filed in the window. */
static struct sample recent(const struct facts *facts, struct arena *arena, bool pulls)
{
    const struct forge *forge = facts->snapshot->forge;
    const struct forge_window *window = pulls ? &forge->pull_window : &forge->issue_window;
    struct sample sample = {.arena = arena, .to = issues_date(facts), .window = "last 365 days"};
    time_t from = sample.to - YEAR;

    sample.unknown = why_unread(facts, window, pulls);
    if (sample.unknown)
        return sample;
    if (window->since >= sample.to) {
        sample.unknown = only_since(facts->arena, window->since);
        return sample;
    }
    if (window->since > from + 1) {
        from = window->since - 1;
        sample.window = since(facts->arena, window->since);
    }
    collect(facts, pulls, from, &sample);
    if (sample.threads.count < ISSUES_FEW && !window->since) {
        sample.window = "all time";
        collect(facts, pulls, 0, &sample);
    }
    return sample;
}

static struct sample all_time(const struct facts *facts, struct arena *arena)
{
    const struct forge_window *window = &facts->snapshot->forge->issue_window;
    struct sample sample = {.arena = arena, .to = issues_date(facts), .window = "all time"};

    sample.unknown = why_unread(facts, window, false);
    if (!sample.unknown && window->since)
        sample.unknown = only_since(facts->arena, window->since);
    if (!sample.unknown)
        collect(facts, false, 0, &sample);
    return sample;
}

/* All that are open, however old; the others in it are those of the record. */
static struct sample open_ones(const struct facts *facts, struct arena *arena)
{
    const struct forge_window *window = &facts->snapshot->forge->issue_window;
    struct sample sample = {.arena = arena, .to = issues_date(facts), .window = "all time"};

    sample.unknown = why_unread(facts, window, false);
    if (!sample.unknown && window->since && !window->open_too)
        sample.unknown = only_since(facts->arena, window->since);
    if (!sample.unknown && window->since && issues_date(facts) < facts->snapshot->forge->observed)
        sample.unknown = "the record tells only which are open now";
    if (!sample.unknown)
        collect(facts, false, 0, &sample);
    return sample;
}

/* What the forge says of the place itself. */
/* Discussions that ask, by the forge's own counts. */
static void set_questions(struct facts *facts, const struct forge_repository *repository)
{
    int64_t asked = repository->questions_answered + repository->questions_open;
    const char *why = NULL;

    if (repository->questions_answered < 0 || repository->questions_open < 0)
        why = "the answers in Discussions are seen with a token alone";
    else if (asked < ISSUES_FEW)
        why = arena_printf(facts->arena, "too few to judge by: %lld questions in Discussions",
                           (long long)asked);
    if (why)
        facts_unknown(facts, METRIC_ISSUES_DISCUSSIONS_ANSWERED_SHARE, why);
    else
        facts_number(facts, METRIC_ISSUES_DISCUSSIONS_ANSWERED_SHARE,
                     (double)repository->questions_answered / (double)asked);
}

static void set_place(struct facts *facts)
{
    const struct forge_repository *repository = &facts->snapshot->forge->repository;
    char observed[DATE_SIZE];

    date_format(facts->snapshot->forge->observed, 0, observed);
    facts_string(facts, METRIC_ISSUES_OBSERVED, arena_strdup(facts->arena, observed));
    if (repository->archived == FORGE_UNKNOWN)
        facts_unknown(facts, METRIC_ISSUES_ARCHIVED, "GitHub did not say");
    else
        facts_bool(facts, METRIC_ISSUES_ARCHIVED, repository->archived == FORGE_YES);
    if (repository->discussions == FORGE_UNKNOWN)
        facts_unknown(facts, METRIC_ISSUES_DISCUSSIONS, "GitHub did not say");
    else
        facts_bool(facts, METRIC_ISSUES_DISCUSSIONS, repository->discussions == FORGE_YES);
    set_questions(facts, repository);
    if (repository->issues == FORGE_UNKNOWN)
        facts_unknown(facts, METRIC_ISSUES_PLACE, "GitHub did not say");
    else
        facts_string(facts, METRIC_ISSUES_PLACE,
                     repository->issues == FORGE_YES        ? "issues"
                     : repository->discussions == FORGE_YES ? "discussions"
                                                            : "none");
}

static void set_forks(struct facts *facts)
{
    const struct forge *forge = facts->snapshot->forge;

    if (!forge->active_forks.known)
        facts_unknown(facts, METRIC_MODULARITY_ACTIVE_FORKS, "forks were not asked for");
    else
        facts_integer(facts, METRIC_MODULARITY_ACTIVE_FORKS, (int64_t)forge->active_forks.count);
}

static void set_unknown(struct facts *facts, const char *why)
{
    for (enum metric metric = 0; metric < METRIC_COUNT; metric++)
        if (!strncmp(metric_infos[metric].name, "issues.", 7) ||
            !strncmp(metric_infos[metric].name, "pulls.", 6) ||
            metric == METRIC_MODULARITY_ACTIVE_FORKS)
            facts_unknown(facts, metric, why);
}

void issues_metrics(struct facts *facts)
{
    const struct snapshot *snapshot = facts->snapshot;
    struct sample issues, all, open, pulls;
    struct arena *scratch;

    facts->issues.wait_count = 0;
    if (!snapshot->forge) {
        set_unknown(facts, snapshot->forge_unknown ? snapshot->forge_unknown : forge_not_asked);
        return;
    }
    scratch = arena_new();
    issues = recent(facts, scratch, false);
    all = all_time(facts, scratch);
    open = open_ones(facts, scratch);
    pulls = recent(facts, scratch, true);
    set_place(facts);
    set_forks(facts);
    facts_integer(facts, METRIC_ISSUES_MAINTAINERS, (int64_t)facts->issues.accounts.maintainers);
    issue_waits(facts, &issues, &all, &pulls);
    issue_care(facts, &issues, &open, &pulls);
    issue_trouble(facts, &open);
    arena_free(scratch);
}
