#include "facts/notebook.h"

#include "util/arena.h"
#include "util/json.h"

#include <string.h>

/* Where a key stands in the file, one after the other: cells are listed in the order of the text,
 * so the n-th "source" is that of the n-th cell, unless an output has such a key too. */
struct key_lines {
    unsigned *items;
    size_t count, capacity;
    bool *breaks; /* a line break follows the bracket behind the key */
    size_t breaks_capacity;
};

static void add_key(struct arena *arena, struct key_lines *keys, unsigned line, bool breaks)
{
    keys->breaks =
        arena_grow(arena, keys->breaks, keys->count, &keys->breaks_capacity, sizeof(*keys->breaks));
    keys->breaks[keys->count] = breaks;
    *ARENA_PUSH(arena, keys) = line;
}

/* The end of the string that opens at `at`: its closing quote, or text.len. */
static size_t string_end(struct str text, size_t at)
{
    const char *quote;

    while ((quote = memchr(text.ptr + at + 1, '"', text.len - at - 1)) != NULL) {
        size_t end = (size_t)(quote - text.ptr), slashes = 0;

        while (text.ptr[end - 1 - slashes] == '\\')
            slashes++;
        if (slashes % 2 == 0)
            return end;
        at = end;
    }
    return text.len;
}

static void find_keys(struct arena *arena, struct str text, struct key_lines *sources,
                      struct key_lines *errors)
{
    unsigned line = 1;

    for (size_t i = 0; i < text.len; i++) {
        struct str name;
        size_t end, next;

        line += text.ptr[i] == '\n';
        if (text.ptr[i] != '"')
            continue;
        end = string_end(text, i);
        name = str_slice(text, i + 1, end);
        i = end;
        if (name.len > 6 || end == text.len)
            continue;
        for (next = end + 1; next < text.len && strchr(" \t:[", text.ptr[next]);)
            next++;
        if (next == end + 1 || next == text.len)
            continue; /* a value, not a key */
        if (str_equal(name, "source") || str_equal(name, "input"))
            add_key(arena, sources, line, text.ptr[next] == '\n' || text.ptr[next] == '\r');
        else if (str_equal(name, "ename"))
            add_key(arena, errors, line, false);
    }
}

/* What stands between strings: blanks are left out, line breaks stay. */
static size_t copy_marks(char *kept, struct str text)
{
    size_t length = 0;

    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != ' ' && text.ptr[i] != '\t')
            kept[length++] = text.ptr[i];
    return length;
}

/* The end of the object or list that begins at `at`; text.len: it has none. */
static size_t object_end(struct str text, size_t at)
{
    size_t depth = 0;

    for (; at < text.len; at++) {
        char byte = text.ptr[at];

        if (byte == '"')
            at = string_end(text, at);
        else if (byte == '{' || byte == '[')
            depth++;
        else if ((byte == '}' || byte == ']') && !--depth)
            return at + 1;
    }
    return text.len;
}

static bool is_picture(struct str string)
{
    static const char *const beginnings[] = {"iVBORw0KGgo", "/9j/", "R0lGODl"}; /* PNG, JPEG, GIF */

    for (size_t i = 0; i < sizeof(beginnings) / sizeof(*beginnings); i++)
        if (str_starts(string, beginnings[i]))
            return true;
    return false;
}

/* Where the object or list behind a key begins that holds nothing but bulk; 0: it is no such key.
 */
static size_t bulk_behind(struct str text, struct str key, size_t key_end)
{
    static const char *const names[] = {"widgets", "data", "text"}; /* of outputs */
    size_t at = key_end + 1;

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        if (!str_equal(key, names[i]))
            continue;
        while (at < text.len && strchr(" \t\r\n:", text.ptr[at]))
            at++;
        return at > key_end + 1 && at < text.len && strchr("{[", text.ptr[at]) ? at : 0;
    }
    return 0;
}

/* The same without what is most of a notebook, slow to parse and not asked for: what outputs show,
 * pictures in base64, the state of widgets, indentation. Line breaks stay, so that errors name
 * their line. */
static struct str without_bulk(struct arena *arena, struct str text)
{
    char *kept = arena_alloc(arena, text.len + 1);
    size_t length = 0, at = 0;

    while (at < text.len) {
        const char *quote = memchr(text.ptr + at, '"', text.len - at);
        size_t begin = quote ? (size_t)(quote - text.ptr) : text.len, end, bulk;
        struct str string;

        length += copy_marks(kept + length, str_slice(text, at, begin));
        if (!quote)
            break;
        end = string_end(text, begin);
        string = str_slice(text, begin + 1, end);
        at = end + (end < text.len);
        if (is_picture(string))
            string.len = 0;
        kept[length++] = '"';
        memcpy(kept + length, string.ptr, string.len);
        length += string.len;
        if (end < text.len)
            kept[length++] = '"';
        bulk = bulk_behind(text, string, end);
        if (!bulk)
            continue;
        end = object_end(text, bulk);
        memcpy(kept + length, ":{}", 3);
        length += 3;
        for (; at < end; at++)
            if (text.ptr[at] == '\n')
                kept[length++] = '\n';
    }
    return (struct str){kept, length};
}

static struct str join_lines(struct arena *arena, const json_t *source)
{
    struct buf buf = {0};
    struct str text;

    if (json_is_string(source))
        return str_of(arena_strndup(arena, json_string_value(source), json_string_length(source)));
    for (size_t i = 0; i < json_array_size(source); i++) {
        const char *line = json_string_value(json_array_get(source, i));

        buf_puts(&buf, line ? line : "");
    }
    text = (struct str){arena_strndup(arena, buf.ptr, buf.len), buf.len};
    buf_release(&buf);
    return text;
}

