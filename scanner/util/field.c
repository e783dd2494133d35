#include "util/field.h"

#include "util/arena.h"
#include "util/date.h"
#include "util/glob.h"
#include "util/limits.h"
#include "util/nearest.h"
#include "util/pattern.h"
#include "util/yaml.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    MOST_ITEMS = 500,  /* of one list in a rule file */
    MOST_CHOICES = 12, /* that a message names */
};

/* What every reader below gets. */
struct reading {
    const struct field_source *source;
    struct arena *arena; /* of the source */
    const char *name;
    struct rh_error *err;
};

void field_error_write(struct rh_error *err, const char *name, unsigned line, const char *format,
                       ...)
{
    va_list args;

    err->code = RH_ERROR_RULE;
    va_start(args, format);
    vsnprintf(err->text, sizeof(err->text), format, args);
    va_end(args);
    error_prefix(err, "%s:%u: ", name, line);
}

static const char *shown(const struct reading *reading, const struct yaml *value)
{
    switch (value->kind) {
    case YAML_LIST:
        return "a list";
    case YAML_MAP:
        return "a mapping";
    case YAML_ALIAS:
        return "an alias";
    case YAML_SCALAR:
        break;
    }
    if (yaml_is_null(value))
        return "nothing";
    return arena_printf(reading->arena, "'%s'", text_clean(reading->arena, value->text, 60));
}

static bool wrong(const struct reading *reading, const struct field *field,
                  const struct yaml *value)
{
    return field_error(reading->err, reading->name, value->line, "'%s' must be %s, not %s",
                       field->key, field_shape(reading->arena, field), shown(reading, value));
}

static bool read_text(const struct reading *reading, const struct field *field,
                      const struct yaml *value, const char **ret_text)
{
    struct str text = str_trim(value->text);

    if (value->kind != YAML_SCALAR || yaml_is_null(value) || !text.len)
        return wrong(reading, field, value);
    *ret_text = str_dup(reading->arena, text);
    return true;
}

/* The items of a list, or the one value that stands for a list of one. */
struct items {
    const struct yaml *first;
    size_t count;
    bool single;
};

static bool items_of(const struct reading *reading, const struct field *field,
                     const struct yaml *value, struct items *ret_items)
{
    struct items items = {value, 1, true};

    if (value->kind == YAML_LIST)
        items = (struct items){value->first, value->count, false};
    if (!items.count)
        return field_error(reading->err, reading->name, value->line,
                           "'%s' is an empty list: leave it out", field->key);
    if (items.count > MOST_ITEMS)
        return field_error(reading->err, reading->name, value->line,
                           "'%s' has more than %u entries", field->key, (unsigned)MOST_ITEMS);
    *ret_items = items;
    return true;
}

static const struct yaml *following(const struct items *items, const struct yaml *item)
{
    return items->single ? NULL : item->next;
}

static bool no_choice(const struct reading *reading, const struct field *field,
                      const struct yaml *value)
{
    struct nearest nearest = nearest_to(value->text.ptr);
    char hint[120];

    for (unsigned i = 0; field->choice(i); i++)
        nearest_offer(&nearest, field->choice(i));
    if (!nearest.best)
        return wrong(reading, field, value);
    return field_error(reading->err, reading->name, value->line, "'%s' cannot be %s%s", field->key,
                       shown(reading, value), nearest_hint(&nearest, hint, sizeof(hint)));
}

static bool read_choice(const struct reading *reading, const struct field *field,
                        const struct yaml *value, unsigned *ret_index)
{
    if (value->kind != YAML_SCALAR || !value->text.len)
        return wrong(reading, field, value);
    for (unsigned i = 0; field->choice(i); i++)
        if (str_equal(value->text, field->choice(i))) {
            *ret_index = i;
            return true;
        }
    return no_choice(reading, field, value);
}

static bool read_strings(const struct reading *reading, const struct field *field,
                         const struct yaml *value, struct strings *ret_strings)
{
    struct items items;
    const char **texts;
    size_t count = 0;
    unsigned index = 0;

    if (!items_of(reading, field, value, &items))
        return false;
    texts = arena_alloc(reading->arena, items.count * sizeof(*texts));
    for (const struct yaml *item = items.first; item; item = following(&items, item)) {
        if (field->choice && !read_choice(reading, field, item, &index))
            return false;
        if (!read_text(reading, field, item, &texts[count++]))
            return false;
    }
    *ret_strings = (struct strings){texts, count};
    return true;
}

