#ifndef FORGE_CLIENT_H
#define FORGE_CLIENT_H
#include "forge/address.h"
#include "forge/talk.h"
#include "snapshot/forge.h"

/* Who is asked, and what was learned so far. */
struct client {
    struct arena *arena;
    const struct address *address;
    const char *owner, *name; /* as the forge calls them now */
    struct talk talk;
    const char *cache; /* folder of answers that are kept; NULL: none are */
    struct forge *forge;
};

enum {
    PAGE = 100,          /* items asked for at a time, and the most that there can be */
    WINDOW_DAYS = 365,   /* of these all is wanted, before anything older */
    FIRST_COMMENTS = 20, /* that come with an item */
    MORE_COMMENTS = 100, /* at a time, of those that have more */
    TOGETHER = 20,       /* items whose further comments are asked for in one request */
};

/* Fill client->forge with all that the budget allows; talk.stopped says what cut it. False: not
 * even the repository itself is known. */
bool graphql_collect(struct client *client);
bool rest_collect(struct client *client);

/* The name as the forge has it now; keeps what was asked for where that differs. */
void client_named(struct client *client, const char *full_name);
/* "about 14 requests", before they are made. */
void client_estimate(struct client *client, const char *what, uint64_t requests);
/* Everything that was created at or after `since` is here; a later one holds. */
void client_cut(struct forge_window *window, time_t since);
#endif
