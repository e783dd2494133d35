/* Markdown for a step summary or a comment: the verdict, what to mend first, every finding folded.
 */
#include "report/markdown.h"

#include "report/escape.h"
#include "report/page.h"
#include "report/place.h"
#include "report/writer.h"

/* A summary above 1 MiB is refused whole, so it ends before, at a finding's end. */
enum { BYTES_MOST = 900 * 1024, PLACES_MOST = 20, FIX_PLACES = 3 };

void markdown_link(const struct rh_report *report, const struct rh_evidence *place, struct buf *out)
{
    struct buf words = {0}, url = {0};

    place_words(&report->target, place, &words);
    place_url(&report->target, place, &url);
    if (url.len && words.len)
        buf_puts(out, "[");
    escape_code(words.len ? words.ptr : "", out);
    if (url.len && words.len) {
        buf_puts(out, "](<");
        for (const char *at = url.ptr; *at; at++)
            if (*at == '<' || *at == '>' || *at == '\\' || *at == '[')
                buf_printf(out, "%%%02X", (unsigned char)*at);
            else
                buf_add(out, (struct str){at, 1});
        buf_puts(out, ">)");
    }
    buf_release(&words);
    buf_release(&url);
}

static void add_head(const struct rh_report *report, struct buf *out)
{
    const struct rh_target *target = &report->target;
    struct buf name = {0};

    buf_add(&name, target_name(target));
    if (target->path && target->path[0])
        buf_printf(&name, " %s", target->path);
    buf_puts(out, "## ");
    escape_markdown(name.ptr ? name.ptr : "", out);
    buf_puts(out, "\n\n**");
    escape_markdown(report->headline, out);
    buf_puts(out, "**\n\n");
    for (size_t i = 0; i < report->notice_count; i++) {
        buf_puts(out, "> ");
        escape_markdown(report->notices[i].text, out);
        buf_puts(out, " ");
        markdown_link(report, &report->notices[i].evidence, out);
        buf_puts(out, "\n\n");
    }
    buf_release(&name);
}

static void add_milestones(const struct rh_report *report, struct buf *out)
{
    static const char *const signs[] = {
        ":white_check_mark:", ":large_orange_diamond:", ":x:", ":grey_question:"};

    buf_puts(out, "| milestone | | decided by |\n|---|---|---|\n");
    for (unsigned i = 0; i < RH_MILESTONE_COUNT; i++) {
        const struct rh_milestone_result *milestone = &report->milestones[i];

        if (!milestone->in_aim && milestone->verdict != RH_MET)
            continue;
        buf_printf(out, "| %s %s | %s %s | ", rh_milestone_name(i), milestone->title,
                   signs[milestone->verdict], verdict_words(milestone->verdict));
        escape_markdown(milestone->decided_by, out);
        buf_puts(out, " |\n");
    }
}

static void add_fixes(const struct rh_report *report, struct buf *out)
{
    if (report->fix_count)
        buf_puts(out, "\n### Fix first\n\n");
    for (size_t i = 0; i < report->fix_count; i++) {
        const struct rh_fix *fix = &report->fixes[i];
        const struct rh_finding *finding = &report->findings[fix->findings[0]];

        buf_printf(out, "%zu. ", i + 1);
        escape_markdown(fix->title, out);
        if (fix->minutes) {
            buf_puts(out, " (");
            say_minutes(fix->minutes, out);
            buf_puts(out, ")");
        }
        for (size_t p = 0; p < finding->evidence_count && p < FIX_PLACES; p++) {
            const struct rh_evidence *place = &finding->evidence[p];

            buf_puts(out, "\n   - ");
            markdown_link(report, place, out);
            if (place->replacement) {
                buf_puts(out, " write ");
                escape_code(place->replacement, out);
            }
        }
        if (finding->evidence_count > FIX_PLACES)
            buf_printf(out, "\n   - and %zu more", finding->evidence_count - FIX_PLACES);
        buf_puts(out, "\n");
    }
}

static void add_finding(const struct rh_report *report, const struct rh_finding *finding,
                        struct buf *out)
{
    static const char *const words[] = {"holds", "partly", "fails", "does not apply", "not known"};
    const char *milestone = rh_milestone_name(finding->milestone);

    buf_printf(out, "- **%s**%s%s ", words[finding->outcome], milestone[0] ? " " : "", milestone);
    escape_markdown(finding->title, out);
    if (finding->message && finding->message[0]) {
        buf_puts(out, ": ");
        escape_markdown(finding->message, out);
    }
    buf_puts(out, " ");
    escape_code(finding->rule, out);
    if (finding->exempted) {
        buf_puts(out, " exempted: ");
        escape_markdown(finding->exempted, out);
    }
    buf_puts(out, "\n");
    for (size_t i = 0; i < finding->evidence_count && i < PLACES_MOST; i++) {
        const struct rh_evidence *place = &finding->evidence[i];

        if (finding->outcome == RH_PASS)
            break;
        buf_puts(out, "  - ");
        markdown_link(report, place, out);
        if (place->quote) {
            buf_puts(out, " ");
            escape_code(place->quote, out);
        }
        if (place->replacement) {
            buf_puts(out, " write ");
            escape_code(place->replacement, out);
        }
        buf_puts(out, "\n");
    }
    if (finding->outcome != RH_PASS && finding->evidence_count > PLACES_MOST)
        buf_printf(out, "  - and %zu more\n", finding->evidence_count - PLACES_MOST);
}

/* Worst first, so that what is cut matters least. */
static void add_findings(const struct rh_report *report, bool all, struct buf *out)
{
    static const enum rh_outcome order[] = {RH_FAIL, RH_PARTIAL, RH_UNKNOWN, RH_PASS,
                                            RH_NOT_APPLICABLE};
    size_t left = 0;

    buf_puts(out, "\n<details><summary>All findings</summary>\n\n");
    for (size_t o = 0; o < (all ? 5 : 3); o++)
        for (size_t i = 0; i < report->finding_count; i++) {
            struct buf one = {0};

            if (report->findings[i].outcome != order[o])
                continue;
            add_finding(report, &report->findings[i], &one);
            if (left || out->len + one.len > BYTES_MOST)
                left++;
            else
                buf_add(out, (struct str){one.ptr, one.len});
            buf_release(&one);
        }
    if (left)
        buf_printf(out, "\n%zu more findings did not fit here.\n", left);
    buf_puts(out, "\n</details>\n");
}

static void write_markdown(const struct rh_report *report, const struct writer_options *options,
                           FILE *out)
{
    struct buf text = {0};

    add_head(report, &text);
    add_milestones(report, &text);
    add_fixes(report, &text);
    add_findings(report, options->all, &text);
    buf_printf(&text,
               "\n<sub>repohealth %s as of %s; inferred from the files and the history, "
               "nothing was run</sub>\n",
               report->tool_version, report->as_of);
    fwrite(text.ptr, 1, text.len, out);
    buf_release(&text);
}

const struct writer markdown_writer = {
    .name = "markdown",
    .help = "for a step summary or a comment; cut before the forge's limit",
    .write = write_markdown,
};
