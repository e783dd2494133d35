/* `repohealth cache`: what is there, and how it is made smaller. */
#include "snapshot/cache.h"
#include "snapshot/fetch.h"
#include "util/arena.h"
#include "util/limits.h"
#include "util/str.h"
#include "worker/worker.h"

#include <dirent.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct cached {
    struct cache_entry entry;
    struct cache_note note;
    long long bytes; /* on the disk */
    time_t used;
};

struct cached_list {
    struct cached *items;
    size_t count, capacity;
};

static long long size_of(const char *folder)
{
    char *paths[] = {(char *)folder, NULL};
    FTS *walk = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    long long bytes = 0;

    for (const FTSENT *found; walk && (found = fts_read(walk));)
        if (found->fts_info == FTS_F || found->fts_info == FTS_D)
            bytes += found->fts_statp->st_blocks * 512ll;
    if (walk)
        fts_close(walk);
    return bytes;
}

static int by_use(const void *left, const void *right)
{
    const struct cached *a = left, *b = right;

    if (a->used != b->used)
        return a->used < b->used ? -1 : 1;
    return strcmp(a->entry.name, b->entry.name);
}

/* Oldest use first. A cache that is not there is an empty one. */
static bool collect(struct arena *arena, const char *cache_dir, struct cached_list *ret_list,
                    struct rh_error *err)
{
    const char *root = cache_root(arena, cache_dir, err), *folder;
    struct cached_list list = {0};
    DIR *listing;

    if (!root)
        return false;
    folder = arena_printf(arena, "%s/git", root);
    listing = opendir(folder);
    for (const struct dirent *found; listing && (found = readdir(listing));) {
        size_t length = strlen(found->d_name);
        struct cached *cached;
        struct stat info;

        if (length <= 4 || strcmp(found->d_name + length - 4, ".git") != 0)
            continue;
        cached = ARENA_PUSH(arena, &list);
        cached->entry = (struct cache_entry){
            .root = root,
            .name = arena_strndup(arena, found->d_name, length - 4),
            .folder = arena_printf(arena, "%s/%s", folder, found->d_name),
            .lock = -1,
        };
        if (!cache_read_note(arena, cached->entry.folder, &cached->note))
            cached->note = (struct cache_note){
                .url = text_clean(arena, str_of(cached->entry.name), 200), .commit = ""};
        cached->bytes = size_of(cached->entry.folder);
        if (!stat(arena_printf(arena, "%s/%s.lock", folder, cached->entry.name), &info))
            cached->used = info.st_mtime;
    }
    if (listing)
        closedir(listing);
    if (list.count)
        qsort(list.items, list.count, sizeof(*list.items), by_use);
    *ret_list = list;
    return true;
}

static long long total(const struct cached_list *list)
{
    long long bytes = 0;

    for (size_t i = 0; i < list->count; i++)
        bytes += list->items[i].bytes;
    return bytes;
}

static const char *size_text(struct arena *arena, long long bytes)
{
    double mib = (double)bytes / MIB;

    return mib >= 1024 ? arena_printf(arena, "%.1f GiB", mib / 1024)
                       : arena_printf(arena, "%.1f MiB", mib);
}

static const char *count_text(struct arena *arena, size_t count)
{
    return arena_printf(arena, count == 1 ? "%zu repository" : "%zu repositories", count);
}

bool cache_list(struct arena *arena, const char *cache_dir, FILE *out, struct rh_error *err)
{
    struct cached_list list;
    int width = 0;

    if (!collect(arena, cache_dir, &list, err))
        return false;
    for (size_t i = 0; i < list.count; i++) {
        int columns = (int)text_columns(list.items[i].note.url);

        width = columns > width ? columns : width;
    }
    for (size_t i = list.count; i-- > 0;) {
        const struct cached *cached = &list.items[i];
        char used[32] = "never";
        struct tm parts;

        if (cached->used && localtime_r(&cached->used, &parts))
            strftime(used, sizeof(used), "%Y-%m-%d %H:%M", &parts);
        fprintf(out, "%s%*s  %10s  %16s  %.10s\n", cached->note.url,
                width - (int)text_columns(cached->note.url), "", size_text(arena, cached->bytes),
                used, *cached->note.commit ? cached->note.commit : "empty");
    }
    fprintf(out, "%s, %s\n", count_text(arena, list.count), size_text(arena, total(&list)));
    return true;
}

/* False where somebody uses it. */
static bool remove_cached(struct arena *arena, struct cached *cached)
{
    struct arena *lock = arena_new(); /* its end lets go of the lock */
    struct rh_error ignored;
    bool removed =
        cache_open(lock, &cached->entry, true, &ignored) && cache_try_lock_all(&cached->entry);

    if (removed) {
        /* Out of the way first: half of a repository must not look like one. */
        const char *away =
            arena_printf(arena, "%s/git/%s.tmp-gone", cached->entry.root, cached->entry.name);

        cache_tidy(arena, &cached->entry);
        removed = !rename(cached->entry.folder, away);
        worker_remove_scratch(away);
        cache_forget(arena, &cached->entry);
    }
    arena_free(lock);
    return removed;
}

/* What is left of clones that never ended, of repositories that nobody asked for again. */
static void remove_leftovers(struct arena *arena, const char *root)
{
    const char *folder = arena_printf(arena, "%s/git", root);
    DIR *listing = opendir(folder);

    for (const struct dirent *found; listing && (found = readdir(listing));) {
        const char *mark = strstr(found->d_name, ".tmp-");
        struct cache_entry entry = {.root = root, .lock = -1};
        struct arena *lock;
        struct rh_error ignored;

        if (!mark)
            continue;
        lock = arena_new();
        entry.name = arena_strndup(arena, found->d_name, (size_t)(mark - found->d_name));
        entry.folder = arena_printf(arena, "%s/%s.git", folder, entry.name);
        if (cache_open(lock, &entry, true, &ignored) && cache_try_lock_all(&entry)) {
            cache_tidy(arena, &entry);
            cache_forget(arena, &entry);
        }
        arena_free(lock);
    }
    if (listing)
        closedir(listing);
}

/* Answers of the forge are small, and soon asked for again: they go first. */
static void remove_answers(struct arena *arena, const char *root)
{
    worker_remove_scratch(arena_printf(arena, "%s/http", root));
    worker_remove_scratch(arena_printf(arena, "%s/links", root));
}

bool cache_clean(struct arena *arena, const char *cache_dir, long long keep_bytes, FILE *out,
                 struct rh_error *err)
{
    const char *root = cache_root(arena, cache_dir, err);
    struct cached_list list;
    long long left;
    size_t removed = 0;

    if (!root)
        return false;
    remove_leftovers(arena, root);
    remove_answers(arena, root);
    if (!collect(arena, cache_dir, &list, err))
        return false;
    left = total(&list);
    for (size_t i = 0; i < list.count && left > keep_bytes; i++) {
        struct cached *cached = &list.items[i];

        if (!remove_cached(arena, cached)) {
            fprintf(out, "in use   %s\n", cached->note.url);
            continue;
        }
        fprintf(out, "removed  %s  %s\n", cached->note.url, size_text(arena, cached->bytes));
        left -= cached->bytes;
        removed++;
    }
    fprintf(out, "%s left, %s\n", count_text(arena, list.count - removed), size_text(arena, left));
    return true;
}
