#ifndef SNAPSHOT_FORGE_FILE_H
#define SNAPSHOT_FORGE_FILE_H
#include "util/error.h"
#include "util/str.h"

struct arena;

/* A record of what a forge said, as a file: forge-v1, compressed (gzip) or not. */

/* The file's bytes as they are, at most LIMIT_FORGE_BYTES. */
bool forge_file_read(struct arena *arena, const char *path, struct str *ret_bytes,
                     struct rh_error *err) MUST_CHECK;
/* What forge_read_json() takes, of bytes that may be compressed. */
bool forge_file_unpack(struct arena *arena, struct str bytes, struct str *ret_text,
                       struct rh_error *err) MUST_CHECK;
/* Written beside its name and renamed, so it is there whole or not at all; compressed where the
 * name ends with ".gz". The same text gives the same bytes. */
bool forge_file_write(const char *path, struct str text, struct rh_error *err) MUST_CHECK;
#endif
