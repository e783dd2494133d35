#include "facts/manifest_parse.h"

#include "util/arena.h"
#include "util/toml.h"

#include <ctype.h>
#include <string.h>

/* Manifests that are TOML: pyproject.toml (its standard table, and Poetry's), Pipfile, Cargo.toml,
 * Julia's Project.toml and Manifest.toml. */

static const struct toml_value *parse(struct arena *arena, struct str text,
                                      struct manifest *manifest)
{
    const struct toml_value *root = NULL;
    struct rh_error err = {0};

    if (toml_parse(arena, path_base(manifest->path), text, &root, &err))
        return root;
    manifest->unread = arena_strdup(arena, err.text);
    return NULL;
}

static void set(struct arena *arena, const struct toml_value *value, const char **ret_text,
                unsigned *ret_line)
{
    if (!value || value->kind != TOML_STRING || !value->text.len)
        return;
    *ret_text = str_dup(arena, value->text);
    *ret_line = value->line;
}

static bool lists(const struct toml_value *list, const char *word)
{
    for (const struct toml_value *item = list ? list->first : NULL; item; item = item->next)
        if (item->kind == TOML_STRING && str_equal(item->text, word))
            return true;
    return false;
}

static void add_list(struct arena *arena, struct manifest *manifest, const struct toml_value *list,
                     const char *group)
{
    for (const struct toml_value *item = list ? list->first : NULL; item; item = item->next)
        if (item->kind == TOML_STRING)
            (void)manifest_add_python(arena, manifest, item->line, item->text, group);
}

/* "1.2.3" and "=1.2.3" are one version for Poetry; for Cargo and Julia only the second is. */
static enum pin pin_of_range(struct str range, bool bare_is_exact)
{
    bool wildcard = str_contains(range, "*");

    if (!range.len || str_equal(range, "*"))
        return PIN_FREE;
    if (str_contains(range, ",") || str_contains(range, "|") || wildcard)
        return PIN_RANGE;
    if (*range.ptr == '=')
        return PIN_EXACT;
    return bare_is_exact && isdigit((unsigned char)*range.ptr) ? PIN_EXACT : PIN_RANGE;
}

/* name = "^1.2" or name = {version = "^1.2", path = "../x", git = "...", ...} */
static void add_keyed(struct arena *arena, struct manifest *manifest,
                      const struct toml_value *value, const char *group, bool bare_is_exact)
{
    static const char *const places[] = {"path", "file", "url", "git"};
    struct dependency *dependency = manifest_add(arena, manifest, value->line, value->key);
    struct str range =
        value->kind == TOML_STRING ? value->text : toml_string(toml_get(value, "version"));
    bool revision = toml_get(value, "rev") || toml_get(value, "tag") || toml_get(value, "ref");

    dependency->group = group;
    dependency_name(arena, dependency, value->key);
    dependency->specifier = str_dup(arena, range);
    dependency->marker = str_dup(arena, toml_string(toml_get(value, "markers")));
    dependency->pin = pin_of_range(range, bare_is_exact);
    for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
        struct str place = toml_string(toml_get(value, places[i]));

        if (!place.len)
            continue;
        dependency_location(arena, dependency, place);
        if (!strcmp(places[i], "git")) {
            dependency->origin = ORIGIN_VCS;
            dependency->pin = revision ? PIN_EXACT : PIN_FREE;
        }
    }
}

static void add_table(struct arena *arena, struct manifest *manifest,
                      const struct toml_value *table, const char *group, bool bare_is_exact)
{
    if (!table || table->kind != TOML_TABLE)
        return;
    for (const struct toml_value *value = table->first; value; value = value->next)
        add_keyed(arena, manifest, value, group, bare_is_exact);
}

static void read_poetry(struct arena *arena, const struct toml_value *poetry,
                        struct manifest *manifest)
{
    const struct toml_value *needs = toml_get(poetry, "dependencies");
    const struct toml_value *groups = toml_get(poetry, "group");

    if (!manifest->package)
        set(arena, toml_get(poetry, "name"), &manifest->package, &manifest->package_line);
    if (!manifest->version)
        set(arena, toml_get(poetry, "version"), &manifest->version, &manifest->version_line);
    for (const struct toml_value *value = needs ? needs->first : NULL; value; value = value->next)
        if (str_equal(value->key, "python"))
            set(arena, value, &manifest->language_version, &manifest->language_version_line);
        else
            add_keyed(arena, manifest, value, "", true);
    add_table(arena, manifest, toml_get(poetry, "dev-dependencies"), "dev", true);
    for (const struct toml_value *group = groups ? groups->first : NULL; group; group = group->next)
        add_table(arena, manifest, toml_get(group, "dependencies"), str_dup(arena, group->key),
                  true);
}

static void read_indexes(const struct toml_value *root, struct manifest *manifest)
{
    const struct toml_value *tool = toml_get(root, "tool");
    const struct toml_value *const places[] = {
        toml_get(toml_get(tool, "uv"), "index"),
        toml_get(toml_get(tool, "uv"), "extra-index-url"),
        toml_get(toml_get(tool, "uv"), "find-links"),
        toml_get(toml_get(tool, "poetry"), "source"),
        toml_get(toml_get(tool, "pdm"), "source"),
        toml_get(root, "source"), /* Pipfile */
    };

    for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
        if (places[i] && !manifest->index_line)
            manifest->index_line = places[i]->line;
}

/* [tool.uv.sources] says where a package that the list names comes from. */
static void read_uv_sources(struct arena *arena, const struct toml_value *root,
                            struct manifest *manifest)
{
    const struct toml_value *sources = toml_get(toml_get(toml_get(root, "tool"), "uv"), "sources");

