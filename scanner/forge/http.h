#ifndef FORGE_HTTP_H
#define FORGE_HTTP_H
#include "util/str.h"

#include <time.h>

struct arena;

/* One connection to one origin (scheme, host and port), for questions one after the other. Nothing
 * is followed, no cookie, netrc or proxy of a plain-text origin used; every answer is bounded. The
 * token goes along with every question, and a question to another origin is refused. */
struct http;

struct http_answer {
    long status;     /* 0: there was none, and `problem` says why */
    struct str body; /* until the next question */
    /* headers; NULL: not there */
    const char *link, *etag, *location;
    long retry_after; /* seconds; -1: not there */
    long remaining;   /* of the rate limit; -1: not there */
    time_t reset;     /* of the rate limit; 0: not there */
    time_t date;      /* by the server's clock; 0: not there */
    const char *problem;
    bool passing;   /* another try may help */
    bool too_large; /* a smaller question may help */
};

/* `token` may be NULL, and is copied; `silence` is how many seconds may go by without bytes. The
 * handle goes with the arena. NULL: `base` is no URL that may be asked, and *ret_problem says why.
 */
struct http *http_open(struct arena *arena, const char *base, const char *token, unsigned silence,
                       const char **ret_problem);
/* A GET where `body` is NULL, else a POST of JSON. `etag` of an earlier answer, or NULL. Strings of
 * the answer live in `arena`. */
void http_ask(struct http *http, struct arena *arena, const char *url, const char *body,
              const char *etag, struct http_answer *ret_answer);

/* The same scheme, host and port? */
bool http_same_origin(const char *url, const char *other);
/* `to` as seen from `from`; NULL: it is no URL. */
const char *http_resolve(struct arena *arena, const char *from, const char *to);
/* The URL that a Link header names for "next" or "last"; NULL: none. */
const char *http_link(struct arena *arena, const char *link, const char *relation);
/* https, or http to this machine alone. */
bool http_may_ask(const char *url);
/* Host without its port, path without slashes at its ends; false: no URL. */
bool http_split(struct arena *arena, const char *url, const char **ret_host, const char **ret_path);
#endif
