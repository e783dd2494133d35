/* "examples:" of a rule: small repositories, each a README or a mapping. */
#include "ruleset/rule_file.h"

#include "checks/band.h"
#include "util/arena.h"
#include "util/yaml.h"

#include <string.h>

enum { MOST_FILES = 200 };

static const char *kind_choice(unsigned index)
{
    return index < RH_KIND_COUNT ? rh_kind_name(index) : NULL;
}

struct text_files {
    const char **paths, **texts;
    size_t count;
};

/* An example as it is written. */
struct draft {
    unsigned kind;
    const char *readme, *date;
    struct text_files files;
    struct {
        struct rh_metric *items;
        size_t count, capacity;
    } metrics;
    unsigned line;
};

static bool read_files(const struct field_source *source, const struct yaml *value, void *ret_slot,
                       struct rh_error *err)
{
    struct text_files *files = ret_slot;

    if (value->kind != YAML_MAP || !value->count || value->count > MOST_FILES)
        return field_error(err, source->name, value->line,
                           "'files' must be a mapping from paths to texts");
    files->paths = arena_alloc(source->arena, (value->count + 1) * sizeof(*files->paths));
    files->texts = arena_alloc(source->arena, (value->count + 1) * sizeof(*files->texts));
    for (const struct yaml *file = value->first; file; file = file->next) {
        if (file->kind != YAML_SCALAR)
            return field_error(err, source->name, file->line,
                               "a file's text must be text, or null for a submodule");
        if (!file->key.len || *file->key.ptr == '/' || str_contains(file->key, ".."))
            return field_error(err, source->name, file->key_line,
                               "a file's path is relative to the root of the repository");
        files->paths[files->count] = str_dup(source->arena, file->key);
        files->texts[files->count++] =
            yaml_is_null(file) ? NULL : str_dup(source->arena, file->text);
    }
    return true;
}

static bool metric_value(const struct yaml *value, struct arena *arena, struct rh_metric *metric)
{
    bool truth;

    switch (metric->type) {
    case RH_VALUE_BOOL:
        if (!yaml_bool(value, &truth))
            return false;
        metric->integer = truth;
        return true;
    case RH_VALUE_INTEGER:
        if (!yaml_number(value, &metric->number))
            return false;
        metric->integer = (int64_t)metric->number;
        return (double)metric->integer == metric->number;
    case RH_VALUE_NUMBER:
        return yaml_number(value, &metric->number);
    case RH_VALUE_STRING:
        metric->string = yaml_is_null(value) ? NULL : str_dup(arena, value->text);
        return value->kind == YAML_SCALAR;
    case RH_VALUE_UNKNOWN:
        break;
    }
    return false;
}

static bool read_metrics(const struct field_source *source, const struct yaml *value,
                         void *ret_slot, struct rh_error *err)
{
    struct draft *draft = ret_slot;

    if (value->kind != YAML_MAP)
        return field_error(err, source->name, value->line,
                           "'metrics' must be a mapping from metrics to values");
    for (const struct yaml *item = value->first; item; item = item->next) {
        enum metric metric = metric_by_name(item->key.ptr);
        struct rh_metric *given;

        if (metric == METRIC_COUNT)
            return field_error(err, source->name, item->key_line, "there is no metric '%s'",
                               text_clean(source->arena, item->key, 60));
        given = ARENA_PUSH(source->arena, &draft->metrics);
        given->name = metric_infos[metric].name;
        given->type = metric_infos[metric].type;
        if (!metric_value(item, source->arena, given))
            return field_error(err, source->name, item->line, "%s cannot have this value",
                               given->name);
    }
    return true;
}

static const struct field_custom files_custom = {
    .read = read_files,
    .shape = "a mapping from paths to texts",
    .schema = "{\"type\": \"object\", \"additionalProperties\": {\"type\": \"string\"}}",
};

static const struct field_custom metrics_custom = {
    .read = read_metrics,
    .shape = "a mapping from metrics to values",
    .schema = "{\"type\": \"object\", \"propertyNames\": {\"$ref\": \"#/$defs/metric\"}}",
};

const struct field example_fields[] = {
    {.key = "readme",
     .type = FIELD_STRING,
     .offset = offsetof(struct draft, readme),
     .help = "text of README.md"},
    {.key = "files",
     .type = FIELD_CUSTOM,
     .offset = offsetof(struct draft, files),
     .custom = &files_custom,
     .help = "path: text"},
    {.key = "kind",
     .type = FIELD_ENUM,
     .offset = offsetof(struct draft, kind),
     .choice = kind_choice,
     .help = "what the repository is taken for; else one that the rule applies to"},
    {.key = "date",
     .type = FIELD_DATE,
     .offset = offsetof(struct draft, date),
     .help = "the date that is judged at; 2025-01-01 unless given"},
    {.key = "metrics",
     .type = FIELD_CUSTOM,
     .offset = 0,
     .custom = &metrics_custom,
     .help = "facts that texts cannot have, such as history.commits: 12"},
    {.key = "", .type = FIELD_LINE, .offset = offsetof(struct draft, line)},
    {0},
};

