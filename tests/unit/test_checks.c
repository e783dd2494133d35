/* What each check answers: rows of a rule's check, a small repository, and the finding. */
#include "facts/facts.h"
#include "ruleset/rule_file.h"
#include "ruleset/ruleset.h"
#include "ruleset/settings.h"
#include "ruleset/trial.h"
#include "util/arena.h"
#include "util/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static int begin(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static const struct rh_rule *rule_of(const char *rest)
{
    const struct field_source source = {arena, "t.yml", true};
    struct rule_file file;
    struct rh_error err;
    const char *text =
        arena_printf(arena, "rules:\n  - {id: readme.x, title: t, milestone: M0, %s}\n", rest);

    if (!rule_file_read(&source, str_of(text), &file, &err))
        fail_msg("%s: %s", err.text, rest);
    return file.rules;
}

enum { MOST_FILES = 4 };

struct row {
    const char *rule;                  /* "check: ..., with: {...}" */
    const char *files[2 * MOST_FILES]; /* path, text, path, text */
    enum rh_outcome outcome;
    const char *message;
    const char *evidence; /* "path:line quote; ..." */
};

static const char *evidence_text(const struct rh_finding *finding)
{
    const char *text = "";

    for (size_t i = 0; i < finding->evidence_count; i++) {
        const struct rh_evidence *one = &finding->evidence[i];

        text = arena_printf(arena, "%s%s%s:%u%s%s", text, i ? "; " : "", one->path, one->line,
                            one->quote ? " " : "", one->quote ? one->quote : "");
        assert_int_equal(strlen(one->fingerprint), 32);
    }
    return text;
}

static void check_row(const struct row *row)
{
    struct rh_rule_example example = {.kind = RH_KIND_COUNT, .expected = row->outcome};
    const char *paths[MOST_FILES], *texts[MOST_FILES];
    struct trial trial;

    for (size_t i = 0; i < MOST_FILES && row->files[2 * i]; i++) {
        paths[i] = row->files[2 * i];
        texts[i] = row->files[2 * i + 1];
        example.file_count++;
    }
    example.paths = paths;
    example.texts = texts;
    trial = rule_try(arena, rule_of(row->rule), &example);
    if (trial.finding.outcome != row->outcome)
        fail_msg("%s: %s, %s", row->rule, rh_outcome_name(trial.finding.outcome),
                 trial.finding.message);
    assert_string_equal(trial.finding.message, row->message);
    assert_string_equal(evidence_text(&trial.finding), row->evidence);
}

static void check_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check_row(&rows[i]);
}

#define CHECK_ROWS(rows) check_rows((rows), sizeof(rows) / sizeof(*(rows)))

