#include "score/score.h"

void score_report(struct arena *arena, const struct rh_ruleset *ruleset,
                  const struct settings *settings, struct rh_report *report)
{
    (void)arena;
    (void)ruleset;
    (void)settings;
    report->headline = "";
}
