/* The list of files that every maker fills. */
#include "snapshot/maker.h"
#include "util/arena.h"
#include "util/limits.h"

#include <stdlib.h>
#include <string.h>

/* "src/other/x" seen from "src/own": "../other/x". */
static char *seen_from(struct arena *arena, struct str prefix, struct str raw)
{
    struct buf path = {0};
    size_t shared = 0;
    char *copy;

    for (size_t i = 0; i < prefix.len && i < raw.len && prefix.ptr[i] == raw.ptr[i]; i++)
        if (prefix.ptr[i] == '/')
            shared = i + 1;
    for (size_t i = shared; i < prefix.len; i++)
        if (prefix.ptr[i] == '/')
            buf_puts(&path, "../");
    buf_add(&path, str_slice(raw, shared, raw.len));
    copy = arena_strndup(arena, path.ptr, path.len);
    buf_release(&path);
    return copy;
}

static bool is_within(struct str path, struct str folder)
{
    return !folder.len || (path.len > folder.len && !memcmp(path.ptr, folder.ptr, folder.len));
}

struct file *file_add(struct file_adder *adder, struct str raw)
{
    struct snapshot *snapshot = adder->snapshot;
    struct arena *arena = snapshot->arena;
    struct file_list *list = is_within(raw, adder->prefix) ? &snapshot->files : &snapshot->outside;
    struct file *file;

    adder->bytes += raw.len;
    if (snapshot->files.count + snapshot->outside.count >= LIMIT_TREE_ENTRIES) {
        snapshot->files_partial = "more than 200,000 files";
        return NULL;
    }
    if (adder->bytes > LIMIT_PATHS_BYTES) {
        snapshot->files_partial = "the paths of its files are too long";
        return NULL;
    }
    file = ARENA_PUSH(arena, list);
    *file = (struct file){.raw = str_dup(arena, raw), .size = -1};
    if (list == &snapshot->outside)
        raw = str_of(seen_from(arena, adder->prefix, raw));
    else
        raw = str_of(file->raw + adder->prefix.len);
    file->path = text_utf8(arena, raw).ptr;
    return file;
}

static int by_path(const void *left, const void *right)
{
    const struct file *a = left, *b = right;
    int order = strcmp(a->path, b->path);

    return order ? order : strcmp(a->raw, b->raw);
}

static void sort(struct file_list *list)
{
    size_t kept = 0;
    bool sorted = true;

    for (size_t i = 1; i < list->count && sorted; i++)
        sorted = by_path(&list->items[i - 1], &list->items[i]) < 0;
    if (sorted)
        return;
    qsort(list->items, list->count, sizeof(*list->items), by_path);
    for (size_t i = 0; i < list->count; i++)
        if (!kept || strcmp(list->items[kept - 1].raw, list->items[i].raw))
            list->items[kept++] = list->items[i];
    list->count = kept;
}

void files_finish(struct snapshot *snapshot)
{
    sort(&snapshot->files);
    sort(&snapshot->outside);
}
