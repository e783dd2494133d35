#include "snapshot/forge_file.h"

#include "util/arena.h"
#include "util/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum { GZIP_WINDOW = 15 + 16, CHUNK = 64 * 1024 };

bool forge_file_read(struct arena *arena, const char *path, struct str *ret_bytes,
                     struct rh_error *err)
{
    FILE *file = fopen(path, "re");
    struct buf bytes = {.limit = LIMIT_FORGE_BYTES};
    char chunk[CHUNK];
    size_t count;
    bool failed;

    if (!file)
        return error_set(err, RH_ERROR_USAGE, "cannot read %s: %m", path);
    while ((count = fread(chunk, 1, sizeof(chunk), file)) && !bytes.full)
        buf_add(&bytes, (struct str){chunk, count});
    failed = ferror(file);
    fclose(file);
    if (failed)
        error_set(err, RH_ERROR_USAGE, "cannot read %s: %m", path);
    else if (bytes.full)
        error_set(err, RH_ERROR_USAGE, "%s is over %u MiB", path, LIMIT_FORGE_BYTES / MIB);
    else
        *ret_bytes = (struct str){arena_strndup(arena, bytes.ptr, bytes.len), bytes.len};
    failed |= bytes.full;
    buf_release(&bytes);
    return !failed;
}

/* False: no gzip to its end, or over out->limit. */
static bool inflate_all(struct str bytes, struct buf *out)
{
    z_stream stream = {.next_in = (Bytef *)bytes.ptr, .avail_in = (uInt)bytes.len};
    unsigned char chunk[CHUNK];
    int status = Z_OK;

    if (inflateInit2(&stream, GZIP_WINDOW) != Z_OK)
        abort();
    while (status == Z_OK && !out->full) {
        stream.next_out = chunk;
        stream.avail_out = sizeof(chunk);
        status = inflate(&stream, Z_NO_FLUSH);
        buf_add(out, (struct str){(char *)chunk, sizeof(chunk) - stream.avail_out});
    }
    inflateEnd(&stream);
    return status == Z_STREAM_END && !out->full;
}

bool forge_file_unpack(struct arena *arena, struct str bytes, struct str *ret_text,
                       struct rh_error *err)
{
    struct buf text = {.limit = LIMIT_FORGE_BYTES};
    bool good;

    if (!str_starts(bytes, "\x1f\x8b")) {
        *ret_text = bytes;
        return true;
    }
    good = inflate_all(bytes, &text);
    if (good)
        *ret_text = (struct str){arena_strndup(arena, text.ptr, text.len), text.len};
    else if (text.full)
        error_set(err, RH_ERROR_TARGET, "over %u MiB", LIMIT_FORGE_BYTES / MIB);
    else
        error_set(err, RH_ERROR_TARGET, "its compressed data is damaged");
    buf_release(&text);
    return good;
}

static void deflate_all(struct str text, struct buf *out)
{
    z_stream stream = {.next_in = (Bytef *)text.ptr, .avail_in = (uInt)text.len};
    unsigned char chunk[CHUNK];
    int status = Z_OK;

    /* the header has neither a name nor a time */
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, 8,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        abort();
    while (status == Z_OK) {
        stream.next_out = chunk;
        stream.avail_out = sizeof(chunk);
        status = deflate(&stream, Z_FINISH);
        buf_add(out, (struct str){(char *)chunk, sizeof(chunk) - stream.avail_out});
    }
    deflateEnd(&stream);
}

static bool write_all(int file, struct str bytes)
{
    while (bytes.len) {
        ssize_t written = write(file, bytes.ptr, bytes.len);

        if (written < 0 && errno != EINTR)
            return false;
        if (written > 0)
            bytes = str_slice(bytes, (size_t)written, bytes.len);
    }
    return true;
}

static bool write_beside(const char *path, struct str bytes)
{
    char *temporary;
    mode_t mask = umask(0);
    bool good;
    int file;

    umask(mask);
    if (asprintf(&temporary, "%s.XXXXXX", path) < 0)
        abort();
    file = mkostemp(temporary, O_CLOEXEC);
    good = file >= 0 && write_all(file, bytes) && !fchmod(file, 0666 & ~mask);
    if (file >= 0)
        good &= !close(file);
    good = good && !rename(temporary, path);
    if (!good && file >= 0) {
        int saved = errno;

        unlink(temporary);
        errno = saved;
    }
    free(temporary);
    return good;
}

bool forge_file_write(const char *path, struct str text, struct rh_error *err)
{
    struct buf packed = {0};
    bool good;

    if (text_ends(path, ".gz")) {
        deflate_all(text, &packed);
        text = (struct str){packed.ptr, packed.len};
    }
    good = write_beside(path, text);
    if (!good)
        error_set(err, RH_ERROR_USAGE, "cannot write %s: %m", path);
    buf_release(&packed);
    return good;
}
