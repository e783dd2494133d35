#include "snapshot/refs.h"

#include "snapshot/control.h"
#include "snapshot/disk.h"
#include "util/arena.h"
#include "util/limits.h"
#include "util/map.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    SYMBOLIC_DEPTH = 5,
    REF_BYTES = 4096, /* a loose reference; real ones have 41, symbolic ones a name */
    REF_DEPTH = 64,   /* folders below refs/ */
};

struct refs {
    struct arena *arena;
    const char *git, *common;
    struct str packed;
};

/* git's rules for names, as far as they matter for a path: no part that leads elsewhere. */
static bool is_ref_name(struct str name)
{
    char before = '/';

    if (!name.len || name.len > 1024 || name.ptr[name.len - 1] == '/')
        return false;
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];

        if (c <= ' ' || c == 0x7f || strchr("~^:?*[\\", c))
            return false;
        if (before == '/' && (c == '/' || c == '.'))
            return false;
        if (before == '.' && c == '.')
            return false;
        before = (char)c;
    }
    return true;
}

bool refs_open(struct arena *arena, const char *git, const char *common, struct refs **ret_refs,
               struct rh_error *err)
{
    struct refs *refs = arena_alloc(arena, sizeof(*refs));

    *refs = (struct refs){.arena = arena, .git = git, .common = common};
    if (control_read(arena, common, "packed-refs", LIMIT_PACKED_REFS, &refs->packed) ==
        CONTROL_REFUSED)
        return error_set(err, RH_ERROR_TARGET, "its packed-refs is no file that can be read");
    *ret_refs = refs;
    return true;
}

/* Takes the next "<id> <name>" off packed-refs. */
static bool next_packed(struct str *rest, struct str *ret_name, unsigned char ret_id[ID_SIZE])
{
    struct str line;

    while (str_next_line(rest, &line)) {
        if (line.len < ID_HEX_SIZE + 1 || line.ptr[0] == '#' || line.ptr[0] == '^' ||
            line.ptr[ID_HEX_SIZE - 1] != ' ' ||
            !id_parse(str_slice(line, 0, ID_HEX_SIZE - 1), ret_id))
            continue;
        *ret_name = str_slice(line, ID_HEX_SIZE, line.len);
        return true;
    }
    return false;
}

static bool find_packed(const struct refs *refs, struct str name, unsigned char ret_id[ID_SIZE])
{
    struct str rest = refs->packed, found;
    unsigned char id[ID_SIZE];

    while (next_packed(&rest, &found, id))
        if (found.len == name.len && !memcmp(found.ptr, name.ptr, name.len)) {
            memcpy(ret_id, id, ID_SIZE);
            return true;
        }
    return false;
}

/* HEAD of old repositories is a link whose target is the reference's name. */
static bool read_linked_head(const struct refs *refs, struct str *ret_text)
{
    char target[1024];
    ssize_t length =
        readlink(arena_printf(refs->arena, "%s/HEAD", refs->git), target, sizeof(target));

    if (length <= 0 || !str_starts((struct str){target, (size_t)length}, "refs/"))
        return false;
    *ret_text = str_of(arena_printf(refs->arena, "ref: %.*s", (int)length, target));
    return true;
}

static bool read_loose(const struct refs *refs, struct str name, struct str *ret_text)
{
    bool own = !str_starts(name, "refs/"); /* HEAD belongs to the work tree */
    enum control_status status = control_read(refs->arena, own ? refs->git : refs->common,
                                              str_dup(refs->arena, name), REF_BYTES, ret_text);

    return status == CONTROL_OK || (str_equal(name, "HEAD") && read_linked_head(refs, ret_text));
}

bool refs_find(const struct refs *refs, const char *full_name, unsigned char ret_id[ID_SIZE])
{
    struct str name = str_of(full_name), text;

    for (int depth = 0; depth < SYMBOLIC_DEPTH && is_ref_name(name); depth++) {
        if (!read_loose(refs, name, &text))
            return find_packed(refs, name, ret_id);
        text = str_trim(text);
        if (!str_starts(text, "ref:"))
            return id_parse(str_slice(text, 0, ID_HEX_SIZE - 1), ret_id);
        name = str_trim(str_slice(text, 4, text.len));
        if (!str_starts(name, "refs/"))
            return false;
    }
    return false;
}

const char *refs_default_branch(const struct refs *refs)
{
    static const struct {
        const char *name, *target;
    } places[] = {{"refs/remotes/origin/HEAD", "ref: refs/remotes/origin/"},
                  {"HEAD", "ref: refs/heads/"}};

    for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
        struct str text;

        if (!read_loose(refs, str_of(places[i].name), &text) || !str_starts(text, places[i].target))
            continue;
        text = str_trim(str_slice(text, strlen(places[i].target), text.len));
        if (is_ref_name(text))
            return str_dup(refs->arena, text_utf8(refs->arena, text));
    }
    return NULL;
}

