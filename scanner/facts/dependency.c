#include "facts/manifest_parse.h"

#include "util/arena.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* One dependency as Python's installers write it (PEP 508, and what pip takes beside it). */

void dependency_name(struct arena *arena, struct dependency *dependency, struct str name)
{
    dependency->name = str_dup(arena, name);
    dependency->key = package_key(arena, name);
}

static bool is_name_byte(char c)
{
    return isalnum((unsigned char)c) || c == '-' || c == '_' || c == '.';
}

static struct str take(struct str *rest, size_t length)
{
    struct str taken = str_slice(*rest, 0, length);

    *rest = str_trim(str_slice(*rest, length, rest->len));
    return taken;
}

/* Letters, digits and - _ . between them; what stands first and last is a letter or digit. */
static struct str take_name(struct str *rest)
{
    size_t length = 0;

    while (length < rest->len && is_name_byte(rest->ptr[length]))
        length++;
    if (!length || !isalnum((unsigned char)rest->ptr[0]) ||
        !isalnum((unsigned char)rest->ptr[length - 1]))
        return (struct str){0};
    return take(rest, length);
}

static size_t find(struct str text, char c)
{
    const char *at = text.len ? memchr(text.ptr, c, text.len) : NULL;

    return at ? (size_t)(at - text.ptr) : text.len;
}

/* "@9f1c3de", "@v1.2" behind a repository's address, but not the "user@" of its beginning. */
static bool has_revision(struct str location)
{
    size_t from = find(location, '#'), slash = 0;

    for (size_t i = 0; i < from; i++)
        if (location.ptr[i] == '/')
            slash = i;
    for (size_t i = slash; i < from; i++)
        if (location.ptr[i] == '@')
            return i + 1 < from;
    return false;
}

static bool is_vcs(struct str location)
{
    static const char *const schemes[] = {"git+", "hg+", "svn+", "bzr+", "git://", "git@"};

    for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++)
        if (str_starts(location, schemes[i]))
            return true;
    return false;
}

void dependency_location(struct arena *arena, struct dependency *dependency, struct str location)
{
    location = str_trim(location);
    dependency->location = str_dup(arena, location);
    if (is_vcs(location)) {
        dependency->origin = ORIGIN_VCS;
        dependency->pin = has_revision(location) ? PIN_EXACT : PIN_FREE;
        if (str_contains_nocase(location, "+file:"))
            dependency->origin = ORIGIN_LOCAL;
    } else if (str_starts(location, "http://") || str_starts(location, "https://") ||
               str_starts(location, "ftp://")) {
        dependency->origin = ORIGIN_URL;
        dependency->pin = PIN_EXACT;
    } else {
        dependency->origin = ORIGIN_LOCAL;
        dependency->pin = PIN_FREE;
    }
}

static const char *const operators[] = {"===", "==", "~=", "!=", "<=", ">=", "<", ">"};

static struct str take_operator(struct str *rest)
{
    for (size_t i = 0; i < sizeof(operators) / sizeof(*operators); i++)
        if (str_starts(*rest, operators[i]))
            return take(rest, strlen(operators[i]));
    return (struct str){0};
}

static bool is_version_byte(char c) { return isalnum((unsigned char)c) || strchr(".*+!-_", c); }

/* ">= 1.2, < 2" up to its end; false where it is no list of comparisons. */
static bool read_specifier(struct arena *arena, struct dependency *dependency, struct str text)
{
    struct str rest = str_trim(text);

    dependency->pin = PIN_FREE;
    dependency->specifier = str_dup(arena, rest);
    while (rest.len) {
        struct str operator= take_operator(&rest);
        size_t length = 0;
        bool exact;

        while (length < rest.len && is_version_byte(rest.ptr[length]))
            length++;
        if (!operator.len || !length)
            return false;
        exact = operator.len >= 2 && operator.ptr[0] == '=' &&
                find(str_slice(rest, 0, length), '*') == length;
        if (exact)
            dependency->pin = PIN_EXACT;
        else if (dependency->pin == PIN_FREE)
            dependency->pin = PIN_RANGE;
        (void)take(&rest, length);
        if (rest.len && *rest.ptr == ',')
            (void)take(&rest, 1);
        else if (rest.len)
            return false;
    }
    return true;
}

/* The marker begins at a ";": one that a blank precedes where an address comes before it. */
static struct str cut_marker(struct str *text, bool address)
{
    for (size_t i = 0; i < text->len; i++)
        if (text->ptr[i] == ';' && (!address || (i && isspace((unsigned char)text->ptr[i - 1])))) {
            struct str marker = str_trim(str_slice(*text, i + 1, text->len));

            *text = str_trim(str_slice(*text, 0, i));
            return marker;
        }
    return (struct str){0};
}

bool dependency_python(struct arena *arena, struct dependency *dependency, struct str text)
{
    struct str rest = str_trim(text), name = take_name(&rest);

    if (!name.len)
        return false;
    if (rest.len && *rest.ptr == '[') {
        size_t length = find(rest, ']');

        if (length == rest.len)
            return false;
        (void)take(&rest, length + 1);
    }
    dependency_name(arena, dependency, name);
    if (rest.len && *rest.ptr == '@') {
        (void)take(&rest, 1);
        dependency->marker = str_dup(arena, cut_marker(&rest, true));
        dependency_location(arena, dependency, rest);
        return rest.len > 0;
    }
    dependency->marker = str_dup(arena, cut_marker(&rest, false));
    if (rest.len && *rest.ptr == '(' && rest.ptr[rest.len - 1] == ')')
        rest = str_slice(rest, 1, rest.len - 1);
    return read_specifier(arena, dependency, rest);
}

bool manifest_add_python(struct arena *arena, struct manifest *manifest, unsigned line,
                         struct str text, const char *group)
{
    struct dependency *dependency = manifest_add(arena, manifest, line, text);

    dependency->group = group;
    if (dependency_python(arena, dependency, text))
        return true;
    manifest->dependencies.count--;
    manifest_add_fault(arena, manifest, line, text, "no package name with a version");
    return false;
}
