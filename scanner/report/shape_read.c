#include "report/shape.h"

#include "util/arena.h"
#include "util/map.h"

#include <math.h>
#include <string.h>

static bool wrong(const char *wanted, struct rh_error *err)
{
    return error_set(err, RH_ERROR_TARGET, "%s expected", wanted);
}

/* A worker may have been taken over by what it read: its strings are cleaned like the
 * repository's own. On clean text this changes nothing. */
static bool read_text(const json_t *json, struct arena *arena, const char **ret_text,
                      struct rh_error *err)
{
    if (!json_is_string(json))
        return wrong("a string", err);
    *ret_text = text_clean(arena, (struct str){json_string_value(json), json_string_length(json)},
                           SIZE_MAX / 2);
    return true;
}

static bool read_count(const json_t *json, unsigned *ret_number, struct rh_error *err)
{
    if (!json_is_integer(json) || json_integer_value(json) < 0 ||
        json_integer_value(json) > UINT32_MAX)
        return wrong("a whole number from 0", err);
    *ret_number = (unsigned)json_integer_value(json);
    return true;
}

static bool read_share(const json_t *json, double *ret_share, struct rh_error *err)
{
    double share = json_number_value(json);

    if (!json_is_number(json) || !(share >= 0 && share <= 1))
        return wrong("a number from 0 to 1", err);
    *ret_share = share;
    return true;
}

static bool read_name(const json_t *json, const struct shape_names *names, unsigned *ret_value,
                      struct rh_error *err)
{
    const char *text = json_is_null(json) ? "" : json_string_value(json);

    for (unsigned i = 0; text && i < names->count; i++) {
        if (strcmp(names->name(i), text))
            continue;
        *ret_value = i;
        return true;
    }
    return wrong("one of the known names", err);
}

static bool read_digits(const json_t *json, char ret_digits[33], struct rh_error *err)
{
    const char *text = json_is_null(json) ? "" : json_string_value(json);
    size_t length = text ? strlen(text) : 0;

    if (!text || (length && (length != 32 || strspn(text, "0123456789abcdef") != length)))
        return wrong("32 hex digits", err);
    memcpy(ret_digits, text, length + 1);
    return true;
}

static bool read_texts(const json_t *json, struct arena *arena, const char *const **ret_texts,
                       size_t *ret_count, struct rh_error *err)
{
    size_t count = json_array_size(json);
    const char **texts = arena_alloc(arena, (count + 1) * sizeof(*texts));

    if (!json_is_array(json))
        return wrong("a list", err);
    for (size_t i = 0; i < count; i++)
        if (!read_text(json_array_get(json, i), arena, &texts[i], err))
            return error_wrap(err, "[%zu]: ", i);
    *ret_texts = texts;
    *ret_count = count;
    return true;
}

static bool read_milestones(const json_t *json, unsigned *ret_set, struct rh_error *err)
{
    unsigned set = 0;

    if (!json_is_array(json))
        return wrong("a list", err);
    for (size_t i = 0; i < json_array_size(json); i++) {
        const char *name = json_string_value(json_array_get(json, i));
        unsigned milestone = 0;

        while (milestone < RH_MILESTONE_COUNT &&
               (!name || strcmp(name, rh_milestone_name((enum rh_milestone)milestone))))
            milestone++;
        if (milestone == RH_MILESTONE_COUNT)
            return wrong("a milestone", err);
        set |= 1u << milestone;
    }
    *ret_set = set;
    return true;
}

static bool read_findings(const json_t *json, struct arena *arena, const struct rh_report *report,
                          const size_t **ret_findings, size_t *ret_count, struct rh_error *err)
{
    size_t count = json_array_size(json);
    size_t *findings = arena_alloc(arena, (count + 1) * sizeof(*findings));
    struct map by_rule;

    if (!json_is_array(json))
        return wrong("a list", err);
    map_init(&by_rule, arena);
    for (size_t i = 0; i < report->finding_count; i++)
        map_put(&by_rule, str_of(report->findings[i].rule), i);
    for (size_t i = 0; i < count; i++) {
        const char *rule = json_string_value(json_array_get(json, i));

        findings[i] = rule ? map_get(&by_rule, str_of(rule)) : MAP_NONE;
        if (findings[i] == MAP_NONE)
            return wrong("the rule of a finding", err);
    }
    *ret_findings = findings;
    *ret_count = count;
    return true;
}

static bool read_metric(const char *name, const json_t *json, struct arena *arena,
                        struct rh_metric *metric, struct rh_error *err)
{
    const json_t *why = json_object_get(json, "unknown");

    metric->name = text_clean(arena, str_of(name), SIZE_MAX / 2);
    if (json_is_boolean(json)) {
        metric->type = RH_VALUE_BOOL;
        metric->integer = json_is_true(json);
    } else if (json_is_integer(json)) {
        metric->type = RH_VALUE_INTEGER;
        metric->integer = json_integer_value(json);
    } else if (json_is_real(json)) {
        metric->type = RH_VALUE_NUMBER;
        metric->number = json_real_value(json);
    } else if (json_is_null(json)) {
        metric->type = RH_VALUE_STRING;
    } else if (json_is_string(json)) {
        metric->type = RH_VALUE_STRING;
        return read_text(json, arena, &metric->string, err);
    } else {
        metric->type = RH_VALUE_UNKNOWN;
        return read_text(why, arena, &metric->string, err);
    }
    return true;
}

