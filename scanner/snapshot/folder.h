#ifndef SNAPSHOT_FOLDER_H
#define SNAPSHOT_FOLDER_H
#include "snapshot/snapshot.h"

#include <sys/stat.h>

/* Every file and folder beneath `start` ("": the root), in no order; paths are the root's. Links
 * are names and are not followed, .git is left out. The visitor says whether a folder is entered
 * (true) and is asked about files for its own use. */
typedef bool folder_visitor(void *context, const char *path, const struct stat *info);
/* NULL: all was seen; else why not. */
const char *folder_walk(struct arena *arena, int root, const char *start, folder_visitor *visit,
                        void *context);
#endif
