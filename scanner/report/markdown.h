#ifndef REPORT_MARKDOWN_H
#define REPORT_MARKDOWN_H
#include "rh/report.h"
#include "util/str.h"

/* A place as a code span, linked to the forge where its address is known. */
void markdown_link(const struct rh_report *report, const struct rh_evidence *place,
                   struct buf *out);
#endif
