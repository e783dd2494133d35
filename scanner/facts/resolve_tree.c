/* The steps that look for a path in the tree. Declared in resolve_step.h. */
#include "facts/candidate.h"
#include "facts/facts.h"
#include "facts/link_path.h"
#include "facts/resolve_step.h"
#include "facts/supply.h"
#include "util/arena.h"
#include "util/glob.h"

#include <string.h>
#include <strings.h>

enum { MOST_PROSE_FOLDERS = 8, MOST_SAME_NAME = 1000, MOST_GLOBBED = 20000 };

static bool found(struct attempt *attempt, const char *path, const char *how)
{
    return attempt_settle(attempt, RESOLVE_FOUND, path, "%s is there%s", *path ? path : "the root",
                          how);
}

bool step_here(struct attempt *attempt)
{
    if (attempt_is_there(attempt, attempt->here))
        return found(attempt, attempt->here, "");
    return attempt_pass(attempt, "%s is not there",
                        attempt->here ? attempt->here : "what lies above the root");
}

bool step_root(struct attempt *attempt)
{
    if (!attempt->context->cwd.len)
        return false;
    if (attempt_is_there(attempt, attempt->root))
        return found(attempt, attempt->root, "");
    return attempt_pass(attempt, "%s is not there",
                        attempt->root ? attempt->root : "what lies above the root");
}

/* Whether the path is there from a folder. */
static const char *from_folder(const struct attempt *attempt, struct str folder)
{
    const char *path = path_join(attempt->arena, folder, attempt->path);

    return !text_starts(path, "..") && attempt_is_there(attempt, path) ? path : NULL;
}

bool step_page_folder(struct attempt *attempt)
{
    struct str folder = path_folder(attempt->context->page->path);
    bool any = folder.len > 0;

    while (folder.len) {
        const char *path = from_folder(attempt, folder);

        if (path)
            return found(attempt, path, ", beside the page");
        while (folder.len && folder.ptr[--folder.len] != '/')
            ;
    }
    return any && attempt_pass(attempt, "nor is it in the folder of the page, or above that");
}

/* The file, from a folder of the tree that a page calls so: by its path, or by the end of it. */
static const char *in_folder_called(const struct attempt *attempt, struct str name, bool *ret_known)
{
    const struct tree *tree = attempt->tree;
    const struct tree_folder *folder;

    while (str_ends(name, "/"))
        name.len--;
    if (str_starts(name, "./"))
        name = str_slice(name, 1, name.len);
    while (str_starts(name, "/"))
        name = str_slice(name, 1, name.len);
    if (!name.len || name.len > 200)
        return NULL;
    folder = tree_find_folder(tree, str_dup(attempt->arena, name));
    if (folder) {
        *ret_known = true;
        return from_folder(attempt, folder->path);
    }
    for (size_t i = 1; i < tree->folder_count; i++) {
        struct str path = tree->folders[i].path;
        const char *found;

        if (path.len <= name.len || path.ptr[path.len - name.len - 1] != '/' ||
            memcmp(path.ptr + path.len - name.len, name.ptr, name.len))
            continue;
        *ret_known = true;
        found = from_folder(attempt, path);
        if (found)
            return found;
    }
    return NULL;
}

static struct str bare_word(struct str word)
{
    static const char *const marks = "`'\"()[]*,.:;!?_";

    while (word.len && strchr(marks, *word.ptr))
        word = str_slice(word, 1, word.len);
    while (word.len && strchr(marks, word.ptr[word.len - 1]))
        word.len--;
    return word;
}

/* Tries the folders that a text speaks of: "the `src` folder", "folder src", "under src/". */
static const char *in_spoken_folder(const struct attempt *attempt, struct str text, unsigned *left)
{
    static const char *const nouns[] = {"folder",      "directory",    "dir",
                                        "subfolder",   "subdirectory", "folders",
                                        "directories", "sub-folder",   "sub-directory"};
    static const char *const before[] = {"in",     "from", "under", "inside",
                                         "within", "into", "to",    "of"};
    struct str word, last = {NULL, 0}, rest;
    bool after_noun = false;

    if (!resolver_spend(attempt->facts, text.len))
        return NULL;
    for (rest = text; *left && str_next_word(&rest, &word);) {
        struct str bare = bare_word(word), name = {NULL, 0};
        bool noun = STR_IS_ONE_OF(bare, nouns);
        bool known = false;
        const char *path;

        if (noun && last.len)
            name = last;
        else if (after_noun || (STR_IS_ONE_OF(last, before) && bare.len > 2))
            name = bare;
        after_noun = noun;
        if (!str_equal(bare, "the") && !str_equal(bare, "our") && !str_equal(bare, "this"))
            last = bare;
        path = name.len ? in_folder_called(attempt, name, &known) : NULL;
        if (path)
            return path;
        *left -= known;
    }
    return NULL;
}

/* A heading that names a folder speaks of what is in it. */
static const char *in_heading_folder(const struct attempt *attempt, struct str text)
{
    struct str word;

    while (str_next_word(&text, &word)) {
        bool known;
        const char *path = in_folder_called(attempt, bare_word(word), &known);

        if (path)
            return path;
    }
    return NULL;
}

