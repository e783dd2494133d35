#include "facts/tree.h"
#include "util/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}

/* A tree of empty files. */
static void make_tree(struct arena *arena, const char *const *paths, size_t count,
                      struct tree *ret_tree)
{
    struct snapshot *snapshot = arena_alloc(arena, sizeof(*snapshot));

    *snapshot = (struct snapshot){.arena = arena, .path = "", .name = "example"};
    snapshot->files.items = arena_alloc(arena, (count + 1) * sizeof(*snapshot->files.items));
    snapshot->files.count = count;
    for (size_t i = 0; i < count; i++)
        snapshot->files.items[i] = (struct file){.path = paths[i], .kind = FILE_REGULAR};
    qsort(snapshot->files.items, count, sizeof(*snapshot->files.items), by_path);
    tree_collect(arena, snapshot, ret_tree);
}

#define MAKE_TREE(arena, tree, ...)                                                                \
    do {                                                                                           \
        static const char *const paths[] = {__VA_ARGS__};                                          \
        make_tree(arena, paths, sizeof(paths) / sizeof(paths[0]), tree);                           \
    } while (0)

static unsigned roles(const struct tree *tree, const char *path)
{
    const struct tree_file *file = tree_find(tree, path);

    assert_non_null(file);
    return file->roles;
}

static void every_extension_is_found(void **state)
{
    static const struct {
        const char *path;
        enum language language;
    } rows[] = {
        {"a.ado", LANGUAGE_STATA},
        {"a.py", LANGUAGE_PYTHON},
        {"a/B.R", LANGUAGE_R},
        {"x.jl", LANGUAGE_JULIA},
        {"x.M", LANGUAGE_MATLAB},
        {"x.c", LANGUAGE_C},
        {"x.C++", LANGUAGE_CPP},
        {"x.cu", LANGUAGE_CUDA},
        {"x.zsh", LANGUAGE_SHELL},
        {"x.ipynb", LANGUAGE_NOTEBOOK},
        {"x.tsx", LANGUAGE_TYPESCRIPT},
        {"x.h++", LANGUAGE_CPP},
        {"x.h", LANGUAGE_C},
        {".py", LANGUAGE_NONE},
        {"x.txt", LANGUAGE_NONE},
        {"py", LANGUAGE_NONE},
        {"x.f90", LANGUAGE_FORTRAN},
        {"x.rmd", LANGUAGE_R},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (language_of_path(rows[i].path) != rows[i].language)
            fail_msg("%s is %s", rows[i].path, language_name(language_of_path(rows[i].path)));
}

static void files_have_roles_by_place_and_name(void **state)
{
    static const struct {
        const char *path;
        unsigned has, lacks;
    } rows[] = {
        {"README.md", ROLE_PAGE | ROLE_OWN, ROLE_CODE | ROLE_DOCS},
        {"README", ROLE_PAGE, 0},
        {"requirements.txt", ROLE_OWN, ROLE_PAGE | ROLE_DATA},
        {"src/model.py", ROLE_CODE | ROLE_OWN, ROLE_TEST | ROLE_EXAMPLE},
        {"src/test_model.py", ROLE_CODE | ROLE_TEST, 0},
        {"src/latest.py", ROLE_CODE, ROLE_TEST},
        {"src/ModelTest.java", ROLE_CODE | ROLE_TEST, 0},
        {"src/model.spec.ts", ROLE_CODE | ROLE_TEST, 0},
        {"tests/testthat/x.R", ROLE_CODE | ROLE_TEST, 0},
        {"data/test/x.csv", ROLE_DATA, ROLE_TEST},
        {"data/load.py", ROLE_CODE | ROLE_OWN, ROLE_DATA},
        {"weights.pth", ROLE_DATA, ROLE_CODE},
        {"third_party/x/y.c", ROLE_CODE | ROLE_VENDORED, ROLE_OWN},
        {"Third_Party/x/y.c", ROLE_VENDORED, ROLE_OWN},
        {"renv/activate.R", ROLE_VENDORED, ROLE_OWN},
        {"src/x_pb2.py", ROLE_GENERATED, ROLE_OWN},
        {"src/__pycache__/x.pyc", ROLE_GENERATED, ROLE_OWN},
        {"docs/conf.py", ROLE_CODE | ROLE_DOCS | ROLE_OWN, 0},
        {"docs/index.rst", ROLE_PAGE | ROLE_DOCS, ROLE_CODE},
        {"examples/a.ipynb", ROLE_CODE | ROLE_EXAMPLE, 0},
    };
    const char *paths[sizeof(rows) / sizeof(rows[0])];
    struct arena *arena = arena_new();
    struct tree tree;

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        paths[i] = rows[i].path;
    make_tree(arena, paths, sizeof(paths) / sizeof(paths[0]), &tree);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        unsigned has = roles(&tree, rows[i].path);

        if ((has & rows[i].has) != rows[i].has || has & rows[i].lacks)
            fail_msg("%s has roles %#x", rows[i].path, has);
    }
    arena_free(arena);
}

