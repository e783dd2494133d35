/* Command lines that decorators and signatures make: click, typer. */
#include "facts/cli_eval.h"

#include "util/arena.h"

#include <stdlib.h>
#include <string.h>

static const char *dashed(struct reading *reading, struct str name)
{
    char *text = str_dup(reading->arena, name);

    for (char *at = text; *at; at++)
        *at = *at == '_' ? '-' : *at;
    return text;
}

/* A decorator: what is called, and with what. */
struct decorator {
    struct value callee;
    const char *base;            /* the last part of its name */
    struct arguments *arguments; /* empty where there are no brackets */
};

static void add_name(struct cli_option *option, const char *name)
{
    if (option->name_count < sizeof(option->names) / sizeof(*option->names))
        option->names[option->name_count++] = name;
}

/* "-s", "--shout/--no-shout", "name". Returns false where one is computed. */
static bool add_declarations(struct reading *reading, struct cli_option *option,
                             const struct arguments *arguments, size_t first, bool *ret_pair)
{
    *ret_pair = false;
    for (size_t i = 0; i < arguments->count; i++) {
        const struct argument *argument = &arguments->items[i];
        const char *text, *slash;

        if (argument->name.len || i < first)
            continue;
        text = argument_text(reading, arguments, argument);
        if (!text)
            return false;
        slash = strchr(text, '/');
        if (*text == '-' && slash) {
            struct str left = {text, (size_t)(slash - text)}, right = str_of(slash + 1);

            *ret_pair = true;
            add_name(option, str_dup(reading->arena, str_trim(left)));
            add_name(option, str_dup(reading->arena, str_trim(right)));
        } else if (*text == '-') {
            add_name(option, text);
        } else if (!option->name_count) {
            add_name(option, text);
        }
    }
    /* --lr with the Python name "rate" beside it, in either order */
    if (option->name_count > 1 && *option->names[0] != '-') {
        memmove(option->names, option->names + 1,
                (option->name_count - 1) * sizeof(*option->names));
        option->name_count--;
    } else if (option->name_count == 1 && *option->names[0] != '-' && first == 0) {
        return false;
    }
    return true;
}

/* type=click.Choice(["a", "b"]) */
static void read_choice(struct reading *reading, struct cli_option *option,
                        const struct arguments *arguments)
{
    const struct argument *type = argument_named(arguments, "type");
    const struct cli_source *source = arguments->source;
    const char *const *items;
    size_t count;

    if (!type)
        return;
    for (size_t i = type->from; i + 1 < type->to; i++) {
        size_t open = i + 1;

        if (!cli_is(source, i, "Choice") || !cli_is(source, open, "("))
            continue;
        for (size_t k = open + 1; k < source->tokens[open].match; k++)
            if (cli_is(source, k, "case_sensitive"))
                return;
        if (source->tokens[open + 1].match > open + 1 &&
            literal_list(reading, source, open + 1, source->tokens[open + 1].match + 1, &items,
                         &count)) {
            option->choices = items;
            option->choice_count = count;
        }
    }
}

static void read_count(struct reading *reading, struct cli_option *option,
                       const struct arguments *arguments)
{
    const struct argument *nargs = argument_named(arguments, "nargs");

    if (argument_is(arguments, argument_named(arguments, "is_flag"), "True") ||
        argument_named(arguments, "flag_value") ||
        argument_is(arguments, argument_named(arguments, "count"), "True"))
        option->least = option->most = 0;
    if (!nargs)
        return;
    option->least = option->most =
        nargs->to == nargs->from + 1
            ? (unsigned)strtoul(str_dup(reading->arena, cli_text(arguments->source, nargs->from)),
                                NULL, 10)
            : 0;
    if (!option->most) { /* -1, or computed */
        option->least = 0;
        option->most = CLI_MANY;
    }
}

static void add_option(struct reading *reading, struct cli *cli, const struct arguments *arguments)
{
    struct cli_option found = {.least = 1, .most = 1}, *option;
    bool pair, computed = false;

    for (size_t i = 0; i < arguments->count; i++)
        computed = computed || arguments->items[i].stars;
    if (!add_declarations(reading, &found, arguments, 0, &pair) || computed || !found.name_count) {
        cli_open(reading, cli, arguments, "has options whose names are computed");
        return;
    }
    option = cli_add(reading, cli);
    *option = found;
    option->path = arguments->source->path;
    option->line = arguments->line;
    if (pair)
        option->least = option->most = 0;
    read_count(reading, option, arguments);
    read_choice(reading, option, arguments);
    option->required = argument_is(arguments, argument_named(arguments, "required"), "True") &&
                       !argument_named(arguments, "prompt") &&
                       !argument_named(arguments, "envvar") &&
                       !argument_named(arguments, "default");
}

