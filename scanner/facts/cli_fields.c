/* Command lines that are made of the fields of a class: HfArgumentParser, simple_parsing, tyro,
 * Tap. */
#include "facts/cli_eval.h"

#include "util/arena.h"

#include <string.h>

enum { MOST_CLASSES = 24, MOST_NESTED = 3 };

static bool mentions(const struct cli_source *source, size_t from, size_t to, const char *word)
{
    for (size_t i = from; i < to; i++)
        if (cli_is(source, i, word))
            return true;
    return false;
}

/* A base that has no fields of its own. */
static bool is_bare(const char *name)
{
    static const char *const ends[] = {"object",     "ABC",          "Generic",
                                       "Protocol",   "Enum",         "Tap",
                                       "NamedTuple", "Serializable", "TypedArgumentParser"};

    for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
        if (text_ends(name, ends[i]))
            return true;
    return false;
}

struct fields {
    struct reading *reading;
    struct cli *cli;
    enum field_style style;
    const char *prefix;
    unsigned depth;
};

static void add_class(const struct fields *fields, const struct class *class);

static void open_fields(const struct fields *fields, const struct class *class, const char *why)
{
    const struct cli_source *source = class->source;

    if (!fields->cli->open)
        fields->cli->open =
            arena_printf(fields->reading->arena, "%s:%u %s", source->path,
                         source->tokens[source->statements[class->statement].first].line, why);
}

/* The options' own names among the literals: metadata={"aliases": ["-x"]} */
static void add_aliases(const struct fields *fields, struct cli_option *option,
                        const struct cli_source *source, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        struct str text;

        if (source->tokens[i].kind != CLI_STRING || source->tokens[i].inner_length > 60)
            continue;
        text = cli_string(fields->reading->arena, source, i);
        if (text.len > 1 && *text.ptr == '-' && option->name_count < 6 && !str_contains(text, " "))
            option->names[option->name_count++] = text.ptr;
    }
}

static void add_field(const struct fields *fields, const struct class *class, size_t name,
                      size_t equals, size_t end)
{
    const struct cli_source *source = class->source;
    struct arena *arena = fields->reading->arena;
    const char *text = str_dup(arena, cli_text(source, name));
    struct cli_option *option;
    bool boolean, has_default = equals < end;

    if (mentions(source, name + 2, equals, "ClassVar"))
        return;
    if (has_default && mentions(source, equals, end, "init") && /* field(init=False) */
        mentions(source, equals, end, "False"))
        return;
    if (fields->style == FIELDS_TYRO && fields->depth < MOST_NESTED) {
        struct value type = scope_get(class->scope, cli_text(source, name + 2));

        if (type.kind == VALUE_CLASS && equals == name + 3) {
            struct fields nested = *fields;

            nested.prefix = arena_printf(arena, "%s%s.", fields->prefix, text);
            nested.depth++;
            add_class(&nested, type.class);
            return;
        }
        if (type.kind == VALUE_EXTERNAL || mentions(source, name + 2, equals, "|") ||
            mentions(source, name + 2, equals, "Union"))
            open_fields(fields, class, "has fields of types that could not be read");
    }
    boolean = mentions(source, name + 2, equals, "bool");
    option = cli_add(fields->reading, fields->cli);
    option->names[option->name_count++] = arena_printf(arena, "--%s%s", fields->prefix, text);
    if (boolean)
        option->names[option->name_count++] =
            arena_printf(arena, "--no_%s%s", fields->prefix, text);
    add_aliases(fields, option, source, equals, end);
    option->path = source->path;
    option->line = source->tokens[name].line;
    option->least = boolean ? 0 : 1;
    option->most = boolean && fields->style != FIELDS_HF ? 0 : 1;
    if (mentions(source, name + 2, equals, "List") || mentions(source, name + 2, equals, "list") ||
        mentions(source, name + 2, equals, "Tuple") ||
        mentions(source, name + 2, equals, "tuple") || mentions(source, name + 2, equals, "Set") ||
        mentions(source, name + 2, equals, "Sequence") ||
        mentions(source, name + 2, equals, "Dict") || mentions(source, name + 2, equals, "dict")) {
        option->least = 0;
        option->most = CLI_MANY;
    }
    option->required = !has_default && !boolean;
    if (has_default && mentions(source, equals, end, "field") &&
        !mentions(source, equals, end, "default") &&
        !mentions(source, equals, end, "default_factory"))
        option->required = true;
}

static void add_own_fields(const struct fields *fields, const struct class *class)
{
    const struct cli_source *source = class->source;
    const struct cli_statement *statement = &source->statements[class->statement];

    for (size_t at = class->statement + 1; at < statement->next; at = source->statements[at].next) {
        const struct cli_statement *field = &source->statements[at];
        size_t equals = field->first + 2;

        if (source->tokens[field->first].kind != CLI_NAME || !cli_is(source, field->first + 1, ":"))
            continue;
        if (cli_is(source, field->first, "else") || cli_is(source, field->first, "try"))
            continue;
        for (; equals < field->end && !cli_is(source, equals, "="); equals++)
            if (source->tokens[equals].match > equals)
                equals = source->tokens[equals].match;
        add_field(fields, class, field->first, equals < field->end ? equals : field->end,
                  field->end);
    }
}

static void add_class(const struct fields *fields, const struct class *class)
{
    const struct class *queue[MOST_CLASSES];
    size_t count = 1;

    queue[0] = class;
    for (size_t i = 0; i < count; i++) {
        add_own_fields(fields, queue[i]);
        for (size_t b = 0; b < queue[i]->base_count; b++) {
            struct value base = queue[i]->bases[b];

            if (base.kind == VALUE_CLASS && count < MOST_CLASSES)
                queue[count++] = base.class;
            else if (base.kind == VALUE_EXTERNAL ? !is_bare(base.name) : true)
                open_fields(fields, queue[i], "has a base that is not in the tree");
        }
    }
}

void fields_add(struct reading *reading, struct cli *cli, const struct class *class,
                enum field_style style)
{
    struct fields fields = {.reading = reading, .cli = cli, .style = style, .prefix = ""};

    add_class(&fields, class);
}