static void text(void **state)
{
    static const struct row rows[] = {
        {"check: text, with: {pass: 'two\\s+lines'}",
         {"README.md", "# t\n\nThere are two\nlines here.\n"},
         RH_PASS,
         "1 found",
         "README.md:3 There are two"},
        {"check: text, with: {pass: x}",
         {"README.md", "```\nx\n```\n"},
         RH_FAIL,
         "there is no text in README.md",
         "README.md:0"},
        {"check: text, with: {pass: x, scope: code}",
         {"README.md", "x\n\n```\na\nx\n```\n"},
         RH_PASS,
         "1 found",
         "README.md:5 x"},
        {"check: text, with: {pass: x, scope: headings}",
         {"README.md", "# a\nx\n"},
         RH_FAIL,
         "not found in README.md",
         "README.md:0"},
        {"check: text, with: {pass: '(?i)unlike (\\w+)', least: 2}",
         {"README.md", "Unlike foo. unlike Foo.\n\nUnlike bar.\n"},
         RH_PASS,
         "2 found",
         "README.md:1 Unlike foo. unlike Foo.; README.md:3 Unlike bar."},
        {"check: text, with: {pass: '(?i)unlike (\\w+)', least: 2}",
         {"README.md", "Unlike foo. unlike Foo.\n"},
         RH_PARTIAL,
         "1 found, 2 asked",
         "README.md:1 Unlike foo. unlike Foo."},
        {"check: text, with: {fail: TBD}",
         {"README.md", "a\n\nb TBD\n"},
         RH_FAIL,
         "1 found",
         "README.md:3 b TBD"},
        {"check: text, with: {fail: TBD}", {"README.md", "a\n"}, RH_PASS, "none in README.md", ""},
        {"check: text, with: {fail: deprecated, unless: branch}",
         {"README.md", "A deprecated branch.\n"},
         RH_PASS,
         "none in README.md",
         ""},
        {"check: text, with: {pass: x, within_words: 3}",
         {"README.md", "a b c\n\nx\n"},
         RH_FAIL,
         "not found in README.md",
         "README.md:0"},
        {"check: text, with: {pass: x, within_lines: 2}",
         {"README.md", "a b c\n\nx\n"},
         RH_FAIL,
         "not found in README.md",
         "README.md:0"},
        {"check: text, with: {pass: x}", {"a.py", "x"}, RH_FAIL, "there is no README", ".:0"},
        {"check: text, with: {pass: x, none: not_applicable}",
         {"a.py", "x"},
         RH_NOT_APPLICABLE,
         "there is no README",
         ""},
        {"check: text, with: {in: [code], fail: '/home/\\w+'}",
         {"a.py", "a = 1\np = '/home/me'\n", "vendor/b.py", "p = '/home/you'\n"},
         RH_FAIL,
         "1 found",
         "a.py:2 p = '/home/me'"},
        {"check: text, with: {in: 'setup.*', partial: install}",
         {"setup.cfg", "\n\ninstall\n"},
         RH_PARTIAL,
         "1 found",
         "setup.cfg:3 install"},
        {"check: text, with: {pass: x, where: ['LICENSE*', root]}",
         {"LICENSE", "y"},
         RH_FAIL,
         "there is no README",
         "LICENSE:0"},
    };

    (void)state;
    CHECK_ROWS(rows);
}

static void command(void **state)
{
    static const struct row rows[] = {
        {"check: command, with: {pass: '^pip install'}",
         {"README.md", "Run\n\n```\n$ pip install foo\n```\n"},
         RH_PASS,
         "1 found",
         "README.md:4 pip install foo"},
        {"check: command, with: {pass: '^pip install'}",
         {"README.md", "Install it with pip.\n\n```sh\npython a.py\n```\n"},
         RH_FAIL,
         "not found in README.md",
         "README.md:0"},
        {"check: command, with: {pass: '^python', shown: fence}",
         {"README.md", "Run `python a.py`.\n"},
         RH_FAIL,
         "there are no commands in README.md",
         "README.md:0"},
        {"check: command, with: {pass: '^python', shown: inline}",
         {"README.md", "Run `python a.py`.\n"},
         RH_PASS,
         "1 found",
         "README.md:1 python a.py"},
    };

    (void)state;
    CHECK_ROWS(rows);
}

static void link(void **state)
{
    static const struct row rows[] = {
        {"check: link, with: {pass: 'arxiv\\.org/abs'}",
         {"README.md", "# t\n[Paper](https://arxiv.org/abs/1234.56789)\n"},
         RH_PASS,
         "1 found",
         "README.md:2 https://arxiv.org/abs/1234.56789"},
        {"check: link, with: {pass: x.png, of: images}",
         {"README.md", "![a](x.png)\n"},
         RH_PASS,
         "1 found",
         "README.md:1 x.png"},
        {"check: link, with: {pass: '.', of: images}",
         {"README.md", "![a](https://img.shields.io/badge/a-b)\n"},
         RH_FAIL,
         "there are no links in README.md",
         "README.md:0"},
        {"check: link, with: {pass: docs, look_at: text}",
         {"README.md", "[The docs](https://a.b)\n"},
         RH_PASS,
         "1 found",
         "README.md:1 https://a.b"},
        {"check: link, with: {pass: 'a.b.*docs', look_at: [url, text]}",
         {"README.md", "[The docs](https://a.b)\n"},
         RH_PASS,
         "1 found",
         "README.md:1 https://a.b"},
    };

    (void)state;
    CHECK_ROWS(rows);
}

