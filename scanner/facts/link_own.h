#ifndef FACTS_LINK_OWN_H
#define FACTS_LINK_OWN_H
#include "facts/link_target.h"

struct documents;

/* Addresses of this repository on the forge: https://github.com/OWNER/NAME/blob/BRANCH/PATH and
 * their like. */

/* Finds out what the repository is called there: by its URL, or else by what the README links. An
 * owner and name are taken for its own where two or more of their addresses lead to files that are
 * here, and more do than do not. */
void link_own_find(struct link_context *context, const struct documents *documents);
/* Looks an address (without "#...") up where it is one of these; else target stays LINK_OTHER. Only
 * what the scanned branch may hold can be told. */
void link_own_resolve(const struct link_context *context, const struct document *page,
                      struct str url, struct link_target *target);
#endif
