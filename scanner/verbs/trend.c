/* repohealth trend: the milestones over the releases, or every few months, from one clone. */
#include "verbs/print.h"
#include "verbs/verb.h"

#include "report/trend.h"
#include "util/arena.h"
#include "util/date.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { POINTS = 24, WITHOUT_RELEASES = 6, MONTHS_A_YEAR = 12, DAY = 86400 };

/* A revision to look at, and the day that it is judged on. */
struct moment {
    const char *name, *rev, *day;
};

struct moments {
    struct moment *items;
    size_t count, capacity;
};

static int by_day(const void *left, const void *right)
{
    const struct moment *a = left, *b = right;
    int order = strcmp(a->day, b->day);

    return order ? order : strcmp(a->name, b->name);
}

static struct moments releases_of(struct arena *arena, const struct rh_report *report)
{
    struct moments moments = {0};

    for (size_t i = 0; i < report->observation_count; i++) {
        const struct rh_observation *seen = &report->observations[i];

        if (!strcmp(seen->kind, "release"))
            *ARENA_PUSH(arena, &moments) =
                (struct moment){seen->text, arena_printf(arena, "tags/%s", seen->text), seen->hint};
    }
    if (moments.count)
        qsort(moments.items, moments.count, sizeof(*moments.items), by_day);
    return moments;
}

static const char *first_day(const struct rh_report *report)
{
    for (size_t i = 0; i < report->metric_count; i++)
        if (!strcmp(report->metrics[i].name, "history.first_commit") &&
            report->metrics[i].type == RH_VALUE_STRING)
            return report->metrics[i].string;
    return NULL;
}

/* The same day of the month, so many months before; the last of the month where there is none. */
static const char *months_before(struct arena *arena, const char *day, unsigned months)
{
    char *end;
    unsigned year = (unsigned)strtoul(day, &end, 10), month = (unsigned)strtoul(end + 1, &end, 10),
             of_month = (unsigned)strtoul(end + 1, &end, 10);
    unsigned total = year * MONTHS_A_YEAR + month - 1 - months;
    time_t when;

    do {
        const char *text = arena_printf(arena, "%04u-%02u-%02u", total / MONTHS_A_YEAR,
                                        total % MONTHS_A_YEAR + 1, of_month);

        if (date_parse(str_of(text), &when))
            return text;
    } while (--of_month);
    return day;
}

/* Backwards from the scanned commit to the first. */
static struct moments days_of(struct arena *arena, const struct rh_report *report, const char *rev,
                              unsigned every)
{
    const char *first = first_day(report), *day = report->target.date;
    struct moments moments = {0};

    for (unsigned i = 1; first && day; i++) {
        const char *before = months_before(arena, report->target.date, i * every);

        if (strcmp(before, first) < 0 || moments.count > MONTHS_A_YEAR * 100)
            break;
        *ARENA_PUSH(arena, &moments) =
            (struct moment){before, arena_printf(arena, "%s@{%s}", rev ? rev : "", before), before};
    }
    if (moments.count)
        qsort(moments.items, moments.count, sizeof(*moments.items), by_day);
    return moments;
}

static const struct rh_report *scan_at(struct arena *arena, const struct rh_ruleset *ruleset,
                                       const struct options *options, const struct moment *moment,
                                       struct rh_error *err)
{
    struct options one = *options;

    one.scan.rev = moment->rev;
    one.scan.offline = true; /* the first scan has fetched */
    one.scan.issues = RH_ASK_NEVER;
    one.scan.forge = one.scan.save_forge = NULL;
    one.scan.progress = false;
    if (!date_parse(str_of(moment->day), &one.scan.as_of))
        return error_set(err, RH_ERROR_INTERNAL, "'%s' is no day", moment->day), NULL;
    one.scan.as_of += DAY - 1;
    return verb_scan(arena, ruleset, &one, err);
}

static void say_progress(const struct options *options, size_t done, size_t of)
{
    if (!options->scan.progress || !isatty(STDERR_FILENO))
        return;
    if (done < of)
        fprintf(stderr, "\r%zu of %zu ", done + 1, of);
    else
        fputs("\r\x1b[K", stderr);
}

static bool run(struct arena *arena, const struct options *options, FILE *out, bool *ret_below,
                struct rh_error *err)
{
    unsigned most = options->points ? options->points : POINTS;
    const struct rh_ruleset *ruleset;
    const struct rh_report *newest;
    struct print_list prints;
    struct moments moments;
    struct trend_point *points;
    struct trend trend = {0};

    (void)ret_below;
    if (options->words.count > 1)
        return error_set(err, RH_ERROR_USAGE, "trend takes one target; '%s' is a second",
                         options->words.items[1]);
    if (!prints_read(arena, options, trend_formats, &prints, err))
        return false;
    ruleset = verb_ruleset(arena, options, err);
    newest = ruleset ? verb_scan(arena, ruleset, options, err) : NULL;
    if (!newest)
        return false;
    if (!newest->target.commit)
        return error_set(err, RH_ERROR_TARGET, "%s has no history to look back on",
                         newest->target.input);
    if (!options->every)
        moments = releases_of(arena, newest);
    if (options->every || !moments.count)
        moments = days_of(arena, newest, options->scan.rev,
                          options->every ? options->every : WITHOUT_RELEASES);
    trend.left_out = moments.count >= most ? moments.count - (most - 1) : 0;
    points = arena_alloc(arena, (moments.count + 1) * sizeof(*points));
    for (size_t i = trend.left_out; i < moments.count; i++) {
        const struct moment *moment = &moments.items[i];

        say_progress(options, i - trend.left_out, moments.count - trend.left_out);
        points[trend.count] =
            (struct trend_point){moment->name, scan_at(arena, ruleset, options, moment, err)};
        if (!points[trend.count++].report)
            return false;
    }
    say_progress(options, 1, 1);
    points[trend.count++] = (struct trend_point){"now", newest};
    trend.points = points;
    return prints_write(&prints, options, trend_write, &trend, out, err);
}

const struct verb trend_verb = {
    .name = "trend",
    .arguments = "[TARGET]",
    .help = "Show the milestones over the releases, or every few months",
    .run = run,
};
