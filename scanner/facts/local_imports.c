#include "facts/entry_files.h"

#include "facts/entry_points.h"
#include "facts/extract.h"
#include "facts/facts.h"
#include "facts/python_import.h"
#include "facts/python_lookup.h"
#include "util/arena.h"
#include "util/limits.h"

#include <ctype.h>
#include <string.h>

/* What entry files import of the repository itself, three imports deep. */

enum { MOST_FILES = 150, MOST_DEPTH = 3, MOST_OBSERVED = 600, MOST_PARTS = 400 };

struct walk {
    struct facts *facts;
    struct entry_files *files;
    size_t observed;
    bool brings_files; /* the README's commands fetch what may be missing */
};

static struct str folder_of(const char *path)
{
    size_t length = (size_t)(path_base(path) - path);

    return (struct str){path, length ? length - 1 : 0};
}

void entry_file_add(struct facts *facts, const char *path)
{
    struct entry_files *files = &facts->entry_files;

    for (size_t i = 0; i < files->count; i++)
        if (!strcmp(files->items[i].path, path))
            return;
    if (files->count < MOST_FILES)
        *ARENA_PUSH(facts->arena, files) =
            (struct entry_file){.path = path, .cwd = folder_of(path)};
}

static void add_imported(struct walk *walk, const char *path, const struct entry_file *from)
{
    if (from->depth >= MOST_DEPTH || walk->files->count >= MOST_FILES)
        return;
    for (size_t i = 0; i < walk->files->count; i++)
        if (!strcmp(walk->files->items[i].path, path))
            return;
    *ARENA_PUSH(walk->facts->arena, walk->files) =
        (struct entry_file){.path = path, .cwd = from->cwd, .depth = from->depth + 1};
}

bool entry_page_brings_files(const struct document *page)
{
    static const char *const ways[] = {"wget ", "curl ", "unzip ", "tar ", "gdown ", "submodule"};
    unsigned clones = 0;

    for (size_t i = 0; i < page->commands.count; i++) {
        struct str text = page->commands.items[i].text;

        clones += str_contains(text, "git clone");
        for (size_t w = 0; w < sizeof(ways) / sizeof(*ways); w++)
            if (str_contains(text, ways[w]))
                return true;
    }
    return clones > 1;
}

/* Names that people give to their own modules, and nobody to a package that others install. */
static bool is_local_name(struct str name)
{
    static const char *const names[] = {
        "utils",         "util",        "models",  "model",   "config",   "configs",
        "modules",       "networks",    "network", "layers",  "losses",   "loss",
        "trainer",       "trainers",    "helpers", "helper",  "common",   "src",
        "dataloader",    "data_loader", "dataset", "options", "args",     "metrics",
        "preprocessing", "preprocess",  "nets",    "lib",     "libs",     "tools",
        "data",          "constants",   "engine",  "core",    "settings", "utilities"};

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (str_equal(name, names[i]))
            return true;
    return false;
}

static const char *written(const struct walk *walk, const struct python_import *import, bool name)
{
    static const char dots[] = "....................";
    struct arena *arena = walk->facts->arena;
    int level = import->level < sizeof(dots) - 1 ? (int)import->level : (int)sizeof(dots) - 1;

    if (!import->name.len)
        return arena_printf(arena, "import %.*s", (int)import->module.len, import->module.ptr);
    return arena_printf(arena, "from %.*s%.*s import %.*s", level, dots, (int)import->module.len,
                        import->module.ptr, name ? (int)import->name.len : 3,
                        name ? import->name.ptr : "...");
}

/* The README speaks of what is missing, and of fetching something. */
static bool is_fetched(const struct walk *walk, struct str part)
{
    const struct document *readme = walk->facts->documents.readme;

    return walk->brings_files && readme && part.len && part.len < 100 &&
           str_contains(readme->text, str_dup(walk->facts->arena, part));
}

static void observe(struct walk *walk, const struct entry_file *file,
                    const struct python_import *import, const char *status, bool name,
                    const char *hint)
{
    struct observation *observation;

    if (walk->observed++ >= MOST_OBSERVED)
        return;
    observation = facts_observe(walk->facts, OBSERVATION_LOCAL_IMPORT, status, file->path,
                                import->line, str_of(written(walk, import, name)));
    observation->hint = hint;
}

