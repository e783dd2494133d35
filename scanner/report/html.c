/* One page that a researcher can send to a colleague: a file without script, which fetches nothing.
 * Its parts are in html_*.c, its look is html.css. */
#include "report/html_page.h"
#include "report/page.h"
#include "report/place.h"

/* No script and no request, whatever a repository's words may be. */
#define POLICY "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

/* Drawn on 16 by 16; each says by its shape what its colour says. */
static const struct {
    const char *name, *path;
} symbols[] = {
    {"pass", "M3.2 8.4l3.1 3.1 6.5-7"},
    {"part", "M8 2a6 6 0 1 0 0 12a6 6 0 0 0 0-12zM8 3.9a4.1 4.1 0 0 0 0 8.2z"},
    {"fail", "M4 4l8 8M12 4l-8 8"},
    {"open", "M5.6 6a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.2.9-1.2 1.7M8 12.7v.1"},
    {"none", "M4 8h8"},
    {"note", "M8 2.2v7.2M8 12.9v.1"},
};

void html_start(struct html *html)
{
    html_puts(html, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"" POLICY "\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<meta name=\"color-scheme\" content=\"light dark\">\n"
                    "<meta name=\"generator\" content=\"repohealth ");
    html_text(html, html->report->tool_version);
    html_puts(html, "\">\n<title>");
}

void html_style(struct html *html, const char *what)
{
    html_puts(html, "</title>\n<style>\n");
    html_puts(html, html_css);
    html_puts(html, "</style>\n</head>\n<body>\n<svg class=\"hidden\" aria-hidden=\"true\">");
    for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++)
        html_printf(html, "<symbol id=\"i-%s\" viewBox=\"0 0 16 16\"><path d=\"%s\"/></symbol>",
                    symbols[i].name, symbols[i].path);
    html_printf(html,
                "</svg>\n<header class=\"top\"><div class=\"in\"><p><b>repohealth</b> %s</p>"
                "<p>as of <time>",
                what);
    html_text(html, html->report->as_of);
    html_puts(html, "</time></p></div></header>\n");
}

/* The way to a first result and the answers stand side by side where both are known. */
static void add_way(struct html *html)
{
    bool both = html_has_answers(html->report) && html->report->step_count;

    html_puts(html, both ? "<div class=\"two\">\n" : "");
    html_steps(html);
    html_answers(html);
    html_puts(html, both ? "</div>\n" : "");
}

static void write_html(const struct rh_report *report, const struct writer_options *options,
                       FILE *out)
{
    struct html page = {.report = report, .options = options}, *html = &page;
    struct buf name = {0};

    buf_add(&name, target_name(&html->report->target));
    html_start(html);
    html_text(html, name.ptr);
    html_puts(html, ": release health");
    html_style(html, "release report");
    html_puts(html, "<main class=\"in\">\n");
    html_header(html);
    html_puts(html, "<section class=\"card\"><h2 class=\"vh\">Milestones</h2>\n");
    html_stairs(html);
    html_milestones(html);
    html_puts(html, "</section>\n");
    add_way(html);
    html_fixes(html);
    html_known(html);
    html_findings(html);
    html_puts(html, "</main>\n");
    html_footer_start(html);
    html_command(html);
    html_footer_end(html);
    html_puts(html, "</body>\n</html>\n");
    fwrite(page.out.ptr, 1, page.out.len, out);
    buf_release(&page.out);
    buf_release(&name);
}

const struct writer html_writer = {
    .name = "html", .help = "for a browser: one file, no script", .write = write_html};
