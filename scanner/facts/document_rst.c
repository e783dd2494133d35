/* reStructuredText: what a README needs of it. Directives whose content is text are read as text;
 * what is not understood is text. */
#include "facts/document_rst.h"
#include "facts/document_formats.h"
#include "facts/document_html.h"
#include "facts/document_lines.h"
#include "util/arena.h"

#include <string.h>

/* Titles: the levels are those of the first seen ways to mark them. */

enum { WAYS = 12 };

struct rst {
    struct build build;
    struct document_html html;
    struct lines lines;
    struct rst_names names;
    char ways[WAYS]; /* rule characters in order of appearance; with a line above: upper bit */
    unsigned way_count;
};

static unsigned level_of(struct rst *rst, char rule, bool above)
{
    char way = (char)(rule | (above ? 0x80 : 0));
    unsigned i = 0;

    while (i < rst->way_count && rst->ways[i] != way)
        i++;
    if (i == rst->way_count && i < WAYS)
        rst->ways[rst->way_count++] = way;
    return i < 6 ? i + 1 : 6;
}

/* Whether line i is a title's text over its rule. A rule may be shorter than wide characters and
 * careless authors make it, not than four. */
static bool is_title(const struct lines *lines, unsigned i)
{
    size_t rule = line_rule(line_at(lines, i + 1)), length = str_trim(line_at(lines, i)).len;

    return length && !line_rule(line_at(lines, i)) && line_indent(line_at(lines, i + 1)) == 0 &&
           (rule >= length || rule >= 4);
}

static void add_title(struct rst *rst, unsigned i, unsigned level, unsigned from, unsigned to)
{
    struct build *build = &rst->build;

    build_open(build, BLOCK_HEADING, from + 1)->level = level;
    rst_inline(build, &rst->names, str_trim(rst->lines.items[i]), i + 1);
    build_reach(build, to + 1);
    build_close(build);
}

/* Reads a title, if one begins here; 0: none, else how many lines it takes. */
static unsigned read_title(struct rst *rst, unsigned i)
{
    const struct lines *lines = &rst->lines;
    struct str line = line_at(lines, i);
    size_t rule = line_rule(line);

    if (rule >= 3 && line_indent(line) == 0 && !line_is_blank(lines, i + 1) &&
        line_rule(line_at(lines, i + 2)) >= 3 && line_at(lines, i + 2).ptr[0] == line.ptr[0] &&
        !line_rule(line_at(lines, i + 1)) && line_at(lines, i + 1).len <= rule) {
        add_title(rst, i + 1, level_of(rst, line.ptr[0], true), i, i + 2);
        return 3;
    }
    if (line_indent(line) == 0 && is_title(lines, i)) {
        add_title(rst, i, level_of(rst, str_trim(line_at(lines, i + 1)).ptr[0], false), i, i + 1);
        return 2;
    }
    return 0;
}

/* Directives */

/* The value of ":name: value" among a directive's options; empty: none. */
static struct str option(const struct lines *lines, unsigned from, unsigned to, const char *name)
{
    for (unsigned i = from; i < to; i++) {
        struct str line = str_trim(lines->items[i]);
        size_t length = strlen(name);

        if (!str_starts(line, ":"))
            break;
        if (str_starts(str_slice(line, 1, line.len), name) && line.len > length + 1 &&
            line.ptr[length + 1] == ':')
            return str_trim(str_slice(line, length + 2, line.len));
    }
    return (struct str){NULL, 0};
}

static unsigned skip_options(const struct lines *lines, unsigned from, unsigned to)
{
    while (from < to && str_starts(str_trim(lines->items[from]), ":"))
        from++;
    return from;
}