static void own_code_is_counted(void **state)
{
    struct arena *arena = arena_new();
    struct tree tree;

    (void)state;
    MAKE_TREE(arena, &tree, "a.py", "b.py", "run1.sh", "run2.sh", "run3.sh", "vendor/x.js",
              "vendor/y.js", "vendor/z.js", "n.ipynb");
    assert_int_equal(tree.own_code, 6);
    assert_int_equal(tree.languages[LANGUAGE_PYTHON], 2);
    assert_int_equal(tree.languages[LANGUAGE_JAVASCRIPT], 0);
    assert_int_equal(tree.language, LANGUAGE_PYTHON);
    tree_count_notebooks(&tree, (size_t[LANGUAGE_COUNT]){[LANGUAGE_JULIA] = 3});
    assert_int_equal(tree.language, LANGUAGE_JULIA);
    MAKE_TREE(arena, &tree, "a.cc", "docs/html/search.js", "docs/html/menu.js", "website/main.js");
    assert_int_equal(tree.language, LANGUAGE_CPP);
    MAKE_TREE(arena, &tree, "a.sh");
    assert_int_equal(tree.language, LANGUAGE_SHELL);
    MAKE_TREE(arena, &tree, "n.ipynb");
    assert_int_equal(tree.language, LANGUAGE_NOTEBOOK);
    MAKE_TREE(arena, &tree, "README.md");
    assert_int_equal(tree.language, LANGUAGE_NONE);
    arena_free(arena);
}

static void downloads_are_vendored(void **state)
{
    struct arena *arena = arena_new();
    struct tree tree;

    (void)state;
    MAKE_TREE(arena, &tree, "a.py", "b.py", "c.py", "lib-master/x.py", "lib-master/y/z.py");
    assert_int_equal(tree.own_code, 3);
    assert_true(roles(&tree, "lib-master/y/z.py") & ROLE_VENDORED);
    /* the project itself, put there as it was downloaded */
    MAKE_TREE(arena, &tree, "a.py", "project-master/x.py", "project-master/y.py");
    assert_int_equal(tree.own_code, 3);
    arena_free(arena);
}

static void ambiguous_extensions_follow_their_company(void **state)
{
    struct arena *arena = arena_new();
    struct tree tree;

    (void)state;
    MAKE_TREE(arena, &tree, "a.cpp", "b.cpp", "c.c", "a.h", "b.h");
    assert_int_equal(tree.languages[LANGUAGE_CPP], 4);
    assert_int_equal(tree.languages[LANGUAGE_C], 1);
    MAKE_TREE(arena, &tree, "a.c", "a.h");
    assert_int_equal(tree.languages[LANGUAGE_C], 2);
    MAKE_TREE(arena, &tree, "A.m", "A.h", "B.m", "B.h", "main.m");
    assert_int_equal(tree.language, LANGUAGE_OBJECTIVE_C);
    MAKE_TREE(arena, &tree, "a.m", "b.m", "mex/c.c", "mex/c.h");
    assert_int_equal(tree.language, LANGUAGE_MATLAB);
    arena_free(arena);
}

