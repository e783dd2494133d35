#ifndef FACTS_CLI_WORDS_H
#define FACTS_CLI_WORDS_H
#include "facts/cli.h"

struct arena;

/* The words of a documented command, laid beside the command line that the program takes. */

enum word_status {
    WORD_FOUND,
    WORD_ABBREVIATED, /* a beginning that only one long option has */
    WORD_MISSING,     /* no such option */
    WORD_AMBIGUOUS,   /* a beginning that several have */
    WORD_CHOICE,      /* a value, or a subcommand, that is none of those there are */
    WORD_EXTRA,       /* a word that nothing takes: the value of an option that has none */
    WORD_REQUIRED,    /* what is not there and must be */
    WORD_UNKNOWN,
};

struct word_found {
    enum word_status status;
    size_t at;                       /* its word; of WORD_REQUIRED the number of words */
    struct str name;                 /* "--lr" without its value; the missing one's name */
    const struct cli_option *option; /* FOUND, ABBREVIATED, CHOICE, REQUIRED */
    const struct cli *cli;           /* the parser that was asked last */
    const char *nearest;             /* MISSING, CHOICE: what may have been meant; NULL */
    const char *why;                 /* UNKNOWN */
};

struct words_found {
    struct word_found *items;
    size_t count, capacity;
};

/* `excerpt`: the command is not shown whole, so nothing is required of it. */
void cli_words(struct arena *arena, const struct cli_set *set, const struct shell_word *words,
               size_t count, bool excerpt, struct words_found *ret_found);
#endif
