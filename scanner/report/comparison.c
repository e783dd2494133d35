#include "report/comparison.h"

#include "report/page.h"
#include "report/place.h"
#include "util/arena.h"
#include "util/date.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NOT_KNOWN "not known"

enum { DAY = 86400, DAYS_TO_MONTHS = 60, DAYS_A_MONTH = 30 };

static const struct rh_metric *metric_of(const struct rh_report *report, const char *name)
{
    for (size_t i = 0; i < report->metric_count; i++)
        if (!strcmp(report->metrics[i].name, name))
            return report->metrics[i].type == RH_VALUE_UNKNOWN ? NULL : &report->metrics[i];
    return NULL;
}

static const char *usable_today(struct arena *arena, const struct rh_report *report)
{
    static const char *const words[] = {"yes", "in part", "no", NOT_KNOWN};
    const struct rh_milestone_result *usable = &report->milestones[RH_M0];
    const char *then = usable->verdict_then != usable->verdict ? words[usable->verdict_then] : NULL;

    return then ? arena_printf(arena, "%s (when committed: %s)", words[usable->verdict], then)
                : words[usable->verdict];
}

static const char *steps(struct arena *arena, const struct rh_report *report)
{
    const struct rh_metric *count = metric_of(report, "path.steps");
    const struct rh_metric *stops = metric_of(report, "path.stops_at");

    if (!count)
        return NOT_KNOWN;
    if (stops && stops->type == RH_VALUE_INTEGER && stops->integer)
        return arena_printf(arena, "%" PRId64 ", stops at %" PRId64, count->integer,
                            stops->integer);
    return arena_printf(arena, "%" PRId64, count->integer);
}

static const char *gpu(struct arena *arena, const struct rh_report *report)
{
    const struct rh_metric *accelerated = metric_of(report, "code.accelerated");

    (void)arena;
    return !accelerated           ? NOT_KNOWN
           : accelerated->integer ? "a framework for GPUs"
                                  : "none needed by its code";
}

static const char *licence(struct arena *arena, const struct rh_report *report)
{
    const struct rh_metric *spdx = metric_of(report, "license.spdx");

    (void)arena;
    return !spdx                                      ? NOT_KNOWN
           : !spdx->string                            ? "none"
           : strcmp(spdx->string, "NOASSERTION") != 0 ? spdx->string
                                                      : "one of its own";
}

static const char *last_release(struct arena *arena, const struct rh_report *report)
{
    const struct rh_metric *tags = metric_of(report, "release.version_tags");
    const struct rh_metric *days = metric_of(report, "release.days_since_last_tag");
    char *date = arena_alloc(arena, DATE_SIZE);
    time_t as_of;

    if (tags && !tags->integer)
        return "none";
    if (!days || !date_parse(str_of(report->as_of), &as_of))
        return NOT_KNOWN;
    date_format(as_of - (time_t)days->integer * DAY, 0, date);
    return date;
}

static const char *first_answer(struct arena *arena, const struct rh_report *report)
{
    const struct rh_metric *median = metric_of(report, "issues.first_answer_median_days");

    if (!median)
        return NOT_KNOWN;
    if (median->number < 1)
        return "within a day";
    if (median->number < DAYS_TO_MONTHS)
        return arena_printf(arena, "%.0f days (median)", ceil(median->number));
    return arena_printf(arena, "%.0f months (median)", median->number / DAYS_A_MONTH);
}

static const char *notices(struct arena *arena, const struct rh_report *report)
{
    const char *said = NULL;

    for (size_t i = 0; i < report->notice_count; i++) {
        const char *kind = report->notices[i].kind;

        if (!said)
            said = kind;
        else if (!strstr(said, kind))
            said = arena_printf(arena, "%s, %s", said, kind);
    }
    return said ? said : "none";
}

static const struct question {
    const char *title;
    const char *(*answer)(struct arena *arena, const struct rh_report *report);
} questions[] = {
    {"usable today", usable_today},
    {"steps to a first result", steps},
    {"GPU", gpu},
    {"licence", licence},
    {"last release", last_release},
    {"first answer", first_answer},
    {"notices", notices},
};

