#ifndef FORGE_KEPT_H
#define FORGE_KEPT_H
#include "util/str.h"

struct arena;

/* Answers to plain questions, kept on disk with their ETag, so that the forge need not send again
 * what has not changed. Each is one file; any of them may be deleted at any time. Only what is
 * asked without a token is kept. */
struct kept {
    const char *etag, *link; /* link may be NULL */
    struct str body;
};

/* False: it is not there, or no use. */
bool kept_read(struct arena *arena, const char *folder, const char *url, struct kept *ret_kept);
void kept_write(struct arena *arena, const char *folder, const char *url, const struct kept *kept);
/* Deletes the oldest, down to LIMIT_FORGE_CACHED. */
void kept_prune(struct arena *arena, const char *folder);
#endif
