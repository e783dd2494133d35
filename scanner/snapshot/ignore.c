#include "snapshot/ignore.h"

#include "snapshot/control.h"
#include "snapshot/disk.h"
#include "util/arena.h"
#include "util/glob.h"
#include "util/limits.h"
#include "util/map.h"

#include <string.h>

struct rule {
    const char *literal; /* a name or path without wildcards; NULL: see glob */
    const struct glob *glob;
    size_t length;    /* of the pattern, for its cost */
    bool negated;     /* "!x": not left out after all */
    bool folder_only; /* "x/" */
    bool by_name;     /* no '/' in it: compared with the last part */
};

struct rules {
    struct rule *items;
    size_t count, capacity;
};

struct ignore {
    struct arena *arena;
    int root;
    uint64_t cost;
    struct map folders; /* a folder's path -> index in levels */
    struct {
        struct rules *items;
        size_t count, capacity;
    } levels;
    struct rules everywhere; /* info/exclude */
};

/* git knows no {a,b}, and writes [^a] for [!a]. */
static const char *to_glob(struct arena *arena, struct str pattern)
{
    char *text = arena_alloc(arena, pattern.len * 2 + 1), *end = text;

    for (size_t i = 0; i < pattern.len; i++) {
        char c = pattern.ptr[i];

        if (c == '{' || c == '}')
            *end++ = '\\';
        if (c == '\\' && i + 1 < pattern.len) {
            *end++ = c;
            c = pattern.ptr[++i];
        } else if (c == '^' && i && pattern.ptr[i - 1] == '[') {
            c = '!';
        }
        *end++ = c;
    }
    return text;
}

/* Blanks at the end do not count unless the last has a backslash before it. */
static struct str trim_end(struct str line)
{
    while (line.len && line.ptr[line.len - 1] == ' ' &&
           !(line.len > 1 && line.ptr[line.len - 2] == '\\'))
        line.len--;
    return line;
}

static void add_rule(struct arena *arena, struct rules *rules, struct str line)
{
    struct rule rule = {0};

    line = trim_end(line);
    if (str_starts(line, "#"))
        return;
    if (str_starts(line, "!")) {
        rule.negated = true;
        line = str_slice(line, 1, line.len);
    }
    if (str_ends(line, "/")) {
        rule.folder_only = true;
        line.len--;
    }
    rule.by_name = line.len && !memchr(line.ptr, '/', line.len);
    if (str_starts(line, "/"))
        line = str_slice(line, 1, line.len);
    if (!line.len || memchr(line.ptr, '\0', line.len))
        return;
    rule.length = line.len;
    if (strcspn(str_dup(arena, line), "*?[\\") == line.len) {
        rule.literal = str_dup(arena, line);
    } else {
        rule.glob = glob_compile(arena, to_glob(arena, line), rule.by_name ? GLOB_NAME : 0);
        if (!rule.glob)
            return;
    }
    *ARENA_PUSH(arena, rules) = rule;
}

static void add_rules(struct arena *arena, struct rules *rules, struct str text)
{
    struct str line;

    while (rules->count < LIMIT_IGNORE_RULES && str_next_line(&text, &line))
        add_rule(arena, rules, line);
}

struct ignore *ignore_new(struct arena *arena, int root, const char *common)
{
    struct ignore *ignore = arena_alloc(arena, sizeof(*ignore));
    struct str text = {0};

    *ignore = (struct ignore){.arena = arena, .root = root};
    map_init(&ignore->folders, arena);
    if (control_read(arena, common, "info/exclude", LIMIT_CONFIG_BYTES, &text) == CONTROL_OK)
        add_rules(arena, &ignore->everywhere, text);
    return ignore;
}

void ignore_enter(struct ignore *ignore, const char *folder)
{
    const char *path =
        *folder ? arena_printf(ignore->arena, "%s/.gitignore", folder) : ".gitignore";
    struct rules rules = {0};
    struct str text;

    if (disk_read(ignore->arena, ignore->root, path, LIMIT_CONFIG_BYTES, &text) != READ_OK)
        return;
    add_rules(ignore->arena, &rules, text);
    if (!rules.count)
        return;
    map_set(&ignore->folders, str_of(folder), ignore->levels.count);
    *ARENA_PUSH(ignore->arena, &ignore->levels) = rules;
}

/* The last rule that matches decides; NULL: none does. `path` is relative to the rules' folder. */
static const struct rule *decide(struct ignore *ignore, const struct rules *rules, const char *path,
                                 bool is_folder)
{
    size_t length = strlen(path);

    for (size_t i = rules->count; i--;) {
        const struct rule *rule = &rules->items[i];

        if (ignore->cost > LIMIT_IGNORE_COST)
            return NULL;
        if (rule->folder_only && !is_folder)
            continue;
        if (rule->literal) {
            ignore->cost += 8;
            if (!strcmp(rule->literal, rule->by_name ? path_base(path) : path))
                return rule;
            continue;
        }
        ignore->cost += rule->length * (rule->by_name ? 16 : length);
        if (glob_match(rule->glob, path))
            return rule;
    }
    return NULL;
}

bool ignore_matches(struct ignore *ignore, const char *path, bool is_folder)
{
    const struct rule *rule = NULL;
    size_t length = strlen(path);

    /* from the folder that holds it up to the root */
    do {
        while (length && path[length - 1] != '/')
            length--;
        if (ignore->levels.count) {
            struct str folder = {path, length ? length - 1 : 0};
            size_t level = map_get(&ignore->folders, folder);

            if (level != MAP_NONE)
                rule = decide(ignore, &ignore->levels.items[level], path + length, is_folder);
        }
        length -= length > 0;
    } while (!rule && length);
    if (!rule && ignore->everywhere.count)
        rule = decide(ignore, &ignore->everywhere, path, is_folder);
    return rule && !rule->negated;
}

bool ignore_gave_up(const struct ignore *ignore) { return ignore->cost > LIMIT_IGNORE_COST; }
