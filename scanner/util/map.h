#ifndef UTIL_MAP_H
#define UTIL_MAP_H
#include "util/str.h"

struct arena;

/* From byte strings to small integers: an interning table. Keys are copied into the arena. */
struct map {
    struct arena *arena;
    struct map_entry *slots; /* private */
    size_t count, capacity;
};

#define MAP_NONE SIZE_MAX

void map_init(struct map *map, struct arena *arena);
/* The key's value, or MAP_NONE. */
size_t map_get(const struct map *map, struct str key);
/* The key's value; where the key is new, it gets `value` first. */
size_t map_put(struct map *map, struct str key, size_t value);
void map_set(struct map *map, struct str key, size_t value); /* puts or replaces */
#endif
