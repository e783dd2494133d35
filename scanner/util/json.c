#include "util/json.h"

#include "util/arena.h"
#include "util/limits.h"

#include <string.h>

/* Separators and brackets outside strings: one more than there are values, about. */
static size_t count_values(struct str text)
{
    size_t count = 0;

    for (size_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];

        if (byte == '"') {
            /* the quote that no backslash escapes */
            do {
                const char *quote = memchr(text.ptr + i + 1, '"', text.len - i - 1);
                size_t slashes = 0;

                if (!quote)
                    return count;
                i = (size_t)(quote - text.ptr);
                while (text.ptr[i - 1 - slashes] == '\\')
                    slashes++;
                if (slashes % 2 == 0)
                    break;
            } while (true);
        } else {
            count += byte == ',' || byte == '{' || byte == '[';
        }
    }
    return count;
}

static void release(void *root) { json_decref(root); }

bool json_read(struct arena *arena, struct str text, json_t **ret_root, struct rh_error *err)
{
    json_error_t error;
    json_t *root;

    if (count_values(text) > LIMIT_JSON_VALUES)
        return error_set(err, RH_ERROR_TARGET, "more than %d values", LIMIT_JSON_VALUES);
    text = text_utf8(arena, text);
    root = json_loadb(text.ptr ? text.ptr : "", text.len, JSON_REJECT_DUPLICATES, &error);
    if (!root)
        return error_set(err, RH_ERROR_TARGET, "line %d: %s", error.line, error.text);
    arena_own(arena, root, release);
    *ret_root = root;
    return true;
}
