#include "facts/markdown_source.h"

#include "util/arena.h"

void source_index(struct arena *arena, struct str text, const char *parsed, unsigned first_line,
                  struct source *ret_source)
{
    struct {
        unsigned *items;
        size_t count, capacity;
    } starts = {0};

    *ARENA_PUSH(arena, &starts) = 0;
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == '\n')
            *ARENA_PUSH(arena, &starts) = (unsigned)i + 1;
    *ret_source = (struct source){
        .text = text,
        .parsed = parsed,
        .starts = starts.items,
        .count = (unsigned)starts.count,
        .first_line = first_line,
    };
}

/* The line, from 0 in the source, that an offset lies on. */
static unsigned find_line(struct source *source, size_t offset)
{
    unsigned low = 0, high = source->count;

    if (source->starts[source->hint] <= offset) {
        low = source->hint;
        for (unsigned step = 1; low + step < high; step *= 2)
            if (source->starts[low + step] > offset)
                high = low + step;
    }
    while (high - low > 1) {
        unsigned middle = low + (high - low) / 2;

        if (source->starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    source->hint = low;
    return low;
}

size_t source_offset(const struct source *source, const char *view)
{
    uintptr_t at = (uintptr_t)view, start = (uintptr_t)source->parsed;

    return at >= start && at < start + source->text.len ? at - start : SIZE_MAX;
}

unsigned source_line(struct source *source, const char *view)
{
    size_t offset = source_offset(source, view);

    return offset == SIZE_MAX ? 0 : source->first_line + find_line(source, offset);
}

struct str source_text(const struct source *source, unsigned line)
{
    unsigned index = line - source->first_line;
    struct str text = {NULL, 0};

    if (line < source->first_line || index >= source->count)
        return text;
    return str_slice(source->text, source->starts[index],
                     index + 1 < source->count ? source->starts[index + 1] : source->text.len);
}

struct str source_bare_line(const struct source *source, unsigned line)
{
    struct str text = str_trim(source_text(source, line));

    while (str_starts(text, ">"))
        text = str_trim(str_slice(text, 1, text.len));
    return text;
}

unsigned source_next_line(const struct source *source, unsigned line)
{
    unsigned last = source_last_line(source);

    do
        line++;
    while (line < last && !source_bare_line(source, line).len);
    return line < last ? line : last;
}

unsigned source_last_line(const struct source *source)
{
    return source->first_line + source->count - 1;
}
