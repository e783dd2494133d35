#ifndef AUDIT_H
#define AUDIT_H
#include "rh/scan.h"

struct arena;
struct facts;

/* What an audit says beside the report of HEAD. `paper` is the report of the state that the paper
 * speaks of; NULL: there is none, or it is HEAD. */
struct audit_input {
    const struct rh_ruleset *ruleset;
    const struct facts *facts; /* of HEAD */
    const struct rh_report *report, *paper_report;
    const struct paper *paper; /* NULL: not found */
    const char *why;           /* why not */
    const char *digest;        /* of an archive; or NULL */
};
const struct rh_audit *audit_make(struct arena *arena, const struct audit_input *input);
#endif
