#include "facts/python_module.h"

#include "facts/facts.h"
#include "facts/python_parse.h"
#include "util/arena.h"
#include "util/limits.h"

#include <string.h>

enum {
    MOST_MODULES = 400,
    MODULE_BYTES = 1 * MIB,
    MODULES_BYTES = 16 * MIB,
    MOST_TOKENS = 400000, /* of one file */
};

struct modules {
    struct map index;
    struct {
        const struct python_module **items;
        size_t count, capacity;
    } all;
    size_t bytes;
};

struct modules *modules_new(const struct facts *facts)
{
    struct modules *modules = arena_alloc(facts->arena, sizeof(*modules));

    map_init(&modules->index, facts->arena);
    return modules;
}

const struct python_token *python_tokens(struct arena *arena, struct str text, size_t *ret_count)
{
    struct {
        struct python_token *items;
        size_t count, capacity;
    } tokens = {0};
    struct python_reader reader = {.text = text};

    if (str_starts(text, "\xef\xbb\xbf"))
        reader.at = reader.line_start = 3;
    for (;;) {
        struct python_token token = python_next(&reader);

        if (tokens.count + 1 >= MOST_TOKENS)
            token.kind = PYTHON_END;
        *ARENA_PUSH(arena, &tokens) = token;
        if (token.kind == PYTHON_END)
            break;
    }
    *ret_count = tokens.count;
    return tokens.items;
}

unsigned python_indent(const struct python_token *token)
{
    unsigned indent = 0;

    for (const char *c = token->text.ptr - token->column; c < token->text.ptr; c++)
        indent = *c == '\t' ? indent / 8 * 8 + 8 : indent + 1;
    return indent;
}

const struct python_name *module_name(const struct python_module *module, struct str name)
{
    size_t index = map_get(&module->name_index, name);

    return index == MAP_NONE ? NULL : &module->names.items[index];
}

const struct python_function *class_method(const struct python_class *class, struct str name)
{
    for (size_t i = class->methods.count; i-- > 0;)
        if (str_same(class->methods.items[i].name, name))
            return &class->methods.items[i];
    return NULL;
}

const struct python_module *module_parse(struct arena *arena, const char *path, struct str text)
{
    struct python_module *module = arena_alloc(arena, sizeof(*module));
    struct arena *scratch = arena_new();
    size_t count;
    const struct python_token *tokens = python_tokens(scratch, text, &count);

    module->path = path;
    module->text = text;
    map_init(&module->name_index, arena);
    map_init(&module->all, arena);
    if (count >= MOST_TOKENS)
        module->dynamic = true;
    python_parse(arena, tokens, count, module);
    arena_free(scratch);
    return module;
}

const struct python_module *module_read(const struct facts *facts, const char *path)
{
    struct modules *modules = facts->modules;
    size_t index = map_get(&modules->index, str_of(path));
    const struct python_module *module = NULL;
    const struct tree_file *file;
    struct str text;

    if (index != MAP_NONE)
        return modules->all.items[index];
    file = tree_find(&facts->tree, path);
    if (file && modules->all.count < MOST_MODULES && modules->bytes < MODULES_BYTES &&
        (file->file->kind == FILE_REGULAR || file->file->kind == FILE_EXECUTABLE) &&
        file_read(facts->snapshot, facts->arena, file->file, MODULE_BYTES, &text) == READ_OK) {
        modules->bytes += text.len;
        module = module_parse(facts->arena, file->file->path, text);
    }
    (void)map_put(&modules->index, str_of(path), modules->all.count);
    *ARENA_PUSH(facts->arena, &modules->all) = module;
    return module;
}
