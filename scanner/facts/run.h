#ifndef FACTS_RUN_H
#define FACTS_RUN_H
#include "facts/document.h"

struct shell_word;

/* What a documented command runs, behind everything that launches it: `sudo`, `srun`, `uv run`,
 * `torchrun`, `python -m torch.distributed.launch`. By its words alone; the tree is asked later. */

enum run_kind {
    RUN_NONE,     /* nothing of a project's own, or it cannot be told */
    RUN_SCRIPT,   /* a file that an interpreter is given, or that is run as it is: ./x */
    RUN_MODULE,   /* python -m x.y */
    RUN_PROGRAM,  /* a program by its name: an entry point of the project, or anything else */
    RUN_MAKE,     /* a target of a Makefile; an empty target is its first one */
    RUN_NPM,      /* a script of package.json */
    RUN_CARGO,    /* a binary or an example of a crate; empty is the only binary */
    RUN_CMAKE,    /* a folder that holds CMakeLists.txt */
    RUN_COMPOSE,  /* a Dockerfile or compose file; empty is the usual name */
    RUN_NOTEBOOK, /* a notebook that is opened or executed */
    RUN_INPUT,    /* an installer reads the file: pip -r, conda env create -f */
};

enum run_language {
    RUN_LANGUAGE_NONE,
    RUN_LANGUAGE_PYTHON,
    RUN_LANGUAGE_SHELL,
    RUN_LANGUAGE_OTHER,
};

struct run {
    enum run_kind kind;
    enum run_language language;
    struct str target;              /* as written, quotes removed */
    struct str folder;              /* make -C, npm --prefix, uv --directory; empty: none */
    struct str file;                /* make -f; empty: none */
    const struct shell_word *words; /* of the whole command */
    size_t count;
    size_t at;          /* the target's word; count where there is none */
    size_t first, last; /* its arguments, redirections among them: first to last - 1 */
    bool python_path;   /* PYTHONPATH is set for it */
    bool example;       /* RUN_CARGO: --example */
};

/* False where the command runs nothing that could be looked up: kind is RUN_NONE. */
bool run_read(struct arena *arena, const struct command *command, struct run *ret_run);
/* The same for words that are taken apart already, from `from` on. */
bool run_read_words(const struct shell_word *words, size_t count, size_t from, struct run *ret_run);
#endif
