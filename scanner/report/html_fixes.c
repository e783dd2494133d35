/* What to mend first: causes with their places, what to write there, and how long it takes. */
#include "report/html_page.h"
#include "report/page.h"

#include <string.h>

enum { LINES_SHOWN = 3, MORE_FINDINGS_SHOWN = 3 };

static const char *text_of(const char *text) { return text ? text : ""; }

static bool said_before(const struct rh_finding *finding, size_t index)
{
    const struct rh_evidence *place = &finding->evidence[index];

    for (size_t i = 0; i < index; i++)
        if (!strcmp(text_of(finding->evidence[i].replacement), text_of(place->replacement)) &&
            !strcmp(text_of(finding->evidence[i].quote), text_of(place->quote)))
            return true;
    return false;
}

/* A line as it stands and as it should, told apart by sign and colour. */
static void add_line(struct html *html, const struct rh_evidence *place)
{
    html_puts(html, "<li>");
    html_place(html, place);
    if (place->replacement) {
        html_code(html, "del", place->quote);
        html_code(html, "ins", place->replacement);
    } else {
        html_code(html, "q", place->quote);
    }
    html_puts(html, "</li>\n");
}

static bool shows(const struct rh_evidence *place)
{
    return place->quote || place->replacement || place->url || place->line ||
           (place->path && strcmp(place->path, ".") != 0);
}

static void add_lines(struct html *html, const struct rh_finding *finding)
{
    size_t shown = 0, left = 0;

    for (size_t i = 0; i < finding->evidence_count; i++) {
        if (!shows(&finding->evidence[i]) || said_before(finding, i))
            continue;
        if (shown == LINES_SHOWN) {
            left++;
            continue;
        }
        html_puts(html, shown++ ? "" : "<ul class=\"ev\">\n");
        add_line(html, &finding->evidence[i]);
    }
    if (left) {
        html_puts(html, "<li><a href=\"#");
        html_anchor(html, finding->rule);
        html_printf(html, "\">and %zu more</a></li>\n", left);
    }
    html_puts(html, shown ? "</ul>\n" : "");
}

/* "no" and "none" say no more than that there is something to do. */
static bool says_more(const char *message)
{
    return message && message[0] && strcmp(message, "no") != 0 && strcmp(message, "none") != 0;
}

static void add_found(struct html *html, const struct rh_finding *finding, const char *lead)
{
    html_printf(html, "<p class=\"found\">%s<a href=\"#", lead);
    html_anchor(html, finding->rule);
    html_puts(html, "\">");
    html_text(html, finding->label ? finding->label : finding->title);
    html_puts(html, "</a>");
    if (says_more(finding->message)) {
        html_puts(html, ": ");
        html_text(html, finding->message);
    }
    html_puts(html, "</p>\n");
}

static void add_milestones(struct html *html, const struct rh_fix *fix)
{
    for (unsigned i = 0; i < RH_MILESTONE_COUNT; i++)
        if (fix->milestones & 1u << i)
            html_printf(html, "<span class=\"tag\">%s</span>", rh_milestone_name(i));
}

static void add_fix(struct html *html, const struct rh_fix *fix)
{
    const struct rh_report *report = html->report;

    html_puts(html, "<li><div class=\"what\"><h3>");
    html_text(html, fix->title);
    html_puts(html, "</h3><span class=\"tags\">");
    add_milestones(html, fix);
    html_minutes(html, fix->minutes);
    html_puts(html, "</span></div>\n");
    for (size_t i = 0; i < fix->finding_count && i <= MORE_FINDINGS_SHOWN; i++) {
        const struct rh_finding *finding = &report->findings[fix->findings[i]];

        add_found(html, finding, i ? "Also " : "");
        if (!i)
            add_lines(html, finding);
    }
    html_puts(html, "</li>\n");
}

void html_fixes(struct html *html)
{
    const struct rh_report *report = html->report;
    unsigned minutes = 0;

    if (!report->fix_count)
        return;
    for (size_t i = 0; i < report->fix_count; i++)
        minutes += report->fixes[i].minutes;
    html_puts(html, "<section class=\"fixes\"><h2>Fix first ");
    html_minutes(html, minutes);
    html_puts(html, "</h2>\n<ol>\n");
    for (size_t i = 0; i < report->fix_count; i++)
        add_fix(html, &report->fixes[i]);
    html_puts(html, "</ol></section>\n");
}
