#include "ruleset/settings.h"
#include "score/score.h"
#include "util/arena.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 16 };

static const struct rh_evidence readme_41[] = {
    {.path = "README.md", .line = 41, .quote = "a.py", .replacement = "src/a.py"}};
static const struct rh_evidence readme_42[] = {
    {.path = "README.md", .line = 42, .quote = "b.py", .replacement = "src/b.py"}};

/* A report and the rules that it came from, built a finding at a time. */
struct bench {
    struct arena *arena;
    struct rh_rule rules[MOST];
    struct rh_finding findings[MOST];
    struct rh_ruleset ruleset;
    struct rh_report report;
    struct settings settings;
};

static struct bench *bench_new(enum rh_aim aim)
{
    struct arena *arena = arena_new();
    struct bench *bench = arena_alloc(arena, sizeof(*bench));

    bench->arena = arena;
    bench->ruleset = (struct rh_ruleset){.rules = bench->rules, .decided = 0.5};
    for (size_t i = 0; i < RH_MILESTONE_COUNT; i++) {
        bench->ruleset.milestones[i].title = "title";
        bench->ruleset.milestones[i].met = 0.75;
        bench->ruleset.milestones[i].partly = 0.4;
    }
    bench->report = (struct rh_report){
        .findings = bench->findings, .target.aim = aim, .target.kind = RH_LIBRARY};
    return bench;
}

/* Returns the finding, for what is special about it. */
static struct rh_finding *add(struct bench *bench, enum rh_milestone milestone, unsigned weight,
                              enum rh_outcome outcome)
{
    size_t i = bench->report.finding_count++;
    struct rh_finding *finding = &bench->findings[i];

    *finding = (struct rh_finding){
        .rule = arena_printf(bench->arena, "rule.%zu", i),
        .title = "title",
        .area = "readme",
        .milestone = milestone,
        .weight = weight,
        .outcome = outcome,
        .outcome_then = outcome,
        .message = arena_printf(bench->arena, "message %zu", i),
        .minutes = 5,
    };
    bench->ruleset.count = bench->report.finding_count;
    return finding;
}

static struct rh_finding *add_blocker(struct bench *bench, const struct rh_evidence *evidence)
{
    struct rh_finding *finding = add(bench, RH_M0, 1, RH_FAIL);

    finding->blocker = true;
    finding->evidence = evidence;
    finding->evidence_count = evidence ? 1 : 0;
    return finding;
}

static void cap(struct bench *bench, const struct rh_finding *finding, enum rh_milestone milestone,
                enum rh_verdict verdict)
{
    struct rh_cap *caps = arena_alloc(bench->arena, sizeof(*caps));
    struct rh_rule *rule = &bench->rules[finding - bench->findings];

    *caps = (struct rh_cap){milestone, verdict};
    rule->caps = caps;
    rule->cap_count = 1;
}

static const struct rh_milestone_result *judged(struct bench *bench, enum rh_milestone milestone)
{
    score_report(bench->arena, &bench->ruleset, &bench->settings, &bench->report);
    return &bench->report.milestones[milestone];
}

static void near(double value, double wanted) { assert_true(fabs(value - wanted) <= 0.001); }

static void the_share_of_the_decided_weight_decides(void **state)
{
    struct bench *bench = bench_new(RH_AIM_PROJECT);
    const struct rh_milestone_result *m1;

    (void)state;
    add(bench, RH_M1, 3, RH_PASS);
    add(bench, RH_M1, 1, RH_FAIL);
    m1 = judged(bench, RH_M1);
    assert_int_equal(m1->verdict, RH_MET); /* exactly 0.75 */
    near(m1->low, 0.75);
    near(m1->high, 0.75);
    near(m1->coverage, 1);
    add(bench, RH_M1, 1, RH_PARTIAL);
    assert_int_equal(judged(bench, RH_M1)->verdict, RH_PARTLY); /* 3.5 of 5 */
    add(bench, RH_M1, 4, RH_FAIL);
    assert_int_equal(judged(bench, RH_M1)->verdict, RH_UNMET); /* 3.5 of 9 */
    assert_int_equal(judged(bench, RH_M4)->verdict, RH_UNDECIDED);
    arena_free(bench->arena);
}

