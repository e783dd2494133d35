#include "facts/hosts.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const struct host {
    unsigned uses;
    const char *name, *path;
} hosts[] = {
#define HOST(uses, name, path) {uses, name, path},
#include "facts/hosts.def"
#undef HOST
};

static const char *const file_endings[] = {
    ".pth", ".pt",   ".ckpt", ".safetensors", ".bin",     ".h5",      ".hdf5",
    ".pkl", ".npz",  ".npy",  ".onnx",        ".pickle",  ".parquet", ".csv",
    ".tsv", ".mat",  ".rds",  ".rdata",       ".t7",      ".jsonl",   ".caffemodel",
    ".vec", ".lmdb", ".gguf", ".nii",         ".msgpack", ".edf",     ".tfrecord",
};

static const char *const archive_endings[] = {
    ".tar.gz", ".tgz", ".tar", ".zip", ".7z", ".rar", ".gz", ".bz2", ".xz", ".zst",
};

bool address_parse(struct str url, struct address *ret_address)
{
    static const char *const schemes[] = {"https://", "http://", "ftp://", "//"};
    size_t at = 0, end;

    for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes) && !at; i++)
        if (str_starts(url, schemes[i]))
            at = strlen(schemes[i]);
    if (!at && str_starts(url, "www."))
        at = SIZE_MAX;
    if (!at)
        return false;
    url = str_slice(url, at == SIZE_MAX ? 0 : at, url.len);
    for (end = 0; end < url.len && !strchr("/?#", url.ptr[end]); end++)
        if (url.ptr[end] == '@') {
            url = str_slice(url, end + 1, url.len);
            end = SIZE_MAX; /* from the beginning again */
        }
    ret_address->host = str_slice(url, 0, end);
    ret_address->path = str_slice(url, end, url.len);
    for (size_t i = 0; i < ret_address->host.len; i++)
        if (ret_address->host.ptr[i] == ':')
            ret_address->host = str_slice(ret_address->host, 0, i);
    for (size_t i = 0; i < ret_address->path.len; i++)
        if (strchr("?#", ret_address->path.ptr[i]))
            ret_address->path = str_slice(ret_address->path, 0, i);
    return ret_address->host.len > 0;
}

bool address_is_at(const struct address *address, const char *name)
{
    size_t length = strlen(name);
    struct str host = address->host;

    return host.len >= length && !strncasecmp(host.ptr + host.len - length, name, length) &&
           (host.len == length || host.ptr[host.len - length - 1] == '.');
}

/* The path begins so; "*" is one part that is not empty. */
static bool path_begins(struct str path, const char *pattern)
{
    size_t at = 0;

    for (; *pattern; pattern++) {
        if (*pattern == '*') {
            size_t from = at;

            while (at < path.len && path.ptr[at] != '/')
                at++;
            if (at == from)
                return false;
        } else if (at < path.len && path.ptr[at] == *pattern) {
            at++;
        } else {
            return !strcmp(pattern, "/") && !path.len;
        }
    }
    return true;
}

/* The shared disk of a university: pan.x.edu.cn, cloud.x.ac.uk, box.x.edu, nextcloud.x.fr/s/... */
static bool is_campus_disk(const struct address *address)
{
    static const char *const names[] = {"pan.", "disk.", "cloud.",   "box.", "jbox.",    "bhpan.",
                                        "rec.", "epan.", "netdisk.", "yun.", "nasdrive."};
    static const char *const roots[] = {".edu.cn", ".ac.cn", ".edu.hk", ".ac.kr", ".edu.tw",
                                        ".ac.jp",  ".edu",   ".ac.uk",  ".edu.au"};
    bool named = false, academic = false;

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        named = named || str_starts(address->host, names[i]);
    for (size_t i = 0; i < sizeof(roots) / sizeof(*roots); i++)
        academic = academic || str_ends(address->host, roots[i]);
    /* the path of a link that ownCloud and Nextcloud make */
    return (named && academic) ||
           (str_contains(address->host, "cloud") && path_begins(address->path, "/s/*")) ||
           path_begins(address->path, "/index.php/s/*");
}

static bool ends_as(struct str path, const char *const *endings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(endings[i]);

        if (path.len > length && !strncasecmp(path.ptr + path.len - length, endings[i], length))
            return true;
    }
    return false;
}

unsigned address_uses(const struct address *address)
{
    unsigned uses = 0;
    bool found = false;

    for (size_t i = 0; i < sizeof(hosts) / sizeof(*hosts) && !found; i++)
        if (address_is_at(address, hosts[i].name) && path_begins(address->path, hosts[i].path)) {
            uses = hosts[i].uses;
            found = true;
        }
    if (!found && is_campus_disk(address))
        uses = HOST_QUOTA;
    if (ends_as(address->path, file_endings, sizeof(file_endings) / sizeof(*file_endings)))
        uses |= HOST_FILE;
    if (ends_as(address->path, archive_endings, sizeof(archive_endings) / sizeof(*archive_endings)))
        uses |= HOST_ARCHIVE;
    return uses;
}
