#ifndef SNAPSHOT_IDSET_H
#define SNAPSHOT_IDSET_H
#include "snapshot/objects.h"

/* Object ids, each once, in the order in which they came. */
struct idset {
    unsigned char (*ids)[ID_SIZE];
    uint32_t *slots; /* index + 1; 0: free */
    size_t count, capacity, slot_count;
};

/* False where it was there. */
bool idset_add(struct idset *set, const unsigned char id[ID_SIZE]);
/* realloc() that never fails. */
void *idset_allocate(void *old, size_t size);
void idset_release(struct idset *set); /* {0} is fine */
#endif
