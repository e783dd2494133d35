#ifndef UTIL_TOML_H
#define UTIL_TOML_H
#include "util/error.h"
#include "util/str.h"

#ifdef __cplusplus
extern "C" {
#endif

struct arena;

/* TOML as a small tree that knows its lines, like util/yaml.h. Bounded by LIMIT_CONFIG_BYTES and by
 * nesting; a key that stands twice is an error, as TOML says. */

enum toml_kind {
    TOML_STRING,
    TOML_INTEGER,
    TOML_FLOAT,
    TOML_BOOL,
    TOML_DATE,
    TOML_LIST,
    TOML_TABLE
};

struct toml_value {
    enum toml_kind kind;
    unsigned line;   /* of the value; of a table, where it is opened */
    struct str key;  /* in a table: its key; NUL-terminated */
    struct str text; /* TOML_STRING: its value; else as TOML writes it; NUL-terminated */
    int64_t integer; /* TOML_INTEGER, TOML_BOOL */
    const struct toml_value *first, *next; /* children in the order of their lines; siblings */
    size_t count;                          /* of children */
};

/* `name` is what errors begin with: "pyproject.toml:27: ...". The root is a table. The tree is the
 * arena's. */
bool toml_parse(struct arena *arena, const char *name, struct str text,
                const struct toml_value **ret_root, struct rh_error *err) MUST_CHECK;
/* The value under `key` where the node is a table that has it; else NULL, also for NULL. */
const struct toml_value *toml_get(const struct toml_value *node, const char *key);
/* The string's value; empty where the node is NULL or no string. */
struct str toml_string(const struct toml_value *node);

#ifdef __cplusplus
}
#endif
#endif