static void add_positional(struct reading *reading, struct cli *cli,
                           const struct arguments *arguments)
{
    struct cli_option *option = cli_add(reading, cli);
    const char *name = argument_text(reading, arguments, argument_at(arguments, 0));

    option->names[option->name_count++] = name ? name : "argument";
    option->positional = true;
    option->path = arguments->source->path;
    option->line = arguments->line;
    read_count(reading, option, arguments);
    read_choice(reading, option, arguments);
    if (argument_named(arguments, "default") || argument_named(arguments, "envvar") ||
        argument_is(arguments, argument_named(arguments, "required"), "False"))
        option->least = 0;
    if (option->most == CLI_MANY &&
        argument_is(arguments, argument_named(arguments, "required"), "True"))
        option->least = 1;
    option->required = option->least > 0;
}

static void add_fixed(struct reading *reading, struct cli *cli, const struct arguments *arguments,
                      const char *name, bool valued)
{
    struct cli_option *option = cli_add(reading, cli);

    add_name(option, name);
    option->least = 0;
    option->most = valued;
    option->path = arguments->source->path;
    option->line = arguments->line;
}

static bool passes_on(const struct arguments *arguments)
{
    for (size_t i = arguments->from; i < arguments->to; i++)
        if (cli_is(arguments->source, i, "ignore_unknown_options") ||
            cli_is(arguments->source, i, "allow_extra_args") ||
            cli_is(arguments->source, i, "context_settings") ||
            cli_is(arguments->source, i, "cls") ||
            (arguments->source->tokens[i].kind == CLI_STRING &&
             str_contains(cli_text(arguments->source, i), "ignore_unknown_options")))
            return true;
    return false;
}

static struct app *app_of(struct reading *reading, struct function *function,
                          const struct arguments *arguments)
{
    if (!function->app) {
        function->app = arena_alloc(reading->arena, sizeof(*function->app));
        function->app->cli = cli_new(reading, arguments);
        function->app->function = function;
    }
    return function->app;
}

static struct str function_name(const struct function *function)
{
    const struct cli_statement *statement = &function->source->statements[function->statement];

    return cli_text(function->source,
                    statement->first + 1 + cli_is(function->source, statement->first, "async"));
}

/* @click.command(), @group.command("name"), @app.command() */
static void read_command(struct reading *reading, struct function *function,
                         const struct decorator *decorator)
{
    const struct arguments *arguments = decorator->arguments;
    struct app *app = app_of(reading, function, arguments), *group = decorator->callee.app;
    const char *name = argument_text(reading, arguments, argument_named(arguments, "name"));

    if (!strcmp(decorator->base, "group"))
        app->cli->click = true;
    if (arguments->count && passes_on(arguments))
        cli_open(reading, app->cli, arguments, "is a command with settings of its own");
    if (!group)
        return;
    if (!name)
        name = argument_text(reading, arguments, argument_at(arguments, 0));
    if (!name)
        name = dashed(reading, function_name(function));
    *ARENA_PUSH(reading->arena, &group->cli->subs) =
        (struct cli_sub){.name = name, .cli = app->cli};
}

static bool is_click(struct value callee)
{
    return callee.kind == VALUE_EXTERNAL &&
           (callee.app || strstr(callee.name, "click") || strstr(callee.name, "optgroup"));
}

static struct decorator read_decorator(struct reading *reading, const struct function *function,
                                       size_t at)
{
    const struct cli_source *source = function->source;
    const struct cli_statement *statement = &source->statements[at];
    size_t open = statement->first + 1;
    struct decorator decorator = {.arguments =
                                      arena_alloc(reading->arena, sizeof(*decorator.arguments))};

    while (open < statement->end && !cli_is(source, open, "("))
        open++;
    decorator.callee = eval(reading, source, function->scope, statement->first + 1, open);
    decorator.arguments->source = source;
    decorator.arguments->scope = function->scope;
    decorator.arguments->line = source->tokens[statement->first].line;
    if (open < statement->end) {
        struct str text = cli_text(source, open - 1);

        arguments_read(reading, source, function->scope, open, decorator.arguments);
        decorator.base = str_dup(reading->arena, text);
    } else {
        decorator.base = str_dup(reading->arena, cli_text(source, statement->end - 1));
    }
    return decorator;
}

