/* Annotations for a run of GitHub Actions: the worst ten of each kind, since the forge drops the
 * rest without a word, and how many there are besides. */
#include "report/escape.h"
#include "report/place.h"
#include "report/writer.h"

enum { EACH_MOST = 10 }; /* of errors, of warnings, of notices; a step */

static const char *command_of(enum rh_severity level)
{
    static const char *const commands[] = {"notice", "warning", "error"};

    return commands[level];
}

static void add_property(struct buf *out, const char *before, const char *name, const char *value)
{
    buf_printf(out, "%s%s=", before, name);
    escape_command(value, true, out);
}

static void add_annotation(const struct rh_report *report, const struct rh_finding *finding,
                           const struct rh_evidence *place, struct buf *out)
{
    struct buf text = {0};

    buf_printf(out, "::%s ", command_of(finding_level(finding)));
    place_path(&report->target, place, &text);
    if (text.len) {
        add_property(out, "", "file", text.ptr);
        if (place->line)
            buf_printf(out, ",line=%u", place->line);
    }
    add_property(out, text.len ? "," : "", "title", finding->title);
    buf_puts(out, "::");
    text.len = 0;
    buf_puts(&text, finding->message);
    if (place->url)
        buf_printf(&text, "%s%s", text.len ? " " : "", place->url);
    if (place->replacement)
        buf_printf(&text, "\nWrite: %s", place->replacement);
    else if (finding->remediation)
        buf_printf(&text, "\n%s", finding->remediation);
    buf_printf(&text, "\n%s", finding->rule);
    escape_command(text.ptr, false, out);
    buf_puts(out, "\n");
    buf_release(&text);
}

/* The heaviest rules first, and of each its first place before anybody's second. */
static size_t add_level(const struct rh_report *report, enum rh_severity level, struct buf *out)
{
    size_t said = 0, places = 0;

    for (size_t round = 0, more = 1; more; round++) {
        more = 0;
        for (unsigned weight = 5; weight; weight--)
            for (size_t i = 0; i < report->finding_count; i++) {
                const struct rh_finding *finding = &report->findings[i];

                if (finding->weight != weight || finding_level(finding) != level ||
                    !finding_accuses(finding) || !finding_in_aim(report, finding) ||
                    round >= finding->evidence_count)
                    continue;
                more++;
                places++;
                if (said == EACH_MOST)
                    continue;
                said++;
                add_annotation(report, finding, &finding->evidence[round], out);
            }
    }
    return places - said;
}

static void write_github(const struct rh_report *report, const struct writer_options *options,
                         FILE *out)
{
    struct buf text = {0};
    size_t left = 0;

    (void)options;
    buf_puts(&text, "");
    for (int level = RH_SEVERITY_ERROR; level >= RH_SEVERITY_NOTE; level--)
        left += add_level(report, (enum rh_severity)level, &text);
    if (left)
        buf_printf(&text, "repohealth: and %zu more %s not annotated; the summary has all\n", left,
                   left == 1 ? "place, which is" : "places, which are");
    fwrite(text.ptr ? text.ptr : "", 1, text.len, out);
    buf_release(&text);
}

const struct writer github_writer = {
    .name = "github",
    .help = "annotations of a GitHub Actions run: the ten worst of each kind",
    .write = write_github,
};
