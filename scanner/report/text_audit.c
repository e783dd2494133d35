/* What an audit adds to the text report: the paper's state, what changed since, what to ask. */
#include "report/page.h"

#include "report/place.h"

#include <string.h>

enum { CHANGES_SHOWN = 8, INDENT = 2, HANG = 4 };

/* "README.md:12" and, where there is one, the line itself. */
static void add_place(const struct rh_report *report, const struct rh_evidence *place,
                      struct buf *out)
{
    if (!place->path && !place->url)
        return;
    buf_puts(out, "  ");
    place_words(&report->target, place, out);
    if (place->quote && place->quote[0])
        buf_printf(out, " \"%s\"", place->quote);
}

void page_paper(struct page *page)
{
    static const struct {
        const char *how, *words;
    } rows[] = {
        {"named", "as asked for"},      {"date", "the nearest to the given date"},
        {"README", "by the README"},    {"CITATION", "by CITATION.cff"},
        {"tag", "by the tag's name"},   {"branch", "by the branch's name"},
        {"version", "by CITATION.cff"},
    };
    const struct rh_audit *audit = page->report->audit;
    struct buf text = {0};

    if (!page->report->audit_count)
        return;
    if (!audit->how) {
        buf_printf(&text, "Paper state: not known (%s).",
                   audit->why ? audit->why : "not looked for");
        page_line(page, 0, text.ptr);
        buf_release(&text);
        return;
    }
    buf_puts(&text, "Paper state: ");
    if (audit->name)
        buf_puts(&text, audit->name);
    if (audit->commit && (!audit->name || strncmp(audit->commit, audit->name, 7) != 0))
        buf_printf(&text, "%s%.7s", audit->name ? " " : "", audit->commit);
    buf_printf(&text, " (%s)", audit->date);
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        if (!strcmp(rows[i].how, audit->how))
            buf_printf(&text, ", %s", rows[i].words);
    add_place(page->report, &audit->place, &text);
    page_line(page, 0, text.ptr);
    buf_release(&text);
}

static void say_verdicts(struct page *page)
{
    const struct rh_audit *audit = page->report->audit;
    struct buf text = {0};

    for (size_t i = 0; i < audit->verdict_count; i++) {
        const struct rh_audit_verdict *verdict = &audit->verdicts[i];

        buf_printf(&text, "%s%s %s: then %s, now %s", i ? "; " : "", rh_milestone_name(verdict->id),
                   page->report->milestones[verdict->id].title, verdict_words(verdict->then),
                   verdict_words(verdict->now));
    }
    if (text.len)
        buf_puts(&text, ".");
    page_line(page, INDENT, text.len ? text.ptr : "No milestone differs.");
    buf_release(&text);
}

static void say_changes(struct page *page, const char *change, const char *words)
{
    const struct rh_audit *audit = page->report->audit;
    size_t all = 0, shown = 0, most = page->options->all ? SIZE_MAX : CHANGES_SHOWN;
    struct buf text = {0};

    for (size_t i = 0; i < audit->change_count; i++)
        all += !strcmp(audit->changes[i].change, change);
    if (!all)
        return;
    buf_printf(&text, "%s (%zu):", words, all);
    page_line(page, INDENT, text.ptr);
    for (size_t i = 0; i < audit->change_count && shown < most; i++) {
        const struct rh_audit_change *one = &audit->changes[i];

        if (strcmp(one->change, change) != 0)
            continue;
        buf_release(&text);
        text = (struct buf){0};
        buf_puts(&text, one->label);
        add_place(page->report, &one->place, &text);
        page_line(page, HANG, text.ptr);
        shown++;
    }
    buf_release(&text);
    if (shown < all)
        page_line(page, HANG, "and more (--all)");
}

