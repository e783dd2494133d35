#include "forge/client.h"

#include "util/arena.h"
#include "util/str.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

void client_named(struct client *client, const char *full_name)
{
    const char *asked = arena_printf(client->arena, "%s/%s", client->owner, client->name);
    const char *slash = full_name ? strchr(full_name, '/') : NULL;
    struct forge_repository *repository = &client->forge->repository;

    repository->name = slash ? full_name : asked;
    if (!slash)
        return;
    if (strcasecmp(full_name, asked) != 0)
        repository->asked = asked;
    client->owner = arena_strndup(client->arena, full_name, (size_t)(slash - full_name));
    client->name = slash + 1;
}

void client_estimate(struct client *client, const char *what, uint64_t requests)
{
    struct talk *talk = &client->talk;

    if (talk->asked + requests > talk->most)
        progress_note(talk->progress,
                      "%s has %s: about %" PRIu64 " requests, of which --max-requests allows %u",
                      talk->host, what, talk->asked + requests, talk->most);
    else
        progress_note(talk->progress, "%s has %s: about %" PRIu64 " request%s", talk->host, what,
                      talk->asked + requests, talk->asked + requests == 1 ? "" : "s");
}

void client_cut(struct forge_window *window, time_t since)
{
    if (since > window->since)
        window->since = since;
}
