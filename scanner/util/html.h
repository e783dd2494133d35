#ifndef UTIL_HTML_H
#define UTIL_HTML_H
#include "util/str.h"

struct arena;

/* Pieces of HTML as hostile people write them, read token by token; no tree is built. */

enum html_event {
    HTML_OPEN,  /* a start tag that is written */
    HTML_CLOSE, /* an end tag that is written, whether anything was open or not */
    HTML_TEXT,  /* between tags, entities resolved; not of comments, <script> and <style> */
};

struct html_token {
    enum html_event event;
    unsigned line;                    /* of its beginning, counted from 0 in the fragment */
    struct str name;                  /* of a tag, lower case */
    struct str text;                  /* of HTML_TEXT */
    struct str source;                /* of HTML_OPEN: the tag as written, from its '<' on */
    const unsigned char **attributes; /* HTML_OPEN: name, value, ..., NULL; or NULL */
};

typedef void html_visitor(void *context, const struct html_token *token);

/* Reused between fragments: making one costs more than reading a tag. */
struct html_reader;

struct html_reader *html_reader_new(struct arena *arena);
/* False where the fragment was left before its end: too deep, too many tags, a monstrous tag. */
bool html_read(struct html_reader *reader, struct str fragment, html_visitor *visit, void *context);

/* The value of a token's attribute; false where it has none. An empty one is an empty view. */
bool html_attribute(const struct html_token *token, const char *name, struct str *ret_value);
/* The line that an attribute's value begins on, counted as token->line is. */
unsigned html_attribute_line(const struct html_token *token, struct str value);
/* The character that a named entity stands for ("amp": "&"), as UTF-8; false: no such name. */
bool html_entity(struct str name, char ret_text[8]);
#endif