static void section(void **state)
{
    static const struct row rows[] = {
        {"check: section, with: {headings: '(?i)install'}",
         {"README.md", "# t\n## Install\nx\n"},
         RH_PASS,
         "there is such a section",
         "README.md:2 Install"},
        {"check: section, with: {headings: '(?i)install'}",
         {"README.md", "# t\n## Install\n## Use\nx\n"},
         RH_FAIL,
         "nothing stands under the heading",
         "README.md:2 Install"},
        {"check: section, with: {headings: '(?i)install'}",
         {"README.md", "## Install\n### On Linux\nx\n"},
         RH_PASS,
         "there is such a section",
         "README.md:1 Install"},
        {"check: section, with: {headings: '(?i)install', words: 3}",
         {"README.md", "## Install\nx y\n"},
         RH_FAIL,
         "nothing stands under the heading",
         "README.md:1 Install"},
        {"check: section, with: {topics: {a: a, b: b, c: c}, pass_from: 3, partial_from: 2}",
         {"README.md", "# a\nx\n# b\nx\n"},
         RH_PARTIAL,
         "covers a, b; lacks c",
         "README.md:0"},
        {"check: section, with: {topics: {a: a, b: b}, partial_from: 1}",
         {"README.md", "# x\ny\n"},
         RH_FAIL,
         "lacks a, b",
         "README.md:0"},
    };

    (void)state;
    CHECK_ROWS(rows);
}

static void path(void **state)
{
    static const struct row rows[] = {
        {"check: path, with: {any: 'licen[cs]e*'}",
         {"LICENSE.txt", "x", "a/LICENSE", "x"},
         RH_PASS,
         "1 found",
         "LICENSE.txt:0"},
        {"check: path, with: {any: 'LICENSE*', partial: '**/LICENSE*'}",
         {"a/LICENSE", "x"},
         RH_PARTIAL,
         "only something near to it is there",
         "a/LICENSE:0"},
        {"check: path, with: {any: LICENSE}",
         {"LICENSE", ""},
         RH_FAIL,
         "there is no such file",
         ".:0"},
        {"check: path, with: {any: '**/*.ipynb', least: 2}",
         {"a.ipynb", "{}"},
         RH_PARTIAL,
         "1 found, 2 asked",
         "a.ipynb:0"},
        {"check: path, with: {all: [a, b]}", {"a", "x", "b", "x"}, RH_PASS, "2 of 2", "a:0; b:0"},
        {"check: path, with: {all: [a, b]}", {"a", "x"}, RH_PARTIAL, "1 of 2", "a:0"},
        {"check: path, with: {all: [a, b]}", {"c", "x"}, RH_FAIL, "0 of 2", ".:0"},
        {"check: path, with: {none: '**/.DS_Store'}",
         {"a/.DS_Store", "", "b", "x"},
         RH_FAIL,
         "1 found",
         "a/.DS_Store:0"},
        {"check: path, with: {none: '**/.DS_Store'}", {"b", "x"}, RH_PASS, "there is none", ""},
        {"check: path, with: {any: '**/CONTRIBUTING.md'}",
         {"node_modules/x/CONTRIBUTING.md", "x", "a", "x"},
         RH_FAIL,
         "there is no such file",
         ".:0"},
    };

    (void)state;
    CHECK_ROWS(rows);
}

/* Facts made by hand, for what no text gives. */
static struct rh_finding judge(const struct facts *facts, const char *rule)
{
    const size_t order[] = {0};
    const struct rh_ruleset ruleset = {.rules = rule_of(rule), .count = 1, .order = order};
    struct rh_finding finding;

    ruleset_evaluate(arena, &ruleset, NULL, facts, &finding);
    return finding;
}

static struct facts *some_facts(const char *readme)
{
    static const char *const paths[] = {"README.md"};
    const char *const *texts = memcpy(arena_alloc(arena, sizeof(readme)), &readme, sizeof(readme));
    struct snapshot *snapshot = arena_alloc(arena, sizeof(*snapshot));
    struct facts *facts = arena_alloc(arena, sizeof(*facts));

    snapshot_from_texts(arena, paths, texts, 1, snapshot);
    facts_collect(arena, snapshot, &(struct facts_options){.as_of = 1000000}, facts);
    return facts;
}

static void expect(const struct rh_finding *finding, enum rh_outcome outcome, const char *message,
                   const char *evidence)
{
    assert_string_equal(finding->message, message);
    assert_int_equal(finding->outcome, outcome);
    assert_string_equal(evidence_text(finding), evidence);
}

