#ifndef SNAPSHOT_INDEX_H
#define SNAPSHOT_INDEX_H
#include "snapshot/objects.h"
#include "snapshot/snapshot.h"

#include <sys/stat.h>

struct place;

/* What a work tree should hold. Where the index cannot be read (or there is none) HEAD stands in
 * for it, and snapshot->files_note says so. */
struct index_entry {
    const char *path; /* the bytes that are recorded */
    enum file_kind kind;
    bool elsewhere; /* not checked out (sparse): its bytes are in the object store */
    unsigned char id[ID_SIZE];
    uint32_t size, seconds, nanoseconds; /* of the file when it was last compared; 0: never */
};

struct index {
    struct index_entry *entries; /* sorted by the bytes of their path, each path once */
    size_t count;
    bool merging;          /* a path stood there more than once: a conflict is open */
    bool stands_in;        /* it is HEAD */
    struct timespec saved; /* when the index was written */
};

struct index *index_read(struct snapshot *snapshot, const struct place *place);
/* Is there such a path? */
bool index_has(const struct index *index, const char *path);
/* Is there a path beneath "sub/folder/"? */
bool index_has_folder(const struct index *index, const char *folder);
/* Do size and time say that the file is as it was? */
bool index_is_fresh(const struct index *index, const struct index_entry *entry,
                    const struct stat *info);
/* Does the index list anything else than the commit? */
bool index_differs(const struct index *index, const struct snapshot *snapshot);
#endif
