#include "facts/python_parse.h"

#include "util/arena.h"

#include <string.h>

/* One logical line after the other, with a stack of the blocks that they stand in. Blocks within
 * functions are only looked at for what they say of `self` and of global names. */

enum { MOST_DEPTH = 100, MOST_NAMES = 20000 };

enum block_type { BLOCK_PLAIN, BLOCK_CONDITION, BLOCK_TRY, BLOCK_FUNCTION, BLOCK_CLASS };

struct block {
    unsigned indent;
    enum block_type type;
    size_t class;    /* BLOCK_CLASS: its index; of a method, its class's; else SIZE_MAX */
    struct str self; /* BLOCK_FUNCTION: of a method, its first parameter */
};

struct parse {
    struct arena *arena;
    struct python_module *module;
    const struct python_token *tokens;
    size_t count;
    struct block blocks[MOST_DEPTH];
    size_t depth;
    struct python_decorators decorators;
};

static const struct block *scope_of(const struct parse *parse)
{
    for (size_t i = parse->depth; i-- > 0;)
        if (parse->blocks[i].type == BLOCK_FUNCTION || parse->blocks[i].type == BLOCK_CLASS)
            return &parse->blocks[i];
    return NULL;
}

static bool is_within(const struct parse *parse, enum block_type type)
{
    for (size_t i = 0; i < parse->depth; i++)
        if (parse->blocks[i].type == type)
            return true;
    return false;
}

static void bind(struct parse *parse, struct str name, unsigned line, enum python_definition kind,
                 size_t index)
{
    struct python_module *module = parse->module;
    size_t at = map_put(&module->name_index, name, module->names.count);

    if (at < module->names.count) {
        module->names.items[at].kind = DEFINITION_VALUE; /* one or the other */
        return;
    }
    if (module->names.count >= MOST_NAMES)
        module->dynamic = true;
    *ARENA_PUSH(parse->arena, &module->names) =
        (struct python_name){.name = name, .line = line, .kind = kind, .index = index};
}

/* --- imports --- */

static struct str dotted(const struct parse *parse, size_t *at, size_t to)
{
    struct str name = parse->tokens[*at].text;

    while (*at + 2 < to && python_is(&parse->tokens[*at + 1], ".") &&
           parse->tokens[*at + 2].kind == PYTHON_NAME) {
        *at += 2;
        name.len = (size_t)(str_end(parse->tokens[*at].text) - name.ptr);
    }
    ++*at;
    return name;
}

static struct str take_as(const struct parse *parse, size_t *at, size_t to)
{
    struct str as = {0};

    if (*at + 1 < to && python_is(&parse->tokens[*at], "as")) {
        as = parse->tokens[*at + 1].text;
        *at += 2;
    }
    return as;
}

static void add_import(struct parse *parse, struct python_import import)
{
    struct python_module *module = parse->module;
    struct str name = import.as.len ? import.as : import.name;

    import.tried = is_within(parse, BLOCK_TRY);
    import.guarded = import.tried || is_within(parse, BLOCK_CONDITION);
    import.nested = scope_of(parse) != NULL;
    if (module->imports.count >= MOST_NAMES)
        return;
    *ARENA_PUSH(parse->arena, &module->imports) = import;
    if (import.nested || str_equal(import.name, "*"))
        return;
    if (!name.len) { /* "import a.b" gives `a` */
        const char *dot = memchr(import.module.ptr, '.', import.module.len);

        name = import.module;
        if (dot)
            name.len = (size_t)(dot - name.ptr);
    }
    if (map_get(&module->name_index, name) != MAP_NONE && !import.name.len && !import.as.len)
        return; /* "import a.b" after "import a": the same thing */
    bind(parse, name, import.line, DEFINITION_IMPORT, module->imports.count - 1);
}

static void read_import(struct parse *parse, size_t from, size_t to)
{
    unsigned line = parse->tokens[from].line;

    for (size_t at = from + 1; at < to;) {
        struct python_import import = {.line = line};

        if (parse->tokens[at].kind != PYTHON_NAME)
            return;
        import.module = dotted(parse, &at, to);
        import.as = take_as(parse, &at, to);
        add_import(parse, import);
        if (at < to && !python_is(&parse->tokens[at], ","))
            return;
        at++;
    }
}

