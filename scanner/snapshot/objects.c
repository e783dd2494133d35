#include "snapshot/objects.h"

#include "snapshot/loose.h"
#include "snapshot/watch.h"
#include "util/arena.h"
#include "util/limits.h"

#include <git2.h>
#include <git2/sys/odb_backend.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

struct objects {
    git_odb *odb; /* packs alone */
    const char *const *folders;
    size_t folder_count;
    bool verify;
    bool lacking; /* a pack lacked an object once: look before asking, a miss costs a refresh */
    struct watch watch;
};

static void close_objects(void *closed)
{
    struct objects *objects = closed;

    watch_stop(&objects->watch);
    git_odb_free(objects->odb);
    git_libgit2_shutdown();
}

/* libgit2 may fail without leaving a word. */
static const char *git_words(void)
{
    const git_error *error = git_error_last();

    return error && error->message ? error->message : "no reason given";
}

/* libgit2 parses all of the system's certificates when it starts, which costs more than reading a
 * small repository, and no option keeps it from that. Nothing is connected to here, so it may not
 * open a file meanwhile. */
static bool start_libgit2(void)
{
    struct rlimit files, none;
    bool limited = !getrlimit(RLIMIT_NOFILE, &files), started;

    none = (struct rlimit){.rlim_cur = 0, .rlim_max = files.rlim_max};
    limited = limited && !setrlimit(RLIMIT_NOFILE, &none);
    started = git_libgit2_init() >= 0;
    if (limited)
        setrlimit(RLIMIT_NOFILE, &files);
    return started;
}

static void set_options(bool verify)
{
    static const int levels[] = {GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_GLOBAL,
                                 GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_PROGRAMDATA};

    for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++)
        git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, levels[i], "");
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
    git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, verify ? 1 : 0);
    git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
    git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, (size_t)LIMIT_READ_WINDOW);
    git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, (size_t)LIMIT_READ_MAPPED);
    git_libgit2_opts(GIT_OPT_SET_MWINDOW_FILE_LIMIT, (size_t)LIMIT_PACK_FILES);
#ifdef HAVE_PACK_MAX_OBJECT_SIZE
    git_libgit2_opts(GIT_OPT_SET_PACK_MAX_OBJECT_SIZE, (size_t)LIMIT_OBJECT_BYTES);
#endif
}

static bool add_folder(git_odb *odb, const char *folder)
{
    git_odb_backend *packs;

    if (git_odb_backend_pack(&packs, folder) < 0)
        return false;
    if (git_odb_add_backend(odb, packs, 1) < 0) {
        packs->free(packs);
        return false;
    }
    return true;
}

bool objects_open(struct arena *arena, const char *const *folders, size_t folder_count, bool verify,
                  struct objects **ret_objects, struct rh_error *err)
{
    struct objects *objects = arena_alloc(arena, sizeof(*objects));

    if (!start_libgit2())
        return error_set(err, RH_ERROR_INTERNAL, "libgit2: %s", git_words());
    set_options(verify);
    if (git_odb_new(&objects->odb) < 0) {
        git_libgit2_shutdown();
        return error_set(err, RH_ERROR_INTERNAL, "libgit2: %s", git_words());
    }
    objects->folders = folders;
    objects->folder_count = folder_count;
    objects->verify = verify;
    arena_own(arena, objects, close_objects);
    watch_start(&objects->watch);
    for (size_t i = 0; i < folder_count; i++)
        if (!add_folder(objects->odb, folders[i]))
            return error_set(err, RH_ERROR_TARGET, "cannot read its objects: %s", git_words());
    *ret_objects = objects;
    return true;
}

/* Packs, by libgit2. */

static enum read_status packed_header(struct objects *objects, const git_oid *oid,
                                      enum object_kind *ret_kind, size_t *ret_size)
{
    git_object_t type = GIT_OBJECT_INVALID;
    size_t size = 0;
    int result = GIT_ENOTFOUND;

    watch_enter(&objects->watch);
    if (!objects->lacking || git_odb_exists_ext(objects->odb, oid, GIT_ODB_LOOKUP_NO_REFRESH))
        result = git_odb_read_header(&size, &type, objects->odb, oid);
    watch_leave(&objects->watch);
    if (result < 0) {
        objects->lacking = objects->lacking || result == GIT_ENOTFOUND;
        return result == GIT_ENOTFOUND ? READ_MISSING : READ_OTHER;
    }
    *ret_kind = (enum object_kind)type;
    *ret_size = size;
    return READ_OK;
}

static enum read_status packed_read(struct objects *objects, const git_oid *oid,
                                    enum object_kind kind, size_t limit, struct object *ret_object)
{
    git_odb_object *handle;
    enum object_kind found;
    enum read_status status;
    size_t size;
    int result;

