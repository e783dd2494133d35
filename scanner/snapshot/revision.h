#ifndef SNAPSHOT_REVISION_H
#define SNAPSHOT_REVISION_H
#include "snapshot/objects.h"
#include "snapshot/refs.h"
#include "util/error.h"

/* What --rev may say: a branch, a tag, an id or the beginning of one, what `git describe` prints,
 * "@", and behind it ~N, ^N, ^{} and ^{commit}, as git reads them. "@{YYYY-MM-DD}" is the newest
 * commit on the line of first parents that was committed on that day or before: the repository's
 * past, where git means this disk's. No search (:/text) and no range. */
struct revision_places {
    struct objects *objects;
    const struct refs *refs;
    const char *shallow; /* 20 bytes each, sorted: commits whose parents were left out on purpose */
    size_t shallow_count;
};

/* The id of a commit, or of a tag that may lead to one. */
bool revision_find(const struct revision_places *places, const char *rev,
                   unsigned char ret_id[ID_SIZE], struct rh_error *err) MUST_CHECK;

/* Follows a tag to the commit that it names; *ret_time: of the outermost annotated tag, or 0. */
bool revision_peel(struct objects *objects, unsigned char id[ID_SIZE], time_t *ret_time);
#endif
