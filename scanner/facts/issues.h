#ifndef FACTS_ISSUES_H
#define FACTS_ISSUES_H
#include "facts/reports.h"
#include "facts/threads.h"
#include "rh/report.h"

struct facts;

/* What the forge's record says of how a project answers those who write to it. Windows end at
 * facts->date, or where the record was made before. "The window" is the last 365 days; or from the
 * record's beginning, where that is later; or all time, where fewer than ten were filed in a year
 * and all are there. */

enum { ISSUES_FEW = 10, ANSWERS_FEW = 5 }; /* below these a figure is no verdict */

/* The threads of one window. */
struct sample {
    struct arena *arena; /* gone when the metrics are set */
    struct threads threads;
    time_t from, to;
    const char *window;  /* "last 365 days" */
    const char *unknown; /* why there is none to see, in a clause; NULL: it is good */
};

extern const char forge_not_asked[]; /* why, where nobody says why */

struct issues {
    struct accounts accounts;
    const struct report_topics *topics; /* or NULL */
    unsigned char *topic_of;            /* private to reports.c: by item; 0: not looked at */
    struct rh_waits *waits;             /* for the report, at facts->date */
    size_t wait_count;
};

/* Finds out who is who; metrics come with the date. */
void issues_collect(struct facts *facts);
/* Sets the metrics of the areas issues and pulls, and the curves. */
void issues_metrics(struct facts *facts);

/* The date that windows end at. */
time_t issues_date(const struct facts *facts);
/* Private to the files that set these metrics: */
void issue_waits(struct facts *facts, const struct sample *issues, const struct sample *all_issues,
                 const struct sample *pulls);
void issue_care(struct facts *facts, const struct sample *issues, const struct sample *open,
                const struct sample *pulls);
void issue_trouble(struct facts *facts, const struct sample *open);
/* The middle one, of two the mean; NAN of none. Sorts. */
double median_of(double *values, size_t count);
#endif
