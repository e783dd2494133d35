/* Names and what they stand for: scopes, attributes, imports. */
#include "facts/cli_eval.h"
#include "facts/cli_sources.h"

#include "facts/facts.h"
#include "facts/python_import.h"
#include "util/arena.h"
#include "util/limits.h"

#include <string.h>

enum { MOST_MODULES = 80, MOST_IMPORTS = 8, MOST_DULL_IMPORTS = 3 };

static const struct value nothing = {.kind = VALUE_UNKNOWN};

static bool same(struct str a, struct str b)
{
    return a.len == b.len && (!a.len || !memcmp(a.ptr, b.ptr, a.len));
}

static const struct value *find(const struct scope *scope, struct str name)
{
    for (size_t i = scope->variables.count; i-- > 0;)
        if (same(scope->variables.items[i].name, name))
            return &scope->variables.items[i].value;
    return NULL;
}

struct value scope_get(const struct scope *scope, struct str name)
{
    for (; scope; scope = scope->parent) {
        const struct value *value = find(scope, name);

        if (value)
            return *value;
        for (size_t i = 0; i < scope->star_count; i++) {
            value = find(scope->stars[i], name);
            if (value)
                return *value;
            for (size_t s = 0; s < scope->stars[i]->star_count; s++) {
                value = find(scope->stars[i]->stars[s], name);
                if (value)
                    return *value;
            }
        }
    }
    return nothing;
}

void scope_set(struct arena *arena, struct scope *scope, struct str name, struct value value)
{
    for (size_t i = scope->variables.count; i-- > 0;)
        if (same(scope->variables.items[i].name, name)) {
            scope->variables.items[i].value = value;
            return;
        }
    *ARENA_PUSH(arena, &scope->variables) = (struct variable){.name = name, .value = value};
}

struct value external(struct reading *reading, const char *name)
{
    (void)reading;
    return (struct value){.kind = VALUE_EXTERNAL, .name = name};
}

struct value class_member(struct reading *reading, const struct class *class, struct str name,
                          bool *ret_foreign)
{
    const struct class *queue[16];
    size_t count = 1;

    queue[0] = class;
    *ret_foreign = false;
    for (size_t i = 0; i < count; i++) {
        const struct value *value = find(queue[i]->scope, name);

        reading->steps++;
        if (value)
            return *value;
        for (size_t b = 0; b < queue[i]->base_count; b++) {
            if (queue[i]->bases[b].kind != VALUE_CLASS)
                *ret_foreign = *ret_foreign || !(queue[i]->bases[b].kind == VALUE_EXTERNAL &&
                                                 (!strcmp(queue[i]->bases[b].name, "object") ||
                                                  text_starts(queue[i]->bases[b].name, "abc.")));
            else if (count < 16)
                queue[count++] = queue[i]->bases[b].class;
        }
    }
    return nothing;
}

const char *class_foreign_base(const struct class *class)
{
    const struct class *queue[16];
    size_t count = 1;

    queue[0] = class;
    for (size_t i = 0; i < count; i++)
        for (size_t b = 0; b < queue[i]->base_count; b++) {
            if (queue[i]->bases[b].kind == VALUE_CLASS && count < 16)
                queue[count++] = queue[i]->bases[b].class;
            else if (queue[i]->bases[b].kind == VALUE_EXTERNAL &&
                     strcmp(queue[i]->bases[b].name, "object") != 0)
                return queue[i]->bases[b].name;
        }
    return NULL;
}

static struct value module_value(struct module *module)
{
    return (struct value){.kind = VALUE_MODULE, .module = module};
}

/* A module below a package: as a value, loaded. */
static struct value submodule(struct reading *reading, const char *folder, struct str name)
{
    const struct tree *tree = &reading->facts->tree;
    const char *file = arena_printf(reading->arena, "%s%s%.*s.py", folder, *folder ? "/" : "",
                                    (int)name.len, name.ptr);
    const char *package = arena_printf(reading->arena, "%s%s%.*s", folder, *folder ? "/" : "",
                                       (int)name.len, name.ptr);
    const char *init = arena_printf(reading->arena, "%s/__init__.py", package);
    struct module *module = NULL;

    if (tree_find(tree, init))
        module = module_load(reading, init, false);
    else if (tree_find(tree, file))
        module = module_load(reading, file, false);
    else if (tree_has_folder(tree, package))
        return (struct value){.kind = VALUE_FOLDER, .name = package};
    return module ? module_value(module) : nothing;
}

