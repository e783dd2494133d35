#include "target/target.h"

#include "util/arena.h"
#include "util/limits.h"
#include "util/str.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { SHOWN_BYTES = 200 };

static const char LETTERS[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/* What may be shown of a text that is no target. Whatever could be a user and a password is cut
 * off, however crooked the URL. */
static const char *shown(struct arena *arena, const char *text)
{
    const char *scheme = strstr(text, "://"), *start = scheme ? scheme + 3 : text;
    const char *at = strrchr(start, '@'), *colon = strchr(start, ':');
    struct buf buf = {0};
    const char *clean, *rest = at && (scheme || (colon && colon < at)) ? at + 1 : start;

    buf_add(&buf, (struct str){text, (size_t)(start - text)});
    buf_add(&buf, (struct str){rest, scheme ? strcspn(rest, "?#") : strlen(rest)});
    clean = text_clean(arena, (struct str){buf.ptr, buf.len}, SHOWN_BYTES);
    buf_release(&buf);
    return clean;
}

static bool only(const char *text, size_t length, const char *letters, const char *others)
{
    for (size_t i = 0; i < length; i++)
        if (!text[i] || (!strchr(letters, text[i]) && !strchr(others, text[i])))
            return false;
    return length > 0;
}

/* As GitHub allows them. */
static bool is_owner_and_name(const char *text)
{
    const char *slash = strchr(text, '/');
    size_t owner = slash ? (size_t)(slash - text) : 0, name = slash ? strlen(slash + 1) : 0;

    return owner && owner <= 39 && text[0] != '-' && only(text, owner, LETTERS, "-") &&
           name <= 104 && only(slash + 1, name, LETTERS, "._-") && strcmp(slash + 1, ".") != 0 &&
           strcmp(slash + 1, "..") != 0 && slash[1] != '-';
}

/* Without the slashes at the end and ".git". */
static char *repository_path(struct arena *arena, const char *path)
{
    char *copy = arena_strdup(arena, path);
    size_t length = strlen(copy);

    while (length && copy[length - 1] == '/')
        copy[--length] = '\0';
    if (length > 4 && !strcmp(copy + length - 4, ".git") && copy[length - 5] != '/')
        copy[length - 4] = '\0';
    return copy;
}

/* The last two parts of a path, or the only one. */
static const char *owner_and_name(const char *path)
{
    const char *base = path_base(path), *start = base;

    if (base - path >= 2)
        for (start = base - 1; start > path && start[-1] != '/';)
            start--;
    while (*start == '/')
        start++;
    return start;
}

/* An archive. */

/* How long a file's name is without what makes it one; 0: it is none. */
static size_t archive_name(const char *path)
{
    static const char *const endings[] = {".zip", ".tar",     ".tar.gz", ".tgz",     ".tar.xz",
                                          ".txz", ".tar.bz2", ".tbz2",   ".tar.zst", ".tzst"};
    const char *base = path_base(path);
    size_t length = strlen(base);

    for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
        size_t ending = strlen(endings[i]);

        if (length > ending && !strcasecmp(base + length - ending, endings[i]))
            return length - ending;
    }
    return 0;
}

static bool take_archive(struct arena *arena, const char *path, struct target *ret_target)
{
    *ret_target = (struct target){
        .kind = TARGET_ARCHIVE,
        .input = text_clean(arena, str_of(path), SHOWN_BYTES),
        .location = arena_strdup(arena, path),
        .name = text_clean(arena, (struct str){path_base(path), archive_name(path)}, SHOWN_BYTES)};
    return true;
}

/* A folder. */

static bool take_folder(struct arena *arena, const char *path, struct target *ret_target,
                        struct rh_error *err)
{
    const char *show = text_clean(arena, str_of(path), SHOWN_BYTES);
    char *location = arena_strdup(arena, path), *real;
    struct stat info;

    if (stat(path, &info))
        return error_set(err, RH_ERROR_TARGET, "'%s': %m", show);
    if (S_ISREG(info.st_mode) && archive_name(path))
        return take_archive(arena, path, ret_target);
    if (S_ISREG(info.st_mode) && !strcmp(path_base(path), ".git")) {
        /* The file that stands for .git in a linked work tree or a submodule. */
        size_t length = strlen(location) - strlen(".git");

        location[length] = '\0';
        if (!length)
            location = arena_strdup(arena, ".");
    } else if (!S_ISDIR(info.st_mode)) {
        return error_set(err, RH_ERROR_TARGET,
                         "'%s' is not a folder; a folder, a repository, a URL or an archive (.zip, "
                         ".tar, .tar.gz) can be scanned",
                         show);
    }
    real = realpath(location, NULL);
    if (!real)
        return error_set(err, RH_ERROR_TARGET, "'%s': %m", show);
    *ret_target = (struct target){.kind = TARGET_LOCAL, .input = show, .location = location};
    /* "name/.git" is called by the name of the folder around it. */
    if (text_ends(real, "/.git") && strlen(real) > strlen("/.git"))
        real[strlen(real) - strlen("/.git")] = '\0';
    ret_target->name =
        text_clean(arena, str_of(*path_base(real) ? path_base(real) : "/"), SHOWN_BYTES);
    free(real);
    return true;
}

