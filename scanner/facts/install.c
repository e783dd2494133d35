#include "facts/extract.h"

#include "facts/facts.h"
#include "facts/python_names.h"
#include "util/arena.h"
#include "util/limits.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum {
    PINNED_PERCENT = 80,
    DUMP_ENTRIES = 60, /* nobody types that many */
    DUMP_PERCENT = 90,
    DUMP_COMPANIONS = 3,
};

static void observe(struct facts *facts, enum observation_kind kind, const char *status,
                    const struct manifest *manifest, unsigned line, struct str text)
{
    (void)facts_observe(facts, kind, status, manifest->path, line, text);
}

/* --- metrics --- */

static void count_pins(struct facts *facts, const struct manifest *manifest)
{
    struct manifest_pins pins = manifests_count_pins(&facts->manifests, manifest);

    if (!pins.needed && pins.unknown) {
        const char *why = manifest->unread           ? manifest->unread
                          : manifest->includes.count ? "it names a list that is not here"
                                                     : "its dependencies are computed";

        facts_unknown(facts, METRIC_INSTALL_DEPENDENCIES, why);
        facts_unknown(facts, METRIC_INSTALL_EXACT_PINS, why);
        facts_unknown(facts, METRIC_INSTALL_BOUNDED, why);
        facts_unknown(facts, METRIC_INSTALL_PINNED, why);
    } else {
        facts_integer(facts, METRIC_INSTALL_DEPENDENCIES, (int64_t)pins.needed);
        facts_integer(facts, METRIC_INSTALL_EXACT_PINS, (int64_t)pins.exact);
        facts_integer(facts, METRIC_INSTALL_BOUNDED, (int64_t)pins.bounded);
        facts_bool(facts, METRIC_INSTALL_PINNED,
                   pins.needed && pins.exact * 100 >= pins.needed * PINNED_PERCENT);
    }
}

/* A kind of which nothing is read says neither that there are pins nor that there are none; a
 * build description of C or C++ holds no pins of packages at all. */
static void measure_pins(struct facts *facts)
{
    const struct manifests *manifests = &facts->manifests;

    if (manifests->primary) {
        count_pins(facts, manifests->primary);
        if (manifest_ecosystem(manifests->primary->kind) == ECOSYSTEM_NATIVE)
            facts_bool(facts, METRIC_INSTALL_PINNED, false);
    } else {
        const char *why = manifests->several ? "several projects, and no manifest at the root"
                                             : "there is no manifest";

        facts_unknown(facts, METRIC_INSTALL_DEPENDENCIES, why);
        facts_unknown(facts, METRIC_INSTALL_EXACT_PINS, why);
        facts_unknown(facts, METRIC_INSTALL_BOUNDED, why);
        if (manifests->several)
            facts_unknown(facts, METRIC_INSTALL_PINNED, why);
        else
            facts_bool(facts, METRIC_INSTALL_PINNED, false);
    }
    if (manifests->lock)
        facts_bool(facts, METRIC_INSTALL_PINNED, true);
}

/* What describes a package or a library to build, whether it spells its name or computes it. */
static bool makes_package(const struct manifest *manifest)
{
    switch (manifest->kind) {
    case MANIFEST_SETUP_PY:
    case MANIFEST_PACKAGE_JSON:
    case MANIFEST_GO_MOD:
    case MANIFEST_CMAKE:
    case MANIFEST_MESON:
    case MANIFEST_CONFIGURE:
    case MANIFEST_CONAN:
    case MANIFEST_BAZEL:
    case MANIFEST_MAVEN:
    case MANIFEST_GRADLE:
    case MANIFEST_SBT:
    case MANIFEST_ROCKSPEC:
        return !manifest->depth;
    default:
        return false;
    }
}

