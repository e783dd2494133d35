#include "facts/link_target.h"

#include "facts/tree.h"
#include "snapshot/snapshot.h"
#include "util/arena.h"
#include "util/limits.h"

#include <string.h>
#include <strings.h>

static bool is_one_of(struct str text, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal_nocase(text, list[i]))
            return true;
    return false;
}

#define IS_ONE_OF(text, list) is_one_of((text), (list), sizeof(list) / sizeof((list)[0]))

/* Takes the part before the next '/' off *rest. */
static struct str next_part(struct str *rest)
{
    const char *slash = rest->len ? memchr(rest->ptr, '/', rest->len) : NULL;
    struct str part = str_slice(*rest, 0, slash ? (size_t)(slash - rest->ptr) : rest->len);

    *rest = str_slice(*rest, part.len + 1, rest->len);
    return part;
}

/* Takes "https://github.com/" off; true: what follows is "owner/name/...". raw: file contents. */
static bool take_forge(struct str *url, bool *ret_raw)
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

void link_context(struct arena *arena, const struct snapshot *snapshot, const struct tree *tree,
                  struct link_context *ret_context)
{
    struct str url = str_of(snapshot->url);
    bool raw;

    *ret_context = (struct link_context){.arena = arena, .snapshot = snapshot, .tree = tree};
    if (str_starts(url, "git@github.com:"))
        url = str_slice(url, strlen("git@github.com:"), url.len);
    else if (str_starts(url, "ssh://git@github.com/"))
        url = str_slice(url, strlen("ssh://git@github.com/"), url.len);
    else if (!take_forge(&url, &raw) || raw)
        return;
    ret_context->owner = next_part(&url);
    ret_context->name = next_part(&url);
    if (str_ends(ret_context->name, ".git"))
        ret_context->name.len -= 4;
}

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

static int hex(char c)
{
    return c >= '0' && c <= '9'                 ? c - '0'
           : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                : -1;
}

/* %XX resolved; what is no escape stays. */
static struct str decode(struct arena *arena, struct str text)
{
    char *out = str_dup(arena, text);
    size_t length = 0;

    for (size_t i = 0; i < text.len; i++) {
        bool escape = text.ptr[i] == '%' && i + 2 < text.len && hex(text.ptr[i + 1]) >= 0 &&
                      hex(text.ptr[i + 2]) >= 0;

        out[length++] =
            escape ? (char)(hex(text.ptr[i + 1]) * 16 + hex(text.ptr[i + 2])) : text.ptr[i];
        i += escape ? 2 : 0;
    }
    return (struct str){out, length};
}

/* Joins and settles "." and ".."; what leads above the root keeps its ".." in front. */
static const char *join(struct arena *arena, struct str folder, struct str path)
{
    char *out = arena_alloc(arena, folder.len + path.len + 2);
    size_t length = 0, floor = 0; /* below `floor` there is nothing but "../" */
    struct str both[2] = {folder, path};

    for (size_t i = 0; i < 2; i++) {
        while (both[i].len) {
            struct str part = next_part(&both[i]);

            if (!part.len || str_equal(part, "."))
                continue;
            if (str_equal(part, "..") && length > floor) {
                while (length > floor && out[--length] != '/')
                    ;
                continue;
            }
            if (length)
                out[length++] = '/';
            memcpy(out + length, part.ptr, part.len);
            length += part.len;
            if (str_equal(part, ".."))
                floor = length;
        }
    }
    out[length] = '\0';
    return out;
}

static struct str folder_of(const char *path)
{
    size_t length = (size_t)(path_base(path) - path);

    return (struct str){path, length ? length - 1 : 0};
}

/* How many "../" a settled path begins with. */
static unsigned ups(const char *path)
{
    unsigned count = 0;

    while (text_starts(path, "..") && (path[2] == '/' || !path[2])) {
        count++;
        path += path[2] ? 3 : 2;
    }
    return count;
}

/* How deep the scanned folder lies in the repository. */
static unsigned scanned_depth(const struct link_context *context)
{
    const char *path = context->snapshot->path;

    return path && *path ? path_depth(path) + 1 : 0;
}

