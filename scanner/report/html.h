#ifndef REPORT_HTML_H
#define REPORT_HTML_H
#include "report/writer.h"

/* Several reports on one page: two side by side, more as rows with an index. One is what
 * --format html writes. Borrowed; `count` is at least 1. */
void html_write_many(const struct rh_report *const *reports, size_t count,
                     const struct writer_options *options, FILE *out);
#endif