static void what_only_the_forge_could_tell_is_left_out(void **state)
{
    struct bench *bench = bench_new(RH_AIM_PROJECT);
    const struct rh_milestone_result *m5;

    (void)state;
    add(bench, RH_M5, 3, RH_PASS);
    add(bench, RH_M5, 1, RH_FAIL);
    for (size_t i = 0; i < 3; i++) {
        const struct rh_finding *finding = add(bench, RH_M5, 5, RH_UNKNOWN);

        bench->rules[finding - bench->findings].forge = true;
    }
    m5 = judged(bench, RH_M5);
    assert_int_equal(m5->verdict, RH_MET); /* 3 of 4, as without the other 15 */
    near(m5->low, 0.75);
    near(m5->high, 0.75);
    near(m5->coverage, 1);
    bench->findings[2].outcome = RH_FAIL;                      /* it told, today */
    assert_int_equal(judged(bench, RH_M5)->verdict, RH_UNMET); /* 3 of 9 */
    assert_int_equal(judged(bench, RH_M5)->verdict_then, RH_MET);
    arena_free(bench->arena);
}

static void what_is_unknown_is_a_range(void **state)
{
    struct bench *bench = bench_new(RH_AIM_PROJECT);
    const struct rh_milestone_result *m1;

    (void)state;
    add(bench, RH_M1, 4, RH_PASS);
    add(bench, RH_M1, 4, RH_UNKNOWN);
    add(bench, RH_M1, 5, RH_NOT_APPLICABLE);
    m1 = judged(bench, RH_M1);
    assert_int_equal(m1->verdict, RH_MET); /* half of what applies is decided */
    near(m1->low, 0.5);
    near(m1->high, 1);
    near(m1->coverage, 0.5);
    add(bench, RH_M1, 1, RH_UNKNOWN);
    m1 = judged(bench, RH_M1);
    assert_int_equal(m1->verdict, RH_UNDECIDED);
    assert_string_equal(m1->decided_by, "title and 1 more: message 1");
    arena_free(bench->arena);
}

static void one_blocker_is_partly_and_two_are_unmet(void **state)
{
    struct bench *bench = bench_new(RH_AIM_PROJECT);

    (void)state;
    add(bench, RH_M0, 5, RH_PASS);
    add(bench, RH_M0, 5, RH_PASS);
    add(bench, RH_M1, 5, RH_PASS);
    add(bench, RH_M2, 5, RH_PASS);
    add_blocker(bench, readme_41);
    assert_int_equal(judged(bench, RH_M0)->verdict, RH_PARTLY);
    assert_int_equal(judged(bench, RH_M0)->blocker_count, 1);
    assert_int_equal(judged(bench, RH_M1)->verdict, RH_MET);
    add_blocker(bench, readme_41); /* the same line stops a stranger once */
    assert_int_equal(judged(bench, RH_M0)->verdict, RH_PARTLY);
    assert_int_equal(judged(bench, RH_M0)->blocker_count, 2);
    add_blocker(bench, readme_42);
    assert_int_equal(judged(bench, RH_M0)->verdict, RH_UNMET);
    /* and what cannot be run is at most partly useful and approachable */
    assert_int_equal(judged(bench, RH_M1)->verdict, RH_PARTLY);
    assert_int_equal(judged(bench, RH_M2)->verdict, RH_PARTLY);
    assert_non_null(strstr(judged(bench, RH_M2)->decided_by, "M0"));
    arena_free(bench->arena);
}

static void exempted_findings_do_not_count(void **state)
{
    struct bench *bench = bench_new(RH_AIM_PROJECT);

    (void)state;
    add(bench, RH_M0, 5, RH_PASS);
    add_blocker(bench, readme_41)->exempted = "a reason";
    add_blocker(bench, readme_42)->exempted = "a reason";
    assert_int_equal(judged(bench, RH_M0)->verdict, RH_MET);
    near(judged(bench, RH_M0)->low, 1);
    assert_int_equal(bench->report.fix_count, 0);
    arena_free(bench->arena);
}

