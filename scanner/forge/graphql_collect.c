/* A repository by GraphQL: one question about itself, then its issues and pull requests, newest
 * first, so that what a budget cuts off is the oldest. */
#include "forge/graphql.h"

#include "forge/value.h"
#include "util/arena.h"
#include "util/limits.h"

#include <inttypes.h>
#include <string.h>

/* A connection that is read page by page. */
struct list {
    bool pulls;
    const char *query;
    struct forge_window *window;
    const char *cursor; /* NULL: from the start */
    unsigned page;      /* items asked for at a time */
    time_t frontier;    /* when the last item that was read was created */
    size_t read, pages;
    int64_t total; /* -1: not known */
    bool done;
};

/* Items whose comments go on. */
struct more {
    size_t index; /* in forge->items */
    const char *id, *cursor;
};

struct reading {
    struct client *client;
    struct {
        struct more *items;
        size_t count, capacity;
    } more;
};

/* The repository itself. */

static int64_t total_of(const json_t *object, const char *key)
{
    return value_number(json_object_get(object, key), "totalCount");
}

static void read_releases(struct arena *arena, const json_t *connection, struct forge *forge)
{
    const json_t *nodes = json_object_get(connection, "nodes"), *node;
    size_t i;

    forge->releases.known = json_is_array(nodes);
    if (value_number(connection, "totalCount") > (int64_t)json_array_size(nodes))
        forge->releases.extent = FORGE_LAST;
    json_array_foreach(nodes, i, node)
    {
        const char *tag = value_text(arena, node, "tagName");

        if (!tag || value_answer(node, "isDraft") == FORGE_YES)
            continue;
        *ARENA_PUSH(arena, &forge->releases) = (struct forge_release){
            .tag = tag,
            .name = value_text(arena, node, "name"),
            .by = value_person(arena, json_object_get(node, "author"), NULL),
            .at = value_moment(node, "publishedAt"),
            .prerelease = value_answer(node, "isPrerelease") == FORGE_YES,
        };
    }
}

/* A fresh fork has its parent's last push, which is older than itself. */
static void read_forks(struct arena *arena, const json_t *connection, struct forge *forge)
{
    const json_t *nodes = json_object_get(connection, "nodes"), *node;
    size_t i, active = 0;

    forge->active_forks.known = json_is_array(nodes);
    json_array_foreach(nodes, i, node)
    {
        struct forge_fork fork = {
            .name = value_text(arena, node, "nameWithOwner"),
            .created = value_moment(node, "createdAt"),
            .pushed = value_moment(node, "pushedAt"),
            .stars = value_number(node, "stargazerCount"),
        };

        if (!fork.name || !fork.created || fork.pushed <= fork.created)
            continue;
        *ARENA_PUSH(arena, &forge->active_forks) = fork;
        active++;
    }
    if (value_number(connection, "totalCount") > (int64_t)json_array_size(nodes))
        forge->active_forks.extent = FORGE_SOME;
}

static void read_repository(struct client *client, const json_t *node)
{
    struct arena *arena = client->arena;
    struct forge_repository *repository = &client->forge->repository;
    const char *owner =
        json_string_value(json_object_get(json_object_get(node, "owner"), "__typename"));
    const char *url = value_text(arena, node, "url");

    client_named(client, value_text(arena, node, "nameWithOwner"));
    if (url && http_may_ask(url))
        repository->url = url;
    repository->owner_kind = !owner ? NULL : strcmp(owner, "User") == 0 ? "user" : "organization";
    repository->parent = value_text(arena, json_object_get(node, "parent"), "nameWithOwner");
    repository->default_branch =
        value_text(arena, json_object_get(node, "defaultBranchRef"), "name");
    repository->created = value_moment(node, "createdAt");
    repository->pushed = value_moment(node, "pushedAt");
    repository->archived = value_answer(node, "isArchived");
    repository->locked = value_answer(node, "isDisabled");
    repository->empty = value_answer(node, "isEmpty");
    repository->issues = value_answer(node, "hasIssuesEnabled");
    repository->discussions = value_answer(node, "hasDiscussionsEnabled");
    repository->questions_answered = total_of(node, "answered");
    repository->questions_open = total_of(node, "open");
    repository->discussed = value_moment(
        json_array_get(json_object_get(json_object_get(node, "newest"), "nodes"), 0), "createdAt");
    repository->stars = value_number(node, "stargazerCount");
    repository->forks = value_number(node, "forkCount");
    repository->watchers = total_of(node, "watchers");
    client->forge->issue_window.total = total_of(node, "issues");
    client->forge->pull_window.total = total_of(node, "pullRequests");
    read_releases(arena, json_object_get(node, "releases"), client->forge);
    read_forks(arena, json_object_get(node, "forks"), client->forge);
}

