#include "util/yaml.h"

#include "util/arena.h"
#include "util/limits.h"
#include "util/map.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

/* Mappings up to this many keys are compared one by one; above, a table is cheaper. */
enum { FEW_KEYS = 16 };

/* A list or mapping that is being filled. */
struct level {
    struct yaml *node;
    const struct yaml **tail;
    bool has_key;
    struct str key;
    unsigned key_line;
    struct map keys; /* once there are more than FEW_KEYS */
};

struct builder {
    struct arena *arena;
    const char *name;
    enum yaml_mode mode;
    struct rh_error *err;
    yaml_parser_t parser;
    struct level levels[LIMIT_YAML_DEPTH];
    size_t depth;
    struct yaml *root;
    struct map anchors; /* name -> index in targets */
    struct {
        const struct yaml **items;
        size_t count, capacity;
    } targets;
    size_t aliases;
};

static unsigned line_of(const yaml_mark_t *mark) { return (unsigned)mark->line + 1; }

static bool complain(struct builder *builder, unsigned line, const char *what)
{
    return error_set(builder->err, RH_ERROR_RULE, "%s:%u: %s", builder->name, line, what);
}

static bool complain_of(struct builder *builder, unsigned line, const char *what, struct str text)
{
    return error_set(builder->err, RH_ERROR_RULE, "%s:%u: %s '%s'", builder->name, line, what,
                     text_clean(builder->arena, text, 60));
}

static bool add_key(struct builder *builder, struct level *level, struct yaml *node)
{
    if (level->node->count <= FEW_KEYS) {
        for (const struct yaml *twin = level->node->first; twin; twin = twin->next)
            if (twin->key.len == node->text.len &&
                !memcmp(twin->key.ptr, node->text.ptr, node->text.len))
                return complain_of(builder, node->line, "second", node->text);
    } else {
        if (!level->keys.arena) {
            size_t index = 0;

            map_init(&level->keys, builder->arena);
            for (const struct yaml *child = level->node->first; child; child = child->next)
                map_put(&level->keys, child->key, index++);
        }
        if (map_put(&level->keys, node->text, level->node->count) != level->node->count)
            return complain_of(builder, node->line, "second", node->text);
    }
    level->has_key = true;
    level->key = node->text;
    level->key_line = node->line;
    return true;
}

/* Puts a finished or just opened node where it belongs. */
static bool place(struct builder *builder, struct yaml *node)
{
    struct level *level;

    if (!builder->depth) {
        builder->root = node;
        return true;
    }
    level = &builder->levels[builder->depth - 1];
    if (level->node->kind == YAML_MAP) {
        if (!level->has_key) {
            if (node->kind != YAML_SCALAR)
                return complain(builder, node->line, "a key must be plain text");
            return add_key(builder, level, node);
        }
        level->has_key = false;
        node->key = level->key;
        node->key_line = level->key_line;
    }
    *level->tail = node;
    level->tail = &node->next;
    level->node->count++;
    return true;
}

static struct yaml *new_node(struct builder *builder, enum yaml_kind kind,
                             const yaml_event_t *event)
{
    struct yaml *node = arena_alloc(builder->arena, sizeof(*node));

    node->kind = kind;
    node->line = line_of(&event->start_mark);
    node->column = (unsigned)event->start_mark.column + 1;
    return node;
}

static bool name_anchor(struct builder *builder, const yaml_char_t *anchor, const struct yaml *node)
{
    if (!anchor)
        return true;
    if (builder->mode == YAML_STRICT)
        return complain(builder, node->line, "anchors and aliases are not for this file");
    map_set(&builder->anchors, str_of((const char *)anchor), builder->targets.count);
    *ARENA_PUSH(builder->arena, &builder->targets) = node;
    return true;
}

static bool check_tag(struct builder *builder, const yaml_char_t *tag, const struct yaml *node)
{
    if (!tag || builder->mode != YAML_STRICT)
        return true;
    return complain_of(builder, node->line,
                       "tags are not for this file:", str_of((const char *)tag));
}

static bool add_scalar(struct builder *builder, const yaml_event_t *event)
{
    struct yaml *node = new_node(builder, YAML_SCALAR, event);
    const char *value = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length;

    if (memchr(value, '\0', length))
        return complain(builder, node->line, "a NUL character in text");
    node->text = (struct str){arena_strndup(builder->arena, value, length), length};
    node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    return check_tag(builder, event->data.scalar.tag, node) &&
           name_anchor(builder, event->data.scalar.anchor, node) && place(builder, node);
}

static bool add_alias(struct builder *builder, const yaml_event_t *event)
{
    struct yaml *node = new_node(builder, YAML_ALIAS, event);
    struct str anchor = str_of((const char *)event->data.alias.anchor);
    size_t index;

    if (builder->mode == YAML_STRICT)
        return complain(builder, node->line, "anchors and aliases are not for this file");
    if (++builder->aliases > LIMIT_YAML_ALIASES)
        return complain(builder, node->line, "too many aliases");
    index = map_get(&builder->anchors, anchor);
    if (index == MAP_NONE)
        return complain_of(builder, node->line, "no anchor has the name", anchor);
    node->target = builder->targets.items[index];
    return place(builder, node);
}

static bool open_level(struct builder *builder, enum yaml_kind kind, const yaml_char_t *anchor,
                       const yaml_char_t *tag, const yaml_event_t *event)
{
    struct yaml *node = new_node(builder, kind, event);

    if (builder->depth == LIMIT_YAML_DEPTH)
        return complain(builder, node->line, "nested too deeply");
    if (!check_tag(builder, tag, node) || !name_anchor(builder, anchor, node) ||
        !place(builder, node))
        return false;
    builder->levels[builder->depth++] = (struct level){.node = node, .tail = &node->first};
    return true;
}

