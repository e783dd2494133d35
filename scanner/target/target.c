#include "target/target.h"

#include "util/arena.h"

#include <string.h>

bool target_parse(struct arena *arena, const char *text, struct target *ret_target,
                  struct rh_error *err)
{
    (void)err;
    *ret_target = (struct target){.kind = TARGET_LOCAL,
                                  .location = arena_strdup(arena, text),
                                  .name = arena_strdup(arena, text)};
    return true;
}
