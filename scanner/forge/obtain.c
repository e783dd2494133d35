/* Where a scan gets what the forge said. */
#include "forge/obtain.h"

#include "snapshot/forge_file.h"
#include "util/arena.h"

bool forge_obtain(struct arena *arena, const struct target *target, const char *folder,
                  const struct forge_options *options, struct forge_bytes *ret_bytes,
                  struct rh_error *err)
{
    struct forge_bytes got = {.source = options->file};

    (void)target;
    (void)folder;
    if (options->file && !forge_file_read(arena, options->file, &got.bytes, err))
        return false;
    if (options->save && got.bytes.len) {
        struct str text;

        if (!forge_file_unpack(arena, got.bytes, &text, err) ||
            !forge_file_write(options->save, text, err))
            return false;
    }
    *ret_bytes = got;
    return true;
}
