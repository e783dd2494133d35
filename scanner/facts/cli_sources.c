#include "facts/cli_sources.h"

#include "facts/facts.h"
#include "util/arena.h"
#include "util/limits.h"
#include "util/map.h"

#include <string.h>

enum { KEPT_BYTES = 16 * MIB /* of texts and tokens; what is beyond is read each time anew */ };

struct cli_sources {
    struct map paths; /* to the place in files */
    struct {
        struct cli_file **items;
        size_t count, capacity;
    } files;
    size_t bytes;
};

/* Whether a file has to do with command lines; most have not. */
static bool is_relevant(struct str text)
{
    static const char *const words[] = {
        "add_argument", "ArgumentParser", "OptionParser", "add_option", "parse_args",
        "argparse",     "DEFINE_",        "fire",         "click",      "typer",
        "getopt",       "docopt",         "hydra",        "tyro",       "simple_parsing",
        "Tap",          "parse_known",    "parse_opt",    "get_parser", "get_args"};

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (str_contains(text, words[i]))
            return true;
    return false;
}

static struct cli_sources *sources_of(struct facts *facts)
{
    if (!facts->cli_sources) {
        facts->cli_sources = arena_alloc(facts->arena, sizeof(*facts->cli_sources));
        map_init(&facts->cli_sources->paths, facts->arena);
    }
    return facts->cli_sources;
}

static bool take(struct cli_sources *sources, size_t bytes)
{
    if (bytes > KEPT_BYTES - sources->bytes)
        return false;
    sources->bytes += bytes;
    return true;
}

static void keep(struct facts *facts, struct cli_file *file)
{
    struct cli_sources *sources = facts->cli_sources;

    file->kept = true;
    file->source.text = str_of(str_dup(facts->arena, file->source.text));
    map_put(&sources->paths, str_of(file->source.path), sources->files.count);
    *ARENA_PUSH(facts->arena, &sources->files) = file;
}

struct cli_file *cli_file_find(struct facts *facts, struct arena *scratch,
                               const struct tree_file *file)
{
    struct cli_sources *sources = sources_of(facts);
    size_t at = map_get(&sources->paths, str_of(file->file->path));
    struct cli_file *found;
    struct str text;
    bool kept;

    if (at != MAP_NONE)
        return sources->files.items[at];
    if (file_read(facts->snapshot, scratch, file->file, LIMIT_CONFIG_BYTES, &text) != READ_OK)
        return NULL;
    text = text_utf8(scratch, text);
    if (str_starts(text, "\xef\xbb\xbf"))
        text = str_slice(text, 3, text.len);
    kept = !memchr(text.ptr, '\0', text.len) && take(sources, text.len);
    found = arena_alloc(kept ? facts->arena : scratch, sizeof(*found));
    found->source =
        (struct cli_source){.path = file->file->path, .text = text, .relevant = is_relevant(text)};
    if (kept)
        keep(facts, found);
    return found;
}

/* Only what is needed of them, out of the memory that reading them took. */
static void keep_tokens(struct arena *arena, struct cli_source *source)
{
    struct cli_token *tokens = arena_alloc(arena, source->token_count * sizeof(*tokens) + 1);
    struct cli_statement *statements =
        arena_alloc(arena, source->statement_count * sizeof(*statements) + 1);

    memcpy(tokens, source->tokens, source->token_count * sizeof(*tokens));
    memcpy(statements, source->statements, source->statement_count * sizeof(*statements));
    source->tokens = tokens;
    source->statements = statements;
}

bool cli_file_tokens(struct facts *facts, struct arena *scratch, struct cli_file *file,
                     struct cli_source *ret_source)
{
    struct cli_source source = file->source;

    if (file->too_large)
        return false;
    if (!source.tokens) {
        bool relevant = source.relevant;

        if (!cli_source_read(scratch, source.path, source.text, &source)) {
            file->too_large = true;
            return false;
        }
        source.relevant = relevant;
        if (file->kept &&
            take(sources_of(facts), source.token_count * sizeof(*source.tokens) +
                                        source.statement_count * sizeof(*source.statements))) {
            keep_tokens(facts->arena, &source);
            file->source = source;
        }
    }
    *ret_source = source;
    return true;
}
