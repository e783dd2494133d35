#include "snapshot/idset.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *idset_allocate(void *old, size_t size)
{
    void *memory = realloc(old, size);

    if (!memory) {
        fputs("repohealth: out of memory\n", stderr);
        abort();
    }
    return memory;
}

static uint32_t *slot_of(const struct idset *set, const unsigned char *id)
{
    size_t mask = set->slot_count - 1;
    uint64_t hash;

    memcpy(&hash, id, sizeof(hash)); /* an id is a hash already; the product spreads chosen ones */
    for (size_t at = (hash * 0x9e3779b97f4a7c15u) >> 32;; at++) {
        uint32_t *slot = &set->slots[at & mask];

        if (!*slot || !memcmp(set->ids[*slot - 1], id, ID_SIZE))
            return slot;
    }
}

static void grow(struct idset *set)
{
    set->capacity = set->capacity ? set->capacity * 2 : 1024;
    set->ids = idset_allocate(set->ids, set->capacity * sizeof(*set->ids));
    free(set->slots);
    set->slot_count = set->capacity * 2;
    set->slots = idset_allocate(NULL, set->slot_count * sizeof(*set->slots));
    memset(set->slots, 0, set->slot_count * sizeof(*set->slots));
    for (size_t i = 0; i < set->count; i++)
        *slot_of(set, set->ids[i]) = (uint32_t)i + 1;
}

bool idset_add(struct idset *set, const unsigned char id[ID_SIZE])
{
    uint32_t *slot;

    if (set->count == set->capacity)
        grow(set);
    slot = slot_of(set, id);
    if (*slot)
        return false;
    memcpy(set->ids[set->count++], id, ID_SIZE);
    *slot = (uint32_t)set->count;
    return true;
}

void idset_release(struct idset *set)
{
    free(set->ids);
    free(set->slots);
    *set = (struct idset){0};
}
