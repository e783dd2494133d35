/* Two reports side by side: what each milestone has of both, and every rule in one row. */
#include "report/comparison.h"
#include "report/html_compare.h"
#include "report/html_page.h"
#include "report/page.h"
#include "report/place.h"

#include <math.h>
#include <string.h>

/* --- milestones: a mark for each on one line --- */

enum { NEAR = 2 /* percent */, ASIDE = 8 /* pixels */ };

static double percent(double share) { return fmin(fmax(share, 0), 1) * 100; }

static void add_range(struct html *html, const struct rh_milestone_result *milestone,
                      const char *class)
{
    double low = percent(milestone->low), high = percent(milestone->high);

    if (high > low)
        html_printf(html,
                    "<line class=\"range %s\" x1=\"%.1f%%\" x2=\"%.1f%%\" y1=\"50%%\" "
                    "y2=\"50%%\"/>",
                    class, low, high);
}

/* A circle and a diamond: told apart without colour. Where they meet, each gives way. */
static void add_mark(struct html *html, double at, size_t index, int aside)
{
    static const char *const shapes[] = {"M0-7a7 7 0 1 1 0 14a7 7 0 1 1 0-14z",
                                         "M0-8.5 8.5 0 0 8.5-8.5 0z"};

    html_printf(html,
                "<svg x=\"%.1f%%\" y=\"50%%\" overflow=\"visible\"><path class=\"mk %s\" "
                "transform=\"translate(%d)\" d=\"%s\"/></svg>",
                at, index ? "b" : "a", aside, shapes[index]);
}

static void add_milestone(struct html *html, const struct comparison *comparison, unsigned id)
{
    const struct rh_milestone_result *both[] = {&comparison->reports[0]->milestones[id],
                                                &comparison->reports[1]->milestones[id]};
    double at[] = {percent(both[0]->low), percent(both[1]->low)};

    html_printf(html, "<li><span class=\"lab\"><b>%s</b> ", rh_milestone_name(id));
    html_text(html, both[0]->title);
    html_puts(html, "</span>\n<svg class=\"track\" height=\"30\" aria-hidden=\"true\"><line "
                    "class=\"base\" x1=\"0\" x2=\"100%\" y1=\"50%\" y2=\"50%\"/>");
    html_printf(html, "<line class=\"join\" x1=\"%.1f%%\" x2=\"%.1f%%\" y1=\"50%%\" y2=\"50%%\"/>",
                fmin(at[0], at[1]), fmax(at[0], at[1]));
    for (size_t i = 0; i < 2; i++)
        add_range(html, both[i], i ? "b" : "a");
    for (size_t i = 0; i < 2; i++)
        add_mark(html, at[i], i, fabs(at[0] - at[1]) > NEAR ? 0 : i ? ASIDE : -ASIDE);
    html_puts(html, "</svg>\n<span class=\"both\">");
    for (size_t i = 0; i < 2; i++) {
        html_puts(html, "<span>");
        html_mark(html, i);
        html_printf(html, "<span class=\"vh\">%s: </span>", i ? "second" : "first");
        html_verdict(html, both[i]);
        html_puts(html, both[i]->in_aim ? "</span>" : "<small>not its aim</small></span>");
    }
    html_puts(html, "</span></li>\n");
}

void html_dumbbells(struct html *html, const struct comparison *comparison)
{
    html_puts(html,
              "<section><h2>Milestone by milestone</h2>\n<p class=\"sub\">How much of each is "
              "earned, from nothing at the left to all at the right. What is not known is the "
              "pale bar that follows a mark.</p>\n<ol class=\"dumb\">\n");
    for (unsigned i = 0; i < RH_MILESTONE_COUNT; i++)
        if (comparison->reports[0]->milestones[i].in_aim ||
            comparison->reports[1]->milestones[i].in_aim)
            add_milestone(html, comparison, i);
    html_puts(html, "</ol></section>\n");
}

/* --- findings: both in one row --- */

struct pair {
    const struct rh_finding *of[2];
    bool bad, differs;
};

static const struct rh_finding *same_rule(const struct rh_report *report, size_t index,
                                          const char *rule)
{
    if (index < report->finding_count && !strcmp(report->findings[index].rule, rule))
        return &report->findings[index];
    for (size_t i = 0; i < report->finding_count; i++)
        if (!strcmp(report->findings[i].rule, rule))
            return &report->findings[i];
    return NULL;
}

static bool is_bad(const struct rh_finding *finding)
{
    return finding->outcome == RH_FAIL || finding->outcome == RH_PARTIAL;
}

