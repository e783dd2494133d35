#include "snapshot/place.h"

#include "snapshot/config.h"
#include "snapshot/control.h"
#include "target/target.h"
#include "util/arena.h"
#include "util/limits.h"
#include "util/str.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ALTERNATES = 16 /* objects folders in all */, POINTER_BYTES = 4096 };

/* What is being looked at, and for whom. */
struct finder {
    struct arena *arena;
    bool trust;
    struct place place;
    struct rh_error *err;
};

static bool is_kind(struct arena *arena, const char *folder, const char *name, mode_t kind)
{
    struct stat info;

    return !lstat(arena_printf(arena, "%s/%s", folder, name), &info) &&
           (info.st_mode & S_IFMT) == kind;
}

/* Without links, "." and ".."; NULL: nothing is there. */
static char *real_path(struct arena *arena, const char *path)
{
    char *real = realpath(path, NULL), *copy = arena_strdup(arena, real);

    free(real);
    return copy;
}

/* The same for a path that git wrote down, relative to `folder`. */
static char *real_path_from(struct arena *arena, const char *folder, struct str path)
{
    if (!path.len || memchr(path.ptr, '\0', path.len))
        return NULL;
    return real_path(arena, path.ptr[0] == '/'
                                ? str_dup(arena, path)
                                : arena_printf(arena, "%s/%.*s", folder, (int)path.len, path.ptr));
}

static bool is_beneath(const char *path, const char *folder)
{
    size_t length = strlen(folder);

    return !strncmp(path, folder, length) && (path[length] == '\0' || path[length] == '/');
}

/* The parent of a path without links. */
static char *parent_of(struct arena *arena, const char *path)
{
    size_t length = (size_t)(path_base(path) - path);

    return arena_strndup(arena, path, length > 1 ? length - 1 : 1);
}

static bool refuse(const struct finder *finder, const char *what, const char *where)
{
    return error_set(finder->err, RH_ERROR_TARGET,
                     "its %s leads outside, to %.200s (--trust-local follows it)", what, where);
}

/* git's own test, with and without a folder of its own for references and objects. A HEAD that is
 * no file makes a broken repository, not a folder that is none. */
static bool is_repository(struct arena *arena, const char *folder)
{
    struct stat head;

    return !lstat(arena_printf(arena, "%s/HEAD", folder), &head) && !S_ISDIR(head.st_mode) &&
           (is_kind(arena, folder, "commondir", S_IFREG) ||
            ((is_kind(arena, folder, "objects", S_IFDIR) ||
              is_kind(arena, folder, "objects", S_IFLNK)) &&
             (is_kind(arena, folder, "refs", S_IFDIR) || is_kind(arena, folder, "refs", S_IFLNK))));
}

static struct str read_pointer(const struct finder *finder, const char *folder, const char *name)
{
    struct str text = {0};

    if (control_read(finder->arena, folder, name, POINTER_BYTES, &text) != CONTROL_OK)
        return (struct str){0};
    return str_trim(text);
}

/* The repository that ROOT/.git belongs to; NULL: none. */
static const char *find_git(struct finder *finder, const char *root)
{
    const char *git = arena_printf(finder->arena, "%s/.git", root);
    struct str text;

    if (is_kind(finder->arena, root, ".git", S_IFREG)) {
        text = read_pointer(finder, root, ".git");
        if (!str_starts(text, "gitdir:"))
            return NULL;
        git = real_path_from(finder->arena, root, str_trim(str_slice(text, 7, text.len)));
    } else if (is_kind(finder->arena, root, ".git", S_IFLNK)) {
        git = real_path(finder->arena, git);
    }
    return git && is_repository(finder->arena, git) ? git : NULL;
}

/* The folder with references and objects. A linked work tree's is two up from its own, and nothing
 * else leads outside. */
