/* A forge's record from forge-v1. */
#include "snapshot/forge.h"

#include "util/arena.h"
#include "util/date.h"
#include "util/json.h"
#include "util/limits.h"

#include <stdlib.h>
#include <string.h>

/* The first problem ends the reading, but is looked for only once in a while: what comes after it
 * reads as absent. */
struct reader {
    struct arena *arena;
    struct rh_error *err;
    char place[64]; /* "items[3]." */
    bool failed;
};

static void complain(struct reader *reader, const char *key, const char *wanted)
{
    if (!reader->failed)
        error_set(reader->err, RH_ERROR_TARGET, "%s%s: %s expected", reader->place, key, wanted);
    reader->failed = true;
}

/* The value of a key; NULL where there is none, which null also means. */
static const json_t *get(struct reader *reader, const json_t *object, const char *key)
{
    const json_t *value = reader->failed ? NULL : json_object_get(object, key);

    return json_is_null(value) ? NULL : value;
}

static const char *clean(struct reader *reader, const json_t *string)
{
    return text_clean(reader->arena,
                      (struct str){json_string_value(string), json_string_length(string)},
                      LIMIT_FORGE_TEXT);
}

static const char *read_text(struct reader *reader, const json_t *object, const char *key)
{
    const json_t *value = get(reader, object, key);

    if (!value)
        return NULL;
    if (!json_is_string(value)) {
        complain(reader, key, "a string");
        return NULL;
    }
    return clean(reader, value);
}

static const char *need_text(struct reader *reader, const json_t *object, const char *key)
{
    const char *text = read_text(reader, object, key);

    if (text && *text)
        return text;
    complain(reader, key, "a string that is not empty");
    return "";
}

static time_t read_moment(struct reader *reader, const json_t *object, const char *key)
{
    const json_t *value = get(reader, object, key);
    time_t when = 0;

    if (value &&
        !moment_parse((struct str){json_string_value(value), json_string_length(value)}, &when))
        complain(reader, key, "a time as YYYY-MM-DDTHH:MM:SSZ");
    return when;
}

static time_t need_moment(struct reader *reader, const json_t *object, const char *key)
{
    time_t when = read_moment(reader, object, key);

    if (!when)
        complain(reader, key, "a time as YYYY-MM-DDTHH:MM:SSZ");
    return when;
}

static bool read_flag(struct reader *reader, const json_t *object, const char *key)
{
    const json_t *value = get(reader, object, key);

    if (value && !json_is_boolean(value))
        complain(reader, key, "true or false");
    return json_is_true(value);
}

static enum forge_answer read_answer(struct reader *reader, const json_t *object, const char *key)
{
    if (!get(reader, object, key))
        return FORGE_UNKNOWN;
    return read_flag(reader, object, key) ? FORGE_YES : FORGE_NO;
}

static int64_t read_number(struct reader *reader, const json_t *object, const char *key)
{
    const json_t *value = get(reader, object, key);

    if (!value)
        return -1;
    if (!json_is_integer(value) || json_integer_value(value) < 0)
        complain(reader, key, "a whole number from 0");
    return json_integer_value(value);
}

static unsigned read_count(struct reader *reader, const json_t *object, const char *key)
{
    int64_t number = read_number(reader, object, key);

    if (number > INT32_MAX)
        complain(reader, key, "a smaller number");
    return number < 0 ? 0 : (unsigned)number;
}

/* One of the names that `name` gives; `absent` where the key is not there. */
static unsigned read_name(struct reader *reader, const json_t *object, const char *key,
                          const char *(*name)(unsigned value), unsigned count, unsigned absent)
{
    const json_t *value = get(reader, object, key);
    const char *text = json_string_value(value);

    if (!value)
        return absent;
    for (unsigned i = 0; text && i < count; i++)
        if (!strcmp(name(i), text))
            return i;
    complain(reader, key, "one of the known words");
    return absent;
}

static const char *kind_name(unsigned kind) { return forge_kind_name((enum forge_kind)kind); }

static const char *association_name(unsigned association)
{
    return forge_association_name((enum forge_association)association);
}

static const char *event_name(unsigned kind)
{
    return forge_event_name((enum forge_event_kind)kind);
}

static const char *extent_name(unsigned extent)
{
    return forge_extent_name((enum forge_extent)extent);
}

static enum forge_extent read_extent(struct reader *reader, const json_t *object, const char *key)
{
    return read_name(reader, object, key, extent_name, FORGE_EXTENT_COUNT, FORGE_ALL);
}

