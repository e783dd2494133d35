#include "report/writer.h"
#include "sample_report.h"
#include "util/arena.h"
#include "util/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void same_text(const char *a, const char *b)
{
    if (!a || !b)
        assert_ptr_equal(a, b);
    else
        assert_string_equal(a, b);
}

static void same_texts(const char *const *a, size_t a_count, const char *const *b, size_t b_count)
{
    assert_int_equal(a_count, b_count);
    for (size_t i = 0; i < a_count; i++)
        assert_string_equal(a[i], b[i]);
}

static void same_evidence(const struct rh_evidence *a, const struct rh_evidence *b)
{
    same_text(a->path, b->path);
    assert_int_equal(a->line, b->line);
    same_text(a->url, b->url);
    if (!a->quote || !strchr(a->quote, '\x7f'))
        same_text(a->quote, b->quote);
    same_text(a->replacement, b->replacement);
    assert_string_equal(a->fingerprint, b->fingerprint);
}

static void same_finding(const struct rh_finding *a, const struct rh_finding *b)
{
    assert_string_equal(a->rule, b->rule);
    assert_string_equal(a->title, b->title);
    same_text(a->label, b->label);
    assert_string_equal(a->area, b->area);
    assert_int_equal(a->milestone, b->milestone);
    assert_int_equal(a->weight, b->weight);
    assert_int_equal(a->blocker, b->blocker);
    assert_int_equal(a->severity, b->severity);
    assert_int_equal(a->outcome, b->outcome);
    assert_int_equal(a->outcome_then, b->outcome_then);
    assert_string_equal(a->message, b->message);
    same_text(a->remediation, b->remediation);
    assert_int_equal(a->minutes, b->minutes);
    same_text(a->exempted, b->exempted);
    assert_int_equal(a->evidence_count, b->evidence_count);
    for (size_t i = 0; i < a->evidence_count; i++)
        same_evidence(&a->evidence[i], &b->evidence[i]);
}

static void same_milestone(const struct rh_milestone_result *a, const struct rh_milestone_result *b)
{
    assert_int_equal(a->id, b->id);
    assert_string_equal(a->title, b->title);
    assert_int_equal(a->verdict, b->verdict);
    assert_int_equal(a->verdict_then, b->verdict_then);
    assert_int_equal(a->in_aim, b->in_aim);
    assert_true(a->low == b->low && a->high == b->high && a->coverage == b->coverage);
    assert_string_equal(a->decided_by, b->decided_by);
    same_texts(a->rules, a->rule_count, b->rules, b->rule_count);
    same_texts(a->blockers, a->blocker_count, b->blockers, b->blocker_count);
    same_text(a->overruled, b->overruled);
}

static void same_target(const struct rh_target *a, const struct rh_target *b)
{
    assert_string_equal(a->input, b->input);
    same_text(a->url, b->url);
    same_text(a->commit, b->commit);
    same_text(a->date, b->date);
    assert_string_equal(a->path, b->path);
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->aim, b->aim);
    same_text(a->language, b->language);
    assert_int_equal(a->dirty, b->dirty);
}

static void same_fix(const struct rh_fix *a, const struct rh_fix *b)
{
    assert_string_equal(a->title, b->title);
    assert_int_equal(a->minutes, b->minutes);
    assert_int_equal(a->milestones, b->milestones);
    assert_int_equal(a->finding_count, b->finding_count);
    assert_memory_equal(a->findings, b->findings, a->finding_count * sizeof(*a->findings));
}

static void same_metric(const struct rh_metric *a, const struct rh_metric *b)
{
    assert_string_equal(a->name, b->name);
    assert_int_equal(a->type, b->type);
    assert_int_equal(a->integer, b->integer);
    assert_true(a->number == b->number);
    same_text(a->string, b->string);
}

static void same_observation(const struct rh_observation *a, const struct rh_observation *b)
{
    assert_string_equal(a->kind, b->kind);
    assert_string_equal(a->status, b->status);
    same_text(a->path, b->path);
    assert_int_equal(a->line, b->line);
    same_text(a->text, b->text);
    same_text(a->hint, b->hint);
}

