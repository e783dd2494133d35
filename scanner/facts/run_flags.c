/* The flags of documented Python commands, laid beside the parsers of their programs. */
#include "facts/cli_words.h"
#include "facts/facts.h"
#include "facts/run_target.h"
#include "facts/trace.h"
#include "util/arena.h"
#include "util/shell.h"

#include <string.h>

enum { MOST_LINES = 80 };

static const char *status_name(enum word_status status)
{
    static const char *const names[] = {
        [WORD_FOUND] = "found",       [WORD_ABBREVIATED] = "abbreviated",
        [WORD_MISSING] = "missing",   [WORD_AMBIGUOUS] = "missing",
        [WORD_CHOICE] = "choice",     [WORD_EXTRA] = "extra",
        [WORD_REQUIRED] = "required", [WORD_UNKNOWN] = "unknown"};

    return names[status];
}

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

/* Whether a line holds the name as a word of its own. */
static bool holds(struct str line, struct str name)
{
    for (size_t i = 0; i + name.len <= line.len; i++)
        if (!memcmp(line.ptr + i, name.ptr, name.len) && (!i || !is_name_byte(line.ptr[i - 1])) &&
            (i + name.len == line.len || !is_name_byte(line.ptr[i + name.len])))
            return true;
    return false;
}

/* Commands go over many lines: the one on which the word stands. */
static unsigned line_of(const struct document *page, const struct command *command, struct str name)
{
    struct str rest = page->text, line;
    unsigned number = 0;

    while (name.len && str_next_line(&rest, &line)) {
        number++;
        if (number < command->line)
            continue;
        if (number > command->line + MOST_LINES)
            break;
        if (holds(line, name))
            return number;
        if (number > command->line && !str_trim(line).len)
            break;
    }
    return command->line;
}

static const char *hint(struct arena *arena, const struct word_found *found)
{
    const struct cli_option *option = found->option;
    struct buf choices = {0};
    char *text;

    switch (found->status) {
    case WORD_FOUND:
        return option ? arena_printf(arena, "%s:%u", option->path, option->line) : NULL;
    case WORD_ABBREVIATED:
        return arena_printf(arena, "short for %s, %s:%u", option->names[0], option->path,
                            option->line);
    case WORD_MISSING:
        if (!found->cli)
            return "no parser of the program has it";
        return found->nearest ? arena_printf(arena, "the parser of %s:%u has %s", found->cli->path,
                                             found->cli->line, found->nearest)
                              : arena_printf(arena, "the parser of %s:%u has no such option",
                                             found->cli->path, found->cli->line);
    case WORD_AMBIGUOUS:
        return "it is the beginning of several options";
    case WORD_CHOICE:
        if (!option)
            return found->nearest ? arena_printf(arena, "there is %s", found->nearest)
                                  : "there is no such subcommand";
        for (size_t i = 0; i < option->choice_count && choices.len < 120; i++)
            buf_printf(&choices, "%s%s", i ? ", " : "", option->choices[i]);
        text = arena_printf(arena, "%s:%u takes %s", option->path, option->line,
                            choices.len ? choices.ptr : "other values");
        buf_release(&choices);
        return text;
    case WORD_EXTRA:
        return arena_printf(arena, "%s takes no value, %s:%u", option->names[0], option->path,
                            option->line);
    case WORD_REQUIRED:
        return option ? arena_printf(arena, "needs %s, %s:%u", option->names[0], option->path,
                                     option->line)
                      : "needs a subcommand";
    case WORD_UNKNOWN:
        return found->why;
    }
    return NULL;
}

