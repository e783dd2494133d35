/* The snapshot of a work tree: the index says which files there are, the disk what they hold. */
#include "snapshot/disk.h"
#include "snapshot/folder.h"
#include "snapshot/ignore.h"
#include "snapshot/index.h"
#include "snapshot/maker.h"
#include "snapshot/objects.h"
#include "snapshot/place.h"
#include "util/arena.h"
#include "util/limits.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct snapshot_maker worktree_maker = {disk_file_size, disk_file_read};

struct reader {
    struct snapshot *snapshot;
    struct snapshot_state *state;
    const struct index *index;
    struct file_adder adder;
    struct ignore *ignore;
    const char *scope; /* untracked files are looked for beneath it: "" or "sub/folder" */
    int folder;        /* the one that the last listed file stands in, or -1 */
    struct str in;     /* its path */
    size_t hashed;     /* bytes */
};

/* What lstat says of a listed file. No part of its path may be a link: git takes what lies behind
 * one for gone. */
static bool look_at(struct reader *reader, const char *path, struct stat *ret_info)
{
    size_t length = (size_t)(path_base(path) - path);
    const char *folder;

    length -= length > 0;
    if (reader->folder < 0 || reader->in.len != length || memcmp(reader->in.ptr, path, length)) {
        if (reader->folder >= 0)
            close(reader->folder);
        reader->in = (struct str){path, length};
        folder = length ? arena_strndup(reader->snapshot->arena, path, length) : ".";
        reader->folder = disk_open(reader->state->root, folder, O_PATH | O_DIRECTORY);
    }
    return reader->folder >= 0 &&
           !fstatat(reader->folder, path_base(path), ret_info, AT_SYMLINK_NOFOLLOW);
}

static struct str without_returns(struct arena *arena, struct str text)
{
    char *bytes = arena_alloc(arena, text.len + 1);
    size_t length = 0;

    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != '\r' || i + 1 == text.len || text.ptr[i + 1] != '\n')
            bytes[length++] = text.ptr[i];
    return (struct str){bytes, length};
}

/* A file that git-lfs has filled in: what is committed is a pointer with its size. */
static bool fills_pointer(struct reader *reader, const unsigned char *id, int64_t size)
{
    OBJECT_CLEANUP struct object object = {0};
    char line[32];
    int length = snprintf(line, sizeof(line), "\nsize %lld\n", (long long)size);

    return objects_read(reader->state->objects, id, OBJECT_BLOB, 1024, &object) == READ_OK &&
           str_starts(object.bytes, "version https://git-lfs.github.com/spec/") &&
           memmem(object.bytes.ptr, object.bytes.len, line, (size_t)length);
}

/* Does the disk hold other bytes than the index lists? Where the times agree they are taken for the
 * same, as git does. */
static bool is_changed(struct reader *reader, const struct index_entry *entry,
                       const struct stat *info)
{
    struct arena *arena;
    struct str text;
    bool same = false;

    if (reader->hashed + (size_t)info->st_size > LIMIT_DIRTY_BYTES)
        return entry->size && entry->size != (uint32_t)info->st_size; /* hashing costs too much */
    reader->hashed += (size_t)info->st_size;
    arena = arena_new();
    if ((S_ISLNK(info->st_mode) ? disk_read_link(arena, reader->state->root, entry->path, &text)
                                : disk_read(arena, reader->state->root, entry->path,
                                            LIMIT_DIRTY_BYTES, &text)) == READ_OK)
        same = object_is_blob(text, entry->id) ||
               object_is_blob(without_returns(arena, text), entry->id) ||
               fills_pointer(reader, entry->id, info->st_size);
    arena_free(arena);
    return !same;
}

/* False: no more files may be added. */
static bool add_listed(struct reader *reader, const struct index_entry *entry)
{
    struct snapshot *snapshot = reader->snapshot;
    bool on_disk = entry->kind != FILE_GITLINK && !entry->elsewhere;
    struct stat info = {0};
    struct file *file;

    if (on_disk && (!look_at(reader, entry->path, &info) ||
                    (!S_ISREG(info.st_mode) && !S_ISLNK(info.st_mode)))) {
        snapshot->dirty = true; /* it is gone */
        return true;
    }
    file = on_disk ? disk_add(&reader->adder, entry->path, &info)
                   : file_add(&reader->adder, str_of(entry->path));
    if (!file)
        return false;
    if (!on_disk || !S_ISLNK(info.st_mode))
        file->kind = entry->kind; /* not all disks keep the executable bit */
    if (!on_disk || index_is_fresh(reader->index, entry, &info))
        memcpy(file->id, entry->id, ID_SIZE);
    else if (!snapshot->dirty)
        snapshot->dirty = is_changed(reader, entry, &info);
    return true;
}

static bool is_left_out(struct reader *reader, const char *path, bool is_folder)
{
    return index_has(reader->index, path) || ignore_matches(reader->ignore, path, is_folder);
}

/* A submodule, or a repository of its own that nobody added. */
static bool is_repository(const struct reader *reader, const char *folder)
{
    struct stat info;

    return !fstatat(reader->state->root, arena_printf(reader->snapshot->arena, "%s/.git", folder),
                    &info, AT_SYMLINK_NOFOLLOW);
}

/* What is listed was added before. */
static bool visit(void *context, const char *path, const struct stat *info)
{
    struct reader *reader = context;

    if (is_left_out(reader, path, S_ISDIR(info->st_mode)))
        return false;
    if (S_ISDIR(info->st_mode)) {
        if (is_repository(reader, path))
            return false;
        ignore_enter(reader->ignore, path);
        return true;
    }
    if (S_ISREG(info->st_mode) || S_ISLNK(info->st_mode))
        reader->snapshot->dirty |= disk_add(&reader->adder, path, info) != NULL;
    return false;
}

static void add_untracked(struct reader *reader)
{
    struct snapshot *snapshot = reader->snapshot;
    const char *cut;

    ignore_enter(reader->ignore, "");
    for (size_t i = 0; reader->scope[i]; i++)
        if (reader->scope[i] == '/')
            ignore_enter(reader->ignore, arena_strndup(snapshot->arena, reader->scope, i));
    if (*reader->scope)
        ignore_enter(reader->ignore, reader->scope);
    cut = folder_walk(snapshot->arena, reader->state->root, reader->scope, visit, reader);
    if (cut)
        snapshot->files_partial = cut;
    else if (ignore_gave_up(reader->ignore))
        snapshot->files_partial = "its .gitignore files are too much work";
}

void worktree_files(struct snapshot *snapshot, const struct place *place, const struct index *index,
                    const char *path)
{
    struct reader reader = {
        .snapshot = snapshot,
        .state = snapshot->state,
        .index = index,
        .adder = {.snapshot = snapshot, .prefix = str_of(path)},
        .scope = arena_strndup(snapshot->arena, path, *path ? strlen(path) - 1 : 0),
        .folder = -1,
    };

    snapshot->maker = &worktree_maker;
    snapshot->dirty = index_differs(index, snapshot);
    reader.ignore = ignore_new(snapshot->arena, reader.state->root, place->common);
    for (size_t i = 0; i < index->count && add_listed(&reader, &index->entries[i]); i++)
        ;
    if (reader.folder >= 0)
        close(reader.folder);
    add_untracked(&reader);
    files_finish(snapshot);
}