    status = packed_header(objects, oid, &found, &size);
    if (status != READ_OK)
        return status;
    if (kind != OBJECT_ANY && kind != found)
        return READ_OTHER;
    if (size > limit)
        return READ_TOO_LARGE;
    watch_enter(&objects->watch);
    result = git_odb_read(&handle, objects->odb, oid);
    watch_leave(&objects->watch);
    if (result < 0)
        return READ_OTHER;
    if (git_odb_object_size(handle) > limit) { /* the header lied */
        git_odb_object_free(handle);
        return READ_TOO_LARGE;
    }
    *ret_object = (struct object){
        .kind = found,
        .bytes = {git_odb_object_data(handle), git_odb_object_size(handle)},
        .handle = handle,
    };
    return READ_OK;
}

/* Both. */

static bool is_the_object(struct str bytes, enum object_kind kind, const git_oid *oid)
{
    git_oid real;

    return !git_odb_hash(&real, bytes.ptr, bytes.len, (git_object_t)kind) &&
           git_oid_equal(&real, oid);
}

enum read_status objects_read(struct objects *objects, const unsigned char id[ID_SIZE],
                              enum object_kind kind, size_t limit, struct object *ret_object)
{
    enum read_status status;
    enum object_kind found;
    struct str bytes;
    git_oid oid;

    git_oid_fromraw(&oid, id);
    status = packed_read(objects, &oid, kind, limit, ret_object);
    for (size_t i = 0; i < objects->folder_count && status == READ_MISSING; i++) {
        status = loose_read(objects->folders[i], id, kind, limit, &found, &bytes);
        if (status != READ_OK)
            continue;
        if (objects->verify && !is_the_object(bytes, found, &oid)) {
            free((void *)bytes.ptr);
            return READ_OTHER;
        }
        *ret_object = (struct object){.kind = found, .bytes = bytes, .loose = (void *)bytes.ptr};
    }
    return status;
}

void object_release(struct object *object)
{
    git_odb_object_free(object->handle);
    free(object->loose);
    *object = (struct object){0};
}

int64_t objects_size(struct objects *objects, const unsigned char id[ID_SIZE])
{
    enum object_kind kind;
    enum read_status status;
    git_oid oid;
    size_t size = 0;

    git_oid_fromraw(&oid, id);
    status = packed_header(objects, &oid, &kind, &size);
    for (size_t i = 0; i < objects->folder_count && status == READ_MISSING; i++)
        status = loose_header(objects->folders[i], id, &kind, &size);
    if (status != READ_OK || size > INT64_MAX)
        return -1;
    return (int64_t)size;
}

bool objects_find(struct objects *objects, struct str hex, unsigned char ret_id[ID_SIZE],
                  bool *ret_ambiguous)
{
    unsigned char id[ID_SIZE] = {0}, other[ID_SIZE];
    git_oid part, packed;
    unsigned found;
    int result;

    *ret_ambiguous = false;
    if (hex.len < 4 || hex.len > GIT_OID_HEXSZ || git_oid_fromstrn(&part, hex.ptr, hex.len) < 0)
        return false;
    watch_enter(&objects->watch);
    result = git_odb_exists_prefix(&packed, objects->odb, &part, hex.len);
    watch_leave(&objects->watch);
    found = result == GIT_EAMBIGUOUS ? 2 : result == 0;
    if (result == 0)
        memcpy(id, packed.id, ID_SIZE);
    for (size_t i = 0; i < objects->folder_count && found < 2; i++) {
        unsigned loose = loose_find(objects->folders[i], hex, other);

        /* The same object may be there twice. */
        if (loose > 1 || (loose && found && memcmp(id, other, ID_SIZE) != 0)) {
            found = 2;
        } else if (loose) {
            memcpy(id, other, ID_SIZE);
            found = 1;
        }
    }
    *ret_ambiguous = found > 1;
    if (found != 1)
        return false;
    memcpy(ret_id, id, ID_SIZE);
    return true;
}

bool object_is_blob(struct str bytes, const unsigned char id[ID_SIZE])
{
    git_oid found;

    return git_odb_hash(&found, bytes.ptr, bytes.len, GIT_OBJECT_BLOB) == 0 &&
           !memcmp(found.id, id, ID_SIZE);
}

bool id_parse(struct str hex, unsigned char ret_id[ID_SIZE])
{
    unsigned char id[ID_SIZE];

    if (hex.len != ID_HEX_SIZE - 1)
        return false;
    for (size_t i = 0; i < hex.len; i++) {
        char c = hex.ptr[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;

        if (digit < 0)
            return false;
        id[i / 2] = (unsigned char)(i % 2 ? id[i / 2] << 4 | digit : digit);
    }
    memcpy(ret_id, id, ID_SIZE);
    return true;
}

void id_format(const unsigned char id[ID_SIZE], char ret_hex[ID_HEX_SIZE])
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < ID_SIZE; i++) {
        ret_hex[2 * i] = digits[id[i] >> 4];
        ret_hex[2 * i + 1] = digits[id[i] & 15];
    }
    ret_hex[ID_HEX_SIZE - 1] = '\0';
}

bool id_is_zero(const unsigned char id[ID_SIZE])
{
    static const unsigned char zero[ID_SIZE];

    return !memcmp(id, zero, ID_SIZE);
}
