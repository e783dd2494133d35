#include "facts/survival.h"

#include "util/arena.h"

#include <math.h>
#include <stdlib.h>

/* Products of fractions: a share that is exactly one half may come out a last bit above it. */
static const double tolerance = 1e-9;
static const double normal_95 = 1.959963984540054; /* 97.5 % of a normal distribution lie below */

static int by_time(const void *left, const void *right)
{
    const struct wait *a = left, *b = right;

    return (a->time > b->time) - (a->time < b->time);
}

/* The curve before its first step. */
static const struct survival_step beginning = {.share = 1};

struct survival survival_of(struct arena *arena, struct wait *waits, size_t count)
{
    struct survival survival = {.count = count};
    struct survival_step last = beginning;
    double variance = 0, free_of_both = 1; /* neither answered nor withdrawn */

    survival.steps = arena_alloc(arena, (count + 1) * sizeof(*survival.steps));
    if (count)
        qsort(waits, count, sizeof(*waits), by_time);
    for (size_t i = 0; i < count;) {
        struct survival_step step = {.time = waits[i].time, .at_risk = count - i};
        double at_risk = (double)step.at_risk;
        size_t withdrawn = 0;

        for (; i < count && waits[i].time <= step.time; i++) {
            step.answered += waits[i].end == WAIT_ANSWERED;
            withdrawn += waits[i].end == WAIT_WITHDRAWN;
        }
        step.left = step.at_risk - step.answered - (count - i);
        step.area = last.area + last.share * (step.time - last.time);
        step.share = last.share * (1 - (double)step.answered / at_risk);
        if (step.answered < step.at_risk)
            variance += (double)step.answered / (at_risk * (at_risk - (double)step.answered));
        step.error = step.answered < step.at_risk && step.share > 0 ? step.share * sqrt(variance)
                                                                    : (double)NAN;
        step.incidence = last.incidence + free_of_both * (double)step.answered / at_risk;
        free_of_both *= 1 - (double)(step.answered + withdrawn) / at_risk;
        survival.answered += step.answered;
        survival.withdrawn += withdrawn;
        survival.longest = step.time;
        survival.steps[survival.step_count++] = last = step;
    }
    return survival;
}

/* The last step at or before a time. */
static const struct survival_step *step_at(const struct survival *survival, double time)
{
    size_t low = 0, high = survival->step_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (survival->steps[middle].time <= time)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? &survival->steps[low - 1] : &beginning;
}

static bool was_seen(const struct survival *survival, double time)
{
    return survival->count && time <= survival->longest;
}

double survival_share(const struct survival *survival, double time)
{
    return was_seen(survival, time) ? step_at(survival, time)->share : (double)NAN;
}

static struct interval interval_of(const struct survival_step *step)
{
    double width;

    if (isnan(step->error) || step->share <= 0 || step->share >= 1)
        return (struct interval){(double)NAN, (double)NAN};
    width = normal_95 * step->error / (step->share * log(step->share));
    return (struct interval){pow(step->share, exp(-width)), pow(step->share, exp(width))};
}

struct interval survival_share_interval(const struct survival *survival, double time)
{
    if (!was_seen(survival, time))
        return (struct interval){(double)NAN, (double)NAN};
    return interval_of(step_at(survival, time));
}

double survival_quantile(const struct survival *survival, double part)
{
    for (size_t i = 0; i < survival->step_count; i++)
        if (survival->steps[i].share <= 1 - part + tolerance)
            return survival->steps[i].time;
    return (double)NAN;
}

/* Where the lower and the upper band of the curve fall to the share. */
struct interval survival_quantile_interval(const struct survival *survival, double part)
{
    struct interval quantile = {(double)NAN, (double)NAN};

    for (size_t i = 0; i < survival->step_count; i++) {
        struct interval band = interval_of(&survival->steps[i]);

        if (isnan(quantile.low) && band.low <= 1 - part + tolerance)
            quantile.low = survival->steps[i].time;
        if (isnan(quantile.high) && band.high <= 1 - part + tolerance)
            quantile.high = survival->steps[i].time;
    }
    return quantile;
}

static double area_until(const struct survival *survival, double time)
{
    const struct survival_step *step = step_at(survival, time);

    return step->area + step->share * (time - step->time);
}

double survival_mean(const struct survival *survival, double most)
{
    return was_seen(survival, most) ? area_until(survival, most) : (double)NAN;
}

double survival_mean_error(const struct survival *survival, double most)
{
    double whole, variance = 0;

    if (!was_seen(survival, most))
        return (double)NAN;
    whole = area_until(survival, most);
    for (size_t i = 0; i < survival->step_count && survival->steps[i].time <= most; i++) {
        const struct survival_step *step = &survival->steps[i];
        double at_risk = (double)step->at_risk, left = at_risk - (double)step->answered;

        if (left > 0)
            variance += (whole - step->area) * (whole - step->area) * (double)step->answered /
                        (at_risk * left);
    }
    return sqrt(variance);
}

double survival_incidence(const struct survival *survival, double time)
{
    return was_seen(survival, time) ? step_at(survival, time)->incidence : (double)NAN;
}

static int most_first(const void *left, const void *right)
{
    size_t a = *(const size_t *)left, b = *(const size_t *)right;

    return (a < b) - (a > b);
}

size_t absence_factor(size_t *counts, size_t count, double share)
{
    double all = 0, sum = 0;
    size_t people = 0;

    if (count)
        qsort(counts, count, sizeof(*counts), most_first);
    for (size_t i = 0; i < count; i++)
        all += (double)counts[i];
    while (people < count && sum < all * share - tolerance)
        sum += (double)counts[people++];
    return people;
}
