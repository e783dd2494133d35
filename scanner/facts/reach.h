#ifndef FACTS_REACH_H
#define FACTS_REACH_H
#include "util/map.h"

struct facts;

/* The files that a reader who follows the README's commands runs: the scripts, what they import of
 * the repository, and the manifests that are installed from. path -> 0. */
void reach_collect(const struct facts *facts, struct map *ret_files);
#endif
