/* Names of files in sentences, without the marks of code: "run train.py", "train.py: the training
 * loop". Conservative: a word is taken for a file only where it can hardly be anything else. */
#include "facts/facts.h"
#include "facts/link_path.h"
#include "facts/named.h"
#include "facts/path_token.h"
#include "util/arena.h"

#include <string.h>

/* Endings that stand for a file wherever they occur; "Node.js" and "e.g.m" are none. */
static bool is_sure_ending(struct str word)
{
    static const char *const endings[] = {".py", ".ipynb", ".sh", ".R", ".Rmd", ".jl", ".cu"};

    for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
        if (str_ends(word, endings[i]))
            return true;
    return false;
}

/* Words before a name that say it is a file here. */
static bool introduces(struct str word)
{
    static const char *const words[] = {
        "run",     "running", "runs",   "execute", "executing", "see",      "edit",
        "modify",  "using",   "use",    "script",  "file",      "notebook", "in",
        "open",    "launch",  "call",   "calling", "scripts",   "files",    "notebooks",
        "through", "via",     "change", "check",   "editing",   "modifying"};

    return STR_IS_ONE_OF(word, words);
}

static struct str strip(struct str word)
{
    static const char *const marks = "()[]{}\"'`,;:!?*<>";

    while (word.len && strchr(marks, *word.ptr))
        word = str_slice(word, 1, word.len);
    while (word.len && (strchr(marks, word.ptr[word.len - 1]) || word.ptr[word.len - 1] == '.'))
        word.len--;
    return word;
}

/* Whether the first folder of a path is one of the tree, so that the path means it. */
static bool begins_here(const struct named_walk *walk, struct str path)
{
    struct str rest = path, first;

    if (str_starts(rest, "./"))
        rest = str_slice(rest, 2, rest.len);
    first = path_next_part(&rest);
    return rest.len && tree_has_folder(&walk->facts->tree, str_dup(walk->facts->arena, first));
}

struct reader {
    struct named_walk *walk;
    const struct document *page;
    size_t span, link; /* the first of the block */
};

/* Marked as code, or the text of a link: somebody else looks at it. */
static bool is_marked(const struct reader *reader, unsigned block, struct str word)
{
    const struct document *page = reader->page;
    const char *text = str_dup(reader->walk->facts->arena, word);

    for (size_t i = reader->span; i < page->spans.count && page->spans.items[i].block == block; i++)
        if (str_contains(page->spans.items[i].text, text))
            return true;
    for (size_t i = reader->link; i < page->links.count && page->links.items[i].block == block; i++)
        if (str_contains(page->links.items[i].text, text) ||
            str_contains(page->links.items[i].url, text))
            return true;
    return false;
}

static void read_line(struct reader *reader, unsigned block, unsigned line, struct str text,
                      bool first)
{
    struct str word, last = {NULL, 0};

    for (bool at_start = first; str_next_word(&text, &word); at_start = false) {
        struct str name = strip(word), after = str_trim(text);
        bool alone = at_start && (!after.len || str_ends(word, ":") || strchr("-:=(", *after.ptr) ||
                                  str_starts(after, "\xe2\x80\x93"));
        struct str before = strip(last);

        last = word;
        if (name.len < 4 || !token_is_path(name))
            continue;
        if (begins_here(reader->walk, name)
                ? token_kind(name) != TOKEN_CODE
                : !is_sure_ending(name) || (!introduces(before) && !alone))
            continue;
        if (!is_marked(reader, block, name))
            named_note(
                reader->walk,
                &(struct named){.where = NAMED_PROSE, .block = block, .line = line, .name = name});
    }
}

static void read_block(struct reader *reader, unsigned index)
{
    const struct block *block = &reader->page->blocks.items[index];
    struct str text = block->text, line;
    unsigned number = block->text_line;

    for (; reader->walk->left && str_next_line(&text, &line); number++)
        if (memchr(line.ptr, '.', line.len))
            read_line(reader, index, number, line, number == block->text_line);
}

/* A cell that is nothing but a path is as good as code. */
static void read_cells(struct reader *reader, const struct table *table)
{
    for (size_t i = 0; i < table->cell_count; i++) {
        const struct cell *cell = &table->cells[i];

        if (cell->row && token_is_path(cell->text) && token_kind(cell->text) == TOKEN_CODE &&
            (is_sure_ending(cell->text) || begins_here(reader->walk, cell->text)) &&
            !is_marked(reader, table->block, cell->text))
            named_note(reader->walk, &(struct named){.where = NAMED_PROSE,
                                                     .block = table->block,
                                                     .line = cell->line,
                                                     .name = cell->text});
    }
}

void named_in_prose(struct named_walk *walk)
{
    const struct document *page = walk->page;
    struct reader reader = {.walk = walk, .page = page};
    size_t table = 0;

    for (unsigned i = 0; i < page->blocks.count; i++) {
        while (reader.span < page->spans.count && page->spans.items[reader.span].block < i)
            reader.span++;
        while (reader.link < page->links.count && page->links.items[reader.link].block < i)
            reader.link++;
        if (page->blocks.items[i].kind == BLOCK_TABLE) {
            for (; table < page->tables.count && page->tables.items[table].block <= i; table++)
                if (page->tables.items[table].block == i)
                    read_cells(&reader, &page->tables.items[table]);
        } else if (page->blocks.items[i].kind != BLOCK_CODE &&
                   page->blocks.items[i].kind != BLOCK_HTML) {
            read_block(&reader, i);
        }
    }
}
