#include "util/arena.h"
#include "util/limits.h"
#include "util/pattern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int set_up(void **state)
{
    *state = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static struct pattern *compile(void **state, const char *text)
{
    struct pattern *pattern = NULL;
    struct rh_error err = {0};

    if (!pattern_compile(*state, text, &pattern, &err))
        fail_msg("%s", err.text);
    return pattern;
}

static void refuses(void **state, const char *text, const char *words)
{
    struct pattern *pattern = NULL;
    struct rh_error err = {0};

    if (pattern_compile(*state, text, &pattern, &err))
        fail_msg("accepted: %s", text);
    assert_null(pattern);
    assert_int_equal(err.code, RH_ERROR_RULE);
    if (!strstr(err.text, words))
        fail_msg("'%s' lacks '%s'", err.text, words);
}

static void groups_are_views_of_the_line(void **state)
{
    struct pattern *pattern = compile(state, "(?i)pip3? install (-U )?([a-z]+)");
    struct groups groups;

    assert_int_equal(pattern_match(pattern, STR("$ PIP install foo bar"), &groups), MATCH_YES);
    assert_true(str_equal(groups.items[0], "PIP install foo"));
    assert_null(groups.items[1].ptr);
    assert_true(str_equal(groups.items[2], "foo"));
    assert_null(groups.items[3].ptr);
    assert_int_equal(pattern_match(pattern, STR("conda install foo"), &groups), MATCH_NO);
    assert_int_equal(pattern_match(pattern, (struct str){0}, NULL), MATCH_NO);
    assert_string_equal(pattern_text(pattern), "(?i)pip3? install (-U )?([a-z]+)");
}

static void mistakes_name_their_place(void **state)
{
    char nested[200] = "", longer[PATTERN_TEXT_BYTES + 2];

    refuses(state, "a(b", "at character 4 of 'a(b'");
    refuses(state, "a[b", "at character 4");
    refuses(state, "a\\", "at character 3");
    memset(longer, 'a', sizeof(longer) - 1);
    longer[sizeof(longer) - 1] = '\0';
    refuses(state, longer, "4096 bytes");
    memset(nested, '(', 90);
    refuses(state, nested, "nested");
}

static void what_could_leave_the_limits_is_refused(void **state)
{
    refuses(state, "(*LIMIT_MATCH=4000000000)a", "verbs");
    refuses(state, "a(*COMMIT)b", "verbs such as (*...) are not allowed at character 2");
    refuses(state, "a(?C1)b", "callouts");
    refuses(state, "(a(?R)?b)", "recursion");
    refuses(state, "(a(?1)?b)", "recursion");
    refuses(state, "(a(?-1)?b)", "recursion");
    refuses(state, "(?<n>a(?&n)?)", "recursion");
    refuses(state, "(?P<n>a(?P>n)?)", "recursion");
    refuses(state, "(?<n>a\\g<n>?)", "recursion");
    refuses(state, "a\\Cb", "\\C");
    compile(state, "\\(*a[(*)?C](?-i)b\\Q(?R)\\E");
    compile(state, "[](?R]x[^](?R]");
    compile(state, "(?P<n>a)(?P=n)\\g1\\g{-1}");
}

static void bad_bytes_are_text_like_any_other(void **state)
{
    struct pattern *pattern = compile(state, "b$");

    assert_int_equal(pattern_match(pattern, STR("\xff\xc0 a\x80 b"), NULL), MATCH_YES);
    assert_int_equal(pattern_match(compile(state, "(?i)\xc3\x89\\b"), STR("caf\xc3\xa9!"), NULL),
                     MATCH_YES);
}

static void a_limit_is_not_a_no(void **state)
{
    struct pattern *pattern = compile(state, "^(a|aa)+$");
    char line[200];

    memset(line, 'a', sizeof(line));
    line[sizeof(line) - 1] = 'b';
    assert_int_equal(pattern_match(pattern, (struct str){line, sizeof(line)}, NULL),
                     MATCH_TOO_EXPENSIVE);
    assert_int_equal(pattern_match(pattern, STR("aaa"), NULL), MATCH_YES);
    assert_int_equal(pattern_match(pattern, STR("aab"), NULL), MATCH_NO);
}

static void a_deep_match_gets_a_larger_stack(void **state)
{
    struct pattern *pattern = compile(state, "^(?:a|b)*c$");
    size_t length = 1000;
    char *line = malloc(length);

    memset(line, 'a', length);
    line[length - 1] = 'c';
    assert_int_equal(pattern_match(pattern, (struct str){line, length}, NULL), MATCH_YES);
    free(line);
}

static void the_end_of_an_endless_line_is_not_seen(void **state)
{
    struct pattern *pattern = compile(state, "needle");
    struct pattern_walk walk = {0};
    size_t length = LIMIT_LINE_BYTES + 10;
    char *text = malloc(length);

    memset(text, ' ', length);
    memcpy(text + length - 6, "needle", 6);
    assert_int_equal(pattern_match(pattern, (struct str){text, length}, NULL), MATCH_NO);
    walk.rest = (struct str){text, length};
    assert_false(pattern_next(pattern, &walk));
    assert_true(walk.cut);
    free(text);
}

static void a_walk_knows_its_lines(void **state)
{
    struct pattern *pattern = compile(state, "^TODO:? *(.*)$");
    struct pattern_walk walk = {.rest = STR("a\nTODO: b\r\n\n a\nTODO")};

    assert_true(pattern_next(pattern, &walk));
    assert_int_equal(walk.line, 2);
    assert_true(str_equal(walk.line_text, "TODO: b"));
    assert_true(str_equal(walk.groups.items[1], "b"));
    assert_true(pattern_next(pattern, &walk));
    assert_int_equal(walk.line, 5);
    assert_false(pattern_next(pattern, &walk));
    assert_int_equal(walk.expensive, 0);
}

static void a_walk_gives_up_on_a_bomb(void **state)
{
    struct pattern *pattern = compile(state, "^(a|aa)+$");
    char text[40 * 101];
    struct pattern_walk walk = {.rest = {text, sizeof(text)}};

    memset(text, 'a', sizeof(text));
    for (size_t i = 99; i < sizeof(text); i += 101)
        memcpy(text + i, "b\n", 2);
    assert_false(pattern_next(pattern, &walk));
    assert_int_equal(walk.expensive, 16);
    assert_int_equal(walk.rest.len, 0);
}

static void answers_are_the_same_compiled_and_interpreted(void **state)
{
    struct pattern *pattern = compile(state, "(\\d+)\\s*(?:GB|hours?)\\b");
    char line[600];
    struct groups groups;

    for (int i = 0; i < 2000; i++) { /* passes from the interpreter to machine code on the way */
        snprintf(line, sizeof(line), "it takes %d hours on %*s one machine", i, i % 500, "");
        assert_int_equal(pattern_match(pattern, str_of(line), &groups), MATCH_YES);
        assert_int_equal(atoi(groups.items[1].ptr), i);
        assert_int_equal(pattern_match(pattern, STR("it takes hours"), &groups), MATCH_NO);
    }
}

static void slow_patterns_are_told(void **state)
{
    assert_true(pattern_is_quick(compile(state, "(?i)\\b(install|setup)\\b.*\\bconda\\b")));
    assert_false(
        pattern_is_quick(compile(state, "(a|aa)+[yz]"))); /* by its steps, not by the clock */
}

/* A quick look at many lines says no only where no line matches, for every kind of pattern. */
static void a_quick_look_misses_nothing(void **state)
{
    static const char *const texts[] = {
        "foo",       "^foo",       "foo$",          "^foo$",     "(?:^|\\s)foo\\b", "\\bfoo",
        "\\w*oo\\b", "(?i)\\bFOO", "fo*+x",         "(?!a)foo",  "(?<!\\S)foo",     "\\Afoo",
        "foo\\z",    "foo|^bar",   "[^;]+;",        "a[^;]*;$",  "(?s)a.*b",        "\\s+$",
        "(?>a+)b",   "a\\s*b",     "(?:^|\\W)(b)a", "(a)?\\1b$", "x{2}\\b",         "(?m)^a$",
    };
    static const char *const pieces[] = {"foo",  "bar", "a",  "b",   ";",        " ",    "x", "\n",
                                         "\r\n", "\r",  "\t", "FOO", "\xc3\xa9", "\xff", "ab"};
    struct arena *arena = arena_new();
    unsigned seed = 1;

    (void)state;
    for (size_t p = 0; p < sizeof(texts) / sizeof(*texts); p++) {
        struct pattern *pattern;
        struct rh_error err;

        assert_true(pattern_compile(arena, texts[p], &pattern, &err));
        for (int round = 0; round < 400; round++) {
            struct buf buf = {0};
            struct pattern_walk walk;

            for (int i = 0; i < 12; i++) {
                seed = seed * 1103515245 + 12345;
                buf_puts(&buf, pieces[(seed >> 16) % (sizeof(pieces) / sizeof(*pieces))]);
            }
            walk = (struct pattern_walk){.rest = {buf.ptr, buf.len}};
            if (pattern_next(pattern, &walk) &&
                !pattern_may_match(pattern, (struct str){buf.ptr, buf.len}))
                fail_msg("'%s' is missed in '%s'", texts[p], buf.ptr);
            buf_release(&buf);
        }
    }
    arena_free(arena);
}

static void pieces_are_whole_lines(void **state)
{
    char *text = malloc(100000);
    struct str rest, piece;
    size_t total = 0;

    (void)state;
    memset(text, 'a', 100000);
    for (size_t i = 99; i < 50000; i += 100)
        text[i] = '\n';
    rest = (struct str){text, 100000};
    while (pattern_next_piece(&rest, &piece)) {
        assert_true(piece.len <= LIMIT_LINE_BYTES || piece.len == 50000);
        assert_true(piece.ptr[piece.len - 1] == '\n' || !rest.len);
        total += piece.len;
    }
    assert_int_equal(total, 100000);
    free(text);
}

static void a_search_goes_on_behind_a_match(void **state)
{
    const struct str line = STR("aab b");
    struct arena *arena = arena_new();
    struct pattern *pattern;
    struct groups groups;
    struct rh_error err;

    (void)state;
    assert_true(pattern_compile(arena, "^a|\\bb", &pattern, &err));
    assert_int_equal(pattern_match_from(pattern, line, 1, &groups), MATCH_YES);
    assert_ptr_equal(groups.items[0].ptr + 1, line.ptr + 5);
    assert_int_equal(pattern_match_from(pattern, line, 5, NULL), MATCH_NO);
    assert_int_equal(pattern_match_from(pattern, line, 6, NULL), MATCH_NO);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_are_views_of_the_line),
        cmocka_unit_test(mistakes_name_their_place),
        cmocka_unit_test(what_could_leave_the_limits_is_refused),
        cmocka_unit_test(bad_bytes_are_text_like_any_other),
        cmocka_unit_test(a_limit_is_not_a_no),
        cmocka_unit_test(a_deep_match_gets_a_larger_stack),
        cmocka_unit_test(the_end_of_an_endless_line_is_not_seen),
        cmocka_unit_test(a_walk_knows_its_lines),
        cmocka_unit_test(a_walk_gives_up_on_a_bomb),
        cmocka_unit_test(answers_are_the_same_compiled_and_interpreted),
        cmocka_unit_test(slow_patterns_are_told),
        cmocka_unit_test(a_quick_look_misses_nothing),
        cmocka_unit_test(pieces_are_whole_lines),
        cmocka_unit_test(a_search_goes_on_behind_a_match),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
