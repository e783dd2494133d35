/* argparse, optparse and what is made like them. */
#include "facts/cli_eval.h"

#include "util/arena.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_OPTIONS = 2000 };

static const struct value nothing = {.kind = VALUE_UNKNOWN};

static struct value of_cli(struct cli *cli)
{
    return (struct value){.kind = VALUE_CLI, .cli = cli};
}

struct cli *cli_new(struct reading *reading, const struct arguments *arguments)
{
    struct cli *cli = arena_alloc(reading->arena, sizeof(*cli));

    cli->path = arguments->source->path;
    cli->line = arguments->line;
    reading->effects++;
    reading->made = true;
    return cli;
}

void cli_open(struct reading *reading, struct cli *cli, const struct arguments *arguments,
              const char *why)
{
    if (!cli->open)
        cli->open =
            arena_printf(reading->arena, "%s:%u %s", arguments->source->path, arguments->line, why);
    cli->lenient = true;
}

void cli_parsed(struct reading *reading, const struct cli *cli)
{
    struct cli_set *set = reading->set;

    reading->effects++;
    for (size_t i = 0; i < set->count; i++)
        if (set->items[i] == cli)
            return;
    if (set->count < sizeof(set->items) / sizeof(*set->items))
        set->items[set->count++] = cli;
    else
        set->unknown = "it has too many parsers";
}

void cli_unknown(struct reading *reading, const char *why)
{
    reading->effects++;
    if (!reading->set->unknown)
        reading->set->unknown = why;
}

struct cli_option *cli_add(struct reading *reading, struct cli *cli)
{
    struct cli_option *option;

    reading->effects++;
    if (cli->options.count >= MOST_OPTIONS) {
        cli->open = "it has too many arguments";
        return arena_alloc(reading->arena, sizeof(*option));
    }
    option = ARENA_PUSH(reading->arena, &cli->options);
    option->least = option->most = 1;
    option->conditional = reading->conditional > 0;
    return option;
}

void cli_copy(struct reading *reading, struct cli *to, const struct cli *from)
{
    for (size_t i = 0; i < from->options.count; i++) {
        struct cli_option *option = cli_add(reading, to);

        *option = from->options.items[i];
    }
    for (size_t i = 0; i < from->subs.count; i++)
        *ARENA_PUSH(reading->arena, &to->subs) = from->subs.items[i];
    if (from->open && !to->open)
        to->open = from->open;
    to->lenient = to->lenient || from->lenient;
    to->free = to->free || from->free;
}

/* parents=[a, b()] */
static void add_parents(struct reading *reading, struct cli *cli, const struct arguments *arguments,
                        const struct argument *parents)
{
    const struct cli_source *source = arguments->source;
    size_t from = parents->from + 1, to = parents->to - 1;

    if (source->tokens[parents->from].match != to || parents->to - parents->from < 2) {
        cli_open(reading, cli, arguments, "takes its arguments from a parser that is computed");
        return;
    }
    for (size_t i = from; i <= to; i++) {
        struct value value;

        if (i < to && source->tokens[i].match > i) {
            i = source->tokens[i].match;
            continue;
        }
        if (i < to && !cli_is(source, i, ","))
            continue;
        if (from < i) {
            value = eval(reading, source, arguments->scope, from, i);
            if (value.kind == VALUE_CLI)
                cli_copy(reading, cli, value.cli);
            else if (value.kind == VALUE_INSTANCE && value.instance->cli)
                cli_copy(reading, cli, value.instance->cli);
            else
                cli_open(reading, cli, arguments, "has a parent that could not be read");
        }
        from = i + 1;
    }
}

