#include "snapshot/snapshot.h"

#include "util/arena.h"

#include <string.h>

bool snapshot_open(struct arena *arena, const struct snapshot_options *options,
                   struct snapshot *ret_snapshot, struct rh_error *err)
{
    (void)arena;
    *ret_snapshot = (struct snapshot){0};
    return error_set(err, RH_ERROR_TARGET, "%s: cannot read yet", options->folder);
}

void snapshot_from_texts(struct arena *arena, const char *const *paths, const char *const *texts,
                         size_t count, struct snapshot *ret_snapshot)
{
    (void)paths;
    (void)texts;
    (void)count;
    *ret_snapshot = (struct snapshot){.arena = arena, .path = "", .name = "example"};
}

const struct file *snapshot_find(const struct snapshot *snapshot, const char *path)
{
    (void)snapshot;
    (void)path;
    return NULL;
}

int64_t file_size(const struct snapshot *snapshot, const struct file *file)
{
    (void)snapshot;
    return file->size;
}

enum read_status file_read(const struct snapshot *snapshot, struct arena *arena,
                           const struct file *file, size_t limit, struct str *ret_text)
{
    (void)snapshot;
    (void)arena;
    (void)file;
    (void)limit;
    (void)ret_text;
    return READ_MISSING;
}

enum history_end snapshot_walk(const struct snapshot *snapshot, commit_visitor *visit,
                               void *context)
{
    (void)snapshot;
    (void)visit;
    (void)context;
    return HISTORY_NONE;
}