static bool ask_about(struct client *client)
{
    struct arena *scratch = arena_new();
    json_t *variables = json_pack("{s:s, s:s}", "owner", client->owner, "name", client->name);
    struct graphql_answer answer;
    bool known =
        graphql_ask(client, scratch, graphql_about, variables, false, &answer) == TALK_ANSWERED;

    if (known) {
        read_repository(client, json_object_get(answer.data, "repository"));
        if (answer.holes)
            client->forge->partial = answer.problem;
    }
    arena_free(scratch);
    return known;
}

/* Further comments. */

static void take_comments(struct reading *reading, const json_t *data, size_t asked)
{
    struct client *client = reading->client;
    size_t kept = 0;

    for (size_t i = 0; i < reading->more.count; i++) {
        struct more more = reading->more.items[i];
        struct forge_item *item = &client->forge->items.items[more.index];
        const char *cursor = more.cursor;

        if (i < asked) {
            const json_t *node = json_object_get(data, arena_printf(client->arena, "n%zu", i));

            cursor = graphql_comments(client->arena, json_object_get(node, "comments"), item);
            if (cursor && !strcmp(cursor, more.cursor)) {
                item->comments.extent = FORGE_SOME; /* it goes round in circles */
                cursor = NULL;
            }
        }
        if (cursor)
            reading->more.items[kept++] = (struct more){more.index, more.id, cursor};
    }
    reading->more.count = kept;
}

/* One question, for the first few. */
static void ask_comments(struct reading *reading)
{
    struct client *client = reading->client;
    size_t count = reading->more.count < TOGETHER ? reading->more.count : TOGETHER;
    enum talk_end end = TALK_SMALLER;

    while (end == TALK_SMALLER) {
        struct arena *scratch = arena_new();
        json_t *variables = json_object();
        struct graphql_answer answer;

        for (size_t i = 0; i < count; i++) {
            json_object_set_new(variables, arena_printf(scratch, "i%zu", i),
                                json_string(reading->more.items[i].id));
            json_object_set_new(variables, arena_printf(scratch, "a%zu", i),
                                json_string(reading->more.items[i].cursor));
        }
        end = graphql_ask(client, scratch, graphql_more_comments(scratch, count), variables,
                          count > 1, &answer);
        if (end == TALK_ANSWERED) {
            if (answer.holes)
                client->forge->partial = answer.problem;
            take_comments(reading, answer.data, count);
        }
        arena_free(scratch);
        if (end == TALK_SMALLER)
            count = (count + 1) / 2;
    }
}

/* Lists. */

static bool goes_on(struct reading *reading, struct list *list, const json_t *page)
{
    struct client *client = reading->client;
    const char *cursor = json_string_value(json_object_get(page, "endCursor"));

    if (!json_is_true(json_object_get(page, "hasNextPage")))
        return false;
    if (!cursor || (list->cursor && !strcmp(cursor, list->cursor)) ||
        (list->total >= 0 && list->read > (size_t)list->total + PAGE)) {
        talk_stop(&client->talk, arena_printf(client->arena, "the pages of %s go round in circles",
                                              client->talk.host));
        return true;
    }
    list->cursor = arena_strdup(client->arena, cursor);
    return true;
}

/* False: a hole stands where an item should. */
static bool take_item(struct reading *reading, struct list *list, const json_t *node)
{
    struct client *client = reading->client;
    struct forge *forge = client->forge;
    const char *id = json_string_value(json_object_get(node, "id")), *cursor;
    struct forge_item item;

    if (!graphql_item(client->arena, node, list->pulls, &item, &cursor))
        return false;
    list->frontier = item.created;
    *ARENA_PUSH(client->arena, &forge->items) = item;
    if (cursor && id)
        *ARENA_PUSH(client->arena, &reading->more) =
            (struct more){forge->items.count - 1, arena_strdup(client->arena, id), cursor};
    return true;
}

static void take_page(struct reading *reading, struct list *list, const json_t *connection)
{
    struct client *client = reading->client;
    const json_t *nodes = json_object_get(connection, "nodes"), *node;
    size_t i;

    if (!json_is_array(nodes)) {
        talk_stop(&client->talk,
                  arena_printf(client->arena, "%s left out a page of its list", client->talk.host));
        return;
    }
    list->total = value_number(connection, "totalCount");
    json_array_foreach(nodes, i, node)
    {
        time_t before = list->frontier;

        list->read++;
        if (!take_item(reading, list, node)) {
            client_cut(list->window, before + 1);
            if (!client->forge->partial)
                client->forge->partial = arena_printf(
                    client->arena, "%s left out parts of its answer", client->talk.host);
        }
    }
    list->pages++;
    talk_progress(&client->talk, json_array_size(nodes));
    list->done = !goes_on(reading, list, json_object_get(connection, "pageInfo"));
    if (client->forge->items.count >= LIMIT_FORGE_ITEMS - PAGE)
        talk_stop(&client->talk, arena_printf(client->arena, "stopped after %zu items",
                                              client->forge->items.count));
}

