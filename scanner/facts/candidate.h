#ifndef FACTS_CANDIDATE_H
#define FACTS_CANDIDATE_H
#include <stdbool.h>

struct resolve_context;

/* The file that a path which is not there was meant to name. */
struct candidate {
    const char *path; /* in the tree; NULL: nothing is near */
    bool sure;        /* nothing else comes close to it */
};

/* `here` and `root`: the path from the folder where it is used, and from the root; one may be
 * NULL. */
struct candidate candidate_find(const struct resolve_context *context, const char *here,
                                const char *root);
#endif
