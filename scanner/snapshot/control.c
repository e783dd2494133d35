#include "snapshot/control.h"

#include "snapshot/disk.h"

#include <errno.h>
#include <unistd.h>

enum control_status control_read(struct arena *arena, const char *folder, const char *name,
                                 size_t limit, struct str *ret_text)
{
    int root = disk_open_folder(folder);
    enum read_status status;

    if (root < 0)
        return errno == ENOENT || errno == ENOTDIR ? CONTROL_ABSENT : CONTROL_REFUSED;
    status = disk_read(arena, root, name, limit, ret_text);
    close(root);
    return status == READ_OK        ? CONTROL_OK
           : status == READ_MISSING ? CONTROL_ABSENT
                                    : CONTROL_REFUSED;
}
