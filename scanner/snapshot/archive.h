#ifndef SNAPSHOT_ARCHIVE_H
#define SNAPSHOT_ARCHIVE_H
#include "snapshot/snapshot.h"
#include "util/map.h"

/* A zip or tar file, as reviewers get them, as a snapshot in memory: read once by libarchive under
 * limits on entries, bytes and ratio. A folder that everything is in is taken off the paths. What
 * leads out of it, devices and .git are left out, links are names; files_note or files_partial
 * says so. False: encrypted, damaged, a bomb or no archive, with one line that says which. */
bool archive_open(struct snapshot *snapshot, const char *file, const char *prefix,
                  struct rh_error *err) MUST_CHECK;

/* Private: what the snapshot's state points to. */
struct archive_files {
    const struct member *members;
    struct map by_path; /* from a file's raw path to its place in members */
};
#endif
