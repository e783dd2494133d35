#include "facts/link_target.h"

#include "facts/link_own.h"
#include "facts/link_path.h"
#include "facts/tree.h"
#include "snapshot/snapshot.h"
#include "util/arena.h"
#include "util/limits.h"

#include <string.h>
#include <strings.h>

static bool has_scheme(struct str url)
{
    size_t i = 0;

    while (i < url.len &&
           ((url.ptr[i] >= 'a' && url.ptr[i] <= 'z') || (url.ptr[i] >= 'A' && url.ptr[i] <= 'Z') ||
            (i && ((url.ptr[i] >= '0' && url.ptr[i] <= '9') || strchr("+.-", url.ptr[i])))))
        i++;
    return i > 1 && i < url.len && url.ptr[i] == ':';
}

/* What a program or a reader is to fill in first. */
static bool is_template(struct str url)
{
    static const char *const marks[] = {"{{",   "{%",  "<%",    "${",    "<", ">",
                                        "@ref", "@id", "@site", "@cite", "@", "|",
                                        "$",    "{",   "*",     "xref:", "::"};

    if (str_starts(url, "~"))
        return true;
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
        if (str_contains(url, marks[i]))
            return true;
    return false;
}

/* How deep the scanned folder lies in the repository. */
static unsigned scanned_depth(const struct link_context *context)
{
    const char *path = context->snapshot->path;

    return path && *path ? path_depth(path) + 1 : 0;
}

const char *link_from_root(const struct link_context *context, struct str path)
{
    struct str scanned = str_of(context->snapshot->path);
    unsigned depth = scanned_depth(context);
    char *above;

    if (!depth)
        return path_join(context->arena, (struct str){NULL, 0}, path);
    path = str_of(path_join(context->arena, (struct str){NULL, 0}, path));
    if (str_starts(path, scanned.ptr) && (path.len == scanned.len || path.ptr[scanned.len] == '/'))
        return str_dup(context->arena, str_slice(path, scanned.len + 1, path.len));
    above = arena_alloc(context->arena, depth * 3 + 1);
    for (unsigned i = 0; i < depth; i++)
        memcpy(above + i * 3, "../", 3);
    return path_join(context->arena, str_of(above), path);
}

/* Whether a file or folder of the tree around the scanned folder has this path. */
static bool is_outside(const struct snapshot *snapshot, const char *path)
{
    size_t low = 0, high = snapshot->outside.count, length = strlen(path);

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(snapshot->outside.items[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < snapshot->outside.count; low++) {
        const char *there = snapshot->outside.items[low].path;

        if (strncmp(there, path, length))
            return false;
        if (!there[length] || there[length] == '/')
            return true;
    }
    return false;
}

bool link_exists(const struct link_context *context, const char *path)
{
    if (text_starts(path, "../"))
        return is_outside(context->snapshot, path);
    return tree_has_folder(context->tree, path) || tree_find(context->tree, path);
}

/* Whether a part of the path on the way is a submodule or a link: what lies beyond is not here. */
static bool leads_beyond(const struct link_context *context, const char *path)
{
    for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
        const struct tree_file *file =
            tree_find(context->tree, arena_strndup(context->arena, path, (size_t)(slash - path)));

        if (file && (file->file->kind == FILE_GITLINK || file->file->kind == FILE_SYMLINK))
            return true;
    }
    return false;
}

void link_look_up(const struct link_context *context, const struct document *page, const char *path,
                  struct link_target *target)
{
    const char *twin;

    if (strlen(path) > LIMIT_PATH_BYTES) {
        target->status = LINK_UNKNOWN;
        return;
    }
    if (link_exists(context, path)) {
        target->status = LINK_FOUND;
        target->path = path;
        return;
    }
    if (context->snapshot->files_partial || leads_beyond(context, path)) {
        target->status = LINK_UNKNOWN;
        return;
    }
    twin = text_starts(path, "../") ? NULL : tree_find_case_twin(context->tree, path);
    if (twin) {
        target->status = LINK_CASE;
        target->path = twin;
        link_suggest(context, page, target, twin);
        return;
    }
    target->status = LINK_MISSING;
    if (!*context->suggestions)
        return;
    --*context->suggestions;
    twin = link_meant(context, path);
    if (twin)
        link_suggest(context, page, target, twin);
}