static bool later(const struct python_import *import) { return import->guarded || import->nested; }

/* Whether what is absent may be brought by a changed sys.path. */
static bool may_be_elsewhere(const struct walk *walk, const struct entry_file *file,
                             const struct python_module *module, const struct python_import *import)
{
    const struct python_module *entry;

    if (import->level)
        return false;
    if (module->paths)
        return true;
    for (size_t i = 0; i < walk->files->count && i < MOST_PARTS; i++)
        if (!walk->files->items[i].depth && str_same(walk->files->items[i].cwd, file->cwd)) {
            entry = module_read(walk->facts, walk->files->items[i].path);
            if (entry && entry->paths)
                return true;
        }
    return false;
}

static void look_at_absent(struct walk *walk, const struct entry_file *file,
                           const struct python_module *module, const struct python_import *import,
                           const struct import_found *found)
{
    struct arena *arena = walk->facts->arena;
    const char *hint = NULL;
    bool unknown = may_be_elsewhere(walk, file, module, import) || is_fetched(walk, found->absent);

    /* a folder of that name that is no package may not be what is meant */
    if (found->there && !import->level && !text_ends(found->there, ".py") &&
        !tree_find(&walk->facts->tree, arena_printf(arena, "%s/__init__.py", found->there)) &&
        !strchr(found->there, '/') && !is_local_name(str_of(found->there)))
        unknown = true;
    if (!found->there && !import->level)
        unknown = true;
    if (found->there)
        hint = arena_printf(arena, "%s has no %.*s", *found->there ? found->there : "the root",
                            (int)found->absent.len, found->absent.ptr);
    observe(walk, file, import,
            unknown         ? "unknown"
            : later(import) ? "missing_later"
            : file->depth   ? "missing_inside"
                            : "missing",
            false, hint);
}

static void look_at_import(struct walk *walk, const struct entry_file *file,
                           const struct python_module *module, const struct python_import *import)
{
    struct facts *facts = walk->facts;
    struct import_site site = {.file = file->path, .cwd = file->cwd};
    struct import_found found = import_find(facts, &site, import->module, import->level);
    struct python_thing thing, named;
    struct str top = import->module;
    const char *dot = memchr(top.ptr ? top.ptr : "", '.', top.len);

    if (dot)
        top.len = (size_t)(dot - top.ptr);
    switch (found.status) {
    case IMPORT_CASE:
        if (!import->tried)
            observe(walk, file, import, "case", false,
                    arena_printf(facts->arena, "is %s", found.path));
        return;
    case IMPORT_ABSENT:
        if (!import->tried)
            look_at_absent(walk, file, module, import, &found);
        return;
    case IMPORT_UNDECLARED:
        /* utils.x, where no file or folder of the tree is called utils */
        if (import->tried || !is_local_name(top) ||
            !(dot || (import->name.len && !str_equal(import->name, "*"))))
            return;
        observe(
            walk, file, import,
            may_be_elsewhere(walk, file, module, import) || is_fetched(walk, top) ? "unknown"
            : later(import)                                                       ? "missing_later"
            : file->depth                                                         ? "missing_inside"
                                                                                  : "missing",
            false,
            arena_printf(facts->arena, "no file or folder is called %.*s", (int)top.len, top.ptr));
        return;
    case IMPORT_FILE:
    case IMPORT_FOLDER:
        break;
    default:
        return;
    }
    thing = thing_of_path(facts, found.path);
    if (thing.module)
        add_imported(walk, thing.module->path, file);
    if (!import->name.len || str_equal(import->name, "*")) {
        observe(walk, file, import, "found", false, NULL);
        return;
    }
    named = thing_attribute(facts, &thing, import->name);
    if (named.kind == THING_MODULE && named.module)
        add_imported(walk, named.module->path, file);
    if (named.kind != THING_ABSENT) {
        observe(walk, file, import, "found", true, NULL);
        return;
    }
    if (import->tried)
        return;
    observe(walk, file, import,
            found.elsewhere || (found.status == IMPORT_FOLDER && !dot && !import->level) ||
                    may_be_elsewhere(walk, file, module, import) || is_fetched(walk, import->name)
                ? "unknown"
            : later(import) ? "missing_later"
            : file->depth   ? "missing_inside"
                            : "missing",
            true,
            arena_printf(facts->arena, "%s defines no %.*s", found.path, (int)import->name.len,
                         import->name.ptr));
}

