/* Targets of build tools: make, npm, cargo, cmake, docker. */
#include "facts/run_target.h"

#include "facts/facts.h"
#include "util/arena.h"
#include "util/json.h"
#include "util/limits.h"
#include "util/nearest.h"
#include "util/shell.h"
#include "util/toml.h"

#include <string.h>

enum { MOST_TARGETS = 2000 };

static struct run_target status(enum resolve_status status, const char *path)
{
    return (struct run_target){.checked = true, .found = {.status = status, .path = path}};
}

static const struct tree_file *file_in(const struct run_context *context, struct str folder,
                                       const char *name)
{
    const char *path = run_path_join(context->facts->arena, folder, str_of(name));

    return path ? tree_find(&context->facts->tree, path) : NULL;
}

static bool has_named(const struct run_context *context, const char *name)
{
    return tree_next_named(&context->facts->tree, name, NULL) != NULL;
}

static bool read_text(const struct run_context *context, struct arena *scratch,
                      const struct tree_file *file, struct str *ret_text)
{
    return file_read(context->facts->snapshot, scratch, file->file, LIMIT_CONFIG_BYTES, ret_text) ==
           READ_OK;
}

/* Whether a pattern rule's target, "build/%.o", makes the name. */
static bool fits(struct str pattern, struct str name)
{
    const char *percent = memchr(pattern.ptr, '%', pattern.len);
    size_t before = percent ? (size_t)(percent - pattern.ptr) : pattern.len;
    size_t after = percent ? pattern.len - before - 1 : 0;

    if (!percent)
        return pattern.len == name.len && !memcmp(pattern.ptr, name.ptr, name.len);
    return name.len > before + after && !memcmp(pattern.ptr, name.ptr, before) &&
           !memcmp(pattern.ptr + before + 1, str_end(name) - after, after);
}

struct makefile {
    struct nearest nearest;
    struct str wanted;
    bool found, unknown;
    unsigned line; /* where it was found */
};

/* "a b: c" but not "a := b"; the targets left of the colon. */
static void read_rule(struct makefile *makefile, struct arena *scratch, struct str line,
                      unsigned number)
{
    const char *colon = memchr(line.ptr, ':', line.len);
    struct str left, word;

    if (!colon || (colon + 1 < str_end(line) && (colon[1] == '=' || colon[1] == ':')))
        return;
    left = (struct str){line.ptr, (size_t)(colon - line.ptr)};
    if (str_contains(left, "="))
        return;
    while (str_next_word(&left, &word)) {
        if (str_contains(word, "$")) {
            makefile->unknown = true;
        } else if (fits(word, makefile->wanted)) {
            makefile->found = true;
            makefile->line = makefile->line ? makefile->line : number;
        } else if (!str_contains(word, "%") && *word.ptr != '.') {
            nearest_offer(&makefile->nearest, str_dup(scratch, word));
        }
    }
}

static void read_makefile(struct makefile *makefile, struct arena *scratch, struct str text)
{
    struct str line;
    bool continues = false;
    unsigned number = 0;

    while (str_next_line(&text, &line)) {
        bool goes_on = continues;

        number++;
        continues = str_ends(line, "\\");
        if (!line.len || goes_on || *line.ptr == '\t' || *line.ptr == '#')
            continue;
        if (str_starts(line, "include ") || str_starts(line, "-include ") ||
            str_starts(line, "sinclude ") || str_starts(line, "define ") ||
            str_contains(line, "$(eval") || str_contains(line, "$(foreach"))
            makefile->unknown = true;
        read_rule(makefile, scratch, str_trim(line), number);
    }
}

static const struct tree_file *find_makefile(const struct run_context *context, struct str folder,
                                             struct str given)
{
    static const char *const names[] = {"GNUmakefile", "makefile", "Makefile"};

    if (given.len)
        return file_in(context, folder, str_dup(context->facts->arena, given));
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        const struct tree_file *file = file_in(context, folder, names[i]);

        if (file)
            return file;
    }
    return NULL;
}

/* Whether something makes a Makefile: configure, cmake, qmake, a generator of documentation. */
static bool makefile_is_made(const struct run_context *context)
{
    static const char *const names[] = {"CMakeLists.txt", "configure",       "configure.ac",
                                        "configure.in",   "autogen.sh",      "Makefile.am",
                                        "Makefile.in",    "Makefile.PL",     "bootstrap",
                                        "meson.build",    "Makefile.config", "configure.py"};

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (has_named(context, names[i]))
            return true;
    for (size_t i = 0; i < context->page->commands.count && i < MOST_TARGETS; i++)
        if (str_contains(context->page->commands.items[i].words, "make ") == false &&
            (str_contains(context->page->commands.items[i].words, "cmake") ||
             str_contains(context->page->commands.items[i].words, "configure") ||
             str_contains(context->page->commands.items[i].words, "qmake") ||
             str_contains(context->page->commands.items[i].words, "sphinx-quickstart")))
            return true;
    return false;
}

