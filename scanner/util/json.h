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

/* A large object or list taken apart without building its tree, so that each part can be read, and
 * its memory given back, before the next. A part's own form is json_read's to check. */
struct json_parts {
    struct str rest; /* private */
    char close;
    const char *problem; /* why it ended early; NULL: it did not */
};

/* `open` is '{' or '['. False: the text is no such thing. */
bool json_parts_open(struct str text, char open, struct json_parts *ret_parts) MUST_CHECK;
/* The next value; of an object also its key, as it stands between the quotes. False at the end. */
bool json_parts_next(struct json_parts *parts, struct str *ret_key, struct str *ret_value);
/* Writes an object with no other keys than these, "a" or "a.b", ending with NULL: what is not
 * wanted is passed over and never looked into. What is no object comes out as it is. */
void json_pick(struct str text, const char *const *keys, struct buf *out);
/* json_read for a part, which may also be a string, a number, true, false or null. */
bool json_read_part(struct arena *arena, struct str text, json_t **ret_root,
                    struct rh_error *err) MUST_CHECK;
#endif
