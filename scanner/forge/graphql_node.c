/* Queries, and the parts of their answers. Field by field the two belong together. */
#include "forge/graphql.h"

#include "forge/value.h"
#include "util/arena.h"

#include <string.h>

#define ACTOR "{ __typename login }"
#define COMMENTS                                                                                   \
    "{ totalCount pageInfo { hasNextPage endCursor } "                                             \
    "nodes { createdAt authorAssociation author " ACTOR " } }"
#define EVENT(type) "... on " type " { createdAt actor " ACTOR " } "

#define ITEM                                                                                       \
    "id number title locked createdAt closedAt authorAssociation author " ACTOR                    \
    " labels(first: 20) { nodes { name } } comments(first: 20) " COMMENTS                          \
    " timelineItems(last: 10, itemTypes: [CLOSED_EVENT, REOPENED_EVENT, TRANSFERRED_EVENT]) "      \
    "{ totalCount nodes { __typename " EVENT("ClosedEvent") EVENT("ReopenedEvent")                 \
        EVENT("TransferredEvent") "} } "

#define LIST(operation, connection, states, direction, fields)                                     \
    "query " operation "($owner: String!, $name: String!, $first: Int!, $after: String) { "        \
    "repository(owner: $owner, name: $name) { list: " connection                                   \
    "(first: $first, after: $after" states ", orderBy: {field: CREATED_AT, direction: " direction  \
    "}) "                                                                                          \
    "{ totalCount pageInfo { hasNextPage endCursor } nodes { " fields " } } } }"

#define PULL                                                                                       \
    ITEM "isDraft mergedAt mergedBy " ACTOR " reviews(first: 10) { totalCount nodes { "            \
         "submittedAt state authorAssociation author " ACTOR " } } "

const char graphql_issues[] = LIST("Issues", "issues", "", "DESC", ITEM "stateReason");
const char graphql_pulls[] = LIST("Pulls", "pullRequests", "", "DESC", PULL);
/* Older ones that are open still, from the oldest on. */
const char graphql_open_issues[] =
    LIST("OpenIssues", "issues", ", states: [OPEN]", "ASC", ITEM "stateReason");
const char graphql_open_pulls[] =
    LIST("OpenPulls", "pullRequests", ", states: [OPEN]", "ASC", PULL);

const char graphql_about[] =
    "query About($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { "
    "nameWithOwner url createdAt pushedAt isArchived isDisabled isEmpty hasIssuesEnabled "
    "hasDiscussionsEnabled owner { __typename } parent { nameWithOwner } defaultBranchRef { name } "
    "stargazerCount forkCount watchers(first: 1) { totalCount } issues(first: 1) { totalCount } "
    "pullRequests(first: 1) { totalCount } "
    "answered: discussions(first: 1, answered: true) { totalCount } "
    "open: discussions(first: 1, answered: false) { totalCount } "
    "newest: discussions(first: 1, orderBy: {field: CREATED_AT, direction: DESC}) "
    "{ nodes { createdAt } } "
    "releases(first: 100, orderBy: {field: CREATED_AT, direction: DESC}) { totalCount "
    "nodes { tagName name isDraft isPrerelease publishedAt author " ACTOR " } } "
    "forks(first: 100, orderBy: {field: PUSHED_AT, direction: DESC}) { totalCount "
    "nodes { nameWithOwner createdAt pushedAt stargazerCount } } } }";

const char *graphql_more_comments(struct arena *arena, size_t count)
{
    struct buf text = {0};
    const char *query;

    buf_puts(&text, "query Comments(");
    for (size_t i = 0; i < count; i++)
        buf_printf(&text, "%s$i%zu: ID!, $a%zu: String!", i ? ", " : "", i, i);
    buf_puts(&text, ") { ");
    for (size_t i = 0; i < count; i++)
        buf_printf(
            &text,
            "n%zu: node(id: $i%zu) { ... on Issue { comments(first: %d, after: $a%zu) "
            "{ ...C } } ... on PullRequest { comments(first: %d, after: $a%zu) { ...C } } } ",
            i, i, MORE_COMMENTS, i, MORE_COMMENTS, i);
    buf_puts(&text, "} fragment C on IssueCommentConnection " COMMENTS);
    query = arena_strdup(arena, text.ptr);
    buf_release(&text);
    return query;
}

static const json_t *nodes_of(const json_t *connection)
{
    return json_object_get(connection, "nodes");
}

/* Somebody who answers for the repository, by the forge's own word. */
static bool speaks_for_it(const struct forge_item *item, const struct forge_person *by)
{
    return by->login && by->kind == FORGE_USER && by->association >= FORGE_COLLABORATOR &&
           !(item->by.login && !strcmp(item->by.login, by->login));
}

