#include "forge/value.h"

#include "util/arena.h"
#include "util/date.h"
#include "util/limits.h"

#include <string.h>
#include <strings.h>

static struct str string_of(const json_t *string)
{
    return (struct str){json_string_value(string), json_string_length(string)};
}

const char *value_text(struct arena *arena, const json_t *object, const char *key)
{
    struct str text = string_of(json_object_get(object, key));

    return text.len ? text_clean(arena, text, LIMIT_FORGE_TEXT) : NULL;
}

time_t value_moment(const json_t *object, const char *key)
{
    time_t when = 0;

    if (!moment_parse(string_of(json_object_get(object, key)), &when) || when < 0)
        return 0;
    return when;
}

int64_t value_number(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);

    return json_is_integer(value) && json_integer_value(value) >= 0 ? json_integer_value(value)
                                                                    : -1;
}

enum forge_answer value_answer(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);

    return json_is_true(value) ? FORGE_YES : json_is_false(value) ? FORGE_NO : FORGE_UNKNOWN;
}

struct forge_person value_person(struct arena *arena, const json_t *actor,
                                 const json_t *association)
{
    const char *type = json_string_value(json_object_get(actor, "__typename"));
    struct str login = string_of(json_object_get(actor, "login"));
    const char *as = json_string_value(association);
    struct forge_person person = {.kind = FORGE_USER};

    if (!type)
        type = json_string_value(json_object_get(actor, "type"));
    for (enum forge_association i = 0; as && i < FORGE_ASSOCIATION_COUNT; i++)
        if (!strcasecmp(as, forge_association_name(i)))
            person.association = i;
    if (type && !strcmp(type, "Bot"))
        person.kind = FORGE_BOT;
    if (str_ends(login, "[bot]")) {
        person.kind = FORGE_BOT;
        login.len -= strlen("[bot]");
    }
    /* the account that stands in for all that are gone */
    if (!login.len || (str_equal_nocase(login, "ghost") && person.kind == FORGE_USER))
        return (struct forge_person){.association = person.association};
    person.login = text_clean(arena, login, LIMIT_FORGE_TEXT);
    return person;
}

const char *value_closed_as(const json_t *object, const char *key)
{
    static const char *const words[] = {"completed", "not_planned", "duplicate"};
    const char *text = json_string_value(json_object_get(object, key));

    for (size_t i = 0; text && i < sizeof(words) / sizeof(*words); i++)
        if (!strcasecmp(text, words[i]))
            return words[i];
    return NULL;
}

void value_labels(struct arena *arena, const json_t *list, struct forge_item *item)
{
    size_t count = json_array_size(list), kept = 0;
    const char **labels;

    if (count > LIMIT_FORGE_LABELS)
        count = LIMIT_FORGE_LABELS;
    labels = arena_alloc(arena, (count + 1) * sizeof(*labels));
    for (size_t i = 0; i < count; i++) {
        const json_t *label = json_array_get(list, i);
        struct str name = string_of(json_is_string(label) ? label : json_object_get(label, "name"));

        if (name.len)
            labels[kept++] = text_clean(arena, name, LIMIT_FORGE_TEXT);
    }
    item->labels = labels;
    item->label_count = kept;
}

void value_add_comment(struct arena *arena, struct forge_item *item,
                       const struct forge_comment *comment)
{
    if (!comment->at || item->comments.count == LIMIT_FORGE_COMMENTS)
        item->comments.extent = FORGE_SOME;
    else
        *ARENA_PUSH(arena, &item->comments) = *comment;
}

void value_add_event(struct arena *arena, struct forge_item *item, const struct forge_event *event)
{
    size_t place = item->events.count;

    if (!event->at || place == LIMIT_FORGE_EVENTS) {
        item->events.extent = FORGE_SOME;
        return;
    }
    (void)ARENA_PUSH(arena, &item->events);
    for (; place && item->events.items[place - 1].at > event->at; place--)
        item->events.items[place] = item->events.items[place - 1];
    item->events.items[place] = *event;
}

void value_sort_comments(struct forge_comments *comments)
{
    for (size_t i = 1; i < comments->count; i++) {
        struct forge_comment comment = comments->items[i];
        size_t place = i;

        /* they come nearly sorted, and are LIMIT_FORGE_COMMENTS at most */
        for (; place && comments->items[place - 1].at > comment.at; place--)
            comments->items[place] = comments->items[place - 1];
        comments->items[place] = comment;
    }
}
