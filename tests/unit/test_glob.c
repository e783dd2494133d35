#include "util/arena.h"
#include "util/glob.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

struct row {
    const char *pattern, *path;
    bool matches;
    unsigned flags;
};

static void patterns_match_as_the_header_says(void **state)
{
    static const struct row rows[] = {
        {"a.c", "a.c", true},
        {"a.c", "a.cc", false},
        {"a.c", "b/a.c", false},
        {"", "", true},
        {"", "a", false},
        {"*.c", "a.c", true},
        {"*.c", ".c", true},
        {"*.c", "b/a.c", false},
        {"?.c", "a.c", true},
        {"?.c", "/.c", false},
        {"src/*/x", "src/a/x", true},
        {"src/*/x", "src/a/b/x", false},
        {"**", "a/b/c", true},
        {"a/**", "a/b/c", true},
        {"a/**", "ab/c", false},
        {"**/x", "x", true},
        {"**/x", "a/b/x", true},
        {"**/x", "a/bx", false},
        {"a/**/b", "a/b", true},
        {"a/**/b", "a/x/y/b", true},
        {"a/**/b", "ab", false},
        {"a**b", "a/b", false},
        {"a**b", "axxb", true},
        {"***", "a/b", false},
        {"{a,b}.c", "b.c", true},
        {"{a,b}.c", "c.c", false},
        {"{,a}b", "b", true},
        {"{a{1,2},b}x", "a2x", true},
        {"{a{1,2},b}x", "bx", true},
        {"{a{1,2},b}x", "ax", false},
        {"{a,b*/**}/z", "bb/c/d/z", true},
        {"[a-c]x", "bx", true},
        {"[a-c]x", "dx", false},
        {"[!a-c]x", "dx", true},
        {"[!a]x", "/x", false},
        {"[]]", "]", true},
        {"[a-]", "-", true},
        {"\\*", "*", true},
        {"\\*", "a", false},
        {"a,b}", "a,b}", true},
        {"README*", "readme.md", false},
        {"README*", "readme.md", true, GLOB_NOCASE},
        {"[A-Z].md", "x.md", true, GLOB_NOCASE},
        {"[!x].md", "X.md", false, GLOB_NOCASE},
        {"*.c", "b/a.c", true, GLOB_NAME},
        {"b/*.c", "x/b/a.c", false, GLOB_NAME},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct glob *glob = glob_compile(arena, rows[i].pattern, rows[i].flags);

        assert_non_null(glob);
        if (glob_match(glob, rows[i].path) != rows[i].matches)
            fail_msg("'%s' on '%s' is not %d", rows[i].pattern, rows[i].path, rows[i].matches);
    }
    arena_free(arena);
}

static void bad_patterns_are_refused(void **state)
{
    struct arena *arena = arena_new();
    char deep[40], longest[1200];

    (void)state;
    memset(deep, '{', sizeof(deep) - 1);
    deep[sizeof(deep) - 1] = '\0';
    memset(longest, 'a', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = '\0';
    assert_null(glob_compile(arena, "[abc", 0));
    assert_null(glob_compile(arena, "{a,b", 0));
    assert_null(glob_compile(arena, deep, 0));
    assert_null(glob_compile(arena, longest, 0));
    longest[1000] = '\0';
    assert_non_null(glob_compile(arena, longest, 0));
    arena_free(arena);
}

/* A backtracking matcher needs longer than the universe for these. */
static void hostile_patterns_end_soon(void **state)
{
    struct arena *arena = arena_new();
    char stars[1001], commas[1001], path[4001];
    clock_t start = clock();

    (void)state;
    for (size_t i = 0; i < 1000; i += 2)
        memcpy(stars + i, "*a", 2);
    stars[1000] = '\0';
    memset(commas, ',', 1000);
    commas[0] = '{';
    commas[999] = '}';
    commas[1000] = '\0';
    memset(path, 'a', 4000);
    path[4000] = '\0';
    path[3999] = 'b';
    assert_false(glob_match(glob_compile(arena, stars, 0), path));
    assert_false(glob_match(glob_compile(arena, commas, 0), path));
    path[3999] = 'a';
    assert_true(glob_match(glob_compile(arena, stars, 0), path));
    assert_true(glob_match(glob_compile(arena, commas, 0), ""));
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 2);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_match_as_the_header_says),
        cmocka_unit_test(bad_patterns_are_refused),
        cmocka_unit_test(hostile_patterns_end_soon),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
