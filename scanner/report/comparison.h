#ifndef REPORT_COMPARISON_H
#define REPORT_COMPARISON_H
#include "report/writer.h"

/* Reports laid side by side: no total and no ranking, but what somebody who must choose asks first,
 * then the milestones, then where they differ and by what evidence. */

/* One question, and what each report answers. */
struct comparison_row {
    const char *title;
    const char *const *cells; /* one a report */
    bool differs;
};

/* A rule that applies to all; its finding in each report. */
struct comparison_rule {
    const struct rh_finding *const *findings;
    bool differs; /* in outcome */
};

struct comparison {
    const struct rh_report *const *reports;
    size_t count;
    const char *const *names; /* to tell them apart: "owner/name", "owner/name v1.0" */
    const struct comparison_row *questions;
    size_t question_count;
    const struct comparison_row *milestones; /* those in the aim of one of them */
    size_t milestone_count;
    const struct comparison_rule *rules; /* within the aim of one of them, and that apply to all;
                                            those that differ first, by milestone and weight */
    size_t rule_count, differing;
    size_t left_out; /* that apply to some alone, or are not known of one */
};

/* `labels`: what each was called on the command line, used where names are the same. Reports and
 * labels are borrowed. False where they were judged by different rules, with the first that
 * differs. */
bool comparison_make(struct arena *arena, const struct rh_report *const *reports,
                     const char *const *labels, size_t count, struct comparison *ret_comparison,
                     struct rh_error *err) MUST_CHECK;

/* The formats of a comparison, the default first, ending with NULL; and the writer of each. */
extern const char *const comparison_formats[];
void comparison_write(const void *comparison, const char *format,
                      const struct writer_options *options, FILE *out);

/* Writers, each in its file. */
typedef void comparison_writer(const struct comparison *comparison,
                               const struct writer_options *options, FILE *out);
comparison_writer comparison_text, comparison_markdown, comparison_json, comparison_html;

/* "holds", "in part", "fails" */
const char *comparison_outcome(enum rh_outcome outcome);
#endif
