/* The walk over the whole history. A parent that is not here is a boundary, as is what the shallow
 * file names. */
#include "snapshot/walk.h"

#include "snapshot/diff.h"
#include "snapshot/idset.h"
#include "snapshot/maker.h"
#include "util/limits.h"
#include "worker/progress.h"

#include <stdlib.h>
#include <string.h>

static int by_id(const void *left, const void *right) { return memcmp(left, right, ID_SIZE); }

bool is_boundary(const struct snapshot_state *state, const unsigned char id[ID_SIZE])
{
    return state->shallow_count &&
           bsearch(id, state->shallow, state->shallow_count, ID_SIZE, by_id);
}

bool loaded_read(const struct snapshot_state *state, const unsigned char id[ID_SIZE],
                 struct loaded *loaded)
{
    memcpy(loaded->id, id, ID_SIZE);
    loaded->object = (struct object){0};
    return objects_read(state->objects, id, OBJECT_COMMIT, LIMIT_COMMIT_BYTES, &loaded->object) ==
               READ_OK &&
           commit_parse(loaded->object.bytes, loaded->id, &loaded->parsed);
}

/* Commits that were seen, and of those the ones that are still to be read, the newest on top. Going
 * down one line of parents to its end reads a pack from its beginning to its end, as git wrote it;
 * in the order in which commits are seen its windows would be mapped again and again. */
struct walk {
    const struct snapshot_state *state;
    struct idset seen;
    uint32_t *stack; /* indexes in seen */
    size_t count, capacity;
    enum history_end end;
};

static void push(struct walk *walk, const unsigned char *id)
{
    if (walk->seen.count >= LIMIT_COMMITS) {
        walk->end = HISTORY_CAPPED;
        return;
    }
    if (!idset_add(&walk->seen, id))
        return;
    if (walk->count == walk->capacity) {
        walk->capacity = walk->capacity ? walk->capacity * 2 : 256;
        walk->stack = idset_allocate(walk->stack, walk->capacity * sizeof(*walk->stack));
    }
    walk->stack[walk->count++] = (uint32_t)walk->seen.count - 1;
}

/* The first parent is put on top. */
static void push_parents(struct walk *walk, struct str parents)
{
    unsigned char first[ID_SIZE], parent[ID_SIZE];

    if (!commit_next_parent(&parents, first))
        return;
    while (commit_next_parent(&parents, parent))
        push(walk, parent);
    push(walk, first);
}

/* False: the visitor has seen enough. */
static bool look_at(struct walk *walk, const unsigned char *id, commit_visitor *visit,
                    void *context)
{
    struct loaded loaded;
    bool going = true;

    if (!loaded_read(walk->state, id, &loaded)) {
        walk->end = HISTORY_MISSING;
    } else if (!visit(context, &loaded.parsed.commit)) {
        walk->end = HISTORY_STOPPED;
        going = false;
    } else if (is_boundary(walk->state, loaded.id)) {
        if (loaded.parsed.commit.parent_count && walk->end == HISTORY_COMPLETE)
            walk->end = HISTORY_SHALLOW;
    } else {
        push_parents(walk, loaded.parsed.parents);
    }
    object_release(&loaded.object);
    return going;
}

enum history_end snapshot_walk(const struct snapshot *snapshot, commit_visitor *visit,
                               void *context)
{
    struct walk walk = {.state = snapshot->state, .end = HISTORY_COMPLETE};
    double deadline = cpu_seconds() + LIMIT_HISTORY_SECONDS;
    struct progress_memory memory = {0};

    if (!snapshot->commit)
        return HISTORY_NONE;
    push(&walk, walk.state->head);
    for (size_t commits = 1; walk.count; commits++) {
        if (!look_at(&walk, walk.seen.ids[walk.stack[--walk.count]], visit, context))
            break;
        if (commits % 1024)
            continue;
        progress_say(walk.state->progress, &memory,
                     &(struct progress_step){.label = "reading commits", .done = commits});
        if (cpu_seconds() > deadline) {
            walk.end = HISTORY_CAPPED;
            break;
        }
    }
    idset_release(&walk.seen);
    free(walk.stack);
    return walk.end;
}