static bool read_globs(const struct reading *reading, const struct field *field,
                       const struct yaml *value, struct globs *ret_globs)
{
    struct strings texts;
    struct items items;
    const struct glob **globs;
    const struct yaml *item;

    if (!items_of(reading, field, value, &items) || !read_strings(reading, field, value, &texts))
        return false;
    globs = arena_alloc(reading->arena, texts.count * sizeof(*globs));
    item = items.first;
    for (size_t i = 0; i < texts.count; i++, item = following(&items, item)) {
        globs[i] = glob_compile(reading->arena, texts.items[i], GLOB_NOCASE);
        if (!globs[i])
            return field_error(reading->err, reading->name, item->line,
                               "'%s': %s is no path pattern", field->key, shown(reading, item));
    }
    *ret_globs = (struct globs){globs, texts.items, texts.count};
    return true;
}

static bool read_patterns(const struct reading *reading, const struct field *field,
                          const struct yaml *value, struct patterns *ret_patterns)
{
    struct items items;
    struct pattern **patterns;
    size_t count = 0;
    const char *text = NULL;

    if (!items_of(reading, field, value, &items))
        return false;
    patterns = arena_alloc(reading->arena, items.count * sizeof(*patterns));
    for (const struct yaml *item = items.first; item; item = following(&items, item)) {
        if (!read_text(reading, field, item, &text))
            return false;
        if (!pattern_compile(reading->arena, text, &patterns[count], reading->err))
            return error_wrap(reading->err, "%s:%u: '%s': ", reading->name, item->line, field->key);
        if (!reading->source->builtin && !pattern_is_quick(patterns[count]))
            return field_error(reading->err, reading->name, item->line,
                               "'%s': this pattern can take very long on some texts: avoid one "
                               "repeat within or behind another",
                               field->key);
        count++;
    }
    *ret_patterns = (struct patterns){patterns, count};
    return true;
}

static bool read_enums(const struct reading *reading, const struct field *field,
                       const struct yaml *value, uint64_t *ret_bits)
{
    struct items items;
    uint64_t bits = 0;
    unsigned index = 0;

    if (!items_of(reading, field, value, &items))
        return false;
    for (const struct yaml *item = items.first; item; item = following(&items, item)) {
        if (!read_choice(reading, field, item, &index))
            return false;
        bits |= UINT64_C(1) << index;
    }
    *ret_bits = bits;
    return true;
}

static const char *group_name(const struct reading *reading, const struct field *field)
{
    return arena_printf(reading->arena, "'%s'", field->key);
}

static bool read_groups(const struct reading *reading, const struct field *field,
                        const struct yaml *value, struct field_list *ret_groups)
{
    struct items items;
    char *structs;
    size_t count = 0;

    if (!items_of(reading, field, value, &items))
        return false;
    structs = arena_alloc(reading->arena, items.count * field->size);
    for (const struct yaml *item = items.first; item; item = following(&items, item)) {
        if (item->kind != YAML_MAP)
            return wrong(reading, field, item);
        if (!fields_read(reading->source, item, group_name(reading, field), field->fields,
                         structs + field->size * count++, reading->err))
            return false;
    }
    *ret_groups = (struct field_list){structs, count};
    return true;
}

static bool read_uint(const struct reading *reading, const struct field *field,
                      const struct yaml *value, unsigned *ret_number)
{
    unsigned number;

    if (!yaml_uint(value, &number) || number < field->least ||
        (field->most && number > field->most))
        return wrong(reading, field, value);
    *ret_number = number;
    return true;
}

static bool read_date(const struct reading *reading, const struct field *field,
                      const struct yaml *value, const char **ret_date)
{
    time_t when;

    if (value->kind != YAML_SCALAR || !date_parse(value->text, &when))
        return wrong(reading, field, value);
    *ret_date = str_dup(reading->arena, value->text);
    return true;
}

