/* What functions of other packages do with command lines. */
#include "facts/cli_eval.h"

#include "util/arena.h"

#include <string.h>

static const struct value nothing = {.kind = VALUE_UNKNOWN};

/* Known, and of no consequence. */
static struct value done(void) { return (struct value){.kind = VALUE_TEXT, .name = ""}; }

static struct value make_parser(struct reading *reading, const char *name,
                                const struct arguments *arguments)
{
    struct value value = parser_make(reading, arguments);
    bool from_fields = text_ends(name, "HfArgumentParser") || text_ends(name, "TrlParser") ||
                       text_ends(name, "PdArgumentParser");

    if (text_starts(name, "configargparse") || text_starts(name, "jsonargparse") ||
        text_ends(name, "FlexibleArgumentParser"))
        value.cli->lenient = true;
    if (text_starts(name, "jsonargparse"))
        cli_open(reading, value.cli, arguments, "makes arguments of types");
    if (text_ends(name, "FlexibleArgumentParser"))
        value.cli->underscores = true;
    if (from_fields) {
        const struct argument *types = argument_named(arguments, "dataclass_types");
        const struct cli_source *source = arguments->source;

        value.cli->underscores = true;
        value.cli->lenient = true; /* it also takes one file that holds all */
        if (!types)
            types = argument_at(arguments, 0);
        if (!types) {
            cli_open(reading, value.cli, arguments, "takes arguments that could not be read");
            return value;
        }
        if (text_ends(name, "TrlParser"))
            value.cli->lenient = true;
        for (size_t i = types->from; i < types->to; i++) {
            struct value type;
            size_t end = i + 1;

            if (source->tokens[i].kind != CLI_NAME)
                continue;
            while (end + 1 < types->to && cli_is(source, end, "."))
                end += 2;
            type = eval(reading, source, arguments->scope, i, end);
            if (type.kind == VALUE_CLASS)
                fields_add(reading, value.cli, type.class, FIELDS_HF);
            else
                cli_open(reading, value.cli, arguments,
                         "has arguments of a class that is not in the tree");
            i = end - 1;
        }
    }
    return value;
}

/* Flags that modules define for the whole program: absl, gflags, tensorflow.flags. */
static struct value define_flag(struct reading *reading, const char *name,
                                const struct arguments *arguments)
{
    const char *text = argument_text(reading, arguments,
                                     argument_at(arguments, 0) ? argument_at(arguments, 0)
                                                               : argument_named(arguments, "name"));
    const char *kind = strstr(name, "DEFINE_") + strlen("DEFINE_");
    bool boolean = text_starts(kind, "bool");
    struct cli_option *option;
    const struct argument *choices;

    if (!reading->absl) {
        reading->absl = cli_new(reading, arguments);
        reading->absl->single_dash = true;
        reading->absl->prefixes = text_starts(name, "tensorflow") || text_starts(name, "gflags");
        reading->absl->free = true;
        reading->absl->lenient = true;
    }
    if (!text || strstr(kind, "config_file") || strstr(kind, "config_dict") ||
        strstr(kind, "alias") || strstr(kind, "dataclass")) {
        cli_open(reading, reading->absl, arguments, "defines flags whose names are computed");
        return done();
    }
    option = cli_add(reading, reading->absl);
    option->names[option->name_count++] = arena_printf(reading->arena, "--%s", text);
    if (boolean) {
        option->names[option->name_count++] = arena_printf(reading->arena, "--no%s", text);
        option->least = 0;
    }
    option->path = arguments->source->path;
    option->line = arguments->line;
    choices = argument_named(arguments, "enum_values");
    if (!choices && text_starts(kind, "enum"))
        choices = argument_at(arguments, 2);
    if (choices && text_starts(kind, "enum") && strcmp(kind, "enum_class") != 0) {
        const char *const *items;
        size_t count;

        if (literal_list(reading, arguments->source, choices->from, choices->to, &items, &count)) {
            option->choices = items;
            option->choice_count = count;
        }
    }
    choices = argument_named(arguments, "default");
    if (!choices)
        choices = argument_at(arguments, 1);
    if (choices) {
        option->value = argument_text(reading, arguments, choices);
        option->value_line = arguments->source->tokens[choices->from].line;
    }
    return done();
}

