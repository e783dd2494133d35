/* For a person at a terminal, in 80 columns. */
#include "report/writer.h"

static void write_text(const struct rh_report *report, const struct writer_options *options,
                       FILE *out)
{
    (void)options;
    fprintf(out, "%s  %.7s  as of %s\n\n", report->target.input ? report->target.input : "",
            report->target.commit ? report->target.commit : "", report->as_of);
    fprintf(out, "%s\n\n", report->headline ? report->headline : "");
    for (size_t i = 0; i < RH_MILESTONE_COUNT; i++)
        fprintf(out, "  %s %-12s %-9s %s\n", rh_milestone_name((enum rh_milestone)i),
                report->milestones[i].title ? report->milestones[i].title : "",
                rh_verdict_name(report->milestones[i].verdict),
                report->milestones[i].decided_by ? report->milestones[i].decided_by : "");
}

const struct writer text_writer = {
    .name = "text", .help = "for a person at a terminal", .write = write_text};
