#ifndef FORGE_TALK_H
#define FORGE_TALK_H
#include "forge/http.h"
#include "forge/token.h"
#include "worker/progress.h"

#include <stdint.h>

/* A talk with a forge under a budget of questions and of seconds that may be spent waiting; it
 * tries again what may pass, waits when it is told to, and says so. */
struct talk {
    struct arena *arena;
    struct http *http;
    const char *host;       /* to show */
    const char *token_from; /* NULL: without a token */
    FILE *progress;
    struct progress_memory memory;
    unsigned asked, most;      /* questions */
    uint64_t waited, wait_cap; /* milliseconds */
    unsigned failures;         /* in a row */
    unsigned keep;             /* stop when so few are left of the limit; REST without a token */
    time_t date;               /* of the first answer, by the forge's clock */
    uint64_t done, total;      /* for the progress line */
    const char *stopped;       /* why it is over, a clause for people; NULL: it is not */
};

enum talk_end {
    TALK_ANSWERED,
    TALK_SMALLER, /* it was too much at once: ask for less */
    TALK_STOPPED, /* talk->stopped says why; it will not be asked again */
};

struct talk_question {
    const char *url;
    const char *body; /* JSON to POST; NULL: GET */
    const char *etag; /* or NULL */
    bool can_shrink;  /* TALK_SMALLER is of use */
};

/* Answered: 200, 304 and what only the asker can judge (404, 409, 410, 422 for a GET). The answer's
 * strings live in `scratch`, its body until the next question. */
enum talk_end talk_ask(struct talk *talk, struct arena *scratch,
                       const struct talk_question *question, struct http_answer *ret_answer);
/* The asker's own troubles with an answer that came well. */
enum talk_end talk_stop(struct talk *talk, const char *why);
/* Asks for another try after a pause; TALK_ANSWERED: try again. `can_shrink` as above. */
enum talk_end talk_again(struct talk *talk, const char *why, bool can_shrink);
/* A limit that the forge named in its answer: waits it out. TALK_ANSWERED: try again. */
enum talk_end talk_limited(struct talk *talk, const struct http_answer *answer);
/* One more step is done. */
void talk_progress(struct talk *talk, size_t steps);
#endif