static void folders_span_their_files(void **state)
{
    struct arena *arena = arena_new();
    const struct tree_folder *folder;
    struct tree tree;

    (void)state;
    MAKE_TREE(arena, &tree, "a-b/x", "a/b/c/d", "a/b/e", "a/f", "a.b", "z");
    folder = tree_find_folder(&tree, "a");
    assert_non_null(folder);
    assert_int_equal(folder->end - folder->first, 3);
    assert_int_equal(folder->depth, 1);
    folder = tree_find_folder(&tree, "a/b/c");
    assert_non_null(folder);
    assert_int_equal(folder->end - folder->first, 1);
    assert_string_equal(tree.files[folder->first].file->path, "a/b/c/d");
    assert_int_equal(tree_find_folder(&tree, "")->end, 6);
    assert_true(tree_has_folder(&tree, "a-b"));
    assert_false(tree_has_folder(&tree, "a/"));
    assert_false(tree_has_folder(&tree, "z"));
    assert_int_equal(tree.folder_count, 5);
    MAKE_TREE(arena, &tree, "only");
    assert_int_equal(tree.folder_count, 1);
    make_tree(arena, NULL, 0, &tree);
    assert_null(tree_find(&tree, "only"));
    arena_free(arena);
}

static void twins_differ_in_case_alone(void **state)
{
    struct arena *arena = arena_new();
    struct tree tree;

    (void)state;
    MAKE_TREE(arena, &tree, "Docs/Index.md", "a", "b", "B");
    assert_string_equal(tree_find_case_twin(&tree, "docs/index.md"), "Docs/Index.md");
    assert_string_equal(tree_find_case_twin(&tree, "DOCS"), "Docs");
    assert_string_equal(tree_find_case_twin(&tree, "A"), "a");
    assert_null(tree_find_case_twin(&tree, "a"));
    assert_null(tree_find_case_twin(&tree, "b"));
    assert_null(tree_find_case_twin(&tree, "c"));
    arena_free(arena);
}

static void names_are_listed_in_order(void **state)
{
    struct arena *arena = arena_new();
    const struct tree_file *file = NULL;
    struct tree tree;

    (void)state;
    MAKE_TREE(arena, &tree, "b/x.py", "a/x.py", "x.py", "y.py");
    file = tree_next_named(&tree, "x.py", file);
    assert_string_equal(file->file->path, "a/x.py");
    file = tree_next_named(&tree, "x.py", file);
    assert_string_equal(file->file->path, "b/x.py");
    file = tree_next_named(&tree, "x.py", file);
    assert_string_equal(file->file->path, "x.py");
    assert_null(tree_next_named(&tree, "x.py", file));
    assert_null(tree_next_named(&tree, "z.py", NULL));
    arena_free(arena);
}

/* 100,000 files in 20,000 nested folders: a pass that is not linear takes minutes. */
static void large_trees_take_little_time(void **state)
{
    enum { FILES = 100000 };
    struct arena *arena = arena_new();
    const char **paths = arena_alloc(arena, FILES * sizeof(*paths));
    struct tree tree;
    clock_t start;

    (void)state;
    for (int i = 0; i < FILES; i++)
        paths[i] = arena_printf(arena, "src/%d/tests/sub%d/module_%d.py", i / 50, i / 5, i);
    start = clock();
    make_tree(arena, paths, FILES, &tree);
    assert_int_equal(tree.own_code, FILES);
    assert_non_null(tree_find(&tree, "src/1999/tests/sub19999/module_99999.py"));
    assert_non_null(tree_find_case_twin(&tree, "SRC/1999/tests/sub19999/module_99999.py"));
    assert_non_null(tree_next_named(&tree, "module_99999.py", NULL));
    print_message("%d files in %.0f ms\n", FILES,
                  (double)(clock() - start) * 1000 / CLOCKS_PER_SEC);
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 5);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_extension_is_found),
        cmocka_unit_test(files_have_roles_by_place_and_name),
        cmocka_unit_test(own_code_is_counted),
        cmocka_unit_test(downloads_are_vendored),
        cmocka_unit_test(ambiguous_extensions_follow_their_company),
        cmocka_unit_test(folders_span_their_files),
        cmocka_unit_test(twins_differ_in_case_alone),
        cmocka_unit_test(names_are_listed_in_order),
        cmocka_unit_test(large_trees_take_little_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
