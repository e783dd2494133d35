#ifndef REPORT_MASK_H
#define REPORT_MASK_H
#include "rh/report.h"
#include "util/reveal.h"

/* The text with "[name]", "[e-mail]", "[home]" and "[remote]" in place of what reveals somebody;
 * the text itself where nothing does. */
const char *mask_text(const struct reveal *reveal, struct arena *arena, const char *text);
/* The same for an error, by what needs no names: home folders, addresses. */
void mask_error(struct arena *arena, struct rh_error *err);
/* The same for every text of a report that is not the program's own; its address and its commit,
 * by which a forge would find it, are taken away. The report's lists must be the arena's. */
void mask_report(const struct reveal *reveal, struct arena *arena, struct rh_report *report);
#endif
