#include "facts/link_syntax.h"

#include "facts/facts.h"
#include "util/arena.h"

#include <string.h>

/* What templates and hasty authors write where the address belongs. */
static const char *const unwritten[] = {
    "link",       "links",       "url",           "todo",          "tbd",          "tba",
    "xxx",        "...",         "http://",       "https://",      "http://xxx",   "https://xxx",
    "paper link", "paper_link",  "link_to_paper", "link-to-paper", "your-link",    "your_link",
    "link here",  "insert link", "coming soon",   "arxiv link",    "project link",
};

enum writing { WRITTEN, WRITTEN_EMPTY, WRITTEN_PLACEHOLDER, WRITTEN_BRACKETED };

static enum writing writing_of(const struct link *link)
{
    struct str url = str_trim(link->url);

    if (!url.len)
        return link->text.len || link->image ? WRITTEN_EMPTY : WRITTEN;
    if (strchr("[({\"'", url.ptr[0]) && str_contains(url, "://"))
        return WRITTEN_BRACKETED;
    for (size_t i = 0; i < sizeof(unwritten) / sizeof(unwritten[0]); i++)
        if (str_equal_nocase(url, unwritten[i]))
            return WRITTEN_PLACEHOLDER;
    /* "#" alone leads to the top, which some mean; around an image it is a badge without a page. */
    if (str_equal(url, "#") && link->kind != LINK_HTML && link->text.len &&
        !str_contains_nocase(link->text, "top"))
        return WRITTEN_PLACEHOLDER;
    return WRITTEN;
}

bool link_is_unwritten(const struct link *link) { return writing_of(link) != WRITTEN; }

/* "(here)[https://x.org]": its end, from the ")"; NULL: none begins here. */
static const char *reversed_end(const char *at, const char *end)
{
    const char *close;

    if (end - at < 12 || memcmp(at, ")[http", 6))
        return NULL;
    close = memchr(at, ']', (size_t)(end - at));
    if (!close || memchr(at, '\n', (size_t)(close - at)) || memchr(at, ' ', (size_t)(close - at)))
        return NULL;
    return close + 1;
}

static void find_reversed(struct facts *facts, const struct document *page,
                          const struct block *block)
{
    struct str rest = block->text, line;

    for (unsigned number = block->text_line; str_next_line(&rest, &line); number++) {
        const char *end = str_end(line);

        for (const char *at = line.ptr; at < end; at++) {
            const char *close = *at == ')' ? reversed_end(at, end) : NULL, *open = at;

            if (!close)
                continue;
            while (open > line.ptr && *open != '(')
                open--;
            if (*open == '(' && at - open > 1)
                facts_observe(facts, OBSERVATION_LINK_SYNTAX, "reversed", page->path, number,
                              (struct str){open, (size_t)(close - open)})
                    ->hint = "the address belongs in ( ), the text in [ ]";
            at = close - 1;
        }
    }
}

/* "[https://x.org]" without its brackets. */
static const char *unbracketed(struct arena *arena, struct str url)
{
    url = str_trim(url);
    url = str_slice(url, 1, url.len);
    if (url.len && strchr("])}\"'", url.ptr[url.len - 1]))
        url.len--;
    return str_dup(arena, url);
}

void link_syntax_collect(struct facts *facts, const struct document *page)
{
    static const char *const statuses[] = {[WRITTEN_EMPTY] = "empty",
                                           [WRITTEN_PLACEHOLDER] = "placeholder",
                                           [WRITTEN_BRACKETED] = "bracketed"};

    for (size_t i = 0; i < page->links.count; i++) {
        const struct link *link = &page->links.items[i];
        enum writing writing = writing_of(link);
        struct observation *observation;

        if (writing == WRITTEN)
            continue;
        observation =
            facts_observe(facts, OBSERVATION_LINK_SYNTAX, statuses[writing], page->path, link->line,
                          link->text.len && writing != WRITTEN_BRACKETED ? link->text : link->url);
        if (writing == WRITTEN_BRACKETED) {
            observation->hint = "the address stands in brackets of its own";
            observation->replacement = unbracketed(facts->arena, link->url);
        } else {
            observation->hint = "has no address yet";
        }
    }
    for (size_t i = 0; i < page->blocks.count; i++)
        if (page->blocks.items[i].kind != BLOCK_CODE)
            find_reversed(facts, page, &page->blocks.items[i]);
}
