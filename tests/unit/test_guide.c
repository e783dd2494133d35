#include "facts/extract.h"
#include "facts/facts.h"
#include "util/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void look(struct arena *arena, const char *const paths[2], const char *const texts[2],
                 struct facts *facts)
{
    struct snapshot *snapshot = arena_alloc(arena, sizeof(*snapshot));

    snapshot_from_texts(arena, paths, texts, paths[1] ? 2 : 1, snapshot);
    *facts = (struct facts){.arena = arena, .snapshot = snapshot};
    tree_collect(arena, snapshot, &facts->tree);
    documents_collect(arena, snapshot, &facts->tree, &facts->documents);
    license_collect(facts);
    presence_collect(facts);
    guide_collect(facts);
}

static const char *status_of(const struct facts *facts, enum observation_kind kind)
{
    for (size_t i = 0; i < facts->observations.count; i++)
        if (facts->observations.items[i].kind == kind)
            return facts->observations.items[i].status;
    return "none";
}

static void guides_help_or_do_not(void **state)
{
    static const struct {
        const char *text, *status;
    } rows[] = {
        {"Install with `pip install -e .` and run `pytest`.\n", "practical"},
        {"Please run the tests.\n", "thin"},
        {"Be kind.\n", "bare"},
        {"See https://example.org/contributing for all of it.\n", "pointer"},
        {"You must sign the Contributor License Agreement, https://example.org/cla.\n", "bare"},
        {"We are not accepting pull requests.\n", "refuses"},
        {"We do not accept warnings.\n", "bare"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena *arena = arena_new();
        struct facts facts;

        look(arena, (const char *const[]){"CONTRIBUTING.md", NULL},
             (const char *const[]){rows[i].text, NULL}, &facts);
        assert_string_equal(status_of(&facts, OBSERVATION_CONTRIBUTING_GUIDE), rows[i].status);
        arena_free(arena);
    }
}

static void owners_of_paths_are_counted(void **state)
{
    struct arena *arena = arena_new();
    struct facts facts;

    (void)state;
    look(arena, (const char *const[]){".github/CODEOWNERS", NULL},
         (const char *const[]){"# who\n* @all\n/src/ @a @b\n/docs/  # nobody\n*.py @c\n", NULL},
         &facts);
    assert_int_equal(facts.metrics[METRIC_MODULARITY_OWNED_PATHS].integer, 2);
    arena_free(arena);
}

static void a_readme_may_name_another_licence(void **state)
{
    static const struct {
        const char *readme, *status;
        bool mentions;
    } rows[] = {
        {"# X\n\nLicensed under Apache 2.0.\n", "same", true},
        {"# X\n\nThis project is licensed under the MIT License.\n", "other", true},
        {"# X\n\nThe data has a CC BY 4.0 licence.\n", "none", true},
        {"# X\n\nThe data has an MIT licence, the code the Apache license.\n", "same", true},
        {"# X\n\nNothing.\n", "none", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena *arena = arena_new();
        struct facts facts;

        look(arena, (const char *const[]){"LICENSE", "README.md"},
             (const char *const[]){"Licensed under the Apache License, Version 2.0\n",
                                   rows[i].readme},
             &facts);
        assert_string_equal(status_of(&facts, OBSERVATION_LICENSE_MENTION), rows[i].status);
        assert_int_equal(facts.metrics[METRIC_LICENSE_README_MENTIONS].integer, rows[i].mentions);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(guides_help_or_do_not),
        cmocka_unit_test(owners_of_paths_are_counted),
        cmocka_unit_test(a_readme_may_name_another_licence),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
