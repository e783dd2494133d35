#include "snapshot/ancestor.h"

#include "snapshot/diff.h"
#include "snapshot/idset.h"
#include "snapshot/maker.h"
#include "snapshot/revision.h"
#include "snapshot/walk.h"
#include "util/arena.h"
#include "util/limits.h"
#include "util/map.h"

#include <stdlib.h>
#include <string.h>

static const char DEEPEN[] = "git fetch --unshallow";

enum { OURS = 1, THEIRS = 2, BOTH = OURS | THEIRS, STALE = 4, RESULT = 8 };

/* A commit that was seen, and from which of the two sides. */
struct seen {
    unsigned char id[ID_SIZE];
    time_t time;
    unsigned sides;
    bool waiting; /* in the heap */
};

/* Both sides painted downwards, the newest commit first, until all that is left comes from a
 * commit that both have. */
struct paint {
    const struct snapshot_state *state;
    struct arena *arena;
    struct map index; /* id -> index in seen */
    struct {
        struct seen *items;
        size_t count, capacity;
    } seen;
    struct {
        size_t *items;
        size_t count, capacity;
    } heap;       /* of indexes in seen, the newest on top */
    size_t fresh; /* of those, how many are not stale */
    bool cut;     /* a commit that is not here would have come */
};

static bool is_newer(const struct paint *paint, size_t left, size_t right)
{
    return paint->seen.items[left].time > paint->seen.items[right].time;
}

static void swap(size_t *left, size_t *right)
{
    size_t kept = *left;

    *left = *right;
    *right = kept;
}

static void heap_push(struct paint *paint, size_t index)
{
    size_t at = paint->heap.count;

    *ARENA_PUSH(paint->arena, &paint->heap) = index;
    for (; at && is_newer(paint, paint->heap.items[at], paint->heap.items[(at - 1) / 2]);
         at = (at - 1) / 2)
        swap(&paint->heap.items[at], &paint->heap.items[(at - 1) / 2]);
}

static size_t heap_pop(struct paint *paint)
{
    size_t *items = paint->heap.items, top = items[0], at = 0;

    items[0] = items[--paint->heap.count];
    for (;;) {
        size_t child = 2 * at + 1;

        if (child >= paint->heap.count)
            return top;
        if (child + 1 < paint->heap.count && is_newer(paint, items[child + 1], items[child]))
            child++;
        if (!is_newer(paint, items[child], items[at]))
            return top;
        swap(&items[at], &items[child]);
        at = child;
    }
}

static void reach(struct paint *paint, const unsigned char id[ID_SIZE], unsigned sides)
{
    struct str key = {(const char *)id, ID_SIZE};
    size_t index = map_get(&paint->index, key);
    struct loaded loaded;
    struct seen *seen;

    if (index == MAP_NONE) {
        if (paint->seen.count >= LIMIT_COMMITS || !loaded_read(paint->state, id, &loaded)) {
            paint->cut = true;
            return;
        }
        index = map_put(&paint->index, key, paint->seen.count);
        seen = ARENA_PUSH(paint->arena, &paint->seen);
        memcpy(seen->id, id, ID_SIZE);
        seen->time = loaded.parsed.commit.commit_time;
        object_release(&loaded.object);
    }
    seen = &paint->seen.items[index];
    if ((seen->sides & sides) == sides)
        return;
    if (seen->waiting && !(seen->sides & STALE))
        paint->fresh--;
    seen->sides |= sides;
    if (!(seen->sides & STALE))
        paint->fresh++;
    if (!seen->waiting)
        heap_push(paint, index);
    paint->seen.items[index].waiting = true;
}

static void descend(struct paint *paint, size_t index)
{
    unsigned sides = paint->seen.items[index].sides & (BOTH | STALE);
    unsigned char parent[ID_SIZE];
    struct loaded loaded;
    struct str parents;

    if (sides == BOTH) {
        paint->seen.items[index].sides |= RESULT;
        sides |= STALE;
    }
    if (!loaded_read(paint->state, paint->seen.items[index].id, &loaded))
        return;
    parents = loaded.parsed.parents;
    if (is_boundary(paint->state, loaded.id))
        paint->cut = paint->cut || loaded.parsed.commit.parent_count;
    else
        while (commit_next_parent(&parents, parent))
            reach(paint, parent, sides);
    object_release(&loaded.object);
}

/* The newest commit that both come from; false: none is here. */
static bool common(const struct snapshot_state *state, const unsigned char ours[ID_SIZE],
                   const unsigned char theirs[ID_SIZE], unsigned char ret_id[ID_SIZE],
                   bool *ret_cut)
{
    struct paint paint = {.state = state, .arena = arena_new()};
    double deadline = cpu_seconds() + LIMIT_HISTORY_SECONDS;
    const struct seen *best = NULL;

    map_init(&paint.index, paint.arena);
    reach(&paint, ours, OURS);
    reach(&paint, theirs, THEIRS);
    while (paint.fresh) {
        size_t index = heap_pop(&paint);

        paint.seen.items[index].waiting = false;
        if (!(paint.seen.items[index].sides & STALE))
            paint.fresh--;
        descend(&paint, index);
        if (cpu_seconds() > deadline) {
            paint.cut = true;
            break;
        }
    }
    for (size_t i = 0; i < paint.seen.count; i++) {
        const struct seen *seen = &paint.seen.items[i];

        if ((seen->sides & RESULT) && !(seen->sides & STALE) && (!best || seen->time > best->time))
            best = seen;
    }
    if (best)
        memcpy(ret_id, best->id, ID_SIZE);
    *ret_cut = paint.cut;
    arena_free(paint.arena);
    return best != NULL;
}

