/* The walks over paths and versions, and what facts make of them. */
#include "facts/facts.h"
#include "facts/history.h"
#include "scratch.h"
#include "util/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static struct snapshot snapshot;
static char seen[4096];

static void open_at(const char *folder, const char *name, const char *path)
{
    const struct snapshot_options options = {
        .folder = scratch_path(folder, name), .path = path, .name = "test"};
    struct rh_error err;

    arena_free(arena);
    arena = arena_new();
    seen[0] = '\0';
    if (!snapshot_open(arena, &options, &snapshot, &err))
        fail_msg("%s", err.text);
}

static int finish(void **state)
{
    arena_free(arena);
    arena = NULL;
    return scratch_remove(state);
}

static void note(struct str before, struct str text, const char *after)
{
    size_t used = strlen(seen);

    snprintf(seen + used, sizeof(seen) - used, "%.*s%.*s%s", (int)before.len, before.ptr,
             (int)text.len, text.ptr, after);
}

/* "message:path " for each path. */
static bool note_path(void *context, const struct commit *commit, struct str path)
{
    struct str message = commit->message;

    (void)context;
    while (message.len && message.ptr[message.len - 1] == '\n')
        message.len--;
    note(message, STR(":"), "");
    note((struct str){0}, path, " ");
    return true;
}

static bool note_version(void *context, const struct commit *commit, struct str text)
{
    (void)commit;
    note((struct str){0}, text, "|");
    return --*(int *)context;
}

static const char *paths(unsigned depth, size_t most, enum history_end expected, size_t commits)
{
    size_t count;

    seen[0] = '\0';
    assert_int_equal(snapshot_walk_paths(&snapshot, most, 10000, depth, note_path, NULL, &count),
                     expected);
    assert_int_equal(count, commits);
    return seen;
}

#define PROJECT                                                                                    \
    "git init -q -b main r; cd r; mkdir -p src/deep/er; printf 1 >a; printf 1 >src/b\n"            \
    "printf 1 >src/deep/er/c; printf 'one' >README.md; commit '2020-01-01T00:00:00Z' first\n"      \
    "printf 2 >src/deep/er/c; printf 1 >src/deep/d; commit '2020-01-02T00:00:00Z' second\n"        \
    "git mv a z; printf 'two' >README.md; commit '2020-01-03T00:00:00Z' third\n"                   \
    "git checkout -q -b topic; printf 3 >src/b; commit '2020-01-04T00:00:00Z' topic\n"             \
    "git checkout -q main; rm -r src/deep; printf 1 >src/deep; commit '2020-01-05T00:00:00Z' "     \
    "kind\n"                                                                                       \
    "git merge -q --no-ff -m merge topic\n"                                                        \
    "printf 'three' >README.md; commit '2020-01-07T00:00:00Z' last\n"

static void changed_paths_come_newest_first(void **state)
{
    scratch_run(*state, PROJECT);
    open_at(*state, "r", NULL);
    assert_string_equal(paths(0, 100, HISTORY_COMPLETE, 6),
                        "last:README.md kind:src/deep kind:src/deep/d kind:src/deep/er/c "
                        "topic:src/b third:README.md third:a third:z second:src/deep/d "
                        "second:src/deep/er/c first:README.md first:a first:src/b "
                        "first:src/deep/er/c ");
    assert_string_equal(paths(2, 3, HISTORY_CAPPED, 3),
                        "last:README.md kind:src/deep kind:src/deep/ topic:src/b ");
    assert_string_equal(paths(1, 2, HISTORY_CAPPED, 2), "last:README.md kind:src/ ");
}

static void a_subfolder_has_paths_of_its_own(void **state)
{
    scratch_run(*state, PROJECT);
    open_at(*state, "r", "src");
    assert_string_equal(paths(1, 100, HISTORY_COMPLETE, 4),
                        "kind:deep kind:deep/ topic:b second:deep/ first:b first:deep/ ");
}

