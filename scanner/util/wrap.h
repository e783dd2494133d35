#ifndef UTIL_WRAP_H
#define UTIL_WRAP_H
#include "util/str.h"

/* Sets text in lines of at most `width` columns, broken at blanks. */
struct wrap {
    struct buf *out;
    unsigned width;
    unsigned column; /* where the pen is, from 0 */
};

/* Appends text; lines after the first begin at `indent`. Two blanks and more between words become
 * two, other white space one. A word that fits no line stands whole on a line of its own: a path or
 * a URL is there to be copied. */
void wrap_text(struct wrap *wrap, unsigned indent, const char *text);
/* Moves the pen to `column`, by blanks, or to the next line where it is past that. */
void wrap_to(struct wrap *wrap, unsigned column);
void wrap_end_line(struct wrap *wrap); /* nothing where the line is empty */
#endif
