#include "facts/documented.h"

#include "facts/extract.h"
#include "facts/facts.h"
#include "util/arena.h"
#include "util/limits.h"

#include <string.h>

enum { MOST_BLOCKS = 2000, MOST_PAGES = 400 };

/* Pages about what was, or what may be: the names there need not be there today. */
static bool speaks_of_other_versions(const char *path)
{
    static const char *const words[] = {
        "change",   "history",    "release",   "news",     "migrat",  "upgrad",  "roadmap",
        "proposal", "rfc",        "design",    "deprecat", "contrib", "archive", "legacy",
        "whatsnew", "what-s-new", "whats_new", "todo",     "develop", "blog"};

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (str_contains_nocase(str_of(path), words[i]))
            return true;
    return false;
}

/* A page that says of itself that its content is past. */
static bool is_past(const struct document *page)
{
    struct str rest = str_slice(page->text, 0, 1500);

    return str_contains_nocase(rest, "deprecated") || str_contains_nocase(rest, "outdated") ||
           str_contains_nocase(rest, "no longer");
}

void documented_collect(struct facts *facts)
{
    size_t blocks = 0;

    for (size_t p = 0; p < facts->documents.pages.count && p < MOST_PAGES; p++) {
        const struct document *page = &facts->documents.pages.items[p];
        struct documented_names *names = NULL;
        bool readme = page == facts->documents.readme;

        if (!readme && (speaks_of_other_versions(page->path) || is_past(page)))
            continue;
        for (size_t b = 0; b < page->blocks.count && blocks < MOST_BLOCKS; b++) {
            struct documented documented;

            if (page->blocks.items[b].kind != BLOCK_CODE ||
                !documented_read(facts->arena, page, &page->blocks.items[b], &documented))
                continue;
            blocks++;
            if (!names)
                names = documented_names_new(facts, page);
            documented_names_read(names, &documented);
            documented_syntax(facts, &documented);
        }
    }
}
