#ifndef LINKCHECK_OBTAIN_H
#define LINKCHECK_OBTAIN_H
#include "util/str.h"

struct arena;

struct linkcheck_options {
    const char *cache_dir; /* NULL: the default */
    bool offline;          /* what the cache knows, and nothing else */
    bool progress;
};

/* Asks whether links lead somewhere, in a confined child that has the network and the kept answers
 * and nothing else. `urls` is a text of one address a line, from a child that read a stranger's
 * files. The answer is a link record; false: nothing was learned, and *ret_why says why.
 *
 * REPOHEALTH_LINKS_TEST=1 in the environment is for tests: this machine may be asked at any port,
 * and waits are short. */
bool linkcheck_obtain(struct arena *arena, struct str urls, const struct linkcheck_options *options,
                      struct str *ret_record, const char **ret_why);
#endif
