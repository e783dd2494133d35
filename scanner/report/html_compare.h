#ifndef REPORT_HTML_COMPARE_H
#define REPORT_HTML_COMPARE_H
#include "report/comparison.h"
#include "report/html_page.h"

/* Parts of a page about several reports. They set html->report and html->number. */
void html_dumbbells(struct html *html, const struct comparison *comparison); /* of two */
void html_pairs(struct html *html, const struct comparison *comparison);     /* of two */
void html_index(struct html *html, const struct comparison *comparison);     /* of many */
void html_differences(struct html *html, const struct comparison *comparison);
/* What somebody who must choose asks first; of two. */
void html_questions(struct html *html, const struct comparison *comparison);
/* The sign of the first or the second of two. */
void html_mark(struct html *html, size_t index);
/* The repository's name in a comparison, with its sign where there are two. */
void html_compared(struct html *html, const struct comparison *comparison, size_t index);
/* Chooses one of them for the parts of html_page.h. */
void html_choose(struct html *html, const struct comparison *comparison, size_t index);
#endif
