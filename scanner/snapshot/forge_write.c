/* A forge's record as forge-v1. Each item's tree is made, printed and given back by itself. */
#include "snapshot/forge.h"

#include "util/date.h"

#include <jansson.h>
#include <stdlib.h>

static void set_text(json_t *object, const char *key, const char *text)
{
    json_object_set_new(object, key, text ? json_string(text) : json_null());
}

/* What is not so, or not known, is left out: most entries have few of their keys. */
static void add_text(json_t *object, const char *key, const char *text)
{
    if (text)
        json_object_set_new(object, key, json_string(text));
}

static void add_flag(json_t *object, const char *key, bool flag)
{
    if (flag)
        json_object_set_new(object, key, json_true());
}

static void add_moment(json_t *object, const char *key, time_t when)
{
    char text[MOMENT_SIZE];

    if (!when)
        return;
    moment_format(when, text);
    json_object_set_new(object, key, json_string(text));
}

static void add_number(json_t *object, const char *key, int64_t number)
{
    if (number >= 0)
        json_object_set_new(object, key, json_integer(number));
}

static void add_answer(json_t *object, const char *key, enum forge_answer answer)
{
    if (answer != FORGE_UNKNOWN)
        json_object_set_new(object, key, json_boolean(answer == FORGE_YES));
}

static void add_extent(json_t *object, const char *key, enum forge_extent extent)
{
    if (extent != FORGE_ALL)
        json_object_set_new(object, key, json_string(forge_extent_name(extent)));
}

static void set_person(json_t *object, const char *key, const struct forge_person *person)
{
    json_t *by = person->login ? json_object() : json_null();

    if (person->login) {
        json_object_set_new(by, "login", json_string(person->login));
        if (person->kind != FORGE_USER)
            json_object_set_new(by, "kind", json_string(forge_kind_name(person->kind)));
        if (person->association)
            json_object_set_new(by, "as", json_string(forge_association_name(person->association)));
    }
    json_object_set_new(object, key, by);
}

static json_t *write_comment(const struct forge_comment *comment)
{
    json_t *object = json_object();

    add_moment(object, "at", comment->at);
    set_person(object, "by", &comment->by);
    add_flag(object, "review", comment->review);
    return object;
}

static json_t *write_event(const struct forge_event *event)
{
    json_t *object = json_object();

    json_object_set_new(object, "event", json_string(forge_event_name(event->kind)));
    add_moment(object, "at", event->at);
    set_person(object, "by", &event->by);
    return object;
}

static json_t *write_item(const struct forge_item *item)
{
    json_t *object = json_object(), *labels = json_array(), *comments = json_array(),
           *events = json_array();

    json_object_set_new(object, "number", json_integer(item->number));
    add_flag(object, "pull", item->pull);
    json_object_set_new(object, "title", json_string(item->title));
    for (size_t i = 0; i < item->label_count; i++)
        json_array_append_new(labels, json_string(item->labels[i]));
    json_object_set_new(object, "labels", labels);
    set_person(object, "by", &item->by);
    add_moment(object, "created", item->created);
    add_moment(object, "closed", item->closed);
    add_text(object, "closed_as", item->closed_as);
    add_moment(object, "merged", item->merged);
    if (item->merged_by.login)
        set_person(object, "merged_by", &item->merged_by);
    add_flag(object, "draft", item->draft);
    add_flag(object, "locked", item->locked);
    for (size_t i = 0; i < item->comments.count; i++)
        json_array_append_new(comments, write_comment(&item->comments.items[i]));
    json_object_set_new(object, "comments", comments);
    add_extent(object, "comments_here", item->comments.extent);
    add_flag(object, "reviews_known", item->reviews_known);
    for (size_t i = 0; i < item->events.count; i++)
        json_array_append_new(events, write_event(&item->events.items[i]));
    json_object_set_new(object, "events", events);
    add_extent(object, "events_here", item->events.extent);
    return object;
}

