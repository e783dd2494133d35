#ifndef SAMPLE_REPORT_H
#define SAMPLE_REPORT_H
#include "rh/report.h"

/* A report in which every key of json-v1 has a value somewhere, and null somewhere else where it
 * may; among the texts are those that a terminal or a CI runner would act on. */
const struct rh_report *sample_report(void);
#endif
