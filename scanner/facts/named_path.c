/* The paths that pages name, laid beside the tree. */
#include "facts/extract.h"
#include "facts/facts.h"
#include "facts/link_path.h"
#include "facts/named.h"
#include "facts/path_token.h"
#include "facts/resolve.h"
#include "facts/trace.h"

#include <string.h>

enum { MOST_NAMES = 2000 /* of a page */, MOST_SUGGESTIONS = 100 };

static bool links_outside(const struct document *page, unsigned block)
{
    for (size_t i = 0; i < page->links.count && page->links.items[i].block <= block; i++)
        if (page->links.items[i].block == block && (str_starts(page->links.items[i].url, "http") ||
                                                    str_starts(page->links.items[i].url, "//")))
            return true;
    return false;
}

struct resolved named_resolve(struct named_walk *walk, const struct named *named)
{
    const struct document *page = walk->page;
    struct resolve_context context = {
        .facts = walk->facts,
        .page = page,
        .cwd = named->cwd,
        .suggestions = &walk->suggestions,
        .argument = named->where == NAMED_ARGUMENT || named->where == NAMED_DRAWING,
        .block = named->block,
        .has_block = named->block < page->blocks.count,
        .trace = trace_at(walk->facts, page->path, named->line),
    };

    if (context.has_block && named->where != NAMED_ARGUMENT && named->where != NAMED_DRAWING)
        context.passage = page->blocks.items[named->block].text;
    context.passage_links = links_outside(page, named->block);
    return resolve_path(&context, named->name);
}

/* Of what runs make as often as people write it, only what is there or is sure to be missed is
 * worth a word. */
static bool is_telling(struct str name, const struct resolved *resolved)
{
    return token_kind(name) == TOKEN_CODE || resolved->status == RESOLVE_FOUND ||
           resolved->status == RESOLVE_MISSING || resolved->status == RESOLVE_MOVED ||
           resolved->status == RESOLVE_CASE;
}

static void note_one(struct named_walk *walk, const struct named *named)
{
    struct resolved resolved;
    struct observation *observation;

    if (!walk->left)
        return;
    walk->left--;
    resolved = named_resolve(walk, named);
    if (!is_telling(named->name, &resolved))
        return;
    observation =
        facts_observe(walk->facts, OBSERVATION_NAMED_PATH, resolve_status_name(resolved.status),
                      walk->page->path, named->line, named->name);
    observation->hint = resolved.hint;
    observation->replacement = resolved.replacement;
}

void named_note(struct named_walk *walk, const struct named *named)
{
    struct str names[TOKEN_MOST_NAMES];
    size_t count = token_expand(walk->facts->arena, named->name, names);

    for (size_t i = 0; i < count; i++) {
        struct named one = *named;

        one.name = token_without_place(names[i]);
        if (token_is_path(one.name) && token_kind(one.name) != TOKEN_OTHER)
            note_one(walk, &one);
    }
}

/* `./run.sh` is looked up as what it runs. */
static bool is_command(const struct document *page, const struct code_span *span)
{
    size_t low = 0, high = page->commands.count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (page->commands.items[middle].block < span->block)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < page->commands.count && page->commands.items[low].block == span->block; low++)
        if (page->commands.items[low].text.len == span->text.len &&
            !memcmp(page->commands.items[low].text.ptr, span->text.ptr, span->text.len))
            return true;
    return false;
}

void named_in_code(struct named_walk *walk)
{
    const struct document *page = walk->page;

    for (size_t i = 0; i < page->spans.count && i < MOST_NAMES; i++) {
        const struct code_span *span = &page->spans.items[i];

        if (str_starts(span->text, "./") && is_command(page, span))
            continue;
        named_note(walk, &(struct named){.where = NAMED_CODE,
                                         .block = span->block,
                                         .line = span->line,
                                         .name = str_trim(span->text)});
    }
}

void named_paths_collect(struct facts *facts)
{
    struct named_walk walk = {.facts = facts, .suggestions = MOST_SUGGESTIONS};

    for (size_t p = 0; p < facts->documents.pages.count; p++) {
        walk.page = &facts->documents.pages.items[p];
        walk.left = MOST_NAMES;
        named_in_code(&walk);
        named_in_prose(&walk);
        named_in_commands(&walk);
        named_in_drawings(&walk);
    }
}
