#include "checks/check.h"
#include "rh/rule.h"
#include "ruleset/rule_file.h"
#include "util/arena.h"
#include "util/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

static struct rule_file read_good(const char *text)
{
    const struct field_source source = {arena, "lab.yml", false};
    struct rule_file file = {0};
    struct rh_error err = {0};

    if (!rule_file_read(&source, str_of(text), &file, &err))
        fail_msg("%s", err.text);
    return file;
}

static void refuses(const char *text, const char *message)
{
    const struct field_source source = {arena, "lab.yml", false};
    struct rule_file file = {0};
    struct rh_error err = {0};

    assert_false(rule_file_read(&source, str_of(text), &file, &err));
    assert_int_equal(err.code, RH_ERROR_RULE);
    assert_string_equal(err.text, message);
    assert_null(file.rules);
}

#define RULE(rest)                                                                                 \
    "rules:\n"                                                                                     \
    "  - id: install.command\n"                                                                    \
    "    title: It installs\n"                                                                     \
    "    milestone: M1\n" rest

static void a_rule_is_read_whole(void **state)
{
    struct rule_file file =
        read_good(RULE("    weight: 4\n"
                       "    check: command\n"
                       "    with: {pass: ['^pip install'], where: [root]}\n"
                       "    applies_when: {kinds: [library, benchmark], languages: Python}\n"
                       "    caps: {milestone: M1, verdict: partly}\n"
                       "    requires: readme.found\n"
                       "    examples:\n"
                       "      pass: ['`pip install x`']\n"
                       "      fail: [{readme: x, files: {a.py: 'import x'}, kind: library}]\n"
                       "# what follows is the next rule's\n\n"
                       "  - {id: hygiene.x, title: y, check: path, with: {any: x}}\n"));
    const struct rh_rule *rule = file.rules;

    (void)state;
    assert_int_equal(file.count, 2);
    assert_string_equal(rule->area, "install");
    assert_int_equal(rule->milestone, RH_M1);
    assert_int_equal(rule->severity, RH_SEVERITY_WARNING);
    assert_string_equal(rule->check->name, "command");
    assert_non_null(rule->applies);
    assert_int_equal(rule->cap_count, 1);
    assert_int_equal(rule->caps[0].verdict, RH_PARTLY);
    assert_string_equal(rule->requires[0], "readme.found");
    assert_int_equal(rule->example_count, 2);
    assert_int_equal(rule->examples[0].expected, RH_PASS);
    assert_int_equal(rule->examples[1].file_count, 2);
    assert_int_equal(rule->examples[1].kind, RH_LIBRARY);
    assert_int_equal(rule->line, 2);
    assert_non_null(strstr(rule->yaml, "kind: library}]\n"));
    assert_null(strstr(rule->yaml, "what follows"));
    assert_int_equal(file.rules[1].milestone, RH_NO_MILESTONE);
    assert_int_equal(file.rules[1].severity, RH_SEVERITY_NOTE);
    assert_null(file.rules[1].applies);
}

