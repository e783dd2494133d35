#ifndef VERBS_BASE_H
#define VERBS_BASE_H
#include "options.h"
#include "rh/check.h"

struct base_list {
    struct rh_base *items;
    size_t count, capacity;
};

/* What may name the base of a change, the first that serves first: --base alone where it is given,
 * else what the CI system tells in its environment, else the branches of origin (docs/ci.md has the
 * table). Only a local target is what the CI system speaks of. */
bool bases_list(struct arena *arena, const struct options *options, bool local,
                struct base_list *ret_bases, struct rh_error *err) MUST_CHECK;
#endif