static void a_failed_rule_caps_what_it_says(void **state)
{
    struct bench *bench = bench_new(RH_AIM_PROJECT);
    struct rh_finding *license;

    (void)state;
    add(bench, RH_M1, 5, RH_PASS);
    add(bench, RH_M5, 5, RH_PASS);
    add(bench, RH_M4, 5, RH_UNKNOWN);
    license = add(bench, RH_M1, 1, RH_FAIL);
    license->label = "a licence";
    cap(bench, license, RH_M5, RH_PARTLY);
    assert_int_equal(judged(bench, RH_M1)->verdict, RH_MET);
    assert_int_equal(judged(bench, RH_M5)->verdict, RH_PARTLY);
    assert_string_equal(judged(bench, RH_M5)->decided_by, "lacks a licence");
    cap(bench, license, RH_M4, RH_PARTLY); /* too little is known: it stays so */
    assert_int_equal(judged(bench, RH_M4)->verdict, RH_UNDECIDED);
    license->outcome = license->outcome_then = RH_PARTIAL;
    assert_int_equal(judged(bench, RH_M5)->verdict, RH_MET);
    arena_free(bench->arena);
}

static void two_dates_give_two_verdicts(void **state)
{
    struct bench *bench = bench_new(RH_AIM_PROJECT);
    struct rh_finding *finding;

    (void)state;
    add(bench, RH_M0, 5, RH_PASS);
    finding = add_blocker(bench, readme_41);
    finding->outcome_then = RH_PASS;
    assert_int_equal(judged(bench, RH_M0)->verdict, RH_PARTLY);
    assert_int_equal(judged(bench, RH_M0)->verdict_then, RH_MET);
    assert_non_null(strstr(bench->report.headline, "when committed"));
    arena_free(bench->arena);
}

static void a_reviewer_may_overrule(void **state)
{
    struct bench *bench = bench_new(RH_AIM_PROJECT);
    const struct settings_overrule overrule = {RH_M3, RH_MET, "the case is in the paper"};

    (void)state;
    add(bench, RH_M3, 5, RH_FAIL);
    bench->settings = (struct settings){.overrules = &overrule, .overrule_count = 1};
    assert_int_equal(judged(bench, RH_M3)->verdict, RH_MET);
    assert_string_equal(judged(bench, RH_M3)->overruled, "the case is in the paper");
    assert_non_null(strstr(judged(bench, RH_M3)->decided_by, "the case is in the paper"));
    near(judged(bench, RH_M3)->low, 0);
    arena_free(bench->arena);
}

static void the_aim_decides_what_counts(void **state)
{
    struct bench *bench = bench_new(RH_AIM_RELEASE);

    (void)state;
    add(bench, RH_M5, 5, RH_FAIL);
    add(bench, RH_M3, 5, RH_FAIL);
    add(bench, RH_M2, 1, RH_FAIL);
    assert_true(judged(bench, RH_M2)->in_aim);
    assert_false(judged(bench, RH_M3)->in_aim);
    assert_false(judged(bench, RH_M5)->in_aim);
    /* M5 is beyond the aim, so there is nothing to mend; M3 is advice, and comes last */
    assert_int_equal(bench->report.fix_count, 2);
    assert_int_equal(bench->report.fixes[0].milestones, 1u << RH_M2);
    assert_int_equal(bench->report.fixes[1].milestones, 1u << RH_M3);
    add(bench, RH_M3, 5, RH_FAIL);
    add(bench, RH_NO_MILESTONE, 1, RH_FAIL);
    judged(bench, RH_M2);
    assert_int_equal(bench->report.fix_count, 3);
    bench->report.target.aim = RH_AIM_PROJECT;
    assert_true(judged(bench, RH_M5)->in_aim);
    assert_int_equal(bench->report.fix_count, 5);
    arena_free(bench->arena);
}

