/* Statements and expressions, followed as far as a parser is concerned. */
#include "facts/cli_eval.h"

#include "util/arena.h"

#include <string.h>

enum { MOST_STEPS = 400000, MOST_CALLS = 20, MOST_NESTING = 150, MOST_EFFECTS = 4000 };

static const struct value nothing = {.kind = VALUE_UNKNOWN};

struct frame {
    const struct cli_source *source;
    struct scope *scope;
    struct function *function; /* that is run; NULL: a module */
    bool main;
    struct value result;
};

static bool is_keyword(struct str word)
{
    static const char *const words[] = {"not",  "and",    "or",    "in",     "is",    "if",
                                        "else", "for",    "await", "lambda", "async", "yield",
                                        "from", "return", "del",   "assert", "raise", "with",
                                        "as",   "elif",   "while", "except", "print"};

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (str_equal(word, words[i]))
            return true;
    return false;
}

static bool may_follow(struct reading *reading)
{
    return reading->steps < MOST_STEPS && reading->effects < MOST_EFFECTS;
}

/* Splits what stands between brackets at its commas, and evaluates each part. */
void arguments_read(struct reading *reading, const struct cli_source *source, struct scope *scope,
                    size_t open, struct arguments *arguments)
{
    size_t close = source->tokens[open].match, from = open + 1;

    arguments->source = source;
    arguments->from = open;
    arguments->to = close;
    arguments->count = 0;
    arguments->line = source->tokens[open].line;
    arguments->scope = scope;
    for (size_t i = from; i <= close && i < source->token_count; i++) {
        struct argument argument = {0};

        if (i < close && source->tokens[i].match > i) {
            i = source->tokens[i].match;
            continue;
        }
        if (i < close && !cli_is(source, i, ","))
            continue;
        if (from < i && arguments->count < MOST_ARGUMENTS) {
            if (cli_is(source, from, "*") || cli_is(source, from, "**")) {
                argument.stars = cli_is(source, from, "*") ? 1 : 2;
                from++;
            } else if (i > from + 1 && source->tokens[from].kind == CLI_NAME &&
                       cli_is(source, from + 1, "=")) {
                argument.name = cli_text(source, from);
                from += 2;
            }
            argument.from = from;
            argument.to = i;
            argument.value = eval(reading, source, scope, from, i);
            arguments->items[arguments->count++] = argument;
        }
        from = i + 1;
    }
}

static struct value call(struct reading *reading, struct value callee,
                         const struct arguments *arguments);

/* Functions that are handed to something unknown are called sooner or later. */
static void run_callbacks(struct reading *reading, const struct arguments *arguments)
{
    for (size_t i = 0; i < arguments->count; i++) {
        struct arguments none = {.source = arguments->source, .scope = arguments->scope};
        struct value value = arguments->items[i].value;

        if (value.kind == VALUE_FUNCTION || value.kind == VALUE_BOUND)
            call(reading, value, &none);
    }
}

static struct cli *cli_behind(struct value value)
{
    if (value.kind == VALUE_CLI)
        return value.cli;
    return value.kind == VALUE_INSTANCE && value.instance ? value.instance->cli : NULL;
}

/* A parser that leaves what can be read may get arguments there. */
static void hand_over(struct reading *reading, const struct arguments *arguments)
{
    static const char *const harmless[] = {"isinstance", "autocomplete", "str", "repr",
                                           "type",       "print",        "id",  "len",
                                           "hasattr",    "vars",         "dir"};
    struct str callee =
        arguments->from ? cli_text(arguments->source, arguments->from - 1) : (struct str){"", 0};

    for (size_t i = 0; i < sizeof(harmless) / sizeof(*harmless); i++)
        if (str_equal(callee, harmless[i]))
            return;
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].value.kind == VALUE_SUBS)
            cli_open(reading, arguments->items[i].value.cli, arguments,
                     "hands its subcommands to code that is not in the tree");
        else if (cli_behind(arguments->items[i].value))
            cli_open(reading, cli_behind(arguments->items[i].value), arguments,
                     "hands the parser to code that is not in the tree");
}

