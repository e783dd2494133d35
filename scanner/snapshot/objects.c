#include "snapshot/objects.h"

#include "util/arena.h"
#include "util/limits.h"

#include <git2.h>
#include <git2/sys/odb_backend.h>
#include <string.h>

struct objects {
    git_odb *odb;
    bool lacking; /* an object was missing once: look before asking, a miss costs a refresh */
};

static void close_odb(void *odb)
{
    git_odb_free(odb);
    git_libgit2_shutdown();
}

/* libgit2 may fail without leaving a word. */
static const char *git_words(void)
{
    const git_error *error = git_error_last();

    return error && error->message ? error->message : "no reason given";
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
    git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, (size_t)LIMIT_PACK_WINDOW);
    git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, (size_t)LIMIT_PACK_MAPPED);
    git_libgit2_opts(GIT_OPT_SET_MWINDOW_FILE_LIMIT, (size_t)LIMIT_PACK_FILES);
    git_libgit2_opts(GIT_OPT_SET_PACK_MAX_OBJECT_SIZE, (size_t)LIMIT_OBJECT_BYTES);
}

static bool add_folder(git_odb *odb, const char *folder)
{
    git_odb_backend *packs, *loose;

    if (git_odb_backend_pack(&packs, folder) < 0)
        return false;
    if (git_odb_add_backend(odb, packs, 2) < 0) {
        packs->free(packs);
        return false;
    }
    if (git_odb_backend_loose(&loose, folder, 0, 0, 0, 0) < 0)
        return false;
    if (git_odb_add_backend(odb, loose, 1) < 0) {
        loose->free(loose);
        return false;
    }
    return true;
}

bool objects_open(struct arena *arena, const char *const *folders, size_t folder_count, bool verify,
                  struct objects **ret_objects, struct rh_error *err)
{
    struct objects *objects = arena_alloc(arena, sizeof(*objects));

    if (git_libgit2_init() < 0)
        return error_set(err, RH_ERROR_INTERNAL, "libgit2: %s", git_words());
    set_options(verify);
    if (git_odb_new(&objects->odb) < 0) {
        git_libgit2_shutdown();
        return error_set(err, RH_ERROR_INTERNAL, "libgit2: %s", git_words());
    }
    arena_own(arena, objects->odb, close_odb);
    for (size_t i = 0; i < folder_count; i++)
        if (!add_folder(objects->odb, folders[i]))
            return error_set(err, RH_ERROR_TARGET, "cannot read its objects: %s", git_words());
    *ret_objects = objects;
    return true;
}

static bool is_here(struct objects *objects, const git_oid *oid)
{
    return !objects->lacking || git_odb_exists_ext(objects->odb, oid, GIT_ODB_LOOKUP_NO_REFRESH);
}

static enum read_status failure(struct objects *objects, int result)
{
    objects->lacking = objects->lacking || result == GIT_ENOTFOUND;
    return result == GIT_ENOTFOUND ? READ_MISSING : READ_OTHER;
}

static bool read_header(struct objects *objects, const git_oid *oid, size_t *ret_size,
                        enum object_kind *ret_kind, enum read_status *ret_status)
{
    git_object_t type;
    int result = is_here(objects, oid) ? git_odb_read_header(ret_size, &type, objects->odb, oid)
                                       : GIT_ENOTFOUND;

    if (result < 0) {
        *ret_status = failure(objects, result);
        return false;
    }
    *ret_kind = (enum object_kind)type;
    return true;
}

/* The header is looked at first where what is there may be much larger than what is wanted; for the
 * small objects of a history that would be half of the work, and LIMIT_OBJECT_BYTES holds. */
enum read_status objects_read(struct objects *objects, const unsigned char id[ID_SIZE],
                              enum object_kind kind, size_t limit, struct object *ret_object)
{
    bool look = kind == OBJECT_BLOB || kind == OBJECT_ANY;
    git_odb_object *handle;
    enum object_kind found = kind;
    enum read_status status;
    git_oid oid;
    size_t size = 0;
    int result;

    git_oid_fromraw(&oid, id);
    if (look && !read_header(objects, &oid, &size, &found, &status))
        return status;
    if (kind != OBJECT_ANY && kind != found)
        return READ_OTHER;
    if (size > limit)
        return READ_TOO_LARGE;
    result = is_here(objects, &oid) ? git_odb_read(&handle, objects->odb, &oid) : GIT_ENOTFOUND;
    if (result < 0)
        return failure(objects, result);
    found = (enum object_kind)git_odb_object_type(handle);
    size = git_odb_object_size(handle);
    if (size > limit || (kind != OBJECT_ANY && kind != found)) {
        git_odb_object_free(handle);
        return size > limit ? READ_TOO_LARGE : READ_OTHER;
    }
    *ret_object = (struct object){
        .kind = found, .bytes = {git_odb_object_data(handle), size}, .handle = handle};
    return READ_OK;
}

void object_release(struct object *object)
{
    git_odb_object_free(object->handle);
    *object = (struct object){0};
}

int64_t objects_size(struct objects *objects, const unsigned char id[ID_SIZE])
{
    enum object_kind kind;
    enum read_status status;
    git_oid oid;
    size_t size;

    git_oid_fromraw(&oid, id);
    if (!read_header(objects, &oid, &size, &kind, &status) || size > INT64_MAX)
        return -1;
    return (int64_t)size;
}

bool objects_find(struct objects *objects, struct str hex, unsigned char ret_id[ID_SIZE],
                  bool *ret_ambiguous)
{
    git_oid part, found;
    int result;

    *ret_ambiguous = false;
    if (hex.len < 4 || hex.len > GIT_OID_HEXSZ || git_oid_fromstrn(&part, hex.ptr, hex.len) < 0)
        return false;
    result = git_odb_exists_prefix(&found, objects->odb, &part, hex.len);
    *ret_ambiguous = result == GIT_EAMBIGUOUS;
    if (result < 0)
        return false;
    memcpy(ret_id, found.id, ID_SIZE);
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
