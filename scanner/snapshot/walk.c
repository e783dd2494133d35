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

static bool walk_one(const struct snapshot_state *state, const unsigned char *id,
                     struct idset *queue, commit_visitor *visit, void *context,
                     enum history_end *end)
{
    struct loaded loaded;
    unsigned char parent[ID_SIZE];
    bool going = true;

    if (!loaded_read(state, id, &loaded)) {
        *end = HISTORY_MISSING;
    } else if (!visit(context, &loaded.parsed.commit)) {
        *end = HISTORY_STOPPED;
        going = false;
    } else if (is_boundary(state, id)) {
        if (loaded.parsed.commit.parent_count && *end == HISTORY_COMPLETE)
            *end = HISTORY_SHALLOW;
    } else {
        while (commit_next_parent(&loaded.parsed.parents, parent))
            if (queue->count < LIMIT_COMMITS)
                idset_add(queue, parent);
            else
                *end = HISTORY_CAPPED;
    }
    object_release(&loaded.object);
    return going;
}

enum history_end snapshot_walk(const struct snapshot *snapshot, commit_visitor *visit,
                               void *context)
{
    const struct snapshot_state *state = snapshot->state;
    enum history_end end = HISTORY_COMPLETE;
    double deadline = cpu_seconds() + LIMIT_HISTORY_SECONDS;
    struct progress_memory memory = {0};
    struct idset queue = {0};

    if (!snapshot->commit)
        return HISTORY_NONE;
    idset_add(&queue, state->head);
    for (size_t next = 0; next < queue.count; next++) {
        unsigned char id[ID_SIZE]; /* the queue may move while it grows */

        memcpy(id, queue.ids[next], ID_SIZE);
        if (!walk_one(state, id, &queue, visit, context, &end))
            break;
        if (next % 1024 != 1023)
            continue;
        progress_say(state->progress, &memory,
                     &(struct progress_step){.label = "reading commits", .done = next + 1});
        if (cpu_seconds() > deadline) {
            end = HISTORY_CAPPED;
            break;
        }
    }
    idset_release(&queue);
    return end;
}