/* Looks through the passage, what introduces it, and the headings above it. */
bool step_prose_folder(struct attempt *attempt)
{
    const struct resolve_context *context = attempt->context;
    const struct document *page = context->page;
    unsigned left = MOST_PROSE_FOLDERS, blocks = 0, level = 7;
    const char *path = in_spoken_folder(attempt, context->passage, &left);

    if (path)
        return found(attempt, path, ", in a folder that the text names");
    if (!context->has_block || context->block >= page->blocks.count)
        return false;
    for (size_t i = context->block + 1; i-- && blocks < 40;) {
        const struct block *block = &page->blocks.items[i];

        if (block->kind == BLOCK_HEADING) {
            if (block->level < level) {
                path = in_heading_folder(attempt, block->text);
                if (!path)
                    path = in_spoken_folder(attempt, block->text, &left);
                level = block->level;
            }
            if (level <= 1)
                blocks = 40;
        } else if (block->kind != BLOCK_CODE && level == 7 && blocks++ < 12) {
            path = in_spoken_folder(attempt, block->text, &left);
        }
        if (path)
            return found(attempt, path, ", in a folder that the section names");
    }
    return attempt_pass(attempt, "no folder that the text names has it");
}

bool step_visited_folder(struct attempt *attempt)
{
    const struct supply *supply = resolver_supply(attempt->facts, attempt->context->page);

    for (size_t i = 0; i < supply->folders.count; i++) {
        const char *path = from_folder(attempt, supply->folders.items[i]);

        if (path)
            return found(attempt, path, ", in a folder that a command of the page goes into");
    }
    return supply->folders.count &&
           attempt_pass(attempt, "nor is it in a folder that a command of the page goes into");
}

/* Letters and digits of two names, in any case. */
static bool same_letters(struct str a, struct str b)
{
    size_t i = 0, k = 0;

    for (;;) {
        while (i < a.len && (a.ptr[i] == '-' || a.ptr[i] == '_' || a.ptr[i] == '.'))
            i++;
        while (k < b.len && (b.ptr[k] == '-' || b.ptr[k] == '_' || b.ptr[k] == '.'))
            k++;
        if (i == a.len || k == b.len)
            return i == a.len && k == b.len;
        if (strncasecmp(a.ptr + i++, b.ptr + k++, 1))
            return false;
    }
}

/* Whether a folder is called as the repository is: by its snapshot, or by its address. */
static bool is_own_name(const struct attempt *attempt, struct str name)
{
    const struct snapshot *snapshot = attempt->facts->snapshot;
    const char *names[2] = {snapshot->name, snapshot->url};

    if (str_ends(name, "-main"))
        name.len -= 5;
    else if (str_ends(name, "-master"))
        name.len -= 7;
    if (manifests_own_package(&attempt->facts->manifests, name))
        return true;
    for (size_t i = 0; name.len && i < 2; i++) {
        struct str own = str_of(names[i] ? path_base(names[i]) : "");

        if (str_ends(own, ".git"))
            own.len -= 4;
        if (own.len && same_letters(name, own))
            return true;
    }
    return false;
}

bool step_clone_folder(struct attempt *attempt)
{
    struct str rest = attempt->path, first;
    const char *path;

    while (str_starts(rest, "./") || str_starts(rest, "../"))
        path_next_part(&rest);
    first = path_next_part(&rest);
    /* where a folder of the tree has that name it is meant */
    if (!rest.len || tree_has_folder(attempt->tree, str_dup(attempt->arena, first)) ||
        !is_own_name(attempt, first))
        return false;
    path = path_join(attempt->arena, (struct str){"", 0}, rest);
    if (attempt_is_there(attempt, path))
        return found(attempt, path, ", behind the repository's own name");
    return attempt_pass(attempt, "%s, behind the repository's own name, is not there", path);
}

bool step_pattern(struct attempt *attempt)
{
    const struct glob *globs[2] = {0};
    const char *both[2] = {attempt->here, attempt->root};

    if (strcspn(str_dup(attempt->arena, attempt->path), "*?") == attempt->path.len)
        return false;
    for (size_t i = 0; i < 2; i++)
        if (both[i])
            globs[i] = glob_compile(attempt->arena, both[i], 0);
    for (size_t i = 0; i < attempt->tree->count && i < MOST_GLOBBED; i++)
        for (size_t g = 0; g < 2; g++)
            if (globs[g] && glob_match(globs[g], attempt->tree->files[i].file->path))
                return found(attempt, attempt->tree->files[i].file->path,
                             ", which the pattern fits");
    return attempt_settle(attempt, RESOLVE_PLACEHOLDER, NULL, "it is a pattern that fits no file");
}

