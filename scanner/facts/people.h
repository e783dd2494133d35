#ifndef FACTS_PEOPLE_H
#define FACTS_PEOPLE_H
#include "util/arena.h"
#include "util/map.h"
#include "util/str.h"

#include <time.h>

/* Who wrote the commits. An identity is one "name <address>" as recorded; people_merge() finds out
 * which identities are one person: by .mailmap, by address, by a forge's private address, and by
 * names that are spelt alike. */

struct identity {
    struct str recorded;    /* the name, UTF-8 */
    struct str name, email; /* as .mailmap has it; the address in small letters */
    size_t commits;
    time_t first, last; /* author times */
    bool bot;
    bool anonymous;  /* neither name nor address says who */
    unsigned parent; /* private: of the same person; itself at the top */
    unsigned person; /* after people_merge(): an index that all of one person share */
};

struct people {
    struct arena *arena;
    struct map known; /* name and address -> index */
    struct {
        struct identity *items;
        size_t count, capacity;
    } identities;
    struct map mailmap; /* address, or address and name -> index in aliases */
    struct {
        struct alias *items;
        size_t count, capacity;
    } aliases;
    size_t count; /* of persons, after people_merge(); the anonymous are one of them, if any */
};

void people_init(struct people *people, struct arena *arena);
/* The identity's index; a new one is added. */
unsigned people_identity(struct people *people, struct str name, struct str email);
/* The same for one that was added before; UINT_MAX: it was not. */
unsigned people_find(const struct people *people, struct str name, struct str email);
/* One more commit of an identity. */
void people_count(struct people *people, unsigned index, time_t when);
/* Takes in a .mailmap; before people_merge(). */
void people_read_mailmap(struct people *people, struct str text);
void people_merge(struct people *people);
#endif
