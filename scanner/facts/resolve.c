#include "facts/resolve.h"

#include "facts/facts.h"
#include "util/arena.h"
#include "util/limits.h"
#include "util/nearest.h"

#include <ctype.h>
#include <string.h>

enum {
    LONGEST = 400,
    MOST_COMMANDS = 500,   /* of a page, that are asked what they write */
    MOST_PASSAGE = 8 * KIB /* a paragraph that is longer says anything */
};

const char *resolve_status_name(enum resolve_status status)
{
    static const char *const names[] = {"found",    "case",        "moved",   "generated",
                                        "external", "placeholder", "unknown", "missing"};

    return names[status];
}

/* Words that stand for something of the reader's. */
static bool is_placeholder(struct str path)
{
    static const char *const signs[] = {
        "<",       ">",    "$",   "{",   "}",  "*",   "[",   "]",           "...", "path/to",
        "path_to", "your", "xxx", "???", "%s", "foo", "my_", "example.com", "\\",  "\xe2\x80\xa6"};

    for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
        if (str_contains_nocase(path, signs[i]))
            return true;
    return false;
}

/* folder + "/" + path, with "." and ".." taken out; NULL where it leaves the repository. */
static const char *join(struct arena *arena, struct str folder, struct str path)
{
    char *out = arena_alloc(arena, folder.len + path.len + 2);
    struct str parts[2] = {folder, path};
    size_t length = 0;

    for (size_t p = 0; p < 2; p++) {
        const char *at = parts[p].ptr, *end = str_end(parts[p]);

        while (at < end) {
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

static bool is_there(const struct tree *tree, const char *path)
{
    return path && (tree_find(tree, path) || tree_has_folder(tree, path));
}

/* The one file that ends with "/" + path; NULL: none, or several. */
static const char *ends_with(const struct tree *tree, const char *path, bool *ret_several)
{
    const struct tree_file *file = NULL;
    const char *found = NULL;
    size_t length = strlen(path);

    *ret_several = false;
    while ((file = tree_next_named(tree, path_base(path), file))) {
        const char *candidate = file->file->path;
        size_t longer = strlen(candidate);

        if (longer <= length || candidate[longer - length - 1] != '/' ||
            strcmp(candidate + longer - length, path))
            continue;
        if (found) {
            *ret_several = true;
            return NULL;
        }
        found = candidate;
    }
    return found;
}

/* Whether .gitignore at the root speaks of it: by its name, its folder or its extension. */
static bool is_ignored(const struct facts *facts, const char *path)
{
    const struct file *file = snapshot_find(facts->snapshot, ".gitignore");
    struct arena *arena;
    struct str text, line;
    bool ignored = false;

    if (!file)
        return false;
    arena = arena_new();
    if (file_read(facts->snapshot, arena, file, LIMIT_CONFIG_BYTES, &text) == READ_OK)
        while (!ignored && str_next_line(&text, &line)) {
            struct str rule = str_trim(line);

            if (str_starts(rule, "/"))
                rule = str_slice(rule, 1, rule.len);
            while (rule.len && (rule.ptr[rule.len - 1] == '/' || rule.ptr[rule.len - 1] == '*'))
                rule.len--;
            if (rule.len < 2 || *rule.ptr == '#' || *rule.ptr == '!')
                continue;
            if (str_starts(rule, "*."))
                ignored = text_ends(path, arena_strndup(arena, rule.ptr + 1, rule.len - 1));
            else
                ignored = (!strncmp(path, rule.ptr, rule.len) &&
                           (path[rule.len] == '/' || !path[rule.len])) ||
                          str_equal(rule, path_base(path));
        }
    arena_free(arena);
    return ignored;
}

/* Whether an earlier command of the page writes it: behind >, -o, --output and the like. */
static bool is_made(const struct document *page, const char *path)
{
    const char *base = path_base(path);

    for (size_t i = 0; i < page->commands.count && i < MOST_COMMANDS; i++) {
        struct str rest = page->commands.items[i].text, word;
        bool output = false;

        while (str_next_word(&rest, &word)) {
            if (output && str_contains(word, base))
                return true;
            output = str_equal(word, ">") || str_equal(word, ">>") || str_equal(word, "-o") ||
                     str_equal(word, "-O") ||
                     (str_starts(word, "--") && str_contains(word, "out")) ||
                     str_equal(word, "touch") || str_equal(word, "tee") || str_equal(word, "cp") ||
                     str_equal(word, "mv") || str_equal(word, "ln");
        }
    }
    return false;
}

bool page_brings_files(const struct document *page)
{
    static const char *const ways[] = {"wget ",   "curl ",   "unzip ",    "tar ",
                                       "gdown ",  "aria2c ", "submodule", "kaggle ",
                                       "gsutil ", "aws s3",  "git lfs"};
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

/* Sentences about files that are yet to be, or that belong to others. */
static bool speaks_of_the_future(struct str passage)
{
    static const char *const words[] = {
        "create",  "creating",    "generat",  "will be",  "produc",   "output",
        "save",    "saving",      "write a",  "named",    "call it",  "e.g.",
        "i.e.",    "for example", "example:", "new file", "your own", "download",
        "rename",  "install ",    "copy",     "such as",  "like ",    "instead of",
        "removed", "deprecated",  "replaced", "from the", "original", "used to be"};

    if (passage.len > MOST_PASSAGE)
        return true;
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (str_contains_nocase(passage, words[i]))
            return true;
    return false;
}

/* A file beside it whose name is nearly the same; NULL: none, or it is not sure. */
static const char *near_by(const struct facts *facts, const char *path)
{
    struct nearest nearest = nearest_to(path_base(path));
    size_t folder = (size_t)(path_base(path) - path);
    const char *found = NULL;

    for (size_t i = 0; i < facts->tree.count; i++) {
        const char *candidate = facts->tree.files[i].file->path, *base = path_base(candidate);

        if ((size_t)(base - candidate) != folder || strncmp(candidate, path, folder))
            continue;
        /* The same name with another ending, or with none: LICENSE.md for LICENSE. */
        size_t stem = (size_t)(path_extension(path) - path_base(path));
        if (*path_extension(path) && !strncmp(base, path_base(path), stem) &&
            (base[stem] == '.' || !base[stem]))
            return candidate;
        nearest_offer(&nearest, base);
        if (nearest.best == base)
            found = candidate;
    }
    return nearest.best && strlen(path_base(path)) > 4 ? found : NULL;
}

/* What is wrong with the path, and where the file is. What to write instead is sure only from a
 * folder that the file is in or below. */
static struct resolved accuse(const struct resolve_context *context, struct str written,
                              enum resolve_status status, const char *there)
{
    struct arena *arena = context->facts->arena;
    struct resolved resolved = {.status = status, .path = there};
    struct str cwd = context->cwd;
    const char *name = there;

    if (!there)
        return resolved;
    resolved.hint = arena_printf(arena, "is %s", there);
    if (cwd.len) {
        if (strncmp(there, cwd.ptr, cwd.len) || there[cwd.len] != '/')
            return resolved;
        name += cwd.len + 1;
    }
    resolved.replacement = str_starts(written, "./") ? arena_printf(arena, "./%s", name) : name;
    return resolved;
}

struct resolved resolve_path(const struct resolve_context *context, struct str path)
{
    const struct facts *facts = context->facts;
    const struct tree *tree = &facts->tree;
    struct arena *arena = facts->arena;
    const char *here, *root, *twin, *moved;
    bool several;

    if (!path.len || path.len > LONGEST || is_placeholder(path))
        return (struct resolved){.status = RESOLVE_PLACEHOLDER};
    if (*path.ptr == '/' || *path.ptr == '~' || str_contains(path, ":"))
        return (struct resolved){.status = RESOLVE_UNKNOWN};
    here = join(arena, context->cwd, path);
    root = join(arena, (struct str){"", 0}, path);
    if (is_there(tree, here) || is_there(tree, root))
        return (struct resolved){.status = RESOLVE_FOUND,
                                 .path = is_there(tree, here) ? here : root};
    if (!root || !here || !*root)
        return (struct resolved){.status = RESOLVE_UNKNOWN};
    if (context->cwd.len && !tree_has_folder(tree, str_dup(arena, context->cwd)))
        return (struct resolved){.status = RESOLVE_EXTERNAL};
    twin = tree_find_case_twin(tree, here);
    if (!twin)
        twin = tree_find_case_twin(tree, root);
    if (twin)
        return accuse(context, path, RESOLVE_CASE, twin);
    moved = ends_with(tree, root, &several);
    if (several || (moved && !context->command)) /* in a sentence a folder may be understood */
        return (struct resolved){.status = several ? RESOLVE_UNKNOWN : RESOLVE_FOUND,
                                 .path = moved};
    if (facts->snapshot->files_partial)
        return (struct resolved){.status = RESOLVE_UNKNOWN};
    if (is_made(context->page, root) || is_ignored(facts, here) || is_ignored(facts, root))
        return (struct resolved){.status = RESOLVE_GENERATED};
    if (context->passage_links || context->brings_files)
        return (struct resolved){.status = moved ? RESOLVE_UNKNOWN : RESOLVE_EXTERNAL};
    if (moved)
        return accuse(context, path, RESOLVE_MOVED, moved);
    if (!context->command && speaks_of_the_future(context->passage))
        return (struct resolved){.status = RESOLVE_UNKNOWN};
    /* A folder that is not there either: somebody else's tree, or one that is made. */
    if (strchr(root, '/')) {
        const char *base = path_base(here);
        char *folder = arena_strndup(arena, here, base > here ? (size_t)(base - here - 1) : 0);

        if (*folder && !tree_has_folder(tree, folder))
            return (struct resolved){.status = RESOLVE_UNKNOWN};
    }
    twin = NULL;
    if (*context->suggestions) {
        --*context->suggestions;
        twin = near_by(facts, here);
        if (!twin)
            twin = near_by(facts, root);
    }
    return accuse(context, path, RESOLVE_MISSING, twin);
}
