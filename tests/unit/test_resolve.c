#include "facts/facts.h"
#include "facts/trace.h"
#include "util/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* What the facts say of the first path of this kind that a README names. */
static const char *traced; /* "README.md:3", for the next status_of(); NULL */
static const struct rh_trace *steps;
static size_t step_count;

static const char *status_of(const char *readme, enum observation_kind kind,
                             const struct observation **ret_observation)
{
    static const char *const paths[] = {"README.md",
                                        ".gitignore",
                                        "train.py",
                                        "src/models.py",
                                        "src/deep/eval.py",
                                        "FEVER.ipynb",
                                        "02_generate_dataset.py"};
    const char *texts[] = {readme, "results/\n*.log\n", "", "", "", "{}", ""};
    static struct arena *arena;
    static struct snapshot snapshot;
    static struct facts facts;

    arena_free(arena);
    arena = arena_new();
    snapshot_from_texts(arena, paths, texts, 7, &snapshot);
    facts_collect(arena, &snapshot, &(struct facts_options){.as_of = 1700000000, .trace = traced},
                  &facts);
    if (facts.trace)
        steps = trace_steps(facts.trace, &step_count);
    for (size_t i = 0; i < facts.observations.count; i++)
        if (facts.observations.items[i].kind == kind) {
            if (ret_observation)
                *ret_observation = &facts.observations.items[i];
            return facts.observations.items[i].status;
        }
    return "none";
}

static void commands_are_laid_beside_the_tree(void **state)
{
    static const struct {
        const char *readme, *status;
    } rows[] = {
        {"```bash\npython train.py --lr 1\n```\n", "found"},
        {"```bash\npython ./train.py\n```\n", "found"},
        {"```bash\npython deep/eval.py\n```\n", "moved"},
        {"```bash\npython eval.py\n```\n", "moved"},
        {"```bash\ncd src/deep\n```\n\n# Later\n```bash\npython eval.py\n```\n", "found"},
        {"```bash\npython Train.py\n```\n", "case"},
        {"```bash\npython 02_generate_samples.py setcover\n```\n", "missing"},
        {"```bash\npython results/plot.py\n```\n", "generated"},
        {"```bash\npython /path/to/train.py\n```\n", "placeholder"},
        {"```bash\npython <script>.py\n```\n", "placeholder"},
        {"```bash\nwget https://example.org/x.zip\npython other.py\n```\n", "missing"},
        {"```bash\nwget https://example.org/other.py\npython other.py\n```\n", "external"},
        {"```bash\nunzip tools.zip\npython tools/other.py\n```\n", "external"},
        {"```bash\npython -m pip install x\n```\n", "none"},
        {"```bash\npython tools/other.py\n```\n", "missing"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        const char *status = status_of(rows[i].readme, OBSERVATION_COMMAND_TARGET, NULL);

        if (strcmp(status, rows[i].status))
            fail_msg("%s: %s, not %s", rows[i].readme, status, rows[i].status);
    }
}

static void names_in_sentences_are_laid_beside_the_tree(void **state)
{
    static const struct {
        const char *readme, *status;
    } rows[] = {
        {"The model is in `src/models.py`.\n", "found"},
        {"The model is in `models.py`.\n", "found"}, /* a folder may be understood */
        {"The model is in `src/model.py`.\n", "missing"},
        {"Run `{FEVER,fever}.ipynb`.\n", "found"},
        {"Run `fever.ipynb`.\n", "case"},
        {"Create a file `src/mine.py` for it.\n", "unknown"},
        {"See `src/mine.py` of [theirs](https://example.org/theirs).\n", "external"},
        {"The table is in `out.csv`.\n", "none"},
        {"Call `model.fit` first.\n", "none"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        const char *status = status_of(rows[i].readme, OBSERVATION_NAMED_PATH, NULL);

        if (strcmp(status, rows[i].status))
            fail_msg("%s: %s, not %s", rows[i].readme, status, rows[i].status);
    }
}

static void a_near_name_is_the_hint(void **state)
{
    const struct observation *found = NULL;

    (void)state;
    status_of("The model is in `src/model.py`.\n", OBSERVATION_NAMED_PATH, &found);
    assert_string_equal(found->hint, "is src/models.py");
    status_of("```\npython 02_generate_samples.py\n```\n", OBSERVATION_COMMAND_TARGET, &found);
    assert_string_equal(found->hint, "is 02_generate_dataset.py");
    assert_string_equal(found->replacement, "02_generate_dataset.py");
}

static void a_replacement_works_from_where_the_command_runs(void **state)
{
    const struct observation *found = NULL;

    (void)state;
    assert_string_equal(
        status_of("```\ncd src\npython eval.py\n```\n", OBSERVATION_COMMAND_TARGET, &found),
        "moved");
    assert_string_equal(found->replacement, "deep/eval.py");
    assert_string_equal(
        status_of("```\ncd src\npython Train.py\n```\n", OBSERVATION_COMMAND_TARGET, &found),
        "case");
    assert_string_equal(found->hint, "is train.py");
    assert_null(found->replacement); /* it is in the folder above */
}

static void each_step_is_told_of_the_line_that_is_asked_for(void **state)
{
    (void)state;
    traced = "README.md:3";
    status_of("The first is `src/one.py`.\n\nThe second is `src/two.py`.\n", OBSERVATION_NAMED_PATH,
              NULL);
    traced = NULL;
    assert_true(step_count > 5);
    for (size_t i = 0; i < step_count; i++)
        assert_string_equal(steps[i].text, "src/two.py");
    assert_string_equal(steps[0].step, "working folder");
    assert_string_equal(steps[step_count - 1].step, "so");
    assert_string_equal(steps[step_count - 1].said, "missing");
}

static void what_explains_is_told(void **state)
{
    static const struct {
        const char *readme, *step;
    } rows[] = {
        {"```bash\npython results/plot.py\n```\n", "ignored"},
        {"```bash\ntouch plot.py\npython plot.py\n```\n", "made"},
        {"```bash\ntar xf tools.tgz\npython tools/plot.py\n```\n", "brought"},
        {"```bash\ncd ../other\npython plot.py\n```\n", "another tree"},
        {"```bash\nT=src\npython $T/models.py\n```\n", "working folder"},
        {"```bash\npython $T/models.py\n```\n", "variable"},
        {"In the `src/deep` folder:\n```bash\npython eval.py\n```\n", "folder in prose"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        char place[] = "README.md:0";

        for (unsigned line = 2; line < 5; line++) {
            place[10] = (char)('0' + line);
            traced = place;
            status_of(rows[i].readme, OBSERVATION_COMMAND_TARGET, NULL);
            traced = NULL;
            if (step_count > 1 && !strcmp(steps[step_count - 2].step, rows[i].step))
                break;
        }
        if (step_count < 2 || strcmp(steps[step_count - 2].step, rows[i].step))
            fail_msg("%s: not by %s", rows[i].readme, rows[i].step);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commands_are_laid_beside_the_tree),
        cmocka_unit_test(names_in_sentences_are_laid_beside_the_tree),
        cmocka_unit_test(a_near_name_is_the_hint),
        cmocka_unit_test(a_replacement_works_from_where_the_command_runs),
        cmocka_unit_test(each_step_is_told_of_the_line_that_is_asked_for),
        cmocka_unit_test(what_explains_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
