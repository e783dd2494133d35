/* A repository by REST, for want of a token: whole-repository lists in place of one question an
 * issue. Each runs from the newest entry back; the one that is furthest behind is asked next, so
 * that all of them reach back to about the same day when the budget is used up. */
#include "forge/client.h"

#include "forge/kept.h"
#include "forge/value.h"
#include "util/arena.h"
#include "util/limits.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum part { ITEMS, COMMENTS, EVENTS, PARTS };

struct rest_list {
    const char *url; /* of the next page; NULL: no more */
    time_t frontier;
    size_t pages;
    uint64_t left; /* pages still to come, where the forge says so */
    bool absent;   /* it has no such list */
};

/* Comments and events can come before the item that they belong to. */
struct loose_comment {
    unsigned number;
    struct forge_comment comment;
};

struct loose_event {
    unsigned number;
    bool merged; /* not one of ours: who merged it */
    struct forge_event event;
};

struct rest {
    struct client *client;
    struct rest_list lists[PARTS];
    struct {
        struct loose_comment *items;
        size_t count, capacity;
    } comments;
    struct {
        struct loose_event *items;
        size_t count, capacity;
    } events;
};

/* What is wanted of a list's entries: a fraction of what comes. */
static const char *const wanted[PARTS][24] = {
    [ITEMS] = {"number", "title", "user.login", "user.type", "author_association", "labels",
               "locked", "draft", "created_at", "closed_at", "state_reason", "merged_at",
               "pull_request.merged_at", "head.ref"},
    [COMMENTS] = {"issue_url", "user.login", "user.type", "author_association", "created_at"},
    [EVENTS] = {"event", "created_at", "actor.login", "actor.type", "issue.number"},
};

/* A list with the wanted keys alone; what is no list stays what it is. */
static struct str pick(struct arena *scratch, struct str text, const char *const *keys)
{
    struct buf out = {.limit = LIMIT_FORGE_ANSWER + KIB};
    struct json_parts parts;
    struct str key, value;

    if (!keys || !json_parts_open(text, '[', &parts))
        return text;
    buf_puts(&out, "[");
    while (!out.full && json_parts_next(&parts, &key, &value)) {
        buf_puts(&out, out.len > 1 ? "," : "");
        json_pick(value, keys, &out);
    }
    buf_puts(&out, parts.problem ? "" : "]");
    text = (struct str){arena_strndup(scratch, out.ptr, out.len), out.len};
    buf_release(&out);
    return text;
}

/* A GET, answered from what is kept where nothing has changed. *ret_root is NULL where the status
 * is not 200. */
static enum talk_end get(struct client *client, struct arena *scratch, const char *url,
                         const char *const *keys, json_t **ret_root, struct http_answer *ret_answer)
{
    struct talk *talk = &client->talk;
    struct kept kept = {0};
    bool have = kept_read(scratch, client->cache, url, &kept);
    struct talk_question question = {.url = url, .etag = have ? kept.etag : NULL};
    enum talk_end end = TALK_ANSWERED;

    *ret_root = NULL;
    while (end == TALK_ANSWERED && !*ret_root) {
        struct rh_error err = {0};

        end = talk_ask(talk, scratch, &question, ret_answer);
        if (end == TALK_ANSWERED && ret_answer->status == 304 && have) {
            ret_answer->body = kept.body;
            ret_answer->link = kept.link;
            ret_answer->status = 200;
        }
        if (end != TALK_ANSWERED || ret_answer->status != 200)
            break;
        if (json_read(scratch, pick(scratch, ret_answer->body, keys), ret_root, &err)) {
            if (ret_answer->body.ptr != kept.body.ptr)
                kept_write(scratch, client->cache, url,
                           &(struct kept){ret_answer->etag, ret_answer->link, ret_answer->body});
        } else {
            end = talk_again(talk, arena_printf(scratch, "its answer is damaged (%s)", err.text),
                             false);
            question.etag = NULL; /* what is kept may be what is damaged */
        }
    }
    return end;
}

/* The repository itself. */

static void read_repository(struct client *client, const json_t *node)
{
    struct arena *arena = client->arena;
    struct forge_repository *repository = &client->forge->repository;
    const char *owner = json_string_value(json_object_get(json_object_get(node, "owner"), "type"));
    const char *url = value_text(arena, node, "html_url");

    client_named(client, value_text(arena, node, "full_name"));
    if (url && http_may_ask(url))
        repository->url = url;
    repository->owner_kind = !owner ? NULL : strcmp(owner, "User") == 0 ? "user" : "organization";
    repository->parent = value_text(arena, json_object_get(node, "parent"), "full_name");
    repository->default_branch = value_text(arena, node, "default_branch");
    repository->created = value_moment(node, "created_at");
    repository->pushed = value_moment(node, "pushed_at");
    repository->archived = value_answer(node, "archived");
    repository->locked = value_answer(node, "disabled");
    repository->issues = value_answer(node, "has_issues");
    repository->discussions = value_answer(node, "has_discussions");
    repository->stars = value_number(node, "stargazers_count");
    repository->forks = value_number(node, "forks_count");
    repository->watchers = value_number(node, "subscribers_count");
}

