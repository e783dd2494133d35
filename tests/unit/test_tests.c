#include "facts/extract.h"
#include "facts/facts.h"
#include "util/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void a_test_stands_with_tests_and_checks(void **state)
{
    static const struct {
        const char *path, *text;
        bool found;
    } rows[] = {
        {"tests/test_a.py", "def test_a():\n    assert f() == 1\n", true},
        {"tests/a_test.py", "x = f()\nassert x\n", true},
        {"tests/helper.py", "assert x\n", false},
        {"test.py", "def test(model):\n    assert model\n", false},
        {"test/evaluate.py", "def test(model):\n    return model(x)\n", false},
        {"src/test_model.py", "model = load()\nprint(accuracy(model))\n", false},
        {"data/test/a.py", "def test_a(): pass\n", false},
        {"third_party/x/tests/test_a.py", "def test_a(): pass\n", false},
        {"tests/testthat/test-a.R", "test_that('a', { expect_equal(1, 1) })\n", true},
        {"test/runtests.jl", "using Test\n@test f() == 1\n", true},
        {"tests/a.cpp", "TEST(A, b) { EXPECT_EQ(1, 1); }\n", true},
        {"a_test.go", "func TestA(t *testing.T) {}\n", true},
        {"t/t0001.sh", "test_expect_success 'a' 'true'\n", true},
        {"tests/a.m", "assert(f(1) == 2)\n", true},
        {"tests/data.csv", "assert\n", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena *arena = arena_new();
        struct facts facts = {.arena = arena};
        struct snapshot snapshot;

        snapshot_from_texts(arena, &rows[i].path, &rows[i].text, 1, &snapshot);
        facts.snapshot = &snapshot;
        tree_collect(arena, &snapshot, &facts.tree);
        tests_collect(&facts);
        assert_int_equal(facts.metrics[METRIC_TESTS_PRESENT].type, RH_VALUE_BOOL);
        if (facts.metrics[METRIC_TESTS_PRESENT].integer != rows[i].found)
            fail_msg("%s", rows[i].path);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_test_stands_with_tests_and_checks)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