static struct run_target find_make(const struct run_context *context, struct str folder,
                                   const struct run *run)
{
    const struct facts *facts = context->facts;
    const struct tree_file *file = find_makefile(context, folder, run->file);
    struct makefile makefile = {.wanted = run->target};
    struct run_target target;
    struct arena *scratch;
    struct str text;

    if (!file)
        file = find_makefile(context, (struct str){"", 0}, run->file);
    if (!file) {
        if (has_named(context, "Makefile") || has_named(context, "makefile") ||
            has_named(context, "GNUmakefile") || makefile_is_made(context) ||
            facts->snapshot->files_partial || run->file.len)
            return status(RESOLVE_UNKNOWN, NULL);
        target = status(RESOLVE_MISSING, NULL);
        target.found.hint = "there is no Makefile";
        return target;
    }
    if (!run->target.len)
        return status(RESOLVE_FOUND, file->file->path);
    scratch = arena_new();
    makefile.nearest = nearest_to(str_dup(scratch, run->target));
    if (!read_text(context, scratch, file, &text))
        makefile.unknown = true;
    else
        read_makefile(&makefile, scratch, text);
    target = status(makefile.found     ? RESOLVE_FOUND
                    : makefile.unknown ? RESOLVE_UNKNOWN
                                       : RESOLVE_MISSING,
                    file->file->path);
    if (makefile.found)
        target.found.hint = arena_printf(facts->arena, "%s:%u", file->file->path, makefile.line);
    /* A file of that name is made by make's own rules, or is up to date. */
    if (target.found.status == RESOLVE_MISSING &&
        (str_contains(run->target, ".") || str_contains(run->target, "/") ||
         file_in(context, folder, str_dup(scratch, run->target)) ||
         tree_has_folder(&facts->tree, str_dup(scratch, run->target)) ||
         file_in(context, folder, arena_printf(scratch, "%s.c", makefile.nearest.word)) ||
         file_in(context, folder, arena_printf(scratch, "%s.cpp", makefile.nearest.word)) ||
         file_in(context, folder, arena_printf(scratch, "%s.cc", makefile.nearest.word)) ||
         file_in(context, folder, arena_printf(scratch, "%s.sh", makefile.nearest.word))))
        target.found.status = RESOLVE_UNKNOWN;
    if (target.found.status == RESOLVE_MISSING) {
        target.found.hint =
            makefile.nearest.best
                ? arena_printf(facts->arena, "%s has %s", file->file->path, makefile.nearest.best)
                : arena_printf(facts->arena, "%s has no such target", file->file->path);
        target.found.replacement =
            makefile.nearest.best ? arena_strdup(facts->arena, makefile.nearest.best) : NULL;
    }
    arena_free(scratch);
    return target;
}

static struct run_target find_npm(const struct run_context *context, struct str folder,
                                  const struct run *run)
{
    const struct facts *facts = context->facts;
    const struct tree_file *file = file_in(context, folder, "package.json");
    struct run_target target = status(RESOLVE_UNKNOWN, NULL);
    struct nearest nearest;
    struct arena *scratch;
    struct str text;
    struct rh_error err;
    json_t *root, *scripts;
    const char *key;
    json_t *value;

    if (!file)
        return target;
    scratch = arena_new();
    nearest = nearest_to(str_dup(scratch, run->target));
    if (read_text(context, scratch, file, &text) && json_read(scratch, text, &root, &err)) {
        scripts = json_object_get(root, "scripts");
        if (json_object_get(scripts, nearest.word))
            target = status(RESOLVE_FOUND, file->file->path);
        else if (json_object_get(root, "workspaces"))
            target = status(RESOLVE_UNKNOWN, NULL);
        else if (!(str_equal(run->target, "start") && file_in(context, folder, "server.js")) &&
                 !str_equal(run->words[0].text, "bun"))
            target = status(RESOLVE_MISSING, file->file->path);
        if (target.found.status == RESOLVE_MISSING) {
            /* cppcheck-suppress unknownMacro */
            json_object_foreach(scripts, key, value) nearest_offer(&nearest, key);
            target.found.hint =
                nearest.best
                    ? arena_printf(facts->arena, "%s has %s", file->file->path, nearest.best)
                    : arena_printf(facts->arena, "%s has no such script", file->file->path);
            target.found.replacement =
                nearest.best ? arena_strdup(facts->arena, nearest.best) : NULL;
        }
    }
    arena_free(scratch);
    return target;
}

static bool names_one(const struct toml_value *list, struct str name)
{
    for (const struct toml_value *item = list ? list->first : NULL; item; item = item->next) {
        struct str given = toml_string(toml_get(item, "name"));

        if (given.len == name.len && !memcmp(given.ptr, name.ptr, name.len))
            return true;
    }
    return false;
}

