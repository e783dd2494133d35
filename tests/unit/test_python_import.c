#include "facts/python_import.h"

#include "facts/facts.h"
#include "util/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const char *const paths[] = {
    "README.md",
    "app/Helper.py",
    "app/deep/tools.py",
    "app/main.py",
    "datasets/download.py",
    "kernel/fast.pyx",
    "lib/token/words.py",
    "python/setup.py",
    "python/tok/__init__.py",
    "python/tok/models/__init__.py",
    "python/tok/models/net.py",
    "python/tok/ns/part.py",
    "requirements.txt",
    "src/solo.py",
    "twice/a/common.py",
    "twice/b/common.py",
    "vendored",
};
static const char *const texts[] = {
    "# Tok\n",
    "",
    "",
    "",
    "",
    "",
    "",
    "from setuptools import setup, Extension\nsetup(name='tok', "
    "package_dir={'words': '../lib/token'},\n      ext_modules=[Extension('tok.models._ops', "
    "[])])\n",
    "",
    "",
    "",
    "",
    "datasets\nopencv-python\nPyYAML==6\n",
    "",
    "",
    "",
    NULL,
};

static const char *const names[] = {"file",     "folder",   "case",       "absent",
                                    "standard", "declared", "undeclared", "unknown"};

struct fixture {
    struct arena *arena;
    struct snapshot snapshot;
    struct facts facts;
};

static int set_up(void **state)
{
    static struct fixture fixture;

    fixture.arena = arena_new();
    snapshot_from_texts(fixture.arena, paths, texts, sizeof(paths) / sizeof(*paths),
                        &fixture.snapshot);
    facts_collect(fixture.arena, &fixture.snapshot, &(struct facts_options){.as_of = 1700000000},
                  &fixture.facts);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    arena_free(((struct fixture *)*state)->arena);
    return 0;
}

static void names_lead_to_files(void **state)
{
    static const struct {
        const char *file, *cwd, *dotted;
        unsigned level;
        const char *status, *path;
    } rows[] = {
        {NULL, "", "tok", 0, "file", "python/tok/__init__.py"},
        {NULL, "", "tok.models.net", 0, "file", "python/tok/models/net.py"},
        {NULL, "", "tok.ns", 0, "folder", "python/tok/ns"},
        {NULL, "", "tok.models.gone", 0, "absent", "python/tok/models"},
        {NULL, "", "tok.models.net.deeper", 0, "absent", "python/tok/models/net.py"},
        {NULL, "", "tok.models._ops", 0, "unknown", NULL},
        {NULL, "", "tok.Models.net", 0, "case", "python/tok/models/net.py"},
        {NULL, "", "solo", 0, "file", "src/solo.py"},
        {NULL, "", "os.path", 0, "standard", NULL},
        {NULL, "", "Queue", 0, "standard", NULL},
        {NULL, "", "cv2", 0, "declared", NULL},
        {NULL, "", "yaml", 0, "declared", NULL},
        {NULL, "", "datasets.load", 0, "unknown", NULL}, /* a package is called so as well */
        {NULL, "", "numpy", 0, "undeclared", NULL},
        {NULL, "", "fast", 0, "unknown", NULL},
        {NULL, "", "common", 0, "unknown", NULL},
        {NULL, "", "vendored.x", 0, "unknown", NULL},
        {NULL, "", "app.deep.tools", 0, "file", "app/deep/tools.py"},
        {NULL, "", "deep.tools", 0, "file", "app/deep/tools.py"}, /* elsewhere */
        {"app/main.py", "app", "deep.tools", 0, "file", "app/deep/tools.py"},
        {"app/main.py", "app", "helper", 0, "case", "app/Helper.py"},
        {"app/main.py", "app", "deep.gone", 0, "absent", "app/deep"},
        {"app/main.py", "", "", 1, "folder", "app"},
        {"app/deep/tools.py", "", "main", 2, "file", "app/main.py"},
        {"app/deep/tools.py", "", "gone", 2, "absent", "app"},
        {"app/deep/tools.py", "", "x", 9, "unknown", NULL},
        {NULL, "", "a..b", 0, "unknown", NULL},
        {NULL, "", "", 0, "unknown", NULL},
    };
    const struct facts *facts = &((struct fixture *)*state)->facts;

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct import_site site = {.file = rows[i].file, .cwd = str_of(rows[i].cwd)};
        struct import_found found =
            import_find(facts, &site, str_of(rows[i].dotted), rows[i].level);

        if (strcmp(names[found.status], rows[i].status))
            print_message("# row %zu: %s\n", i, rows[i].dotted);
        assert_string_equal(names[found.status], rows[i].status);
        if (rows[i].path)
            assert_string_equal(found.status == IMPORT_ABSENT ? found.there : found.path,
                                rows[i].path);
    }
}

static void folders_of_manifests_are_followed(void **state)
{
    static const char *const some_paths[] = {"lib/token/words.py", "setup.py"};
    static const char *const some_texts[] = {
        "", "from setuptools import setup\nsetup(package_dir={'tok': 'lib/token', '': 'lib'})\n"};
    struct arena *arena = arena_new();
    struct snapshot snapshot;
    struct facts facts;
    struct import_site site = {0};
    struct import_found found;

    (void)state;
    snapshot_from_texts(arena, some_paths, some_texts, 2, &snapshot);
    facts_collect(arena, &snapshot, &(struct facts_options){.as_of = 1700000000}, &facts);
    found = import_find(&facts, &site, STR("tok.words"), 0);
    assert_int_equal(found.status, IMPORT_FILE);
    assert_string_equal(found.path, "lib/token/words.py");
    found = import_find(&facts, &site, STR("token.words"), 0);
    assert_int_equal(found.status, IMPORT_FILE);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_lead_to_files),
        cmocka_unit_test(folders_of_manifests_are_followed),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