static bool ask_about(struct client *client)
{
    struct arena *scratch = arena_new();
    struct talk *talk = &client->talk;
    const char *url =
        arena_printf(scratch, "%s/repos/%s/%s", client->address->rest, client->owner, client->name);
    struct http_answer answer;
    json_t *root;
    enum talk_end end = get(client, scratch, url, NULL, &root, &answer);
    bool known = end == TALK_ANSWERED && json_is_object(root);

    if (known)
        read_repository(client, root);
    else if (end == TALK_ANSWERED && answer.status == 404)
        talk_stop(talk, arena_printf(scratch,
                                     "%s has no repository %s/%s, or none that may be "
                                     "seen without a token",
                                     talk->host, client->owner, client->name));
    else if (end == TALK_ANSWERED)
        talk_stop(talk, arena_printf(scratch, "%s has no answer about %s/%s (status %ld)",
                                     talk->host, client->owner, client->name, answer.status));
    arena_free(scratch);
    return known;
}

static void ask_releases(struct client *client)
{
    struct arena *scratch = arena_new();
    struct forge *forge = client->forge;
    const char *url = arena_printf(scratch, "%s/repos/%s/%s/releases?per_page=%d",
                                   client->address->rest, client->owner, client->name, PAGE);
    struct http_answer answer;
    json_t *root, *node;
    size_t i;

    if (get(client, scratch, url, NULL, &root, &answer) == TALK_ANSWERED && json_is_array(root)) {
        forge->releases.known = true;
        if (http_link(scratch, answer.link, "next"))
            forge->releases.extent = FORGE_LAST;
        json_array_foreach(root, i, node)
        {
            const char *tag = value_text(client->arena, node, "tag_name");

            if (!tag || value_answer(node, "draft") == FORGE_YES)
                continue;
            *ARENA_PUSH(client->arena, &forge->releases) = (struct forge_release){
                .tag = tag,
                .name = value_text(client->arena, node, "name"),
                .by = value_person(client->arena, json_object_get(node, "author"), NULL),
                .at = value_moment(node, "published_at"),
                .prerelease = value_answer(node, "prerelease") == FORGE_YES,
            };
        }
    }
    arena_free(scratch);
}

/* Entries of the lists. Each gives its time; 0: it is none. */

static time_t take_item(struct rest *rest, const json_t *node)
{
    struct arena *arena = rest->client->arena;
    const json_t *pull = json_object_get(node, "pull_request");
    int64_t number = value_number(node, "number");
    const char *title = value_text(arena, node, "title");
    struct forge_item item = {
        .number = (unsigned)number,
        /* a list of pull requests alone has no such key, but one for the branch */
        .pull = json_is_object(pull) || json_object_get(node, "head"),
        .draft = value_answer(node, "draft") == FORGE_YES,
        .locked = value_answer(node, "locked") == FORGE_YES,
        .title = title ? title : "",
        .created = value_moment(node, "created_at"),
        .closed = value_moment(node, "closed_at"),
        .closed_as = value_closed_as(node, "state_reason"),
        .merged = value_moment(json_is_object(pull) ? pull : node, "merged_at"),
    };

    if (number <= 0 || number > INT32_MAX || !item.created)
        return 0;
    item.by = value_person(arena, json_object_get(node, "user"),
                           json_object_get(node, "author_association"));
    value_labels(arena, json_object_get(node, "labels"), &item);
    *ARENA_PUSH(arena, &rest->client->forge->items) = item;
    return item.created;
}

/* ".../issues/17" */
static unsigned number_in(const json_t *node, const char *key)
{
    const char *url = json_string_value(json_object_get(node, key));
    const char *slash = url ? strrchr(url, '/') : NULL;
    unsigned long number = slash ? strtoul(slash + 1, NULL, 10) : 0;

    return number > INT32_MAX ? 0 : (unsigned)number;
}

static time_t take_comment(struct rest *rest, const json_t *node)
{
    struct arena *arena = rest->client->arena;
    struct loose_comment comment = {
        .number = number_in(node, "issue_url"),
        .comment = {.by = value_person(arena, json_object_get(node, "user"),
                                       json_object_get(node, "author_association")),
                    .at = value_moment(node, "created_at")},
    };

    if (comment.number && comment.comment.at)
        *ARENA_PUSH(arena, &rest->comments) = comment;
    return comment.number ? comment.comment.at : 0;
}

