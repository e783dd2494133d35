/* From a clone to a first result: every step that the documentation asks for, and where it stops.
 */
#include "report/html_page.h"

#include <string.h>

enum { STEPS_SHOWN = 24 };

static const char *kind_of(const struct rh_step *step)
{
    static const struct {
        const char *kind, *words;
    } rows[] = {
        {"clone", "get the code"}, {"install", "install"}, {"build", "build"},
        {"download", "download"},  {"edit", "edit"},       {"login", "sign in"},
        {"configure", "set"},      {"prepare", "prepare"}, {"run", "run"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (!strcmp(rows[i].kind, step->kind))
            return rows[i].words;
    return "step";
}

static bool stops(const struct rh_step *step) { return !strcmp(step->status, "stops"); }

static const char *class_of(const struct rh_step *step)
{
    return stops(step)                       ? "stops"
           : step->by_hand                   ? "hand"
           : !strcmp(step->kind, "download") ? "get"
                                             : "cmd";
}

static void add_instead(struct html *html, const struct rh_step *step)
{
    if (!step->instead_count)
        return;
    html_puts(html, "<span class=\"or\">or ");
    for (size_t i = 0; i < step->instead_count; i++) {
        html_puts(html, i ? ", " : "");
        html_text(html, step->instead[i]);
    }
    html_puts(html, "</span>\n");
}

static void add_place(struct html *html, const struct rh_step *step)
{
    struct rh_evidence place = {.path = step->path, .line = step->line, .url = step->url};

    html_puts(html, "<span class=\"src\">");
    if (step->path || step->url)
        html_place(html, &place);
    if (!step->path)
        html_puts(html, step->url ? " not written down" : "not written down");
    if (step->branch) {
        html_puts(html, " by ");
        html_text(html, step->branch);
    }
    html_puts(html, "</span>\n");
}

static void add_why(struct html *html, const struct rh_step *step)
{
    bool known = step->why && step->why[0];

    if (stops(step)) {
        html_puts(html, "<span class=\"stop\">");
        html_icon(html, "fail");
        html_puts(html, known ? "<span>A stranger stops here: " : "<span>A stranger stops here");
        html_text(html, step->why);
        html_puts(html, "</span></span>\n");
    } else if (!strcmp(step->status, "unknown") && known) {
        html_puts(html, "<span class=\"or\">not known: ");
        html_text(html, step->why);
        html_puts(html, "</span>\n");
    }
}

static void add_step(struct html *html, const struct rh_step *step, bool behind)
{
    html_printf(html, "<li class=\"%s%s\" value=\"%u\"><span class=\"k\">%s%s</span>\n",
                class_of(step), behind ? " behind" : "", step->number, kind_of(step),
                step->by_hand ? " by hand" : "");
    if (step->by_hand) {
        html_puts(html, "<span class=\"t\">");
        html_text(html, step->text);
        html_puts(html, "</span>\n");
    } else {
        html_code(html, "t", step->text);
    }
    if (step->more)
        html_printf(html, "<span class=\"or\">and %u more like it</span>\n", step->more);
    add_why(html, step);
    add_place(html, step);
    add_instead(html, step);
    html_puts(html, "</li>\n");
}

static void add_summary(struct html *html, const struct rh_step *stop)
{
    const struct rh_report *report = html->report;
    size_t hand = 0;

    for (size_t i = 0; i < report->step_count; i++)
        hand += report->steps[i].by_hand;
    html_printf(html,
                "<p class=\"sub\">What the documentation asks of a stranger, in order: "
                "%zu step%s",
                report->step_count, report->step_count == 1 ? "" : "s");
    if (hand)
        html_printf(html, ", %zu by hand", hand);
    if (stop)
        html_printf(html, "; <b>it stops at step %u</b>", stop->number);
    html_puts(html, ".</p>\n");
}

void html_steps(struct html *html)
{
    const struct rh_report *report = html->report;
    const struct rh_step *stop = NULL;

    if (!report->step_count)
        return;
    for (size_t i = 0; i < report->step_count && !stop; i++)
        stop = stops(&report->steps[i]) ? &report->steps[i] : NULL;
    html_puts(html, "<section class=\"way\"><h2>From clone to first result</h2>\n");
    add_summary(html, stop);
    html_puts(html, "<ol class=\"path\">\n");
    for (size_t i = 0; i < report->step_count; i++) {
        if (i == STEPS_SHOWN)
            html_printf(html,
                        "</ol>\n<details><summary>%zu more steps</summary>\n"
                        "<ol class=\"path\">\n",
                        report->step_count - i);
        add_step(html, &report->steps[i], stop && &report->steps[i] > stop);
    }
    html_puts(html, report->step_count > STEPS_SHOWN ? "</ol></details></section>\n"
                                                     : "</ol></section>\n");
}