static void metric(void **state)
{
    static const char words[] = "check: metric, with: {metric: readme.words, pass: {min: 300}, "
                                "partial: {min: 100}}";
    struct facts *facts = some_facts("x\n");
    struct rh_finding finding;

    (void)state;
    facts_integer(facts, METRIC_README_WORDS, 412);
    finding = judge(facts, words);
    expect(&finding, RH_PASS, "412 words", "");
    facts_integer(facts, METRIC_README_WORDS, 212);
    finding = judge(facts, words);
    expect(&finding, RH_PARTIAL, "212 words; asked: at least 300", "README.md:0");
    facts_integer(facts, METRIC_README_WORDS, 99);
    finding = judge(facts, words);
    expect(&finding, RH_FAIL, "99 words; asked: at least 300", "README.md:0");
    facts_unknown(facts, METRIC_README_WORDS, "it is not here");
    finding = judge(facts, words);
    expect(&finding, RH_UNKNOWN, "it is not here", "");

    facts_string(facts, METRIC_LICENSE_SPDX, "MIT");
    finding = judge(facts, "check: metric, with: {metric: license.spdx, pass: [MIT, ISC]}");
    expect(&finding, RH_PASS, "MIT", "");
    finding = judge(facts, "check: metric, with: {metric: license.spdx, pass: {not: MIT}}");
    expect(&finding, RH_FAIL, "MIT; asked: not MIT", "README.md:0");
    facts_string(facts, METRIC_LICENSE_SPDX, NULL);
    finding = judge(facts, "check: metric, with: {metric: license.spdx, pass: {not: MIT}}");
    expect(&finding, RH_FAIL, "none; asked: not MIT", "README.md:0");

    facts_bool(facts, METRIC_TESTS_PRESENT, true);
    finding = judge(facts, "check: metric, with: {metric: tests.present, pass: true}");
    expect(&finding, RH_PASS, "yes", "");
    finding =
        judge(facts, "check: metric, with: {metric: tests.present, pass: false, where: root}");
    expect(&finding, RH_FAIL, "yes", ".:0");
}

static void dates_are_bands(void **state)
{
    static const char recent[] =
        "check: metric, with: {metric: history.last_commit, pass: {within_days: 30}}";
    struct facts *facts = some_facts("x\n");
    struct rh_finding finding;

    (void)state;
    facts_string(facts, METRIC_HISTORY_LAST_COMMIT, "2024-12-05");
    facts->date = 1736035200; /* 2025-01-05 */
    finding = judge(facts, recent);
    expect(&finding, RH_FAIL, "2024-12-05; asked: within 30 days", "README.md:0");
    facts->date = 1736035199;
    finding = judge(facts, recent);
    expect(&finding, RH_PASS, "2024-12-05", "");
}

static void observation(void **state)
{
    static const char links[] =
        "check: observation, with: {of: link_target, fail: missing, partial: case, pass: found}";
    struct facts *facts = some_facts("x\n");
    struct observation *one;
    struct rh_finding finding;

    (void)state;
    facts->observations.count = 0;
    finding = judge(facts, links);
    expect(&finding, RH_NOT_APPLICABLE, "none", "");
    facts_observe(facts, OBSERVATION_LINK_TARGET, "found", "README.md", 3, STR("a.py"));
    finding = judge(facts, links);
    expect(&finding, RH_PASS, "1 found", "README.md:3 a.py");
    one = facts_observe(facts, OBSERVATION_LINK_TARGET, "case", "README.md", 4, STR("B.py"));
    one->hint = "is b.py";
    one->replacement = "b.py";
    finding = judge(facts, links);
    expect(&finding, RH_PARTIAL, "1 case, 1 found", "README.md:4 B.py");
    assert_string_equal(finding.evidence[0].replacement, "b.py");
    one = facts_observe(facts, OBSERVATION_LINK_TARGET, "missing", "docs/a.md", 1, STR("c"));
    finding = judge(facts, links);
    expect(&finding, RH_FAIL, "1 missing, 1 case, 1 found", "docs/a.md:1 c; README.md:4 B.py");
    finding = judge(facts, "check: observation, with: {of: link_target, fail: missing, "
                           "fail_from: 2, paths: 'docs/**'}");
    expect(&finding, RH_PARTIAL, "1 missing", "docs/a.md:1 c");
    one->since = facts->date + 1;
    finding = judge(facts, links);
    expect(&finding, RH_PARTIAL, "1 case, 1 found", "README.md:4 B.py");
}

