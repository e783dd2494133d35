#ifndef UTIL_YAML_H
#define UTIL_YAML_H
#include "util/error.h"
#include "util/str.h"

struct arena;

/* YAML as a small tree that knows its lines. Scalars are untyped text: who reads one says what it
 * should be. Bounded by LIMIT_CONFIG_BYTES and LIMIT_YAML_*; keys are scalars, and one that stands
 * twice in a mapping is an error.
 *
 * Aliases are nodes of their own, never expanded: a walk over `first` and `next` visits each node
 * once, whatever the text. yaml_get() looks through them, and through "<<" one level deep. */

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP, YAML_ALIAS };

enum yaml_mode {
    YAML_STRICT,  /* ours: no aliases, no tags, one document */
    YAML_SCANNED, /* a repository's: aliases, tags are passed over, the first document counts */
};

struct yaml {
    enum yaml_kind kind;
    bool quoted; /* in quotes or block text: never a number, a boolean or nothing */
    unsigned line, column;
    struct str text; /* of a scalar; NUL-terminated, holds no NUL */
    struct str key;  /* in a mapping: its key; NUL-terminated */
    unsigned key_line;
    const struct yaml *first, *next; /* children; siblings */
    size_t count;                    /* of children */
    const struct yaml *target;       /* YAML_ALIAS: never NULL, never an alias itself */
};

/* `name` is what errors begin with: "rules/readme.yml:27: ...". An empty text is an empty scalar.
 * The tree is the arena's. */
bool yaml_parse(struct arena *arena, const char *name, struct str text, enum yaml_mode mode,
                const struct yaml **ret_root, struct rh_error *err) MUST_CHECK;

/* The node itself, or what an alias stands for; NULL gives NULL. */
const struct yaml *yaml_resolve(const struct yaml *node);
/* The value under `key` where the node is a mapping that has it, resolved; else NULL. */
const struct yaml *yaml_get(const struct yaml *node, const char *key);

/* The rest looks at the node as it is, and is false where it is not what is asked for. */
bool yaml_is_null(const struct yaml *node); /* "", ~, null */
bool yaml_bool(const struct yaml *node, bool *ret_value);
bool yaml_uint(const struct yaml *node, unsigned *ret_value);
bool yaml_number(const struct yaml *node, double *ret_value);
#endif
