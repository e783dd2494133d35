#ifndef FACTS_RESOLVE_H
#define FACTS_RESOLVE_H
#include "facts/document.h"

struct facts;

/* What a path that a page names stands for. It accuses only where nothing else explains that the
 * path is not there. */
enum resolve_status {
    RESOLVE_FOUND,
    RESOLVE_CASE,        /* there, in other case: it works on macOS alone */
    RESOLVE_MOVED,       /* one file ends with it, in another folder */
    RESOLVE_GENERATED,   /* an output of an earlier command, or ignored by git */
    RESOLVE_EXTERNAL,    /* of another repository, or downloaded */
    RESOLVE_PLACEHOLDER, /* the reader is meant to put something in its place */
    RESOLVE_UNKNOWN,     /* cannot be told */
    RESOLVE_MISSING,
};

struct resolved {
    enum resolve_status status;
    const char *path;        /* in the tree, where it was found; NULL */
    const char *hint;        /* "is src/models.py"; NULL: nothing is near */
    const char *replacement; /* what to write instead, where it is sure; NULL */
};

struct resolve_context {
    const struct facts *facts;
    const struct document *page;
    struct str cwd;        /* where a command runs, "" at the root */
    struct str passage;    /* the words around it */
    bool passage_links;    /* the passage links something outside the repository */
    bool brings_files;     /* page_brings_files() of the page */
    unsigned *suggestions; /* how many more times to look for a near name */
    bool command;          /* it is what a command runs, not a name in a sentence */
};

/* Whether the page's commands bring files that the tree does not show: another clone, a download,
 * an archive. */
bool page_brings_files(const struct document *page);
struct resolved resolve_path(const struct resolve_context *context, struct str path);
const char *resolve_status_name(enum resolve_status status);
#endif
