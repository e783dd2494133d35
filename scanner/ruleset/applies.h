#ifndef RULESET_APPLIES_H
#define RULESET_APPLIES_H
#include "util/field.h"

#include <stdbool.h>
#include <stdint.h>

struct facts;

/* "applies_when:": when a rule's question arises at all. Everything that is given must hold. */
struct applies {
    uint64_t kinds, not_kinds; /* a bit for each enum rh_kind; 0: not given */
    uint64_t languages;        /* a bit for each enum language but the first; 0: any */
    struct globs paths;        /* a path matches one of them */
    uint64_t aims;             /* a bit for each enum rh_aim; 0: any */
    struct field_list metrics; /* of struct condition: all of them hold */
};

extern const struct field applies_fields[];

enum applies_answer { APPLIES_YES, APPLIES_NO, APPLIES_UNKNOWN };

/* Unless yes, *ret_why is a clause for the finding. */
enum applies_answer applies_to(struct arena *arena, const struct applies *applies,
                               const struct facts *facts, const char **ret_why);
#endif
