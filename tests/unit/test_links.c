#include "facts/facts.h"
#include "util/arena.h"

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

/* The facts of a tree that has these files beside README.md, on a branch (NULL: not known). */
static struct facts *collect_on(void **state, const char *branch, const char *readme)
{
    static const char *const paths[] = {
        "README.md",         "LICENSE",         "docs/guide.md",    "docs/a b.md",
        "img/plot.png",      "src/Model.py",    "src/deep/only.py", "site/mkdocs.yml",
        "site/docs/page.md", "docs/other/x.py", "examples/x.py",    "docs/sub/README.md",
    };
    const char *texts[] = {
        readme, "MIT", "# Guide\n[up](../LICENSE) [gone](gone.md) [here](#guide) [no](#nowhere)\n",
        "# A",  "",    "",
        "",     "",    "[page](missing/) [x](/absolute)\n# P\n",
        "",     "",    "# Sub\n",
    };
    struct snapshot *snapshot = arena_alloc(*state, sizeof(*snapshot));
    struct facts *facts = arena_alloc(*state, sizeof(*facts));

    snapshot_from_texts(*state, paths, texts, sizeof(paths) / sizeof(paths[0]), snapshot);
    snapshot->url = "https://github.com/owner/name";
    snapshot->name = "owner/name";
    snapshot->branch = branch;
    facts_collect(*state, snapshot, &(struct facts_options){.as_of = 1700000000}, facts);
    return facts;
}

static struct facts *collect(void **state, const char *readme)
{
    return collect_on(state, NULL, readme);
}

/* The observations of kinds link_*, anchor_* and image_* about one page, one a line: kind, status,
 * line, text, then " -> replacement". */
static const char *noted(void **state, const struct facts *facts, const char *path)
{
    struct buf out = {0};
    char *text;

    for (size_t i = 0; i < facts->observations.count; i++) {
        const struct observation *observation = &facts->observations.items[i];
        const char *kind = observation_infos[observation->kind].name;

        if (strcmp(observation->path ? observation->path : "", path) ||
            (!text_starts(kind, "link_") && !text_starts(kind, "anchor_") &&
             !text_starts(kind, "image_")))
            continue;
        buf_printf(&out, "%.4s %s %u %s", kind, observation->status, observation->line,
                   observation->text);
        if (observation->replacement)
            buf_printf(&out, " -> %s", observation->replacement);
        buf_puts(&out, "\n");
    }
    text = arena_strndup(*state, out.ptr, out.len);
    buf_release(&out);
    return text;
}

#define README_GIVES(readme, expected)                                                             \
    assert_string_equal(noted(state, collect(state, readme), "README.md"), expected)

static void files_and_folders_are_found(void **state)
{
    README_GIVES(
        "[a](LICENSE) [b](./docs/) [c](docs/guide.md?raw=true) [d](/img/plot.png)\n"
        "![e](img/plot.png \"t\") [f](<docs/a b.md>) [g](docs/a%20b.md) [h](docs/../LICENSE)\n",
        "link found 1 LICENSE\nlink found 1 ./docs/\nlink found 1 docs/guide.md?raw=true\n"
        "link found 1 /img/plot.png\nimag found 2 img/plot.png\nlink found 2 docs/a b.md\n"
        "link found 2 docs/a%20b.md\nlink found 2 docs/../LICENSE\n");
}

static void what_is_missing_comes_with_what_was_meant(void **state)
{
    README_GIVES("[a](license)\n[b](src/model.py)\n[c](only.py)\n[d](x.py)\n[e](nothing.md)\n"
                 "![f](.\\img\\plot.png)\n[g](docs/guide)\n[h](www.x.org/y)\n[i](docs/guide.html)\n"
                 "<img src='imgs/plot.png'>\n[j](tree/main/LICENSE)\n",
                 "link case 1 license -> LICENSE\n"
                 "link case 2 src/model.py -> src/Model.py\n"
                 "link missing 3 only.py -> src/deep/only.py\n"
                 "link missing 4 x.py\n"
                 "link missing 5 nothing.md\n"
                 "imag backslash 6 .\\img\\plot.png -> img/plot.png\n"
                 "link missing 7 docs/guide -> docs/guide.md\n"
                 "link missing 8 www.x.org/y -> https://www.x.org/y\n"
                 "link missing 9 docs/guide.html -> docs/guide.md\n"
                 "imag missing 10 imgs/plot.png -> img/plot.png\n"
                 "link missing 11 tree/main/LICENSE -> LICENSE\n");
}

static void what_lies_elsewhere_is_left_alone(void **state)
{
    README_GIVES(
        "[a](https://x.org/y) [b](mailto:a@b.c) [c](../../issues) [d](//x.org)\n"
        "[e](../../wiki/Home) [f](../gh-pages/x) [g](../../../other) [h](doi:10.1/x)\n"
        "[i](https://github.com/owner/name/issues) [j](https://github.com/o/n/blob/main/z)\n"
        "[k](https://github.com/owner/name/blob/v1/gone)\n"
        "<!-- [l](gone.md) --> `[m](gone.md)`\n\n    [n](gone.md)\n",
        "");
}

