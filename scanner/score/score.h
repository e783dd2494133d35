#ifndef SCORE_H
#define SCORE_H
#include "rh/report.h"
#include "rh/rule.h"

struct arena;
struct settings;

/* Arithmetic over findings. Fills milestones, fixes and headline of the report from its findings,
 * target, notices and the ruleset's cuts; how is written in docs/judging.md. */
void score_report(struct arena *arena, const struct rh_ruleset *ruleset,
                  const struct settings *settings, struct rh_report *report);
#endif
