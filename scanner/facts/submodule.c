#include "facts/extract.h"

#include "facts/facts.h"
#include "util/arena.h"
#include "util/limits.h"

#include <ctype.h>
#include <string.h>

/* Entries of the tree that stand for a commit of another repository. Without a section of
 * .gitmodules nobody learns which one, and a clone has an empty folder there. */

/* "path = x" of any section. */
static bool is_declared(struct str gitmodules, const char *path)
{
    struct str line;

    while (str_next_line(&gitmodules, &line)) {
        struct str rest = str_trim(line);

        if (!str_starts(rest, "path"))
            continue;
        rest = str_trim(str_slice(rest, 4, rest.len));
        if (!rest.len || *rest.ptr != '=')
            continue;
        rest = str_trim(str_slice(rest, 1, rest.len));
        if (rest.len > 1 && *rest.ptr == '"' && rest.ptr[rest.len - 1] == '"')
            rest = str_slice(rest, 1, rest.len - 1);
        while (rest.len && rest.ptr[rest.len - 1] == '/')
            rest.len--;
        if (str_equal(rest, path))
            return true;
    }
    return false;
}

static bool is_identifier(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!isalnum((unsigned char)text.ptr[i]) && text.ptr[i] != '_')
            return false;
    return text.len && !isdigit((unsigned char)*text.ptr);
}

/* Is there a module of this name elsewhere in the tree, which the import means then? */
static bool has_other_module(const struct facts *facts, const char *path, const char *base)
{
    const struct tree *tree = &facts->tree;

    if (tree_next_named(tree, arena_printf(facts->arena, "%s.py", base), NULL))
        return true;
    for (size_t i = 0; i < tree->folder_count; i++) {
        struct str folder = tree->folders[i].path;

        if (str_ends(folder, base) && !str_equal(folder, path) &&
            (folder.len == strlen(base) || folder.ptr[folder.len - strlen(base) - 1] == '/'))
            return true;
    }
    return false;
}

/* "import NAME", "from NAME.x import y", "import a, NAME": the module stands as a word of its own.
 */
static bool imports(struct str line, const char *module)
{
    size_t length = strlen(module);
    struct str rest = str_trim(line), word;

    if (!str_next_word(&rest, &word) || (!str_equal(word, "import") && !str_equal(word, "from")))
        return false;
    do {
        while (rest.len && (isspace((unsigned char)*rest.ptr) || *rest.ptr == ','))
            rest = str_slice(rest, 1, rest.len);
        if (str_starts(rest, module) &&
            (rest.len == length ||
             !(isalnum((unsigned char)rest.ptr[length]) || rest.ptr[length] == '_')))
            return true;
        while (rest.len && *rest.ptr != ',' && !str_starts(rest, " import"))
            rest = str_slice(rest, 1, rest.len);
    } while (str_equal(word, "import") && rest.len && *rest.ptr == ',');
    return false;
}

static bool builds(struct str line, const char *path)
{
    struct str rest = str_trim(line);

    return str_starts(rest, "add_subdirectory(") && str_contains(rest, path);
}

/* The first line of own code that needs what would be in the folder. */
static bool find_use(struct facts *facts, const char *path, const char **ret_path,
                     unsigned *ret_line)
{
    const char *base = path_base(path);
    bool by_base = is_identifier(str_of(base)) && !has_other_module(facts, path, base);
    char *dotted = arena_strdup(facts->arena, path);
    size_t files = 0, bytes = 0;

    for (char *c = dotted; *c; c++)
        if (*c == '/')
            *c = '.';
    for (size_t i = 0; i < facts->tree.count; i++) {
        const struct tree_file *file = &facts->tree.files[i];
        bool python = file->language == LANGUAGE_PYTHON,
             cmake = !strcmp(path_base(file->file->path), "CMakeLists.txt");
        struct arena *arena;
        struct str text, line;
        unsigned number = 0;

        if (!(file->roles & ROLE_OWN) || !(python || cmake))
            continue;
        if (++files > LIMIT_SOURCE_FILES || bytes > LIMIT_SOURCE_BYTES)
            break;
        arena = arena_new();
        if (file_read(facts->snapshot, arena, file->file, LIMIT_CONFIG_BYTES, &text) == READ_OK) {
            bytes += text.len;
            while (str_next_line(&text, &line)) {
                number++;
                if (python ? imports(line, dotted) || (by_base && imports(line, base))
                           : builds(line, path)) {
                    *ret_path = file->file->path;
                    *ret_line = number;
                    arena_free(arena);
                    return true;
                }
            }
        }
        arena_free(arena);
    }
    return false;
}

void submodules_collect(struct facts *facts)
{
    const struct file *file = snapshot_find(facts->snapshot, ".gitmodules");
    struct str gitmodules = {0};

    /* sections of the whole repository are named from its root, not from a subfolder */
    if (*facts->snapshot->path)
        return;
    if (file &&
        file_read(facts->snapshot, facts->arena, file, LIMIT_CONFIG_BYTES, &gitmodules) != READ_OK)
        return;
    for (size_t i = 0; i < facts->snapshot->files.count; i++) {
        const struct file *link = &facts->snapshot->files.items[i];
        const char *path;
        unsigned line;

        if (link->kind != FILE_GITLINK)
            continue;
        if (is_declared(gitmodules, link->path))
            facts_observe(facts, OBSERVATION_SUBMODULE, "declared", link->path, 0,
                          str_of(link->path));
        else if (find_use(facts, link->path, &path, &line))
            facts_observe(facts, OBSERVATION_SUBMODULE, "undeclared_used", path, line,
                          str_of(link->path))
                ->hint =
                arena_printf(facts->arena, "%s is an empty folder in every clone", link->path);
        else
            facts_observe(facts, OBSERVATION_SUBMODULE, "undeclared", link->path, 0,
                          str_of(link->path));
    }
}
