#ifndef FORGE_ADDRESS_H
#define FORGE_ADDRESS_H
#include "target/target.h"

struct arena;

/* Which repository of which forge is asked, and where. */
struct address {
    const char *host; /* "github.com": to show, and whose token it is */
    const char *owner, *name;
    const char *rest;    /* "https://api.github.com", no slash at the end */
    const char *graphql; /* "https://api.github.com/graphql" */
};

/* `url` is the repository's own (NULL: it has none), `api_url` what the user named in place of
 * what follows from the host, or NULL. NULL: there is nothing to ask, and *ret_why says why in a
 * clause for people. */
const struct address *address_find(struct arena *arena, const char *url, const char *api_url,
                                   const char **ret_why);
#endif
