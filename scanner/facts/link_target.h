#ifndef FACTS_LINK_TARGET_H
#define FACTS_LINK_TARGET_H
#include "facts/document.h"

struct snapshot;
struct tree;

/* Where a link of a page leads, as GitHub reads it. */

enum link_status {
    LINK_OTHER,   /* out of this repository, or to a page of the forge: not looked at */
    LINK_FOUND,   /* a file or a folder */
    LINK_CASE,    /* there, but in other case: GitHub does not find it */
    LINK_MISSING, /* nothing is there */
    LINK_UNKNOWN, /* cannot be told: a site generator's name, a template, a submodule */
};

struct link_target {
    enum link_status status;
    bool same_page;          /* nothing but a #fragment */
    bool absolute;           /* the whole address of a file of this repository */
    bool raw;                /* asks for the bytes of a file, which the forge does not draw */
    const char *path;        /* in the tree, "" is the root; NULL: none */
    struct str fragment;     /* behind '#', decoded; empty: none */
    const char *hint;        /* "is docs/x.md"; or NULL */
    const char *replacement; /* the whole address as it should be; NULL: none is sure */
};

struct link_context {
    struct arena *arena;
    const struct snapshot *snapshot;
    const struct tree *tree;
    struct str owner, name; /* of this repository on GitHub; empty: not known */
    unsigned *suggestions;  /* how many more times to look for what was meant */
};

void link_resolve(const struct link_context *context, const struct document *page, struct str url,
                  struct link_target *ret_target);
/* Whether a file or a folder of the tree, or around it, has this path. */
bool link_exists(const struct link_context *context, const char *path);
/* A path from the repository's root, as it is named from the scanned folder. */
const char *link_from_root(const struct link_context *context, struct str path);
/* Looks a settled path up. */
void link_look_up(const struct link_context *context, const struct document *page, const char *path,
                  struct link_target *target);
/* The path that a wrong one was meant to be, where one thing alone fits; NULL: none. */
const char *link_meant(const struct link_context *context, const char *path);
/* Writes hint and replacement for a path of the tree. */
void link_suggest(const struct link_context *context, const struct document *page,
                  struct link_target *target, const char *path);
/* Whether a site generator makes a page's links, so that only it knows what they mean. A README is
 * read on the forge whatever else is made of it. */
bool link_page_is_generated(const struct link_context *context, const struct document *page);
#endif
