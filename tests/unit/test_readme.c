#include "facts/facts.h"
#include "util/arena.h"

#include <setjmp.h>
#include <stdarg.h>
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

enum { FILES = 6 };

/* Facts of a README and other files: path, text, ..., NULL. */
static struct facts *collect(void **state, const char *readme, ...)
{
    static const struct facts_options options = {.as_of = 1700000000};
    struct snapshot *snapshot = arena_alloc(*state, sizeof(*snapshot));
    struct facts *facts = arena_alloc(*state, sizeof(*facts));
    const char **paths = arena_alloc(*state, FILES * sizeof(*paths));
    const char **texts = arena_alloc(*state, FILES * sizeof(*texts));
    size_t count = 1;
    va_list args;

    paths[0] = "README.md";
    texts[0] = readme;
    va_start(args, readme);
    for (const char *path; (path = va_arg(args, const char *));) {
        assert_true(count < FILES);
        paths[count] = path;
        texts[count++] = va_arg(args, const char *);
    }
    va_end(args);
    snapshot_from_texts(*state, paths, texts, count, snapshot);
    facts_collect(*state, snapshot, &options, facts);
    return facts;
}

static bool holds(const struct facts *facts, enum metric metric)
{
    assert_int_equal(facts->metrics[metric].type, RH_VALUE_BOOL);
    return facts->metrics[metric].integer;
}

struct claim {
    const char *readme;
    bool holds;
};

static void claims(void **state, enum metric metric, const struct claim *list)
{
    for (; list->readme; list++)
        if (holds(collect(state, list->readme, NULL), metric) != list->holds)
            fail_msg("%s: not %d: %s", metric_infos[metric].name, list->holds, list->readme);
}

/* "status line" of one kind, in order. */
static const char *seen(void **state, const struct facts *facts, enum observation_kind kind)
{
    char *text = arena_strdup(*state, "");

    for (size_t i = 0; i < facts->observations.count; i++)
        if (facts->observations.items[i].kind == kind)
            text = arena_printf(*state, "%s%s%s %u", text, *text ? ", " : "",
                                facts->observations.items[i].status,
                                facts->observations.items[i].line);
    return text;
}

static void papers_are_told_from_other_links(void **state)
{
    static const struct claim list[] = {
        {"See [our paper](https://arxiv.org/abs/2001.00001).", true},
        {"[Paper](https://www.nature.com/articles/s41586-1)", true},
        {"[Paper](docs/paper.pdf)", true},
        {"[Paper](Link)", false},
        {"[![DOI](https://zenodo.org/badge/DOI/10.5281/zenodo.1.svg)](https://doi.org/10.5281/"
         "zenodo.1)",
         false},
        {"[Manual](docs/manual.pdf)", false},
        {"<!-- https://arxiv.org/abs/2001.00001 -->\nText", false},
        {NULL, false},
    };

    claims(state, METRIC_README_PAPER_LINK, list);
}

static void hardware_is_a_model_a_count_or_an_amount(void **state)
{
    static const struct claim list[] = {
        {"We trained on one V100.", true},
        {"It needs 16 GB of RAM.", true},
        {"Training was run on 8 GPUs.", true},
        {"A GPU is required.", false},
        {"GPU memory does not matter. The file has 26GB.", false},
        {"If you use CUDA 11 or CPU, install it so.", false},
        {"Supports 8 GPUs.", false},
        {NULL, false},
    };

    claims(state, METRIC_README_HARDWARE_STATED, list);
}

static void run_time_is_a_time_of_work(void **state)
{
    static const struct claim list[] = {
        {"Indexing takes six minutes.", true},
        {"Training finishes in about 3 hours.", true},
        {"It costs about $5 per run.", true},
        {"It processes 30 seconds of audio in windows.", false},
        {"We released it two days ago.", false},
        {"The running time is shorter.", false},
        {NULL, false},
    };

    claims(state, METRIC_README_RUNTIME_STATED, list);
}

