/* The metrics that the history gives. What a partial history cannot tell is unknown: a lower bound
 * is no value. */
#include "facts/facts.h"
#include "facts/survival.h"
#include "util/arena.h"
#include "util/date.h"

#include <string.h>

enum { DAY = 86400, YEAR = 365 * DAY, LATER = 90 * DAY, DUMP_DAYS = 14, DUMP_COMMITS = 5 };

static int64_t days_between(time_t from, time_t to)
{
    return to > from ? (int64_t)(to - from) / DAY : 0;
}

static void set_date(struct facts *facts, enum metric metric, time_t when)
{
    char text[DATE_SIZE];

    date_format(when, 0, text);
    facts_string(facts, metric, arena_strdup(facts->arena, text));
}

static bool is_human(const struct person *person) { return !person->bot && !person->anonymous; }

/* Did somebody write in the year that ends at the date? */
static bool in_last_year(const struct facts *facts, time_t when)
{
    return when > facts->date - YEAR && when <= facts->date;
}

static void count_people(struct facts *facts)
{
    const struct history *history = &facts->history;
    struct arena *scratch = arena_new();
    size_t *commits = arena_alloc(scratch, (history->people.count + 1) * sizeof(*commits));
    int64_t all = 0, with_3 = 0, later = 0, newcomers = 0;

    for (size_t i = 0; i < history->people.count; i++) {
        const struct person *person = &history->people.items[i];

        if (!is_human(person))
            continue;
        commits[all++] = person->commits;
        with_3 += person->commits >= 3;
        later += person->first > history->first + LATER;
        newcomers += in_last_year(facts, person->first);
    }
    facts_integer(facts, METRIC_HISTORY_AUTHORS, all);
    facts_integer(facts, METRIC_HISTORY_AUTHORS_WITH_3, with_3);
    facts_integer(facts, METRIC_HISTORY_LATER_AUTHORS, later);
    facts_integer(facts, METRIC_HISTORY_NEW_AUTHORS_LAST_YEAR, newcomers);
    facts_integer(facts, METRIC_HISTORY_ABSENCE_FACTOR,
                  (int64_t)absence_factor(commits, (size_t)all, 0.5));
    arena_free(scratch);
}

/* The timeline is sorted, so a month that was seen is the last one seen. */
static void count_months(struct facts *facts)
{
    const struct history *history = &facts->history;
    int64_t months = 0, late = 0;
    char month[DATE_SIZE], before[DATE_SIZE] = "";

    for (size_t i = 0; i < history->timeline.count; i++) {
        const struct history_commit *commit = &history->timeline.items[i];

        if (history->people.items[commit->person].bot)
            continue;
        date_format(commit->time, 0, month);
        month[7] = '\0'; /* YYYY-MM */
        if (!strcmp(month, before))
            continue;
        memcpy(before, month, sizeof(before));
        months++;
        late += commit->time > history->first + YEAR;
    }
    facts_integer(facts, METRIC_HISTORY_ACTIVE_MONTHS, months);
    facts_integer(facts, METRIC_HISTORY_MONTHS_AFTER_FIRST_YEAR, late);
}

static void count_last_year(struct facts *facts)
{
    const struct history *history = &facts->history;
    struct arena *scratch = arena_new();
    size_t *commits = arena_alloc(scratch, (history->people.count + 1) * sizeof(*commits));
    size_t all = 0, most = 0;

    for (size_t i = 0; i < history->timeline.count; i++) {
        const struct history_commit *commit = &history->timeline.items[i];

        if (commit->merge || history->people.items[commit->person].bot ||
            !in_last_year(facts, commit->time))
            continue;
        all++;
        if (++commits[commit->person] > most)
            most = commits[commit->person];
    }
    arena_free(scratch);
    facts_integer(facts, METRIC_HISTORY_LAST_YEAR_COMMITS, (int64_t)all);
    if (all)
        facts_number(facts, METRIC_HISTORY_LAST_YEAR_SHARE_OUTSIDE_TOP,
                     (double)(all - most) / (double)all);
    else
        facts_unknown(facts, METRIC_HISTORY_LAST_YEAR_SHARE_OUTSIDE_TOP,
                      "nobody committed in the last year");
}

/* The newest commit is here in every clone that has one. */
static void date_newest(struct facts *facts)
{
    const struct history *history = &facts->history;

    if (!history->commits) {
        facts_unknown(facts, METRIC_HISTORY_LAST_COMMIT, history->partial);
        facts_unknown(facts, METRIC_HISTORY_DAYS_SINCE_LAST_COMMIT, history->partial);
        return;
    }
    set_date(facts, METRIC_HISTORY_LAST_COMMIT, history->last);
    facts_integer(facts, METRIC_HISTORY_DAYS_SINCE_LAST_COMMIT,
                  days_between(history->last, facts->date));
}

void history_metrics(struct facts *facts)
{
    static const enum metric whole[] = {
        METRIC_HISTORY_COMMITS,
        METRIC_HISTORY_AUTHOR_NAMES,
        METRIC_HISTORY_AUTHORS_WITH_3_COMMITS,
        METRIC_HISTORY_AUTHORS,
        METRIC_HISTORY_AUTHORS_WITH_3,
        METRIC_HISTORY_LATER_AUTHORS,
        METRIC_HISTORY_ABSENCE_FACTOR,
        METRIC_HISTORY_NEW_AUTHORS_LAST_YEAR,
        METRIC_HISTORY_MERGED_PULLS,
        METRIC_HISTORY_FIRST_COMMIT,
        METRIC_HISTORY_AGE_DAYS,
        METRIC_HISTORY_SPAN_DAYS,
        METRIC_HISTORY_CODE_DUMP,
        METRIC_HISTORY_ACTIVE_MONTHS,
        METRIC_HISTORY_MONTHS_AFTER_FIRST_YEAR,
        METRIC_HISTORY_LAST_YEAR_COMMITS,
        METRIC_HISTORY_LAST_YEAR_SHARE_OUTSIDE_TOP,
    };
    const struct history *history = &facts->history;
    int64_t span = days_between(history->first, history->last);

    date_newest(facts);
    if (history->partial) {
        for (size_t i = 0; i < sizeof(whole) / sizeof(*whole); i++)
            facts_unknown(facts, whole[i], history->partial);
        return;
    }
    facts_integer(facts, METRIC_HISTORY_COMMITS, (int64_t)history->commits);
    facts_integer(facts, METRIC_HISTORY_AUTHOR_NAMES, (int64_t)history->author_names);
    facts_integer(facts, METRIC_HISTORY_AUTHORS_WITH_3_COMMITS,
                  (int64_t)history->author_names_with_3_commits);
    facts_integer(facts, METRIC_HISTORY_MERGED_PULLS, (int64_t)history->merged_pulls);
    set_date(facts, METRIC_HISTORY_FIRST_COMMIT, history->first);
    facts_integer(facts, METRIC_HISTORY_AGE_DAYS, days_between(history->first, facts->date));
    facts_integer(facts, METRIC_HISTORY_SPAN_DAYS, span);
    facts_bool(facts, METRIC_HISTORY_CODE_DUMP,
               span < DUMP_DAYS || history->commits <= DUMP_COMMITS);
    count_people(facts);
    count_months(facts);
    count_last_year(facts);
}
