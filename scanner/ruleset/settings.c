#include "ruleset/settings.h"

bool settings_load(struct arena *arena, const struct rh_scan_options *options,
                   const struct target *target, const struct snapshot *snapshot,
                   struct settings *ret_settings, struct rh_error *err)
{
    (void)arena;
    (void)options;
    (void)target;
    (void)snapshot;
    (void)err;
    *ret_settings = (struct settings){0};
    return true;
}
