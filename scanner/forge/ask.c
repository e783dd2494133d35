/* The child that talks to the forge. */
#include "forge/ask.h"

#include "forge/client.h"
#include "forge/value.h"
#include "snapshot/cache.h"
#include "util/arena.h"
#include "util/limits.h"
#include "worker/worker.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    MOST_WITH_TOKEN = 40, /* 4,000 items: on GitHub a minute or two */
    MOST_WITHOUT = 50,    /* of the sixty that GitHub grants in an hour */
    KEEP = 5,
    LEAST_SILENCE = 2, /* seconds without a byte */
    MOST_SILENCE = 20,
};

struct job {
    const struct address *address;
    const struct token *token;
    const struct forge_options *options;
    const char *cache;
};

/* A record that is too large to hand over loses its oldest items. */
static void write_record(struct arena *arena, struct forge *forge, struct buf *out)
{
    forge_arrange(forge);
    for (size_t i = 0; i < forge->items.count; i++)
        value_sort_comments(&forge->items.items[i].comments);
    forge_write_json(forge, out);
    while (out->full && forge->items.count) {
        forge->items.count -= forge->items.count / 4 + 1;
        time_t since = forge->items.count ? forge->items.items[forge->items.count - 1].created
                                          : forge->observed;

        client_cut(&forge->issue_window, since);
        client_cut(&forge->pull_window, since);
        forge->partial = arena_strdup(arena, "there is more than a record may hold");
        out->len = 0;
        out->full = false;
        forge_write_json(forge, out);
    }
}

static bool collect(struct arena *arena, const struct job *job, FILE *progress, struct buf *out,
                    struct rh_error *err)
{
    const struct forge_options *options = job->options;
    bool has_token = job->token->text[0];
    unsigned wait = options->api_wait;
    const char *problem;
    struct forge forge = {
        .source = has_token ? "graphql" : "rest",
        .repository = {.host = job->address->host,
                       .questions_answered = -1,
                       .questions_open = -1,
                       .stars = -1,
                       .forks = -1,
                       .watchers = -1},
        .issue_window.total = -1,
        .pull_window.total = -1,
    };
    struct client client = {
        .arena = arena,
        .address = job->address,
        .owner = job->address->owner,
        .name = job->address->name,
        .cache = has_token ? NULL : job->cache,
        .forge = &forge,
        .talk =
            {
                .arena = arena,
                .host = job->address->host,
                .token_from = has_token ? job->token->from : NULL,
                .progress = progress,
                .wait_cap = (uint64_t)wait * 1000,
                .most = options->max_requests ? options->max_requests
                        : has_token           ? MOST_WITH_TOKEN
                                              : MOST_WITHOUT,
                .keep = has_token ? 0 : KEEP,
            },
    };

    client.talk.http = http_open(arena, job->address->rest, has_token ? job->token->text : NULL,
                                 wait < LEAST_SILENCE  ? LEAST_SILENCE
                                 : wait > MOST_SILENCE ? MOST_SILENCE
                                                       : wait,
                                 &problem);
    if (!client.talk.http)
        return error_set(err, RH_ERROR_TARGET, "%s: %s", job->address->host, problem);
    if (!(has_token ? graphql_collect(&client) : rest_collect(&client)))
        return error_set(err, RH_ERROR_TARGET, "%s", client.talk.stopped);
    forge.observed = client.talk.date ? client.talk.date : time(NULL);
    forge.requests = client.talk.asked;
    if (!forge.repository.url)
        forge.repository.url =
            arena_printf(arena, "https://%s/%s", forge.repository.host, forge.repository.name);
    write_record(arena, &forge, out);
    return true;
}

static bool work(void *context, FILE *progress, struct buf *out, struct rh_error *err)
{
    struct arena *arena = arena_new();
    bool done = collect(arena, context, progress, out, err);

    arena_free(arena);
    return done;
}

bool ask_forge(struct arena *arena, const struct address *address, const struct token *token,
               const struct forge_options *options, struct str *ret_text, const char **ret_why)
{
    static const char *const keep[] = {"http_proxy",    "https_proxy",  "HTTP_PROXY", "HTTPS_PROXY",
                                       "no_proxy",      "NO_PROXY",     "all_proxy",  "ALL_PROXY",
                                       "SSL_CERT_FILE", "SSL_CERT_DIR", NULL};
    struct job job = {
        .address = address,
        .token = token,
        .options = options,
        .cache = token->text[0] ? NULL : cache_folder(arena, options->cache_dir, "http"),
    };
    const struct worker_limits limits = {
        .seconds = LIMIT_FORGE_SECONDS + options->api_wait,
        .readable = {job.cache ? job.cache : "/dev/null", getenv("SSL_CERT_FILE"),
                     getenv("SSL_CERT_DIR")},
        .writable = job.cache,
        .file_bytes = job.cache ? LIMIT_FORGE_ANSWER + MIB : 0,
        .network = true,
        .keep = keep,
        .verb = "asked about issues",
    };
    struct rh_error err = {0};

    if (worker_run(arena, &limits, options->progress, work, &job, ret_text, &err))
        return true;
    *ret_why = arena_strdup(arena, err.text);
    return false;
}
