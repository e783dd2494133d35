#ifndef FORGE_OBTAIN_H
#define FORGE_OBTAIN_H
#include "target/target.h"
#include "util/error.h"
#include "util/str.h"

struct arena;

enum forge_asking {
    ASK_AUTO,   /* where the target names a place on a forge: a URL, owner/name */
    ASK_ALWAYS, /* also the origin of a local repository */
    ASK_NEVER,
};

struct forge_options {
    enum forge_asking asking;
    bool offline;
    const char *file;      /* a record to use in place of asking; NULL: none */
    const char *keep;      /* the same, where there is something to keep; or NULL */
    const char *unknown;   /* do not ask, for this reason; NULL: ask */
    const char *save;      /* where to keep what was said; NULL: nowhere */
    const char *api_url;   /* of the REST API; NULL: by the target's host */
    const char *cache_dir; /* NULL: the default */
    unsigned max_requests; /* 0: the default */
    unsigned api_wait;     /* seconds that may be spent waiting, in all */
    bool progress;
};

/* The record of the forge as bytes that nobody has looked into yet: forge-v1, perhaps compressed.
 */
struct forge_bytes {
    struct str bytes;    /* empty: there is none */
    const char *source;  /* the file that it is from, for errors; NULL: the forge itself */
    const char *unknown; /* why there is none, in a clause; NULL where there is one */
};

/* Reads the file or asks the forge. That nothing was learned is no error. `folder` is where the
 * target's repository is on this disk. */
bool forge_obtain(struct arena *arena, const struct target *target, const char *folder,
                  const struct forge_options *options, struct forge_bytes *ret_bytes,
                  struct rh_error *err) MUST_CHECK;
#endif
