#include "util/date.h"

#include <stdio.h>
#include <string.h>

static time_t clamp(time_t when)
{
    static const time_t last = 253402300799; /* 9999-12-31T23:59:59 */

    return when < 0 ? 0 : when > last ? last : when;
}

void date_format(time_t when, int offset_minutes, char ret_text[DATE_SIZE])
{
    struct tm parts;

    when = clamp(when + (time_t)offset_minutes * 60);
    gmtime_r(&when, &parts);
    if (!strftime(ret_text, DATE_SIZE, "%Y-%m-%d", &parts))
        ret_text[0] = '\0';
}

bool date_parse(struct str text, time_t *ret_when)
{
    struct tm parts = {0};
    char copy[DATE_SIZE], again[DATE_SIZE];
    const char *end;
    time_t when;

    if (text.len != DATE_SIZE - 1)
        return false;
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    end = strptime(copy, "%Y-%m-%d", &parts);
    if (!end || *end)
        return false;
    when = timegm(&parts);
    date_format(when, 0, again);
    if (strcmp(copy, again)) /* 2025-02-30 */
        return false;
    *ret_when = when;
    return true;
}

void moment_format(time_t when, char ret_text[MOMENT_SIZE])
{
    struct tm parts;

    when = clamp(when);
    gmtime_r(&when, &parts);
    if (!strftime(ret_text, MOMENT_SIZE, "%Y-%m-%dT%H:%M:%SZ", &parts))
        ret_text[0] = '\0';
}

static bool two_digits(const char *text, unsigned limit, unsigned *ret_number)
{
    unsigned tens = (unsigned)(text[0] - '0'), ones = (unsigned)(text[1] - '0');

    *ret_number = tens * 10 + ones;
    return tens < 10 && ones < 10 && *ret_number < limit;
}

bool moment_parse(struct str text, time_t *ret_when)
{
    enum { DAY = DATE_SIZE - 1, SECOND = MOMENT_SIZE - 2 };
    unsigned hour, minute, second;
    struct str rest;
    time_t day;

    if (!date_parse(str_slice(text, 0, DAY), &day))
        return false;
    if (text.len > DAY) {
        /* a leap second is taken as the second after it */
        if (text.len <= SECOND || (text.ptr[DAY] != 'T' && text.ptr[DAY] != ' ') ||
            text.ptr[DAY + 3] != ':' || text.ptr[DAY + 6] != ':' ||
            !two_digits(text.ptr + DAY + 1, 24, &hour) ||
            !two_digits(text.ptr + DAY + 4, 60, &minute) ||
            !two_digits(text.ptr + DAY + 7, 61, &second))
            return false;
        rest = str_slice(text, SECOND, text.len);
        if (rest.len > 1 && rest.ptr[0] == '.')
            for (rest = str_slice(rest, 1, rest.len);
                 rest.len && rest.ptr[0] >= '0' && rest.ptr[0] <= '9';)
                rest = str_slice(rest, 1, rest.len);
        if (!str_equal(rest, "Z") && !str_equal(rest, "+00:00"))
            return false;
        day += (time_t)hour * 3600 + (time_t)minute * 60 + second;
    }
    *ret_when = day;
    return true;
}
