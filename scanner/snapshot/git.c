/* The snapshot of a commit: everything from the object store, nothing from the work tree. */
#include "snapshot/commit.h"
#include "snapshot/control.h"
#include "snapshot/forge.h"
#include "snapshot/maker.h"
#include "snapshot/objects.h"
#include "snapshot/place.h"
#include "snapshot/refs.h"
#include "snapshot/revision.h"
#include "snapshot/tree.h"
#include "util/arena.h"
#include "util/limits.h"

#include <stdlib.h>
#include <string.h>

static const struct snapshot_maker git_maker = {git_size, git_read};

int64_t git_size(const struct snapshot *snapshot, const struct file *file)
{
    const struct snapshot_state *state = snapshot->state;

    return file->kind == FILE_GITLINK ? -1 : objects_size(state->objects, file->id);
}

enum read_status git_read(const struct snapshot *snapshot, struct arena *arena,
                          const struct file *file, size_t limit, struct str *ret_text)
{
    const struct snapshot_state *state = snapshot->state;
    struct object object = {0};
    enum read_status status;

    if (file->kind == FILE_GITLINK)
        return READ_OTHER;
    status = objects_read(state->objects, file->id, OBJECT_BLOB, limit, &object);
    if (status == READ_OK)
        *ret_text = (struct str){arena_strndup(arena, object.bytes.ptr, object.bytes.len),
                                 object.bytes.len};
    object_release(&object);
    return status;
}

static time_t time_of_commit(struct objects *objects, const unsigned char id[ID_SIZE])
{
    OBJECT_CLEANUP struct object object = {0};
    struct parsed_commit parsed;

    if (objects_read(objects, id, OBJECT_COMMIT, LIMIT_COMMIT_BYTES, &object) != READ_OK ||
        !commit_parse(object.bytes, id, &parsed))
        return 0;
    return parsed.commit.commit_time;
}

struct tag_list {
    struct arena *arena;
    struct objects *objects;
    struct tag *items;
    size_t count, capacity;
};

static bool add_tag(void *context, const char *name, const unsigned char id[ID_SIZE])
{
    struct tag_list *list = context;
    struct tag *tag = ARENA_PUSH(list->arena, list);
    unsigned char commit[ID_SIZE];
    char hex[ID_HEX_SIZE];

    memcpy(commit, id, ID_SIZE);
    tag->name = text_utf8(list->arena, str_of(name + strlen("refs/tags/"))).ptr;
    if (!revision_peel(list->objects, commit, &tag->time))
        return true;
    id_format(commit, hex);
    tag->commit = arena_strdup(list->arena, hex);
    if (!tag->time)
        tag->time = time_of_commit(list->objects, commit);
    return true;
}

static int by_name(const void *left, const void *right)
{
    const struct tag *a = left, *b = right;

    return strcmp(a->name, b->name);
}

static void collect_tags(struct snapshot *snapshot, const struct refs *refs)
{
    const struct snapshot_state *state = snapshot->state;
    struct tag_list list = {.arena = snapshot->arena, .objects = state->objects};

    snapshot->tags_unknown = refs_each(refs, "refs/tags/", add_tag, &list)
                                 ? NULL
                                 : "there are more than 10,000 references";
    if (list.count)
        qsort(list.items, list.count, sizeof(*list.items), by_name);
    snapshot->tags = list.items;
    snapshot->tag_count = list.count;
}

static int by_id(const void *left, const void *right) { return memcmp(left, right, ID_SIZE); }

static bool read_shallow(struct arena *arena, const char *common, struct snapshot_state *state,
                         struct rh_error *err)
{
    struct str rest = {0}, line;
    unsigned char *ids;

    if (control_read(arena, common, "shallow", LIMIT_CONTROL_FILE, &rest) == CONTROL_REFUSED)
        return error_set(err, RH_ERROR_TARGET, "its shallow is no file that can be read");
    ids = arena_alloc(arena, (rest.len / (ID_HEX_SIZE - 1) + 1) * ID_SIZE);
    state->shallow = (const char *)ids;
    while (str_next_line(&rest, &line))
        if (id_parse(line, ids + state->shallow_count * ID_SIZE))
            state->shallow_count++;
    qsort(ids, state->shallow_count, ID_SIZE, by_id);
    return true;
}

static bool read_head(struct snapshot *snapshot, unsigned char id[ID_SIZE], const char *rev,
                      struct rh_error *err)
{
    struct snapshot_state *state = snapshot->state;
    OBJECT_CLEANUP struct object object = {0};
    struct parsed_commit parsed;
    char hex[ID_HEX_SIZE];
    enum read_status status;
    time_t tagged;

    if (!revision_peel(state->objects, id, &tagged))
        return error_set(err, RH_ERROR_TARGET, "%.100s: its commit is not in the repository", rev);
    status = objects_read(state->objects, id, OBJECT_COMMIT, LIMIT_COMMIT_BYTES, &object);
    if (status != READ_OK || !commit_parse(object.bytes, id, &parsed))
        return error_set(err, RH_ERROR_TARGET, "%.100s: its commit cannot be read", rev);
    memcpy(state->head, id, ID_SIZE);
    id_format(id, hex);
    snapshot->commit = arena_strdup(snapshot->arena, hex);
    snapshot->commit_time = parsed.commit.commit_time;
    snapshot->author_time = parsed.commit.author_time;
    snapshot->author_offset = parsed.commit.author_offset;
    return true;
}

bool git_open(struct arena *arena, const struct place *place,
              const struct snapshot_options *options, struct snapshot *ret_snapshot,
              struct rh_error *err)
{
    struct snapshot_state *state = arena_alloc(arena, sizeof(*state));
    unsigned char id[ID_SIZE];
    struct refs *refs;