static void findings_of_one_cause_are_one_fix(void **state)
{
    struct bench *bench = bench_new(RH_AIM_PROJECT);
    struct rh_finding *finding;

    (void)state;
    add(bench, RH_M1, 5, RH_FAIL);
    finding = add(bench, RH_M2, 2, RH_PARTIAL);
    finding->evidence = readme_41;
    finding->evidence_count = 1;
    add_blocker(bench, readme_41)->remediation = "Correct the path";
    add_blocker(bench, readme_42)->remediation = "Correct the path";
    add(bench, RH_NO_MILESTONE, 1, RH_FAIL);
    judged(bench, RH_M0);
    assert_int_equal(bench->report.fix_count, 4);
    assert_int_equal(bench->report.fixes[0].finding_count, 2); /* 42 by its words alone */
    assert_true(bench->report.fixes[0].findings[0] >= 2);      /* the blocker leads */
    assert_string_equal(bench->report.fixes[0].title, "Correct the path");
    assert_int_equal(bench->report.fixes[0].milestones, 1u << RH_M0 | 1u << RH_M2);
    assert_int_equal(bench->report.fixes[3].milestones, 0); /* housekeeping comes last */
    arena_free(bench->arena);
}

static void there_are_at_most_seven_fixes(void **state)
{
    struct bench *bench = bench_new(RH_AIM_PROJECT);

    (void)state;
    for (unsigned i = 0; i < 12; i++)
        add(bench, RH_M1, 1 + i % 5, RH_FAIL)->minutes = i;
    judged(bench, RH_M1);
    assert_int_equal(bench->report.fix_count, 7);
    assert_int_equal(bench->report.fixes[0].findings[0], 4); /* weight 5, and the quicker one */
    assert_int_equal(bench->report.fixes[1].findings[0], 9);
    arena_free(bench->arena);
}

static void same_replacements_are_charged_once(void **state)
{
    struct bench *bench = bench_new(RH_AIM_PROJECT);
    static const struct rh_evidence places[] = {
        {.path = "README.md", .line = 20, .quote = "x.py a", .replacement = "y.py"},
        {.path = "README.md", .line = 42, .quote = "x.py b", .replacement = "y.py"},
        {.path = "README.md", .line = 62, .quote = "z.py", .replacement = "w.py"},
    };
    struct rh_finding *finding = add(bench, RH_M0, 5, RH_FAIL);

    (void)state;
    finding->evidence = places;
    finding->evidence_count = 3;
    judged(bench, RH_M0);
    assert_int_equal(bench->report.fixes[0].minutes, 10);
    arena_free(bench->arena);
}

static void the_case_is_made_in_its_own_words(void **state)
{
    struct bench *bench = bench_new(RH_AIM_PROJECT);
    static const struct rh_evidence claim = {
        .path = "README.md",
        .line = 22,
        .quote =
            "It is twice as fast as the plain way of doing it, on every machine that we tried"};
    struct rh_finding *finding = add(bench, RH_M3, 3, RH_PASS);

    (void)state;
    finding->evidence = &claim;
    finding->evidence_count = 1;
    add(bench, RH_M3, 3, RH_FAIL)->label = "numbers";
    assert_string_equal(judged(bench, RH_M3)->decided_by,
                        "\"It is twice as fast as the plain way of doing it, on every ...\"  "
                        "README.md:22; lacks numbers");
    arena_free(bench->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_share_of_the_decided_weight_decides),
        cmocka_unit_test(what_only_the_forge_could_tell_is_left_out),
        cmocka_unit_test(what_is_unknown_is_a_range),
        cmocka_unit_test(one_blocker_is_partly_and_two_are_unmet),
        cmocka_unit_test(exempted_findings_do_not_count),
        cmocka_unit_test(a_failed_rule_caps_what_it_says),
        cmocka_unit_test(two_dates_give_two_verdicts),
        cmocka_unit_test(a_reviewer_may_overrule),
        cmocka_unit_test(the_aim_decides_what_counts),
        cmocka_unit_test(findings_of_one_cause_are_one_fix),
        cmocka_unit_test(there_are_at_most_seven_fixes),
        cmocka_unit_test(the_case_is_made_in_its_own_words),
        cmocka_unit_test(same_replacements_are_charged_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
