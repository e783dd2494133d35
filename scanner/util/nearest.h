#ifndef UTIL_NEAREST_H
#define UTIL_NEAREST_H
#include <stdbool.h>
#include <stddef.h>

/* "Did you mean": finds the right word nearest to a wrong one. Offer each right word; best is NULL
 * while none is near enough to be worth a suggestion: a third of its letters may be wrong, or the
 * wrong word shortens it ("langs", "quickstart" for "examples.quickstart"). */
struct nearest {
    const char *word; /* the wrong one */
    const char *best;
    size_t distance;
};

struct nearest nearest_to(const char *word);
void nearest_offer(struct nearest *nearest, const char *right);
/* " (did you mean 'languages'?)", or "" where nothing is near; written to the buffer. */
const char *nearest_hint(const struct nearest *nearest, char *buffer, size_t size);
#endif
