#ifndef SNAPSHOT_FETCH_H
#define SNAPSHOT_FETCH_H
#include "target/target.h"
#include "util/error.h"

#include <stdio.h>

struct arena;

struct fetch_options {
    const char *cache_dir; /* NULL: $XDG_CACHE_HOME/repohealth, else ~/.cache/repohealth */
    const char *rev;       /* NULL: the remote's HEAD */
    unsigned timeout;      /* seconds for the transfer; 0: the default */
    bool offline;          /* use what the cache has */
    bool progress;
};

/* Brings a remote repository into the bare cache, or finds it there, and says where it is. Runs
 * the transfer in a child of its own. A local target's folder is returned as it is. The cached
 * repository is not cleaned away before the arena goes. Overwrites the target's password. */
bool fetch_target(struct arena *arena, const struct target *target,
                  const struct fetch_options *options, const char **ret_folder,
                  struct rh_error *err) MUST_CHECK;
/* `repohealth cache list|clean`: prints to out; `keep_bytes` is the size cap that clean leaves. */
bool cache_list(struct arena *arena, const char *cache_dir, FILE *out,
                struct rh_error *err) MUST_CHECK;
bool cache_clean(struct arena *arena, const char *cache_dir, long long keep_bytes, FILE *out,
                 struct rh_error *err) MUST_CHECK;
#endif
