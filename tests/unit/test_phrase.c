#include "util/arena.h"
#include "util/phrase.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void phrases_are_whole_words(void **state)
{
    static const struct {
        const char *text, *phrase;
        bool found;
    } rows[] = {
        {"run tox -e py", "tox", true},
        {"tox", "tox", true},
        {"toxic", "tox", false},
        {"detox", "tox", false},
        {"detox tox", "tox", true},
        {"make   test", "make test", true},
        {"make\ttest", "Make Test", true},
        {"maketest", "make test", false},
        {"make tests", "make test", false},
        {"make tests", "make test*", true},
        {"pip install -e .", "install -e .", true},
        {"pip install -e .[dev]", "install -e .", true},
        {"\xc3\xa9tox", "tox", false},
        {"", "tox", false},
        {"Pkg.test()", "pkg.test", true},
        {"to", "tox", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (phrase_in(str_of(rows[i].text), rows[i].phrase) != rows[i].found)
            fail_msg("'%s' in '%s'", rows[i].phrase, rows[i].text);
    assert_int_equal(phrase_find(STR("a bc"), "bc"), 2);
    assert_int_equal(phrase_find(STR("a bc"), "d"), 4);
    assert_string_equal(phrase_any(STR("x y"), (const char *const[]){"z", "y", NULL}), "y");
    assert_null(phrase_any(STR("x y"), (const char *const[]){"z", NULL}));
}

static void a_set_finds_all_its_groups(void **state)
{
    static const char *const colours[] = {"red", "dark blue", NULL};
    static const char *const options[] = {"--red", "-b*", NULL};
    const char *const *const groups[] = {colours, options};
    struct arena *arena = arena_new();
    const struct phrase_set *set = phrase_set_new(arena, groups, 2);

    (void)state;
    assert_int_equal(phrase_set_find(set, STR("a Red one")), 1);
    assert_int_equal(phrase_set_find(set, STR("redder, --redder")), 0);
    assert_int_equal(phrase_set_find(set, STR("x -blue")), 2);
    assert_int_equal(phrase_set_find(set, STR("use --red")), 3);
    assert_int_equal(phrase_set_find(set, STR("dark  blue -b")), 3);
    assert_int_equal(phrase_set_find(set, STR("")), 0);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phrases_are_whole_words),
        cmocka_unit_test(a_set_finds_all_its_groups),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
