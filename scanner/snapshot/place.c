#include "snapshot/place.h"

#include "util/arena.h"
#include "util/str.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool is_folder(struct arena *arena, const char *folder, const char *name)
{
    struct stat info;

    return !lstat(arena_printf(arena, "%s/%s", folder, name), &info) && S_ISDIR(info.st_mode);
}

static bool is_there(struct arena *arena, const char *folder, const char *name)
{
    struct stat info;

    return !lstat(arena_printf(arena, "%s/%s", folder, name), &info);
}

/* git's own test: HEAD, objects/ and refs/. */
static bool is_repository(struct arena *arena, const char *folder)
{
    return is_there(arena, folder, "HEAD") && is_folder(arena, folder, "objects") &&
           is_folder(arena, folder, "refs");
}

bool place_find(struct arena *arena, const char *folder, bool trust, struct place *ret_place,
                struct rh_error *err)
{
    struct place place = {.kind = PLACE_PLAIN, .path = ""};
    char *real = realpath(folder, NULL);
    const char **objects;

    (void)trust;
    if (!real)
        return error_set(err, RH_ERROR_TARGET, "%s: %m", folder);
    place.root = arena_strdup(arena, real);
    free(real);
    if (is_repository(arena, arena_printf(arena, "%s/.git", place.root))) {
        place.kind = PLACE_TREE;
        place.git = arena_printf(arena, "%s/.git", place.root);
    } else if (is_repository(arena, place.root)) {
        place.kind = PLACE_BARE;
        place.git = place.root;
        place.root = NULL;
    }
    if (place.git) {
        place.common = place.git;
        objects = arena_alloc(arena, sizeof(*objects));
        *objects = arena_printf(arena, "%s/objects", place.common);
        place.objects = objects;
        place.objects_count = 1;
    }
    *ret_place = place;
    return true;
}
