#ifndef FACTS_REPORTS_H
#define FACTS_REPORTS_H
#include "util/field.h"
#include "util/pattern.h"

struct facts;

/* What users report, told by the titles and labels of issues. The words are data: a rule file's
 * `reports:`. */

/* One topic: a status of the observation user_report. */
struct report_topic {
    unsigned status; /* its place among the statuses */
    struct patterns titles, labels;
    struct patterns unless; /* titles that match one of these are about something else */
    bool trouble;           /* whoever reports it cannot run the code */
    struct strings about;   /* rules whose findings such a report bears out */
    struct strings naming;  /* the same, where its title names what the finding quotes */
};

struct report_topics {
    const struct report_topic *items; /* an issue is about the first that fits */
    size_t count;
};

/* The name of a status, NULL behind the last; a choice for rule files. */
const char *topic_choice(unsigned index);
/* Observations of what waits and of what is reported, at facts->date. `topics` may be NULL, and
 * must outlive the facts. */
void reports_collect(struct facts *facts, const struct report_topics *topics);
#endif
