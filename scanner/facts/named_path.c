/* The paths that pages name, in sentences and in commands, laid beside the tree. */
#include "facts/extract.h"
#include "facts/facts.h"
#include "facts/resolve.h"
#include "facts/tools.h"
#include "util/arena.h"
#include "util/shell.h"

#include <limits.h>
#include <string.h>

enum { MOST_NAMES = 2000, MOST_BRACES = 16, MOST_FOLDERS = 16, MOST_SUGGESTIONS = 50 };

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
    struct str folders[MOST_FOLDERS]; /* that the page's commands went into */
    size_t folder_count;
    unsigned suggestions;
    unsigned wrong; /* of the README, for the metric */
};

static void observe(struct walk *walk, enum observation_kind kind, unsigned line, struct str text,
                    const struct resolved *resolved)
{
    struct observation *observation = facts_observe(
        walk->facts, kind, resolve_status_name(resolved->status), walk->page->path, line, text);

    observation->hint = resolved->hint;
    observation->replacement = resolved->replacement;
    if (walk->page != walk->facts->documents.readme)
        return;
    walk->wrong += resolved->status == RESOLVE_MISSING || resolved->status == RESOLVE_CASE;
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

/* What a launcher is given to run: the first word that is no option and names a script. */
static struct str script_of(struct arena *arena, const struct command *command)
{
    size_t count;
    const struct shell_word *words = shell_words(arena, command->words, &count);
    const struct tool *tool = count ? tool_find(words[0].text) : NULL;

    if (count && str_starts(words[0].text, "./") && is_written_by_hand(words[0].text))
        return words[0].text;
    if (!tool || tool->role != TOOL_LAUNCHER)
        return (struct str){0};
    for (size_t i = 1; i < count; i++) {
        struct str word = words[i].text;

        if (words[i].redirection || str_equal(word, "-m") || str_equal(word, "-c") ||
            str_equal(word, "-e"))
            return (struct str){0};
        if (*word.ptr != '-' && is_written_by_hand(word))
            return word;
        if (*word.ptr != '-' && (i == 1 || *words[i - 1].text.ptr != '-') &&
            !str_equal(word, "launch") && !str_equal(word, "run") && !str_contains(word, "python"))
            return (struct str){0};
    }
    return (struct str){0};
}

/* The folders that the commands of a page go into: a reader may still be there later on. */
static void find_folders(struct walk *walk)
{
    walk->folder_count = 0;
    for (size_t i = 0; i < walk->page->commands.count && walk->folder_count < MOST_FOLDERS; i++) {
        const struct command *command = &walk->page->commands.items[i];
        struct str folder = command->cwd;
        bool known = false;

        if (str_starts(command->words, "cd ") && !folder.len)
            folder = str_trim(str_slice(command->words, 3, command->words.len));
        for (size_t f = 0; f < walk->folder_count; f++)
            known |= walk->folders[f].len == folder.len &&
                     !memcmp(walk->folders[f].ptr, folder.ptr, folder.len);
        if (folder.len && !known)
            walk->folders[walk->folder_count++] = folder;
    }
}

static bool is_where_they_went(const struct walk *walk, const struct resolve_context *context,
                               struct str script)
{
    for (size_t i = 0; i < walk->folder_count; i++) {
        struct resolve_context there = *context;

        there.cwd = walk->folders[i];
        if (resolve_path(&there, script).status == RESOLVE_FOUND)
            return true;
    }
    return false;
}

static void look_at_command(struct walk *walk, const struct command *command)
{
    struct resolve_context context = {.facts = walk->facts,
                                      .page = walk->page,
                                      .cwd = command->cwd,
                                      .brings_files = walk->brings_files,
                                      .suggestions = &walk->suggestions,
                                      .command = true};
    struct str script = script_of(walk->facts->arena, command);
    struct resolved resolved;

    if (!script.len || str_contains(script, " "))
        return;
    if (command->block < walk->page->blocks.count && command->shown == SHOWN_INLINE)
        context.passage = walk->page->blocks.items[command->block].text;
    context.passage_links =
        command->shown == SHOWN_INLINE && links_outside(walk->page, command->block);
    resolved = resolve_path(&context, script);
    if ((resolved.status == RESOLVE_MOVED || resolved.status == RESOLVE_MISSING) &&
        is_where_they_went(walk, &context, script))
        resolved = (struct resolved){.status = RESOLVE_FOUND};
    /* Another page's commands may be meant from its own folder. */
    if (walk->page != walk->facts->documents.readme && resolved.status != RESOLVE_FOUND) {
        struct resolve_context beside = context;

        beside.cwd = (struct str){walk->page->path,
                                  (size_t)(path_base(walk->page->path) - walk->page->path)};
        if (beside.cwd.len) {
            beside.cwd.len--;
            if (resolve_path(&beside, script).status == RESOLVE_FOUND)
                resolved = (struct resolved){.status = RESOLVE_FOUND};
            else if (resolved.status == RESOLVE_MISSING)
                resolved.status = RESOLVE_UNKNOWN; /* from where it runs is not said */
        }
    }
    observe(walk, OBSERVATION_COMMAND_TARGET, command->line, command->words, &resolved);
}

void named_paths_collect(struct facts *facts)
{
    struct walk walk = {.facts = facts, .suggestions = MOST_SUGGESTIONS};
    const struct document *readme = facts->documents.readme;

    for (size_t p = 0; p < facts->documents.pages.count; p++) {
        const struct document *page = &facts->documents.pages.items[p];

        walk.page = page;
        walk.brings_files = page_brings_files(page);
        find_folders(&walk);
        for (size_t i = 0; i < page->spans.count && i < MOST_NAMES; i++)
            look_at_span(&walk, &page->spans.items[i]);
        for (size_t i = 0; i < page->commands.count && i < MOST_NAMES; i++)
            look_at_command(&walk, &page->commands.items[i]);
    }
    if (readme && !readme->partial)
        facts_bool(facts, METRIC_README_NAMES_MISSING_FILE, walk.wrong > 0);
    else if (!readme && !facts->documents.readme_unknown)
        facts_bool(facts, METRIC_README_NAMES_MISSING_FILE, false);
    else
        facts_unknown(facts, METRIC_README_NAMES_MISSING_FILE,
                      "the README could not be read to its end");
}