static const char *folder_of(struct reading *reading, const char *path)
{
    size_t length = (size_t)(path_base(path) - path);

    return arena_strndup(reading->arena, path, length ? length - 1 : 0);
}

static struct value of_class(struct reading *reading, struct value owner, struct str name)
{
    bool foreign;
    struct value value = class_member(reading, owner.class, name, &foreign);

    if (value.kind == VALUE_FUNCTION && function_is_marked(value.function, "classmethod"))
        return (struct value){
            .kind = VALUE_BOUND, .function = value.function, .class = owner.class};
    return value;
}

static struct value of_instance(struct reading *reading, struct value owner, struct str name)
{
    const struct value *own =
        owner.kind == VALUE_INSTANCE ? find(owner.instance->attributes, name) : NULL;
    struct value value = nothing;
    bool foreign = false;

    if (own)
        return *own;
    if (owner.kind == VALUE_INSTANCE) {
        value = class_member(reading, owner.class, name, &foreign);
    } else {
        for (size_t b = 0; b < owner.class->base_count && value.kind == VALUE_UNKNOWN; b++)
            if (owner.class->bases[b].kind == VALUE_CLASS)
                value = class_member(reading, owner.class->bases[b].class, name, &foreign);
    }
    if (value.kind == VALUE_FUNCTION)
        return (struct value){
            .kind = VALUE_BOUND, .function = value.function, .instance = owner.instance};
    if (value.kind == VALUE_UNKNOWN && owner.instance->cli)
        return (struct value){.kind = VALUE_METHOD,
                              .cli = owner.instance->cli,
                              .name = str_dup(reading->arena, name)};
    return value;
}

struct value value_attribute(struct reading *reading, struct value value, struct str name)
{
    const struct value *found;

    switch (value.kind) {
    case VALUE_CLI:
    case VALUE_SUBS:
        return (struct value){.kind = value.kind == VALUE_CLI ? VALUE_METHOD : VALUE_EXTERNAL,
                              .cli = value.cli,
                              .name = value.kind == VALUE_CLI
                                          ? str_dup(reading->arena, name)
                                          : arena_printf(reading->arena, "<subparsers>.%.*s",
                                                         (int)name.len, name.ptr)};
    case VALUE_CLASS:
        return of_class(reading, value, name);
    case VALUE_INSTANCE:
    case VALUE_SUPER:
        return of_instance(reading, value, name);
    case VALUE_MODULE:
        found = find(value.module->scope, name);
        if (found)
            return *found;
        if (text_ends(value.module->path, "__init__.py")) {
            struct value below = submodule(reading, folder_of(reading, value.module->path), name);

            if (below.kind != VALUE_UNKNOWN)
                return below;
        }
        return scope_get(value.module->scope, name);
    case VALUE_FOLDER:
        return submodule(reading, value.name, name);
    case VALUE_EXTERNAL:
        if (strlen(value.name) + name.len > 200)
            return nothing;
        return (struct value){
            .kind = VALUE_EXTERNAL,
            .app = value.app,
            .cli = value.cli,
            .name = arena_printf(reading->arena, "%s.%.*s", value.name, (int)name.len, name.ptr)};
    case VALUE_FUNCTION: /* a click group's .command */
        if (value.function->app)
            return (struct value){
                .kind = VALUE_EXTERNAL,
                .app = value.function->app,
                .name = arena_printf(reading->arena, "<group>.%.*s", (int)name.len, name.ptr)};
        return nothing;
    case VALUE_UNKNOWN:
    case VALUE_BOUND:
    case VALUE_METHOD:
    case VALUE_TEXT:
        break;
    }
    return nothing;
}

struct module *module_load(struct reading *reading, const char *path, bool main)
{
    const struct tree_file *file = tree_find(&reading->facts->tree, path);
    struct cli_file *found;
    struct module *module;
    bool relevant;