static time_t take_event(struct rest *rest, const json_t *node)
{
    static const char *const names[] = {"closed", "reopened", "transferred", "merged"};
    struct arena *arena = rest->client->arena;
    const char *name = json_string_value(json_object_get(node, "event"));
    int64_t number = value_number(json_object_get(node, "issue"), "number");
    time_t at = value_moment(node, "created_at");

    for (unsigned i = 0; name && number > 0 && number <= INT32_MAX && i < 4; i++)
        if (!strcmp(name, names[i]))
            *ARENA_PUSH(arena, &rest->events) = (struct loose_event){
                .number = (unsigned)number,
                .merged = i == FORGE_EVENT_COUNT,
                .event = {.kind = i % FORGE_EVENT_COUNT,
                          .by = value_person(arena, json_object_get(node, "actor"), NULL),
                          .at = at},
            };
    return at;
}

/* Lists. */

static void cut_all(struct rest *rest, time_t since)
{
    client_cut(&rest->client->forge->issue_window, since);
    client_cut(&rest->client->forge->pull_window, since);
}

static void take_page(struct rest *rest, enum part part, const json_t *root)
{
    static time_t (*const take[PARTS])(struct rest * rest,
                                       const json_t *node) = {take_item, take_comment, take_event};
    struct rest_list *list = &rest->lists[part];
    const json_t *node;
    size_t i;

    json_array_foreach(root, i, node)
    {
        time_t at = take[part](rest, node);

        if (at) {
            list->frontier = at;
            continue;
        }
        cut_all(rest, list->frontier + 1);
        if (!rest->client->forge->partial)
            rest->client->forge->partial = arena_printf(
                rest->client->arena, "%s left out parts of its answer", rest->client->talk.host);
    }
    list->pages++;
    talk_progress(&rest->client->talk, 1);
}

/* The number of the page that a URL asks for, or 0. */
static uint64_t page_in(const char *url)
{
    const char *at = url ? strstr(url, "page=") : NULL;

    while (at && at[-1] != '?' && at[-1] != '&')
        at = strstr(at + 1, "page=");
    return at ? strtoull(at + strlen("page="), NULL, 10) : 0;
}

static void go_on(struct rest *rest, struct rest_list *list, struct arena *scratch,
                  const struct http_answer *answer)
{
    struct client *client = rest->client;
    const char *next = http_link(scratch, answer->link, "next");
    const char *last = http_link(scratch, answer->link, "last");
    const char *url = next ? http_resolve(client->arena, list->url, next) : NULL;
    uint64_t most = LIMIT_FORGE_ITEMS / PAGE;

    if (next && (!url || !strcmp(url, list->url) || list->pages > most)) {
        talk_stop(&client->talk, arena_printf(client->arena, "the pages of %s go round in circles",
                                              client->talk.host));
        return;
    }
    list->left = page_in(last) > list->pages ? page_in(last) - list->pages : url ? 1 : 0;
    list->url = url;
}

static void ask_page(struct rest *rest, enum part part)
{
    struct client *client = rest->client;
    struct rest_list *list = &rest->lists[part];
    struct arena *scratch = arena_new();
    struct http_answer answer;
    json_t *root;
    enum talk_end end = get(client, scratch, list->url, wanted[part], &root, &answer);

    if (end == TALK_ANSWERED && json_is_array(root)) {
        take_page(rest, part, root);
        go_on(rest, list, scratch, &answer);
    } else if (end == TALK_ANSWERED && answer.status != 200 && !list->pages) {
        /* 404, 409 and 410: there is no such list here */
        list->absent = true;
        list->url = NULL;
    } else if (end == TALK_ANSWERED) {
        talk_stop(&client->talk, arena_printf(scratch, "%s broke off a list (status %ld)",
                                              client->talk.host, answer.status));
    }
    arena_free(scratch);
}

static void start_lists(struct rest *rest)
{
    struct client *client = rest->client;
    bool no_issues = client->forge->repository.issues == FORGE_NO;
    const char *const paths[PARTS] = {
        [ITEMS] = no_issues ? "pulls?state=all&sort=created&direction=desc"
                            : "issues?state=all&sort=created&direction=desc",
        [COMMENTS] = "issues/comments?sort=created&direction=desc",
        [EVENTS] = "issues/events?",
    };

    for (enum part part = 0; part < PARTS; part++)
        rest->lists[part] = (struct rest_list){
            .url = arena_printf(client->arena, "%s/repos/%s/%s/%s%sper_page=%d",
                                client->address->rest, client->owner, client->name, paths[part],
                                text_ends(paths[part], "?") ? "" : "&", PAGE),
            .frontier = (client->talk.date ? client->talk.date : time(NULL)) + 86400,
        };
}