/* getopt.getopt(sys.argv[1:], "ho:v", ["help", "output="]) */
static struct value read_getopt(struct reading *reading, const struct arguments *arguments)
{
    const char *letters = argument_text(reading, arguments, argument_at(arguments, 1));
    const struct argument *words = argument_at(arguments, 2);
    struct cli *cli;
    const char *const *items;
    size_t count = 0;

    if (!letters ||
        (words && words->to - words->from > 2 &&
         !literal_list(reading, arguments->source, words->from, words->to, &items, &count))) {
        cli_unknown(reading, "its options are computed");
        return done();
    }
    cli = cli_new(reading, arguments);
    cli->prefixes = true;
    cli->free = true;
    cli->lenient = true;
    for (const char *at = letters; *at; at++) {
        struct cli_option *option;

        if (*at == ':' || *at == '+')
            continue;
        option = cli_add(reading, cli);
        option->names[option->name_count++] = arena_printf(reading->arena, "-%c", *at);
        option->least = option->most = at[1] == ':';
        option->path = arguments->source->path;
        option->line = arguments->line;
    }
    for (size_t i = 0; i < count; i++) {
        struct cli_option *option = cli_add(reading, cli);
        bool valued = text_ends(items[i], "=");

        option->names[option->name_count++] =
            arena_printf(reading->arena, "--%.*s", (int)(strlen(items[i]) - valued), items[i]);
        option->least = option->most = valued;
        option->path = arguments->source->path;
        option->line = arguments->line;
    }
    cli_parsed(reading, cli);
    return done();
}

/* fire.Fire(f): a parameter is an option and a positional word; of a class or of a table of
 * functions the methods come first. */
static struct value read_fire(struct reading *reading, const struct arguments *arguments)
{
    const struct argument *what = argument_at(arguments, 0);
    struct cli *cli;

    if (!what)
        what = argument_named(arguments, "component");
    if (!what || (what->value.kind != VALUE_FUNCTION) || what->value.function->app) {
        cli_unknown(reading, "fire makes commands of an object");
        return done();
    }
    cli = cli_new(reading, arguments);
    cli->underscores = true;
    cli->single_dash = true;
    cli->free = true;
    cli->lenient = true; /* positional words are options too, and what is left is called */
    signature_add(reading, cli, what->value.function, false);
    cli_parsed(reading, cli);
    return done();
}

/* tyro.cli(f or class) */
static struct value read_tyro(struct reading *reading, const struct arguments *arguments)
{
    const struct argument *what = argument_at(arguments, 0);
    struct cli *cli;

    if (!what || what->value.kind != VALUE_CLASS) {
        cli_unknown(reading, "its arguments are made of a type that could not be read");
        return done();
    }
    cli = cli_new(reading, arguments);
    cli->underscores = true;
    cli->lenient = true;
    fields_add(reading, cli, what->value.class, FIELDS_TYRO);
    cli_parsed(reading, cli);
    return done();
}

/* docopt(__doc__): every option of the usage text. */
static struct value read_docopt(struct reading *reading, const struct arguments *arguments)
{
    const struct cli_source *source = arguments->source;
    struct cli *cli;
    struct str text;
    const char *given = argument_text(reading, arguments, argument_at(arguments, 0));

    if (given) {
        text = str_of(given);
    } else if (argument_is(arguments, argument_at(arguments, 0), "__doc__") &&
               source->token_count && source->tokens[0].kind == CLI_STRING) {
        text = cli_string(reading->arena, source, 0);
    } else {
        cli_unknown(reading, "its usage text could not be found");
        return done();
    }
    cli = cli_new(reading, arguments);
    cli->prefixes = true;
    cli->free = true;
    cli->lenient = true;
    for (size_t i = 0; i + 1 < text.len; i++) {
        size_t end = i;
        struct cli_option *option;

        if (text.ptr[i] != '-' ||
            (i && strchr("-abcdefghijklmnopqrstuvwxyz0123456789_", text.ptr[i - 1])))
            continue;
        while (end < text.len && (text.ptr[end] == '-' || text.ptr[end] == '_' ||
                                  (text.ptr[end] >= 'a' && text.ptr[end] <= 'z') ||
                                  (text.ptr[end] >= 'A' && text.ptr[end] <= 'Z') ||
                                  (text.ptr[end] >= '0' && text.ptr[end] <= '9')))
            end++;
        if (end - i < 2)
            continue;
        option = cli_add(reading, cli);
        option->names[option->name_count++] = str_dup(reading->arena, str_slice(text, i, end));
        option->least = 0;
        option->path = source->path;
        option->line = source->tokens[0].line;
        i = end - 1;
    }
    cli_parsed(reading, cli);
    return done();
}

