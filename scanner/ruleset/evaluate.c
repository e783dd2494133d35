#include "ruleset/ruleset.h"

#include "util/arena.h"

const struct rh_finding *ruleset_judge(struct arena *arena, const struct rh_ruleset *ruleset,
                                       const struct settings *settings, struct facts *facts,
                                       time_t as_of)
{
    (void)settings;
    (void)facts;
    (void)as_of;
    return arena_alloc(arena, ruleset->count * sizeof(struct rh_finding));
}
