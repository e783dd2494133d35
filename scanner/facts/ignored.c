#include "facts/ignored.h"

#include "facts/facts.h"
#include "util/arena.h"
#include "util/ignore_rules.h"
#include "util/limits.h"

#include <string.h>

enum { MOST_FILES = 200 /* .gitignore files that are read */ };

struct level {
    const char *file; /* NULL: this folder was looked at, and has none */
    struct ignore_rules rules;
};

struct ignored {
    const struct facts *facts;
    struct map folders; /* a folder's path -> index in levels */
    struct {
        struct level *items;
        size_t count, capacity;
    } levels;
    unsigned files;
    uint64_t cost;
};

struct ignored *ignored_new(const struct facts *facts)
{
    struct ignored *ignored = arena_alloc(facts->arena, sizeof(*ignored));

    ignored->facts = facts;
    map_init(&ignored->folders, facts->arena);
    return ignored;
}

static const struct level *level_of(struct ignored *ignored, struct str folder)
{
    const struct facts *facts = ignored->facts;
    size_t known = map_get(&ignored->folders, folder);
    struct level *level;
    const struct tree_file *file;
    const char *path;
    struct str text;

    if (known != MAP_NONE)
        return &ignored->levels.items[known];
    path = folder.len ? arena_printf(facts->arena, "%.*s/.gitignore", (int)folder.len, folder.ptr)
                      : ".gitignore";
    map_set(&ignored->folders, folder, ignored->levels.count);
    level = ARENA_PUSH(facts->arena, &ignored->levels);
    file = tree_find(&facts->tree, path);
    if (file && ignored->files++ < MOST_FILES &&
        file_read(facts->snapshot, facts->arena, file->file, LIMIT_CONFIG_BYTES, &text) ==
            READ_OK) {
        level->file = path;
        ignore_rules_read(facts->arena, &level->rules, text);
    }
    return level;
}

/* What decides about one path alone, from the folder that holds it up to the root. */
static const struct ignore_rule *decide(struct ignored *ignored, const char *path, bool is_folder,
                                        const char **ret_file)
{
    size_t length = strlen(path);

    do {
        const struct ignore_rule *rule = NULL;
        const struct level *level;

        while (length && path[length - 1] != '/')
            length--;
        level = level_of(ignored, (struct str){path, length ? length - 1 : 0});
        if (level->file)
            rule = ignore_rules_decide(&level->rules, path + length, is_folder, &ignored->cost);
        if (rule) {
            *ret_file = level->file;
            return rule;
        }
        length -= length > 0;
    } while (length);
    return NULL;
}

bool ignored_match(struct ignored *ignored, const char *path, struct ignored_by *ret_by)
{
    struct arena *arena = ignored->facts->arena;

    /* A folder that is left out takes all below it along, whatever is said of that. */
    for (const char *slash = strchr(path, '/');; slash = strchr(slash + 1, '/')) {
        size_t length = slash ? (size_t)(slash - path) : strlen(path);
        const char *file;
        const struct ignore_rule *rule =
            decide(ignored, arena_strndup(arena, path, length), slash != NULL, &file);

        if (rule && !rule->negated) {
            *ret_by = (struct ignored_by){
                .file = file, .line = rule->line, .text = str_dup(arena, rule->text)};
            return true;
        }
        if (!slash)
            return false;
    }
}
