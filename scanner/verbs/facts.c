/* repohealth facts: what is measured, and what it is in one repository. */
#include "verbs/verb.h"

#include "facts/facts.h"
#include "util/arena.h"
#include "util/wrap.h"

#include <inttypes.h>
#include <string.h>

enum { WIDTH = 80, HELP_COLUMN = 4 };

static const char *type_name(enum rh_value_type type)
{
    static const char *const names[] = {"unknown", "yes or no", "whole number", "number", "text"};

    return names[type];
}

static void print_manual(FILE *out)
{
    struct buf text = {0};
    struct wrap wrap = {.out = &text, .width = WIDTH};

    buf_puts(&text, "Metrics: one named value each, or unknown and why\n\n");
    for (size_t i = 0; i < METRIC_COUNT; i++) {
        const struct metric_info *metric = &metric_infos[i];

        buf_printf(&text, "%s  (%s)\n", metric->name,
                   metric->unit[0] ? metric->unit : type_name(metric->type));
        wrap_text(&wrap, HELP_COLUMN, metric->help);
        wrap_end_line(&wrap);
    }
    buf_puts(&text, "\nObservations: a fact at a path and line, with one of these statuses\n\n");
    for (size_t i = 0; i < OBSERVATION_KIND_COUNT; i++) {
        const struct observation_info *kind = &observation_infos[i];

        buf_printf(&text, "%s  (%s)\n", kind->name, kind->statuses);
        wrap_text(&wrap, HELP_COLUMN, kind->help);
        wrap_end_line(&wrap);
    }
    fwrite(text.ptr, 1, text.len, out);
    buf_release(&text);
}

/* With --only, what was left out is no answer. */
static bool was_left_out(const struct rh_metric *metric)
{
    return metric->type == RH_VALUE_UNKNOWN && metric->string &&
           !strcmp(metric->string, FACTS_NOT_LOOKED_AT);
}

static void print_metric(const struct rh_metric *metric, FILE *out)
{
    fprintf(out, "%s\t", metric->name);
    switch (metric->type) {
    case RH_VALUE_UNKNOWN:
        fprintf(out, "unknown: %s", metric->string ? metric->string : "not measured");
        break;
    case RH_VALUE_BOOL:
        fputs(metric->integer ? "yes" : "no", out);
        break;
    case RH_VALUE_INTEGER:
        fprintf(out, "%" PRId64, metric->integer);
        break;
    case RH_VALUE_NUMBER:
        fprintf(out, "%g", metric->number);
        break;
    case RH_VALUE_STRING:
        fputs(metric->string ? metric->string : "none", out);
        break;
    }
    fputc('\n', out);
}

static void print_observation(const struct rh_observation *observation, FILE *out)
{
    fprintf(out, "%s\t%s\t", observation->kind, observation->status);
    if (observation->line)
        fprintf(out, "%s:%u", observation->path, observation->line);
    else
        fputs(observation->path ? observation->path : "", out);
    fprintf(out, "\t%s", observation->text ? observation->text : "");
    if (observation->hint)
        fprintf(out, "\t%s", observation->hint);
    fputc('\n', out);
}

static bool run(struct arena *arena, const struct options *options, FILE *out, bool *ret_below,
                struct rh_error *err)
{
    const struct rh_ruleset *ruleset;
    const struct rh_report *report;

    (void)ret_below;
    if (!options->words.count) {
        print_manual(out);
        return true;
    }
    ruleset = verb_ruleset(arena, options, err);
    if (!ruleset)
        return false;
    report = verb_scan(arena, ruleset, options, err);
    if (!report)
        return false;
    for (size_t i = 0; i < report->metric_count; i++)
        if (!options->scan.only || !was_left_out(&report->metrics[i]))
            print_metric(&report->metrics[i], out);
    for (size_t i = 0; i < report->observation_count; i++)
        print_observation(&report->observations[i], out);
    return true;
}

const struct verb facts_verb = {
    .name = "facts",
    .arguments = "[TARGET]",
    .help = "List every metric and observation there is; with a target, what they are there (for "
            "programs: scan --format json)",
    .run = run,
};
