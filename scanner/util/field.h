#ifndef UTIL_FIELD_H
#define UTIL_FIELD_H
#include <stdbool.h>
#include <stddef.h>

enum field_type {
    FIELD_STRING,   /* const char * */
    FIELD_STRINGS,  /* struct strings: one or a list */
    FIELD_UINT,     /* unsigned */
    FIELD_NUMBER,   /* struct optional_number */
    FIELD_BOOL,     /* bool */
    FIELD_ENUM,     /* int: the index in choices */
    FIELD_ENUMS,    /* unsigned: a bit for each index in choices; one or a list */
    FIELD_PATTERN,  /* struct pattern * */
    FIELD_PATTERNS, /* struct patterns: one or a list */
};

/* One key that a rule or settings file may hold. The loader, the JSON Schema and `rules schema`
 * are all printed from these. */
struct field {
    const char *key;
    enum field_type type;
    size_t offset; /* in the struct that it fills */
    bool required;
    const char *const *choices; /* FIELD_ENUM(S): names by value, ends with NULL */
    const char *help;
};

struct strings {
    const char *const *items;
    size_t count;
};

struct optional_number {
    bool given;
    double value;
};
#endif
