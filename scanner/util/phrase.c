#include "util/phrase.h"

#include "util/arena.h"

#include <assert.h>
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

/* Whether the phrase stands at `at` with nothing of a word going on at either end. */
static bool is_at(struct str text, size_t at, const char *phrase)
{
    size_t length = strlen(phrase), end = 0;
    bool open = length && phrase[length - 1] == '*';

    if ((is_word(*phrase) && at && is_word(text.ptr[at - 1])) || !stands_at(text, at, phrase, &end))
        return false;
    return open || !length || !is_word(phrase[length - 1]) || end == text.len ||
           !is_word(text.ptr[end]);
}

size_t phrase_find(struct str text, const char *phrase)
{
    for (size_t at = 0; at < text.len; at++)
        if (lower(text.ptr[at]) == lower(*phrase) && is_at(text, at, phrase))
            return at;
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

struct set_phrase {
    const char *phrase;
    uint64_t bit;
    const struct set_phrase *next; /* with the same first byte */
    unsigned char second;          /* lower case; 0: any */
    bool from_word, to_word;       /* a word must not go on before it, behind it */
};

struct phrase_set {
    const struct set_phrase *first[256]; /* letters in both cases */
};

const struct phrase_set *phrase_set_new(struct arena *arena, const char *const *const *groups,
                                        size_t count)
{
    struct phrase_set *set = arena_alloc(arena, sizeof(*set));

    assert(count <= 64);
    for (size_t i = 0; i < count; i++) {
        for (const char *const *phrase = groups[i]; *phrase; phrase++) {
            struct set_phrase *entry = arena_alloc(arena, sizeof(*entry));
            unsigned char byte = lower(**phrase), second = lower((*phrase)[1]);
            char last = (*phrase)[strlen(*phrase) - 1];

            *entry = (struct set_phrase){
                .phrase = *phrase,
                .bit = UINT64_C(1) << i,
                .next = set->first[byte],
                .second = second == ' ' || second == '*' ? 0 : second,
                .from_word = is_word(**phrase),
                .to_word = last != '*' && is_word(last),
            };
            set->first[byte] = entry;
            if (byte >= 'a' && byte <= 'z')
                set->first[byte - 32] = entry;
        }
    }
    return set;
}

uint64_t phrase_set_find(const struct phrase_set *set, struct str text)
{
    uint64_t found = 0;

    for (size_t at = 0; at < text.len; at++) {
        const struct set_phrase *entry = set->first[(unsigned char)text.ptr[at]];
        unsigned char second = at + 1 < text.len ? lower(text.ptr[at + 1]) : 0;
        bool in_word = entry && at && is_word(text.ptr[at - 1]);
        size_t end;

        for (; entry; entry = entry->next)
            if ((!entry->second || entry->second == second) && !(entry->from_word && in_word) &&
                stands_at(text, at, entry->phrase, &end) &&
                !(entry->to_word && end < text.len && is_word(text.ptr[end])))
                found |= entry->bit;
    }
    return found;
}
