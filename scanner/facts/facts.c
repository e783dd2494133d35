#include "facts/facts.h"
#include "facts/identity.h"

#include "facts/code.h"
#include "facts/extract.h"
#include "facts/python_import.h"
#include "facts/python_module.h"
#include "facts/release.h"
#include "facts/resolve.h"
#include "facts/trace.h"
#include "util/arena.h"
#include "util/date.h"
#include "util/limits.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

const struct metric_info metric_infos[METRIC_COUNT] = {
#define METRIC(id, name, type, unit, help) {name, RH_VALUE_##type, unit, help},
#include "facts/metrics.def"
#undef METRIC
};

const struct observation_info observation_infos[OBSERVATION_KIND_COUNT] = {
#define OBSERVATION(id, name, statuses, help) {name, statuses, help},
#include "facts/observations.def"
#undef OBSERVATION
};

enum metric metric_by_name(const char *name)
{
    enum metric metric = 0;

    while (metric < METRIC_COUNT && strcmp(metric_infos[metric].name, name))
        metric++;
    return metric;
}

enum observation_kind observation_by_name(const char *name)
{
    enum observation_kind kind = 0;

    while (kind < OBSERVATION_KIND_COUNT && strcmp(observation_infos[kind].name, name))
        kind++;
    return kind;
}

static struct rh_metric *set(struct facts *facts, enum metric metric, enum rh_value_type type)
{
    assert(type == RH_VALUE_UNKNOWN || type == metric_infos[metric].type);
    facts->metrics[metric] = (struct rh_metric){.name = metric_infos[metric].name, .type = type};
    return &facts->metrics[metric];
}

void facts_bool(struct facts *facts, enum metric metric, bool value)
{
    set(facts, metric, RH_VALUE_BOOL)->integer = value;
}

void facts_integer(struct facts *facts, enum metric metric, int64_t value)
{
    set(facts, metric, RH_VALUE_INTEGER)->integer = value;
}

void facts_number(struct facts *facts, enum metric metric, double value)
{
    set(facts, metric, RH_VALUE_NUMBER)->number = value;
}

void facts_string(struct facts *facts, enum metric metric, const char *value)
{
    set(facts, metric, RH_VALUE_STRING)->string = value;
}

void facts_unknown(struct facts *facts, enum metric metric, const char *why)
{
    set(facts, metric, RH_VALUE_UNKNOWN)->string = why;
}

static bool lists(const char *statuses, const char *status)
{
    struct str rest = str_of(statuses), word;

    while (str_next_word(&rest, &word))
        if (str_equal(word, status))
            return true;
    return false;
}

struct observation *facts_observe(struct facts *facts, enum observation_kind kind,
                                  const char *status, const char *path, unsigned line,
                                  struct str text)
{
    struct observation *observation;

    assert(lists(observation_infos[kind].statuses, status));
    if (facts->observations.count >= LIMIT_OBSERVATIONS) {
        facts->observations.cut = true;
        observation = arena_alloc(facts->arena, sizeof(*observation));
    } else {
        observation = ARENA_PUSH(facts->arena, &facts->observations);
    }
    *observation = (struct observation){
        .kind = kind,
        .status = status,
        .path = path,
        .line = line,
        .text = text_clean(facts->arena, text, LIMIT_QUOTE_BYTES),
    };
    return observation;
}

void facts_set_date(struct facts *facts, time_t date)
{
    facts->date = date;
    history_metrics(facts);
    release_metrics(facts);
    issues_metrics(facts);
}

/* "PATH:LINE" */
static struct trace *start_trace(struct arena *arena, const char *place)
{
    const char *colon = place ? strrchr(place, ':') : NULL;

    if (!colon)
        return NULL;
    return trace_new(arena, arena_strndup(arena, place, (size_t)(colon - place)),
                     (unsigned)strtoul(colon + 1, NULL, 10));
}