static struct value instantiate(struct reading *reading, struct class *class,
                                const struct arguments *arguments)
{
    struct instance *instance = arena_alloc(reading->arena, sizeof(*instance));
    struct value value = {.kind = VALUE_INSTANCE, .class = class, .instance = instance};
    const char *base = class_foreign_base(class);
    bool foreign;
    struct value init;

    instance->class = class;
    instance->attributes = arena_alloc(reading->arena, sizeof(*instance->attributes));
    if (base && (text_ends(base, "ArgumentParser") || text_ends(base, "OptionParser") ||
                 text_ends(base, "ArgParser"))) {
        instance->cli = cli_new(reading, arguments);
        instance->cli->prefixes = true;
        parser_set_up(reading, instance->cli, arguments);
        value.cli = instance->cli;
    } else if (base && (text_ends(base, "tap.Tap") || text_ends(base, "TypedArgumentParser"))) {
        instance->cli = cli_new(reading, arguments);
        instance->cli->prefixes = true;
        fields_add(reading, instance->cli, class, FIELDS_TAP);
        value.cli = instance->cli;
        init = class_member(reading, class, STR("configure"), &foreign);
        if (init.kind == VALUE_FUNCTION) {
            struct arguments none = {.source = arguments->source, .scope = arguments->scope};

            call_function(reading, init.function, &none, &value);
        }
    }
    init = class_member(reading, class, STR("__init__"), &foreign);
    if (init.kind == VALUE_FUNCTION)
        call_function(reading, init.function, arguments, &value);
    return value;
}

static struct value call(struct reading *reading, struct value callee,
                         const struct arguments *arguments)
{
    struct value self;
    struct value result;

    switch (callee.kind) {
    case VALUE_FUNCTION:
        if (callee.function->app) {
            app_called(reading, callee.function->app);
            return nothing;
        }
        if (callee.function->hydra) {
            cli_unknown(reading, "its settings are given to hydra");
            return nothing;
        }
        return call_function(reading, callee.function, arguments, NULL);
    case VALUE_BOUND:
        if (!callee.instance)
            self = (struct value){.kind = VALUE_CLASS, .class = callee.class};
        else
            self = (struct value){.kind = VALUE_INSTANCE,
                                  .class = callee.instance->class,
                                  .instance = callee.instance,
                                  .cli = callee.instance->cli};
        return call_function(reading, callee.function, arguments, &self);
    case VALUE_CLASS:
        return instantiate(reading, callee.class, arguments);
    case VALUE_METHOD:
        return parser_method(reading, callee.cli, callee.name, arguments);
    case VALUE_EXTERNAL:
        result = call_external(reading, callee, arguments);
        if (result.kind != VALUE_UNKNOWN)
            return result;
        hand_over(reading, arguments);
        run_callbacks(reading, arguments);
        if (strlen(callee.name) > 200)
            return nothing;
        return external(reading, arena_printf(reading->arena, "%s()", callee.name));
    case VALUE_INSTANCE: {
        bool foreign;
        struct value member = class_member(reading, callee.class, STR("__call__"), &foreign);

        if (member.kind == VALUE_FUNCTION)
            return call_function(reading, member.function, arguments, &callee);
        break;
    }
    case VALUE_UNKNOWN:
    case VALUE_CLI:
    case VALUE_SUBS:
    case VALUE_SUPER:
    case VALUE_MODULE:
    case VALUE_FOLDER:
    case VALUE_TEXT:
        break;
    }
    hand_over(reading, arguments);
    run_callbacks(reading, arguments);
    return nothing;
}

void value_call(struct reading *reading, struct value value, const struct cli_source *source)
{
    struct arguments *none = arena_alloc(reading->arena, sizeof(*none));

    none->source = source;
    call(reading, value, none);
}

