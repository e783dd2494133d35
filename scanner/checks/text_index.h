#ifndef CHECKS_TEXT_INDEX_H
#define CHECKS_TEXT_INDEX_H
#include "facts/document.h"
#include "util/pattern.h"

/* Which patterns of all rules may match where. Most patterns are about words that most texts do not
 * have; one look at a text tells which of them it has, so that only the patterns that need one of
 * these are tried on it. The answers of the checks do not depend on it. Made for one evaluation of
 * a rule set: pages are looked at when the first rule asks for them. */
struct text_index;

/* A bit a pattern: whether it may match. */
struct candidates {
    const uint64_t *bits;
};

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
struct known_file {
    size_t size; /* bytes */
    struct candidates may;
};

/* A file that was looked at before; false: it was not. */
bool text_index_file(const struct text_index *index, const char *path, struct known_file *ret_file);
/* Looks at a file's text, the first time. */
struct candidates text_index_add_file(struct text_index *index, const char *path, struct str text);

/* The place of a rule's patterns in candidates, to be asked once. */
size_t text_index_first(const struct text_index *index, const struct patterns *patterns);
/* Whether the pattern at `place` of those behind `first` may match. */
static inline bool candidates_have(struct candidates candidates, size_t first, size_t place)
{
    size_t bit = first + place;

    return first == SIZE_MAX || candidates.bits[bit / 64] >> bit % 64 & 1;
}
#endif