static bool is_answered(const struct forge_item *item)
{
    for (size_t i = 0; i < item->comments.count; i++)
        if (speaks_for_it(item, &item->comments.items[i].by))
            return true;
    return false;
}

const char *graphql_comments(struct arena *arena, const json_t *connection, struct forge_item *item)
{
    const json_t *nodes = nodes_of(connection), *node;
    const json_t *page = json_object_get(connection, "pageInfo");
    const char *cursor = json_string_value(json_object_get(page, "endCursor"));
    size_t i;

    if (!json_is_array(nodes)) {
        item->comments.extent = FORGE_SOME;
        return NULL;
    }
    json_array_foreach(nodes, i, node)
    {
        value_add_comment(arena, item,
                          &(struct forge_comment){
                              .by = value_person(arena, json_object_get(node, "author"),
                                                 json_object_get(node, "authorAssociation")),
                              .at = value_moment(node, "createdAt"),
                          });
    }
    if (item->comments.extent == FORGE_SOME)
        return NULL;
    if (!json_is_true(json_object_get(page, "hasNextPage"))) {
        item->comments.extent = FORGE_ALL;
        return NULL;
    }
    item->comments.extent = FORGE_FIRST;
    return is_answered(item) || !cursor ? NULL : arena_strdup(arena, cursor);
}

/* They are answers like comments. True: there are more. */
static bool read_reviews(struct arena *arena, const json_t *connection, struct forge_item *item)
{
    const json_t *nodes = nodes_of(connection), *node;
    size_t i;

    if (!json_is_array(nodes))
        return false;
    item->reviews_known = true;
    json_array_foreach(nodes, i, node)
    {
        const char *state = json_string_value(json_object_get(node, "state"));

        if (!state || !strcmp(state, "PENDING"))
            continue; /* only its author sees it */
        value_add_comment(arena, item,
                          &(struct forge_comment){
                              .by = value_person(arena, json_object_get(node, "author"),
                                                 json_object_get(node, "authorAssociation")),
                              .at = value_moment(node, "submittedAt"),
                              .review = true,
                          });
    }
    return value_number(connection, "totalCount") > (int64_t)json_array_size(nodes);
}

static void read_events(struct arena *arena, const json_t *connection, struct forge_item *item)
{
    static const char *const types[FORGE_EVENT_COUNT] = {"ClosedEvent", "ReopenedEvent",
                                                         "TransferredEvent"};
    const json_t *nodes = nodes_of(connection), *node;
    size_t i;

    if (!json_is_array(nodes))
        item->events.extent = FORGE_SOME;
    else if (value_number(connection, "totalCount") > (int64_t)json_array_size(nodes))
        item->events.extent = FORGE_LAST;
    json_array_foreach(nodes, i, node)
    {
        const char *type = json_string_value(json_object_get(node, "__typename"));

        for (enum forge_event_kind kind = 0; type && kind < FORGE_EVENT_COUNT; kind++)
            if (!strcmp(type, types[kind]))
                value_add_event(arena, item,
                                &(struct forge_event){
                                    .kind = kind,
                                    .by = value_person(arena, json_object_get(node, "actor"), NULL),
                                    .at = value_moment(node, "createdAt"),
                                });
    }
}

bool graphql_item(struct arena *arena, const json_t *node, bool pull, struct forge_item *ret_item,
                  const char **ret_cursor)
{
    int64_t number = value_number(node, "number");
    const char *title = value_text(arena, node, "title");
    struct forge_item item = {
        .number = (unsigned)number,
        .pull = pull,
        .draft = value_answer(node, "isDraft") == FORGE_YES,
        .locked = value_answer(node, "locked") == FORGE_YES,
        .title = title ? title : "",
        .created = value_moment(node, "createdAt"),
        .closed = value_moment(node, "closedAt"),
        .closed_as = value_closed_as(node, "stateReason"),
        .merged = value_moment(node, "mergedAt"),
    };

    bool more_reviews;

    if (number <= 0 || number > INT32_MAX || !item.created)
        return false;
    item.by = value_person(arena, json_object_get(node, "author"),
                           json_object_get(node, "authorAssociation"));
    item.merged_by = value_person(arena, json_object_get(node, "mergedBy"), NULL);
    value_labels(arena, nodes_of(json_object_get(node, "labels")), &item);
    more_reviews = pull && read_reviews(arena, json_object_get(node, "reviews"), &item);
    *ret_cursor = graphql_comments(arena, json_object_get(node, "comments"), &item);
    if (more_reviews && item.comments.extent == FORGE_ALL)
        item.comments.extent = FORGE_FIRST;
    read_events(arena, json_object_get(node, "timelineItems"), &item);
    *ret_item = item;
    return true;
}
