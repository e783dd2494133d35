/* The versions of one file along first parents. */
#include "snapshot/diff.h"
#include "snapshot/maker.h"
#include "snapshot/walk.h"
#include "util/limits.h"

#include <string.h>

struct versions {
    const struct snapshot_state *state;
    struct diff *diff;
    const char *path;
    version_visitor *visit;
    void *context;
};

/* The blob at the path; zeros: none. False: a tree is not here. */
static bool find_blob(const struct versions *versions, const struct loaded *loaded,
                      unsigned char ret_blob[ID_SIZE])
{
    return diff_descend(versions->diff, loaded->parsed.tree, versions->path, ret_blob) == READ_OK;
}

/* Shows the file as a commit left it. */
static bool show(const struct versions *versions, const struct loaded *loaded,
                 const unsigned char *blob)
{
    OBJECT_CLEANUP struct object object = {0};

    if (objects_read(versions->state->objects, blob, OBJECT_BLOB, LIMIT_DOCUMENT_BYTES, &object) !=
        READ_OK)
        object.bytes = (struct str){0};
    return versions->visit(versions->context, &loaded->parsed.commit, object.bytes);
}

/* Goes from a commit to its first parent; HISTORY_COMPLETE: it went, or there is none. */
static enum history_end step(const struct versions *versions, const struct loaded *loaded,
                             struct loaded *parent, unsigned char blob[ID_SIZE])
{
    struct str parents = loaded->parsed.parents;
    unsigned char id[ID_SIZE], before[ID_SIZE] = {0};

    if (commit_next_parent(&parents, id)) {
        if (is_boundary(versions->state, loaded->id))
            return HISTORY_SHALLOW;
        if (!loaded_read(versions->state, id, parent) || !find_blob(versions, parent, before))
            return HISTORY_MISSING;
    }
    if (memcmp(blob, before, ID_SIZE) && !show(versions, loaded, blob))
        return HISTORY_STOPPED;
    memcpy(blob, before, ID_SIZE);
    return HISTORY_COMPLETE;
}

enum history_end snapshot_walk_versions(const struct snapshot *snapshot, const char *path,
                                        unsigned milliseconds, version_visitor *visit,
                                        void *context)
{
    const struct file *file = snapshot_find(snapshot, path);
    struct versions versions = {.state = snapshot->state, .visit = visit, .context = context};
    double deadline = cpu_seconds() + milliseconds / 1000.0;
    struct loaded commits[2] = {0}; /* in turns: the one that is looked at, and its parent */
    unsigned char blob[ID_SIZE] = {0};
    enum history_end end = HISTORY_COMPLETE;
    size_t count = 0;

    if (!snapshot->commit || !file)
        return HISTORY_NONE;
    versions.path = file->raw;
    versions.diff = diff_new(versions.state->objects);
    if (!loaded_read(versions.state, versions.state->head, &commits[0]) ||
        !find_blob(&versions, &commits[0], blob))
        end = HISTORY_MISSING;
    while (end == HISTORY_COMPLETE && !id_is_zero(blob)) {
        struct loaded *at = &commits[count % 2], *next = &commits[(count + 1) % 2];

        end = step(&versions, at, next, blob);
        object_release(&at->object);
        if (end == HISTORY_COMPLETE && (++count == LIMIT_COMMITS || cpu_seconds() > deadline))
            end = HISTORY_CAPPED;
    }
    object_release(&commits[0].object);
    object_release(&commits[1].object);
    diff_free(versions.diff);
    return end;
}
