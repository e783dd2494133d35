#ifndef FACTS_DOCUMENT_HTML_H
#define FACTS_DOCUMENT_HTML_H
#include "facts/document_build.h"

struct html_reader;

/* Raw HTML within a document, a fragment at a time: what one fragment opens (a table, <details>,
 * a link) a later one may close. */
struct document_html {
    struct build *build;
    struct html_reader *reader; /* made when the first fragment comes */
    unsigned first_line;        /* of the fragment that is being read */
    bool inline_only;           /* it stands within a paragraph: it opens no blocks */
    bool cut;                   /* a fragment was too much to be read to its end */
    unsigned preformatted;      /* depth of <pre> */
    unsigned bare_anchors;      /* open <a> without href */
};

/* inline_only: a block is open and stays open. Otherwise the blocks of the fragment end with it. */
void document_html_read(struct document_html *html, struct str fragment, unsigned line,
                        bool inline_only);
#endif
