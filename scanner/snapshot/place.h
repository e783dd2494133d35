#ifndef SNAPSHOT_PLACE_H
#define SNAPSHOT_PLACE_H
#include "util/error.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* Where on this disk a folder's files, references and objects are: found by looking at names and
 * git's own small files alone, before any library opens one. What lies outside the folder belongs
 * to it only where git links it both ways (linked work trees, submodules, the work tree that the
 * folder is a part of), or where the user trusts what it names. */
enum place_kind {
    PLACE_PLAIN, /* no git */
    PLACE_TREE,  /* a work tree and its repository */
    PLACE_BARE,  /* a repository without a work tree, or a .git folder itself */
};

struct place {
    enum place_kind kind;
    const char *root;   /* of the files; NULL: bare */
    const char *path;   /* where the folder that was asked for is beneath root; "": it is root */
    const char *folder; /* the folder that was asked for, without links in its path */
    const char *git;    /* this work tree's own: HEAD, index; NULL: plain */
    const char *common; /* refs, packed-refs, shallow; git but in a linked work tree */
    struct {
        const char **items;
        size_t count, capacity;
    } objects;       /* objects folders, its own first */
    const char *url; /* of origin, to be shown; NULL: none */
    bool no_tags;    /* it was cloned without them */
};

/* `trust`: follow what leads outside (core.worktree, commondir, gitdir, alternates, links). */
bool place_find(struct arena *arena, const char *folder, bool trust, struct place *ret_place,
                struct rh_error *err) MUST_CHECK;
#endif
