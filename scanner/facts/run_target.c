#include "facts/run_target.h"

#include "facts/entry_points.h"
#include "facts/facts.h"
#include "facts/python_import.h"
#include "facts/trace.h"
#include "util/arena.h"
#include "util/nearest.h"

#include <string.h>

const char *run_path_join(struct arena *arena, struct str cwd, struct str path)
{
    char *out = arena_alloc(arena, cwd.len + path.len + 2);
    struct str parts[2] = {cwd, path};
    size_t length = 0;

    for (size_t p = 0; p < 2; p++) {
        const char *at = parts[p].ptr, *end = str_end(parts[p]);

        while (at && at < end) {
            const char *slash = memchr(at, '/', (size_t)(end - at));
            size_t size = (size_t)((slash ? slash : end) - at);

            if (size == 2 && !memcmp(at, "..", 2)) {
                if (!length)
                    return NULL;
                while (length && out[--length] != '/')
                    ;
            } else if (size && !(size == 1 && *at == '.')) {
                if (length)
                    out[length++] = '/';
                memcpy(out + length, at, size);
                length += size;
            }
            at += size + (slash ? 1 : 0);
        }
    }
    out[length] = '\0';
    return out;
}

static struct str folder_of(const char *path)
{
    struct str folder = {path, (size_t)(path_base(path) - path)};

    folder.len -= folder.len > 0;
    return folder;
}

struct resolved run_file_find(const struct run_context *context, const struct command *command,
                              struct str path)
{
    const struct document *page = context->page;
    struct resolve_context here = {.facts = context->facts,
                                   .page = page,
                                   .cwd = command->cwd,
                                   .suggestions = context->suggestions,
                                   .command = true,
                                   .block = command->block,
                                   .has_block = command->block < page->blocks.count,
                                   .trace = trace_at(context->facts, page->path, command->line)};

    if (here.has_block && command->shown == SHOWN_INLINE)
        here.passage = page->blocks.items[command->block].text;
    return resolve_path(&here, path);
}

/* The module of the folder whose name is nearest, as it would be written. */
static void suggest(const struct run_context *context, struct str dotted,
                    const struct import_found *found, struct resolved *resolved)
{
    const struct facts *facts = context->facts;
    const struct tree_folder *folder =
        found->there ? tree_find_folder(&facts->tree, found->there) : NULL;
    struct nearest nearest = nearest_to(str_dup(facts->arena, found->absent));
    size_t length = folder ? folder->path.len : 0, known = dotted.len - found->absent.len;

    if (!folder || !*context->suggestions || !str_ends(dotted, nearest.word))
        return;
    --*context->suggestions;
    for (size_t i = folder->first; i < folder->end; i++) {
        const char *path = facts->tree.files[i].file->path;
        const char *name = path + length + (length ? 1 : 0);

        if (!strchr(name, '/') && text_ends(name, ".py") && strcmp(name, "__init__.py") != 0)
            nearest_offer(&nearest,
                          arena_strndup(facts->arena, name, strlen(name) - strlen(".py")));
    }
    if (!nearest.best)
        return;
    resolved->hint =
        arena_printf(facts->arena, "is %s%s%s.py", found->there, length ? "/" : "", nearest.best);
    resolved->replacement =
        arena_printf(facts->arena, "%.*s%s", (int)known, dotted.ptr, nearest.best);
}

static bool is_dotted_name(struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              c == '_' || c == '.'))
            return false;
    }
    return name.len && *name.ptr != '.' && !str_ends(name, ".");
}

/* A package runs by its __main__.py. */
static struct resolved find_main(const struct facts *facts, const struct import_found *found)
{
    struct str folder =
        found->status == IMPORT_FOLDER ? str_of(found->path) : folder_of(found->path);
    const char *main = run_path_join(facts->arena, folder, STR("__main__.py"));
    struct resolved resolved = {.status = RESOLVE_FOUND, .path = main};

    if (tree_find(&facts->tree, main))
        return resolved;
    resolved.path = NULL;
    resolved.status = found->status == IMPORT_FOLDER || facts->snapshot->files_partial
                          ? RESOLVE_UNKNOWN
                          : RESOLVE_MISSING;
    resolved.hint =
        arena_printf(facts->arena, "%.*s has no __main__.py", (int)folder.len, folder.ptr);
    return resolved;
}

