#include "util/nearest.h"

#include <stdint.h>
#include <string.h>

enum { LONGEST = 64 }; /* of a word that is worth a suggestion */

static size_t least(size_t a, size_t b, size_t c)
{
    size_t smaller = a < b ? a : b;

    return smaller < c ? smaller : c;
}

/* Letters to insert, remove, replace, or swap with their neighbour (Damerau's distance, where no
 * place is edited twice). */
static size_t distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t before[LONGEST + 1], above[LONGEST + 1], row[LONGEST + 1];

    for (size_t j = 0; j <= b_length; j++)
        before[j] = row[j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        memcpy(above, row, sizeof(row[0]) * (b_length + 1));
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            size_t same = a[i - 1] == b[j - 1] ? 0 : 1;

            row[j] = least(above[j] + 1, row[j - 1] + 1, above[j - 1] + same);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                before[j - 2] + 1 < row[j])
                row[j] = before[j - 2] + 1;
        }
        memcpy(before, above, sizeof(row[0]) * (b_length + 1));
    }
    return row[b_length];
}

struct nearest nearest_to(const char *word)
{
    return (struct nearest){.word = word, .distance = SIZE_MAX};
}

void nearest_offer(struct nearest *nearest, const char *right)
{
    size_t wrong_length = strlen(nearest->word), length = strlen(right), wrong;
    size_t longer = wrong_length > length ? wrong_length : length;

    if (!wrong_length || longer > LONGEST)
        return;
    wrong = distance(nearest->word, wrong_length, right, length);
    if (wrong > (longer + 2) / 3 || wrong >= nearest->distance || wrong >= length)
        return;
    nearest->best = right;
    nearest->distance = wrong;
}
