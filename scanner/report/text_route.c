/* From a clone to a first result: a line a step. */
#include "report/page.h"

#include <string.h>

enum { NUMBER_COLUMN = 2, KIND_COLUMN = 5, STEP_COLUMN = 15, TEXT_COLUMNS = 44, STEPS_SHOWN = 9 };

static bool is(const char *text, const char *other) { return !strcmp(text, other); }

static void say_title(struct page *page)
{
    const struct rh_report *report = page->report;
    const struct rh_step *steps = report->steps;
    size_t count = report->step_count, by_hand = 0, stops = 0;
    struct buf text = {0};

    for (size_t i = 0; i < count; i++) {
        by_hand += steps[i].by_hand || is(steps[i].kind, "login");
        if (!stops && is(steps[i].status, "stops"))
            stops = i + 1;
    }
    buf_puts(&text, "From clone to first result: ");
    if (!is(steps[count - 1].kind, "run"))
        buf_printf(&text, "no command or example gives one; %zu step%s lead%s there", count,
                   count == 1 ? "" : "s", count == 1 ? "s" : "");
    else
        buf_printf(&text, "%zu step%s", count, count == 1 ? "" : "s");
    if (by_hand)
        buf_printf(&text, ", %zu by hand", by_hand);
    if (stops)
        buf_printf(&text, ", stops at %zu", stops);
    page_heading(page, text.ptr);
    buf_release(&text);
}

/* As much as leaves room for the place. */
static void add_cut(struct str text, struct buf *out)
{
    size_t columns = str_columns(text);

    if (columns <= TEXT_COLUMNS) {
        buf_add(out, text);
        return;
    }
    while (text.len &&
           (str_columns(text) > TEXT_COLUMNS - 4 || ((unsigned char)text.ptr[text.len - 1] & 0x80)))
        text.len--;
    buf_add(out, str_trim(text));
    buf_puts(out, " ...");
}

static void say_step(struct page *page, const struct rh_step *step)
{
    bool stops = is(step->status, "stops");
    struct buf text = {0};

    buf_printf(&text, "%u", step->number);
    wrap_to(&page->wrap, step->number < 10 ? NUMBER_COLUMN : NUMBER_COLUMN - 1);
    page_say(page, 0, text.ptr);
    page_column(page, KIND_COLUMN);
    page_paint(page, stops ? PAINT_BAD : step->by_hand ? PAINT_MIDDLING : PAINT_NONE);
    page_say(page, 0, stops ? "STOPS" : is(step->kind, "login") ? "log in" : step->kind);
    page_paint(page, PAINT_NONE);
    page_column(page, STEP_COLUMN);
    text.len = 0;
    if (!step->path) {
        page_say(page, STEP_COLUMN, step->why ? step->why : "");
    } else {
        if (step->by_hand)
            buf_puts(&text, "\"");
        add_cut(str_of(step->text), &text);
        if (step->by_hand)
            buf_puts(&text, "\"");
        if (step->more)
            buf_printf(&text, " and %u more", step->more);
        page_say(page, STEP_COLUMN, text.ptr);
        text.len = 0;
        buf_printf(&text, "%s:%u", step->path, step->line);
        page_piece(page, STEP_COLUMN, text.ptr);
    }
    wrap_end_line(&page->wrap);
    text.len = 0;
    if (stops && step->why)
        page_line(page, STEP_COLUMN, step->why);
    buf_release(&text);
}

/* Ways that were left out, and what is not known of those that were taken. */
static void say_rest(struct page *page)
{
    const struct rh_report *report = page->report;
    struct buf ways = {0}, unknown = {0};

    for (size_t i = 0; i < report->step_count; i++) {
        const struct rh_step *step = &report->steps[i];

        for (size_t k = 0; k < step->instead_count; k++)
            buf_printf(&ways, "%s%s", ways.len ? ", " : "Other ways: ", step->instead[k]);
        if (!is(step->status, "unknown") || !step->why)
            continue;
        if (unknown.ptr && strstr(unknown.ptr, step->why))
            continue;
        buf_printf(&unknown, "%s%s (step %u)", unknown.len ? "; " : "Not known: ", step->why,
                   step->number);
    }
    if (ways.len) {
        buf_puts(&ways, ".");
        page_line(page, 2, ways.ptr);
    }
    if (unknown.len) {
        buf_puts(&unknown, ".");
        page_line(page, 2, unknown.ptr);
    }
    buf_release(&ways);
    buf_release(&unknown);
}

void page_route(struct page *page)
{
    const struct rh_report *report = page->report;
    size_t left = 0;
    struct buf text = {0};

    if (!report->step_count)
        return;
    say_title(page);
    for (size_t i = 0; i < report->step_count; i++) {
        const struct rh_step *step = &report->steps[i];

        if (i < STEPS_SHOWN || page->options->all || i + 1 == report->step_count ||
            is(step->status, "stops")) {
            if (left) {
                buf_printf(&text, "... %zu more (--all)", left);
                page_line(page, KIND_COLUMN, text.ptr);
                text.len = 0;
                left = 0;
            }
            say_step(page, step);
        } else {
            left++;
        }
    }
    say_rest(page);
    buf_release(&text);
}
