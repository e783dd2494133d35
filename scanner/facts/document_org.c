/* Org: what a README needs of it. */
#include "facts/document_formats.h"
#include "facts/document_lines.h"
#include "util/arena.h"

#include <string.h>
#include <strings.h>

enum { LINK_BYTES = 2048 /* that a link or a piece of code may take */ };

/* "#+begin_src sh": whether the line is this keyword, in any case; the rest of it. */
static bool keyword(struct str line, const char *name, struct str *ret_rest)
{
    size_t length = strlen(name);

    line = str_trim(line);
    if (line.len < length || strncasecmp(line.ptr, name, length))
        return false;
    *ret_rest = str_trim(str_slice(line, length, line.len));
    return true;
}

/* [[address][text]] or [[address]]: its length, 0 where none begins. */
static size_t read_link(struct build *build, struct str text, unsigned line)
{
    const char *end, *middle;
    struct link link = {.kind = LINK_INLINE, .line = line};
    struct str shown;
    size_t length;

    text = str_slice(text, 0, LINK_BYTES);
    end = str_starts(text, "[[") ? memmem(text.ptr, text.len, "]]", 2) : NULL;
    if (!end)
        return 0;
    length = (size_t)(end - text.ptr) + 2;
    middle = memmem(text.ptr, length, "][", 2);
    link.url = str_slice(text, 2, middle ? (size_t)(middle - text.ptr) : length - 2);
    if (str_starts(link.url, "file:"))
        link.url = str_slice(link.url, strlen("file:"), link.url.len);
    shown = middle ? str_slice(text, (size_t)(middle - text.ptr) + 2, length - 2) : link.url;
    link.image = !middle && (str_ends(link.url, ".png") || str_ends(link.url, ".svg") ||
                             str_ends(link.url, ".jpg") || str_ends(link.url, ".gif"));
    build_link_open(build, &link);
    build_text(build, shown, line);
    build_link_close(build, link.image, false);
    return length;
}

/* ~code~ or =verbatim=: its length, 0 where none begins. */
static size_t read_span(struct build *build, struct str text, unsigned line)
{
    const char *end;

    if (text.len < 3 || (text.ptr[0] != '~' && text.ptr[0] != '=') || text.ptr[1] == ' ' ||
        text.ptr[1] == text.ptr[0])
        return 0;
    text = str_slice(text, 0, LINK_BYTES);
    end = memchr(text.ptr + 1, text.ptr[0], text.len - 1);
    if (!end || end[-1] == ' ')
        return 0;
    build_span_open(build, line);
    build_text(build, str_slice(text, 1, (size_t)(end - text.ptr)), line);
    build_span_close(build);
    return (size_t)(end - text.ptr) + 1;
}

static void read_inline(struct build *build, struct str text, unsigned line)
{
    size_t from = 0;

    for (size_t i = 0; i < text.len;) {
        struct str rest = str_slice(text, i, text.len);
        bool may = text.ptr[i] == '[' || ((text.ptr[i] == '~' || text.ptr[i] == '=') &&
                                          (!i || strchr(" \t(\"'", text.ptr[i - 1])));
        size_t length = 0;

        if (may) {
            lines_text(build, str_slice(text, from, i), line);
            from = i;
            length =
                text.ptr[i] == '[' ? read_link(build, rest, line) : read_span(build, rest, line);
        }
        i += length ? length : 1;
        if (length)
            from = i;
    }
    lines_text(build, str_slice(text, from, text.len), line);
}

static unsigned stars(struct str line)
{
    unsigned count = 0;

    while (count < line.len && line.ptr[count] == '*')
        count++;
    return count && count < line.len && line.ptr[count] == ' ' ? count : 0;
}

static void read_heading(struct build *build, struct str text, unsigned level, unsigned line)
{
    build_open(build, BLOCK_HEADING, line)->level = level < 6 ? level : 6;
    read_inline(build, str_trim(text), line);
    build_close(build);
}