/* "www.x.org/y", "x.com": an address without its scheme, which a browser takes for a file. */
static bool is_host(struct str path)
{
    static const char *const domains[] = {
        "com", "org",  "net", "edu", "gov",  "io", "ai", "dev", "co",
        "me",  "uk",   "de",  "fr",  "cn",   "gg", "ly", "eu",  "ch",
        "jp",  "info", "app", "xyz", "site", "us", "ca", "be",  "it",
    };
    struct str rest = path, host = path_next_part(&rest), domain;
    size_t dot = host.len;

    for (size_t i = 0; i < host.len; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-",
                    host.ptr[i]))
            return false;
    if (str_starts(host, "www.") && host.len > 8)
        return true;
    while (dot && host.ptr[dot - 1] != '.')
        dot--;
    domain = str_slice(host, dot, host.len);
    if (dot < 3 || !STR_IS_ONE_OF(domain, domains))
        return false;
    /* "readme.me" is no host that anybody meant; "x.io/y" and "x.github.io" are. */
    return rest.len || !str_starts(host, ".");
}

/* What lies above the repository's root in an address of the forge: OWNER/NAME/blob/BRANCH. Two up
 * is the repository's page. */
static void resolve_above(const struct link_context *context, const struct document *page,
                          const char *path, struct link_target *target)
{
    struct str rest = str_of(path), part;

    target->status = LINK_OTHER;
    for (unsigned i = path_ups(path); i; i--)
        path_next_part(&rest);
    if (path_ups(path) - scanned_depth(context) != 2)
        return;
    part = path_next_part(&rest);
    if (!path_is_forge_view(part))
        return;
    path_next_part(&rest); /* the branch */
    link_look_up(context, page, link_from_root(context, rest), target);
    if (target->status != LINK_FOUND)
        target->status = LINK_UNKNOWN;
}

/* A path with backslashes where '/' was meant. */
static const char *slashes(struct arena *arena, struct str path)
{
    char *out = str_dup(arena, path);

    for (char *at = out; *at; at++)
        if (*at == '\\')
            *at = '/';
    return out;
}

static void resolve_path(const struct link_context *context, const struct document *page,
                         struct str path, struct link_target *target)
{
    struct str decoded = path_decode(context->arena, path), folder = path_folder(page->path);
    bool absolute = str_starts(path, "/");
    const char *settled =
        absolute ? link_from_root(context, decoded) : path_join(context->arena, folder, decoded);

    if (path_ups(settled) > scanned_depth(context)) {
        resolve_above(context, page, settled, target);
        return;
    }
    link_look_up(context, page, settled, target);
    if (target->status == LINK_FOUND || target->status == LINK_UNKNOWN)
        return;
    if (is_host(path)) {
        target->status = LINK_MISSING;
        target->hint = "an address without https://";
        target->replacement = arena_printf(context->arena, "https://%.*s", (int)path.len, path.ptr);
    } else if (str_contains(decoded, "\\")) {
        const char *mended =
            path_join(context->arena, folder, str_of(slashes(context->arena, decoded)));

        if (link_exists(context, mended))
            link_suggest(context, page, target, mended);
    }
}

void link_resolve(const struct link_context *context, const struct document *page, struct str url,
                  struct link_target *ret_target)
{
    struct link_target *target = ret_target;
    const char *hash, *query;
    struct str path;

    *target = (struct link_target){.status = LINK_OTHER};
    url = str_trim(url);
    if (!url.len)
        return;
    hash = memchr(url.ptr, '#', url.len);
    path = str_slice(url, 0, hash ? (size_t)(hash - url.ptr) : url.len);
    if (hash)
        target->fragment = path_decode(context->arena, str_slice(url, path.len + 1, url.len));
    query = path.len ? memchr(path.ptr, '?', path.len) : NULL;
    if (query)
        path.len = (size_t)(query - path.ptr);
    if (str_starts(url, "//") || has_scheme(url)) {
        link_own_resolve(context, page, path, target);
        return;
    }
    if (is_template(path) || (!path.len && query)) {
        target->status = LINK_UNKNOWN;
        return;
    }
    if (!path.len) {
        target->status = LINK_FOUND;
        target->same_page = true;
        target->path = page->path;
        return;
    }
    resolve_path(context, page, path, target);
}
