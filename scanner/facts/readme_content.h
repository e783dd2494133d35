#ifndef FACTS_README_CONTENT_H
#define FACTS_README_CONTENT_H
#include "facts/facts.h"

/* What the README holds for its reader. Each find is an observation `readme_content` at its line;
 * whether there is any is a metric. Private to readme_*.c. */

/* CONTENT(id, status): the status is that of the observation. */
#define CONTENTS(CONTENT)                                                                          \
    CONTENT(OWN_PAPER, "own_paper") /* a paper that the text calls its own */                      \
    CONTENT(PAPER, "paper")         /* any other paper */                                          \
    CONTENT(BIBTEX, "bibtex")                                                                      \
    CONTENT(INSTALL, "install")                                                                    \
    CONTENT(REGISTRY_INSTALL, "registry_install") /* the project itself, by its name */            \
    CONTENT(SOURCE_INSTALL, "source_install")     /* the project itself, from its repository */    \
    CONTENT(QUICK_START, "quick_start")                                                            \
    CONTENT(RESULTS_TABLE, "results_table")                                                        \
    CONTENT(HARDWARE, "hardware")                                                                  \
    CONTENT(RUNTIME, "runtime")                                                                    \
    CONTENT(WEIGHTS_OR_DATA, "weights_or_data")                                                    \
    CONTENT(QUOTA_HOST, "quota_host")                                                              \
    CONTENT(DURABLE_HOST, "durable_host")                                                          \
    CONTENT(HOSTED_DEMO, "hosted_demo")

enum content {
#define CONTENT(id, status) CONTENT_##id,
    CONTENTS(CONTENT)
#undef CONTENT
        CONTENT_COUNT
};

struct reading {
    struct facts *facts;
    const struct document *readme;
    unsigned first_screen;          /* blocks before this one stand above the second heading */
    const struct compiled *phrases; /* private to readme_phrases.c */
    struct search *search;          /* private to notices.c */
    struct promises *promises;      /* private to promises.c */
    const struct search *claims;    /* private to claims_readme.c */
    struct answer_promises *answer_promises; /* private to answer_promise.c */
    unsigned lookups;                        /* private to readme_examples.c */
    size_t found[CONTENT_COUNT];
    bool counts_only; /* nothing is noted down: a page that is no README */
};

/* Notes a find; past a handful of one content they are only counted, and one line counts once. */
void content_note(struct reading *reading, enum content content, unsigned line, struct str text);
/* Whether the project itself is called so, by its manifests or its repository. */
bool content_is_own_name(const struct reading *reading, struct str name);
/* The line of the byte at `offset` of a block's text. */
unsigned content_line(const struct block *block, size_t offset);

/* Calls `visit` for each sentence of the prose and of the table rows, with its line. */
typedef void sentence_visitor(struct reading *reading, const struct block *block, unsigned line,
                              struct str sentence);
void content_sentences(struct reading *reading, sentence_visitor *visit);

void content_of_links(struct reading *reading);
void content_of_phrases(struct reading *reading);
void content_of_commands(struct reading *reading);
void content_of_examples(struct reading *reading);
void content_of_tables(struct reading *reading);
void content_of_citations(struct reading *reading);

/* Something that the reader must put in: <name>, /path/to/x, YOUR_KEY, $UNSET, ... */
bool content_has_placeholder(struct reading *reading, struct str text);
/* A block of code in which something is called, or installed by the language's own means. */
bool content_shows_use(const struct block *block);
bool content_shows_install(const struct block *block);
#endif
