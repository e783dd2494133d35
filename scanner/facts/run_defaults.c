/* Files that documented programs read unless they are told otherwise: defaults of their options. */
#include "facts/cli.h"
#include "facts/facts.h"
#include "facts/run_target.h"
#include "util/arena.h"

#include <string.h>

enum { MOST_DEFAULTS = 300 };

/* Settings, which people write; data and weights come from elsewhere, or are made. */
static bool is_settings(const char *path)
{
    static const char *const endings[] = {".yaml", ".yml",  ".toml", ".gin",     ".cfg",
                                          ".ini",  ".conf", ".py",   ".jsonnet", ".libsonnet"};

    for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
        if (text_ends(path, endings[i]) && strlen(path) > strlen(endings[i]))
            return strchr(path, '/') != NULL;
    return false;
}

/* An option that says where something is written. */
static bool is_output(const struct cli_option *option)
{
    static const char *const words[] = {"out", "save", "log", "dump", "write", "dest", "export"};

    for (size_t n = 0; n < option->name_count; n++)
        for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
            if (str_contains_nocase(str_of(option->names[n]), words[i]))
                return true;
    return false;
}

static void look_at(struct facts *facts, const struct document *page, const char *program,
                    const struct cli_option *option, unsigned *suggestions)
{
    struct str folder = {program, (size_t)(path_base(program) - program)};
    struct resolve_context context = {
        .facts = facts, .page = page, .suggestions = suggestions, .command = true};
    struct resolved root = resolve_path(&context, str_of(option->value)), beside;
    struct observation *observation;
    const char *status = "unknown";

    folder.len -= folder.len > 0;
    context.cwd = folder;
    beside = resolve_path(&context, str_of(option->value));
    if (root.status == RESOLVE_FOUND || beside.status == RESOLVE_FOUND)
        status = "found";
    else if ((root.status == RESOLVE_MISSING || root.status == RESOLVE_MOVED) &&
             (beside.status == RESOLVE_MISSING || beside.status == RESOLVE_MOVED))
        status = "missing";
    observation =
        facts_observe(facts, OBSERVATION_DEFAULT_FILE, status, option->path, option->value_line,
                      str_of(arena_printf(facts->arena, "%s %s", option->names[0], option->value)));
    if (!strcmp(status, "missing"))
        observation->hint = beside.hint ? beside.hint : root.hint;
}

void run_defaults_observe(struct facts *facts)
{
    const struct document *page = facts->documents.readme;
    const struct cli_set *set;
    const char *program;
    unsigned suggestions = 20, seen = 0;

    for (size_t i = 0; page && (set = cli_kept(facts, i, &program)); i++)
        for (size_t c = 0; c < set->count; c++)
            for (size_t o = 0; o < set->items[c]->options.count && seen < MOST_DEFAULTS; o++) {
                const struct cli_option *option = &set->items[c]->options.items[o];

                if (!option->value || option->required || !is_settings(option->value) ||
                    is_output(option))
                    continue;
                seen++;
                look_at(facts, page, program, option, &suggestions);
            }
}
