#include "facts/link_own.h"

#include "facts/document.h"
#include "facts/link_path.h"
#include "snapshot/snapshot.h"
#include "util/arena.h"
#include "util/map.h"

#include <string.h>
#include <strings.h>

enum { CANDIDATES = 8, LOOKED_AT = 500, ENOUGH = 2 };

/* An owner and a name that the README links, and how much of it is here. */
struct candidate {
    struct str owner, name;
    size_t here, gone;
};

/* An address taken apart. */
struct address {
    struct str owner, name, branch_and_path;
    bool raw; /* the bytes of a file, not its page */
};

static bool take_host(struct str *url, bool *ret_raw)
{
    static const struct {
        const char *host;
        bool raw;
    } hosts[] = {
        {"github.com/", false},
        {"www.github.com/", false},
        {"raw.githubusercontent.com/", true},
        {"raw.github.com/", true},
    };
    struct str rest = *url;

    if (str_starts(rest, "https:"))
        rest = str_slice(rest, 6, rest.len);
    else if (str_starts(rest, "http:"))
        rest = str_slice(rest, 5, rest.len);
    if (!str_starts(rest, "//"))
        return false;
    rest = str_slice(rest, 2, rest.len);
    for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++)
        if (str_equal_nocase(str_slice(rest, 0, strlen(hosts[i].host)), hosts[i].host)) {
            *url = str_slice(rest, strlen(hosts[i].host), rest.len);
            *ret_raw = hosts[i].raw;
            return true;
        }
    return false;
}

/* False: no page or file within a repository of the forge. */
static bool take_apart(struct str url, struct address *ret_address)
{
    struct address address = {0};

    if (!take_host(&url, &address.raw))
        return false;
    address.owner = path_next_part(&url);
    address.name = path_next_part(&url);
    if (!address.raw && !path_is_forge_view(path_next_part(&url)))
        return false;
    if (address.raw && str_starts(url, "refs/heads/"))
        url = str_slice(url, strlen("refs/heads/"), url.len);
    address.branch_and_path = url;
    *ret_address = address;
    return address.owner.len && address.name.len;
}

static bool same(struct str a, struct str b)
{
    return a.len == b.len && !strncasecmp(a.ptr, b.ptr, a.len);
}

/* Takes the name of the scanned branch off the address. main and master stand for each other, since
 * the forge leads from the old name to the new one, and for a branch that is not known, since they
 * are what it is nearly always called; what is not there may then still be on the branch. */
static bool take_branch(const struct link_context *context, struct str *rest)
{
    static const char *const usual[] = {"main", "master"};
    const char *branch = context->snapshot->branch;
    size_t length = branch ? strlen(branch) : 0;
    struct str first, after = *rest;

    if (length && str_starts(*rest, branch) && (rest->len == length || rest->ptr[length] == '/')) {
        *rest = str_slice(*rest, length + (rest->len > length), rest->len);
        return true;
    }
    first = path_next_part(&after);
    if (!str_equal(first, "HEAD") &&
        (!STR_IS_ONE_OF(first, usual) || (branch && !STR_IS_ONE_OF(str_of(branch), usual))))
        return false;
    *rest = after;
    return true;
}

/* The path of an address in the tree; NULL: it is on another branch. */
static const char *path_of(const struct link_context *context, const struct address *address)
{
    struct str rest = address->branch_and_path;

    if (!take_branch(context, &rest))
        return NULL;
    return link_from_root(context, path_decode(context->arena, rest));
}

/* By the URL that the snapshot is from. */
static void from_url(struct link_context *context)
{
    struct str url = str_of(context->snapshot->url);
    bool raw;

    if (str_starts(url, "git@github.com:"))
        url = str_slice(url, strlen("git@github.com:"), url.len);
    else if (str_starts(url, "ssh://git@github.com/"))
        url = str_slice(url, strlen("ssh://git@github.com/"), url.len);
    else if (!take_host(&url, &raw) || raw)
        return;
    context->owner = path_next_part(&url);
    context->name = path_next_part(&url);
    if (str_ends(context->name, ".git"))
        context->name.len -= 4;
}

static struct candidate *candidate_of(struct candidate *all, size_t *count,
                                      const struct address *address)
{
    for (size_t i = 0; i < *count; i++)
        if (same(all[i].owner, address->owner) && same(all[i].name, address->name))
            return &all[i];
    if (*count == CANDIDATES)
        return NULL;
    all[*count] = (struct candidate){.owner = address->owner, .name = address->name};
    return &all[(*count)++];
}

static struct str without_query(struct str url)
{
    size_t length = 0;

    while (length < url.len && !strchr("#?", url.ptr[length]))
        length++;
    return str_slice(url, 0, length);
}

/* Names that stand in many repositories say nothing: only paths with a folder count. */
static void from_links(struct link_context *context, const struct document *readme)
{
    struct candidate all[CANDIDATES];
    size_t count = 0;
    struct map seen;

    map_init(&seen, context->arena);
    for (size_t i = 0; i < readme->links.count && i < LOOKED_AT; i++) {
        struct str url = readme->links.items[i].url;
        struct candidate *candidate;
        struct address address;
        const char *path;

        url = without_query(url);
        if (!take_apart(url, &address) || !(path = path_of(context, &address)) ||
            !strchr(path, '/') || map_put(&seen, url, i) != i)
            continue;
        candidate = candidate_of(all, &count, &address);
        if (candidate && link_exists(context, path))
            candidate->here++;
        else if (candidate)
            candidate->gone++;
    }
    for (size_t i = 0; i < count; i++)
        if (all[i].here >= ENOUGH && all[i].here > all[i].gone) {
            context->owner = all[i].owner;
            context->name = all[i].name;
            return;
        }
}

void link_own_find(struct link_context *context, const struct documents *documents)
{
    from_url(context);
    if (!context->owner.len && documents->readme)
        from_links(context, documents->readme);
}

void link_own_resolve(const struct link_context *context, const struct document *page,
                      struct str url, struct link_target *target)
{
    struct address address;
    const char *path;
    bool own;

    if (!take_apart(url, &address) || !same(address.name, context->name))
        return;
    path = path_of(context, &address);
    if (!path)
        return;
    link_look_up(context, page, path, target);
    target->absolute = true;
    target->raw = address.raw;
    if (target->status == LINK_FOUND)
        return;
    target->replacement = NULL;
    /* Under another owner it is this one before it moved, or what it was forked from: what is there
     * can be told, but not what is not. The same of a branch that may not be the scanned one. */
    own = same(address.owner, context->owner);
    if (!own || !context->snapshot->branch)
        *target = (struct link_target){.status = LINK_UNKNOWN, .fragment = target->fragment};
}
