#ifndef SNAPSHOT_LOOSE_H
#define SNAPSHOT_LOOSE_H
#include "snapshot/objects.h"

/* Loose objects: one zlib stream a file, "kind size\0" and the bytes. Read by us, because libgit2
 * 1.5 never comes back from one that is cut short. Nothing but a regular file is opened, and never
 * more is inflated than was asked for. */

/* READ_MISSING: there is no such file. READ_OTHER: it is no object, or broken. */
enum read_status loose_header(const char *folder, const unsigned char id[ID_SIZE],
                              enum object_kind *ret_kind, size_t *ret_size);
/* Only where the header fits `kind` and `limit`; the bytes are the caller's to free(), and end with
 * a NUL. */
enum read_status loose_read(const char *folder, const unsigned char id[ID_SIZE],
                            enum object_kind kind, size_t limit, enum object_kind *ret_kind,
                            struct str *ret_bytes);
/* How many loose objects' ids begin so (0, 1, or 2 for more); one of them. `digits`: 4 to 40. */
unsigned loose_find(const char *folder, struct str digits, unsigned char ret_id[ID_SIZE]);
#endif
