#ifndef FACTS_IGNORED_H
#define FACTS_IGNORED_H
#include <stdbool.h>

struct facts;
struct ignored;

/* What the repository's .gitignore files, in every folder, keep out of it: mostly what a run
 * makes. */

/* A line of one of them. */
struct ignored_by {
    const char *file; /* "src/.gitignore" */
    unsigned line;
    const char *text; /* as written */
};

/* Nothing is read before the first question. */
struct ignored *ignored_new(const struct facts *facts);
/* Whether git would leave out a path that is not there: the path itself or a folder above it. */
bool ignored_match(struct ignored *ignored, const char *path, struct ignored_by *ret_by);
#endif
