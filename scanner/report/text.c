/* For a person at a terminal, in 80 columns: what a stranger meets, what decided each milestone,
 * what to mend first. Programs read json-v1; these words may change at any time. */
#include "report/escape.h"
#include "report/page.h"
#include "report/place.h"

#include <string.h>

enum { WIDTH = 80, ROW_COLUMN = 2, VERDICT_COLUMN = 19, CLAUSE_COLUMN = 30 };
enum { HOLDS_BYTES = 220, UNKNOWN_BYTES = 200, NAMES_SHOWN = 2 };

static void say_header(struct page *page)
{
    const struct rh_target *target = &page->report->target;
    struct buf text = {0};

    page_paint(page, PAINT_STRONG);
    buf_add(&text, target_name(target));
    if (target->path && target->path[0])
        buf_printf(&text, " %s", target->path);
    page_say(page, 0, text.ptr ? text.ptr : "");
    page_paint(page, PAINT_NONE);
    text.len = 0;
    buf_printf(&text, "%.7s", target->commit ? target->commit : "");
    if (target->date)
        buf_printf(&text, " (%s)", target->date);
    if (target->commit)
        page_piece(page, 2, text.ptr);
    text.len = 0;
    buf_printf(&text, "%s%s%s", target->language ? target->language : "",
               target->language ? " " : "", kind_words(target->kind));
    page_piece(page, 2, text.ptr);
    text.len = 0;
    buf_printf(&text, "as of %s", page->report->as_of);
    page_piece(page, 2, text.ptr);
    if (target->dirty)
        page_piece(page, 2, "with uncommitted changes");
    wrap_end_line(&page->wrap);
    buf_release(&text);
}

static void say_notices(struct page *page)
{
    struct buf text = {0};

    if (page->report->notice_count)
        page_gap(page);
    for (size_t i = 0; i < page->report->notice_count; i++) {
        const struct rh_notice *notice = &page->report->notices[i];

        text.len = 0;
        if (notice->evidence.path)
            buf_printf(&text, "%s: \"%s\"", notice_words(notice->kind), notice->text);
        else /* not the repository's own words */
            buf_printf(&text, "%s: %s", notice_words(notice->kind), notice->text);
        if (notice->evidence.path && notice->evidence.line)
            buf_printf(&text, "  %s:%u", notice->evidence.path, notice->evidence.line);
        else if (notice->evidence.path)
            buf_printf(&text, "  %s", notice->evidence.path);
        page_paint(page, PAINT_MIDDLING);
        page_say(page, 2, text.ptr);
        page_paint(page, PAINT_NONE);
        wrap_end_line(&page->wrap);
    }
    buf_release(&text);
}

static bool has_row(const struct rh_milestone_result *milestone)
{
    return milestone->in_aim || milestone->id == RH_M3; /* M3 is advice for a release */
}

static void say_row(struct page *page, const struct rh_milestone_result *milestone)
{
    bool stopped =
        milestone->id == RH_M0 && milestone->verdict_then == RH_MET && milestone->verdict != RH_MET;
    struct buf clause = {0};

    wrap_to(&page->wrap, ROW_COLUMN);
    page_say(page, 0, rh_milestone_name(milestone->id));
    wrap_to(&page->wrap, page->wrap.column + 1);
    page_say(page, 0, milestone->title);
    page_column(page, VERDICT_COLUMN);
    page_paint(page, stopped ? PAINT_BAD : verdict_paint(milestone->verdict));
    page_say(page, 0, stopped ? "STOPPED" : verdict_words(milestone->verdict));
    page_paint(page, PAINT_NONE);
    page_column(page, CLAUSE_COLUMN);
    if (milestone->verdict_then != milestone->verdict)
        buf_printf(&clause, "when committed: %s. Today: ", verdict_words(milestone->verdict_then));
    buf_puts(&clause, milestone->decided_by);
    page_say(page, CLAUSE_COLUMN, clause.ptr);
    wrap_end_line(&page->wrap);
    buf_release(&clause);
}

