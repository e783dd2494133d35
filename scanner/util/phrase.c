#include "util/phrase.h"

#include <string.h>

static unsigned char lower(char byte)
{
    return (unsigned char)(byte >= 'A' && byte <= 'Z' ? byte + 32 : byte);
}

/* Bytes of UTF-8 beyond ASCII belong to words. */
static bool is_word(char byte)
{
    unsigned char small = lower(byte);

    return (small >= 'a' && small <= 'z') || (byte >= '0' && byte <= '9') || byte == '_' ||
           small >= 0x80;
}

static bool is_blank(char byte) { return byte == ' ' || byte == '\t'; }

/* Whether the phrase stands at `at`; *ret_end is what follows it. */
static bool stands_at(struct str text, size_t at, const char *phrase, size_t *ret_end)
{
    for (; *phrase && (*phrase != '*' || phrase[1]); phrase++) {
        if (*phrase == ' ') {
            size_t start = at;

            while (at < text.len && is_blank(text.ptr[at]))
                at++;
            if (at == start)
                return false;
        } else if (at == text.len || lower(text.ptr[at]) != lower(*phrase)) {
            return false;
        } else {
            at++;
        }
    }
    *ret_end = at;
    return true;
}

size_t phrase_find(struct str text, const char *phrase)
{
    size_t length = strlen(phrase), end = 0;
    bool open = length && phrase[length - 1] == '*';
    bool starts_in_word = is_word(*phrase);
    bool ends_in_word = length && !open && is_word(phrase[length - 1]);

    for (size_t at = 0; at < text.len; at++) {
        if (lower(text.ptr[at]) != lower(*phrase) ||
            (starts_in_word && at && is_word(text.ptr[at - 1])) ||
            !stands_at(text, at, phrase, &end))
            continue;
        if (!ends_in_word || end == text.len || !is_word(text.ptr[end]))
            return at;
    }
    return text.len;
}

bool phrase_in(struct str text, const char *phrase) { return phrase_find(text, phrase) < text.len; }

const char *phrase_any(struct str text, const char *const *phrases)
{
    for (; *phrases; phrases++)
        if (phrase_in(text, *phrases))
            return *phrases;
    return NULL;
}
