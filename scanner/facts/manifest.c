#include "facts/manifest.h"

#include "facts/document.h"
#include "facts/link_path.h"
#include "facts/manifest_parse.h"
#include "facts/tree.h"
#include "util/arena.h"
#include "util/limits.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    MANIFESTS_READ = 100, /* a monorepo has hundreds; the nearest to the root are read */
    MANIFEST_DEPTH = 4,
};

static const struct {
    enum ecosystem ecosystem;
    bool lock;
    const char *title;
    manifest_parser *parse;
} kinds[] = {
#define MANIFEST(id, ecosystem, lock, title, parse) {ECOSYSTEM_##ecosystem, lock, title, parse},
#include "facts/manifest.def"
#undef MANIFEST
};

const char *manifest_title(enum manifest_kind kind) { return kinds[kind].title; }
bool manifest_is_lock(enum manifest_kind kind) { return kinds[kind].lock; }
enum ecosystem manifest_ecosystem(enum manifest_kind kind) { return kinds[kind].ecosystem; }

/* Sorted without regard to case. */
static const struct file_name {
    const char *name;
    enum manifest_kind kind;
} file_names[] = {
    {"build.gradle", MANIFEST_GRADLE},
    {"build.gradle.kts", MANIFEST_GRADLE},
    {"build.sbt", MANIFEST_SBT},
    {"Cargo.lock", MANIFEST_CARGO_LOCK},
    {"Cargo.toml", MANIFEST_CARGO},
    {"CMakeLists.txt", MANIFEST_CMAKE},
    {"conanfile.py", MANIFEST_CONAN},
    {"conanfile.txt", MANIFEST_CONAN},
    {"conda-lock.yaml", MANIFEST_CONDA_LOCK},
    {"conda-lock.yml", MANIFEST_CONDA_LOCK},
    {"configure.ac", MANIFEST_CONFIGURE},
    {"DESCRIPTION", MANIFEST_DESCRIPTION},
    {"Gemfile", MANIFEST_GEMFILE},
    {"Gemfile.lock", MANIFEST_GEMFILE_LOCK},
    {"go.mod", MANIFEST_GO_MOD},
    {"go.sum", MANIFEST_GO_SUM},
    {"JuliaProject.toml", MANIFEST_JULIA_PROJECT},
    {"Manifest.toml", MANIFEST_JULIA_MANIFEST},
    {"meson.build", MANIFEST_MESON},
    {"MODULE.bazel", MANIFEST_BAZEL},
    {"package-lock.json", MANIFEST_NPM_LOCK},
    {"package.json", MANIFEST_PACKAGE_JSON},
    {"pdm.lock", MANIFEST_PDM_LOCK},
    {"Pipfile", MANIFEST_PIPFILE},
    {"Pipfile.lock", MANIFEST_PIPFILE_LOCK},
    {"pixi.lock", MANIFEST_PIXI_LOCK},
    {"pnpm-lock.yaml", MANIFEST_NPM_LOCK},
    {"poetry.lock", MANIFEST_POETRY_LOCK},
    {"pom.xml", MANIFEST_MAVEN},
    {"Project.toml", MANIFEST_JULIA_PROJECT},
    {"pylock.toml", MANIFEST_PYLOCK},
    {"pyproject.toml", MANIFEST_PYPROJECT},
    {"renv.lock", MANIFEST_RENV_LOCK},
    {"setup.cfg", MANIFEST_SETUP_CFG},
    {"setup.py", MANIFEST_SETUP_PY},
    {"uv.lock", MANIFEST_UV_LOCK},
    {"vcpkg.json", MANIFEST_VCPKG},
    {"WORKSPACE", MANIFEST_BAZEL},
    {"WORKSPACE.bazel", MANIFEST_BAZEL},
    {"yarn.lock", MANIFEST_NPM_LOCK},
};

static int compare_name(const void *key, const void *entry)
{
    return strcasecmp(key, ((const struct file_name *)entry)->name);
}

static bool in_folder_named(const char *path, const char *name)
{
    size_t length = strlen(name), base = (size_t)(path_base(path) - path);

    return base > length && !strncasecmp(path + base - 1 - length, name, length) &&
           (base == length + 1 || path[base - 2 - length] == '/');
}