static void read_from(struct parse *parse, size_t from, size_t to)
{
    struct python_import import = {.line = parse->tokens[from].line};
    size_t at = from + 1;

    for (; at < to && python_is(&parse->tokens[at], "."); at++)
        import.level++;
    if (at < to && parse->tokens[at].kind == PYTHON_NAME &&
        !python_is(&parse->tokens[at], "import"))
        import.module = dotted(parse, &at, to);
    if (at >= to || !python_is(&parse->tokens[at], "import"))
        return;
    for (at++; at < to;) {
        const struct python_token *token = &parse->tokens[at];

        import.as = (struct str){0};
        if (python_is(token, "(") || python_is(token, ")") || python_is(token, ",")) {
            at++;
            continue;
        }
        if (token->kind != PYTHON_NAME && !python_is(token, "*"))
            return;
        import.name = token->text;
        at++;
        import.as = take_as(parse, &at, to);
        add_import(parse, import);
    }
}

/* --- values --- */

static void bind_value(struct parse *parse, const struct python_token *token)
{
    const struct block *scope = scope_of(parse);

    if (!scope)
        bind(parse, token->text, token->line, DEFINITION_VALUE, 0);
    else if (scope->type == BLOCK_CLASS && scope->class != SIZE_MAX)
        (void)map_put(&parse->module->classes.items[scope->class].members, token->text,
                      MEMBER_VALUE);
}

/* __all__ = ["a", "b"]; what is computed leaves it unknown. */
static void read_all(struct parse *parse, size_t from, size_t to)
{
    struct python_module *module = parse->module;
    bool plain =
        python_is(&parse->tokens[from + 1], "=") || python_is(&parse->tokens[from + 1], "+=");

    for (size_t i = from + 2; i < to; i++) {
        const struct python_token *token = &parse->tokens[i];

        if (token->kind == PYTHON_STRING)
            (void)map_put(&module->all, token->inner, 1);
        else if (!python_is(token, ",") && !python_is(token, "[") && !python_is(token, "]") &&
                 !python_is(token, "(") && !python_is(token, ")"))
            plain = false;
    }
    module->has_all = plain && (module->has_all || python_is(&parse->tokens[from + 1], "="));
}

/* Names on the left of "=", "a, (b, c) = d = x"; NAME: type; n := x. */
static void read_values(struct parse *parse, size_t from, size_t to)
{
    const struct python_token *tokens = parse->tokens;
    unsigned depth = tokens[from].depth;
    size_t equals = from;

    for (size_t i = from + 1; i < to; i++) {
        if (tokens[i].depth == depth && tokens[i].kind == PYTHON_OPERATOR &&
            (str_equal(tokens[i].text, "=") ||
             (tokens[i].text.len == 2 && tokens[i].text.ptr[1] == '=' &&
              strchr("+-*/%|&^@", *tokens[i].text.ptr))))
            equals = i;
        if (python_is(&tokens[i], ":=") && tokens[i - 1].kind == PYTHON_NAME)
            bind_value(parse, &tokens[i - 1]);
    }
    if (equals == from && from + 1 < to && tokens[from].kind == PYTHON_NAME &&
        python_is(&tokens[from + 1], ":"))
        bind_value(parse, &tokens[from]);
    for (size_t i = from; i < equals; i++) {
        bool opens = python_is(&tokens[i], "(") || python_is(&tokens[i], "[");

        /* a[i] and f(i) on the left bind nothing; (a, b) and [a, b] do */
        if (opens && i > from &&
            (tokens[i - 1].kind == PYTHON_NAME || python_is(&tokens[i - 1], ")") ||
             python_is(&tokens[i - 1], "]"))) {
            unsigned bracket = tokens[i].depth;

            while (i + 1 < equals && tokens[i + 1].depth > bracket)
                i++;
            continue;
        }
        if (tokens[i].kind != PYTHON_NAME)
            continue;
        if (python_is(&tokens[i + 1], ":") && i == from) {
            bind_value(parse, &tokens[i]);
            break;
        }
        if ((i > from && python_is(&tokens[i - 1], ".")) || python_is(&tokens[i + 1], ".") ||
            python_is(&tokens[i + 1], "[") || python_is(&tokens[i + 1], "("))
            continue;
        bind_value(parse, &tokens[i]);
    }
}

/* The names behind "for" or "as" up to a word that ends them. */
static void bind_until(struct parse *parse, size_t at, size_t to, const char *end)
{
    for (; at < to && !python_is(&parse->tokens[at], end) && !python_is(&parse->tokens[at], ":");
         at++)
        if (parse->tokens[at].kind == PYTHON_NAME && !python_is(&parse->tokens[at + 1], ".") &&
            !python_is(&parse->tokens[at + 1], "["))
            bind_value(parse, &parse->tokens[at]);
}