static void measure_names(struct facts *facts)
{
    const struct manifest *package = NULL, *language = NULL, *named = NULL;
    bool at_root = false, installable = false;

    for (size_t i = 0; i < facts->manifests.all.count; i++) {
        const struct manifest *manifest = &facts->manifests.all.items[i];

        at_root = at_root || !manifest->depth;
        if (manifest->package && !manifest->for_developers &&
            (!manifest->depth || (manifest->depth == 1 && !facts->manifests.several)) &&
            (!package || (manifest->depth == package->depth && manifest->kind < package->kind)))
            package = manifest;
        if (manifest->language_version && !manifest->depth &&
            (!language || manifest->kind < language->kind))
            language = manifest;
        installable = installable || (!manifest->for_developers && makes_package(manifest));
        if (!named && manifest->named_by_readme)
            named = manifest;
    }
    facts_bool(facts, METRIC_INSTALL_MANIFEST_AT_ROOT, at_root);
    facts_string(facts, METRIC_INSTALL_PRIMARY_MANIFEST,
                 facts->manifests.primary ? facts->manifests.primary->path : NULL);
    facts_string(facts, METRIC_INSTALL_LOCK_FILE,
                 facts->manifests.lock ? facts->manifests.lock->path : NULL);
    facts_string(facts, METRIC_INSTALL_PACKAGE_NAME, package ? package->package : NULL);
    facts_bool(facts, METRIC_INSTALL_INSTALLABLE, package || installable);
    facts_string(facts, METRIC_INSTALL_PACKAGE_VERSION, package ? package->version : NULL);
    facts_string(facts, METRIC_INSTALL_LANGUAGE_VERSION,
                 language ? language->language_version : NULL);
    if (facts->documents.readme)
        facts_bool(facts, METRIC_INSTALL_MANIFEST_NAMED_BY_README, named != NULL);
    else
        facts_unknown(facts, METRIC_INSTALL_MANIFEST_NAMED_BY_README, "there is no README");
}

/* --- observations of one manifest --- */

/* Folds ".." and "." of `path`, seen from the folder of `from`; NULL: it leaves the repository. */
static const char *fold_path(struct arena *arena, const char *from, struct str path)
{
    struct buf buf = {.limit = LIMIT_PATH_BYTES};
    struct str rest = {from, (size_t)(path_base(from) - from)};
    char *folded;

    for (int i = 0; i < 2; i++, rest = path)
        while (rest.len) {
            const char *slash = memchr(rest.ptr, '/', rest.len);
            struct str part = str_slice(rest, 0, slash ? (size_t)(slash - rest.ptr) : rest.len);

            rest = str_slice(rest, part.len + 1, rest.len);
            if (!part.len || str_equal(part, "."))
                continue;
            if (str_equal(part, "..")) {
                size_t length = buf.len;

                if (!length) {
                    buf_release(&buf);
                    return NULL;
                }
                while (length && buf.ptr[length - 1] != '/')
                    length--;
                buf.len = length ? length - 1 : 0;
                continue;
            }
            if (buf.len)
                buf_puts(&buf, "/");
            buf_add(&buf, part);
        }
    folded = arena_strndup(arena, buf.ptr ? buf.ptr : "", buf.len);
    buf_release(&buf);
    return folded;
}

/* Where a subfolder is scanned, "../x" may be in the same repository. */
static bool is_beside(const struct snapshot *snapshot, const char *location)
{
    size_t length = strlen(location);

    while (length && location[length - 1] == '/')
        length--;
    for (size_t i = 0; i < snapshot->outside.count; i++)
        if (!strncmp(snapshot->outside.items[i].path, location, length) &&
            (!snapshot->outside.items[i].path[length] ||
             snapshot->outside.items[i].path[length] == '/'))
            return true;
    return false;
}

static const char *source_status(const struct facts *facts, const struct manifest *manifest,
                                 const struct dependency *dependency)
{
    struct str location = str_of(dependency->location);
    const char *folded;

    if (str_starts(location, "file:") || str_contains(location, "+file:") ||
        str_starts(location, "/") || str_starts(location, "~") ||
        (location.len > 2 && isalpha((unsigned char)location.ptr[0]) && location.ptr[1] == ':' &&
         (location.ptr[2] == '\\' || location.ptr[2] == '/')))
        return "local";
    for (size_t i = 0; i < location.len; i++)
        if (location.ptr[i] == '[' || location.ptr[i] == '#') { /* ".[dev]" */
            location = str_slice(location, 0, i);
            break;
        }
    folded = fold_path(facts->arena, manifest->path, location);
    if (folded || is_beside(facts->snapshot, dependency->location))
        return "inside";
    return *facts->snapshot->path ? NULL : "local"; /* NULL: the rest of the tree is not known */
}

static void observe_sources(struct facts *facts, const struct manifest *manifest)
{
    for (size_t i = 0; i < manifest->dependencies.count; i++) {
        const struct dependency *dependency = &manifest->dependencies.items[i];
        const char *status;

        if (dependency->origin != ORIGIN_LOCAL)
            continue;
        /* "file:${PROJECT_ROOT}/..." is filled in by the installer */
        if (strchr(dependency->location, '$') || strchr(dependency->location, '{'))
            continue;
        status = source_status(facts, manifest, dependency);
        if (status)
            observe(facts, OBSERVATION_DEPENDENCY_SOURCE, status, manifest, dependency->line,
                    dependency->text);
    }
}

