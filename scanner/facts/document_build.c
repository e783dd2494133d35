#include "facts/document_build.h"

#include "util/arena.h"
#include "util/slug.h"

#include <limits.h>

void build_start(struct build *build, struct arena *arena, struct document *document)
{
    *build = (struct build){.arena = arena, .document = document, .section = UINT_MAX};
    map_init(&build->slugs, arena);
    build->slugger = slugger_new(arena);
}

void build_finish(struct build *build)
{
    build_close(build);
    build_table_close(build);
    buf_release(&build->text);
    buf_release(&build->link_text);
    buf_release(&build->span_text);
    buf_release(&build->cell_text);
}

static struct str keep(struct build *build, struct str text)
{
    return (struct str){str_dup(build->arena, text), text.len};
}

static struct str view(const struct buf *buf) { return (struct str){buf->ptr, buf->len}; }

unsigned build_index(const struct build *build) { return (unsigned)build->document->blocks.count; }

struct block *build_open(struct build *build, enum block_kind kind, unsigned line)
{
    build_close(build);
    build->open = true;
    build->used = false;
    build->block = (struct block){
        .kind = kind,
        .line = line,
        .end_line = line,
        .text_line = line,
        .section = build->section,
        .folded = build->folded > 0,
    };
    build->text.len = 0;
    build->text_line = line;
    if (line > build->line)
        build->line = line;
    return &build->block;
}

static void add_anchor(struct build *build, struct str name, unsigned line)
{
    if (name.len)
        *ARENA_PUSH(build->arena, &build->document->anchors) =
            (struct anchor){.line = line, .name = name};
}

/* A heading is found by its slug, and by that of its text without blanks at the ends: what GitHub
 * makes of the blanks that an image or a tag leaves there has changed over time. */
static void add_heading_anchors(struct build *build)
{
    struct str text = view(&build->text), trimmed = str_trim(text);
    struct str slug = slug_of(build->slugger, build->arena, text);
    size_t before = map_get(&build->slugs, slug);

    if (before == MAP_NONE)
        before = 0;
    map_set(&build->slugs, slug, before + 1);
    for (;;) {
        if (before)
            slug = str_of(arena_printf(build->arena, "%.*s-%zu", (int)slug.len, slug.ptr, before));
        add_anchor(build, slug, build->block.line);
        if (trimmed.len == text.len)
            return;
        slug = slug_of(build->slugger, build->arena, trimmed);
        text = trimmed;
    }
}

/* Text without blanks at its ends, with the line that it then begins on. */
static struct str trim(struct block *block, struct str text)
{
    struct str trimmed = str_trim(text);

    for (const char *at = text.ptr; trimmed.len && at < trimmed.ptr; at++)
        block->text_line += *at == '\n';
    return trimmed;
}

void build_close(struct build *build)
{
    struct block *block = &build->block;
    struct str text = view(&build->text);

    if (!build->open)
        return;
    build_span_close(build);
    build->links_ignored = 0;
    while (build->link_count)
        build_link_close(build, build->links[build->link_count - 1].image,
                         build->links[build->link_count - 1].kind == LINK_HTML);
    build->open = false;
    if (!block->line) /* nothing in it has told: where the text before ended */
        block->line = build->line ? build->line : 1;
    if (!block->text_line)
        block->text_line = block->line;
    if (block->end_line < block->line)
        block->end_line = block->line;
    if (block->kind == BLOCK_HEADING)
        add_heading_anchors(build);
    if (block->kind != BLOCK_CODE) {
        text = trim(block, text);
        if (!text.len && !build->used && block->kind != BLOCK_HEADING && block->kind != BLOCK_TABLE)
            return;
    }
    block->text = keep(build, text);
    if (block->kind == BLOCK_HEADING)
        build->section = build_index(build);
    *ARENA_PUSH(build->arena, &build->document->blocks) = *block;
}

void build_reach(struct build *build, unsigned line)
{
    if (line > build->line)
        build->line = line;
    if (!build->open)
        return;
    if (!build->block.line)
        build->block.line = build->block.text_line = build->text_line = line;
    if (line > build->block.end_line)
        build->block.end_line = line;
}

static unsigned count_newlines(struct str text)
{
    unsigned count = 0;

    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == '\n';
    return count;
}

/* Adds text as one line: newlines become blanks. */
static void add_flat(struct buf *buf, struct str text)
{
    size_t from = buf->len;

    buf_add(buf, text);
    for (; from < buf->len; from++)
        if (buf->ptr[from] == '\n')
            buf->ptr[from] = ' ';
}

