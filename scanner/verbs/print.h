#ifndef VERBS_PRINT_H
#define VERBS_PRINT_H
#include "options.h"
#include "report/writer.h"

#include <stdio.h>

/* Where a verb's answer goes: each --format NAME[:FILE], and --output. */
struct print {
    const char *format;
    const char *file; /* NULL: standard output */
};

struct print_list {
    struct print *items;
    size_t count, capacity;
};

/* Reads --format, --output and --quiet; `formats` are the names that there are, the default first,
 * ending with NULL. Looks whether the files can be written, before the work begins. */
bool prints_read(struct arena *arena, const struct options *options, const char *const *formats,
                 struct print_list *ret_prints, struct rh_error *err) MUST_CHECK;

/* How a verb writes its answer in one format. */
typedef void print_writer(const void *answer, const char *format,
                          const struct writer_options *options, FILE *out);
/* Writes it to each place, whole or not at all. */
bool prints_write(const struct print_list *prints, const struct options *options,
                  print_writer *write, const void *answer, FILE *out,
                  struct rh_error *err) MUST_CHECK;

/* The names of the formats of one report, ending with NULL; and how they are written. */
const char *const *print_formats(struct arena *arena);
void print_report(const void *report, const char *format, const struct writer_options *options,
                  FILE *out);
#endif