/* super() and super(X, self) within a method */
static bool is_super(const struct cli_source *source, size_t at, size_t to)
{
    return cli_is(source, at, "super") && at + 1 < to && cli_is(source, at + 1, "(");
}

static struct value super_of(const struct scope *scope)
{
    struct value self = scope_get(scope, STR("self")), class = scope_get(scope, STR("__class__"));

    if (self.kind != VALUE_INSTANCE || class.kind != VALUE_CLASS)
        return nothing;
    return (struct value){.kind = VALUE_SUPER,
                          .instance = self.instance,
                          .class = class.class,
                          .cli = self.instance->cli};
}

/* A name or bracket with what is asked of it: a.b(c)[d]. */
static struct value eval_primary(struct reading *reading, const struct cli_source *source,
                                 struct scope *scope, size_t at, size_t to, size_t *ret_next)
{
    struct value value = nothing;
    const struct cli_token *token = &source->tokens[at];

    if (is_super(source, at, to)) {
        value = super_of(scope);
        at = source->tokens[at + 1].match + 1;
    } else if (token->kind == CLI_NAME) {
        value = scope_get(scope, cli_text(source, at));
        at++;
    } else if (token->kind == CLI_STRING) {
        if (!token->format && !(at + 1 < to && source->tokens[at + 1].kind == CLI_STRING))
            value = (struct value){.kind = VALUE_TEXT,
                                   .name = cli_string(reading->arena, source, at).ptr};
        while (at < to && source->tokens[at].kind == CLI_STRING)
            at++;
    } else if (token->match > at) {
        value = eval(reading, source, scope, at + 1, token->match < to ? token->match : to);
        if (!cli_is(source, at, "("))
            value = nothing;
        at = token->match + 1;
    } else {
        at++;
    }
    while (at < to) {
        if (cli_is(source, at, ".") && at + 1 < to && source->tokens[at + 1].kind == CLI_NAME) {
            value = value_attribute(reading, value, cli_text(source, at + 1));
            at += 2;
        } else if (cli_is(source, at, "(") && source->tokens[at].match > at) {
            struct arguments *arguments = arena_alloc(reading->arena, sizeof(*arguments));

            arguments_read(reading, source, scope, at, arguments);
            value = call(reading, value, arguments);
            at = source->tokens[at].match + 1;
        } else if (cli_is(source, at, "[") && source->tokens[at].match > at) {
            eval(reading, source, scope, at + 1, source->tokens[at].match);
            value = nothing;
            at = source->tokens[at].match + 1;
        } else {
            break;
        }
    }
    *ret_next = at;
    return value;
}

/* The value of `x`, of `x or y` and of `x if c else y`, where one of them is known. */
struct value eval(struct reading *reading, const struct cli_source *source, struct scope *scope,
                  size_t from, size_t to)
{
    struct value result = nothing;
    bool other = false;
    unsigned loops = reading->loops;

    if (reading->depth > MOST_NESTING || to > source->token_count)
        return nothing;
    reading->depth++;
    for (size_t at = from; at < to && may_follow(reading);) {
        const struct cli_token *token = &source->tokens[at];

        reading->steps++;
        if (token->kind == CLI_NAME && is_keyword(cli_text(source, at)) &&
            !(at + 1 < to && cli_is(source, at, "print") && cli_is(source, at + 1, "("))) {
            other = other || !(cli_is(source, at, "or") || cli_is(source, at, "and") ||
                               cli_is(source, at, "if") || cli_is(source, at, "else") ||
                               cli_is(source, at, "await"));
            reading->loops += cli_is(source, at, "for");
            at++;
        } else if (token->kind == CLI_NAME || token->kind == CLI_STRING || token->match > at) {
            struct value value = eval_primary(reading, source, scope, at, to, &at);

            if (result.kind == VALUE_UNKNOWN)
                result = value;
        } else {
            other = true;
            at++;
        }
    }
    reading->depth--;
    reading->loops = loops;
    return other ? nothing : result;
}