static void mistakes_name_line_and_nearest_word(void **state)
{
    (void)state;
    refuses(RULE("    applies_when:\n      langages: [R]\n    check: path\n    with: {any: x}\n"),
            "lab.yml:6: unknown key 'langages' (did you mean 'languages'?)");
    refuses(RULE("    chek: path\n"), "lab.yml:5: unknown key 'chek' (did you mean 'check'?)");
    refuses(RULE("    check: paths\n"),
            "lab.yml:5: 'check' cannot be 'paths' (did you mean 'path'?)");
    refuses(RULE("    weight: 7\n    check: path\n"),
            "lab.yml:5: 'weight' must be a whole number from 1 to 5, not '7'");
    refuses(RULE("    weight: 3\n"), "lab.yml:2: rule 'install.command' lacks 'check'");
    refuses("rules:\n  - title: x\n", "lab.yml:2: this rule lacks 'id'");
    refuses("rules:\n  - id: x\n    title: y\n    check: path\n",
            "lab.yml:2: 'id' must be area.name in small letters, digits, '-' and '.', not x");
    refuses("rules:\n  - {id: instal.x, title: y, check: path, milestone: M0, with: {any: x}}\n",
            "lab.yml:2: 'instal' in the id 'instal.x' is no area (did you mean 'install'?): name "
            "it, or give 'area'");
    refuses("rules:\n  - {id: install.x, title: y, check: path}\n",
            "lab.yml:2: rule 'install.x' lacks 'milestone'");
    refuses("rules:\n  - {id: hygiene.x, title: y, check: path, milestone: M0}\n",
            "lab.yml:2: rule 'hygiene.x': the area hygiene counts for no milestone");
    refuses("- a\n", "lab.yml:1: a rule file begins with 'rules:' and a list of rules under it");
    refuses("rule: []\n", "lab.yml:1: unknown key 'rule' (did you mean 'rules'?)");
    refuses(RULE("    check: path\n    with: {any: x}\n"
                 "  - {id: install.command, title: y, check: path, milestone: M0,\n"
                 "     with: {any: x}}\n"),
            "lab.yml:7: second rule 'install.command'; the first is on line 2");
}

static void mistakes_in_a_check_name_its_keys(void **state)
{
    (void)state;
    refuses(RULE("    check: command\n    with:\n      matching: x\n"),
            "lab.yml:7: unknown key 'matching'");
    refuses(RULE("    check: command\n    with:\n      pass: '('\n"),
            "lab.yml:7: 'pass': missing closing parenthesis at character 2 of '('");
    refuses(RULE("    check: command\n"), "lab.yml:2: it asks nothing: give pass, partial or fail");
    refuses(RULE("    check: metric\n    with: {metric: readme.word, pass: {min: 1}}\n"),
            "lab.yml:6: 'metric' cannot be 'readme.word' (did you mean 'readme.words'?)");
    refuses(
        RULE("    check: metric\n    with:\n      metric: tests.present\n      pass: {min: 1}\n"),
        "lab.yml:8: 'pass': tests.present is no number, so it has no min or max");
    refuses(RULE("    check: metric\n    with: {metric: tests.present, pass: yes}\n"),
            "lab.yml:6: 'pass': tests.present is true or false, never 'yes'");
    refuses(RULE("    check: observation\n    with:\n      of: link_target\n      fail: mising\n"),
            "lab.yml:8: 'fail': link_target has no status 'mising' (did you mean 'missing'?)");
    refuses(RULE("    check: path\n    with: {any: '[x'}\n"),
            "lab.yml:6: 'any': '[x' is no path pattern");
    refuses(RULE("    check: section\n    with: {headings: x, topics: {a: b}}\n"),
            "lab.yml:6: give either headings or topics");
    refuses(RULE("    check: path\n    with: {any: x}\n    examples: {pass: [[a]]}\n"),
            "lab.yml:7: an example is the text of a README, or a mapping of readme, files, kind, "
            "date and metrics");
    refuses(
        RULE("    check: path\n    with: {any: x}\n    examples: {pass: [{metrics: {a: 1}}]}\n"),
        "lab.yml:7: there is no metric 'a'");
}

static void a_slow_pattern_is_refused(void **state)
{
    struct rh_error err = {0};
    const struct field_source source = {arena, "lab.yml", false};
    struct rule_file file;

    (void)state;
    assert_false(rule_file_read(
        &source, str_of(RULE("    check: text\n    with: {pass: '(a+)+$'}\n")), &file, &err));
    assert_non_null(strstr(err.text, "lab.yml:6: 'pass': this pattern can take very long"));
}

