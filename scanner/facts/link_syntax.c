#include "facts/link_syntax.h"

#include "facts/facts.h"
#include "facts/link_path.h"
#include "facts/link_target.h"
#include "util/arena.h"
#include "util/limits.h"

#include <string.h>

enum { LOOKS_MOST = 500 /* of a page */ };

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

/* What looks for links that stayed text. */
struct leftovers {
    const struct link_context *context;
    struct facts *facts;
    const struct document *page;
    size_t span;     /* the first span of this block, or of one behind it */
    bool references; /* the page has links by definitions that work */
    unsigned looks;  /* how many were looked into */
};

static bool has_letter(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((text.ptr[i] | 32) >= 'a' && (text.ptr[i] | 32) <= 'z')
            return true;
    return false;
}

/* Whether a piece of inline code of the block holds these words. */
static bool is_code(struct leftovers *leftovers, size_t block, struct str words)
{
    const char *text = str_dup(leftovers->facts->arena, words);

    leftovers->looks++;
    for (size_t i = leftovers->span; i < leftovers->page->spans.count; i++) {
        if (leftovers->page->spans.items[i].block != block)
            break;
        if (str_contains(leftovers->page->spans.items[i].text, text))
            return true;
    }
    return false;
}

/* From `at` to before `end_mark`, on this line and without `not_in`; false: it does not end so. */
static bool take_until(struct str line, size_t at, char end_mark, const char *not_in,
                       struct str *ret_inner)
{
    for (size_t i = at; i < line.len; i++) {
        if (line.ptr[i] == end_mark) {
            *ret_inner = str_slice(line, at, i);
            return true;
        }
        if (strchr(not_in, line.ptr[i]))
            return false;
    }
    return false;
}

/* "[text][name]" or "[text][]" where the page has other links like it, and no such definition. */
static bool is_undefined(const struct leftovers *leftovers, struct str line, size_t at,
                         struct str *ret_whole)
{
    struct str text, label;
    size_t next;

    if (!leftovers->references || !take_until(line, at + 1, ']', "[^$={}\\@", &text))
        return false;
    next = at + 1 + text.len + 1;
    if (next >= line.len || line.ptr[next] != '[' ||
        !take_until(line, next + 1, ']', "[^$={}\\@#:,", &label))
        return false;
    next += 1 + label.len + 1;
    if (text.len < 2 || !has_letter(text) || (label.len && (label.len < 2 || !has_letter(label))) ||
        (next < line.len && strchr("[(", line.ptr[next])))
        return false;
    *ret_whole = str_slice(line, at, next);
    return true;
}

/* "[text] (docs/x.md)" and "[text](my file.md)" where that file is there. */
static bool is_spaced(const struct leftovers *leftovers, struct str line, size_t at,
                      struct str *ret_whole, const char **ret_path)
{
    struct str folder = path_folder(leftovers->page->path), text, address;
    size_t next;
    const char *path;
    bool apart;

    if (!take_until(line, at + 1, ']', "[", &text) || !text.len)
        return false;
    next = at + 1 + text.len + 1;
    apart = next < line.len && line.ptr[next] == ' ';
    next += apart;
    if (next >= line.len || line.ptr[next] != '(' ||
        !take_until(line, next + 1, ')', apart ? " (<>" : "(<>", &address) || address.len < 3)
        return false;
    if (!memchr(address.ptr, ' ', address.len) != apart ||
        !(memchr(address.ptr, '.', address.len) || memchr(address.ptr, '/', address.len)))
        return false;
    path =
        path_join(leftovers->facts->arena, folder, path_decode(leftovers->facts->arena, address));
    if (!*path || !link_exists(leftovers->context, path))
        return false;
    *ret_whole = str_slice(line, at, next + 1 + address.len + 1);
    *ret_path = str_dup(leftovers->facts->arena, address);
    return true;
}

/* "my file.md" as an address: its blanks escaped. */
static const char *escaped(struct arena *arena, const char *path)
{
    struct buf out = {0};
    const char *text;

    for (; *path; path++)
        buf_puts(&out, *path == ' ' ? "%20" : (char[]){*path, '\0'});
    text = arena_strndup(arena, out.ptr, out.len);
    buf_release(&out);
    return text;
}

static void find_leftovers(struct leftovers *leftovers, size_t index)
{
    const struct block *block = &leftovers->page->blocks.items[index];
    struct facts *facts = leftovers->facts;
    struct str rest = block->text, line, whole;
    const char *path = NULL;

    while (leftovers->span < leftovers->page->spans.count &&
           leftovers->page->spans.items[leftovers->span].block < index)
        leftovers->span++;
    for (unsigned number = block->text_line; str_next_line(&rest, &line); number++) {
        line = str_slice(line, 0, LIMIT_LINE_BYTES);
        for (size_t at = 0; at + 4 < line.len; at++) {
            bool inner = at && (strchr("_])\\", line.ptr[at - 1]) ||
                                has_letter(str_slice(line, at - 1, at)) ||
                                (line.ptr[at - 1] >= '0' && line.ptr[at - 1] <= '9'));
            struct observation *observation;
            bool spaced;

            if (line.ptr[at] != '[' || inner)
                continue;
            spaced = is_spaced(leftovers, line, at, &whole, &path);
            if (leftovers->looks >= LOOKS_MOST)
                return;
            if ((!spaced && !is_undefined(leftovers, line, at, &whole)) ||
                is_code(leftovers, index, whole))
                continue;
            observation =
                facts_observe(facts, OBSERVATION_LINK_SYNTAX, spaced ? "spaced" : "undefined",
                              leftovers->page->path, number, whole);
            observation->hint =
                spaced ? "a blank keeps it from being a link" : "the page defines no such address";
            if (spaced)
                observation->replacement = escaped(facts->arena, path);
            at += whole.len - 1;
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

void link_syntax_collect(const struct link_context *context, struct facts *facts,
                         const struct document *page)
{
    static const char *const statuses[] = {[WRITTEN_EMPTY] = "empty",
                                           [WRITTEN_PLACEHOLDER] = "placeholder",
                                           [WRITTEN_BRACKETED] = "bracketed"};
    struct leftovers leftovers = {.context = context, .facts = facts, .page = page};

    for (size_t i = 0; i < page->links.count; i++) {
        const struct link *link = &page->links.items[i];
        enum writing writing = writing_of(link);
        struct observation *observation;

        leftovers.references |= link->kind == LINK_REFERENCE;
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
    for (size_t i = 0; i < page->blocks.count; i++) {
        if (page->blocks.items[i].kind == BLOCK_CODE)
            continue;
        find_reversed(facts, page, &page->blocks.items[i]);
        if (page->format == DOCUMENT_MARKDOWN)
            find_leftovers(&leftovers, i);
    }
}
