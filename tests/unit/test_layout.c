#include "facts/extract.h"
#include "facts/facts.h"
#include "util/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Facts of a repository of small files. */
static void look(struct arena *arena, const char *const *paths, struct facts *facts)
{
    struct snapshot *snapshot = arena_alloc(arena, sizeof(*snapshot));
    const char *texts[16];
    size_t count = 0;

    for (; paths[count]; count++)
        texts[count] = "x\n";
    snapshot_from_texts(arena, paths, texts, count, snapshot);
    *facts = (struct facts){.arena = arena, .snapshot = snapshot};
    tree_collect(arena, snapshot, &facts->tree);
    presence_collect(facts);
    layout_collect(facts);
    hygiene_collect(facts);
}

static void names_at_their_places_are_found(void **state)
{
    static const struct {
        const char *path;
        enum metric metric;
        bool found;
    } rows[] = {
        {"CHANGELOG.md", METRIC_RELEASE_CHANGELOG, true},
        {"docs/source/whats-new.rst", METRIC_RELEASE_CHANGELOG, true},
        {"doc/changes/v1.rst", METRIC_RELEASE_CHANGELOG, true},
        {"src/changes.md", METRIC_RELEASE_CHANGELOG, false},
        {"history.py", METRIC_RELEASE_CHANGELOG, false},
        {"vendor/CHANGELOG.md", METRIC_RELEASE_CHANGELOG, false},
        {".github/contributing.md", METRIC_COMMUNITY_CONTRIBUTING, true},
        {"CONTRIBUTING", METRIC_COMMUNITY_CONTRIBUTING, true},
        {"docs/contributing/style.md", METRIC_COMMUNITY_CONTRIBUTING, true},
        {".github/ISSUE_TEMPLATE/bug.yml", METRIC_COMMUNITY_TEMPLATES, true},
        {".github/ISSUE_TEMPLATE/config.yml", METRIC_COMMUNITY_TEMPLATES, false},
        {".github/PULL_REQUEST_TEMPLATE.md", METRIC_COMMUNITY_TEMPLATES, true},
        {".github/FUNDING.yml", METRIC_COMMUNITY_TEMPLATES, false},
        {"CODE-OF-CONDUCT.md", METRIC_COMMUNITY_CONDUCT, true},
        {".github/CODEOWNERS", METRIC_MODULARITY_CODEOWNERS, true},
        {"ROADMAP.md", METRIC_MODULARITY_ROADMAP, true},
        {"docker/Dockerfile.gpu", METRIC_INSTALL_CONTAINER, true},
        {"a/b/c/Dockerfile", METRIC_INSTALL_CONTAINER, false},
        {"binder/environment.yml", METRIC_EXAMPLES_BINDER, true},
        {"examples/a.py", METRIC_EXAMPLES_FOLDER, true},
        {"examples/README.md", METRIC_EXAMPLES_FOLDER_INDEX, true},
        {"examples/a.py", METRIC_EXAMPLES_FOLDER_INDEX, false},
        {"examples/a.csv", METRIC_EXAMPLES_FOLDER, false},
        {"train.py", METRIC_EXAMPLES_TRAINING_SCRIPT, true},
        {"scripts/run_finetuning.sh", METRIC_EXAMPLES_TRAINING_SCRIPT, true},
        {"src/trainer.py", METRIC_EXAMPLES_TRAINING_SCRIPT, false},
        {"src/train_utils.py", METRIC_EXAMPLES_TRAINING_SCRIPT, false},
        {"constraint.py", METRIC_EXAMPLES_TRAINING_SCRIPT, false},
        {"test.py", METRIC_EXAMPLES_EVALUATION_SCRIPT, true},
        {"tests/evaluate.py", METRIC_EXAMPLES_EVALUATION_SCRIPT, false},
        {"test_model.py", METRIC_EXAMPLES_EVALUATION_SCRIPT, false},
        {"data/toy.csv", METRIC_EXAMPLES_SAMPLE_DATA, true},
        {"results/toy.csv", METRIC_EXAMPLES_SAMPLE_DATA, false},
        {"benchmarks/speed.py", METRIC_CASE_BENCHMARKS_FOLDER, true},
        {"src/baselines/svm.py", METRIC_CASE_BASELINES_FOLDER, true},
        {"src/__pycache__/a.pyc", METRIC_HYGIENE_JUNK, true},
        {"figures/.DS_Store", METRIC_HYGIENE_JUNK, true},
        {"node_modules/.DS_Store", METRIC_HYGIENE_JUNK, false},
        {"DS_Store.md", METRIC_HYGIENE_JUNK, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena *arena = arena_new();
        struct facts facts;

        look(arena, (const char *const[]){rows[i].path, NULL}, &facts);
        assert_int_equal(facts.metrics[rows[i].metric].type, RH_VALUE_BOOL);
        if (facts.metrics[rows[i].metric].integer != rows[i].found)
            fail_msg("%s: %s is not %d", rows[i].path, metric_infos[rows[i].metric].name,
                     rows[i].found);
        arena_free(arena);
    }
}

static void things_are_counted(void **state)
{
    struct arena *arena = arena_new();
    struct facts facts;

    (void)state;
    look(arena,
         (const char *const[]){"conf/a.yaml", "conf/b/c.json", "conf/d.py", "docs/a.md",
                               "docs/adding_models.rst", "docs/b.ipynb", "docs/c.png", "my code.py",
                               "x.py", NULL},
         &facts);
    assert_int_equal(facts.metrics[METRIC_MODULARITY_CONFIG_UNITS].integer, 2);
    assert_int_equal(facts.metrics[METRIC_DOCS_PAGES].integer, 3);
    assert_int_equal(facts.metrics[METRIC_MODULARITY_EXTENSION_PAGES].integer, 1);
    assert_int_equal(facts.metrics[METRIC_HYGIENE_ODD_PATHS].integer, 1);
    assert_int_equal(facts.metrics[METRIC_HYGIENE_FILES].integer, 9);
    assert_int_equal(facts.metrics[METRIC_HYGIENE_TRACKED_BYTES].integer, 18);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_at_their_places_are_found),
        cmocka_unit_test(things_are_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
