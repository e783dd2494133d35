/* Markdown as GitHub reads it: the only file that knows md4c. Its callbacks tell what is there but
 * not where; yet the text that they pass is a view of the source, so the line of every piece is
 * known exactly, and what has no text (an empty fence) lies between its neighbours. */
#include "facts/document_build.h"
#include "facts/document_formats.h"
#include "facts/document_html.h"
#include "facts/markdown_prepare.h"
#include "facts/markdown_source.h"
#include "util/arena.h"
#include "util/html.h"
#include "util/limits.h"

#include <limits.h>
#include <md4c.h>
#include <string.h>

enum { TEXT_BYTES = 8 * MIB /* that md4c may pass; link definitions used often multiply theirs */ };

struct container {
    MD_BLOCKTYPE type;
    bool used; /* an item's first paragraph was seen */
};

struct markdown {
    struct build build;
    struct document_html html;
    struct source source;
    size_t events, bytes;

    struct {
        struct container *items;
        size_t count, capacity;
    } containers;

    struct buf raw; /* raw HTML that was not read yet */
    unsigned raw_line;
    unsigned raw_rows; /* newlines in raw before the first piece whose line is known */

    bool in_code, in_html;
    char fence;
    unsigned code_line;  /* where its text begins; 0: not known */
    unsigned code_rows;  /* lines so far */
    unsigned table_line; /* of the table's head; 0: not known */
};

/* Text */

static void add_entity(struct buf *out, struct str entity)
{
    char text[8];
    struct str name = str_slice(entity, 1, entity.len - 1);
    uint32_t code = 0;

    if (!str_starts(entity, "&#")) {
        if (html_entity(name, text))
            buf_puts(out, text);
        else
            buf_add(out, entity);
        return;
    }
    name = str_slice(name, 1, name.len);
    if (name.len && (name.ptr[0] | 0x20) == 'x') {
        for (size_t i = 1; i < name.len; i++)
            code = code * 16 + (uint32_t)(name.ptr[i] <= '9' ? name.ptr[i] - '0'
                                                             : (name.ptr[i] | 32) - 'a' + 10);
    } else {
        for (size_t i = 0; i < name.len; i++)
            code = code * 10 + (uint32_t)(name.ptr[i] - '0');
    }
    buf_add_character(out, code);
}

/* An attribute (an address, a fence's label) with its entities resolved. */
static struct str attribute(struct arena *arena, const MD_ATTRIBUTE *attribute)
{
    struct buf out = {0};
    struct str text;

    for (unsigned i = 0; attribute->text && attribute->substr_offsets[i] < attribute->size; i++) {
        struct str part = {attribute->text + attribute->substr_offsets[i],
                           attribute->substr_offsets[i + 1] - attribute->substr_offsets[i]};

        if (attribute->substr_types[i] == MD_TEXT_ENTITY)
            add_entity(&out, part);
        else if (attribute->substr_types[i] == MD_TEXT_NULLCHAR)
            buf_add_character(&out, 0xfffd);
        else
            buf_add(&out, part);
    }
    text = (struct str){arena_strndup(arena, out.ptr, out.len), out.len};
    buf_release(&out);
    return text;
}

static bool too_much(struct markdown *markdown, size_t bytes)
{
    markdown->bytes += bytes;
    return ++markdown->events > LIMIT_MARKDOWN_EVENTS || markdown->bytes > TEXT_BYTES;
}

/* Opens a block for text that md4c gives without one: in a tight list's item. */
static void ensure_block(struct markdown *markdown)
{
    struct container *inner = markdown->containers.count
                                  ? &markdown->containers.items[markdown->containers.count - 1]
                                  : NULL;

    if (markdown->build.open)
        return;
    build_open(&markdown->build,
               !inner                                       ? BLOCK_PARAGRAPH
               : inner->type == MD_BLOCK_QUOTE              ? BLOCK_QUOTE
               : inner->type == MD_BLOCK_LI && !inner->used ? BLOCK_LIST_ITEM
                                                            : BLOCK_PARAGRAPH,
               0);
    if (inner)
        inner->used = true;
}

/* Reads the inline tags that were collected. */
static void flush_tags(struct markdown *markdown)
{
    if (!markdown->raw.len || markdown->in_html)
        return;
    ensure_block(markdown);
    document_html_read(&markdown->html, (struct str){markdown->raw.ptr, markdown->raw.len},
                       markdown->raw_line ? markdown->raw_line : markdown->build.line, true);
    markdown->raw.len = 0;
}

