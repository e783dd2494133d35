/* The walks over the history. Commits are parsed from their raw bytes; a parent that is not here
 * is a boundary, as is what the shallow file names. */
#include "snapshot/commit.h"
#include "snapshot/idset.h"
#include "snapshot/maker.h"
#include "util/limits.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static int by_id(const void *left, const void *right) { return memcmp(left, right, ID_SIZE); }

static bool is_boundary(const struct snapshot_state *state, const unsigned char *id)
{
    return state->shallow_count &&
           bsearch(id, state->shallow, state->shallow_count, ID_SIZE, by_id);
}

static double cpu_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static bool walk_one(const struct snapshot_state *state, const unsigned char *id,
                     struct idset *queue, commit_visitor *visit, void *context,
                     enum history_end *end)
{
    OBJECT_CLEANUP struct object object = {0};
    struct parsed_commit parsed;
    unsigned char parent[ID_SIZE];

    if (objects_read(state->objects, id, OBJECT_COMMIT, LIMIT_COMMIT_BYTES, &object) != READ_OK ||
        !commit_parse(object.bytes, id, &parsed)) {
        *end = HISTORY_MISSING;
        return true;
    }
    if (!visit(context, &parsed.commit)) {
        *end = HISTORY_STOPPED;
        return false;
    }
    if (is_boundary(state, id)) {
        if (parsed.commit.parent_count && *end == HISTORY_COMPLETE)
            *end = HISTORY_SHALLOW;
        return true;
    }
    while (commit_next_parent(&parsed.parents, parent))
        if (queue->count < LIMIT_COMMITS)
            idset_add(queue, parent);
        else
            *end = HISTORY_CAPPED;
    return true;
}

enum history_end snapshot_walk(const struct snapshot *snapshot, commit_visitor *visit,
                               void *context)
{
    const struct snapshot_state *state = snapshot->state;
    enum history_end end = HISTORY_COMPLETE;
    double deadline = cpu_seconds() + LIMIT_HISTORY_SECONDS;
    struct idset queue = {0};

    if (!snapshot->commit)
        return HISTORY_NONE;
    idset_add(&queue, state->head);
    for (size_t next = 0; next < queue.count; next++) {
        unsigned char id[ID_SIZE]; /* the queue may move while it grows */

        memcpy(id, queue.ids[next], ID_SIZE);
        if (!walk_one(state, id, &queue, visit, context, &end))
            break;
        if (next % 1024 == 1023 && cpu_seconds() > deadline) {
            end = HISTORY_CAPPED;
            break;
        }
    }
    idset_release(&queue);
    return end;
}