void parser_set_up(struct reading *reading, struct cli *cli, const struct arguments *arguments)
{
    const struct argument *argument = argument_named(arguments, "parents");
    const char *text;

    if (argument)
        add_parents(reading, cli, arguments, argument);
    argument = argument_named(arguments, "allow_abbrev");
    if (argument && argument_is(arguments, argument, "False"))
        cli->prefixes = false;
    argument = argument_named(arguments, "prefix_chars");
    if (argument) {
        text = argument_text(reading, arguments, argument);
        if (!text || strcmp(text, "-") != 0)
            cli_open(reading, cli, arguments, "has other characters than - before its options");
    }
    if (argument_named(arguments, "fromfile_prefix_chars") ||
        argument_named(arguments, "default_config_files") ||
        argument_named(arguments, "argument_default") ||
        argument_named(arguments, "auto_env_var_prefix"))
        cli->lenient = true;
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].stars)
            cli->lenient = true;
}

struct value parser_make(struct reading *reading, const struct arguments *arguments)
{
    struct cli *cli = cli_new(reading, arguments);

    cli->prefixes = true;
    parser_set_up(reading, cli, arguments);
    return of_cli(cli);
}

static bool add_names(struct reading *reading, struct cli *cli, struct cli_option *option,
                      const struct arguments *arguments)
{
    for (size_t i = 0; i < arguments->count; i++) {
        const struct argument *argument = &arguments->items[i];
        const char *text;

        if (argument->name.len)
            continue;
        if (argument->stars == 2)
            continue;
        text = argument_text(reading, arguments, argument);
        if (!text) {
            cli_open(reading, cli, arguments, "adds arguments whose names are computed");
            return false;
        }
        if (option->name_count < sizeof(option->names) / sizeof(*option->names))
            option->names[option->name_count++] = text;
    }
    return option->name_count > 0;
}

static void read_nargs(struct reading *reading, struct cli *cli, struct cli_option *option,
                       const struct arguments *arguments)
{
    const struct argument *nargs = argument_named(arguments, "nargs");
    const char *text;

    if (!nargs)
        return;
    text = argument_text(reading, arguments, nargs);
    if (text && !strcmp(text, "?")) {
        option->least = 0;
    } else if (text && !strcmp(text, "+")) {
        option->most = CLI_MANY;
    } else if (!text && nargs->to == nargs->from + 1 &&
               arguments->source->tokens[nargs->from].kind == CLI_NUMBER) {
        struct str number = cli_text(arguments->source, nargs->from);

        option->least = option->most = (unsigned)strtoul(str_dup(reading->arena, number), NULL, 10);
    } else {
        option->least = 0;
        option->most = CLI_MANY;
        if (!text || strcmp(text, "*") != 0) { /* the rest, whatever it is; or computed */
            cli->free = true;
            if (!cli->open)
                cli->open = "it passes what follows on";
            cli->lenient = true;
        }
    }
}

static void add_negation(struct reading *reading, struct cli_option *option)
{
    for (size_t i = option->name_count; i-- > 0;)
        if (text_starts(option->names[i], "--") && option->name_count < 6)
            option->names[option->name_count++] =
                arena_printf(reading->arena, "--no-%s", option->names[i] + 2);
}

/* action="store_true" and what it does to the number of values. */
static void read_action(struct reading *reading, struct cli *cli, struct cli_option *option,
                        const struct arguments *arguments)
{
    static const char *const without[] = {"store_true",   "store_false", "store_const", "count",
                                          "append_const", "help",        "version"};
    const struct argument *action = argument_named(arguments, "action");
    const char *text;

    if (!action)
        return;
    text = argument_text(reading, arguments, action);
    for (size_t i = 0; text && i < sizeof(without) / sizeof(*without); i++)
        if (!strcmp(text, without[i]))
            option->least = option->most = 0;
    if (text && !strcmp(text, "callback") && !argument_named(arguments, "type"))
        option->least = 0;
    if (text)
        return;
    if (action->value.kind == VALUE_EXTERNAL &&
        text_ends(action->value.name, "BooleanOptionalAction")) {
        option->least = option->most = 0;
        add_negation(reading, option);
        return;
    }
    /* An action of its own may take no value, and may define more. */
    if (!argument_named(arguments, "nargs"))
        option->least = 0;
    (void)cli;
}

