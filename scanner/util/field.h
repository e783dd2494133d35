#ifndef UTIL_FIELD_H
#define UTIL_FIELD_H
#include "util/error.h"

#include <stddef.h>

struct arena;
struct yaml;

enum field_type {
    FIELD_STRING,   /* const char *: text, not empty */
    FIELD_STRINGS,  /* struct strings: one or a list; with `choice`, of these words */
    FIELD_GLOBS,    /* struct globs: one or a list of path patterns, see util/glob.h */
    FIELD_PATTERNS, /* struct patterns: one or a list of regular expressions, util/pattern.h */
    FIELD_UINT,     /* unsigned; from `least` to `most` where `most` is given */
    FIELD_NUMBER,   /* struct optional_number */
    FIELD_BOOL,     /* bool */
    FIELD_DATE,     /* const char *: YYYY-MM-DD */
    FIELD_ENUM,     /* unsigned: the index of the choice; left alone where the key is absent */
    FIELD_ENUMS,    /* uint64_t: a bit for each choice; one or a list */
    FIELD_GROUP,    /* a struct in place, by its own `fields` */
    FIELD_GROUPS,   /* struct field_list: one or a list of structs of `size` bytes */
    FIELD_CUSTOM,   /* what `read` makes of it */
    FIELD_LINE,     /* unsigned: the line of the mapping itself, 0 where it is absent; no key */
};

/* Where a value was read from. */
struct field_source {
    struct arena *arena; /* what is read lives here and does not depend on the tree */
    const char *name;    /* errors begin with "name:line: " */
    bool builtin;        /* else patterns are tried on hard texts, and slow ones refused */
};

/* A value of a shape of its own; `value` is not NULL. */
struct field_custom {
    bool (*read)(const struct field_source *source, const struct yaml *value, void *ret_slot,
                 struct rh_error *err);
    const char *shape;  /* in words: "a number, or a list of numbers" */
    const char *schema; /* the same as JSON Schema; NULL: anything */
};

/* One key that a rule or settings file may hold. The loader, the JSON Schema and the manual are all
 * printed from these. A table ends with {0}. */
struct field {
    const char *key;
    enum field_type type;
    size_t offset; /* in the struct that it fills */
    bool required;
    unsigned least, most;
    const char *(*choice)(unsigned index); /* names by value, NULL behind the last */
    const struct field *fields;            /* FIELD_GROUP(S) */
    size_t size;                           /* FIELD_GROUPS: of one struct */
    const struct field_custom *custom;
    const char *help; /* one line, for people */
};

struct strings {
    const char *const *items;
    size_t count;
};

struct globs {
    const struct glob *const *items;
    const char *const *texts; /* as written */
    size_t count;
};

struct optional_number {
    bool given;
    double value;
};

struct field_list {
    const void *items;
    size_t count;
};

/* Fills *ret_into, which holds the defaults, from a mapping. `what` it describes ("rule
 * 'readme.title'") goes into errors, which name the nearest right word. */
bool fields_read(const struct field_source *source, const struct yaml *mapping, const char *what,
                 const struct field *fields, void *ret_into, struct rh_error *err) MUST_CHECK;
/* In words: "text", "a whole number from 1 to 5", "one of: a, b". */
const char *field_shape(struct arena *arena, const struct field *field);
/* "name:line: " + the rest, RH_ERROR_RULE; false, like error_set. */
#define field_error(...) (field_error_write(__VA_ARGS__), error_false())
void field_error_write(struct rh_error *err, const char *name, unsigned line, const char *format,
                       ...) __attribute__((format(printf, 4, 5)));
#endif