/* "env" as a word of the name: conda_env.yml, env-gpu.yaml, environment.yml, but no envoy.yml. */
static bool says_environment(struct str base)
{
    if (str_contains_nocase(base, "environment") || str_contains_nocase(base, "conda"))
        return true;
    for (size_t i = 0; i + 3 <= base.len; i++)
        if (str_equal_nocase(str_slice(base, i, i + 3), "env") &&
            (i == 0 || !isalnum((unsigned char)base.ptr[i - 1])) &&
            (i + 3 == base.len || !isalnum((unsigned char)base.ptr[i + 3])))
            return true;
    return false;
}

enum manifest_kind manifest_kind_of_path(const char *path)
{
    const char *base = path_base(path), *extension = path_extension(path);
    const struct file_name *found =
        bsearch(base, file_names, sizeof(file_names) / sizeof(*file_names), sizeof(*file_names),
                compare_name);

    if (found)
        return found->kind;
    if (!strcasecmp(extension, ".txt") || !strcasecmp(extension, ".in"))
        return str_contains_nocase(str_of(base), "requirement") ||
                       in_folder_named(path, "requirements")
                   ? MANIFEST_REQUIREMENTS
                   : MANIFEST_KIND_COUNT;
    if ((!strcasecmp(extension, ".yml") || !strcasecmp(extension, ".yaml")) &&
        says_environment(str_of(base)))
        return MANIFEST_CONDA;
    if (!strcasecmp(extension, ".rockspec"))
        return MANIFEST_ROCKSPEC;
    return MANIFEST_KIND_COUNT;
}

char *package_key(struct arena *arena, struct str name)
{
    char *key = arena_alloc(arena, name.len + 1);
    size_t length = 0;

    for (size_t i = 0; i < name.len; i++) {
        bool joint = name.ptr[i] == '-' || name.ptr[i] == '_' || name.ptr[i] == '.';

        if (!joint)
            key[length++] = (char)tolower((unsigned char)name.ptr[i]);
        else if (!length || key[length - 1] != '-')
            key[length++] = '-';
    }
    return key;
}

bool manifests_own_package(const struct manifests *manifests, struct str name)
{
    struct arena *arena = arena_new();
    const char *key = package_key(arena, name);
    bool own = false;

    for (size_t i = 0; i < manifests->all.count && !own; i++) {
        const char *package = manifests->all.items[i].package;

        own = package && !strcmp(package_key(arena, str_of(package)), key);
    }
    arena_free(arena);
    return own;
}

struct dependency *manifest_add(struct arena *arena, struct manifest *manifest, unsigned line,
                                struct str text)
{
    struct dependency *dependency = ARENA_PUSH(arena, &manifest->dependencies);

    *dependency = (struct dependency){.name = "",
                                      .key = "",
                                      .specifier = "",
                                      .marker = "",
                                      .group = "",
                                      .location = "",
                                      .line = line,
                                      .text = text};
    return dependency;
}

void manifest_add_fault(struct arena *arena, struct manifest *manifest, unsigned line,
                        struct str text, const char *why)
{
    *ARENA_PUSH(arena, &manifest->faults) =
        (struct manifest_fault){.line = line, .text = text, .why = why};
}

void manifest_none(struct arena *arena, struct str text, struct manifest *manifest)
{
    (void)arena;
    (void)text;
    manifest->dependencies_unknown = true;
}

/* UTF-16, as a Windows shell writes `pip freeze > requirements.txt`; installers read it. Only what
 * package lists consist of is kept. */
static struct str from_utf16(struct arena *arena, struct str text)
{
    bool little;
    char *bytes;
    size_t length = 0;

    if (text.len < 2 || (memcmp(text.ptr, "\xff\xfe", 2) && memcmp(text.ptr, "\xfe\xff", 2)))
        return text;
    little = text.ptr[0] == '\xff';
    bytes = arena_alloc(arena, text.len / 2 + 1);
    for (size_t i = 2; i + 1 < text.len; i += 2) {
        unsigned char high = (unsigned char)text.ptr[i + little];
        unsigned char low = (unsigned char)text.ptr[i + !little];

        bytes[length++] = high || low >= 0x80 ? '?' : (char)low;
    }
    return (struct str){bytes, length};
}

static bool tells_dependencies(enum manifest_kind kind)
{
    return kinds[kind].parse != manifest_none && kinds[kind].parse != manifest_package_json &&
           kinds[kind].parse != manifest_go_mod;
}