static void read_image(struct rst *rst, struct str argument, unsigned i, unsigned end)
{
    struct build *build = &rst->build;
    struct str target = option(&rst->lines, i + 1, end, "target"), after = target;
    struct link link = {.line = i + 1};

    if (!build->open)
        build_open(build, BLOCK_PARAGRAPH, i + 1);
    if (target.len) {
        if (str_ends(target, "_"))
            target = rst_name(&rst->names, str_slice(target, 0, target.len - 1));
        link.url = target.len ? target : after;
        build_link_open(build, &link);
    }
    link.image = true;
    link.url = argument;
    build_link_open(build, &link);
    build_text(build, option(&rst->lines, i + 1, end, "alt"), 0);
    build_link_close(build, true, false);
    if (target.len)
        build_link_close(build, false, false);
}

static void read_html(struct rst *rst, unsigned from, unsigned to)
{
    struct buf fragment = {0};

    for (unsigned i = from; i < to; i++) {
        buf_add(&fragment, rst->lines.items[i]);
        buf_puts(&fragment, "\n");
    }
    build_close(&rst->build);
    document_html_read(&rst->html, (struct str){fragment.ptr, fragment.len}, from + 1, false);
    buf_release(&fragment);
}

enum directive { DIRECTIVE_TEXT, DIRECTIVE_CODE, DIRECTIVE_IMAGE, DIRECTIVE_HTML, DIRECTIVE_SKIP };

static const struct {
    const char *name;
    enum directive what;
} directives[] = {
    {"code-block", DIRECTIVE_CODE},     {"code", DIRECTIVE_CODE},
    {"sourcecode", DIRECTIVE_CODE},     {"highlight", DIRECTIVE_SKIP},
    {"prompt", DIRECTIVE_CODE},         {"parsed-literal", DIRECTIVE_CODE},
    {"literalinclude", DIRECTIVE_SKIP}, {"image", DIRECTIVE_IMAGE},
    {"figure", DIRECTIVE_IMAGE},        {"raw", DIRECTIVE_HTML},
    {"contents", DIRECTIVE_SKIP},       {"toctree", DIRECTIVE_SKIP},
    {"include", DIRECTIVE_SKIP},        {"meta", DIRECTIVE_SKIP},
    {"math", DIRECTIVE_SKIP},           {"role", DIRECTIVE_SKIP},
    {"default-role", DIRECTIVE_SKIP},   {"replace", DIRECTIVE_SKIP},
};

static enum directive directive_of(struct str name)
{
    for (size_t i = 0; i < sizeof(directives) / sizeof(directives[0]); i++)
        if (str_equal(name, directives[i].name))
            return directives[i].what;
    return DIRECTIVE_TEXT;
}

/* ".. name:: argument" with what is indented below it; returns the line to go on with. The content
 * of a note and its like is read as if it stood by itself. */
static unsigned read_directive(struct rst *rst, unsigned i, struct str name, struct str argument)
{
    unsigned indent = line_indent(rst->lines.items[i]);
    unsigned end = lines_end_of_indented(&rst->lines, i + 1, indent + 1);
    unsigned content = skip_options(&rst->lines, i + 1, end);

    switch (directive_of(name)) {
    case DIRECTIVE_CODE:
        lines_code(&rst->build, &rst->lines, content, end, i + 1, SHOWN_FENCE, argument);
        return end;
    case DIRECTIVE_IMAGE:
        read_image(rst, argument, i, end);
        return content;
    case DIRECTIVE_HTML:
        if (str_equal(argument, "html"))
            read_html(rst, content, end);
        return end;
    case DIRECTIVE_SKIP:
        return end;
    case DIRECTIVE_TEXT:
        build_close(&rst->build);
        if (argument.len) {
            build_open(&rst->build, BLOCK_PARAGRAPH, i + 1);
            rst_inline(&rst->build, &rst->names, argument, i + 1);
        }
        return content;
    }
    return end;
}