    state->progress = options->progress;
    ret_snapshot->state = state;
    ret_snapshot->maker = &git_maker;
    if (!objects_open(arena, place->objects.items, place->objects.count, options->verify,
                      &state->objects, err) ||
        !refs_open(arena, place->git, place->common, &refs, err) ||
        !read_shallow(arena, place->common, state, err))
        return false;
    state->refs = refs;
    if (options->rev) {
        const struct revision_places places = {state->objects, refs, state->shallow,
                                               state->shallow_count};

        if (!revision_find(&places, options->rev, id, err) ||
            !read_head(ret_snapshot, id, options->rev, err))
            return false;
    } else if (refs_find(refs, "HEAD", id)) {
        if (!read_head(ret_snapshot, id, "HEAD", err))
            return false;
    } else if (!refs_is_unborn(refs)) {
        return error_set(err, RH_ERROR_TARGET, "its HEAD is damaged: it names no branch");
    }
    if (options->rev)
        ret_snapshot->branch = refs_branch_of(refs, options->rev);
    if (!ret_snapshot->branch && options->forge)
        ret_snapshot->branch = options->forge->repository.default_branch;
    if (!ret_snapshot->branch)
        ret_snapshot->branch = refs_default_branch(refs);
    collect_tags(ret_snapshot, refs);
    if (state->shallow_count)
        ret_snapshot->tags_unknown = "it is a shallow clone";
    else if (place->no_tags && !ret_snapshot->tag_count)
        ret_snapshot->tags_unknown = "it was cloned without tags";
    return true;
}

/* A tree object that is being walked. */
struct level {
    struct object object;
    struct str rest;
    size_t prefix; /* bytes of the path up to and with its '/' */
};

struct tree_walk {
    struct file_adder adder;
    struct level levels[LIMIT_TREE_DEPTH];
    size_t depth, bytes;
    char path[LIMIT_PATH_BYTES];
};

/* A part that git itself would refuse to check out. */
static bool is_impossible(struct str name)
{
    return !name.len || str_equal(name, ".") || str_equal(name, "..") ||
           str_equal_nocase(name, ".git") || memchr(name.ptr, '/', name.len);
}

static bool enter(struct tree_walk *walk, const unsigned char *id, size_t prefix)
{
    struct snapshot *snapshot = walk->adder.snapshot;
    const struct snapshot_state *state = snapshot->state;
    struct level *level = &walk->levels[walk->depth];
    enum read_status status;

    if (walk->depth == LIMIT_TREE_DEPTH) {
        snapshot->files_partial = "folders are nested too deep";
        return false;
    }
    *level = (struct level){.prefix = prefix};
    status = objects_read(state->objects, id, OBJECT_TREE, LIMIT_TREE_BYTES, &level->object);
    if (status != READ_OK) {
        snapshot->files_partial = status == READ_MISSING ? "the list of a folder is not here"
                                                         : "the list of a folder cannot be read";
        return true;
    }
    walk->bytes += level->object.bytes.len;
    if (walk->bytes > LIMIT_TREES_BYTES) {
        object_release(&level->object);
        snapshot->files_partial = "the lists of its folders are too long";
        return false;
    }
    level->rest = level->object.bytes;
    walk->depth++;
    return true;
}

static void leave(struct tree_walk *walk)
{
    struct level *level = &walk->levels[--walk->depth];

    walk->bytes -= level->object.bytes.len;
    object_release(&level->object);
}

static bool step(struct tree_walk *walk)
{
    struct level *level = &walk->levels[walk->depth - 1];
    struct snapshot *snapshot = walk->adder.snapshot;
    struct tree_entry entry;
    struct file *file;
    size_t length;

    if (!level->rest.len) {
        leave(walk);
        return true;
    }
    if (!tree_next(&level->rest, &entry)) {
        snapshot->files_partial = "the list of a folder is damaged";
        leave(walk);
        return true;
    }
    length = level->prefix + entry.name.len;
    if (is_impossible(entry.name) || length + 1 >= sizeof(walk->path)) {
        snapshot->files_partial = "a file has a name that git does not check out";
        return true;
    }
    memcpy(walk->path + level->prefix, entry.name.ptr, entry.name.len);
    if (tree_is_folder(&entry)) {
        walk->path[length] = '/';
        return enter(walk, entry.id, length + 1);
    }
    file = file_add(&walk->adder, (struct str){walk->path, length});
    if (!file)
        return false;
    file->kind = tree_kind(&entry);
    memcpy(file->id, entry.id, ID_SIZE);
    return true;
}

bool git_files(struct snapshot *snapshot, const char *path, struct rh_error *err)
{
    const struct snapshot_state *state = snapshot->state;
    struct tree_walk *walk;
    OBJECT_CLEANUP struct object object = {0};
    struct parsed_commit parsed;

    if (!snapshot->commit)
        return true; /* nothing was committed yet */
    if (objects_read(state->objects, state->head, OBJECT_COMMIT, LIMIT_COMMIT_BYTES, &object) !=
            READ_OK ||
        !commit_parse(object.bytes, state->head, &parsed))
        return error_set(err, RH_ERROR_TARGET, "its commit cannot be read");
    walk = arena_alloc(snapshot->arena, sizeof(*walk));
    walk->adder = (struct file_adder){.snapshot = snapshot, .prefix = str_of(path)};
    if (enter(walk, parsed.tree, 0))
        while (walk->depth && step(walk))
            ;
    while (walk->depth)
        leave(walk);
    files_finish(snapshot);
    return true;
}