/* What lies beyond the aim is one quiet line; what is met there all the same is said. */
static void say_beyond(struct page *page)
{
    const struct rh_report *report = page->report;
    struct buf text = {0}, met = {0};
    enum rh_milestone first = RH_MILESTONE_COUNT, last = 0;

    for (unsigned i = 0; i < RH_MILESTONE_COUNT; i++) {
        if (has_row(&report->milestones[i]))
            continue;
        first = first == RH_MILESTONE_COUNT ? i : first;
        last = i;
        if (report->milestones[i].verdict == RH_MET)
            buf_printf(&met, "%s%s", met.len ? ", " : "", report->milestones[i].title);
    }
    if (first < RH_MILESTONE_COUNT) {
        buf_printf(&text, "%s-%s  not the aim of this %s", rh_milestone_name(first),
                   rh_milestone_name(last), kind_words(report->target.kind));
        if (met.len)
            buf_printf(&text, "; met all the same: %s", met.ptr);
        wrap_to(&page->wrap, ROW_COLUMN);
        page_paint(page, PAINT_QUIET);
        wrap_text(&page->wrap, ROW_COLUMN, text.ptr);
        page_paint(page, PAINT_NONE);
        wrap_end_line(&page->wrap);
    }
    buf_release(&text);
    buf_release(&met);
}

static void say_milestones(struct page *page)
{
    page_gap(page);
    for (size_t i = 0; i < RH_MILESTONE_COUNT; i++)
        if (has_row(&page->report->milestones[i]))
            say_row(page, &page->report->milestones[i]);
    say_beyond(page);
}

static void say_scores(struct page *page)
{
    struct buf text = {0};

    page_heading(page, "Scores: share of the weight earned (what is not known as a range), and the "
                       "share of the weight that was looked at");
    for (size_t i = 0; i < RH_MILESTONE_COUNT; i++) {
        const struct rh_milestone_result *milestone = &page->report->milestones[i];

        wrap_to(&page->wrap, ROW_COLUMN);
        text.len = 0;
        buf_printf(&text, "%s %s", rh_milestone_name(milestone->id), milestone->title);
        page_say(page, 0, text.ptr);
        page_column(page, VERDICT_COLUMN);
        text.len = 0;
        if (milestone->low < milestone->high)
            buf_printf(&text, "%.0f to %.0f", milestone->low * 100, milestone->high * 100);
        else
            buf_printf(&text, "%.0f", milestone->low * 100);
        page_say(page, 0, text.ptr);
        page_column(page, CLAUSE_COLUMN);
        text.len = 0;
        buf_printf(&text, "of 100; %.0f %%", milestone->coverage * 100);
        page_say(page, CLAUSE_COLUMN, text.ptr);
        wrap_end_line(&page->wrap);
    }
    buf_release(&text);
}

static const char *name_of(const struct rh_finding *finding)
{
    return finding->label ? finding->label : finding->title;
}

/* It passed since nothing speaks against it, which is no credit. */
static bool is_absence(const struct rh_finding *finding)
{
    return !finding->evidence_count && finding->message &&
           !strncmp(finding->message, "none", strlen("none"));
}

/* Credit: what holds, heaviest first, but for what the rows above say already. */
static void say_holds(struct page *page)
{
    const struct rh_report *report = page->report;
    struct buf text = {0};

    for (unsigned weight = 5; weight > 0; weight--)
        for (size_t i = 0; i < report->finding_count; i++) {
            const struct rh_finding *finding = &report->findings[i];
            const char *name = name_of(finding);

            if (finding->outcome != RH_PASS || finding->weight != weight || is_absence(finding) ||
                (finding->milestone != RH_NO_MILESTONE &&
                 strstr(report->milestones[finding->milestone].decided_by, name)) ||
                text.len + strlen(name) > HOLDS_BYTES)
                continue;
            buf_printf(&text, "%s%s", text.len ? ", " : "Holds: ", name);
        }
    if (text.len) {
        buf_puts(&text, ".");
        page_line(page, 0, text.ptr);
    }
    buf_release(&text);
}

