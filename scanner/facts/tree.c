#include "facts/tree.h"

#include "facts/lookup.h"
#include "facts/role.h"
#include "util/arena.h"
#include "util/limits.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    OWN_LICENCE_FILES = 50, /* a folder with its own licence and more files is somebody else's */
    OWN_LICENCE_CODE = 10,
    OWN_LICENCE_READS = 64,
    DOWNLOAD_REST = 3, /* files of code beside an unpacked download */
    LICENCE_BYTES = 64 * KIB,
    ATTRIBUTES_BYTES = 256 * KIB,
};

struct builder {
    struct arena *arena;
    struct tree *tree;
    size_t folder_capacity;
    const struct attributes *attributes;
};

/* The folder that a path stands in, made where it is new. Paths come sorted, so a folder that was
 * left never comes back. */
static unsigned enter(struct builder *builder, unsigned at, const char *path, size_t index)
{
    struct tree *tree = builder->tree;
    const char *slash;

    while (at) {
        struct str folder = tree->folders[at].path;

        if (!strncmp(path, folder.ptr, folder.len) && path[folder.len] == '/')
            break;
        tree->folders[at].end = index;
        at = tree->folders[at].parent;
    }
    while (tree->folder_count < LIMIT_TREE_ENTRIES &&
           (slash = strchr(path + tree->folders[at].path.len + (at != 0), '/')) != NULL) {
        struct tree_folder *parent, *folder;
        size_t start;

        tree->folders = arena_grow(builder->arena, tree->folders, tree->folder_count,
                                   &builder->folder_capacity, sizeof(*tree->folders));
        parent = &tree->folders[at];
        folder = &tree->folders[tree->folder_count];
        start = parent->path.len + (at != 0);
        *folder = (struct tree_folder){
            .path = {path, (size_t)(slash - path)},
            .parent = at,
            .depth = parent->depth + 1,
            .first = index,
            .roles = role_of_folder((struct str){path + start, (size_t)(slash - path) - start},
                                    parent->roles),
        };
        at = (unsigned)tree->folder_count++;
        map_put(&tree->folder_index, folder->path, at);
    }
    return at;
}

static void classify(struct builder *builder)
{
    struct tree *tree = builder->tree;
    unsigned at = 0;

    for (size_t i = 0; i < tree->count; i++) {
        const struct file *file = &tree->snapshot->files.items[i];
        struct tree_file *entry = &tree->files[i];
        bool content = file->kind == FILE_REGULAR || file->kind == FILE_EXECUTABLE;

        at = enter(builder, at, file->path, i);
        *entry = (struct tree_file){.file = file, .folder = at};
        if (content)
            entry->language = language_of_path(file->path);
        entry->roles =
            role_of_file(builder->attributes, file->path, entry->language, tree->folders[at].roles);
        if (!content)
            entry->roles &= ~(unsigned)(ROLE_CODE | ROLE_PAGE | ROLE_DATA);
    }
    for (; at; at = tree->folders[at].parent)
        tree->folders[at].end = tree->count;
    tree->folders[0].end = tree->count;
}

static bool is_licence_name(const char *base)
{
    return !strncasecmp(base, "license", 7) || !strncasecmp(base, "licence", 7) ||
           !strncasecmp(base, "copying", 7);
}

/* For each folder, the index of the licence file in it, plus one. */
static const size_t *find_licences(struct arena *arena, const struct tree *tree)
{
    size_t *licences = arena_alloc(arena, tree->folder_count * sizeof(*licences));

    for (size_t i = 0; i < tree->count; i++) {
        const struct tree_file *file = &tree->files[i];

        if (!licences[file->folder] && file->language == LANGUAGE_NONE &&
            file->file->kind != FILE_GITLINK && is_licence_name(path_base(file->file->path)))
            licences[file->folder] = i + 1;
    }
    return licences;
}

/* Letters alone, lower case: equal for one holder's texts of different years and layout. */
static struct str letters_of(struct arena *arena, struct str text)
{
    char *letters = arena_alloc(arena, text.len + 1);
    size_t length = 0;

    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];

        if ((byte | 32) >= 'a' && (byte | 32) <= 'z')
            letters[length++] = (char)(byte | 32);
    }
    return (struct str){letters, length};
}

/* Whether the two licences are known to be two: when in doubt they are one. */
static bool differ(const struct builder *builder, const struct file *a, const struct file *b)
{
    static const unsigned char none[sizeof(a->id)] = {0};
    struct arena *scratch;
    struct str one, other;
    bool differs = false;

    if (memcmp(a->id, none, sizeof(none)) && !memcmp(a->id, b->id, sizeof(a->id)))
        return false;
    scratch = arena_new();
    if (file_read(builder->tree->snapshot, scratch, a, LICENCE_BYTES, &one) == READ_OK &&
        file_read(builder->tree->snapshot, scratch, b, LICENCE_BYTES, &other) == READ_OK &&
        !str_contains_nocase(other, "copyright holder:")) {
        one = letters_of(scratch, one);
        other = letters_of(scratch, other);
        differs = one.len != other.len || memcmp(one.ptr, other.ptr, one.len);
    }
    arena_free(scratch);
    return differs;
}

static size_t count_code(const struct tree *tree, size_t first, size_t end)
{
    size_t count = 0;

    for (size_t i = first; i < end; i++)
        count += (tree->files[i].roles & (ROLE_CODE | ROLE_OWN)) == (ROLE_CODE | ROLE_OWN);
    return count;
}

