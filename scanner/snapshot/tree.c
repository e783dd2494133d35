#include "snapshot/tree.h"

#include "util/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool tree_next(struct str *rest, struct tree_entry *ret_entry)
{
    struct str left = *rest;
    unsigned mode = 0;
    const char *end;
    size_t at = 0;

    for (; at < left.len && left.ptr[at] >= '0' && left.ptr[at] <= '7' && at < 7; at++)
        mode = mode << 3 | (unsigned)(left.ptr[at] - '0');
    if (!at || at == left.len || left.ptr[at] != ' ')
        return false;
    left = str_slice(left, at + 1, left.len);
    end = left.len ? memchr(left.ptr, '\0', left.len) : NULL;
    if (!end || left.len - (size_t)(end - left.ptr) < 1 + ID_SIZE)
        return false;
    *ret_entry = (struct tree_entry){
        .mode = mode,
        .name = {left.ptr, (size_t)(end - left.ptr)},
        .id = (const unsigned char *)end + 1,
    };
    *rest = str_slice(left, ret_entry->name.len + 1 + ID_SIZE, left.len);
    return true;
}

bool tree_is_folder(const struct tree_entry *entry) { return entry->mode >> 12 == 04; }

enum file_kind tree_kind(const struct tree_entry *entry)
{
    return entry->mode >> 12 == 016   ? FILE_GITLINK
           : entry->mode >> 12 == 012 ? FILE_SYMLINK
           : entry->mode & 0100       ? FILE_EXECUTABLE
                                      : FILE_REGULAR;
}

bool tree_entry_find(struct str tree, struct str name, struct tree_entry *ret_entry)
{
    struct tree_entry entry;

    while (tree_next(&tree, &entry))
        if (entry.name.len == name.len && !memcmp(entry.name.ptr, name.ptr, name.len)) {
            *ret_entry = entry;
            return true;
        }
    return false;
}

int tree_compare(const struct tree_entry *a, const struct tree_entry *b)
{
    size_t shorter = a->name.len < b->name.len ? a->name.len : b->name.len;
    int order = shorter ? memcmp(a->name.ptr, b->name.ptr, shorter) : 0;
    int a_next, b_next;

    if (order)
        return order;
    a_next = a->name.len > shorter ? (unsigned char)a->name.ptr[shorter]
             : tree_is_folder(a)   ? '/'
                                   : 0;
    b_next = b->name.len > shorter ? (unsigned char)b->name.ptr[shorter]
             : tree_is_folder(b)   ? '/'
                                   : 0;
    return a_next - b_next;
}

enum { WAYS = 2, SETS = 64, KEPT_BYTES = 256 * KIB };

/* Two places for each beginning of an id; the older one goes. */
struct place_in_cache {
    unsigned char id[ID_SIZE];
    struct object object;
    uint64_t used;
};

struct tree_cache {
    struct objects *objects;
    uint64_t clock;
    struct place_in_cache places[SETS][WAYS];
    struct object large[2]; /* too large to be kept: the last two */
};

struct tree_cache *tree_cache_new(struct objects *objects)
{
    struct tree_cache *cache = calloc(1, sizeof(*cache));

    if (!cache) {
        fputs("repohealth: out of memory\n", stderr);
        abort();
    }
    cache->objects = objects;
    return cache;
}

void tree_cache_free(struct tree_cache *cache)
{
    if (!cache)
        return;
    for (size_t set = 0; set < SETS; set++)
        for (size_t way = 0; way < WAYS; way++)
            object_release(&cache->places[set][way].object);
    object_release(&cache->large[0]);
    object_release(&cache->large[1]);
    free(cache);
}

enum read_status tree_cache_read(struct tree_cache *cache, const unsigned char id[ID_SIZE],
                                 struct str *ret_tree)
{
    struct place_in_cache *set = cache->places[id[0] % SETS], *oldest = set;
    struct object object;
    enum read_status status;

    cache->clock++;
    for (size_t way = 0; way < WAYS; way++) {
        if (set[way].used && !memcmp(set[way].id, id, ID_SIZE)) {
            set[way].used = cache->clock;
            *ret_tree = set[way].object.bytes;
            return READ_OK;
        }
        if (set[way].used < oldest->used)
            oldest = &set[way];
    }
    status = objects_read(cache->objects, id, OBJECT_TREE, LIMIT_TREE_BYTES, &object);
    if (status != READ_OK)
        return status;
    if (object.bytes.len > KEPT_BYTES) {
        object_release(&cache->large[0]);
        cache->large[0] = cache->large[1];
        cache->large[1] = object;
    } else {
        object_release(&oldest->object);
        *oldest = (struct place_in_cache){.object = object, .used = cache->clock};
        memcpy(oldest->id, id, ID_SIZE);
    }
    *ret_tree = object.bytes;
    return READ_OK;
}
