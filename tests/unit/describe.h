#ifndef TESTS_DESCRIBE_H
#define TESTS_DESCRIBE_H
#include "facts/document.h"
#include "util/arena.h"

/* What the tests of the document readers compare: lists as text. Included once a program. */

static const char *const kinds[] = {
    [BLOCK_HEADING] = "heading", [BLOCK_PARAGRAPH] = "paragraph", [BLOCK_LIST_ITEM] = "item",
    [BLOCK_QUOTE] = "quote",     [BLOCK_TABLE] = "table",         [BLOCK_CODE] = "code",
    [BLOCK_HTML] = "html",
};

/* One line a block: kind, lines, text with its newlines as '|' and tabs as '_'. */
static inline char *describe(struct arena *arena, const struct document *document)
{
    struct buf out = {0};
    char *text;

    for (size_t i = 0; i < document->blocks.count; i++) {
        const struct block *block = &document->blocks.items[i];

        buf_printf(&out, "%s %u-%u", kinds[block->kind], block->line, block->end_line);
        if (block->text_line != block->line)
            buf_printf(&out, " from %u", block->text_line);
        if (block->level)
            buf_printf(&out, " level %u", block->level);
        if (block->folded)
            buf_puts(&out, " folded");
        if (block->unclosed)
            buf_puts(&out, " unclosed");
        if (block->label.len)
            buf_printf(&out, " (%.*s)", (int)block->label.len, block->label.ptr);
        buf_puts(&out, ": ");
        for (size_t at = 0; at < block->text.len; at++) {
            char c = block->text.ptr[at];

            buf_printf(&out, "%c", c == '\n' ? '|' : c == '\t' ? '_' : c);
        }
        buf_puts(&out, "\n");
    }
    text = arena_strndup(arena, out.ptr, out.len);
    buf_release(&out);
    return text;
}

/* One line a link: how it was written, line, "image", address, text. */
static inline char *describe_links(struct arena *arena, const struct document *document)
{
    static const char *const ways[] = {"inline", "reference", "auto", "html"};
    struct buf out = {0};
    char *text;

    for (size_t i = 0; i < document->links.count; i++) {
        const struct link *link = &document->links.items[i];

        buf_printf(&out, "%s %u%s %.*s: %.*s\n", ways[link->kind], link->line,
                   link->image ? " image" : "", (int)link->url.len, link->url.ptr,
                   (int)link->text.len, link->text.ptr);
    }
    text = arena_strndup(arena, out.ptr, out.len);
    buf_release(&out);
    return text;
}

static inline char *describe_spans(struct arena *arena, const struct document *document)
{
    struct buf out = {0};
    char *text;

    for (size_t i = 0; i < document->spans.count; i++)
        buf_printf(&out, "%u %.*s\n", document->spans.items[i].line,
                   (int)document->spans.items[i].text.len, document->spans.items[i].text.ptr);
    text = arena_strndup(arena, out.ptr, out.len);
    buf_release(&out);
    return text;
}
#endif
