#include "facts/python_roots.h"

#include "facts/facts.h"
#include "facts/python_token.h"
#include "util/arena.h"
#include "util/limits.h"
#include "util/toml.h"

#include <string.h>

enum { MOST_MANIFESTS = 40, MOST_FOLDERS = 60, MOST_NAMES = 200 };

struct collecting {
    const struct facts *facts;
    struct python_roots *roots;
    struct str folder; /* of the manifest */
};

static void add_root(const struct collecting *collecting, struct str folder)
{
    struct python_roots *roots = collecting->roots;

    for (size_t i = 0; i < roots->folders.count; i++)
        if (roots->folders.items[i].len == folder.len &&
            (!folder.len || !memcmp(roots->folders.items[i].ptr, folder.ptr, folder.len)))
            return;
    if (roots->folders.count < MOST_FOLDERS)
        *ARENA_PUSH(collecting->facts->arena, &roots->folders) = folder;
}

/* The folder below the manifest's; false where there is none such. */
static bool below(const struct collecting *collecting, struct str name, struct str *ret_folder)
{
    struct arena *arena = collecting->facts->arena;
    const char *path;

    while (str_starts(name, "./"))
        name = str_slice(name, 2, name.len);
    while (name.len && name.ptr[name.len - 1] == '/')
        name.len--;
    if (str_equal(name, ".") || !name.len) {
        *ret_folder = collecting->folder;
        return true;
    }
    path = collecting->folder.len ? arena_printf(arena, "%.*s/%.*s", (int)collecting->folder.len,
                                                 collecting->folder.ptr, (int)name.len, name.ptr)
                                  : str_dup(arena, name);
    if (!tree_has_folder(&collecting->facts->tree, path))
        return false;
    *ret_folder = str_of(path);
    return true;
}

static void add_below(const struct collecting *collecting, struct str name)
{
    struct str folder;

    if (below(collecting, name, &folder))
        add_root(collecting, folder);
}

/* "": where all packages are; "tok": where that one is. */
static void add_mapping(const struct collecting *collecting, struct str package, struct str name)
{
    struct python_roots *roots = collecting->roots;
    struct str folder;

    if (!below(collecting, name, &folder))
        return;
    if (!package.len) {
        add_root(collecting, folder);
    } else if (roots->mappings.count < MOST_NAMES) {
        *ARENA_PUSH(collecting->facts->arena, &roots->mappings) =
            (struct python_mapping){package, folder};
    }
}

/* "tok.ops._fast" -> "_fast" */
static void add_compiled(const struct collecting *collecting, struct str name)
{
    size_t from = name.len;

    while (from && name.ptr[from - 1] != '.')
        from--;
    if (collecting->roots->compiled.count < MOST_NAMES && from < name.len)
        *ARENA_PUSH(collecting->facts->arena, &collecting->roots->compiled) =
            str_slice(name, from, name.len);
}

static struct str value_of(const struct collecting *collecting, const struct python_token *token)
{
    return str_of(python_string(collecting->facts->arena, token));
}

/* package_dir={"": "src"}; find_packages("src"), find_packages(where="src"); Extension("a._b"). */
static void read_setup_py(const struct collecting *collecting, struct str text)
{
    struct python_reader reader = {.text = text};
    struct python_token token = python_next(&reader);

    while (token.kind != PYTHON_END) {
        struct python_token next = python_next(&reader);
        bool finds = str_contains(token.text, "find_") && str_contains(token.text, "packages");

        if (token.kind == PYTHON_NAME && (finds || str_ends(token.text, "Extension")) &&
            python_is(&next, "(")) {
            bool extension = !finds;

            next = python_next(&reader);
            if (next.kind == PYTHON_NAME &&
                (str_equal(next.text, "where") || str_equal(next.text, "name"))) {
                (void)python_next(&reader);
                next = python_next(&reader);
            }
            if (next.kind == PYTHON_STRING && extension)
                add_compiled(collecting, value_of(collecting, &next));
            else if (next.kind == PYTHON_STRING)
                add_below(collecting, value_of(collecting, &next));
        } else if (python_is(&token, "package_dir") && python_is(&next, "=")) {
            next = python_next(&reader);
            if (python_is(&next, "{")) {
                struct python_token key = python_next(&reader);

                for (; key.kind == PYTHON_STRING; key = python_next(&reader)) {
                    (void)python_next(&reader);
                    next = python_next(&reader);
                    if (next.kind != PYTHON_STRING)
                        break;
                    add_mapping(collecting, value_of(collecting, &key),
                                value_of(collecting, &next));
                    next = python_next(&reader);
                    if (!python_is(&next, ","))
                        break;
                }
            }
        }
        token = next;
    }
}