static bool is_decided(const struct rh_finding *finding)
{
    return is_bad(finding) || finding->outcome == RH_PASS;
}

/* False where the rule asks neither. */
static bool read_pair(const struct comparison *comparison, size_t index, struct pair *ret_pair)
{
    const struct rh_finding *first = &comparison->reports[0]->findings[index];
    const struct rh_finding *second = same_rule(comparison->reports[1], index, first->rule);

    if (!second || (first->outcome == RH_NOT_APPLICABLE && second->outcome == RH_NOT_APPLICABLE))
        return false;
    *ret_pair =
        (struct pair){{first, second},
                      is_bad(first) || is_bad(second),
                      is_decided(first) && is_decided(second) && first->outcome != second->outcome};
    return true;
}

static void add_side(struct html *html, const struct comparison *comparison,
                     const struct pair *pair, size_t index)
{
    const struct rh_finding *finding = pair->of[index];

    html->report = comparison->reports[index];
    html->number = index + 1;
    html_puts(html, "<div id=\"");
    html_anchor(html, finding->rule);
    html_puts(html, "\"><h4>");
    html_mark(html, index);
    html_text(html, comparison->names[index]);
    html_puts(html, "</h4>\n<p>");
    html_text(html, finding->message);
    html_puts(html, "</p>\n");
    html_evidence(html, finding);
    html_puts(html, "</div>\n");
}

static void add_pair(struct html *html, const struct comparison *comparison,
                     const struct pair *pair)
{
    const struct rh_finding *finding = pair->of[0];

    html_printf(html, "<details class=\"f pair%s%s\"><summary><span class=\"ti\">",
                pair->bad ? " bad" : "", pair->differs ? " diff" : "");
    html_text(html, finding->title);
    html_puts(html, "<small>");
    html_text(html, finding->rule);
    html_puts(html, "</small></span>");
    for (size_t i = 0; i < 2; i++) {
        html_puts(html, "<span class=\"side\">");
        html_mark(html, i);
        html_outcome(html, pair->of[i]->outcome);
        html_puts(html, "</span>");
    }
    html_puts(html, "</summary>\n<div class=\"body\"><div class=\"sides\">\n");
    for (size_t i = 0; i < 2; i++)
        add_side(html, comparison, pair, i);
    html_puts(html, "</div>\n");
    if (pair->bad)
        html_remedy(html, is_bad(pair->of[0]) ? pair->of[0] : pair->of[1]);
    html_puts(html, "</div></details>\n");
}

static void add_group(struct html *html, const struct comparison *comparison, unsigned milestone)
{
    const struct rh_report *report = comparison->reports[0];
    struct pair pair;
    size_t count = 0;

    for (unsigned differs = 1; differs + 1 > 0; differs--) /* those that differ come first */
        for (size_t i = 0; i < report->finding_count; i++) {
            if (report->findings[i].milestone != milestone || !read_pair(comparison, i, &pair) ||
                pair.differs != differs)
                continue;
            if (!count++ && milestone < RH_MILESTONE_COUNT) {
                html_printf(html, "<section class=\"group\"><h3>%s ", rh_milestone_name(milestone));
                html_text(html, report->milestones[milestone].title);
                html_puts(html, "</h3>\n");
            } else if (count == 1) {
                html_puts(html, "<section class=\"group\"><h3>Housekeeping <small>never "
                                "scored</small></h3>\n");
            }
            add_pair(html, comparison, &pair);
        }
    html_puts(html, count ? "</section>\n" : "");
}

void html_pairs(struct html *html, const struct comparison *comparison)
{
    size_t all = 0, differ = 0, bad = 0;
    struct pair pair;

    for (size_t i = 0; i < comparison->reports[0]->finding_count; i++) {
        if (!read_pair(comparison, i, &pair))
            continue;
        all++;
        differ += pair.differs;
        bad += pair.bad;
    }
    html_puts(html, "<section class=\"find\"><h2>All findings</h2>\n<fieldset "
                    "class=\"filter\"><legend class=\"vh\">Show</legend>\n");
    html_choice(html, "all", "All", all, true);
    html_choice(html, "diff", "Where they differ", differ, false);
    html_choice(html, "bad", "To mend", bad, false);
    html_puts(html, "</fieldset>\n");
    for (unsigned i = 0; i <= RH_NO_MILESTONE; i++)
        add_group(html, comparison, i);
    html_puts(html, "</section>\n");
}