static void read_outputs(struct arena *arena, const json_t *outputs, struct notebook_cell *cell)
{
    cell->outputs = json_array_size(outputs);
    for (size_t i = 0; i < cell->outputs && !cell->error; i++) {
        const json_t *output = json_array_get(outputs, i);
        const char *type = json_string_value(json_object_get(output, "output_type"));
        const char *name = json_string_value(json_object_get(output, "ename"));

        if (type && (!strcmp(type, "error") || !strcmp(type, "pyerr")))
            cell->error = arena_strdup(arena, name ? name : "error");
    }
}

static bool is_tagged(const json_t *cell)
{
    const json_t *tags = json_object_get(json_object_get(cell, "metadata"), "tags");

    for (size_t i = 0; i < json_array_size(tags); i++) {
        const char *tag = json_string_value(json_array_get(tags, i));

        if (tag && !strcmp(tag, "raises-exception"))
            return true;
    }
    return false;
}

static void read_cells(struct arena *arena, const json_t *cells, struct notebook *notebook)
{
    for (size_t i = 0; i < json_array_size(cells); i++) {
        const json_t *cell = json_array_get(cells, i), *source = json_object_get(cell, "source");
        const json_t *count = json_object_get(cell, "execution_count");
        const char *type = json_string_value(json_object_get(cell, "cell_type"));
        struct notebook_cell *entry = ARENA_PUSH(arena, &notebook->cells);

        if (!source)
            source = json_object_get(cell, "input");
        if (!count)
            count = json_object_get(cell, "prompt_number");
        entry->code = type && !strcmp(type, "code");
        entry->source = join_lines(arena, source);
        entry->line_each = json_is_array(source);
        entry->count = json_integer_value(count);
        entry->error_tagged = is_tagged(cell);
        if (entry->code)
            read_outputs(arena, json_object_get(cell, "outputs"), entry);
    }
}

static void place_cells(struct arena *arena, struct str text, struct notebook *notebook)
{
    struct key_lines sources = {0}, errors = {0};
    size_t wrong = 0, at = 0;

    find_keys(arena, text, &sources, &errors);
    for (size_t i = 0; i < notebook->cells.count; i++)
        wrong += notebook->cells.items[i].error != NULL;
    for (size_t i = 0; i < notebook->cells.count; i++) {
        struct notebook_cell *cell = &notebook->cells.items[i];

        if (sources.count == notebook->cells.count) {
            cell->line = sources.items[i] + sources.breaks[i];
            cell->line_each = cell->line_each && sources.breaks[i];
        }
        if (cell->error && errors.items && errors.count == wrong)
            cell->error_line = errors.items[at++];
    }
}

static enum language language_of_kernel(const char *name)
{
    static const struct {
        const char *name;
        enum language language;
    } names[] = {
        {"python", LANGUAGE_PYTHON}, {"ir", LANGUAGE_R},
        {"r", LANGUAGE_R},           {"julia", LANGUAGE_JULIA},
        {"matlab", LANGUAGE_MATLAB}, {"octave", LANGUAGE_MATLAB},
        {"scala", LANGUAGE_SCALA},   {"c++", LANGUAGE_CPP},
        {"xcpp", LANGUAGE_CPP},      {"rust", LANGUAGE_RUST},
        {"bash", LANGUAGE_SHELL},    {"stata", LANGUAGE_STATA},
        {"go", LANGUAGE_GO},         {"javascript", LANGUAGE_JAVASCRIPT},
    };
    struct str kernel = str_of(name);

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        size_t length = strlen(names[i].name);

        /* "julia-1.9", "python3" */
        if (str_equal_nocase(str_slice(kernel, 0, length), names[i].name) &&
            (kernel.len == length || (kernel.ptr[length] | 32) < 'a' ||
             (kernel.ptr[length] | 32) > 'z'))
            return names[i].language;
    }
    return LANGUAGE_NONE;
}

static void read_kernel(struct arena *arena, const json_t *root, struct notebook *notebook)
{
    const json_t *metadata = json_object_get(root, "metadata");
    const json_t *kernel = json_object_get(metadata, "kernelspec");
    const json_t *language = json_object_get(metadata, "language_info");
    const char *said[] = {json_string_value(json_object_get(language, "name")),
                          json_string_value(json_object_get(kernel, "language")),
                          json_string_value(json_object_get(kernel, "name"))};

    notebook->kernel = arena_strdup(arena, said[2]);
    notebook->version =
        arena_strdup(arena, json_string_value(json_object_get(language, "version")));
    for (size_t i = 0; i < 3 && notebook->language == LANGUAGE_NONE; i++)
        if (said[i])
            notebook->language = language_of_kernel(said[i]);
    if (notebook->language == LANGUAGE_NONE)
        notebook->language = LANGUAGE_PYTHON;
}

bool notebook_parse(struct arena *arena, struct str text, struct notebook *ret_notebook,
                    struct rh_error *err)
{
    struct notebook notebook = {0};
    const json_t *cells, *sheets;
    json_t *root;

    if (!json_read(arena, without_bulk(arena, text), &root, err))
        return false;
    cells = json_object_get(root, "cells");
    sheets = json_object_get(root, "worksheets");
    if (!json_is_array(cells) && !json_is_array(sheets))
        return error_set(err, RH_ERROR_TARGET, "no notebook: it has no cells");
    notebook.format = json_integer_value(json_object_get(root, "nbformat"));
    read_kernel(arena, root, &notebook);
    read_cells(arena, cells, &notebook);
    for (size_t i = 0; i < json_array_size(sheets); i++)
        read_cells(arena, json_object_get(json_array_get(sheets, i), "cells"), &notebook);
    place_cells(arena, text, &notebook);
    *ret_notebook = notebook;
    return true;
}
