#ifndef FORGE_GRAPHQL_H
#define FORGE_GRAPHQL_H
#include "forge/client.h"
#include "util/json.h"

/* One GraphQL question and what its answer is worth. */

struct graphql_answer {
    const json_t *data; /* an object; lives in the scratch arena */
    bool holes;         /* the forge left something out, and `problem` says why */
    const char *problem;
};

/* `variables` is given away. TALK_ANSWERED: data is there, if with holes. */
enum talk_end graphql_ask(struct client *client, struct arena *scratch, const char *query,
                          json_t *variables, bool can_shrink, struct graphql_answer *ret_answer);

/* An issue or a pull request of an answer; false: it is not one. *ret_cursor: where its comments go
 * on, NULL: they are all here or need not. */
bool graphql_item(struct arena *arena, const json_t *node, bool pull, struct forge_item *ret_item,
                  const char **ret_cursor);
/* More comments of an item; the same cursor. */
const char *graphql_comments(struct arena *arena, const json_t *connection,
                             struct forge_item *item);

/* Texts of queries. */
extern const char graphql_about[], graphql_issues[], graphql_pulls[], graphql_open_issues[],
    graphql_open_pulls[];
/* One part of a query that asks for several items' further comments. */
const char *graphql_more_comments(struct arena *arena, size_t count);
#endif