/* The first page of each says how many there are. */
static void ask_lists(struct rest *rest)
{
    struct client *client = rest->client;
    uint64_t pages = 0;

    for (enum part part = 0; part < PARTS && !client->talk.stopped; part++)
        ask_page(rest, part);
    for (enum part part = 0; part < PARTS; part++)
        pages += rest->lists[part].url ? rest->lists[part].left : 0;
    client->talk.total = client->talk.done + pages;
    if (pages)
        client_estimate(client, "more to tell", pages);
    while (!client->talk.stopped) {
        enum part next = PARTS;

        for (enum part part = 0; part < PARTS; part++)
            if (rest->lists[part].url &&
                (next == PARTS || rest->lists[part].frontier > rest->lists[next].frontier))
                next = part;
        if (next == PARTS)
            break;
        ask_page(rest, next);
    }
}

/* Putting together. */

static int by_number(const void *key, const void *entry)
{
    const struct forge_item *item = entry;
    unsigned number = *(const unsigned *)key;

    return number == item->number ? 0 : number > item->number ? -1 : 1;
}

static struct forge_item *find(struct forge *forge, unsigned number)
{
    return forge->items.count ? bsearch(&number, forge->items.items, forge->items.count,
                                        sizeof(*forge->items.items), by_number)
                              : NULL;
}

/* The lists are newest first, an item's comments and events oldest first. */
static void put_together(struct rest *rest)
{
    struct arena *arena = rest->client->arena;
    struct forge *forge = rest->client->forge;

    forge_arrange(forge);
    for (size_t i = rest->comments.count; i-- > 0;) {
        struct forge_item *item = find(forge, rest->comments.items[i].number);

        if (item)
            value_add_comment(arena, item, &rest->comments.items[i].comment);
    }
    for (size_t i = rest->events.count; i-- > 0;) {
        const struct loose_event *loose = &rest->events.items[i];
        struct forge_item *item = find(forge, loose->number);

        if (item && loose->merged)
            item->merged_by = loose->event.by;
        else if (item)
            value_add_event(arena, item, &loose->event);
    }
}

/* What was cut: a list that is not all here lacks its oldest entries. */
static void settle(struct rest *rest)
{
    struct client *client = rest->client;
    struct forge *forge = client->forge;
    const struct rest_list *items = &rest->lists[ITEMS], *comments = &rest->lists[COMMENTS],
                           *events = &rest->lists[EVENTS];

    for (enum part part = 0; part < PARTS; part++)
        if (rest->lists[part].url && !rest->lists[part].absent)
            cut_all(rest, rest->lists[part].frontier + 1);
    for (size_t i = 0; i < forge->items.count; i++) {
        struct forge_item *item = &forge->items.items[i];

        if (comments->absent || (comments->url && item->created <= comments->frontier))
            item->comments.extent = comments->absent ? FORGE_SOME : FORGE_LAST;
        if (events->absent || (events->url && item->created <= events->frontier))
            item->events.extent = events->absent ? FORGE_SOME : FORGE_LAST;
    }
    if (items->absent || !items->pages) {
        forge->issue_window = (struct forge_window){.total = -1, .none_read = true};
        forge->pull_window = forge->issue_window;
    } else if (forge->repository.issues == FORGE_NO) {
        forge->issue_window = (struct forge_window){.total = -1, .none_read = true};
    }
    if (client->talk.stopped && !forge->partial && (items->url || comments->url || events->url))
        forge->partial = client->talk.stopped;
}

static void count(struct forge *forge)
{
    int64_t pulls = 0;

    for (size_t i = 0; i < forge->items.count; i++)
        pulls += forge->items.items[i].pull;
    if (!forge->issue_window.since && !forge->issue_window.none_read)
        forge->issue_window.total = (int64_t)forge->items.count - pulls;
    if (!forge->pull_window.since && !forge->pull_window.none_read)
        forge->pull_window.total = pulls;
}

bool rest_collect(struct client *client)
{
    struct rest rest = {.client = client};

    if (!ask_about(client))
        return false;
    client->forge->issue_window.total = client->forge->pull_window.total = -1;
    start_lists(&rest);
    ask_lists(&rest);
    if (!client->talk.stopped)
        ask_releases(client);
    put_together(&rest);
    settle(&rest);
    count(client->forge);
    kept_prune(client->arena, client->cache);
    return true;
}