/* [options] package_dir, one "=src" a line; [options.packages.find] where. */
static void read_setup_cfg(const struct collecting *collecting, struct str text)
{
    struct str line;
    bool directories = false;

    while (str_next_line(&text, &line)) {
        struct str value = str_trim(line);
        const char *equals = value.len ? memchr(value.ptr, '=', value.len) : NULL;
        struct str key;

        if (!value.len || *value.ptr == '#')
            continue;
        key = equals ? str_trim(str_slice(value, 0, (size_t)(equals - value.ptr))) : value;
        value = equals ? str_trim(str_slice(value, (size_t)(equals - value.ptr) + 1, value.len))
                       : (struct str){0};
        if (*line.ptr != ' ' && *line.ptr != '\t') {
            directories = str_equal(key, "package_dir");
            if (directories && str_starts(value, "="))
                add_below(collecting, str_trim(str_slice(value, 1, value.len)));
            if (str_equal(key, "where"))
                add_below(collecting, value);
        } else if (directories && equals) {
            add_mapping(collecting, key, value);
        }
    }
}

static void read_pyproject(const struct collecting *collecting, struct str text)
{
    const struct toml_value *root, *tool, *table;
    struct rh_error err;

    if (!toml_parse(collecting->facts->arena, "pyproject.toml", text, &root, &err))
        return;
    tool = toml_get(root, "tool");
    table = toml_get(toml_get(tool, "setuptools"), "package-dir");
    for (const struct toml_value *at = table ? table->first : NULL; at; at = at->next)
        add_mapping(collecting, at->key, toml_string(at));
    table = toml_get(toml_get(toml_get(toml_get(tool, "setuptools"), "packages"), "find"), "where");
    for (const struct toml_value *at = table ? table->first : NULL; at; at = at->next)
        add_below(collecting, toml_string(at));
    table = toml_get(toml_get(tool, "poetry"), "packages");
    for (const struct toml_value *at = table ? table->first : NULL; at; at = at->next)
        if (toml_get(at, "from"))
            add_below(collecting, toml_string(toml_get(at, "from")));
    table = toml_get(toml_get(tool, "maturin"), "python-source");
    if (table)
        add_below(collecting, toml_string(table));
    table = toml_get(toml_get(tool, "maturin"), "module-name");
    if (table)
        add_compiled(collecting, toml_string(table));
}

static const struct {
    const char *name;
    void (*read)(const struct collecting *collecting, struct str text);
} readers[] = {
    {"setup.py", read_setup_py},
    {"setup.cfg", read_setup_cfg},
    {"pyproject.toml", read_pyproject},
};

void python_roots_collect(const struct facts *facts, struct python_roots *ret_roots)
{
    struct collecting collecting = {.facts = facts, .roots = ret_roots};
    size_t count = 0;

    *ret_roots = (struct python_roots){0};
    add_root(&collecting, (struct str){"", 0});
    add_below(&collecting, STR("src"));
    for (size_t i = 0; i < sizeof(readers) / sizeof(*readers); i++) {
        const struct tree_file *file = NULL;

        while ((file = tree_next_named(&facts->tree, readers[i].name, file)) &&
               count++ < MOST_MANIFESTS) {
            struct str text;

            collecting.folder = facts->tree.folders[file->folder].path;
            add_root(&collecting, collecting.folder);
            add_below(&collecting, STR("src"));
            if (file_read(facts->snapshot, facts->arena, file->file, LIMIT_CONFIG_BYTES, &text) ==
                READ_OK)
                readers[i].read(&collecting, text);
        }
    }
    for (size_t i = 0; i < facts->snapshot->files.count; i++)
        if (facts->snapshot->files.items[i].kind == FILE_GITLINK &&
            ret_roots->submodules.count < MOST_NAMES)
            *ARENA_PUSH(facts->arena, &ret_roots->submodules) =
                str_of(facts->snapshot->files.items[i].path);
}
