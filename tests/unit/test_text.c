#include "report/writer.h"
#include "sample_report.h"
#include "util/str.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char *print(const struct rh_report *report, struct writer_options options)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    writer_by_name("text")->write(report, &options, out);
    fclose(out);
    return text;
}

static void lines_fit_eighty_columns(void **state)
{
    char *text = print(sample_report(), (struct writer_options){.all = true, .scores = true});
    struct str rest = str_of(text), line;

    (void)state;
    while (str_next_line(&rest, &line))
        if (str_columns(line) > 80)
            fail_msg("%.*s", (int)line.len, line.ptr);
    free(text);
}

static void words_that_need_a_glossary_are_not_said(void **state)
{
    static const char *const never[] = {"undecided", "blocker", "coverage",   "censored",
                                        "Kaplan",    "forge (", "observation"};
    char *text = print(sample_report(), (struct writer_options){.all = true, .scores = true});

    (void)state;
    for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++)
        if (strstr(text, never[i]))
            fail_msg("'%s' is said", never[i]);
    free(text);
}

static void numbers_are_shown_on_demand(void **state)
{
    char *plain = print(sample_report(), (struct writer_options){0});
    char *scores = print(sample_report(), (struct writer_options){.scores = true});

    (void)state;
    assert_null(strstr(plain, "of 100"));
    assert_non_null(strstr(scores, "50 to 75   of 100"));
    assert_null(strstr(plain, "hygiene.junk"));
    free(plain);
    free(scores);
}

static void colour_is_asked_for(void **state)
{
    char *plain = print(sample_report(), (struct writer_options){0});
    char *color = print(sample_report(), (struct writer_options){.color = true});

    (void)state;
    assert_null(strchr(plain, '\x1b'));
    assert_non_null(strstr(color, "\x1b[31mSTOPPED\x1b[0m"));
    free(plain);
    free(color);
}

static void a_ci_runner_finds_no_command(void **state)
{
    struct rh_report report = *sample_report();
    char *text;

    (void)state;
    report.headline = "::set-output name=x::y and ##[error]z";
    text = print(&report, (struct writer_options){.all = true});
    assert_null(strstr(text, "\n::"));
    assert_non_null(strstr(text, "\n\\::set-output name=x::y and #\\#[error]z\n"));
    free(text);
}

static void answers_are_told_in_sentences(void **state)
{
    static const struct {
        struct rh_waits waits;
        const char *words;
    } rows[] = {
        {{.count = 41, .ended = 27, .waiting = 12, .median = 6, .median_low = 4, .median_high = 11},
         "Half of outsiders' issues had an answer within 6 days (4 to 11 days); 12 of 41 still "
         "wait. Filed in the last 365 days."},
        {{.count = 41, .ended = 40, .median = 1.0 / 48, .median_low = 1.0 / 60, .median_high = 2},
         "had an answer within an hour (an hour to 2 days). "},
        {{.count = 41, .ended = 40, .median = 0.5, .median_low = (double)NAN, .median_high = 0.75},
         "within 12 hours (at most 18 hours). "},
        {{.count = 41, .ended = 40, .median = 1, .median_low = 0.9, .median_high = (double)NAN},
         "within 1 day (22 hours or more). "},
        {{.count = 41, .ended = 40, .median = 3, .median_low = 3, .median_high = 3},
         "within 3 days. "},
        {{.count = 80, .ended = 5, .waiting = 70, .median = (double)NAN, .longest = 95.2},
         "Most issues of outsiders have no answer: 5 of 80 had an answer, and the longest has "
         "waited 95 days; 70 of 80 still wait. "},
        {{.count = 80, .waiting = 1, .few = true, .median = (double)NAN, .longest = 300},
         "None of 80 issues of outsiders has had an answer, and one has waited 300 days; 1 of "
         "80 still waits. "},
        {{.count = 6,
          .ended = 2,
          .waiting = 3,
          .few = true,
          .median = 7,
          .median_low = 3,
          .median_high = 40},
         "6 issues of outsiders, 2 with an answer: too few to say how long it takes (3 to 40 "
         "days); 3 of 6 still wait. "},
        {{.count = 1,
          .few = true,
          .median = (double)NAN,
          .median_low = (double)NAN,
          .median_high = (double)NAN},
         "1 issue of outsiders, 0 with an answer: too few to say how long it takes. "},
        {{.count = 20, .ended = 6, .withdrawn = 8, .median = 2, .median_low = 2, .median_high = 2},
         "within 2 days. 8 of 20 were closed by their authors before that. "},
        {{.count = 20, .ended = 9, .left_out = 2, .median = 2, .median_low = 2, .median_high = 2},
         "365 days; 2 more are left out, whose first comments are not known."},
    };
    const struct writer_options options = {.width = 2000};

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct rh_waits waits = rows[i].waits;
        struct rh_report report = {.headline = "", .waits = &waits, .wait_count = 1};
        char *text;

        waits.of = "issues";
        waits.until = "answer";
        waits.window = "last 365 days";
        waits.from = waits.to = "2025-01-01";
        text = print(&report, options);
        if (!strstr(text, rows[i].words))
            fail_msg("row %zu: not in %s", i, text);
        free(text);
    }
}

static void an_empty_report_is_no_crash(void **state)
{
    struct rh_report report = {
        .target = {.input = ".", .path = ""}, .as_of = "2026-11-24", .headline = ""};
    char *text;

    (void)state;
    for (unsigned i = 0; i < RH_MILESTONE_COUNT; i++)
        report.milestones[i] = (struct rh_milestone_result){
            .id = i, .title = "", .decided_by = "", .verdict = RH_UNDECIDED};
    text = print(&report, (struct writer_options){.all = true, .scores = true});
    assert_non_null(strstr(text, "as of 2026-11-24"));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_fit_eighty_columns),
        cmocka_unit_test(words_that_need_a_glossary_are_not_said),
        cmocka_unit_test(numbers_are_shown_on_demand),
        cmocka_unit_test(colour_is_asked_for),
        cmocka_unit_test(a_ci_runner_finds_no_command),
        cmocka_unit_test(answers_are_told_in_sentences),
        cmocka_unit_test(an_empty_report_is_no_crash),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