const char *refs_branch_of(const struct refs *refs, const char *rev)
{
    static const char *const places[] = {"refs/heads/", "refs/remotes/origin/"};
    const char *name = text_starts(rev, "origin/") ? rev + strlen("origin/") : rev;

    for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
        unsigned char id[ID_SIZE];

        if (strcmp(name, "HEAD") != 0 &&
            refs_find(refs, arena_printf(refs->arena, "%s%s", places[i], name), id))
            return str_dup(refs->arena, text_utf8(refs->arena, str_of(name)));
    }
    return NULL;
}

bool refs_is_unborn(const struct refs *refs)
{
    struct str name = STR("HEAD"), text;

    for (int depth = 0; depth < SYMBOLIC_DEPTH && is_ref_name(name); depth++) {
        unsigned char id[ID_SIZE];

        if (!read_loose(refs, name, &text))
            return depth && !find_packed(refs, name, id) &&
                   control_read(refs->arena, refs->common, str_dup(refs->arena, name), REF_BYTES,
                                &text) == CONTROL_ABSENT;
        text = str_trim(text);
        if (!str_starts(text, "ref:"))
            return false;
        name = str_trim(str_slice(text, 4, text.len));
        if (!str_starts(name, "refs/"))
            return false;
    }
    return false;
}

bool refs_find_short(const struct refs *refs, const char *name, unsigned char ret_id[ID_SIZE])
{
    static const struct {
        const char *before, *after;
    } places[] = {
        {"", ""},
        {"refs/", ""},
        {"refs/tags/", ""},
        {"refs/heads/", ""},
        {"refs/remotes/", ""},
        {"refs/remotes/", "/HEAD"},
        {"refs/remotes/origin/", ""}, /* not git's: a branch that was never checked out here */
    };

    for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
        const char *full =
            arena_printf(refs->arena, "%s%s%s", places[i].before, name, places[i].after);

        if ((!strcmp(full, "HEAD") || text_starts(full, "refs/")) && refs_find(refs, full, ret_id))
            return true;
    }
    return false;
}

/* The walk over loose references: folders to look at, as paths below `common`. */
struct loose {
    struct {
        const char **items;
        size_t count, capacity;
    } folders;
    struct map *seen;
    size_t count;
};

static bool visit_folder(const struct refs *refs, struct loose *loose, int common,
                         const char *folder, const char *prefix, ref_visitor *visit, void *context)
{
    int fd = disk_open(common, folder, O_RDONLY | O_DIRECTORY);
    DIR *listing = fd < 0 ? NULL : fdopendir(fd);
    bool going = true;

    if (!listing) {
        if (fd >= 0)
            close(fd);
        return true;
    }
    for (const struct dirent *entry; going && (entry = readdir(listing));) {
        const char *name = arena_printf(refs->arena, "%s/%s", folder, entry->d_name);
        unsigned char id[ID_SIZE];
        struct stat info;

        if (!is_ref_name(str_of(name)) || text_ends(name, ".lock") ||
            fstatat(fd, entry->d_name, &info, AT_SYMLINK_NOFOLLOW))
            continue;
        if (++loose->count > 2 * LIMIT_REFS) {
            going = false;
        } else if (S_ISDIR(info.st_mode) && path_depth(name) < REF_DEPTH) {
            *ARENA_PUSH(refs->arena, &loose->folders) = name;
        } else if (S_ISREG(info.st_mode) && text_starts(name, prefix) &&
                   refs_find(refs, name, id)) {
            map_put(loose->seen, str_of(name), 1);
            going = visit(context, name, id);
        }
    }
    closedir(listing);
    return going;
}

static bool visit_loose(const struct refs *refs, struct map *seen, const char *prefix,
                        ref_visitor *visit, void *context)
{
    struct loose loose = {.seen = seen};
    int common = disk_open_folder(refs->common);
    bool going = true;
    const char *slash = strrchr(prefix, '/');

    if (common < 0)
        return true;
    *ARENA_PUSH(refs->arena, &loose.folders) =
        arena_strndup(refs->arena, prefix, (size_t)(slash - prefix));
    while (going && loose.folders.count)
        going = visit_folder(refs, &loose, common, loose.folders.items[--loose.folders.count],
                             prefix, visit, context);
    close(common);
    return going;
}

bool refs_each(const struct refs *refs, const char *prefix, ref_visitor *visit, void *context)
{
    struct str rest = refs->packed, name;
    unsigned char id[ID_SIZE];
    struct map seen;
    size_t count = 0;

    map_init(&seen, refs->arena);
    if (!visit_loose(refs, &seen, prefix, visit, context))
        return false;
    while (next_packed(&rest, &name, id)) {
        if (!str_starts(name, prefix) || !is_ref_name(name) || map_get(&seen, name) != MAP_NONE)
            continue;
        if (++count + seen.count > LIMIT_REFS || !visit(context, str_dup(refs->arena, name), id))
            return false;
    }
    return true;
}