static bool read_draft(const struct field_source *source, const struct yaml *value,
                       struct draft *ret_draft, struct rh_error *err)
{
    *ret_draft = (struct draft){.kind = RH_KIND_COUNT, .line = value->line};
    if (value->kind == YAML_SCALAR) {
        ret_draft->readme = str_dup(source->arena, value->text);
        return true;
    }
    if (value->kind != YAML_MAP)
        return field_error(err, source->name, value->line,
                           "an example is the text of a README, or a mapping of readme, files, "
                           "kind, date and metrics");
    return fields_read(source, value, "the example", example_fields, ret_draft, err);
}

static bool read_example(const struct field_source *source, const struct yaml *value,
                         enum rh_outcome expected, struct rh_rule_example *ret_example,
                         struct rh_error *err)
{
    struct draft draft;
    const char **paths, **texts;
    size_t count;

    if (!read_draft(source, value, &draft, err))
        return false;
    paths = draft.files.paths;
    texts = draft.files.texts;
    count = draft.files.count;
    if (draft.readme) {
        if (!paths) {
            paths = arena_alloc(source->arena, sizeof(*paths));
            texts = arena_alloc(source->arena, sizeof(*texts));
        }
        paths[count] = "README.md";
        texts[count++] = draft.readme;
    }
    *ret_example = (struct rh_rule_example){
        .expected = expected,
        .kind = draft.kind,
        .date = draft.date,
        .paths = paths,
        .texts = texts,
        .file_count = count,
        .metrics = draft.metrics.items,
        .metric_count = draft.metrics.count,
        .line = draft.line,
    };
    return true;
}

/* The lists under "examples:", and what is expected of their entries. */
struct lists {
    const struct yaml *of[RH_UNKNOWN];
};

static bool keep(const struct field_source *source, const struct yaml *value, void *ret_slot,
                 struct rh_error *err)
{
    if (value->kind != YAML_LIST)
        return field_error(err, source->name, value->line, "'%s' must be a list of examples",
                           value->key.ptr);
    *(const struct yaml **)ret_slot = value;
    return true;
}

static const struct field_custom list_custom = {
    .read = keep,
    .shape = "a list of examples: each the text of a README, or a mapping",
    .schema = "{\"type\": \"array\", \"items\": {\"anyOf\": [{\"type\": \"string\"},"
              " {\"$ref\": \"#/$defs/example\"}]}}",
};

#define LIST(name, outcome, words)                                                                 \
    {                                                                                              \
        .key = #name, .type = FIELD_CUSTOM,                                                        \
        .offset = offsetof(struct lists, of) + (outcome) * sizeof(const struct yaml *),            \
        .custom = &list_custom, .help = (words)                                                    \
    }

const struct field examples_fields[] = {
    LIST(pass, RH_PASS, "the rule must pass"),
    LIST(partial, RH_PARTIAL, "it must pass in part"),
    LIST(fail, RH_FAIL, "it must fail, or pass in part"),
    LIST(not_applicable, RH_NOT_APPLICABLE, "it must not apply"),
    {0},
};

bool examples_read(const struct field_source *source, const struct yaml *mapping,
                   struct rh_rule *ret_rule, struct rh_error *err)
{
    struct lists lists = {0};
    struct rh_rule_example *examples;
    size_t count = 0;

    if (mapping->kind != YAML_MAP)
        return field_error(err, source->name, mapping->line,
                           "'examples' must be a mapping of lists: pass, fail");
    if (!fields_read(source, mapping, "'examples'", examples_fields, &lists, err))
        return false;
    for (size_t i = 0; i < RH_UNKNOWN; i++)
        count += lists.of[i] ? lists.of[i]->count : 0;
    examples = arena_alloc(source->arena, (count + 1) * sizeof(*examples));
    ret_rule->examples = examples;
    ret_rule->example_count = count;
    for (enum rh_outcome i = 0; i < RH_UNKNOWN; i++) {
        if (!lists.of[i])
            continue;
        for (const struct yaml *item = lists.of[i]->first; item; item = item->next)
            if (!read_example(source, item, i, examples++, err))
                return false;
    }
    return true;
}
