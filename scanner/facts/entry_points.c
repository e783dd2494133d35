#include "facts/entry_points.h"

#include "facts/facts.h"
#include "facts/python_token.h"
#include "util/arena.h"
#include "util/toml.h"

#include <ctype.h>
#include <string.h>

enum { MOST_ENTRIES = 500 };

static const struct entry_point *add(const struct facts *facts, struct entry_points *entries,
                                     const struct manifest *manifest, unsigned line,
                                     struct str name, struct str value)
{
    struct entry_point *entry;
    const char *colon = value.len ? memchr(value.ptr, ':', value.len) : NULL;
    struct str function = {"", 0};

    name = str_trim(name);
    value = str_trim(value);
    if (!name.len || !value.len || entries->count >= MOST_ENTRIES)
        return NULL;
    if (colon) {
        function = str_trim(str_slice(value, (size_t)(colon - value.ptr) + 1, value.len));
        value = str_trim(str_slice(value, 0, (size_t)(colon - value.ptr)));
        for (size_t i = 0; i < function.len; i++)
            if (function.ptr[i] == ' ' || function.ptr[i] == '[') /* extras */
                function.len = i;
    }
    entry = ARENA_PUSH(facts->arena, entries);
    *entry = (struct entry_point){.name = str_dup(facts->arena, name),
                                  .module = str_dup(facts->arena, value),
                                  .function = str_dup(facts->arena, function),
                                  .path = manifest->path,
                                  .line = line};
    return entry;
}

static void add_script(const struct facts *facts, struct entry_points *entries,
                       const struct manifest *manifest, unsigned line, struct str script)
{
    struct entry_point *entry;

    if (!script.len || entries->count >= MOST_ENTRIES)
        return;
    entry = ARENA_PUSH(facts->arena, entries);
    entry->script = str_dup(facts->arena, script);
    entry->name = path_base(entry->script);
    entry->path = manifest->path;
    entry->line = line;
}

static void read_table(const struct facts *facts, struct entry_points *entries,
                       const struct manifest *manifest, const struct toml_value *table)
{
    for (const struct toml_value *item = table ? table->first : NULL; item; item = item->next) {
        struct str value = toml_string(item);

        if (!value.len)
            value = toml_string(toml_get(item, "callable"));
        if (!value.len)
            value = toml_string(toml_get(item, "reference"));
        if (value.len)
            add(facts, entries, manifest, item->line, item->key, value);
        else
            entries->unknown = true;
    }
}

static bool lists_scripts(const struct toml_value *list)
{
    for (const struct toml_value *item = list ? list->first : NULL; item; item = item->next)
        if (str_equal(toml_string(item), "scripts") || str_equal(toml_string(item), "entry-points"))
            return true;
    return false;
}

static void read_pyproject(const struct facts *facts, struct entry_points *entries,
                           const struct manifest *manifest, struct arena *scratch)
{
    const struct toml_value *root, *project, *poetry;
    struct rh_error err;

    if (!toml_parse(scratch, manifest->path, manifest->text, &root, &err)) {
        entries->unknown = true;
        return;
    }
    project = toml_get(root, "project");
    poetry = toml_get(toml_get(root, "tool"), "poetry");
    read_table(facts, entries, manifest, toml_get(project, "scripts"));
    read_table(facts, entries, manifest, toml_get(project, "gui-scripts"));
    read_table(facts, entries, manifest, toml_get(poetry, "scripts"));
    read_table(facts, entries, manifest,
               toml_get(toml_get(toml_get(toml_get(root, "tool"), "flit"), "scripts"), ""));
    entries->unknown = entries->unknown || lists_scripts(toml_get(project, "dynamic"));
}

/* "name = module:function", the only form that there is. */
static bool read_definition(const struct facts *facts, struct entry_points *entries,
                            const struct manifest *manifest, unsigned line, struct str text)
{
    const char *equals = text.len ? memchr(text.ptr, '=', text.len) : NULL;

    return equals &&
           add(facts, entries, manifest, line, str_slice(text, 0, (size_t)(equals - text.ptr)),
               str_slice(text, (size_t)(equals - text.ptr) + 1, text.len));
}

static void read_setup_cfg(const struct facts *facts, struct entry_points *entries,
                           const struct manifest *manifest)
{
    struct str rest = manifest->text, line;
    bool section = false, scripts = false;
    unsigned number = 0;

    while (str_next_line(&rest, &line)) {
        struct str text = str_trim(line);
        bool indented = line.len && isspace((unsigned char)*line.ptr);

        number++;
        if (!text.len || *text.ptr == '#')
            continue;
        if (*text.ptr == '[') {
            section =
                str_starts(text, "[options.entry_points]") || str_starts(text, "[entry_points]");
            scripts = false;
        } else if (section && !indented) {
            scripts = str_starts(text, "console_scripts") || str_starts(text, "gui_scripts");
            text = str_slice(text, strlen("console_scripts"), text.len);
            if (scripts && str_contains(text, ":"))
                read_definition(facts, entries, manifest, number,
                                str_trim(str_slice(text, 1 + !str_starts(text, "="), text.len)));
        } else if (section && scripts) {
            read_definition(facts, entries, manifest, number, text);
        }
    }
}