static bool find_common(struct finder *finder)
{
    struct place *place = &finder->place;
    struct str pointer = read_pointer(finder, place->git, "commondir");
    const char *two_up;

    place->common = place->git;
    if (!pointer.len)
        return true;
    place->common = real_path_from(finder->arena, place->git, pointer);
    if (!place->common || !is_repository(finder->arena, place->common))
        return error_set(finder->err, RH_ERROR_TARGET, "its repository %.*s is not there",
                         (int)pointer.len, pointer.ptr);
    two_up = parent_of(finder->arena, parent_of(finder->arena, place->git));
    if (!finder->trust && (place->kind == PLACE_BARE || strcmp(two_up, place->common)) &&
        !is_beneath(place->common, place->folder))
        return refuse(finder, "commondir", place->common);
    return true;
}

static bool read_config(struct finder *finder, struct config *config)
{
    const char *const folders[] = {finder->place.common, finder->place.git};
    const char *const names[] = {"config", "config.worktree"};

    for (size_t i = 0; i < 2; i++) {
        struct str text = {0};

        if (i && !config->worktree_config)
            break;
        if (control_read(finder->arena, folders[i], names[i], LIMIT_CONTROL_FILE, &text) ==
            CONTROL_REFUSED)
            return error_set(finder->err, RH_ERROR_TARGET, "its %s is no file that can be read",
                             names[i]);
        config_parse(finder->arena, text, config);
    }
    if (config->extension)
        return error_set(finder->err, RH_ERROR_TARGET,
                         "it uses a format that cannot be read yet (%s)", config->extension);
    return true;
}

/* Does the repository say in its turn that this is its work tree? */
static bool leads_back(const struct finder *finder, const struct config *config)
{
    const struct place *place = &finder->place;
    const char *dot_git = arena_printf(finder->arena, "%s/.git", place->root), *back;

    if (!strcmp(place->git, dot_git) && is_kind(finder->arena, place->root, ".git", S_IFDIR))
        return true;
    back = real_path_from(finder->arena, place->git, read_pointer(finder, place->git, "gitdir"));
    if (back && is_kind(finder->arena, place->root, ".git", S_IFREG) && !strcmp(back, dot_git))
        return true;
    back = real_path_from(finder->arena, place->git, str_of(config->worktree));
    return back && !strcmp(back, place->root);
}

/* core.worktree may name another folder than the one that .git stands in. */
static bool find_work_tree(struct finder *finder, const struct config *config)
{
    struct place *place = &finder->place;
    const char *tree;

    if (!finder->trust && !leads_back(finder, config))
        return refuse(finder, ".git", place->git);
    if (config->bare && !config->worktree && place->git == place->common) {
        place->kind = PLACE_BARE;
        return true;
    }
    /* in a linked work tree the setting is the main one's */
    if (!config->worktree || (place->git != place->common && !config->worktree_config))
        return true;
    tree = real_path_from(finder->arena, place->git, str_of(config->worktree));
    if (tree && !strcmp(tree, place->root))
        return true;
    if (!finder->trust)
        return refuse(finder, "core.worktree", config->worktree);
    if (!tree)
        return error_set(finder->err, RH_ERROR_TARGET, "its work tree %.200s is not there",
                         config->worktree);
    place->root = tree;
    return true;
}

static bool add_objects(struct finder *finder, const char *folder)
{
    struct place *place = &finder->place;

    for (size_t i = 0; i < place->objects.count; i++)
        if (!strcmp(place->objects.items[i], folder))
            return true;
    if (place->objects.count == ALTERNATES)
        return error_set(finder->err, RH_ERROR_TARGET, "it has more than %d alternates",
                         ALTERNATES);
    *ARENA_PUSH(finder->arena, &place->objects) = folder;
    return true;
}

/* Each objects folder may name others. One that is not there lacks objects, no more. */
static bool find_objects(struct finder *finder)
{
    struct place *place = &finder->place;
    const char *own = arena_printf(finder->arena, "%s/objects", place->common), *real;

    real = real_path(finder->arena, own);
    if (real && strcmp(real, own) && !finder->trust)
        return refuse(finder, "objects folder", real);
    if (!add_objects(finder, own))
        return false;
    for (size_t i = 0; i < place->objects.count; i++) {
        const char *folder = place->objects.items[i];
        struct str text = {0}, line;

        if (control_read(finder->arena, folder, "info/alternates", LIMIT_CONTROL_FILE, &text) ==
            CONTROL_REFUSED)
            return error_set(finder->err, RH_ERROR_TARGET,
                             "its alternates is no file that can be read");
        while (str_next_line(&text, &line)) {
            if (!line.len || line.ptr[0] == '#')
                continue;
            real = real_path_from(finder->arena, folder, line);
            if (!real)
                continue;
            if (!finder->trust && !is_beneath(real, place->common) &&
                !is_beneath(real, place->folder))
                return refuse(finder, "alternates", real);
            if (!add_objects(finder, real))
                return false;
        }
    }
    return true;
}

