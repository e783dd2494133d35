#include "snapshot/snapshot.h"

#include "snapshot/archive.h"
#include "snapshot/index.h"
#include "snapshot/maker.h"
#include "snapshot/place.h"
#include "util/arena.h"
#include "util/nearest.h"
#include "worker/worker.h"

#include <stdlib.h>
#include <string.h>

/* "./src//lib/" -> "src/lib/"; "" is all. A path is beneath the repository or it is none. */
static bool normalise(struct arena *arena, const char *path, const char **ret_prefix,
                      struct rh_error *err)
{
    struct buf prefix = {0};
    bool good = path[0] != '/';

    for (const char *at = path; *at;) {
        size_t length = strcspn(at, "/");
        struct str part = {at, length};

        good = good && !str_equal(part, "..");
        if (length && !str_equal(part, ".")) {
            buf_add(&prefix, part);
            buf_puts(&prefix, "/");
        }
        at += length + (at[length] == '/');
    }
    *ret_prefix = arena_strndup(arena, prefix.ptr, prefix.len);
    buf_release(&prefix);
    return good ||
           error_set(err, RH_ERROR_USAGE, "--path '%.200s' leads out of the repository", path);
}

/* Nothing is beneath the path: says so, and what was likely meant. */
static bool is_missing(const struct snapshot *snapshot, const char *prefix, struct rh_error *err)
{
    char *path = arena_strndup(snapshot->arena, prefix, strlen(prefix) - 1), hint[300];
    struct nearest nearest = nearest_to(path);
    struct str before = {0};

    for (size_t i = 0; i < snapshot->outside.count; i++) {
        const char *raw = snapshot->outside.items[i].raw;
        struct str folder = {raw, (size_t)(path_base(raw) - raw)};

        if (!strcmp(raw, path))
            return error_set(err, RH_ERROR_USAGE, "--path '%.200s' is a file, not a folder", path);
        for (; folder.len; folder.len--) {
            if (folder.ptr[folder.len - 1] != '/')
                continue;
            if (folder.len <= before.len && !memcmp(folder.ptr, before.ptr, folder.len))
                break; /* seen with the file before */
            nearest_offer(&nearest, arena_strndup(snapshot->arena, raw, folder.len - 1));
        }
        before = (struct str){raw, (size_t)(path_base(raw) - raw)};
    }
    return error_set(err, RH_ERROR_USAGE, "there is no folder '%.200s' in it%s", path,
                     nearest_hint(&nearest, hint, sizeof(hint)));
}

static bool open_tree(struct snapshot *snapshot, const struct place *place, const char *prefix,
                      const char *path, struct rh_error *err)
{
    const struct snapshot plain = {.arena = snapshot->arena,
                                   .name = snapshot->name,
                                   .path = path,
                                   .tags_unknown = "there is no git repository"};
    const struct index *index;

    if (!disk_open_root(snapshot, place->root, err))
        return false;
    index = index_read(snapshot, place);
    if (*place->path &&
        !index_has_folder(index, arena_printf(snapshot->arena, "%s/", place->path))) {
        /* it only happens to lie in somebody's work tree */
        *snapshot = plain;
        return folder_open(snapshot, place->folder, path, err);
    }
    worktree_files(snapshot, place, index, prefix);
    return true;
}

static bool open_place(struct snapshot *snapshot, const struct place *place,
                       const struct snapshot_options *options, const char *path,
                       struct rh_error *err)
{
    const char *prefix =
        *place->path ? arena_printf(snapshot->arena, "%s/%s", place->path, path) : path;
    bool done;

    snapshot->path = prefix;
    if (place->kind == PLACE_PLAIN && options->rev)
        done = error_set(err, RH_ERROR_TARGET, "it is no git repository: there is no '%.100s'",
                         options->rev);
    else if (place->kind == PLACE_PLAIN)
        done = folder_open(snapshot, place->root, path, err);
    else
        done = git_open(snapshot->arena, place, options, snapshot, err) &&
               (place->kind == PLACE_TREE && !options->rev && !options->committed
                    ? open_tree(snapshot, place, prefix, path, err)
                    : git_files(snapshot, prefix, err));
    if (done && *snapshot->path && !snapshot->files.count)
        done = is_missing(snapshot, snapshot->path, err);
    return done;
}

static void confine(struct arena *arena, const struct place *place)
{
    const char *const own[] = {place->root, place->folder, place->git, place->common};
    size_t count = sizeof(own) / sizeof(*own);
    const char **paths = arena_alloc(arena, (count + place->objects.count) * sizeof(*paths));

    memcpy(paths, own, sizeof(own));
    for (size_t i = 0; i < place->objects.count; i++)
        paths[count++] = place->objects.items[i];
    worker_read_only(paths, count);
}

static bool open_archive(struct snapshot *snapshot, const struct snapshot_options *options,
                         const char *path, struct rh_error *err)
{
    if (options->rev)
        return error_set(err, RH_ERROR_USAGE, "an archive has no revisions: there is no '%.100s'",
                         options->rev);
    if (options->confine)
        worker_read_only(&options->folder, 1);
    snapshot->path = path;
    if (!archive_open(snapshot, options->folder, path, err))
        return false;
    return !*path || snapshot->files.count || is_missing(snapshot, path, err);
}

static bool open_repository(struct snapshot *snapshot, const struct snapshot_options *options,
                            const char *path, struct rh_error *err)
{
    struct place place;

    if (!place_find(snapshot->arena, options->folder, options->trust_local, &place, err))
        return false;
    if (options->confine)
        confine(snapshot->arena, &place);
    if (!open_place(snapshot, &place, options, path, err))
        return error_wrap(err, "'%.200s': ", options->url ? options->url : options->folder);
    if (!snapshot->url && snapshot->state && ((struct snapshot_state *)snapshot->state)->objects)
        snapshot->url = place.url;
    return true;
}

bool snapshot_open(struct arena *arena, const struct snapshot_options *options,
                   struct snapshot *ret_snapshot, struct rh_error *err)
{
    struct snapshot snapshot = {.arena = arena,
                                .name = options->name,
                                .url = options->url,
                                .tags_unknown = "there is no git repository",
                                .forge = options->forge,
                                .forge_unknown = options->forge_unknown};
    const char *path;

    if (!normalise(arena, options->path ? options->path : "", &path, err))
        return false;
    if (!(options->archive ? open_archive : open_repository)(&snapshot, options, path, err))
        return false;
    if (*snapshot.path) /* without the '/' at its end */
        snapshot.path = arena_strndup(arena, snapshot.path, strlen(snapshot.path) - 1);
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
