#ifndef FACTS_ROUTE_H
#define FACTS_ROUTE_H
#include "facts/readme_content.h"
#include "facts/run.h"

/* The way that the documentation shows from a clone to a first result, as steps. It is read in this
 * order, each in its file: what commands and sentences ask for (route_read, route_prose), which of
 * them are ways to choose from (route_ways), what cannot work in the order in which it is shown
 * (route_order); route.c then checks and reports what is left. Private to route*.c. */

enum step_kind {
    STEP_CLONE,
    STEP_INSTALL,
    STEP_BUILD,
    STEP_DOWNLOAD,
    STEP_EDIT, /* by hand: a line of a file, a file into a folder */
    STEP_LOGIN,
    STEP_CONFIGURE,
    STEP_PREPARE, /* a script that makes data ready */
    STEP_RUN,
    STEP_NONE,
};

enum step_self { SELF_NO, SELF_REGISTRY, SELF_SOURCE }; /* installs the project itself */

struct step {
    enum step_kind kind;
    const struct document *page; /* NULL: nobody wrote it down */
    unsigned line, end_line, block;
    struct str text; /* the first command, the sentence */
    struct str url;  /* where a download is from; empty: none is told */
    unsigned more;   /* commands of the same kind that follow in the block */
    bool by_hand;    /* no command does it */
    bool result;     /* a reader has something in hands afterwards */
    bool free;       /* goes with its neighbours, and is no step by itself: mkdir, unzip */
    bool from_tree;  /* needs the clone */
    bool has_blanks; /* something must be filled in: /path/to */
    bool system;     /* of one system's package manager: apt, brew */
    enum step_self self;
    bool dropped;          /* of a way that was not chosen */
    const char *way;       /* "conda"; NULL: there is no choice */
    struct str instead[4]; /* ways that were not chosen, with their places */
    unsigned instead_count;
};

enum { ROUTE_STEPS = 400, ROUTE_SENTENCES = 1500 };

struct route {
    struct reading reading; /* .readme is the page that is read now */
    struct facts *facts;
    struct step steps[ROUTE_STEPS];
    size_t count;
    bool cut; /* there was more than is looked at */
    unsigned sentences;
    struct prose *prose; /* private to route_prose.c */
};

/* The heading above a heading: of the next higher level; UINT32_MAX: none. */
unsigned route_parent(const struct document *page, unsigned heading);
unsigned route_section(const struct step *step); /* its heading's block; UINT32_MAX: none */
/* A section that nobody goes through to a result: tests, contributing, what is new. */
bool route_is_aside(const struct document *page, unsigned section);
/* Adds the steps of a page's commands and examples, in the order in which they stand. */
void route_read(struct route *route, const struct document *page);
/* What one command does: STEP_NONE where it is no step. The rest of the step is filled in. */
enum step_kind route_command(struct route *route, const struct command *command,
                             struct step *ret_step);
/* Adds what the sentences of a page before a line ask to be done by hand. */
void route_prose(struct route *route, const struct document *page, unsigned before);
/* Takes the shortest of the ways that a reader may choose from. */
void route_ways(struct route *route);
/* Observes commands that must fail since what they need is made further down. */
void route_order(struct facts *facts);
void route_sort(struct route *route);
/* What a step costs: 1, by hand 2, an account 3. */
unsigned route_cost(const struct step *step);
#endif
