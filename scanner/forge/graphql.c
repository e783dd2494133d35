/* One GraphQL question. */
#include "forge/graphql.h"

#include "util/arena.h"

#include <stdlib.h>
#include <string.h>

enum { SHOWN_BYTES = 160 };

/* What the first error that says so means. GitHub gives a type, others only a sentence. */
enum trouble {
    TROUBLE_NONE,
    TROUBLE_LIMIT,
    TROUBLE_SIZE,
    TROUBLE_ABSENT,
    TROUBLE_PASSING,
    TROUBLE_OTHER
};

static enum trouble trouble_of(const json_t *error)
{
    static const struct {
        enum trouble trouble;
        const char *type, *words;
    } rows[] = {
        {TROUBLE_LIMIT, "RATE_LIMIT", "rate limit"},
        {TROUBLE_LIMIT, "RATE_LIMITED", "abuse"},
        {TROUBLE_SIZE, "RESOURCE_LIMITS_EXCEEDED", "resource limits"},
        {TROUBLE_SIZE, "MAX_NODE_LIMIT_EXCEEDED", "node limit"},
        {TROUBLE_SIZE, "TIMEOUT", "respond to your request in time"},
        {TROUBLE_ABSENT, "NOT_FOUND", "Could not resolve to a Repository"},
        {TROUBLE_PASSING, "INTERNAL", "Something went wrong"},
    };
    const char *type = json_string_value(json_object_get(error, "type"));
    const char *message = json_string_value(json_object_get(error, "message"));

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        if ((type && !strcmp(type, rows[i].type)) ||
            (message && strcasestr(message, rows[i].words)))
            return rows[i].trouble;
    return TROUBLE_OTHER;
}

static enum trouble worst_of(const json_t *errors)
{
    size_t count = json_array_size(errors);
    enum trouble worst = count ? TROUBLE_OTHER : TROUBLE_NONE;

    for (size_t i = 0; i < count && i < PAGE && worst == TROUBLE_OTHER; i++)
        worst = trouble_of(json_array_get(errors, i));
    return worst;
}

static const char *words_of(struct arena *scratch, const json_t *errors)
{
    const json_t *message = json_object_get(json_array_get(errors, 0), "message");

    return text_clean(scratch,
                      (struct str){json_string_value(message), json_string_length(message)},
                      SHOWN_BYTES);
}

/* An answer without data. */
static enum talk_end without_data(struct client *client, struct arena *scratch,
                                  const json_t *errors, const struct http_answer *answer,
                                  bool can_shrink)
{
    struct talk *talk = &client->talk;
    const char *words = words_of(scratch, errors);

    switch (worst_of(errors)) {
    case TROUBLE_NONE:
        return talk_again(talk, "its answer holds no data", false);
    case TROUBLE_LIMIT:
        return talk_limited(talk, answer);
    case TROUBLE_SIZE:
        return talk_again(talk, "it finds the question too large", can_shrink);
    case TROUBLE_PASSING:
        return talk_again(talk, words, can_shrink);
    case TROUBLE_ABSENT:
        return talk_stop(talk,
                         arena_printf(scratch,
                                      "%s has no repository %s/%s, or none that the token "
                                      "from %s may see",
                                      talk->host, client->owner, client->name, talk->token_from));
    case TROUBLE_OTHER:
        break;
    }
    return talk_stop(talk, arena_printf(scratch, "%s answers: %s", talk->host, words));
}

static enum talk_end read_answer(struct client *client, struct arena *scratch,
                                 const struct http_answer *answer, bool can_shrink,
                                 struct graphql_answer *ret_answer, bool *ret_good)
{
    struct talk *talk = &client->talk;
    const json_t *errors, *data;
    json_t *root = NULL;
    struct rh_error err = {0};

    if (!json_read(scratch, answer->body, &root, &err))
        return talk_again(talk, arena_printf(scratch, "its answer is damaged (%s)", err.text),
                          can_shrink);
    errors = json_object_get(root, "errors");
    data = json_object_get(root, "data");
    /* data: {"repository": null} is none */
    if (!json_is_object(data) || (json_object_get(data, "repository") &&
                                  !json_is_object(json_object_get(data, "repository"))))
        return without_data(client, scratch, errors, answer, can_shrink);
    if (can_shrink && worst_of(errors) == TROUBLE_SIZE)
        return talk_again(talk, "it finds the question too large", true);
    *ret_answer = (struct graphql_answer){.data = data, .holes = json_array_size(errors) > 0};
    if (ret_answer->holes)
        ret_answer->problem = arena_printf(client->arena, "%s left something out: %s", talk->host,
                                           words_of(scratch, errors));
    talk->failures = 0;
    *ret_good = true;
    return TALK_ANSWERED;
}

enum talk_end graphql_ask(struct client *client, struct arena *scratch, const char *query,
                          json_t *variables, bool can_shrink, struct graphql_answer *ret_answer)
{
    json_t *question = json_pack("{s:s, s:o}", "query", query, "variables", variables);
    char *body = json_dumps(question, JSON_COMPACT);
    const struct talk_question asked = {
        .url = client->address->graphql, .body = body, .can_shrink = can_shrink};
    enum talk_end end = TALK_ANSWERED;
    bool good = false;

    json_decref(question);
    while (!good && end == TALK_ANSWERED) {
        struct http_answer answer;

        end = talk_ask(&client->talk, scratch, &asked, &answer);
        if (end == TALK_ANSWERED)
            end = read_answer(client, scratch, &answer, can_shrink, ret_answer, &good);
    }
    free(body);
    return end;
}