static bool read_metrics(const json_t *json, struct arena *arena,
                         const struct rh_metric **ret_metrics, size_t *ret_count,
                         struct rh_error *err)
{
    size_t count = 0;
    struct rh_metric *metrics = arena_alloc(arena, (json_object_size(json) + 1) * sizeof(*metrics));
    const char *name;
    json_t *value;

    if (!json_is_object(json))
        return wrong("an object", err);
    json_object_foreach((json_t *)json, name, value)
    {
        if (!read_metric(name, value, arena, &metrics[count++], err))
            return error_wrap(err, ".%s: ", metrics[count - 1].name);
    }
    *ret_metrics = metrics;
    *ret_count = count;
    return true;
}

/* Depth is that of the shapes, which do not contain themselves. */
static bool read_object(const struct shape *shape, const json_t *json, struct arena *arena,
                        const struct rh_report *report, void *to, struct rh_error *err)
{
    if (!json_is_object(json))
        return wrong("an object", err);
    for (const struct shape_key *key = shape->keys; key->key; key++)
        if (!shape_read_key(key, json, arena, report, to, err))
            return false;
    return true;
}

static bool read_list(const struct shape_key *key, const json_t *json, struct arena *arena,
                      const struct rh_report *report, void *to, struct rh_error *err)
{
    char *at = (char *)to + key->offset;
    size_t count = json_array_size(json), size = key->of->size;
    bool inside = key->type == SHAPE_ROW;
    char *items;

    if (!json_is_array(json))
        return wrong("a list", err);
    if (inside ? count != key->length : key->length && count > key->length)
        return error_set(err, RH_ERROR_TARGET, "%zu elements expected%s", key->length,
                         inside ? "" : " at most");
    items = inside ? at : arena_alloc(arena, (count + 1) * size);
    for (size_t i = 0; i < count; i++)
        if (!read_object(key->of, json_array_get(json, i), arena, report, items + i * size, err))
            return error_wrap(err, "[%zu]", i);
    if (!inside) {
        *(char **)at = items;
        *(size_t *)((char *)to + key->count) = count;
    }
    return true;
}

static bool read_value(const struct shape_key *key, const json_t *json, struct arena *arena,
                       const struct rh_report *report, void *to, struct rh_error *err)
{
    char *at = (char *)to + key->offset;
    size_t *count = (size_t *)((char *)to + key->count);

    switch (key->type) {
    case SHAPE_CONSTANT:
        return (json_is_string(json) && !strcmp(json_string_value(json), key->constant)) ||
               wrong(key->constant, err);
    case SHAPE_TEXT:
        return json_is_null(json) || read_text(json, arena, (const char **)at, err);
    case SHAPE_NEEDED:
        return read_text(json, arena, (const char **)at, err);
    case SHAPE_BOOL:
        *(bool *)at = json_is_true(json);
        return json_is_boolean(json) || wrong("true or false", err);
    case SHAPE_UINT:
        return read_count(json, (unsigned *)at, err);
    case SHAPE_LINE:
        return json_is_null(json) || read_count(json, (unsigned *)at, err);
    case SHAPE_SHARE:
        return read_share(json, (double *)at, err);
    case SHAPE_NUMBER:
        *(double *)at = json_is_null(json) ? (double)NAN : json_number_value(json);
        return json_is_null(json) || json_is_number(json) || wrong("a number", err);
    case SHAPE_NAME:
    case SHAPE_NAME_THEN:
        return read_name(json, key->names, (unsigned *)at, err);
    case SHAPE_DIGITS:
        return read_digits(json, at, err);
    case SHAPE_TEXTS:
        return read_texts(json, arena, (const char *const **)at, count, err);
    case SHAPE_MILESTONES:
        return read_milestones(json, (unsigned *)at, err);
    case SHAPE_FINDINGS:
        return read_findings(json, arena, report, (const size_t **)at, count, err);
    case SHAPE_OBJECT:
        return read_object(key->of, json, arena, report, at, err);
    case SHAPE_OBJECTS:
    case SHAPE_ROW:
        return read_list(key, json, arena, report, to, err);
    case SHAPE_METRICS:
        return read_metrics(json, arena, (const struct rh_metric **)at, count, err);
    }
    return error_set(err, RH_ERROR_INTERNAL, "a key without a type");
}

bool shape_read_key(const struct shape_key *key, const json_t *json, struct arena *arena,
                    const struct rh_report *report, void *to, struct rh_error *err)
{
    const json_t *value = json_object_get(json, key->key);

    if (!value && key->type == SHAPE_NAME_THEN) {
        *(unsigned *)((char *)to + key->offset) = *(unsigned *)((char *)to + key[-1].offset);
        return true;
    }
    if (!value)
        return error_set(err, RH_ERROR_TARGET, ".%s is missing", key->key);
    if (!read_value(key, value, arena, report, to, err))
        return error_wrap(err,
                          err->text[0] == '.' || err->text[0] == '[' ? ".%s" : ".%s: ", key->key);
    return true;
}