static void templates_are_not_told(void **state)
{
    README_GIVES("[a]({{url}}) [b](@ref) [c](${x}/y)\n",
                 "link unknown 1 {{url}}\nlink unknown 1 @ref\nlink unknown 1 ${x}/y\n");
}

static void own_addresses_are_looked_up(void **state)
{
    README_GIVES("[a](https://github.com/Owner/name/blob/main/LICENSE)\n"
                 "[b](https://github.com/owner/name/tree/master/docs)\n"
                 "![c](https://raw.githubusercontent.com/owner/name/main/img/gone.png)\n"
                 "[d](../../blob/main/LICENSE)\n",
                 "link found 1 https://github.com/Owner/name/blob/main/LICENSE\n"
                 "link found 2 https://github.com/owner/name/tree/master/docs\n"
                 "imag unknown 3 https://raw.githubusercontent.com/owner/name/main/img/gone.png\n"
                 "link found 4 ../../blob/main/LICENSE\n");
}

static void the_scanned_branch_is_looked_up(void **state)
{
    static const char readme[] = "[a](https://github.com/owner/name/blob/dev/2.0/gone.md)\n"
                                 "[b](https://github.com/owner/name/tree/dev/2.0)\n"
                                 "[c](https://github.com/owner/name/blob/main/gone.md)\n"
                                 "[d](https://github.com/owner/name/blob/HEAD/gone.md)\n"
                                 "[e](https://github.com/owner/name/blob/dev/2.01/gone.md)\n";
    static const struct {
        const char *branch, *noted;
    } rows[] = {
        {"dev/2.0", "link missing 1 https://github.com/owner/name/blob/dev/2.0/gone.md\n"
                    "link found 2 https://github.com/owner/name/tree/dev/2.0\n"
                    "link missing 4 https://github.com/owner/name/blob/HEAD/gone.md\n"},
        {"master", "link missing 3 https://github.com/owner/name/blob/main/gone.md\n"
                   "link missing 4 https://github.com/owner/name/blob/HEAD/gone.md\n"},
        {"trunk", "link missing 4 https://github.com/owner/name/blob/HEAD/gone.md\n"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        assert_string_equal(noted(state, collect_on(state, rows[i].branch, readme), "README.md"),
                            rows[i].noted);
}

static void anchors_are_looked_up(void **state)
{
    README_GIVES(
        "# My *Title*\n## \xf0\x9f\x9a\x80 Fly\n## Twice\n## Twice\n<a name='Named'></a>\n"
        "[a](#my-title) [b](#My-Title) [c](#-fly) [d](#fly) [e](#twice-1) [f](#named)\n"
        "[g](#mytitle) [h](docs/guide.md#guide) [i](docs/guide.md#nope) [j](#top) [k](LICENSE#L3)\n"
        "[l](docs/sub#sub) [m](#user-content-twice) [n](#%F0%9F%9A%80-fly) [o](#titel)\n",
        "anch found 6 #my-title\nanch found 6 #My-Title\nanch found 6 #-fly\n"
        "anch missing 6 #fly -> #-fly\nanch found 6 #twice-1\nanch found 6 #named\n"
        "anch missing 7 #mytitle -> #my-title\n"
        "link found 7 docs/guide.md#guide\nanch found 7 docs/guide.md#guide\n"
        "link found 7 docs/guide.md#nope\nanch missing 7 docs/guide.md#nope\n"
        "link found 7 LICENSE#L3\nanch missing 7 LICENSE#L3\n"
        "link found 8 docs/sub#sub\nanch found 8 docs/sub#sub\n"
        "anch found 8 #user-content-twice\n"
        "anch missing 8 #%F0%9F%9A%80-fly -> #-fly\n"
        "anch missing 8 #titel\n");
}

static void links_that_were_not_finished(void **state)
{
    README_GIVES("See (here)[https://x.org/data].\n[Paper](Link) [Code]() [Demo](#) [Top](#)\n"
                 "[x]([https://x.org])\nf(x)[0] (see)[1]\n",
                 "link placeholder 2 Paper\nlink empty 2 Code\nlink placeholder 2 Demo\n"
                 "link bracketed 3 [https://x.org] -> https://x.org\n"
                 "link reversed 1 (here)[https://x.org/data]\n");
}

static void other_pages_are_looked_at(void **state)
{
    struct facts *facts = collect(state, "# T\n");

    assert_string_equal(noted(state, facts, "docs/guide.md"),
                        "link found 2 ../LICENSE\nlink missing 2 gone.md\nanch found 2 #guide\n"
                        "anch missing 2 #nowhere\n");
    assert_string_equal(noted(state, facts, "site/docs/page.md"), "");
}

static void broken(void **state, const char *readme, bool expected)
{
    struct facts *facts = collect(state, readme);
    const struct rh_metric *metric = &facts->metrics[METRIC_README_BROKEN_RELATIVE_LINK];

    assert_int_equal(metric->type, RH_VALUE_BOOL);
    assert_int_equal(metric->integer, expected);
}

static void the_metric_counts_the_readme_alone(void **state)
{
    broken(state, "[a](LICENSE) (b)[https://x.org/gone] [c](@ref)\n", false);
    broken(state, "[a](license)\n", true);
    broken(state, "[a](#gone)\n", true);
    broken(state, "![a](gone.png)\n", true);
}

static int64_t integer(const struct facts *facts, enum metric metric)
{
    assert_int_not_equal(facts->metrics[metric].type, RH_VALUE_UNKNOWN);
    return facts->metrics[metric].integer;
}

static void the_form_of_the_readme(void **state)
{
    struct facts *facts = collect(
        state, "# One two\n![three](https://img.shields.io/x.svg) ![t](img/plot.png) ![t](no.png)\n"
               "\nfour `five`\n\n```python\npip install "
               "six\n```\n<details>seven</details>\n\n```\nopen\n");

    assert_int_equal(integer(facts, METRIC_README_AT_ROOT), 1);
    assert_int_equal(integer(facts, METRIC_README_WORDS), 16);
    assert_int_equal(integer(facts, METRIC_README_PROSE_WORDS), 5);
    assert_int_equal(integer(facts, METRIC_README_CODE_BLOCKS), 2);
    assert_int_equal(integer(facts, METRIC_README_HEADINGS), 1);
    assert_int_equal(integer(facts, METRIC_README_IMAGES), 1);
    assert_int_equal(integer(facts, METRIC_README_CONTENTS), 0);
    assert_int_equal(integer(facts, METRIC_README_FOLDED), 1);
    assert_int_equal(facts->observations.count > 2, 1);
    for (size_t i = 0, seen = 0; i < facts->observations.count; i++) {
        const struct observation *observation = &facts->observations.items[i];

        if (observation->kind != OBSERVATION_FENCE)
            continue;
        assert_string_equal(observation->status, seen ? "mislabelled" : "unclosed");
        assert_int_equal(observation->line, seen ? 6 : 11);
        seen++;
    }
}

static void no_readme_is_known(void **state)
{
    static const char *const paths[] = {"a.py"}, *const texts[] = {""};
    struct snapshot snapshot;
    struct facts facts;

    snapshot_from_texts(*state, paths, texts, 1, &snapshot);
    facts_collect(*state, &snapshot, &(struct facts_options){.as_of = 1}, &facts);
    assert_int_equal(facts.metrics[METRIC_README_AT_ROOT].type, RH_VALUE_BOOL);
    assert_int_equal(facts.metrics[METRIC_README_AT_ROOT].integer, 0);
    assert_int_equal(facts.metrics[METRIC_README_WORDS].type, RH_VALUE_UNKNOWN);
}

static void the_forge_shows_the_first_readme(void **state)
{
    static const char *const paths[] = {"docs/README.md", "README.rst", "readme.txt",
                                        ".github/Readme.md", "src/README.md"};
    static const char *const texts[] = {"d", "r", "t", "g", "s"};
    struct snapshot snapshot;
    struct facts facts;

    snapshot_from_texts(*state, paths, texts, 5, &snapshot);
    facts_collect(*state, &snapshot, &(struct facts_options){.as_of = 1}, &facts);
    assert_string_equal(facts.documents.readme->path, ".github/Readme.md");
    snapshot_from_texts(*state, paths, texts, 3, &snapshot);
    facts_collect(*state, &snapshot, &(struct facts_options){.as_of = 1}, &facts);
    assert_string_equal(facts.documents.readme->path, "README.rst");
    assert_string_equal(facts.documents.pages.items[0].path, "README.rst");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(files_and_folders_are_found, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_missing_comes_with_what_was_meant, setup, teardown),
        cmocka_unit_test_setup_teardown(what_lies_elsewhere_is_left_alone, setup, teardown),
        cmocka_unit_test_setup_teardown(templates_are_not_told, setup, teardown),
        cmocka_unit_test_setup_teardown(own_addresses_are_looked_up, setup, teardown),
        cmocka_unit_test_setup_teardown(the_scanned_branch_is_looked_up, setup, teardown),
        cmocka_unit_test_setup_teardown(anchors_are_looked_up, setup, teardown),
        cmocka_unit_test_setup_teardown(links_that_were_not_finished, setup, teardown),
        cmocka_unit_test_setup_teardown(other_pages_are_looked_at, setup, teardown),
        cmocka_unit_test_setup_teardown(the_metric_counts_the_readme_alone, setup, teardown),
        cmocka_unit_test_setup_teardown(the_form_of_the_readme, setup, teardown),
        cmocka_unit_test_setup_teardown(no_readme_is_known, setup, teardown),
        cmocka_unit_test_setup_teardown(the_forge_shows_the_first_readme, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
