/* The paths that pages name in sentences, laid beside the tree. */
#include "facts/extract.h"
#include "facts/facts.h"
#include "facts/resolve.h"
#include "util/arena.h"

#include <string.h>

enum { MOST_NAMES = 2000, MOST_BRACES = 16, MOST_SUGGESTIONS = 50 };

/* Endings of what people write by hand. Data, models and pictures are often made by a run. */
static bool is_written_by_hand(struct str path)
{
    static const char *const endings[] = {".py",  ".ipynb", ".sh",  ".R",   ".Rmd", ".jl", ".m",
                                          ".md",  ".rst",   ".cpp", ".cc",  ".c",   ".cu", ".h",
                                          ".hpp", ".java",  ".lua", ".qmd", ".do",  ".pl"};

    for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
        if (str_ends(path, endings[i]) && path.len > strlen(endings[i]))
            return true;
    return false;
}

static bool is_path_like(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              strchr("._-/+", c)))
            return false;
    }
    return text.len && *text.ptr != '.' && *text.ptr != '-';
}

static bool links_outside(const struct document *page, unsigned block)
{
    for (size_t i = 0; i < page->links.count; i++)
        if (page->links.items[i].block == block && (str_starts(page->links.items[i].url, "http") ||
                                                    str_starts(page->links.items[i].url, "//")))
            return true;
    return false;
}

struct walk {
    struct facts *facts;
    const struct document *page;
    bool brings_files;
    unsigned suggestions;
};

static void observe(struct walk *walk, enum observation_kind kind, unsigned line, struct str text,
                    const struct resolved *resolved)
{
    struct observation *observation = facts_observe(
        walk->facts, kind, resolve_status_name(resolved->status), walk->page->path, line, text);

    observation->hint = resolved->hint;
    observation->replacement = resolved->replacement;
}

static void look_at_name(struct walk *walk, const struct code_span *span, struct str name)
{
    const struct document *page = walk->page;
    struct resolve_context context = {.facts = walk->facts,
                                      .page = page,
                                      .brings_files = walk->brings_files,
                                      .suggestions = &walk->suggestions};
    struct resolved resolved;

    if (!is_path_like(name) || !is_written_by_hand(name))
        return;
    if (span->block < page->blocks.count)
        context.passage = page->blocks.items[span->block].text;
    context.passage_links = links_outside(page, span->block);
    if (page != walk->facts->documents.readme) /* another page's names may be below its folder */
        context.cwd = (struct str){page->path, (size_t)(path_base(page->path) - page->path)};
    if (context.cwd.len)
        context.cwd.len--;
    resolved = resolve_path(&context, name);
    observe(walk, OBSERVATION_NAMED_PATH, span->line, name, &resolved);
}

/* `{train,eval}.py` names two files. */
static void look_at_span(struct walk *walk, const struct code_span *span)
{
    const char *open = memchr(span->text.ptr, '{', span->text.len);
    const char *close =
        open ? memchr(open, '}', span->text.len - (size_t)(open - span->text.ptr)) : NULL;
    struct str before, after, inside;
    unsigned count = 0;

    if (!close) {
        look_at_name(walk, span, span->text);
        return;
    }
    before = (struct str){span->text.ptr, (size_t)(open - span->text.ptr)};
    after = str_slice(span->text, (size_t)(close - span->text.ptr) + 1, span->text.len);
    inside = (struct str){open + 1, (size_t)(close - open - 1)};
    while (inside.len && count++ < MOST_BRACES && str_contains(span->text, ",")) {
        const char *comma = memchr(inside.ptr, ',', inside.len);
        struct str one = {inside.ptr, comma ? (size_t)(comma - inside.ptr) : inside.len};

        look_at_name(
            walk, span,
            str_of(arena_printf(walk->facts->arena, "%.*s%.*s%.*s", (int)before.len, before.ptr,
                                (int)one.len, one.ptr, (int)after.len, after.ptr)));
        inside = str_slice(inside, one.len + 1, inside.len);
    }
}

void named_paths_collect(struct facts *facts)
{
    struct walk walk = {.facts = facts, .suggestions = MOST_SUGGESTIONS};

    for (size_t p = 0; p < facts->documents.pages.count; p++) {
        const struct document *page = &facts->documents.pages.items[p];

        walk.page = page;
        walk.brings_files = page_brings_files(page);
        for (size_t i = 0; i < page->spans.count && i < MOST_NAMES; i++)
            look_at_span(&walk, &page->spans.items[i]);
    }
}
