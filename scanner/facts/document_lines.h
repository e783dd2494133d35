#ifndef FACTS_DOCUMENT_LINES_H
#define FACTS_DOCUMENT_LINES_H
#include "facts/document_build.h"

/* For the formats that are read line by line. */

struct lines {
    const struct str *items; /* without their ends; tabs as written */
    unsigned count;
};

struct lines lines_of(struct arena *arena, struct str text);
/* Line number i, from 0; an empty one past the end. */
struct str line_at(const struct lines *lines, unsigned i);
bool line_is_blank(const struct lines *lines, unsigned i);
/* Columns of blanks at the beginning; a tab goes to the next multiple of eight. */
unsigned line_indent(struct str line);
/* How long the line is if it is one character of punctuation repeated, else 0. */
size_t line_rule(struct str line);
/* How many bytes a list's mark takes ("- ", "* ", "12. ", "#. "), 0: none. */
size_t list_mark(struct str text);
/* The first line from `from` on that is not blank and indented less than `indent`, blank lines
 * before it left out. */
unsigned lines_end_of_indented(const struct lines *lines, unsigned from, unsigned indent);

/* A block of code from lines `from` to `to` - 1, their common indentation taken away. `line` is
 * the number in the file of the block's own first line; a block without text leaves nothing. */
void lines_code(struct build *build, const struct lines *lines, unsigned from, unsigned to,
                unsigned line, enum code_shown shown, struct str label);
/* Text with its bare http(s) addresses as links. */
void lines_text(struct build *build, struct str text, unsigned line);
/* How long the address is that begins here; 0: none does. */
size_t address_length(struct str text);
#endif
