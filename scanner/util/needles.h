#ifndef UTIL_NEEDLES_H
#define UTIL_NEEDLES_H
#include "util/str.h"

struct arena;

/* Many short texts looked for at once, with one look at each byte however many there are: the
 * automaton of Aho and Corasick ("Efficient string matching", CACM 18, 1975). ASCII letters in any
 * case; any other byte is itself, but for line ends, which are blanks. */
struct needles;

/* What is looked for: a text that is not empty, and what a hit tells. */
struct needle {
    struct str text;
    unsigned id;
};

/* NULL where there are more of them than the automaton holds (32,767 different beginnings). The
 * texts are not kept. */
const struct needles *needles_new(struct arena *arena, const struct needle *needles, size_t count);

/* One search: start with {.text = text}. */
struct needles_walk {
    struct str text;
    size_t at; /* behind the needle that was found last */
    unsigned state, hit;
};

/* The next needle that ends in the text, in the order of their ends, then from the longest; false
 * at the end. Needles may overlap. */
bool needles_next(const struct needles *needles, struct needles_walk *walk, unsigned *ret_id);
#endif
