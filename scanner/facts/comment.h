#ifndef FACTS_COMMENT_H
#define FACTS_COMMENT_H
#include "facts/tree.h"

/* Tells code from comments, line by line: near enough for looking at words, not a parser. */
struct comments {
    const struct comment_style *style;
    char close[4];    /* what ends the block that is open over lines; "": none is */
    bool is_comment;  /* that block is a comment or a docstring, not a string */
    bool starts[256]; /* bytes that may begin a comment or a string */
};

void comments_begin(struct comments *comments, enum language language, const char *path);
/* Writes the line with comments and docstrings blanked to `code`, which has room for it. */
void comments_blank(struct comments *comments, struct str line, char *code);
#endif
