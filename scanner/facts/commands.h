#ifndef FACTS_COMMANDS_H
#define FACTS_COMMANDS_H
#include "facts/document.h"

struct snapshot;
struct tree;

/* A piece of code that a reader is shown, and where its commands go. */
struct code_piece {
    struct str text;
    struct str label; /* of the fence, or "ipython" for a notebook's cell; empty: none */
    enum code_shown shown;
    unsigned line, block; /* where the text begins */
};

/* Adds the commands in one piece, without cwd. `scratch` takes what is needed on the way. */
void commands_read(struct arena *arena, struct arena *scratch, const struct code_piece *piece,
                   struct command_list *commands);
/* Fills document->commands from its code blocks and spans. */
void commands_collect(struct arena *arena, struct document *document);
/* Follows `cd` through the commands of a document and sets each one's cwd; with the tree it knows
 * which folders there are and which clone is that of this repository. */
void commands_follow(struct arena *arena, struct document *document,
                     const struct snapshot *snapshot, const struct tree *tree);
#endif
