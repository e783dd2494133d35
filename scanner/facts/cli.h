#ifndef FACTS_CLI_H
#define FACTS_CLI_H
#include "util/str.h"

struct facts;
struct shell_word;

/* The command line that a Python script takes, read from its source and from the local modules that
 * it builds its parser with: argparse, optparse, getopt, click, typer, absl, fire, docopt, and
 * parsers made of dataclasses. Nothing is run: calls are followed by hand, as far as they are
 * literal. What is computed leaves the command line open: a flag that is not seen may be there. */

enum { CLI_MANY = 1000 /* values without an end */ };

struct cli_option {
    const char *names[6]; /* as typed: "--lr", "-l"; of a positional, what its help calls it */
    size_t name_count;
    bool positional, required;
    bool conditional;           /* added only sometimes */
    unsigned least, most;       /* how many values it takes */
    const char *const *choices; /* NULL: any */
    size_t choice_count;
    const char *value;   /* its default, where that is a literal string; else NULL */
    unsigned value_line; /* where that stands */
    const char *path;    /* where it is defined */
    unsigned line;
};

struct cli {
    const char *path; /* where the parser is made */
    unsigned line;
    const char *open; /* why other flags may be taken too; NULL: there are no others */
    bool prefixes;    /* the beginning of a long option stands for it */
    bool single_dash; /* -name is --name: absl */
    bool underscores; /* - and _ in names are the same */
    bool free;        /* any positional words are taken */
    bool lenient;     /* required arguments may come from elsewhere, or cannot be told */
    bool needs_sub;   /* one of `subs` must be named */
    bool click;       /* options of a group stand before its subcommand, those of it behind */
    struct {
        struct cli_option *items;
        size_t count, capacity;
    } options;
    struct {
        struct cli_sub {
            const char *name;
            struct cli *cli;
        } * items;
        size_t count, capacity;
    } subs;
};

struct cli_set {
    const char *unknown;        /* why nothing is known; NULL: something is */
    const struct cli *items[8]; /* parsers that see the words, one after the other or by case */
    size_t count;
};

/* Of a Python file of the tree; `function` is what an entry point calls in it, or NULL: the file
 * is run. Read once, then kept. Never NULL. */
const struct cli_set *cli_of(struct facts *facts, const char *path, const char *function);

/* Those that were read so far, by number; NULL behind the last. *ret_path: of the program. */
const struct cli_set *cli_kept(const struct facts *facts, size_t number, const char **ret_path);

enum cli_answer { CLI_NO, CLI_YES, CLI_UNKNOWN };
/* Whether the file's command line takes these words, required ones aside. */
enum cli_answer cli_accepts(struct facts *facts, const char *path, const struct shell_word *words,
                            size_t count);
#endif
