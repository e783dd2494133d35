#ifndef FACTS_MARKDOWN_PREPARE_H
#define FACTS_MARKDOWN_PREPARE_H
#include "util/str.h"

struct arena;

/* What md4c does not know, or would take too long over, is settled before it reads. */

struct prepared {
    struct str text;        /* the page without front matter; its lines are the file's */
    const char *parsed;     /* as long, with some bytes changed for md4c's eyes alone */
    unsigned first_line;    /* of text in the file */
    bool no_bare_addresses; /* it may not look for addresses without marks around them */
};

struct prepared markdown_prepare(struct arena *arena, struct str text);
#endif