/* Net.forward = f: a member from outside. */
static void read_member(struct parse *parse, size_t from, size_t to)
{
    const struct python_token *tokens = parse->tokens;
    const struct python_name *name;

    if (from + 3 >= to || !python_is(&tokens[from + 1], ".") ||
        !python_is(&tokens[from + 3], "=") || tokens[from].kind != PYTHON_NAME)
        return;
    name = module_name(parse->module, tokens[from].text);
    if (name && name->kind == DEFINITION_CLASS)
        (void)map_put(&parse->module->classes.items[name->index].members, tokens[from + 2].text,
                      MEMBER_VALUE);
}

/* What makes a module hold more than its lines say. */
static void note_tricks(struct parse *parse, size_t from, size_t to)
{
    const struct python_token *tokens = parse->tokens;
    struct python_module *module = parse->module;
    const struct block *scope = scope_of(parse);

    for (size_t i = from; i < to; i++) {
        if (tokens[i].kind != PYTHON_NAME || i + 1 >= to)
            continue;
        if ((python_is(&tokens[i], "globals") && python_is(&tokens[i + 1], "(")) ||
            (!scope && python_is(&tokens[i], "exec") && python_is(&tokens[i + 1], "(")) ||
            (!scope && python_is(&tokens[i], "exec") && tokens[i + 1].kind == PYTHON_STRING) ||
            (!scope && (python_is(&tokens[i], "vars") || python_is(&tokens[i], "locals")) &&
             python_is(&tokens[i + 1], "(")) ||
            (python_is(&tokens[i], "modules") && python_is(&tokens[i + 1], "[") && i > from + 1 &&
             python_is(&tokens[i - 2], "sys")) ||
            python_is(&tokens[i], "_LazyModule") || python_is(&tokens[i], "lazy_loader") ||
            python_is(&tokens[i], "attach_stub") || python_is(&tokens[i], "LazyLoader") ||
            python_is(&tokens[i], "_LazyImporter") || python_is(&tokens[i], "LazyModule"))
            module->dynamic = true;
        if (!scope && python_is(&tokens[i], "setattr") && python_is(&tokens[i + 1], "("))
            module->dynamic = true;
        if (python_is(&tokens[i], "sys") && i + 2 < to && python_is(&tokens[i + 1], ".") &&
            python_is(&tokens[i + 2], "path"))
            module->paths = true;
    }
}

/* Within a function: `self.x`, setattr(self, ...), self.__dict__. */
static void note_self(struct parse *parse, size_t from, size_t to)
{
    const struct python_token *tokens = parse->tokens;

    for (size_t b = 0; b < parse->depth; b++) {
        const struct block *block = &parse->blocks[b];
        struct python_class *class;

        if (block->type != BLOCK_FUNCTION || block->class == SIZE_MAX || !block->self.len)
            continue;
        class = &parse->module->classes.items[block->class];
        for (size_t i = from; i + 2 < to; i++) {
            if (tokens[i].kind != PYTHON_NAME)
                continue;
            if (python_is(&tokens[i], "setattr") && python_is(&tokens[i + 1], "("))
                class->open = true;
            if (!str_same(tokens[i].text, block->self) || !python_is(&tokens[i + 1], ".") ||
                tokens[i + 2].kind != PYTHON_NAME)
                continue;
            if (str_equal(tokens[i + 2].text, "__dict__"))
                class->open = true;
            if (i + 3 < to && !python_is(&tokens[i + 3], "("))
                (void)map_put(&class->members, tokens[i + 2].text, MEMBER_VALUE);
            else if (i + 3 >= to)
                (void)map_put(&class->members, tokens[i + 2].text, MEMBER_VALUE);
        }
    }
}

/* --- definitions --- */

static void read_decorator(struct parse *parse, size_t from, size_t to)
{
    struct python_decorators *decorators = &parse->decorators;
    size_t at = from + 1;

    if (at >= to || parse->tokens[at].kind != PYTHON_NAME ||
        decorators->count >= sizeof(decorators->items) / sizeof(*decorators->items)) {
        decorators->too_many = true;
        return;
    }
    decorators->items[decorators->count++] = dotted(parse, &at, to);
}