    for (size_t i = 0; i < reading->modules.count; i++)
        if (!strcmp(reading->modules.items[i]->path, path))
            return reading->modules.items[i];
    if (!file || reading->modules.count >= MOST_MODULES || reading->imports > MOST_IMPORTS)
        return NULL;
    found = cli_file_find(reading->facts, reading->arena, file);
    if (!found)
        return NULL;
    module = arena_alloc(reading->arena, sizeof(*module));
    module->path = file->file->path;
    module->scope = arena_alloc(reading->arena, sizeof(*module->scope));
    *ARENA_PUSH(reading->arena, &reading->modules) = module;
    relevant = module->source.relevant = main || found->source.relevant;
    if (!relevant && reading->imports > MOST_DULL_IMPORTS)
        return module;
    if (!cli_file_tokens(reading->facts, reading->arena, found, &module->source))
        return module;
    module->source.relevant = relevant;
    reading->imports++;
    run_block(reading, &module->source, module->scope, 0, module->source.statement_count, main,
              NULL, NULL);
    reading->imports--;
    return module;
}

/* Packages that define no flags of absl's: those that programs with such flags import. */
static bool defines_no_flags(struct str dotted)
{
    static const char *const names[] = {"numpy",
                                        "scipy",
                                        "tensorflow",
                                        "torch",
                                        "jax",
                                        "absl",
                                        "matplotlib",
                                        "pandas",
                                        "sklearn",
                                        "PIL",
                                        "cv2",
                                        "tqdm",
                                        "six",
                                        "h5py",
                                        "yaml",
                                        "haiku",
                                        "flax",
                                        "optax",
                                        "sonnet",
                                        "gym",
                                        "networkx",
                                        "tensorflow_probability",
                                        "tensorflow_datasets",
                                        "tensorflow_hub",
                                        "keras",
                                        "chex",
                                        "dm_control",
                                        "tree",
                                        "einops",
                                        "rlax",
                                        "gin",
                                        "imageio",
                                        "seaborn",
                                        "gflags",
                                        "dm_env",
                                        "tensorflow_addons",
                                        "tensorflow_text",
                                        "sentencepiece",
                                        "nltk",
                                        "requests",
                                        "attr",
                                        "immutabledict",
                                        "mpi4py",
                                        "jaxlib",
                                        "distrax",
                                        "ml_collections",
                                        "orbax",
                                        "clu",
                                        "wandb",
                                        "Bio",
                                        "rdkit"};
    const char *dot = memchr(dotted.ptr, '.', dotted.len);
    struct str first = {dotted.ptr, dot ? (size_t)(dot - dotted.ptr) : dotted.len};

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (str_equal(first, names[i]))
            return true;
    return false;
}

/* a.b.c from here: a module, a folder, or of another package. */
static struct value import(struct reading *reading, const struct cli_source *source,
                           struct str dotted, unsigned level)
{
    struct import_site site = {.file = source->path, .cwd = reading->folder};
    struct import_found found = import_find(reading->facts, &site, dotted, level);
    struct module *module;

    switch (found.status) {
    case IMPORT_FILE:
        module = module_load(reading, found.path, false);
        return module ? module_value(module) : nothing;
    case IMPORT_FOLDER:
        return (struct value){.kind = VALUE_FOLDER, .name = found.path};
    case IMPORT_DECLARED:
    case IMPORT_UNDECLARED:
        if (!reading->foreign && dotted.len && !defines_no_flags(dotted))
            reading->foreign = str_dup(reading->arena, str_slice(dotted, 0, 60));
        /* fall through */
    case IMPORT_STANDARD:
        if (!level && dotted.len < 200)
            return external(reading, str_dup(reading->arena, dotted));
        return nothing;
    case IMPORT_UNKNOWN:
    case IMPORT_CASE:
    case IMPORT_ABSENT:
        break;
    }
    return nothing;
}

/* "a.b.c" as tokens: how far it reaches. */
static struct str dotted_name(const struct cli_source *source, size_t *at, size_t to)
{
    size_t first = *at;

    while (*at < to && (source->tokens[*at].kind == CLI_NAME || cli_is(source, *at, ".")) &&
           !cli_is(source, *at, "import") && !cli_is(source, *at, "as"))
        ++*at;
    if (*at == first)
        return (struct str){"", 0};
    return str_slice(source->text, source->tokens[first].start,
                     source->tokens[*at - 1].start + source->tokens[*at - 1].length);
}

