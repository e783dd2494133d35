#ifndef UTIL_REVEAL_H
#define UTIL_REVEAL_H
#include "util/map.h"

/* What in a text tells who somebody is: names that are known, and, known or not, e-mail addresses,
 * home folders, ORCIDs, and URLs of repositories whose owner is known. For hiding it, and for
 * showing an author where it stands. */

enum reveal_kind { REVEAL_NAME, REVEAL_EMAIL, REVEAL_HOME, REVEAL_REMOTE, REVEAL_KIND_COUNT };

struct reveal {
    struct arena *arena;
    struct map tokens;  /* a word of a name in small letters -> how it counts */
    struct map grams;   /* the first bytes of a long word -> index of the first such in longs */
    struct map phrases; /* the first word of a name of common words -> index in names */
    struct {
        struct reveal_text {
            struct str text; /* small letters */
            size_t next;     /* of the same first bytes or word; MAP_NONE: none */
            enum reveal_kind kind;
        } * items;
        size_t count, capacity;
    } longs, names;
};

void reveal_init(struct reveal *reveal, struct arena *arena);
/* "Ada B. Lovelace": each word of it, but those that are ordinary English; these count together
 * with the next ones alone. */
void reveal_add_name(struct reveal *reveal, struct str name);
/* The address itself is found without; its owner's login is a name too. */
void reveal_add_email(struct reveal *reveal, struct str address);
/* "https://host/owner/name", "git@host:owner/name.git" or "owner/name". */
void reveal_add_remote(struct reveal *reveal, struct str url);

struct revealed {
    enum reveal_kind kind;
    size_t start, end;
};
/* The first that begins at `from` or behind. */
bool reveal_next(const struct reveal *reveal, struct str text, size_t from,
                 struct revealed *ret_revealed);
/* "name", "e-mail", "home", "remote" */
const char *reveal_kind_name(enum reveal_kind kind);
/* Someone that stands for anybody in documentation: "user", "your-name", "runner". */
bool reveal_is_anybody(struct str user);
#endif
