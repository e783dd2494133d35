#include "util/date.h"

#include <stdio.h>
#include <string.h>

void date_format(time_t when, int offset_minutes, char ret_text[DATE_SIZE])
{
    static const time_t last = 253402300799; /* 9999-12-31T23:59:59 */
    struct tm parts;

    when += (time_t)offset_minutes * 60;
    if (when < 0)
        when = 0;
    if (when > last)
        when = last;
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
