#ifndef FACTS_NOTEBOOK_H
#define FACTS_NOTEBOOK_H
#include "facts/tree.h"
#include "util/error.h"

struct arena;

/* A Jupyter notebook taken apart: formats 3 and 4. Lines are those of the file, 0 where the file's
 * layout does not tell. */

struct notebook_cell {
    bool code;
    struct str source; /* its lines, joined */
    unsigned line;     /* of the first line of its source */
    bool line_each;    /* every further line of the source stands on a line of its own */
    int64_t count;     /* execution count; 0: never run */
    size_t outputs;
    const char *error;   /* the name of the first error among them, "ValueError"; NULL: none */
    unsigned error_line; /* where that output stands */
    bool error_tagged;   /* marked "raises-exception" */
};

struct notebook {
    int64_t format;         /* 3, 4; 0: not said */
    const char *kernel;     /* "python3"; NULL: not said */
    enum language language; /* of its kernel; Python where nothing is said */
    const char *version;    /* of the language: "3.8.5"; NULL: not said */
    struct {
        struct notebook_cell *items;
        size_t count, capacity;
    } cells;
};

/* False where the text is no notebook; the error says why. */
bool notebook_parse(struct arena *arena, struct str text, struct notebook *ret_notebook,
                    struct rh_error *err) MUST_CHECK;
#endif
