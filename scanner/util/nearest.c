#include "util/nearest.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

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

    /* Nearly all names of a folder begin and end alike. */
    while (a_length && b_length && a[a_length - 1] == b[b_length - 1]) {
        a_length--;
        b_length--;
    }
    for (; a_length && b_length && *a == *b; a_length--, b_length--) {
        a++;
        b++;
    }
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

static bool shortens(const char *word, const char *right)
{
    size_t length = strlen(word), right_length = strlen(right);

    if (length < 3)
        return false;
    for (size_t at = 0; at + length <= right_length; at++)
        if (!strncasecmp(right + at, word, length))
            return true;
    if (*word != *right)
        return false;
    for (; *right && *word; right++)
        word += *right == *word;
    return !*word;
}

void nearest_offer(struct nearest *nearest, const char *right)
{
    size_t wrong_length = strlen(nearest->word), length = strlen(right), wrong;
    size_t longer = wrong_length > length ? wrong_length : length;
    size_t least_wrong = longer - (wrong_length < length ? wrong_length : length);

    if (!wrong_length || longer > LONGEST)
        return;
    /* The lengths alone can tell that it is too far. */
    wrong = least_wrong > (longer + 2) / 3 ? least_wrong
                                           : distance(nearest->word, wrong_length, right, length);
    if (wrong > (longer + 2) / 3 || wrong >= length) {
        if (!shortens(nearest->word, right))
            return;
        wrong += LONGEST; /* behind every typing mistake */
    }
    if (wrong >= nearest->distance)
        return;
    nearest->best = right;
    nearest->distance = wrong;
}

const char *nearest_hint(const struct nearest *nearest, char *buffer, size_t size)
{
    if (!nearest->best)
        return "";
    snprintf(buffer, size, " (did you mean '%s'?)", nearest->best);
    return buffer;
}