static void versions_of_a_file_come_newest_first(void **state)
{
    int most = 100;

    scratch_run(*state, PROJECT);
    open_at(*state, "r", NULL);
    assert_int_equal(snapshot_walk_versions(&snapshot, "README.md", 10000, note_version, &most),
                     HISTORY_COMPLETE);
    assert_string_equal(seen, "three|two|one|");
    seen[0] = '\0';
    most = 1;
    assert_int_equal(snapshot_walk_versions(&snapshot, "README.md", 10000, note_version, &most),
                     HISTORY_STOPPED);
    assert_string_equal(seen, "three|");
    seen[0] = '\0';
    most = 100;
    /* it came by the merge, and as another file before */
    assert_int_equal(snapshot_walk_versions(&snapshot, "src/b", 10000, note_version, &most),
                     HISTORY_COMPLETE);
    assert_string_equal(seen, "3|1|");
    assert_int_equal(snapshot_walk_versions(&snapshot, "none", 10000, note_version, &most),
                     HISTORY_NONE);
}

static void cut_histories_say_so(void **state)
{
    int most = 100;

    scratch_run(*state, PROJECT "git config uploadpack.allowFilter true; cd ..\n"
                                "git clone -q --depth 2 \"file://$S/r\" shallow\n"
                                "git clone -q --bare --filter=tree:0 \"file://$S/r\" treeless\n");
    open_at(*state, "shallow", NULL);
    assert_string_equal(paths(2, 100, HISTORY_SHALLOW, 1), "last:README.md ");
    assert_int_equal(snapshot_walk_versions(&snapshot, "README.md", 10000, note_version, &most),
                     HISTORY_SHALLOW);
    open_at(*state, "treeless", NULL);
    assert_string_equal(paths(2, 100, HISTORY_COMPLETE, 0), "");
}

static void folders_have_leads(void **state)
{
    struct facts *facts;

    scratch_run(
        *state,
        "git init -q -b main r; cd r; mkdir -p src/one src/two gone/x; printf 1 >README.md\n"
        "for i in 01 02 03 04 05 06 07 08 09 10; do\n"
        "echo $i >src/one/a.py; commit \"2020-01-${i}T00:00:00Z\" x Ada ada@example.net\n"
        "echo $i >src/two/b.py; commit \"2020-02-${i}T00:00:00Z\" x Bob bob@example.net\n"
        "echo $i >gone/x/c.py; commit \"2020-03-${i}T00:00:00Z\" x Cy cy@example.net\n"
        "done\n"
        "echo 11 >src/one/a.py; commit '2021-03-15T00:00:00Z' x 'a[bot]' x\n"
        "echo 2 >README.md; commit '2020-12-01T00:00:00Z' x Ada ada@example.net\n"
        "git rm -q -r gone; commit '2020-12-02T00:00:00Z' x Ada ada@example.net\n");
    open_at(*state, "r", NULL);
    facts = arena_alloc(arena, sizeof(*facts));
    *facts = (struct facts){.arena = arena, .snapshot = &snapshot};
    tree_collect(arena, &snapshot, &facts->tree);
    documents_collect(arena, &snapshot, &facts->tree, &facts->documents);
    history_collect(arena, &snapshot, &facts->history);
    changes_collect(facts);
    assert_int_equal(facts->metrics[METRIC_MODULARITY_MODULES].integer, 2);
    assert_int_equal(facts->metrics[METRIC_MODULARITY_LEADS].integer, 2);
    assert_true(facts->metrics[METRIC_MODULARITY_TOP_LEAD_SHARE].number == 0.5);
    assert_string_equal(facts->metrics[METRIC_README_LAST_CHANGE].string, "2020-12-01");
    assert_int_equal(facts->metrics[METRIC_README_MONTHS_BEHIND_CODE].integer, 3);
    assert_true(facts->metrics[METRIC_HISTORY_README_ONLY_SHARE].number > 0.02);
    assert_true(facts->metrics[METRIC_HISTORY_README_ONLY_SHARE].number < 0.04);
}

#define WITH_FOLDER(name) cmocka_unit_test_setup_teardown(name, scratch_make, finish)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(changed_paths_come_newest_first),
        WITH_FOLDER(a_subfolder_has_paths_of_its_own),
        WITH_FOLDER(versions_of_a_file_come_newest_first),
        WITH_FOLDER(cut_histories_say_so),
        WITH_FOLDER(folders_have_leads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
