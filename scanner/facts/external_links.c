/* Links that lead out of the repository: which of them to ask about, and what came of it. */
#include "facts/extract.h"
#include "facts/facts.h"
#include "facts/link_own.h"
#include "facts/link_syntax.h"
#include "facts/link_target.h"
#include "snapshot/link_record.h"
#include "util/arena.h"
#include "util/limits.h"
#include "util/map.h"
#include "util/phrase.h"

#include <string.h>

typedef void link_visitor(void *context, const struct document *page, unsigned line,
                          const char *url);

/* Addresses that stand for others, and pictures that are made anew whenever they are asked for. */
static bool is_worth_asking(const char *url)
{
    static const char *const parts[] = {
        "://localhost",
        "://127.",
        "://0.0.0.0",
        "://example.",
        "://www.example.",
        "example.com",
        "example.org",
        "example.net",
        ".example/",
        ".local/",
        ".test/",
        ".invalid/",
        "://10.",
        "://192.168.",
        "://[",
        "your-",
        "your_",
        "yourname",
        "username",
        "path/to",
        "xxx",
        "shields.io",
        "badge",
        "...",
        "%7B",
        "$",
        "codecov.io/g",
        "travis-ci.",
        "/actions/work",
    };
    struct str text = str_of(url);

    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
        if (str_contains_nocase(text, parts[i]))
            return false;
    return true;
}

static void visit_code(const struct document *page, const struct block *block, struct arena *arena,
                       link_visitor *visit, void *context)
{
    struct str rest = block->text, line;

    for (unsigned number = block->text_line; str_next_line(&rest, &line); number++) {
        static const char *const fetchers[] = {"wget",   "curl",  "git clone", "pip install",
                                               "aria2c", "gdown", NULL};

        if (!phrase_any(line, fetchers))
            continue;
        for (size_t at = 0; at + 8 < line.len; at++) {
            struct str url = str_slice(line, at, line.len);
            const char *clean;

            if (!str_starts(url, "https://") && !str_starts(url, "http://"))
                continue;
            for (size_t end = 0; end < url.len; end++)
                if (strchr(" \t\r\"'`;|)>", url.ptr[end]))
                    url.len = end;
            clean = link_url_clean(arena, url);
            if (clean && is_worth_asking(clean))
                visit(context, page, number, clean);
            at += url.len;
        }
    }
}

static void visit_page(const struct link_context *own, const struct document *page,
                       link_visitor *visit, void *context)
{
    for (size_t i = 0; i < page->links.count; i++) {
        const struct link *link = &page->links.items[i];
        struct link_target target = {.status = LINK_OTHER};
        const char *url;

        if (link_is_unwritten(link) || !(url = link_url_clean(own->arena, link->url)) ||
            !is_worth_asking(url))
            continue;
        link_own_resolve(own, page, str_of(url), &target);
        if (target.status == LINK_OTHER) /* else it was looked up in the tree */
            visit(context, page, link->line, url);
    }
    for (size_t i = 0; i < page->blocks.count; i++)
        if (page->blocks.items[i].kind == BLOCK_CODE)
            visit_code(page, &page->blocks.items[i], own->arena, visit, context);
}

static void visit_all(struct arena *arena, const struct snapshot *snapshot, const struct tree *tree,
                      const struct documents *documents, link_visitor *visit, void *context)
{
    unsigned none = 0;
    struct link_context own = {
        .arena = arena, .snapshot = snapshot, .tree = tree, .suggestions = &none};

    link_own_find(&own, documents);
    for (size_t i = 0; i < documents->pages.count; i++) {
        const struct document *page = &documents->pages.items[i];
        const struct tree_file *file = tree_find(tree, page->path);

        if (page == documents->readme || !file || !(file->roles & ROLE_TEST))
            visit_page(&own, page, visit, context);
    }
}

struct listing {
    struct map seen;
    size_t count;
    struct buf *out;
};

static void list(void *context, const struct document *page, unsigned line, const char *url)
{
    struct listing *listing = context;

    (void)page;
    (void)line;
    if (listing->count >= LIMIT_LINKS_ASKED ||
        map_put(&listing->seen, str_of(url), listing->count) != listing->count)
        return;
    listing->count++;
    buf_printf(listing->out, "%s\n", url);
}

void facts_list_links(const struct snapshot *snapshot, struct buf *out)
{
    struct arena *arena = arena_new();
    struct tree tree;
    struct documents documents;
    struct listing listing = {.out = out};

    map_init(&listing.seen, arena);
    tree_collect(arena, snapshot, &tree);
    documents_collect(arena, snapshot, &tree, &documents);
    visit_all(arena, snapshot, &tree, &documents, list, &listing);
    arena_free(arena);
}

struct noting {
    struct facts *facts;
    const struct link_record *record;
    struct map counted;
    size_t alive, dead, unknown;
};

static void note(void *context, const struct document *page, unsigned line, const char *url)
{
    struct noting *noting = context;
    const struct link_answer *answer = link_record_find(noting->record, str_of(url));
    struct facts *facts = noting->facts;
    struct observation *observation;

    if (!answer)
        return;
    if (map_get(&noting->counted, str_of(url)) == MAP_NONE) {
        map_put(&noting->counted, str_of(url), 1);
        noting->alive += answer->life == LINK_ALIVE;
        noting->dead += answer->life == LINK_DEAD;
        noting->unknown += answer->life == LINK_UNTOLD;
    }
    if (answer->life == LINK_DEAD)
        observation =
            facts_observe(facts, OBSERVATION_DEAD_LINK,
                          answer->why[0] >= '0' && answer->why[0] <= '9' ? "gone" : "nowhere",
                          page->path, line, str_of(url));
    else
        observation = facts_observe(facts, OBSERVATION_EXTERNAL_LINK,
                                    answer->life == LINK_ALIVE ? "alive" : "unknown", page->path,
                                    line, str_of(url));
    if (answer->life != LINK_ALIVE)
        observation->hint = answer->why;
}

void external_links_collect(struct facts *facts, const struct link_record *record)
{
    static const enum metric metrics[] = {METRIC_LINKS_ALIVE, METRIC_LINKS_DEAD,
                                          METRIC_LINKS_UNKNOWN};
    struct noting noting = {.facts = facts, .record = record};

    facts_bool(facts, METRIC_LINKS_ASKED, record != NULL);
    if (!record) {
        for (size_t i = 0; i < sizeof(metrics) / sizeof(*metrics); i++)
            facts_unknown(facts, metrics[i], "links were not asked; --links asks them");
        return;
    }
    map_init(&noting.counted, facts->arena);
    visit_all(facts->arena, facts->snapshot, &facts->tree, &facts->documents, note, &noting);
    facts_integer(facts, METRIC_LINKS_ALIVE, (int64_t)noting.alive);
    facts_integer(facts, METRIC_LINKS_DEAD, (int64_t)noting.dead);
    facts_integer(facts, METRIC_LINKS_UNKNOWN, (int64_t)noting.unknown);
}
