/* A comparison for a terminal: two in columns side by side, more as rows. */
#include "report/comparison.h"
#include "report/escape.h"
#include "report/place.h"
#include "util/wrap.h"

#include <string.h>

enum { WIDTH = 80, TITLE_COLUMNS = 24, GAP = 2, PLACES = 3, SHOWN = 12, NAME_COLUMNS = 22 };

struct sheet {
    const struct comparison *comparison;
    const struct writer_options *options;
    struct buf text;
};

static void paint(struct sheet *sheet, const char *code)
{
    if (sheet->options->color)
        buf_printf(&sheet->text, "\x1b[%sm", code);
}

static void pad(struct buf *out, size_t columns)
{
    while (columns--)
        buf_puts(out, " ");
}

/* Cells beside each other, each wrapped in its own column. */
static void say_cells(struct sheet *sheet, const char *const *cells, const unsigned *widths,
                      size_t count, bool strong)
{
    struct buf *texts = (struct buf[8]){{0}};
    struct str rests[8] = {{0}};
    bool more = true;

    for (size_t i = 0; i < count; i++) {
        struct wrap wrap = {.out = &texts[i], .width = widths[i]};

        wrap_text(&wrap, 0, cells[i]);
        rests[i] = (struct str){texts[i].ptr, texts[i].len};
    }
    while (more) {
        size_t behind = 0; /* blanks that are owed: none at a line's end */

        more = false;
        for (size_t i = 0; i < count; i++) {
            struct str line = {0};
            size_t columns;

            if (str_next_line(&rests[i], &line) && line.len) {
                pad(&sheet->text, behind);
                behind = 0;
                if (strong)
                    paint(sheet, "1");
                buf_add(&sheet->text, line);
                if (strong)
                    paint(sheet, "0");
            }
            columns = str_columns(line);
            behind += (columns < widths[i] ? widths[i] - columns : 0) + GAP;
            more |= rests[i].len > 0;
        }
        buf_puts(&sheet->text, "\n");
    }
    for (size_t i = 0; i < count; i++)
        buf_release(&texts[i]);
}

static void say_line(struct sheet *sheet, unsigned indent, const char *line)
{
    struct wrap wrap = {.out = &sheet->text, .width = WIDTH};

    wrap_to(&wrap, indent);
    wrap_text(&wrap, indent, line);
    wrap_end_line(&wrap);
}

static void say_heading(struct sheet *sheet, const char *heading)
{
    buf_puts(&sheet->text, "\n");
    paint(sheet, "1");
    buf_puts(&sheet->text, heading);
    paint(sheet, "0");
    buf_puts(&sheet->text, "\n");
}

static const char *head_of(const struct rh_report *report, struct buf *text)
{
    text->len = 0;
    buf_printf(text, "%.7s %s", report->target.commit ? report->target.commit : "",
               report->target.date ? report->target.date : "");
    return text->ptr;
}

/* Where names are long, letters stand for them. */
static char letter_of(size_t index) { return (char)(index < 26 ? 'A' + index : 'a' + index - 26); }

/* "A owner/name", the beginning cut off where it is too long. */
static const char *name_of(const struct sheet *sheet, size_t index, size_t columns,
                           struct buf *text)
{
    const char *name = sheet->comparison->names[index];
    size_t room = columns - 2;
    bool cut = text_columns(name) > room;

    while (cut && *name && text_columns(name) > room - 1)
        for (name++; ((unsigned char)*name & 0xc0) == 0x80; name++)
            ;
    text->len = 0;
    buf_printf(text, "%c %s%s", letter_of(index), cut ? "\xe2\x80\xa6" : "", name);
    return text->ptr;
}

/* --- two, side by side --- */

static const unsigned pair_widths[] = {TITLE_COLUMNS, (WIDTH - TITLE_COLUMNS) / 2 - GAP,
                                       (WIDTH - TITLE_COLUMNS) / 2 - GAP};

static void say_pair_row(struct sheet *sheet, const struct comparison_row *row)
{
    say_cells(sheet, (const char *const[]){row->title, row->cells[0], row->cells[1]}, pair_widths,
              3, false);
}

static void say_pair_head(struct sheet *sheet)
{
    const struct comparison *comparison = sheet->comparison;
    struct buf left = {0}, right = {0};

    say_cells(sheet,
              (const char *const[]){"", name_of(sheet, 0, pair_widths[1], &left),
                                    name_of(sheet, 1, pair_widths[2], &right)},
              pair_widths, 3, true);
    say_cells(sheet,
              (const char *const[]){"", head_of(comparison->reports[0], &left),
                                    head_of(comparison->reports[1], &right)},
              pair_widths, 3, false);
    buf_puts(&sheet->text, "\n");
    buf_release(&left);
    buf_release(&right);
}

static void say_pair(struct sheet *sheet)
{
    const struct comparison *comparison = sheet->comparison;

    say_pair_head(sheet);
    for (size_t i = 0; i < comparison->question_count; i++)
        say_pair_row(sheet, &comparison->questions[i]);
    buf_puts(&sheet->text, "\n");
    for (size_t i = 0; i < comparison->milestone_count; i++)
        say_pair_row(sheet, &comparison->milestones[i]);
}

