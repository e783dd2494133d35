#include "ruleset/ruleset.h"
#include "ruleset/settings.h"
#include "snapshot/snapshot.h"
#include "target/target.h"
#include "util/arena.h"
#include "util/date.h"
#include "util/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;
static struct rh_ruleset *base;

static int begin(void **state)
{
    struct rh_error err;

    (void)state;
    arena = arena_new();
    base = rh_ruleset_load(NULL, 0, &err);
    return base ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    rh_ruleset_free(base);
    arena_free(arena);
    return 0;
}

static bool read_one(void *context, const char *path, struct str *ret_text, struct rh_error *err)
{
    (void)context;
    if (strcmp(path, "lab.yml"))
        return error_set(err, RH_ERROR_RULE, "no file %s", path);
    *ret_text = STR("rules:\n"
                    "  - {id: lab.data-card, area: examples, title: A data card stands beside the "
                    "data,\n     milestone: M1, check: path, with: {any: '**/DATACARD.md'}}\n");
    return true;
}

static const struct settings_reader reader = {read_one, NULL};

static struct settings good(const char *text, enum settings_trust trust)
{
    struct settings settings = {0};
    struct rh_error err = {0};

    if (!settings_parse(arena, "s.yml", str_of(text), trust, base, &reader, &settings, &err))
        fail_msg("%s", err.text);
    return settings;
}

static void refuses(const char *text, enum settings_trust trust, const char *message)
{
    struct settings settings = {0};
    struct rh_error err = {0};

    assert_false(
        settings_parse(arena, "s.yml", str_of(text), trust, base, &reader, &settings, &err));
    assert_int_equal(err.code, RH_ERROR_RULE);
    assert_string_equal(err.text, message);
}

static void own_settings_choose_weigh_and_exempt(void **state)
{
    struct settings settings = good("aim: project\n"
                                    "kind: library\n"
                                    "only: ['readme.*']\n"
                                    "rules:\n"
                                    "  - {rule: readme.template, off: true, reason: it is one}\n"
                                    "  - {rule: readme.sections, weight: 5, reason: we say so}\n",
                                    SETTINGS_OWN);

    (void)state;
    assert_string_equal(settings.aim, "project");
    assert_string_equal(settings.kind, "library");
    assert_int_equal(settings.rule_count, 2);
    assert_int_equal(settings.rules[1].weight, 5);
    assert_ptr_equal(settings.ruleset, base);
    assert_null(good("", SETTINGS_OWN).aim);
}

static void mistakes_have_a_line(void **state)
{
    (void)state;
    refuses("aims: release\n", SETTINGS_OWN, "s.yml:1: unknown key 'aims' (did you mean 'aim'?)");
    refuses("aim: relase\n", SETTINGS_OWN,
            "s.yml:1: 'aim' cannot be 'relase' (did you mean 'release'?)");
    refuses("rules:\n  - {rule: readme.templat, off: true, reason: x}\n", SETTINGS_OWN,
            "s.yml:2: there is no rule 'readme.templat' (did you mean 'readme.template'?)");
    refuses("rules:\n  - {rule: readme.template, off: true}\n", SETTINGS_OWN,
            "s.yml:2: 'rules' lacks 'reason'");
    refuses("rules:\n  - {rule: readme.template, reason: x}\n", SETTINGS_OWN,
            "s.yml:2: this changes nothing: give off, weight or paths");
    refuses("rules:\n  - {rule: readme.template, off: true, reason: x, until: soon}\n",
            SETTINGS_OWN, "s.yml:2: 'until' must be a date like 2025-01-31, not 'soon'");
    refuses("- x\n", SETTINGS_OWN, "s.yml:1: settings are a mapping: aim, rules, ...");
}

