/* Many reports as rows, and where they differ. */
#include "report/html_compare.h"
#include "report/page.h"

/* All seven in small, each by its sign. */
static void add_verdicts(struct html *html, const struct rh_report *report)
{
    static const char *const classes[] = {
        [RH_MET] = "pass", [RH_PARTLY] = "part", [RH_UNMET] = "none", [RH_UNDECIDED] = "open"};

    html_puts(html, "<span class=\"seven\">");
    for (size_t i = 0; i < RH_MILESTONE_COUNT; i++) {
        const struct rh_milestone_result *milestone = &report->milestones[i];
        const char *class = milestone_stops(milestone) ? "fail" : classes[milestone->verdict];

        html_printf(html, "<span class=\"sq %s%s\"><b aria-hidden=\"true\">%s</b>", class,
                    milestone->in_aim ? "" : " beyond", rh_milestone_name(milestone->id));
        html_icon(html, class);
        html_printf(html, "<span class=\"vh\">%s %s%s;</span></span>",
                    rh_milestone_name(milestone->id), verdict_words(milestone->verdict),
                    milestone->in_aim ? "" : ", not its aim");
    }
    html_puts(html, "</span>");
}

static void add_row(struct html *html, const struct comparison *comparison, size_t index)
{
    html_printf(html, "<tr><th scope=\"row\"><a href=\"#r%zu\">", index + 1);
    html_text(html, comparison->names[index]);
    html_puts(html, "</a></th>\n<td class=\"all\">");
    add_verdicts(html, comparison->reports[index]);
    html_puts(html, "</td>\n");
    for (size_t q = 0; q < comparison->question_count; q++) {
        html_puts(html, "<td><span class=\"q\">");
        html_text(html, comparison->questions[q].title);
        html_puts(html, "</span>");
        html_text(html, comparison->questions[q].cells[index]);
        html_puts(html, "</td>\n");
    }
    html_puts(html, "</tr>\n");
}

void html_index(struct html *html, const struct comparison *comparison)
{
    html_puts(html, "<section><h2>At a glance</h2>\n<table class=\"index\"><thead><tr><th "
                    "scope=\"col\">Repository</th><th scope=\"col\">Milestones</th>");
    for (size_t q = 0; q < comparison->question_count; q++) {
        html_puts(html, "<th scope=\"col\">");
        html_text(html, comparison->questions[q].title);
        html_puts(html, "</th>");
    }
    html_puts(html, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < comparison->count; i++)
        add_row(html, comparison, i);
    html_puts(html, "</tbody></table></section>\n");
}

void html_questions(struct html *html, const struct comparison *comparison)
{
    html_puts(html, "<section><h2>At a glance</h2>\n<table class=\"glance\"><thead><tr><th "
                    "scope=\"col\"><span class=\"vh\">Question</span></th>");
    for (size_t i = 0; i < comparison->count; i++) {
        html_choose(html, comparison, i);
        html_puts(html, "<th scope=\"col\">");
        html_mark(html, i);
        html_name(html);
        html_puts(html, "</th>");
    }
    html_puts(html, "</tr></thead><tbody>\n");
    for (size_t q = 0; q < comparison->question_count; q++) {
        html_puts(html, "<tr><th scope=\"row\">");
        html_text(html, comparison->questions[q].title);
        html_puts(html, "</th>");
        for (size_t i = 0; i < comparison->count; i++) {
            html_puts(html, "<td>");
            html_text(html, comparison->questions[q].cells[i]);
            html_puts(html, "</td>");
        }
        html_puts(html, "</tr>\n");
    }
    html_puts(html, "</tbody></table></section>\n");
}

static void add_who(struct html *html, const struct comparison *comparison,
                    const struct comparison_rule *rule, enum rh_outcome outcome)
{
    size_t count = 0;

    for (size_t i = 0; i < comparison->count; i++) {
        if (rule->findings[i]->outcome != outcome)
            continue;
        if (!count++) {
            html_puts(html, "<span class=\"who-of\">");
            html_outcome(html, outcome);
            html_puts(html, " ");
        } else {
            html_puts(html, ", ");
        }
        html_text(html, comparison->names[i]);
    }
    html_puts(html, count ? "</span>\n" : "");
}

void html_differences(struct html *html, const struct comparison *comparison)
{
    if (!comparison->differing)
        return;
    html_puts(html, "<section><h2>Where they differ</h2>\n<p class=\"sub\">By milestone, the "
                    "heaviest first.</p>\n<ul class=\"differ\">\n");
    for (size_t i = 0; i < comparison->rule_count; i++) {
        const struct comparison_rule *rule = &comparison->rules[i];

        if (!rule->differs)
            continue;
        html_printf(html, "<li><span class=\"ti\"><b>%s</b> ",
                    rh_milestone_name(rule->findings[0]->milestone));
        html_text(html, rule->findings[0]->title);
        html_puts(html, "</span>\n<span class=\"who-all\">");
        add_who(html, comparison, rule, RH_PASS);
        add_who(html, comparison, rule, RH_PARTIAL);
        add_who(html, comparison, rule, RH_FAIL);
        html_puts(html, "</span></li>\n");
    }
    html_puts(html, "</ul></section>\n");
}
