#include "snapshot/snapshot.h"

#include "snapshot/maker.h"
#include "snapshot/place.h"
#include "util/arena.h"

#include <stdlib.h>
#include <string.h>

static bool open_place(struct snapshot *snapshot, const struct place *place,
                       const struct snapshot_options *options, const char *path,
                       struct rh_error *err)
{
    if (place->kind == PLACE_PLAIN && options->rev)
        return error_set(err, RH_ERROR_TARGET, "has no '%.100s': it is no git repository",
                         options->rev);
    if (place->kind == PLACE_PLAIN)
        return folder_open(snapshot, place->root, path, err);
    return git_open(snapshot->arena, place, options, snapshot, err) &&
           git_files(snapshot, path, err);
}

bool snapshot_open(struct arena *arena, const struct snapshot_options *options,
                   struct snapshot *ret_snapshot, struct rh_error *err)
{
    struct snapshot snapshot = {
        .arena = arena, .name = options->name, .url = options->url, .path = ""};
    struct place place;

    if (!place_find(arena, options->folder, options->trust_local, &place, err))
        return false;
    if (!snapshot.url)
        snapshot.url = place.url;
    if (!open_place(&snapshot, &place, options, options->path ? options->path : "", err))
        return error_wrap(err, "%s: ", options->folder);
    *ret_snapshot = snapshot;
    return true;
}

static int by_path(const void *key, const void *item)
{
    return strcmp(key, ((const struct file *)item)->path);
}

static const struct file *find_in(const struct file_list *list, const char *path)
{
    return list->count ? bsearch(path, list->items, list->count, sizeof(*list->items), by_path)
                       : NULL;
}

const struct file *snapshot_find(const struct snapshot *snapshot, const char *path)
{
    return find_in(text_starts(path, "../") ? &snapshot->outside : &snapshot->files, path);
}

int64_t file_size(const struct snapshot *snapshot, const struct file *file)
{
    return snapshot->maker->size(snapshot, file);
}

enum read_status file_read(const struct snapshot *snapshot, struct arena *arena,
                           const struct file *file, size_t limit, struct str *ret_text)
{
    return snapshot->maker->read(snapshot, arena, file, limit, ret_text);
}
