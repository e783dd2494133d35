/* Every finding, by milestone, to be opened for its places and what to do. */
#include "report/html_page.h"
#include "report/page.h"
#include "report/place.h"

#include <string.h>

enum { PLACES_THAT_HOLD = 5 }; /* json has all */

static const enum rh_outcome order[] = {RH_FAIL, RH_PARTIAL, RH_UNKNOWN, RH_PASS};

/* Among several reports what holds is left out. */
static size_t outcomes(const struct html *html) { return html->number ? 3 : 4; }

static void add_evidence(struct html *html, const struct rh_evidence *place)
{
    if (place->path && !strcmp(place->path, ".") && !place->line && !place->quote &&
        !place->replacement)
        return;
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

void html_evidence(struct html *html, const struct rh_finding *finding)
{
    size_t most = finding->outcome == RH_PASS ? PLACES_THAT_HOLD : finding->evidence_count;
    size_t start = html->out.len;

    for (size_t i = 0; i < finding->evidence_count && i < most; i++) {
        size_t before = html->out.len;

        if (before == start)
            html_puts(html, "<ul class=\"ev\">\n");
        add_evidence(html, &finding->evidence[i]);
    }
    if (finding->evidence_count > most)
        html_printf(html, "<li>and %zu more</li>\n", finding->evidence_count - most);
    html_puts(html, html->out.len > start ? "</ul>\n" : "");
}

/* What somebody must do, where there is something to do. */
void html_remedy(struct html *html, const struct rh_finding *finding)
{
    if (!finding_accuses(finding) || !finding->remediation || !finding->remediation[0])
        return;
    html_puts(html, "<p class=\"do\"><b>What to do</b> ");
    html_text(html, finding->remediation);
    html_puts(html, " ");
    html_minutes(html, finding->minutes);
    html_puts(html, "</p>\n");
}

static void add_body(struct html *html, const struct rh_finding *finding)
{
    html_puts(html, "<div class=\"body\">\n");
    if (finding->outcome_then != finding->outcome) {
        html_puts(html, "<p>When committed: ");
        html_outcome(html, finding->outcome_then);
        html_puts(html, "</p>\n");
    }
    if (finding->exempted) {
        html_puts(html, "<p><b>Exempted:</b> ");
        html_text(html, finding->exempted);
        html_puts(html, "</p>\n");
    }
    html_evidence(html, finding);
    html_remedy(html, finding);
    html_printf(html, "<p class=\"rule\">weight %u%s; <code>repohealth explain ", finding->weight,
                finding->blocker ? ", M0 cannot be met without it" : "");
    html_text(html, finding->rule);
    html_puts(html, "</code></p>\n</div>");
}

static void add_finding(struct html *html, const struct rh_finding *finding)
{
    static const char *const classes[] = {"pass", "bad", "bad", "none", "open"};

    html_printf(html, "<details class=\"f %s\" id=\"", classes[finding->outcome]);
    html_anchor(html, finding->rule);
    html_puts(html, "\"><summary><span class=\"ti\">");
    html_text(html, finding->title);
    html_puts(html, "<small>");
    html_text(html, finding->rule);
    html_puts(html, "</small></span><span class=\"msg\">");
    html_text(html, finding->message);
    html_puts(html, "</span>");
    html_outcome(html, finding->outcome);
    html_puts(html, "</summary>\n");
    add_body(html, finding);
    html_puts(html, "</details>\n");
}

static size_t count_of(const struct rh_report *report, unsigned milestone, enum rh_outcome outcome)
{
    size_t count = 0;

    for (size_t i = 0; i < report->finding_count; i++)
        count += (milestone > RH_NO_MILESTONE || report->findings[i].milestone == milestone) &&
                 report->findings[i].outcome == outcome;
    return count;
}

static void add_group(struct html *html, unsigned milestone)
{
    const struct rh_report *report = html->report;
    size_t count = 0;

    for (size_t o = 0; o < outcomes(html); o++)
        count += count_of(report, milestone, order[o]);
    if (!count && milestone == RH_NO_MILESTONE)
        return;
    html_puts(html, "<section class=\"group\"><h3 id=\"");
    if (milestone < RH_MILESTONE_COUNT) {
        html_anchor(html, rh_milestone_name(milestone));
        html_printf(html, "\">%s ", rh_milestone_name(milestone));
        html_text(html, report->milestones[milestone].title);
        html_verdict(html, &report->milestones[milestone]);
    } else {
        html_anchor(html, "housekeeping");
        html_puts(html, "\">Housekeeping <small>never scored</small>");
    }
    html_puts(html, count          ? "</h3>\n"
                    : html->number ? "</h3>\n<p class=\"quiet\">Nothing to mend.</p>\n"
                                   : "</h3>\n<p class=\"quiet\">Nothing applies here.</p>\n");
    for (size_t o = 0; o < outcomes(html); o++)
        for (size_t i = 0; i < report->finding_count; i++)
            if (report->findings[i].milestone == milestone &&
                report->findings[i].outcome == order[o])
                add_finding(html, &report->findings[i]);
    html_puts(html, "</section>\n");
}

static void add_not_applicable(struct html *html)
{
    const struct rh_report *report = html->report;
    size_t count = count_of(report, RH_NO_MILESTONE + 1, RH_NOT_APPLICABLE);

    if (!count)
        return;
    html_printf(html,
                "<details class=\"f none\"><summary><span class=\"ti\">%zu rule%s not apply "
                "here</span></summary>\n<div class=\"body\"><ul class=\"plain\">\n",
                count, count == 1 ? " does" : "s do");
    for (size_t i = 0; i < report->finding_count; i++) {
        const struct rh_finding *finding = &report->findings[i];

        if (finding->outcome != RH_NOT_APPLICABLE)
            continue;
        html_puts(html, "<li>");
        html_text(html, finding->title);
        html_puts(html, " <small>");
        html_text(html, finding->rule);
        html_puts(html, "</small>: ");
        html_text(html, finding->message);
        html_puts(html, "</li>\n");
    }
    html_puts(html, "</ul></div></details>\n");
}

void html_choice(struct html *html, const char *id, const char *words, size_t count, bool chosen)
{
    html_printf(html,
                "<label><input type=\"radio\" name=\"show\" id=\"show-%s\"%s> %s %zu</label>\n", id,
                chosen ? " checked" : "", words, count);
}

static void add_filter(struct html *html)
{
    const struct rh_report *report = html->report;
    enum { ALL = RH_NO_MILESTONE + 1 };
    size_t bad = count_of(report, ALL, RH_FAIL) + count_of(report, ALL, RH_PARTIAL);
    size_t open = count_of(report, ALL, RH_UNKNOWN);

    html_puts(html, "<fieldset class=\"filter\"><legend class=\"vh\">Show</legend>\n");
    html_choice(html, "all", "All", bad + open + count_of(report, ALL, RH_PASS), true);
    html_choice(html, "bad", "To mend", bad, false);
    html_choice(html, "open", "Not known", open, false);
    html_puts(html, "</fieldset>\n");
}

void html_findings(struct html *html)
{
    bool several = html->number > 0;

    if (several) {
        html_puts(html, "<details class=\"fold\"><summary>What to mend, and what is not known, by "
                        "milestone</summary>\n");
    } else {
        html_puts(html, "<section class=\"find\"><h2>All findings</h2>\n");
        add_filter(html);
    }
    for (unsigned i = 0; i <= RH_NO_MILESTONE; i++)
        add_group(html, i);
    if (!several)
        add_not_applicable(html);
    html_puts(html, several ? "</details>\n" : "</section>\n");
}
