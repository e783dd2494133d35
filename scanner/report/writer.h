#ifndef REPORT_WRITER_H
#define REPORT_WRITER_H
#include "rh/report.h"
#include "util/error.h"
#include "util/str.h"

#include <stdio.h>

struct arena;

/* How a person wants it; formats that are read by programs ignore it. */
struct writer_options {
    bool color;
    bool all;       /* every finding, also what holds and what does not apply */
    bool scores;    /* numbers: shares, ranges, coverage */
    unsigned width; /* columns; 0: 80 */
};

/* One output format. To add one: write report/NAME.c, add WRITER(NAME) to report/table.def. A
 * writer does not look at write errors: main asks ferror() and fclose() once. */
struct writer {
    const char *name; /* --format NAME */
    const char *help;
    void (*write)(const struct rh_report *report, const struct writer_options *options, FILE *out);
};

const struct writer *writer_by_name(const char *name); /* NULL: none */
extern const struct writer *const writers[];           /* ends with NULL */

/* json-v1, as the json writer prints it. */
void report_write_json(const struct rh_report *report, struct buf *out);
/* Reads what the json writer wrote; everything is copied into the arena. */
bool report_read_json(struct arena *arena, const char *text, size_t length,
                      struct rh_report *ret_report, struct rh_error *err) MUST_CHECK;
#endif
