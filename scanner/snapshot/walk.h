#ifndef SNAPSHOT_WALK_H
#define SNAPSHOT_WALK_H
#include "snapshot/commit.h"

struct snapshot_state;

/* A commit that was read. Its views point into itself, so it is never copied; release the object.
 */
struct loaded {
    unsigned char id[ID_SIZE];
    struct object object;
    struct parsed_commit parsed;
};

/* False: it is not here, or is no commit. The object must be released all the same. */
bool loaded_read(const struct snapshot_state *state, const unsigned char id[ID_SIZE],
                 struct loaded *loaded);
/* Does the shallow file say that the history ends here? */
bool is_boundary(const struct snapshot_state *state, const unsigned char id[ID_SIZE]);
#endif