/* `runs`: behind python -m; else it is imported. */
static struct run_target find_dotted(const struct run_context *context, struct str cwd,
                                     struct str dotted, bool runs)
{
    const struct facts *facts = context->facts;
    struct run_target target = {.checked = true, .found = {.status = RESOLVE_EXTERNAL}};
    struct import_site site = {
        .cwd = cwd, .folders = context->went, .folder_count = context->went_count};
    struct import_found found = import_find(facts, &site, dotted, 0);

    switch (found.status) {
    case IMPORT_FILE:
    case IMPORT_FOLDER:
        if (runs && (found.status == IMPORT_FOLDER || text_ends(found.path, "__init__.py")))
            target.found = find_main(facts, &found);
        else
            target.found = (struct resolved){.status = RESOLVE_FOUND, .path = found.path};
        if (found.elsewhere)
            target.found.status = RESOLVE_UNKNOWN;
        break;
    case IMPORT_CASE:
        target.found = (struct resolved){.status = RESOLVE_CASE,
                                         .path = found.path,
                                         .hint = arena_printf(facts->arena, "is %s", found.path)};
        break;
    case IMPORT_ABSENT:
        target.found.status = RESOLVE_MISSING;
        suggest(context, dotted, &found, &target.found);
        break;
    case IMPORT_UNKNOWN:
        target.found.status = RESOLVE_UNKNOWN;
        break;
    case IMPORT_STANDARD:
    case IMPORT_DECLARED:
    case IMPORT_UNDECLARED:
        break;
    }
    if (target.found.status == RESOLVE_MISSING && context->page != facts->documents.readme)
        target.found.status = RESOLVE_UNKNOWN;
    return target;
}

static bool is_placeholder_word(struct str word)
{
    for (size_t i = 0; i < word.len; i++)
        if (strchr("<>$*{}[]\\", word.ptr[i]))
            return true;
    return str_contains(word, "...");
}

static struct run_target find_program(const struct run_context *context,
                                      const struct command *command, const struct run *run)
{
    const struct entry_point *entry = entry_point_find(context->entries, run->target);
    struct run_target target = {0};

    if (entry && entry->script) {
        const char *path = entry->script;

        target.checked = true;
        target.found.status =
            tree_find(&context->facts->tree, path) ? RESOLVE_FOUND : RESOLVE_UNKNOWN;
        target.found.path = target.found.status == RESOLVE_FOUND ? path : NULL;
        return target;
    }
    if (entry) {
        target = find_dotted(context, folder_of(entry->path), str_of(entry->module), false);
        target.function = entry->function;
        if (target.found.status != RESOLVE_FOUND)
            target.found.status = RESOLVE_UNKNOWN;
        return target;
    }
    entry = entry_point_near(context->entries, run->target);
    if (entry && !context->entries->unknown && !command->elsewhere) {
        target.checked = true;
        target.found = (struct resolved){
            .status = RESOLVE_MISSING,
            .hint = arena_printf(context->facts->arena, "is %s, %s:%u", entry->name, entry->path,
                                 entry->line),
            .replacement = entry->name,
        };
    }
    return target;
}

/* Whether people write it by hand, so that it should be in the tree. */
static bool is_written_by_hand(struct str path)
{
    static const char *const endings[] = {
        ".py",  ".ipynb", ".sh",     ".R",     ".r",   ".Rmd",  ".jl", ".m",  ".lua", ".pl", ".rb",
        ".qmd", ".do",    ".sbatch", ".slurm", ".csh", ".bash", ".js", ".ts", ".mjs", ".bat"};

    for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
        if (str_ends(path, endings[i]) && path.len > strlen(endings[i]))
            return true;
    return false;
}