static void too_much_to_look_at_is_unknown(void **state)
{
    struct facts *facts = some_facts("x\n");
    struct rh_finding finding;

    (void)state;
    facts->observations.cut = true;
    finding = judge(facts, "check: observation, with: {of: link_target, fail: missing}");
    expect(&finding, RH_UNKNOWN, "there was more to look at than is looked at", "");
    facts->documents.pages.items[0].partial = "only its first MiB was read";
    finding = judge(facts, "check: text, with: {pass: y}");
    expect(&finding, RH_UNKNOWN, "only its first MiB was read", "");
    finding = judge(facts, "check: section, with: {headings: y}");
    expect(&finding, RH_UNKNOWN, "only its first MiB was read", "");
    finding = judge(facts, "check: text, with: {pass: x}");
    expect(&finding, RH_PASS, "1 found", "README.md:1 x");
}

static void an_expensive_pattern_is_unknown(void **state)
{
    char *line = arena_alloc(arena, 16001);
    struct rh_finding finding;

    (void)state;
    memset(line, 'a', 15999);
    line[15999] = '!';
    finding = judge(some_facts(line), "check: text, with: {pass: '^(a|aa)+$'}");
    expect(&finding, RH_UNKNOWN, "pattern too expensive here", "");
}

static void evidence_is_capped(void **state)
{
    struct buf text = {0};
    struct rh_finding finding;

    (void)state;
    for (int i = 0; i < LIMIT_EVIDENCE + 7; i++)
        buf_printf(&text, "x%d\n\n", i);
    finding = judge(some_facts(text.ptr), "check: text, with: {fail: 'x\\d+'}");
    assert_int_equal(finding.evidence_count, LIMIT_EVIDENCE);
    assert_string_equal(finding.message, "57 found; the first 50 are listed");
    buf_release(&text);
}

static void fingerprints_survive_moves(void **state)
{
    static const char rule[] = "check: text, with: {fail: TBD}";
    struct rh_finding here = judge(some_facts("TBD\n\nsome  tbd: TBD\n\nTBD\n"), rule);
    struct rh_finding there = judge(some_facts("# a\n\nSome TBD: TBD\n\nTBD\n"), rule);

    (void)state;
    assert_string_equal(here.evidence[1].fingerprint, there.evidence[0].fingerprint);
    assert_string_equal(here.evidence[0].fingerprint, there.evidence[1].fingerprint);
    assert_string_not_equal(here.evidence[0].fingerprint, here.evidence[1].fingerprint);
    assert_string_not_equal(here.evidence[0].fingerprint, here.evidence[2].fingerprint);
}

static void conditions_decide_whether_a_rule_applies(void **state)
{
    struct facts *facts = some_facts("x\n");
    struct rh_finding finding;

    (void)state;
    facts->kind = RH_LIBRARY;
    facts->aim = RH_AIM_PROJECT;
    finding = judge(facts, "check: text, with: {pass: x}, applies_when: {kinds: [benchmark]}");
    expect(&finding, RH_NOT_APPLICABLE, "not asked of a library", "");
    finding = judge(facts, "check: text, with: {pass: x}, applies_when: {not_kinds: [library]}");
    expect(&finding, RH_NOT_APPLICABLE, "not asked of a library", "");
    finding = judge(facts, "check: text, with: {pass: x}, applies_when: {aims: release}");
    expect(&finding, RH_NOT_APPLICABLE, "not asked where the aim is a project", "");
    finding = judge(facts, "check: text, with: {pass: x}, applies_when: {languages: [R]}");
    expect(&finding, RH_NOT_APPLICABLE, "not asked of these languages", "");
    finding = judge(facts, "check: text, with: {pass: x}, applies_when: {paths: '**/*.ipynb'}");
    expect(&finding, RH_NOT_APPLICABLE, "there is nothing that it is about", "");
    facts_unknown(facts, METRIC_README_WORDS, "why not");
    finding = judge(facts, "check: text, with: {pass: x}, applies_when: {metrics: {metric: "
                           "readme.words, min: 5}}");
    expect(&finding, RH_UNKNOWN, "why not", "");
    facts_integer(facts, METRIC_README_WORDS, 4);
    finding = judge(facts, "check: text, with: {pass: x}, applies_when: {metrics: {metric: "
                           "readme.words, min: 5}}");
    expect(&finding, RH_NOT_APPLICABLE, "asked only where readme.words is at least 5", "");
    facts_integer(facts, METRIC_README_WORDS, 5);
    finding = judge(facts, "check: text, with: {pass: x}, applies_when: {kinds: library, "
                           "metrics: {metric: readme.words, min: 5}}");
    expect(&finding, RH_PASS, "1 found", "README.md:1 x");
}

