#include "util/arena.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Most arenas are for one small file: a chunk is as large as all before it, up to a limit. */
enum { FIRST_BYTES = 4 * 1024, CHUNK_BYTES = 64 * 1024, ALIGNMENT = 16 };

struct chunk {
    struct chunk *next;
    size_t used, capacity;
    _Alignas(ALIGNMENT) char bytes[];
};

struct owned {
    struct owned *next;
    void *object;
    void (*release)(void *object);
};

struct arena {
    struct chunk *chunks;
    struct owned *owned;
    size_t size;
};

static void *allocate(size_t size)
{
    void *memory = calloc(1, size);

    if (!memory) {
        fputs("repohealth: out of memory\n", stderr);
        abort();
    }
    return memory;
}

struct arena *arena_new(void) { return allocate(sizeof(struct arena)); }

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    for (struct owned *owned = arena->owned; owned; owned = owned->next)
        owned->release(owned->object);
    for (struct chunk *chunk = arena->chunks, *next; chunk; chunk = next) {
        next = chunk->next;
        free(chunk);
    }
    free(arena);
}

/* `size`: of all that was asked for, with what is to go into the chunk. */
static size_t chunk_size(size_t size)
{
    size_t bytes = FIRST_BYTES;

    while (bytes < CHUNK_BYTES && bytes < size)
        bytes *= 2;
    return bytes;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    struct chunk *chunk = arena->chunks;

    assert(size < SIZE_MAX / 2);
    size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    arena->size += size;
    if (size > CHUNK_BYTES / 4) { /* a chunk of its own, behind the one that is being filled */
        struct chunk *large = allocate(sizeof(*large) + size);

        large->used = large->capacity = size;
        if (chunk) {
            large->next = chunk->next;
            chunk->next = large;
        } else {
            arena->chunks = large;
        }
        return large->bytes;
    }
    if (!chunk || chunk->capacity - chunk->used < size) {
        size_t capacity = chunk_size(arena->size);

        chunk = allocate(sizeof(*chunk) + capacity);
        chunk->capacity = capacity;
        chunk->next = arena->chunks;
        arena->chunks = chunk;
    }
    chunk->used += size;
    return chunk->bytes + chunk->used - size;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return text ? arena_strndup(arena, text, strlen(text)) : NULL;
}

char *arena_strndup(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_alloc(arena, length + 1);

    if (length)
        memcpy(copy, text, length);
    return copy;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
    va_list again;
    char *text;
    int length;

    assert(format); /* gcc 12 with the undefined-behaviour sanitizer sees a path where it is not */
    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    assert(length >= 0);
    text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, args);
    return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    char *text;

    va_start(args, format);
    text = arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}

void arena_own(struct arena *arena, void *object, void (*release)(void *object))
{
    struct owned *owned = arena_alloc(arena, sizeof(*owned));

    *owned = (struct owned){.next = arena->owned, .object = object, .release = release};
    arena->owned = owned;
}

size_t arena_size(const struct arena *arena) { return arena->size; }

void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size)
{
    void *grown;

    if (count < *capacity)
        return items;
    *capacity = *capacity ? *capacity * 2 : 8;
    assert(*capacity < SIZE_MAX / 2 / size);
    grown = arena_alloc(arena, *capacity * size);
    if (count)
        memcpy(grown, items, count * size);
    return grown;
}
