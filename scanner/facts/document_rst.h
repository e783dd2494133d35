#ifndef FACTS_DOCUMENT_RST_H
#define FACTS_DOCUMENT_RST_H
#include "facts/document_lines.h"

/* Text of reStructuredText: names that stand for addresses, and marks within a line. */

struct rst_names {
    struct arena *arena;
    struct map index; /* lower-cased name -> address */
    struct {
        struct str *items;
        size_t count, capacity;
    } addresses, anonymous;
    size_t anonymous_used;
};

/* ".. _name: address" and "__ address" anywhere in the page. */
void rst_names_collect(struct rst_names *names, struct arena *arena, const struct lines *lines);
/* The address of a name; empty: none. */
struct str rst_name(const struct rst_names *names, struct str name);
/* One line of text with its links, code and roles, into the open block. */
void rst_inline(struct build *build, struct rst_names *names, struct str text, unsigned line);
#endif
