/* What all commits together say, on repositories that are made here. */
#include "facts/facts.h"
#include "facts/history.h"
#include "facts/release.h"
#include "scratch.h"
#include "util/arena.h"
#include "util/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static struct snapshot snapshot;
static struct facts facts;

/* The facts of history and tags alone, judged at the date. */
static void collect(const char *folder, const char *name, const char *date)
{
    const struct snapshot_options options = {.folder = scratch_path(folder, name), .name = "test"};
    struct rh_error err;
    time_t when;

    arena_free(arena);
    arena = arena_new();
    assert_true(snapshot_open(arena, &options, &snapshot, &err));
    assert_true(date_parse(str_of(date), &when));
    facts = (struct facts){.arena = arena, .snapshot = &snapshot, .date = when};
    history_collect(arena, &snapshot, &facts.history);
    history_metrics(&facts);
    release_metrics(&facts);
    sources_collect(&facts);
}

static int64_t integer(enum metric metric)
{
    assert_int_not_equal(facts.metrics[metric].type, RH_VALUE_UNKNOWN);
    return facts.metrics[metric].integer;
}

static const char *why_unknown(enum metric metric)
{
    assert_int_equal(facts.metrics[metric].type, RH_VALUE_UNKNOWN);
    return facts.metrics[metric].string;
}

static const char *source(const char *name)
{
    for (size_t i = 0; i < facts.sources.count; i++)
        if (!strcmp(facts.sources.items[i].name, name))
            return facts.sources.items[i].status;
    return "";
}

static int finish(void **state)
{
    arena_free(arena);
    arena = NULL;
    return scratch_remove(state);
}

/* Three years, two people under four names, a bot, merges, tags. */
#define PROJECT                                                                                    \
    "git init -q -b main r; cd r; printf 1 >a\n"                                                   \
    "commit '2020-01-31T23:30:00-0500' 'First'\n"                                                  \
    "commit '2020-02-10T12:00:00Z' 'Second' ada 7+adaexample@users.noreply.github.com\n"           \
    "commit '2020-02-11T12:00:00Z' 'Third' ada 7+adaexample@users.noreply.github.com\n"            \
    "git tag v0.1\n"                                                                               \
    "commit '2021-06-01T12:00:00Z' 'Fix it (#12)' 'Bob Builder' bob@example.net\n"                 \
    "git checkout -q -b topic; commit '2021-06-02T12:00:00Z' 'Topic' 'Bob Builder' "               \
    "b@example.net\n"                                                                              \
    "git checkout -q main\n"                                                                       \
    "GIT_AUTHOR_DATE=2021-07-01T12:00:00Z GIT_COMMITTER_DATE=2021-07-01T12:00:00Z \\\n"            \
    "git merge -q --no-ff -m 'Merge pull request #13 from bob/topic' topic\n"                      \
    "GIT_COMMITTER_DATE=2021-07-02T12:00:00Z git tag -a v0.2 -m two; git tag paper\n"              \
    "commit '2022-12-31T23:59:59Z' 'Bump (#12)' 'dependabot[bot]' dependabot[bot]@x\n"             \
    "commit '2022-12-31T23:59:59Z' 'Last' 'Bob Builder' bob@example.net\n"

static void a_whole_history_is_counted(void **state)
{
    scratch_run(*state, PROJECT);
    collect(*state, "r", "2023-01-01");
    assert_int_equal(integer(METRIC_HISTORY_COMMITS), 8);
    assert_int_equal(integer(METRIC_HISTORY_AUTHOR_NAMES), 3);
    assert_int_equal(integer(METRIC_HISTORY_AUTHORS_WITH_3_COMMITS), 1);
    assert_int_equal(integer(METRIC_HISTORY_AUTHORS), 2);
    assert_int_equal(integer(METRIC_HISTORY_AUTHORS_WITH_3), 2);
    assert_int_equal(integer(METRIC_HISTORY_LATER_AUTHORS), 1);
    assert_int_equal(integer(METRIC_HISTORY_NEW_AUTHORS_LAST_YEAR), 0);
    assert_int_equal(integer(METRIC_HISTORY_MERGED_PULLS), 2);
    assert_string_equal(facts.metrics[METRIC_HISTORY_FIRST_COMMIT].string, "2020-02-01");
    assert_string_equal(facts.metrics[METRIC_HISTORY_LAST_COMMIT].string, "2022-12-31");
    assert_int_equal(integer(METRIC_HISTORY_ACTIVE_MONTHS), 4);
    assert_int_equal(integer(METRIC_HISTORY_MONTHS_AFTER_FIRST_YEAR), 3);
    assert_int_equal(integer(METRIC_HISTORY_LAST_YEAR_COMMITS), 1);
    assert_false(integer(METRIC_HISTORY_CODE_DUMP));
    assert_int_equal(integer(METRIC_HISTORY_TAGS), 3);
    assert_int_equal(integer(METRIC_RELEASE_VERSION_TAGS), 2);
    assert_int_equal(integer(METRIC_RELEASE_TAGS_LAST_YEAR), 0);
    assert_int_equal(integer(METRIC_RELEASE_COMMITS_SINCE_LAST_TAG), 2);
    assert_string_equal(source("history"), "complete");
    assert_string_equal(source("tags"), "complete");
    assert_string_equal(facts.history.people.items[0].name, "Ada Example");
}

