#ifndef UTIL_ERROR_H
#define UTIL_ERROR_H
#include "rh/error.h"

#include <stdbool.h>

/* The caller of a function that can fail must look at its result. */
#define MUST_CHECK __attribute__((warn_unused_result))

/* Both return false, so a failing function ends: return error_set(...). */
bool error_set(struct rh_error *err, enum rh_error_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Puts a prefix before the text that is there: "rules/readme.yml:27: " + it. */
bool error_wrap(struct rh_error *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
#endif
