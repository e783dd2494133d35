/* Hostile text made safe to show, and measured. Declared in str.h. */
#include "util/arena.h"
#include "util/str.h"

#include <string.h>
#include <wchar.h>

static const char REPLACEMENT[] = "\xef\xbf\xbd";

/* Decodes the character at the start of text. Returns its length in bytes, or 0 where the bytes
 * are no UTF-8 (overlong forms, surrogates and what lies beyond U+10FFFF are none). */
static size_t decode(struct str text, uint32_t *ret_code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *bytes = (const unsigned char *)text.ptr;
    uint32_t code = bytes[0];
    size_t length = code < 0x80             ? 1
                    : (code & 0xe0) == 0xc0 ? 2
                    : (code & 0xf0) == 0xe0 ? 3
                    : (code & 0xf8) == 0xf0 ? 4
                                            : 0;

    if (!length || length > text.len)
        return 0;
    if (length > 1)
        code &= 0x7fu >> length;
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xc0) != 0x80)
            return 0;
        code = code << 6 | (bytes[i] & 0x3f);
    }
    if (code < least[length] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        return 0;
    *ret_code = code;
    return length;
}

static bool acts_on_a_terminal(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code <= 0x9f) || code == 0x061c ||
           (code >= 0x200e && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2066 && code <= 0x2069) || code == 0xfeff ||
           (code >= 0xe0000 && code <= 0xe007f);
}

char *text_clean(struct arena *arena, struct str text, size_t limit)
{
    struct buf out = {.limit = limit + 16};
    char *clean;

    for (size_t at = 0; at < text.len;) {
        uint32_t code = 0;
        size_t length = decode(str_slice(text, at, text.len), &code), before = out.len;

        if (!length)
            buf_puts(&out, REPLACEMENT);
        else if (code == '\t')
            buf_puts(&out, " ");
        else if (acts_on_a_terminal(code))
            buf_printf(&out, "\\u{%x}", (unsigned)code);
        else
            buf_add(&out, str_slice(text, at, at + length));
        at += length ? length : 1;
        if (out.len > limit) {
            out.len = before;
            buf_puts(&out, "\xe2\x80\xa6");
            break;
        }
    }
    clean = arena_strndup(arena, out.ptr, out.len);
    buf_release(&out);
    return clean;
}

bool text_is_utf8(struct str text)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t code;
        size_t length =
            (unsigned char)text.ptr[at] < 0x80 ? 1 : decode(str_slice(text, at, text.len), &code);

        if (!length)
            return false;
        at += length;
    }
    return true;
}

struct str text_utf8(struct arena *arena, struct str text)
{
    struct buf out = {.limit = text.len * 3 + 1};
    struct str good;

    if (text_is_utf8(text))
        return text;
    for (size_t at = 0; at < text.len;) {
        uint32_t code;
        size_t length = decode(str_slice(text, at, text.len), &code);

        if (length)
            buf_add(&out, str_slice(text, at, at + length));
        else
            buf_puts(&out, REPLACEMENT);
        at += length ? length : 1;
    }
    good = (struct str){arena_strndup(arena, out.ptr, out.len), out.len};
    buf_release(&out);
    return good;
}

static bool is_combining(uint32_t code)
{
    return (code >= 0x300 && code <= 0x36f) || (code >= 0x200b && code <= 0x200d) ||
           (code >= 0xfe00 && code <= 0xfe0f);
}

static bool is_wide(uint32_t code)
{
    return (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xa4cf) ||
           (code >= 0xac00 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff) ||
           (code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff00 && code <= 0xff60) ||
           (code >= 0x1f300 && code <= 0x1f64f) || (code >= 0x1f900 && code <= 0x1f9ff) ||
           (code >= 0x20000 && code <= 0x3fffd);
}

size_t text_columns(const char *text) { return str_columns(str_of(text)); }

size_t str_columns(struct str text)
{
    struct str rest = text;
    size_t columns = 0;

    while (rest.len) {
        uint32_t code = 0xfffd;
        size_t length = decode(rest, &code);

        columns += is_combining(code) ? 0 : is_wide(code) ? 2 : 1;
        rest = str_slice(rest, length ? length : 1, rest.len);
    }
    return columns;
}
