#ifndef CHECKS_SOURCES_H
#define CHECKS_SOURCES_H
#include "checks/check.h"
#include "checks/text_index.h"

/* "in:" of a check: the texts that it reads. */
struct sources {
    bool given, readme, pages, code; /* not given: the README */
    struct globs files;
};

extern const struct field_custom sources_custom;

/* One text: a page that was taken apart, or a file as it is. */
struct source {
    const char *path;
    const struct document *document; /* NULL: a file that is no page */
    struct str text;
    struct candidates may; /* of a file */
};

/* A walk over them. Start with sources_begin. A text that two words name comes once. */
struct sources_walk {
    const struct sources *sources;
    const struct facts *facts;
    size_t page, file, texts, bytes;
    const char *first_path; /* of the texts so far; NULL: there was none */
    struct arena *scratch;  /* holds the text of the file that came last, and dies with the next */
    const char *missed;     /* why something could not be read, the first time; NULL: all was */
    struct text_index *index;
    /* May be set by whoever searches files: those are counted and passed over that were looked at
     * before and have nothing in them. */
    bool (*may_match)(const void *asker, struct candidates candidates);
    const void *asker;
    bool passed_over; /* there was such a file */
    bool pages_only;  /* to be set when what is left does not matter: files are not read */
};

struct sources_walk sources_begin(const struct sources *sources, const struct facts *facts,
                                  const struct answer *answer);
/* A file's text lives until the next call, a page's as long as the facts. */
bool sources_next(struct sources_walk *walk, struct source *ret_source);
/* After the walk, also where it was not walked to its end. */
void sources_end(struct sources_walk *walk);
/* "README.md", "3 files": for a sentence. */
const char *sources_words(struct arena *arena, const struct sources_walk *walk);
/* Where the walk found no text: "there is no README", "there is no file data/..." */
const char *sources_absent(struct arena *arena, const struct sources_walk *walk);

/* "where:" of a check: what a reader should open where there is nothing to show: "readme", "root",
 * or paths and path patterns, of which the first that exists is taken. */
void answer_point(struct answer *answer, const struct facts *facts, const struct strings *where);
#endif
