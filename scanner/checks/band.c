#include "checks/band.h"

#include "util/arena.h"
#include "util/date.h"
#include "util/yaml.h"

#include <math.h>
#include <string.h>

enum { SECONDS_A_DAY = 24 * 60 * 60 };

const char *metric_choice(unsigned index)
{
    return index < METRIC_COUNT ? metric_infos[index].name : NULL;
}

#define BAND_FIELDS(at)                                                                            \
    {.key = "min",                                                                                 \
     .type = FIELD_NUMBER,                                                                         \
     .offset = (at) + offsetof(struct band, min),                                                  \
     .help = "the smallest number in it"},                                                         \
        {.key = "max",                                                                             \
         .type = FIELD_NUMBER,                                                                     \
         .offset = (at) + offsetof(struct band, max),                                              \
         .help = "the largest number in it"},                                                      \
        {.key = "is",                                                                              \
         .type = FIELD_STRINGS,                                                                    \
         .offset = (at) + offsetof(struct band, is),                                               \
         .help = "the values in it"},                                                              \
        {.key = "not",                                                                             \
         .type = FIELD_STRINGS,                                                                    \
         .offset = (at) + offsetof(struct band, not ),                                             \
         .help = "values that are not in it; any other is, unless another key says no"},           \
        {.key = "within_days",                                                                     \
         .type = FIELD_NUMBER,                                                                     \
         .offset = (at) + offsetof(struct band, within_days),                                      \
         .help = "dates this many days before the date that is judged at, or later"},              \
    {                                                                                              \
        .key = "", .type = FIELD_LINE, .offset = (at) + offsetof(struct band, line)                \
    }

const struct field band_fields[] = {BAND_FIELDS(0), {0}};

const struct field condition_fields[] = {
    {.key = "metric",
     .type = FIELD_ENUM,
     .offset = offsetof(struct condition, metric),
     .required = true,
     .choice = metric_choice,
     .help = "a metric that `repohealth facts` lists"},
    BAND_FIELDS(offsetof(struct condition, band)),
    {0},
};

/* true, 300, [MIT, ISC]: short for {is: ...}. */
static bool read_band(const struct field_source *source, const struct yaml *value, void *ret_slot,
                      struct rh_error *err)
{
    static const struct field is[] = {
        {.key = "is", .type = FIELD_STRINGS, .offset = offsetof(struct band, is)}, {0}};
    struct yaml copy = *value;
    struct yaml mapping = {.kind = YAML_MAP, .line = value->line, .first = &copy, .count = 1};
    struct band *band = ret_slot;

    if (value->kind == YAML_MAP)
        return fields_read(source, value, "the band", band_fields, band, err);
    copy.next = NULL;
    copy.key = STR("is");
    band->line = value->line;
    return fields_read(source, &mapping, "the band", is, band, err);
}

const struct field_custom band_custom = {
    .read = read_band,
    .shape = "a value, a list of values, or a mapping of min, max, is, not, within_days",
    .schema = "{\"anyOf\": [{\"type\": [\"boolean\", \"number\", \"string\"]},"
              " {\"type\": \"array\", \"items\": {\"type\": [\"boolean\", \"number\","
              " \"string\"]}}, {\"$ref\": \"#/$defs/band\"}]}",
};

static bool is_bool_word(const char *word)
{
    return !strcmp(word, "true") || !strcmp(word, "false");
}

static bool words_fit(const struct strings *words, enum metric metric, struct rh_error *err)
{
    bool is_bool = metric_infos[metric].type == RH_VALUE_BOOL;

    for (size_t i = 0; is_bool && i < words->count; i++)
        if (!is_bool_word(words->items[i]))
            return error_set(err, RH_ERROR_RULE, "%s is true or false, never '%s'",
                             metric_infos[metric].name, words->items[i]);
    return true;
}

bool band_fits(const struct band *band, enum metric metric, struct rh_error *err)
{
    const struct metric_info *info = &metric_infos[metric];
    bool is_date = info->type == RH_VALUE_STRING && !strcmp(info->unit, "date");
    bool is_number = info->type == RH_VALUE_INTEGER || info->type == RH_VALUE_NUMBER;

    if ((band->min.given || band->max.given) && !is_number)
        return error_set(err, RH_ERROR_RULE, "%s is no number, so it has no min or max",
                         info->name);
    if (band->min.given && band->max.given && band->min.value > band->max.value)
        return error_set(err, RH_ERROR_RULE, "min is larger than max");
    if (band->within_days.given && !is_date)
        return error_set(err, RH_ERROR_RULE, "%s is no date, so it has no within_days", info->name);
    if (!band->min.given && !band->max.given && !band->within_days.given && !band->is.count &&
        !band->not .count)
        return error_set(err, RH_ERROR_RULE,
                         "it says nothing: give min, max, is, not or "
                         "within_days");
    return words_fit(&band->is, metric, err) && words_fit(&band->not, metric, err);
}

