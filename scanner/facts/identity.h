#ifndef FACTS_IDENTITY_H
#define FACTS_IDENTITY_H
#include "util/reveal.h"

struct facts;

/* Who made it, as far as the repository itself says so: authors of commits, CITATION.cff,
 * manifests, copyright lines, BibTeX, notebook metadata, the origin and what a reader clones. */
void identity_collect(const struct facts *facts, struct reveal *ret_reveal);
/* Each place where that shows, as observations "identity". */
void identity_observe(struct facts *facts, const struct reveal *reveal);
#endif
