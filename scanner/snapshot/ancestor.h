#ifndef SNAPSHOT_ANCESTOR_H
#define SNAPSHOT_ANCESTOR_H
#include "snapshot/snapshot.h"

/* Which commit a change is measured against: the one where it left the branch that it is for. */

enum base_terms {
    BASE_MUST = 1,     /* where it is not here, that is an error */
    BASE_DEEP = 2,     /* the same, but in a shallow clone alone */
    BASE_ANCESTOR = 4, /* counts only where the scanned commit comes from it: no force push */
    BASE_OTHER = 8,    /* counts only where the scanned commit has something that it has not */
};

/* One thing that may name the base; the first that serves does. */
struct base_candidate {
    const char *rev;   /* as for --rev */
    const char *fetch; /* the command that brings it here; NULL: `git fetch --unshallow` */
    const char *head;  /* counts only where this commit (40 digits) is scanned; NULL: any */
    unsigned terms;
};

struct base {
    const char *commit; /* 40 hex digits; NULL: there is nothing before what is scanned */
    const char *rev;    /* what named it, cleaned */
};

/* The commit from which both the scanned one and the first serving candidate come; where none
 * serves, the scanned commit itself for a work tree that differs from it, else its first parent.
 * Where the history that is here does not reach so far, an error names the command to run. */
bool snapshot_find_base(const struct snapshot *snapshot, const struct base_candidate *candidates,
                        size_t count, struct base *ret_base, struct rh_error *err) MUST_CHECK;
#endif
