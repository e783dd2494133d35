#ifndef OUTPUT_H
#define OUTPUT_H
#include "util/error.h"

#include <stdio.h>

/* A file that appears whole or not at all: written beside its name, renamed at the end. What is
 * there and no regular file (a pipe, /dev/stdout) is written in place. */
struct output {
    FILE *stream;
    const char *path;
    char *temporary; /* NULL: in place */
};

/* Whether it can be there at all: asked before the work is done whose result it shall hold. */
bool output_check(const char *path, struct rh_error *err) MUST_CHECK;
bool output_open(const char *path, struct output *ret_output, struct rh_error *err) MUST_CHECK;
/* Closes it, and puts it in its place where all was written. */
bool output_finish(struct output *output, struct rh_error *err) MUST_CHECK;
/* Closes it and leaves what was there before. */
void output_abandon(struct output *output);
/* Asks once whether everything that went to standard output has arrived. The error's text is empty
 * where the reader went away. */
bool output_finish_stdout(struct rh_error *err) MUST_CHECK;
#endif
