#ifndef UTIL_ARENA_H
#define UTIL_ARENA_H
#include <stdarg.h>
#include <stddef.h>

/* All memory of one scan, released at once; nobody frees a piece. Aborts when there is no memory.
 */
struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *arena);                      /* NULL is fine */
void *arena_alloc(struct arena *arena, size_t size);       /* zeroed; never NULL */
char *arena_strdup(struct arena *arena, const char *text); /* NULL gives NULL */
char *arena_strndup(struct arena *arena, const char *text, size_t length);
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
/* Calls release(object) when the arena goes: a git_repository, a pcre2_code. */
void arena_own(struct arena *arena, void *object, void (*release)(void *object));
/* Bytes handed out so far; for caps. */
size_t arena_size(const struct arena *arena);

/* A growing list is a struct with `items`, `count` and `capacity`; this gives its next, zeroed
 * element: struct link *link = ARENA_PUSH(arena, &document->links); */
#define ARENA_PUSH(arena, list)                                                                    \
    ((list)->items = arena_grow((arena), (list)->items, (list)->count, &(list)->capacity,          \
                                sizeof(*(list)->items)),                                           \
     &(list)->items[(list)->count++])
void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size);
#endif
