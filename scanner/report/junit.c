/* JUnit's XML, as test dashboards read it: a suite a milestone, a case a rule. There is no official
 * schema; what is written is what readers agree on. */
#include "report/escape.h"
#include "report/place.h"
#include "report/writer.h"

#include <string.h>

enum { PLACES_MOST = 100 };

enum result { PASSES, FAILS, SKIPPED };

/* What lies beyond the aim, does not apply, is not known or is exempted is skipped, with the
 * reason; what holds in part passes, and says so. */
static enum result result_of(const struct rh_report *report, const struct rh_finding *finding)
{
    if (finding->outcome == RH_PASS || (finding->outcome == RH_PARTIAL && !finding->exempted))
        return PASSES;
    return finding->outcome == RH_FAIL && !finding->exempted && finding_in_aim(report, finding)
               ? FAILS
               : SKIPPED;
}

static const char *why_skipped(const struct rh_finding *finding)
{
    return finding->exempted                       ? finding->exempted
           : finding->outcome == RH_NOT_APPLICABLE ? "does not apply here"
           : finding->outcome == RH_UNKNOWN        ? finding->message
                                                   : "beyond what this repository aims at";
}

static void add_attribute(struct buf *out, const char *name, const char *value)
{
    buf_printf(out, " %s=\"", name);
    escape_xml(value ? value : "", out);
    buf_puts(out, "\"");
}

static void add_places(const struct rh_report *report, const struct rh_finding *finding,
                       struct buf *out)
{
    struct buf line = {0};

    for (size_t i = 0; i < finding->evidence_count && i < PLACES_MOST; i++) {
        const struct rh_evidence *place = &finding->evidence[i];

        line.len = 0;
        place_words(&report->target, place, &line);
        if (place->quote)
            buf_printf(&line, "  %s", place->quote);
        if (place->replacement)
            buf_printf(&line, "  -> %s", place->replacement);
        buf_puts(&line, "\n");
        escape_xml(line.ptr, out);
    }
    if (finding->remediation)
        escape_xml(finding->remediation, out);
    buf_release(&line);
}

static void add_case(const struct rh_report *report, const struct rh_finding *finding,
                     struct buf *out)
{
    enum result result = result_of(report, finding);

    buf_puts(out, "  <testcase");
    add_attribute(out, "classname", finding->rule);
    add_attribute(out, "name", finding->title);
    if (finding->evidence_count && finding->evidence->path) {
        struct buf path = {0};

        place_path(&report->target, finding->evidence, &path);
        add_attribute(out, "file", path.ptr);
        buf_release(&path);
        if (finding->evidence->line)
            buf_printf(out, " line=\"%u\"", finding->evidence->line);
    }
    buf_puts(out, " time=\"0\">");
    if (result == SKIPPED) {
        buf_puts(out, "<skipped");
        add_attribute(out, "message", why_skipped(finding));
        buf_puts(out, "/>");
    } else if (result == FAILS || finding->outcome == RH_PARTIAL) {
        buf_puts(out, result == FAILS ? "<failure" : "<system-out>In part: ");
        if (result == FAILS) {
            add_attribute(out, "type", rh_severity_name(finding->severity));
            add_attribute(out, "message", finding->message);
            buf_puts(out, ">");
        } else {
            escape_xml(finding->message, out);
            buf_puts(out, "\n");
        }
        add_places(report, finding, out);
        buf_puts(out, result == FAILS ? "</failure>" : "</system-out>");
    }
    buf_puts(out, "</testcase>\n");
}

struct counts {
    size_t tests, failures, skipped;
};

static struct counts count(const struct rh_report *report, unsigned milestone)
{
    struct counts counts = {0};

    for (size_t i = 0; i < report->finding_count; i++) {
        enum result result = result_of(report, &report->findings[i]);

        if (milestone <= RH_NO_MILESTONE && report->findings[i].milestone != milestone)
            continue;
        counts.tests++;
        counts.failures += result == FAILS;
        counts.skipped += result == SKIPPED;
    }
    return counts;
}

static void add_counts(struct buf *out, struct counts counts)
{
    buf_printf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"%zu\" time=\"0\">\n",
               counts.tests, counts.failures, counts.skipped);
}

static void add_suite(const struct rh_report *report, unsigned milestone, struct buf *out)
{
    struct counts counts = count(report, milestone);
    struct buf name = {0};

    if (!counts.tests)
        return;
    if (milestone < RH_MILESTONE_COUNT)
        buf_printf(&name, "%s %s", rh_milestone_name(milestone),
                   report->milestones[milestone].title);
    else
        buf_puts(&name, "housekeeping");
    buf_puts(out, " <testsuite");
    add_attribute(out, "name", name.ptr);
    add_attribute(out, "timestamp", report->as_of);
    add_counts(out, counts);
    for (size_t i = 0; i < report->finding_count; i++)
        if (report->findings[i].milestone == milestone)
            add_case(report, &report->findings[i], out);
    buf_puts(out, " </testsuite>\n");
    buf_release(&name);
}

static void write_junit(const struct rh_report *report, const struct writer_options *options,
                        FILE *out)
{
    struct buf text = {0};

    (void)options;
    buf_puts(&text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"repohealth\"");
    add_counts(&text, count(report, RH_NO_MILESTONE + 1));
    for (unsigned i = 0; i <= RH_NO_MILESTONE; i++)
        add_suite(report, i, &text);
    buf_puts(&text, "</testsuites>\n");
    fwrite(text.ptr, 1, text.len, out);
    buf_release(&text);
}

const struct writer junit_writer = {
    .name = "junit",
    .help = "for test dashboards: JUnit XML, a case a rule",
    .write = write_junit,
};
