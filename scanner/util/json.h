#ifndef UTIL_JSON_H
#define UTIL_JSON_H
#include "util/error.h"
#include "util/str.h"

#include <jansson.h>

struct arena;

/* JSON of unknown origin as jansson's tree, under limits: a small text can ask for a large tree,
 * so its values are counted before it is parsed. Bad UTF-8 is repaired, a key that stands twice in
 * an object is an error, nesting ends at jansson's 2,048. The tree goes with the arena: give one of
 * your own where many texts are read. jansson's getters take NULL and wrong types, and give NULL.
 * Error: "line 3: ...". */
bool json_read(struct arena *arena, struct str text, json_t **ret_root,
               struct rh_error *err) MUST_CHECK;
#endif
