#ifndef FACTS_DOCUMENT_FORMATS_H
#define FACTS_DOCUMENT_FORMATS_H
#include "facts/document.h"

/* One reader a format, private to document.c: document->text is set, the lists are empty. What cut
 * it short goes into document->partial. */
void markdown_read(struct arena *arena, struct document *document);
void rst_read(struct arena *arena, struct document *document);
void org_read(struct arena *arena, struct document *document);
void text_read(struct arena *arena, struct document *document);
#endif
