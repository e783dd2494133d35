/* Two lists: what holds, which is credit, and what is not known, with the reason. */
#include "report/html_page.h"
#include "report/page.h"
#include "report/place.h"

#include <string.h>

enum { HOLDS_SHOWN = 10, NAMES_SHOWN = 6 };

static const char *name_of(const struct rh_finding *finding)
{
    return finding->label ? finding->label : finding->title;
}

static void add_name(struct html *html, const struct rh_finding *finding)
{
    html_puts(html, "<a href=\"#");
    html_anchor(html, finding->rule);
    html_puts(html, "\">");
    html_text(html, name_of(finding));
    html_puts(html, "</a>");
}

/* It passed with something to show for it, or by a fact worth a line; that nothing speaks against
 * it is no credit. */
static bool is_credit(const struct rh_finding *finding)
{
    return finding->outcome == RH_PASS && finding->message &&
           strncmp(finding->message, "none", strlen("none")) != 0;
}

static void add_credit(struct html *html, const struct rh_finding *finding)
{
    html_puts(html, "<li>");
    html_icon(html, "pass");
    html_puts(html, "<span>");
    add_name(html, finding);
    if (strcmp(finding->message, "yes") != 0) {
        html_puts(html, ": ");
        html_text(html, finding->message);
    }
    html_puts(html, "</span></li>\n");
}

static void add_holds(struct html *html)
{
    const struct rh_report *report = html->report;
    size_t shown = 0, count = 0;

    for (size_t i = 0; i < report->finding_count; i++)
        count += report->findings[i].outcome == RH_PASS;
    if (!count)
        return;
    html_printf(html,
                "<section><h2>Holds</h2>\n<p class=\"sub\">%zu of what was asked; the "
                "heaviest first.</p>\n<ul class=\"list pass\">\n",
                count);
    for (unsigned weight = 5; weight > 0; weight--)
        for (size_t i = 0; i < report->finding_count && shown < HOLDS_SHOWN; i++)
            if (is_credit(&report->findings[i]) && report->findings[i].weight == weight) {
                add_credit(html, &report->findings[i]);
                shown++;
            }
    html_puts(html, "</ul></section>\n");
}

static bool is_repeated(const struct rh_report *report, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (report->findings[i].outcome == RH_UNKNOWN &&
            !strcmp(report->findings[i].message, report->findings[index].message))
            return true;
    return false;
}

/* All that is not known for one reason. */
static void add_reason(struct html *html, const char *why)
{
    const struct rh_report *report = html->report;
    size_t count = 0;

    html_puts(html, "<li>");
    html_icon(html, "open");
    html_puts(html, "<span><b>");
    html_text(html, why[0] ? why : "no reason is given");
    html_puts(html, ":</b> ");
    for (size_t i = 0; i < report->finding_count; i++) {
        const struct rh_finding *finding = &report->findings[i];

        if (finding->outcome != RH_UNKNOWN || strcmp(finding->message, why) != 0)
            continue;
        if (count < NAMES_SHOWN) {
            html_puts(html, count ? ", " : "");
            add_name(html, finding);
        }
        count++;
    }
    if (count > NAMES_SHOWN)
        html_printf(html, " and %zu more", count - NAMES_SHOWN);
    html_puts(html, "</span></li>\n");
}

static bool is_reason(const struct rh_report *report, const char *why)
{
    for (size_t i = 0; i < report->finding_count; i++)
        if (report->findings[i].outcome == RH_UNKNOWN && !strcmp(report->findings[i].message, why))
            return true;
    return false;
}

static bool is_open(const struct rh_report *report, const struct rh_source *source)
{
    return source->why && source_words(source->name) && !is_reason(report, source->why);
}

static void add_source(struct html *html, const struct rh_source *source)
{
    html_puts(html, "<li>");
    html_icon(html, "open");
    html_puts(html, "<span><b>");
    html_text(html, source->why);
    html_puts(html, ":</b> ");
    html_text(html, source_words(source->name));
    html_puts(html, "</span></li>\n");
}

static void add_unknown(struct html *html)
{
    const struct rh_report *report = html->report;
    size_t count = 0;

    for (size_t i = 0; i < report->finding_count; i++)
        count += report->findings[i].outcome == RH_UNKNOWN;
    for (size_t i = 0; i < report->source_count; i++)
        count += is_open(report, &report->sources[i]);
    if (!count)
        return;
    html_puts(html, "<section><h2>Not known</h2>\n<p class=\"sub\">Neither counted for it nor "
                    "against it.</p>\n<ul class=\"list open\">\n");
    for (size_t i = 0; i < report->finding_count; i++)
        if (report->findings[i].outcome == RH_UNKNOWN && !is_repeated(report, i))
            add_reason(html, report->findings[i].message);
    for (size_t i = 0; i < report->source_count; i++)
        if (is_open(report, &report->sources[i]))
            add_source(html, &report->sources[i]);
    html_puts(html, "</ul></section>\n");
}

void html_known(struct html *html)
{
    html_puts(html, "<div class=\"two\">\n");
    add_holds(html);
    add_unknown(html);
    html_puts(html, "</div>\n");
}
