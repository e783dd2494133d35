/* The walk from the newest commit on, with the paths that each changed. */
#include "snapshot/diff.h"
#include "snapshot/idset.h"
#include "snapshot/maker.h"
#include "snapshot/walk.h"
#include "util/arena.h"
#include "util/limits.h"

#include <stdlib.h>
#include <string.h>

/* Commits that were read and not looked at yet: a heap with the newest at its top. */
struct frontier {
    const struct snapshot_state *state;
    struct idset seen;
    struct loaded **items;
    size_t count;
    enum history_end end;
};

enum { FRONTIER = 4096 /* commits that wait at a time */ };

static bool is_newer(const struct loaded *a, const struct loaded *b)
{
    if (a->parsed.commit.commit_time != b->parsed.commit.commit_time)
        return a->parsed.commit.commit_time > b->parsed.commit.commit_time;
    return memcmp(a->id, b->id, ID_SIZE) < 0; /* any order, but always the same */
}

static void swap(struct frontier *frontier, size_t a, size_t b)
{
    struct loaded *kept = frontier->items[a];

    frontier->items[a] = frontier->items[b];
    frontier->items[b] = kept;
}

static void unload(struct loaded *loaded)
{
    if (!loaded)
        return;
    object_release(&loaded->object);
    free(loaded);
}

/* Reads a commit and lets it wait. False: it is not here. */
static bool add(struct frontier *frontier, const unsigned char *id)
{
    struct loaded *loaded;
    size_t at = frontier->count;

    if (!idset_add(&frontier->seen, id))
        return true;
    if (frontier->count == FRONTIER) {
        frontier->end = HISTORY_CAPPED;
        return true;
    }
    loaded = calloc(1, sizeof(*loaded));
    if (!loaded || !loaded_read(frontier->state, id, loaded)) {
        unload(loaded);
        return false;
    }
    frontier->items[frontier->count++] = loaded;
    for (; at && is_newer(frontier->items[at], frontier->items[(at - 1) / 2]); at = (at - 1) / 2)
        swap(frontier, at, (at - 1) / 2);
    return true;
}

static struct loaded *take_newest(struct frontier *frontier)
{
    struct loaded *newest = frontier->items[0];
    size_t at = 0;

    frontier->items[0] = frontier->items[--frontier->count];
    for (;;) {
        size_t child = 2 * at + 1;

        if (child >= frontier->count)
            return newest;
        if (child + 1 < frontier->count &&
            is_newer(frontier->items[child + 1], frontier->items[child]))
            child++;
        if (!is_newer(frontier->items[child], frontier->items[at]))
            return newest;
        swap(frontier, at, child);
        at = child;
    }
}

/* The tree of a commit that waits, or is read for it. */
static bool tree_of(struct frontier *frontier, const unsigned char *id,
                    unsigned char ret_tree[ID_SIZE])
{
    struct loaded loaded;
    bool found = false;

    for (size_t i = 0; i < frontier->count && i < 64; i++)
        if (!memcmp(frontier->items[i]->id, id, ID_SIZE)) {
            memcpy(ret_tree, frontier->items[i]->parsed.tree, ID_SIZE);
            return true;
        }
    if (loaded_read(frontier->state, id, &loaded)) {
        memcpy(ret_tree, loaded.parsed.tree, ID_SIZE);
        found = true;
    }
    object_release(&loaded.object);
    return found;
}

struct paths_walk {
    struct frontier frontier;
    struct diff *diff;
    const char *prefix; /* "sub/folder/", or "" */
    unsigned depth;
    double deadline;
    path_visitor *visit;
    void *context;
    const struct commit *commit;
    bool touched; /* the commit changed something */
};

static bool show_path(void *context, struct str path)
{
    struct paths_walk *walk = context;

    walk->touched = true;
    return walk->visit(walk->context, walk->commit, path);
}

static void compare_with_parent(struct paths_walk *walk, const struct loaded *loaded,
                                const unsigned char *parent_tree)
{
    unsigned char before[ID_SIZE], after[ID_SIZE];
    enum diff_end end;

    if (diff_descend(walk->diff, parent_tree, walk->prefix, before) != READ_OK ||
        diff_descend(walk->diff, loaded->parsed.tree, walk->prefix, after) != READ_OK)
        return;
    walk->commit = &loaded->parsed.commit;
    end = diff_trees(walk->diff, before, after, walk->depth, walk->deadline, show_path, walk);
    if (end == DIFF_STOPPED)
        walk->frontier.end = HISTORY_STOPPED;
    else if (end == DIFF_CUT)
        walk->frontier.end = HISTORY_CAPPED;
}

static void look_at(struct paths_walk *walk, struct loaded *loaded)
{
    struct frontier *frontier = &walk->frontier;
    struct parsed_commit *parsed = &loaded->parsed;
    unsigned char parent[ID_SIZE], first[ID_SIZE], tree[ID_SIZE] = {0};
    struct str parents = parsed->parents;
    bool here = true;

    if (is_boundary(frontier->state, loaded->id)) {
        if (parsed->commit.parent_count && frontier->end == HISTORY_COMPLETE)
            frontier->end = HISTORY_SHALLOW;
        here = !parsed->commit.parent_count;
        parents = (struct str){0};
    }
    for (unsigned i = 0; commit_next_parent(&parents, parent); i++) {
        if (!i)
            memcpy(first, parent, ID_SIZE);
        if (!add(frontier, parent)) {
            if (frontier->end == HISTORY_COMPLETE)
                frontier->end = HISTORY_MISSING;
            here = here && i;
        }
    }
    if (!here || parsed->commit.parent_count > 1)
        return;
    if (parsed->commit.parent_count && !tree_of(frontier, first, tree))
        return;
    compare_with_parent(walk, loaded, tree);
}

enum history_end snapshot_walk_paths(const struct snapshot *snapshot, size_t most,
                                     unsigned milliseconds, unsigned depth, path_visitor *visit,
                                     void *context, size_t *ret_commits)
{
    const struct snapshot_state *state = snapshot->state;
    struct paths_walk walk = {
        .frontier = {.state = state, .end = HISTORY_COMPLETE},
        .depth = depth,
        .deadline = cpu_seconds() + milliseconds / 1000.0,
        .visit = visit,
        .context = context,
    };
    struct frontier *frontier = &walk.frontier;
    size_t commits = 0;

    *ret_commits = 0;
    if (!snapshot->commit)
        return HISTORY_NONE;
    walk.prefix = *snapshot->path ? arena_printf(snapshot->arena, "%s/", snapshot->path) : "";
    walk.diff = diff_new(state->objects);
    frontier->items = arena_alloc(snapshot->arena, FRONTIER * sizeof(*frontier->items));
    if (!add(frontier, state->head))
        frontier->end = HISTORY_MISSING;
    while (frontier->count && frontier->end != HISTORY_STOPPED && frontier->end != HISTORY_CAPPED) {
        struct loaded *loaded = take_newest(frontier);

        walk.touched = false;
        if (commits == most || cpu_seconds() > walk.deadline)
            frontier->end = HISTORY_CAPPED;
        else
            look_at(&walk, loaded);
        commits += walk.touched;
        unload(loaded);
    }
    while (frontier->count)
        unload(frontier->items[--frontier->count]);
    idset_release(&frontier->seen);
    diff_free(walk.diff);
    *ret_commits = commits;
    return frontier->end;
}