/* An object, or null for somebody who is gone. */
static struct forge_person read_person(struct reader *reader, const json_t *object, const char *key)
{
    const json_t *value = get(reader, object, key);
    struct forge_person person = {0};

    if (!value)
        return person;
    if (!json_is_object(value)) {
        complain(reader, key, "an object or null");
        return person;
    }
    person.login = read_text(reader, value, "login");
    person.association = read_name(reader, value, "as", association_name, FORGE_ASSOCIATION_COUNT,
                                   FORGE_ASSOCIATION_UNKNOWN);
    person.kind =
        read_name(reader, value, "kind", kind_name, 3, person.login ? FORGE_USER : FORGE_GHOST);
    if (!person.login || !*person.login || person.kind == FORGE_GHOST)
        person = (struct forge_person){.association = person.association};
    return person;
}

/* A list below a key; NULL where there is none. *ret_count is at most `limit`. */
static const json_t *get_list(struct reader *reader, const json_t *object, const char *key,
                              size_t limit, size_t *ret_count)
{
    const json_t *list = get(reader, object, key);

    if (list && !json_is_array(list))
        complain(reader, key, "a list");
    *ret_count = json_array_size(list);
    if (*ret_count > limit)
        *ret_count = limit;
    return list;
}

static void read_labels(struct reader *reader, const json_t *object, struct forge_item *item)
{
    size_t count;
    const json_t *list = get_list(reader, object, "labels", LIMIT_FORGE_LABELS, &count);
    const char **labels = arena_alloc(reader->arena, (count + 1) * sizeof(*labels));

    for (size_t i = 0; i < count; i++) {
        const json_t *label = json_array_get(list, i);

        if (json_is_string(label))
            labels[i] = clean(reader, label);
        else
            complain(reader, "labels", "a list of strings");
    }
    item->labels = labels;
    item->label_count = count;
}

static int by_moment(const void *left, const void *right)
{
    const struct forge_comment *a = left, *b = right;

    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    return strcmp(a->by.login ? a->by.login : "", b->by.login ? b->by.login : "");
}

static void read_comments(struct reader *reader, const json_t *object, struct forge_item *item)
{
    struct forge_comments *comments = &item->comments;
    size_t count;
    const json_t *list = get_list(reader, object, "comments", LIMIT_FORGE_COMMENTS, &count);
    bool sorted = true;

    comments->extent = read_extent(reader, object, "comments_here");
    for (size_t i = 0; i < count; i++) {
        const json_t *entry = json_array_get(list, i);
        struct forge_comment *comment = ARENA_PUSH(reader->arena, comments);

        comment->at = need_moment(reader, entry, "at");
        comment->by = read_person(reader, entry, "by");
        comment->review = read_flag(reader, entry, "review");
        sorted &= !i || comment[-1].at <= comment->at;
    }
    if (json_array_size(list) > count)
        comments->extent = comments->extent == FORGE_ALL ? FORGE_FIRST : FORGE_SOME;
    if (!sorted)
        qsort(comments->items, comments->count, sizeof(*comments->items), by_moment);
}

static void read_events(struct reader *reader, const json_t *object, struct forge_item *item)
{
    struct forge_events *events = &item->events;
    size_t count;
    const json_t *list = get_list(reader, object, "events", LIMIT_FORGE_EVENTS, &count);

    events->extent = read_extent(reader, object, "events_here");
    for (size_t i = 0; i < count; i++) {
        const json_t *entry = json_array_get(list, i);
        struct forge_event read;
        size_t place = i;

        read.kind =
            read_name(reader, entry, "event", event_name, FORGE_EVENT_COUNT, FORGE_EVENT_COUNT);
        if (read.kind == FORGE_EVENT_COUNT)
            complain(reader, "event", "one of the known words");
        read.at = need_moment(reader, entry, "at");
        read.by = read_person(reader, entry, "by");
        (void)ARENA_PUSH(reader->arena, events);
        /* they are few; of one second, the order in which they stand is theirs */
        for (; place && events->items[place - 1].at > read.at; place--)
            events->items[place] = events->items[place - 1];
        events->items[place] = read;
    }
    if (json_array_size(list) > count)
        events->extent = events->extent == FORGE_ALL ? FORGE_FIRST : FORGE_SOME;
}

