#ifndef REPORT_CHANGE_H
#define REPORT_CHANGE_H
#include "rh/check.h"

struct arena;

/* What became of the evidence of one report in a later one: sets changes and counts of `check`,
 * from its head and base, judged by the same rules at the same date. Evidence is told by what it
 * says, as a multiset of each rule: a place that moved, to another line or another file, is the
 * same, and so is one that was set anew; a second of a kind is new. */
void changes_find(struct arena *arena, struct rh_check *check);
#endif
