#include "snapshot/cache.h"

#include "snapshot/control.h"
#include "util/arena.h"
#include "util/limits.h"
#include "util/str.h"
#include "worker/worker.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { NAME_BYTES = 200 };

/* The lock file is locked by ranges of bytes that do not exist. Open file description locks: they
 * hold between threads too, work on network disks, and go when the file is closed or we die. */
enum { LOCK_FETCH, LOCK_USE };

const char *cache_root(struct arena *arena, const char *cache_dir, struct rh_error *err)
{
    const char *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

    if (cache_dir && *cache_dir)
        return cache_dir;
    if (xdg && *xdg == '/')
        return arena_printf(arena, "%s/repohealth", xdg);
    if (home && *home == '/')
        return arena_printf(arena, "%s/.cache/repohealth", home);
    error_set(err, RH_ERROR_USAGE,
              "no place for a cache: HOME is not set, and neither is "
              "--cache-dir");
    return NULL;
}

/* A URL as a file name: each has its own, and a person can read it. */
static const char *file_name(struct arena *arena, const char *url)
{
    struct buf name = {.limit = NAME_BYTES};
    const char *rest = strstr(url, "://"), *copy = NULL;

    buf_add(&name, (struct str){url, rest ? (size_t)(rest - url) : 0});
    buf_puts(&name, "+");
    for (rest = rest ? rest + 3 : url; *rest; rest++) {
        if ((*rest >= 'a' && *rest <= 'z') || (*rest >= 'A' && *rest <= 'Z') ||
            (*rest >= '0' && *rest <= '9') || strchr("._-", *rest))
            buf_add(&name, (struct str){rest, 1});
        else if (*rest == '/')
            buf_puts(&name, "+");
        else
            buf_printf(&name, "%%%02x", (unsigned char)*rest);
    }
    if (!name.full)
        copy = arena_strndup(arena, name.ptr, name.len);
    buf_release(&name);
    return copy;
}

bool cache_find(struct arena *arena, const char *cache_dir, const struct target *target,
                struct cache_entry *ret_entry, struct rh_error *err)
{
    struct cache_entry entry = {.root = cache_root(arena, cache_dir, err), .lock = -1};

    if (!entry.root)
        return false;
    /* GitHub's have one address whatever the transfer takes. */
    entry.name = file_name(
        arena, text_starts(target->url, "https://github.com/") ? target->url : target->location);
    if (!entry.name)
        return error_set(err, RH_ERROR_USAGE, "'%s' is too long for a name in the cache",
                         target->url);
    entry.folder = arena_printf(arena, "%s/git/%s.git", entry.root, entry.name);
    *ret_entry = entry;
    return true;
}

bool cache_has(const struct cache_entry *entry) { return !access(entry->folder, F_OK); }

/* Locks. */

static void close_lock(void *lock) { close((int)(intptr_t)lock); }

static bool make_folders(struct arena *arena, const char *path)
{
    char *copy = arena_strdup(arena, path);

    for (char *slash = copy + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        (void)mkdir(copy, 0700);
        *slash = '/';
    }
    return !mkdir(copy, 0700) || errno == EEXIST;
}

const char *cache_folder(struct arena *arena, const char *cache_dir, const char *name)
{
    struct rh_error ignored;
    const char *root = cache_root(arena, cache_dir, &ignored), *folder;

    if (!root)
        return NULL;
    folder = arena_printf(arena, "%s/%s", root, name);
    return make_folders(arena, folder) ? folder : NULL;
}

bool cache_open(struct arena *arena, struct cache_entry *entry, bool make, struct rh_error *err)
{
    const char *folder = arena_printf(arena, "%s/git", entry->root);
    const char *path = arena_printf(arena, "%s/%s.lock", folder, entry->name);

    if (make && !make_folders(arena, folder))
        return error_set(err, RH_ERROR_TARGET,
                         "cannot make the cache folder '%s': %m; --cache-dir chooses another",
                         folder);
    for (;;) {
        struct stat mine, there;
        int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | (make ? O_CREAT : 0), 0600);

        if (fd < 0)
            return error_set(err, RH_ERROR_TARGET,
                             "cannot open '%s': %m; --cache-dir chooses another", path);
        /* A cleaner may have taken the file away in between. */
        if (!fstat(fd, &mine) && !stat(path, &there) && mine.st_ino == there.st_ino) {
            arena_own(arena, (void *)(intptr_t)fd, close_lock);
            entry->lock = fd;
            return true;
        }
        close(fd);
    }
}

static bool set_lock(int fd, short type, off_t byte)
{
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1};

    return !fcntl(fd, F_OFD_SETLK, &lock);
}

