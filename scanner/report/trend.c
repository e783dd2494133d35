#include "report/trend.h"

#include "report/escape.h"
#include "report/page.h"
#include "report/place.h"
#include "util/wrap.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_COLUMNS = 24, DATE_COLUMN = 26, SIGNS_COLUMN = 38 };

static const char *sign_of(const struct rh_milestone_result *milestone)
{
    static const char *const signs[] = {"+", "~", "-", "?"};

    return milestone->in_aim ? signs[milestone->verdict] : ".";
}

static void say_point(struct buf *text, const struct trend_point *point, bool color)
{
    static const char *const paints[] = {"32", "33", "31", "2"};
    struct wrap wrap = {.out = text, .width = ~0u};
    const struct rh_target *target = &point->report->target;

    wrap_text(&wrap, 0, point->name);
    wrap_to(&wrap, text_columns(point->name) > NAME_COLUMNS ? 0 : DATE_COLUMN);
    if (text_columns(point->name) > NAME_COLUMNS)
        wrap_to(&wrap, DATE_COLUMN);
    wrap_text(&wrap, DATE_COLUMN, target->date ? target->date : "");
    wrap_to(&wrap, SIGNS_COLUMN);
    for (unsigned i = 0; i < RH_MILESTONE_COUNT; i++) {
        const struct rh_milestone_result *milestone = &point->report->milestones[i];

        if (color && milestone->in_aim)
            buf_printf(text, "\x1b[%sm%s\x1b[0m", paints[milestone->verdict], sign_of(milestone));
        else
            buf_puts(text, sign_of(milestone));
        buf_puts(text, i + 1 < RH_MILESTONE_COUNT ? "  " : "\n");
    }
}

static void write_text(const struct trend *trend, const struct writer_options *options, FILE *out)
{
    const struct rh_report *newest = trend->points[trend->count - 1].report;
    struct buf text = {0};

    buf_add(&text, target_name(&newest->target));
    buf_puts(&text, "\n\n");
    buf_printf(&text, "%*sM0 M1 M2 M3 M4 M5 M6\n", SIGNS_COLUMN, "");
    for (size_t i = 0; i < trend->count; i++)
        say_point(&text, &trend->points[i], options->color);
    buf_puts(&text, "\n+ met, ~ in part, - unmet, ? not known, . beyond its aim; each judged as on "
                    "its day\n");
    if (trend->left_out)
        buf_printf(&text, "%zu older ones were left out (--points)\n", trend->left_out);
    escape_text((struct str){text.ptr, text.len}, out);
    buf_release(&text);
}

static void write_markdown(const struct trend *trend, const struct writer_options *options,
                           FILE *out)
{
    struct buf text = {0};

    (void)options;
    buf_puts(
        &text,
        "| | date | M0 | M1 | M2 | M3 | M4 | M5 | M6 |\n|---|---|---|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < trend->count; i++) {
        const struct rh_report *report = trend->points[i].report;

        buf_puts(&text, "| ");
        escape_markdown(trend->points[i].name, &text);
        buf_printf(&text, " | %s |", report->target.date ? report->target.date : "");
        for (unsigned m = 0; m < RH_MILESTONE_COUNT; m++)
            buf_printf(&text, " %s |",
                       report->milestones[m].in_aim ? verdict_words(report->milestones[m].verdict)
                                                    : "");
        buf_puts(&text, "\n");
    }
    fwrite(text.ptr, 1, text.len, out);
    buf_release(&text);
}

static json_t *point_object(const struct trend_point *point)
{
    const struct rh_target *target = &point->report->target;
    json_t *milestones = json_array();

    for (unsigned i = 0; i < RH_MILESTONE_COUNT; i++) {
        const struct rh_milestone_result *milestone = &point->report->milestones[i];

        json_array_append_new(milestones,
                              json_pack("{s:s, s:s, s:b, s:f, s:f}", "id", rh_milestone_name(i),
                                        "verdict", rh_verdict_name(milestone->verdict), "in_aim",
                                        milestone->in_aim, "low", milestone->low, "high",
                                        milestone->high));
    }
    return json_pack("{s:s, s:s?, s:s?, s:s, s:s, s:o}", "name", point->name, "commit",
                     target->commit, "date", target->date, "kind", rh_kind_name(target->kind),
                     "headline", point->report->headline, "milestones", milestones);
}

static void write_json(const struct trend *trend, const struct writer_options *options, FILE *out)
{
    const struct rh_target *target = &trend->points[trend->count - 1].report->target;
    json_t *points = json_array(), *root;
    struct buf escaped = {0};
    char *text;

    (void)options;
    for (size_t i = 0; i < trend->count; i++)
        json_array_append_new(points, point_object(&trend->points[i]));
    root = json_pack("{s:s, s:s, s:s?, s:o, s:i}", "schema", "trend-v1", "input", target->input,
                     "url", target->url, "points", points, "left_out", (int)trend->left_out);
    text = json_dumps(root, JSON_INDENT(1) | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(15));
    escape_json(str_of(text), &escaped);
    fprintf(out, "%s\n", escaped.ptr);
    buf_release(&escaped);
    free(text);
    json_decref(root);
}

static const struct {
    const char *format;
    void (*write)(const struct trend *trend, const struct writer_options *options, FILE *out);
} forms[] = {{"text", write_text}, {"markdown", write_markdown}, {"json", write_json}};

const char *const trend_formats[] = {"text", "markdown", "json", NULL};

void trend_write(const void *trend, const char *format, const struct writer_options *options,
                 FILE *out)
{
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
        if (!strcmp(forms[i].format, format))
            forms[i].write(trend, options, out);
}