/* self.x = value, x = value; what else may stand left of "=" is passed over. */
static void assign(struct reading *reading, struct frame *frame, size_t from, size_t to,
                   struct value value)
{
    const struct cli_source *source = frame->source;

    for (size_t i = from; i < to; i++) /* x: type = ... */
        if (cli_is(source, i, ":"))
            to = i;
    if (to == from + 1 && source->tokens[from].kind == CLI_NAME) {
        struct scope *scope = frame->scope;
        struct value global = scope_get(scope, STR("__global__"));

        if (global.kind == VALUE_TEXT && frame->function)
            while (scope->parent)
                scope = scope->parent;
        scope_set(reading->arena, scope, cli_text(source, from), value);
    } else if (to == from + 3 && cli_is(source, from + 1, ".")) {
        struct value owner = scope_get(frame->scope, cli_text(source, from));

        if (owner.kind == VALUE_INSTANCE && value.kind != VALUE_UNKNOWN)
            scope_set(reading->arena, owner.instance->attributes, cli_text(source, from + 2),
                      value);
    } else if (to > from && source->tokens[from].kind == CLI_NAME &&
               cli_is(source, from + 1, ",")) {
        /* parser, rest = f(): the first of several that was returned */
        if (value.kind == VALUE_CLI)
            scope_set(reading->arena, frame->scope, cli_text(source, from), value);
    }
}

/* x = y = value, x += value, or a plain expression. */
static void run_expression(struct reading *reading, struct frame *frame, size_t from, size_t to)
{
    const struct cli_source *source = frame->source;
    size_t equals[4], count = 0;
    struct value value;

    for (size_t i = from; i < to; i++) {
        if (source->tokens[i].match > i)
            i = source->tokens[i].match;
        else if (cli_is(source, i, "=") && count < 4)
            equals[count++] = i;
    }
    value = eval(reading, source, frame->scope, count ? equals[count - 1] + 1 : from, to);
    for (size_t i = 0; i < count; i++) {
        size_t start = i ? equals[i - 1] + 1 : from;

        assign(reading, frame, start, equals[i], value);
    }
}

static void define_function(struct reading *reading, struct frame *frame, size_t at,
                            size_t decorators, struct class *class)
{
    const struct cli_source *source = frame->source;
    const struct cli_statement *statement = &source->statements[at];
    size_t name = statement->first + 1 + cli_is(source, statement->first, "async");
    struct function *function = arena_alloc(reading->arena, sizeof(*function));

    *function = (struct function){.source = source,
                                  .statement = at,
                                  .decorators = decorators,
                                  .scope = frame->scope,
                                  .class = class};
    scope_set(reading->arena, frame->scope, cli_text(source, name),
              (struct value){.kind = VALUE_FUNCTION, .function = function});
    if (decorators < at && !class)
        decorators_read(reading, function);
}

static void run_statements(struct reading *reading, struct frame *frame, size_t from, size_t to,
                           struct class *class);

static void define_class(struct reading *reading, struct frame *frame, size_t at, size_t decorators)
{
    const struct cli_source *source = frame->source;
    const struct cli_statement *statement = &source->statements[at];
    struct class *class = arena_alloc(reading->arena, sizeof(*class));
    size_t open = statement->first + 2;
    struct frame inner = *frame;

    class->source = source;
    class->statement = at;
    class->decorators = decorators;
    class->name = str_dup(reading->arena, cli_text(source, statement->first + 1));
    class->scope = arena_alloc(reading->arena, sizeof(*class->scope));
    class->scope->parent = frame->scope;
    if (cli_is(source, open, "(")) {
        struct arguments *bases = arena_alloc(reading->arena, sizeof(*bases));

        arguments_read(reading, source, frame->scope, open, bases);
        for (size_t i = 0; i < bases->count && class->base_count < 6; i++)
            if (!bases->items[i].name.len && !argument_is(bases, &bases->items[i], "object"))
                class->bases[class->base_count++] = bases->items[i].value;
    }
    scope_set(reading->arena, frame->scope, str_of(class->name),
              (struct value){.kind = VALUE_CLASS, .class = class});
    inner.scope = class->scope;
    inner.main = false;
    run_statements(reading, &inner, at + 1, statement->next, class);
}

