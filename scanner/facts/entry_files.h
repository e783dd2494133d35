#ifndef FACTS_ENTRY_FILES_H
#define FACTS_ENTRY_FILES_H
#include "util/str.h"

struct facts;
struct document;

/* The files that a reader runs first, and what they need of the repository. */

struct entry_file {
    const char *path; /* in the tree */
    struct str cwd;   /* the folder of the script, from which its imports are looked up */
    unsigned depth;   /* how many imports lead to it; 0: a reader runs it */
};

struct entry_files {
    struct entry_file *items;
    size_t count, capacity;
};

/* A script that a documented command runs; doubles are dropped. */
void entry_file_add(struct facts *facts, const char *path);
/* Its commands bring more than this repository: a second clone, a download. */
bool entry_page_brings_files(const struct document *page);
/* What an entry file of R, Julia or MATLAB brings in: source(), include(), addpath(). */
void local_imports_other(struct facts *facts, const struct entry_file *file);
#endif