static void windows_end_at_the_date(void **state)
{
    scratch_run(*state, PROJECT);
    collect(*state, "r", "2022-01-01");
    assert_int_equal(integer(METRIC_HISTORY_LAST_YEAR_COMMITS), 2);
    assert_true(facts.metrics[METRIC_HISTORY_LAST_YEAR_SHARE_OUTSIDE_TOP].number < 0.01);
    assert_int_equal(integer(METRIC_HISTORY_NEW_AUTHORS_LAST_YEAR), 1);
    assert_int_equal(integer(METRIC_HISTORY_AGE_DAYS), 699);
    collect(*state, "r", "2021-12-31");
    assert_int_equal(integer(METRIC_RELEASE_TAGS_LAST_YEAR), 1);
    collect(*state, "r", "2020-03-01");
    assert_int_equal(integer(METRIC_RELEASE_VERSION_TAGS), 1);
    assert_int_equal(integer(METRIC_RELEASE_DAYS_SINCE_LAST_TAG), 18);
    why_unknown(METRIC_RELEASE_MEDIAN_TAG_GAP_DAYS);
    collect(*state, "r", "2025-01-01");
    assert_int_equal(integer(METRIC_HISTORY_LAST_YEAR_COMMITS), 0);
    assert_non_null(
        strstr(why_unknown(METRIC_HISTORY_LAST_YEAR_SHARE_OUTSIDE_TOP), "nobody committed"));
}

static void a_cut_history_is_not_counted(void **state)
{
    static const struct {
        const char *name, *why;
    } clones[] = {{"shallow", "shallow clone"}, {"lacking", "missing"}};

    scratch_run(*state, PROJECT "id=$(git rev-parse HEAD~3); cd ..\n"
                                "git clone -q --depth 2 \"file://$S/r\" shallow\n"
                                "cp -r r lacking; rm -f lacking/.git/objects/$(echo $id | sed "
                                "'s|..|&/|')\n");
    for (size_t i = 0; i < 2; i++) {
        collect(*state, clones[i].name, "2023-01-01");
        assert_non_null(strstr(why_unknown(METRIC_HISTORY_COMMITS), clones[i].why));
        assert_non_null(strstr(why_unknown(METRIC_HISTORY_AUTHORS), clones[i].why));
        assert_non_null(strstr(why_unknown(METRIC_HISTORY_CODE_DUMP), clones[i].why));
        assert_string_equal(facts.metrics[METRIC_HISTORY_LAST_COMMIT].string, "2022-12-31");
        assert_string_equal(source("history"), "partial");
    }
    collect(*state, "shallow", "2023-01-01");
    assert_non_null(strstr(why_unknown(METRIC_HISTORY_TAGS), "shallow"));
    assert_non_null(strstr(why_unknown(METRIC_RELEASE_VERSION_TAGS), "shallow"));
}

static void nothing_is_unknown_not_zero(void **state)
{
    scratch_run(*state, "mkdir p; git init -q r\n");
    collect(*state, "p", "2023-01-01");
    why_unknown(METRIC_HISTORY_COMMITS);
    why_unknown(METRIC_HISTORY_LAST_COMMIT);
    why_unknown(METRIC_HISTORY_TAGS);
    assert_string_equal(source("history"), "absent");
    collect(*state, "r", "2023-01-01");
    why_unknown(METRIC_HISTORY_COMMITS);
    assert_string_equal(source("history"), "absent");
}

static void odd_commits_are_ordinary(void **state)
{
    /* no author line, a broken one, a time beyond all clocks, a grand message */
    scratch_run(
        *state,
        "git init -q -b main r; cd r; printf 1 >a; commit '2020-01-01T00:00:00Z' x\n"
        "tree=$(git rev-parse HEAD^{tree}); parent=$(git rev-parse HEAD)\n"
        "add() { parent=$(git hash-object --literally -t commit -w --stdin); }\n"
        "printf 'tree %s\\nparent %s\\n\\nno people\\n' $tree $parent | add\n"
        "printf 'tree %s\\nparent %s\\nauthor <> \\ncommitter x\\n\\n\\n' $tree $parent >m\n"
        "parent=$(git hash-object --literally -t commit -w m)\n"
        "printf 'tree %s\\nparent %s\\nauthor A <a@b.c> 99999999999999999999 +9999\\n' $tree "
        "$parent >m; parent=$(git hash-object --literally -t commit -w m)\n"
        "printf 'tree %s\\nparent %s\\nauthor A <a> <b> 1600000000 -0330\\ncommitter C <c@d> "
        "1600000000 +0000\\nencoding x\\n\\nlast (#9)' $tree $parent >m\n"
        "printf '%s' $(git hash-object --literally -t commit -w m) >.git/refs/heads/main\n");
    collect(*state, "r", "2021-01-01");
    assert_int_equal(integer(METRIC_HISTORY_COMMITS), 4);
    assert_int_equal(integer(METRIC_HISTORY_MERGED_PULLS), 1);
    assert_string_equal(facts.metrics[METRIC_HISTORY_LAST_COMMIT].string, "2020-09-13");
    assert_string_equal(facts.metrics[METRIC_HISTORY_FIRST_COMMIT].string, "2020-01-01");
}

#define WITH_FOLDER(name) cmocka_unit_test_setup_teardown(name, scratch_make, finish)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(a_whole_history_is_counted),   WITH_FOLDER(windows_end_at_the_date),
        WITH_FOLDER(a_cut_history_is_not_counted), WITH_FOLDER(nothing_is_unknown_not_zero),
        WITH_FOLDER(odd_commits_are_ordinary),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