void facts_collect(struct arena *arena, const struct snapshot *snapshot,
                   const struct facts_options *options, struct facts *ret_facts)
{
    struct facts *facts = ret_facts;

    *facts = (struct facts){.arena = arena, .snapshot = snapshot};
    for (enum metric metric = 0; metric < METRIC_COUNT; metric++)
        facts_unknown(facts, metric, FACTS_NOT_LOOKED_AT);
    if (options->only) {
        history_collect(arena, snapshot, &facts->history);
        issues_collect(facts);
        sources_collect(facts);
        facts_set_date(facts, options->as_of);
        return;
    }
    facts->resolver = resolver_new(facts);
    facts->trace = start_trace(arena, options->trace);
    tree_collect(arena, snapshot, &facts->tree);
    facts->imports = imports_new(facts);
    facts->modules = modules_new(facts);
    documents_collect(arena, snapshot, &facts->tree, &facts->documents);
    if (options->history)
        facts->history = options->history->history;
    else
        history_collect(arena, snapshot, &facts->history);
    marks_of_pages(facts);
    issues_collect(facts);
    links_collect(facts);
    external_links_collect(facts, options->links);
    readme_form_collect(facts);
    license_collect(facts);
    ci_collect(facts);
    presence_collect(facts);
    layout_collect(facts);
    hygiene_collect(facts);
    tests_collect(facts);
    guide_collect(facts);
    manifests_collect(arena, snapshot, &facts->tree, &facts->manifests);
    named_paths_collect(facts);
    install_collect(facts);
    runs_collect(facts);
    submodules_collect(facts);
    documented_collect(facts);
    entry_files_collect(facts);
    if (options->history)
        changes_take(facts, options->history);
    else
        changes_collect(facts);
    code_collect(facts);
    readme_content_collect(facts);
    data_source_collect(facts);
    route_collect(facts);
    claims_collect(facts);
    notices_collect(facts);
    promises_collect(facts);
    answer_promises_collect(facts);
    facts->date = options->as_of; /* what waits is told as of today alone */
    releases_observe(facts);
    reports_collect(facts, options->topics);
    if (options->identity) {
        struct reveal reveal;

        identity_collect(facts, &reveal);
        identity_observe(facts, &reveal);
    }
    sources_collect(facts);
    facts_set_date(facts, snapshot->commit_time ? snapshot->commit_time : options->as_of);
    kind_collect(facts, options);
}

static int by_name(const void *a, const void *b)
{
    const struct rh_metric *left = a, *right = b;

    return strcmp(left->name, right->name);
}

/* By place, then as they were found: the extractors' order is no reader's. */
static int by_place(const void *a, const void *b)
{
    const struct rh_observation *left = a, *right = b;
    int order = strcmp(left->kind, right->kind);

    if (!order)
        order = strcmp(left->path ? left->path : "", right->path ? right->path : "");
    if (!order)
        order = (left->line > right->line) - (left->line < right->line);
    if (!order)
        order = strcmp(left->status, right->status);
    return order ? order : strcmp(left->text, right->text);
}

static void report_target(const struct facts *facts, struct rh_target *target)
{
    const struct snapshot *snapshot = facts->snapshot;

    target->url = snapshot->url;
    target->commit = snapshot->commit;
    if (snapshot->commit) {
        char *date = arena_alloc(facts->arena, DATE_SIZE);

        date_format(snapshot->commit_time, 0, date);
        target->date = date;
    }
    target->path = snapshot->path;
    target->kind = facts->kind;
    target->aim = facts->aim;
    if (facts->tree.language)
        target->language = language_name(facts->tree.language);
    target->dirty = snapshot->dirty;
}

void facts_report(const struct facts *facts, struct rh_report *report)
{
    size_t count = facts->observations.count;
    struct rh_metric *metrics = arena_alloc(facts->arena, sizeof(facts->metrics));
    struct rh_observation *observations =
        arena_alloc(facts->arena, (count + 1) * sizeof(*observations));

    report_target(facts, &report->target);
    memcpy(metrics, facts->metrics, sizeof(facts->metrics));
    qsort(metrics, METRIC_COUNT, sizeof(*metrics), by_name);
    for (size_t i = 0; i < count; i++) {
        const struct observation *from = &facts->observations.items[i];

        observations[i] = (struct rh_observation){
            .kind = observation_infos[from->kind].name,
            .status = from->status,
            .path = from->path,
            .line = from->line,
            .text = from->text,
            .hint = from->hint,
            .url = from->url,
        };
    }
    qsort(observations, count, sizeof(*observations), by_place);
    report->metrics = metrics;
    report->metric_count = METRIC_COUNT;
    report->observations = observations;
    report->observation_count = count;
    report->sources = facts->sources.items;
    report->source_count = facts->sources.count;
    report->notices = facts->notices.items;
    report->notice_count = facts->notices.count;
    if (facts->trace)
        report->trace = trace_steps(facts->trace, &report->trace_count);
    report->steps = facts->steps;
    report->step_count = facts->step_count;
    report->waits = facts->issues.waits;
    report->wait_count = facts->issues.wait_count;
}