/* False ends the parse: with an error in builder->err, or with *ret_done. */
static bool take(struct builder *builder, const yaml_event_t *event, bool *ret_done)
{
    switch (event->type) {
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        return true;
    case YAML_DOCUMENT_START_EVENT:
        if (!builder->root)
            return true;
        if (builder->mode == YAML_STRICT)
            return complain(builder, line_of(&event->start_mark), "a second document begins");
        *ret_done = true;
        return false;
    case YAML_STREAM_END_EVENT:
        *ret_done = true;
        return false;
    case YAML_ALIAS_EVENT:
        return add_alias(builder, event);
    case YAML_SCALAR_EVENT:
        return add_scalar(builder, event);
    case YAML_SEQUENCE_START_EVENT:
        return open_level(builder, YAML_LIST, event->data.sequence_start.anchor,
                          event->data.sequence_start.tag, event);
    case YAML_MAPPING_START_EVENT:
        return open_level(builder, YAML_MAP, event->data.mapping_start.anchor,
                          event->data.mapping_start.tag, event);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        builder->depth--;
        return true;
    }
    return true;
}

static bool build(struct builder *builder)
{
    for (size_t events = 0; events < LIMIT_YAML_EVENTS; events++) {
        yaml_event_t event;
        bool done = false, more;

        if (!yaml_parser_parse(&builder->parser, &event)) {
            const yaml_mark_t *mark = &builder->parser.problem_mark;

            return complain(builder, line_of(mark),
                            builder->parser.problem ? builder->parser.problem : "not YAML");
        }
        more = take(builder, &event, &done);
        yaml_event_delete(&event);
        if (!more)
            return done;
    }
    return complain(builder, line_of(&builder->parser.mark), "too many values");
}

bool yaml_parse(struct arena *arena, const char *name, struct str text, enum yaml_mode mode,
                const struct yaml **ret_root, struct rh_error *err)
{
    struct builder *builder = arena_alloc(arena, sizeof(*builder));
    bool built;

    builder->arena = arena;
    builder->name = text_clean(arena, str_of(name), 200);
    builder->mode = mode;
    builder->err = err;
    if (text.len > LIMIT_CONFIG_BYTES)
        return complain(builder, 1, "the file is too large");
    if (!text_is_utf8(text))
        return complain(builder, 1, "the file is not UTF-8");
    map_init(&builder->anchors, arena);
    if (!yaml_parser_initialize(&builder->parser))
        return complain(builder, 1, "no memory for the YAML parser");
    yaml_parser_set_encoding(&builder->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&builder->parser, (const unsigned char *)text.ptr, text.len);
    built = build(builder);
    yaml_parser_delete(&builder->parser);
    if (!built)
        return false;
    if (!builder->root) {
        builder->root = arena_alloc(arena, sizeof(*builder->root));
        builder->root->line = builder->root->column = 1;
        builder->root->text = STR("");
    }
    *ret_root = builder->root;
    return true;
}

const struct yaml *yaml_resolve(const struct yaml *node)
{
    return node && node->kind == YAML_ALIAS ? node->target : node;
}

static const struct yaml *own(const struct yaml *node, const char *key)
{
    if (!node || node->kind != YAML_MAP)
        return NULL;
    for (const struct yaml *child = node->first; child; child = child->next)
        if (str_equal(child->key, key))
            return yaml_resolve(child);
    return NULL;
}

const struct yaml *yaml_get(const struct yaml *node, const char *key)
{
    const struct yaml *mapping = yaml_resolve(node), *found = own(mapping, key), *merged;

    if (found)
        return found;
    merged = own(mapping, "<<");
    if (!merged || merged->kind != YAML_LIST)
        return own(merged, key);
    for (const struct yaml *item = merged->first; item && !found; item = item->next)
        found = own(yaml_resolve(item), key);
    return found;
}

static bool is_plain(const struct yaml *node)
{
    return node && node->kind == YAML_SCALAR && !node->quoted;
}

static bool is_one_of(const struct yaml *node, const char *const *words)
{
    for (; *words; words++)
        if (str_equal(node->text, *words))
            return true;
    return false;
}

bool yaml_is_null(const struct yaml *node)
{
    static const char *const words[] = {"", "~", "null", "Null", "NULL", NULL};

    return is_plain(node) && is_one_of(node, words);
}

/* The words of YAML 1.2 and no others: `no` and `on` are text, as a reader expects. */
bool yaml_bool(const struct yaml *node, bool *ret_value)
{
    static const char *const yes[] = {"true", "True", "TRUE", NULL};
    static const char *const no[] = {"false", "False", "FALSE", NULL};

    if (!is_plain(node) || (!is_one_of(node, yes) && !is_one_of(node, no)))
        return false;
    *ret_value = is_one_of(node, yes);
    return true;
}

bool yaml_uint(const struct yaml *node, unsigned *ret_value)
{
    unsigned value = 0;

    if (!is_plain(node) || !node->text.len)
        return false;
    for (size_t i = 0; i < node->text.len; i++) {
        char digit = node->text.ptr[i];

        if (digit < '0' || digit > '9' || __builtin_mul_overflow(value, 10u, &value) ||
            __builtin_add_overflow(value, (unsigned)(digit - '0'), &value))
            return false;
    }
    *ret_value = value;
    return true;
}

bool yaml_number(const struct yaml *node, double *ret_value)
{
    char *end;
    double value;

    if (!is_plain(node) || !node->text.len || node->text.len > 40 ||
        strspn(node->text.ptr, "+-.0123456789eE") != node->text.len)
        return false;
    value = strtod(node->text.ptr, &end);
    if (*end || !isfinite(value))
        return false;
    *ret_value = value;
    return true;
}
