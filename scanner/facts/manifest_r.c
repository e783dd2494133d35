#include "facts/manifest_parse.h"

#include "util/arena.h"

#include <ctype.h>
#include <string.h>

/* R: DESCRIPTION (Debian control format) and renv.lock. */

static const struct {
    const char *field, *group;
} needs[] = {
    {"Depends", ""},          {"Imports", ""},        {"LinkingTo", "linking"},
    {"Suggests", "suggests"}, {"Remotes", "remotes"},
};

/* "dplyr (>= 1.0)" */
static void add_package(struct arena *arena, struct manifest *manifest, unsigned line,
                        struct str text, const char *group)
{
    struct dependency *dependency;
    size_t length = 0;
    struct str range;

    text = str_trim(text);
    while (length < text.len && (isalnum((unsigned char)text.ptr[length]) ||
                                 text.ptr[length] == '.' || text.ptr[length] == '_'))
        length++;
    if (!length)
        return;
    range = str_trim(str_slice(text, length, text.len));
    if (range.len >= 2 && *range.ptr == '(' && range.ptr[range.len - 1] == ')')
        range = str_trim(str_slice(range, 1, range.len - 1));
    else if (range.len) {
        manifest_add_fault(arena, manifest, line, text, "no package name with a version");
        return;
    }
    if (str_equal(str_slice(text, 0, length), "R")) {
        manifest->language_version = str_dup(arena, range);
        manifest->language_version_line = line;
        return;
    }
    dependency = manifest_add(arena, manifest, line, text);
    dependency_name(arena, dependency, str_slice(text, 0, length));
    dependency->group = group;
    dependency->specifier = str_dup(arena, range);
    dependency->pin = !range.len ? PIN_FREE : str_starts(range, "==") ? PIN_EXACT : PIN_RANGE;
}

/* "owner/name@ref", "github::owner/name", "local::../name" */
static void add_remote(struct arena *arena, struct manifest *manifest, unsigned line,
                       struct str text)
{
    struct dependency *dependency;
    const char *at;

    text = str_trim(text);
    if (!text.len)
        return;
    dependency = manifest_add(arena, manifest, line, text);
    dependency->group = "remotes";
    if (str_starts(text, "local::")) {
        dependency_location(arena, dependency, str_slice(text, 7, text.len));
        return;
    }
    at = memchr(text.ptr, '@', text.len);
    dependency->origin = ORIGIN_VCS;
    dependency->location = str_dup(arena, text);
    dependency->pin = at ? PIN_EXACT : PIN_FREE;
}

static void add_field(struct arena *arena, struct manifest *manifest, unsigned line,
                      struct str text, const char *group)
{
    while (text.len) {
        const char *comma = memchr(text.ptr, ',', text.len);
        size_t length = comma ? (size_t)(comma - text.ptr) : text.len;

        if (!strcmp(group, "remotes"))
            add_remote(arena, manifest, line, str_slice(text, 0, length));
        else
            add_package(arena, manifest, line, str_slice(text, 0, length), group);
        text = str_slice(text, length + 1, text.len);
    }
}

void manifest_description(struct arena *arena, struct str text, struct manifest *manifest)
{
    struct str rest = text, line_text;
    const char *group = NULL;
    bool is_dcf = false;
    unsigned line = 0;

    while (str_next_line(&rest, &line_text)) {
        const char *colon = line_text.len ? memchr(line_text.ptr, ':', line_text.len) : NULL;
        struct str field, value = line_text;

        line++;
        if (!line_text.len || *line_text.ptr == '#')
            continue;
        if (!isspace((unsigned char)*line_text.ptr)) {
            group = NULL;
            if (!colon)
                continue;
            field = str_slice(line_text, 0, (size_t)(colon - line_text.ptr));
            value = str_trim(str_slice(line_text, field.len + 1, line_text.len));
            if (str_equal(field, "Package") && value.len) {
                manifest->package = str_dup(arena, value);
                manifest->package_line = line;
            } else if (str_equal(field, "Version") && value.len) {
                manifest->version = str_dup(arena, value);
                manifest->version_line = line;
            }
            for (size_t i = 0; i < sizeof(needs) / sizeof(*needs); i++)
                if (str_equal(field, needs[i].field))
                    group = needs[i].group;
            /* analysis projects use a DESCRIPTION without a package's name for its needs alone */
            is_dcf = is_dcf || group || str_equal(field, "Package") || str_equal(field, "Title");
        }
        if (group)
            add_field(arena, manifest, line, value, group);
    }
    if (!is_dcf)
        manifest->unread = "of another kind";
}

/* "Key": "value" on a line of its own, as renv writes its lock. */
static bool read_pair(struct str line, struct str *ret_key, struct str *ret_value)
{
    const char *end, *start;
    struct str rest;

    line = str_trim(line);
    if (!line.len || *line.ptr != '"')
        return false;
    start = line.ptr + 1;
    end = memchr(start, '"', line.len - 1);
    if (!end)
        return false;
    *ret_key = (struct str){start, (size_t)(end - start)};
    rest = str_trim(str_slice(line, ret_key->len + 2, line.len));
    if (!rest.len || *rest.ptr != ':')
        return false;
    rest = str_trim(str_slice(rest, 1, rest.len));
    if (rest.len < 2 || *rest.ptr != '"')
        return false;
    end = memchr(rest.ptr + 1, '"', rest.len - 1);
    if (!end)
        return false;
    *ret_value = (struct str){rest.ptr + 1, (size_t)(end - rest.ptr) - 1};
    return true;
}

static bool is_path(struct str text)
{
    return str_starts(text, ".") || str_starts(text, "/") || str_starts(text, "~") ||
           str_starts(text, "file:") ||
           (text.len > 2 && isalpha((unsigned char)text.ptr[0]) && text.ptr[1] == ':');
}

void manifest_renv_lock(struct arena *arena, struct str text, struct manifest *manifest)
{
    struct str rest = text, line_text, key, value;
    struct dependency *dependency = NULL;
    unsigned line = 0;

    while (str_next_line(&rest, &line_text)) {
        line++;
        if (!read_pair(line_text, &key, &value))
            continue;
        if (str_equal(key, "Package")) {
            dependency = manifest_add(arena, manifest, line, str_trim(line_text));
            dependency_name(arena, dependency, value);
        } else if (str_equal(key, "Version") && dependency) {
            dependency->specifier = str_dup(arena, value);
            dependency->pin = PIN_EXACT;
        } else if (str_equal(key, "Version")) {
            manifest->language_version = str_dup(arena, value);
            manifest->language_version_line = line;
        } else if (str_equal(key, "RemoteUrl") && dependency && is_path(value)) {
            dependency_location(arena, dependency, value);
            dependency->line = line;
            dependency->text = str_trim(line_text);
            dependency->pin = PIN_EXACT;
        }
    }
}