static void say_route(struct page *page)
{
    const struct rh_audit *audit = page->report->audit;
    struct buf text = {0};

    if (!audit->changed_known) {
        page_line(page, INDENT, "Which files changed is not known: not all folders are here.");
        return;
    }
    buf_printf(&text, "%u file%s changed; ", audit->changed_files,
               audit->changed_files == 1 ? "" : "s");
    if (!audit->route_files)
        buf_puts(&text, "no command of the README runs a file of it, so it is not known which "
                        "of them matter.");
    else if (!audit->route_reaches)
        buf_puts(&text, "the README's commands run none of them.");
    else
        buf_printf(&text, "the README's commands run or import %u:", audit->route_reaches);
    for (size_t i = 0; i < audit->route_count; i++)
        buf_printf(&text, "%s %s", i ? "," : "", audit->route[i]);
    if (audit->route_reaches)
        buf_puts(&text, audit->route_reaches > audit->route_count ? ", and more." : ".");
    page_line(page, INDENT, text.ptr);
    buf_release(&text);
}

static void say_questions(struct page *page)
{
    const struct rh_audit *audit = page->report->audit;
    struct buf text = {0};

    if (!audit->question_count)
        return;
    page_gap(page);
    page_line(page, 0, "Ask the authors");
    for (size_t i = 0; i < audit->question_count; i++) {
        const struct rh_question *question = &audit->questions[i];

        buf_printf(&text, "%zu %s", i + 1, question->text);
        add_place(page->report, &question->place, &text);
        page_line(page, INDENT, text.ptr);
        buf_release(&text);
        text = (struct buf){0};
    }
}

/* What a profile asks scores no milestone, so it is told apart. */
static void say_profile(struct page *page)
{
    const struct rh_report *report = page->report;
    struct buf text = {0};
    size_t asked = 0, holds = 0;

    for (size_t i = 0; i < report->finding_count; i++) {
        asked += !strcmp(report->findings[i].area, "anonymity");
        holds += !strcmp(report->findings[i].area, "anonymity") &&
                 (report->findings[i].outcome == RH_PASS ||
                  report->findings[i].outcome == RH_NOT_APPLICABLE);
    }
    if (!asked)
        return;
    page_gap(page);
    buf_printf(&text, "Anonymity: %zu of %zu hold%s", holds, asked,
               holds < asked ? "; these reveal who wrote it:" : ".");
    page_line(page, 0, text.ptr);
    for (size_t i = 0; i < report->finding_count; i++) {
        const struct rh_finding *finding = &report->findings[i];

        if (strcmp(finding->area, "anonymity") != 0 || !finding_accuses(finding))
            continue;
        buf_release(&text);
        text = (struct buf){0};
        buf_printf(&text, "%s  ", finding->label ? finding->label : finding->title);
        say_places(finding, &text);
        page_line(page, INDENT, text.ptr);
        if (finding->remediation)
            page_line(page, HANG, finding->remediation);
    }
    buf_release(&text);
}

/* Comments in its files that excuse something, which an audit does not honour. */
static void say_refused(struct page *page)
{
    const struct rh_report *report = page->report;
    struct buf text = {0};
    size_t count = 0;

    for (size_t i = 0; i < report->exemption_count; i++) {
        const struct rh_exemption *one = &report->exemptions[i];

        if (strcmp(one->state, "refused") != 0)
            continue;
        if (count++ < CHANGES_SHOWN)
            buf_printf(&text, "%s %s:%u (%s)", count > 1 ? "," : "Not honoured: exemptions at",
                       one->path, one->line, one->rule);
    }
    if (count) {
        buf_puts(&text, count > CHANGES_SHOWN ? " and more." : ".");
        page_line(page, 0, text.ptr);
    }
    buf_release(&text);
}

void page_audit(struct page *page)
{
    const struct rh_report *report = page->report;
    const struct rh_audit *audit = report->audit;

    say_profile(page);
    if (!report->audit_count)
        return;
    say_refused(page);
    page_gap(page);
    if (audit->how && audit->is_head) {
        page_line(page, 0, "Since the paper: nothing changed.");
    } else if (audit->how) {
        page_line(page, 0, "Since the paper");
        say_verdicts(page);
        say_changes(page, "new", "New");
        say_changes(page, "fixed", "Mended");
        say_route(page);
    }
    say_questions(page);
    page_gap(page);
    page_line(page, 0,
              "Nothing was run: whether it does what the paper says is not known from this.");
}
