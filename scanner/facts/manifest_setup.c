#include "facts/manifest_parse.h"

#include "facts/python_token.h"
#include "util/arena.h"

#include <ctype.h>
#include <string.h>

/* setup.cfg, and what setup.py says in plain literals. Anything computed is unknown. */

enum { EXPRESSION_TOKENS = 4000, NAMES = 200 };

struct expression {
    struct python_token *items;
    size_t count, capacity;
};

/* A name that the module gives a value at its top level. */
struct assignment {
    struct str name;
    struct expression value;
};

struct module {
    struct arena *arena;
    struct manifest *manifest;
    struct {
        struct assignment *items;
        size_t count, capacity;
    } assignments;
};

/* Tokens up to the comma, bracket or line end that closes the expression, which is returned. */
static struct python_token read_expression(struct arena *arena, struct python_reader *reader,
                                           unsigned depth, struct expression *ret_expression)
{
    struct python_token token;

    *ret_expression = (struct expression){0};
    for (;;) {
        token = python_next(reader);
        if (token.kind == PYTHON_END || (token.kind == PYTHON_NEWLINE && !depth) ||
            (token.depth < depth && token.kind == PYTHON_OPERATOR) ||
            (token.depth == depth && depth && python_is(&token, ",")))
            return token;
        if (ret_expression->count < EXPRESSION_TOKENS)
            *ARENA_PUSH(arena, ret_expression) = token;
    }
}

/* The expression itself, or the value of the one name that it consists of. */
static struct expression look_up(const struct module *module, struct expression expression)
{
    if (expression.count != 1 || expression.items[0].kind != PYTHON_NAME)
        return expression;
    for (size_t i = module->assignments.count; i-- > 0;)
        if (module->assignments.items[i].name.len == expression.items[0].text.len &&
            !memcmp(module->assignments.items[i].name.ptr, expression.items[0].text.ptr,
                    expression.items[0].text.len))
            return module->assignments.items[i].value;
    return expression;
}

static const char *string_value(const struct module *module, struct expression expression,
                                unsigned *ret_line)
{
    expression = look_up(module, expression);
    if (expression.count != 1 || expression.items[0].kind != PYTHON_STRING ||
        expression.items[0].format)
        return NULL;
    *ret_line = expression.items[0].line;
    return python_string(module->arena, &expression.items[0]);
}

static bool opens(const struct python_token *token)
{
    return python_is(token, "[") || python_is(token, "(");
}

static bool closes(const struct python_token *token)
{
    return python_is(token, "]") || python_is(token, ")");
}

/* One requirement a string; a string may hold several lines. */
static void add_string(const struct module *module, const struct python_token *token,
                       const char *group)
{
    struct str rest = str_of(python_string(module->arena, token)), line_text;
    unsigned line = token->line;

    while (str_next_line(&rest, &line_text)) {
        line_text = str_trim(line_text);
        if (line_text.len && *line_text.ptr != '#')
            (void)manifest_add_python(module->arena, module->manifest, line, line_text, group);
        line++;
    }
}

/* ["a", "b>=1"], read from *at on; false where something else than strings stands in it. */
static bool add_list(const struct module *module, struct expression expression, size_t *at,
                     const char *group)
{
    bool plain = true;

    if (*at >= expression.count || !opens(&expression.items[*at]))
        return false;
    for (++*at; *at < expression.count && !closes(&expression.items[*at]); ++*at) {
        const struct python_token *token = &expression.items[*at];

        if (token->kind == PYTHON_STRING && !token->format)
            add_string(module, token, group);
        else if (!python_is(token, ","))
            plain = false;
    }
    ++*at;
    return plain;
}

static void read_needs(const struct module *module, struct expression expression)
{
    size_t at = 0;

    expression = look_up(module, expression);
    if (expression.count == 1 && expression.items[0].kind == PYTHON_STRING)
        add_string(module, &expression.items[0], "");
    else if (!add_list(module, expression, &at, "") || at != expression.count)
        module->manifest->dependencies_unknown = true;
}

/* {"dev": ["a"], "all": [...] + [...]}: what is plain is taken. */
static void read_extras(const struct module *module, struct expression expression)
{
    expression = look_up(module, expression);
    for (size_t i = 0; i + 2 < expression.count; i++) {
        const struct python_token *key = &expression.items[i];

        if (key->kind == PYTHON_STRING && python_is(&expression.items[i + 1], ":") &&
            opens(&expression.items[i + 2])) {
            i += 2;
            (void)add_list(module, expression, &i, python_string(module->arena, key));
            i--;
        }
    }
}

static void read_argument(const struct module *module, struct str name,
                          struct expression expression)
{
    struct manifest *manifest = module->manifest;