enum parent_end { PARENT_FOUND, PARENT_NONE, PARENT_CUT };

static enum parent_end first_parent(const struct snapshot_state *state,
                                    unsigned char ret_id[ID_SIZE])
{
    enum parent_end end = PARENT_CUT;
    struct loaded loaded;

    if (loaded_read(state, state->head, &loaded)) {
        struct str parents = loaded.parsed.parents;

        if (!loaded.parsed.commit.parent_count)
            end = PARENT_NONE;
        else if (!is_boundary(state, state->head) && commit_next_parent(&parents, ret_id))
            end = PARENT_FOUND;
    }
    object_release(&loaded.object);
    return end;
}

/* "origin/main" for refs/remotes/origin/main. */
static const char *short_name(const char *rev)
{
    static const char *const prefixes[] = {"refs/remotes/", "refs/heads/"};

    for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++)
        if (text_starts(rev, prefixes[i]))
            return rev + strlen(prefixes[i]);
    return rev;
}

static void settle(const struct snapshot *snapshot, const unsigned char id[ID_SIZE],
                   const char *rev, struct base *ret_base)
{
    char hex[ID_HEX_SIZE];

    id_format(id, hex);
    ret_base->commit = arena_strdup(snapshot->arena, hex);
    ret_base->rev = text_clean(snapshot->arena, str_of(short_name(rev)), 100);
}

static bool nothing_names_it(const struct snapshot *snapshot, struct base *ret_base,
                             struct rh_error *err)
{
    const struct snapshot_state *state = snapshot->state;
    unsigned char id[ID_SIZE];

    *ret_base = (struct base){0};
    if (snapshot->dirty) {
        settle(snapshot, state->head, "HEAD", ret_base);
        return true;
    }
    switch (first_parent(state, id)) {
    case PARENT_FOUND:
        settle(snapshot, id, "the commit before", ret_base);
        return true;
    case PARENT_NONE:
        return true;
    case PARENT_CUT:
        break;
    }
    return error_set(err, RH_ERROR_TARGET,
                     "the history is too shallow: the commit before is not here; run: "
                     "git fetch --deepen=1");
}

/* The commit that a candidate names; false: it is not here. */
static bool resolve(const struct snapshot_state *state, const char *rev,
                    unsigned char ret_id[ID_SIZE], struct rh_error *ret_why)
{
    const struct revision_places places = {state->objects, state->refs, state->shallow,
                                           state->shallow_count};
    struct loaded loaded;
    time_t tagged;
    bool here = revision_find(&places, rev, ret_id, ret_why);

    if (here && !revision_peel(state->objects, ret_id, &tagged))
        here = error_set(ret_why, RH_ERROR_TARGET, "its commit is not here");
    if (!here)
        return false;
    here = loaded_read(state, ret_id, &loaded);
    object_release(&loaded.object);
    return here || error_set(ret_why, RH_ERROR_TARGET, "its commit is not here");
}

static bool miss(const struct snapshot_state *state, const struct base_candidate *candidate,
                 const struct rh_error *why, struct rh_error *err)
{
    if (candidate->fetch)
        return error_set(err, RH_ERROR_TARGET, "the base %.100s is not in this clone; run: %s",
                         short_name(candidate->rev), candidate->fetch);
    if (state->shallow_count)
        return error_set(err, RH_ERROR_TARGET,
                         "the base %.100s is not in this shallow clone; run: %s", candidate->rev,
                         DEEPEN);
    return error_set(err, RH_ERROR_TARGET, "the base: %s", why->text);
}

bool snapshot_find_base(const struct snapshot *snapshot, const struct base_candidate *candidates,
                        size_t count, struct base *ret_base, struct rh_error *err)
{
    const struct snapshot_state *state = snapshot->state;

    *ret_base = (struct base){0};
    if (!snapshot->commit)
        return true;
    for (size_t i = 0; i < count; i++) {
        const struct base_candidate *candidate = &candidates[i];
        unsigned must = BASE_MUST | (state->shallow_count ? BASE_DEEP : 0);
        unsigned char id[ID_SIZE], shared[ID_SIZE];
        struct rh_error why = {0};
        bool cut;

        if (candidate->head && strcmp(candidate->head, snapshot->commit) != 0)
            continue;
        if (!resolve(state, candidate->rev, id, &why)) {
            if (candidate->terms & must)
                return miss(state, candidate, &why, err);
            continue;
        }
        if (!common(state, state->head, id, shared, &cut)) {
            if (candidate->terms & BASE_ANCESTOR && !cut)
                continue;
            if (cut)
                return error_set(err, RH_ERROR_TARGET,
                                 "the history is too shallow to find where this left %.100s; run: "
                                 "%s",
                                 short_name(candidate->rev), DEEPEN);
            memcpy(shared, id, ID_SIZE); /* they have no commit in common */
        }
        if (candidate->terms & BASE_ANCESTOR && memcmp(shared, id, ID_SIZE) != 0)
            continue;
        if (candidate->terms & BASE_OTHER && !snapshot->dirty &&
            !memcmp(shared, state->head, ID_SIZE))
            continue;
        settle(snapshot, shared, candidate->rev, ret_base);
        return true;
    }
    return nothing_names_it(snapshot, ret_base, err);
}
