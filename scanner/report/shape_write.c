#include "report/shape.h"

#include "util/arena.h"

#include <math.h>
#include <stdlib.h>

/* jansson refuses bad UTF-8; what comes here should be clean, and must not vanish if it is not. */
static json_t *text_value(const char *text)
{
    struct arena *arena;
    json_t *value;

    if (!text)
        return json_null();
    value = json_string(text);
    if (value)
        return value;
    arena = arena_new();
    value = json_string(text_clean(arena, str_of(text), SIZE_MAX / 2));
    arena_free(arena);
    return value;
}

static json_t *name_value(const struct shape_names *names, unsigned value)
{
    const char *name = names->name(value);

    return name[0] ? json_string(name) : json_null();
}

static json_t *texts_value(const char *const *texts, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, text_value(texts[i]));
    return list;
}

static json_t *milestones_value(unsigned set)
{
    json_t *list = json_array();

    for (unsigned i = 0; i < RH_MILESTONE_COUNT; i++)
        if (set & 1u << i)
            json_array_append_new(list, json_string(rh_milestone_name((enum rh_milestone)i)));
    return list;
}

static json_t *findings_value(const size_t *findings, size_t count, const struct rh_report *report)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, text_value(report->findings[findings[i]].rule));
    return list;
}

json_t *shape_metric(const struct rh_metric *metric)
{
    switch (metric->type) {
    case RH_VALUE_UNKNOWN:
        return json_pack("{s:o}", "unknown", text_value(metric->string ? metric->string : ""));
    case RH_VALUE_BOOL:
        return json_boolean(metric->integer);
    case RH_VALUE_INTEGER:
        return json_integer(metric->integer);
    case RH_VALUE_NUMBER:
        return json_real(metric->number);
    case RH_VALUE_STRING:
        break;
    }
    return text_value(metric->string);
}

static json_t *metrics_value(const struct rh_metric *metrics, size_t count)
{
    json_t *object = json_object();

    for (size_t i = 0; i < count; i++)
        json_object_set_new(object, metrics[i].name, shape_metric(&metrics[i]));
    return object;
}

const char *shape_items(const struct shape_key *key, const void *from, size_t *ret_count)
{
    const char *at = (const char *)from + key->offset;

    if (key->type == SHAPE_ROW) {
        *ret_count = key->length;
        return at;
    }
    *ret_count = *(const size_t *)((const char *)from + key->count);
    return *(const char *const *)at;
}

static json_t *objects_value(const struct shape_key *key, const void *from,
                             const struct rh_report *report)
{
    size_t count;
    const char *items = shape_items(key, from, &count);
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, shape_object(key->of, items + i * key->of->size, report));
    return list;
}

json_t *shape_value(const struct shape_key *key, const void *from, const struct rh_report *report)
{
    const char *at = (const char *)from + key->offset;
    size_t count = 0;

    if (key->type == SHAPE_TEXTS || key->type == SHAPE_FINDINGS || key->type == SHAPE_METRICS)
        count = *(const size_t *)((const char *)from + key->count);
    switch (key->type) {
    case SHAPE_CONSTANT:
        return json_string(key->constant);
    case SHAPE_TEXT:
        return text_value(*(const char *const *)at);
    case SHAPE_NEEDED:
        return text_value(*(const char *const *)at ? *(const char *const *)at : "");
    case SHAPE_BOOL:
        return json_boolean(*(const bool *)at);
    case SHAPE_UINT:
        return json_integer(*(const unsigned *)at);
    case SHAPE_LINE:
        return *(const unsigned *)at ? json_integer(*(const unsigned *)at) : json_null();
    case SHAPE_SHARE:
        return json_real(*(const double *)at);
    case SHAPE_NUMBER:
        return isnan(*(const double *)at) ? json_null() : json_real(*(const double *)at);
    case SHAPE_NAME_THEN:
        if (*(const unsigned *)at == *(const unsigned *)((const char *)from + key[-1].offset))
            return NULL;
        return name_value(key->names, *(const unsigned *)at);
    case SHAPE_NAME:
        return name_value(key->names, *(const unsigned *)at);
    case SHAPE_DIGITS:
        return at[0] ? text_value(at) : json_null();
    case SHAPE_TEXTS:
        return texts_value(*(const char *const *const *)at, count);
    case SHAPE_MILESTONES:
        return milestones_value(*(const unsigned *)at);
    case SHAPE_FINDINGS:
        return findings_value(*(const size_t *const *)at, count, report);
    case SHAPE_OBJECT:
        return shape_object(key->of, at, report);
    case SHAPE_OBJECTS:
    case SHAPE_ROW:
        return objects_value(key, from, report);
    case SHAPE_METRICS:
        return metrics_value(*(const struct rh_metric *const *)at, count);
    }
    abort();
}

json_t *shape_object(const struct shape *shape, const void *from, const struct rh_report *report)
{
    json_t *object = json_object();

    for (const struct shape_key *key = shape->keys; key->key; key++) {
        json_t *value = shape_value(key, from, report);

        if (value && json_object_set_new(object, key->key, value))
            abort(); /* no memory */
    }
    return object;
}
