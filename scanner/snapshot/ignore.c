#include "snapshot/ignore.h"

#include "snapshot/control.h"
#include "snapshot/disk.h"
#include "util/arena.h"
#include "util/ignore_rules.h"
#include "util/limits.h"
#include "util/map.h"

#include <string.h>

struct ignore {
    struct arena *arena;
    int root;
    uint64_t cost;
    struct map folders; /* a folder's path -> index in levels */
    struct {
        struct ignore_rules *items;
        size_t count, capacity;
    } levels;
    struct ignore_rules everywhere; /* info/exclude */
};

struct ignore *ignore_new(struct arena *arena, int root, const char *common)
{
    struct ignore *ignore = arena_alloc(arena, sizeof(*ignore));
    struct str text = {0};

    *ignore = (struct ignore){.arena = arena, .root = root};
    map_init(&ignore->folders, arena);
    if (control_read(arena, common, "info/exclude", LIMIT_CONFIG_BYTES, &text) == CONTROL_OK)
        ignore_rules_read(arena, &ignore->everywhere, text);
    return ignore;
}

void ignore_enter(struct ignore *ignore, const char *folder)
{
    const char *path =
        *folder ? arena_printf(ignore->arena, "%s/.gitignore", folder) : ".gitignore";
    struct ignore_rules rules = {0};
    struct str text;

    if (disk_read(ignore->arena, ignore->root, path, LIMIT_CONFIG_BYTES, &text) != READ_OK)
        return;
    ignore_rules_read(ignore->arena, &rules, text);
    if (!rules.count)
        return;
    map_set(&ignore->folders, str_of(folder), ignore->levels.count);
    *ARENA_PUSH(ignore->arena, &ignore->levels) = rules;
}

bool ignore_matches(struct ignore *ignore, const char *path, bool is_folder)
{
    const struct ignore_rule *rule = NULL;
    size_t length = strlen(path);

    /* from the folder that holds it up to the root */
    do {
        while (length && path[length - 1] != '/')
            length--;
        if (ignore->levels.count) {
            struct str folder = {path, length ? length - 1 : 0};
            size_t level = map_get(&ignore->folders, folder);

            if (level != MAP_NONE)
                rule = ignore_rules_decide(&ignore->levels.items[level], path + length, is_folder,
                                           &ignore->cost);
        }
        length -= length > 0;
    } while (!rule && length);
    if (!rule && ignore->everywhere.count)
        rule = ignore_rules_decide(&ignore->everywhere, path, is_folder, &ignore->cost);
    return rule && !rule->negated;
}

bool ignore_gave_up(const struct ignore *ignore) { return ignore->cost > LIMIT_IGNORE_COST; }
