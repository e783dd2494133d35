#ifndef FACTS_LINK_SYNTAX_H
#define FACTS_LINK_SYNTAX_H
#include "facts/document.h"

struct facts;
struct link_context;

/* Links that were begun and not finished, or written the wrong way round. */

/* Whether a link's address is none: "", "Link", "url", "#", "[https://x.org]". */
bool link_is_unwritten(const struct link *link);
/* Observations link_syntax of one page. */
void link_syntax_collect(const struct link_context *context, struct facts *facts,
                         const struct document *page);
#endif
