#include "facts/facts.h"
#include "util/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define LONG_CODE                                                                                  \
    "a = 1\na = 1\na = 1\na = 1\na = 1\na = 1\na = 1\na = 1\na = 1\na = 1\na = 1\n"                \
    "a = 1\na = 1\na = 1\na = 1\na = 1\na = 1\na = 1\na = 1\na = 1\na = 1\na = 1\n"

enum { MOST = 800 };

struct repository {
    struct arena *arena;
    const char *paths[MOST], *texts[MOST];
    size_t count;
};

static void add(struct repository *repository, const char *path, const char *text)
{
    repository->paths[repository->count] = arena_strdup(repository->arena, path);
    repository->texts[repository->count++] = text;
}

static enum rh_kind kind_of(struct repository *repository)
{
    struct facts *facts = arena_alloc(repository->arena, sizeof(*facts));
    struct snapshot snapshot;

    snapshot_from_texts(repository->arena, repository->paths, repository->texts, repository->count,
                        &snapshot);
    facts_collect(repository->arena, &snapshot, &(struct facts_options){.as_of = 1700000000},
                  facts);
    return facts->kind;
}

static void setup(struct repository *repository)
{
    memset(repository, 0, sizeof(*repository));
    repository->arena = arena_new();
}

static void promises_are_placeholders(void **state)
{
    struct repository repository;

    (void)state;
    setup(&repository);
    add(&repository, "README.md", "# Title\n\nThe code will be released soon.\n");
    assert_int_equal(kind_of(&repository), RH_PLACEHOLDER);
    add(&repository, "train.py", LONG_CODE);
    add(&repository, "model.py", LONG_CODE);
    add(&repository, "data.py", LONG_CODE);
    assert_int_equal(kind_of(&repository), RH_PAPER_CODE);
    arena_free(repository.arena);
}

/* Five folders with READMEs are a monorepo where they are most of it, not beside a large program.
 */
static void parts_make_a_monorepo(void **state)
{
    struct repository repository;

    (void)state;
    setup(&repository);
    add(&repository, "README.md", "# Projects\n\nOne folder each.\n");
    for (int i = 0; i < 5; i++) {
        add(&repository, arena_printf(repository.arena, "project%d/README.md", i), "# Part\n");
        add(&repository, arena_printf(repository.arena, "project%d/run.py", i), LONG_CODE);
    }
    assert_int_equal(kind_of(&repository), RH_MONOREPO);
    for (int i = 0; i < 10; i++)
        add(&repository, arena_printf(repository.arena, "core/module%d.py", i), LONG_CODE);
    assert_int_equal(kind_of(&repository), RH_PAPER_CODE);
    arena_free(repository.arena);
}

static void much_tested_code_is_a_library(void **state)
{
    struct repository repository;

    (void)state;
    setup(&repository);
    add(&repository, "README.md", "# A toolbox\n");
    for (int i = 0; i < 310; i++)
        add(&repository, arena_printf(repository.arena, "core/module%d.m", i), LONG_CODE);
    assert_int_equal(kind_of(&repository), RH_REPLICATION);
    add(&repository, "tests/test_core.m", "assert(f(1) == 2)\n");
    assert_int_equal(kind_of(&repository), RH_LIBRARY);
    arena_free(repository.arena);
}

static void analyses_are_replications(void **state)
{
    struct repository repository;

    (void)state;
    setup(&repository);
    add(&repository, "README.md", "# Code for a paper\n");
    add(&repository, "figure1.R", LONG_CODE);
    add(&repository, "figure2.R", LONG_CODE);
    assert_int_equal(kind_of(&repository), RH_REPLICATION);
    arena_free(repository.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(promises_are_placeholders),
        cmocka_unit_test(parts_make_a_monorepo),
        cmocka_unit_test(much_tested_code_is_a_library),
        cmocka_unit_test(analyses_are_replications),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