    for (const struct toml_value *source = sources ? sources->first : NULL; source;
         source = source->next) {
        struct str place = toml_string(toml_get(source, "path"));

        if (place.len) {
            struct dependency *dependency =
                manifest_add(arena, manifest, source->line, source->key);

            dependency_name(arena, dependency, source->key);
            dependency_location(arena, dependency, place);
        }
    }
}

void manifest_pyproject(struct arena *arena, struct str text, struct manifest *manifest)
{
    const struct toml_value *root = parse(arena, text, manifest), *project, *extras, *groups;

    if (!root)
        return;
    project = toml_get(root, "project");
    set(arena, toml_get(project, "name"), &manifest->package, &manifest->package_line);
    set(arena, toml_get(project, "version"), &manifest->version, &manifest->version_line);
    set(arena, toml_get(project, "requires-python"), &manifest->language_version,
        &manifest->language_version_line);
    add_list(arena, manifest, toml_get(project, "dependencies"), "");
    extras = toml_get(project, "optional-dependencies");
    for (const struct toml_value *extra = extras ? extras->first : NULL; extra; extra = extra->next)
        add_list(arena, manifest, extra, str_dup(arena, extra->key));
    groups = toml_get(root, "dependency-groups");
    for (const struct toml_value *group = groups ? groups->first : NULL; group; group = group->next)
        add_list(arena, manifest, group, str_dup(arena, group->key));
    read_poetry(arena, toml_get(toml_get(root, "tool"), "poetry"), manifest);
    read_uv_sources(arena, root, manifest);
    read_indexes(root, manifest);
    manifest->dependencies_unknown = lists(toml_get(project, "dynamic"), "dependencies") ||
                                     (!project && !manifest->dependencies.count);
}

void manifest_pipfile(struct arena *arena, struct str text, struct manifest *manifest)
{
    const struct toml_value *root = parse(arena, text, manifest), *requires;

    if (!root)
        return;
    requires = toml_get(root, "requires");
    set(arena, toml_get(requires, "python_version"), &manifest->language_version,
        &manifest->language_version_line);
    add_table(arena, manifest, toml_get(root, "packages"), "", true);
    add_table(arena, manifest, toml_get(root, "dev-packages"), "dev", true);
}

void manifest_cargo(struct arena *arena, struct str text, struct manifest *manifest)
{
    const struct toml_value *root = parse(arena, text, manifest), *package;

    if (!root)
        return;
    package = toml_get(root, "package");
    set(arena, toml_get(package, "name"), &manifest->package, &manifest->package_line);
    set(arena, toml_get(package, "version"), &manifest->version, &manifest->version_line);
    set(arena, toml_get(package, "rust-version"), &manifest->language_version,
        &manifest->language_version_line);
    add_table(arena, manifest, toml_get(root, "dependencies"), "", false);
    add_table(arena, manifest, toml_get(root, "dev-dependencies"), "dev", false);
    add_table(arena, manifest, toml_get(root, "build-dependencies"), "build", false);
}

/* [deps] has names and identifiers; [compat] the versions that they, and Julia itself, may have. */
void manifest_julia_project(struct arena *arena, struct str text, struct manifest *manifest)
{
    const struct toml_value *root = parse(arena, text, manifest), *deps, *compat;

    if (!root)
        return;
    deps = toml_get(root, "deps");
    compat = toml_get(root, "compat");
    if (!deps && !compat && !toml_get(root, "uuid")) {
        manifest->unread = "of another kind";
        return;
    }
    set(arena, toml_get(root, "name"), &manifest->package, &manifest->package_line);
    set(arena, toml_get(root, "version"), &manifest->version, &manifest->version_line);
    set(arena, toml_get(compat, "julia"), &manifest->language_version,
        &manifest->language_version_line);
    for (const struct toml_value *dep = deps ? deps->first : NULL; dep; dep = dep->next) {
        struct dependency *dependency = manifest_add(arena, manifest, dep->line, dep->key);
        const struct toml_value *source =
            toml_get(toml_get(toml_get(root, "sources"), dep->key.ptr), "path");
        struct str range = toml_string(toml_get(compat, dep->key.ptr));

        dependency_name(arena, dependency, dep->key);
        dependency->specifier = str_dup(arena, range);
        dependency->pin = pin_of_range(range, false);
        if (source) {
            dependency_location(arena, dependency, toml_string(source));
            dependency->line = source->line;
        }
    }
}

/* Two layouts: [[Name]] at the top (before Julia 1.7), [[deps.Name]] since. */
void manifest_julia_manifest(struct arena *arena, struct str text, struct manifest *manifest)
{
    const struct toml_value *root = parse(arena, text, manifest), *deps;

    if (!root)
        return;
    set(arena, toml_get(root, "julia_version"), &manifest->language_version,
        &manifest->language_version_line);
    deps = toml_get(root, "deps");
    for (const struct toml_value *list = (deps ? deps : root)->first; list; list = list->next) {
        if (list->kind != TOML_LIST)
            continue;
        for (const struct toml_value *entry = list->first; entry; entry = entry->next) {
            const struct toml_value *path = toml_get(entry, "path");
            struct dependency *dependency =
                manifest_add(arena, manifest, path ? path->line : entry->line, list->key);

            dependency_name(arena, dependency, list->key);
            dependency->specifier = str_dup(arena, toml_string(toml_get(entry, "version")));
            dependency->pin = PIN_EXACT;
            if (path)
                dependency_location(arena, dependency, toml_string(path));
        }
    }
}
