#ifndef FACTS_MARKDOWN_SOURCE_H
#define FACTS_MARKDOWN_SOURCE_H
#include "util/str.h"

struct arena;

/* A text and its lines: where a view of it stands. */
struct source {
    struct str text;
    const char *parsed; /* what a parser was given: as long as text, views of it count as well */
    unsigned *starts;   /* offsets at which lines begin */
    unsigned count;
    unsigned first_line; /* the number that the first one has in the file */
    unsigned hint;       /* private: the line looked up last */
};

void source_index(struct arena *arena, struct str text, const char *parsed, unsigned first_line,
                  struct source *ret_source);
/* Where in the text a view of what was parsed begins; SIZE_MAX: it is none. */
size_t source_offset(const struct source *source, const char *view);
/* The line in the file that it begins on; 0: it is no view of the text. */
unsigned source_line(struct source *source, const char *view);
/* A line with its end; empty past the last. */
struct str source_text(const struct source *source, unsigned line);
/* The same without the blanks and the marks of quotes around it. */
struct str source_bare_line(const struct source *source, unsigned line);
/* The next line after one that has something on it; the last one where there is none. */
unsigned source_next_line(const struct source *source, unsigned line);
unsigned source_last_line(const struct source *source);
#endif
