#include "rh/rule.h"

#include "util/arena.h"

struct rh_ruleset *rh_ruleset_load(const char *const *paths, size_t path_count,
                                   struct rh_error *err)
{
    struct arena *arena = arena_new();
    struct rh_ruleset *ruleset = arena_alloc(arena, sizeof(*ruleset));

    (void)paths;
    (void)path_count;
    (void)err;
    ruleset->arena = arena;
    return ruleset;
}

void rh_ruleset_free(struct rh_ruleset *ruleset)
{
    if (ruleset)
        arena_free(ruleset->arena);
}