static bool lists(const struct strings *words, const char *value)
{
    for (size_t i = 0; i < words->count; i++)
        if (value && !strcmp(words->items[i], value))
            return true;
    return false;
}

static bool is_recent(const struct band *band, const struct facts *facts, const char *value)
{
    time_t when;

    if (!value || !date_parse(str_of(value), &when))
        return false;
    return difftime(facts->date, when) < (band->within_days.value + 1) * SECONDS_A_DAY;
}

static const char *plain_number(struct arena *arena, double value)
{
    return fabs(value) < 1e15 && value == floor(value) ? arena_printf(arena, "%.0f", value)
                                                       : arena_printf(arena, "%.4g", value);
}

/* The value as a rule file would write it; NULL: there is no such thing. */
static const char *written(struct arena *arena, const struct rh_metric *metric)
{
    switch (metric->type) {
    case RH_VALUE_BOOL:
        return metric->integer ? "true" : "false";
    case RH_VALUE_INTEGER:
        return arena_printf(arena, "%lld", (long long)metric->integer);
    case RH_VALUE_NUMBER:
        return plain_number(arena, metric->number);
    case RH_VALUE_STRING:
    case RH_VALUE_UNKNOWN:
        break;
    }
    return metric->string;
}

enum in_band band_holds(const struct band *band, const struct facts *facts, enum metric metric)
{
    const struct rh_metric *value = &facts->metrics[metric];
    double number = value->type == RH_VALUE_INTEGER ? (double)value->integer : value->number;
    const char *text;

    if (value->type == RH_VALUE_UNKNOWN)
        return BAND_UNKNOWN;
    if ((band->min.given && number < band->min.value) ||
        (band->max.given && number > band->max.value))
        return BAND_NO;
    if (band->within_days.given && !is_recent(band, facts, value->string))
        return BAND_NO;
    text = written(facts->arena, value);
    if (band->is.count && !lists(&band->is, text))
        return BAND_NO;
    return band->not .count && (!text || lists(&band->not, text)) ? BAND_NO : BAND_YES;
}

/* "people" and the other units, for one of them. */
static const char *one_of(struct arena *arena, const char *unit)
{
    size_t length = strlen(unit);

    if (!strcmp(unit, "people"))
        return "person";
    if (!strcmp(unit, "entries"))
        return "entry";
    return length > 1 && unit[length - 1] == 's' ? arena_strndup(arena, unit, length - 1) : unit;
}

const char *metric_words(struct arena *arena, const struct facts *facts, enum metric metric)
{
    const struct rh_metric *value = &facts->metrics[metric];
    const char *unit = metric_infos[metric].unit;

    switch (value->type) {
    case RH_VALUE_UNKNOWN:
        return value->string ? value->string : "not known";
    case RH_VALUE_BOOL:
        return value->integer ? "yes" : "no";
    case RH_VALUE_STRING:
        return value->string ? value->string : "none";
    case RH_VALUE_INTEGER:
    case RH_VALUE_NUMBER:
        break;
    }
    if (!strcmp(unit, "share"))
        return arena_printf(arena, "%.*f %%", value->number > 0 && value->number < 0.01 ? 1 : 0,
                            value->number * 100);
    if (value->type == RH_VALUE_INTEGER && value->integer == 1)
        return arena_printf(arena, "1%s%s", *unit ? " " : "", one_of(arena, unit));
    return arena_printf(arena, "%s%s%s", written(arena, value), *unit ? " " : "", unit);
}

static void add_words(struct buf *buf, const char *lead, const struct strings *words)
{
    if (!words->count)
        return;
    buf_printf(buf, "%s%s", buf->len ? ", " : "", lead);
    for (size_t i = 0; i < words->count; i++)
        buf_printf(buf, "%s%s", i ? " or " : "", words->items[i]);
}

/* A share is told in percent. */
static const char *bound(struct arena *arena, double value, enum metric metric)
{
    if (!strcmp(metric_infos[metric].unit, "share"))
        return arena_printf(arena, "%s %%", plain_number(arena, value * 100));
    return plain_number(arena, value);
}

const char *band_words(struct arena *arena, const struct band *band, enum metric metric)
{
    struct buf buf = {0};
    const char *words;

    if (band->min.given)
        buf_printf(&buf, "at least %s", bound(arena, band->min.value, metric));
    if (band->max.given)
        buf_printf(&buf, "%sat most %s", buf.len ? ", " : "",
                   bound(arena, band->max.value, metric));
    if (band->within_days.given)
        buf_printf(&buf, "within %s days", plain_number(arena, band->within_days.value));
    add_words(&buf, "", &band->is);
    add_words(&buf, "not ", &band->not );
    words = arena_strdup(arena, buf.len ? buf.ptr : "");
    buf_release(&buf);
    return words;
}