static void read_manifest(struct arena *arena, const struct snapshot *snapshot,
                          const struct file *file, struct manifest *manifest)
{
    struct str text;

    if (kinds[manifest->kind].parse == manifest_none) {
        manifest->dependencies_unknown = true;
        return;
    }
    switch (file_read(snapshot, arena, file, LIMIT_CONFIG_BYTES, &text)) {
    case READ_OK:
        text = text_utf8(arena, from_utf16(arena, text));
        if (str_starts(text, "\xef\xbb\xbf"))
            text = str_slice(text, 3, text.len);
        manifest->text = text;
        kinds[manifest->kind].parse(arena, text, manifest);
        break;
    case READ_TOO_LARGE:
        manifest->unread = "larger than is read";
        break;
    case READ_MISSING:
        manifest->unread = "its bytes are not here";
        break;
    case READ_OTHER:
        manifest->unread = "no regular file";
        break;
    }
    if (manifest->unread)
        manifest->dependencies_unknown = true;
}

static int compare_place(const void *a, const void *b)
{
    const struct manifest *left = a, *right = b;

    if (left->depth != right->depth)
        return left->depth < right->depth ? -1 : 1;
    return strcmp(left->path, right->path);
}

/* Neither `Makefile`-like names that mean something else nor YAML that only sounds like it. */
static bool is_mistaken(const struct manifest *manifest)
{
    return (manifest->kind == MANIFEST_CONDA || manifest->kind == MANIFEST_DESCRIPTION ||
            manifest->kind == MANIFEST_JULIA_PROJECT || manifest->kind == MANIFEST_JULIA_MANIFEST ||
            manifest->kind == MANIFEST_SETUP_CFG || manifest->kind == MANIFEST_PYPROJECT) &&
           manifest->unread && !strcmp(manifest->unread, "of another kind");
}

/* What a developer of the project needs, not a user: requirements-dev.txt, docs/requirements.txt */
static bool is_for_developers(const char *path, enum manifest_kind kind, unsigned roles)
{
    static const char *const words[] = {"dev",   "doc",    "test",    "lint",   "ci",       "build",
                                        "style", "typing", "contrib", "docker", "optional", "."};
    struct str base = str_of(path_base(path));

    if (roles & (ROLE_TEST | ROLE_DOCS | ROLE_EXAMPLE))
        return true;
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        size_t length = strlen(words[i]);

        if (strchr(path, '/') && !strncasecmp(path, words[i], length))
            return true;
        if (kind != MANIFEST_REQUIREMENTS && kind != MANIFEST_CONDA)
            continue;
        for (size_t at = 0; at + length <= base.len && isalpha((unsigned char)*words[i]); at++)
            if (!strncasecmp(base.ptr + at, words[i], length) &&
                (at == 0 || !isalpha((unsigned char)base.ptr[at - 1])))
                return true;
    }
    return false;
}

/* The languages that a manifest of this family is for. A family that is not listed goes with all:
 * CMake builds anything, conda brings anything. */
static bool is_other_language(const struct tree *tree, enum ecosystem ecosystem)
{
    static const struct {
        enum ecosystem ecosystem;
        enum language languages[3];
    } pairs[] = {
        {ECOSYSTEM_PYTHON, {LANGUAGE_PYTHON, LANGUAGE_NOTEBOOK}},
        {ECOSYSTEM_R, {LANGUAGE_R}},
        {ECOSYSTEM_JULIA, {LANGUAGE_JULIA}},
        {ECOSYSTEM_RUST, {LANGUAGE_RUST}},
        {ECOSYSTEM_JAVASCRIPT, {LANGUAGE_JAVASCRIPT, LANGUAGE_TYPESCRIPT}},
        {ECOSYSTEM_GO, {LANGUAGE_GO}},
        {ECOSYSTEM_JAVA, {LANGUAGE_JAVA, LANGUAGE_SCALA, LANGUAGE_KOTLIN}},
        {ECOSYSTEM_RUBY, {LANGUAGE_RUBY}},
        {ECOSYSTEM_LUA, {LANGUAGE_LUA}},
    };

    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
        if (pairs[i].ecosystem != ecosystem)
            continue;
        for (size_t j = 0; j < 3; j++)
            if (pairs[i].languages[j] == tree->language)
                return false;
        return tree->language != LANGUAGE_NONE;
    }
    return false;
}

static bool is_candidate(const struct tree_file *file)
{
    return (file->roles & ROLE_OWN) && !(file->roles & (ROLE_VENDORED | ROLE_GENERATED)) &&
           (file->file->kind == FILE_REGULAR || file->file->kind == FILE_EXECUTABLE) &&
           path_depth(file->file->path) <= MANIFEST_DEPTH;
}