static void read_item(struct reader *reader, const json_t *object, struct forge_item *item)
{
    const char *title = read_text(reader, object, "title");

    if (!json_is_object(object))
        complain(reader, "", "an object");
    item->number = read_count(reader, object, "number");
    if (!item->number)
        complain(reader, "number", "a whole number from 1");
    item->pull = read_flag(reader, object, "pull");
    item->draft = read_flag(reader, object, "draft");
    item->locked = read_flag(reader, object, "locked");
    item->title = title ? title : "";
    read_labels(reader, object, item);
    item->by = read_person(reader, object, "by");
    item->created = need_moment(reader, object, "created");
    item->closed = read_moment(reader, object, "closed");
    item->closed_as = read_text(reader, object, "closed_as");
    item->merged = read_moment(reader, object, "merged");
    item->merged_by = read_person(reader, object, "merged_by");
    read_comments(reader, object, item);
    item->reviews_known = read_flag(reader, object, "reviews_known");
    read_events(reader, object, item);
}

static void read_release(struct reader *reader, const json_t *object, struct forge_release *release)
{
    release->tag = need_text(reader, object, "tag");
    release->name = read_text(reader, object, "name");
    release->by = read_person(reader, object, "by");
    release->at = read_moment(reader, object, "at");
    release->prerelease = read_flag(reader, object, "prerelease");
}

static void read_fork(struct reader *reader, const json_t *object, struct forge_fork *fork)
{
    fork->name = need_text(reader, object, "name");
    fork->created = read_moment(reader, object, "created");
    fork->pushed = read_moment(reader, object, "pushed");
    fork->stars = read_number(reader, object, "stars");
}

static void read_repository(struct reader *reader, const json_t *object,
                            struct forge_repository *repository)
{
    *repository = (struct forge_repository){
        .host = need_text(reader, object, "host"),
        .name = need_text(reader, object, "name"),
        .asked = read_text(reader, object, "asked"),
        .url = need_text(reader, object, "url"),
        .owner_kind = read_text(reader, object, "owner_kind"),
        .parent = read_text(reader, object, "parent"),
        .default_branch = read_text(reader, object, "default_branch"),
        .created = read_moment(reader, object, "created"),
        .pushed = read_moment(reader, object, "pushed"),
        .archived = read_answer(reader, object, "archived"),
        .locked = read_answer(reader, object, "locked"),
        .empty = read_answer(reader, object, "empty"),
        .issues = read_answer(reader, object, "issues"),
        .discussions = read_answer(reader, object, "discussions"),
        .questions_answered = read_number(reader, object, "questions_answered"),
        .questions_open = read_number(reader, object, "questions_open"),
        .discussed = read_moment(reader, object, "discussed"),
        .stars = read_number(reader, object, "stars"),
        .forks = read_number(reader, object, "forks"),
        .watchers = read_number(reader, object, "watchers"),
    };
}

static void read_window(struct reader *reader, const json_t *object, struct forge_window *window)
{
    window->since = read_moment(reader, object, "since");
    window->open_too = read_flag(reader, object, "open_too");
    window->total = read_number(reader, object, "total");
    window->none_read = read_flag(reader, object, "none_read");
}

/* The lists of the whole, entry by entry: the tree of each is gone before the next is read. */

enum list { LIST_ITEMS, LIST_RELEASES, LIST_FORKS, LIST_COUNT };

static const struct {
    const char *key;
    size_t limit;
} lists[LIST_COUNT] = {
    {"items", LIMIT_FORGE_ITEMS},
    {"releases", LIMIT_FORGE_RELEASES},
    {"active_forks", LIMIT_FORGE_FORKS},
};

static void read_entry(struct reader *reader, enum list list, const json_t *entry,
                       struct forge *forge)
{
    switch (list) {
    case LIST_ITEMS:
        read_item(reader, entry, ARENA_PUSH(reader->arena, &forge->items));
        break;
    case LIST_RELEASES:
        read_release(reader, entry, ARENA_PUSH(reader->arena, &forge->releases));
        break;
    case LIST_FORKS:
        read_fork(reader, entry, ARENA_PUSH(reader->arena, &forge->active_forks));
        break;
    case LIST_COUNT:
        break;
    }
}

