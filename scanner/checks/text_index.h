#ifndef CHECKS_TEXT_INDEX_H
#define CHECKS_TEXT_INDEX_H
#include "facts/document.h"
#include "util/prefilter.h"

/* The passages and files that rules look at, each with the patterns of all rules that may match in
 * it. Made for one evaluation of a rule set: a page is looked at when the first rule asks for it.
 */
struct text_index;

/* A block, line of code or piece of inline code: as it was, and with blanks for newlines, byte for
 * byte. */
enum passage_kind { PASSAGE_SPAN = BLOCK_HTML + 1 }; /* beside enum block_kind */

struct passage {
    unsigned kind; /* enum block_kind or PASSAGE_SPAN */
    unsigned line;
    bool continued; /* a further line of a block that is too long to be looked at as a whole */
    struct str lines, flat;
    struct candidates may;
};

struct passages {
    const struct passage *items;
    size_t count;
};

/* `all` are the patterns to expect, which are borrowed; others may match anywhere. */
struct text_index *text_index_new(struct arena *arena, const struct patterns *const *all,
                                  size_t count);
/* The blocks of a page, then its pieces of inline code. */
struct passages text_index_page(struct text_index *index, const struct document *page);
/* For each link of a page, by its address and its text. */
const struct candidates *text_index_links(struct text_index *index, const struct document *page);

struct known_file {
    size_t size; /* bytes */
    struct candidates may;
};

/* A file that was looked at before; false: it was not. */
bool text_index_file(const struct text_index *index, const char *path, struct known_file *ret_file);
/* Looks at a file's text, the first time. */
struct candidates text_index_add_file(struct text_index *index, const char *path, struct str text);

/* Where a rule's patterns begin among the candidates, to be asked once; SIZE_MAX: they are not
 * known, and may match anywhere. */
size_t text_index_first(const struct text_index *index, const struct patterns *patterns);
#endif