/* "answer times and 4 more (no token)": all that is unknown for one reason. */
static void add_unknown(const struct rh_report *report, const char *why, struct buf *text)
{
    size_t count = 0;

    for (size_t i = 0; i < report->finding_count; i++) {
        const struct rh_finding *finding = &report->findings[i];

        if (finding->outcome != RH_UNKNOWN || strcmp(finding->message, why) != 0)
            continue;
        if (count < NAMES_SHOWN)
            buf_printf(text, "%s%s",
                       count       ? ", "
                       : text->len ? "; "
                                   : "Not known: ",
                       name_of(finding));
        count++;
    }
    if (count > NAMES_SHOWN)
        buf_printf(text, " and %zu more", count - NAMES_SHOWN);
    if (count && why[0])
        buf_printf(text, " (%s)", why);
}

static bool is_repeated(const struct rh_report *report, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (report->findings[i].outcome == RH_UNKNOWN &&
            !strcmp(report->findings[i].message, report->findings[index].message))
            return true;
    return false;
}

static void say_unknown(struct page *page)
{
    const struct rh_report *report = page->report;
    struct buf text = {0};
    bool left = false;

    for (size_t i = 0; i < report->finding_count; i++) {
        if (report->findings[i].outcome != RH_UNKNOWN || is_repeated(report, i))
            continue;
        if (text.len < UNKNOWN_BYTES)
            add_unknown(report, report->findings[i].message, &text);
        else
            left = true;
    }
    for (size_t i = 0; i < report->source_count; i++) {
        const struct rh_source *source = &report->sources[i];
        const char *words = source_words(source->name);

        if (source->why && words && !(text.ptr && strstr(text.ptr, source->why)))
            buf_printf(&text, "%s%s (%s)", text.len ? "; " : "Not known: ", words, source->why);
    }
    if (left)
        buf_puts(&text, "; and more (--all)");
    if (text.len) {
        buf_puts(&text, ".");
        page_line(page, 0, text.ptr);
    }
    buf_release(&text);
}

/* What settings changed, or would have. */
static void say_settings(struct page *page)
{
    const struct rh_report *report = page->report;
    struct buf text = {0};

    for (size_t i = 0; i < report->source_count; i++) {
        const struct rh_source *source = &report->sources[i];

        if (strcmp(source->name, "settings") || !source->why)
            continue;
        buf_printf(&text, "Settings: %s.", source->why);
        page_line(page, 0, text.ptr);
    }
    buf_release(&text);
}

static void say_next(struct page *page)
{
    const struct rh_report *report = page->report;
    struct buf text = {0};

    if (!report->fix_count)
        return;
    buf_printf(&text, "Next: repohealth explain %s",
               report->findings[report->fixes[0].findings[0]].rule);
    page_line(page, 0, text.ptr);
    buf_release(&text);
}

static void write_text(const struct rh_report *report, const struct writer_options *options,
                       FILE *out)
{
    struct page page = {.report = report, .options = options};

    page.wrap = (struct wrap){.out = &page.text, .width = options->width ? options->width : WIDTH};
    say_header(&page);
    page_paper(&page);
    say_notices(&page);
    page_gap(&page);
    page_line(&page, 0, report->headline);
    say_milestones(&page);
    if (options->scores)
        say_scores(&page);
    page_fixes(&page);
    page_route(&page);
    page_answers(&page);
    if (options->all)
        page_findings(&page);
    page_gap(&page);
    say_holds(&page);
    say_unknown(&page);
    say_settings(&page);
    if (!report->audit_count)
        say_next(&page);
    page_audit(&page);
    escape_text((struct str){page.text.ptr, page.text.len}, out);
    buf_release(&page.text);
}

const struct writer text_writer = {
    .name = "text", .help = "for a person at a terminal", .write = write_text};