/* A path from the repository's root, as it is named from the scanned folder. */
static const char *from_root(const struct link_context *context, struct str path)
{
    struct str scanned = str_of(context->snapshot->path);
    unsigned depth = scanned_depth(context);
    char *above;

    if (!depth)
        return join(context->arena, (struct str){NULL, 0}, path);
    path = str_of(join(context->arena, (struct str){NULL, 0}, path));
    if (str_starts(path, scanned.ptr) && (path.len == scanned.len || path.ptr[scanned.len] == '/'))
        return str_dup(context->arena, str_slice(path, scanned.len + 1, path.len));
    above = arena_alloc(context->arena, depth * 3 + 1);
    for (unsigned i = 0; i < depth; i++)
        memcpy(above + i * 3, "../", 3);
    return join(context->arena, str_of(above), path);
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

static bool exists(const struct link_context *context, const char *path)
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

/* A path of the tree, as a page names it. */
static const char *relative(struct arena *arena, const char *page, const char *path)
{
    struct str folder = folder_of(page);
    struct buf out = {0};
    char *text;

    while (folder.len) {
        if (!strncmp(path, folder.ptr, folder.len) && path[folder.len] == '/') {
            path += folder.len + 1;
            break;
        }
        buf_puts(&out, "../");
        while (folder.len && folder.ptr[--folder.len] != '/')
            ;
    }
    for (; *path; path++)
        buf_puts(&out, *path == ' ' ? "%20" : (char[]){*path, '\0'});
    text = arena_strndup(arena, out.ptr, out.len);
    buf_release(&out);
    return text;
}

/* The one file elsewhere with the same name; names that every folder may have need their folder
 * too. NULL: none, or several. */
static const char *moved(const struct link_context *context, const char *path)
{
    static const char *const common[] = {
        "readme.md", "index.md",  "index.html", "license",          "main.py",       "__init__.py",
        "setup.py",  "index.rst", "config.py",  "requirements.txt", "cmakelists.txt"};
    const char *base = path_base(path), *tail = path;
    const struct tree_file *file = NULL;
    const char *only = NULL;
    unsigned seen = 0;

    if (IS_ONE_OF(str_of(base), common)) {
        if (base == path)
            return NULL;
        tail = base - 1;
        while (tail > path && tail[-1] != '/')
            tail--;
        tail = arena_printf(context->arena, "/%s", tail);
    } else {
        tail = arena_printf(context->arena, "/%s", base);
    }
    while ((file = tree_next_named(context->tree, base, file)) && seen++ < 1000) {
        const char *there = file->file->path;

        if (file->roles & ROLE_VENDORED)
            continue;
        if (!text_ends(there, tail) && strcmp(there, tail + 1))
            continue;
        if (only)
            return NULL;
        only = there;
    }
    return only;
}

static void suggest(const struct link_context *context, const struct document *page,
                    struct link_target *target, const char *path)
{
    target->hint = arena_printf(context->arena, "is %s", *path ? path : "the root");
    target->replacement = arena_printf(
        context->arena, "%s%s%.*s", relative(context->arena, page->path, path),
        target->fragment.len ? "#" : "", (int)target->fragment.len, target->fragment.ptr);
}

/* What shows files of the tree, behind OWNER/NAME. */
static const char *const trees[] = {"blob", "tree", "raw", "blame", "edit"};

/* Tries what people leave out or write otherwise. NULL: nothing fits. */
static const char *nearly(const struct link_context *context, const char *path)
{
    static const char *const endings[] = {".md",        ".rst",  ".ipynb", ".markdown",
                                          "/README.md", ".html", ".txt",   ".mdx",
                                          "/index.md",  ".qmd",  ".Rmd"};
    struct str stem = str_of(path), rest = stem;

    if (IS_ONE_OF(next_part(&rest), trees)) { /* blob/main/x, as if behind OWNER/NAME */
        const char *inner;

        next_part(&rest);
        inner = str_dup(context->arena, rest);
        return rest.len && exists(context, inner) ? inner : NULL;
    }
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        const char *longer = arena_printf(context->arena, "%s%s", path, endings[i]);

        if (exists(context, longer))
            return longer;
    }
    if (str_ends(stem, ".html") || str_ends(stem, ".htm")) {
        stem.len -= str_ends(stem, ".html") ? 5 : 4;
        for (size_t i = 0; i < 2; i++) {
            const char *other =
                arena_printf(context->arena, "%.*s%s", (int)stem.len, stem.ptr, endings[i]);

            if (exists(context, other))
                return other;
        }
    }
    return NULL;
}

