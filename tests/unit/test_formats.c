#include "describe.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static int setup(void **state)
{
    *state = arena_new();
    return 0;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static struct document parse(void **state, const char *path, const char *text)
{
    struct document document;

    document_parse(*state, path, str_of(text), &document);
    return document;
}

static void rst_blocks(void **state)
{
    struct document document = parse(state, "README.rst",
                                     "=====\n" /* 1 */
                                     "Title\n"
                                     "=====\n"
                                     "Text ``code`` and\n" /* 4 */
                                     "*more*.\n"
                                     "\n"
                                     "Part\n" /* 7 */
                                     "----\n"
                                     "Run::\n" /* 9 */
                                     "\n"
                                     "    pip install x\n"
                                     "\n"
                                     "    x run\n" /* 13 */
                                     "\n"
                                     ".. code-block:: Python\n" /* 15 */
                                     "   :linenos:\n"
                                     "\n"
                                     "   import x\n" /* 18 */
                                     "\n"
                                     "* one\n" /* 20 */
                                     "* two\n"
                                     "\n"
                                     ".. hidden\n" /* 23 */
                                     "   `gone <gone.rst>`_\n"
                                     "\n"
                                     ".. note:: Mind\n" /* 26 */
                                     "\n"
                                     "   the gap\n" /* 28 */
                                     "\n"
                                     "+---+---+\n" /* 30 */
                                     "| a | b |\n"
                                     "+===+===+\n"
                                     "| 1 |   |\n" /* 33 */
                                     "+---+---+\n"
                                     "\n"
                                     ">>> 1\n" /* 36 */
                                     "1\n"
                                     "\n"
                                     "Other\n" /* 39 */
                                     "=====\n"
                                     "Deep\n" /* 41 */
                                     "----\n");

    assert_string_equal(describe(*state, &document), "heading 1-3 from 2 level 1: Title\n"
                                                     "paragraph 4-5: Text code and|more.\n"
                                                     "heading 7-8 level 2: Part\n"
                                                     "paragraph 9-9: Run::\n"
                                                     "code 11-13: pip install x||x run|\n"
                                                     "code 15-18 from 18 (Python): import x|\n"
                                                     "item 20-20: one\n"
                                                     "item 21-21: two\n"
                                                     "paragraph 26-26: Mind\n"
                                                     "quote 28-28: the gap\n"
                                                     "table 30-34 from 31: a_b||1\n"
                                                     "code 36-37 (pycon): >>> 1|1|\n"
                                                     "heading 39-40 level 3: Other\n"
                                                     "heading 41-42 level 2: Deep\n");
    assert_string_equal(describe_spans(*state, &document), "4 code\n");
    assert_int_equal(document.commands.count, 2);
    assert_int_equal(document.commands.items[1].line, 13);
}

static void rst_links(void **state)
{
    struct document document = parse(state, "README.rst",
                                     "`docs <d/x.rst>`_ ref_ `Two Words`_ `any`__ no_ref\n"
                                     "https://x.org/a_b. :doc:`other` ``code_``\n"
                                     "\n"
                                     ".. image:: i.png\n"
                                     "   :alt: I\n"
                                     "   :target: t.html\n"
                                     "\n"
                                     ".. _ref: r.rst\n"
                                     ".. _`Two Words`: two.rst\n"
                                     "__ a.rst\n"
                                     ".. raw:: html\n"
                                     "\n"
                                     "   <a href='h.html'>H</a>\n"
                                     "\n"
                                     ".. _here:\n");

    assert_string_equal(describe_links(*state, &document), "inline 1 d/x.rst: docs\n"
                                                           "reference 1 r.rst: ref\n"
                                                           "reference 1 two.rst: Two Words\n"
                                                           "reference 1 a.rst: any\n"
                                                           "auto 2 https://x.org/a_b: "
                                                           "https://x.org/a_b\n"
                                                           "inline 4 image i.png: I\n"
                                                           "inline 4 t.html: I\n"
                                                           "html 13 h.html: H\n");
    assert_true(str_equal(document.anchors.items[0].name, "here"));
    assert_int_equal(document.anchors.items[0].line, 15);
}

static void org_pages(void **state)
{
    struct document document = parse(state, "README.org",
                                     "#+TITLE: Tool\n" /* 1 */
                                     "# remark [[gone]]\n"
                                     "Text ~code~ [[x.org][X]] and [[file:i.png]].\n" /* 3 */
                                     "* Part\n"
                                     ":PROPERTIES:\n" /* 5 */
                                     ":CUSTOM_ID: part\n"
                                     ":END:\n"
                                     "** Sub =a b=\n" /* 8 */
                                     "#+BEGIN_SRC sh\n"
                                     "pip install x\n" /* 10 */
                                     "#+END_SRC\n"
                                     "- one\n" /* 12 */
                                     "  more\n"
                                     "| a | b |\n" /* 14 */
                                     "|---+---|\n"
                                     "| 1 | 2 |\n"
                                     ": make x\n" /* 17 */
                                     "#+begin_example\n"
                                     "out\n"); /* 19 */

    assert_string_equal(describe(*state, &document), "heading 1-1 level 1: Tool\n"
                                                     "paragraph 3-3: Text code X and .\n"
                                                     "heading 4-4 level 1: Part\n"
                                                     "heading 8-8 level 2: Sub a b\n"
                                                     "code 9-10 from 10 (sh): pip install x|\n"
                                                     "item 12-13: one|more\n"
                                                     "table 14-16: a_b||1_2\n"
                                                     "code 17-17: make x|\n"
                                                     "code 18-19 from 19: out|\n");
    assert_string_equal(describe_links(*state, &document),
                        "inline 3 x.org: X\ninline 3 image i.png: i.png\n");
    assert_string_equal(describe_spans(*state, &document), "3 code\n8 a b\n");
    assert_int_equal(document.commands.count, 2);
    assert_int_equal(document.commands.items[0].line, 10);
    assert_true(str_equal(document.anchors.items[2].name, "part"));
}

static void plain_text(void **state)
{
    struct document document = parse(state, "README",
                                     "Tool\n" /* 1 */
                                     "====\n"
                                     "Some text, see http://x.org/y.\n" /* 3 */
                                     "More.\n"
                                     "\n"
                                     "    make\n" /* 6 */
                                     "    make install\n"
                                     "\n"
                                     "$ ./x.sh \\\n" /* 9 */
                                     "    --y\n"
                                     "- one\n" /* 11 */
                                     "-----------\n"
                                     "end\n"); /* 13 */

    assert_string_equal(describe(*state, &document),
                        "heading 1-2 level 1: Tool\n"
                        "paragraph 3-4: Some text, see http://x.org/y.|More.\n"
                        "code 6-7: make|make install|\n"
                        "code 9-10: $ ./x.sh \\|    --y|\n"
                        "item 11-11: one\n"
                        "paragraph 13-13: end\n");
    assert_string_equal(describe_links(*state, &document),
                        "auto 3 http://x.org/y: http://x.org/y\n");
    assert_int_equal(document.commands.count, 3);
    assert_int_equal(document.commands.items[2].line, 9);
    assert_true(str_equal(document.commands.items[2].text, "./x.sh --y"));
}

/* Pages of every format that nothing but a limit could end. */
static void hostile_text_ends_soon(void **state)
{
    static const char *const paths[] = {"a.rst", "a.org", "a.txt"};
    static const char *const pieces[] = {
        "`",     "``a",         ":a:`",   "[[",      "~a",
        "=",     "|a",          "+-",     "a_ ",     "* ",
        "a::\n", ".. a::\n",    "__\n",   ": a\n",   "#+begin_src\n",
        "==\n",  "=== ===\n",   "\n    ", "http://", ".. raw:: html\n <a>",
        "$ a\n", "+--+\n|a|\n", "** a\n"};

    (void)state;
    for (size_t format = 0; format < 3; format++)
        for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
            struct buf text = {0};
            struct arena *arena = arena_new();
            struct document document;

            while (text.len < 100000)
                buf_puts(&text, pieces[i]);
            document_parse(arena, paths[format], (struct str){text.ptr, text.len}, &document);
            assert_true(arena_size(arena) < 128u * 1024 * 1024);
            arena_free(arena);
            buf_release(&text);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rst_blocks, setup, teardown),
        cmocka_unit_test_setup_teardown(rst_links, setup, teardown),
        cmocka_unit_test_setup_teardown(org_pages, setup, teardown),
        cmocka_unit_test_setup_teardown(plain_text, setup, teardown),
        cmocka_unit_test_setup_teardown(hostile_text_ends_soon, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
