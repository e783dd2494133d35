#include "util/arena.h"
#include "util/limits.h"
#include "util/toml.h"

#include <setjmp.h>
#include <stdarg.h>
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

static const struct toml_value *parse(void **state, const char *text)
{
    const struct toml_value *root = NULL;
    struct rh_error err = {0};

    if (!toml_parse(*state, "a.toml", str_of(text), &root, &err))
        fail_msg("%s", err.text);
    return root;
}

static void refuses(void **state, struct str text, const char *words)
{
    const struct toml_value *root = NULL;
    struct rh_error err = {0};

    assert_false(toml_parse(*state, "a.toml", text, &root, &err));
    assert_null(root);
    assert_int_equal(err.code, RH_ERROR_TARGET);
    if (!strstr(err.text, words))
        fail_msg("'%s' lacks '%s'", err.text, words);
}

static void values_know_their_lines(void **state)
{
    const struct toml_value *root = parse(state, "title = \"T\"\n"
                                                 "\n"
                                                 "[project]\n"
                                                 "name = 'a'\n"
                                                 "dependencies = [\n"
                                                 "  \"numpy>=1\", # why\n"
                                                 "  \"scipy\",\n"
                                                 "]\n"
                                                 "[tool.poetry.dependencies]\n"
                                                 "zlib = {version = \"^1\", optional = true}\n"
                                                 "attrs = 3\n"
                                                 "when = 2024-05-06\n"
                                                 "x = 1.5\n");
    const struct toml_value *list = toml_get(toml_get(root, "project"), "dependencies");
    const struct toml_value *table =
        toml_get(toml_get(toml_get(root, "tool"), "poetry"), "dependencies");

    assert_true(str_equal(toml_string(toml_get(root, "title")), "T"));
    assert_int_equal(toml_get(root, "project")->line, 3);
    assert_int_equal(list->kind, TOML_LIST);
    assert_int_equal(list->count, 2);
    assert_true(str_equal(list->first->text, "numpy>=1"));
    assert_int_equal(list->first->next->line, 7);
    assert_null(list->first->next->next);

    assert_true(str_equal(table->first->key, "zlib")); /* by line, not by name */
    assert_int_equal(toml_get(toml_get(table, "zlib"), "optional")->integer, 1);
    assert_true(str_equal(toml_get(table, "attrs")->text, "3"));
    assert_int_equal(toml_get(table, "attrs")->line, 11);
    assert_true(str_equal(toml_get(table, "when")->text, "2024-05-06"));
    assert_true(str_equal(toml_get(table, "x")->text, "1.5"));
    assert_null(toml_get(table, "none"));
    assert_null(toml_get(list, "none"));
    assert_null(toml_get(NULL, "none"));
    assert_int_equal(toml_string(list).len, 0);
}

static void mistakes_name_their_line(void **state)
{
    refuses(state, STR("a = 1\nb = \n"), "a.toml:2: ");
    refuses(state, STR("a = 1\na = 2\n"), "a.toml:2: ");
    refuses(state, STR("a = \"\xff\"\n"), "a.toml:1: ");
    refuses(state, STR("a = 1\0"), "a.toml:1: ");
}

static void an_empty_text_is_an_empty_table(void **state)
{
    assert_int_equal(parse(state, "")->kind, TOML_TABLE);
    assert_int_equal(parse(state, "# only this")->count, 0);
}

static struct str repeat(void **state, const char *start, const char *part, size_t times)
{
    struct buf buf = {0};
    struct str text;

    buf_puts(&buf, start);
    for (size_t i = 0; i < times; i++)
        buf_puts(&buf, part);
    buf_puts(&buf, "a = 1\n");
    text = (struct str){str_dup(*state, (struct str){buf.ptr, buf.len}), buf.len};
    buf_release(&buf);
    return text;
}

static void bombs_are_refused(void **state)
{
    refuses(state, repeat(state, "x = 1\n", "a.", 100000), "a.toml:2: a key of more than");
    refuses(state, repeat(state, "[", "a . ", 60000), "a key of more than");
    refuses(state, repeat(state, "x = ", "{a = ", 40000), "a.toml:1: ");
    refuses(state, repeat(state, "x = ", "[", 200000), "a.toml:1: ");
    refuses(state, repeat(state, "x = {", "\"a\".", 50000), "a key of more than");
    refuses(state, repeat(state, "", "a = 1\n", LIMIT_CONFIG_BYTES / 6 + 1), "larger than");
}

static void dots_in_strings_are_no_keys(void **state)
{
    parse(state, "a = \"......................\"\n"
                 "b = '''\n'......................\n'''\n"
                 "c = \"\"\"\\\"\"\" ......................\"\"\" # ......................\n"
                 "d = [1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, "
                 "1.5, 1.5]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_know_their_lines),
        cmocka_unit_test(mistakes_name_their_line),
        cmocka_unit_test(an_empty_text_is_an_empty_table),
        cmocka_unit_test(bombs_are_refused),
        cmocka_unit_test(dots_in_strings_are_no_keys),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
