#ifndef UTIL_NEAREST_H
#define UTIL_NEAREST_H
#include <stdbool.h>
#include <stddef.h>

/* "Did you mean": finds the right word nearest to a wrong one. Offer each right word; best is NULL
 * while none is near enough to be worth a suggestion (a third of its letters may be wrong). */
struct nearest {
    const char *word; /* the wrong one */
    const char *best;
    size_t distance;
};

struct nearest nearest_to(const char *word);
void nearest_offer(struct nearest *nearest, const char *right);
#endif