static void a_quick_start_leaves_nothing_to_fill_in(void **state)
{
    static const struct claim list[] = {
        {"```bash\npython train.py --epochs 3\n```", true},
        {"```python\nimport x\nx.run('a')\n```", true},
        {"```bash\npip install x\ncd x\n```", false},
        {"```bash\npython train.py --data /path/to/data\n```", false},
        {"```bash\npython train.py --data <dir>\n```", false},
        {"```bash\npython train.py --data $DATA\n```", false},
        {"```bash\nexport DATA=./data\npython train.py --data $DATA\n```", true},
        {"```bash\npython train.py --data /imagenet\n```", false},
        {"Set the paths in `.env`, then run:\n```bash\npython serve.py\n```", false},
        {"```python\nimport x\nclass A:\n    a = f(1)\n```", false},
        {"```r\ninstall.packages('x')\n```", false},
        {"```python\nimport x\na = x.f()\na\na\na\na\na\na\na\na\na\n```", false},
        {"# a\n```python\nimport x\nclass A:\n    a = 1\n    b = 1\n    c = 1\n    d = 1\n    e = "
         "1\n"
         "```\nthen\n```python\nx.f(A())\nx.g()\nx.h()\nx.i()\n```",
         false},
        {NULL, false},
    };

    claims(state, METRIC_README_QUICKSTART_WITHIN_10_LINES, list);
}

static void tables_of_results_are_told_from_others(void **state)
{
    static const struct claim list[] = {
        {"| Model | Accuracy |\n|---|---|\n| a | 91.2 |\n| b | 90.1 |\n", true},
        {"## Results\n| | Cora |\n|---|---|\n| a | 81.5 |\n| b | 70.3 |\n", true},
        {"| Parameter | Default |\n|---|---|\n| lr | 0.001 |\n| dropout | 0.05 |\n", false},
        {"| Model | Download |\n|---|---|\n| a | [x](http://h/a) |\n| b | [x](http://h/b) |\n",
         false},
        {"## Requirements\n| Package | Version |\n|---|---|\n| a | 1.2 |\n| b | 1.3 |\n", false},
        {NULL, false},
    };

    claims(state, METRIC_README_RESULTS_TABLE, list);
}

static void hosts_are_told_apart(void **state)
{
    static const struct claim quota[] = {
        {"[data](https://drive.google.com/file/d/1)", true},
        {"[data](https://pan.xyz.edu.cn/link/1)", true},
        {"[notebook](https://colab.research.google.com/drive/1)", false},
        {"[data](https://zenodo.org/record/1)", false},
        {NULL, false},
    };
    static const struct claim demo[] = {
        {"[Colab](https://colab.research.google.com/drive/1)", true},
        {"[demo](https://huggingface.co/spaces/a/b)", true},
        {"[leaderboard](https://huggingface.co/spaces/a/leaderboard)", false},
        {"[demo](./demo)", false},
        {NULL, false},
    };
    static const struct claim data[] = {
        {"[checkpoint](https://h.org/a)", true},
        {"[model](https://huggingface.co/a/b)", true},
        {"[prepare your own dataset](docs/dataset.md)", false},
        {"[a library](https://github.com/a/b)", false},
        {NULL, false},
    };

    claims(state, METRIC_README_QUOTA_HOST, quota);
    claims(state, METRIC_README_HOSTED_DEMO, demo);
    claims(state, METRIC_README_WEIGHTS_OR_DATA_LINK, data);
}

static void a_registry_knows_the_project_by_its_name(void **state)
{
    const char *setup = "setup(name='My_Tool')";

    assert_true(holds(collect(state, "`pip install my-tool[all]==1`", "setup.py", setup, NULL),
                      METRIC_README_REGISTRY_INSTALL));
    assert_true(holds(
        collect(state, "```\nconda install -c conda-forge my.tool\n```", "setup.py", setup, NULL),
        METRIC_README_REGISTRY_INSTALL));
    assert_false(holds(collect(state, "```\npip install torch numpy\n```", "setup.py", setup, NULL),
                       METRIC_README_REGISTRY_INSTALL));
    assert_false(
        holds(collect(state, "```\nconda create -n my-tool python\n```", "setup.py", setup, NULL),
              METRIC_README_REGISTRY_INSTALL));
    assert_true(holds(collect(state, "```\npip install torch numpy\n```", NULL),
                      METRIC_README_INSTALL_COMMAND));
}

static void bibtex_says_what_it_lacks(void **state)
{
    struct facts *facts =
        collect(state,
                "```\n@InProceedings{\n  key,\n  title={A {B}}, author={C}, year=2020}\n```\n\n"
                "    @article{k, title={A}, year={1}}\n\n```\n@misc{k, title={A\n```\n",
                NULL);

    assert_string_equal(seen(state, facts, OBSERVATION_BIBTEX_ENTRY),
                        "complete 2, incomplete 7, broken 10");
    assert_true(holds(facts, METRIC_README_BIBTEX));
}

