#ifndef REPORT_SAME_H
#define REPORT_SAME_H
#include "rh/finding.h"
#include "util/str.h"

struct arena;

/* Evidence of one rule, before and after: which piece is which. */

#define SAME_NONE SIZE_MAX

struct same_list {
    struct same {
        const struct rh_evidence *evidence;
        struct str subject; /* what it says: small letters, single blanks */
        struct str bare;    /* the same without what is added in brackets at its end */
        struct str letters; /* letters and digits alone, whatever the layout */
        size_t other;       /* its match in the other list, or SAME_NONE */
    } * items;
    size_t count;
};

void same_begin(struct arena *arena, const struct rh_finding *finding, struct same_list *ret_list);
/* Pairs what is the same, each piece once: what stands at the same place before what says the same
 * elsewhere, before what was only set otherwise. */
void same_match(struct same_list *before, struct same_list *after);
/* Where something should be, and nothing is quoted. */
bool same_is_pointer(const struct rh_evidence *evidence);
#endif