/* --- entry points --- */

static void look_at_entry_point(struct walk *walk, const struct entry_point *entry)
{
    struct facts *facts = walk->facts;
    struct import_site site = {.cwd = folder_of(entry->path)};
    struct import_found found;
    struct python_thing thing = {0};
    struct observation *observation;
    const char *status = "unknown", *hint = NULL, *text;
    struct str function, part;

    if (!entry->module)
        return;
    text = arena_printf(facts->arena, "%s = %s%s%s", entry->name, entry->module,
                        *entry->function ? ":" : "", entry->function);
    found = import_find(facts, &site, str_of(entry->module), 0);
    if (found.status == IMPORT_ABSENT) {
        status = "missing";
        hint = found.there ? arena_printf(facts->arena, "%s has no %.*s",
                                          *found.there ? found.there : "the root",
                                          (int)found.absent.len, found.absent.ptr)
                           : "no folder of that name is in the tree";
    } else if (found.status == IMPORT_CASE) {
        status = "case";
        hint = arena_printf(facts->arena, "is %s", found.path);
    } else if (found.status == IMPORT_FILE || found.status == IMPORT_FOLDER) {
        thing = thing_of_path(facts, found.path);
        if (thing.module)
            entry_file_add(facts, thing.module->path);
        status = "found";
        function = str_of(entry->function);
        while (function.len && thing.kind == THING_MODULE) {
            const char *dot = memchr(function.ptr, '.', function.len);

            part = str_slice(function, 0, dot ? (size_t)(dot - function.ptr) : function.len);
            thing = thing_attribute(facts, &thing, part);
            function = str_slice(function, part.len + 1, function.len);
        }
        if (thing.kind == THING_ABSENT && !found.elsewhere) {
            status = "missing";
            hint = arena_printf(facts->arena, "%s defines no %s", found.path, entry->function);
        } else if (thing.kind == THING_ABSENT || thing.kind == THING_UNKNOWN) {
            status = "unknown";
        }
    }
    observation = facts_observe(facts, OBSERVATION_ENTRY_POINT, status, entry->path, entry->line,
                                str_of(text));
    observation->hint = hint;
}

/* --- all of it --- */

static void add_named_scripts(struct facts *facts)
{
    for (size_t i = 0; i < facts->observations.count; i++) {
        const struct observation *script = &facts->observations.items[i];

        if (script->kind == OBSERVATION_ENTRY_SCRIPT && path_depth(script->path) == 0)
            entry_file_add(facts, script->path);
    }
}

void entry_files_collect(struct facts *facts)
{
    struct walk walk = {.facts = facts, .files = &facts->entry_files};
    struct entry_points entries = {0};

    if (!facts->tree.own_code)
        return;
    if (facts->documents.readme)
        walk.brings_files = entry_page_brings_files(facts->documents.readme);
    entry_points_collect(facts, &entries);
    for (size_t i = 0; i < entries.count; i++)
        look_at_entry_point(&walk, &entries.items[i]);
    add_named_scripts(facts);
    for (size_t i = 0; i < walk.files->count; i++) {
        struct entry_file file = walk.files->items[i];
        const struct tree_file *in_tree = tree_find(&facts->tree, file.path);
        const struct python_module *module;

        if (!in_tree || !(in_tree->roles & ROLE_OWN))
            continue;
        if (in_tree->language != LANGUAGE_PYTHON) {
            local_imports_other(facts, &file);
            continue;
        }
        module = module_read(facts, file.path);
        for (size_t k = 0; module && k < module->imports.count; k++)
            look_at_import(&walk, &file, module, &module->imports.items[k]);
    }
}
