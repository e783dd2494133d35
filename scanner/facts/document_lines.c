#include "facts/document_lines.h"

#include "util/arena.h"

#include <limits.h>
#include <string.h>

struct lines lines_of(struct arena *arena, struct str text)
{
    struct {
        struct str *items;
        size_t count, capacity;
    } list = {0};
    struct str line;

    while (str_next_line(&text, &line))
        *ARENA_PUSH(arena, &list) = line;
    return (struct lines){.items = list.items, .count = (unsigned)list.count};
}

struct str line_at(const struct lines *lines, unsigned i)
{
    return i < lines->count ? lines->items[i] : (struct str){NULL, 0};
}

bool line_is_blank(const struct lines *lines, unsigned i)
{
    return !str_trim(line_at(lines, i)).len;
}

unsigned line_indent(struct str line)
{
    unsigned column = 0;

    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] == ' ')
            column++;
        else if (line.ptr[i] == '\t')
            column = (column / 8 + 1) * 8;
        else
            break;
    }
    return column;
}

size_t line_rule(struct str line)
{
    line = str_trim(line);
    if (!line.len || !strchr("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", line.ptr[0]))
        return 0;
    for (size_t i = 1; i < line.len; i++)
        if (line.ptr[i] != line.ptr[0])
            return 0;
    return line.len;
}

size_t list_mark(struct str text)
{
    size_t i = 0;

    if (text.len > 1 && strchr("-*+", text.ptr[0]) && text.ptr[1] == ' ')
        return 2;
    if (str_starts(text, "#. "))
        return 3;
    while (i < text.len && i < 4 && text.ptr[i] >= '0' && text.ptr[i] <= '9')
        i++;
    return i && i + 1 < text.len && strchr(".)", text.ptr[i]) && text.ptr[i + 1] == ' ' ? i + 2 : 0;
}

unsigned lines_end_of_indented(const struct lines *lines, unsigned from, unsigned indent)
{
    unsigned end = from;

    for (unsigned i = from; i < lines->count; i++) {
        if (line_is_blank(lines, i))
            continue;
        if (line_indent(lines->items[i]) < indent)
            break;
        end = i + 1;
    }
    return end;
}

/* The line without `indent` columns of blanks. */
static struct str dedent(struct str line, unsigned indent)
{
    unsigned column = 0;
    size_t i = 0;

    while (i < line.len && column < indent && (line.ptr[i] == ' ' || line.ptr[i] == '\t')) {
        column = line.ptr[i] == '\t' ? (column / 8 + 1) * 8 : column + 1;
        i++;
    }
    return str_slice(line, i, line.len);
}

void lines_code(struct build *build, const struct lines *lines, unsigned from, unsigned to,
                unsigned line, enum code_shown shown, struct str label)
{
    unsigned indent = UINT_MAX;
    struct block *block;

    while (from < to && line_is_blank(lines, from))
        from++;
    while (from < to && line_is_blank(lines, to - 1))
        to--;
    if (from == to)
        return;
    for (unsigned i = from; i < to; i++)
        if (!line_is_blank(lines, i) && line_indent(lines->items[i]) < indent)
            indent = line_indent(lines->items[i]);
    block = build_open(build, BLOCK_CODE, line);
    block->shown = shown;
    block->label = (struct str){str_dup(build->arena, label), label.len};
    block->text_line = from + 1;
    for (unsigned i = from; i < to; i++) {
        buf_add(&build->text, dedent(lines->items[i], indent));
        buf_puts(&build->text, "\n");
    }
    build_reach(build, to);
    build_close(build);
}

size_t address_length(struct str text)
{
    size_t i;

    if (!str_starts(text, "http://") && !str_starts(text, "https://"))
        return 0;
    for (i = 8; i < text.len; i++)
        if ((unsigned char)text.ptr[i] <= ' ' || strchr("<>\"`|[]{}", text.ptr[i]))
            break;
    while (i > 8 && strchr(".,;:!?)'*_", text.ptr[i - 1]))
        i--;
    return i > 8 ? i : 0;
}

void lines_text(struct build *build, struct str text, unsigned line)
{
    size_t from = 0;

    for (size_t i = 0; i < text.len; i++) {
        struct str rest = str_slice(text, i, text.len);
        size_t length = text.ptr[i] == 'h' ? address_length(rest) : 0;
        struct link link = {.kind = LINK_AUTO, .line = line};

        if (!length)
            continue;
        build_text(build, str_slice(text, from, i), line);
        link.url = str_slice(rest, 0, length);
        build_link_open(build, &link);
        build_text(build, link.url, line);
        build_link_close(build, false, false);
        i += length - 1;
        from = i + 1;
    }
    build_text(build, str_slice(text, from, text.len), line);
}