void build_text(struct build *build, struct str text, unsigned line)
{
    struct str body = str_trim(text);

    if (!build->open)
        return;
    if (line && (body.len || build->in_span)) {
        size_t before = body.len ? (size_t)(body.ptr - text.ptr) : 0;
        unsigned first = line + count_newlines(str_slice(text, 0, before));

        build_reach(build, first);
        build_reach(build, first + count_newlines(body));
        for (unsigned i = 0; i < build->link_count; i++)
            if (!build->links[i].line)
                build->links[i].line = first;
        if (build->in_span && !build->span_line)
            build->span_line = first;
    }
    if (build->link_count) {
        if (line > build->text_line && build->link_text.len)
            buf_puts(&build->link_text, " ");
        add_flat(&build->link_text, text);
    }
    if (build->images)
        return;
    if (build->in_span)
        add_flat(&build->span_text, text);
    if (build->in_cell)
        add_flat(&build->cell_text, text);
    if (line && !build->block.line) /* blanks before anything else */
        return;
    for (; line > build->text_line; build->text_line++)
        buf_puts(&build->text, "\n");
    buf_add(&build->text, text);
    build->text_line += count_newlines(text);
}

void build_link_open(struct build *build, const struct link *link)
{
    struct link *open;

    if (!build->open)
        return;
    build->used = true;
    if (build->link_count == BUILD_LINKS) {
        build->links_ignored++;
        return;
    }
    if (link->line)
        build_reach(build, link->line);
    open = &build->links[build->link_count];
    *open = *link;
    open->block = build_index(build);
    open->url = keep(build, link->url);
    build->link_starts[build->link_count++] = build->link_text.len;
    build->images += link->image;
}

void build_link_reach(struct build *build, unsigned line)
{
    if (!build->link_count || !line)
        return;
    if (!build->links[build->link_count - 1].line)
        build->links[build->link_count - 1].line = line;
    build_reach(build, line);
}

static void pop_link(struct build *build)
{
    struct link *link = &build->links[--build->link_count];

    link->text = keep(build, str_trim(str_slice(view(&build->link_text),
                                                build->link_starts[build->link_count], SIZE_MAX)));
    if (!link->line)
        link->line = build->line ? build->line : 1;
    build->images -= link->image;
    if (!build->link_count)
        build->link_text.len = 0;
    *ARENA_PUSH(build->arena, &build->document->links) = *link;
}

void build_link_close(struct build *build, bool image, bool html)
{
    if (build->links_ignored && !html) {
        build->links_ignored--;
        return;
    }
    while (build->link_count) {
        const struct link *top = &build->links[build->link_count - 1];
        bool ours = top->image == image && (top->kind == LINK_HTML) == html;

        if (!ours && (html || top->kind != LINK_HTML))
            return;
        pop_link(build);
        if (ours)
            return;
    }
}

void build_anchor(struct build *build, struct str name, unsigned line)
{
    add_anchor(build, keep(build, name), line);
}

void build_span_open(struct build *build, unsigned line)
{
    build_span_close(build);
    build->in_span = true;
    build->span_line = line;
    build->span_text.len = 0;
}

void build_span_close(struct build *build)
{
    if (!build->in_span)
        return;
    build->in_span = false;
    build->used = true;
    *ARENA_PUSH(build->arena, &build->document->spans) = (struct code_span){
        .line = build->span_line ? build->span_line : build->line,
        .block = build_index(build),
        .text = keep(build, view(&build->span_text)),
    };
}

void build_table_open(struct build *build, unsigned line)
{
    build_table_close(build);
    build_open(build, BLOCK_TABLE, line);
    build->in_table = true;
    build->table = (struct table){.line = line, .block = build_index(build)};
    build->row = build->column = UINT_MAX; /* row 0 and column 0 are next */
    build->cells.items = NULL;
    build->cells.count = build->cells.capacity = 0;
}

void build_table_row(struct build *build)
{
    build_table_cell_close(build);
    build->row++;
    build->column = UINT_MAX;
}

void build_table_cell(struct build *build, unsigned line)
{
    build_table_cell_close(build);
    if (build->row == UINT_MAX)
        build_table_row(build);
    build->column++;
    build->in_cell = true;
    build->cell = (struct cell){.line = line, .row = build->row, .column = build->column};
    if (line)
        build_reach(build, line);
    if (build->open)
        build_text(build, build->column ? STR("\t") : STR(""), line);
    build->cell_text.len = 0;
}

void build_table_cell_close(struct build *build)
{
    if (!build->in_cell)
        return;
    build->in_cell = false;
    build->cell.text = keep(build, str_trim(view(&build->cell_text)));
    *ARENA_PUSH(build->arena, &build->cells) = build->cell;
    if (build->column >= build->table.columns)
        build->table.columns = build->column + 1;
}

void build_table_close(struct build *build)
{
    struct table *table = &build->table;

    if (!build->in_table)
        return;
    build_table_cell_close(build);
    build->in_table = false;
    if (build->open && build->block.kind == BLOCK_TABLE) {
        if (!table->line)
            table->line = build->block.line;
        build_close(build);
    }
    table->end_line = build->line > table->line ? build->line : table->line;
    table->rows = build->row == UINT_MAX ? 0 : build->row;
    table->cells = build->cells.items;
    table->cell_count = build->cells.count;
    *ARENA_PUSH(build->arena, &build->document->tables) = *table;
}
