/* How long outsiders wait: the metrics, and the curves for the report. */
#include "facts/facts.h"
#include "facts/issues.h"
#include "util/arena.h"
#include "util/date.h"

#include <math.h>
#include <string.h>

enum {
    EARLY_DAYS = 30,        /* a median that is not reached says nothing before */
    MEAN_DAYS = 30,         /* a longer wait counts as this in the mean */
    WITHDRAWN_PERCENT = 20, /* from here on the askers' giving up bends the curve */
};

static const char *const until_names[UNTIL_COUNT] = {"answer", "response", "anyone", "closed"};

/* A sample with the curve of one kind of wait. */
struct waiting {
    const struct sample *sample;
    enum wait_until until;
    struct survival survival;
};

static struct waiting curve(const struct sample *sample, enum wait_until until)
{
    struct waiting waiting = {.sample = sample, .until = until};

    if (!sample->unknown)
        waiting.survival = threads_survival(sample->arena, &sample->threads, until);
    return waiting;
}

static bool is_small(const struct survival *survival) { return survival->count < ISSUES_FEW; }

static bool is_few(const struct survival *survival)
{
    return is_small(survival) || survival->answered < ANSWERS_FEW;
}

/* Why the sample is no ground for a verdict; NULL: it is. */
static const char *why_few(struct facts *facts, const struct waiting *waiting)
{
    const struct survival *survival = &waiting->survival;

    if (waiting->sample->unknown)
        return waiting->sample->unknown;
    if (!waiting->sample->threads.count)
        return "outsiders have filed none";
    if (!survival->count)
        return waiting->sample->threads.items[0].item->pull
                   ? "reviews of pull requests were not read"
                   : "the record does not tell what came first";
    if (is_few(survival))
        return arena_printf(facts->arena, "too few to judge by: %zu, %zu of them %s",
                            survival->count, survival->answered,
                            waiting->until == UNTIL_CLOSED ? "closed" : "answered");
    return NULL;
}

static void set_number(struct facts *facts, enum metric metric, double value, const char *why)
{
    if (isnan(value))
        facts_unknown(facts, metric, why);
    else
        facts_number(facts, metric, value);
}

static void set_median(struct facts *facts, const struct waiting *waiting, enum metric metric)
{
    const char *why = why_few(facts, waiting);
    double median = survival_quantile(&waiting->survival, 0.5);

    if (!why)
        why =
            arena_printf(facts->arena, "half of them wait longer than was seen, which is %.0f days",
                         waiting->survival.longest);
    set_number(facts, metric, why_few(facts, waiting) ? (double)NAN : median, why);
}

/* What the median is at least. Where hardly anybody was answered in a sample that is large enough,
 * that is a figure, too: the longest wait. */
static void set_least(struct facts *facts, const struct waiting *waiting, enum metric metric)
{
    const struct survival *survival = &waiting->survival;
    double median = survival_quantile(survival, 0.5);
    const char *why = why_few(facts, waiting);

    if (!waiting->sample->unknown && !is_small(survival) && isnan(median)) {
        median = survival->longest >= EARLY_DAYS ? survival->longest : (double)NAN;
        why = "it is too early to say";
    } else if (why) {
        median = (double)NAN;
    }
    set_number(facts, metric, median, why);
}

static void set_interval(struct facts *facts, const struct waiting *waiting, enum metric low,
                         enum metric high)
{
    struct interval interval = survival_quantile_interval(&waiting->survival, 0.5);
    const char *why = waiting->sample->unknown ? waiting->sample->unknown
                                               : "too few were answered to give a bound";

    set_number(facts, low, interval.low, why);
    set_number(facts, high, interval.high, why);
}

/* The share that waits longer; a sample that is large enough is followed by its size, not by how
 * many were answered: where nobody was, that is the finding. */
static void set_share(struct facts *facts, const struct waiting *waiting, double days,
                      enum metric metric, bool answered)
{
    const struct survival *survival = &waiting->survival;
    double share = survival_share(survival, days);
    const char *why = why_few(facts, waiting);

    if (waiting->sample->unknown || is_small(survival))
        share = (double)NAN;
    else if (isnan(share))
        why = "none has been watched for so long";
    set_number(facts, metric, answered ? 1 - share : share, why);
}

static void set_mean(struct facts *facts, const struct waiting *waiting, enum metric metric)
{
    const char *why = why_few(facts, waiting);
    double mean = why ? (double)NAN : survival_mean(&waiting->survival, MEAN_DAYS);

    set_number(facts, metric, mean, why ? why : "none has been watched for so long");
}

