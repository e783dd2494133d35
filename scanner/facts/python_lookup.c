#include "facts/python_lookup.h"

#include "facts/facts.h"
#include "facts/python_import.h"
#include "util/arena.h"
#include "util/nearest.h"

#include <string.h>

enum { MOST_STEPS = 300, MOST_HOPS = 12, MOST_BASES = 40 };

struct search {
    const struct facts *facts;
    unsigned steps; /* that are left: import chains can lead in circles, and stars branch */
};

static struct python_thing attribute(struct search *search, const struct python_thing *module,
                                     struct str name, unsigned hops);

static struct python_thing thing(enum python_thing_kind kind)
{
    return (struct python_thing){.kind = kind};
}

/* The file that says what a folder has as a package; NULL: none, it is a namespace. */
static const char *init_of(const struct facts *facts, const char *folder)
{
    const char *path = arena_printf(facts->arena, "%s%s__init__.py", folder, *folder ? "/" : "");

    return tree_find(&facts->tree, path) ? path : NULL;
}

struct python_thing thing_of_path(const struct facts *facts, const char *path)
{
    struct python_thing found = {.kind = THING_MODULE};
    const char *base = path_base(path);

    if (tree_find(&facts->tree, path)) {
        found.module = module_read(facts, path);
        if (!strcmp(base, "__init__.py"))
            found.folder =
                arena_strndup(facts->arena, path, (size_t)(base > path ? base - path - 1 : 0));
        if (!found.module)
            found.kind = THING_UNKNOWN;
    } else {
        const char *init = init_of(facts, path);

        found.folder = path;
        found.module = init ? module_read(facts, init) : NULL;
        if (init && !found.module)
            found.kind = THING_UNKNOWN;
    }
    return found;
}

/* A module within a package's folder. */
static struct python_thing submodule(struct search *search, const struct python_thing *module,
                                     struct str name)
{
    const struct facts *facts = search->facts;
    const char *path;

    if (!module->folder)
        return thing(THING_ABSENT);
    path = arena_printf(facts->arena, "%s%s%.*s", module->folder, *module->folder ? "/" : "",
                        (int)name.len, name.ptr);
    if (init_of(facts, path))
        return thing_of_path(facts, path);
    if (tree_find(&facts->tree, arena_printf(facts->arena, "%s.py", path)))
        return thing_of_path(facts, arena_printf(facts->arena, "%s.py", path));
    if (import_has_python(facts, path))
        return thing_of_path(facts, path);
    if (import_is_compiled(facts, name) || tree_find(&facts->tree, path) ||
        facts->snapshot->files_partial)
        return thing(THING_UNKNOWN);
    return thing(THING_ABSENT);
}

static struct python_thing imported(struct search *search, const char *file, struct str cwd,
                                    const struct python_import *import, unsigned hops)
{
    struct import_site site = {.file = file, .cwd = cwd};
    struct str module = import->module;
    struct import_found found;
    struct python_thing from, named;

    if (!import->name.len && !import->as.len) { /* "import a.b" gives `a` */
        const char *dot = memchr(module.ptr, '.', module.len);

        if (dot)
            module.len = (size_t)(dot - module.ptr);
    }
    found = import_find(search->facts, &site, module, import->level);
    if (found.status != IMPORT_FILE && found.status != IMPORT_FOLDER)
        return thing(found.status == IMPORT_ABSENT ? THING_ABSENT : THING_UNKNOWN);
    from = thing_of_path(search->facts, found.path);
    if (!import->name.len)
        return from;
    named = attribute(search, &from, import->name, hops + 1);
    return named;
}

/* What "from x import *" lets through. */
static bool exports(const struct python_thing *module, struct str name)
{
    if (!module->module)
        return false;
    if (module->module->has_all)
        return map_get(&module->module->all, name) != MAP_NONE;
    return name.len && *name.ptr != '_';
}

static struct python_thing through_stars(struct search *search, const struct python_thing *module,
                                         struct str name, unsigned hops)
{
    const struct python_module *from = module->module;
    struct python_thing result = thing(THING_ABSENT);

