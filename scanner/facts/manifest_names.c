#include "facts/manifest_parse.h"

#include "util/arena.h"
#include "util/json.h"

#include <string.h>

/* Manifests of which the name is read and nothing else. A web page beside a program of another
 * language has a package.json as well; its name is not the project's. */

static bool is_of_project(const struct manifest *manifest)
{
    return !manifest->other_language && !manifest->for_developers;
}

void manifest_package_json(struct arena *arena, struct str text, struct manifest *manifest)
{
    struct rh_error err;
    json_t *root;
    const char *name;
    struct str line;

    manifest->dependencies_unknown = true;
    if (!is_of_project(manifest) || !json_read(arena, text, &root, &err))
        return;
    name = json_string_value(json_object_get(root, "name"));
    if (!name || !*name)
        return;
    manifest->package = str_dup(arena, str_of(name));
    for (unsigned number = 1; str_next_line(&text, &line); number++)
        if (str_contains(line, "\"name\"")) {
            manifest->package_line = number;
            break;
        }
}

/* "module github.com/owner/tool/v5": the last part that is no version. */
void manifest_go_mod(struct arena *arena, struct str text, struct manifest *manifest)
{
    struct str line, word;

    manifest->dependencies_unknown = true;
    for (unsigned number = 1; str_next_line(&text, &line); number++) {
        size_t from;

        if (!str_next_word(&line, &word) || !str_equal(word, "module") ||
            !str_next_word(&line, &word) || !is_of_project(manifest))
            continue;
        for (int part = 0; part < 2; part++) {
            from = word.len;
            while (from && word.ptr[from - 1] != '/')
                from--;
            if (part || word.len - from < 2 || word.ptr[from] != 'v' || word.ptr[from + 1] < '0' ||
                word.ptr[from + 1] > '9' || !from)
                break;
            word = str_slice(word, 0, from - 1);
        }
        manifest->package = str_dup(arena, str_slice(word, from, word.len));
        manifest->package_line = number;
        return;
    }
}