static void mark_vendored(struct tree *tree, size_t at)
{
    size_t first = tree->folders[at].first, end = tree->folders[at].end;

    for (size_t i = first; i < end; i++)
        tree->files[i].roles = (tree->files[i].roles & ~(unsigned)ROLE_OWN) | ROLE_VENDORED;
    for (; at < tree->folder_count && tree->folders[at].first < end; at++)
        tree->folders[at].roles |= ROLE_VENDORED;
}

/* "Name-master": how a forge names the folder in an archive that it offers. */
static bool is_download(struct str path)
{
    return str_ends(path, "-master") || str_ends(path, "-main");
}

/* A large folder of code under a licence of its own was copied from elsewhere. A folder that holds
 * most of the code is the project itself, whatever its licence. */
static void find_copied_folders(struct builder *builder)
{
    struct tree *tree = builder->tree;
    const size_t *licences = find_licences(builder->arena, tree);
    size_t reads = 0, own = count_code(tree, 0, tree->count);

    for (size_t i = 1; i < tree->folder_count && reads < OWN_LICENCE_READS; i++) {
        const struct tree_folder *folder = &tree->folders[i];
        size_t code;

        if (is_download(folder->path) && !(folder->roles & ROLE_VENDORED) &&
            count_code(tree, folder->first, folder->end) + DOWNLOAD_REST <= own)
            mark_vendored(tree, i);
        if (!licences[0] || !licences[i] || folder->end - folder->first <= OWN_LICENCE_FILES ||
            folder->roles & (ROLE_VENDORED | ROLE_DOCS | ROLE_DATA | ROLE_EXAMPLE | ROLE_TEST))
            continue;
        code = count_code(tree, folder->first, folder->end);
        if (code < OWN_LICENCE_CODE || code > own / 2)
            continue;
        reads++;
        if (differ(builder, tree->files[licences[0] - 1].file, tree->files[licences[i] - 1].file))
            mark_vendored(tree, i);
    }
}

/* ".h" belongs to C++ where that is what the other files are; ".m" to Objective-C where many have
 * a header beside them. */
static void settle_languages(struct tree *tree)
{
    size_t count[LANGUAGE_COUNT] = {0}, paired = 0;
    bool cpp, objective;
    char header[LIMIT_PATH_BYTES + 1];

    for (size_t i = 0; i < tree->count; i++) {
        const char *path = tree->files[i].file->path;
        enum language language = tree->files[i].language;
        size_t length = strlen(path);

        if (!(tree->files[i].roles & ROLE_OWN) || str_ends(str_of(path), ".h"))
            continue;
        count[language]++;
        if (language == LANGUAGE_MATLAB && length < sizeof(header)) {
            memcpy(header, path, length + 1);
            header[length - 1] = 'h';
            paired += tree_find(tree, header) != NULL;
        }
    }
    cpp = count[LANGUAGE_CPP] + count[LANGUAGE_CUDA] > count[LANGUAGE_C];
    objective = paired * 3 > count[LANGUAGE_MATLAB];
    for (size_t i = 0; i < tree->count; i++) {
        struct tree_file *file = &tree->files[i];

        if (cpp && file->language == LANGUAGE_C && str_ends(str_of(file->file->path), ".h"))
            file->language = LANGUAGE_CPP;
        if (objective && file->language == LANGUAGE_MATLAB)
            file->language = LANGUAGE_OBJECTIVE_C;
    }
}

static void count_languages(struct tree *tree)
{
    for (size_t i = 0; i < tree->count; i++) {
        const struct tree_file *file = &tree->files[i];

        if ((file->roles & (ROLE_CODE | ROLE_OWN)) != (ROLE_CODE | ROLE_OWN))
            continue;
        tree->own_code++;
        /* the scripts of a site's pages are not what the site is about */
        if (file->language != LANGUAGE_JAVASCRIPT || !(file->roles & ROLE_DOCS))
            tree->languages[file->language]++;
    }
    tree_count_notebooks(tree, (size_t[LANGUAGE_COUNT]){0});
}

void tree_count_notebooks(struct tree *tree, const size_t notebooks[LANGUAGE_COUNT])
{
    enum language best = LANGUAGE_NONE;
    size_t most = 0;

    /* shell scripts drive programs in another language; alone they are the program */
    for (enum language language = LANGUAGE_NONE + 1; language < LANGUAGE_SHELL; language++) {
        size_t count = tree->languages[language] + notebooks[language];

        if (count > most) {
            most = count;
            best = language;
        }
    }
    for (enum language language = LANGUAGE_SHELL; !best && language < LANGUAGE_COUNT; language++)
        if (tree->languages[language])
            best = language;
    tree->language = best;
}

static const struct attributes *find_attributes(struct arena *arena,
                                                const struct snapshot *snapshot)
{
    const struct file *file = snapshot_find(snapshot, ".gitattributes");
    struct str text = {0};

    if (file && file_read(snapshot, arena, file, ATTRIBUTES_BYTES, &text) != READ_OK)
        text = (struct str){0};
    return attributes_read(arena, text);
}

void tree_collect(struct arena *arena, const struct snapshot *snapshot, struct tree *ret_tree)
{
    struct tree *tree = ret_tree;
    struct builder builder = {.arena = arena, .tree = tree};

    *tree = (struct tree){.snapshot = snapshot, .count = snapshot->files.count};
    tree->files = arena_alloc(arena, (tree->count + 1) * sizeof(*tree->files));
    tree->folders = arena_grow(arena, NULL, 0, &builder.folder_capacity, sizeof(*tree->folders));
    tree->folders[0] = (struct tree_folder){.path = STR("")};
    tree->folder_count = 1;
    tree->lookup = lookup_new(arena);
    map_init(&tree->folder_index, arena);
    builder.attributes = find_attributes(arena, snapshot);
    classify(&builder);
    find_copied_folders(&builder);
    settle_languages(tree);
    count_languages(tree);
}
