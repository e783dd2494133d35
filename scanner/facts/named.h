#ifndef FACTS_NAMED_H
#define FACTS_NAMED_H
#include "facts/document.h"
#include "util/map.h"

/* The places of a page where files are named, each looked for by a file of its own; all end in
 * named_note(). */

struct facts;
struct resolved;

enum named_where {
    NAMED_CODE,     /* inline code, or a cell or heading that is nothing else */
    NAMED_PROSE,    /* a word of a sentence */
    NAMED_ARGUMENT, /* of a command */
    NAMED_DRAWING,  /* a node of a drawn tree */
};

struct named_walk {
    struct facts *facts;
    const struct document *page;
    unsigned suggestions; /* how many more times to look for a near name */
    unsigned left;        /* how many more names of the page are looked up */
};

struct named {
    enum named_where where;
    unsigned block, line;
    struct str name;
    struct str cwd; /* of a command, or of a drawing's root */
};

/* Looks a name up and notes what it is, if that may be told from its form. */
void named_note(struct named_walk *walk, const struct named *named);
/* The same without noting it. */
struct resolved named_resolve(struct named_walk *walk, const struct named *named);

void named_in_code(struct named_walk *walk);
void named_in_prose(struct named_walk *walk);
void named_in_commands(struct named_walk *walk);
void named_in_drawings(struct named_walk *walk);
#endif
