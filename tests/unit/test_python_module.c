#include "facts/documented.h"
#include "facts/python_module.h"
#include "util/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct python_module *parse(struct arena *arena, const char *text)
{
    return module_parse(arena, "loom.py", str_of(text));
}

static void names_are_bound(void **state)
{
    static const struct {
        const char *text, *name;
        int kind; /* -1: none */
    } rows[] = {
        {"x = 1\n", "x", DEFINITION_VALUE},
        {"a, (b, c) = d = f()\n", "c", DEFINITION_VALUE},
        {"a[i] = 1\n", "i", -1},
        {"a.b = 1\n", "b", -1},
        {"n: int = 3\n", "n", DEFINITION_VALUE},
        {"for i, j in x: pass\n", "j", DEFINITION_VALUE},
        {"with open('x') as f:\n    pass\n", "f", DEFINITION_VALUE},
        {"try:\n    import a\nexcept E:\n    a = None\n", "a", DEFINITION_VALUE},
        {"import a.b\n", "a", DEFINITION_IMPORT},
        {"import a.b as c\n", "c", DEFINITION_IMPORT},
        {"from a import (b,\n  c as d)\n", "d", DEFINITION_IMPORT},
        {"def f():\n    y = 1\n", "y", -1},
        {"def f():\n    global y\n    y = 1\n", "y", DEFINITION_VALUE},
        {"async def f(): pass\n", "f", DEFINITION_FUNCTION},
        {"class A: x = 1\n", "A", DEFINITION_CLASS},
        {"class A:\n    x = 1\n", "x", -1},
        {"if (n := 3): pass\n", "n", DEFINITION_VALUE},
        {"def f(): pass\nf = g(f)\n", "f", DEFINITION_VALUE},
        {"print 'a'; x = 1\n", "x", DEFINITION_VALUE},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        const struct python_name *name =
            module_name(parse(arena, rows[i].text), str_of(rows[i].name));

        if ((name ? (int)name->kind : -1) != rows[i].kind)
            print_message("# %s", rows[i].text);
        assert_int_equal(name ? (int)name->kind : -1, rows[i].kind);
    }
    arena_free(arena);
}

static void what_is_decided_later_is_dynamic(void **state)
{
    static const char *const texts[] = {
        "def __getattr__(name):\n    pass\n",
        "globals()['x'] = 1\n",
        "import sys\nsys.modules[__name__] = X()\n",
        "exec('x = 1')\n",
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
        assert_true(parse(arena, texts[i])->dynamic);
    assert_false(parse(arena, "x = 1\n")->dynamic);
    arena_free(arena);
}

static void calls_are_laid_beside_signatures(void **state)
{
    static const struct {
        const char *parameters, *call;
        enum call_status status;
    } rows[] = {
        {"(a, b=1)", "f(1)", CALL_FITS},
        {"(a, b=1)", "f(1, 2)", CALL_FITS},
        {"(a, b=1)", "f(b=2)", CALL_LACKS},
        {"(a, b=1)", "f(1, 2, 3)", CALL_TOO_MANY},
        {"(a, b=1)", "f(1, c=2)", CALL_NO_SUCH},
        {"(a, b=1)", "f(...)", CALL_UNKNOWN},
        {"(a, b=1)", "f(# rows\n)", CALL_UNKNOWN},
        {"(a, b=1)", "f(*x)", CALL_FITS},
        {"(a, *, b)", "f(1)", CALL_LACKS},
        {"(a, *, b)", "f(1, 2)", CALL_TOO_MANY},
        {"(a, *, b)", "f(1, **x)", CALL_FITS},
        {"(a, /, b)", "f(a=1, b=2)", CALL_NO_SUCH},
        {"(*args, **kwargs)", "f(1, x=2)", CALL_FITS},
        {"(a, key=lambda x, y: x, b=2)", "f(1, b=3)", CALL_FITS},
        {"((a, b), c)", "f(1, 2)", CALL_UNKNOWN},
        {"(a)", "f(lambda x, y: x)", CALL_FITS},
        {"(a)", "f([1, 2], {'x': 3})", CALL_TOO_MANY},
        {"(a)", "f({'x': 3}", CALL_UNKNOWN},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct python_signature signature;
        size_t count;
        const struct python_token *tokens =
            python_tokens(arena, str_of(rows[i].parameters), &count);

        (void)python_parameters(arena, tokens, count, 0, &signature);
        tokens = python_tokens(arena, str_of(rows[i].call), &count);
        if (call_check(arena, tokens, count, 1, &signature).status != rows[i].status)
            print_message("# %s %s\n", rows[i].parameters, rows[i].call);
        assert_int_equal(call_check(arena, tokens, count, 1, &signature).status, rows[i].status);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_bound),
        cmocka_unit_test(what_is_decided_later_is_dynamic),
        cmocka_unit_test(calls_are_laid_beside_signatures),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
