/* What documented commands are given: `--config configs/base.yaml`. What they run is run.h's. */
#include "facts/facts.h"
#include "facts/link_path.h"
#include "facts/named.h"
#include "facts/path_token.h"
#include "facts/resolve.h"
#include "facts/run.h"
#include "facts/supply.h"
#include "util/arena.h"
#include "util/shell.h"

#include <string.h>

enum { MOST_COMMANDS = 1000, MOST_LINES = 60 };

static bool has_folder(const struct named_walk *walk, struct str cwd, struct str folder)
{
    return tree_has_folder(&walk->facts->tree, path_join(walk->facts->arena, cwd, folder));
}

/* Whether a word names a file in a folder of the tree. */
static bool is_in_tree(const struct named_walk *walk, struct str cwd, struct str path)
{
    size_t length = path.len;

    while (length && path.ptr[length - 1] != '/')
        length--;
    return length > 1 && *path.ptr != '/' &&
           (has_folder(walk, cwd, str_slice(path, 0, length - 1)) ||
            has_folder(walk, (struct str){"", 0}, str_slice(path, 0, length - 1)) ||
            has_folder(walk, path_folder(walk->page->path), str_slice(path, 0, length - 1)));
}

/* The line on which a word of a command stands: commands may go on over several. */
static unsigned line_of(const struct document *page, const struct command *command, struct str word)
{
    const struct block *block = &page->blocks.items[command->block];
    struct str text = block->text, line;
    unsigned number = block->text_line;

    for (; str_next_line(&text, &line) && number < command->line + MOST_LINES; number++)
        if (number >= command->line && line.len >= word.len &&
            memmem(line.ptr, line.len, word.ptr, word.len))
            return number;
    return command->line;
}

static bool asks_for_settings(struct str option)
{
    return str_contains_nocase(option, "config") || str_contains_nocase(option, "cfg") ||
           str_equal(option, "-c");
}

/* Whether the tree has it, in whatever case. */
static bool has_twin(const struct named_walk *walk, struct str cwd, struct str path)
{
    const char *settled = path_join(walk->facts->arena, cwd, path);

    return !memchr(path.ptr, '$', path.len) && (tree_find(&walk->facts->tree, settled) ||
                                                tree_find_case_twin(&walk->facts->tree, settled));
}

static void look_at_word(struct named_walk *walk, const struct command *command,
                         const struct shell_word *words, size_t at, size_t first)
{
    struct str word = words[at].text, option = {NULL, 0}, value = word;
    const char *equals = word.len ? memchr(word.ptr, '=', word.len) : NULL;

    if (words[at].redirection || (at && words[at - 1].redirection))
        return;
    if (equals) {
        option = str_slice(word, 0, (size_t)(equals - word.ptr));
        value = str_slice(word, option.len + 1, word.len);
    } else if (at > first && str_starts(words[at - 1].text, "-")) {
        option = words[at - 1].text;
    }
    if (!value.len || *value.ptr == '-' || (option.len && supply_is_output(option)) ||
        token_kind(value) == TOKEN_OTHER)
        return;
    if (!str_contains(value, "$") && !is_in_tree(walk, command->cwd, value) &&
        !(token_kind(value) != TOKEN_CODE && asks_for_settings(option)) &&
        !has_twin(walk, command->cwd, value))
        return;
    if (str_contains(value, "$")) {
        struct str expanded;

        if (!supply_expand(walk->facts->arena, resolver_supply(walk->facts, walk->page), value,
                           &expanded) ||
            !is_in_tree(walk, command->cwd, expanded))
            return;
        value = expanded;
    }
    named_note(walk, &(struct named){.where = NAMED_ARGUMENT,
                                     .block = command->block,
                                     .line = line_of(walk->page, command, words[at].text),
                                     .name = value,
                                     .cwd = command->cwd});
}

void named_in_commands(struct named_walk *walk)
{
    const struct document *page = walk->page;

    for (size_t i = 0; walk->left && i < page->commands.count && i < MOST_COMMANDS; i++) {
        const struct command *command = &page->commands.items[i];
        struct run run;

        if (command->elsewhere || command->shown == SHOWN_INLINE ||
            command->block >= page->blocks.count || !run_read(walk->facts->arena, command, &run) ||
            (run.kind != RUN_SCRIPT && run.kind != RUN_MODULE && run.kind != RUN_PROGRAM))
            continue;
        for (size_t at = run.first; at < run.last; at++)
            look_at_word(walk, command, run.words, at, run.first);
    }
}
