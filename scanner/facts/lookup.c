/* Questions to the tree by path and by name. Declared in tree.h. */
#include "facts/lookup.h"

#include "facts/tree.h"
#include "util/arena.h"

#include <string.h>

/* Tables that cost a pass over all files are made when they are first asked for. */
struct tree_lookup {
    struct arena *arena;
    struct map lower; /* lower-cased path -> file, or tree->count + folder; SEVERAL */
    struct map names; /* last component -> its first file */
    size_t *next;     /* file -> the next of the same name, or MAP_NONE */
    bool has_lower, has_names;
};

#define SEVERAL (MAP_NONE - 1) /* no one twin */

struct tree_lookup *lookup_new(struct arena *arena)
{
    struct tree_lookup *lookup = arena_alloc(arena, sizeof(*lookup));

    lookup->arena = arena;
    map_init(&lookup->lower, arena);
    map_init(&lookup->names, arena);
    return lookup;
}

const struct tree_file *tree_find(const struct tree *tree, const char *path)
{
    size_t low = 0, high = tree->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(path, tree->files[middle].file->path);

        if (!order)
            return &tree->files[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const struct tree_folder *tree_find_folder(const struct tree *tree, const char *path)
{
    size_t index = *path ? map_get(&tree->folder_index, str_of(path)) : 0;

    return index == MAP_NONE ? NULL : &tree->folders[index];
}

bool tree_has_folder(const struct tree *tree, const char *path)
{
    return tree_find_folder(tree, path) != NULL;
}

static struct str lower(struct buf *buf, struct str text)
{
    buf->len = 0;
    buf_add(buf, text);
    for (size_t i = 0; i < buf->len; i++)
        if (buf->ptr[i] >= 'A' && buf->ptr[i] <= 'Z')
            buf->ptr[i] = (char)(buf->ptr[i] + 32);
    return (struct str){buf->ptr, buf->len};
}

static void add_lower(struct tree_lookup *lookup, struct buf *buf, struct str path, size_t value)
{
    struct str key = lower(buf, path);

    if (map_put(&lookup->lower, key, value) != value)
        map_set(&lookup->lower, key, SEVERAL);
}

static void make_lower(const struct tree *tree)
{
    struct buf buf = {0};

    for (size_t i = 0; i < tree->count; i++)
        add_lower(tree->lookup, &buf, str_of(tree->files[i].file->path), i);
    for (size_t i = 1; i < tree->folder_count; i++)
        add_lower(tree->lookup, &buf, tree->folders[i].path, tree->count + i);
    buf_release(&buf);
    tree->lookup->has_lower = true;
}

const char *tree_find_case_twin(const struct tree *tree, const char *path)
{
    struct tree_lookup *lookup = tree->lookup;
    struct buf buf = {0};
    const char *twin;
    size_t index;

    if (!lookup->has_lower)
        make_lower(tree);
    index = map_get(&lookup->lower, lower(&buf, str_of(path)));
    buf_release(&buf);
    if (index == MAP_NONE || index == SEVERAL)
        return NULL;
    twin = index < tree->count ? tree->files[index].file->path
                               : str_dup(lookup->arena, tree->folders[index - tree->count].path);
    return strcmp(twin, path) ? twin : NULL;
}

static void make_names(const struct tree *tree)
{
    struct tree_lookup *lookup = tree->lookup;

    lookup->next = arena_alloc(lookup->arena, (tree->count + 1) * sizeof(*lookup->next));
    for (size_t i = tree->count; i-- > 0;) {
        struct str name = str_of(path_base(tree->files[i].file->path));
        size_t first = map_get(&lookup->names, name);

        lookup->next[i] = first;
        map_set(&lookup->names, name, i);
    }
    lookup->has_names = true;
}

const struct tree_file *tree_next_named(const struct tree *tree, const char *name,
                                        const struct tree_file *previous)
{
    struct tree_lookup *lookup = tree->lookup;
    size_t index;

    if (!lookup->has_names)
        make_names(tree);
    index = previous ? lookup->next[previous - tree->files] : map_get(&lookup->names, str_of(name));
    return index == MAP_NONE ? NULL : &tree->files[index];
}

const struct tree_file *tree_find_description(const struct tree *tree)
{
    const struct tree_file *file = tree_find(tree, "DESCRIPTION"), *only = NULL;

    if (file || tree->language != LANGUAGE_R)
        return file;
    while ((file = tree_next_named(tree, "DESCRIPTION", file))) {
        if (path_depth(file->file->path) != 1 || file->roles & ROLE_VENDORED)
            continue;
        if (only)
            return NULL;
        only = file;
    }
    return only;
}