/* Strings behind 'console_scripts' up to the bracket's end; a name there is computed. */
static void read_console_scripts(const struct facts *facts, struct entry_points *entries,
                                 const struct manifest *manifest, struct python_reader *reader)
{
    struct python_token token = python_next(reader);
    unsigned depth;

    while (python_is(&token, ":") || python_is(&token, "="))
        token = python_next(reader);
    if (token.kind == PYTHON_STRING) { /* one, or several lines of them */
        struct str rest = token.inner, line;
        unsigned number = token.line;

        for (; str_next_line(&rest, &line); number++)
            read_definition(facts, entries, manifest, number, str_trim(line));
        return;
    }
    if (!python_is(&token, "[") && !python_is(&token, "(")) {
        entries->unknown = true;
        return;
    }
    depth = token.depth;
    for (token = python_next(reader); token.kind != PYTHON_END && token.depth > depth;
         token = python_next(reader)) {
        if (token.kind == PYTHON_STRING && !token.format)
            read_definition(facts, entries, manifest, token.line,
                            str_of(python_string(facts->arena, &token)));
        else if (!python_is(&token, ","))
            entries->unknown = true;
    }
}

/* scripts=['bin/x'] */
static void read_scripts(const struct facts *facts, struct entry_points *entries,
                         const struct manifest *manifest, struct python_reader *reader)
{
    struct python_token token = python_next(reader);
    unsigned depth = token.depth;

    if (!python_is(&token, "[") && !python_is(&token, "(")) {
        entries->unknown = true;
        return;
    }
    for (token = python_next(reader); token.kind != PYTHON_END && token.depth > depth;
         token = python_next(reader)) {
        if (token.kind == PYTHON_STRING && !token.format)
            add_script(facts, entries, manifest, token.line, token.inner);
        else if (!python_is(&token, ","))
            entries->unknown = true;
    }
}

/* entry_points="""[console_scripts] a=b:c""" */
static void read_ini(const struct facts *facts, struct entry_points *entries,
                     const struct manifest *manifest, const struct python_token *token)
{
    struct str rest = token->inner, line;
    unsigned number = token->line;
    bool scripts = false;

    for (; str_next_line(&rest, &line); number++) {
        line = str_trim(line);
        if (str_starts(line, "["))
            scripts = str_starts(line, "[console_scripts]");
        else if (scripts)
            read_definition(facts, entries, manifest, number, line);
    }
}

static void read_setup(const struct facts *facts, struct entry_points *entries,
                       const struct manifest *manifest)
{
    struct python_reader reader = {.text = manifest->text};
    struct python_token token, before = {0}, two_before = {0};

    while ((token = python_next(&reader)).kind != PYTHON_END) {
        if (token.kind == PYTHON_STRING &&
            (str_equal(token.inner, "console_scripts") || str_equal(token.inner, "gui_scripts")))
            read_console_scripts(facts, entries, manifest, &reader);
        else if (token.kind == PYTHON_STRING && str_contains(token.inner, "[console_scripts]"))
            read_ini(facts, entries, manifest, &token);
        else if (python_is(&token, "=") && token.depth == 1 && python_is(&before, "scripts") &&
                 !python_is(&two_before, "."))
            read_scripts(facts, entries, manifest, &reader);
        else if (python_is(&token, "**") && python_is(&before, ","))
            entries->unknown = true; /* setup(**arguments) */
        two_before = before;
        before = token;
    }
}

void entry_points_collect(const struct facts *facts, struct entry_points *ret_entries)
{
    struct arena *scratch = arena_new();

    *ret_entries = (struct entry_points){0};
    for (size_t i = 0; i < facts->manifests.all.count; i++) {
        const struct manifest *manifest = &facts->manifests.all.items[i];

        if (manifest_ecosystem(manifest->kind) != ECOSYSTEM_PYTHON)
            continue;
        if (manifest->unread) {
            ret_entries->unknown = true;
            continue;
        }
        if (text_ends(manifest->path, "pyproject.toml"))
            read_pyproject(facts, ret_entries, manifest, scratch);
        else if (text_ends(manifest->path, "setup.cfg"))
            read_setup_cfg(facts, ret_entries, manifest);
        else if (text_ends(manifest->path, "setup.py"))
            read_setup(facts, ret_entries, manifest);
    }
    arena_free(scratch);
}

const struct entry_point *entry_point_find(const struct entry_points *entries, struct str name)
{
    for (size_t i = 0; i < entries->count; i++)
        if (str_equal(name, entries->items[i].name))
            return &entries->items[i];
    return NULL;
}

static bool nearly_equal(struct str name, const char *other)
{
    for (size_t i = 0; i < name.len; i++) {
        char a = name.ptr[i] == '_' ? '-' : (char)tolower((unsigned char)name.ptr[i]);
        char b = other[i] == '_' ? '-' : (char)tolower((unsigned char)other[i]);

        if (!other[i] || a != b)
            return false;
    }
    return !other[name.len];
}

const struct entry_point *entry_point_near(const struct entry_points *entries, struct str name)
{
    for (size_t i = 0; i < entries->count; i++)
        if (nearly_equal(name, entries->items[i].name))
            return &entries->items[i];
    return NULL;
}
