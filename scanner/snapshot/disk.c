#include "snapshot/disk.h"

#include "util/arena.h"
#include "util/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What no open goes without; openat2 takes no flags with O_PATH that it does not use. */
static int safely(int flags)
{
    return flags | O_NOFOLLOW | O_CLOEXEC | (flags & O_PATH ? 0 : O_NONBLOCK | O_NOCTTY);
}

int disk_open_folder(const char *path) { return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC); }

/* One part at a time, each within the folder before it. */
static int open_by_parts(int root, const char *path, int flags)
{
    char part[256];
    int folder = root;

    for (;;) {
        const char *slash = strchr(path, '/');
        size_t length = slash ? (size_t)(slash - path) : strlen(path);
        int next;

        if (!length || length >= sizeof(part) || !strncmp(path, "..", length)) {
            next = -1;
            errno = length >= sizeof(part) ? ENAMETOOLONG : EXDEV;
        } else {
            memcpy(part, path, length);
            part[length] = '\0';
            next = openat(folder, part,
                          slash ? O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC : safely(flags));
        }
        if (folder != root) {
            int saved = errno;

            close(folder);
            errno = saved;
        }
        if (next < 0 || !slash)
            return next;
        folder = next;
        path = slash + 1;
    }
}

int disk_open(int root, const char *path, int flags)
{
    struct open_how how = {
        .flags = (uint64_t)safely(flags),
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
    };
    long fd = syscall(SYS_openat2, root, path, &how, sizeof(how));

    /* older kernels, and sandboxes that do not know the call */
    if (fd < 0 && (errno == ENOSYS || errno == EPERM))
        return open_by_parts(root, path, flags);
    return (int)fd;
}

static bool is_absent(int error) { return error == ENOENT || error == ENOTDIR; }

/* As many bytes as fit, at most; a file may grow or shrink meanwhile. */
static bool read_bytes(int fd, char *bytes, size_t size, size_t *ret_length)
{
    size_t length = 0;

    while (length < size) {
        ssize_t got = read(fd, bytes + length, size - length);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        if (!got)
            break;
        length += (size_t)got;
    }
    *ret_length = length;
    return true;
}

static enum read_status read_open(struct arena *arena, int fd, size_t limit, struct str *ret_text)
{
    struct stat info;
    size_t length;
    char *bytes;

    if (fstat(fd, &info) || !S_ISREG(info.st_mode) || info.st_size < 0)
        return READ_OTHER;
    if ((uint64_t)info.st_size > limit)
        return READ_TOO_LARGE;
    bytes = arena_alloc(arena, (size_t)info.st_size + 1);
    if (!read_bytes(fd, bytes, (size_t)info.st_size, &length))
        return READ_OTHER;
    *ret_text = (struct str){bytes, length};
    return READ_OK;
}

enum read_status disk_read(struct arena *arena, int root, const char *path, size_t limit,
                           struct str *ret_text)
{
    int fd = disk_open(root, path, O_RDONLY);
    enum read_status status;

    if (fd < 0)
        return is_absent(errno) ? READ_MISSING : READ_OTHER;
    status = read_open(arena, fd, limit, ret_text);
    close(fd);
    return status;
}

enum read_status disk_read_link(struct arena *arena, int root, const char *path,
                                struct str *ret_text)
{
    int fd = disk_open(root, path, O_PATH);
    char target[LIMIT_PATH_BYTES];
    ssize_t length;

    if (fd < 0)
        return is_absent(errno) ? READ_MISSING : READ_OTHER;
    length = readlinkat(fd, "", target, sizeof(target));
    close(fd);
    if (length < 0)
        return READ_OTHER;
    *ret_text = (struct str){arena_strndup(arena, target, (size_t)length), (size_t)length};
    return READ_OK;
}
