/* Orders that cannot work: a reader who copies a block from top to bottom meets a command that
 * needs what a later one makes. Only within one block is the order sure to be meant. */
#include "facts/facts.h"
#include "facts/route.h"
#include "util/arena.h"
#include "util/shell.h"

#include <string.h>

enum { MOST_COMMANDS = 60 /* of a block */, MOST_BLOCKS = 300 };

struct parsed {
    const struct command *command;
    const struct shell_word *words;
    size_t count;
};

static bool is(const struct parsed *parsed, size_t at, const char *word)
{
    return at < parsed->count && str_equal(parsed->words[at].text, word);
}

static bool same(struct str a, struct str b)
{
    return a.len && a.len == b.len && !memcmp(a.ptr, b.ptr, a.len);
}

static struct str last_part(struct str path)
{
    size_t at;

    while (str_ends(path, "/"))
        path.len--;
    for (at = path.len; at && path.ptr[at - 1] != '/';)
        at--;
    return str_slice(path, at, path.len);
}

static struct str value_of(const struct parsed *parsed, const char *option, const char *other)
{
    for (size_t i = 0; i + 1 < parsed->count; i++)
        if (is(parsed, i, option) || is(parsed, i, other))
            return parsed->words[i + 1].text;
    return (struct str){0};
}

/* The environment that a command makes, or that it goes into. */
static struct str made_environment(const struct parsed *parsed)
{
    if ((is(parsed, 0, "conda") || is(parsed, 0, "mamba")) && is(parsed, 1, "create"))
        return value_of(parsed, "-n", "--name");
    if (is(parsed, 0, "virtualenv") && parsed->count > 1)
        return last_part(parsed->words[parsed->count - 1].text);
    if (parsed->count > 3 && is(parsed, 1, "-m") && is(parsed, 2, "venv"))
        return last_part(parsed->words[parsed->count - 1].text);
    return (struct str){0};
}

static struct str entered_environment(const struct parsed *parsed)
{
    struct str path;

    if (parsed->count == 3 && (is(parsed, 0, "conda") || is(parsed, 0, "mamba")) &&
        is(parsed, 1, "activate"))
        return parsed->words[2].text;
    if (parsed->count != 2 || !(is(parsed, 0, "source") || is(parsed, 0, ".")))
        return (struct str){0};
    path = parsed->words[1].text;
    if (!str_ends(path, "/bin/activate"))
        return (struct str){0};
    path.len -= strlen("/bin/activate");
    return last_part(path);
}

/* The folder that a clone makes, or that cd goes into. */
static struct str made_folder(const struct parsed *parsed)
{
    struct str name;

    if (!is(parsed, 0, "git") || !is(parsed, 1, "clone") || parsed->count != 3)
        return (struct str){0};
    name = last_part(parsed->words[2].text);
    if (str_ends(name, ".git"))
        name.len -= 4;
    return name;
}

static struct str entered_folder(const struct parsed *parsed)
{
    if (parsed->count != 2 || !is(parsed, 0, "cd"))
        return (struct str){0};
    return parsed->words[1].text;
}

/* The archive that is fetched, or unpacked. */
static struct str made_archive(const struct parsed *parsed)
{
    struct str out;

    if (!is(parsed, 0, "wget") && !is(parsed, 0, "curl"))
        return (struct str){0};
    out = value_of(parsed, is(parsed, 0, "wget") ? "-O" : "-o", "--output");
    if (out.len)
        return last_part(out);
    for (size_t i = 1; i < parsed->count; i++)
        if (str_contains(parsed->words[i].text, "://"))
            return last_part(parsed->words[i].text);
    return (struct str){0};
}

static struct str entered_archive(const struct parsed *parsed)
{
    if (parsed->count < 2 ||
        !(is(parsed, 0, "unzip") || is(parsed, 0, "tar") || is(parsed, 0, "gunzip")))
        return (struct str){0};
    for (size_t i = 1; i < parsed->count; i++) {
        struct str word = parsed->words[i].text;

        if (str_ends(word, ".zip") || str_ends(word, ".gz") || str_ends(word, ".tgz") ||
            str_ends(word, ".tar") || str_ends(word, ".bz2") || str_ends(word, ".xz"))
            return last_part(word);
    }
    return (struct str){0};
}

/* make, and what writes its Makefile. */
static struct str made_makefile(const struct parsed *parsed)
{
    if (is(parsed, 0, "./configure") || (is(parsed, 0, "cmake") && !is(parsed, 1, "--build")))
        return STR("Makefile");
    return (struct str){0};
}

static struct str entered_makefile(const struct parsed *parsed)
{
    return is(parsed, 0, "make") && (parsed->count == 1 || str_starts(parsed->words[1].text, "-j"))
               ? STR("Makefile")
               : (struct str){0};
}

static struct str made_image(const struct parsed *parsed)
{
    return is(parsed, 0, "docker") && is(parsed, 1, "build") ? value_of(parsed, "-t", "--tag")
                                                             : (struct str){0};
}

