/* What issues are about, by their titles and labels, as the built-in rule files tell it. */
#include "facts/facts.h"
#include "rh/rule.h"
#include "ruleset/reports.h"
#include "ruleset/ruleset.h"
#include "util/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct bench {
    struct arena *arena;
    struct rh_ruleset *ruleset;
    struct forge forge;
    struct snapshot snapshot;
    struct facts facts;
};

static const char *const paths[] = {"README.md"}, *const texts[] = {"# Loom\n"};
static const time_t today = 1748736000; /* 2025-06-01 */

static int set_up(void **state)
{
    struct arena *arena = arena_new();
    struct bench *bench = arena_alloc(arena, sizeof(*bench));
    struct rh_error err = {0};

    bench->arena = arena;
    bench->ruleset = rh_ruleset_load(NULL, 0, &err);
    assert_non_null(bench->ruleset);
    bench->forge = (struct forge){
        .repository = {.name = "ada/loom",
                       .url = "https://github.com/ada/loom",
                       .owner_kind = "user",
                       .issues = FORGE_YES},
        .observed = today,
    };
    *state = bench;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *bench = *state;

    rh_ruleset_free(bench->ruleset);
    arena_free(bench->arena);
    return 0;
}

static struct forge_item *add(struct bench *bench, const char *title)
{
    struct forge_item *item = ARENA_PUSH(bench->arena, &bench->forge.items);

    *item = (struct forge_item){
        .number = (unsigned)bench->forge.items.count,
        .title = title,
        .by = {.login = "eve", .kind = FORGE_USER, .association = FORGE_NONE},
        .created = today - 240 * 86400,
        .reviews_known = true,
    };
    return item;
}

static void collect(struct bench *bench)
{
    snapshot_from_texts(bench->arena, paths, texts, 1, &bench->snapshot);
    bench->snapshot.forge = &bench->forge;
    facts_collect(bench->arena, &bench->snapshot,
                  &(struct facts_options){.as_of = today, .topics = bench->ruleset->topics},
                  &bench->facts);
}

/* "": it is about none of the topics. */
static const char *status_of(const struct bench *bench, enum observation_kind kind, unsigned number)
{
    char start[24];

    snprintf(start, sizeof(start), "#%u ", number);
    for (size_t i = 0; i < bench->facts.observations.count; i++) {
        const struct observation *seen = &bench->facts.observations.items[i];

        if (seen->kind == kind && text_starts(seen->text, start))
            return seen->status;
    }
    return "";
}

