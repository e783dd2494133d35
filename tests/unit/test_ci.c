#include "facts/extract.h"
#include "facts/facts.h"
#include "util/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void a_configuration_is_what_it_does(void **state)
{
    static const struct {
        const char *path, *text, *status; /* NULL: no configuration */
        bool builds, tests;
    } rows[] = {
        {".github/workflows/a.yml", "on: push\njobs:\n  t:\n    steps:\n    - run: pytest -q\n",
         "tests", true, true},
        {".github/workflows/a.yaml", "on: [workflow_dispatch]\njobs: {t: {steps: [{run: tox}]}}\n",
         "tests", false, false},
        {".github/workflows/a.yml",
         "on:\n  pull_request:\njobs:\n  b:\n    steps:\n"
         "    - run: pip install -e .\n    # - run: pytest\n",
         "builds", true, false},
        {".github/workflows/stale.yml",
         "on:\n  schedule:\njobs:\n  s:\n    steps:\n"
         "    - uses: actions/stale@v9\n",
         "admin", false, false},
        {".github/workflows/lint.yml", "on: push\njobs:\n  s:\n    steps:\n    - run: ruff check\n",
         "lint", false, false},
        {".github/workflows/a.yml", "on: push\n\t{ no yaml\n  run: make test\n", "tests", true,
         true},
        {".travis.yml", "script: R CMD check .\n", "tests", true, true},
        {".travis.yml", "language: r\ncache: packages\n", "tests", true, true},
        {".travis.yml", "language: julia\nscript:\n  - make\n", "builds", true, false},
        {"Jenkinsfile", "stage('x') { sh 'ctest' }\n", "tests", true, true},
        {".github/dependabot.yml", "version: 2\n", NULL, false, false},
        {"sub/.travis.yml", "script: pytest\n", NULL, false, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena *arena = arena_new();
        struct facts facts = {.arena = arena};
        struct snapshot snapshot;

        snapshot_from_texts(arena, &rows[i].path, &rows[i].text, 1, &snapshot);
        facts.snapshot = &snapshot;
        tree_collect(arena, &snapshot, &facts.tree);
        ci_collect(&facts);
        if (facts.observations.count != (rows[i].status != NULL) ||
            (rows[i].status && strcmp(facts.observations.items[0].status, rows[i].status)))
            fail_msg("row %zu: %s", i,
                     facts.observations.count ? facts.observations.items[0].status : "none");
        assert_int_equal(facts.metrics[METRIC_CI_CONFIG].integer, rows[i].status != NULL);
        assert_int_equal(facts.metrics[METRIC_CI_BUILDS].integer, rows[i].builds);
        assert_int_equal(facts.metrics[METRIC_CI_RUNS_TESTS].integer, rows[i].tests);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_configuration_is_what_it_does)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