/* What begins with "..": a directive, a substitution, a name for what follows, a comment. */
static unsigned read_explicit(struct rst *rst, unsigned i)
{
    struct str line = str_trim(rst->lines.items[i]);
    struct str text = str_trim(str_slice(line, 2, line.len));
    unsigned indent = line_indent(rst->lines.items[i]);
    const char *colons;

    if (str_starts(text, "_")) {
        struct str name = str_slice(text, 1, text.len);

        if (str_ends(name, ":")) {
            name.len--;
            build_anchor(&rst->build, name, i + 1);
        }
        return i + 1; /* addresses were collected before */
    }
    if (str_starts(text, "|")) { /* |name| image:: address */
        const char *bar = memchr(text.ptr + 1, '|', text.len - 1);

        if (!bar)
            return i + 1;
        text = str_trim(str_slice(text, (size_t)(bar - text.ptr) + 1, text.len));
    }
    colons = text.ptr ? memmem(text.ptr, text.len, "::", 2) : NULL;
    if (colons && !memchr(text.ptr, ' ', (size_t)(colons - text.ptr)))
        return read_directive(rst, i, str_slice(text, 0, (size_t)(colons - text.ptr)),
                              str_trim(str_slice(text, (size_t)(colons - text.ptr) + 2, text.len)));
    return lines_end_of_indented(&rst->lines, i + 1, indent + 1);
}

/* Tables */

/* A grid's row between two rules: its lines are joined cell by cell. */
static void read_grid_row(struct rst *rst, unsigned from, unsigned to)
{
    struct build *build = &rst->build;
    struct str rest[64];
    unsigned rows = to - from < 64 ? to - from : 64;
    bool more = true;

    build_table_row(build);
    for (unsigned i = 0; i < rows; i++) {
        rest[i] = str_trim(rst->lines.items[from + i]);
        rest[i] = str_slice(rest[i], 1, rest[i].len);
    }
    while (more) {
        more = false;
        for (unsigned i = 0; i < rows; i++) {
            const char *bar = rest[i].len ? memchr(rest[i].ptr, '|', rest[i].len) : NULL;
            struct str cell = str_slice(rest[i], 0, bar ? (size_t)(bar - rest[i].ptr) : 0);

            if (!bar)
                continue;
            if (!more)
                build_table_cell(build, from + i + 1);
            rst_inline(build, &rst->names, str_trim(cell), from + i + 1);
            rest[i] = str_slice(rest[i], cell.len + 1, rest[i].len);
            more = true;
        }
    }
}

static bool is_grid_rule(struct str line)
{
    line = str_trim(line);
    for (size_t i = 0; i < line.len; i++)
        if (!strchr("+-=", line.ptr[i]))
            return false;
    return line.len > 2 && line.ptr[0] == '+';
}

static unsigned read_grid(struct rst *rst, unsigned i)
{
    unsigned from = i + 1;

    build_table_open(&rst->build, i + 1);
    for (i++; i < rst->lines.count; i++) {
        struct str line = str_trim(rst->lines.items[i]);

        if (is_grid_rule(line)) {
            if (i > from)
                read_grid_row(rst, from, i);
            from = i + 1;
        } else if (!str_starts(line, "|")) {
            break;
        }
    }
    build_reach(&rst->build, i);
    build_table_close(&rst->build);
    return i;
}

/* "=====  ====": where the columns of a simple table begin and end. */
static unsigned simple_columns(struct str line, size_t starts[32], size_t ends[32])
{
    unsigned count = 0;

    for (size_t i = 0; i < line.len;) {
        size_t start = i;

        while (i < line.len && line.ptr[i] == '=')
            i++;
        if (i > start && count < 32) {
            starts[count] = start;
            ends[count++] = i;
        }
        if (i < line.len && line.ptr[i] != ' ' && line.ptr[i] != '=')
            return 0;
        while (i < line.len && line.ptr[i] == ' ')
            i++;
    }
    return count > 1 ? count : 0;
}

/* An offset moved on to where a character begins. */
static size_t whole(struct str line, size_t at)
{
    while (at < line.len && ((unsigned char)line.ptr[at] & 0xc0) == 0x80)
        at++;
    return at;
}

