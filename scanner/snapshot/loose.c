#include "snapshot/loose.h"

#include "util/limits.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum { CHUNK = 16384, HEADER = 32 /* "commit 9223372036854775807\0" fits */ };

/* A file that is being inflated. */
struct loose {
    int fd;
    z_stream stream;
    unsigned char in[CHUNK];
    bool ended; /* of the zlib stream, as it should */
};

static enum read_status open_loose(struct loose *loose, const char *folder,
                                   const unsigned char id[ID_SIZE])
{
    char hex[ID_HEX_SIZE], path[PATH_MAX];
    struct stat info;

    id_format(id, hex);
    if (snprintf(path, sizeof(path), "%s/%.2s/%s", folder, hex, hex + 2) >= (int)sizeof(path))
        return READ_OTHER;
    loose->fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (loose->fd < 0)
        return errno == ENOENT || errno == ENOTDIR ? READ_MISSING : READ_OTHER;
    if (fstat(loose->fd, &info) || !S_ISREG(info.st_mode) || inflateInit(&loose->stream) != Z_OK) {
        close(loose->fd);
        return READ_OTHER;
    }
    return READ_OK;
}

static void close_loose(struct loose *loose)
{
    inflateEnd(&loose->stream);
    close(loose->fd);
}

/* How many of `length` bytes there were. */
static size_t inflate_some(struct loose *loose, void *bytes, size_t length)
{
    z_stream *stream = &loose->stream;

    stream->next_out = bytes;
    stream->avail_out = (unsigned)length;
    while (stream->avail_out && !loose->ended) {
        int result;

        if (!stream->avail_in) {
            ssize_t count = read(loose->fd, loose->in, sizeof(loose->in));

            if (count <= 0)
                break;
            stream->next_in = loose->in;
            stream->avail_in = (unsigned)count;
        }
        result = inflate(stream, Z_NO_FLUSH);
        loose->ended = result == Z_STREAM_END;
        if (result != Z_OK && result != Z_STREAM_END)
            break;
    }
    stream->next_out = NULL; /* the caller's buffer may go */
    return length - stream->avail_out;
}

/* Digit by digit, to the NUL and not beyond it. */
static bool read_header(struct loose *loose, enum object_kind *ret_kind, size_t *ret_size)
{
    static const char *const kinds[] = {"", "commit", "tree", "blob", "tag"};
    char text[HEADER];
    size_t length = 0, size = 0;
    char *space, *digit;

    do {
        if (length == sizeof(text) || !inflate_some(loose, text + length, 1))
            return false;
    } while (text[length++]);
    space = strchr(text, ' ');
    if (!space)
        return false;
    *space = '\0';
    for (digit = space + 1; *digit >= '0' && *digit <= '9'; digit++)
        if (__builtin_mul_overflow(size, 10u, &size) ||
            __builtin_add_overflow(size, (size_t)(*digit - '0'), &size))
            return false;
    if (*digit || digit == space + 1)
        return false;
    for (int kind = OBJECT_COMMIT; kind <= OBJECT_TAG; kind++)
        if (!strcmp(text, kinds[kind])) {
            *ret_kind = (enum object_kind)kind;
            *ret_size = size;
            return true;
        }
    return false;
}

enum read_status loose_header(const char *folder, const unsigned char id[ID_SIZE],
                              enum object_kind *ret_kind, size_t *ret_size)
{
    struct loose loose = {0};
    enum read_status status = open_loose(&loose, folder, id);

    if (status != READ_OK)
        return status;
    if (!read_header(&loose, ret_kind, ret_size))
        status = READ_OTHER;
    close_loose(&loose);
    return status;
}

static enum read_status read_body(struct loose *loose, size_t size, struct str *ret_bytes)
{
    char *bytes = malloc(size + 1), over;

    if (!bytes)
        return READ_TOO_LARGE;
    /* One byte more is asked for: the stream has to end where the header said. */
    if (inflate_some(loose, bytes, size) != size || inflate_some(loose, &over, 1) ||
        !loose->ended) {
        free(bytes);
        return READ_OTHER;
    }
    bytes[size] = '\0';
    *ret_bytes = (struct str){bytes, size};
    return READ_OK;
}

enum read_status loose_read(const char *folder, const unsigned char id[ID_SIZE],
                            enum object_kind kind, size_t limit, enum object_kind *ret_kind,
                            struct str *ret_bytes)
{
    struct loose loose = {0};
    enum read_status status = open_loose(&loose, folder, id);
    enum object_kind found;
    size_t size;

    if (status != READ_OK)
        return status;
    if (!read_header(&loose, &found, &size) || (kind != OBJECT_ANY && kind != found))
        status = READ_OTHER;
    else if (size > limit || size > UINT_MAX)
        status = READ_TOO_LARGE;
    else
        status = read_body(&loose, size, ret_bytes);
    if (status == READ_OK)
        *ret_kind = found;
    close_loose(&loose);
    return status;
}

unsigned loose_find(const char *folder, struct str digits, unsigned char ret_id[ID_SIZE])
{
    char path[PATH_MAX];
    unsigned found = 0;
    DIR *listing = NULL;

    if (digits.len >= 2 &&
        snprintf(path, sizeof(path), "%s/%.2s", folder, digits.ptr) < (int)sizeof(path))
        listing = opendir(path);
    for (const struct dirent *entry; listing && found < 2 && (entry = readdir(listing));) {
        char hex[ID_HEX_SIZE];
        unsigned char id[ID_SIZE];

        if (strlen(entry->d_name) != ID_HEX_SIZE - 3)
            continue;
        memcpy(hex, digits.ptr, 2);
        memcpy(hex + 2, entry->d_name, ID_HEX_SIZE - 2);
        if (!strncasecmp(hex, digits.ptr, digits.len) &&
            id_parse((struct str){hex, ID_HEX_SIZE - 1}, id)) {
            memcpy(ret_id, id, ID_SIZE);
            found++;
        }
    }
    if (listing)
        closedir(listing);
    return found;
}