bool cache_lock_fetch(const struct cache_entry *entry, unsigned seconds, bool *ret_waited,
                      struct rh_error *err)
{
    const struct timespec pause = {.tv_nsec = 50000000};

    *ret_waited = false;
    for (unsigned long tries = 0; !set_lock(entry->lock, F_WRLCK, LOCK_FETCH); tries++) {
        if (errno != EAGAIN && errno != EACCES)
            return error_set(err, RH_ERROR_TARGET, "cannot lock the cache in '%s': %m",
                             entry->root);
        if (tries >= seconds * 20ul)
            return error_set(err, RH_ERROR_TARGET,
                             "another run has been fetching the same repository for %u s", seconds);
        *ret_waited = true;
        nanosleep(&pause, NULL);
    }
    return true;
}

void cache_forget(struct arena *arena, const struct cache_entry *entry)
{
    if (!cache_has(entry))
        (void)unlink(arena_printf(arena, "%s/git/%s.lock", entry->root, entry->name));
}

void cache_unlock_fetch(const struct cache_entry *entry)
{
    (void)set_lock(entry->lock, F_UNLCK, LOCK_FETCH);
}

bool cache_try_lock_all(const struct cache_entry *entry)
{
    return set_lock(entry->lock, F_WRLCK, LOCK_FETCH) && set_lock(entry->lock, F_WRLCK, LOCK_USE);
}

void cache_lock_use(const struct cache_entry *entry)
{
    struct flock lock = {.l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = LOCK_USE, .l_len = 1};

    (void)fcntl(entry->lock, F_OFD_SETLKW, &lock); /* a cleaner holds it for a moment */
    (void)futimens(entry->lock, NULL);             /* last used now */
}

/* What a killed run leaves: half a clone beside, and in the repository half a pack and libgit2's
 * lock files. Nobody else writes there while the lock is held. */

static int remove_stale(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    const char *name = path + walk->base;

    (void)info;
    if (type != FTW_D &&
        (text_ends(name, ".lock") || text_ends(name, ".new") || strstr(name, "_git2_")))
        (void)unlink(path);
    return 0;
}

void cache_tidy(struct arena *arena, const struct cache_entry *entry)
{
    const char *folder = arena_printf(arena, "%s/git", entry->root);
    const char *prefix = arena_printf(arena, "%s.tmp-", entry->name);
    DIR *listing = opendir(folder);

    for (const struct dirent *found; listing && (found = readdir(listing));)
        if (text_starts(found->d_name, prefix))
            worker_remove_scratch(arena_printf(arena, "%s/%s", folder, found->d_name));
    if (listing)
        closedir(listing);
    if (cache_has(entry))
        nftw(entry->folder, remove_stale, 16, FTW_PHYS);
}

bool cache_new_folder(struct arena *arena, const struct cache_entry *entry, const char **ret_folder,
                      struct rh_error *err)
{
    char *folder = arena_printf(arena, "%s/git/%s.tmp-XXXXXX", entry->root, entry->name);

    if (!mkdtemp(folder))
        return error_set(err, RH_ERROR_TARGET,
                         "cannot make a folder in the cache '%s': %m; --cache-dir chooses another",
                         entry->root);
    *ret_folder = folder;
    return true;
}

bool cache_put(const struct cache_entry *entry, const char *folder, struct rh_error *err)
{
    if (rename(folder, entry->folder))
        return error_set(err, RH_ERROR_TARGET, "cannot name '%s': %m", entry->folder);
    return true;
}

/* The note: a line each for url and commit, for `cache list`. */

void cache_note(struct arena *arena, const char *folder, const char *url, const char *commit)
{
    const char *path = arena_printf(arena, "%s/repohealth", folder);
    const char *fresh = arena_printf(arena, "%s.new", path);
    int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (fd < 0)
        return;
    if (dprintf(fd, "%s\n%s\n", url, commit) > 0)
        (void)rename(fresh, path);
    close(fd);
}

bool cache_read_note(struct arena *arena, const char *folder, struct cache_note *ret_note)
{
    struct str text, url, commit;
    struct stat info;

    if (control_read(arena, folder, "repohealth", LIMIT_PATH_BYTES, &text) != CONTROL_OK ||
        stat(arena_printf(arena, "%s/repohealth", folder), &info) || !str_next_line(&text, &url) ||
        !str_next_line(&text, &commit))
        return false;
    *ret_note = (struct cache_note){.url = text_clean(arena, url, LIMIT_SHOWN_PATH_BYTES),
                                    .commit = text_clean(arena, commit, 40),
                                    .fetched = info.st_mtim};
    return true;
}
