#ifndef REPORT_TREND_H
#define REPORT_TREND_H
#include "report/writer.h"

/* One repository at several points of its history, oldest first. */
struct trend_point {
    const char *name; /* the tag, or the day that was asked for */
    const struct rh_report *report;
};

struct trend {
    const struct trend_point *points;
    size_t count, left_out; /* older ones that were not scanned */
};

extern const char *const trend_formats[]; /* the default first, ending with NULL */
void trend_write(const void *trend, const char *format, const struct writer_options *options,
                 FILE *out);
#endif