/* #+begin_X ... #+end_X; returns the line behind it. */
static unsigned read_block(struct build *build, const struct lines *lines, unsigned i,
                           struct str name)
{
    struct str label = {NULL, 0}, kind, rest;
    unsigned end = i + 1;

    str_next_word(&name, &kind);
    str_next_word(&name, &label);
    while (end < lines->count && !keyword(lines->items[end], "#+end_", &rest))
        end++;
    if (str_equal_nocase(kind, "src") || str_equal_nocase(kind, "example"))
        lines_code(build, lines, i + 1, end, i + 1, SHOWN_FENCE, label);
    else
        for (unsigned at = i + 1; at < end; at++) {
            if (!build->open)
                build_open(build, BLOCK_QUOTE, at + 1);
            read_inline(build, str_trim(lines->items[at]), at + 1);
        }
    build_close(build);
    return end + 1;
}

static void read_row(struct build *build, struct str line, unsigned number)
{
    if (str_starts(line, "|-"))
        return;
    if (!build->in_table)
        build_table_open(build, number);
    build_table_row(build);
    line = str_slice(line, 1, line.len);
    while (line.len) {
        const char *bar = memchr(line.ptr, '|', line.len);
        struct str cell = str_slice(line, 0, bar ? (size_t)(bar - line.ptr) : line.len);

        line = str_slice(line, cell.len + 1, line.len);
        if (!bar && !str_trim(cell).len)
            break;
        build_table_cell(build, number);
        read_inline(build, str_trim(cell), number);
    }
}

/* ": text" lines and drawers; returns the line behind. */
static unsigned read_colon(struct build *build, const struct lines *lines, unsigned i)
{
    struct str rest;
    unsigned end = i + 1;

    if (!str_starts(str_trim(lines->items[i]), ": ")) {
        while (end < lines->count && end < i + 30 && !keyword(lines->items[end], ":end:", &rest)) {
            if (keyword(lines->items[end], ":custom_id:", &rest))
                build_anchor(build, rest, end + 1);
            end++;
        }
        return end + 1;
    }
    build_open(build, BLOCK_CODE, i + 1)->shown = SHOWN_INDENTED;
    for (end = i; end < lines->count && str_starts(str_trim(lines->items[end]), ":"); end++) {
        struct str text = str_trim(lines->items[end]);

        text = str_slice(text, 1, text.len);
        buf_add(&build->text, str_slice(text, str_starts(text, " "), text.len));
        buf_puts(&build->text, "\n");
    }
    build_reach(build, end);
    build_close(build);
    return end;
}

void org_read(struct arena *arena, struct document *document)
{
    struct lines lines = lines_of(arena, document->text);
    struct build build;

    build_start(&build, arena, document);
    for (unsigned i = 0; i < lines.count;) {
        struct str line = lines.items[i], text = str_trim(line), rest;
        unsigned level = stars(line);

        if (!str_starts(text, "|"))
            build_table_close(&build);
        if (level) {
            read_heading(&build, str_slice(line, level, line.len), level, ++i);
        } else if (keyword(text, "#+title:", &rest)) {
            read_heading(&build, rest, 1, ++i);
        } else if (keyword(text, "#+begin_", &rest)) {
            i = read_block(&build, &lines, i, rest);
        } else if (str_starts(text, ": ") || keyword(text, ":properties:", &rest) ||
                   keyword(text, ":toc:", &rest)) {
            build_close(&build);
            i = read_colon(&build, &lines, i);
        } else if (str_starts(text, "|")) {
            read_row(&build, text, ++i);
        } else if (!text.len || str_starts(text, "#+") || str_starts(text, "# ") ||
                   line_rule(text) >= 5) {
            build_close(&build);
            i++;
        } else {
            size_t mark = list_mark(text);

            if (mark || !build.open)
                build_open(&build, mark ? BLOCK_LIST_ITEM : BLOCK_PARAGRAPH, i + 1);
            i++;
            read_inline(&build, str_slice(text, mark, text.len), i);
        }
    }
    build_finish(&build);
}