/* A URL. */

/* A remote is put together anew from parts that were judged, so that ours and libgit2's idea of a
 * URL cannot differ. */
struct parts {
    const char *scheme, *host, *port, *path;
    bool relative; /* an ssh path that starts at the home folder of the user there */
};

static bool take_remote(struct arena *arena, const struct parts *parts, struct target *target,
                        struct rh_error *err)
{
    char *path = repository_path(arena, parts->path), *host = arena_strdup(arena, parts->host);
    const char *colon = parts->port ? ":" : "", *port = parts->port ? parts->port : "";
    size_t typed = strlen(parts->path);
    bool github;

    for (char *c = host; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c + 'a' - 'A');
    if (!strcmp(host, "www.github.com"))
        host += strlen("www.");
    github = !strcmp(host, "github.com");
    while (typed && parts->path[typed - 1] == '/')
        typed--;
    if (host[0] == '-' || !only(host, strlen(host), LETTERS, host[0] == '[' ? "[]:." : ".-_"))
        return error_set(err, RH_ERROR_USAGE, "'%s' names no host", target->input);
    if (!*path_base(path))
        return error_set(err, RH_ERROR_USAGE, "'%s' names a host but no repository on it",
                         target->input);
    if (github && path_depth(path) > 2) {
        size_t end = 1 + strcspn(path + 1, "/");

        end += 1 + strcspn(path + end + 1, "/");
        return error_set(err, RH_ERROR_USAGE,
                         "'%s' is a page: the repository is 'https://github.com%.*s' (--rev and "
                         "--path choose a part of it)",
                         target->input, (int)end, path);
    }
    target->kind = TARGET_REMOTE;
    target->host = host;
    target->location = parts->relative
                           ? arena_printf(arena, "%s:%.*s", host, (int)typed - 1, parts->path + 1)
                           : arena_printf(arena, "%s://%s%s%s%.*s", parts->scheme, host, colon,
                                          port, (int)typed, parts->path);
    /* GitHub's pages are on https whatever the transfer takes, and links are built on this. */
    target->url = arena_printf(arena, "%s://%s%s%s%s", github ? "https" : parts->scheme, host,
                               github ? "" : colon, github ? "" : port, path);
    target->url = text_clean(arena, str_of(target->url), LIMIT_PATH_BYTES);
    target->name = text_clean(arena, str_of(owner_and_name(path)), SHOWN_BYTES);
    return true;
}

static char *url_part(struct arena *arena, CURLU *url, CURLUPart what, unsigned flags)
{
    char *part = NULL, *copy = NULL;

    if (curl_url_get(url, what, &part, flags) == CURLUE_OK)
        copy = arena_strdup(arena, part);
    curl_free(part);
    return copy;
}

static bool take_parsed_url(struct arena *arena, CURLU *url, struct target *target,
                            struct rh_error *err)
{
    static const char *const schemes[] = {"https", "http", "git", "ssh"};
    const struct parts parts = {.scheme = url_part(arena, url, CURLUPART_SCHEME, 0),
                                .host = url_part(arena, url, CURLUPART_HOST, 0),
                                .port = url_part(arena, url, CURLUPART_PORT, 0),
                                .path = url_part(arena, url, CURLUPART_PATH, 0)};
    struct target found = *target;

    if (!parts.scheme || !parts.path)
        return error_set(err, RH_ERROR_USAGE, "'%s' is not a URL", target->input);
    if (!strcmp(parts.scheme, "file")) {
        const char *folder = url_part(arena, url, CURLUPART_PATH, CURLU_URLDECODE);

        if (!folder || (parts.host && *parts.host && strcasecmp(parts.host, "localhost") != 0))
            return error_set(err, RH_ERROR_USAGE, "'%s' is not on this machine", target->input);
        if (!take_folder(arena, folder, &found, err))
            return false;
        found.input = target->input;
        *target = found;
        return true;
    }
    for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++) {
        if (strcmp(parts.scheme, schemes[i]) != 0 || !parts.host)
            continue;
        found.user = url_part(arena, url, CURLUPART_USER, CURLU_URLDECODE);
        found.password = url_part(arena, url, CURLUPART_PASSWORD, CURLU_URLDECODE);
        if (!take_remote(arena, &parts, &found, err))
            return false;
        found.input = text_clean(arena, str_of(found.location), SHOWN_BYTES);
        *target = found;
        return true;
    }
    return error_set(err, RH_ERROR_USAGE,
                     "'%s' is not read: only https, http, git, ssh and file URLs are",
                     target->input);
}