static json_t *write_release(const struct forge_release *release)
{
    json_t *object = json_object();

    set_text(object, "tag", release->tag);
    add_text(object, "name", release->name);
    add_moment(object, "at", release->at);
    set_person(object, "by", &release->by);
    add_flag(object, "prerelease", release->prerelease);
    return object;
}

static json_t *write_fork(const struct forge_fork *fork)
{
    json_t *object = json_object();

    set_text(object, "name", fork->name);
    add_moment(object, "created", fork->created);
    add_moment(object, "pushed", fork->pushed);
    add_number(object, "stars", fork->stars);
    return object;
}

static json_t *write_repository(const struct forge_repository *repository)
{
    json_t *object = json_object();

    set_text(object, "host", repository->host);
    set_text(object, "name", repository->name);
    add_text(object, "asked", repository->asked);
    set_text(object, "url", repository->url);
    add_text(object, "owner_kind", repository->owner_kind);
    add_text(object, "parent", repository->parent);
    add_text(object, "default_branch", repository->default_branch);
    add_moment(object, "created", repository->created);
    add_moment(object, "pushed", repository->pushed);
    add_answer(object, "archived", repository->archived);
    add_answer(object, "locked", repository->locked);
    add_answer(object, "empty", repository->empty);
    add_answer(object, "issues", repository->issues);
    add_answer(object, "discussions", repository->discussions);
    add_number(object, "questions_answered", repository->questions_answered);
    add_number(object, "questions_open", repository->questions_open);
    add_moment(object, "discussed", repository->discussed);
    add_number(object, "stars", repository->stars);
    add_number(object, "forks", repository->forks);
    add_number(object, "watchers", repository->watchers);
    return object;
}

static json_t *write_window(const struct forge_window *window)
{
    json_t *object = json_object();

    add_moment(object, "since", window->since);
    add_flag(object, "open_too", window->open_too);
    add_number(object, "total", window->total);
    add_flag(object, "none_read", window->none_read);
    return object;
}

/* Prints and releases. */
static void print(struct buf *out, json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_ENSURE_ASCII | JSON_ENCODE_ANY);

    buf_puts(out, text ? text : "null");
    free(text);
    json_decref(value);
}

static void print_member(struct buf *out, const char *key, json_t *value)
{
    buf_printf(out, ",\n\"%s\": ", key);
    print(out, value);
}

/* A list with an entry a line. */
#define PRINT_LIST(out, key, list, write)                                                          \
    do {                                                                                           \
        buf_printf((out), ",\n\"%s\": [", (key));                                                  \
        for (size_t i_ = 0; i_ < (list)->count; i_++) {                                            \
            buf_puts((out), i_ ? ",\n " : "\n ");                                                  \
            print((out), write(&(list)->items[i_]));                                               \
        }                                                                                          \
        buf_puts((out), (list)->count ? "\n]" : "]");                                              \
    } while (0)

void forge_write_json(const struct forge *forge, struct buf *out)
{
    char observed[MOMENT_SIZE];

    moment_format(forge->observed, observed);
    buf_puts(out, "{\n\"format\": \"forge-v1\"");
    print_member(out, "observed", json_string(observed));
    print_member(out, "source", json_string(forge->source));
    print_member(out, "requests", json_integer(forge->requests));
    if (forge->partial)
        print_member(out, "partial", json_string(forge->partial));
    print_member(out, "repository", write_repository(&forge->repository));
    print_member(out, "issue_window", write_window(&forge->issue_window));
    print_member(out, "pull_window", write_window(&forge->pull_window));
    if (forge->releases.known) {
        PRINT_LIST(out, "releases", &forge->releases, write_release);
        if (forge->releases.extent)
            print_member(out, "releases_here",
                         json_string(forge_extent_name(forge->releases.extent)));
    }
    if (forge->active_forks.known) {
        PRINT_LIST(out, "active_forks", &forge->active_forks, write_fork);
        if (forge->active_forks.extent)
            print_member(out, "active_forks_here",
                         json_string(forge_extent_name(forge->active_forks.extent)));
    }
    PRINT_LIST(out, "items", &forge->items, write_item);
    buf_puts(out, "\n}\n");
}