    for (size_t i = 0; i < from->imports.count; i++) {
        const struct python_import *import = &from->imports.items[i];
        struct import_site site = {.file = from->path};
        struct import_found found;
        struct python_thing star, named;

        if (!str_equal(import->name, "*") || import->nested)
            continue;
        if (!search->steps)
            return thing(THING_UNKNOWN);
        search->steps--;
        found = import_find(search->facts, &site, import->module, import->level);
        if (found.status != IMPORT_FILE) {
            /* a namespace has nothing to give; what is not in the tree may have anything */
            if (found.status != IMPORT_FOLDER)
                result = thing(THING_UNKNOWN);
            continue;
        }
        star = thing_of_path(search->facts, found.path);
        if (star.kind != THING_MODULE || !star.module) {
            result = thing(THING_UNKNOWN);
            continue;
        }
        if (!exports(&star, name) && !star.module->dynamic)
            continue;
        named = attribute(search, &star, name, hops + 1);
        if (named.kind == THING_UNKNOWN)
            result = named;
        else if (named.kind != THING_ABSENT)
            return named;
    }
    return result;
}

static bool is_dunder(struct str name)
{
    return name.len > 4 && str_starts(name, "__") && str_ends(name, "__");
}

static struct python_thing attribute(struct search *search, const struct python_thing *module,
                                     struct str name, unsigned hops)
{
    const struct python_module *in = module->module;
    const struct python_name *bound;
    struct python_thing found;

    if (module->kind != THING_MODULE || hops > MOST_HOPS || !search->steps || is_dunder(name))
        return thing(THING_UNKNOWN);
    search->steps--;
    if (!in)
        return submodule(search, module, name);
    bound = module_name(in, name);
    if (bound) {
        found = (struct python_thing){.module = in, .line = bound->line};
        switch (bound->kind) {
        case DEFINITION_FUNCTION:
            found.kind = THING_FUNCTION;
            found.function = &in->functions.items[bound->index];
            return found;
        case DEFINITION_CLASS:
            found.kind = THING_CLASS;
            found.class = &in->classes.items[bound->index];
            return found;
        case DEFINITION_VALUE:
            found.kind = THING_VALUE;
            return found;
        case DEFINITION_IMPORT:
            found =
                imported(search, in->path, (struct str){0}, &in->imports.items[bound->index], hops);
            if (found.kind == THING_UNKNOWN || found.kind == THING_ABSENT)
                found =
                    (struct python_thing){.kind = THING_VALUE, .module = in, .line = bound->line};
            return found;
        }
    }
    found = submodule(search, module, name);
    if (found.kind != THING_ABSENT)
        return found;
    found = through_stars(search, module, name, hops);
    if (found.kind == THING_ABSENT && in->dynamic)
        return thing(THING_UNKNOWN);
    return found;
}

/* The one name near the absent one, for a suggestion. */
static const char *near_name(const struct facts *facts, const struct python_module *module,
                             struct str name)
{
    const char *wrong = str_dup(facts->arena, name);
    struct nearest nearest = nearest_to(wrong);

    if (!module || name.len < 4)
        return NULL;
    for (size_t i = 0; i < module->names.count && i < 2000; i++)
        nearest_offer(&nearest, str_dup(facts->arena, module->names.items[i].name));
    return nearest.best && nearest.distance <= 2 ? nearest.best : NULL;
}

struct python_thing thing_attribute(const struct facts *facts, const struct python_thing *module,
                                    struct str name)
{
    struct search search = {facts, MOST_STEPS};
    struct python_thing found = attribute(&search, module, name, 0);

    if (found.kind == THING_ABSENT)
        found.near = near_name(facts, module->module, name);
    return found;
}

struct python_thing thing_import(const struct facts *facts, const char *file, struct str cwd,
                                 const struct python_import *import)
{
    struct search search = {facts, MOST_STEPS};

    return imported(&search, file, cwd, import, 0);
}

/* The class that a base's dotted name means in the module where the class is written. */
static struct python_thing base_class(struct search *search, const struct python_module *module,
                                      struct str name)
{
    struct python_thing at = {.kind = THING_MODULE, .module = module};

    while (name.len) {
        const char *dot = memchr(name.ptr, '.', name.len);
        struct str part = {name.ptr, dot ? (size_t)(dot - name.ptr) : name.len};

        if (at.kind != THING_MODULE)
            return thing(THING_UNKNOWN);
        at = attribute(search, &at, part, 0);
        name = str_slice(name, part.len + 1, name.len);
    }
    return at;
}

/* Bases in the order in which they are asked, without those outside the tree. */
struct lineage {
    struct python_thing items[MOST_BASES];
    size_t count;
    bool foreign;         /* one of them is not known */
    size_t first_foreign; /* the index of the first that has such a base */
};

