/* The names of the result model's values. Declared in rh/finding.h and rh/report.h. */
#include "rh/report.h"
#include "rh/rule.h"

#include "util/arena.h"

const char *rh_outcome_name(enum rh_outcome outcome)
{
    static const char *const names[] = {"pass", "partial", "fail", "not_applicable", "unknown"};

    return names[outcome];
}

const char *rh_change_name(enum rh_change change)
{
    static const char *const names[] = {"", "new", "worse", "fixed", "unchanged"};

    return names[change];
}

const char *rh_severity_name(enum rh_severity severity)
{
    static const char *const names[] = {"note", "warning", "error"};

    return names[severity];
}

const char *rh_milestone_name(enum rh_milestone milestone)
{
    static const char *const names[] = {"M0", "M1", "M2", "M3", "M4", "M5", "M6", ""};

    return names[milestone];
}

const char *rh_verdict_name(enum rh_verdict verdict)
{
    static const char *const names[] = {"met", "partly", "unmet", "undecided"};

    return names[verdict];
}

const char *rh_kind_name(enum rh_kind kind)
{
    static const char *const names[] = {"placeholder", "monorepo",    "library",
                                        "benchmark",   "replication", "paper-code"};

    return names[kind];
}

const char *rh_aim_name(enum rh_aim aim) { return aim == RH_AIM_PROJECT ? "project" : "release"; }

void rh_report_free(struct rh_report *report)
{
    if (report)
        arena_free(report->arena);
}
