#ifndef SNAPSHOT_FORGE_H
#define SNAPSHOT_FORGE_H
#include "util/error.h"
#include "util/str.h"

#include <stdint.h>
#include <time.h>

struct arena;

/* What a forge (GitHub) said of a repository on one day: its issues and pull requests with who
 * answered when. The client in scanner/forge/ makes it, forge_write_json() keeps it and
 * forge_read_json() brings it back, so that a scan never depends on whether it was asked just now
 * or read from a file (docs/forge.md). Times are seconds since 1970, UTC; 0: not known, or not so.
 * Text is clean and bounded. What is not known is marked so, and never stands as a no. */

enum forge_answer { FORGE_UNKNOWN, FORGE_NO, FORGE_YES };

enum forge_kind {
    FORGE_GHOST, /* a deleted account, or the forge does not tell; login is NULL */
    FORGE_USER,  /* also machine accounts that are registered as people */
    FORGE_BOT,   /* login without "[bot]" */
};

/* What the forge calls a person's relation to the repository. With a token that may not see who
 * is in an organisation, private members come as CONTRIBUTOR or NONE. */
enum forge_association {
    FORGE_ASSOCIATION_UNKNOWN,
    FORGE_NONE,
    FORGE_MANNEQUIN,
    FORGE_FIRST_TIMER,
    FORGE_FIRST_TIME_CONTRIBUTOR,
    FORGE_CONTRIBUTOR,
    FORGE_COLLABORATOR,
    FORGE_MEMBER,
    FORGE_OWNER,
    FORGE_ASSOCIATION_COUNT,
};

struct forge_person {
    const char *login; /* NULL: ghost */
    enum forge_kind kind;
    enum forge_association association; /* where the thing was written; unknown for actors */
};

/* A comment under an issue or a pull request, or a review of one. */
struct forge_comment {
    struct forge_person by;
    time_t at;
    bool review;
};

enum forge_event_kind {
    FORGE_CLOSED,
    FORGE_REOPENED,
    FORGE_TRANSFERRED, /* came here from another repository; it was filed before that */
    FORGE_EVENT_COUNT,
};

struct forge_event {
    enum forge_event_kind kind;
    struct forge_person by;
    time_t at;
};

/* How much of a list is here. */
enum forge_extent {
    FORGE_ALL,
    FORGE_FIRST, /* the oldest entries; later ones are missing */
    FORGE_LAST,  /* the newest entries; earlier ones are missing */
    FORGE_SOME,  /* any may be missing */
    FORGE_EXTENT_COUNT,
};

struct forge_comments {
    struct forge_comment *items; /* oldest first */
    size_t count, capacity;
    enum forge_extent extent;
};

struct forge_events {
    struct forge_event *items; /* oldest first */
    size_t count, capacity;
    enum forge_extent extent;
};

/* An issue or a pull request. */
struct forge_item {
    unsigned number;
    bool pull, draft, locked;
    const char *title;         /* "" where there is none */
    const char *const *labels; /* at most LIMIT_FORGE_LABELS */
    size_t label_count;
    struct forge_person by;
    time_t created;                /* never 0 */
    time_t closed;                 /* 0: open */
    const char *closed_as;         /* "completed", "not_planned", "duplicate"; NULL: not known */
    time_t merged;                 /* 0: not merged */
    struct forge_person merged_by; /* ghost where not known */
    struct forge_comments comments;
    struct forge_events events;
    bool reviews_known; /* pull requests: reviews are among the comments; else only comments are */
};

/* Which of all issues (or of all pull requests) are here. */
struct forge_window {
    time_t since;   /* all that were created at this time or later; 0: all there are */
    bool open_too;  /* and all older ones that are still open */
    int64_t total;  /* how many there are, by the forge's own count; -1: not known */
    bool none_read; /* nothing was asked or answered: nothing is known of them */
};

struct forge_release {
    const char *tag, *name; /* name may be NULL */
    struct forge_person by;
    time_t at; /* published */
    bool prerelease;
};

/* A fork that somebody has pushed to after it was made. */
struct forge_fork {
    const char *name; /* "owner/name" */
    time_t created, pushed;
    int64_t stars;
};

struct forge_repository {
    const char *host;           /* "github.com" */
    const char *name;           /* "owner/name" as the forge calls it now */
    const char *asked;          /* what was asked for, where it was renamed or moved; or NULL */
    const char *url;            /* of its page, to build links on; no slash at the end */
    const char *owner_kind;     /* "organization", "user"; NULL: not known */
    const char *parent;         /* it is a fork of this; NULL: it is none, or not known */
    const char *default_branch; /* NULL: empty, or not known */
    time_t created, pushed;     /* 0: not known */
    enum forge_answer archived; /* read-only: nobody can file or answer any more */
    enum forge_answer locked;   /* disabled by the forge */
    enum forge_answer empty;    /* no commits */
    enum forge_answer issues;   /* people can file issues */
    enum forge_answer discussions;
    /* questions in Discussions with and without an accepted answer; -1: not known */
    int64_t questions_answered, questions_open;
    time_t discussed; /* when the newest discussion was begun; 0: there is none, or not known */
    int64_t stars, forks, watchers; /* -1: not known; never part of a score */
};

struct forge {
    struct forge_repository repository;
    time_t observed;     /* by the forge's clock */
    const char *source;  /* "graphql", "rest", "hand" */
    unsigned requests;   /* what it took */
    const char *partial; /* why not all is here, one clause; or NULL */
    struct forge_window issue_window, pull_window;
    struct {
        struct forge_item *items; /* newest first by number */
        size_t count, capacity;
    } items;
    struct {
        struct forge_release *items; /* newest first */
        size_t count, capacity;
        bool known; /* the list was asked for and answered */
        enum forge_extent extent;
    } releases;
    struct {
        struct forge_fork *items; /* latest push first */
        size_t count, capacity;
        bool known;
        enum forge_extent extent;
    } active_forks;
};

/* "user", "member", "closed", ... as they stand in JSON. Never NULL. */
const char *forge_kind_name(enum forge_kind kind);
const char *forge_association_name(enum forge_association association);
const char *forge_event_name(enum forge_event_kind kind);
const char *forge_extent_name(enum forge_extent extent);

/* The address of an issue or a pull request. */
const char *forge_item_url(struct arena *arena, const struct forge *forge,
                           const struct forge_item *item);

/* Puts the items in order and drops those that came twice. */
void forge_arrange(struct forge *forge);

/* forge-v1, from a file of unknown origin: bounded by LIMIT_FORGE_*, read item by item, so that
 * memory is that of the record. Keys that it does not know are passed over; a value of a wrong
 * kind is an error that names its place ("items[3].created: a time expected"). Strings are cleaned
 * and live in the arena. */
bool forge_read_json(struct arena *arena, struct str text, struct forge *ret_forge,
                     struct rh_error *err) MUST_CHECK;
/* The same record as text, an item a line; the same record gives the same bytes. Past
 * out->limit `full` is set. */
void forge_write_json(const struct forge *forge, struct buf *out);
#endif