static void what_decides_needs_trust(void **state)
{
    struct settings settings;

    (void)state;
    refuses("extends: lab.yml\n", SETTINGS_OWN,
            "s.yml:1: 'extends' is not for a repository's own file: use --config FILE, or trust "
            "this one with --trust-repo-config");
    refuses("milestones: {M3: {verdict: met, reason: x}}\n", SETTINGS_OWN,
            "s.yml:1: 'milestones' is not for a repository's own file: use --config FILE, or trust "
            "this one with --trust-repo-config");
    refuses("extends: [other.yml]\n", SETTINGS_TRUSTED, "s.yml:1: 'extends': no file other.yml");
    settings = good("extends: lab.yml\n"
                    "only: [lab.data-card]\n"
                    "milestones: {M3: {verdict: met, reason: the paper has it}}\n",
                    SETTINGS_TRUSTED);
    assert_int_equal(settings.ruleset->count, base->count + 1);
    assert_non_null(ruleset_find(settings.ruleset, "lab.data-card"));
    assert_null(ruleset_find(base, "lab.data-card"));
    assert_int_equal(settings.ruleset->file_count, base->file_count + 1);
    assert_int_equal(settings.overrule_count, 1);
    assert_int_equal(settings.overrules[0].milestone, RH_M3);
    assert_string_equal(settings.overrules[0].reason, "the paper has it");
}

static struct rh_finding a_finding(const struct rh_evidence *evidence, size_t count)
{
    return (struct rh_finding){.rule = "readme.template",
                               .weight = 2,
                               .outcome = RH_FAIL,
                               .message = "2 found",
                               .evidence = evidence,
                               .evidence_count = count};
}

static struct rh_finding after(const char *text, const char *as_of, bool whole)
{
    static const struct rh_evidence evidence[] = {{.path = "docs/a.md", .line = 1},
                                                  {.path = "README.md", .line = 2}};
    struct settings settings = good(text, SETTINGS_OWN);
    struct rh_finding finding = a_finding(evidence, 2);
    time_t when = 0;

    assert_true(date_parse(str_of(as_of), &when));
    settings_apply(arena, &settings, when, whole, &finding);
    return finding;
}

static void exemptions_end(void **state)
{
    static const char until[] =
        "rules: [{rule: 'readme.*', off: true, reason: in the works, until: 2025-03-01}]\n";

    (void)state;
    assert_string_equal(after(until, "2025-03-01", true).exempted, "in the works");
    assert_null(after(until, "2025-03-02", true).exempted);
}

static void files_are_exempt_one_by_one(void **state)
{
    struct rh_finding finding =
        after("rules: [{rule: readme.template, paths: docs/**, reason: an example}]\n",
              "2025-01-01", true);

    (void)state;
    assert_null(finding.exempted);
    assert_int_equal(finding.evidence_count, 1);
    assert_string_equal(finding.evidence[0].path, "README.md");
    assert_string_equal(finding.message, "2 found; 1 exempt: an example");
    finding = after("rules: [{rule: readme.template, paths: '**', reason: all of it}]\n",
                    "2025-01-01", true);
    assert_string_equal(finding.exempted, "all of it");
    assert_int_equal(finding.outcome, RH_FAIL);
    finding = after("rules: [{rule: readme.template, paths: '**', reason: all of it}]\n",
                    "2025-01-01", false);
    assert_null(finding.exempted);
}

static void weights_and_choice(void **state)
{
    (void)state;
    assert_int_equal(
        after("rules: [{rule: '*', weight: 1, reason: x}]\n", "2025-01-01", true).weight, 1);
    assert_string_equal(after("only: readme.sections\n", "2025-01-01", true).exempted,
                        "not among the rules that s.yml asks for");
    assert_null(after("only: 'readme.*'\n", "2025-01-01", true).exempted);
}

static struct settings of_target(enum target_kind kind, const char *text, bool good_one,
                                 struct rh_error *err)
{
    const char *paths[] = {".repohealth.yml"};
    const char *const texts[] = {text};
    const struct target target = {.kind = kind};
    struct settings settings = {0};
    struct snapshot *snapshot = arena_alloc(arena, sizeof(*snapshot));

