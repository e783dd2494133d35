#include "util/map.h"

#include "util/arena.h"

#include <string.h>

struct map_entry {
    const char *key; /* NULL: free */
    size_t length, value;
    uint64_t hash;
};

void map_init(struct map *map, struct arena *arena) { *map = (struct map){.arena = arena}; }

static struct map_entry *find(const struct map *map, struct str key, uint64_t hash)
{
    size_t mask = map->capacity - 1;

    for (size_t at = hash & mask;; at = (at + 1) & mask) {
        struct map_entry *entry = &map->slots[at];

        if (!entry->key || (entry->hash == hash && entry->length == key.len &&
                            !memcmp(entry->key, key.ptr, key.len)))
            return entry;
    }
}

static void grow(struct map *map)
{
    struct map bigger = {.arena = map->arena,
                         .count = map->count,
                         .capacity = map->capacity ? map->capacity * 2 : 64};

    bigger.slots = arena_alloc(map->arena, bigger.capacity * sizeof(*bigger.slots));
    for (size_t i = 0; i < map->capacity; i++) {
        const struct map_entry *old = &map->slots[i];

        if (old->key)
            *find(&bigger, (struct str){old->key, old->length}, old->hash) = *old;
    }
    *map = bigger;
}

size_t map_get(const struct map *map, struct str key)
{
    const struct map_entry *entry;

    if (!map->capacity)
        return MAP_NONE;
    entry = find(map, key, str_hash(key));
    return entry->key ? entry->value : MAP_NONE;
}

static struct map_entry *put(struct map *map, struct str key, size_t value)
{
    uint64_t hash = str_hash(key);
    struct map_entry *entry;

    if ((map->count + 1) * 2 > map->capacity)
        grow(map);
    entry = find(map, key, hash);
    if (!entry->key) {
        *entry = (struct map_entry){
            .key = str_dup(map->arena, key), .length = key.len, .value = value, .hash = hash};
        map->count++;
    }
    return entry;
}

size_t map_put(struct map *map, struct str key, size_t value)
{
    return put(map, key, value)->value;
}

void map_set(struct map *map, struct str key, size_t value) { put(map, key, value)->value = value; }
