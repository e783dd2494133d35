#include "forge/kept.h"

#include "util/arena.h"
#include "util/limits.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A name that no two questions share by chance; the file says which question it is. */
static const char *path_of(struct arena *arena, const char *folder, const char *url)
{
    return arena_printf(arena, "%s/%016" PRIx64, folder, str_hash(str_of(url)));
}

static bool read_all(int file, struct buf *out)
{
    char chunk[65536];
    ssize_t count;

    while ((count = read(file, chunk, sizeof(chunk))) > 0 && !out->full)
        buf_add(out, (struct str){chunk, (size_t)count});
    return !count && !out->full;
}

/* Three lines (URL, ETag, Link or nothing), and the body. */
bool kept_read(struct arena *arena, const char *folder, const char *url, struct kept *ret_kept)
{
    struct buf text = {.limit = LIMIT_FORGE_ANSWER + LIMIT_FORGE_HEADERS};
    int file = folder ? open(path_of(arena, folder, url), O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
    struct str rest, line, etag, link;
    bool good = false;

    if (file < 0)
        return false;
    if (read_all(file, &text)) {
        rest = (struct str){arena_strndup(arena, text.ptr, text.len), text.len};
        good = str_next_line(&rest, &line) && str_equal(line, url) && str_next_line(&rest, &etag) &&
               etag.len && str_next_line(&rest, &link);
        if (good)
            *ret_kept = (struct kept){
                .etag = str_dup(arena, etag),
                .link = link.len ? str_dup(arena, link) : NULL,
                .body = rest,
            };
    }
    buf_release(&text);
    close(file);
    return good;
}

void kept_write(struct arena *arena, const char *folder, const char *url, const struct kept *kept)
{
    const char *path = folder ? path_of(arena, folder, url) : NULL;
    char *temporary = folder ? arena_printf(arena, "%s.XXXXXX", path) : NULL;
    int descriptor = folder && kept->etag ? mkostemp(temporary, O_CLOEXEC) : -1;
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "w");
    bool good;

    if (!file)
        return; /* that nothing is kept is no trouble */
    fprintf(file, "%s\n%s\n%s\n", url, kept->etag, kept->link ? kept->link : "");
    fwrite(kept->body.ptr, 1, kept->body.len, file);
    good = !ferror(file);
    if (fclose(file) || !good || rename(temporary, path))
        unlink(temporary);
}

struct entry {
    const char *path;
    time_t used;
};

static int newest_first(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;

    return a->used == b->used ? strcmp(a->path, b->path) : a->used > b->used ? -1 : 1;
}

void kept_prune(struct arena *arena, const char *folder)
{
    struct {
        struct entry *items;
        size_t count, capacity;
    } entries = {0};
    DIR *listing = folder ? opendir(folder) : NULL;
    struct stat info;

    for (const struct dirent *found; listing && (found = readdir(listing));) {
        const char *path = arena_printf(arena, "%s/%s", folder, found->d_name);

        if (!lstat(path, &info) && S_ISREG(info.st_mode))
            *ARENA_PUSH(arena, &entries) = (struct entry){path, info.st_mtime};
    }
    if (listing)
        closedir(listing);
    if (entries.count > LIMIT_FORGE_CACHED) {
        qsort(entries.items, entries.count, sizeof(*entries.items), newest_first);
        for (size_t i = LIMIT_FORGE_CACHED; i < entries.count; i++)
            unlink(entries.items[i].path);
    }
}
