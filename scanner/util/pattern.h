#ifndef UTIL_PATTERN_H
#define UTIL_PATTERN_H
#include "util/error.h"
#include "util/str.h"

struct arena;

/* Regular expressions (PCRE2) over one line of hostile text at a time. Case matters unless the
 * pattern begins with (?i). Letters and digits are Unicode's; any bytes may be searched. A line is
 * looked at up to LIMIT_LINE_BYTES. A pattern is compiled once and may serve any number of scans
 * of one process, from one thread. It lives in the arena that it was compiled into. */
struct pattern;

/* What a rule's field of patterns holds: one or a list. */
struct patterns {
    struct pattern *const *items;
    size_t count;
};

enum {
    PATTERN_GROUPS = 8,       /* the whole match and the first seven groups */
    PATTERN_TEXT_BYTES = 4096 /* of a pattern itself */
};

enum match {
    MATCH_NO,
    MATCH_YES,
    MATCH_TOO_EXPENSIVE, /* a limit ended the search: neither yes nor no; must be shown as unknown
                          */
};

struct groups {
    struct str items[PATTERN_GROUPS]; /* views of the text; {NULL, 0}: took no part */
};

/* False with "... at character N of 'PATTERN'" (RH_ERROR_RULE). Refused beside mistakes: callouts,
 * recursion, subroutine calls, verbs such as (*LIMIT_MATCH=) and \C, which a rule could use to lift
 * the limits or to leave them. */
bool pattern_compile(struct arena *arena, const char *text, struct pattern **ret_pattern,
                     struct rh_error *err) MUST_CHECK;
/* The same for a pattern that the program itself holds, which cannot be wrong. Never NULL. */
struct pattern *pattern_own(struct arena *arena, const char *text);
/* The pattern as it was written. */
const char *pattern_text(const struct pattern *pattern);

/* The first match in one line. ret_groups may be NULL; it is written on MATCH_YES alone. */
enum match pattern_match(struct pattern *pattern, struct str line, struct groups *ret_groups);
/* The first that begins at `from` or behind; what stands before is seen by ^, \\b and the like. */
enum match pattern_match_from(struct pattern *pattern, struct str line, size_t from,
                              struct groups *ret_groups);

/* A walk over the lines of a text that match. Start with {.rest = text}. */
struct pattern_walk {
    struct str rest;      /* what was not looked at yet */
    unsigned line;        /* of the match, from 1 */
    struct str line_text; /* that whole line */
    struct groups groups;
    unsigned expensive; /* lines so far that a limit kept from being decided */
    bool cut;           /* a line so far was longer than what is looked at */
};

/* Moves to the next matching line; false at the end, and when too many lines were too expensive
 * (the rest is then dropped): look at `expensive` before saying "no". */
bool pattern_next(struct pattern *pattern, struct pattern_walk *walk);

/* Whether a line of the text, which is up to LIMIT_LINE_BYTES of whole lines, may match: a quick
 * look at all at once. True where it cannot tell; false is sure. */
bool pattern_may_match(struct pattern *pattern, struct str text);
/* Takes the next such piece off *rest, a line of its own where that is longer; false at the end. */
bool pattern_next_piece(struct str *rest, struct str *ret_piece);

/* False where the pattern takes too long on any of a few texts that drive patterns to their worst;
 * for rules that did not come with the program. Uses the cpu clock, so it belongs to loading. */
bool pattern_is_quick(struct pattern *pattern);
#endif
