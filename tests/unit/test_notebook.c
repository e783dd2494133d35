#include "facts/notebook.h"
#include "facts/notebooks.h"
#include "util/arena.h"
#include "util/json.h"
#include "util/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char version_4[] =
    "{\n"
    " \"cells\": [\n"
    "  {\n"
    "   \"cell_type\": \"markdown\",\n"
    "   \"source\": [\n"
    "    \"This fails: \\\"source\\\": x\"\n"
    "   ]\n"
    "  },\n"
    "  {\n"
    "   \"cell_type\": \"code\",\n"
    "   \"execution_count\": 2,\n"
    "   \"outputs\": [\n"
    "    {\n"
    "     \"ename\": \"TypeError\",\n"
    "     \"output_type\": \"error\"\n"
    "    }\n"
    "   ],\n"
    "   \"source\": [\n"
    "    \"a = 1\\n\",\n"
    "    \"f(a)\"\n"
    "   ]\n"
    "  }\n"
    " ],\n"
    " \"metadata\": {\"kernelspec\": {\"name\": \"julia-1.9\", \"language\": \"julia\"}},\n"
    " \"nbformat\": 4\n"
    "}\n";

static const char version_3[] =
    "{\"nbformat\": 3, \"metadata\": {}, \"worksheets\": [{\"cells\": ["
    "{\"cell_type\": \"code\", \"input\": \"x\", \"prompt_number\": 1,"
    " \"outputs\": [{\"output_type\": \"pyerr\", \"ename\": \"NameError\"}]}]}]}";

static void cells_know_their_lines(void **state)
{
    struct arena *arena = arena_new();
    struct rh_error err;
    struct notebook notebook;

    (void)state;
    assert_true(notebook_parse(arena, str_of(version_4), &notebook, &err));
    assert_int_equal(notebook.cells.count, 2);
    assert_int_equal(notebook.language, LANGUAGE_JULIA);
    assert_string_equal(notebook.kernel, "julia-1.9");
    assert_int_equal(notebook.cells.items[0].line, 6);
    assert_false(notebook.cells.items[0].code);
    assert_int_equal(notebook.cells.items[1].line, 19);
    assert_true(notebook.cells.items[1].line_each);
    assert_true(str_equal(notebook.cells.items[1].source, "a = 1\nf(a)"));
    assert_int_equal(notebook.cells.items[1].count, 2);
    assert_string_equal(notebook.cells.items[1].error, "TypeError");
    assert_int_equal(notebook.cells.items[1].error_line, 14);
    arena_free(arena);
}

static void the_old_format_is_read(void **state)
{
    struct arena *arena = arena_new();
    struct rh_error err;
    struct notebook notebook;

    (void)state;
    assert_true(notebook_parse(arena, str_of(version_3), &notebook, &err));
    assert_int_equal(notebook.format, 3);
    assert_int_equal(notebook.cells.count, 1);
    assert_true(str_equal(notebook.cells.items[0].source, "x"));
    assert_string_equal(notebook.cells.items[0].error, "NameError");
    arena_free(arena);
}

static void what_is_no_notebook_is_refused(void **state)
{
    struct arena *arena = arena_new();
    struct rh_error err;
    struct notebook notebook;
    struct buf many = {0};

    (void)state;
    assert_false(notebook_parse(arena, STR("{}"), &notebook, &err));
    assert_false(notebook_parse(arena, STR("version https://git-lfs"), &notebook, &err));
    assert_false(notebook_parse(arena, STR(""), &notebook, &err));
    assert_false(notebook_parse(arena, STR("{\"cells\": [1"), &notebook, &err));
    assert_true(
        notebook_parse(arena, STR("{\"cells\": [1, {}, {\"source\": [3]}]}"), &notebook, &err));
    assert_int_equal(notebook.cells.count, 3);
    buf_puts(&many, "{\"cells\": [0");
    for (size_t i = 0; i <= LIMIT_JSON_VALUES; i++)
        buf_puts(&many, ",0");
    buf_puts(&many, "]}");
    assert_false(notebook_parse(arena, (struct str){many.ptr, many.len}, &notebook, &err));
    assert_string_equal(err.text, "more than 200000 values");
    buf_release(&many);
    arena_free(arena);
}

