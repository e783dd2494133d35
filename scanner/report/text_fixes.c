/* "Fix first": causes with their places, what to write there, and how long it takes. */
#include "report/page.h"

#include <string.h>

enum { NUMBER_COLUMN = 2, TITLE_COLUMN = 4, DETAIL_COLUMN = 6, MINUTES_COLUMNS = 12 };
enum { LINES_SHOWN = 2, MINUTES_A_LINE = 5, MORE_FINDINGS_SHOWN = 3 };

/* Sets a title in a narrower column, and the minutes at the right end of its first line. */
static void say_title(struct page *page, const char *title, unsigned minutes)
{
    struct buf text = {0}, time = {0};
    struct wrap wrap = {
        .out = &text, .width = page->wrap.width - MINUTES_COLUMNS, .column = TITLE_COLUMN};
    struct str rest, line;
    bool first = true;

    wrap_text(&wrap, TITLE_COLUMN, title);
    if (minutes)
        say_minutes(minutes, &time);
    rest = (struct str){text.ptr, text.len};
    while (str_next_line(&rest, &line)) {
        buf_add(&page->text, line);
        page->wrap.column += (unsigned)str_columns(line);
        if (first && time.len && page->wrap.column + 1 + time.len <= page->wrap.width) {
            wrap_to(&page->wrap, page->wrap.width - (unsigned)time.len);
            page_paint(page, PAINT_QUIET);
            page_say(page, 0, time.ptr);
            page_paint(page, PAINT_NONE);
        }
        first = false;
        wrap_end_line(&page->wrap);
    }
    buf_release(&text);
    buf_release(&time);
}

/* What stands there now; empty where nothing does. */
static const char *quote_of(const struct rh_evidence *place)
{
    return place->quote ? place->quote : "";
}

static bool said_before(const struct rh_finding *finding, size_t index)
{
    const struct rh_evidence *place = &finding->evidence[index];

    for (size_t i = 0; i < index; i++) {
        const struct rh_evidence *other = &finding->evidence[i];

        if (place->replacement
                ? other->replacement && !strcmp(other->replacement, place->replacement)
                : !strcmp(quote_of(other), quote_of(place)))
            return true;
    }
    return false;
}

/* Lines that are wrong, each with the one that should stand there. */
static void say_lines(struct page *page, const struct rh_finding *finding)
{
    size_t shown = 0, left = 0;
    struct buf text = {0};

    for (size_t i = 0; i < finding->evidence_count; i++) {
        const struct rh_evidence *place = &finding->evidence[i];

        if (!place->line || (!place->quote && !place->replacement) || said_before(finding, i))
            continue;
        if (shown == LINES_SHOWN) {
            left++;
            continue;
        }
        shown++;
        if (place->quote)
            page_line(page, DETAIL_COLUMN, place->quote);
        text.len = 0;
        buf_printf(&text, "-> %s", place->replacement ? place->replacement : "");
        if (place->replacement)
            page_line(page, DETAIL_COLUMN, text.ptr);
    }
    text.len = 0;
    buf_printf(&text, "and %zu more (--all)", left);
    if (left)
        page_line(page, DETAIL_COLUMN, text.ptr);
    buf_release(&text);
}

/* "3 found": the lines themselves say more. */
static bool is_count(const char *message)
{
    size_t digits = strspn(message, "0123456789");

    return digits && !strcmp(message + digits, " found");
}

/* "no" and "none" say no more than that there is something to do. */
static bool says_more(const char *message)
{
    return message[0] && strcmp(message, "no") != 0 && strcmp(message, "none") != 0;
}

/* "version tags: 0 tags; asked: at least 2", "lacks a licence" */
static void say_found(struct page *page, const struct rh_finding *finding, const char *lead)
{
    struct buf text = {0};

    buf_printf(&text, "%s%s%s", lead,
               says_more(finding->message)   ? ""
               : finding->outcome == RH_FAIL ? "lacks "
                                             : "in part: ",
               finding->label ? finding->label : finding->title);
    if (says_more(finding->message))
        buf_printf(&text, ": %s", finding->message);
    page_line(page, DETAIL_COLUMN, text.ptr);
    buf_release(&text);
}

/* What is mended line by line is shown by its lines; what is there in part, by what was found and
 * asked. */
static void say_why(struct page *page, const struct rh_finding *finding)
{
    bool lines = (finding->outcome == RH_FAIL || finding->minutes <= MINUTES_A_LINE) &&
                 finding->evidence_count && finding->evidence->line &&
                 (finding->evidence->quote || finding->evidence->replacement);

    if (!(lines && is_count(finding->message)))
        say_found(page, finding, "");
    if (lines)
        say_lines(page, finding);
}

static void say_others(struct page *page, const struct rh_fix *fix)
{
    for (size_t i = 1; i < fix->finding_count && i <= MORE_FINDINGS_SHOWN; i++)
        say_found(page, &page->report->findings[fix->findings[i]], "also ");
}

static void say_fix(struct page *page, size_t number, const struct rh_fix *fix)
{
    const struct rh_finding *finding = &page->report->findings[fix->findings[0]];
    struct buf title = {0};

    buf_printf(&title, "%zu ", number);
    wrap_to(&page->wrap, NUMBER_COLUMN);
    buf_add(&page->text, (struct str){title.ptr, title.len});
    page->wrap.column += (unsigned)title.len;
    title.len = 0;
    say_places(finding, &title);
    buf_puts(&title, title.len ? "  " : "");
    buf_puts(&title, fix->title);
    say_title(page, title.ptr, fix->minutes);
    say_why(page, finding);
    say_others(page, fix);
    buf_release(&title);
}

void page_fixes(struct page *page)
{
    const struct rh_report *report = page->report;
    struct buf heading = {0};
    unsigned minutes = 0;

    if (!report->fix_count)
        return;
    for (size_t i = 0; i < report->fix_count; i++)
        minutes += report->fixes[i].minutes;
    buf_puts(&heading, "Fix first");
    if (minutes) {
        buf_puts(&heading, " (");
        say_minutes(minutes, &heading);
        buf_puts(&heading, ")");
    }
    page_heading(page, heading.ptr);
    for (size_t i = 0; i < report->fix_count; i++)
        say_fix(page, i + 1, &report->fixes[i]);
    buf_release(&heading);
}
