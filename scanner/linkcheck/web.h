#ifndef LINKCHECK_WEB_H
#define LINKCHECK_WEB_H
#include <stdbool.h>

struct arena;

/* Some questions to web servers at once. Nothing is followed; no cookie, netrc, token or proxy; a
 * connection is made to public addresses alone, at ports 80 and 443, which is looked at when the
 * name has been resolved and the socket is made. */
struct web;

enum web_kind {
    WEB_ANSWERED,
    WEB_NO_SUCH_HOST,
    WEB_PRIVATE, /* the address is none that may be asked */
    WEB_FAILED,  /* no connection, no answer in time, no certificate, ... */
};

struct web_answer {
    unsigned tag;
    enum web_kind kind;
    long status;          /* WEB_ANSWERED */
    const char *location; /* of a redirect, made whole; NULL: none, or none that may be asked */
    const char *why;      /* WEB_FAILED */
    long retry_after;     /* seconds; -1: not said */
};

/* try_loopback: for tests; this machine at any port is asked as well. */
struct web *web_open(struct arena *arena, bool try_loopback);
/* `tag` comes back with the answer. False: it is no URL that may be asked. */
bool web_ask(struct web *web, unsigned tag, const char *url, bool head);
/* Waits up to some milliseconds for an answer. Its strings live in the arena. */
bool web_next(struct web *web, int wait, struct web_answer *ret_answer);
/* The host of a URL in lower case; NULL: no URL. */
const char *web_host(struct arena *arena, const char *text);
#endif