/* --- three and more, as rows --- */

static const char *sign_of(enum rh_verdict verdict)
{
    static const char *const signs[] = {"+", "~", "-", "?"};

    return signs[verdict];
}

static void say_rows(struct sheet *sheet)
{
    static const unsigned widths[] = {NAME_COLUMNS, 15, 10, 12, 12};
    const struct comparison *comparison = sheet->comparison;

    say_cells(sheet,
              (const char *const[]){"", "M0 1 2 3 4 5 6", "steps", "licence", "last release"},
              widths, 5, true);
    for (size_t i = 0; i < comparison->count; i++) {
        struct buf verdicts = {0}, name = {0};

        buf_puts(&verdicts, "\xc2\xa0"); /* a blank that is no place to break */
        for (unsigned m = 0; m < RH_MILESTONE_COUNT; m++)
            buf_printf(&verdicts, "%s%s", m ? "\xc2\xa0" : "",
                       comparison->reports[i]->milestones[m].in_aim
                           ? sign_of(comparison->reports[i]->milestones[m].verdict)
                           : ".");
        say_cells(sheet,
                  (const char *const[]){name_of(sheet, i, NAME_COLUMNS, &name), verdicts.ptr,
                                        comparison->questions[1].cells[i],
                                        comparison->questions[3].cells[i],
                                        comparison->questions[4].cells[i]},
                  widths, 5, false);
        buf_release(&verdicts);
        buf_release(&name);
    }
    say_line(sheet, 0, "+ met, ~ in part, - unmet, ? not known, . beyond its aim");
    for (size_t q = 0; q < comparison->question_count; q++) {
        if (q == 1 || q == 3 || q == 4)
            continue;
        say_heading(sheet, comparison->questions[q].title);
        for (size_t i = 0; i < comparison->count; i++)
            say_cells(sheet,
                      (const char *const[]){(const char[]){letter_of(i), '\0'},
                                            comparison->questions[q].cells[i]},
                      (const unsigned[]){1, WIDTH - 1 - GAP}, 2, false);
    }
}

/* --- where they differ --- */

static void say_finding(struct sheet *sheet, size_t index, const struct rh_finding *finding,
                        const struct rh_report *report)
{
    size_t most = finding->outcome == RH_PASS ? 1 : PLACES; /* what holds needs no search */
    struct buf line = {0};

    buf_printf(&line, "%c %s", letter_of(index), comparison_outcome(finding->outcome));
    if (finding->message && finding->message[0])
        buf_printf(&line, ", %s", finding->message);
    for (size_t i = 0; i < finding->evidence_count && i < most; i++) {
        buf_puts(&line, "  ");
        place_words(&report->target, &finding->evidence[i], &line);
    }
    if (finding->evidence_count > most && finding->outcome != RH_PASS)
        buf_printf(&line, " and %zu more", finding->evidence_count - most);
    say_line(sheet, 4, line.ptr);
    buf_release(&line);
}

static void say_rule(struct sheet *sheet, const struct comparison_rule *rule)
{
    const struct rh_finding *first = rule->findings[0];
    const char *milestone = rh_milestone_name(first->milestone);
    struct buf line = {0};

    buf_printf(&line, "%s%s%s", milestone, milestone[0] ? " " : "", first->title);
    say_line(sheet, 2, line.ptr);
    for (size_t i = 0; i < sheet->comparison->count; i++)
        say_finding(sheet, i, rule->findings[i], sheet->comparison->reports[i]);
    buf_release(&line);
}

static void say_differences(struct sheet *sheet)
{
    const struct comparison *comparison = sheet->comparison;
    struct buf line = {0};
    size_t few = comparison->differing < SHOWN ? comparison->differing : SHOWN;
    size_t shown = sheet->options->all ? comparison->rule_count : few;

    buf_printf(&line, "Where they differ (%zu of %zu rules that apply to all)",
               comparison->differing, comparison->rule_count);
    say_heading(sheet, line.ptr);
    for (size_t i = 0; i < shown; i++) {
        if (i == comparison->differing)
            say_heading(sheet, "Where they agree");
        say_rule(sheet, &comparison->rules[i]);
    }
    line.len = 0;
    if (shown < comparison->differing) {
        buf_printf(&line, "and %zu more (--all)", comparison->differing - shown);
        say_line(sheet, 2, line.ptr);
    }
    line.len = 0;
    buf_printf(&line,
               "%zu rules apply to some alone, or are not known of one, and were not compared. "
               "Nothing was run; no sum and no ranking is meant.",
               comparison->left_out);
    buf_puts(&sheet->text, "\n");
    say_line(sheet, 0, line.ptr);
    buf_release(&line);
}

void comparison_text(const struct comparison *comparison, const struct writer_options *options,
                     FILE *out)
{
    struct sheet sheet = {.comparison = comparison, .options = options};

    if (comparison->count == 2)
        say_pair(&sheet);
    else
        say_rows(&sheet);
    say_differences(&sheet);
    escape_text((struct str){sheet.text.ptr, sheet.text.len}, out);
    buf_release(&sheet.text);
}