static void quotes_and_depth_do_no_harm(void **state)
{
    struct arena *arena = arena_new();
    struct rh_error err;
    char deep[5001];
    json_t *root;

    (void)state;
    memset(deep, '[', 5000);
    deep[5000] = '\0';
    assert_false(json_read(arena, str_of(deep), &root, &err));
    assert_false(json_read(arena, STR("{\"a\": 1, \"a\": 2}"), &root, &err));
    assert_false(json_read(arena, STR("\"\\\\\\\""), &root, &err));
    assert_true(json_read(arena, STR("[\"a\\\"b,,,\\\\\", \"\xff\"]"), &root, &err));
    assert_string_equal(json_string_value(json_array_get(root, 1)), "\xef\xbf\xbd");
    arena_free(arena);
}

static void look(struct arena *arena, const char *cells, struct facts *facts)
{
    const struct file file = {.path = "a.ipynb"};
    const struct tree_file entry = {.file = &file, .language = LANGUAGE_NOTEBOOK};
    struct notebooks *notebooks = notebooks_new(arena);
    struct rh_error err;
    struct notebook notebook;

    *facts = (struct facts){.arena = arena};
    assert_true(notebook_parse(
        arena, str_of(arena_printf(arena, "{\"cells\": [%s], \"nbformat\": 4}", cells)), &notebook,
        &err));
    notebooks_add(notebooks, facts, &entry, &notebook);
    notebooks_finish(notebooks, facts);
}

static const char *status_of(const struct facts *facts, enum observation_kind kind)
{
    for (size_t i = 0; i < facts->observations.count; i++)
        if (facts->observations.items[i].kind == kind)
            return facts->observations.items[i].status;
    return "none";
}

#define CELL(source, count, outputs)                                                               \
    "{\"cell_type\": \"code\", \"source\": \"" source "\", \"execution_count\": " count            \
    ", \"outputs\": [" outputs "]}"
#define ERROR  "{\"output_type\": \"error\", \"ename\": \"E\"}"
#define STREAM "{\"output_type\": \"stream\"}"

static void notebooks_have_states(void **state)
{
    static const struct {
        const char *cells, *outputs, *order, *error;
    } rows[] = {
        {CELL("x", "1", STREAM) "," CELL("y", "2", ""), "kept", "in_order", "none"},
        {CELL("x", "null", ""), "stripped", "not_run", "none"},
        {CELL("x", "1", STREAM) "," CELL("y", "3", ""), "kept", "gaps", "none"},
        {CELL("x", "3", STREAM) "," CELL("y", "2", ""), "kept", "out_of_order", "none"},
        {CELL("x", "1", ERROR), "kept", "in_order", "stray"},
        {CELL("f()  # raises", "1", ERROR), "kept", "in_order", "meant"},
        {"{\"cell_type\": \"markdown\", \"source\": \"This will fail:\"}," CELL("x", "1", ERROR),
         "kept", "in_order", "meant"},
        {"{\"cell_type\": \"markdown\", \"source\": \"a\"}", "none", "none", "none"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena *arena = arena_new();
        struct facts facts;

        look(arena, rows[i].cells, &facts);
        assert_string_equal(status_of(&facts, OBSERVATION_NOTEBOOK_OUTPUTS), rows[i].outputs);
        assert_string_equal(status_of(&facts, OBSERVATION_NOTEBOOK_ORDER), rows[i].order);
        assert_string_equal(status_of(&facts, OBSERVATION_NOTEBOOK_ERROR), rows[i].error);
        assert_int_equal(facts.metrics[METRIC_EXAMPLES_NOTEBOOKS].integer, 1);
        assert_int_equal(facts.metrics[METRIC_EXAMPLES_NOTEBOOK_ERROR_OUTPUT].integer,
                         strcmp(rows[i].error, "none") != 0);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_know_their_lines),
        cmocka_unit_test(the_old_format_is_read),
        cmocka_unit_test(what_is_no_notebook_is_refused),
        cmocka_unit_test(quotes_and_depth_do_no_harm),
        cmocka_unit_test(notebooks_have_states),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
