/* The estimators against R's: tests/data/survival.json says how it came about. */
#include "facts/survival.h"
#include "util/arena.h"
#include "util/json.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static size_t compared;

/* JSON null is "not defined". */
static void same(const char *vector, const char *what, size_t index, double ours,
                 const json_t *theirs)
{
    double value = json_number_value(theirs), most = 1e-9 * fmax(1, fabs(value));

    compared++;
    if (json_is_null(theirs) ? isnan(ours) : fabs(ours - value) <= most)
        return;
    fail_msg("%s: %s[%zu] is %.12g, not %.12g", vector, what, index, ours,
             json_is_null(theirs) ? (double)NAN : value);
}

static json_t *load(void)
{
    json_error_t error;
    json_t *root = json_load_file(getenv("SURVIVAL_JSON"), 0, &error);

    if (!root)
        fail_msg("%s: %s", error.source, error.text);
    return root;
}

static struct survival survival_from(struct arena *arena, const json_t *vector)
{
    const json_t *times = json_object_get(vector, "times");
    const json_t *status = json_object_get(vector, "status");
    size_t count = json_array_size(times);
    struct wait *waits = arena_alloc(arena, (count + 1) * sizeof(*waits));

    for (size_t i = 0; i < count; i++)
        waits[i] = (struct wait){json_number_value(json_array_get(times, i)),
                                 json_integer_value(json_array_get(status, i)) ? WAIT_ANSWERED
                                                                               : WAIT_GOES_ON};
    return survival_of(arena, waits, count);
}

static void compare_curve(const char *id, const struct survival *ours, const json_t *curve)
{
    static const char *const keys[] = {"time",     "n_risk", "n_event",
                                       "n_censor", "surv",   "greenwood_se"};

    if (!curve)
        return;
    assert_int_equal(ours->step_count, json_array_size(json_object_get(curve, "time")));
    for (size_t i = 0; i < ours->step_count; i++) {
        const struct survival_step *step = &ours->steps[i];
        const double values[] = {step->time,         (double)step->at_risk, (double)step->answered,
                                 (double)step->left, step->share,           step->error};

        for (size_t k = 0; k < sizeof(keys) / sizeof(*keys); k++)
            same(id, keys[k], i, values[k], json_array_get(json_object_get(curve, keys[k]), i));
    }
}

/* Beyond the longest wait R carries the last value on, and at S = 1 it prints 1 for the interval:
 * we say neither. */
static void compare_shares(const char *id, const struct survival *ours, const json_t *at)
{
    const json_t *times = json_object_get(at, "t");

    for (size_t i = 0; i < json_array_size(times); i++) {
        double time = json_number_value(json_array_get(times, i));
        double share = survival_share(ours, time);
        struct interval interval = survival_share_interval(ours, time);

        if (time > ours->longest) {
            assert_true(isnan(share) && isnan(interval.low) && isnan(interval.high));
            continue;
        }
        same(id, "surv", i, share, json_array_get(json_object_get(at, "surv"), i));
        if (share >= 1) {
            assert_true(isnan(interval.low) && isnan(interval.high));
            continue;
        }
        same(id, "ci95_loglog_lower", i, interval.low,
             json_array_get(json_object_get(at, "ci95_loglog_lower"), i));
        same(id, "ci95_loglog_upper", i, interval.high,
             json_array_get(json_object_get(at, "ci95_loglog_upper"), i));
    }
}

static void compare_quantiles(const char *id, const struct survival *ours, const json_t *quantile)
{
    const json_t *parts = json_object_get(quantile, "p");

    for (size_t i = 0; i < json_array_size(parts); i++) {
        double part = json_number_value(json_array_get(parts, i));
        struct interval interval = survival_quantile_interval(ours, part);

        same(id, "quantile", i, survival_quantile(ours, part),
             json_array_get(json_object_get(quantile, "inf"), i));
        same(id, "quantile lower", i, interval.low,
             json_array_get(json_object_get(quantile, "ci95_loglog_lower_r"), i));
        same(id, "quantile upper", i, interval.high,
             json_array_get(json_object_get(quantile, "ci95_loglog_upper_r"), i));
    }
}

static void compare_means(const char *id, const struct survival *ours, const json_t *mean)
{
    const json_t *most = json_object_get(mean, "tau");

    for (size_t i = 0; i < json_array_size(most); i++) {
        double tau = json_number_value(json_array_get(most, i));

        same(id, "mean", i, survival_mean(ours, tau),
             json_array_get(json_object_get(mean, "value"), i));
        same(id, "mean error", i, survival_mean_error(ours, tau),
             json_array_get(json_object_get(mean, "se"), i));
    }
}

