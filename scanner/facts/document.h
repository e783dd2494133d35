#ifndef FACTS_DOCUMENT_H
#define FACTS_DOCUMENT_H
#include "snapshot/snapshot.h"
#include "util/str.h"

/* The README and the other pages that people read, taken apart. Every piece knows its line. */

enum document_format { DOCUMENT_MARKDOWN, DOCUMENT_RST, DOCUMENT_ORG, DOCUMENT_TEXT };

enum block_kind {
    BLOCK_HEADING,
    BLOCK_PARAGRAPH,
    BLOCK_LIST_ITEM,
    BLOCK_QUOTE,
    BLOCK_TABLE,
    BLOCK_CODE, /* fenced, indented, <pre>; see `shown` */
    BLOCK_HTML,
};

enum code_shown { SHOWN_FENCE, SHOWN_INDENTED, SHOWN_PRE, SHOWN_INLINE };

struct block {
    enum block_kind kind;
    unsigned line, end_line; /* from 1, inclusive; fences and underlines belong to their block */
    unsigned text_line;      /* where text begins; its n-th line is the file's text_line + n - 1 */
    unsigned level;          /* of a heading: 1 to 6; else 0 */
    unsigned section;        /* index of the heading block above; UINT_MAX: before the first */
    enum code_shown shown;   /* BLOCK_CODE */
    bool folded;             /* within <details> */
    bool unclosed;           /* a fence that nothing closes */
    struct str label;        /* of a fence, as written: "python", "Shell" */
    struct str text;         /* code: its lines; else rendered text, markup and comments removed */
};

enum link_kind { LINK_INLINE, LINK_REFERENCE, LINK_AUTO, LINK_HTML };

struct link {
    enum link_kind kind;
    unsigned line, block;
    bool image;
    struct str url;  /* entities and backslashes resolved, %XX kept */
    struct str text; /* rendered, or the image's alternative text */
};

/* A name that "#name" finds: a heading's slug by GitHub's rules, an id, <a name>. */
struct anchor {
    unsigned line;
    struct str name;
};

struct cell {
    unsigned line, row, column; /* row 0 is the head */
    struct str text;
};

struct table {
    unsigned line, end_line, block;
    unsigned rows, columns; /* rows without the head */
    const struct cell *cells;
    size_t cell_count;
};

/* A piece of inline code. */
struct code_span {
    unsigned line, block;
    struct str text;
};

/* A command line that a reader is shown, however the author marked it up: prompts stripped,
 * continuation lines joined, one for each part of a line that && ; or | separate. */
struct command {
    unsigned line, block;
    enum code_shown shown;
    bool prompt;      /* it stood behind $, >, % or ! */
    struct str text;  /* "CUDA_VISIBLE_DEVICES=0 python train.py --lr 1" */
    struct str words; /* the same without leading VAR=value: "python train.py --lr 1" */
    struct str cwd;   /* folder by the `cd` commands so far in the section, "" at the root */
    unsigned depth;   /* of ( ) around it: what they change ends with them */
    bool elsewhere;   /* cwd is no folder of this repository, or cannot be told */
};

struct command_list {
    struct command *items;
    size_t count, capacity;
};

struct document {
    const char *path;
    enum document_format format;
    struct str text;      /* the whole file, UTF-8 */
    const char *partial;  /* why it was not taken apart to the end, or NULL */
    unsigned words;       /* whitespace-separated words of the whole file */
    unsigned prose_words; /* rendered words, code excluded */
    struct {
        struct block *items;
        size_t count, capacity;
    } blocks;
    struct {
        struct link *items;
        size_t count, capacity;
    } links;
    struct {
        struct anchor *items;
        size_t count, capacity;
    } anchors;
    struct {
        struct table *items;
        size_t count, capacity;
    } tables;
    struct {
        struct code_span *items;
        size_t count, capacity;
    } spans;
    struct command_list commands;
};

struct documents {
    const struct document *readme; /* NULL: there is none at a place that GitHub shows */
    const char *readme_unknown;    /* why it could not be read though it is there, or NULL */
    struct {
        struct document *items;
        size_t count, capacity;
    } pages;             /* README first, if any, then by depth and path */
    const char *partial; /* why some pages were not read, or NULL */
};

struct tree;

/* Takes one text apart. Never fails: what is not understood is text. */
void document_parse(struct arena *arena, const char *path, struct str text,
                    struct document *ret_document);
/* Finds and parses the README and every page of own documentation that shows commands or prose. */
void documents_collect(struct arena *arena, const struct snapshot *snapshot,
                       const struct tree *tree, struct documents *ret_documents);
/* The heading above a block; NULL: none. */
const struct block *document_section(const struct document *document, unsigned block);
#endif
