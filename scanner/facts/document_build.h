#ifndef FACTS_DOCUMENT_BUILD_H
#define FACTS_DOCUMENT_BUILD_H
#include "facts/document.h"
#include "util/map.h"

struct slugger;

/* What the readers of the formats share: it turns "a heading begins at line 3, here is text of line
 * 4, here a link ends" into the lists of a document. One block is open at a time; what belongs to
 * it (links, spans, cells) is told while it is open. */

enum { BUILD_LINKS = 16 /* open at once: links around images around images */ };

struct build {
    struct arena *arena;
    struct document *document;
    struct slugger *slugger;
    struct map slugs; /* of headings so far, with how often */
    unsigned section; /* index of the last heading; UINT_MAX: none yet */
    unsigned folded;  /* how many <details> are open */
    unsigned line;    /* the last line that text came from */

    bool open, used;    /* a block; it has a link, an anchor or a span */
    struct block block; /* the open one */
    struct buf text;    /* its text so far */
    unsigned text_line; /* the line that the end of `text` stands on */

    struct link links[BUILD_LINKS]; /* open ones, outermost first */
    size_t link_starts[BUILD_LINKS];
    unsigned link_count, links_ignored, images;
    struct buf link_text;

    bool in_span;
    unsigned span_line;
    struct buf span_text;

    bool in_table, in_cell;
    struct table table;
    struct cell cell;
    struct {
        struct cell *items;
        size_t count, capacity;
    } cells;
    unsigned row, column;
    struct buf cell_text;
};

void build_start(struct build *build, struct arena *arena, struct document *document);
void build_finish(struct build *build);

/* Closes the open block, if any, and opens another. line 0: that of its first text. */
struct block *build_open(struct build *build, enum block_kind kind, unsigned line);
/* Ends the open block. One without text, links or spans leaves nothing behind, unless it is a
 * heading, a table or code. */
void build_close(struct build *build);
/* The index that the open block has in document->blocks. */
unsigned build_index(const struct build *build);
/* Adds text that stands on a line (0: where the text before ended); it may run over several. Within
 * an image it is alternative text and shown nowhere else. */
void build_text(struct build *build, struct str text, unsigned line);
/* Says that the open block reaches a line. */
void build_reach(struct build *build, unsigned line);

/* link->line 0: that of the first text in it. */
void build_link_open(struct build *build, const struct link *link);
/* Says where the innermost link stands, unless its text has told. */
void build_link_reach(struct build *build, unsigned line);
/* Ends the innermost link that is (no) image; html: only one that HTML opened. */
void build_link_close(struct build *build, bool image, bool html);
void build_anchor(struct build *build, struct str name, unsigned line);

void build_span_open(struct build *build, unsigned line);
void build_span_close(struct build *build);

/* A table is a block, but HTML may put other blocks between its cells. */
void build_table_open(struct build *build, unsigned line);
void build_table_row(struct build *build);
void build_table_cell(struct build *build, unsigned line);
void build_table_cell_close(struct build *build);
void build_table_close(struct build *build);
#endif
