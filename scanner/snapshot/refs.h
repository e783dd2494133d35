#ifndef SNAPSHOT_REFS_H
#define SNAPSHOT_REFS_H
#include "snapshot/objects.h"
#include "util/error.h"

/* The references of a repository, read by hand: HEAD, loose files, packed-refs. Nothing is
 * followed out of the repository, and no name becomes a path before it was looked at. */
struct refs;

/* `git`: this work tree's own folder (HEAD); `common`: the one with refs/ and packed-refs. */
bool refs_open(struct arena *arena, const char *git, const char *common, struct refs **ret_refs,
               struct rh_error *err) MUST_CHECK;
/* The id that a full name ("HEAD", "refs/heads/main") leads to, symbolic ones followed. */
bool refs_find(const struct refs *refs, const char *name, unsigned char ret_id[ID_SIZE]);
/* The short name of the branch that a remote's HEAD names, or else HEAD itself; NULL: none. */
const char *refs_default_branch(const struct refs *refs);
/* The short name of the branch that a revision names; NULL: it is a tag, a commit, a way. */
const char *refs_branch_of(const struct refs *refs, const char *rev);
/* Does HEAD name a branch that has no commit yet? */
bool refs_is_unborn(const struct refs *refs);
/* The id that a short name (a tag, a branch, origin/main) leads to, in git's order. */
bool refs_find_short(const struct refs *refs, const char *name, unsigned char ret_id[ID_SIZE]);
/* Every reference whose full name begins so; each once, in no order. Returns false where the
 * visitor did or LIMIT_REFS was met. */
typedef bool ref_visitor(void *context, const char *name, const unsigned char id[ID_SIZE]);
bool refs_each(const struct refs *refs, const char *prefix, ref_visitor *visit, void *context);
#endif
