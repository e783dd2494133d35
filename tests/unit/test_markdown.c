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

static struct document parse(void **state, const char *text)
{
    struct document document;

    document_parse(*state, "README.md", str_of(text), &document);
    return document;
}

static const char everything[] = "# Title *em* `code`\n" /* 1 */
                                 "\n"
                                 "One [link](a.md) and\n" /* 3 */
                                 "two ![alt](b.png) &amp; \\* end.\n"
                                 "\n"
                                 "Under\n" /* 6 */
                                 "lined\n"
                                 "-----\n"
                                 "\n"
                                 "- tight\n" /* 10 */
                                 "  more\n"
                                 "- ```sh\n" /* 12 */
                                 "  run\n"
                                 "\n"
                                 "  again\n"
                                 "  ```\n" /* 16 */
                                 "\n"
                                 "1. loose\n" /* 18 */
                                 "\n"
                                 "   second\n" /* 20 */
                                 "\n"
                                 "       indented in item\n" /* 22 */
                                 "\n"
                                 "> said\n" /* 24 */
                                 "> > deep\n"
                                 "> - listed\n"
                                 "\n"
                                 "| a | b |\n" /* 28 */
                                 "|:-:|-|\n"
                                 "|   | |\n" /* 30 */
                                 "| x | |\n"
                                 "\n"
                                 "```\n" /* 33 */
                                 "```\n"
                                 "~~~\n" /* 35 */
                                 "\n"
                                 "~~~\n"
                                 "***\n" /* 38 */
                                 "\tindented\n"
                                 "\n"
                                 "\tagain\n" /* 41 */
                                 "\n"
                                 "<details><summary>S</summary>\n" /* 43 */
                                 "\n"
                                 "inner\n" /* 45 */
                                 "\n"
                                 "</details>\n"       /* 47 */
                                 "<h3 align=center\n" /* 48 */
                                 "   id='H'>Raw\n"
                                 "title</h3>\n" /* 50 */
                                 "<pre>\n"      /* 51 */
                                 "pip &lt;x&gt;\n"
                                 "</pre>\n"
                                 "<table>\n" /* 54 */
                                 "<tr><td>1</td><td>2</td></tr>\n"
                                 "</table>\n" /* 56 */
                                 "\n"
                                 "<!-- gone\n" /* 58 */
                                 "\n"
                                 "```\n"
                                 "gone\n"
                                 "-->\n"      /* 62 */
                                 "#\n"        /* 63 */
                                 "~~~ text\n" /* 64 */
                                 "open";

static const char everything_lines[] = "heading 1-1 level 1: Title em code\n"
                                       "paragraph 3-4: One link and|two  & * end.\n"
                                       "heading 6-8 level 2: Under|lined\n"
                                       "item 10-11: tight|more\n"
                                       "code 12-16 from 13 (sh): run||again|\n"
                                       "item 18-18: loose\n"
                                       "paragraph 20-20: second\n"
                                       "code 22-22: indented in item|\n"
                                       "quote 24-24: said\n"
                                       "quote 25-25: deep\n"
                                       "item 26-26: listed\n"
                                       "table 28-31: a_b||_|x\n"
                                       "code 33-34 from 34: \n"
                                       "code 35-37 from 36: |\n"
                                       "code 39-41: indented||again|\n"
                                       "html 43-43 folded: S\n"
                                       "paragraph 45-45 folded: inner\n"
                                       "heading 48-50 from 49 level 3: Raw|title\n"
                                       "code 51-53 from 52: pip <x>|\n"
                                       "table 54-56 from 55: 1_2\n"
                                       "heading 63-63 level 1: \n"
                                       "code 64-65 from 65 unclosed (text): open|\n";

static void every_block_knows_its_lines(void **state)
{
    struct document document = parse(state, everything);

    assert_string_equal(describe(*state, &document), everything_lines);
    assert_null(document.partial);
}

