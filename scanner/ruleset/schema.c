/* The JSON Schema of rule files, from the tables that the loader reads by. */
#include "ruleset/manual.h"

#include "checks/band.h"
#include "checks/check.h"
#include "ruleset/rule_file.h"
#include "util/arena.h"

#include <assert.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static json_t *object_of(const struct field *fields);

static json_t *parsed(const char *text)
{
    json_t *value = json_loads(text, JSON_REJECT_DUPLICATES, NULL);

    assert(value);
    return value;
}

static json_t *type(const char *name) { return json_pack("{s:s}", "type", name); }

static json_t *choices(const struct field *field)
{
    json_t *names = json_array();

    for (unsigned i = 0; field->choice(i); i++)
        json_array_append_new(names, json_string(field->choice(i)));
    return json_pack("{s:o}", "enum", names);
}

static json_t *one_or_list(json_t *item)
{
    return json_pack("{s:[O,{s:s,s:o,s:i}]}", "anyOf", item, "type", "array", "items", item,
                     "minItems", 1);
}

static json_t *whole_number(const struct field *field)
{
    json_t *number = json_pack("{s:s,s:I}", "type", "integer", "minimum", (json_int_t)field->least);

    if (field->most)
        json_object_set_new(number, "maximum", json_integer(field->most));
    return number;
}

static json_t *value_of(const struct field *field)
{
    switch (field->type) {
    case FIELD_STRING:
        return type("string");
    case FIELD_STRINGS:
        return one_or_list(field->choice ? choices(field)
                                         : parsed("{\"type\": [\"string\", \"number\", "
                                                  "\"boolean\"]}"));
    case FIELD_GLOBS:
    case FIELD_PATTERNS:
        return one_or_list(type("string"));
    case FIELD_UINT:
        return whole_number(field);
    case FIELD_NUMBER:
        return type("number");
    case FIELD_BOOL:
        return type("boolean");
    case FIELD_DATE:
        return json_pack("{s:s,s:s}", "type", "string", "format", "date");
    case FIELD_ENUM:
        return choices(field);
    case FIELD_ENUMS:
        return one_or_list(choices(field));
    case FIELD_GROUP:
        return object_of(field->fields);
    case FIELD_GROUPS:
        return one_or_list(object_of(field->fields));
    case FIELD_CUSTOM:
        return field->custom->schema ? parsed(field->custom->schema) : json_object();
    case FIELD_LINE:
        break;
    }
    return json_object();
}

static json_t *object_of(const struct field *fields)
{
    json_t *properties = json_object(), *required = json_array();

    for (const struct field *field = fields; field->key; field++) {
        json_t *value;

        if (field->type == FIELD_LINE)
            continue;
        value = value_of(field);
        if (field->help)
            json_object_set_new(value, "description", json_string(field->help));
        json_object_set_new(properties, field->key, value);
        if (field->required)
            json_array_append_new(required, json_string(field->key));
    }
    return json_pack("{s:s,s:b,s:o,s:o}", "type", "object", "additionalProperties", 0, "properties",
                     properties, "required", required);
}

/* "if the check is X, then what stands under with: is what X reads" */
static json_t *check_conditions(void)
{
    json_t *conditions = json_array();

    for (const struct check *const *check = checks; *check; check++)
        json_array_append_new(
            conditions, json_pack("{s:{s:{s:{s:s}}},s:{s:{s:{s:o}}}}", "if", "properties", "check",
                                  "const", (*check)->name, "then", "properties", "with", "$ref",
                                  json_sprintf("#/$defs/check_%s", (*check)->name)));
    return conditions;
}

static json_t *definitions(void)
{
    static const struct field metric = {
        .key = "metric", .type = FIELD_ENUM, .choice = metric_choice};
    json_t *rule = object_of(rule_fields), *all = json_object();

    json_object_set_new(rule, "allOf", check_conditions());
    json_object_set_new(all, "rule", rule);
    json_object_set_new(all, "examples", object_of(examples_fields));
    json_object_set_new(all, "example", object_of(example_fields));
    json_object_set_new(all, "metric", choices(&metric));
    json_object_set_new(all, "band", object_of(band_fields));
    for (const struct check *const *check = checks; *check; check++) {
        json_t *params = object_of((*check)->fields);
        char name[60];

        snprintf(name, sizeof(name), "check_%s", (*check)->name);
        json_object_set_new(params, "description", json_string((*check)->summary));
        json_object_set_new(all, name, params);
    }
    return all;
}

void manual_schema(FILE *out)
{
    json_t *schema = object_of(rule_file_fields), *top;
    char *text;

    top = json_pack("{s:s,s:s}", "$schema", "http://json-schema.org/draft-07/schema#", "title",
                    "A rule file of repohealth");
    json_object_update(top, schema);
    json_object_set_new(top, "$defs", definitions());
    text = json_dumps(top, JSON_INDENT(2) | JSON_ENSURE_ASCII);
    assert(text);
    fputs(text, out);
    fputc('\n', out);
    free(text);
    json_decref(schema);
    json_decref(top);
}
