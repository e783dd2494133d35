#include "facts/link_path.h"

#include "util/arena.h"

#include <string.h>

bool str_is_one_of(struct str text, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal_nocase(text, list[i]))
            return true;
    return false;
}

bool path_is_forge_view(struct str part)
{
    static const char *const views[] = {"blob", "tree", "raw", "blame", "edit"};

    return STR_IS_ONE_OF(part, views);
}

struct str path_next_part(struct str *rest)
{
    const char *slash = rest->len ? memchr(rest->ptr, '/', rest->len) : NULL;
    struct str part = str_slice(*rest, 0, slash ? (size_t)(slash - rest->ptr) : rest->len);

    *rest = str_slice(*rest, part.len + 1, rest->len);
    return part;
}

static int hex(char c)
{
    return c >= '0' && c <= '9'                 ? c - '0'
           : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                : -1;
}

struct str path_decode(struct arena *arena, struct str text)
{
    char *out = str_dup(arena, text);
    size_t length = 0;

    for (size_t i = 0; i < text.len; i++) {
        bool escape = text.ptr[i] == '%' && i + 2 < text.len && hex(text.ptr[i + 1]) >= 0 &&
                      hex(text.ptr[i + 2]) >= 0 && !str_starts(str_slice(text, i, text.len), "%00");

        out[length++] =
            escape ? (char)(hex(text.ptr[i + 1]) * 16 + hex(text.ptr[i + 2])) : text.ptr[i];
        i += escape ? 2 : 0;
    }
    return (struct str){out, length};
}

const char *path_join(struct arena *arena, struct str folder, struct str path)
{
    char *out = arena_alloc(arena, folder.len + path.len + 2);
    size_t length = 0, floor = 0; /* below `floor` there is nothing but "../" */
    struct str both[2] = {folder, path};

    for (size_t i = 0; i < 2; i++) {
        while (both[i].len) {
            struct str part = path_next_part(&both[i]);

            if (!part.len || str_equal(part, "."))
                continue;
            if (str_equal(part, "..") && length > floor) {
                while (length > floor && out[--length] != '/')
                    ;
                continue;
            }
            if (length)
                out[length++] = '/';
            memcpy(out + length, part.ptr, part.len);
            length += part.len;
            if (str_equal(part, ".."))
                floor = length;
        }
    }
    out[length] = '\0';
    return out;
}

struct str path_folder(const char *path)
{
    size_t length = (size_t)(path_base(path) - path);

    return (struct str){path, length ? length - 1 : 0};
}

unsigned path_ups(const char *path)
{
    unsigned count = 0;

    while (text_starts(path, "..") && (path[2] == '/' || !path[2])) {
        count++;
        path += path[2] ? 3 : 2;
    }
    return count;
}
