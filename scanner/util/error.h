#ifndef UTIL_ERROR_H
#define UTIL_ERROR_H
#include "rh/error.h"

#include <stdbool.h>

/* The caller of a function that can fail must look at its result. */
#define MUST_CHECK __attribute__((warn_unused_result))

/* Both are false, so a failing function ends: return error_set(...). They are macros so that the
 * compiler sees it, and knows that no result is used after a failure. */
#define error_set(...) (error_write(__VA_ARGS__), error_false())
/* Puts a prefix before the text that is there: "rules/readme.yml:27: " + it. */
#define error_wrap(...) (error_prefix(__VA_ARGS__), error_false())

void error_write(struct rh_error *err, enum rh_error_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void error_prefix(struct rh_error *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static inline bool error_false(void) { return false; }
#endif
