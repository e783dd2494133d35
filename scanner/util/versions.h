#ifndef UTIL_VERSIONS_H
#define UTIL_VERSIONS_H
#include "util/str.h"

#include <stdint.h>

/* Which versions a few words allow, as far as it takes to see that two such sayings cannot both
 * hold: from `low` on to before `high`. A version is three numbers in one. */
struct versions {
    int64_t low, high; /* VERSION_ANY: no end */
};

#define VERSION_ANY INT64_MAX

/* "1.2" or "1.2.3": the versions that begin so. False: no number stands there. */
bool versions_of(struct str number, struct versions *ret_versions);
/* Narrows by one bound. `sign` is as installers write it ("==", ">=", "~=", "^", ...), "" means ==.
 * A sign that excludes single versions narrows nothing. */
bool versions_bound(struct versions *versions, struct str sign, struct str number);
/* A list of them, "1.4,<2": separated by commas. False: not understood. */
bool versions_parse(struct str specifier, struct versions *ret_versions);
/* Is there a version that both allow? */
bool versions_meet(struct versions a, struct versions b);
#endif