/* The next folder up that git, too, would look at; NULL: the search ends here. */
static const char *next_up(struct finder *finder, const char *folder)
{
    const char *up = parent_of(finder->arena, folder);
    struct str ceilings = str_of(getenv("GIT_CEILING_DIRECTORIES"));
    struct stat here, there;

    if (!strcmp(folder, "/") || stat(folder, &here) || stat(up, &there) ||
        here.st_dev != there.st_dev)
        return NULL;
    while (ceilings.len) {
        const char *colon = memchr(ceilings.ptr, ':', ceilings.len);
        struct str one =
            str_slice(ceilings, 0, colon ? (size_t)(colon - ceilings.ptr) : ceilings.len);
        const char *real = real_path_from(finder->arena, "/", one);

        if (real && !strcmp(real, up))
            return NULL;
        ceilings = str_slice(ceilings, one.len + 1, ceilings.len);
    }
    return up;
}

/* Whoever could plant a .git above our folder decides what is read: it must be ours, root's or the
 * folder's owner's. */
static bool is_trusted_owner(const char *git, const char *folder)
{
    struct stat repository, asked;

    return !lstat(git, &repository) && !lstat(folder, &asked) &&
           (repository.st_uid == geteuid() || repository.st_uid == 0 ||
            repository.st_uid == asked.st_uid);
}

/* Looks for the folder's own repository, then for one whose work tree it is a part of. */
static void find_repository(struct finder *finder)
{
    struct place *place = &finder->place;
    const char *up = place->folder;

    place->root = up;
    place->git = find_git(finder, up);
    if (place->git) {
        place->kind = PLACE_TREE;
    } else if (is_repository(finder->arena, up)) {
        place->kind = PLACE_BARE;
        place->git = up;
    }
    while (!place->git && (up = next_up(finder, up))) {
        const char *git = find_git(finder, up);

        if (!git)
            continue;
        if (!is_trusted_owner(git, place->folder))
            break;
        place->kind = PLACE_TREE;
        place->git = git;
        place->root = up;
        place->path = place->folder + strlen(up) + (up[1] != '\0');
    }
}

/* Where the remote can be looked at; NULL: it is a path. */
static const char *url_to_show(struct arena *arena, const char *url)
{
    struct target target;
    struct rh_error ignored;

    if (!strchr(url, ':') || !target_parse(arena, url, &target, &ignored) ||
        target.kind != TARGET_REMOTE)
        return NULL;
    return target.url;
}

bool place_find(struct arena *arena, const char *folder, bool trust, struct place *ret_place,
                struct rh_error *err)
{
    struct finder finder = {.arena = arena, .trust = trust, .err = err, .place.path = ""};
    struct place *place = &finder.place;
    struct config config = {0};
    struct stat info;

    place->folder = real_path(arena, folder);
    if (!place->folder)
        return error_set(err, RH_ERROR_TARGET, "%.200s: %m", folder);
    if (stat(place->folder, &info) || !S_ISDIR(info.st_mode))
        return error_set(err, RH_ERROR_TARGET, "%.200s: is no folder", folder);
    find_repository(&finder);
    if (place->git && (!find_common(&finder) || !read_config(&finder, &config) ||
                       (place->kind == PLACE_TREE && !find_work_tree(&finder, &config)) ||
                       !find_objects(&finder)))
        return error_wrap(err, "%.200s: ", folder);
    if (config.url)
        place->url = url_to_show(arena, config.url);
    place->no_tags = config.no_tags;
    if (place->kind == PLACE_BARE)
        place->root = NULL;
    *ret_place = *place;
    return true;
}
