/* A snapshot of texts that a rule's example or a test wrote. */
#include "snapshot/maker.h"
#include "util/arena.h"
#include "util/map.h"

static int64_t memory_size(const struct snapshot *snapshot, const struct file *file)
{
    (void)snapshot;
    return file->size;
}

static enum read_status memory_read(const struct snapshot *snapshot, struct arena *arena,
                                    const struct file *file, size_t limit, struct str *ret_text)
{
    const struct snapshot_state *state = snapshot->state;

    (void)arena;
    if (file->kind == FILE_GITLINK)
        return READ_OTHER;
    if ((uint64_t)file->size > limit)
        return READ_TOO_LARGE;
    *ret_text = str_of(state->texts[file - snapshot->files.items]);
    return READ_OK;
}

static const struct snapshot_maker memory_maker = {memory_size, memory_read};

void snapshot_from_texts(struct arena *arena, const char *const *paths, const char *const *texts,
                         size_t count, struct snapshot *ret_snapshot)
{
    struct snapshot_state *state = arena_alloc(arena, sizeof(*state));
    struct file_adder adder = {.snapshot = ret_snapshot};
    const char **sorted;
    struct map order;

    *ret_snapshot = (struct snapshot){.arena = arena,
                                      .path = "",
                                      .name = "example",
                                      .tags_unknown = "these are texts",
                                      .maker = &memory_maker,
                                      .state = state};
    map_init(&order, arena);
    for (size_t i = 0; i < count && file_add(&adder, str_of(paths[i])); i++)
        map_put(&order, str_of(paths[i]), i);
    files_finish(ret_snapshot);
    sorted = arena_alloc(arena, ret_snapshot->files.count * sizeof(*sorted) + 1);
    for (size_t i = 0; i < ret_snapshot->files.count; i++) {
        struct file *file = &ret_snapshot->files.items[i];

        sorted[i] = texts[map_get(&order, str_of(file->raw))];
        if (sorted[i])
            file->size = (int64_t)str_of(sorted[i]).len;
        else
            file->kind = FILE_GITLINK;
    }
    state->texts = sorted;
}