static bool read_list(struct reader *reader, enum list list, struct str text, struct forge *forge)
{
    struct json_parts parts;
    struct str key, value;
    size_t count = 0;

    reader->place[0] = '\0';
    if (!json_parts_open(text, '[', &parts)) {
        complain(reader, lists[list].key, "a list");
        return false;
    }
    while (!reader->failed && json_parts_next(&parts, &key, &value)) {
        struct arena *scratch;
        json_t *entry;

        snprintf(reader->place, sizeof(reader->place), "%s[%zu].", lists[list].key, count);
        if (count++ == lists[list].limit)
            return error_set(reader->err, RH_ERROR_TARGET, "%s: more than %zu", lists[list].key,
                             lists[list].limit);
        scratch = arena_new();
        if (!json_read_part(scratch, value, &entry, reader->err)) {
            error_wrap(reader->err, "%s ", reader->place);
            reader->failed = true;
        } else {
            read_entry(reader, list, entry, forge);
        }
        arena_free(scratch);
    }
    if (parts.problem)
        return error_set(reader->err, RH_ERROR_TARGET, "%s[%zu]: %s", lists[list].key, count,
                         parts.problem);
    return !reader->failed;
}

/* All that is no such list, as one small tree. */
static bool read_head(struct reader *reader, struct str text, struct forge *forge)
{
    json_t *head;

    if (!json_read(reader->arena, text, &head, reader->err))
        return false;
    forge->observed = need_moment(reader, head, "observed");
    forge->source = read_text(reader, head, "source");
    if (!forge->source)
        forge->source = "hand";
    forge->requests = read_count(reader, head, "requests");
    forge->partial = read_text(reader, head, "partial");
    snprintf(reader->place, sizeof(reader->place), "repository.");
    read_repository(reader, get(reader, head, "repository"), &forge->repository);
    snprintf(reader->place, sizeof(reader->place), "issue_window.");
    read_window(reader, get(reader, head, "issue_window"), &forge->issue_window);
    snprintf(reader->place, sizeof(reader->place), "pull_window.");
    read_window(reader, get(reader, head, "pull_window"), &forge->pull_window);
    reader->place[0] = '\0';
    forge->releases.extent = read_extent(reader, head, "releases_here");
    forge->active_forks.extent = read_extent(reader, head, "active_forks_here");
    return !reader->failed;
}

static bool read_members(struct reader *reader, struct str text, struct forge *forge)
{
    struct str key, value, list_texts[LIST_COUNT] = {{0}};
    struct json_parts parts;
    struct buf head = {0};
    bool versioned = false, done;

    if (!json_parts_open(text, '{', &parts))
        return error_set(reader->err, RH_ERROR_TARGET, "an object expected");
    while (json_parts_next(&parts, &key, &value)) {
        enum list list = 0;

        while (list < LIST_COUNT && !str_equal(key, lists[list].key))
            list++;
        versioned |= str_equal(key, "format") && str_equal(value, "\"forge-v1\"");
        if (list == LIST_COUNT) {
            buf_puts(&head, head.len ? ",\"" : "{\"");
            buf_add(&head, key);
            buf_puts(&head, "\":");
            buf_add(&head, value);
        } else if (list_texts[list].ptr) {
            buf_release(&head);
            return error_set(reader->err, RH_ERROR_TARGET, "'%s' stands twice", lists[list].key);
        } else {
            list_texts[list] = value;
        }
    }
    buf_puts(&head, head.len ? "}" : "{}");
    if (parts.problem)
        done = error_set(reader->err, RH_ERROR_TARGET, "%s", parts.problem);
    else if (!versioned)
        done = error_set(reader->err, RH_ERROR_TARGET, "no \"format\": \"forge-v1\"");
    else
        done = read_head(reader, (struct str){head.ptr, head.len}, forge);
    buf_release(&head);
    for (enum list list = 0; done && list < LIST_COUNT; list++)
        if (list_texts[list].ptr)
            done = read_list(reader, list, list_texts[list], forge);
    forge->releases.known = list_texts[LIST_RELEASES].ptr;
    forge->active_forks.known = list_texts[LIST_FORKS].ptr;
    return done;
}

bool forge_read_json(struct arena *arena, struct str text, struct forge *ret_forge,
                     struct rh_error *err)
{
    struct reader reader = {.arena = arena, .err = err};
    struct forge forge = {0};

    if (text.len > LIMIT_FORGE_BYTES)
        return error_set(err, RH_ERROR_TARGET, "over %u MiB", LIMIT_FORGE_BYTES / MIB);
    if (!read_members(&reader, text, &forge))
        return false;
    forge_arrange(&forge);
    *ret_forge = forge;
    return true;
}