static void add_flag(struct reading *reading, struct cli *cli, const struct arguments *arguments,
                     const char *name, bool valued)
{
    struct cli_option *option = cli_add(reading, cli);

    option->names[option->name_count++] = name;
    option->least = option->most = valued;
    option->path = arguments->source->path;
    option->line = arguments->line;
}

/* deepspeed.add_config_arguments(parser) */
static struct value add_deepspeed(struct reading *reading, const struct arguments *arguments)
{
    const struct argument *first = argument_at(arguments, 0);

    if (!first || first->value.kind != VALUE_CLI)
        return nothing;
    add_flag(reading, first->value.cli, arguments, "--deepspeed", false);
    add_flag(reading, first->value.cli, arguments, "--deepspeed_config", true);
    add_flag(reading, first->value.cli, arguments, "--deepscale", false);
    add_flag(reading, first->value.cli, arguments, "--deepscale_config", true);
    add_flag(reading, first->value.cli, arguments, "--deepspeed_mpi", false);
    return first->value;
}

/* OptionGroup(parser, ...) adds to the parser. */
static struct value option_group(const struct arguments *arguments)
{
    const struct argument *first = argument_at(arguments, 0);

    return first && first->value.kind == VALUE_CLI ? first->value : nothing;
}

/* app.run(main), tf.app.run(): flags that modules defined are read now. */
static struct value run_app(struct reading *reading, const struct arguments *arguments)
{
    reading->absl_parsed = true;
    reading->effects++;
    for (size_t i = 0; i < arguments->count; i++)
        if (argument_named(arguments, "flags_parser"))
            cli_unknown(reading, "its flags are read by a parser of its own");
    return nothing; /* and main is called */
}

static const struct {
    const char *end, *why;
} opaque[] = {
    {"plac.call", "plac makes its command line"},
    {"argh.dispatch", "argh makes its command line"},
    {"argh.dispatch_command", "argh makes its command line"},
    {"argh.dispatch_commands", "argh makes its command line"},
    {"clize.run", "clize makes its command line"},
    {"defopt.run", "defopt makes its command line"},
    {"jsonargparse.CLI", "jsonargparse makes its command line"},
    {"jsonargparse.auto_cli", "jsonargparse makes its command line"},
    {"cli.LightningCLI", "lightning makes its command line"},
    {"LightningCLI", "lightning makes its command line"},
    {"sacred.Experiment", "sacred makes its command line"},
    {"OmegaConf.from_cli", "its settings are given to OmegaConf"},
    {"pyrallis.parse", "pyrallis makes its command line"},
    {"pyrallis.wrap", "pyrallis makes its command line"},
    {"draccus.parse", "draccus makes its command line"},
    {"draccus.wrap", "draccus makes its command line"},
    {"parser.wrap", "its command line is made by a decorator"},
    {"chz.entrypoint", "chz makes its command line"},
    {"chz.nested_entrypoint", "chz makes its command line"},
    {"cyclopts.App", "cyclopts makes its command line"},
    {"simple_parsing.parse", "its arguments are made of a type"},
    {"Fire", "fire makes commands of an object"},
    {"app.run_with_flags", "its flags are read elsewhere"},
    {"gin.parse_config_files_and_bindings", NULL},
    {"execute_from_command_line", "Django makes its command line"},
    {"FlaskGroup", "flask makes its command line"},
    {"cleo.Application", "cleo makes its command line"},
    {"invoke.Program", "invoke makes its command line"},
    {"pytest.main", "pytest reads its command line"},
    {"unittest.main", "unittest reads its command line"},
    {"test.main", "a test runner reads its command line"},
    {"absltest.main", "a test runner reads its command line"},
};

