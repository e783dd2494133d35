#ifndef FACTS_NOTEBOOKS_H
#define FACTS_NOTEBOOKS_H
#include "facts/facts.h"
#include "facts/notebook.h"

/* What all notebooks together say; fed by the pass over own code. */
struct notebooks;

struct notebooks *notebooks_new(struct arena *arena);
void notebooks_add(struct notebooks *notebooks, struct facts *facts, const struct tree_file *file,
                   const struct notebook *notebook);
/* One that could not be read. */
void notebooks_miss(struct notebooks *notebooks, struct facts *facts, const struct tree_file *file);
/* Sets the metrics, and the main language anew. */
void notebooks_finish(struct notebooks *notebooks, struct facts *facts);
#endif
