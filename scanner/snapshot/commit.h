#ifndef SNAPSHOT_COMMIT_H
#define SNAPSHOT_COMMIT_H
#include "snapshot/objects.h"
#include "snapshot/snapshot.h"

/* A commit object taken apart. ret_commit's views point into `bytes`; its id and tree too, so the
 * arrays must outlive it. False: no commit. */
struct parsed_commit {
    struct commit commit;
    unsigned char tree[ID_SIZE];
    struct str parents; /* the lines "parent <40 digits>\n", commit.parent_count of them */
};
bool commit_parse(struct str bytes, const unsigned char *id, struct parsed_commit *ret_parsed);
/* Takes the next parent off *parents; false at the end. */
bool commit_next_parent(struct str *parents, unsigned char ret_id[ID_SIZE]);
/* "Name <email> 1700000000 +0100" behind "author " or "tagger ". Never fails: what is not there is
 * empty or 0. */
void signature_parse(struct str line, struct str *ret_name, struct str *ret_email, time_t *ret_time,
                     int *ret_offset);
#endif
