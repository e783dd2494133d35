#include "facts/code.h"

#include "facts/comment.h"
#include "facts/extract.h"
#include "facts/notebook.h"
#include "facts/notebooks.h"
#include "util/arena.h"
#include "util/limits.h"
#include "util/needles.h"

#include <assert.h>
#include <string.h>

enum {
    SETTINGS_BYTES = 64 * KIB, /* larger ones hold data */
    SETTINGS_MOST = 2000,
    SOURCE_FILE_BYTES = 1 * MIB,
    NOTEBOOK_BYTES = 32 * MIB, /* of all notebooks */
    DEPTH_MOST = 12,           /* files in deeper folders come last */
};

static const struct line_scanner *const scanners[] = {
#define SCANNER(name) &name##_scanner,
#include "facts/scanners.def"
#undef SCANNER
};

enum { SCANNER_COUNT = sizeof(scanners) / sizeof(scanners[0]) };

/* Where a text has a word that a scanner looks for. */
struct sighting {
    size_t at;
    unsigned scanners; /* a bit each */
};

struct pass {
    struct facts *facts;
    void *states[SCANNER_COUNT];
    const struct needles *words; /* each tells its scanner */
    struct notebooks *notebooks;
    struct code_seen seen;
    size_t bytes, settings, notebook_bytes;
    char *code;         /* room for one blanked line */
    struct map entries; /* paths of scripts by their names */
    struct map shown;   /* last parts of the words of the README's commands */
};

/* Settings of other machines: containers, hosted CI. */
static bool is_elsewhere(const char *base)
{
    static const char *const starts[] = {
        "docker-compose",      "compose.",  "appveyor", "azure-pipelines",
        "bitbucket-pipelines", "cloudbuild"};

    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
        if (!strncasecmp(base, starts[i], strlen(starts[i])))
            return true;
    return false;
}

static bool is_settings(const struct tree *tree, const struct tree_file *file)
{
    static const char *const ends[] = {".yml", ".yaml", ".toml", ".ini", ".cfg", ".conf", ".json"};
    const char *extension = path_extension(file->file->path);
    struct str folder = tree->folders[file->folder].path;

    if (file->language != LANGUAGE_NONE || !(file->roles & ROLE_OWN) ||
        file->roles & (ROLE_TEST | ROLE_DATA | ROLE_DOCS) || str_starts(folder, ".") ||
        str_contains(folder, "/."))
        return false;
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
        if (!strcasecmp(extension, ends[i]))
            return !is_elsewhere(path_base(file->file->path));
    return false;
}

static bool is_wanted(const struct tree *tree, const struct tree_file *file)
{
    if (file->language == LANGUAGE_NOTEBOOK)
        return !(file->roles & (ROLE_VENDORED | ROLE_GENERATED));
    return (file->roles & (ROLE_CODE | ROLE_OWN | ROLE_TEST)) == (ROLE_CODE | ROLE_OWN) ||
           is_settings(tree, file);
}

/* A reader starts with scripts near the root that are named so, and with what the README runs. */
static void find_entries(struct pass *pass)
{
    const struct facts *facts = pass->facts;
    const struct document *readme = facts->documents.readme;

    map_init(&pass->entries, facts->arena);
    map_init(&pass->shown, facts->arena);
    for (size_t i = 0; i < facts->observations.count; i++) {
        const struct observation *script = &facts->observations.items[i];

        if (script->kind == OBSERVATION_ENTRY_SCRIPT && path_depth(script->path) <= 1)
            map_put(&pass->entries, str_of(script->path), 1);
    }
    for (size_t i = 0; readme && i < readme->commands.count; i++) {
        struct str rest = readme->commands.items[i].words, word;

        while (str_next_word(&rest, &word))
            map_put(&pass->shown, str_of(path_base(str_dup(facts->arena, word))), 1);
    }
}

static bool is_entry(const struct pass *pass, const struct tree_file *file)
{
    return map_get(&pass->entries, str_of(file->file->path)) != MAP_NONE ||
           map_get(&pass->shown, str_of(path_base(file->file->path))) != MAP_NONE;
}

static const struct needles *gather_words(struct arena *arena)
{
    struct {
        struct needle *items;
        size_t count, capacity;
    } needles = {0};
    const struct needles *words;
    struct str word;

    for (unsigned i = 0; i < SCANNER_COUNT; i++)
        for (size_t w = 0; scanners[i]->word(w, &word); w++)
            *ARENA_PUSH(arena, &needles) = (struct needle){word, i};
    words = needles_new(arena, needles.items, needles.count);
    assert(words); /* the words are our own */
    return words;
}

/* The next place with a word, behind the one before; at == text.len: there is none. */
static struct sighting next_sighting(const struct pass *pass, struct needles_walk *walk)
{
    unsigned scanner;

    if (!needles_next(pass->words, walk, &scanner))
        return (struct sighting){walk->text.len, 0};
    return (struct sighting){walk->at - 1, 1u << scanner};
}

static void hand_out(struct pass *pass, const struct source *source, struct str text,
                     unsigned number, unsigned wanted)
{
    struct source_line line = {
        .number = number, .text = text, .code = (struct str){pass->code, text.len}};

    for (size_t i = 0; i < SCANNER_COUNT; i++)
        if (wanted >> i & 1)
            scanners[i]->line(pass->facts, pass->states[i], source, &line);
}