static void add_raw(struct markdown *markdown, struct str text, unsigned line)
{
    if (!markdown->raw.len)
        markdown->raw_line = markdown->raw_rows = 0;
    if (line) {
        if (!markdown->raw_line)
            markdown->raw_line = line - markdown->raw_rows;
        if (!markdown->in_html)
            build_reach(&markdown->build, line);
    }
    if (!markdown->raw_line && str_equal(text, "\n"))
        markdown->raw_rows++;
    buf_add(&markdown->raw, text);
}

static void add_code(struct markdown *markdown, struct str text, unsigned line)
{
    if (line && !markdown->code_line)
        markdown->code_line = line - markdown->code_rows;
    if (str_equal(text, "\n"))
        markdown->code_rows++;
    buf_add(&markdown->build.text, text);
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *context)
{
    struct markdown *markdown = context;
    size_t offset = source_offset(&markdown->source, text);
    unsigned line = source_line(&markdown->source, text);
    struct str part = {offset == SIZE_MAX ? text : markdown->source.text.ptr + offset, size};

    if (too_much(markdown, size))
        return 1;
    if (markdown->in_code) {
        add_code(markdown, type == MD_TEXT_NULLCHAR ? STR("\xef\xbf\xbd") : part, line);
        return 0;
    }
    if (type == MD_TEXT_HTML || markdown->in_html) {
        if (!markdown->in_html)
            ensure_block(markdown);
        add_raw(markdown, part, line);
        return 0;
    }
    flush_tags(markdown);
    ensure_block(markdown);
    switch (type) {
    case MD_TEXT_NORMAL:
    case MD_TEXT_CODE:
    case MD_TEXT_LATEXMATH:
    case MD_TEXT_HTML:
        build_text(&markdown->build, part, line);
        break;
    case MD_TEXT_NULLCHAR:
        build_text(&markdown->build, STR("\xef\xbf\xbd"), line);
        break;
    case MD_TEXT_BR:
    case MD_TEXT_SOFTBR:
        build_text(&markdown->build, STR("\n"), 0);
        break;
    case MD_TEXT_ENTITY: {
        struct buf out = {0};

        add_entity(&out, part);
        build_text(&markdown->build, (struct str){out.ptr, out.len}, line);
        buf_release(&out);
        break;
    }
    }
    return 0;
}

/* Blocks */

static void open_code(struct markdown *markdown, const MD_BLOCK_CODE_DETAIL *detail)
{
    struct build *build = &markdown->build;
    struct block *block;

    build_open(build, BLOCK_CODE, 0);
    block = &build->block;
    markdown->in_code = true;
    markdown->fence = detail->fence_char;
    markdown->code_line = markdown->code_rows = 0;
    block->shown = detail->fence_char ? SHOWN_FENCE : SHOWN_INDENTED;
    if (detail->fence_char && detail->info.size) {
        unsigned line = source_line(&markdown->source, detail->info.text);

        block->label = attribute(build->arena, &detail->info);
        if (line)
            markdown->code_line = line + 1;
    }
}

static bool consists_of(struct str text, char c, size_t least)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != c)
            return false;
    return text.len >= least;
}

/* A fence without a label around nothing: the next one after what came before. */
static unsigned find_fence(const struct markdown *markdown, unsigned after)
{
    unsigned last = source_last_line(&markdown->source);

    for (unsigned line = after + 1; line <= last; line++) {
        struct str text = source_text(&markdown->source, line);
        const char *fence = markdown->fence == '~' ? "~~~" : "```";

        if (text.ptr && memmem(text.ptr, text.len, fence, 3))
            return line;
    }
    return last;
}

static void close_code(struct markdown *markdown)
{
    struct build *build = &markdown->build;
    struct block *block = &build->block;
    unsigned end;

    if (!markdown->code_line)
        markdown->code_line = markdown->fence ? find_fence(markdown, build->line) + 1
                                              : source_next_line(&markdown->source, build->line);
    block->text_line = markdown->code_line;
    block->line = markdown->code_line - (markdown->fence ? 1 : 0);
    end = markdown->code_line + markdown->code_rows - 1;
    if (markdown->fence) {
        block->unclosed =
            !consists_of(source_bare_line(&markdown->source, end + 1), markdown->fence, 3);
        if (!block->unclosed)
            end++;
    }
    build_reach(build, end);
    markdown->in_code = false;
    build_close(build);
}