static void read_default(struct reading *reading, struct cli_option *option,
                         const struct arguments *arguments)
{
    const struct argument *value = argument_named(arguments, "default");

    if (!value)
        return;
    option->value = argument_text(reading, arguments, value);
    option->value_line = arguments->source->tokens[value->from].line;
}

static void add_argument(struct reading *reading, struct cli *cli,
                         const struct arguments *arguments, bool optparse)
{
    struct cli_option found = {0}, *option;
    const struct argument *argument;
    const char *const *items;
    size_t count;
    bool computed = false;

    found.least = found.most = 1;
    for (size_t i = 0; i < arguments->count; i++)
        computed = computed || arguments->items[i].stars == 2;
    if (!add_names(reading, cli, &found, arguments)) {
        if (!cli->open)
            cli_open(reading, cli, arguments, "adds arguments whose names are computed");
        return;
    }
    option = cli_add(reading, cli);
    found.conditional = option->conditional || reading->loops;
    *option = found;
    option->path = arguments->source->path;
    option->line = arguments->line;
    option->positional = *option->names[0] != '-';
    read_nargs(reading, cli, option, arguments);
    read_action(reading, cli, option, arguments);
    read_default(reading, option, arguments);
    argument = argument_named(arguments, "required");
    option->required =
        option->positional ? option->least > 0 : argument_is(arguments, argument, "True");
    argument = argument_named(arguments, "choices");
    if (argument &&
        literal_list(reading, arguments->source, argument->from, argument->to, &items, &count)) {
        option->choices = items;
        option->choice_count = count;
    }
    /* What turns the word into something else may accept more. */
    if (argument_named(arguments, "type") &&
        !argument_is(arguments, argument_named(arguments, "type"), "str") &&
        !argument_is(arguments, argument_named(arguments, "type"), "int"))
        option->choices = NULL;
    if (optparse)
        option->required = false;
    if (computed) {
        option->required = false;
        option->choices = NULL;
        option->least = 0;
        option->most = CLI_MANY;
    }
}

/* parse_args() without words takes those of the command line; parse_args([]) does not. */
static bool reads_command_line(const struct arguments *arguments)
{
    const struct cli_source *source = arguments->source;
    const struct argument *words = argument_named(arguments, "args");

    if (!words)
        words = argument_at(arguments, 0);
    if (!words || words->stars)
        return true;
    if (source->tokens[words->from].kind == CLI_STRING)
        return false;
    return !(cli_is(source, words->from, "[") &&
             source->tokens[words->from].match == words->to - 1);
}

static struct value parse(struct reading *reading, struct cli *cli, const char *name,
                          const struct arguments *arguments)
{
    const struct argument *words = argument_at(arguments, 0);

    if (!reads_command_line(arguments))
        return nothing;
    /* A part of the words, or all of them once more. */
    if (reading->loops ||
        (words && words->to > words->from + 1 && !cli_is(arguments->source, words->from, "sys") &&
         !cli_is(arguments->source, words->from, "argv")))
        cli_open(reading, cli, arguments, "takes the command line apart by itself");
    if (strstr(name, "known") || argument_named(arguments, "return_remaining_strings") ||
        argument_named(arguments, "known_only"))
        cli_open(reading, cli, arguments, "lets flags pass that it does not know");
    cli_parsed(reading, cli);
    return nothing;
}

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (!strcmp(name, *names))
            return true;
    return false;
}

