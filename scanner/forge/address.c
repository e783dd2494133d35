#include "forge/address.h"

#include "forge/http.h"
#include "util/arena.h"
#include "util/str.h"

#include <stdlib.h>
#include <string.h>

/* As GitHub allows names; they become parts of a URL. */
static bool is_name(struct str text)
{
    if (!text.len || text.len > 104 || str_equal(text, ".") || str_equal(text, ".."))
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
              c == '-' || c == '_' || c == '.'))
            return false;
    }
    return true;
}

static bool split_name(struct arena *arena, const char *path, struct address *address)
{
    const char *slash = strchr(path, '/');
    struct str owner = {path, slash ? (size_t)(slash - path) : 0}, name = str_of(slash + !!slash);

    if (str_ends(name, ".git"))
        name.len -= 4;
    if (!is_name(owner) || !is_name(name))
        return false;
    address->owner = str_dup(arena, owner);
    address->name = str_dup(arena, name);
    return true;
}

static void from_api_url(struct arena *arena, const char *api_url, struct address *address)
{
    struct str base = str_of(api_url);

    while (str_ends(base, "/"))
        base.len--;
    address->rest = str_dup(arena, base);
    if (str_ends(base, "/api/v3"))
        address->graphql = arena_printf(arena, "%.*s/graphql", (int)base.len - 3, base.ptr);
    else
        address->graphql = arena_printf(arena, "%s/graphql", address->rest);
}

/* False: no GitHub that we know of. */
static bool from_host(struct arena *arena, struct address *address)
{
    const char *own = getenv("GH_HOST"), *host = address->host;

    if (!strcasecmp(host, "github.com") || !strcasecmp(host, "www.github.com")) {
        address->host = "github.com";
        address->rest = "https://api.github.com";
    } else if (text_ends(host, ".ghe.com")) {
        address->rest = arena_printf(arena, "https://api.%s", host);
    } else if (own && !strcasecmp(own, host)) {
        address->rest = arena_printf(arena, "https://%s/api/v3", host);
        address->graphql = arena_printf(arena, "https://%s/api/graphql", host);
        return true;
    } else {
        return false;
    }
    address->graphql = arena_printf(arena, "%s/graphql", address->rest);
    return true;
}

const struct address *address_find(struct arena *arena, const char *url, const char *api_url,
                                   const char **ret_why)
{
    struct address *address = arena_alloc(arena, sizeof(*address));
    const char *path;

    if (!url || !http_split(arena, url, &address->host, &path)) {
        *ret_why = "it is on no forge that could be asked";
        return NULL;
    }
    if (api_url)
        from_api_url(arena, api_url, address);
    else if (!from_host(arena, address)) {
        *ret_why =
            arena_printf(arena, "%s is no GitHub that we know of: GH_HOST or --api-url names one",
                         text_clean(arena, str_of(address->host), 100));
        return NULL;
    }
    if (!split_name(arena, path, address)) {
        *ret_why = "its address is not that of a repository on GitHub";
        return NULL;
    }
    return address;
}