static struct str entered_image(const struct parsed *parsed)
{
    if (!is(parsed, 0, "docker") || !is(parsed, 1, "run"))
        return (struct str){0};
    for (size_t i = 2; i < parsed->count; i++) /* the image may be any word; a tag is no option */
        if (*parsed->words[i].text.ptr != '-' && *parsed->words[i - 1].text.ptr != '-' &&
            !str_contains(parsed->words[i].text, "/"))
            return parsed->words[i].text;
    return (struct str){0};
}

static const struct {
    struct str (*needs)(const struct parsed *);
    struct str (*makes)(const struct parsed *);
    bool anywhere; /* a maker in an earlier block of the page counts */
} pairs[] = {
    {entered_environment, made_environment, true},
    {entered_folder, made_folder, true},
    {entered_archive, made_archive, true},
    {entered_makefile, made_makefile, true},
    {entered_image, made_image, true},
};

enum { PAIRS = sizeof(pairs) / sizeof(*pairs) };

static bool is_made_before(struct arena *arena, const struct document *page,
                           const struct command *until, size_t pair, struct str wanted)
{
    for (size_t i = 0; i < page->commands.count && &page->commands.items[i] != until; i++) {
        struct parsed parsed = {.command = &page->commands.items[i]};

        parsed.words = shell_words(arena, parsed.command->words, &parsed.count);
        if (same(pairs[pair].makes(&parsed), wanted))
            return true;
    }
    return false;
}

/* Most blocks hold no command that needs what another makes. */
static bool may_need(const struct block *block)
{
    static const char *const needs[] = {"activate", "git clone", "unzip",     "tar ",
                                        "gunzip",   "make",      "docker run"};

    for (size_t i = 0; i < sizeof(needs) / sizeof(*needs); i++)
        if (str_contains(block->text, needs[i]))
            return true;
    return false;
}

/* A block that offers choices, or takes up again what was done before, is no sequence. */
static bool is_sequence(const struct block *block)
{
    static const char *const signs[] = {"# or",  "#or", "# alternatively", "# Or", "# OR", "# if ",
                                        "# If ", "...", "# option"};

    for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
        if (str_contains(block->text, signs[i]))
            return false;
    return true;
}

/* It needs nothing to be made: a folder, an archive, a Makefile that is there. */
static bool is_in_tree(const struct facts *facts, const struct command *command, const char *name)
{
    return command->elsewhere || tree_has_folder(&facts->tree, name) ||
           tree_next_named(&facts->tree, name, NULL) ||
           (!strcmp(name, "Makefile") && (tree_next_named(&facts->tree, "makefile", NULL) ||
                                          tree_next_named(&facts->tree, "GNUmakefile", NULL)));
}

static void look_at_pair(struct facts *facts, struct arena *scratch, const struct document *page,
                         const struct parsed *parsed, size_t count, size_t pair)
{
    for (size_t i = 0; i < count; i++) {
        struct str wanted = pairs[pair].needs(&parsed[i]);
        size_t maker = 0;
        struct observation *observation;

        if (!wanted.len)
            continue;
        while (maker < count && !same(pairs[pair].makes(&parsed[maker]), wanted))
            maker++;
        if (maker < i) {
            (void)facts_observe(facts, OBSERVATION_ROUTE_ORDER, "works", page->path,
                                parsed[i].command->line, parsed[i].command->text);
            return;
        }
        if (maker == count || maker == i ||
            is_made_before(scratch, page, parsed[i].command, pair, wanted))
            continue;
        if (is_in_tree(facts, parsed[i].command, str_dup(scratch, wanted)))
            continue;
        observation = facts_observe(facts, OBSERVATION_ROUTE_ORDER, "impossible", page->path,
                                    parsed[i].command->line, parsed[i].command->text);
        observation->hint = arena_printf(facts->arena, "what it needs is made by line %u: %s",
                                         parsed[maker].command->line,
                                         text_clean(facts->arena, parsed[maker].command->text, 80));
        return;
    }
}

static void look_at_block(struct facts *facts, struct arena *scratch, const struct document *page,
                          const struct command *commands, size_t count)
{
    struct parsed parsed[MOST_COMMANDS];

    for (size_t i = 0; i < count; i++) {
        parsed[i] = (struct parsed){.command = &commands[i]};
        parsed[i].words = shell_words(scratch, commands[i].words, &parsed[i].count);
    }
    for (size_t pair = 0; pair < PAIRS; pair++)
        look_at_pair(facts, scratch, page, parsed, count, pair);
}

void route_order(struct facts *facts)
{
    struct arena *scratch = arena_new();

    for (size_t p = 0; p < facts->documents.pages.count; p++) {
        const struct document *page = &facts->documents.pages.items[p];
        unsigned blocks = 0;

        for (size_t i = 0, end; i < page->commands.count && blocks < MOST_BLOCKS; i = end) {
            unsigned block = page->commands.items[i].block;

            for (end = i + 1; end < page->commands.count && end - i < MOST_COMMANDS &&
                              page->commands.items[end].block == block;)
                end++;
            if (end - i < 2 || block >= page->blocks.count ||
                page->commands.items[i].shown == SHOWN_INLINE ||
                !may_need(&page->blocks.items[block]) || !is_sequence(&page->blocks.items[block]))
                continue;
            blocks++;
            look_at_block(facts, scratch, page, &page->commands.items[i], end - i);
        }
    }
    arena_free(scratch);
}
