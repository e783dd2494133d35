/* Every text of the result model, by the rows that the JSON is made of: none can be forgotten. */
#include "report/shape.h"

#include <string.h>

static void walk(const struct shape_key *keys, char *from, text_visitor *visit, void *context);

/* Depth is that of the shapes, which do not contain themselves. */
static void walk_list(const struct shape_key *key, char *from, text_visitor *visit, void *context)
{
    size_t count;
    char *items = (char *)shape_items(key, from, &count);

    for (size_t i = 0; i < count; i++)
        walk(key->of->keys, items + i * key->of->size, visit, context);
}

static void visit_metrics(char *from, const struct shape_key *key, text_visitor *visit,
                          void *context)
{
    struct rh_metric *metrics = *(struct rh_metric **)(from + key->offset);
    size_t count = *(size_t *)(from + key->count);

    for (size_t i = 0; i < count; i++)
        if (metrics[i].string)
            metrics[i].string = visit(context, metrics[i].string);
}

static void visit_key(const struct shape_key *key, char *from, text_visitor *visit, void *context)
{
    char *at = from + key->offset;
    const char **text = (const char **)at;

    switch (key->type) {
    case SHAPE_TEXT:
    case SHAPE_NEEDED:
        if (*text)
            *text = visit(context, *text);
        break;
    case SHAPE_TEXTS:
        for (size_t i = 0; i < *(size_t *)(from + key->count); i++)
            (*(const char ***)at)[i] = visit(context, (*(const char ***)at)[i]);
        break;
    case SHAPE_OBJECT:
        walk(key->of->keys, at, visit, context);
        break;
    case SHAPE_OBJECTS:
    case SHAPE_ROW:
        walk_list(key, from, visit, context);
        break;
    case SHAPE_METRICS:
        visit_metrics(from, key, visit, context);
        break;
    case SHAPE_CONSTANT:
    case SHAPE_BOOL:
    case SHAPE_UINT:
    case SHAPE_LINE:
    case SHAPE_SHARE:
    case SHAPE_NUMBER:
    case SHAPE_NAME:
    case SHAPE_NAME_THEN:
    case SHAPE_DIGITS:
    case SHAPE_MILESTONES:
    case SHAPE_FINDINGS:
        break;
    }
}

static void walk(const struct shape_key *keys, char *from, text_visitor *visit, void *context)
{
    for (const struct shape_key *key = keys; key->key; key++)
        if (!key->own)
            visit_key(key, from, visit, context);
}

void shape_each_text(const struct shape_key *keys, void *from, text_visitor *visit, void *context)
{
    walk(keys, from, visit, context);
}
