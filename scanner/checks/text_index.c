#include "checks/text_index.h"

#include "util/arena.h"
#include "util/limits.h"
#include "util/map.h"

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
    const struct prefilter *prefilter;
    struct map pages, links, files; /* paths -> index in the lists below */
    struct {
        struct passages *items;
        size_t count, capacity;
    } page_list;
    struct {
        const struct candidates **items;
        size_t count, capacity;
    } link_list;
    struct {
        struct known_file *items;
        size_t count, capacity;
    } file_list;
};

struct text_index *text_index_new(struct arena *arena, const struct patterns *const *all,
                                  size_t count)
{
    struct text_index *index = arena_alloc(arena, sizeof(*index));
    struct {
        struct pattern **items;
        size_t count, capacity;
    } patterns = {0};

    index->arena = arena;
    map_init(&index->pages, arena);
    map_init(&index->links, arena);
    map_init(&index->files, arena);
    for (size_t i = 0; i < count; i++) {
        *ARENA_PUSH(arena, &index->known) = (struct known){all[i]->items, patterns.count};
        for (size_t p = 0; p < all[i]->count; p++)
            *ARENA_PUSH(arena, &patterns) = all[i]->items[p];
    }
    index->prefilter = prefilter_new(arena, patterns.items, patterns.count);
    return index;
}

size_t text_index_first(const struct text_index *index, const struct patterns *patterns)
{
    for (size_t i = 0; i < index->known.count; i++)
        if (index->known.items[i].items == patterns->items)
            return index->known.items[i].first;
    return SIZE_MAX;
}

static struct candidates look_at(const struct text_index *index, struct str text)
{
    return prefilter_look(index->prefilter, index->arena, text);
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

const struct candidates *text_index_links(struct text_index *index, const struct document *page)
{
    size_t place = map_put(&index->links, str_of(page->path), index->link_list.count);
    struct candidates *links;

    if (place < index->link_list.count)
        return index->link_list.items[place];
    links = arena_alloc(index->arena, (page->links.count + 1) * sizeof(*links));
    for (size_t i = 0; i < page->links.count; i++) {
        const struct str texts[] = {page->links.items[i].url, page->links.items[i].text};

        links[i] = prefilter_look_all(index->prefilter, index->arena, texts, 2);
    }
    *ARENA_PUSH(index->arena, &index->link_list) = links;
    return links;
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