static unsigned read_simple(struct rst *rst, unsigned i)
{
    size_t starts[32], ends[32];
    unsigned columns = simple_columns(rst->lines.items[i], starts, ends), rules = 1;

    build_table_open(&rst->build, i + 1);
    for (i++; i < rst->lines.count && rules < 3; i++) {
        size_t more[32], others[32];
        struct str line = rst->lines.items[i];

        if (simple_columns(line, more, others)) {
            rules++;
            if (rules == 2 && line_is_blank(&rst->lines, i + 1))
                rules = 3; /* no head */
            continue;
        }
        if (!str_trim(line).len)
            continue;
        build_table_row(&rst->build);
        for (unsigned column = 0; column < columns; column++) {
            size_t end = column + 1 < columns ? starts[column + 1] : line.len;

            build_table_cell(&rst->build, i + 1);
            rst_inline(&rst->build, &rst->names,
                       str_trim(str_slice(line, whole(line, starts[column]), whole(line, end))),
                       i + 1);
        }
    }
    build_reach(&rst->build, i);
    build_table_close(&rst->build);
    return i;
}

/* Paragraphs */

/* Text up to a blank line; "::" at its end begins a literal block. */
static unsigned read_paragraph(struct rst *rst, unsigned i)
{
    struct build *build = &rst->build;
    const struct lines *lines = &rst->lines;
    struct str text = str_trim(lines->items[i]);
    unsigned indent = line_indent(lines->items[i]), end;
    size_t mark = list_mark(text);

    build_open(build, mark ? BLOCK_LIST_ITEM : indent ? BLOCK_QUOTE : BLOCK_PARAGRAPH, i + 1);
    text = str_slice(text, mark, text.len);
    for (;;) {
        rst_inline(build, &rst->names, text, i + 1);
        i++;
        if (line_is_blank(lines, i) || str_starts(str_trim(line_at(lines, i)), ".. ") ||
            list_mark(str_trim(line_at(lines, i))) || is_title(lines, i))
            break;
        if (str_ends(text, "::") && line_indent(lines->items[i]) > indent)
            break;
        text = str_trim(lines->items[i]);
    }
    build_close(build);
    if (!str_ends(text, "::"))
        return i;
    end = lines_end_of_indented(lines, i, indent + 1);
    if (end > i) {
        while (line_is_blank(lines, i))
            i++;
        lines_code(build, lines, i, end, i + 1, SHOWN_INDENTED, (struct str){NULL, 0});
    }
    return end;
}

static unsigned read_doctest(struct rst *rst, unsigned i)
{
    unsigned end = i;

    while (end < rst->lines.count && !line_is_blank(&rst->lines, end))
        end++;
    lines_code(&rst->build, &rst->lines, i, end, i + 1, SHOWN_INDENTED, STR("pycon"));
    return end;
}

void rst_read(struct arena *arena, struct document *document)
{
    struct rst rst = {.lines = lines_of(arena, document->text)};
    size_t starts[32], ends[32];

    build_start(&rst.build, arena, document);
    rst.html.build = &rst.build;
    rst_names_collect(&rst.names, arena, &rst.lines);
    for (unsigned i = 0, taken; i < rst.lines.count;) {
        struct str text = str_trim(rst.lines.items[i]);

        if (!text.len || (line_rule(text) >= 4 && line_is_blank(&rst.lines, i + 1) &&
                          !simple_columns(text, starts, ends))) {
            build_close(&rst.build);
            i++;
        } else if ((taken = read_title(&rst, i))) {
            i += taken;
        } else if (str_starts(text, ".. ") || str_equal(text, "..")) {
            i = read_explicit(&rst, i);
        } else if (is_grid_rule(text)) {
            i = read_grid(&rst, i);
        } else if (simple_columns(rst.lines.items[i], starts, ends)) {
            i = read_simple(&rst, i);
        } else if (str_starts(text, ">>>")) {
            i = read_doctest(&rst, i);
        } else if (str_starts(text, "__ ")) {
            i++; /* an anonymous address, collected before */
        } else {
            i = read_paragraph(&rst, i);
        }
    }
    build_finish(&rst.build);
}