struct value call_external(struct reading *reading, struct value callee,
                           const struct arguments *arguments)
{
    const char *name = callee.name, *base = strrchr(name, '.');

    base = base ? base + 1 : name;
    if (text_starts(name, "<subparsers>."))
        return subparsers_method(reading, callee.cli, base, arguments);
    if (!strcmp(base, "ArgumentParser") || !strcmp(base, "OptionParser") ||
        !strcmp(base, "HfArgumentParser") || !strcmp(base, "TrlParser") ||
        !strcmp(base, "PdArgumentParser") || !strcmp(base, "ArgParser") ||
        !strcmp(base, "FlexibleArgumentParser"))
        return make_parser(reading, name, arguments);
    if (!strcmp(base, "OptionGroup"))
        return option_group(arguments);
    if (text_starts(base, "DEFINE") && strchr(base, '_') && strstr(base, "DEFINE_"))
        return define_flag(reading, name, arguments);
    if (!strcmp(base, "mark_flag_as_required") || !strcmp(base, "mark_flags_as_required"))
        return done();
    if (text_ends(name, "app.run") && !strstr(name, "Flask") && !strstr(name, "()"))
        return run_app(reading, arguments);
    if (!strcmp(name, "getopt.getopt") || !strcmp(name, "getopt.gnu_getopt"))
        return read_getopt(reading, arguments);
    if (!strcmp(name, "fire.Fire") || text_ends(name, "fire.Fire"))
        return read_fire(reading, arguments);
    if (!strcmp(name, "tyro.cli"))
        return read_tyro(reading, arguments);
    if (!strcmp(name, "docopt.docopt"))
        return read_docopt(reading, arguments);
    if (text_ends(name, "add_config_arguments"))
        return add_deepspeed(reading, arguments);
    if (!strcmp(name, "typer.run")) {
        const struct argument *what = argument_at(arguments, 0);

        if (what && what->value.kind == VALUE_FUNCTION) {
            struct cli *cli = cli_new(reading, arguments);

            signature_add(reading, cli, what->value.function, true);
            cli_parsed(reading, cli);
        } else {
            cli_unknown(reading, "its command could not be found");
        }
        return done();
    }
    if (!strcmp(name, "typer.Typer") || !strcmp(name, "click.Group")) {
        struct app *app = arena_alloc(reading->arena, sizeof(*app));
        struct value value = {.kind = VALUE_EXTERNAL, .name = "<app>", .app = app};

        app->cli = cli_new(reading, arguments);
        app->cli->click = true;
        return value;
    }
    if (callee.app && !strcmp(name, "<app>")) {
        app_called(reading, callee.app);
        return done();
    }
    if (callee.app && (!strcmp(base, "add_command") || !strcmp(base, "add_typer"))) {
        const struct argument *what = argument_at(arguments, 0);
        const char *given = argument_text(reading, arguments, argument_named(arguments, "name"));
        struct app *app = NULL;

        if (what && what->value.kind == VALUE_FUNCTION)
            app = what->value.function->app;
        else if (what && what->value.kind == VALUE_EXTERNAL)
            app = what->value.app;
        if (!given)
            given = argument_text(reading, arguments, argument_at(arguments, 1));
        if (!given && what && what->to == what->from + 1) {
            char *made = str_dup(reading->arena, cli_text(arguments->source, what->from));

            for (char *at = made; *at; at++)
                *at = *at == '_' ? '-' : *at;
            given = made;
        }
        if (app && given)
            *ARENA_PUSH(reading->arena, &callee.app->cli->subs) =
                (struct cli_sub){.name = given, .cli = app->cli};
        else
            cli_open(reading, callee.app->cli, arguments, "adds a command that could not be read");
        return done();
    }
    if (callee.app && !strcmp(base, "main")) {
        app_called(reading, callee.app);
        return done();
    }
    if (callee.app) { /* app.command("train")(train) */
        cli_open(reading, callee.app->cli, arguments, "makes commands in other ways");
        return nothing;
    }
    for (size_t i = 0; i < sizeof(opaque) / sizeof(*opaque); i++)
        if (text_ends(name, opaque[i].end) &&
            (strlen(name) == strlen(opaque[i].end) ||
             name[strlen(name) - strlen(opaque[i].end) - 1] == '.')) {
            if (opaque[i].why)
                cli_unknown(reading, opaque[i].why);
            return nothing;
        }
    return nothing;
}