#define SAME_LIST(items, count, same)                                                              \
    do {                                                                                           \
        assert_int_equal(a->count, b->count);                                                      \
        for (size_t i = 0; i < a->count; i++)                                                      \
            same(&a->items[i], &b->items[i]);                                                      \
    } while (0)

static void same_name(const struct rh_ruleset_name *a, const struct rh_ruleset_name *b)
{
    assert_string_equal(a->name, b->name);
    assert_string_equal(a->hash, b->hash);
}

static void same_source(const struct rh_source *a, const struct rh_source *b)
{
    assert_string_equal(a->name, b->name);
    assert_string_equal(a->status, b->status);
    same_text(a->why, b->why);
}

static void same_notice(const struct rh_notice *a, const struct rh_notice *b)
{
    assert_string_equal(a->kind, b->kind);
    assert_string_equal(a->text, b->text);
    same_evidence(&a->evidence, &b->evidence);
}

static void same_report(const struct rh_report *a, const struct rh_report *b)
{
    assert_string_equal(a->tool_version, b->tool_version);
    assert_string_equal(a->as_of, b->as_of);
    assert_string_equal(a->headline, b->headline);
    same_target(&a->target, &b->target);
    SAME_LIST(rulesets, ruleset_count, same_name);
    SAME_LIST(sources, source_count, same_source);
    SAME_LIST(notices, notice_count, same_notice);
    SAME_LIST(fixes, fix_count, same_fix);
    SAME_LIST(findings, finding_count, same_finding);
    SAME_LIST(metrics, metric_count, same_metric);
    SAME_LIST(observations, observation_count, same_observation);
    for (size_t i = 0; i < RH_MILESTONE_COUNT; i++)
        same_milestone(&a->milestones[i], &b->milestones[i]);
}

static void read_back(struct arena *arena, const struct buf *text, struct rh_report *ret_report)
{
    struct rh_error err = {0};

    if (!report_read_json(arena, text->ptr, text->len, ret_report, &err))
        fail_msg("%s", err.text);
}

static void what_is_written_is_read(void **state)
{
    struct arena *arena = arena_new();
    struct buf first = {0}, second = {0};
    struct rh_report read;

    (void)state;
    report_write_json(sample_report(), &first);
    read_back(arena, &first, &read);
    same_report(sample_report(), &read);
    report_write_json(&read, &second);
    /* the one text with a control character comes back in its shown form, and then stays so */
    assert_string_equal(read.findings[0].evidence[1].quote,
                        "python eval.py ##[group]x ###[y] \\u{7f}");
    buf_release(&first);
    read_back(arena, &second, &read);
    report_write_json(&read, &first);
    assert_string_equal(first.ptr, second.ptr);
    buf_release(&first);
    buf_release(&second);
    arena_free(arena);
}

static void nothing_in_it_can_act(void **state)
{
    struct buf text = {0};

    (void)state;
    report_write_json(sample_report(), &text);
    for (size_t i = 0; i < text.len; i++)
        assert_true(text.ptr[i] == '\n' || (text.ptr[i] >= ' ' && text.ptr[i] < 0x7f));
    assert_null(strstr(text.ptr, "##["));
    assert_non_null(strstr(text.ptr, "#\\u0023[group]x ##\\u0023[y] \\u007f"));
    assert_non_null(strstr(text.ptr, "caf\\u00E9 \\uD83D\\uDE00 \\\"quoted\\\" \\\\ back"));
    buf_release(&text);
}

/* Replaces the first `from` in the sample's JSON and reads that. */
static void read_changed(const char *from, const char *to, struct rh_error *ret_err)
{
    struct arena *arena = arena_new();
    struct buf text = {0}, changed = {0};
    struct rh_report report;
    const char *at;

    report_write_json(sample_report(), &text);
    at = strstr(text.ptr, from);
    assert_non_null(at);
    buf_add(&changed, (struct str){text.ptr, (size_t)(at - text.ptr)});
    buf_puts(&changed, to);
    buf_puts(&changed, at + strlen(from));
    *ret_err = (struct rh_error){0};
    if (report_read_json(arena, changed.ptr, changed.len, &report, ret_err))
        assert_int_equal(ret_err->code, RH_ERROR_NONE);
    buf_release(&text);
    buf_release(&changed);
    arena_free(arena);
}