static void close_html(struct markdown *markdown)
{
    unsigned line = markdown->raw_line ? markdown->raw_line
                                       : source_next_line(&markdown->source, markdown->build.line);

    markdown->in_html = false;
    document_html_read(&markdown->html, (struct str){markdown->raw.ptr, markdown->raw.len}, line,
                       false);
    for (size_t i = 0; i + 1 < markdown->raw.len; i++)
        line += markdown->raw.ptr[i] == '\n';
    build_reach(&markdown->build, line);
    markdown->raw.len = 0;
}

/* An underlined heading ends with its underline. */
static void close_heading(struct markdown *markdown)
{
    struct build *build = &markdown->build;
    struct str first, under;

    if (!build->block.line)
        build_reach(build, source_next_line(&markdown->source, build->line));
    first = source_bare_line(&markdown->source, build->block.line);
    under = source_bare_line(&markdown->source, build->block.end_line + 1);
    if (!str_starts(first, "#") && build->block.level <= 2 &&
        consists_of(under, build->block.level == 1 ? '=' : '-', 1))
        build_reach(build, build->block.end_line + 1);
    build_close(build);
}

/* Rows of a table stand on consecutive lines, the rule below the head on one of its own; so the
 * line of one cell gives those of all, the empty ones included. */
static unsigned row_line(const struct markdown *markdown, unsigned row)
{
    return markdown->table_line ? markdown->table_line + (row ? row + 1 : 0) : 0;
}

static void close_cell(struct markdown *markdown)
{
    struct build *build = &markdown->build;

    if (!markdown->table_line && build->block.line)
        markdown->table_line = build->block.line - (build->row ? build->row + 1 : 0);
    build_table_cell_close(build);
}

static void close_table(struct markdown *markdown)
{
    struct build *build = &markdown->build;

    if (!markdown->table_line)
        markdown->table_line = source_next_line(&markdown->source, build->line);
    build->block.line = build->block.text_line = build->table.line = markdown->table_line;
    for (size_t i = 0; i < build->cells.count; i++)
        build->cells.items[i].line = row_line(markdown, build->cells.items[i].row);
    build_reach(build, row_line(markdown, build->row == UINT_MAX ? 0 : build->row));
    build_table_close(build);
}

static int on_enter_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    struct markdown *markdown = context;
    struct build *build = &markdown->build;

    if (too_much(markdown, 0))
        return 1;
    flush_tags(markdown);
    switch (type) {
    case MD_BLOCK_DOC:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
        break;
    case MD_BLOCK_QUOTE:
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
    case MD_BLOCK_LI:
        build_close(build);
        *ARENA_PUSH(build->arena, &markdown->containers) = (struct container){.type = type};
        break;
    case MD_BLOCK_HR:
        build_close(build);
        break;
    case MD_BLOCK_H:
        build_open(build, BLOCK_HEADING, 0)->level = ((MD_BLOCK_H_DETAIL *)detail)->level;
        break;
    case MD_BLOCK_CODE:
        open_code(markdown, detail);
        break;
    case MD_BLOCK_HTML:
        build_close(build);
        markdown->in_html = true;
        break;
    case MD_BLOCK_P:
        build_close(build);
        ensure_block(markdown);
        break;
    case MD_BLOCK_TABLE:
        build_table_open(build, 0);
        markdown->table_line = 0;
        break;
    case MD_BLOCK_TR:
        build_table_row(build);
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        build_table_cell(build, row_line(markdown, build->row));
        break;
    }
    return 0;
}

static int on_leave_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    struct markdown *markdown = context;
    struct build *build = &markdown->build;

    (void)detail;
    if (too_much(markdown, 0))
        return 1;
    flush_tags(markdown);
    switch (type) {
    case MD_BLOCK_DOC:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
    case MD_BLOCK_HR:
    case MD_BLOCK_TR:
        break;
    case MD_BLOCK_QUOTE:
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
    case MD_BLOCK_LI:
        build_close(build);
        markdown->containers.count--;
        break;
    case MD_BLOCK_H:
        close_heading(markdown);
        break;
    case MD_BLOCK_CODE:
        close_code(markdown);
        break;
    case MD_BLOCK_HTML:
        close_html(markdown);
        break;
    case MD_BLOCK_P:
        if (!build->block.line)
            build_reach(build, source_next_line(&markdown->source, build->line));
        build_close(build);
        break;
    case MD_BLOCK_TABLE:
        close_table(markdown);
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        close_cell(markdown);
        break;
    }
    return 0;
}