static void read_function(struct parse *parse, size_t name_at, size_t to)
{
    struct python_function function = {.name = parse->tokens[name_at].text,
                                       .line = parse->tokens[name_at].line};
    const struct block *scope = scope_of(parse);
    const struct python_decorators *decorators = &parse->decorators;
    bool overload = false;

    if (scope && (scope->type == BLOCK_FUNCTION || scope->class == SIZE_MAX))
        return;
    if (name_at + 1 < to && python_is(&parse->tokens[name_at + 1], "("))
        (void)python_parameters(parse->arena, parse->tokens, to, name_at + 1, &function.signature);
    if (decorators->too_many)
        function.signature.certain = false;
    for (size_t i = 0; i < decorators->count; i++) {
        struct str name = decorators->items[i];

        overload = overload || str_equal(name, "overload") || str_equal(name, "typing.overload");
        if (!decorator_is_plain(name))
            function.signature.certain = false;
        if (str_equal(name, "classmethod"))
            function.binding = BINDING_CLASS;
        else if (str_equal(name, "staticmethod"))
            function.binding = BINDING_NONE;
        else if (str_contains(name, "property") || str_ends(name, ".setter") ||
                 str_ends(name, ".getter"))
            function.binding = BINDING_PROPERTY;
    }
    if (!scope) {
        if (str_equal(function.name, "__getattr__"))
            parse->module->dynamic = true;
        if (overload)
            return;
        *ARENA_PUSH(parse->arena, &parse->module->functions) = function;
        bind(parse, function.name, function.line, DEFINITION_FUNCTION,
             parse->module->functions.count - 1);
    } else {
        struct python_class *class = &parse->module->classes.items[scope->class];

        if (map_get(&class->members, function.name) == MEMBER_METHOD)
            function.signature.certain = false; /* there are two */
        map_set(&class->members, function.name, MEMBER_METHOD);
        if (str_equal(function.name, "__getattr__") ||
            str_equal(function.name, "__getattribute__") || str_equal(function.name, "__slots__"))
            class->open = true;
        *ARENA_PUSH(parse->arena, &class->methods) = function;
    }
}

/* The index of the class; SIZE_MAX where it is not at the top level. */
static size_t read_class(struct parse *parse, size_t name_at, size_t to)
{
    struct python_class class = {.name = parse->tokens[name_at].text,
                                 .line = parse->tokens[name_at].line};
    const struct python_decorators *decorators = &parse->decorators;

    if (scope_of(parse)) {
        bind_value(parse, &parse->tokens[name_at]);
        return SIZE_MAX;
    }
    map_init(&class.members, parse->arena);
    class.fields.certain = true;
    class.uncertain = decorators->too_many;
    for (size_t i = 0; i < decorators->count; i++) {
        if (decorator_makes_record(decorators->items[i]))
            class.is_record = true;
        else
            class.uncertain = true;
    }
    if (name_at + 1 < to && python_is(&parse->tokens[name_at + 1], "("))
        python_bases(parse->arena, parse->tokens, to, name_at + 1, &class);
    *ARENA_PUSH(parse->arena, &parse->module->classes) = class;
    bind(parse, class.name, class.line, DEFINITION_CLASS, parse->module->classes.count - 1);
    return parse->module->classes.count - 1;
}

/* --- lines --- */

static void simple(struct parse *parse, size_t from, size_t to)
{
    const struct python_token *first = &parse->tokens[from];
    const struct block *scope = scope_of(parse);

    if (python_is(first, "import")) {
        read_import(parse, from, to);
    } else if (python_is(first, "from")) {
        read_from(parse, from, to);
    } else if (python_is(first, "global")) {
        for (size_t i = from + 1; i < to; i++)
            if (parse->tokens[i].kind == PYTHON_NAME &&
                map_get(&parse->module->name_index, parse->tokens[i].text) == MAP_NONE)
                bind(parse, parse->tokens[i].text, parse->tokens[i].line, DEFINITION_VALUE, 0);
    } else if (scope && scope->type == BLOCK_CLASS && scope->class != SIZE_MAX &&
               first->kind == PYTHON_NAME && from + 1 < to &&
               python_is(&parse->tokens[from + 1], ":")) {
        python_field(parse->arena, parse->tokens, from, to,
                     &parse->module->classes.items[scope->class]);
        bind_value(parse, first);
    } else {
        if (!scope && python_is(first, "__all__") && from + 1 < to)
            read_all(parse, from, to);
        read_values(parse, from, to);
        read_member(parse, from, to);
    }
    note_tricks(parse, from, to);
    note_self(parse, from, to);
}

/* Several statements on one line. */
static void simple_line(struct parse *parse, size_t from, size_t to)
{
    size_t start = from;

    for (size_t i = from; i <= to; i++)
        if (i == to || (python_is(&parse->tokens[i], ";") &&
                        parse->tokens[i].depth == parse->tokens[from].depth)) {
            if (i > start)
                simple(parse, start, i);
            start = i + 1;
        }
}

