/* What the documented way runs, and what that imports. */
#include "facts/reach.h"

#include "facts/entry_points.h"
#include "facts/extract.h"
#include "facts/facts.h"
#include "facts/python_import.h"
#include "facts/python_module.h"
#include "facts/run_target.h"
#include "util/arena.h"

#include <string.h>

enum { MOST_FILES = 2000, MOST_COMMANDS = 500 };

struct reach {
    const struct facts *facts;
    struct map *files;
    struct {
        const char **items;
        size_t count, capacity;
    } paths;
};

static void add(struct reach *reach, const char *path)
{
    if (!path || reach->paths.count >= MOST_FILES ||
        map_put(reach->files, str_of(path), reach->paths.count) != reach->paths.count)
        return;
    *ARENA_PUSH(reach->facts->arena, &reach->paths) = path;
}

static void add_import(struct reach *reach, const struct python_module *module,
                       const struct python_import *import)
{
    struct arena *arena = reach->facts->arena;
    const struct import_site site = {
        .file = module->path,
        .cwd = {module->path, (size_t)(path_base(module->path) - module->path)},
    };
    struct str name = import->module;
    struct import_found found;

    if (site.cwd.len && site.cwd.ptr[site.cwd.len - 1] == '/') {
        struct import_site own = site;

        own.cwd.len--;
        found = import_find(reach->facts, &own, name, import->level);
    } else {
        found = import_find(reach->facts, &site, name, import->level);
    }
    if (found.status == IMPORT_FILE)
        add(reach, found.path);
    /* "from package import module" */
    if (import->name.len && !str_equal(import->name, "*") &&
        (found.status == IMPORT_FILE || found.status == IMPORT_FOLDER)) {
        const char *dotted =
            arena_printf(arena, "%.*s%s%.*s", (int)name.len, name.ptr, name.len ? "." : "",
                         (int)import->name.len, import->name.ptr);
        struct import_found inner = import_find(reach->facts, &site, str_of(dotted), import->level);

        if (inner.status == IMPORT_FILE)
            add(reach, inner.path);
    }
}

void reach_collect(const struct facts *facts, struct map *ret_files)
{
    struct reach reach = {facts, ret_files, {0}};
    const struct document *readme = facts->documents.readme;
    struct entry_points entries;
    struct run_context context = {
        .facts = (struct facts *)facts, .page = readme, .entries = &entries};

    map_init(ret_files, facts->arena);
    if (!readme)
        return;
    entry_points_collect((struct facts *)facts, &entries);
    for (size_t i = 0; i < readme->commands.count && i < MOST_COMMANDS; i++) {
        struct run run;
        struct run_target target;

        if (!run_read(facts->arena, &readme->commands.items[i], &run))
            continue;
        target = run_target_find(&context, &readme->commands.items[i], &run);
        if (target.checked &&
            (target.found.status == RESOLVE_FOUND || target.found.status == RESOLVE_CASE ||
             target.found.status == RESOLVE_MOVED))
            add(&reach, target.found.path);
    }
    if (facts->manifests.primary)
        add(&reach, facts->manifests.primary->path);
    for (size_t i = 0; i < reach.paths.count; i++) {
        const struct python_module *module = text_ends(reach.paths.items[i], ".py")
                                                 ? module_read(facts, reach.paths.items[i])
                                                 : NULL;

        for (size_t m = 0; module && m < module->imports.count; m++)
            add_import(&reach, module, &module->imports.items[m]);
    }
}