/* if __name__ == "__main__": */
static bool asks_for_main(const struct cli_source *source, const struct cli_statement *statement)
{
    for (size_t i = statement->first; i < statement->end; i++)
        if (cli_is(source, i, "__name__"))
            return true;
    return false;
}

static bool starts(const struct cli_source *source, const struct cli_statement *statement,
                   const char *const *words)
{
    for (; *words; words++)
        if (cli_is(source, statement->first, *words))
            return true;
    return false;
}

/* Whether what stands within it is run only sometimes. */
static bool is_conditional(const struct cli_source *source, const struct cli_statement *statement)
{
    static const char *const words[] = {"if", "elif", "else", "for", "while", "except", NULL};

    return starts(source, statement, words);
}

static void run_statement(struct reading *reading, struct frame *frame, size_t at)
{
    static const char *const blocks[] = {"if",  "elif",   "else",    "for",  "while",
                                         "try", "except", "finally", "with", NULL};
    const struct cli_source *source = frame->source;
    const struct cli_statement *statement = &source->statements[at];

    if (cli_is(source, statement->first, "import") || cli_is(source, statement->first, "from")) {
        import_statement(reading, source, frame->scope, statement->first, statement->end);
    } else if (cli_is(source, statement->first, "return") ||
               cli_is(source, statement->first, "yield")) {
        struct value value =
            eval(reading, source, frame->scope, statement->first + 1, statement->end);

        if (frame->result.kind == VALUE_UNKNOWN || value.kind == VALUE_CLI)
            frame->result = value;
        /* return parser, args */
        for (size_t i = statement->first + 1;
             frame->result.kind == VALUE_UNKNOWN && i < statement->end; i++)
            if (cli_is(source, i, ","))
                frame->result = eval(reading, source, frame->scope, statement->first + 1, i);
    } else if (cli_is(source, statement->first, "global")) {
        scope_set(reading->arena, frame->scope, STR("__global__"),
                  (struct value){.kind = VALUE_TEXT, .name = ""});
    } else if (starts(source, statement, blocks)) {
        bool conditional = is_conditional(source, statement);

        if (cli_is(source, statement->first, "if") && !frame->function &&
            asks_for_main(source, statement)) {
            if (!frame->main)
                return;
            conditional = false;
        }
        eval(reading, source, frame->scope, statement->first + 1, statement->end);
        reading->conditional += conditional;
        reading->loops += cli_is(source, statement->first, "for");
        run_statements(reading, frame, at + 1, statement->next, NULL);
        reading->conditional -= conditional;
        reading->loops -= cli_is(source, statement->first, "for");
    } else {
        run_expression(reading, frame, statement->first, statement->end);
    }
}

static void run_statements(struct reading *reading, struct frame *frame, size_t from, size_t to,
                           struct class *class)
{
    const struct cli_source *source = frame->source;
    size_t decorators = SIZE_MAX;

    for (size_t at = from; at < to && at < source->statement_count && may_follow(reading);
         at = source->statements[at].next) {
        const struct cli_statement *statement = &source->statements[at];
        size_t first = decorators == SIZE_MAX ? at : decorators;

        if (cli_is(source, statement->first, "@")) {
            decorators = first;
            continue;
        }
        decorators = SIZE_MAX;
        if (cli_is(source, statement->first, "def") ||
            (cli_is(source, statement->first, "async") &&
             cli_is(source, statement->first + 1, "def")))
            define_function(reading, frame, at, first, class);
        else if (cli_is(source, statement->first, "class"))
            define_class(reading, frame, at, first);
        else
            run_statement(reading, frame, at);
    }
}

