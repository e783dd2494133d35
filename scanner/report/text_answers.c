/* How long those who write to the project wait, in a few sentences. */
#include "report/page.h"

#include <math.h>
#include <string.h>

enum { PROMISE_BYTES = 100, FEW = 10, WITHDRAWN_PERCENT = 20, HOURS_A_DAY = 24 };
static const double much_faster = 0.67; /* a second figure is worth its words below this part */

/* A time as a number and the word that goes with it. */
struct span {
    char number[16];
    const char *unit;
};

static struct span span_of(double days)
{
    struct span span = {.unit = "days"};
    double value = days;

    if (days * HOURS_A_DAY < 1) {
        memcpy(span.number, "an", 3);
        span.unit = "hour";
        return span;
    }
    if (days < 1) {
        value = days * HOURS_A_DAY;
        span.unit = "hours";
    }
    if (value < 9.95 && days >= 1)
        snprintf(span.number, sizeof(span.number), "%.1f", value);
    else
        snprintf(span.number, sizeof(span.number), "%.0f", fmin(value, 1e9));
    if (strchr(span.number, '.') && text_ends(span.number, ".0"))
        span.number[strlen(span.number) - 2] = '\0';
    if (!strcmp(span.number, "1"))
        span.unit = days < 1 ? "hour" : "day";
    return span;
}

static void add_span(double days, struct buf *text)
{
    struct span span = span_of(days);

    buf_printf(text, "%s %s", span.number, span.unit);
}

/* " (4 to 11 days)" */
static void add_interval(double low, double high, struct buf *text)
{
    if ((isnan(low) && isnan(high)) || low >= high)
        return;
    buf_puts(text, " (");
    if (isnan(low)) {
        buf_puts(text, "at most ");
        add_span(high, text);
    } else if (isnan(high)) {
        add_span(low, text);
        buf_puts(text, " or more");
    } else {
        struct span from = span_of(low), to = span_of(high);

        buf_puts(text, from.number);
        if (from.unit[0] != to.unit[0]) /* hours, days */
            buf_printf(text, " %s", from.unit);
        buf_printf(text, " to %s %s", to.number, to.unit);
    }
    buf_puts(text, ")");
}

const struct rh_waits *waits_of(const struct rh_report *report, const char *of, const char *until)
{
    for (size_t i = 0; i < report->wait_count; i++)
        if (!strcmp(report->waits[i].of, of) && !strcmp(report->waits[i].until, until))
            return &report->waits[i]; /* the window's comes before that of all time */
    return NULL;
}

/* "Half of outsiders' issues had an answer within 6 days (4 to 11 days); 12 of 41 still wait." */
static void add_waits(const struct rh_waits *waits, const char *things, const char *answer,
                      struct buf *text)
{
    if (!waits->ended && waits->count >= FEW) {
        buf_printf(text, "None of %u %ss of outsiders has had %s, and one has waited ",
                   waits->count, things, answer);
        add_span(waits->longest, text);
    } else if (waits->few && (waits->count < FEW || !isnan(waits->median))) {
        buf_printf(text, "%u %s%s of outsiders, %u with %s: too few to say how long it takes",
                   waits->count, things, waits->count == 1 ? "" : "s", waits->ended, answer);
        add_interval(waits->median_low, waits->median_high, text);
    } else if (isnan(waits->median)) {
        buf_printf(text,
                   "Most %ss of outsiders have no answer: %u of %u had %s, and the longest "
                   "has waited ",
                   things, waits->ended, waits->count, answer);
        add_span(waits->longest, text);
    } else {
        buf_printf(text, "Half of outsiders' %ss had %s within ", things, answer);
        add_span(waits->median, text);
        add_interval(waits->median_low, waits->median_high, text);
    }
    if (waits->waiting && (!waits->few || waits->waiting != waits->count - waits->ended))
        buf_printf(text, "; %u of %u still wait%s", waits->waiting, waits->count,
                   waits->waiting == 1 ? "s" : "");
    buf_puts(text, ". ");
}

