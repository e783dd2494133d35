#ifndef REPORT_HTML_CURVE_H
#define REPORT_HTML_CURVE_H
#include "report/html_page.h"

/* A curve of waits, as the share that has an end by then. */
struct html_curve {
    const struct rh_waits *waits;
    const char *class; /* "a", "b": colour and shape */
    const char *label; /* a name that is text, not markup */
};

/* Draws them over each other with their 95 % bands; days on a square-root scale. */
void html_curves(struct html *html, const struct html_curve *curves, size_t count);
#endif
