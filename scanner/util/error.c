#include "util/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* An error is one line, whatever it quotes; who prints it cleans it of the rest. */
static void keep_one_line(char *text)
{
    for (; *text; text++)
        if (*text == '\n' || *text == '\r')
            *text = ' ';
}

void error_write(struct rh_error *err, enum rh_error_code code, const char *format, ...)
{
    va_list args;

    err->code = code;
    va_start(args, format);
    vsnprintf(err->text, sizeof(err->text), format, args);
    va_end(args);
    keep_one_line(err->text);
}

void error_prefix(struct rh_error *err, const char *format, ...)
{
    char old[sizeof(err->text)];
    va_list args;
    int used;

    memcpy(old, err->text, sizeof(old));
    va_start(args, format);
    used = vsnprintf(err->text, sizeof(err->text), format, args);
    va_end(args);
    if (used >= 0 && (size_t)used < sizeof(err->text))
        snprintf(err->text + used, sizeof(err->text) - (size_t)used, "%s", old);
    keep_one_line(err->text);
}
