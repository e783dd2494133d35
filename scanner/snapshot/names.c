/* What a repository's names lead to: tags, branches, ids of commits. */
#include "snapshot/commit.h"
#include "snapshot/diff.h"
#include "snapshot/maker.h"
#include "snapshot/objects.h"
#include "snapshot/refs.h"
#include "snapshot/revision.h"
#include "util/arena.h"
#include "util/limits.h"

#include <string.h>

static bool read_commit(const struct snapshot_state *state, unsigned char id[ID_SIZE],
                        unsigned char ret_tree[ID_SIZE], time_t *ret_time)
{
    OBJECT_CLEANUP struct object object = {0};
    struct parsed_commit parsed;
    time_t tagged;

    if (!revision_peel(state->objects, id, &tagged) ||
        objects_read(state->objects, id, OBJECT_COMMIT, LIMIT_COMMIT_BYTES, &object) != READ_OK ||
        !commit_parse(object.bytes, id, &parsed))
        return false;
    memcpy(ret_tree, parsed.tree, ID_SIZE);
    *ret_time = parsed.commit.commit_time;
    return true;
}

static bool find(const struct snapshot *snapshot, const char *rev, unsigned char ret_id[ID_SIZE])
{
    const struct snapshot_state *state = snapshot->state;
    struct rh_error ignored;

    if (!state || !state->objects || !state->refs)
        return false;
    return revision_find(&(struct revision_places){state->objects, state->refs, state->shallow,
                                                   state->shallow_count},
                         rev, ret_id, &ignored);
}

bool snapshot_resolve(const struct snapshot *snapshot, const char *rev, const char **ret_commit,
                      time_t *ret_time)
{
    unsigned char id[ID_SIZE], tree[ID_SIZE];
    char hex[ID_HEX_SIZE];

    if (!find(snapshot, rev, id) || !read_commit(snapshot->state, id, tree, ret_time))
        return false;
    id_format(id, hex);
    *ret_commit = arena_strdup(snapshot->arena, hex);
    return true;
}

struct branches {
    branch_visitor *visit;
    void *context;
};

static bool show_branch(void *context, const char *name, const unsigned char id[ID_SIZE])
{
    const struct branches *branches = context;
    const char *start = text_starts(name, "refs/heads/")
                            ? name + strlen("refs/heads/")
                            : strchr(name + strlen("refs/remotes/"), '/');

    (void)id;
    if (!start)
        return true;
    return branches->visit(branches->context, *start == '/' ? start + 1 : start,
                           name + strlen("refs/"));
}

void snapshot_branches(const struct snapshot *snapshot, branch_visitor *visit, void *context)
{
    const struct snapshot_state *state = snapshot->state;
    struct branches branches = {visit, context};

    if (state && state->refs && refs_each(state->refs, "refs/heads/", show_branch, &branches))
        (void)refs_each(state->refs, "refs/remotes/", show_branch, &branches);
}

struct changed {
    const struct snapshot *snapshot;
    changed_visitor *visit;
    void *context;
};

/* As seen from the scanned folder. */
static bool show_changed(void *context, struct str path)
{
    const struct changed *changed = context;
    size_t prefix = strlen(changed->snapshot->path);

    if (prefix && (path.len <= prefix || memcmp(path.ptr, changed->snapshot->path, prefix) != 0 ||
                   path.ptr[prefix] != '/'))
        return true;
    return changed->visit(changed->context, prefix ? str_slice(path, prefix + 1, path.len) : path);
}

bool snapshot_changed(const struct snapshot *snapshot, const char *commit, changed_visitor *visit,
                      void *context)
{
    const struct snapshot_state *state = snapshot->state;
    struct changed changed = {snapshot, visit, context};
    unsigned char before[ID_SIZE], after[ID_SIZE], tree[2][ID_SIZE];
    struct diff *diff;
    bool done;
    time_t when;

    if (!snapshot->commit || !find(snapshot, commit, before) ||
        !find(snapshot, snapshot->commit, after) || !read_commit(state, before, tree[0], &when) ||
        !read_commit(state, after, tree[1], &when))
        return false;
    diff = diff_new(state->objects);
    done = diff_trees(diff, tree[0], tree[1], 0, cpu_seconds() + LIMIT_PATH_MILLISECONDS / 1000.0,
                      show_changed, &changed) == DIFF_DONE;
    diff_free(diff);
    return done;
}
