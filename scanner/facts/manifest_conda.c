#include "facts/manifest_parse.h"

#include "util/arena.h"
#include "util/yaml.h"

#include <ctype.h>
#include <string.h>

/* environment.yml: conda's match specifications, and pip's lines below "- pip:". */

/* "channel::name >=1.2,<2 build", "name=1.2=py38_0", "name[version='>=1']" */
static void add_match(struct arena *arena, struct manifest *manifest, const struct yaml *node)
{
    struct str text = str_trim(node->text), rest = text, range;
    struct dependency *dependency;
    const char *channel = text.len ? memmem(text.ptr, text.len, "::", 2) : NULL;
    size_t length = 0, equals = 0;

    if (channel)
        rest = str_slice(text, (size_t)(channel - text.ptr) + 2, text.len);
    while (length < rest.len &&
           (isalnum((unsigned char)rest.ptr[length]) || strchr("-_.", rest.ptr[length])))
        length++;
    if (!length) {
        manifest_add_fault(arena, manifest, node->line, text, "no package name with a version");
        return;
    }
    dependency = manifest_add(arena, manifest, node->line, text);
    dependency_name(arena, dependency, str_slice(rest, 0, length));
    range = str_trim(str_slice(rest, length, rest.len));
    dependency->specifier = str_dup(arena, range);
    for (size_t i = 0; i < range.len; i++)
        equals += range.ptr[i] == '=' && (i == 0 || range.ptr[i - 1] != '=');
    if (!range.len)
        dependency->pin = PIN_FREE;
    else if (*range.ptr == '=' && !str_contains(range, "*") && !str_contains(range, ","))
        dependency->pin = PIN_EXACT;
    else
        dependency->pin = PIN_RANGE;
    dependency->build = *rest.ptr && equals == 2 && dependency->pin == PIN_EXACT;
}

static void add_pip(struct arena *arena, struct manifest *manifest, const struct yaml *list)
{
    for (const struct yaml *item = list->first; item; item = item->next) {
        struct manifest lines = {.kind = MANIFEST_REQUIREMENTS, .path = manifest->path};
        const struct yaml *node = yaml_resolve(item);

        if (node->kind != YAML_SCALAR)
            continue;
        manifest_requirements(arena, node->text, &lines);
        if (!manifest->index_line && lines.index_line)
            manifest->index_line = node->line;
        for (size_t i = 0; i < lines.dependencies.count; i++) {
            struct dependency *dependency =
                manifest_add(arena, manifest, node->line, lines.dependencies.items[i].text);

            *dependency = lines.dependencies.items[i];
            dependency->line = node->line;
            dependency->pip = true;
        }
        for (size_t i = 0; i < lines.includes.count; i++) {
            struct manifest_include *include = ARENA_PUSH(arena, &manifest->includes);

            *include = lines.includes.items[i];
            include->line = node->line;
        }
        for (size_t i = 0; i < lines.faults.count; i++)
            manifest_add_fault(arena, manifest, node->line, node->text, lines.faults.items[i].why);
    }
}

void manifest_conda(struct arena *arena, struct str text, struct manifest *manifest)
{
    const struct yaml *root = NULL, *list;
    struct rh_error err = {0};

    if (!yaml_parse(arena, path_base(manifest->path), text, YAML_SCANNED, &root, &err)) {
        manifest->unread = arena_strdup(arena, err.text);
        return;
    }
    list = yaml_get(root, "dependencies");
    if (!list || list->kind != YAML_LIST) {
        manifest->unread = "of another kind";
        return;
    }
    for (const struct yaml *item = list->first; item; item = item->next) {
        const struct yaml *node = yaml_resolve(item), *pip = yaml_get(node, "pip");

        if (pip && pip->kind == YAML_LIST)
            add_pip(arena, manifest, pip);
        else if (node->kind == YAML_SCALAR)
            add_match(arena, manifest, node);
    }
    for (size_t i = 0; i < manifest->dependencies.count; i++) {
        const struct dependency *dependency = &manifest->dependencies.items[i];

        if (!strcmp(dependency->key, "python") && *dependency->specifier) {
            manifest->language_version = dependency->specifier;
            manifest->language_version_line = dependency->line;
        }
    }
}