static void notices_are_about_the_project(void **state)
{
    static const struct claim list[] = {
        {"# a\nThis repository is no longer maintained.\n", true},
        {"# a\nThis project has been superseded by b.\n", true},
        {"**Status:** Archive (code is provided as-is, no updates expected)\n", true},
        {"# a\n### Deprecated branches\nThe branch b is deprecated.\n", false},
        {"# a\nThe option b is deprecated.\n", false},
        {"# a\nUpdate: try [b](https://b.example.org), which replaces this repository.\n", true},
        {"# a\nThe flag -b, which replaces this option, is new.\n", false},
        {"# a\nThose who want the newest data should see the page of this project.\n", false},
        {NULL, false},
    };
    struct facts *facts =
        collect(state, "# a\n", "a/__init__.py",
                "import warnings\nwarnings.warn(\n  'a will be migrating to b')\n", NULL);

    claims(state, METRIC_README_SUPERSEDED, list);
    assert_int_equal(facts->notices.count, 1);
    assert_string_equal(facts->notices.items[0].kind, "migration");
    assert_int_equal(facts->notices.items[0].evidence.line, 3);
    facts = collect(
        state, "# a\nHello.\n", "ROADMAP.md",
        "# Roadmap\n\nReaders looking for the newest methods should check out the b library.\n",
        "docs/index.md", "# a\nDevelopment has moved to b.\n", "docs/usage.md",
        "# Usage\nThis project is no longer maintained.\n", "MAINTENANCE.md",
        "# Plans\nWe are currently migrating the code base to b.\nWe are moving the docs to b.\n",
        NULL);
    assert_false(holds(facts, METRIC_README_SUPERSEDED));
    assert_int_equal(facts->notices.count, 3);
    for (size_t i = 0; i < facts->notices.count; i++) {
        const struct rh_notice *notice = &facts->notices.items[i];
        const char *place = notice->evidence.path;

        assert_string_equal(notice->kind,
                            !strcmp(place, "MAINTENANCE.md") ? "migration" : "successor");
        assert_int_equal(notice->evidence.line, !strcmp(place, "ROADMAP.md") ? 3 : 2);
    }
}

static void promised_answers_are_told_from_other_haste(void **state)
{
    static const struct {
        const char *readme, *status, *hint;
    } rows[] = {
        {"We answer questions promptly.", "quick", "promptly"},
        {"If you face problems, open an issue and we'll help you promptly!", "quick", "promptly"},
        {"I will get back to you as soon as possible.", "quick", "as soon as possible"},
        {"The maintainers respond to issues within 2 business days.", "timed",
         "within 2 business days"},
        {"We usually reply in a few days.", "timed", "in a few days"},
        {"We help researchers quickly build models.", NULL, NULL},
        {"The server will answer requests quickly.", NULL, NULL},
        {"We support training within two days on one GPU.", NULL, NULL},
        {"Please answer the survey within two weeks.", NULL, NULL},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        const struct facts *facts =
            collect(state, arena_printf(*state, "# Loom\n\n%s\n", rows[i].readme), NULL);
        const struct observation *found = NULL;

        for (size_t j = 0; j < facts->observations.count; j++)
            if (facts->observations.items[j].kind == OBSERVATION_ANSWER_PROMISE)
                found = &facts->observations.items[j];
        if (!found || !rows[i].status) {
            if (found || rows[i].status)
                fail_msg("%s: %s", rows[i].readme, found ? found->hint : "no promise");
            continue;
        }
        assert_string_equal(found->status, rows[i].status);
        assert_string_equal(found->hint, rows[i].hint);
        assert_int_equal(found->line, 3);
    }
}

static void promises_are_announcements(void **state)
{
    struct facts *facts =
        collect(state,
                "Code: coming soon!\n\nThe code will be released upon acceptance.\n\n"
                "Version two was released in May.\n\nIt will be added to the list.\n",
                NULL);

    assert_string_equal(seen(state, facts, OBSERVATION_PROMISE), "open 1, open 3");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(papers_are_told_from_other_links),
        cmocka_unit_test(hardware_is_a_model_a_count_or_an_amount),
        cmocka_unit_test(run_time_is_a_time_of_work),
        cmocka_unit_test(a_quick_start_leaves_nothing_to_fill_in),
        cmocka_unit_test(tables_of_results_are_told_from_others),
        cmocka_unit_test(hosts_are_told_apart),
        cmocka_unit_test(a_registry_knows_the_project_by_its_name),
        cmocka_unit_test(bibtex_says_what_it_lacks),
        cmocka_unit_test(notices_are_about_the_project),
        cmocka_unit_test(promised_answers_are_told_from_other_haste),
        cmocka_unit_test(promises_are_announcements),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