    if (str_equal(name, "name"))
        manifest->package = string_value(module, expression, &manifest->package_line);
    else if (str_equal(name, "version"))
        manifest->version = string_value(module, expression, &manifest->version_line);
    else if (str_equal(name, "python_requires"))
        manifest->language_version =
            string_value(module, expression, &manifest->language_version_line);
    else if (str_equal(name, "install_requires"))
        read_needs(module, expression);
    else if (str_equal(name, "extras_require"))
        read_extras(module, expression);
}

/* The arguments of setup(...), the bracket just read. */
static void read_setup(const struct module *module, struct python_reader *reader)
{
    unsigned depth = reader->depth;

    for (;;) {
        struct python_token name = python_next(reader), equals;
        struct expression expression;

        if (name.kind == PYTHON_END || name.depth < depth)
            return;
        if (python_is(&name, "*") || python_is(&name, "**"))
            module->manifest->dependencies_unknown = true;
        if (name.kind != PYTHON_NAME)
            continue;
        equals = python_next(reader);
        if (!python_is(&equals, "=")) {
            if (equals.kind == PYTHON_END || equals.depth < depth)
                return;
            continue;
        }
        equals = read_expression(module->arena, reader, depth, &expression);
        read_argument(module, name.text, expression);
        if (equals.kind == PYTHON_END || equals.depth < depth)
            return;
    }
}

void manifest_setup_py(struct arena *arena, struct str text, struct manifest *manifest)
{
    struct python_reader reader = {.text = text};
    struct module module = {.arena = arena, .manifest = manifest};
    struct python_token before = {0}, token = python_next(&reader);
    bool found = false;

    while (token.kind != PYTHON_END) {
        struct python_token next = python_next(&reader);

        if (token.kind == PYTHON_NAME && !token.column && !token.depth && python_is(&next, "=") &&
            module.assignments.count < NAMES) {
            struct assignment *assignment = ARENA_PUSH(arena, &module.assignments);

            assignment->name = token.text;
            next = read_expression(arena, &reader, 0, &assignment->value);
        } else if (python_is(&token, "setup") && python_is(&next, "(") &&
                   !python_is(&before, "def")) {
            found = true;
            read_setup(&module, &reader);
            next = python_next(&reader);
        }
        before = token;
        token = next;
    }
    if (!found)
        manifest->dependencies_unknown = true;
}

static void read_cfg_pair(struct arena *arena, struct manifest *manifest, struct str section,
                          struct str key, struct str value, unsigned line)
{
    if (str_equal(section, "metadata") && value.len && !str_contains(value, "attr:") &&
        !str_contains(value, "file:")) {
        if (str_equal(key, "name")) {
            manifest->package = str_dup(arena, value);
            manifest->package_line = line;
        } else if (str_equal(key, "version")) {
            manifest->version = str_dup(arena, value);
            manifest->version_line = line;
        }
    } else if (str_equal(section, "options") && str_equal(key, "python_requires")) {
        manifest->language_version = str_dup(arena, value);
        manifest->language_version_line = line;
    }
}

/* The group whose requirements the lines under this key are; NULL: none. */
static const char *cfg_group(struct arena *arena, struct str section, struct str key)
{
    if (str_equal(section, "options") && str_equal(key, "install_requires"))
        return "";
    if (str_equal(section, "options.extras_require"))
        return str_dup(arena, key);
    return NULL;
}

void manifest_setup_cfg(struct arena *arena, struct str text, struct manifest *manifest)
{
    struct str rest = text, line_text, section = {0};
    const char *group = NULL;
    bool is_setup = false;
    unsigned line = 0;

    while (str_next_line(&rest, &line_text)) {
        struct str value = str_trim(line_text);
        const char *equals;

        line++;
        if (!value.len || *value.ptr == '#' || *value.ptr == ';')
            continue;
        if (*line_text.ptr == '[') {
            section = str_slice(value, 1, value.len - 1);
            is_setup = is_setup || str_equal(section, "metadata") || str_equal(section, "options");
            group = NULL;
            continue;
        }
        if (!isspace((unsigned char)*line_text.ptr)) {
            struct str key;

            equals = memchr(value.ptr, '=', value.len);
            if (!equals)
                equals = memchr(value.ptr, ':', value.len);
            if (!equals)
                continue;
            key = str_trim(str_slice(value, 0, (size_t)(equals - value.ptr)));
            value = str_trim(str_slice(value, (size_t)(equals - value.ptr) + 1, value.len));
            read_cfg_pair(arena, manifest, section, key, value, line);
            group = cfg_group(arena, section, key);
            if (group && str_starts(value, "file:")) {
                manifest->dependencies_unknown = true;
                group = NULL;
            }
        }
        if (group && value.len)
            (void)manifest_add_python(arena, manifest, line, value, group);
    }
    if (!is_setup) /* settings of flake8 and pytest live under the same name */
        manifest->unread = "of another kind";
}
