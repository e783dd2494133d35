#ifndef UTIL_LITERALS_H
#define UTIL_LITERALS_H
#include "util/str.h"

struct arena;

/* Texts of which whatever a pattern matches holds at least one, ASCII letters in lower case: a
 * text without any of them needs no search. */
struct literals {
    const struct str *items;
    size_t count; /* 0: no such texts are known, so every text must be searched */
};

/* Of a pattern that pattern_compile() accepts. Reads what is common in patterns and knows nothing
 * of the rest, which is always safe. Letters beyond ASCII that count as an ASCII letter in another
 * case (U+017F, U+212A) are not told apart from it: literals_escape_ascii() finds them. */
struct literals literals_of(struct arena *arena, const char *pattern);

/* Whether a text has a letter that a caseless pattern takes for an ASCII one. */
bool literals_escape_ascii(struct str text);
#endif