static void apply(struct reading *reading, struct function *function,
                  const struct decorator *decorator)
{
    static const char *const harmless[] = {"pass_context", "pass_obj", "pass_config",
                                           "record",       "wraps",    "rank_zero_only"};
    const char *base = decorator->base;
    const char *name = decorator->callee.kind == VALUE_EXTERNAL ? decorator->callee.name : "";

    if (strstr(name, "hydra") || strstr(base, "hydra") || strstr(name, "Experiment") ||
        text_ends(name, ".wrap") || text_starts(name, "begin")) {
        function->hydra = base;
        return;
    }
    if (is_click(decorator->callee)) {
        struct app *app;

        if (!strcmp(base, "command") || !strcmp(base, "group")) {
            read_command(reading, function, decorator);
            return;
        }
        if (!strcmp(base, "callback")) {
            if (decorator->callee.app)
                decorator->callee.app->function = function;
            return;
        }
        app = app_of(reading, function, decorator->arguments);
        if (!strcmp(base, "option"))
            add_option(reading, app->cli, decorator->arguments);
        else if (!strcmp(base, "argument"))
            add_positional(reading, app->cli, decorator->arguments);
        else if (!strcmp(base, "version_option"))
            add_fixed(reading, app->cli, decorator->arguments, "--version", false);
        else if (!strcmp(base, "password_option"))
            add_fixed(reading, app->cli, decorator->arguments, "--password", true);
        else if (!strcmp(base, "confirmation_option"))
            add_fixed(reading, app->cli, decorator->arguments, "--yes", false);
        else if (!text_starts(base, "pass_") && strcmp(base, "help_option") != 0 &&
                 strcmp(base, "make_pass_decorator") != 0 && strcmp(base, "optgroup") != 0)
            cli_open(reading, app->cli, decorator->arguments,
                     "has a decorator that could not be read");
        return;
    }
    for (size_t i = 0; i < sizeof(harmless) / sizeof(*harmless); i++)
        if (!strcmp(base, harmless[i]))
            return;
    /* One of the project's own may add options. */
    if (decorator->callee.kind != VALUE_EXTERNAL || strstr(base, "option") ||
        strstr(base, "argument"))
        cli_open(reading, app_of(reading, function, decorator->arguments)->cli,
                 decorator->arguments, "has a decorator that could not be read");
}

/* typer: the signature is the command line. */
static bool is_typer(const struct decorator *decorator)
{
    return decorator->callee.app && text_starts(decorator->callee.name, "<app>") &&
           decorator->callee.kind == VALUE_EXTERNAL;
}

void decorators_read(struct reading *reading, struct function *function)
{
    bool click = false, typer = false;
    struct app *group = NULL;

    /* Others' decorators are of interest only where there is a command beside them. */
    for (size_t at = function->decorators; at < function->statement; at++) {
        struct decorator decorator = read_decorator(reading, function, at);
        const char *name = decorator.callee.kind == VALUE_EXTERNAL ? decorator.callee.name : "";

        click = click || (is_click(decorator.callee) &&
                          (!strcmp(decorator.base, "command") || !strcmp(decorator.base, "group")));
        if (is_typer(&decorator)) {
            typer = true;
            group = decorator.callee.app;
        }
        if (strstr(name, "hydra") || strstr(decorator.base, "hydra") ||
            strstr(name, "Experiment") || text_ends(name, ".wrap") || text_starts(name, "begin"))
            function->hydra = decorator.base;
    }
    if (!click && !typer)
        return;
    for (size_t at = function->decorators; at < function->statement; at++) {
        struct decorator decorator = read_decorator(reading, function, at);

        apply(reading, function, &decorator);
    }
    if (typer && function->app)
        signature_add(reading, function->app->cli, function, true);
    else if (typer && group && group->function == function)
        signature_add(reading, group->cli, function, true);
}

void app_called(struct reading *reading, struct app *app)
{
    /* A Typer of one command, without a callback, is that command. */
    if (!app->function && app->cli->subs.count == 1) {
        struct cli *only = app->cli->subs.items[0].cli;

        app->cli->subs.count = 0;
        cli_copy(reading, app->cli, only);
    }
    cli_parsed(reading, app->cli);
}

/* One parameter: its name, "=" and what stands behind, its annotation. */
struct parameter {
    size_t name, colon, equals, end; /* colon, equals: end where there is none */
};

static struct arguments *typer_declaration(struct reading *reading, const struct function *function,
                                           size_t from, size_t to, bool *ret_argument)
{
    const struct cli_source *source = function->source;

    for (size_t i = from; i + 1 < to; i++)
        if ((cli_is(source, i, "Option") || cli_is(source, i, "Argument")) &&
            cli_is(source, i + 1, "(")) {
            struct arguments *arguments = arena_alloc(reading->arena, sizeof(*arguments));

            arguments_read(reading, source, function->scope, i + 1, arguments);
            *ret_argument = cli_is(source, i, "Argument");
            return arguments;
        }
    return NULL;
}

