#ifndef REPORT_ESCAPE_H
#define REPORT_ESCAPE_H
#include "util/str.h"

#include <stdio.h>

/* Names, lines and words of a repository are hostile on their way out as well: each format has what
 * it takes for a command. The texts come clean of control and bidi characters (text_clean); what is
 * left to do is here. All append to `out`. */

/* A page for a terminal, line by line: CI runners obey `##[...]` anywhere in a line and `::...` at
 * its start. */
void escape_text(struct str text, FILE *out);

/* JSON that is written already: DEL, and `##[...]`, which CI runners obey anywhere in a line. Both
 * can stand in strings alone. */
void escape_json(struct str json, struct buf *out);
/* For XML and HTML, in text and in attributes. `##[` is broken as well. */
void escape_xml(const char *text, struct buf *out);
/* For Markdown where it may be told apart from HTML, links, mentions, tables and headings. */
void escape_markdown(const char *text, struct buf *out);
/* As a code span of Markdown, which shows what stands there as it is. Not for tables, where '|'
 * would end it; nothing for an empty text. */
void escape_code(const char *text, struct buf *out);
/* For a workflow command: its message, or one of its properties. */
void escape_command(const char *text, bool property, struct buf *out);
#endif
