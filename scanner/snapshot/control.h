#ifndef SNAPSHOT_CONTROL_H
#define SNAPSHOT_CONTROL_H
#include "util/str.h"

struct arena;

/* git's own small files (HEAD, config, packed-refs, ...), which anybody may have put there: only a
 * regular file is read, never a link, and never more than `limit` bytes. */
enum control_status {
    CONTROL_OK,
    CONTROL_ABSENT,
    CONTROL_REFUSED, /* a link, a FIFO, a device, too large, no permission */
};

enum control_status control_read(struct arena *arena, const char *folder, const char *name,
                                 size_t limit, struct str *ret_text);
#endif
