/* The milestones as a flight of stairs, and in words. */
#include "report/html_page.h"
#include "report/page.h"

#include <math.h>
#include <string.h>

enum { FIRST_STEP = 56, RISE = 22 }; /* pixels; the look has the rest */

static const char *step_class(const struct rh_milestone_result *milestone)
{
    static const char *const classes[] = {
        [RH_MET] = "met", [RH_PARTLY] = "partly", [RH_UNMET] = "unmet", [RH_UNDECIDED] = "unknown"};

    return milestone_stops(milestone) ? "stops" : classes[milestone->verdict];
}

static void add_mark(struct html *html, const struct rh_milestone_result *milestone)
{
    static const char *const icons[] = {
        [RH_MET] = "pass", [RH_PARTLY] = "part", [RH_UNMET] = NULL, [RH_UNDECIDED] = "open"};
    const char *icon = milestone_stops(milestone) ? "fail" : icons[milestone->verdict];

    if (icon && (milestone->in_aim || milestone->verdict == RH_MET))
        html_icon(html, icon);
}

static double percent(double share) { return fmin(fmax(share, 0), 1) * 100; }

static void add_step(struct html *html, const struct rh_milestone_result *milestone)
{
    double low = percent(milestone->low), high = fmax(percent(milestone->high), low);

    html_printf(html, "<span class=\"step %s%s\">", step_class(milestone),
                milestone->in_aim ? "" : " beyond");
    add_mark(html, milestone);
    html_printf(html, "<span class=\"bar\" style=\"height:%upx\">",
                FIRST_STEP + RISE * (unsigned)milestone->id);
    if (high > low)
        html_printf(html, "<i class=\"hatch\" style=\"height:%.1f%%\"></i>", high);
    html_printf(html, "<i class=\"fill\" style=\"height:%.1f%%\"></i></span><b>%s</b>", low,
                rh_milestone_name(milestone->id));
    html_puts(html, "<small>");
    html_text(html, milestone->title);
    html_puts(html, "</small></span>\n");
}

/* What a reader who cannot see the picture is told of it. */
static void add_label(struct html *html)
{
    for (size_t i = 0; i < RH_MILESTONE_COUNT; i++) {
        const struct rh_milestone_result *milestone = &html->report->milestones[i];

        html_printf(html, "%s%s ", i ? "; " : "", rh_milestone_name(milestone->id));
        html_text(html, milestone->title);
        html_printf(html, ": %s%s", verdict_words(milestone->verdict),
                    milestone_stops(milestone) ? ", a stranger stops there" : "");
    }
}

void html_stairs(struct html *html)
{
    html_puts(html, "<div class=\"flight\"><div class=\"stairs\" role=\"img\" aria-label=\"");
    add_label(html);
    html_puts(html, "\">\n");
    for (size_t i = 0; i < RH_MILESTONE_COUNT; i++)
        add_step(html, &html->report->milestones[i]);
    html_puts(html,
              "</div>\n<ul class=\"legend\"><li><i class=\"sw full\"></i>earned</li>"
              "<li><i class=\"sw hatch\"></i>not known</li><li><i class=\"sw\"></i>missing</li>"
              "<li><i class=\"sw stop\"></i>a stranger stops</li></ul></div>\n");
}

static bool has_row(const struct rh_milestone_result *milestone)
{
    return milestone->in_aim || milestone->id == RH_M3; /* M3 is advice for a release */
}

static void add_row(struct html *html, const struct rh_milestone_result *milestone)
{
    html_puts(html, "<li><span class=\"lab\"><a href=\"#");
    html_anchor(html, rh_milestone_name(milestone->id));
    html_printf(html, "\"><b>%s</b> ", rh_milestone_name(milestone->id));
    html_text(html, milestone->title);
    html_puts(html, "</a></span>");
    html_verdict(html, milestone);
    html_puts(html, "<span class=\"why\">");
    if (milestone->verdict_then != milestone->verdict)
        html_printf(html, "When committed: %s. Today: ", verdict_words(milestone->verdict_then));
    html_text(html, milestone->decided_by);
    if (milestone->overruled) {
        html_puts(html, " <em>Decided by a reviewer: ");
        html_text(html, milestone->overruled);
        html_puts(html, "</em>");
    }
    html_puts(html, "</span></li>\n");
}

/* What lies beyond the aim is one quiet line; what is met there all the same is said. */
static void add_beyond(struct html *html)
{
    const struct rh_report *report = html->report;
    const struct rh_milestone_result *first = NULL, *last = NULL;
    size_t met = 0;

    for (size_t i = 0; i < RH_MILESTONE_COUNT; i++)
        if (!has_row(&report->milestones[i])) {
            first = first ? first : &report->milestones[i];
            last = &report->milestones[i];
        }
    if (!first)
        return;
    html_printf(html, "<li class=\"quiet\"><span class=\"lab\"><b>%s&#8211;%s</b></span>",
                rh_milestone_name(first->id), rh_milestone_name(last->id));
    html_printf(html, "<span class=\"why wide\">Not the aim of this %s",
                kind_words(report->target.kind));
    for (size_t i = 0; i < RH_MILESTONE_COUNT; i++) {
        if (has_row(&report->milestones[i]) || report->milestones[i].verdict != RH_MET)
            continue;
        html_puts(html, met++ ? ", " : "; met all the same: ");
        html_text(html, report->milestones[i].title);
    }
    html_puts(html, "</span></li>\n");
}

/* The numbers are for who asks for them. */
static void add_numbers(struct html *html)
{
    html_puts(html, "<details class=\"numbers\"><summary>The numbers behind this</summary>\n"
                    "<table><thead><tr><th scope=\"col\">Milestone</th>"
                    "<th scope=\"col\">Earned, of 100</th><th scope=\"col\">Looked at</th></tr>"
                    "</thead><tbody>\n");
    for (size_t i = 0; i < RH_MILESTONE_COUNT; i++) {
        const struct rh_milestone_result *milestone = &html->report->milestones[i];

        html_printf(html, "<tr><th scope=\"row\">%s ", rh_milestone_name(milestone->id));
        html_text(html, milestone->title);
        html_printf(html, "</th><td>%.0f", percent(milestone->low));
        if (milestone->high > milestone->low)
            html_printf(html, " to %.0f", percent(milestone->high));
        html_printf(html, "</td><td>%.0f&#160;%%</td></tr>\n", percent(milestone->coverage));
    }
    html_puts(html, "</tbody></table>\n<p>The share of a milestone's weight that is earned; what "
                    "is not known makes it a range.</p></details>\n");
}

void html_milestones(struct html *html)
{
    const struct rh_report *report = html->report;

    html_puts(html, "<div class=\"said\"><ol class=\"rows\">\n");
    for (size_t i = 0; i < RH_MILESTONE_COUNT; i++)
        if (has_row(&report->milestones[i]))
            add_row(html, &report->milestones[i]);
    add_beyond(html);
    html_puts(html, "</ol>\n");
    add_numbers(html);
    html_puts(html, "</div>\n");
}
