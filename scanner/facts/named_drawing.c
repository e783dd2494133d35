/* Drawings of the repository's tree in blocks of code: ├── train.py, or names that are set in
 * below their folder. */
#include "facts/facts.h"
#include "facts/link_path.h"
#include "facts/named.h"
#include "facts/path_token.h"
#include "facts/resolve.h"
#include "util/arena.h"

#include <string.h>
#include <strings.h>

enum {
    MOST_NODES = 400,
    DEEPEST = 16,
    FEWEST = 3, /* nodes of a drawing */
    MOST_FOUND_PARTS = 10,
    ENOUGH_FOUND = 6, /* of ten nodes, for it to show this repository */
};

struct node {
    unsigned line;
    size_t column; /* where the name begins */
    struct str name;
    const char *path; /* from the root */
    bool folder, drawn, there;
};

struct drawing {
    struct node nodes[MOST_NODES];
    size_t count;
    bool has_glyphs;
};

/* Takes the strokes at the beginning of a line off; counts columns, not bytes. */
static size_t skip_strokes(struct str *line, bool *ret_drawn)
{
    static const char *const strokes[] = {
        "\xe2\x94\x9c", "\xe2\x94\x94", "\xe2\x94\x82", "\xe2\x94\x80", "\xe2\x95\xb0",
        "\xe2\x94\x9d", "\xe2\x94\x97", "\xe2\x94\xa3", "\xe2\x94\x83", "\xe2\x94\x81",
        "\xe2\x95\xa0", "\xe2\x95\x9a", "\xe2\x95\x90", "\xe2\x95\x91", "\xe2\x94\x8a"};
    size_t column = 0;

    *ret_drawn = false;
    while (line->len) {
        bool taken = false;

        for (size_t i = 0; !taken && i < sizeof(strokes) / sizeof(*strokes); i++)
            if (str_starts(*line, strokes[i])) {
                *line = str_slice(*line, 3, line->len);
                *ret_drawn = taken = true;
            }
        if (!taken && str_starts(*line, "\xc2\xa0")) {
            *line = str_slice(*line, 2, line->len);
            taken = true;
        }
        if (!taken && strchr(" \t|`+-\\", *line->ptr)) {
            *ret_drawn |= strchr("|`+\\", *line->ptr) != NULL || str_starts(*line, "--");
            column += *line->ptr == '\t' ? 3 : 0;
            *line = str_slice(*line, 1, line->len);
            taken = true;
        }
        if (!taken)
            break;
        column++;
    }
    return column;
}

/* The name that a line of a drawing begins with; what follows is a remark. Empty: no node. */
static struct str name_of(struct str line)
{
    struct str word, rest = line;

    if (!str_next_word(&rest, &word))
        return (struct str){NULL, 0};
    if (str_starts(word, "**") || str_starts(word, "`"))
        while (word.len && strchr("*`", *word.ptr))
            word = str_slice(word, 1, word.len);
    while (word.len && strchr("*`:,", word.ptr[word.len - 1]))
        word.len--;
    return word;
}

/* A remark behind a name is set off: "#", "//", "<-", "(", ":", or two blanks. Words that simply
 * follow are a sentence or a command. */
static bool is_remark(struct str rest)
{
    struct str trimmed = str_trim(rest);

    return !trimmed.len || rest.len - trimmed.len > 1 || strchr("#<(-:/=>[", *trimmed.ptr) ||
           (*trimmed.ptr & 0x80);
}

static bool read_drawing(struct arena *arena, const struct block *block, struct drawing *drawing)
{
    struct str text = block->text, line;
    unsigned number = block->text_line;
    bool folders = false;

    for (; drawing->count < MOST_NODES && str_next_line(&text, &line); number++) {
        struct node node = {.line = number};
        struct str rest = line;

        node.column = skip_strokes(&rest, &node.drawn);
        node.name = name_of(rest);
        if (!node.name.len || *node.name.ptr == '#')
            continue;
        if (!node.drawn && !is_remark(str_slice(
                               rest, (size_t)(node.name.ptr - rest.ptr) + node.name.len, rest.len)))
            return false;
        node.folder = str_ends(node.name, "/");
        while (str_ends(node.name, "/"))
            node.name.len--;
        if (str_starts(node.name, "./"))
            node.name = str_slice(node.name, 2, node.name.len);
        if (!node.name.len)
            node.name = STR(".");
        folders |= node.folder;
        drawing->has_glyphs |= node.drawn;
        drawing->nodes[drawing->count++] = node;
    }
    (void)arena;
    for (size_t i = 0; i + 1 < drawing->count; i++)
        drawing->nodes[i].folder |= drawing->nodes[i + 1].column > drawing->nodes[i].column;
    return drawing->count >= FEWEST && (drawing->has_glyphs || folders);
}