/* Every line end, a BOM, and front matter: the same blocks at the same lines. */
static void line_ends_do_not_matter(void **state)
{
    static const char *const ends[] = {"\r\n", "\r"};

    for (size_t i = 0; i < 2; i++) {
        struct buf text = {0};
        struct document document;

        buf_puts(&text, "\xef\xbb\xbf");
        for (const char *at = everything; *at; at++)
            buf_add(&text, *at == '\n' ? str_of(ends[i]) : (struct str){at, 1});
        document = parse(state, text.ptr);
        assert_string_equal(describe(*state, &document), everything_lines);
        buf_release(&text);
    }
}

static void front_matter_is_no_text(void **state)
{
    struct document document = parse(state, "---\ntitle: x\n---\n# A\n");

    assert_string_equal(describe(*state, &document), "heading 4-4 level 1: A\n");
    document = parse(state, "---\n# A\n");
    assert_string_equal(describe(*state, &document), "heading 2-2 level 1: A\n");
}

static void links_know_line_and_kind(void **state)
{
    struct document document = parse(state, "# T ![logo](l.png)\n"
                                            "[![](badge.svg)](ci.md)\n"
                                            "text [one\n"
                                            "two](<a b.md> \"title\") <http://x.org>\n"
                                            "www.y.org [ref] ![][pic] me@z.org\n"
                                            "<a name=\"here\"></a><img\n"
                                            " src=\"p.png\"\n"
                                            " alt=\"P\"> <a href='h.md?a=1&amp;b'>*t*</a>\n"
                                            "\n"
                                            "[ref]: r%20r.md\n"
                                            "[pic]: pic.png\n"
                                            "`[code](no.md)`\n"
                                            "<!-- [gone](no.md) -->\n");
    static const struct {
        enum link_kind kind;
        unsigned line;
        bool image;
        const char *url, *text;
    } expected[] = {
        {LINK_INLINE, 1, true, "l.png", "logo"},
        {LINK_INLINE, 2, true, "badge.svg", ""},
        {LINK_INLINE, 2, false, "ci.md", ""},
        {LINK_INLINE, 3, false, "a b.md", "one two"},
        {LINK_AUTO, 4, false, "http://x.org", "http://x.org"},
        {LINK_AUTO, 5, false, "http://www.y.org", "www.y.org"},
        {LINK_REFERENCE, 5, false, "r%20r.md", "ref"},
        {LINK_REFERENCE, 5, true, "pic.png", ""},
        {LINK_AUTO, 5, false, "mailto:me@z.org", "me@z.org"},
        {LINK_HTML, 7, true, "p.png", "P"},
        {LINK_HTML, 8, false, "h.md?a=1&b", "t"},
    };

    assert_int_equal(document.links.count, sizeof(expected) / sizeof(expected[0]));
    for (size_t i = 0; i < document.links.count; i++) {
        const struct link *link = &document.links.items[i];

        assert_int_equal(link->kind, expected[i].kind);
        assert_int_equal(link->line, expected[i].line);
        assert_int_equal(link->image, expected[i].image);
        assert_true(str_equal(link->url, expected[i].url));
        assert_true(str_equal(link->text, expected[i].text));
    }
}

static bool has_anchor(const struct document *document, const char *name, unsigned line)
{
    for (size_t i = 0; i < document->anchors.count; i++)
        if (str_equal(document->anchors.items[i].name, name) &&
            document->anchors.items[i].line == line)
            return true;
    return false;
}