static void titles_tell_topics(void **state)
{
    static const char *const rows[][2] = {
        {"install", "pip install fails on Windows"},
        {"install", "Cannot install with Python 3.12"},
        {"install", "ModuleNotFoundError: No module named 'loom.core'"},
        {"install", "ImportError: cannot import name 'weave' from 'loom'"},
        {"install", "Error when building wheels for collected packages"},
        {"install", "Unable to compile the CUDA extension"},
        {"install", "Conflict in requirements.txt: dependency problem"},
        {"install", "undefined symbol in loom_ops.so"},
        {"missing_file",
         "FileNotFoundError: [Errno 2] No such file or directory: 'data/train.csv'"},
        {"missing_file", "Where can I find the pretrained weights?"},
        {"missing_file", "train.py is missing"},
        {"missing_file", "Missing config file"},
        {"missing_file", "utils/metrics.py does not exist"},
        {"missing_file", "Dataset not available"},
        {"missing_file", "Where are the checkpoints?"},
        {"dead_link", "Dead link in README"},
        {"dead_link", "The Google Drive link is expired"},
        {"dead_link", "Dataset link not working"},
        {"dead_link", "Download link broken"},
        {"dead_link", "404 when downloading the dataset"},
        {"version", "Which version of PyTorch is required?"},
        {"version", "AttributeError: module 'numpy' has no attribute 'int'"},
        {"version", "Does not work with Python 3.11: fails with Python 3.11"},
        {"version", "TypeError: weave() got an unexpected keyword argument 'dim'"},
        {"version", "Incompatible with torch 2.1"},
        {"memory", "CUDA out of memory on a 3090"},
        {"memory", "How much GPU memory is needed for training?"},
        {"memory", "OOM with batch size 1"},
        {"reproduce", "Cannot reproduce the results of table 2"},
        {"reproduce", "Unable to reproduce the paper's numbers"},
        {"reproduce", "Results are much lower than reported: accuracy lower than in the paper"},
        {"reproduce", "How to reproduce results on ImageNet?"},
        {"reproduce", "Reproducing the experiments in section 4"},
        {"license", "License?"},
        {"license", "Missing license"},
        {"license", "Which licence is this under?"},
        {"license", "Please add a license"},
        {"license", "Add license file"},
        /* about other things */
        {"", "Feature request: support for JAX"},
        {"", "Question about equation 3"},
        {"", "Add a dark theme to the documentation"},
        {"", "Why is softmax used in the last layer?"},
        {"", "Typo in README"},
        {"", "Great work!"},
        {"", "How to train on my own dataset?"},
        {"", "What does the parameter alpha mean?"},
        {"", "Memory leak in the dataloader"},
        {"", "Speed up the inner loop"},
        {"", "Linking threads across looms"},
        {"", "Will you release the code of the follow-up paper?"},
        {"", "Crash when the input is empty"},
        {"", "Gurobi license key is asked for"},
        {"", "Data augmentation during training"},
        {"", "Use of the attention mask in line 40"},
        {"", "Export to ONNX"},
        {"", "Add link to the new paper"},
        {"", "Result of weave() is not symmetric"},
        {"", "Progress bar does not show the number of files"},
        {"", "Steps to reproduce a segfault in weave()"},
        {"", "Update the version number in the docs"},
    };
    struct bench *bench = *state;
    size_t count = sizeof(rows) / sizeof(*rows), wrong = 0;

    for (size_t i = 0; i < count; i++)
        add(bench, rows[i][1]);
    collect(bench);
    for (size_t i = 0; i < count; i++) {
        const char *status = status_of(bench, OBSERVATION_USER_REPORT, (unsigned)i + 1);

        if (strcmp(status, rows[i][0])) {
            print_error("'%s' is about '%s', not '%s'\n", rows[i][1], status, rows[i][0]);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static void labels_tell_topics(void **state)
{
    static const char *const labels[] = {"enhancement", "Installation"};
    struct bench *bench = *state;
    struct forge_item *item = add(bench, "It does not go");

    item->labels = labels;
    item->label_count = 2;
    collect(bench);
    assert_string_equal(status_of(bench, OBSERVATION_USER_REPORT, 1), "install");
}

static void only_what_outsiders_hit_now_counts(void **state)
{
    struct bench *bench = *state;

    add(bench, "pip install fails")->closed = today - 86400;
    add(bench, "pip install fails")->by.login = "ada";
    add(bench, "pip install fails")->by = (struct forge_person){"stale", FORGE_BOT, FORGE_NONE};
    add(bench, "Fix pip install failing")->pull = true;
    add(bench, "pip install fails");
    collect(bench);
    for (unsigned number = 1; number <= 4; number++)
        assert_string_equal(status_of(bench, OBSERVATION_USER_REPORT, number), "");
    assert_string_equal(status_of(bench, OBSERVATION_USER_PATCH, 4), "install");
    assert_string_equal(status_of(bench, OBSERVATION_USER_REPORT, 5), "install");
    assert_int_equal(bench->facts.metrics[METRIC_ISSUES_TROUBLE_UNANSWERED].integer, 1);
}

static struct rh_finding *finding_of(const struct bench *bench, struct rh_finding *findings,
                                     const char *rule)
{
    for (size_t i = 0; i < bench->ruleset->count; i++)
        if (!strcmp(bench->ruleset->rules[i].id, rule))
            return &findings[i];
    fail_msg("no rule %s", rule);
    return NULL;
}

/* A report bears out a finding about a file only where it names the file. */
static void reports_go_to_the_findings_that_they_name(void **state)
{
    static const struct rh_evidence train[] = {
        {.path = "README.md", .line = 4, .quote = "python scripts/train_all.py --fast"}};
    struct bench *bench = *state;
    struct rh_finding *findings =
        arena_alloc(bench->arena, bench->ruleset->count * sizeof(*findings));
    struct rh_finding *target, *license;

    add(bench, "train_all.py is missing");
    add(bench, "eval_all.py is missing");
    add(bench, "No license");
    add(bench, "Add a missing license")->pull = true;
    collect(bench);
    for (size_t i = 0; i < bench->ruleset->count; i++)
        findings[i] = (struct rh_finding){
            .rule = bench->ruleset->rules[i].id, .outcome = RH_PASS, .message = ""};
    target = finding_of(bench, findings, "examples.command-target");
    target->outcome = RH_FAIL;
    target->message = "1 missing";
    target->evidence = train;
    target->evidence_count = 1;
    license = finding_of(bench, findings, "license.file");
    license->outcome = RH_FAIL;
    license->message = "no";
    reports_attach(bench->arena, bench->ruleset, &bench->facts, findings);
    assert_string_equal(target->message, "1 missing; users hit this: #1, open for 240 days");
    assert_int_equal(target->evidence_count, 2);
    assert_string_equal(target->evidence[0].path, "README.md");
    assert_string_equal(target->evidence[1].url, "https://github.com/ada/loom/issues/1");
    assert_int_equal(strlen(target->evidence[1].fingerprint), 32);
    assert_string_equal(license->message,
                        "users hit this: #3, open for 240 days; a patch waits: #4");
    assert_int_equal(license->evidence_count, 2);
    assert_string_equal(license->evidence[1].url, "https://github.com/ada/loom/pull/4");
    assert_string_equal(finding_of(bench, findings, "license.known")->message, "");
}

static void check_rules(const struct bench *bench, const struct strings *ids)
{
    for (size_t i = 0; i < ids->count; i++)
        if (!ruleset_find(bench->ruleset, ids->items[i]))
            fail_msg("no rule %s", ids->items[i]);
}

static void topics_name_rules(void **state)
{
    const struct bench *bench = *state;
    const struct report_topics *topics = bench->ruleset->topics;
    unsigned seen = 0;

    for (size_t i = 0; i < topics->count; i++) {
        seen |= 1u << topics->items[i].status;
        check_rules(bench, &topics->items[i].about);
        check_rules(bench, &topics->items[i].naming);
        assert_true(topics->items[i].about.count + topics->items[i].naming.count > 0);
    }
    for (unsigned i = 0; topic_choice(i); i++)
        assert_true(seen & 1u << i);
}

/* A file of one's own replaces a topic and keeps the others. */
static void a_later_file_replaces_a_topic(void **state)
{
    const struct bench *bench = *state;
    const struct report_topic later = {.status = 0, .trouble = false};
    const struct report_topics *joined = topics_join(
        bench->arena, bench->ruleset->topics, &(struct field_list){.items = &later, .count = 1});

    assert_int_equal(joined->count, bench->ruleset->topics->count);
    for (size_t i = 0; i < joined->count; i++)
        assert_int_equal(joined->items[i].titles.count > 0, joined->items[i].status != 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(titles_tell_topics, set_up, tear_down),
        cmocka_unit_test_setup_teardown(labels_tell_topics, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_what_outsiders_hit_now_counts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reports_go_to_the_findings_that_they_name, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(topics_name_rules, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_later_file_replaces_a_topic, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