static void set_count(struct facts *facts, const struct sample *sample, enum metric metric,
                      size_t count)
{
    if (sample->unknown)
        facts_unknown(facts, metric, sample->unknown);
    else
        facts_integer(facts, metric, (int64_t)count);
}

/* Where nobody can file, nobody has. */
static void set_outside(struct facts *facts, const struct sample *sample, enum metric metric,
                        bool off)
{
    if (off)
        facts_integer(facts, metric, 0);
    else
        set_count(facts, sample, metric, sample->threads.count);
}

static size_t count_waiting(const struct threads *threads)
{
    size_t count = 0;

    for (size_t i = 0; i < threads->count; i++)
        count += threads->items[i].waiting && !threads->items[i].unclear;
    return count;
}

static size_t count_open(const struct threads *threads)
{
    size_t count = 0;

    for (size_t i = 0; i < threads->count; i++)
        count += threads->items[i].open;
    return count;
}

static bool bends(const struct survival *survival)
{
    return survival->withdrawn * 100 > survival->count * WITHDRAWN_PERCENT;
}

static struct rh_wait_point point_of(const struct survival *survival,
                                     const struct survival_step *step)
{
    struct interval interval = survival_share_interval(survival, step->time);

    return (struct rh_wait_point){
        .days = step->time,
        .at_risk = (unsigned)step->at_risk,
        .ended = (unsigned)step->answered,
        .waiting = step->share,
        .low = interval.low,
        .high = interval.high,
        .ended_share = bends(survival) ? step->incidence : (double)NAN,
    };
}

/* The steps where the curve falls; of more than the report holds some, the last among them. */
static void add_points(struct facts *facts, const struct survival *survival, struct rh_waits *waits)
{
    struct rh_wait_point *points =
        arena_alloc(facts->arena, (RH_WAIT_POINTS + 1) * sizeof(*points));
    size_t falls = 0, seen = 0;

    for (size_t i = 0; i < survival->step_count; i++)
        falls += survival->steps[i].answered > 0;
    for (size_t i = 0; i < survival->step_count; i++) {
        if (!survival->steps[i].answered)
            continue;
        seen++;
        if (falls <= RH_WAIT_POINTS ||
            seen * RH_WAIT_POINTS / falls != (seen - 1) * RH_WAIT_POINTS / falls)
            points[waits->point_count++] = point_of(survival, &survival->steps[i]);
    }
    waits->points = points;
}

static const char *a_date(struct arena *arena, time_t when)
{
    char date[DATE_SIZE];

    date_format(when, 0, date);
    return arena_strdup(arena, date);
}

/* The curve for the report. */
static void add_waits(struct facts *facts, const char *of, const struct waiting *waiting)
{
    const struct survival *survival = &waiting->survival;
    const struct sample *sample = waiting->sample;
    struct interval interval = survival_quantile_interval(survival, 0.5);
    struct rh_waits *waits;

    if (sample->unknown || !survival->count)
        return;
    waits = &facts->issues.waits[facts->issues.wait_count++];
    *waits = (struct rh_waits){
        .of = of,
        .until = until_names[waiting->until],
        .window = sample->window,
        .from = sample->from ? a_date(facts->arena, sample->from) : NULL,
        .to = a_date(facts->arena, sample->to),
        .count = (unsigned)survival->count,
        .ended = (unsigned)survival->answered,
        .withdrawn = (unsigned)survival->withdrawn,
        .waiting = (unsigned)(waiting->until == UNTIL_CLOSED ? count_open(&sample->threads)
                                                             : count_waiting(&sample->threads)),
        .left_out = (unsigned)(sample->threads.count - survival->count),
        .few = is_few(survival),
        .median = survival_quantile(survival, 0.5),
        .median_low = interval.low,
        .median_high = interval.high,
        .mean_30 = survival_mean(survival, MEAN_DAYS),
        .longest = survival->longest,
    };
    add_points(facts, survival, waits);
}