static void mistakes_name_their_place(void **state)
{
    static const struct {
        const char *from, *to, *error;
    } rows[] = {
        {"\"json-v1\"", "\"json-v2\"", "report.schema: json-v1 expected"},
        {"\"line\":41", "\"line\":-1", ".findings[0].evidence[0].line: a whole number from 0"},
        {"\"line\":41", "\"line\":\"41\"", ".line: a whole number from 0 expected"},
        {"\"outcome\":\"fail\"", "\"outcome\":\"bad\"", ".findings[0].outcome: one of the known"},
        {"\"coverage\":0.9375", "\"coverage\":1.5", ".milestones[0].coverage: a number from 0"},
        {"\"id\":\"M1\"", "\"id\":\"M2\"", ".milestones[1]: M1 expected"},
        {"print\":\"00112233445566778899aabbccddeeff", "print\":\"0011",
         ".fingerprint: 32 hex digits expected"},
        {"[\"examples.command-target\"]}", "[\"no.rule\"]}", ".fix_first[0].findings: the rule"},
        {"\"headline\":", "\"title\":", "report.headline is missing"},
        {"{\"unknown\":\"no token\"}", "{\"why\":1}", ".metrics.issues.open: a string expected"},
        {"\"kind\":\"successor\"", "\"kind\":3", ".notices[0].kind: a string expected"},
        {"\"dirty\":true", "\"dirty\":1", ".target.dirty: true or false expected"},
    };
    struct rh_error err;

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        read_changed(rows[i].from, rows[i].to, &err);
        if (!strstr(err.text, rows[i].error))
            fail_msg("'%s' is not in '%s'", rows[i].error, err.text);
    }
}

static void keys_of_a_later_version_are_ignored(void **state)
{
    struct rh_error err;

    (void)state;
    read_changed("\"schema\":", "\"later\":[{\"a\":1}],\"schema\":", &err);
    assert_int_equal(err.code, RH_ERROR_NONE);
}

static void twin_keys_and_cut_texts_are_refused(void **state)
{
    struct arena *arena = arena_new();
    struct rh_report report;
    struct rh_error err = {0};

    (void)state;
    read_changed("\"schema\":", "\"as_of\":\"x\",\"schema\":", &err);
    assert_int_equal(err.code, RH_ERROR_TARGET);
    assert_false(report_read_json(arena, "{", 1, &report, &err));
    assert_false(report_read_json(arena, "", 0, &report, &err));
    assert_false(report_read_json(arena, "[]", 2, &report, &err));
    arena_free(arena);
}

static void a_report_has_a_size(void **state)
{
    struct arena *arena = arena_new();
    struct rh_report report = *sample_report(), read;
    struct rh_observation *many = calloc(LIMIT_OBSERVATIONS, sizeof(*many));
    char *text = calloc(1, 2001);
    struct buf out = {.limit = LIMIT_WORKER_ANSWER};

    (void)state;
    memset(text, 'x', 2000);
    for (size_t i = 0; i < LIMIT_OBSERVATIONS; i++)
        many[i] = (struct rh_observation){"link_target", "found", "README.md", 1, text, NULL};
    report.observations = many;
    report.observation_count = LIMIT_OBSERVATIONS;
    report_write_json(&report, &out);
    assert_false(out.full);
    read_back(arena, &out, &read);
    assert_in_range(read.observation_count, 1000, LIMIT_OBSERVATIONS - 1);
    assert_string_equal(read.sources[read.source_count - 1].name, "observations");
    assert_string_equal(read.sources[read.source_count - 1].status, "partial");
    buf_release(&out);
    free(text);
    free(many);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(nothing_in_it_can_act),
        cmocka_unit_test(mistakes_name_their_place),
        cmocka_unit_test(keys_of_a_later_version_are_ignored),
        cmocka_unit_test(twin_keys_and_cut_texts_are_refused),
        cmocka_unit_test(a_report_has_a_size),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
