#include "checks/text_index.h"

#include "util/arena.h"
#include "util/limits.h"
#include "util/literals.h"
#include "util/map.h"
#include "util/needles.h"

#include <string.h>

struct known {
    struct pattern *const *items; /* what tells a rule's patterns from others */
    size_t first;
};

struct text_index {
    struct arena *arena;
    struct {
        struct known *items;
        size_t count, capacity;
    } known;
    size_t words;                  /* of one set of candidates */
    uint64_t *always, *everything; /* patterns of which no words are known; all patterns */
    const struct needles *needles; /* NULL: nothing can be told apart */
    struct map pages, files;       /* paths -> index in the lists below */
    struct {
        struct passages *items;
        size_t count, capacity;
    } page_list;
    struct {
        struct known_file *items;
        size_t count, capacity;
    } file_list;
};

struct needle_list {
    struct needle *items;
    size_t count, capacity;
};

static void set_bit(uint64_t *bits, size_t bit) { bits[bit / 64] |= UINT64_C(1) << bit % 64; }

/* The words of all patterns, each with its pattern's number. */
static void gather(struct text_index *index, struct arena *scratch,
                   const struct patterns *const *all, size_t count, struct needle_list *needles)
{
    size_t number = 0;

    for (size_t i = 0; i < count; i++) {
        *ARENA_PUSH(index->arena, &index->known) = (struct known){all[i]->items, number};
        for (size_t p = 0; p < all[i]->count; p++, number++) {
            struct literals literals = literals_of(scratch, pattern_text(all[i]->items[p]));

            set_bit(index->everything, number);
            if (!literals.count)
                set_bit(index->always, number);
            for (size_t l = 0; l < literals.count; l++)
                *ARENA_PUSH(scratch, needles) =
                    (struct needle){literals.items[l], (unsigned)number};
        }
    }
}

struct text_index *text_index_new(struct arena *arena, const struct patterns *const *all,
                                  size_t count)
{
    struct text_index *index = arena_alloc(arena, sizeof(*index));
    struct arena *scratch = arena_new();
    struct needle_list needles = {0};
    size_t patterns = 0;

    for (size_t i = 0; i < count; i++)
        patterns += all[i]->count;
    index->arena = arena;
    index->words = patterns / 64 + 1;
    index->always = arena_alloc(arena, index->words * sizeof(*index->always));
    index->everything = arena_alloc(arena, index->words * sizeof(*index->everything));
    map_init(&index->pages, arena);
    map_init(&index->files, arena);
    gather(index, scratch, all, count, &needles);
    index->needles = needles_new(arena, needles.items, needles.count);
    arena_free(scratch);
    return index;
}

size_t text_index_first(const struct text_index *index, const struct patterns *patterns)
{
    for (size_t i = 0; i < index->known.count; i++)
        if (index->known.items[i].items == patterns->items)
            return index->known.items[i].first;
    return SIZE_MAX;
}

static struct candidates look_at(struct text_index *index, struct str text)
{
    struct needles_walk walk = {.text = text};
    uint64_t *bits;
    unsigned number;

    if (!index->needles || literals_escape_ascii(text))
        return (struct candidates){index->everything};
    bits = arena_alloc(index->arena, index->words * sizeof(*bits));
    memcpy(bits, index->always, index->words * sizeof(*bits));
    while (needles_next(index->needles, &walk, &number))
        set_bit(bits, number);
    return (struct candidates){bits};
}

/* Pages. */

struct passage_list {
    struct passage *items;
    size_t count, capacity;
};

static struct str flatten(struct arena *arena, struct str lines)
{
    char *flat;

    if (!lines.len || (!memchr(lines.ptr, '\n', lines.len) && !memchr(lines.ptr, '\r', lines.len)))
        return lines;
    flat = arena_strndup(arena, lines.ptr, lines.len);
    for (size_t i = 0; i < lines.len; i++)
        if (flat[i] == '\n' || flat[i] == '\r')
            flat[i] = ' ';
    return (struct str){flat, lines.len};
}

static void add(struct text_index *index, struct passage_list *list, unsigned kind, unsigned line,
                struct str text)
{
    struct str rest = text, one;
    bool continued = false;

    if (text.len <= LIMIT_LINE_BYTES) {
        *ARENA_PUSH(index->arena, list) = (struct passage){.kind = kind,
                                                           .line = line,
                                                           .lines = text,
                                                           .flat = flatten(index->arena, text),
                                                           .may = look_at(index, text)};
        return;
    }
    for (; str_next_line(&rest, &one); line++, continued = true)
        *ARENA_PUSH(index->arena, list) = (struct passage){.kind = kind,
                                                           .line = line,
                                                           .continued = continued,
                                                           .lines = one,
                                                           .flat = one,
                                                           .may = look_at(index, one)};
}

static void add_lines(struct text_index *index, struct passage_list *list,
                      const struct block *block)
{
    struct str text = block->text, one;

    for (unsigned line = block->text_line; str_next_line(&text, &one); line++)
        if (str_trim(one).len)
            add(index, list, block->kind, line, one);
}

struct passages text_index_page(struct text_index *index, const struct document *page)
{
    size_t place = map_put(&index->pages, str_of(page->path), index->page_list.count);
    struct passage_list list = {0};

    if (place < index->page_list.count)
        return index->page_list.items[place];
    for (size_t i = 0; i < page->blocks.count; i++) {
        const struct block *block = &page->blocks.items[i];

        if (block->kind == BLOCK_CODE)
            add_lines(index, &list, block);
        else
            add(index, &list, block->kind, block->text_line, block->text);
    }
    for (size_t i = 0; i < page->spans.count; i++)
        add(index, &list, PASSAGE_SPAN, page->spans.items[i].line, page->spans.items[i].text);
    *ARENA_PUSH(index->arena, &index->page_list) = (struct passages){list.items, list.count};
    return index->page_list.items[place];
}

/* Files. */

bool text_index_file(const struct text_index *index, const char *path, struct known_file *ret_file)
{
    size_t place = map_get(&index->files, str_of(path));

    if (place == MAP_NONE)
        return false;
    *ret_file = index->file_list.items[place];
    return true;
}

struct candidates text_index_add_file(struct text_index *index, const char *path, struct str text)
{
    size_t place = map_put(&index->files, str_of(path), index->file_list.count);

    if (place == index->file_list.count)
        *ARENA_PUSH(index->arena, &index->file_list) =
            (struct known_file){text.len, look_at(index, text)};
    return index->file_list.items[place].may;
}
