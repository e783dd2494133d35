#ifndef FACTS_CLI_SOURCE_H
#define FACTS_CLI_SOURCE_H
#include "util/str.h"

struct arena;

/* A Python file as tokens with their brackets matched, and as statements within each other: enough
 * to follow calls by hand. Any text gives something; what is too large gives nothing. */

enum cli_token_kind {
    CLI_NAME,
    CLI_NUMBER,
    CLI_STRING,
    CLI_OPERATOR,
};

struct cli_token {
    unsigned start, length;       /* in the text */
    unsigned inner, inner_length; /* CLI_STRING: between the quotes */
    unsigned line;
    unsigned match; /* of an opening bracket: the closing one's index; else its own */
    unsigned char kind;
    bool format;
};

struct cli_statement {
    unsigned first, end; /* tokens; the ":" that opens a body is the last */
    unsigned column;
    unsigned next; /* the first later statement that is not within it */
};

struct cli_source {
    const char *path;
    struct str text;
    const struct cli_token *tokens;
    size_t token_count;
    const struct cli_statement *statements;
    size_t statement_count;
    bool relevant; /* it speaks of command lines */
};

/* False where it is too large. `text` must stay. */
bool cli_source_read(struct arena *arena, const char *path, struct str text,
                     struct cli_source *ret_source);
struct str cli_text(const struct cli_source *source, size_t token);
/* A string's value, simple escapes resolved. */
struct str cli_string(struct arena *arena, const struct cli_source *source, size_t token);
/* Whether it is this name or operator; false behind the end. */
bool cli_is(const struct cli_source *source, size_t token, const char *text);
#endif