/* What to write instead is sure only from a folder that the file is in or below. */
static void suggest(struct attempt *attempt, const char *there, bool sure)
{
    struct str cwd = attempt->context->cwd;
    const char *name = there;

    attempt->resolved.path = there;
    attempt->resolved.hint = arena_printf(attempt->arena, "%s %s", sure ? "is" : "perhaps", there);
    if (!sure)
        return;
    if (cwd.len) {
        if (strncmp(there, cwd.ptr, cwd.len) || there[cwd.len] != '/')
            return;
        name += cwd.len + 1;
    }
    attempt->resolved.replacement =
        str_starts(attempt->written, "./") ? arena_printf(attempt->arena, "./%s", name) : name;
}

bool step_case_twin(struct attempt *attempt)
{
    const char *both[2] = {attempt->here, attempt->root};

    for (size_t i = 0; i < 2; i++) {
        const char *twin = both[i] ? tree_find_case_twin(attempt->tree, both[i]) : NULL;

        if (!twin)
            continue;
        attempt_settle(attempt, RESOLVE_CASE, twin, "%s is there, in other case", twin);
        suggest(attempt, twin, true);
        return true;
    }
    return attempt_pass(attempt, "no other spelling of it in case alone is there");
}

/* The one file that ends with "/" + path, or is called so; *ret_count: how many there are. */
static const char *ends_with(const struct attempt *attempt, const char *path, size_t *ret_count)
{
    const struct tree_file *file = NULL;
    const char *only = NULL;
    size_t length = strlen(path), seen = 0;

    *ret_count = 0;
    while ((file = tree_next_named(attempt->tree, path_base(path), file)) &&
           seen++ < MOST_SAME_NAME) {
        const char *candidate = file->file->path;
        size_t longer = strlen(candidate);

        if (longer <= length || candidate[longer - length - 1] != '/' ||
            strcmp(candidate + longer - length, path))
            continue;
        only = candidate;
        ++*ret_count;
    }
    return only;
}

/* What may be left out before a path that has folders: "src/" and the like, what leads to headers,
 * the folder of a page that stands below the root; and on other pages than READMEs all. */
static bool may_leave_out(const struct attempt *attempt, const char *there, const char *path)
{
    const char *page = attempt->context->page->path;
    struct str folder = path_folder(page);
    static const char *const folders[] = {"src/",    "lib/",     "python/",
                                          "source/", "sources/", "code/"};
    size_t length = strlen(there) - strlen(path);

    for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
        if (strlen(folders[i]) == length && !strncmp(there, folders[i], length))
            return true;
    return text_ends(path, ".h") || text_ends(path, ".hpp") || !attempt_on_readme(attempt) ||
           (folder.len && !strncmp(there, page, folder.len + 1));
}

bool step_understood(struct attempt *attempt)
{
    const struct resolve_context *context = attempt->context;
    const char *path = attempt->root ? attempt->root : attempt->here, *there;
    size_t count;

    if (!path || context->argument)
        return false;
    if (context->command && (attempt_on_readme(attempt) || strchr(path, '/')))
        return false;
    there = ends_with(attempt, path, &count);
    if (!count || (strchr(path, '/') && !may_leave_out(attempt, there, path)))
        return false;
    if (count > 1)
        return attempt_settle(attempt, RESOLVE_FOUND, there,
                              "%zu files are called so, one of which is meant", count);
    return found(attempt, there, "; its folder is understood");
}

/* Names that every folder may have: elsewhere they are other files. */
static bool is_everywhere(const char *base)
{
    static const char *const names[] = {
        "__init__.py", "readme.md", "setup.py",       "index.md",         "index.html", "index.rst",
        "license",     "makefile",  "cmakelists.txt", "requirements.txt", "conftest.py"};

    return STR_IS_ONE_OF(str_of(base), names);
}

bool step_moved(struct attempt *attempt)
{
    const char *path = attempt->root ? attempt->root : attempt->here, *there;
    size_t count, named;

    if (!path || !*path)
        return attempt_settle(attempt, RESOLVE_UNKNOWN, NULL, "it leads out of the repository");
    there = ends_with(attempt, path, &count);
    if (count > 1)
        return attempt_settle(attempt, RESOLVE_UNKNOWN, NULL,
                              "%zu files end so, and which is meant is not said", count);
    if (!count && strchr(path, '/') && !is_everywhere(path_base(path))) {
        there = ends_with(attempt, path_base(path), &named);
        if (tree_find(attempt->tree, path_base(path))) {
            named++;
            there = path_base(path);
        }
        count = named == 1;
    }
    if (!count)
        return attempt_pass(attempt, "no one file elsewhere has its name");
    attempt_settle(attempt, RESOLVE_MOVED, there, "the one file of that name is %s", there);
    suggest(attempt, there, true);
    return true;
}

bool step_missing(struct attempt *attempt)
{
    const struct resolve_context *context = attempt->context;
    struct candidate candidate = {0};

    attempt_settle(attempt, RESOLVE_MISSING, NULL,
                   "nothing of that name is in the tree, and nothing says why");
    if (context->suggestions && *context->suggestions) {
        --*context->suggestions;
        candidate = candidate_find(context, attempt->here, attempt->root);
        if (candidate.path)
            suggest(attempt, candidate.path, candidate.sure);
    }
    return true;
}
