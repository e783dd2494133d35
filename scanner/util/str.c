#include "util/str.h"

#include "util/arena.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { BUF_LIMIT = 64 * 1024 * 1024 };

struct str str_of(const char *text) { return (struct str){text, text ? strlen(text) : 0}; }

bool str_equal(struct str text, const char *other)
{
    return text.len == strlen(other) && (!text.len || !memcmp(text.ptr, other, text.len));
}

bool str_same(struct str text, struct str other)
{
    return text.len == other.len && (!text.len || !memcmp(text.ptr, other.ptr, text.len));
}

bool str_equal_nocase(struct str text, const char *other)
{
    return text.len == strlen(other) && (!text.len || !strncasecmp(text.ptr, other, text.len));
}

bool str_starts(struct str text, const char *prefix)
{
    size_t length = strlen(prefix);

    return text.len >= length && (!length || !memcmp(text.ptr, prefix, length));
}

bool str_ends(struct str text, const char *suffix)
{
    size_t length = strlen(suffix);

    return text.len >= length && (!length || !memcmp(text.ptr + text.len - length, suffix, length));
}

bool str_contains(struct str text, const char *part)
{
    return text.len && memmem(text.ptr, text.len, part, strlen(part));
}

bool str_contains_nocase(struct str text, const char *part)
{
    size_t length = strlen(part);
    int first = tolower((unsigned char)*part);

    for (size_t at = 0; at + length <= text.len; at++)
        if (tolower((unsigned char)text.ptr[at]) == first &&
            !strncasecmp(text.ptr + at, part, length))
            return true;
    return !length;
}

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

struct str str_trim(struct str text)
{
    while (text.len && is_blank(text.ptr[0])) {
        text.ptr++;
        text.len--;
    }
    while (text.len && is_blank(text.ptr[text.len - 1]))
        text.len--;
    return text;
}

const char *str_end(struct str text) { return text.ptr ? text.ptr + text.len : NULL; }

struct str str_slice(struct str text, size_t from, size_t to)
{
    if (to > text.len)
        to = text.len;
    if (from > to)
        from = to;
    return (struct str){text.ptr ? text.ptr + from : NULL, to - from};
}

bool str_next_line(struct str *rest, struct str *ret_line)
{
    const char *end;

    if (!rest->len)
        return false;
    end = memchr(rest->ptr, '\n', rest->len);
    *ret_line = (struct str){rest->ptr, end ? (size_t)(end - rest->ptr) : rest->len};
    *rest = str_slice(*rest, ret_line->len + 1, rest->len);
    if (ret_line->len && ret_line->ptr[ret_line->len - 1] == '\r')
        ret_line->len--;
    return true;
}

bool str_next_word(struct str *rest, struct str *ret_word)
{
    size_t start = 0, end;

    while (start < rest->len && is_blank(rest->ptr[start]))
        start++;
    if (start == rest->len)
        return false;
    for (end = start; end < rest->len && !is_blank(rest->ptr[end]);)
        end++;
    *ret_word = str_slice(*rest, start, end);
    *rest = str_slice(*rest, end, rest->len);
    return true;
}

char *str_dup(struct arena *arena, struct str text)
{
    return arena_strndup(arena, text.ptr, text.len);
}

bool text_starts(const char *text, const char *prefix) { return str_starts(str_of(text), prefix); }

bool text_ends(const char *text, const char *suffix) { return str_ends(str_of(text), suffix); }

const char *path_base(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

const char *path_extension(const char *path)
{
    const char *base = path_base(path), *dot = strrchr(base, '.');

    return dot && dot != base ? dot : "";
}

unsigned path_depth(const char *path)
{
    unsigned depth = 0;

    for (; *path; path++)
        depth += *path == '/';
    return depth;
}

uint64_t str_hash(struct str text)
{
    uint64_t hash = 0xcbf29ce484222325u;

    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.ptr[i]) * 0x100000001b3u;
    return hash;
}

static bool reserve(struct buf *buf, size_t more)
{
    size_t limit = buf->limit ? buf->limit : BUF_LIMIT, capacity = buf->capacity;

    if (buf->full || more > limit - buf->len) {
        buf->full = true;
        return false;
    }
    if (buf->len + more + 1 <= capacity)
        return true;
    while (capacity < buf->len + more + 1)
        capacity = capacity ? capacity * 2 : 256;
    buf->ptr = realloc(buf->ptr, capacity);
    if (!buf->ptr) {
        fputs("repohealth: out of memory\n", stderr);
        abort();
    }
    buf->capacity = capacity;
    return true;
}

void buf_add(struct buf *buf, struct str text)
{
    if (!reserve(buf, text.len))
        return;
    if (text.len)
        memcpy(buf->ptr + buf->len, text.ptr, text.len);
    buf->len += text.len;
    buf->ptr[buf->len] = '\0';
}

void buf_puts(struct buf *buf, const char *text) { buf_add(buf, str_of(text)); }

void buf_add_character(struct buf *buf, uint32_t code)
{
    char text[4];
    size_t length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;

    if (!code || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
        code = 0xfffd;
        length = 3;
    }
    for (size_t i = length; i-- > 1; code >>= 6)
        text[i] = (char)(0x80 | (code & 0x3f));
    text[0] = (char)(length == 1 ? code : (0xf00u >> length & 0xff) | code);
    buf_add(buf, (struct str){text, length});
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    va_list args, again;
    int length;

    va_start(args, format);
    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length >= 0 && reserve(buf, (size_t)length)) {
        vsnprintf(buf->ptr + buf->len, (size_t)length + 1, format, args);
        buf->len += (size_t)length;
    }
    va_end(args);
}

void buf_release(struct buf *buf)
{
    free(buf->ptr);
    *buf = (struct buf){0};
}