enum { QUESTIONS = sizeof(questions) / sizeof(questions[0]) };

static bool all_same(const char *const *cells, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (strcmp(cells[i], cells[0]) != 0)
            return false;
    return true;
}

static void ask(struct arena *arena, struct comparison *comparison)
{
    struct comparison_row *rows = arena_alloc(arena, QUESTIONS * sizeof(*rows));

    for (size_t q = 0; q < QUESTIONS; q++) {
        const char **cells = arena_alloc(arena, comparison->count * sizeof(*cells));

        for (size_t i = 0; i < comparison->count; i++)
            cells[i] = questions[q].answer(arena, comparison->reports[i]);
        rows[q] =
            (struct comparison_row){questions[q].title, cells, !all_same(cells, comparison->count)};
    }
    comparison->questions = rows;
    comparison->question_count = QUESTIONS;
}

static bool is_aimed_at(const struct comparison *comparison, unsigned milestone)
{
    for (size_t i = 0; i < comparison->count; i++)
        if (comparison->reports[i]->milestones[milestone].in_aim)
            return true;
    return false;
}

static void compare_milestones(struct arena *arena, struct comparison *comparison)
{
    struct comparison_row *rows = arena_alloc(arena, RH_MILESTONE_COUNT * sizeof(*rows));
    size_t count = 0;

    for (unsigned m = 0; m < RH_MILESTONE_COUNT; m++) {
        const char **cells = arena_alloc(arena, comparison->count * sizeof(*cells));

        if (!is_aimed_at(comparison, m))
            continue;
        for (size_t i = 0; i < comparison->count; i++) {
            const struct rh_milestone_result *milestone = &comparison->reports[i]->milestones[m];

            cells[i] = milestone->in_aim ? verdict_words(milestone->verdict)
                                         : arena_printf(arena, "%s (beyond its aim)",
                                                        verdict_words(milestone->verdict));
        }
        rows[count++] =
            (struct comparison_row){arena_printf(arena, "%s %s", rh_milestone_name(m),
                                                 comparison->reports[0]->milestones[m].title),
                                    cells, !all_same(cells, comparison->count)};
    }
    comparison->milestones = rows;
    comparison->milestone_count = count;
}

static const struct rh_finding *finding_of(const struct rh_report *report, const char *rule)
{
    for (size_t i = 0; i < report->finding_count; i++)
        if (!strcmp(report->findings[i].rule, rule))
            return &report->findings[i];
    return NULL;
}

static bool counts(const struct rh_finding *finding)
{
    return finding && (finding->outcome == RH_PASS || finding->outcome == RH_PARTIAL ||
                       finding->outcome == RH_FAIL);
}

/* False where the rule does not apply to all, or is not known of one. */
static bool read_rule(struct arena *arena, const struct comparison *comparison, const char *rule,
                      struct comparison_rule *ret_rule)
{
    const struct rh_finding **findings = arena_alloc(arena, comparison->count * sizeof(*findings));

    ret_rule->differs = false;
    for (size_t i = 0; i < comparison->count; i++) {
        findings[i] = finding_of(comparison->reports[i], rule);
        if (!counts(findings[i]))
            return false;
        ret_rule->differs |= findings[i]->outcome != findings[0]->outcome;
    }
    ret_rule->findings = findings;
    return true;
}

/* What differs first, by milestone, the heaviest first. */
static int by_interest(const void *left, const void *right)
{
    const struct comparison_rule *a = left, *b = right;
    const struct rh_finding *first = a->findings[0], *second = b->findings[0];

    if (a->differs != b->differs)
        return a->differs ? -1 : 1;
    if (first->milestone != second->milestone)
        return first->milestone < second->milestone ? -1 : 1;
    if (first->weight != second->weight)
        return first->weight > second->weight ? -1 : 1;
    return strcmp(first->rule, second->rule);
}