struct value parser_method(struct reading *reading, struct cli *cli, const char *name,
                           const struct arguments *arguments)
{
    static const char *const adds[] = {"add_argument", "add_option", "add",
                                       "add_arg",      "add_flag",   NULL};
    static const char *const groups[] = {"add_argument_group", "add_mutually_exclusive_group",
                                         "add_option_group", "add_group", NULL};
    static const char *const parses[] = {"parse_args",
                                         "parse_known_args",
                                         "parse_intermixed_args",
                                         "parse_known_intermixed_args",
                                         "parse_args_into_dataclasses",
                                         "parse_args_and_config",
                                         "parse",
                                         NULL};
    static const char *const harmless[] = {"set_defaults",
                                           "print_help",
                                           "print_usage",
                                           "error",
                                           "exit",
                                           "format_help",
                                           "format_usage",
                                           "get_default",
                                           "add_hparams",
                                           "set_usage",
                                           "set_description",
                                           "disable_interspersed_args",
                                           "remove_option",
                                           "convert_arg_line_to_args",
                                           "register",
                                           "__init__",
                                           "pop",
                                           "as_dict",
                                           "save",
                                           "from_dict",
                                           "get_reproducibility_info",
                                           "process_args",
                                           "has_option",
                                           "get_option",
                                           "set_default",
                                           "copy",
                                           "print_values",
                                           "append",
                                           "parse_json_file",
                                           "parse_yaml_file",
                                           "parse_dict",
                                           "format_values",
                                           NULL};

    if (is_one_of(name, adds)) {
        add_argument(reading, cli, arguments, !strcmp(name, "add_option"));
        return nothing;
    }
    if (is_one_of(name, groups)) {
        /* OptionGroup(parser) was made of the parser: the same */
        return of_cli(cli);
    }
    if (!strcmp(name, "add_subparsers") || !strcmp(name, "add_subcommands")) {
        const struct argument *required = argument_named(arguments, "required");

        cli->needs_sub = cli->needs_sub || argument_is(arguments, required, "True");
        reading->effects++;
        return (struct value){.kind = VALUE_SUBS, .cli = cli};
    }
    if (is_one_of(name, parses))
        return parse(reading, cli, name, arguments);
    if (!strcmp(name, "add_arguments")) { /* simple_parsing */
        const struct argument *first = argument_at(arguments, 0);

        if (first && first->value.kind == VALUE_CLASS)
            fields_add(reading, cli, first->value.class, FIELDS_HF);
        else
            cli_open(reading, cli, arguments, "adds arguments that could not be read");
        cli->lenient = true;
        return nothing;
    }
    if (!strcmp(name, "__init__")) {
        parser_set_up(reading, cli, arguments);
        return nothing;
    }
    if (!is_one_of(name, harmless))
        cli_open(reading, cli, arguments, "does with its parser what could not be followed");
    return nothing;
}

struct value subparsers_method(struct reading *reading, struct cli *cli, const char *name,
                               const struct arguments *arguments)
{
    const char *text;
    const struct argument *aliases = argument_named(arguments, "aliases");
    const char *const *items;
    size_t count;
    struct cli_sub *sub;
    struct cli *made;

    if (strcmp(name, "add_parser") != 0 && strcmp(name, "add_subcommand") != 0)
        return nothing;
    text = argument_text(reading, arguments, argument_at(arguments, 0));
    made = cli_new(reading, arguments);
    made->prefixes = cli->prefixes;
    parser_set_up(reading, made, arguments);
    if (!text) {
        cli_open(reading, cli, arguments, "has subcommands whose names are computed");
        /* Their options may be those of any. */
        sub = ARENA_PUSH(reading->arena, &cli->subs);
        *sub = (struct cli_sub){.name = "", .cli = made};
        return of_cli(made);
    }
    sub = ARENA_PUSH(reading->arena, &cli->subs);
    *sub = (struct cli_sub){.name = text, .cli = made};
    if (aliases &&
        literal_list(reading, arguments->source, aliases->from, aliases->to, &items, &count))
        for (size_t i = 0; i < count && i < 10; i++)
            *ARENA_PUSH(reading->arena, &cli->subs) =
                (struct cli_sub){.name = items[i], .cli = made};
    return of_cli(made);
}
