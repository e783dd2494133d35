#include "util/json.h"

#include "util/arena.h"
#include "util/limits.h"

#include <string.h>

/* From a quote to the quote that ends the string: the one that no backslash escapes. The text's
 * length where there is none. */
static size_t string_end(struct str text, size_t at)
{
    size_t slashes;

    do {
        const char *quote = memchr(text.ptr + at + 1, '"', text.len - at - 1);

        if (!quote)
            return text.len;
        at = (size_t)(quote - text.ptr);
        for (slashes = 0; text.ptr[at - 1 - slashes] == '\\';)
            slashes++;
    } while (slashes % 2);
    return at;
}

/* Separators and brackets outside strings: one more than there are values, about. */
static size_t count_values(struct str text)
{
    size_t count = 0;

    for (size_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];

        if (byte == '"')
            i = string_end(text, i);
        else
            count += byte == ',' || byte == '{' || byte == '[';
    }
    return count;
}

static void release(void *root) { json_decref(root); }

static bool read_tree(struct arena *arena, struct str text, size_t flags, json_t **ret_root,
                      struct rh_error *err)
{
    json_error_t error;
    json_t *root;

    if (count_values(text) > LIMIT_JSON_VALUES)
        return error_set(err, RH_ERROR_TARGET, "more than %d values", LIMIT_JSON_VALUES);
    text = text_utf8(arena, text);
    root = json_loadb(text.ptr ? text.ptr : "", text.len, flags, &error);
    if (!root)
        return error_set(err, RH_ERROR_TARGET, "line %d: %s", error.line, error.text);
    arena_own(arena, root, release);
    *ret_root = root;
    return true;
}

bool json_read(struct arena *arena, struct str text, json_t **ret_root, struct rh_error *err)
{
    return read_tree(arena, text, JSON_REJECT_DUPLICATES, ret_root, err);
}

bool json_read_part(struct arena *arena, struct str text, json_t **ret_root, struct rh_error *err)
{
    return read_tree(arena, text, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, ret_root, err);
}

bool json_parts_open(struct str text, char open, struct json_parts *ret_parts)
{
    char close = open == '{' ? '}' : ']';

    text = str_trim(text);
    if (text.len < 2 || text.ptr[0] != open || text.ptr[text.len - 1] != close)
        return false;
    *ret_parts = (struct json_parts){
        .rest = str_trim(str_slice(text, 1, text.len - 1)),
        .close = close,
    };
    return true;
}

/* Up to the comma that ends this value, or to the end. */
static size_t value_end(struct str text)
{
    size_t depth = 0, i;

    for (i = 0; i < text.len; i++) {
        char byte = text.ptr[i];

        if (byte == '"')
            i = string_end(text, i);
        else if (byte == '{' || byte == '[')
            depth++;
        else if ((byte == '}' || byte == ']') && !depth--)
            break;
        else if (byte == ',' && !depth)
            break;
    }
    return i < text.len ? i : text.len;
}

static bool spoilt(struct json_parts *parts, const char *problem)
{
    parts->problem = problem;
    parts->rest.len = 0;
    return false;
}

bool json_parts_next(struct json_parts *parts, struct str *ret_key, struct str *ret_value)
{
    struct str text = parts->rest, key = {0};
    size_t end;

    if (!text.len)
        return false;
    if (parts->close == '}') {
        end = text.ptr[0] == '"' ? string_end(text, 0) : text.len;
        if (end == text.len)
            return spoilt(parts, "a key expected");
        key = str_slice(text, 1, end);
        text = str_trim(str_slice(text, end + 1, text.len));
        if (!text.len || text.ptr[0] != ':')
            return spoilt(parts, "a colon expected");
        text = str_slice(text, 1, text.len);
    }
    end = value_end(text);
    if (end < text.len && text.ptr[end] != ',')
        return spoilt(parts, "a bracket too many");
    *ret_key = key;
    *ret_value = str_trim(str_slice(text, 0, end));
    if (!ret_value->len)
        return spoilt(parts, "a value expected");
    parts->rest = str_trim(str_slice(text, end + 1, text.len));
    if (end < text.len && !parts->rest.len)
        return spoilt(parts, "a value expected after the last comma");
    return true;
}

enum { PICK_KEYS = 32 };

/* A value whose key is `key`: all of it, or what is wanted below it. */
static void pick_member(struct str key, struct str value, const char *const *keys, struct buf *out)
{
    const char *below[PICK_KEYS + 1];
    size_t count = 0;
    bool whole = false;

    for (size_t i = 0; i < PICK_KEYS && keys[i]; i++) {
        size_t length = strcspn(keys[i], ".");

        if (length != key.len || (length && memcmp(keys[i], key.ptr, length) != 0))
            continue;
        if (keys[i][length])
            below[count++] = keys[i] + length + 1;
        else
            whole = true;
    }
    if (!whole && !count)
        return;
    below[count] = NULL;
    if (out->ptr[out->len - 1] != '{')
        buf_puts(out, ",");
    buf_puts(out, "\"");
    buf_add(out, key);
    buf_puts(out, "\":");
    if (whole)
        buf_add(out, value);
    else
        json_pick(value, below, out);
}

void json_pick(struct str text, const char *const *keys, struct buf *out)
{
    struct json_parts parts;
    struct str key, value;

    if (!json_parts_open(text, '{', &parts)) {
        buf_add(out, text);
        return;
    }
    buf_puts(out, "{");
    while (!out->full && json_parts_next(&parts, &key, &value))
        pick_member(key, value, keys, out);
    buf_puts(out, parts.problem ? "" : "}"); /* then it is no object for its reader either */
}