/* Spans */

/* How a link was written shows in what stands before its address: "](" of an inline one, "]:" of a
 * definition. An autolink's address is its text; that is seen when it ends. */
static enum link_kind link_kind(const struct markdown *markdown, const MD_ATTRIBUTE *url)
{
    size_t offset = url->size ? source_offset(&markdown->source, url->text) : SIZE_MAX;

    if (offset == SIZE_MAX)
        return LINK_INLINE;
    while (offset && strchr(" \t\r\n<", markdown->source.text.ptr[offset - 1]))
        offset--;
    return offset && markdown->source.text.ptr[offset - 1] == ':' ? LINK_REFERENCE : LINK_INLINE;
}

static void open_link(struct markdown *markdown, const MD_ATTRIBUTE *url, bool image)
{
    struct link link = {.kind = link_kind(markdown, url), .image = image};

    link.url = attribute(markdown->build.arena, url);
    build_link_open(&markdown->build, &link);
}

static int on_enter_span(MD_SPANTYPE type, void *detail, void *context)
{
    struct markdown *markdown = context;

    flush_tags(markdown);
    ensure_block(markdown);
    if (type == MD_SPAN_A) {
        const MD_SPAN_A_DETAIL *link = detail;

        if (too_much(markdown, link->href.size))
            return 1;
        open_link(markdown, &link->href, false);
    } else if (type == MD_SPAN_IMG) {
        const MD_SPAN_IMG_DETAIL *image = detail;

        if (too_much(markdown, image->src.size))
            return 1;
        open_link(markdown, &image->src, true);
    } else if (type == MD_SPAN_CODE) {
        build_span_open(&markdown->build, 0);
    }
    return too_much(markdown, 0);
}

static bool is_autolink(struct str url, struct str text)
{
    struct str before;

    if (text.len > url.len || !text.len || memcmp(url.ptr + url.len - text.len, text.ptr, text.len))
        return false;
    before = str_slice(url, 0, url.len - text.len);
    return !before.len || str_equal(before, "mailto:") || str_equal(before, "http://");
}

static int on_leave_span(MD_SPANTYPE type, void *detail, void *context)
{
    struct markdown *markdown = context;
    struct build *build = &markdown->build;

    flush_tags(markdown);
    if (type == MD_SPAN_CODE) {
        build_span_close(build);
    } else if (type == MD_SPAN_A || type == MD_SPAN_IMG) {
        struct link *link;
        const MD_ATTRIBUTE *url = type == MD_SPAN_IMG ? &((MD_SPAN_IMG_DETAIL *)detail)->src
                                                      : &((MD_SPAN_A_DETAIL *)detail)->href;

        if (link_kind(markdown, url) == LINK_INLINE)
            build_link_reach(build, source_line(&markdown->source, url->text));
        build_link_close(build, type == MD_SPAN_IMG, false);
        if (!build->document->links.count)
            return too_much(markdown, 0);
        link = &build->document->links.items[build->document->links.count - 1];
        if (type == MD_SPAN_A && link->kind == LINK_INLINE && is_autolink(link->url, link->text))
            link->kind = LINK_AUTO;
    }
    return too_much(markdown, 0);
}

void markdown_read(struct arena *arena, struct document *document)
{
    static const MD_PARSER callbacks = {
        .flags = MD_DIALECT_GITHUB,
        .enter_block = on_enter_block,
        .leave_block = on_leave_block,
        .enter_span = on_enter_span,
        .leave_span = on_leave_span,
        .text = on_text,
    };
    struct prepared prepared = markdown_prepare(arena, document->text);
    struct markdown markdown = {0};
    MD_PARSER parser = callbacks;
    int result;

    if (!prepared.text.len)
        return;
    if (prepared.no_bare_addresses)
        parser.flags &= ~(unsigned)MD_FLAG_PERMISSIVEAUTOLINKS;
    source_index(arena, prepared.text, prepared.parsed, prepared.first_line, &markdown.source);
    build_start(&markdown.build, arena, document);
    markdown.build.line = prepared.first_line - 1;
    markdown.html.build = &markdown.build;
    result = md_parse(prepared.parsed, (MD_SIZE)prepared.text.len, &parser, &markdown);
    if (result)
        document->partial = "the text is too deep or too long to be read to its end";
    else if (markdown.html.cut)
        document->partial = "its HTML is too deep or too long to be read to its end";
    build_finish(&markdown.build);
    buf_release(&markdown.raw);
}