static void import_modules(struct reading *reading, const struct cli_source *source,
                           struct scope *scope, size_t at, size_t to)
{
    while (at < to) {
        struct str dotted = dotted_name(source, &at, to), name = dotted;
        struct value value = import(reading, source, dotted, 0);
        const char *dot = dotted.len ? memchr(dotted.ptr, '.', dotted.len) : NULL;

        if (cli_is(source, at, "as")) {
            name = cli_text(source, at + 1);
            at += 2;
        } else if (dot) {
            name = (struct str){dotted.ptr, (size_t)(dot - dotted.ptr)};
            value = import(reading, source, name, 0);
        }
        if (name.len)
            scope_set(reading->arena, scope, name, value);
        at++;
    }
}

void import_statement(struct reading *reading, const struct cli_source *source, struct scope *scope,
                      size_t from, size_t to)
{
    struct str dotted;
    struct value module;
    unsigned level = 0;
    size_t at = from + 1;

    if (cli_is(source, from, "import")) {
        import_modules(reading, source, scope, at, to);
        return;
    }
    for (; at < to && cli_is(source, at, "."); at++)
        level++;
    dotted = dotted_name(source, &at, to);
    module = import(reading, source, dotted, level);
    if (!cli_is(source, at, "import"))
        return;
    for (at++; at < to; at++) {
        struct str name = cli_text(source, at), as = name;
        struct value value;

        if (cli_is(source, at, "*")) {
            if (module.kind == VALUE_MODULE && scope->star_count < 6 &&
                module.module->scope != scope)
                scope->stars[scope->star_count++] = module.module->scope;
            else if (module.kind == VALUE_EXTERNAL && str_equal(dotted, "argparse"))
                scope_set(reading->arena, scope, STR("ArgumentParser"),
                          external(reading, "argparse.ArgumentParser"));
            continue;
        }
        if (source->tokens[at].kind != CLI_NAME)
            continue;
        value = module.kind == VALUE_UNKNOWN ? nothing : value_attribute(reading, module, name);
        if (cli_is(source, at + 1, "as")) {
            as = cli_text(source, at + 2);
            at += 2;
        }
        scope_set(reading->arena, scope, as, value);
    }
}

const struct argument *argument_named(const struct arguments *arguments, const char *name)
{
    for (size_t i = 0; i < arguments->count; i++)
        if (str_equal(arguments->items[i].name, name))
            return &arguments->items[i];
    return NULL;
}

const struct argument *argument_at(const struct arguments *arguments, size_t place)
{
    for (size_t i = 0; i < arguments->count; i++) {
        if (arguments->items[i].name.len || arguments->items[i].stars == 2)
            continue;
        if (arguments->items[i].stars)
            return NULL;
        if (!place--)
            return &arguments->items[i];
    }
    return NULL;
}

const char *argument_text(struct reading *reading, const struct arguments *arguments,
                          const struct argument *argument)
{
    const struct cli_source *source = arguments->source;
    char *text = NULL;

    if (!argument || argument->stars)
        return NULL;
    if (argument->value.kind == VALUE_TEXT)
        return argument->value.name;
    for (size_t i = argument->from; i < argument->to; i++) {
        if (source->tokens[i].kind != CLI_STRING || source->tokens[i].format)
            return NULL;
        text = arena_printf(reading->arena, "%s%s", text ? text : "",
                            cli_string(reading->arena, source, i).ptr);
    }
    return text;
}

bool argument_is(const struct arguments *arguments, const struct argument *argument,
                 const char *word)
{
    return argument && argument->to == argument->from + 1 &&
           cli_is(arguments->source, argument->from, word);
}

bool literal_list(struct reading *reading, const struct cli_source *source, size_t from, size_t to,
                  const char *const **ret_items, size_t *ret_count)
{
    struct {
        const char **items;
        size_t count, capacity;
    } list = {0};

    if (from >= to || source->tokens[from].match != to - 1)
        return false;
    for (size_t i = from + 1; i + 1 < to; i++) {
        if (source->tokens[i].kind == CLI_STRING && !source->tokens[i].format &&
            source->tokens[i + 1].kind != CLI_STRING)
            *ARENA_PUSH(reading->arena, &list) = cli_string(reading->arena, source, i).ptr;
        else if (source->tokens[i].kind == CLI_NUMBER || cli_is(source, i, "None") ||
                 cli_is(source, i, "True") || cli_is(source, i, "False"))
            *ARENA_PUSH(reading->arena, &list) = str_dup(reading->arena, cli_text(source, i));
        else if (!cli_is(source, i, ","))
            return false;
    }
    *ret_items = list.items;
    *ret_count = list.count;
    return list.count > 0;
}
