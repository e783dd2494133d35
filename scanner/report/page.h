#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H
#include "report/writer.h"
#include "util/wrap.h"

/* The text report while it is being set: lines of 80 columns, with or without colour. */
struct page {
    struct buf text;
    struct wrap wrap; /* of text */
    const struct rh_report *report;
    const struct writer_options *options;
};

enum paint { PAINT_NONE, PAINT_STRONG, PAINT_QUIET, PAINT_GOOD, PAINT_MIDDLING, PAINT_BAD };

/* Switches the colour of what follows; nothing without colour. */
void page_paint(struct page *page, enum paint paint);
/* Sets text at the pen; later lines begin at `indent`. */
void page_say(struct page *page, unsigned indent, const char *text);
/* Two blanks and a text that is not broken, on the next line where it does not fit. */
void page_piece(struct page *page, unsigned indent, const char *text);
/* Moves the pen to a column, or by one blank where it is there already. */
void page_column(struct page *page, unsigned column);
/* A new paragraph with a heading at its start. */
void page_heading(struct page *page, const char *heading);
void page_line(struct page *page, unsigned indent, const char *text); /* a line of its own */
void page_gap(struct page *page);                                     /* an empty line */

/* "README.md:20,42 and 3 more"; empty where there is no place. */
void say_places(const struct rh_finding *finding, struct buf *out);
/* "35 min", "2 h", "half a day", "3 days". */
void say_minutes(unsigned minutes, struct buf *out);
/* "met", "partly", "unmet", "not known" */
const char *verdict_words(enum rh_verdict verdict);
enum paint verdict_paint(enum rh_verdict verdict);
const char *kind_words(enum rh_kind kind);  /* "paper code" */
const char *notice_words(const char *kind); /* "Not maintained" */
/* "parts of the history"; NULL: of no interest to a reader, such as how well the worker could be
 * confined. */
const char *source_words(const char *name);
/* Of "issues" until an "answer"; the window's before that of all time; NULL: none. */
const struct rh_waits *waits_of(const struct rh_report *report, const char *of, const char *until);
/* "Half of outsiders' issues had an answer within 6 days ..."; nothing where nothing is known. */
void say_answers(const struct rh_report *report, struct buf *out);

/* Parts of the report, each in its file. */
void page_fixes(struct page *page);
void page_route(struct page *page);    /* nothing where no step is documented */
void page_answers(struct page *page);  /* nothing where nothing is known of them */
void page_findings(struct page *page); /* --all */
void page_paper(struct page *page);    /* of an audit: the state that the paper speaks of */
void page_audit(struct page *page);    /* what changed since, and what to ask */
#endif