static struct run_target find_cargo(const struct run_context *context, struct str folder,
                                    const struct run *run)
{
    const struct facts *facts = context->facts;
    const struct tree_file *file =
        file_in(context, folder, run->file.len ? str_dup(facts->arena, run->file) : "Cargo.toml");
    struct run_target target = status(RESOLVE_UNKNOWN, NULL);
    const char *kind = run->example ? "example" : "bin";
    struct arena *scratch;
    const struct toml_value *root;
    struct rh_error err;
    struct str text;

    if (!file) /* cargo looks in the folders above too */
        file = file_in(context, (struct str){"", 0}, "Cargo.toml");
    if (!file)
        return target;
    if (!run->target.len)
        return status(RESOLVE_FOUND, file->file->path);
    scratch = arena_new();
    folder =
        (struct str){file->file->path, (size_t)(path_base(file->file->path) - file->file->path)};
    folder.len -= folder.len > 0;
    if (read_text(context, scratch, file, &text) &&
        toml_parse(scratch, file->file->path, text, &root, &err)) {
        const char *name = str_dup(scratch, run->target);
        const char *base = run->example ? "examples" : "src/bin";
        struct str own = toml_string(toml_get(toml_get(root, "package"), "name"));

        if (names_one(toml_get(root, kind), run->target) ||
            (!run->example && own.len == run->target.len && !memcmp(own.ptr, name, own.len)) ||
            file_in(context, folder, arena_printf(scratch, "%s/%s.rs", base, name)) ||
            file_in(context, folder, arena_printf(scratch, "%s/%s/main.rs", base, name)))
            target = status(RESOLVE_FOUND, file->file->path);
        else if (!toml_get(root, "workspace") && !facts->snapshot->files_partial) {
            target = status(RESOLVE_MISSING, file->file->path);
            target.found.hint = arena_printf(facts->arena, "%s knows no such %s", file->file->path,
                                             run->example ? "example" : "binary");
        }
    }
    arena_free(scratch);
    return target;
}

static struct run_target find_cmake(const struct run_context *context, struct str folder,
                                    const struct run *run)
{
    const char *source = run_path_join(context->facts->arena, folder, run->target);
    const struct tree_file *file;

    if (!source || memchr(run->target.ptr, '$', run->target.len) || *run->target.ptr == '/')
        return status(RESOLVE_UNKNOWN, NULL);
    file = file_in(context, str_of(source), "CMakeLists.txt");
    if (!file && str_starts(run->target, "..")) /* from a folder that was just made */
        file = file_in(context, (struct str){"", 0}, "CMakeLists.txt");
    return status(file ? RESOLVE_FOUND : RESOLVE_UNKNOWN, file ? file->file->path : NULL);
}

static struct run_target find_compose(const struct run_context *context,
                                      const struct command *command, const struct run *run)
{
    const struct facts *facts = context->facts;
    const struct tree_file *file;
    const char *inside;
    struct run_target target;

    if (run->target.len)
        return (struct run_target){.checked = true,
                                   .found = run_file_find(context, command, run->target)};
    inside = run_path_join(facts->arena, command->cwd, run->folder);
    file = inside ? file_in(context, str_of(inside), "Dockerfile") : NULL;
    if (file)
        return status(RESOLVE_FOUND, file->file->path);
    if (!inside || facts->snapshot->files_partial ||
        memchr(run->folder.ptr, '$', run->folder.len) || *run->folder.ptr == '/' ||
        (*inside && !tree_has_folder(&facts->tree, inside)))
        return status(RESOLVE_UNKNOWN, NULL);
    if (has_named(context, "Containerfile"))
        return status(RESOLVE_UNKNOWN, NULL);
    target = status(RESOLVE_MISSING, NULL);
    file = tree_next_named(&facts->tree, "Dockerfile", NULL);
    if (file) {
        if (tree_next_named(&facts->tree, "Dockerfile", file))
            return status(RESOLVE_UNKNOWN, NULL);
        target.found.status = RESOLVE_MOVED;
        target.found.path = file->file->path;
        target.found.hint = arena_printf(facts->arena, "is %s", file->file->path);
    } else {
        target.found.hint = "there is no Dockerfile";
    }
    return target;
}

static struct run_target find_named(const struct run_context *context, struct str folder,
                                    const struct run *run)
{
    if (run->kind == RUN_MAKE)
        return find_make(context, folder, run);
    return run->kind == RUN_NPM ? find_npm(context, folder, run) : find_cargo(context, folder, run);
}

struct run_target run_build_find(const struct run_context *context, const struct command *command,
                                 const struct run *run)
{
    struct arena *arena = context->facts->arena;
    const char *joined = run_path_join(arena, command->cwd, run->folder);
    struct str folder = str_of(joined);
    struct run_target target;

    if (run->kind == RUN_COMPOSE)
        return find_compose(context, command, run);
    if (run->kind == RUN_CMAKE)
        return find_cmake(context, command->cwd, run);
    if (!joined || command->elsewhere ||
        (folder.len && !tree_has_folder(&context->facts->tree, joined)))
        return status(RESOLVE_UNKNOWN, NULL);
    target = find_named(context, folder, run);
    if (target.found.status == RESOLVE_FOUND || context->page == context->facts->documents.readme)
        return target;
    /* Another page's commands may be meant from its own folder. */
    folder = (struct str){context->page->path,
                          (size_t)(path_base(context->page->path) - context->page->path)};
    folder.len -= folder.len > 0;
    if (folder.len)
        target = find_named(context, folder, run);
    if (target.found.status == RESOLVE_MISSING)
        target.found.status = RESOLVE_UNKNOWN;
    return target;
}
