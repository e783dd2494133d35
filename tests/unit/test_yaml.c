#include "util/arena.h"
#include "util/limits.h"
#include "util/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static struct arena *arena;

static const struct yaml *parse(const char *text, enum yaml_mode mode)
{
    const struct yaml *root = NULL;
    struct rh_error err = {0};

    if (!yaml_parse(arena, "f.yml", str_of(text), mode, &root, &err))
        fail_msg("%s", err.text);
    return root;
}

static void refuses_text(struct str text, enum yaml_mode mode, const char *message)
{
    const struct yaml *root = NULL;
    struct rh_error err = {0};

    assert_false(yaml_parse(arena, "f.yml", text, mode, &root, &err));
    assert_null(root);
    assert_int_equal(err.code, RH_ERROR_RULE);
    if (message)
        assert_string_equal(err.text, message);
}

static void refuses(const char *text, enum yaml_mode mode, const char *message)
{
    refuses_text(str_of(text), mode, message);
}

static int begin(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void nodes_know_their_place(void **state)
{
    const struct yaml *root = parse("a: 1\nlist:\n  - x\n  - y: |\n      text\n", YAML_STRICT);
    const struct yaml *list = yaml_get(root, "list"), *second;

    (void)state;
    assert_int_equal(root->count, 2);
    assert_int_equal(yaml_get(root, "a")->line, 1);
    assert_int_equal(yaml_get(root, "a")->column, 4);
    assert_int_equal(list->kind, YAML_LIST);
    assert_int_equal(list->key_line, 2);
    assert_int_equal(list->first->line, 3);
    second = list->first->next;
    assert_int_equal(second->line, 4);
    assert_true(str_equal(yaml_get(second, "y")->text, "text\n"));
    assert_null(yaml_get(root, "b"));
    assert_null(yaml_get(list, "a"));
}

static void scalars_are_read_as_asked(void **state)
{
    const struct yaml *root =
        parse("{t: true, q: 'true', n: -1.5e2, u: 7, big: 99999999999, no: no, e: , x: 1x, i: inf}",
              YAML_STRICT);
    bool truth = false;
    unsigned number = 0;
    double value = 0;

    (void)state;
    assert_true(yaml_bool(yaml_get(root, "t"), &truth) && truth);
    assert_false(yaml_bool(yaml_get(root, "q"), &truth));
    assert_false(yaml_bool(yaml_get(root, "no"), &truth));
    assert_true(yaml_number(yaml_get(root, "n"), &value));
    assert_true(value == -150);
    assert_true(yaml_uint(yaml_get(root, "u"), &number) && number == 7);
    assert_false(yaml_uint(yaml_get(root, "n"), &number));
    assert_false(yaml_uint(yaml_get(root, "big"), &number));
    assert_false(yaml_number(yaml_get(root, "x"), &value));
    assert_false(yaml_number(yaml_get(root, "i"), &value));
    assert_true(yaml_is_null(yaml_get(root, "e")));
    assert_true(yaml_is_null(parse("", YAML_STRICT)));
    assert_true(yaml_is_null(parse("# nothing\n", YAML_STRICT)));
}

static void twin_keys_are_refused(void **state)
{
    struct buf many = {0};

    (void)state;
    refuses("a: 1\nb: 2\na: 3\n", YAML_STRICT, "f.yml:3: second 'a'");
    refuses("{a: 1, a: 2}", YAML_SCANNED, "f.yml:1: second 'a'");
    for (unsigned i = 0; i < 100; i++)
        buf_printf(&many, "k%u: 1\n", i);
    assert_int_equal(parse(many.ptr, YAML_STRICT)->count, 100);
    buf_puts(&many, "k3: 1\n");
    refuses(many.ptr, YAML_STRICT, "f.yml:101: second 'k3'");
    buf_release(&many);
}

static void ours_has_no_aliases_tags_or_second_document(void **state)
{
    (void)state;
    refuses("a: &x 1\nb: *x\n", YAML_STRICT, "f.yml:1: anchors and aliases are not for this file");
    refuses("b: *x\n", YAML_STRICT, "f.yml:1: anchors and aliases are not for this file");
    refuses("a: !!python/object x\n", YAML_STRICT,
            "f.yml:1: tags are not for this file: 'tag:yaml.org,2002:python/object'");
    refuses("a: 1\n---\nb: 1\n", YAML_STRICT, "f.yml:2: a second document begins");
    assert_int_equal(parse("--- \na: 1\n...\n", YAML_STRICT)->count, 1);
}

static void aliases_of_others_stay_closed(void **state)
{
    const struct yaml *root = parse("base: &b {os: linux, cc: gcc}\n"
                                    "job: {<<: *b, cc: clang}\n"
                                    "two: {<<: [*b]}\n"
                                    "self: &s [*s]\n"
                                    "tag: !x y\n---\nother: 1\n",
                                    YAML_SCANNED);
    const struct yaml *job = yaml_get(root, "job"), *self = yaml_get(root, "self");

    (void)state;
    assert_true(str_equal(yaml_get(job, "os")->text, "linux"));
    assert_true(str_equal(yaml_get(job, "cc")->text, "clang"));
    assert_true(str_equal(yaml_get(yaml_get(root, "two"), "cc")->text, "gcc"));
    assert_int_equal(self->first->kind, YAML_ALIAS);
    assert_ptr_equal(yaml_resolve(self->first), self);
    assert_true(str_equal(yaml_get(root, "tag")->text, "y"));
    assert_null(yaml_get(root, "other"));
    refuses("a: *nowhere\n", YAML_SCANNED, "f.yml:1: no anchor has the name 'nowhere'");
}

static size_t count_nodes(const struct yaml *node)
{
    size_t count = 1;

    for (const struct yaml *child = node->first; child; child = child->next)
        count += count_nodes(child);
    return count;
}

static void an_alias_bomb_is_as_small_as_its_text(void **state)
{
    struct buf bomb = {0};

    (void)state;
    buf_puts(&bomb, "a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 12; i++) {
        buf_printf(&bomb, "a%d: &a%d [", i, i);
        for (int j = 0; j < 9; j++)
            buf_printf(&bomb, "*a%d%s", i - 1, j < 8 ? "," : "]\n");
    }
    assert_true(count_nodes(parse(bomb.ptr, YAML_SCANNED)) < 200);
    bomb.len = 0;
    buf_puts(&bomb, "a: &a 1\nl:\n");
    for (int i = 0; i <= LIMIT_YAML_ALIASES; i++)
        buf_puts(&bomb, "- *a\n");
    refuses(bomb.ptr, YAML_SCANNED, "f.yml:1003: too many aliases");
    buf_release(&bomb);
}

/* What each hostile text repeats, up to 250 KB of it; all must end at once. */
static void hostile_texts_end_at_once(void **state)
{
    static const char *const pieces[] = {
        "[",     "{a: ",  "- ",    "? ",    "a: {",   "[[[],", "- - - ", "!",      "&a ",
        "'",     "\"",    "\t",    "#",     "|\n",    "a:\n ", "? - ",   "[a,",    "{a,",
        "---\n", "%x\n",  "*a ",   "&a\n",  "- &a\n", ": ",    ",",      "\\",     "a: b: ",
        "!!x ",  "- |\n", "\"\\x", "x\n\n", "[\n",    "{\n",   "? a\n",  "'a' ''", "\xef\xbb\xbf",
    };
    struct buf text = {0};

    (void)state;
    for (size_t i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
        const struct yaml *root;
        struct rh_error err;
        clock_t start = clock();

        text.len = 0;
        while (text.len < 250000)
            buf_puts(&text, pieces[i]);
        (void)!yaml_parse(arena, "f.yml", (struct str){text.ptr, text.len}, YAML_SCANNED, &root,
                          &err);
        if (clock() - start > 2 * CLOCKS_PER_SEC)
            fail_msg("'%s' again and again took %.1f s", pieces[i],
                     (double)(clock() - start) / CLOCKS_PER_SEC);
    }
    buf_release(&text);
}

static void limits_are_told(void **state)
{
    char deep[200];
    struct buf text = {0};

    (void)state;
    memset(deep, '[', sizeof(deep));
    refuses_text((struct str){deep, sizeof(deep)}, YAML_SCANNED, "f.yml:1: nested too deeply");
    while (text.len <= LIMIT_CONFIG_BYTES)
        buf_puts(&text, "# a comment\n");
    refuses_text((struct str){text.ptr, text.len}, YAML_SCANNED, "f.yml:1: the file is too large");
    text.len = 0;
    while (text.len < LIMIT_YAML_EVENTS * 2)
        buf_puts(&text, "-\n");
    refuses(text.ptr, YAML_SCANNED, NULL);
    refuses("\xff", YAML_SCANNED, "f.yml:1: the file is not UTF-8");
    refuses("\"a\\0b\"", YAML_SCANNED, "f.yml:1: a NUL character in text");
    refuses("[a]: b\n", YAML_SCANNED, "f.yml:1: a key must be plain text");
    refuses("a: [1\nb: 2\n", YAML_SCANNED, NULL);
    buf_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nodes_know_their_place, begin, end),
        cmocka_unit_test_setup_teardown(scalars_are_read_as_asked, begin, end),
        cmocka_unit_test_setup_teardown(twin_keys_are_refused, begin, end),
        cmocka_unit_test_setup_teardown(ours_has_no_aliases_tags_or_second_document, begin, end),
        cmocka_unit_test_setup_teardown(aliases_of_others_stay_closed, begin, end),
        cmocka_unit_test_setup_teardown(an_alias_bomb_is_as_small_as_its_text, begin, end),
        cmocka_unit_test_setup_teardown(hostile_texts_end_at_once, begin, end),
        cmocka_unit_test_setup_teardown(limits_are_told, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