/* Looks a settled path up. */
static void look_up(const struct link_context *context, const struct document *page,
                    const char *path, struct link_target *target)
{
    const char *twin;

    if (strlen(path) > LIMIT_PATH_BYTES) {
        target->status = LINK_UNKNOWN;
        return;
    }
    if (exists(context, path)) {
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
        suggest(context, page, target, twin);
        return;
    }
    target->status = LINK_MISSING;
    if (!*context->suggestions)
        return;
    --*context->suggestions;
    twin = nearly(context, path);
    if (!twin)
        twin = moved(context, path);
    if (twin)
        suggest(context, page, target, twin);
}

/* "www.x.org/y", "x.com": an address without its scheme, which a browser takes for a file. */
static bool is_host(struct str path)
{
    static const char *const domains[] = {
        "com", "org",  "net", "edu", "gov",  "io", "ai", "dev", "co",
        "me",  "uk",   "de",  "fr",  "cn",   "gg", "ly", "eu",  "ch",
        "jp",  "info", "app", "xyz", "site", "us", "ca", "be",  "it",
    };
    struct str rest = path, host = next_part(&rest), domain;
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
    if (dot < 3 || !IS_ONE_OF(domain, domains))
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
    for (unsigned i = ups(path); i; i--)
        next_part(&rest);
    if (ups(path) - scanned_depth(context) != 2)
        return;
    part = next_part(&rest);
    if (!IS_ONE_OF(part, trees))
        return;
    next_part(&rest); /* the branch */
    look_up(context, page, from_root(context, rest), target);
    if (target->status != LINK_FOUND)
        target->status = LINK_UNKNOWN;
}

/* An address of this repository on the forge. Only what the scanned branch may hold can be told:
 * HEAD, and the two names that the default branch nearly always has. */
static void resolve_own(const struct link_context *context, const struct document *page,
                        struct str rest, bool raw, struct link_target *target)
{
    static const char *const branches[] = {"HEAD", "main", "master"};
    struct str owner = next_part(&rest), name = next_part(&rest), branch;

    target->status = LINK_OTHER;
    if (!owner.len || owner.len != context->owner.len || name.len != context->name.len ||
        strncasecmp(owner.ptr, context->owner.ptr, owner.len) ||
        strncasecmp(name.ptr, context->name.ptr, name.len))
        return;
    if (!raw) {
        struct str kind = next_part(&rest);

        if (!IS_ONE_OF(kind, trees))
            return;
    }
    if (raw && str_starts(rest, "refs/heads/"))
        rest = str_slice(rest, strlen("refs/heads/"), rest.len);
    branch = next_part(&rest);
    if (!IS_ONE_OF(branch, branches))
        return;
    look_up(context, page, from_root(context, decode(context->arena, rest)), target);
    if (target->replacement && target->status != LINK_FOUND)
        target->replacement = NULL;
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
    struct str decoded = decode(context->arena, path), folder = folder_of(page->path);
    bool absolute = str_starts(path, "/");
    const char *settled =
        absolute ? from_root(context, decoded) : join(context->arena, folder, decoded);

    if (ups(settled) > scanned_depth(context)) {
        resolve_above(context, page, settled, target);
        return;
    }
    look_up(context, page, settled, target);
    if (target->status == LINK_FOUND || target->status == LINK_UNKNOWN)
        return;
    if (is_host(path)) {
        target->status = LINK_MISSING;
        target->hint = "an address without https://";
        target->replacement = arena_printf(context->arena, "https://%.*s", (int)path.len, path.ptr);
    } else if (str_contains(decoded, "\\")) {
        const char *mended = join(context->arena, folder, str_of(slashes(context->arena, decoded)));

        if (exists(context, mended))
            suggest(context, page, target, mended);
    }
}

void link_resolve(const struct link_context *context, const struct document *page, struct str url,
                  struct link_target *ret_target)
{
    struct link_target *target = ret_target;
    const char *hash, *query;
    struct str path;
    bool raw;

    *target = (struct link_target){.status = LINK_OTHER};
    url = str_trim(url);
    if (!url.len)
        return;
    hash = memchr(url.ptr, '#', url.len);
    path = str_slice(url, 0, hash ? (size_t)(hash - url.ptr) : url.len);
    if (hash)
        target->fragment = decode(context->arena, str_slice(url, path.len + 1, url.len));
    query = path.len ? memchr(path.ptr, '?', path.len) : NULL;
    if (query)
        path.len = (size_t)(query - path.ptr);
    if (str_starts(url, "//") || has_scheme(url)) {
        if (take_forge(&path, &raw))
            resolve_own(context, page, path, raw, target);
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
