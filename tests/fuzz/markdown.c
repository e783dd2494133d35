/* Whatever a page holds, in every format: it is taken apart within bounds, every piece lies where
 * it says, and none points outside the lists. */
#include "facts/document.h"
#include "util/arena.h"
#include "util/limits.h"
#include "util/shell.h"

#include <assert.h>
#include <limits.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned count_lines(struct str text)
{
    unsigned count = 1;

    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == '\n';
    return count;
}

static void look_at_blocks(const struct document *document, unsigned lines)
{
    unsigned section = UINT_MAX;

    for (size_t i = 0; i < document->blocks.count; i++) {
        const struct block *block = &document->blocks.items[i];

        assert(block->line >= 1 && block->line <= block->end_line && block->end_line <= lines);
        assert(block->text_line >= block->line && block->text_line <= lines + 1);
        assert(block->section == section);
        assert((block->kind == BLOCK_HEADING) == (block->level > 0) && block->level <= 6);
        assert(text_is_utf8(block->text) && text_is_utf8(block->label));
        if (block->kind == BLOCK_HEADING)
            section = (unsigned)i;
    }
}

static void look_at_pieces(const struct document *document, unsigned lines)
{
    size_t blocks = document->blocks.count;

    for (size_t i = 0; i < document->links.count; i++) {
        const struct link *link = &document->links.items[i];

        assert(link->block < blocks && link->line >= 1 && link->line <= lines);
        assert(text_is_utf8(link->url) && text_is_utf8(link->text));
    }
    for (size_t i = 0; i < document->anchors.count; i++)
        assert(document->anchors.items[i].line >= 1 && document->anchors.items[i].line <= lines &&
               document->anchors.items[i].name.len);
    for (size_t i = 0; i < document->spans.count; i++)
        assert(document->spans.items[i].block < blocks && document->spans.items[i].line >= 1 &&
               document->spans.items[i].line <= lines);
    for (size_t i = 0; i < document->tables.count; i++) {
        const struct table *table = &document->tables.items[i];

        assert(table->block < blocks && table->line >= 1 && table->end_line <= lines);
        for (size_t at = 0; at < table->cell_count; at++)
            assert(table->cells[at].row <= table->rows &&
                   table->cells[at].column < table->columns && table->cells[at].line <= lines);
    }
}

static void look_at_commands(const struct document *document, unsigned lines)
{
    for (size_t i = 0; i < document->commands.count; i++) {
        const struct command *command = &document->commands.items[i];
        struct str line, rest = command->text;

        assert(command->block < document->blocks.count);
        assert(command->line >= 1 && command->line <= lines);
        assert(command->text.len && command->words.len <= command->text.len);
        assert(str_next_line(&rest, &line) && line.len == command->text.len);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const paths[] = {"README.md", "README.rst", "README.org", "README"};
    struct str text = {(const char *)data, size};

    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        struct arena *arena = arena_new();
        struct document document;
        unsigned lines;

        document_parse(arena, paths[i], text, &document);
        lines = count_lines(document.text);
        look_at_blocks(&document, lines);
        look_at_pieces(&document, lines);
        look_at_commands(&document, lines);
        assert(arena_size(arena) <= 64 * MIB + 200 * size);
        arena_free(arena);
    }
    return 0;
}