static bool mentions(const struct cli_source *source, size_t from, size_t to, const char *word)
{
    for (size_t i = from; i < to; i++)
        if (cli_is(source, i, word))
            return true;
    return false;
}

static void add_typer(struct reading *reading, struct cli *cli, const struct function *function,
                      const struct parameter *parameter)
{
    const struct cli_source *source = function->source;
    struct cli_option *option;
    bool positional = parameter->equals == parameter->end, pair = false, given = false;
    bool annotated = mentions(source, parameter->colon, parameter->equals, "Annotated");
    struct arguments *declaration;

    if (mentions(source, parameter->colon, parameter->equals, "Context"))
        return;
    declaration =
        typer_declaration(reading, function, parameter->colon, parameter->end, &positional);
    option = cli_add(reading, cli);
    option->path = source->path;
    option->line = source->tokens[parameter->name].line;
    option->positional = positional;
    option->required = parameter->equals == parameter->end;
    if (declaration) {
        const struct argument *first = argument_at(declaration, 0);
        bool names_first = first && argument_text(reading, declaration, first) &&
                           *argument_text(reading, declaration, first) == '-';

        if (!annotated)
            option->required = argument_is(declaration, first, "...") ||
                               (!first && !argument_named(declaration, "default")) ||
                               (first && cli_is(source, first->from, "."));
        if (!positional)
            add_declarations(reading, option, declaration, annotated || names_first ? 0 : 1, &pair);
        given = option->name_count > 0;
        option->required = option->required && !argument_named(declaration, "prompt") &&
                           !argument_named(declaration, "envvar") &&
                           !argument_named(declaration, "default_factory");
    }
    if (!given) {
        const char *name = dashed(reading, cli_text(source, parameter->name));

        option->name_count = 0;
        add_name(option, positional ? name : arena_printf(reading->arena, "--%s", name));
        if (mentions(source, parameter->colon, parameter->equals, "bool") && !positional)
            add_name(option, arena_printf(reading->arena, "--no-%s", name));
    }
    if (mentions(source, parameter->colon, parameter->equals, "bool") && !positional)
        option->least = option->most = 0;
    if (mentions(source, parameter->colon, parameter->equals, "List") ||
        mentions(source, parameter->colon, parameter->equals, "list"))
        option->most = positional ? CLI_MANY : 1;
    if (positional && !option->required)
        option->least = 0;
}

static void add_fire(struct reading *reading, struct cli *cli, const struct function *function,
                     const struct parameter *parameter)
{
    struct cli_option *option = cli_add(reading, cli);

    add_name(option,
             arena_printf(reading->arena, "--%s",
                          str_dup(reading->arena, cli_text(function->source, parameter->name))));
    add_name(option, arena_printf(reading->arena, "--no%s", option->names[0] + 2));
    option->path = function->source->path;
    option->line = function->source->tokens[parameter->name].line;
    option->least = 0;
    option->required = false;
}

void signature_add(struct reading *reading, struct cli *cli, const struct function *function,
                   bool typer)
{
    const struct cli_source *source = function->source;
    const struct cli_statement *statement = &source->statements[function->statement];
    size_t open = statement->first, close;

    cli->path = source->path;
    cli->line = source->tokens[statement->first].line;
    while (open < statement->end && !cli_is(source, open, "("))
        open++;
    if (open >= statement->end)
        return;
    close = source->tokens[open].match;
    for (size_t i = open + 1, start = open + 1; i <= close && i < source->token_count; i++) {
        struct parameter parameter = {.name = start, .end = i};

        if (i < close && source->tokens[i].match > i) {
            i = source->tokens[i].match;
            continue;
        }
        if (i < close && !cli_is(source, i, ","))
            continue;
        parameter.colon = parameter.equals = i;
        for (size_t k = start; k < i; k++) {
            if (source->tokens[k].match > k)
                k = source->tokens[k].match;
            else if (cli_is(source, k, ":") && parameter.colon == i)
                parameter.colon = k;
            else if (cli_is(source, k, "=") && parameter.equals == i)
                parameter.equals = k;
        }
        if (parameter.colon == i)
            parameter.colon = parameter.equals;
        if (start < i && (cli_is(source, start, "**"))) {
            if (!cli->open)
                cli->open = arena_printf(reading->arena, "%s:%u takes any keyword", source->path,
                                         source->tokens[start].line);
        } else if (start < i && source->tokens[start].kind == CLI_NAME &&
                   !cli_is(source, start, "self")) {
            if (typer)
                add_typer(reading, cli, function, &parameter);
            else
                add_fire(reading, cli, function, &parameter);
        }
        start = i + 1;
    }
}