static void compare_rules(struct arena *arena, struct comparison *comparison)
{
    const struct rh_report *first = comparison->reports[0];
    struct comparison_rule *rules = arena_alloc(arena, (first->finding_count + 1) * sizeof(*rules));

    for (size_t i = 0; i < first->finding_count; i++) {
        const struct rh_finding *finding = &first->findings[i];

        if (finding->milestone != RH_NO_MILESTONE && !is_aimed_at(comparison, finding->milestone))
            continue;
        if (!read_rule(arena, comparison, finding->rule, &rules[comparison->rule_count]))
            comparison->left_out++;
        else
            comparison->differing += rules[comparison->rule_count++].differs;
    }
    qsort(rules, comparison->rule_count, sizeof(*rules), by_interest);
    comparison->rules = rules;
}

static bool same_rules(const struct comparison *comparison, struct rh_error *err)
{
    const struct rh_report *first = comparison->reports[0];

    for (size_t i = 1; i < comparison->count; i++) {
        const struct rh_report *other = comparison->reports[i];

        if (other->ruleset_count != first->ruleset_count)
            return error_set(err, RH_ERROR_USAGE,
                             "%s and %s were judged by different rule sets (%zu and %zu files)",
                             comparison->names[0], comparison->names[i], first->ruleset_count,
                             other->ruleset_count);
        for (size_t r = 0; r < first->ruleset_count; r++)
            if (strcmp(first->rulesets[r].name, other->rulesets[r].name) != 0 ||
                strcmp(first->rulesets[r].hash, other->rulesets[r].hash) != 0)
                return error_set(err, RH_ERROR_USAGE,
                                 "%s and %s were judged by different rules: %s is not the same",
                                 comparison->names[0], comparison->names[i],
                                 first->rulesets[r].name);
    }
    return true;
}

/* The last two parts of a long path on this disk. */
static const char *short_name(struct arena *arena, struct str name)
{
    size_t from = name.len, slashes = 0;

    if (!str_starts(name, "/"))
        return str_dup(arena, name);
    while (from && slashes < 2)
        slashes += name.ptr[--from] == '/';
    return str_dup(arena, str_slice(name, from + 1, name.len));
}

/* Two revisions of one repository are told apart by how they were asked for. */
static void name_all(struct arena *arena, const char *const *labels, struct comparison *comparison)
{
    const char **names = arena_alloc(arena, comparison->count * sizeof(*names));
    const char **told = arena_alloc(arena, comparison->count * sizeof(*told));

    for (size_t i = 0; i < comparison->count; i++) {
        const struct rh_target *target = &comparison->reports[i]->target;

        names[i] = short_name(arena, target_name(target));
        if (target->path && target->path[0])
            names[i] = arena_printf(arena, "%s %s", names[i], target->path);
    }
    for (size_t i = 0; i < comparison->count; i++) {
        bool twin = false;

        for (size_t j = 0; j < comparison->count; j++)
            twin |= i != j && !strcmp(names[i], names[j]);
        told[i] = twin ? short_name(arena, str_of(labels[i])) : names[i];
    }
    comparison->names = told;
}

bool comparison_make(struct arena *arena, const struct rh_report *const *reports,
                     const char *const *labels, size_t count, struct comparison *ret_comparison,
                     struct rh_error *err)
{
    struct comparison comparison = {.reports = reports, .count = count};

    name_all(arena, labels, &comparison);
    if (!same_rules(&comparison, err))
        return false;
    ask(arena, &comparison);
    compare_milestones(arena, &comparison);
    compare_rules(arena, &comparison);
    *ret_comparison = comparison;
    return true;
}

const char *comparison_outcome(enum rh_outcome outcome)
{
    static const char *const words[] = {"holds", "in part", "fails", "does not apply", NOT_KNOWN};

    return words[outcome];
}

static const struct {
    const char *format;
    comparison_writer *write;
} forms[] = {
    {"text", comparison_text},
    {"markdown", comparison_markdown},
    {"json", comparison_json},
    {"html", comparison_html},
};

const char *const comparison_formats[] = {"text", "markdown", "json", "html", NULL};

void comparison_write(const void *comparison, const char *format,
                      const struct writer_options *options, FILE *out)
{
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
        if (!strcmp(forms[i].format, format))
            forms[i].write(comparison, options, out);
}
