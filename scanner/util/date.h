#ifndef UTIL_DATE_H
#define UTIL_DATE_H
#include "util/str.h"

#include <time.h>

enum { DATE_SIZE = 11 }; /* "YYYY-MM-DD" and its NUL */

/* The calendar date of `when` at `offset_minutes` east of UTC. Clamped to years 1970 to 9999. */
void date_format(time_t when, int offset_minutes, char ret_text[DATE_SIZE]);
/* Midnight UTC of YYYY-MM-DD; false where the text is no date. */
bool date_parse(struct str text, time_t *ret_when);
#endif
