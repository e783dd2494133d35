#include "checks/sources.h"

#include "util/arena.h"
#include "util/glob.h"
#include "util/limits.h"
#include "util/yaml.h"

#include <string.h>
#include <strings.h>

void sources_end(struct sources_walk *walk)
{
    arena_free(walk->scratch);
    walk->scratch = NULL;
}

static bool read_sources(const struct field_source *source, const struct yaml *value,
                         void *ret_slot, struct rh_error *err)
{
    static const struct field table[] = {{.key = "in", .type = FIELD_STRINGS}, {0}};
    struct sources *sources = ret_slot;
    struct strings words = {0};
    struct yaml copy = *value;
    const struct yaml mapping = {.kind = YAML_MAP, .line = value->line, .first = &copy, .count = 1};
    const struct glob **globs;
    const char **texts;

    copy.next = NULL;
    if (!fields_read(source, &mapping, "'in'", table, &words, err))
        return false;
    globs = arena_alloc(source->arena, words.count * sizeof(*globs));
    texts = arena_alloc(source->arena, words.count * sizeof(*texts));
    *sources = (struct sources){.given = true, .files = {globs, texts, 0}};
    for (size_t i = 0; i < words.count; i++) {
        const struct glob *glob;

        if (!strcmp(words.items[i], "readme")) {
            sources->readme = true;
        } else if (!strcmp(words.items[i], "pages")) {
            sources->pages = true;
        } else if (!strcmp(words.items[i], "code")) {
            sources->code = true;
        } else {
            glob = glob_compile(source->arena, words.items[i], GLOB_NOCASE);
            if (!glob)
                return field_error(err, source->name, value->line, "'in': '%s' is no path pattern",
                                   words.items[i]);
            globs[sources->files.count] = glob;
            texts[sources->files.count++] = words.items[i];
        }
    }
    return true;
}

const struct field_custom sources_custom = {
    .read = read_sources,
    .shape = "readme, pages, code or path patterns; one or a list",
    .schema = "{\"anyOf\": [{\"type\": \"string\"},"
              " {\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"minItems\": 1}]}",
};

static bool names(const struct globs *globs, const char *path)
{
    for (size_t i = 0; i < globs->count; i++)
        if (glob_match(globs->items[i], path))
            return true;
    return false;
}

struct sources_walk sources_begin(const struct sources *sources, const struct facts *facts,
                                  const struct answer *answer)
{
    return (struct sources_walk){.sources = sources, .facts = facts, .index = answer->index};
}

static void miss(struct sources_walk *walk, const char *why)
{
    if (why && !walk->missed)
        walk->missed = why;
}

/* The text of a licence and the forms for requests say nothing about the project. */
static bool is_form(const char *path)
{
    static const char *const starts[] = {"license", "licence", "copying", "pull_request_template",
                                         "issue_template"};
    const char *base = path_base(path);

    for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
        if (!strncasecmp(base, starts[i], strlen(starts[i])))
            return true;
    return strstr(path, "ISSUE_TEMPLATE/") || strstr(path, "PULL_REQUEST_TEMPLATE/");
}

static bool wants_page(const struct sources_walk *walk, const struct document *page)
{
    const struct sources *sources = walk->sources;

    if (page == walk->facts->documents.readme && (!sources->given || sources->readme))
        return true;
    return (sources->pages && !is_form(page->path)) || names(&sources->files, page->path);
}

static bool next_page(struct sources_walk *walk, struct source *ret_source)
{
    const struct documents *documents = &walk->facts->documents;

    while (walk->page < documents->pages.count) {
        const struct document *page = &documents->pages.items[walk->page++];

        if (!wants_page(walk, page))
            continue;
        miss(walk, page->partial);
        *ret_source = (struct source){.path = page->path, .document = page, .text = page->text};
        return true;
    }
    return false;
}

static bool is_page(const struct documents *documents, const char *path)
{
    for (size_t i = 0; i < documents->pages.count; i++)
        if (!strcmp(documents->pages.items[i].path, path))
            return true;
    return false;
}

