#define PCRE2_CODE_UNIT_WIDTH 8
#include "util/slug.h"

#include "util/arena.h"

#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

struct slugger {
    struct arena *arena;
    pcre2_code *dropped, *upper; /* compiled when the first text that is not ASCII comes */
};

struct slugger *slugger_new(struct arena *arena)
{
    struct slugger *slugger = arena_alloc(arena, sizeof(*slugger));

    slugger->arena = arena;
    return slugger;
}

static void release(void *object) { pcre2_code_free(object); }

static pcre2_code *compile(struct arena *arena, const char *pattern)
{
    int code;
    size_t at;
    pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
                                         PCRE2_UTF | PCRE2_UCP, &code, &at, NULL);

    if (!compiled)
        abort();
    arena_own(arena, compiled, release);
    return compiled;
}

/* Replaces every match; the text must be UTF-8 (else it is left alone). */
static struct str replace(struct arena *arena, const pcre2_code *pattern, struct str text,
                          const char *by)
{
    size_t size =
        text.len * 3 + 16; /* lower case may take more bytes than upper: at most 3 for 2 */
    char *out = arena_alloc(arena, size);
    int count = pcre2_substitute(pattern, (PCRE2_SPTR)text.ptr, text.len, 0,
                                 PCRE2_SUBSTITUTE_GLOBAL | PCRE2_SUBSTITUTE_EXTENDED, NULL, NULL,
                                 (PCRE2_SPTR)by, PCRE2_ZERO_TERMINATED, (PCRE2_UCHAR *)out, &size);

    return count < 0 ? text : (struct str){out, size};
}

static bool is_ascii(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] >= 0x80)
            return false;
    return true;
}

static struct str ascii_lower(struct arena *arena, struct str text)
{
    char *lower = str_dup(arena, text);

    for (size_t i = 0; i < text.len; i++)
        if (lower[i] >= 'A' && lower[i] <= 'Z')
            lower[i] = (char)(lower[i] + ('a' - 'A'));
    return (struct str){lower, text.len};
}

struct str slug_lower(struct slugger *slugger, struct arena *arena, struct str text)
{
    if (is_ascii(text))
        return ascii_lower(arena, text);
    if (!slugger->upper)
        slugger->upper = compile(slugger->arena, "\\p{Lu}+");
    return replace(arena, slugger->upper, text, "\\L$0");
}

struct str slug_of(struct slugger *slugger, struct arena *arena, struct str heading)
{
    struct str lower;
    char *slug;
    size_t length = 0;

    if (!is_ascii(heading)) {
        if (!slugger->dropped)
            slugger->dropped = compile(slugger->arena, "[^\\p{L}\\p{M}\\p{Nd}\\p{Pc}\\- ]+");
        heading = replace(arena, slugger->dropped, heading, "");
    }
    lower = slug_lower(slugger, arena, heading);
    slug = arena_alloc(arena, lower.len + 1);
    for (size_t i = 0; i < lower.len; i++) {
        char c = lower.ptr[i];

        if (c == ' ')
            slug[length++] = '-';
        else if ((unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                 c == '_' || c == '-')
            slug[length++] = c;
    }
    return (struct str){slug, length};
}
