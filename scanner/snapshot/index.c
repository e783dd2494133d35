#include "snapshot/index.h"

#include "snapshot/maker.h"
#include "snapshot/place.h"
#include "util/arena.h"
#include "util/limits.h"

#include <fcntl.h>
#include <git2/index.h>
#include <stdlib.h>
#include <string.h>

static enum file_kind kind_of_mode(uint32_t mode)
{
    return mode >> 12 == 016   ? FILE_GITLINK
           : mode >> 12 == 012 ? FILE_SYMLINK
           : mode & 0100       ? FILE_EXECUTABLE
                               : FILE_REGULAR;
}

/* A path that could lead out of the work tree is none that git wrote. */
static bool is_possible(const char *path)
{
    struct str rest = str_of(path);

    if (!rest.len || rest.len >= LIMIT_PATH_BYTES)
        return false;
    for (;;) {
        const char *slash = rest.len ? memchr(rest.ptr, '/', rest.len) : NULL;
        struct str part = str_slice(rest, 0, slash ? (size_t)(slash - rest.ptr) : rest.len);

        if (!part.len || str_equal(part, ".") || str_equal(part, "..") ||
            str_equal_nocase(part, ".git"))
            return false;
        if (!slash)
            return true;
        rest = str_slice(rest, part.len + 1, rest.len);
    }
}

static int by_path(const void *left, const void *right)
{
    return strcmp(((const struct index_entry *)left)->path,
                  ((const struct index_entry *)right)->path);
}

/* Sorts, and keeps the first of each path. */
static void finish(struct index *index)
{
    size_t kept = 0;

    if (index->count)
        qsort(index->entries, index->count, sizeof(*index->entries), by_path);
    for (size_t i = 0; i < index->count; i++) {
        if (kept && !strcmp(index->entries[kept - 1].path, index->entries[i].path))
            index->merging = true;
        else
            index->entries[kept++] = index->entries[i];
    }
    index->count = kept;
}

static void copy_entries(struct arena *arena, git_index *from, struct index *index)
{
    size_t count = git_index_entrycount(from);

    if (count > LIMIT_TREE_ENTRIES + 1) /* one more, so that the ceiling is met and told */
        count = LIMIT_TREE_ENTRIES + 1;
    index->entries = arena_alloc(arena, (count + 1) * sizeof(*index->entries));
    for (size_t i = 0; i < count; i++) {
        const git_index_entry *entry = git_index_get_byindex(from, i);
        struct index_entry *to = &index->entries[index->count];

        if (!is_possible(entry->path))
            continue;
        *to = (struct index_entry){
            .path = arena_strdup(arena, entry->path),
            .kind = kind_of_mode(entry->mode),
            .elsewhere = entry->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE,
            .size = entry->file_size,
            .seconds = (uint32_t)entry->mtime.seconds,
            .nanoseconds = entry->mtime.nanoseconds,
        };
        memcpy(to->id, entry->id.id, ID_SIZE);
        index->count++;
    }
    finish(index);
}

/* NULL: it was read; else why not. */
static const char *read_index(struct arena *arena, const struct place *place, struct index *index)
{
    const char *path = arena_printf(arena, "%s/index", place->git);
    struct stat info;
    git_index *from;

    if (lstat(path, &info))
        return "nothing is checked out";
    if (!S_ISREG(info.st_mode) || info.st_size > LIMIT_INDEX_BYTES)
        return "the index is no file that can be read";
    if (git_index_open(&from, path) < 0)
        return "the index cannot be read";
    copy_entries(arena, from, index);
    git_index_free(from);
    index->saved = info.st_mtim;
    return NULL;
}

/* What the commit lists; false where that is not all here. */
static bool read_commit(const struct snapshot *snapshot, struct index *index)
{
    struct snapshot committed = *snapshot;
    struct rh_error ignored;

    committed.files_partial = NULL;
    if (!git_files(&committed, "", &ignored))
        return false;
    index->entries =
        arena_alloc(snapshot->arena, (committed.files.count + 1) * sizeof(*index->entries));
    for (size_t i = 0; i < committed.files.count; i++) {
        const struct file *file = &committed.files.items[i];
        struct index_entry *entry = &index->entries[i];

        *entry = (struct index_entry){.path = file->raw, .kind = file->kind};
        memcpy(entry->id, file->id, ID_SIZE);
    }
    index->count = committed.files.count;
    finish(index);
    return !committed.files_partial;
}

static void stand_in(struct snapshot *snapshot, struct index *index)
{
    const struct snapshot_state *state = snapshot->state;

    *index = (struct index){.stands_in = true};
    if (!read_commit(snapshot, index))
        snapshot->files_partial = "the list of a folder is not here";
    for (size_t i = 0; i < index->count; i++) {
        struct stat info;

        index->entries[i].elsewhere =
            fstatat(state->root, index->entries[i].path, &info, AT_SYMLINK_NOFOLLOW) != 0;
    }
}

struct index *index_read(struct snapshot *snapshot, const struct place *place)
{
    struct index *index = arena_alloc(snapshot->arena, sizeof(*index));
    const char *why = read_index(snapshot->arena, place, index);

    if (why && snapshot->commit)
        snapshot->files_note =
            arena_printf(snapshot->arena, "%s: HEAD's files and those on disk are shown", why);
    if (why)
        stand_in(snapshot, index);
    return index;
}

bool index_has(const struct index *index, const char *path)
{
    const struct index_entry key = {.path = path};

    return index->count && bsearch(&key, index->entries, index->count, sizeof(key), by_path);
}

bool index_has_folder(const struct index *index, const char *folder)
{
    size_t low = 0, high = index->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(index->entries[middle].path, folder) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < index->count && text_starts(index->entries[low].path, folder);
}

bool index_is_fresh(const struct index *index, const struct index_entry *entry,
                    const struct stat *info)
{
    if (!entry->seconds || (uint32_t)info->st_mtim.tv_sec != entry->seconds ||
        (uint32_t)info->st_size != entry->size ||
        (entry->nanoseconds && (uint32_t)info->st_mtim.tv_nsec != entry->nanoseconds))
        return false;
    /* changed in the moment in which the index was written? Then times say nothing. */
    return info->st_mtim.tv_sec < index->saved.tv_sec ||
           (info->st_mtim.tv_sec == index->saved.tv_sec &&
            info->st_mtim.tv_nsec < index->saved.tv_nsec);
}

bool index_differs(const struct index *index, const struct snapshot *snapshot)
{
    struct index committed = {0};

    if (index->merging)
        return true;
    if (index->stands_in)
        return false;
    if (!snapshot->commit)
        return index->count;
    if (!read_commit(snapshot, &committed))
        return false; /* there is nothing to compare with */
    if (committed.count != index->count)
        return true;
    for (size_t i = 0; i < index->count; i++) {
        const struct index_entry *a = &committed.entries[i], *b = &index->entries[i];

        if (strcmp(a->path, b->path) || a->kind != b->kind || memcmp(a->id, b->id, ID_SIZE))
            return true;
    }
    return false;
}