static void end_source(struct pass *pass, const struct source *source)
{
    for (size_t i = 0; i < SCANNER_COUNT; i++)
        if (scanners[i]->end)
            scanners[i]->end(pass->facts, pass->states[i], source);
}

/* Lines from `number`, each `step` behind the one before. Those with no word on them are only
 * looked at for comments that they open, and those behind the last word not at all. The first has
 * no blank before it, so it goes to everybody. */
static void scan_text(struct pass *pass, const struct source *source, struct str text,
                      unsigned number, unsigned step)
{
    struct needles_walk walk = {.text = text};
    struct sighting sighting = next_sighting(pass, &walk);
    struct comments comments;
    struct str rest = text, line;

    comments_begin(&comments, source->language, source->file->file->path);
    for (; sighting.at < text.len && str_next_line(&rest, &line); number += step) {
        size_t end = text.len - rest.len;
        unsigned wanted = line.ptr == text.ptr ? ~0u : 0;

        for (; sighting.at < end; sighting = next_sighting(pass, &walk))
            wanted |= sighting.scanners;
        line = str_slice(line, 0, LIMIT_LINE_BYTES);
        comments_blank(&comments, line, pass->code);
        hand_out(pass, source, line, number, wanted);
    }
}

static void scan_notebook(struct pass *pass, struct source *source, const struct notebook *notebook)
{
    source->language = notebook->language;
    for (size_t i = 0; i < notebook->cells.count; i++) {
        const struct notebook_cell *cell = &notebook->cells.items[i];

        if (cell->code)
            scan_text(pass, source, cell->source, cell->line, cell->line_each);
    }
    end_source(pass, source);
}

static void miss(struct pass *pass, const char *why)
{
    pass->seen.unread++;
    if (!pass->seen.why)
        pass->seen.why = why;
}

static void read_notebook(struct pass *pass, struct arena *scratch, const struct tree_file *file)
{
    struct source source = {.file = file, .entry = is_entry(pass, file)};
    struct notebook notebook;
    struct rh_error err;
    struct str text;

    if (pass->notebook_bytes >= NOTEBOOK_BYTES ||
        file_read(pass->facts->snapshot, scratch, file->file, LIMIT_BLOB_BYTES, &text) != READ_OK) {
        notebooks_miss(pass->notebooks, pass->facts, file);
        return;
    }
    pass->notebook_bytes += text.len;
    if (!notebook_parse(scratch, text, &notebook, &err)) {
        notebooks_miss(pass->notebooks, pass->facts, file);
        return;
    }
    notebooks_add(pass->notebooks, pass->facts, file, &notebook);
    scan_notebook(pass, &source, &notebook);
}

static void read_source(struct pass *pass, struct arena *scratch, const struct tree_file *file)
{
    bool settings = file->language == LANGUAGE_NONE;
    struct source source = {.file = file, .language = file->language, .settings = settings};
    enum read_status status;
    struct str text;

    if (settings && pass->settings++ >= SETTINGS_MOST)
        return;
    if (pass->seen.read >= LIMIT_SOURCE_FILES || pass->bytes >= LIMIT_SOURCE_BYTES) {
        miss(pass, "there is more own code than is read");
        return;
    }
    status = file_read(pass->facts->snapshot, scratch, file->file,
                       settings ? SETTINGS_BYTES : SOURCE_FILE_BYTES, &text);
    /* what is too large to be written by hand is data in the shape of code */
    if (status == READ_MISSING)
        miss(pass, "files of own code are not in this copy");
    if (status != READ_OK)
        return;
    pass->seen.read++;
    pass->bytes += text.len;
    source.entry = is_entry(pass, file);
    scan_text(pass, &source, text, 1, 1);
    end_source(pass, &source);
}

void code_bool(struct facts *facts, enum metric metric, bool found, const struct code_seen *seen)
{
    if (found || !seen->unread)
        facts_bool(facts, metric, found);
    else
        facts_unknown(facts, metric, seen->why);
}

void code_collect(struct facts *facts)
{
    struct pass pass = {.facts = facts};
    const struct tree *tree = &facts->tree;

    for (size_t i = 0; i < SCANNER_COUNT; i++)
        pass.states[i] = arena_alloc(facts->arena, scanners[i]->state_size);
    pass.code = arena_alloc(facts->arena, LIMIT_LINE_BYTES + 1);
    pass.words = gather_words(facts->arena);
    pass.notebooks = notebooks_new(facts->arena);
    find_entries(&pass);
    for (unsigned depth = 0; depth <= DEPTH_MOST; depth++) {
        for (size_t i = 0; i < tree->count; i++) {
            const struct tree_file *file = &tree->files[i];
            unsigned at = tree->folders[file->folder].depth;
            struct arena *scratch;

            if ((at != depth && !(depth == DEPTH_MOST && at > depth)) || !is_wanted(tree, file))
                continue;
            scratch = arena_new();
            if (file->language == LANGUAGE_NOTEBOOK)
                read_notebook(&pass, scratch, file);
            else
                read_source(&pass, scratch, file);
            arena_free(scratch);
        }
    }
    for (size_t i = 0; i < SCANNER_COUNT; i++)
        if (scanners[i]->finish)
            scanners[i]->finish(facts, pass.states[i], &pass.seen);
    notebooks_finish(pass.notebooks, facts);
}
