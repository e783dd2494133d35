#ifndef FACTS_PYTHON_TOKEN_H
#define FACTS_PYTHON_TOKEN_H
#include "util/str.h"

struct arena;

/* Python source as a stream of tokens with their lines, of any version of the language; what is not
 * understood comes as an operator. Never runs anything and never fails. */

enum python_kind {
    PYTHON_END,
    PYTHON_NAME,
    PYTHON_NUMBER,
    PYTHON_STRING,
    PYTHON_OPERATOR, /* one byte each, but for "==" "!=" "<=" ">=" ":=" "->" "**" "//" "+=" ... */
    PYTHON_NEWLINE,  /* the end of a logical line; not within brackets */
};

struct python_token {
    enum python_kind kind;
    unsigned line;    /* where it begins */
    unsigned column;  /* bytes before it on that line: the indent, for a line's first token */
    unsigned depth;   /* open brackets around it; a bracket itself counts as outside */
    struct str text;  /* as written */
    bool format;      /* an f-string */
    struct str inner; /* PYTHON_STRING: what stands between the quotes, escapes as written */
};

struct python_reader {
    struct str text;
    size_t at, line_start; /* private, as what follows */
    unsigned line, depth;
    bool line_open; /* the logical line has a token */
};

/* Start with {.text = source}. PYTHON_END for ever once the end is reached. */
struct python_token python_next(struct python_reader *reader);
/* The value of a string token: escapes resolved where they are simple, else kept. */
char *python_string(struct arena *arena, const struct python_token *token);
bool python_is(const struct python_token *token, const char *text);
/* Steps over everything up to the bracket that closes the one just read. */
void python_skip_brackets(struct python_reader *reader, unsigned depth);
#endif