static struct run_target find_script(const struct run_context *context,
                                     const struct command *command, const struct run *run)
{
    struct run_target target = {.checked = true};
    bool by_hand = is_written_by_hand(run->target);

    if (str_contains(run->target, " "))
        return (struct run_target){0};
    if (str_equal(run->file, ".m")) { /* matlab -batch name */
        const struct tree_file *file = tree_next_named(
            &context->facts->tree,
            arena_printf(context->facts->arena, "%.*s.m", (int)run->target.len, run->target.ptr),
            NULL);

        target.found =
            (struct resolved){.status = RESOLVE_FOUND, .path = file ? file->file->path : NULL};
        target.checked = file != NULL;
        return target;
    }
    if (!by_hand && !str_contains(run->target, "/") && run->language == RUN_LANGUAGE_SHELL)
        return (struct run_target){0}; /* source activate */
    target.found = run_file_find(context, command, run->target);
    /* What a build makes has no ending. */
    if (!by_hand && target.found.status != RESOLVE_FOUND)
        target.checked = false;
    /* python FOLDER runs its __main__.py */
    if (target.found.path && run->language == RUN_LANGUAGE_PYTHON &&
        tree_has_folder(&context->facts->tree, target.found.path))
        target.found.path =
            arena_printf(context->facts->arena, "%s/__main__.py", target.found.path);
    return target;
}

/* What an installer is told to read must be there, whatever its ending, unless something brings it
 * or a folder is not known. */
static struct resolved find_input(const struct run_context *context, const struct command *command,
                                  struct str path)
{
    const struct facts *facts = context->facts;
    struct resolved resolved = run_file_find(context, command, path);
    const char *there = run_path_join(facts->arena, command->cwd, path);
    struct nearest nearest;
    const struct tree_folder *folder;
    char *name;

    if (resolved.status != RESOLVE_UNKNOWN || !there || command->elsewhere ||
        context->page != facts->documents.readme || facts->snapshot->files_partial ||
        *path.ptr == '/' || *path.ptr == '~' || is_placeholder_word(path) ||
        str_contains(path, ":"))
        return resolved;
    name = str_dup(facts->arena, folder_of(there));
    folder = tree_find_folder(&facts->tree, name);
    if (!folder)
        return resolved;
    resolved = (struct resolved){.status = RESOLVE_MISSING};
    nearest = nearest_to(path_base(there));
    for (size_t i = folder->first; i < folder->end && *context->suggestions; i++) {
        const char *other = facts->tree.files[i].file->path;

        if (path_depth(other) == path_depth(there))
            nearest_offer(&nearest, path_base(other));
    }
    *context->suggestions -= *context->suggestions > 0;
    if (nearest.best) {
        resolved.path = run_path_join(facts->arena, str_of(name), str_of(nearest.best));
        resolved.hint = arena_printf(facts->arena, "is %s", resolved.path);
        if (!command->cwd.len)
            resolved.replacement = resolved.path;
    }
    return resolved;
}

struct run_target run_target_find(const struct run_context *context, const struct command *command,
                                  const struct run *run)
{
    struct run_target target = {.checked = true, .found = {.status = RESOLVE_PLACEHOLDER}};
    struct command inside = *command;

    switch (run->kind) {
    case RUN_NONE:
        break;
    case RUN_SCRIPT:
    case RUN_NOTEBOOK:
    case RUN_INPUT:
        if (run->folder.len) {
            const char *cwd = run_path_join(context->facts->arena, command->cwd, run->folder);

            if (!cwd)
                return (struct run_target){0};
            inside.cwd = str_of(cwd);
        }
        if (run->kind == RUN_INPUT) {
            if (str_contains(run->target, "://"))
                return (struct run_target){0};
            target.found = find_input(context, &inside, run->target);
            return target;
        }
        return find_script(context, &inside, run);
    case RUN_MODULE:
        if (is_placeholder_word(run->target))
            return target;
        if (!is_dotted_name(run->target))
            return (struct run_target){0};
        return find_dotted(context, command->cwd, run->target, true);
    case RUN_PROGRAM:
        return find_program(context, command, run);
    case RUN_MAKE:
    case RUN_NPM:
    case RUN_CARGO:
        if (is_placeholder_word(run->target))
            return target;
        return run_build_find(context, command, run);
    case RUN_CMAKE:
    case RUN_COMPOSE:
        return run_build_find(context, command, run);
    }
    return (struct run_target){0};
}
