#include "snapshot/diff.h"

#include "util/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LOOK_AT_CLOCK = 4096 /* entries between two looks */ };

/* Two folders of the same path that differ; zeros: there is none on that side. */
struct pair {
    unsigned char before[ID_SIZE], after[ID_SIZE];
    unsigned depth; /* of the folder: 0 is the root */
    size_t path;    /* its bytes in paths, with '/' at its end */
    size_t length;
};

struct diff {
    struct tree_cache *trees;
    struct pair *pairs; /* still to be compared; the last is next */
    size_t count, capacity;
    char path[LIMIT_PATH_BYTES];
    struct buf paths; /* of the pairs, in their order */
    unsigned depth;
    double deadline;
    size_t entries;
    diff_visitor *visit;
    void *context;
};

double cpu_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void *grow(void *old, size_t size)
{
    void *memory = realloc(old, size);

    if (!memory) {
        fputs("repohealth: out of memory\n", stderr);
        abort();
    }
    return memory;
}

struct diff *diff_new(struct objects *objects)
{
    struct diff *diff = grow(NULL, sizeof(*diff));

    memset(diff, 0, sizeof(*diff));
    diff->trees = tree_cache_new(objects);
    return diff;
}

void diff_free(struct diff *diff)
{
    if (!diff)
        return;
    tree_cache_free(diff->trees);
    buf_release(&diff->paths);
    free(diff->pairs);
    free(diff);
}

static const unsigned char no_id[ID_SIZE];

static enum read_status read_side(struct diff *diff, const unsigned char *id, struct str *ret_tree)
{
    *ret_tree = (struct str){0};
    return id_is_zero(id) ? READ_OK : tree_cache_read(diff->trees, id, ret_tree);
}

static enum diff_end push(struct diff *diff, const unsigned char *before,
                          const unsigned char *after, unsigned depth, size_t length)
{
    struct pair *pair;

    if (depth >= LIMIT_TREE_DEPTH || diff->count >= LIMIT_TREE_ENTRIES)
        return DIFF_CUT;
    if (diff->count == diff->capacity) {
        diff->capacity = diff->capacity ? diff->capacity * 2 : 64;
        diff->pairs = grow(diff->pairs, diff->capacity * sizeof(*diff->pairs));
    }
    pair = &diff->pairs[diff->count++];
    *pair = (struct pair){.depth = depth, .path = diff->paths.len, .length = length};
    memcpy(pair->before, before ? before : no_id, ID_SIZE);
    memcpy(pair->after, after ? after : no_id, ID_SIZE);
    buf_add(&diff->paths, (struct str){diff->path, length});
    return diff->paths.full ? DIFF_CUT : DIFF_DONE;
}

/* One name that differs; either side may be missing. */
static enum diff_end see(struct diff *diff, const struct pair *pair,
                         const struct tree_entry *before, const struct tree_entry *after)
{
    const struct tree_entry *any = before ? before : after;
    bool was_folder = before && tree_is_folder(before), is_folder = after && tree_is_folder(after);
    size_t length = pair->length + any->name.len;

    if (length + 2 > sizeof(diff->path))
        return DIFF_CUT;
    memcpy(diff->path + pair->length, any->name.ptr, any->name.len);
    if ((before && !was_folder) || (after && !is_folder))
        if (!diff->visit(diff->context, (struct str){diff->path, length}))
            return DIFF_STOPPED;
    if (!was_folder && !is_folder)
        return DIFF_DONE;
    diff->path[length++] = '/';
    if (diff->depth && pair->depth + 1 >= diff->depth)
        return diff->visit(diff->context, (struct str){diff->path, length}) ? DIFF_DONE
                                                                            : DIFF_STOPPED;
    return push(diff, was_folder ? before->id : NULL, is_folder ? after->id : NULL, pair->depth + 1,
                length);
}

static enum diff_end compare(struct diff *diff, const struct pair *pair)
{
    struct str before, after;
    struct tree_entry old, new;
    bool has_old, has_new;
    enum diff_end end = DIFF_DONE;

    if (read_side(diff, pair->before, &before) != READ_OK ||
        read_side(diff, pair->after, &after) != READ_OK)
        return DIFF_MISSING;
    has_old = tree_next(&before, &old);
    has_new = tree_next(&after, &new);
    while (end == DIFF_DONE && (has_old || has_new)) {
        int order = !has_old ? 1 : !has_new ? -1 : tree_compare(&old, &new);

        if (++diff->entries % LOOK_AT_CLOCK == 0 && cpu_seconds() > diff->deadline)
            return DIFF_CUT;
        if (order || old.mode != new.mode || memcmp(old.id, new.id, ID_SIZE))
            end = see(diff, pair, order <= 0 ? &old : NULL, order >= 0 ? &new : NULL);
        if (order <= 0)
            has_old = tree_next(&before, &old);
        if (order >= 0)
            has_new = tree_next(&after, &new);
    }
    return end;
}

enum diff_end diff_trees(struct diff *diff, const unsigned char before[ID_SIZE],
                         const unsigned char after[ID_SIZE], unsigned depth, double deadline,
                         diff_visitor *visit, void *context)
{
    enum diff_end end;

    if (!memcmp(before, after, ID_SIZE))
        return DIFF_DONE;
    diff->depth = depth;
    diff->deadline = deadline;
    diff->visit = visit;
    diff->context = context;
    diff->count = 0;
    diff->paths.len = 0;
    diff->paths.full = false;
    end = push(diff, before, after, 0, 0);
    while (end == DIFF_DONE && diff->count) {
        struct pair pair = diff->pairs[--diff->count];

        if (pair.length)
            memcpy(diff->path, diff->paths.ptr + pair.path, pair.length);
        diff->paths.len = pair.path;
        end = compare(diff, &pair);
    }
    return end;
}

enum read_status diff_descend(struct diff *diff, const unsigned char tree[ID_SIZE],
                              const char *path, unsigned char ret_id[ID_SIZE])
{
    memcpy(ret_id, tree, ID_SIZE);
    while (*path && !id_is_zero(ret_id)) {
        const char *slash = strchr(path, '/');
        struct str part = {path, slash ? (size_t)(slash - path) : strlen(path)}, bytes;
        struct tree_entry entry;
        enum read_status status = read_side(diff, ret_id, &bytes);

        if (status != READ_OK)
            return status;
        memcpy(ret_id,
               tree_entry_find(bytes, part, &entry) && (!slash || tree_is_folder(&entry)) ? entry.id
                                                                                          : no_id,
               ID_SIZE);
        path += part.len + (slash != NULL);
    }
    return READ_OK;
}
