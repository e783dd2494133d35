#ifndef LINKCHECK_CHECK_H
#define LINKCHECK_CHECK_H
#include "snapshot/link_record.h"

#include <stdio.h>

struct arena;

struct check_options {
    bool try_loopback; /* for tests: see web.h; waits are short as well */
    unsigned seconds;  /* for all of them */
    FILE *progress;    /* NULL: nobody wants to know */
};

/* Asks whether these addresses lead somewhere, in the network: HEAD, then GET where that tells
 * nothing; redirects by hand. An address is dead once two tries, some seconds apart, found nothing
 * there; what was refused, failed or took too long says nothing. At most four at once, one to a
 * host, and one a second to it. */
void check_links(struct arena *arena, const char *const *urls, size_t count,
                 const struct check_options *options, struct link_record *record);
#endif