static bool take_url(struct arena *arena, const char *text, struct target *ret_target,
                     struct rh_error *err)
{
    struct target target = {.input = shown(arena, text)};
    CURLU *url = curl_url();
    bool taken;

    if (!url)
        return error_set(err, RH_ERROR_INTERNAL, "out of memory");
    if (curl_url_set(url, CURLUPART_URL, text, CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
        taken = error_set(err, RH_ERROR_USAGE, "'%s' is not a URL", target.input);
    else
        taken = take_parsed_url(arena, url, &target, err);
    curl_url_cleanup(url);
    if (taken)
        *ret_target = target;
    return taken;
}

/* git@host:path, as git writes ssh. A colon after a slash is part of a path. */
static bool is_scp_like(const char *text)
{
    const char *colon = strchr(text, ':'), *slash = strchr(text, '/');

    return colon && colon != text && colon[1] && (!slash || colon < slash);
}

static bool take_scp_like(struct arena *arena, const char *text, struct target *ret_target,
                          struct rh_error *err)
{
    struct target target = {.input = shown(arena, text)};
    const char *colon = strchr(text, ':'), *path = colon + 1;
    const char *at = memchr(text, '@', (size_t)(colon - text)), *host = at ? at + 1 : text;
    const struct parts parts = {
        .scheme = "ssh",
        .host = arena_strndup(arena, host, (size_t)(colon - host)),
        .path = arena_printf(arena, "/%s", *path == '/' ? path + 1 : path),
        .relative = *path != '/',
    };

    if (at)
        target.user = arena_strndup(arena, text, (size_t)(at - text));
    if (target.user && !only(target.user, strlen(target.user), LETTERS, "._-"))
        return error_set(err, RH_ERROR_USAGE, "'%s' names no user", target.input);
    if (strcspn(path, "@") < strcspn(path, "/")) /* user:password@host/path */
        return error_set(err, RH_ERROR_USAGE, "'%s' is not a URL: it lacks 'https://'",
                         target.input);
    if (!take_remote(arena, &parts, &target, err))
        return false;
    *ret_target = target;
    return true;
}

static bool take_github(struct arena *arena, const char *text, struct target *ret_target,
                        struct rh_error *err)
{
    const struct parts parts = {
        .scheme = "https", .host = "github.com", .path = arena_printf(arena, "/%s", text)};
    struct target target = {.input = shown(arena, text)};

    if (!take_remote(arena, &parts, &target, err))
        return false;
    *ret_target = target;
    return true;
}

/* ext::command and its like: git would run a program of that name. */
static bool runs_a_program(const char *text)
{
    size_t name = 0;

    while (only(text + name, 1, LETTERS, "+-."))
        name++;
    return name && !strncmp(text + name, "::", 2);
}

bool target_parse(struct arena *arena, const char *text, struct target *ret_target,
                  struct rh_error *err)
{
    const char *show = shown(arena, text);
    struct stat info;

    if (!*text)
        return error_set(err, RH_ERROR_USAGE, "no target: give a folder, a URL or owner/name");
    if (!stat(text, &info))
        return take_folder(arena, text, ret_target, err);
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            return error_set(err, RH_ERROR_USAGE, "'%s' holds a control character", show);
    if (runs_a_program(text))
        return error_set(err, RH_ERROR_USAGE,
                         "'%s' would run a program: only https, http, git, ssh and file URLs are "
                         "read",
                         show);
    if (strstr(text, "://"))
        return take_url(arena, text, ret_target, err);
    if (is_owner_and_name(text))
        return take_github(arena, text, ret_target, err);
    if (is_scp_like(text))
        return take_scp_like(arena, text, ret_target, err);
    if (!strncasecmp(text, "github.com/", 11) || !strncasecmp(text, "www.github.com/", 15))
        return take_url(arena, arena_printf(arena, "https://%s", text), ret_target, err);
    if (strchr("./~", text[0]))
        return error_set(err, RH_ERROR_TARGET, "no such folder: '%s'", show);
    return error_set(err, RH_ERROR_TARGET,
                     "no such folder: '%s', and it is neither a URL nor owner/name", show);
}
