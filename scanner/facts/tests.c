/* Own tests: files that stand where tests stand and that check something. */
#include "facts/extract.h"
#include "facts/facts.h"
#include "util/arena.h"
#include "util/limits.h"
#include "util/phrase.h"

#include <string.h>

enum {
    READ_MOST = 100, /* files that are looked into before there is said to be no test */
    SHOWN_MOST = 20,
};

/* What code that tests is made of. A bare assertion is not enough: programs have them too. */
static const char *const python[] = {"def test_*",
                                     "import unittest",
                                     "from unittest",
                                     "import pytest",
                                     "from pytest",
                                     "unittest.TestCase",
                                     "absltest",
                                     "parameterized.TestCase",
                                     "tf.test.TestCase",
                                     "doctest",
                                     NULL};
static const char *const r[] = {"test_that(",  "expect_*",   "testthat", "tinytest",
                                "checkEquals", "stopifnot(", NULL};
static const char *const julia[] = {"@test*", "@testset", "using Test", "using ReTest", NULL};
static const char *const matlab[] = {"matlab.unittest*", "functiontests", "assert(",  "verify*",
                                     "assertEqual*",     "initTestSuite", "moxunit*", "test_suite",
                                     "isequal(",         "error(",        NULL};
static const char *const c[] = {
    "TEST(",       "TEST_F(",          "TEST_P(",       "TEST_CASE(", "TYPED_TEST(",
    "TEST_SUITE(", "BOOST_AUTO_TEST*", "BOOST_CHECK*",  "assert(",    "EXPECT_*",
    "ASSERT_*",    "CHECK(",           "CHECK_*",       "REQUIRE(",   "SECTION(",
    "cl_assert*",  "fail_unless*",     "abort_unless(", "cmocka*",    "check_*",
    NULL};
static const char *const go[] = {"func Test*", "testing.T", NULL};
static const char *const java[] = {"@Test",       "TestCase",      "FunSuite", "AnyFlatSpec",
                                   "AnyFunSuite", "assertEquals*", "junit",    NULL};
static const char *const rust[] = {"#[test]", "#[cfg(test)]", "#[tokio::test]", NULL};
static const char *const script[] = {"describe(", "it(",   "test(",     "expect(",
                                     "assert*",   "QUnit", "Deno.test", NULL};
static const char *const lua[] = {"describe(", "assert*", "torch.Tester", "mytester*", "luaunit",
                                  "TestSuite", NULL};
static const char *const shell[] = {
    "test_expect_success", "@test", "assert*", "test_done", "bats", "pytest", "exit 1", NULL};
static const char *const perl[] = {"Test::More", "Test::Simple", "ok(", "is(", NULL};
static const char *const other[] = {"assert*",  "@Test",      "TestCase", "XCTest*", "[Test]",
                                    "[Fact]",   "TestMethod", "hspec",    "HUnit",   "QuickCheck",
                                    "alcotest", "describe",   "RSpec",    "#guard",  "example",
                                    "PHPUnit",  NULL};

static const char *const *const evidence[LANGUAGE_COUNT] = {
    [LANGUAGE_PYTHON] = python,
    [LANGUAGE_R] = r,
    [LANGUAGE_JULIA] = julia,
    [LANGUAGE_MATLAB] = matlab,
    [LANGUAGE_C] = c,
    [LANGUAGE_CPP] = c,
    [LANGUAGE_CUDA] = c,
    [LANGUAGE_FORTRAN] = other,
    [LANGUAGE_JAVA] = java,
    [LANGUAGE_SCALA] = java,
    [LANGUAGE_KOTLIN] = java,
    [LANGUAGE_RUST] = rust,
    [LANGUAGE_GO] = go,
    [LANGUAGE_JAVASCRIPT] = script,
    [LANGUAGE_TYPESCRIPT] = script,
    [LANGUAGE_LUA] = lua,
    [LANGUAGE_PERL] = perl,
    [LANGUAGE_RUBY] = other,
    [LANGUAGE_PHP] = other,
    [LANGUAGE_HASKELL] = other,
    [LANGUAGE_OCAML] = other,
    [LANGUAGE_CSHARP] = other,
    [LANGUAGE_SWIFT] = other,
    [LANGUAGE_OBJECTIVE_C] = other,
    [LANGUAGE_STATA] = other,
    [LANGUAGE_LEAN] = other,
    [LANGUAGE_SHELL] = shell,
};

/* Rust keeps tests beside the code that they test. */
static bool is_candidate(const struct tree *tree, const struct tree_file *file)
{
    unsigned wanted = ROLE_CODE | ROLE_OWN;

    if ((file->roles & wanted) != wanted || !evidence[file->language])
        return false;
    return file->roles & ROLE_TEST ||
           (file->language == LANGUAGE_RUST && tree->language == LANGUAGE_RUST);
}

/* A Python file that pytest would collect may check with bare assertions. */
static bool is_collected(const struct tree *tree, const struct tree_file *file)
{
    const char *base = path_base(file->file->path);

    return file->language == LANGUAGE_PYTHON && tree->folders[file->folder].roles & ROLE_TEST &&
           (text_starts(base, "test_") || text_ends(base, "_test.py"));
}

static bool checks_something(const struct tree *tree, const struct tree_file *file, struct str text,
                             unsigned *ret_line)
{
    bool collected = is_collected(tree, file);
    struct str line;

    for (*ret_line = 1; str_next_line(&text, &line); ++*ret_line) {
        line = str_trim(str_slice(line, 0, LIMIT_LINE_BYTES));
        if (line.len && (phrase_any(line, evidence[file->language]) ||
                         (collected && str_starts(line, "assert "))))
            return true;
    }
    return false;
}

void tests_collect(struct facts *facts)
{
    const struct tree *tree = &facts->tree;
    size_t files = 0, read = 0, missing = 0, found = 0;

    for (size_t i = 0; i < tree->count; i++) {
        const struct tree_file *file = &tree->files[i];
        struct arena *scratch;
        enum read_status status;
        struct str text;
        unsigned line;

        if (!is_candidate(tree, file))
            continue;
        files++;
        if (read >= READ_MOST || found >= SHOWN_MOST)
            continue;
        scratch = arena_new();
        status = file_read(facts->snapshot, scratch, file->file, LIMIT_BLOB_BYTES, &text);
        read++;
        missing += status != READ_OK;
        if (status == READ_OK && checks_something(tree, file, text, &line)) {
            found++;
            facts_observe(facts, OBSERVATION_TEST_FILE, "found", file->file->path, line,
                          str_of(path_base(file->file->path)));
        }
        arena_free(scratch);
    }
    facts_integer(facts, METRIC_TESTS_FILES, (int64_t)files);
    if (found || (!missing && read == files))
        facts_bool(facts, METRIC_TESTS_PRESENT, found != 0);
    else
        facts_unknown(facts, METRIC_TESTS_PRESENT,
                      missing ? "files where tests stand are not in this copy"
                              : "too many files stand where tests stand, and the first are none");
}
