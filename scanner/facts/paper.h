#ifndef FACTS_PAPER_H
#define FACTS_PAPER_H
#include <stdbool.h>
#include <time.h>

struct facts;

/* The state of the repository that its paper speaks of. */
struct paper {
    const char *how;    /* "named", "date", "README", "CITATION", "tag", "branch", "version" */
    const char *name;   /* the tag, the branch, or how the commit was written */
    const char *commit; /* 40 hex digits */
    time_t time;
    const char *path; /* where it is said; NULL: nowhere */
    unsigned line;
    const char *quote;
};

struct paper_options {
    const char *rev; /* the user knows; NULL: look for it */
    time_t date;     /* of the paper, the nearest tag or commit is meant; 0: not given */
};

/* First what the user says; then a line of the README that names a tag, a branch or a commit and
 * speaks of the paper; CITATION.cff; tags and branches that are named for a paper; the version that
 * CITATION.cff gives. False: none of these, and *ret_why says what was looked at. */
bool paper_find(const struct facts *facts, const struct paper_options *options,
                struct paper *ret_paper, const char **ret_why);
#endif
