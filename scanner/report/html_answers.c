/* How long those wait who write to the project. */
#include "report/html_curve.h"
#include "report/html_page.h"
#include "report/page.h"

bool html_has_answers(const struct rh_report *report)
{
    return waits_of(report, "issues", "answer") || waits_of(report, "pulls", "response");
}

void html_answers(struct html *html)
{
    const struct rh_waits *issues = waits_of(html->report, "issues", "answer");
    const struct rh_waits *pulls = waits_of(html->report, "pulls", "response");
    struct html_curve curves[2];
    struct buf words = {0};
    size_t count = 0;

    if (issues && issues->point_count)
        curves[count++] = (struct html_curve){issues, "a", "issues"};
    if (pulls && pulls->point_count)
        curves[count++] = (struct html_curve){pulls, "b", "pull requests"};
    say_answers(html->report, &words);
    if (words.len) {
        html_puts(html, "<section><h2>Will anyone answer?</h2>\n<p class=\"sub\">Of what outsiders "
                        "file, the share that had "
                        "a first answer. What still waits counts as waiting, not as never.</p>\n");
        if (count)
            html_curves(html, curves, count);
        html_puts(html, "<p>");
        html_text(html, words.ptr);
        html_puts(html, "</p></section>\n");
    }
    buf_release(&words);
}
