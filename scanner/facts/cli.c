#include "facts/cli.h"

#include "facts/cli_eval.h"
#include "facts/facts.h"
#include "util/arena.h"

#include <string.h>

enum { MOST_READ = 150, MOST_SUB_DEPTH = 4, MOST_SUBS = 200 };

struct cli_cache {
    struct {
        struct kept {
            const char *path, *function;
            struct cli_set *set;
        } * items;
        size_t count, capacity;
    } kept;
};

/* Copies what was read out of the memory that reading it took. */
static struct cli *keep(struct arena *arena, const struct cli *cli, unsigned depth)
{
    struct cli *copy = arena_alloc(arena, sizeof(*copy));

    *copy = *cli;
    copy->open = arena_strdup(arena, cli->open);
    copy->options.items = NULL;
    copy->options.count = copy->options.capacity = 0;
    copy->subs.items = NULL;
    copy->subs.count = copy->subs.capacity = 0;
    for (size_t i = 0; i < cli->options.count; i++) {
        struct cli_option *option = ARENA_PUSH(arena, &copy->options);

        *option = cli->options.items[i];
        for (size_t n = 0; n < option->name_count; n++)
            option->names[n] = arena_strdup(arena, option->names[n]);
        option->value = arena_strdup(arena, option->value);
        if (option->choices) {
            const char **choices =
                arena_alloc(arena, (option->choice_count + 1) * sizeof(*choices));

            for (size_t c = 0; c < option->choice_count; c++)
                choices[c] = arena_strdup(arena, option->choices[c]);
            option->choices = choices;
        }
    }
    for (size_t i = 0; i < cli->subs.count && i < MOST_SUBS; i++) {
        struct cli_sub *sub;

        if (depth >= MOST_SUB_DEPTH) {
            copy->open = copy->open ? copy->open : "its subcommands go too deep";
            break;
        }
        sub = ARENA_PUSH(arena, &copy->subs);
        sub->name = arena_strdup(arena, cli->subs.items[i].name);
        sub->cli = keep(arena, cli->subs.items[i].cli, depth + 1);
    }
    return copy;
}

/* What a program does with sys.argv beside handing it to a parser. */
static void look_at_argv(const struct cli_source *source, bool *ret_looks, bool *ret_changes)
{
    for (size_t i = 2; i < source->token_count; i++) {
        if (!cli_is(source, i, "argv") || !cli_is(source, i - 1, ".") ||
            !cli_is(source, i - 2, "sys"))
            continue;
        if (cli_is(source, i + 1, ")") || cli_is(source, i + 1, ",") ||
            (cli_is(source, i + 1, "[") &&
             (cli_is(source, i + 2, "0") ||
              (cli_is(source, i + 2, "1") && cli_is(source, i + 3, ":")))))
            continue;
        *ret_looks = true;
        if (cli_is(source, i + 1, "=") || cli_is(source, i + 1, "+=") ||
            cli_is(source, i + 1, ".") ||
            (cli_is(source, i + 1, "[") && cli_is(source, source->tokens[i + 1].match + 1, "=")))
            *ret_changes = true;
    }
}

static void open_all(struct cli_set *set, const char *why, bool open)
{
    for (size_t i = 0; i < set->count; i++) {
        struct cli *cli = (struct cli *)set->items[i]; /* made by this reading */

        cli->lenient = true;
        if (open && !cli->open)
            cli->open = why;
    }
}

static void finish(struct reading *reading)
{
    struct cli_set *set = reading->set;
    bool looks = false, changes = false;

    if (reading->absl && (reading->absl_parsed || !set->count)) {
        if (reading->foreign && !reading->absl->open)
            reading->absl->open = arena_printf(
                reading->arena, "%s, which it imports, may define flags", reading->foreign);
        cli_parsed(reading, reading->absl);
    }
    for (size_t i = 0; i < reading->modules.count; i++)
        if (reading->modules.items[i]->source.relevant)
            look_at_argv(&reading->modules.items[i]->source, &looks, &changes);
    if (looks)
        open_all(set, "it changes sys.argv", changes);
    if (set->count > 1)
        open_all(set, "", false);
    if (!set->count && !set->unknown)
        set->unknown = reading->made ? "its parser is used in a way that could not be followed"
                                     : "it makes no parser that is known";
}

static struct cli_set *read_file(struct facts *facts, const char *path, const char *function)
{
    struct arena *scratch = arena_new();
    struct cli_set found = {0}, *set = arena_alloc(facts->arena, sizeof(*set));
    struct reading reading = {.facts = facts, .arena = scratch, .script = path, .set = &found};
    struct module *module;

    reading.folder = (struct str){path, (size_t)(path_base(path) - path)};
    reading.folder.len -= reading.folder.len > 0;
    module = module_load(&reading, path, !function);
    if (!module || !module->source.token_count) {
        found.unknown = "it could not be read";
    } else {
        if (function) {
            struct value value = {.kind = VALUE_MODULE, .module = module};
            struct str rest = str_of(function);

            while (rest.len) {
                const char *dot = memchr(rest.ptr, '.', rest.len);
                struct str part = {rest.ptr, dot ? (size_t)(dot - rest.ptr) : rest.len};

                value = value_attribute(&reading, value, part);
                rest = str_slice(rest, part.len + 1, rest.len);
            }
            value_call(&reading, value, &module->source);
        }
        finish(&reading);
    }
    set->unknown = arena_strdup(facts->arena, found.unknown);
    for (size_t i = 0; i < found.count; i++)
        set->items[set->count++] = keep(facts->arena, found.items[i], 0);
    arena_free(scratch);
    return set;
}

const struct cli_set *cli_of(struct facts *facts, const char *path, const char *function)
{
    static const struct cli_set too_many = {.unknown = "too many programs are documented"};
    struct cli_cache *cache = facts->clis;
    struct kept *kept;

    if (!cache)
        cache = facts->clis = arena_alloc(facts->arena, sizeof(*cache));
    for (size_t i = 0; i < cache->kept.count; i++)
        if (!strcmp(cache->kept.items[i].path, path) &&
            !strcmp(cache->kept.items[i].function, function ? function : ""))
            return cache->kept.items[i].set;
    if (cache->kept.count >= MOST_READ)
        return &too_many;
    kept = ARENA_PUSH(facts->arena, &cache->kept);
    kept->path = path;
    kept->function = function ? function : "";
    kept->set = NULL;
    {
        size_t at = cache->kept.count - 1;
        struct cli_set *set = read_file(facts, path, function);

        cache->kept.items[at].set = set;
        return set;
    }
}

const struct cli_set *cli_kept(const struct facts *facts, size_t number, const char **ret_path)
{
    const struct cli_cache *cache = facts->clis;

    if (!cache || number >= cache->kept.count)
        return NULL;
    *ret_path = cache->kept.items[number].path;
    return cache->kept.items[number].set;
}
