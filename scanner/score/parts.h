#ifndef SCORE_PARTS_H
#define SCORE_PARTS_H
#include "rh/report.h"
#include "util/str.h"

struct arena;

/* What the files of this folder share. */

/* Why a verdict is lower than its share alone would make it. */
enum cap {
    CAP_NONE,
    CAP_BLOCKER, /* a rule failed without which a stranger stops */
    CAP_RULE,    /* a rule that caps this milestone failed: judgement.finding */
    CAP_M0,      /* M0 is unmet, and what cannot be run is neither useful nor approachable */
};

struct judgement {
    enum rh_verdict verdict;
    enum cap cap;
    size_t finding;
};

/* Findings that are left out of the score: exempted, or the question did not arise. */
bool finding_counts(const struct rh_finding *finding);
/* Of the weight 1 to 5, what was not earned: all on fail, half on partial. */
double finding_lost(const struct rh_finding *finding);

/* Findings in an order of use to a reader, most telling first. */
struct picked {
    const struct rh_finding **items;
    size_t count;
};
/* Of one milestone, those with this outcome; RH_FAIL takes partial too. Failed blockers come
 * first, then the most weight lost, or carried; then the order of the rules. */
struct picked findings_pick(struct arena *arena, const struct rh_report *report,
                            enum rh_milestone milestone, enum rh_outcome outcome);

/* "version tags": what the rule asks for, by name. */
const char *finding_name(const struct rh_finding *finding);
/* It passed since nothing speaks against it, which is no merit to show. */
bool finding_is_absence(const struct rh_finding *finding);
/* "README.md:41" where a line stands there that shows what is wrong; returns false where none. */
bool finding_place(const struct rh_finding *finding, struct buf *out);

/* What decided a milestone, for its row in the report. */
const char *clause_write(struct arena *arena, const struct rh_report *report,
                         enum rh_milestone milestone, const struct judgement *judgement);
/* What a stranger meets. Reads the verdicts. */
const char *headline_write(struct arena *arena, const struct rh_report *report);
/* The causes to mend first. Reads the findings and which milestones are aimed at. */
void fixes_list(struct arena *arena, struct rh_report *report);
#endif