static void set_answers(struct facts *facts, const struct waiting *answer)
{
    static const struct {
        enum metric metric;
        double days;
    } shares[] = {
        {METRIC_ISSUES_UNANSWERED_AFTER_1_DAY, 1},    {METRIC_ISSUES_UNANSWERED_AFTER_7_DAYS, 7},
        {METRIC_ISSUES_UNANSWERED_AFTER_14_DAYS, 14}, {METRIC_ISSUES_UNANSWERED_AFTER_30_DAYS, 30},
        {METRIC_ISSUES_UNANSWERED_AFTER_90_DAYS, 90},
    };
    const struct sample *sample = answer->sample;
    const struct survival *survival = &answer->survival;

    set_count(facts, sample, METRIC_ISSUES_ANSWERED, survival->answered);
    set_count(facts, sample, METRIC_ISSUES_WITHDRAWN, survival->withdrawn);
    set_count(facts, sample, METRIC_ISSUES_WAITING, count_waiting(&sample->threads));
    set_median(facts, answer, METRIC_ISSUES_FIRST_ANSWER_MEDIAN_DAYS);
    set_interval(facts, answer, METRIC_ISSUES_FIRST_ANSWER_MEDIAN_LOW_DAYS,
                 METRIC_ISSUES_FIRST_ANSWER_MEDIAN_HIGH_DAYS);
    set_mean(facts, answer, METRIC_ISSUES_FIRST_ANSWER_MEAN_30_DAYS);
    for (size_t i = 0; i < sizeof(shares) / sizeof(*shares); i++)
        set_share(facts, answer, shares[i].days, shares[i].metric, false);
    if (sample->unknown || !bends(survival))
        facts_unknown(facts, METRIC_ISSUES_ANSWERED_SHARE_30_DAYS,
                      sample->unknown ? sample->unknown
                                      : "few have given up, so the share that waits says all");
    else
        set_number(facts, METRIC_ISSUES_ANSWERED_SHARE_30_DAYS,
                   survival_incidence(survival, MEAN_DAYS), "none has been watched for so long");
}

void issue_waits(struct facts *facts, const struct sample *issues, const struct sample *all_issues,
                 const struct sample *pulls)
{
    struct waiting answer = curve(issues, UNTIL_ANSWER);
    struct waiting response = curve(issues, UNTIL_RESPONSE);
    struct waiting anyone = curve(issues, UNTIL_ANYONE);
    struct waiting closed = curve(issues, UNTIL_CLOSED);
    struct waiting ever = curve(all_issues, UNTIL_ANSWER);
    struct waiting pull = curve(pulls, UNTIL_RESPONSE);
    bool off = facts->snapshot->forge->repository.issues == FORGE_NO;

    if (issues->unknown)
        facts_unknown(facts, METRIC_ISSUES_WINDOW, issues->unknown);
    else
        facts_string(facts, METRIC_ISSUES_WINDOW, issues->window);
    set_outside(facts, issues, METRIC_ISSUES_OUTSIDE, off);
    set_outside(facts, all_issues, METRIC_ISSUES_OUTSIDE_ALL_TIME, off);
    set_answers(facts, &answer);
    set_median(facts, &ever, METRIC_ISSUES_FIRST_ANSWER_MEDIAN_DAYS_ALL_TIME);
    set_share(facts, &ever, 14, METRIC_ISSUES_UNANSWERED_AFTER_14_DAYS_ALL_TIME, false);
    set_median(facts, &response, METRIC_ISSUES_RESPONSE_MEDIAN_DAYS);
    set_least(facts, &response, METRIC_ISSUES_RESPONSE_MEDIAN_AT_LEAST_DAYS);
    set_share(facts, &response, 14, METRIC_ISSUES_RESPONDED_WITHIN_14_DAYS, true);
    set_median(facts, &anyone, METRIC_ISSUES_ANYONE_MEDIAN_DAYS);
    set_median(facts, &closed, METRIC_ISSUES_CLOSE_MEDIAN_DAYS);
    set_least(facts, &closed, METRIC_ISSUES_CLOSE_MEDIAN_AT_LEAST_DAYS);
    set_outside(facts, pulls, METRIC_PULLS_OUTSIDE, false);
    set_count(facts, pulls, METRIC_PULLS_WAITING, count_waiting(&pulls->threads));
    set_median(facts, &pull, METRIC_PULLS_RESPONSE_MEDIAN_DAYS);
    set_least(facts, &pull, METRIC_PULLS_RESPONSE_MEDIAN_AT_LEAST_DAYS);

    facts->issues.waits = arena_alloc(facts->arena, 6 * sizeof(*facts->issues.waits));
    add_waits(facts, "issues", &answer);
    add_waits(facts, "issues", &response);
    add_waits(facts, "issues", &anyone);
    add_waits(facts, "issues", &closed);
    if (!issues->unknown && strcmp(issues->window, "all time"))
        add_waits(facts, "issues", &ever);
    add_waits(facts, "pulls", &pull);
}