static void find_lineage(const struct facts *facts, const struct python_thing *class,
                         struct lineage *lineage)
{
    struct search search = {facts, MOST_STEPS};

    lineage->items[0] = *class;
    lineage->count = 1;
    lineage->foreign = false;
    lineage->first_foreign = MOST_BASES;
    for (size_t i = 0; i < lineage->count; i++) {
        const struct python_thing *at = &lineage->items[i];

        for (size_t b = 0; b < at->class->bases.count; b++) {
            struct python_thing base = base_class(&search, at->module, at->class->bases.items[b]);

            if (base.kind != THING_CLASS || lineage->count == MOST_BASES) {
                if (!lineage->foreign)
                    lineage->first_foreign = i;
                lineage->foreign = true;
                continue;
            }
            lineage->items[lineage->count++] = base;
        }
    }
}

struct python_thing thing_member(const struct facts *facts, const struct python_thing *class,
                                 struct str name)
{
    struct lineage lineage;
    bool open = false;

    find_lineage(facts, class, &lineage);
    for (size_t i = 0; i < lineage.count; i++) {
        const struct python_thing *at = &lineage.items[i];
        const struct python_function *method = class_method(at->class, name);
        struct python_thing found = {.kind = THING_VALUE, .module = at->module};

        open = open || at->class->open || at->class->uncertain || at->class->is_record;
        if (method && map_get(&at->class->members, name) == MEMBER_METHOD) {
            found.kind = THING_FUNCTION;
            found.function = method;
            found.class = at->class;
            found.line = method->line;
            return found;
        }
        if (map_get(&at->class->members, name) != MAP_NONE)
            return found;
    }
    return thing(lineage.foreign || open || is_dunder(name) ? THING_UNKNOWN : THING_ABSENT);
}

static void add_fields(struct arena *arena, struct python_signature *signature,
                       const struct python_class *class)
{
    for (size_t i = 0; i < class->fields.parameters.count; i++) {
        const struct python_parameter *field = &class->fields.parameters.items[i];
        bool known = false;

        for (size_t k = 0; k < signature->parameters.count; k++)
            if (str_same(signature->parameters.items[k].name, field->name)) {
                signature->parameters.items[k].optional = field->optional;
                known = true;
            }
        if (!known)
            *ARENA_PUSH(arena, &signature->parameters) = *field;
    }
}

bool thing_constructor(const struct facts *facts, const struct python_thing *class,
                       struct python_signature *ret_signature, unsigned *ret_line,
                       const struct python_module **ret_module)
{
    struct lineage lineage;
    struct python_signature signature = {.certain = true};

    find_lineage(facts, class, &lineage);
    for (size_t i = 0; i < lineage.count; i++)
        if (lineage.items[i].class->uncertain ||
            class_method(lineage.items[i].class, STR("__new__")))
            return false;
    *ret_module = class->module;
    *ret_line = class->line;
    if (class->class->is_record) {
        if (lineage.foreign && !class_method(class->class, STR("__init__"))) {
            for (size_t i = 0; i < class->class->bases.count; i++)
                if (!str_ends(class->class->bases.items[i], "NamedTuple"))
                    return false;
        }
        for (size_t i = lineage.count; i-- > 0;) {
            if (class_method(lineage.items[i].class, STR("__init__")) ||
                !lineage.items[i].class->fields.certain)
                return false;
            if (lineage.items[i].class->is_record)
                add_fields(facts->arena, &signature, lineage.items[i].class);
        }
        *ret_signature = signature;
        return true;
    }
    for (size_t i = 0; i < lineage.count; i++) {
        const struct python_function *init = class_method(lineage.items[i].class, STR("__init__"));

        if (lineage.items[i].class->is_record)
            return false;
        if (i > lineage.first_foreign) /* a base that was not read comes before */
            return false;
        if (!init)
            continue;
        if (!init->signature.certain || !init->signature.parameters.count ||
            init->signature.parameters.items[0].kind == PARAMETER_KEYWORD)
            return false;
        *ret_signature = init->signature;
        ret_signature->parameters.items++;
        ret_signature->parameters.count--;
        *ret_line = init->line;
        *ret_module = lineage.items[i].module;
        return true;
    }
    *ret_signature = signature; /* object() takes nothing */
    return !lineage.foreign;
}
