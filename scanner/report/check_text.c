/* A comparison for a person: what is new first, each with its place and what to write there. */
#include "report/check.h"
#include "report/page.h"
#include "report/place.h"

#include <string.h>

enum { PLACE_COLUMN = 2, DETAIL_COLUMN = 6, WIDTH = 80, SHOWN_MOST = 50 };

static void say_place(struct page *page, const struct rh_report *report,
                      const struct rh_change_entry *entry)
{
    struct buf text = {0};

    if (entry->evidence)
        place_words(&report->target, entry->evidence, &text);
    wrap_end_line(&page->wrap);
    page_paint(page, entry->change == RH_CHANGE_FIXED ? PAINT_GOOD : PAINT_STRONG);
    page_piece(page, DETAIL_COLUMN, text.len ? text.ptr : ".");
    page_paint(page, PAINT_NONE);
    if (entry->evidence && entry->evidence->quote) {
        wrap_to(&page->wrap, page->wrap.column + 2);
        page_say(page, DETAIL_COLUMN, entry->evidence->quote);
    }
    wrap_end_line(&page->wrap);
    buf_release(&text);
}

/* "Files that commands run exist: 1 missing (examples.command-target)" */
static void say_rule(struct page *page, const struct rh_change_entry *entry)
{
    const struct rh_finding *finding = entry->finding;
    struct buf text = {0};

    buf_puts(&text, finding->title);
    if (entry->change == RH_CHANGE_WORSE)
        buf_printf(&text, ": was %s, is %s%s%s", rh_outcome_name(entry->was),
                   rh_outcome_name(finding->outcome), finding->message[0] ? ", " : "",
                   finding->message);
    else if (finding->message[0] && (!entry->evidence || !entry->evidence->quote))
        buf_printf(&text, ": %s", finding->message);
    buf_printf(&text, " (%s, %s)", finding->rule, rh_severity_name(finding_level(finding)));
    page_line(page, DETAIL_COLUMN, text.ptr);
    buf_release(&text);
}

static void say_remedy(struct page *page, const struct rh_change_entry *entry)
{
    struct buf text = {0};

    if (entry->evidence && entry->evidence->replacement)
        buf_printf(&text, "write: %s", entry->evidence->replacement);
    else if (entry->finding->remediation)
        buf_puts(&text, entry->finding->remediation);
    if (text.len)
        page_line(page, DETAIL_COLUMN, text.ptr);
    buf_release(&text);
}

static void say_entry(struct page *page, const struct rh_check *check,
                      const struct rh_change_entry *entry)
{
    bool bad = entry->change == RH_CHANGE_NEW || entry->change == RH_CHANGE_WORSE;

    say_place(page, entry->change == RH_CHANGE_FIXED ? check->base : check->head, entry);
    say_rule(page, entry);
    if (bad)
        say_remedy(page, entry);
}

static void say_section(struct page *page, const struct rh_check *check, enum rh_change change,
                        const char *heading)
{
    bool bad = change == RH_CHANGE_NEW || change == RH_CHANGE_WORSE;
    size_t shown = 0, left = 0, beyond = 0;
    struct buf text = {0};

    for (size_t i = 0; i < check->change_count; i++) {
        const struct rh_change_entry *entry = &check->changes[i];

        if (entry->change != change)
            continue;
        if (bad && !entry->counts && !page->options->all) {
            beyond++;
            continue;
        }
        if (shown == SHOWN_MOST && !page->options->all) {
            left++;
            continue;
        }
        if (!shown++)
            page_heading(page, heading);
        say_entry(page, check, entry);
    }
    if (left)
        buf_printf(&text, "and %zu more", left);
    if (beyond) {
        if (!shown)
            page_heading(page, heading);
        buf_printf(&text, "%s%zu of advice beyond the aim, which %s not counted%s",
                   left ? "; " : "", beyond, beyond == 1 ? "is" : "are",
                   shown || left ? "" : " (--all)");
    }
    if (text.len)
        page_line(page, PLACE_COLUMN, text.ptr);
    buf_release(&text);
}

static void say_head(struct page *page, const struct rh_check *check)
{
    struct buf text = {0}, counts = {0};

    check_say_counts(check, &counts);
    if (check->base) {
        buf_puts(&text, "Against ");
        check_say_base(check, &text);
        buf_printf(&text, ": %s", counts.ptr);
    } else {
        buf_printf(&text,
                   "Nothing stands before this commit to compare with: what is found here, "
                   "%zu in all, counts as there already",
                   check->counts[RH_CHANGE_UNCHANGED]);
    }
    page_say(page, 0, text.ptr);
    wrap_end_line(&page->wrap);
    buf_release(&text);
    buf_release(&counts);
}

/* Excuses that came with the change, and those that excuse nothing. */
static void say_exemptions(struct page *page, const struct rh_check *check)
{
    const struct rh_report *head = check->head;
    struct buf text = {0};
    size_t said = 0;

    for (size_t i = 0; i < head->exemption_count; i++) {
        const struct rh_exemption *exemption = &head->exemptions[i];

        text.len = 0;
        if (check_excuses(check, exemption))
            buf_printf(&text, "%s:%u: %s, excused by this change: %s", exemption->path,
                       exemption->line, exemption->rule, exemption->reason);
        else
            exemption_say(exemption, &text);
        if (!text.len)
            continue;
        if (!said++)
            page_heading(page, "Exemptions");
        page_line(page, PLACE_COLUMN, text.ptr);
    }
    buf_release(&text);
}

static void say_settings(struct page *page, const struct rh_check *check)
{
    struct buf text = {0};

    if (check->settings_change) {
        buf_printf(&text,
                   ".repohealth.yml %s. Both sides were judged by the base's; the change "
                   "counts once it is merged.",
                   check->settings_change);
        page_gap(page);
        page_line(page, 0, text.ptr);
    }
    buf_release(&text);
}

static void say_fallen(struct page *page, const struct check_answer *answer)
{
    for (enum rh_milestone i = 0; i < RH_MILESTONE_COUNT; i++) {
        const struct rh_milestone_result *now = &answer->check->head->milestones[i];
        struct buf text = {0};

        if (!check_milestone_fails(answer, i))
            continue;
        buf_printf(&text, "%s %s was met and is %s: %s", rh_milestone_name(i), now->title,
                   now->verdict == RH_PARTLY ? "met only partly" : "not met", now->decided_by);
        page_gap(page);
        page_line(page, 0, text.ptr);
        buf_release(&text);
    }
}

void check_write_text(const struct check_answer *answer, const struct writer_options *options,
                      FILE *out)
{
    const struct rh_check *check = answer->check;
    struct page page = {.report = check->head, .options = options};

    page.wrap = (struct wrap){.out = &page.text, .width = options->width ? options->width : WIDTH};
    say_head(&page, check);
    say_section(&page, check, RH_CHANGE_NEW, "New");
    say_section(&page, check, RH_CHANGE_WORSE, "Worse");
    say_section(&page, check, RH_CHANGE_FIXED, "Fixed");
    if (options->all)
        say_section(&page, check, RH_CHANGE_UNCHANGED, "Unchanged");
    say_fallen(&page, answer);
    say_exemptions(&page, check);
    say_settings(&page, check);
    fwrite(page.text.ptr, 1, page.text.len, out);
    buf_release(&page.text);
}