static void add_other(const struct rh_waits *waits, const struct rh_waits *other, const char *words,
                      struct buf *text)
{
    if (waits->few || !other || other->few || isnan(other->median) ||
        (!isnan(waits->median) && other->median > waits->median * much_faster))
        return;
    buf_puts(text, words);
    add_span(other->median, text);
    buf_puts(text, ". ");
}

/* Askers who gave up first are no waits, and many of them bend the figure. */
static void add_withdrawn(const struct rh_waits *waits, struct buf *text)
{
    double share = (double)NAN;

    if (waits->withdrawn * 100 <= waits->count * WITHDRAWN_PERCENT)
        return;
    for (size_t i = 0; i < waits->point_count && waits->points[i].days <= 30; i++)
        share = waits->points[i].ended_share;
    buf_printf(text, "%u of %u were closed by their authors before that", waits->withdrawn,
               waits->count);
    if (!isnan(share) && !waits->few)
        buf_printf(text, "; %.0f %% of all had an answer within 30 days", share * 100);
    buf_puts(text, ". ");
}

static const char *metric_text(const struct rh_report *report, const char *name)
{
    for (size_t i = 0; i < report->metric_count; i++)
        if (!strcmp(report->metrics[i].name, name) && report->metrics[i].type == RH_VALUE_STRING)
            return report->metrics[i].string;
    return NULL;
}

/* "Filed in the last 365 days, as seen on 2026-11-20." */
static void add_sample(const struct rh_report *report, const struct rh_waits *waits,
                       struct buf *text)
{
    const char *observed = metric_text(report, "issues.observed");

    if (text_starts(waits->window, "since"))
        buf_printf(text, "Filed %s", waits->window);
    else
        buf_puts(text, waits->from ? "Filed in the last 365 days" : "Of all that were ever filed");
    if (observed)
        buf_printf(text, ", as seen on %s", observed);
    if (waits->left_out)
        buf_printf(text, "; %u more %s left out, whose first comments are not known",
                   waits->left_out, waits->left_out == 1 ? "is" : "are");
    buf_puts(text, ".");
}

static void say_promise(struct page *page)
{
    const struct rh_report *report = page->report;
    struct buf text = {0};

    for (size_t i = 0; i < report->observation_count && !text.len; i++) {
        const struct rh_observation *promise = &report->observations[i];
        struct str words = str_of(promise->text);

        if (strcmp(promise->kind, "answer_promise") || !promise->path)
            continue;
        if (words.len > PROMISE_BYTES && promise->hint)
            words = str_of(promise->hint);
        buf_printf(&text, "The README promises: \"%.*s\"  %s:%u", (int)words.len, words.ptr,
                   promise->path, promise->line);
    }
    if (text.len)
        page_line(page, 0, text.ptr);
    buf_release(&text);
}

void say_answers(const struct rh_report *report, struct buf *out)
{
    const struct rh_waits *issues = waits_of(report, "issues", "answer");
    const struct rh_waits *pulls = waits_of(report, "pulls", "response");

    if (issues) {
        add_waits(issues, "issue", "an answer", out);
        add_other(issues, waits_of(report, "issues", "response"),
                  "Where closing counts as an answer: ", out);
        add_other(issues, waits_of(report, "issues", "anyone"),
                  "With the answers of other users: ", out);
        add_withdrawn(issues, out);
    }
    if (pulls)
        add_waits(pulls, "pull request", "a first look", out);
    if (issues || pulls)
        add_sample(report, issues ? issues : pulls, out);
}

void page_answers(struct page *page)
{
    struct buf text = {0};

    say_answers(page->report, &text);
    if (text.len) {
        page_heading(page, "Answers");
        page_line(page, 2, text.ptr);
        say_promise(page);
    }
    buf_release(&text);
}