static bool read_value(const struct reading *reading, const struct field *field,
                       const struct yaml *value, void *slot)
{
    struct optional_number number = {.given = true};
    unsigned index = 0;

    switch (field->type) {
    case FIELD_STRING:
        return read_text(reading, field, value, slot);
    case FIELD_STRINGS:
        return read_strings(reading, field, value, slot);
    case FIELD_GLOBS:
        return read_globs(reading, field, value, slot);
    case FIELD_PATTERNS:
        return read_patterns(reading, field, value, slot);
    case FIELD_UINT:
        return read_uint(reading, field, value, slot);
    case FIELD_NUMBER:
        if (!yaml_number(value, &number.value))
            return wrong(reading, field, value);
        *(struct optional_number *)slot = number;
        return true;
    case FIELD_BOOL:
        return yaml_bool(value, slot) || wrong(reading, field, value);
    case FIELD_DATE:
        return read_date(reading, field, value, slot);
    case FIELD_ENUM:
        if (!read_choice(reading, field, value, &index))
            return false;
        *(unsigned *)slot = index;
        return true;
    case FIELD_ENUMS:
        return read_enums(reading, field, value, slot);
    case FIELD_GROUP:
        if (value->kind != YAML_MAP)
            return wrong(reading, field, value);
        return fields_read(reading->source, value, group_name(reading, field), field->fields, slot,
                           reading->err);
    case FIELD_GROUPS:
        return read_groups(reading, field, value, slot);
    case FIELD_CUSTOM:
        return field->custom->read(reading->source, value, slot, reading->err);
    case FIELD_LINE:
        break;
    }
    return true;
}

static const struct field *find(const struct field *fields, struct str key)
{
    for (; fields->key; fields++)
        if (fields->type != FIELD_LINE && str_equal(key, fields->key))
            return fields;
    return NULL;
}

static bool unknown_key(const struct reading *reading, const struct yaml *value,
                        const struct field *fields)
{
    struct nearest nearest = nearest_to(value->key.ptr);
    char hint[120];

    for (; fields->key; fields++)
        nearest_offer(&nearest, fields->key);
    return field_error(reading->err, reading->name, value->key_line, "unknown key '%s'%s",
                       text_clean(reading->arena, value->key, 60),
                       nearest_hint(&nearest, hint, sizeof(hint)));
}

bool fields_read(const struct field_source *source, const struct yaml *mapping, const char *what,
                 const struct field *fields, void *ret_into, struct rh_error *err)
{
    const struct reading reading = {source, source->arena, source->name, err};

    for (const struct yaml *value = mapping->first; value; value = value->next) {
        const struct field *field = find(fields, value->key);

        if (!field)
            return unknown_key(&reading, value, fields);
        if (!read_value(&reading, field, value, (char *)ret_into + field->offset))
            return false;
    }
    for (const struct field *field = fields; field->key; field++) {
        if (field->type == FIELD_LINE)
            *(unsigned *)(void *)((char *)ret_into + field->offset) = mapping->line;
        else if (field->required && !yaml_get(mapping, field->key))
            return field_error(err, source->name, mapping->line, "%s lacks '%s'", what, field->key);
    }
    return true;
}

static const char *choices_shape(struct arena *arena, const struct field *field, const char *lead)
{
    struct buf buf = {0};
    const char *text;

    buf_puts(&buf, lead);
    for (unsigned i = 0; i < MOST_CHOICES && field->choice(i); i++)
        buf_printf(&buf, "%s%s", i ? ", " : "", field->choice(i));
    if (field->choice(MOST_CHOICES - 1) && field->choice(MOST_CHOICES))
        buf_puts(&buf, ", ...");
    text = arena_strdup(arena, buf.ptr);
    buf_release(&buf);
    return text;
}

const char *field_shape(struct arena *arena, const struct field *field)
{
    switch (field->type) {
    case FIELD_STRING:
        return "text";
    case FIELD_STRINGS:
        return field->choice ? choices_shape(arena, field, "one or a list of: ")
                             : "text, or a list of texts";
    case FIELD_GLOBS:
        return "a path pattern, or a list of them";
    case FIELD_PATTERNS:
        return "a regular expression, or a list of them";
    case FIELD_UINT:
        if (field->most)
            return arena_printf(arena, "a whole number from %u to %u", field->least, field->most);
        return "a whole number";
    case FIELD_NUMBER:
        return "a number";
    case FIELD_BOOL:
        return "true or false";
    case FIELD_DATE:
        return "a date like 2025-01-31";
    case FIELD_ENUM:
        return choices_shape(arena, field, "one of: ");
    case FIELD_ENUMS:
        return choices_shape(arena, field, "one or a list of: ");
    case FIELD_GROUP:
        return "a mapping";
    case FIELD_GROUPS:
        return "a mapping, or a list of mappings";
    case FIELD_CUSTOM:
        return field->custom->shape;
    case FIELD_LINE:
        break;
    }
    return "";
}
