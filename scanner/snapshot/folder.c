/* The snapshot of a plain folder, and the walk that a work tree's untracked files need too. */
#include "snapshot/folder.h"

#include "snapshot/disk.h"
#include "snapshot/maker.h"
#include "snapshot/place.h"
#include "util/arena.h"
#include "util/limits.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

struct walk {
    struct arena *arena;
    int root;
    struct {
        const char **items;
        size_t count, capacity;
    } folders; /* still to be looked at */
    size_t entries, bytes;
    const char *cut;
    folder_visitor *visit;
    void *context;
};

static void look_at(struct walk *walk, int folder_fd, const char *folder, const char *name)
{
    const char *path = *folder ? arena_printf(walk->arena, "%s/%s", folder, name)
                               : arena_strdup(walk->arena, name);
    size_t length = strlen(path);
    struct stat info;

    walk->entries++;
    walk->bytes += length;
    if (length >= LIMIT_PATH_BYTES) {
        walk->cut = "a path is too long";
        return;
    }
    if (fstatat(folder_fd, name, &info, AT_SYMLINK_NOFOLLOW) ||
        !walk->visit(walk->context, path, &info) || !S_ISDIR(info.st_mode))
        return;
    if (path_depth(path) + 1 >= LIMIT_TREE_DEPTH)
        walk->cut = "folders are nested too deep";
    else
        *ARENA_PUSH(walk->arena, &walk->folders) = path;
}

static void list(struct walk *walk, const char *folder)
{
    int fd = disk_open(walk->root, *folder ? folder : ".", O_RDONLY | O_DIRECTORY);
    DIR *listing = fd < 0 ? NULL : fdopendir(fd);
    const struct dirent *entry;

    if (!listing) {
        if (fd >= 0)
            close(fd);
        else if (errno != ENOENT)
            walk->cut = "a folder may not be read";
        return;
    }
    while ((entry = readdir(listing))) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..") ||
            !strcmp(entry->d_name, ".git"))
            continue;
        if (walk->entries >= LIMIT_FOLDER_ENTRIES || walk->bytes >= LIMIT_PATHS_BYTES) {
            walk->cut = "there are too many files";
            walk->folders.count = 0;
            break;
        }
        look_at(walk, fd, folder, entry->d_name);
    }
    closedir(listing);
}

const char *folder_walk(struct arena *arena, int root, const char *start, folder_visitor *visit,
                        void *context)
{
    struct walk walk = {.arena = arena, .root = root, .visit = visit, .context = context};

    list(&walk, start);
    while (walk.folders.count)
        list(&walk, walk.folders.items[--walk.folders.count]);
    return walk.cut;
}

int64_t disk_file_size(const struct snapshot *snapshot, const struct file *file)
{
    return file->on_disk ? file->size : git_size(snapshot, file);
}

enum read_status disk_file_read(const struct snapshot *snapshot, struct arena *arena,
                                const struct file *file, size_t limit, struct str *ret_text)
{
    const struct snapshot_state *state = snapshot->state;

    if (!file->on_disk)
        return git_read(snapshot, arena, file, limit, ret_text);
    if (file->kind == FILE_SYMLINK)
        return disk_read_link(arena, state->root, file->raw, ret_text);
    return disk_read(arena, state->root, file->raw, limit, ret_text);
}

static const struct snapshot_maker folder_maker = {disk_file_size, disk_file_read};

static void close_folder(void *object) { close(((struct snapshot_state *)object)->root); }

bool disk_open_root(struct snapshot *snapshot, const char *root, struct rh_error *err)
{
    struct snapshot_state *state = snapshot->state;

    state->root = disk_open_folder(root);
    if (state->root < 0)
        return error_set(err, RH_ERROR_TARGET, "%m");
    arena_own(snapshot->arena, state, close_folder);
    return true;
}

struct file *disk_add(struct file_adder *adder, const char *path, const struct stat *info)
{
    struct file *file = file_add(adder, str_of(path));

    if (!file)
        return NULL;
    file->on_disk = true;
    file->size = info->st_size;
    file->kind = S_ISLNK(info->st_mode)    ? FILE_SYMLINK
                 : info->st_mode & S_IXUSR ? FILE_EXECUTABLE
                                           : FILE_REGULAR;
    return file;
}

/* Sockets, FIFOs and devices are no files to git either. */
static bool add(void *context, const char *path, const struct stat *info)
{
    if (S_ISREG(info->st_mode) || S_ISLNK(info->st_mode))
        disk_add(context, path, info);
    return S_ISDIR(info->st_mode);
}

bool folder_open(struct snapshot *snapshot, const char *root, const char *path,
                 struct rh_error *err)
{
    struct file_adder adder = {.snapshot = snapshot, .prefix = str_of(path)};
    const char *cut;

    snapshot->maker = &folder_maker;
    snapshot->state = arena_alloc(snapshot->arena, sizeof(struct snapshot_state));
    if (!disk_open_root(snapshot, root, err))
        return false;
    cut = folder_walk(snapshot->arena, ((struct snapshot_state *)snapshot->state)->root, "", add,
                      &adder);
    if (cut)
        snapshot->files_partial = cut;
    files_finish(snapshot);
    return true;
}
