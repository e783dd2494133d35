#ifndef UTIL_DATE_H
#define UTIL_DATE_H
#include "util/str.h"

#include <time.h>

enum { DATE_SIZE = 11 }; /* "YYYY-MM-DD" and its NUL */

/* The calendar date of `when` at `offset_minutes` east of UTC. Clamped to years 1970 to 9999. */
void date_format(time_t when, int offset_minutes, char ret_text[DATE_SIZE]);
/* Midnight UTC of YYYY-MM-DD; false where the text is no date. */
bool date_parse(struct str text, time_t *ret_when);

enum { MOMENT_SIZE = 21 }; /* "YYYY-MM-DDTHH:MM:SSZ" and its NUL */

/* The second, in UTC. Clamped like date_format. */
void moment_format(time_t when, char ret_text[MOMENT_SIZE]);
/* Of that form, with fractions of a second (dropped) or without, or a date alone: its midnight. */
bool moment_parse(struct str text, time_t *ret_when);
#endif
