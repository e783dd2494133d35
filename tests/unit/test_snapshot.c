#include "snapshot/snapshot.h"
#include "util/arena.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void texts_are_files(void **state)
{
    static const char *const paths[] = {"src/b.py", "README.md", "a"};
    static const char *const texts[] = {"import a\n", "# Title\n", ""};
    struct arena *arena = arena_new();
    struct snapshot snapshot;
    struct str text;

    (void)state;
    snapshot_from_texts(arena, paths, texts, 3, &snapshot);
    assert_int_equal(snapshot.files.count, 3);
    assert_string_equal(snapshot.files.items[0].path, "README.md");
    assert_null(snapshot_find(&snapshot, "src"));
    assert_int_equal(file_size(&snapshot, snapshot_find(&snapshot, "src/b.py")), 9);
    assert_int_equal(file_read(&snapshot, arena, snapshot_find(&snapshot, "README.md"), 100, &text),
                     READ_OK);
    assert_true(str_equal(text, "# Title\n"));
    assert_int_equal(file_read(&snapshot, arena, snapshot_find(&snapshot, "README.md"), 3, &text),
                     READ_TOO_LARGE);
    assert_int_equal(snapshot_walk(&snapshot, NULL, NULL), HISTORY_NONE);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_files),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