static const struct {
    const char *word;
    enum block_type type;
} compounds[] = {
    {"if", BLOCK_CONDITION}, {"elif", BLOCK_CONDITION}, {"else", BLOCK_CONDITION},
    {"for", BLOCK_PLAIN},    {"while", BLOCK_PLAIN},    {"try", BLOCK_TRY},
    {"except", BLOCK_TRY},   {"finally", BLOCK_TRY},    {"with", BLOCK_PLAIN},
    {"def", BLOCK_FUNCTION}, {"class", BLOCK_CLASS},
};

/* "if __name__ == ...": what follows runs when the file is run. */
static bool is_main_guard(const struct parse *parse, size_t from, size_t to)
{
    return from + 1 < to && python_is(&parse->tokens[from], "if") &&
           python_is(&parse->tokens[from + 1], "__name__");
}

/* False where the line is none that opens a block. */
static bool compound(struct parse *parse, size_t from, size_t to, unsigned indent)
{
    struct block block = {.indent = indent, .class = SIZE_MAX};
    size_t at = from, colon;
    bool found = false;

    if (python_is(&parse->tokens[at], "async") && at + 1 < to)
        at++;
    for (size_t i = 0; i < sizeof(compounds) / sizeof(*compounds); i++)
        if (python_is(&parse->tokens[at], compounds[i].word)) {
            block.type = compounds[i].type;
            found = true;
        }
    if (!found &&
        !(python_is(&parse->tokens[to - 1], ":") &&
          (python_is(&parse->tokens[at], "match") || python_is(&parse->tokens[at], "case"))))
        return false;
    if (!found)
        block.type = BLOCK_CONDITION;
    if (is_main_guard(parse, at, to))
        block.type = BLOCK_PLAIN;
    for (size_t i = at; i < to && block.type == BLOCK_CONDITION; i++)
        if (python_is(&parse->tokens[i], "TYPE_CHECKING")) /* never runs */
            block.type = BLOCK_TRY;
    for (colon = at; colon < to; colon++)
        if (parse->tokens[colon].depth == parse->tokens[from].depth &&
            python_is(&parse->tokens[colon], ":"))
            break;
    if (block.type == BLOCK_FUNCTION && at + 1 < to) {
        const struct block *scope = scope_of(parse);

        read_function(parse, at + 1, to);
        if (scope && scope->type == BLOCK_CLASS && at + 3 < to) {
            block.class = scope->class;
            block.self = parse->tokens[at + 3].kind == PYTHON_NAME ? parse->tokens[at + 3].text
                                                                   : (struct str){0};
        }
    } else if (block.type == BLOCK_CLASS && at + 1 < to) {
        block.class = read_class(parse, at + 1, to);
    } else if (python_is(&parse->tokens[at], "for")) {
        bind_until(parse, at + 1, colon, "in");
    } else {
        for (size_t i = at; i < colon; i++) {
            if (python_is(&parse->tokens[i], "as"))
                bind_until(parse, i + 1, colon, ",");
            if (python_is(&parse->tokens[i], ":=") && parse->tokens[i - 1].kind == PYTHON_NAME)
                bind_value(parse, &parse->tokens[i - 1]);
        }
    }
    note_tricks(parse, from, colon);
    note_self(parse, from, colon);
    if (parse->depth == MOST_DEPTH) {
        parse->module->dynamic = true;
        return true;
    }
    parse->blocks[parse->depth++] = block;
    if (colon + 1 < to) { /* its body stands on the same line */
        simple_line(parse, colon + 1, to);
        parse->depth--;
    }
    return true;
}

void python_parse(struct arena *arena, const struct python_token *tokens, size_t count,
                  struct python_module *module)
{
    struct parse parse = {.arena = arena, .module = module, .tokens = tokens, .count = count};
    size_t from = 0;

    while (from < count && tokens[from].kind != PYTHON_END) {
        size_t to = from;
        unsigned indent = python_indent(&tokens[from]);

        while (tokens[to].kind != PYTHON_NEWLINE && tokens[to].kind != PYTHON_END)
            to++;
        while (parse.depth && parse.blocks[parse.depth - 1].indent >= indent)
            parse.depth--;
        if (python_is(&tokens[from], "@")) {
            read_decorator(&parse, from, to);
        } else if (to > from) {
            if (!compound(&parse, from, to, indent))
                simple_line(&parse, from, to);
            parse.decorators.count = 0;
            parse.decorators.too_many = false;
        }
        from = to + (tokens[to].kind == PYTHON_NEWLINE);
    }
}
