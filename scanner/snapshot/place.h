#ifndef SNAPSHOT_PLACE_H
#define SNAPSHOT_PLACE_H
#include "util/error.h"

#include <stddef.h>

struct arena;

/* Where on this disk a folder's files, references and objects are: found by looking at names and
 * git's own small files alone, before any library opens one. Nothing outside the folder is part of
 * it but what git itself links both ways (linked work trees, submodules), or all that it names
 * where the user trusts it. */
enum place_kind {
    PLACE_PLAIN, /* no git */
    PLACE_TREE,  /* a work tree and its repository */
    PLACE_BARE,  /* a repository without a work tree, or a .git folder itself */
};

struct place {
    enum place_kind kind;
    const char *root;           /* of the files; NULL: bare */
    const char *path;           /* where the folder that was asked for is beneath root; "": there */
    const char *git;            /* this work tree's own: HEAD, index; NULL: plain */
    const char *common;         /* refs, packed-refs, shallow; git but in a linked work tree */
    const char *const *objects; /* objects folders, its own first */
    size_t objects_count;
    const char *url; /* of origin as the configuration has it; NULL: none */
};

bool place_find(struct arena *arena, const char *folder, bool trust, struct place *ret_place,
                struct rh_error *err) MUST_CHECK;
#endif
