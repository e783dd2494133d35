#ifndef UTIL_SHELL_H
#define UTIL_SHELL_H
#include "util/str.h"

struct arena;

/* Takes shell text apart the way a shell does before it expands anything: words, quotes,
 * continuation lines, pipes and lists, assignments, redirections, here-documents, comments. Nothing
 * is run or expanded. The text is what people show to people, so where a shell would give up or do
 * something odd it is read as meant: a quote that never closes is a character, as is a backslash
 * before a letter; "\ " before a line end (and ^ and ` of other shells) continues the line;
 * <path to data> is one word; & within an address and >= within a version belong to theirs. */

struct shell_word {
    struct str raw;   /* as written: "my data"/x, with its quotes */
    struct str text;  /* quotes and backslashes removed: my data/x */
    bool quoted;      /* some of it stood in quotes */
    bool redirection; /* an operator: >, 2>&1; where it wants a file, that is the next word */
};

enum shell_end {
    SHELL_END, /* of the text */
    SHELL_NEWLINE,
    SHELL_SEMICOLON,
    SHELL_AND,
    SHELL_OR,
    SHELL_PIPE,
    SHELL_BACKGROUND,
    SHELL_CLOSE, /* ) */
};

struct shell_command {
    const struct shell_word *words; /* never empty */
    size_t count;
    size_t assignments; /* how many words at the beginning are NAME=value; may be all */
    enum shell_end end; /* what ended it */
    unsigned line;      /* of its first word, from 0 in the text */
    unsigned depth;     /* how many ( are open around it */
};

struct shell_line {
    const struct shell_command *commands;
    size_t count; /* 0: a blank line, a comment */
};

/* A walk over the commands of a text. shell_start sets it; `prompt` and `options_continue` may be
 * set after it. */
struct shell {
    struct arena *arena;
    struct str text;
    struct str prompt;     /* skipped at the start of continuation lines: "> "; may be empty */
    bool options_continue; /* a line that begins with an option goes on with the one before */
    size_t at;             /* what was not read yet begins here */
    unsigned line;         /* and it is on this line, from 0 */
    unsigned depth;
    enum shell_end end;  /* what was read last */
    struct str heres[4]; /* private: last lines of the here-documents that begin at the next line */
    unsigned here_count;
    bool heres_broken;
    unsigned unclosed; /* private: quotes and $( that did not close in time */
};

void shell_start(struct shell *shell, struct arena *arena, struct str text);
/* The next command; false at the end of the text. Parts without words are passed over. */
bool shell_next(struct shell *shell, struct shell_command *ret_command);
/* The commands of one logical line; false at the end of the text. */
bool shell_next_line(struct shell *shell, struct shell_line *ret_line);

/* The words of one command, for those who hold its text alone. */
const struct shell_word *shell_words(struct arena *arena, struct str text, size_t *ret_count);
/* The words from `from` on, as written, one blank between, on one line. */
struct str shell_join(struct arena *arena, const struct shell_command *command, size_t from);
/* Whether text is NAME=value. */
bool shell_is_assignment(struct str text);
#endif
