#ifndef FACTS_DOCUMENTED_H
#define FACTS_DOCUMENTED_H
#include "facts/python_lookup.h"

struct facts;
struct document;
struct block;

/* Python that documentation shows: its blocks, the names that they take from the repository, and
 * how they call them. */

struct documented {
    const struct document *page;
    const struct block *block;
    struct str
        text;      /* without indent, prompts, output and magics; a line for each of the block's */
    unsigned line; /* of the page, on which text begins */
    bool labelled; /* the fence says that it is Python */
    bool prompts;  /* it showed >>> or In [1]: */
    bool sketch;   /* <placeholders>, diffs, templates, trees, shell lines, tracebacks */
    bool alternatives; /* "or" between lines: parts that exclude each other */
    const struct python_token *tokens;
    size_t token_count;
};

/* False where the block is not Python. */
bool documented_read(struct arena *arena, const struct document *page, const struct block *block,
                     struct documented *ret_documented);
/* Whether its lines could be typed; adds an observation. */
void documented_syntax(struct facts *facts, const struct documented *documented);

/* What the names in a page's blocks mean so far. */
struct documented_names;
struct documented_names *documented_names_new(struct facts *facts, const struct document *page);
/* Follows a block, and adds an observation for each name and call of the repository's own. */
void documented_names_read(struct documented_names *names, const struct documented *documented);

/* An argument list laid beside a signature. */
enum call_status { CALL_FITS, CALL_UNKNOWN, CALL_NO_SUCH, CALL_LACKS, CALL_TOO_MANY };
struct call_verdict {
    enum call_status status;
    struct str name;  /* of the argument that is unknown, or lacking */
    const char *near; /* the parameter that may be meant; NULL */
    size_t most;      /* TOO_MANY: how many may be given by position */
    unsigned line;    /* of the argument */
};
/* tokens[at] is the bracket. */
struct call_verdict call_check(struct arena *arena, const struct python_token *tokens, size_t count,
                               size_t at, const struct python_signature *signature);
#endif