/* "." or the repository's own name: what is below lies at the root. */
static bool is_root(const struct facts *facts, const struct node *node)
{
    const char *own = facts->snapshot->name ? path_base(facts->snapshot->name) : "";

    return str_equal(node->name, ".") || str_equal(node->name, "..") ||
           str_equal_nocase(node->name, own) || str_starts(node->name, "<") ||
           str_starts(node->name, "$");
}

static bool exists(const struct facts *facts, const char *path)
{
    return tree_find(&facts->tree, path) || tree_has_folder(&facts->tree, path);
}

/* Gives each node its path below `root`; counts those that are there. */
static size_t lay_out(const struct facts *facts, struct drawing *drawing, struct str root,
                      size_t first)
{
    const struct node *stack[DEEPEST];
    size_t depth = 0, found = 0;

    for (size_t i = first; i < drawing->count; i++) {
        struct node *node = &drawing->nodes[i];

        while (depth && stack[depth - 1]->column >= node->column)
            depth--;
        node->path =
            path_join(facts->arena, depth ? str_of(stack[depth - 1]->path) : root, node->name);
        node->there = exists(facts, node->path);
        found += node->there;
        if (node->folder && depth < DEEPEST)
            stack[depth++] = node;
    }
    return found;
}

/* Where the drawing is hung: at the root, at the folder that its first line names, or at a folder
 * of the page. *ret_first: the first node below it. */
static bool hang(const struct named_walk *walk, struct drawing *drawing, struct str *ret_root,
                 size_t *ret_first)
{
    const struct facts *facts = walk->facts;
    struct str roots[3] = {{"", 0}, path_folder(walk->page->path), {"", 0}};
    bool headed = drawing->count > FEWEST && drawing->nodes[0].folder &&
                  drawing->nodes[1].column > drawing->nodes[0].column;
    size_t first = headed ? 1 : 0, best = 0;

    for (size_t i = 0; i < 2; i++)
        for (size_t skip = 0; skip <= first; skip++) {
            size_t found;

            if (i && !roots[i].len)
                continue;
            if (!skip && headed && is_root(facts, &drawing->nodes[0]))
                continue;
            if (skip && !is_root(facts, &drawing->nodes[0]) &&
                exists(facts, path_join(facts->arena, roots[i], drawing->nodes[0].name)))
                continue;
            found = lay_out(facts, drawing, roots[i], skip);
            if (found * MOST_FOUND_PARTS >= (drawing->count - skip) * ENOUGH_FOUND &&
                found > best) {
                best = found;
                *ret_root = roots[i];
                *ret_first = skip;
            }
        }
    return best >= FEWEST - 1;
}

static void look_at(struct named_walk *walk, unsigned index)
{
    const struct facts *facts = walk->facts;
    struct drawing *drawing = arena_alloc(facts->arena, sizeof(*drawing));
    struct str root;
    size_t first;

    if (!read_drawing(facts->arena, &walk->page->blocks.items[index], drawing) ||
        !hang(walk, drawing, &root, &first))
        return;
    lay_out(facts, drawing, root, first);
    for (size_t i = first; i < drawing->count; i++) {
        const struct node *node = &drawing->nodes[i];
        struct str folder = path_folder(node->path);

        if (!token_is_path(node->name) || token_kind(node->name) == TOKEN_OTHER || node->folder ||
            !tree_has_folder(&facts->tree, str_dup(facts->arena, folder)))
            continue;
        named_note(walk, &(struct named){.where = NAMED_DRAWING,
                                         .block = index,
                                         .line = node->line,
                                         .name = str_of(path_base(node->path)),
                                         .cwd = {node->path, folder.len}});
    }
}

static bool may_be_drawing(const struct block *block)
{
    return block->kind == BLOCK_CODE &&
           (str_contains(block->text, "\xe2\x94") || str_contains(block->text, "|-") ||
            str_contains(block->text, "/\n") || str_contains(block->text, "\xe2\x95"));
}

void named_in_drawings(struct named_walk *walk)
{
    for (unsigned i = 0; i < walk->page->blocks.count; i++)
        if (may_be_drawing(&walk->page->blocks.items[i]))
            look_at(walk, i);
}
