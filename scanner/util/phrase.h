#ifndef UTIL_PHRASE_H
#define UTIL_PHRASE_H
#include "util/str.h"

struct arena;

/* Words in running text, ASCII letters in any case. A blank in a phrase stands for any run of
 * blanks (spaces and tabs). At both ends the phrase must not go on within a word: "tox" is not in
 * "toxic", but a '*' at the end of the phrase lets it: "test*" is in "run tests". */
bool phrase_in(struct str text, const char *phrase);
/* Where it begins; text.len: nowhere. */
size_t phrase_find(struct str text, const char *phrase);
/* Any of a list that ends with NULL; returns the one that was found first in the list, or NULL. */
const char *phrase_any(struct str text, const char *const *phrases);

/* Many phrases at once, for texts with many lines: one look at each byte. */
struct phrase_set;

/* groups[i] is a list that ends with NULL; at most 64 groups. The lists are borrowed. */
const struct phrase_set *phrase_set_new(struct arena *arena, const char *const *const *groups,
                                        size_t count);
/* A bit for each group of which a phrase is in the text. */
uint64_t phrase_set_find(const struct phrase_set *set, struct str text);
#endif
