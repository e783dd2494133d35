/* Reports side by side: two as a pair, more as rows with each one's own part below. */
#include "report/html_compare.h"
#include "report/html_curve.h"
#include "report/page.h"
#include "report/place.h"

#include <string.h>

void html_mark(struct html *html, size_t index)
{
    html_printf(html, "<i class=\"mark %s\"></i>", index ? "b" : "a");
}

void html_choose(struct html *html, const struct comparison *comparison, size_t index)
{
    const char *name = comparison->names[index];

    html->report = comparison->reports[index];
    html->number = index + 1;
    html->name = path_base(name)[0] ? path_base(name) : name;
}

void html_compared(struct html *html, const struct comparison *comparison, size_t index)
{
    if (comparison->count == 2)
        html_mark(html, index);
    html_text(html, comparison->names[index]);
}

static void add_title(struct html *html, const struct comparison *comparison)
{
    if (comparison->count == 2) {
        html_text(html, comparison->names[0]);
        html_puts(html, " and ");
        html_text(html, comparison->names[1]);
        html_puts(html, ": release health compared");
    } else {
        html_printf(html, "%zu repositories: release health compared", comparison->count);
    }
}

/* --- two --- */

static void add_pair_head(struct html *html, const struct comparison *comparison)
{
    html_puts(html, "<div class=\"head\">\n<h1>");
    for (size_t i = 0; i < 2; i++) {
        html_choose(html, comparison, i);
        html_printf(html, "<span class=\"of %s\">", i ? "b" : "a");
        html_sentence(html);
        html_puts(html, i ? "</span>" : "</span> ");
    }
    html_printf(html,
                "</h1>\n<p class=\"lead\">Of %zu questions that both can be asked, they differ in "
                "%zu.</p>\n</div>\n",
                comparison->rule_count, comparison->differing);
}

static void add_cards(struct html *html, const struct comparison *comparison)
{
    html_puts(html, "<div class=\"cards\">\n");
    for (size_t i = 0; i < 2; i++) {
        html_choose(html, comparison, i);
        html_printf(html, "<section class=\"half-card %s\"><h2>", i ? "b" : "a");
        html_compared(html, comparison, i);
        html_puts(html, "</h2>\n");
        html_identity(html);
        html_stairs(html);
        html_puts(html, "<p>");
        html_text(html, html->report->headline);
        html_puts(html, "</p>\n");
        html_notices(html);
        html_puts(html, "</section>\n");
    }
    html_puts(html, "</div>\n");
}

static void add_answers(struct html *html, const struct comparison *comparison)
{
    struct html_curve curves[2];
    size_t count = 0;

    for (size_t i = 0; i < 2; i++) {
        const struct rh_waits *waits = waits_of(comparison->reports[i], "issues", "answer");

        if (waits && waits->point_count)
            curves[count++] = (struct html_curve){waits, i ? "b" : "a", comparison->names[i]};
    }
    if (!count)
        return;
    html_puts(html, "<section><h2>Will anyone answer?</h2>\n<p class=\"sub\">Of the issues that "
                    "outsiders file, the share that had a first answer. What still waits counts as "
                    "waiting, not as never.</p>\n");
    html_curves(html, curves, count);
    html_puts(html, "</section>\n");
}

static bool has_any(const struct comparison *comparison, bool steps)
{
    for (size_t i = 0; i < comparison->count; i++)
        if (steps ? comparison->reports[i]->step_count : comparison->reports[i]->fix_count)
            return true;
    return false;
}

/* The same part of both, beside each other. */
static void add_both(struct html *html, const struct comparison *comparison,
                     void (*part)(struct html *html))
{
    html_puts(html, "<div class=\"two\">\n");
    for (size_t i = 0; i < 2; i++) {
        html_choose(html, comparison, i);
        html_printf(html, "<div class=\"of %s\">\n", i ? "b" : "a");
        part(html);
        html_puts(html, "</div>\n");
    }
    html_puts(html, "</div>\n");
}

static void add_pair(struct html *html, const struct comparison *comparison)
{
    add_pair_head(html, comparison);
    add_cards(html, comparison);
    html_dumbbells(html, comparison);
    html_puts(html, "<div class=\"two\">\n");
    html_questions(html, comparison);
    add_answers(html, comparison);
    html_puts(html, "</div>\n");
    if (has_any(comparison, true))
        add_both(html, comparison, html_steps);
    if (has_any(comparison, false))
        add_both(html, comparison, html_fixes);
    html_pairs(html, comparison);
}

/* --- many --- */

static void add_many_head(struct html *html, const struct comparison *comparison)
{
    size_t usable = 0;

    for (size_t i = 0; i < comparison->count; i++)
        usable += comparison->reports[i]->milestones[RH_M0].verdict == RH_MET;
    html_printf(html, "<div class=\"head\">\n<h1>%zu repositories, side by side. ",
                comparison->count);
    if (usable == comparison->count)
        html_puts(html, "All are usable.");
    else if (usable)
        html_printf(html, "%zu of them %s usable.", usable, usable == 1 ? "is" : "are");
    else
        html_puts(html, "None of them is usable yet.");
    html_printf(html,
                "</h1>\n<p class=\"lead\">Of %zu questions that all can be asked, they differ in "
                "%zu. There is no total and no ranking.</p>\n</div>\n",
                comparison->rule_count, comparison->differing);
}

static void add_each(struct html *html, const struct comparison *comparison)
{
    for (size_t i = 0; i < comparison->count; i++) {
        html_choose(html, comparison, i);
        html_printf(html, "<article class=\"one\" id=\"r%zu\"><h2>", i + 1);
        html_text(html, comparison->names[i]);
        html_puts(html, "</h2>\n");
        html_identity(html);
        html_puts(html, "<p>");
        html_text(html, html->report->headline);
        html_puts(html, "</p>\n");
        html_notices(html);
        html_puts(html, "<div class=\"card\">\n");
        html_stairs(html);
        html_milestones(html);
        html_puts(html, "</div>\n");
        html_steps(html);
        html_fixes(html);
        html_findings(html);
        html_puts(html, "</article>\n");
    }
}

void comparison_html(const struct comparison *comparison, const struct writer_options *options,
                     FILE *out)
{
    struct html html = {.options = options};

    html_choose(&html, comparison, 0);
    html_start(&html);
    add_title(&html, comparison);
    html_style(&html, "comparison");
    html_puts(&html, "<main class=\"in\">\n");
    if (comparison->count == 2) {
        add_pair(&html, comparison);
    } else {
        add_many_head(&html, comparison);
        html_index(&html, comparison);
        html_differences(&html, comparison);
        add_each(&html, comparison);
    }
    html_puts(&html, "</main>\n");
    html_footer_start(&html);
    for (size_t i = 0; i < comparison->count; i++) {
        html_choose(&html, comparison, i);
        html_command(&html);
    }
    html_footer_end(&html);
    html_puts(&html, "</body>\n</html>\n");
    fwrite(html.out.ptr, 1, html.out.len, out);
    buf_release(&html.out);
}
