/* repohealth scan: a target's report, in the formats that are asked for. */
#include "verbs/verb.h"

#include "output.h"
#include "report/writer.h"
#include "util/arena.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One --format: a writer, and where it goes. */
struct print {
    const struct writer *writer;
    const char *file; /* NULL: standard output */
};

struct print_list {
    struct print *items;
    size_t count, capacity;
};

static bool parse_format(struct arena *arena, const char *text, struct print *ret_print,
                         struct rh_error *err)
{
    const char *colon = strchr(text, ':');
    size_t length = colon ? (size_t)(colon - text) : strlen(text);
    const char *name = arena_strndup(arena, text, length);
    struct buf known = {0};

    *ret_print = (struct print){writer_by_name(name), colon ? colon + 1 : NULL};
    if (!ret_print->writer) {
        for (const struct writer *const *writer = writers; *writer; writer++)
            buf_printf(&known, " %s", (*writer)->name);
        error_set(err, RH_ERROR_USAGE, "no format '%s'; there are:%s", name, known.ptr);
        buf_release(&known);
        return false;
    }
    if (colon && !colon[1])
        return error_set(err, RH_ERROR_USAGE, "--format %s names no file after the colon", text);
    return true;
}

static bool list_prints(struct arena *arena, const struct options *options,
                        struct print_list *prints, struct rh_error *err)
{
    size_t to_stdout = 0;

    for (size_t i = 0; i < options->formats.count; i++) {
        struct print *print = ARENA_PUSH(arena, prints);

        if (!parse_format(arena, options->formats.items[i], print, err))
            return false;
        if (!print->file && to_stdout++)
            return error_set(err, RH_ERROR_USAGE,
                             "two formats for one place: give one a file, --format %s:FILE",
                             print->writer->name);
        if (!print->file)
            print->file = options->output;
    }
    if (!prints->count && (options->output || !options->quiet))
        *ARENA_PUSH(arena, prints) = (struct print){writers[0], options->output};
    else if (options->output && !to_stdout)
        return error_set(err, RH_ERROR_USAGE,
                         "--output has nothing to hold: each --format names its own file");
    return true;
}

static bool wants_color(const struct options *options, FILE *out)
{
    const char *none = getenv("NO_COLOR"), *force = getenv("CLICOLOR_FORCE"),
               *term = getenv("TERM");

    if (options->color != COLOR_AUTO)
        return options->color == COLOR_ALWAYS;
    if (none && none[0])
        return false;
    if (force && force[0] && strcmp(force, "0"))
        return true;
    if (!term || !strcmp(term, "dumb"))
        return false;
    return isatty(fileno(out));
}

static bool print_report(const struct print *print, const struct rh_report *report,
                         const struct options *options, FILE *out, struct rh_error *err)
{
    struct writer_options how = {.all = options->all, .scores = options->scores};
    struct output output;

    if (!print->file) {
        how.color = wants_color(options, out);
        print->writer->write(report, &how, out);
        return true;
    }
    if (!output_open(print->file, &output, err))
        return false;
    how.color = options->color == COLOR_ALWAYS;
    print->writer->write(report, &how, output.stream);
    return output_finish(&output, err);
}

static bool misses_requirement(const struct rh_report *report, const struct options *options)
{
    bool below = false;

    for (size_t i = 0; i < RH_MILESTONE_COUNT; i++) {
        const struct rh_milestone_result *milestone = &report->milestones[i];

        if (!(options->require & 1u << i) || milestone->verdict == RH_MET)
            continue;
        below = true;
        if (!options->quiet)
            fprintf(stderr, "repohealth: %s %s is required and is %s\n",
                    rh_milestone_name(milestone->id), milestone->title,
                    milestone->verdict == RH_UNDECIDED ? "not known"
                    : milestone->verdict == RH_PARTLY  ? "met only partly"
                                                       : "not met");
    }
    return below;
}

static bool fails(const struct rh_report *report, const struct options *options)
{
    size_t failed = 0;

    for (size_t i = 0; options->fail_on && i < report->finding_count; i++) {
        const struct rh_finding *finding = &report->findings[i];

        /* severities count from note; what lies beyond the aim is no reproach */
        if (finding->outcome == RH_FAIL && (int)finding->severity >= options->fail_on - 1 &&
            !finding->exempted &&
            (finding->milestone == RH_NO_MILESTONE ||
             report->milestones[finding->milestone].in_aim))
            failed++;
    }
    if (failed && !options->quiet)
        fprintf(stderr, "repohealth: %zu failed rule%s at or above '%s'\n", failed,
                failed == 1 ? "" : "s", rh_severity_name((enum rh_severity)(options->fail_on - 1)));
    return failed > 0;
}

static bool run(struct arena *arena, const struct options *options, FILE *out, bool *ret_below,
                struct rh_error *err)
{
    struct print_list prints = {0};
    const struct rh_ruleset *ruleset;
    const struct rh_report *report;
    bool missed, failed;

    if (options->words.count > 1)
        return error_set(err, RH_ERROR_USAGE, "scan takes one target; '%s' is a second",
                         options->words.items[1]);
    if (!list_prints(arena, options, &prints, err))
        return false;
    for (size_t i = 0; i < prints.count; i++)
        if (prints.items[i].file && !output_check(prints.items[i].file, err))
            return false;
    ruleset = verb_ruleset(arena, options, err);
    if (!ruleset)
        return false;
    report = verb_scan(arena, ruleset, options, err);
    if (!report)
        return false;
    for (size_t i = 0; i < prints.count; i++)
        if (!print_report(&prints.items[i], report, options, out, err))
            return false;
    missed = misses_requirement(report, options);
    failed = fails(report, options);
    *ret_below = missed || failed;
    return true;
}

const struct verb scan_verb = {
    .name = "scan",
    .arguments = "[TARGET]",
    .help = "Say how far a repository's release has come, with evidence",
    .run = run,
};