/* One page. */
static void read_page(struct reading *reading, struct list *list)
{
    struct client *client = reading->client;
    enum talk_end end = TALK_SMALLER;

    while (end == TALK_SMALLER) {
        struct arena *scratch = arena_new();
        json_t *variables =
            json_pack("{s:s, s:s, s:i, s:s?}", "owner", client->owner, "name", client->name,
                      "first", (int)list->page, "after", list->cursor);
        struct graphql_answer answer;

        end = graphql_ask(client, scratch, list->query, variables, list->page > 1, &answer);
        if (end == TALK_ANSWERED) {
            if (answer.holes)
                client->forge->partial = answer.problem;
            take_page(reading, list,
                      json_object_get(json_object_get(answer.data, "repository"), "list"));
        }
        arena_free(scratch);
        if (end == TALK_SMALLER)
            list->page = (list->page + 1) / 2;
    }
}

static bool is_over(const struct reading *reading) { return reading->client->talk.stopped; }

static void read_comments(struct reading *reading, size_t least)
{
    while (!is_over(reading) && reading->more.count && reading->more.count >= least)
        ask_comments(reading);
}

/* Both lists, always the one that is behind, back to `until`. */
static void read_back(struct reading *reading, struct list lists[2], time_t until)
{
    while (!is_over(reading)) {
        struct list *next = NULL;

        for (size_t i = 0; i < 2; i++)
            if (!lists[i].done && lists[i].frontier >= until &&
                (!next || lists[i].frontier > next->frontier))
                next = &lists[i];
        if (!next)
            break;
        read_page(reading, next);
        read_comments(reading, TOGETHER);
    }
    read_comments(reading, 1);
}

/* What is open still, from the oldest up to what is there already. */
static void read_open(struct reading *reading, const struct list *list)
{
    struct list open = {
        .pulls = list->pulls,
        .query = list->pulls ? graphql_open_pulls : graphql_open_issues,
        .window = list->window,
        .page = list->page,
        .frontier = 0,
        .total = -1,
    };

    if (list->done)
        return;
    while (!is_over(reading) && !open.done && open.frontier < list->frontier)
        read_page(reading, &open);
    read_comments(reading, 1);
    list->window->open_too = !is_over(reading);
}

static void settle(const struct list *list)
{
    if (list->done) {
        list->window->open_too = false; /* all are here */
        return;
    }
    if (!list->pages)
        list->window->none_read = true;
    client_cut(list->window, list->frontier + 1);
}

static uint64_t pages_of(int64_t total)
{
    return total > 0 ? ((uint64_t)total + PAGE - 1) / PAGE : 0;
}

bool graphql_collect(struct client *client)
{
    struct forge *forge = client->forge;
    struct talk *talk = &client->talk;
    struct reading reading = {.client = client};
    time_t now;
    uint64_t pages;

    if (!ask_about(client))
        return false;
    now = talk->date ? talk->date : time(NULL);
    struct list lists[2] = {
        {.query = graphql_issues, .window = &forge->issue_window},
        {.query = graphql_pulls, .window = &forge->pull_window, .pulls = true},
    };
    for (size_t i = 0; i < 2; i++) {
        lists[i].page = PAGE;
        lists[i].frontier = now + 86400; /* its clock and ours */
        lists[i].total = lists[i].window->total;
        lists[i].done = lists[i].total == 0;
    }
    /* the old ones are listed still, but nobody can see them */
    if (forge->repository.issues == FORGE_NO) {
        lists[0].done = true;
        forge->issue_window = (struct forge_window){.total = -1, .none_read = true};
    }
    pages = pages_of(lists[0].done ? 0 : lists[0].total) + pages_of(lists[1].total);
    talk->total = (uint64_t)(lists[0].done || lists[0].total < 0 ? 0 : lists[0].total) +
                  (uint64_t)(lists[1].total < 0 ? 0 : lists[1].total);
    if (pages)
        client_estimate(
            client,
            arena_printf(client->arena, "%" PRIu64 " issues and pull requests", talk->total),
            pages);
    if (talk->asked + pages > talk->most) {
        read_back(&reading, lists, now - (time_t)WINDOW_DAYS * 86400);
        for (size_t i = 0; i < 2; i++)
            read_open(&reading, &lists[i]);
    }
    read_back(&reading, lists, 0);
    for (size_t i = 0; i < 2; i++)
        settle(&lists[i]);
    if (talk->stopped && !forge->partial)
        forge->partial = talk->stopped;
    return true;
}
