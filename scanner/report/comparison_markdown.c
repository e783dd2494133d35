/* A comparison as Markdown tables. */
#include "report/comparison.h"
#include "report/escape.h"
#include "report/place.h"

enum { PLACES = 3 };

static void add_row(const struct comparison_row *row, size_t count, struct buf *out)
{
    buf_printf(out, "| %s |", row->title);
    for (size_t i = 0; i < count; i++) {
        buf_puts(out, " ");
        escape_markdown(row->cells[i], out);
        buf_puts(out, " |");
    }
    buf_puts(out, "\n");
}

static void add_table(const struct comparison *comparison, struct buf *out)
{
    buf_puts(out, "| |");
    for (size_t i = 0; i < comparison->count; i++) {
        buf_puts(out, " ");
        escape_markdown(comparison->names[i], out);
        buf_puts(out, " |");
    }
    buf_puts(out, "\n|---|");
    for (size_t i = 0; i < comparison->count; i++)
        buf_puts(out, "---|");
    buf_puts(out, "\n");
    for (size_t i = 0; i < comparison->question_count; i++)
        add_row(&comparison->questions[i], comparison->count, out);
    for (size_t i = 0; i < comparison->milestone_count; i++)
        add_row(&comparison->milestones[i], comparison->count, out);
}

static void add_finding(const char *name, const struct rh_finding *finding,
                        const struct rh_report *report, struct buf *out)
{
    struct buf words = {0};

    buf_puts(out, "  - ");
    escape_markdown(name, out);
    buf_printf(out, ": %s", comparison_outcome(finding->outcome));
    if (finding->message && finding->message[0]) {
        buf_puts(out, ", ");
        escape_markdown(finding->message, out);
    }
    for (size_t i = 0; i < finding->evidence_count && i < PLACES; i++) {
        words.len = 0;
        place_words(&report->target, &finding->evidence[i], &words);
        buf_puts(out, " ");
        escape_code(words.len ? words.ptr : "", out);
    }
    buf_puts(out, "\n");
    buf_release(&words);
}

void comparison_markdown(const struct comparison *comparison, const struct writer_options *options,
                         FILE *out)
{
    struct buf text = {0};
    size_t shown = options->all ? comparison->rule_count : comparison->differing;

    add_table(comparison, &text);
    buf_printf(&text, "\n### Where they differ (%zu of %zu rules that apply to all)\n\n",
               comparison->differing, comparison->rule_count);
    for (size_t i = 0; i < shown; i++) {
        const struct comparison_rule *rule = &comparison->rules[i];

        if (i == comparison->differing)
            buf_puts(&text, "\n### Where they agree\n\n");
        buf_printf(&text, "- %s ", rh_milestone_name(rule->findings[0]->milestone));
        escape_markdown(rule->findings[0]->title, &text);
        buf_puts(&text, "\n");
        for (size_t r = 0; r < comparison->count; r++)
            add_finding(comparison->names[r], rule->findings[r], comparison->reports[r], &text);
    }
    buf_printf(&text,
               "\n<sub>%zu rules apply to some alone, or are not known of one, and were not "
               "compared; nothing was run</sub>\n",
               comparison->left_out);
    fwrite(text.ptr, 1, text.len, out);
    buf_release(&text);
}
