#ifndef EXAMINE_H
#define EXAMINE_H
#include "rh/scan.h"

struct arena;
struct buf;
struct facts;
struct link_record;
struct settings;
struct snapshot;

/* snapshot -> facts -> findings -> score -> report: the pure part of the pipeline. The report
 * points into the snapshot, the settings and what is allocated for it. */
struct examination {
    const struct snapshot *snapshot;
    const struct settings *settings;
    const struct rh_scan_options *options;
    const struct link_record *links; /* what came of asking links; NULL: they were not asked */
    const struct facts *history;     /* whose history to use, of another commit; NULL: its own */
    bool today;                      /* judge as of today alone, not at the commit's date as well */
};

/* *ret_facts: for another examination's `history`. */
void examine(struct arena *arena, const struct examination *examination,
             const struct facts **ret_facts, struct rh_report *report);
/* The links that lead out of the repository and are worth asking, one a line. */
void examine_links(const struct snapshot *snapshot, struct buf *out);
#endif
