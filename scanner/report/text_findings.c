/* --all: every finding, by milestone, with its places. */
#include "report/page.h"

#include <string.h>

enum { OUTCOME_COLUMN = 2, RULE_COLUMN = 11, DETAIL_COLUMN = 13 };
enum { PLACES_THAT_HOLD = 2, PLACES_TO_MEND = 20 }; /* json-v1 has all */

static const char *outcome_words(enum rh_outcome outcome)
{
    static const char *const words[] = {"holds", "partly", "fails", "no matter", "unknown"};

    return words[outcome];
}

static enum paint outcome_paint(enum rh_outcome outcome)
{
    static const enum paint paints[] = {PAINT_GOOD, PAINT_MIDDLING, PAINT_BAD, PAINT_QUIET,
                                        PAINT_QUIET};

    return paints[outcome];
}

static void say_place(struct page *page, const struct rh_evidence *place)
{
    struct buf text = {0};

    if (place->path)
        buf_puts(&text, place->path);
    if (place->path && place->line)
        buf_printf(&text, ":%u", place->line);
    if (place->url)
        buf_printf(&text, "%s%s", text.len ? " " : "", place->url);
    if (place->quote)
        buf_printf(&text, "%s%s", text.len ? "  " : "", place->quote);
    if (text.len)
        page_line(page, DETAIL_COLUMN, text.ptr);
    text.len = 0;
    if (place->replacement) {
        buf_printf(&text, "-> %s", place->replacement);
        page_line(page, DETAIL_COLUMN + 2, text.ptr);
    }
    buf_release(&text);
}

static void say_finding(struct page *page, const struct rh_finding *finding)
{
    struct buf text = {0};
    size_t most;

    wrap_to(&page->wrap, OUTCOME_COLUMN);
    page_paint(page, outcome_paint(finding->outcome));
    page_say(page, OUTCOME_COLUMN, outcome_words(finding->outcome));
    page_paint(page, PAINT_NONE);
    wrap_to(&page->wrap, RULE_COLUMN);
    buf_printf(&text, "%s  %s", finding->rule, finding->title);
    if (finding->message && finding->message[0])
        buf_printf(&text, ": %s", finding->message);
    page_say(page, DETAIL_COLUMN, text.ptr);
    wrap_end_line(&page->wrap);
    text.len = 0;
    if (finding->outcome_then != finding->outcome) {
        buf_printf(&text, "when committed: %s", outcome_words(finding->outcome_then));
        page_line(page, DETAIL_COLUMN, text.ptr);
    }
    text.len = 0;
    if (finding->exempted) {
        buf_printf(&text, "left out of the score: %s", finding->exempted);
        page_line(page, DETAIL_COLUMN, text.ptr);
    }
    most = finding->outcome == RH_PASS ? PLACES_THAT_HOLD : PLACES_TO_MEND;
    for (size_t i = 0; i < finding->evidence_count && i < most; i++)
        say_place(page, &finding->evidence[i]);
    text.len = 0;
    buf_printf(&text, "and %zu more", finding->evidence_count - most);
    if (finding->evidence_count > most)
        page_line(page, DETAIL_COLUMN, text.ptr);
    buf_release(&text);
}

static void say_group(struct page *page, enum rh_milestone milestone, const char *heading)
{
    const struct rh_report *report = page->report;
    bool any = false;

    for (size_t i = 0; i < report->finding_count; i++) {
        if (report->findings[i].milestone != milestone ||
            report->findings[i].outcome == RH_NOT_APPLICABLE)
            continue;
        if (!any)
            page_heading(page, heading);
        any = true;
        say_finding(page, &report->findings[i]);
    }
}

static void say_not_applicable(struct page *page)
{
    const struct rh_report *report = page->report;
    struct buf text = {0};

    for (size_t i = 0; i < report->finding_count; i++)
        if (report->findings[i].outcome == RH_NOT_APPLICABLE)
            buf_printf(&text, "%s%s", text.len ? ", " : "", report->findings[i].rule);
    if (text.len) {
        page_heading(page, "Does not apply here");
        page_line(page, OUTCOME_COLUMN, text.ptr);
    }
    buf_release(&text);
}

void page_findings(struct page *page)
{
    const struct rh_report *report = page->report;
    struct buf heading = {0};

    for (unsigned i = 0; i < RH_MILESTONE_COUNT; i++) {
        heading.len = 0;
        buf_printf(&heading, "%s %s: %s", rh_milestone_name(i), report->milestones[i].title,
                   verdict_words(report->milestones[i].verdict));
        say_group(page, i, heading.ptr);
    }
    say_group(page, RH_NO_MILESTONE, "Housekeeping (never scored)");
    say_not_applicable(page);
    buf_release(&heading);
}
