#include "report/writer.h"
#include "sample_report.h"
#include "util/str.h"

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
        cmocka_unit_test(an_empty_report_is_no_crash),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
