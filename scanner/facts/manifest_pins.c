/* How much of the versions is said, through all files that name each other. */
#include "facts/manifest.h"

#include "util/arena.h"
#include "util/map.h"

#include <string.h>

static const struct manifest *find(const struct manifests *manifests, const char *path)
{
    for (size_t i = 0; i < manifests->all.count; i++)
        if (!strcmp(manifests->all.items[i].path, path))
            return &manifests->all.items[i];
    return NULL;
}

struct closure {
    const struct manifest **items;
    size_t count, capacity;
};

static void add(struct arena *arena, struct closure *closure, const struct manifest *manifest)
{
    for (size_t i = 0; i < closure->count; i++)
        if (closure->items[i] == manifest)
            return;
    *ARENA_PUSH(arena, closure) = manifest;
}

/* What -c says of each package. */
static void read_constraints(const struct manifest *manifest, struct map *pins)
{
    for (size_t i = 0; i < manifest->includes.count; i++) {
        const struct manifest *constraints = manifest->includes.items[i].constraints;

        for (size_t j = 0; constraints && j < constraints->dependencies.count; j++) {
            const struct dependency *dependency = &constraints->dependencies.items[j];

            map_put(pins, str_of(dependency->key), dependency->pin);
        }
    }
}

static void count(const struct manifest *manifest, const struct map *constraints,
                  struct manifest_pins *pins)
{
    pins->unknown = pins->unknown || manifest->dependencies_unknown;
    for (size_t i = 0; i < manifest->dependencies.count; i++) {
        const struct dependency *dependency = &manifest->dependencies.items[i];
        size_t constraint = map_get(constraints, str_of(dependency->key));
        enum pin pin = dependency->pin;

        if (*dependency->group || dependency->origin == ORIGIN_LOCAL)
            continue;
        if (constraint != MAP_NONE && *dependency->key && constraint > (size_t)pin)
            pin = (enum pin)constraint;
        pins->needed++;
        pins->exact += pin == PIN_EXACT;
        pins->bounded += pin != PIN_FREE;
    }
}

struct manifest_pins manifests_count_pins(const struct manifests *manifests,
                                          const struct manifest *manifest)
{
    struct arena *arena = arena_new();
    struct manifest_pins pins = {0};
    struct closure closure = {0};
    struct map constraints;

    map_init(&constraints, arena);
    add(arena, &closure, manifest);
    for (size_t i = 0; i < closure.count; i++) {
        const struct manifest *from = closure.items[i];

        read_constraints(from, &constraints);
        for (size_t j = 0; j < from->includes.count; j++) {
            const struct manifest_include *include = &from->includes.items[j];
            const struct manifest *named =
                include->path && !include->constrains ? find(manifests, include->path) : NULL;

            if (named)
                add(arena, &closure, named);
        }
    }
    for (size_t i = 0; i < closure.count; i++)
        count(closure.items[i], &constraints, &pins);
    arena_free(arena);
    return pins;
}