    snapshot_from_texts(arena, paths, texts, 1, snapshot);
    assert_int_equal(
        settings_of_target(arena, &target, snapshot, SETTINGS_OWN, base, &settings, err), good_one);
    return settings;
}

static void others_settings_are_told_and_not_used(void **state)
{
    static const char text[] = "aim: release\n"
                               "rules:\n"
                               "  - {rule: readme.template, off: true, reason: it is one}\n"
                               "  - {rule: 'readme.*', weight: 1, reason: x}\n";
    struct rh_error err = {0};
    struct settings settings = of_target(TARGET_LOCAL, text, true, &err);

    (void)state;
    assert_int_equal(settings.rule_count, 2);
    assert_string_equal(settings.source.why, ".repohealth.yml: 1 rule left out, 1 rule weighed "
                                             "otherwise, aim release");
    settings = of_target(TARGET_REMOTE, text, true, &err);
    assert_int_equal(settings.rule_count, 0);
    assert_null(settings.aim);
    assert_ptr_equal(settings.ruleset, base);
    assert_string_equal(settings.source.why,
                        "the repository's own .repohealth.yml was not used (1 rule left out, 1 "
                        "rule weighed otherwise, aim release)");
    settings = of_target(TARGET_REMOTE, "a: b\n", true, &err);
    assert_string_equal(settings.source.why, "the repository's own .repohealth.yml was not used "
                                             "(.repohealth.yml:1: unknown key 'a')");
    of_target(TARGET_LOCAL, "a: b\n", false, &err);
    assert_string_equal(err.text, ".repohealth.yml:1: unknown key 'a'");
}

static void settings_that_cannot_be_read_are_told(void **state)
{
    char *large = arena_alloc(arena, LIMIT_CONFIG_BYTES + 2);
    struct rh_error err = {0};
    struct settings settings;

    (void)state;
    memset(large, '#', LIMIT_CONFIG_BYTES + 1);
    of_target(TARGET_LOCAL, large, false, &err);
    assert_int_equal(err.code, RH_ERROR_RULE);
    assert_string_equal(err.text, ".repohealth.yml: the file is too large");
    settings = of_target(TARGET_REMOTE, large, true, &err);
    assert_string_equal(settings.source.why, "the repository's own .repohealth.yml was not used "
                                             "(the file is too large)");
    settings = of_target(TARGET_LOCAL, NULL, true, &err); /* a submodule of that name */
    assert_string_equal(settings.source.why,
                        ".repohealth.yml was not used: it is no file that can be read");
}

static void config_is_read_from_disk(void **state)
{
    char path[] = "/tmp/settings-XXXXXX";
    int handle = mkstemp(path);
    struct settings settings = {0};
    struct rh_error err = {0};

    (void)state;
    assert_true(handle >= 0);
    assert_int_equal(write(handle, "aim: project\n", 13), 13);
    close(handle);
    assert_true(settings_from_config(arena, path, base, &settings, &err));
    assert_string_equal(settings.aim, "project");
    unlink(path);
    assert_false(settings_from_config(arena, path, base, &settings, &err));
    assert_non_null(strstr(err.text, "No such file"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(own_settings_choose_weigh_and_exempt, begin, end),
        cmocka_unit_test_setup_teardown(settings_that_cannot_be_read_are_told, begin, end),
        cmocka_unit_test_setup_teardown(mistakes_have_a_line, begin, end),
        cmocka_unit_test_setup_teardown(what_decides_needs_trust, begin, end),
        cmocka_unit_test_setup_teardown(exemptions_end, begin, end),
        cmocka_unit_test_setup_teardown(files_are_exempt_one_by_one, begin, end),
        cmocka_unit_test_setup_teardown(weights_and_choice, begin, end),
        cmocka_unit_test_setup_teardown(others_settings_are_told_and_not_used, begin, end),
        cmocka_unit_test_setup_teardown(config_is_read_from_disk, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
