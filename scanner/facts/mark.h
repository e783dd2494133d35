#ifndef FACTS_MARK_H
#define FACTS_MARK_H
#include "util/map.h"

struct arena;
struct facts;
struct glob;

/* A comment in a file that excuses what a rule finds there, and says why:
 *     # repohealth: ignore install.personal-path the cluster's own scratch disk
 *     <!-- repohealth: ignore readme.links until 2027-01-31 the page comes with 2.0 -->
 * It speaks of its own line; where nothing but the comment stands there, of the next one, and in a
 * page of what follows up to an empty line or the end of a code block. Of what is found in the file
 * as a whole it speaks anywhere in it. */
struct mark {
    const char *path;
    unsigned line, first, last; /* where it stands; what it speaks of */
    const char *rule;           /* an id, or a pattern over ids */
    const struct glob *glob;    /* the same, compiled; NULL: it has a problem */
    const char *reason;
    const char *until;   /* YYYY-MM-DD, the last day that it holds; NULL: for good */
    const char *problem; /* why it cannot hold; NULL: it can */
    bool used;           /* it excused something */
};

struct marks {
    struct mark *items;
    size_t count, capacity;
    struct map looked; /* files that were read for them alone */
};

/* Those of the pages; those of own code come with code_collect(). */
void marks_of_pages(struct facts *facts);
/* Those of one more text that holds them in comments of any kind. */
void marks_of_text(struct arena *arena, const char *path, struct str text, struct marks *marks);
#endif