static void anchors_follow_the_slug_rules(void **state)
{
    struct document document = parse(state, "# Don't *stop* `now()`!\n"
                                            "# a_b - c\n"
                                            "# Same\n"
                                            "# same\n"
                                            "# SAME\n"
                                            "# \xf0\x9f\x9a\x80 Fly\n"
                                            "# \xe2\x9a\x99\xef\xb8\x8f Set\n"
                                            "# \xc3\x9c"
                                            "ber [link](x.md)\n"
                                            "# \xe4\xb8\xad\xe6\x96\x87\xef\xbc\x8c"
                                            "1.2\n"
                                            "# ![](x.png) Logo\n"
                                            "text <span id=\"Span\">x</span>\n");

    assert_true(has_anchor(&document, "dont-stop-now", 1));
    assert_true(has_anchor(&document, "a_b---c", 2));
    assert_true(has_anchor(&document, "same", 3));
    assert_true(has_anchor(&document, "same-1", 4));
    assert_true(has_anchor(&document, "same-2", 5));
    assert_true(has_anchor(&document, "-fly", 6));
    assert_true(has_anchor(&document, "\xef\xb8\x8f-set", 7));
    assert_true(has_anchor(&document,
                           "\xc3\xbc"
                           "ber-link",
                           8));
    assert_true(has_anchor(&document,
                           "\xe4\xb8\xad\xe6\x96\x87"
                           "12",
                           9));
    assert_true(has_anchor(&document, "-logo", 10));
    assert_true(has_anchor(&document, "logo", 10));
    assert_true(has_anchor(&document, "Span", 11));
    assert_false(has_anchor(&document, "fly", 6));
}

static void cells_know_row_and_line(void **state)
{
    struct document document =
        parse(state, "text\n\n| a | `b` |\n|--|--|\n| | |\n| c | [d](e) |\n");
    const struct table *table = &document.tables.items[0];
    static const struct {
        unsigned line, row, column;
        const char *text;
    } expected[] = {{3, 0, 0, "a"}, {3, 0, 1, "b"}, {5, 1, 0, ""},
                    {5, 1, 1, ""},  {6, 2, 0, "c"}, {6, 2, 1, "d"}};

    assert_int_equal(document.tables.count, 1);
    assert_int_equal(table->rows, 2);
    assert_int_equal(table->columns, 2);
    assert_int_equal(table->cell_count, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(table->cells[i].line, expected[i].line);
        assert_int_equal(table->cells[i].row, expected[i].row);
        assert_int_equal(table->cells[i].column, expected[i].column);
        assert_true(str_equal(table->cells[i].text, expected[i].text));
    }
}

static void sections_are_the_headings_above(void **state)
{
    struct document document = parse(state, "before\n# One\na\n## Two\nb\n");

    assert_null(document_section(&document, 0));
    assert_true(str_equal(document_section(&document, 2)->text, "One"));
    assert_true(str_equal(document_section(&document, 4)->text, "Two"));
    assert_true(str_equal(document_section(&document, 3)->text, "One"));
}

/* Each of these would take minutes or gigabytes if nothing stopped it. */
static void hostile_text_ends_soon(void **state)
{
    static const char *const pieces[] = {
        "[",          "[a](",   "![l",      "> ",        "* a\n",       "<?", "<![CDATA[",
        "<!A ",       "<x>",    "</y>",     "<a b c d ", "<b id=x>",    "|-", "*a_ ",
        "`",          "&#x41;", "[a]: b\n", "- ",        "<table><td>", "\\", "<details>\n\n",
        "<a href=x>", "![](",   "<h1>",     "<pre>\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
        struct buf text = {0};
        struct arena *arena = arena_new();
        struct document document;

        while (text.len < 100000)
            buf_puts(&text, pieces[i]);
        document_parse(arena, "README.md", (struct str){text.ptr, text.len}, &document);
        assert_true(arena_size(arena) < 64u * 1024 * 1024);
        arena_free(arena);
        buf_release(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_block_knows_its_lines, setup, teardown),
        cmocka_unit_test_setup_teardown(line_ends_do_not_matter, setup, teardown),
        cmocka_unit_test_setup_teardown(front_matter_is_no_text, setup, teardown),
        cmocka_unit_test_setup_teardown(links_know_line_and_kind, setup, teardown),
        cmocka_unit_test_setup_teardown(anchors_follow_the_slug_rules, setup, teardown),
        cmocka_unit_test_setup_teardown(cells_know_row_and_line, setup, teardown),
        cmocka_unit_test_setup_teardown(sections_are_the_headings_above, setup, teardown),
        cmocka_unit_test_setup_teardown(hostile_text_ends_soon, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