static bool wants_file(const struct sources_walk *walk, const struct tree_file *file)
{
    unsigned own_code = ROLE_CODE | ROLE_OWN;

    if (file->file->kind != FILE_REGULAR && file->file->kind != FILE_EXECUTABLE)
        return false;
    if (walk->sources->code && (file->roles & own_code) == own_code &&
        file->language != LANGUAGE_NOTEBOOK)
        return true;
    return !(file->roles & ROLE_VENDORED) && names(&walk->sources->files, file->file->path);
}

static const char *const unread[] = {
    [READ_OK] = NULL,
    [READ_TOO_LARGE] = "a file is too large to be read",
    [READ_MISSING] = "a file's contents are not here",
    [READ_OTHER] = "a file could not be read",
};

static void count_text(struct sources_walk *walk, const char *path)
{
    if (!walk->texts++)
        walk->first_path = path;
}

/* Whether a file was looked at before and has nothing that is asked for. */
static bool is_known_empty(struct sources_walk *walk, const char *path)
{
    struct known_file known;

    if (!walk->may_match || !text_index_file(walk->index, path, &known) ||
        walk->may_match(walk->asker, known.may))
        return false;
    walk->bytes += known.size;
    walk->passed_over = true;
    count_text(walk, path);
    return true;
}

static bool next_file(struct sources_walk *walk, struct source *ret_source)
{
    const struct tree *tree = &walk->facts->tree;

    if (walk->pages_only || (!walk->sources->code && !walk->sources->files.count))
        return false;
    miss(walk, walk->facts->snapshot->files_partial);
    while (walk->file < tree->count) {
        const struct tree_file *file = &tree->files[walk->file++];
        const char *path = file->file->path;
        enum read_status status;
        struct str text;

        if (!wants_file(walk, file) || is_page(&walk->facts->documents, path))
            continue;
        if (walk->texts >= LIMIT_SOURCE_FILES || walk->bytes >= LIMIT_SOURCE_BYTES) {
            miss(walk, "there are more files than are read");
            return false;
        }
        if (is_known_empty(walk, path))
            continue;
        sources_end(walk);
        walk->scratch = arena_new();
        status = file_read(walk->facts->snapshot, walk->scratch, file->file, LIMIT_DOCUMENT_BYTES,
                           &text);
        if (status != READ_OK) {
            miss(walk, unread[status]);
            continue;
        }
        walk->bytes += text.len;
        *ret_source =
            (struct source){path, NULL, text, text_index_add_file(walk->index, path, text)};
        return true;
    }
    return false;
}

bool sources_next(struct sources_walk *walk, struct source *ret_source)
{
    if (!walk->sources->given || walk->sources->readme || walk->sources->pages)
        miss(walk, walk->facts->documents.readme_unknown);
    if (!next_page(walk, ret_source) && !next_file(walk, ret_source))
        return false;
    count_text(walk, ret_source->path);
    return true;
}

const char *sources_words(struct arena *arena, const struct sources_walk *walk)
{
    if (walk->texts == 1)
        return walk->first_path;
    return arena_printf(arena, "%zu files", walk->texts);
}

const char *sources_absent(struct arena *arena, const struct sources_walk *walk)
{
    const struct sources *sources = walk->sources;

    if (sources->files.count)
        return arena_printf(arena, "there is no file %s", sources->files.texts[0]);
    if (sources->code)
        return "there is no code";
    return sources->pages ? "there is no page to read" : "there is no README";
}

static const char *find_place(const struct facts *facts, const char *word)
{
    const struct document *readme = facts->documents.readme;
    const struct glob *glob;

    if (!strcmp(word, "root"))
        return ".";
    if (!strcmp(word, "readme"))
        return readme ? readme->path : NULL;
    glob = glob_compile(facts->arena, word, GLOB_NOCASE);
    for (size_t i = 0; glob && i < facts->tree.count; i++)
        if (glob_match(glob, facts->tree.files[i].file->path))
            return facts->tree.files[i].file->path;
    return NULL;
}

void answer_point(struct answer *answer, const struct facts *facts, const struct strings *where)
{
    static const char *const usual[] = {"readme"};
    static const struct strings usually = {usual, 1};
    const char *path = NULL;

    if (!where || !where->count)
        where = &usually;
    for (size_t i = 0; i < where->count && !path; i++)
        path = find_place(facts, where->items[i]);
    answer_add(answer, path ? path : ".", 0, (struct str){0});
}
