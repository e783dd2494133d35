/* What documented commands run, laid beside the tree. */
#include "facts/entry_points.h"
#include "facts/extract.h"
#include "facts/facts.h"
#include "facts/run_target.h"
#include "util/arena.h"

#include <string.h>

enum { MOST_COMMANDS = 2000, MOST_FOLDERS = 16, MOST_SUGGESTIONS = 50 };

struct walk {
    struct run_context context;
    struct str went[MOST_FOLDERS];
    unsigned suggestions;
    struct entry_points entries;
};

/* The folders that the commands of a page go into: a reader may still be there later on. */
static void find_folders(struct walk *walk)
{
    const struct document *page = walk->context.page;
    size_t count = 0;

    for (size_t i = 0; i < page->commands.count && count < MOST_FOLDERS; i++) {
        const struct command *command = &page->commands.items[i];
        struct str folder = command->cwd;
        bool known = false;

        if (str_starts(command->words, "cd ") && !folder.len)
            folder = str_trim(str_slice(command->words, 3, command->words.len));
        for (size_t f = 0; f < count; f++)
            known |= walk->went[f].len == folder.len &&
                     !memcmp(walk->went[f].ptr, folder.ptr, folder.len);
        if (folder.len && !known)
            walk->went[count++] = folder;
    }
    walk->context.went_count = count;
}

/* third-party modules and programs are no business of the tree's */
static bool is_shown(const struct run *run, const struct run_target *target)
{
    return target->checked &&
           !(run->kind == RUN_MODULE && (target->found.status == RESOLVE_EXTERNAL ||
                                         target->found.status == RESOLVE_PLACEHOLDER));
}

static void look_at_command(struct walk *walk, const struct command *command)
{
    struct facts *facts = walk->context.facts;
    struct run run;
    struct run_target target;
    struct observation *observation;

    if (!run_read(facts->arena, command, &run))
        return;
    target = run_target_find(&walk->context, command, &run);
    if (!is_shown(&run, &target))
        return;
    observation =
        facts_observe(facts, OBSERVATION_COMMAND_TARGET, resolve_status_name(target.found.status),
                      walk->context.page->path, command->line, command->words);
    observation->hint = target.found.hint;
    if (target.found.status == RESOLVE_FOUND && target.found.path &&
        walk->context.page == facts->documents.readme && tree_find(&facts->tree, target.found.path))
        entry_file_add(facts, target.found.path);
    observation->replacement = target.found.replacement;
    run_flags_observe(&walk->context, command, &run, &target);
}

static bool readme_names_missing(const struct facts *facts)
{
    for (size_t i = 0; i < facts->observations.count; i++) {
        const struct observation *observation = &facts->observations.items[i];

        if ((observation->kind == OBSERVATION_COMMAND_TARGET ||
             observation->kind == OBSERVATION_NAMED_PATH) &&
            (!strcmp(observation->status, "missing") || !strcmp(observation->status, "case")) &&
            !strcmp(observation->path, facts->documents.readme->path))
            return true;
    }
    return false;
}

void runs_collect(struct facts *facts)
{
    const struct document *readme = facts->documents.readme;
    struct walk walk = {.suggestions = MOST_SUGGESTIONS};

    entry_points_collect(facts, &walk.entries);
    walk.context = (struct run_context){.facts = facts,
                                        .entries = &walk.entries,
                                        .suggestions = &walk.suggestions,
                                        .went = walk.went};
    for (size_t p = 0; p < facts->documents.pages.count; p++) {
        const struct document *page = &facts->documents.pages.items[p];

        walk.context.page = page;
        if (!page->commands.count)
            continue;
        find_folders(&walk);
        for (size_t i = 0; i < page->commands.count && i < MOST_COMMANDS; i++)
            look_at_command(&walk, &page->commands.items[i]);
    }
    run_defaults_observe(facts);
    if (readme && !readme->partial)
        facts_bool(facts, METRIC_README_NAMES_MISSING_FILE, readme_names_missing(facts));
    else if (!readme && !facts->documents.readme_unknown)
        facts_bool(facts, METRIC_README_NAMES_MISSING_FILE, false);
    else
        facts_unknown(facts, METRIC_README_NAMES_MISSING_FILE,
                      "the README could not be read to its end");
}