/* An index named anywhere that a reader of the manifest would look. */
static const char *label_status(const struct facts *facts, const struct manifest *manifest)
{
    static const char *const signs[] = {"-index-url", "--find-links",     "-f http",
                                        "--index ",   "download.pytorch", "data.pyg.org"};
    const struct document *readme = facts->documents.readme;

    if (manifest->index_line)
        return "index";
    for (size_t i = 0; i < facts->manifests.all.count; i++)
        if (facts->manifests.all.items[i].index_line &&
            manifest_ecosystem(facts->manifests.all.items[i].kind) ==
                manifest_ecosystem(manifest->kind))
            return "index";
    for (size_t page = 0; page < facts->documents.pages.count; page++)
        for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
            if (str_contains(facts->documents.pages.items[page].text, signs[i]))
                return "index";
    if (!readme && facts->documents.readme_unknown)
        return NULL;
    return manifest->comment_index_line ? "comment_index" : "no_index";
}

static void observe_labels(struct facts *facts, const struct manifest *manifest)
{
    for (size_t i = 0; i < manifest->dependencies.count; i++) {
        const struct dependency *dependency = &manifest->dependencies.items[i];
        const char *plus = strchr(dependency->specifier, '+'), *status;

        if (dependency->origin != ORIGIN_REGISTRY || dependency->pin != PIN_EXACT || !plus ||
            !isalnum((unsigned char)plus[1]) || dependency->build)
            continue;
        status = label_status(facts, manifest);
        if (status)
            observe(facts, OBSERVATION_DEPENDENCY_LABEL, status, manifest, dependency->line,
                    dependency->text);
    }
}

static bool excludes_each_other(const struct dependency *one, const struct dependency *other)
{
    return *one->marker || *other->marker; /* "; python_version < '3.8'" chooses one */
}

/* "tok" and "tok[imaging]": the second asks for a part that the first leaves out. */
static bool adds_extra(const struct dependency *one, const struct dependency *other)
{
    return str_contains(one->text, "[") != str_contains(other->text, "[") &&
           !(one->pin == PIN_EXACT && other->pin == PIN_EXACT &&
             strcmp(one->specifier, other->specifier));
}

/* The same package twice among what one command installs. Two exact versions cannot both be met;
 * anything else is only untidy. */
static void observe_twins(struct facts *facts, const struct manifest *manifest)
{
    struct map seen;

    map_init(&seen, facts->arena);
    for (size_t i = 0; i < manifest->dependencies.count; i++) {
        const struct dependency *dependency = &manifest->dependencies.items[i], *before;
        size_t first;
        bool conflict;

        if (*dependency->group || !*dependency->key || dependency->origin != ORIGIN_REGISTRY)
            continue;
        first = map_put(
            &seen, str_of(arena_printf(facts->arena, "%d %s", dependency->pip, dependency->key)),
            i);
        before = &manifest->dependencies.items[first];
        if (first == i || excludes_each_other(before, dependency) || adds_extra(before, dependency))
            continue;
        conflict = before->pin == PIN_EXACT && dependency->pin == PIN_EXACT &&
                   strcmp(before->specifier, dependency->specifier);
        facts_observe(facts, OBSERVATION_DEPENDENCY_ENTRY, conflict ? "conflict" : "duplicate",
                      manifest->path, dependency->line, dependency->text)
            ->hint = arena_printf(facts->arena, "also on line %u: %s", before->line,
                                  text_clean(facts->arena, before->text, 80));
    }
}

static void observe_names(struct facts *facts, const struct manifest *manifest)
{
    for (size_t i = 0; i < manifest->dependencies.count; i++) {
        const struct dependency *dependency = &manifest->dependencies.items[i];
        struct str name = str_of(dependency->name);
        const char *package;

        if (dependency->origin != ORIGIN_REGISTRY || *dependency->marker ||
            (manifest_ecosystem(manifest->kind) != ECOSYSTEM_PYTHON && !dependency->pip))
            continue;
        package = python_alias_of(dependency->key);
        if (package) {
            struct observation *observation =
                facts_observe(facts, OBSERVATION_DEPENDENCY_ENTRY, "alias", manifest->path,
                              dependency->line, dependency->text);

            observation->hint = arena_printf(facts->arena, "the package is %s", package);
            if (!*dependency->specifier)
                observation->replacement = package;
        } else if (python_is_standard(name) && !python_is_backport(name)) {
            observe(facts, OBSERVATION_DEPENDENCY_ENTRY, "standard_library", manifest,
                    dependency->line, dependency->text);
        }
    }
}