static void every_vector_equals_r(void **state)
{
    json_t *root = load();
    const json_t *vectors = json_object_get(root, "vectors"), *vector;
    struct arena *arena = arena_new();
    size_t index;

    (void)state;
    compared = 0;
    json_array_foreach(vectors, index, vector)
    {
        const char *id = json_string_value(json_object_get(vector, "id"));
        struct survival ours = survival_from(arena, vector);

        assert_int_equal(ours.count, json_integer_value(json_object_get(vector, "n")));
        assert_int_equal(ours.answered, json_integer_value(json_object_get(vector, "events")));
        compare_curve(id, &ours, json_object_get(vector, "curve"));
        compare_shares(id, &ours, json_object_get(vector, "surv_at"));
        compare_quantiles(id, &ours, json_object_get(vector, "quantile"));
        compare_means(id, &ours, json_object_get(vector, "rmst"));
    }
    assert_int_equal(json_array_size(vectors), 23);
    assert_true(compared > 1000);
    arena_free(arena);
    json_decref(root);
}

static void absence_factors_are_those_of_chaoss(void **state)
{
    json_t *root = load();
    const json_t *rows = json_object_get(root, "absence_factor"), *row;
    struct arena *arena = arena_new();
    size_t index;

    (void)state;
    json_array_foreach(rows, index, row)
    {
        const json_t *given = json_object_get(row, "counts");
        size_t count = json_array_size(given);
        size_t *counts = arena_alloc(arena, (count + 1) * sizeof(*counts));

        for (size_t i = 0; i < count; i++)
            counts[i] = (size_t)json_integer_value(json_array_get(given, i));
        assert_int_equal(
            absence_factor(counts, count, json_number_value(json_object_get(row, "share"))),
            json_integer_value(json_object_get(row, "k"))); /* null is 0: nobody */
    }
    assert_int_equal(json_array_size(rows), 8);
    arena_free(arena);
    json_decref(root);
}

static void nobody_waits(void **state)
{
    struct arena *arena = arena_new();
    struct survival none = survival_of(arena, NULL, 0);

    (void)state;
    assert_int_equal(none.step_count, 0);
    assert_true(isnan(survival_share(&none, 0)) && isnan(survival_quantile(&none, 0.5)) &&
                isnan(survival_mean(&none, 0)) && isnan(survival_incidence(&none, 0)));
    arena_free(arena);
}

/* By hand. Of 10, 2 are answered at 1 and 3 withdraw at 2; of the 5 left 1 is answered at 3, and at
 * 4 one is answered while another withdraws; 2 wait on to 5.
 * S = 0.8, 0.8, 0.8 * 4/5 = 0.64, 0.64 * 3/4 = 0.48. Answered: 0.2, then 0.5 still wait before 3:
 * 0.2 + 0.5/5 = 0.3, then 0.4 before 4: 0.3 + 0.4/4 = 0.4, which is 4 of 10: nobody was lost from
 * sight before. */
static void withdrawals_are_no_waits(void **state)
{
    struct wait waits[] = {{4, WAIT_WITHDRAWN}, {1, WAIT_ANSWERED},  {2, WAIT_WITHDRAWN},
                           {5, WAIT_GOES_ON},   {2, WAIT_WITHDRAWN}, {3, WAIT_ANSWERED},
                           {1, WAIT_ANSWERED},  {4, WAIT_ANSWERED},  {5, WAIT_GOES_ON},
                           {2, WAIT_WITHDRAWN}};
    struct arena *arena = arena_new();
    struct survival survival = survival_of(arena, waits, sizeof(waits) / sizeof(*waits));

    (void)state;
    assert_int_equal(survival.answered, 4);
    assert_int_equal(survival.withdrawn, 4);
    assert_true(fabs(survival_share(&survival, 4) - 0.48) < 1e-12);
    assert_true(fabs(survival_incidence(&survival, 0.5)) < 1e-12);
    assert_true(fabs(survival_incidence(&survival, 1) - 0.2) < 1e-12);
    assert_true(fabs(survival_incidence(&survival, 3.5) - 0.3) < 1e-12);
    assert_true(fabs(survival_incidence(&survival, 5) - 0.4) < 1e-12);
    assert_true(isnan(survival_incidence(&survival, 5.1)));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_vector_equals_r),
        cmocka_unit_test(absence_factors_are_those_of_chaoss),
        cmocka_unit_test(nobody_waits),
        cmocka_unit_test(withdrawals_are_no_waits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
