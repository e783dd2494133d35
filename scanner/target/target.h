#ifndef TARGET_H
#define TARGET_H
#include "util/error.h"

struct arena;

/* What the user asked for, from its text alone (and whether a path of that name exists). */
enum target_kind {
    TARGET_LOCAL, /* a folder, with git or without, bare or not; also file:// */
    TARGET_REMOTE /* fetched into the cache: https, http, git, ssh, owner/name */
};

struct target {
    enum target_kind kind;
    const char *location; /* the folder, or the URL as libgit2 takes it (may hold a user name) */
    const char *url;      /* to show: without credentials; NULL for a local path */
    const char *name;     /* "owner/name", or the folder's own name: for headlines and files */
};

bool target_parse(struct arena *arena, const char *text, struct target *ret_target,
                  struct rh_error *err) MUST_CHECK;
#endif