static void milestones_are_cut_in_a_file(void **state)
{
    struct rule_file file =
        read_good("milestones:\n  M3: {title: t, question: q, met: 0.9, partly: 0.2}\n");

    (void)state;
    assert_int_equal(file.milestones[3].line, 2);
    assert_true(file.milestones[3].met.value == 0.9);
    assert_int_equal(file.milestones[0].line, 0);
    refuses("milestones:\n  M3: {title: t, question: q, met: 0.1, partly: 0.2}\n",
            "lab.yml:2: cuts must be from 0 to 1, and 'partly' not above 'met'");
    refuses("milestones:\n  M7: {}\n", "lab.yml:2: unknown key 'M7' (did you mean 'M0'?)");
}

/* Writes the text to a file that load can be given. */
static const char *file_of(const char *text)
{
    char *path = arena_printf(arena, "/tmp/rules-XXXXXX");
    int handle = mkstemp(path);

    assert_true(handle >= 0);
    assert_int_equal(write(handle, text, strlen(text)), strlen(text));
    close(handle);
    return path;
}

static void load_refuses(const char *text, const char *message)
{
    const char *path = file_of(text);
    struct rh_error err = {0};

    assert_null(rh_ruleset_load(&path, 1, &err));
    assert_string_equal(err.text, arena_printf(arena, "%s%s", path, message));
    unlink(path);
}

static void a_later_file_replaces_rules(void **state)
{
    struct rh_error err = {0};
    struct rh_ruleset *builtin = rh_ruleset_load(NULL, 0, &err), *both;
    const char *path;

    (void)state;
    if (!builtin)
        fail_msg("%s", err.text);
    assert_true(builtin->count > 0);
    path = file_of(arena_printf(arena,
                                "rules:\n"
                                "  - {id: %s, title: mine, area: release, milestone: M6,\n"
                                "     check: path, with: {any: x}}\n",
                                builtin->rules[0].id));
    both = rh_ruleset_load(&path, 1, &err);
    if (!both)
        fail_msg("%s", err.text);
    assert_int_equal(both->count, builtin->count);
    assert_string_equal(both->rules[0].title, "mine");
    assert_int_equal(both->file_count, builtin->file_count + 1);
    assert_int_equal(strlen(both->files[0].hash), 64);
    assert_string_equal(both->files[0].hash, builtin->files[0].hash);
    unlink(path);
    rh_ruleset_free(both);
    rh_ruleset_free(builtin);
}

static void requirements_must_lead_somewhere(void **state)
{
    struct rh_error err = {0};
    const char *missing = "/nonexistent/x.yml";

    (void)state;
    load_refuses("rules:\n"
                 "  - {id: readme.a, title: a, milestone: M0, check: path, with: {any: x},\n"
                 "     requires: readme.b}\n"
                 "  - {id: readme.b, title: b, milestone: M0, check: path, with: {any: x},\n"
                 "     requires: readme.a}\n",
                 ":4: rule 'readme.b' requires 'readme.a', which in the end requires it");
    load_refuses("rules:\n"
                 "  - {id: readme.quickstart, title: a, milestone: M0, check: path,\n"
                 "     with: {any: x}, requires: readme.quikstart}\n",
                 ":2: rule 'readme.quickstart' requires 'readme.quikstart', which is no rule (did "
                 "you mean 'readme.quickstart'?)");
    assert_null(rh_ruleset_load(&missing, 1, &err));
    assert_string_equal(err.text, "/nonexistent/x.yml: No such file or directory");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_rule_is_read_whole, begin, end),
        cmocka_unit_test_setup_teardown(mistakes_name_line_and_nearest_word, begin, end),
        cmocka_unit_test_setup_teardown(mistakes_in_a_check_name_its_keys, begin, end),
        cmocka_unit_test_setup_teardown(a_slow_pattern_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(milestones_are_cut_in_a_file, begin, end),
        cmocka_unit_test_setup_teardown(a_later_file_replaces_rules, begin, end),
        cmocka_unit_test_setup_teardown(requirements_must_lead_somewhere, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
