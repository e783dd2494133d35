/* Where a report comes from, how far it can be trusted, and how to get it again. */
#include "report/html_page.h"
#include "report/place.h"

#include <string.h>

#define BUILT_IN "rules/" /* what the program carries is named so */

/* For a shell: in quotes unless it is plain. */
static void add_word(struct buf *line, const char *word)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._/:=@+,";

    buf_puts(line, " ");
    if (word[0] && word[strspn(word, plain)] == '\0') {
        buf_puts(line, word);
        return;
    }
    buf_puts(line, "'");
    for (; *word; word++)
        if (*word == '\'')
            buf_puts(line, "'\\''");
        else
            buf_add(line, (struct str){word, 1});
    buf_puts(line, "'");
}

static void add_option(struct buf *line, const char *option, const char *value)
{
    buf_printf(line, " %s", option);
    add_word(line, value);
}

/* Rules beside the built-in ones and settings are files that this page can only name. */
void html_command(struct html *html)
{
    const struct rh_report *report = html->report;
    const struct rh_target *target = &report->target;
    struct buf line = {0};

    buf_puts(&line, "repohealth scan");
    add_word(&line, target->url ? target->url : target->input);
    if (target->commit && !target->dirty)
        add_option(&line, "--rev", target->commit);
    if (target->path && target->path[0])
        add_option(&line, "--path", target->path);
    add_option(&line, "--as-of", report->as_of);
    for (size_t i = 0; i < report->ruleset_count; i++)
        if (!text_starts(report->rulesets[i].name, BUILT_IN))
            add_option(&line, "--rules", report->rulesets[i].name);
    html_puts(html, "<p>To get it again: ");
    html_code(html, "run", line.ptr);
    html_puts(html, "</p>\n");
    buf_release(&line);
}

static void add_rules(struct html *html)
{
    const struct rh_report *report = html->report;

    html_puts(html, "<details><summary>repohealth ");
    html_text(html, report->tool_version);
    html_printf(html, ", %zu rule file%s and their SHA-256</summary>\n<ul class=\"plain\">\n",
                report->ruleset_count, report->ruleset_count == 1 ? "" : "s");
    for (size_t i = 0; i < report->ruleset_count; i++) {
        html_puts(html, "<li>");
        html_text(html, report->rulesets[i].name);
        html_puts(html, " ");
        html_code(html, "hash", report->rulesets[i].hash);
        html_puts(html, "</li>\n");
    }
    html_puts(html, "</ul></details>\n");
}

static void add_settings(struct html *html)
{
    for (size_t i = 0; i < html->report->source_count; i++) {
        const struct rh_source *source = &html->report->sources[i];

        if (strcmp(source->name, "settings") != 0 || !source->why)
            continue;
        html_puts(html, "<p>Settings: ");
        html_text(html, source->why);
        html_puts(html, "</p>\n");
    }
}

void html_footer_start(struct html *html)
{
    html_puts(html, "<footer><div class=\"in\">\n<p><b>Inferred, not proven.</b> All of this was "
                    "read from files, history and what the forge told. Nothing of a repository "
                    "was run. What could not be seen counts neither way.</p>\n");
    add_settings(html);
    add_rules(html);
}

void html_footer_end(struct html *html) { html_puts(html, "</div></footer>\n"); }