static void requirements_come_first(void **state)
{
    const struct rh_rule *first = rule_of("check: text, with: {pass: y}");
    const struct rh_rule *second = rule_of("check: text, with: {pass: x}, requires: readme.x");
    struct rh_rule rules[2] = {*second, *first};
    const size_t order[] = {1, 0};
    const struct rh_ruleset ruleset = {.rules = rules, .count = 2, .order = order};
    struct facts *facts = some_facts("x\n");
    struct rh_finding findings[2];

    (void)state;
    rules[0].id = "readme.z";
    ruleset_evaluate(arena, &ruleset, NULL, facts, findings);
    expect(&findings[0], RH_NOT_APPLICABLE, "asked only where this holds: t", "");
    facts->documents.pages.items[0].partial = "cut";
    ruleset_evaluate(arena, &ruleset, NULL, facts, findings);
    expect(&findings[0], RH_UNKNOWN, "cut", "");
    ruleset_evaluate(arena, &ruleset, NULL, some_facts("xy\n"), findings);
    expect(&findings[0], RH_PASS, "1 found", "README.md:1 xy");
}

static void two_dates_are_judged(void **state)
{
    const struct rh_rule *rule =
        rule_of("check: observation, with: {of: link_target, fail: missing, pass: found}");
    const size_t order[] = {0};
    const struct rh_ruleset ruleset = {.rules = rule, .count = 1, .order = order};
    struct facts *facts = some_facts("x\n");
    const struct rh_finding *finding;

    (void)state;
    facts->observations.count = 0;
    facts_observe(facts, OBSERVATION_LINK_TARGET, "found", "README.md", 1, STR("a"));
    facts_observe(facts, OBSERVATION_LINK_TARGET, "missing", "README.md", 2, STR("b"))->since =
        2000000;
    ((struct snapshot *)facts->snapshot)->commit_time = 1000000;
    finding = ruleset_judge(arena, &ruleset, NULL, facts, 3000000);
    assert_int_equal(finding->outcome, RH_FAIL);
    assert_int_equal(finding->outcome_then, RH_PASS);
    finding = ruleset_judge(arena, &ruleset, NULL, facts, 1500000);
    assert_int_equal(finding->outcome, RH_PASS);
    assert_int_equal(finding->outcome_then, RH_PASS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(text, begin, end),
        cmocka_unit_test_setup_teardown(command, begin, end),
        cmocka_unit_test_setup_teardown(link, begin, end),
        cmocka_unit_test_setup_teardown(section, begin, end),
        cmocka_unit_test_setup_teardown(path, begin, end),
        cmocka_unit_test_setup_teardown(metric, begin, end),
        cmocka_unit_test_setup_teardown(dates_are_bands, begin, end),
        cmocka_unit_test_setup_teardown(observation, begin, end),
        cmocka_unit_test_setup_teardown(too_much_to_look_at_is_unknown, begin, end),
        cmocka_unit_test_setup_teardown(an_expensive_pattern_is_unknown, begin, end),
        cmocka_unit_test_setup_teardown(evidence_is_capped, begin, end),
        cmocka_unit_test_setup_teardown(fingerprints_survive_moves, begin, end),
        cmocka_unit_test_setup_teardown(conditions_decide_whether_a_rule_applies, begin, end),
        cmocka_unit_test_setup_teardown(requirements_come_first, begin, end),
        cmocka_unit_test_setup_teardown(two_dates_are_judged, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
