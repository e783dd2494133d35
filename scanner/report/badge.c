/* A badge that says what is met: as the data of an endpoint badge, and as a picture. */
#include "report/escape.h"
#include "report/writer.h"

#include <jansson.h>
#include <string.h>

#define LABEL "repohealth"

static const struct {
    const char *name, *paint;
} colors[] = {{"brightgreen", "#3a7d0b"}, {"green", "#5d7a00"}, {"yellow", "#8a6d00"},
              {"orange", "#b4531f"},      {"red", "#c2362b"},   {"lightgrey", "#6a6a6a"}};

enum color { BRIGHT, GREEN, YELLOW, ORANGE, RED, GREY };

/* The titles of what is met up to the first milestone of the aim that is not. */
static enum color read_badge(const struct rh_report *report, struct buf *message)
{
    unsigned met = 0, asked = 0;
    enum rh_verdict first = report->milestones[RH_M0].verdict;

    while (asked < RH_MILESTONE_COUNT && report->milestones[asked].in_aim)
        asked++;
    while (met < asked && report->milestones[met].verdict == RH_MET)
        met++;
    for (unsigned i = 0; i < met; i++)
        buf_printf(message, "%s%s", i ? ", " : "", report->milestones[i].title);
    if (met)
        return met == asked ? BRIGHT : met > RH_M2 ? GREEN : met > RH_M0 ? YELLOW : ORANGE;
    buf_puts(message, first == RH_PARTLY      ? "partly usable"
                      : first == RH_UNDECIDED ? "not known"
                                              : "not usable yet");
    return first == RH_PARTLY ? ORANGE : first == RH_UNDECIDED ? GREY : RED;
}

static void write_badge(const struct rh_report *report, const struct writer_options *options,
                        FILE *out)
{
    struct buf message = {0};
    enum color color = read_badge(report, &message);
    json_t *root = json_pack("{s:i, s:s, s:s, s:s}", "schemaVersion", 1, "label", LABEL, "message",
                             message.ptr, "color", colors[color].name);

    (void)options;
    json_dumpf(root, out, JSON_ENSURE_ASCII);
    putc('\n', out);
    json_decref(root);
    buf_release(&message);
}

/* Verdana at 11 pixels, more or less; textLength makes it fit. */
static unsigned width_of(const char *text)
{
    unsigned tenths = 0;

    for (; *text; text++)
        tenths += strchr("ijlt,.:'|!fI ", *text) ? 40 : strchr("mwMW", *text) ? 100 : 70;
    return tenths / 10;
}

static void add_words(struct buf *out, unsigned middle, unsigned width, const char *words)
{
    buf_printf(out, "<text x=\"%u\" y=\"14\" textLength=\"%u\">", middle, width);
    escape_xml(words, out);
    buf_puts(out, "</text>");
}

static void write_badge_svg(const struct rh_report *report, const struct writer_options *options,
                            FILE *out)
{
    enum { HEIGHT = 20, MARGIN = 6 };
    struct buf message = {0}, text = {0};
    enum color color = read_badge(report, &message);
    unsigned label_width = width_of(LABEL), message_width = width_of(message.ptr);
    unsigned left = label_width + 2 * MARGIN, right = message_width + 2 * MARGIN;

    (void)options;
    buf_printf(&text,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%u\" height=\"%d\" role=\"img\" "
               "aria-label=\"" LABEL ": ",
               left + right, HEIGHT);
    escape_xml(message.ptr, &text);
    buf_puts(&text, "\"><title>" LABEL ": ");
    escape_xml(message.ptr, &text);
    buf_printf(&text,
               "</title><clipPath id=\"r\"><rect width=\"%u\" height=\"%d\" rx=\"3\"/></clipPath>"
               "<g clip-path=\"url(#r)\"><rect width=\"%u\" height=\"%d\" fill=\"#444\"/>"
               "<rect x=\"%u\" width=\"%u\" height=\"%d\" fill=\"%s\"/></g>"
               "<g fill=\"#fff\" text-anchor=\"middle\" "
               "font-family=\"Verdana,DejaVu Sans,sans-serif\" font-size=\"11\">",
               left + right, HEIGHT, left, HEIGHT, left, right, HEIGHT, colors[color].paint);
    add_words(&text, left / 2, label_width, LABEL);
    add_words(&text, left + right / 2, message_width, message.ptr);
    buf_puts(&text, "</g></svg>\n");
    fwrite(text.ptr, 1, text.len, out);
    buf_release(&text);
    buf_release(&message);
}

const struct writer badge_writer = {
    .name = "badge",
    .help = "what is met, as the JSON of an endpoint badge",
    .write = write_badge,
};

const struct writer badge_svg_writer = {
    .name = "badge-svg",
    .help = "what is met, as a picture",
    .write = write_badge_svg,
};
