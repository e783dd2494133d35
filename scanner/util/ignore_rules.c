#include "util/ignore_rules.h"

#include "util/arena.h"
#include "util/glob.h"
#include "util/limits.h"

#include <string.h>

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

static void add_rule(struct arena *arena, struct ignore_rules *rules, struct str line,
                     unsigned number)
{
    struct ignore_rule rule = {.text = line, .line = number};

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

void ignore_rules_read(struct arena *arena, struct ignore_rules *rules, struct str text)
{
    unsigned number = 1;
    struct str line;

    for (; rules->count < LIMIT_IGNORE_RULES && str_next_line(&text, &line); number++)
        add_rule(arena, rules, line, number);
}

const struct ignore_rule *ignore_rules_decide(const struct ignore_rules *rules, const char *path,
                                              bool is_folder, uint64_t *cost)
{
    size_t length = strlen(path);

    for (size_t i = rules->count; i--;) {
        const struct ignore_rule *rule = &rules->items[i];

        if (*cost > LIMIT_IGNORE_COST)
            return NULL;
        if (rule->folder_only && !is_folder)
            continue;
        if (rule->literal) {
            *cost += 8;
            if (!strcmp(rule->literal, rule->by_name ? path_base(path) : path))
                return rule;
            continue;
        }
        *cost += rule->length * (rule->by_name ? 16 : length);
        if (glob_match(rule->glob, path))
            return rule;
    }
    return NULL;
}