void run_block(struct reading *reading, const struct cli_source *source, struct scope *scope,
               size_t from, size_t to, bool main, struct function *function,
               struct value *ret_result)
{
    struct frame frame = {.source = source, .scope = scope, .function = function, .main = main};

    run_statements(reading, &frame, from, to, NULL);
    if (ret_result)
        *ret_result = frame.result;
}

/* Gives the parameters of a `def` their values. */
static void bind(struct reading *reading, const struct function *function, struct scope *scope,
                 const struct arguments *arguments, const struct value *self)
{
    const struct cli_source *source = function->source;
    const struct cli_statement *statement = &source->statements[function->statement];
    size_t open = statement->first, close, place = 0;
    bool first = true;

    while (open < statement->end && !cli_is(source, open, "("))
        open++;
    if (open >= statement->end)
        return;
    close = source->tokens[open].match;
    for (size_t i = open + 1, start = open + 1; i <= close && i < source->token_count; i++) {
        struct str name;
        struct value value = nothing;
        const struct argument *argument = NULL;
        size_t equals;

        if (i < close && source->tokens[i].match > i) {
            i = source->tokens[i].match;
            continue;
        }
        if (i < close && !cli_is(source, i, ","))
            continue;
        equals = start;
        while (equals < i && !cli_is(source, equals, "="))
            equals++;
        if (start < i && source->tokens[start].kind == CLI_NAME) {
            name = cli_text(source, start);
            if (first && self) {
                value = *self;
                scope_set(reading->arena, scope, STR("self"), *self);
            } else {
                argument = argument_named(arguments, str_dup(reading->arena, name));
                if (!argument)
                    argument = argument_at(arguments, place);
                place++;
                if (argument)
                    value = argument->value;
                else if (equals < i)
                    value = eval(reading, source, function->scope, equals + 1, i);
            }
            scope_set(reading->arena, scope, name, value);
        }
        first = false;
        start = i + 1;
    }
}

static bool holds_parser(const struct instance *instance)
{
    for (size_t i = 0; i < instance->attributes->variables.count; i++)
        if (instance->attributes->variables.items[i].value.kind == VALUE_CLI)
            return true;
    return instance->cli != NULL;
}

static bool has_parser(const struct arguments *arguments, const struct value *self)
{
    if (self && self->kind == VALUE_INSTANCE && holds_parser(self->instance))
        return true;
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].value.kind == VALUE_CLI ||
            arguments->items[i].value.kind == VALUE_SUBS ||
            (arguments->items[i].value.kind == VALUE_INSTANCE &&
             holds_parser(arguments->items[i].value.instance)))
            return true;
    return false;
}

bool function_is_marked(const struct function *function, const char *decorator)
{
    const struct cli_source *source = function->source;

    for (size_t i = function->decorators; i < function->statement; i++)
        if (cli_is(source, source->statements[i].first + 1, decorator))
            return true;
    return false;
}

struct value call_function(struct reading *reading, struct function *function,
                           const struct arguments *arguments, const struct value *self)
{
    const struct cli_statement *statement = &function->source->statements[function->statement];
    unsigned effects = reading->effects;
    struct value result = nothing;
    struct scope *scope;
    bool parser = has_parser(arguments, self);

    if (function->running || reading->calls > MOST_CALLS || !may_follow(reading) ||
        (!parser && (function->dull || !function->source->relevant)))
        return nothing;
    if (self && function_is_marked(function, "staticmethod"))
        self = NULL;
    scope = arena_alloc(reading->arena, sizeof(*scope));
    scope->parent = function->class ? function->scope->parent : function->scope;
    if (function->class)
        scope_set(reading->arena, scope, STR("__class__"),
                  (struct value){.kind = VALUE_CLASS, .class = function->class});
    bind(reading, function, scope, arguments, self);
    function->running = true;
    reading->calls++;
    run_block(reading, function->source, scope, function->statement + 1, statement->next, false,
              function, &result);
    reading->calls--;
    function->running = false;
    if (!parser && effects == reading->effects)
        function->dull = true;
    return result;
}
