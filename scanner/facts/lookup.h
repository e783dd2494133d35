#ifndef FACTS_LOOKUP_H
#define FACTS_LOOKUP_H

/* The tables behind the questions of tree.h. */
struct arena;
struct tree_lookup;

struct tree_lookup *lookup_new(struct arena *arena);
#endif
