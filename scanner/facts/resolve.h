#ifndef FACTS_RESOLVE_H
#define FACTS_RESOLVE_H
#include "facts/document.h"

struct facts;
struct resolver;
struct supply;
struct trace;

/* What a path that a page names stands for. It accuses only where nothing else explains that the
 * path is not there. */
enum resolve_status {
    RESOLVE_FOUND,
    RESOLVE_CASE,        /* there, in other case: it works on macOS alone */
    RESOLVE_MOVED,       /* one file ends with it, or is called so, in another folder */
    RESOLVE_GENERATED,   /* an output of an earlier command, or ignored by git */
    RESOLVE_EXTERNAL,    /* of another repository, or downloaded */
    RESOLVE_PLACEHOLDER, /* the reader is meant to put something in its place */
    RESOLVE_UNKNOWN,     /* cannot be told */
    RESOLVE_MISSING,
};

struct resolved {
    enum resolve_status status;
    const char *path;        /* in the tree, where it was found, or what was meant; NULL */
    const char *hint;        /* "is src/models.py"; NULL: nothing is near */
    const char *replacement; /* what to write instead, where it is sure; NULL */
    const char *step;        /* of the ladder that decided: "case twin"; see docs/readme-truth.md */
    const char *reason;      /* why, in plain words; NULL: nothing to say */
};

struct resolve_context {
    const struct facts *facts;
    const struct document *page;
    struct str cwd;        /* where a command runs, "" at the root */
    struct str passage;    /* the words around it */
    bool passage_links;    /* the passage links something outside the repository */
    unsigned *suggestions; /* how many more times to look for a near name; NULL: never */
    bool command;          /* it is what a command runs, not a name in a sentence */
    bool argument;         /* it is what a command is given */
    unsigned block;        /* index of the block that it stands in, where has_block */
    bool has_block;
    struct trace *trace; /* takes each step; NULL: nobody asks */
    /* Whether a file of the tree takes what the command gives it (its parser knows the flags): of
     * two near names the one that does is meant. NULL: not known. */
    bool (*accepts)(const void *context, const char *path);
    const void *accepts_context;
};

/* What is kept between questions about one repository; facts->resolver. */
struct resolver *resolver_new(const struct facts *facts);
/* What the commands of a page make, bring and set; made when first asked for. */
const struct supply *resolver_supply(const struct facts *facts, const struct document *page);

/* Climbs the ladder: the first step that knows decides. */
struct resolved resolve_path(const struct resolve_context *context, struct str path);
const char *resolve_status_name(enum resolve_status status);
#endif
