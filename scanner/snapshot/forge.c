/* Names of what a forge's record holds. */
#include "snapshot/forge.h"

#include "util/arena.h"

#include <stdlib.h>

const char *forge_kind_name(enum forge_kind kind)
{
    static const char *const names[] = {"ghost", "user", "bot"};

    return names[kind];
}

const char *forge_association_name(enum forge_association association)
{
    static const char *const names[FORGE_ASSOCIATION_COUNT] = {
        [FORGE_ASSOCIATION_UNKNOWN] = "unknown",
        [FORGE_NONE] = "none",
        [FORGE_MANNEQUIN] = "mannequin",
        [FORGE_FIRST_TIMER] = "first_timer",
        [FORGE_FIRST_TIME_CONTRIBUTOR] = "first_time_contributor",
        [FORGE_CONTRIBUTOR] = "contributor",
        [FORGE_COLLABORATOR] = "collaborator",
        [FORGE_MEMBER] = "member",
        [FORGE_OWNER] = "owner",
    };

    return names[association];
}

const char *forge_event_name(enum forge_event_kind kind)
{
    static const char *const names[FORGE_EVENT_COUNT] = {"closed", "reopened", "transferred"};

    return names[kind];
}

const char *forge_extent_name(enum forge_extent extent)
{
    static const char *const names[FORGE_EXTENT_COUNT] = {"all", "first", "last", "some"};

    return names[extent];
}

const char *forge_item_url(struct arena *arena, const struct forge *forge,
                           const struct forge_item *item)
{
    return arena_printf(arena, "%s/%s/%u", forge->repository.url, item->pull ? "pull" : "issues",
                        item->number);
}

/* Newest first; of two with one number, the one that stands first. */
static int by_number(const void *left, const void *right)
{
    const struct forge_item *a = left, *b = right;

    if (a->number != b->number)
        return a->number > b->number ? -1 : 1;
    return 0;
}

void forge_arrange(struct forge *forge)
{
    struct forge_item *items = forge->items.items;
    size_t kept = 0;
    bool sorted = true;

    for (size_t i = 1; i < forge->items.count; i++)
        sorted &= items[i - 1].number >= items[i].number;
    if (!sorted)
        qsort(items, forge->items.count, sizeof(*items), by_number);
    for (size_t i = 0; i < forge->items.count; i++)
        if (!kept || items[kept - 1].number != items[i].number)
            items[kept++] = items[i];
    forge->items.count = kept;
}