/* What no project asks for by itself; they come with other packages or with the installer. */
static const char *const companions[] = {
    "certifi",
    "charset-normalizer",
    "chardet",
    "idna",
    "urllib3",
    "ipykernel",
    "jupyter-core",
    "pip",
    "setuptools",
    "wheel",
    "six",
    "pyparsing",
    "markupsafe",
    "kiwisolver",
    "cycler",
    "pytz",
    "zipp",
    "wcwidth",
    "ptyprocess",
    "parso",
    "pickleshare",
    "backcall",
    "prompt-toolkit",
    "decorator",
    "ca-certificates",
    "openssl",
    "libgcc-ng",
    "zlib",
    "xz",
    "readline",
};

static bool is_dump(const struct manifest *manifest)
{
    size_t exact = 0, found = 0;

    if (manifest->dependencies.count < DUMP_ENTRIES || manifest->compiled)
        return false;
    for (size_t i = 0; i < manifest->dependencies.count; i++) {
        const struct dependency *dependency = &manifest->dependencies.items[i];

        exact += dependency->pin == PIN_EXACT || dependency->origin == ORIGIN_LOCAL;
        for (size_t j = 0; j < sizeof(companions) / sizeof(*companions); j++)
            found += !strcmp(dependency->key, companions[j]);
    }
    return exact * 100 >= manifest->dependencies.count * DUMP_PERCENT && found >= DUMP_COMPANIONS;
}

static void observe_form(struct facts *facts, const struct manifest *manifest)
{
    const struct dependency *first = NULL, *by_pip = NULL;

    for (size_t i = 0; i < manifest->dependencies.count; i++) {
        const struct dependency *dependency = &manifest->dependencies.items[i];

        if (dependency->build && !first)
            first = dependency;
        if (dependency->build && str_contains(str_of(dependency->specifier), "=pypi_") && !by_pip)
            by_pip = dependency;
    }
    if (manifest->conda_export && manifest->kind == MANIFEST_REQUIREMENTS && by_pip)
        observe(facts, OBSERVATION_MANIFEST_FORM, "conda_export_with_pip", manifest, by_pip->line,
                by_pip->text);
    else if (manifest->conda_export && manifest->kind == MANIFEST_REQUIREMENTS && first)
        observe(facts, OBSERVATION_MANIFEST_FORM, "conda_export", manifest, first->line,
                first->text);
    if (!manifest->for_developers && is_dump(manifest)) /* who freezes a CI machine means to */
        facts_observe(facts, OBSERVATION_MANIFEST_FORM, "dump", manifest->path,
                      manifest->dependencies.items[0].line, manifest->dependencies.items[0].text)
            ->hint = arena_printf(facts->arena, "%zu entries", manifest->dependencies.count);
}

static void observe_manifest(struct facts *facts, const struct manifest *manifest)
{
    const char *status = manifest->unread                       ? "unread"
                         : manifest == facts->manifests.primary ? "primary"
                         : manifest_is_lock(manifest->kind)     ? "lock"
                                                                : "other";
    struct observation *observation =
        facts_observe(facts, OBSERVATION_MANIFEST, status, manifest->path, 0,
                      str_of(manifest_title(manifest->kind)));

    if (manifest->unread)
        observation->hint = text_clean(facts->arena, str_of(manifest->unread), LIMIT_QUOTE_BYTES);
    for (size_t i = 0; i < manifest->faults.count; i++)
        facts_observe(facts, OBSERVATION_DEPENDENCY_ENTRY, "malformed", manifest->path,
                      manifest->faults.items[i].line, manifest->faults.items[i].text)
            ->hint = manifest->faults.items[i].why;
    observe_sources(facts, manifest);
    observe_form(facts, manifest);
    if (manifest_is_lock(manifest->kind))
        return; /* a lock names a package for each platform, and what else its tool needs */
    observe_labels(facts, manifest);
    if (!manifest->conda_export) {
        observe_twins(facts, manifest);
        observe_names(facts, manifest);
    }
}

void install_collect(struct facts *facts)
{
    manifests_look_at_readme(&facts->manifests, facts->documents.readme);
    measure_pins(facts);
    measure_names(facts);
    for (size_t i = 0; i < facts->manifests.all.count; i++)
        observe_manifest(facts, &facts->manifests.all.items[i]);
}