static void observe(const struct run_context *context, const struct command *command,
                    const struct run *run, const struct cli_set *set,
                    const struct word_found *found)
{
    struct facts *facts = context->facts;
    struct trace *trace = trace_at(facts, context->page->path, command->line);
    struct arena *arena = facts->arena;
    struct observation *observation;
    size_t at = run->first + found->at;
    struct str word = found->status == WORD_REQUIRED || at >= run->count ? (struct str){"", 0}
                                                                         : run->words[at].text;
    struct str name = found->name;
    const char *text;
    unsigned line;

    if (found->status == WORD_FOUND && !found->option)
        return; /* --help, subcommands */
    line = found->status == WORD_REQUIRED ? command->line
                                          : line_of(context->page, command, word.len ? word : name);
    if (line == command->line && found->status != WORD_REQUIRED)
        line = line_of(context->page, command, name);
    if (found->status == WORD_CHOICE && found->option && !str_starts(word, "-"))
        text = arena_printf(arena, "%.*s %.*s %.*s", (int)run->target.len, run->target.ptr,
                            (int)name.len, name.ptr, (int)word.len, word.ptr);
    else if (found->status == WORD_CHOICE || found->status == WORD_EXTRA)
        text = arena_printf(arena, "%.*s %.*s", (int)run->target.len, run->target.ptr,
                            (int)word.len, word.ptr);
    else if (found->status == WORD_REQUIRED)
        text = arena_printf(arena, "%.*s without %.*s", (int)run->target.len, run->target.ptr,
                            (int)name.len, name.ptr);
    else
        text = arena_printf(arena, "%.*s %.*s", (int)run->target.len, run->target.ptr,
                            (int)name.len, name.ptr);
    observation = facts_observe(facts, OBSERVATION_COMMAND_FLAG, status_name(found->status),
                                context->page->path, line, str_of(text));
    observation->hint = arena_strdup(arena, hint(arena, found));
    if (found->status == WORD_MISSING)
        observation->replacement = arena_strdup(arena, found->nearest);
    trace_subject(trace, "flag", str_of(text));
    for (size_t i = 0; trace && i < set->count; i++)
        trace_step(trace, "parser", "made at %s:%u, %zu arguments%s%s", set->items[i]->path,
                   set->items[i]->line, set->items[i]->options.count,
                   set->items[i]->open ? "; open: " : "",
                   set->items[i]->open ? set->items[i]->open : "");
    trace_step(trace, "so", "%s%s%s", status_name(found->status), observation->hint ? ": " : "",
               observation->hint ? observation->hint : "");
}

static void observe_unknown(const struct run_context *context, const struct command *command,
                            const struct run *run, const char *why)
{
    struct arena *arena = context->facts->arena;

    for (size_t i = run->first; i < run->last; i++) {
        struct str word = run->words[i].text;
        struct observation *observation;
        size_t length = 0;

        if (run->words[i].redirection)
            continue;
        while (length < word.len && is_name_byte(word.ptr[length]))
            length++;
        if (length < 2 || *word.ptr != '-' || (word.ptr[1] >= '0' && word.ptr[1] <= '9') ||
            (length < word.len && word.ptr[length] != '='))
            continue;
        observation =
            facts_observe(context->facts, OBSERVATION_COMMAND_FLAG, "unknown", context->page->path,
                          line_of(context->page, command, str_slice(word, 0, length)),
                          str_of(arena_printf(arena, "%.*s %.*s", (int)run->target.len,
                                              run->target.ptr, (int)length, word.ptr)));
        observation->hint = arena_strdup(arena, why);
    }
}

void run_flags_observe(const struct run_context *context, const struct command *command,
                       const struct run *run, const struct run_target *target)
{
    struct facts *facts = context->facts;
    struct words_found found = {0};
    const struct cli_set *set;
    struct arena *scratch;
    struct trace *trace = trace_at(facts, context->page->path, command->line);

    /* Where it was moved to is a guess: its flags would be accused twice. */
    if ((target->found.status != RESOLVE_FOUND && target->found.status != RESOLVE_CASE) ||
        !target->found.path || !text_ends(target->found.path, ".py"))
        return;
    if (run->kind != RUN_SCRIPT && run->kind != RUN_MODULE && run->kind != RUN_PROGRAM)
        return;
    set = cli_of(facts, target->found.path, target->function);
    if (set->unknown) {
        if (run->first < run->last) {
            trace_subject(trace, "flag", str_of(target->found.path));
            trace_step(trace, "parser", "its flags are not known: %s", set->unknown);
        }
        observe_unknown(context, command, run, set->unknown);
        return;
    }
    scratch = arena_new();
    cli_words(scratch, set, run->words + run->first, run->last - run->first,
              command->shown == SHOWN_INLINE, &found);
    for (size_t i = 0; i < found.count; i++)
        observe(context, command, run, set, &found.items[i]);
    arena_free(scratch);
}

enum cli_answer cli_accepts(struct facts *facts, const char *path, const struct shell_word *words,
                            size_t count)
{
    const struct cli_set *set = cli_of(facts, path, NULL);
    struct words_found found = {0};
    enum cli_answer answer = CLI_YES;
    struct arena *scratch;
    bool flags = false;

    if (set->unknown)
        return CLI_UNKNOWN;
    scratch = arena_new();
    cli_words(scratch, set, words, count, true, &found);
    for (size_t i = 0; i < found.count && answer != CLI_NO; i++) {
        flags = true;
        if (found.items[i].status == WORD_UNKNOWN)
            answer = CLI_UNKNOWN;
        else if (found.items[i].status != WORD_FOUND && found.items[i].status != WORD_ABBREVIATED)
            answer = CLI_NO;
    }
    arena_free(scratch);
    return flags ? answer : CLI_UNKNOWN;
}