static bool is_among(const struct manifests *manifests, const char *path)
{
    for (size_t i = 0; i < manifests->all.count; i++)
        if (!strcmp(manifests->all.items[i].path, path))
            return true;
    return false;
}

/* Reads what the manifest at `index` names, also under a name that no installer looks for. Each
 * file is read once, so that lists which name each other come to an end. */
static void follow(struct arena *arena, const struct snapshot *snapshot, const struct tree *tree,
                   struct manifests *manifests, size_t index)
{
    struct str folder = path_folder(manifests->all.items[index].path);
    struct manifest_include *includes = manifests->all.items[index].includes.items;

    for (size_t i = 0; i < manifests->all.items[index].includes.count; i++) {
        bool remote = str_contains(includes[i].written, "://");
        const char *path = path_join(arena, folder, includes[i].written);
        const struct tree_file *file = remote ? NULL : tree_find(tree, path);
        struct manifest found = {.kind = MANIFEST_REQUIREMENTS};

        if (!file || !is_candidate(file)) {
            struct manifest *manifest = &manifests->all.items[index];

            manifest->dependencies_unknown = true;
            if (!file && !remote && !path_ups(path) && !snapshot->files_partial)
                manifest_add_fault(arena, manifest, includes[i].line, includes[i].text,
                                   "it names a file that is not there");
            continue;
        }
        includes[i].path = file->file->path;
        if (is_among(manifests, includes[i].path) && !includes[i].constrains)
            continue;
        if (manifests->followed++ >= MANIFESTS_READ) {
            manifests->cut = "more manifests than are read";
            continue;
        }
        found.path = includes[i].path;
        found.depth = path_depth(found.path);
        found.for_developers = is_for_developers(found.path, found.kind, file->roles);
        found.other_language = is_other_language(tree, kinds[found.kind].ecosystem);
        read_manifest(arena, snapshot, file->file, &found);
        if (includes[i].constrains) {
            struct manifest *constraints = arena_alloc(arena, sizeof(*constraints));

            *constraints = found;
            includes[i].constraints = constraints;
        } else {
            *ARENA_PUSH(arena, &manifests->all) = found;
        }
    }
}

void manifests_collect(struct arena *arena, const struct snapshot *snapshot,
                       const struct tree *tree, struct manifests *ret_manifests)
{
    size_t kept = 0;

    *ret_manifests = (struct manifests){0};
    for (size_t i = 0; i < tree->count; i++) {
        const struct file *file = tree->files[i].file;
        enum manifest_kind kind;

        if (!is_candidate(&tree->files[i]))
            continue;
        kind = manifest_kind_of_path(file->path);
        /* a large C++ tree has a CMakeLists.txt a folder: those say nothing that the root's does
         * not */
        if (kind != MANIFEST_KIND_COUNT && !tells_dependencies(kind) && !kinds[kind].lock &&
            path_depth(file->path) > 1)
            continue;
        if (kind != MANIFEST_KIND_COUNT)
            *ARENA_PUSH(arena, &ret_manifests->all) = (struct manifest){
                .kind = kind,
                .path = file->path,
                .depth = path_depth(file->path),
                .for_developers = is_for_developers(file->path, kind, tree->files[i].roles),
                .other_language = is_other_language(tree, kinds[kind].ecosystem)};
    }
    if (ret_manifests->all.count)
        qsort(ret_manifests->all.items, ret_manifests->all.count, sizeof(struct manifest),
              compare_place);
    if (ret_manifests->all.count > MANIFESTS_READ) {
        ret_manifests->all.count = MANIFESTS_READ;
        ret_manifests->cut = "more manifests than are read";
    }
    for (size_t i = 0; i < ret_manifests->all.count; i++) {
        struct manifest *manifest = &ret_manifests->all.items[i];

        read_manifest(arena, snapshot, snapshot_find(snapshot, manifest->path), manifest);
        if (!is_mistaken(manifest))
            ret_manifests->all.items[kept++] = *manifest;
    }
    ret_manifests->all.count = kept;
    for (size_t i = 0; i < ret_manifests->all.count; i++) /* which grows on the way */
        follow(arena, snapshot, tree, ret_manifests, i);
    if (ret_manifests->all.count > kept)
        qsort(ret_manifests->all.items, ret_manifests->all.count, sizeof(struct manifest),
              compare_place);
    manifests_look_at_readme(ret_manifests, NULL);
}
