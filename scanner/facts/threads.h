#ifndef FACTS_THREADS_H
#define FACTS_THREADS_H
#include "facts/accounts.h"
#include "facts/survival.h"

/* Issues and pull requests that outsiders filed, as they stood at a date: who was answered when,
 * who gave up, who waits. Left out: what maintainers and programs filed, what came from another
 * repository, what is labelled as spam, and drafts. Times of waits are days. */

/* What ends a wait. For all, the asker's own closing before that is a withdrawal. */
enum wait_until {
    UNTIL_ANSWER,   /* a maintainer's comment (or review) that is not the asker's own */
    UNTIL_RESPONSE, /* that, or a maintainer's closing or merging it */
    UNTIL_ANYONE,   /* any person's comment but the asker's own */
    UNTIL_CLOSED,   /* it is closed, by whom- and whatsoever, and was not reopened */
    UNTIL_COUNT,
};

struct thread {
    const struct forge_item *item;
    struct wait waits[UNTIL_COUNT];
    bool answered;   /* a maintainer has commented at any time */
    bool open;       /* at the date */
    bool waiting;    /* open, and no maintainer has commented */
    bool merged;     /* at the date */
    bool by_program; /* closed by one, and nobody but the asker had written */
    bool closer_known;
    bool unclear; /* comments are missing among which the first answer may be: the waits are not to
                     be used */
};

struct threads {
    struct thread *items; /* in the record's order */
    size_t count, capacity;
    size_t unclear;
};

/* Those of issues (or pull requests) that were created in (from, to], as they stood at `to`. */
void threads_collect(struct arena *arena, const struct forge *forge,
                     const struct accounts *accounts, bool pulls, time_t from, time_t to,
                     struct threads *ret_threads);
/* The curve of their waits; what is unclear is left out, but for UNTIL_CLOSED. */
struct survival threads_survival(struct arena *arena, const struct threads *threads,
                                 enum wait_until until);
#endif
