#ifndef SNAPSHOT_DISK_H
#define SNAPSHOT_DISK_H
#include "snapshot/snapshot.h"

struct arena;

/* Reading what others put on this disk: nothing here leaves the folder that it was given, follows
 * a link, waits for a FIFO or opens a device. */

/* The folder itself; -1 with errno. */
int disk_open_folder(const char *path);
/* A file or folder beneath `root`, no part of the path a link; -1 with errno. */
int disk_open(int root, const char *path, int flags);
/* The whole regular file; READ_OTHER where it is none or may not be read, READ_MISSING where
 * nothing is there. */
enum read_status disk_read(struct arena *arena, int root, const char *path, size_t limit,
                           struct str *ret_text);
/* A link's target; at most LIMIT_PATH_BYTES. */
enum read_status disk_read_link(struct arena *arena, int root, const char *path,
                                struct str *ret_text);
#endif
