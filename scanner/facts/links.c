/* Looks up every relative link, image and #anchor of the README and the other pages. Of other pages
 * than the README the first that hold are noted, and all that do not. */
#include "facts/extract.h"
#include "facts/facts.h"
#include "facts/link_own.h"
#include "facts/link_path.h"
#include "facts/link_syntax.h"
#include "facts/link_target.h"
#include "facts/trace.h"
#include "facts/tree.h"
#include "util/arena.h"
#include "util/limits.h"
#include "util/nearest.h"
#include "util/slug.h"

#include <string.h>
#include <strings.h>

enum {
    NEAREST_ANCHORS = 500, /* of one page, that are compared with a wrong one */
    SUGGESTIONS = 1000,    /* in a scan: how often to look for what was meant */
    FOUND_MOST = 1000,     /* that hold, of pages other than the README */
    LFS_POINTER_MOST = 1024,
    LINES_MOST = 200, /* files whose lines are counted */
};

struct page {
    const struct document *document;
    struct map anchors; /* their folded names */
    bool has_anchors;   /* the map is made */
    bool is_readme, is_test, generated, asked;
};

struct links {
    struct facts *facts;
    struct link_context context;
    struct slugger *slugger;
    struct page *pages; /* parallel to documents.pages */
    struct map by_path;
    unsigned suggestions, found, counted;
};

/* A name as anchors are compared: lower case, without the marks that choose how an emoji is drawn
 * (GitHub keeps them in its names; editors lose them). */
static struct str fold(struct links *links, struct str name)
{
    static const char *const dropped[] = {"\xef\xb8\x8f", "\xe2\x80\x8d"};
    struct arena *arena = links->facts->arena;
    struct str lower;
    char *out;
    size_t length = 0;

    if (str_starts(name, "user-content-"))
        name = str_slice(name, strlen("user-content-"), name.len);
    lower = slug_lower(links->slugger, arena, name);
    out = arena_alloc(arena, lower.len + 1);
    for (size_t i = 0; i < lower.len;) {
        struct str rest = str_slice(lower, i, lower.len);

        if (str_starts(rest, dropped[0]) || str_starts(rest, dropped[1]))
            i += 3;
        else
            out[length++] = lower.ptr[i++];
    }
    return (struct str){out, length};
}

static const struct map *anchors_of(struct links *links, struct page *page)
{
    if (!page->has_anchors) {
        map_init(&page->anchors, links->facts->arena);
        for (size_t i = 0; i < page->document->anchors.count; i++)
            map_put(&page->anchors, fold(links, page->document->anchors.items[i].name), i);
        page->has_anchors = true;
    }
    return &page->anchors;
}

static bool is_generated(struct links *links, struct page *page)
{
    if (!page->asked) {
        page->generated = link_page_is_generated(&links->context, page->document);
        page->asked = true;
    }
    return page->generated;
}

/* Names that the forge or the browser knows without the page: lines of a file, the top. */
static bool is_built_in(struct str name)
{
    size_t i = 1;

    while (i < name.len &&
           ((name.ptr[i] >= '0' && name.ptr[i] <= '9') || strchr("-LCl", name.ptr[i])))
        i++;
    if (i > 1 && i == name.len && (name.ptr[0] == 'L' || name.ptr[0] == 'l'))
        return true;
    return !name.len || str_equal_nocase(name, "top") || str_equal_nocase(name, "readme") ||
           str_equal_nocase(name, "readme-ov-file") || str_equal(name, "start-of-content") ||
           str_starts(name, ":~:") || str_starts(name, "!") || str_contains(name, "{{");
}

/* Letters and digits alone: what two spellings of one name have in common. */
static struct str bare(struct arena *arena, struct str name)
{
    char *out = arena_alloc(arena, name.len + 1);
    size_t length = 0;

    for (size_t i = 0; i < name.len; i++)
        if (name.ptr[i] != '-' && name.ptr[i] != '_')
            out[length++] = name.ptr[i];
    return (struct str){out, length};
}

static bool same(struct str a, struct str b)
{
    return a.len == b.len && (!a.len || !memcmp(a.ptr, b.ptr, a.len));
}

/* The one name of the page that a wrong one stands for: the same letters, else part of one name
 * alone (*ret_sure: most of it), else the nearest (*ret_sure: but a letter or two). NULL: none, or
 * several that part of which it is. */
static const char *nearest_anchor(struct links *links, const struct page *page, struct str name,
                                  bool *ret_sure)
{
    const struct document *document = page->document;
    struct arena *arena = links->facts->arena;
    struct str folded = fold(links, name), letters;
    const char *word = str_dup(arena, folded), *holder = NULL;
    struct nearest nearest = nearest_to(word);
    size_t holders = 0;

    letters = bare(arena, slug_of(links->slugger, arena, folded));
    *ret_sure = true;
    for (size_t i = 0; i < document->anchors.count && i < NEAREST_ANCHORS; i++) {
        struct str other = fold(links, document->anchors.items[i].name);
        const char *right = str_dup(arena, document->anchors.items[i].name);

        if (letters.len && same(bare(arena, other), letters))
            return right;
        if (folded.len > 3 && str_contains(other, word)) {
            holder = right;
            holders++;
        }
        nearest_offer(&nearest, right);
    }
    *ret_sure =
        holders == 1 ? folded.len * 3 >= strlen(holder) * 2 : nearest.best && nearest.distance <= 2;
    return holders == 1 ? holder : holders ? NULL : nearest.best;
}

/* The page whose anchors a target has: itself, or a folder's README. NULL: not one that was read.
 */
static struct page *page_at(struct links *links, const char *path)
{
    static const char *const readmes[] = {"", "/README.md", "/readme.md", "/Readme.md"};

    for (size_t i = 0; i < sizeof(readmes) / sizeof(readmes[0]); i++) {
        const char *tried = arena_printf(links->facts->arena, "%s%s", path,
                                         *path ? readmes[i] : readmes[i] + (i > 0));
        size_t index = map_get(&links->by_path, str_of(tried));

        if (index != MAP_NONE)
            return &links->pages[index];
    }
    return NULL;
}

/* Whether one more that is not wrong is noted. */
static bool is_noted(struct links *links, const struct page *page, const char *status)
{
    return page->is_readme || (!strcmp(status, "found") && links->found++ < FOUND_MOST);
}

/* "L120", "L10-L12", "L10C5-L12": the last line that is named; 0: none. */
static unsigned last_line(struct str fragment)
{
    unsigned line = 0;

    for (size_t i = 0; i < fragment.len && i < 30; i++) {
        if (fragment.ptr[i] == 'L')
            line = 0;
        else if (fragment.ptr[i] >= '0' && fragment.ptr[i] <= '9' && line < 100000000)
            line = line * 10 + (unsigned)(fragment.ptr[i] - '0');
        else if (fragment.ptr[i] == 'C')
            while (i + 1 < fragment.len && fragment.ptr[i + 1] != '-')
                i++;
        else if (fragment.ptr[i] != '-')
            return 0;
    }
    return line;
}

/* A link to a line of a file that has fewer. */
static void note_line(struct links *links, struct page *page, const struct link *link,
                      const struct link_target *target)
{
    const struct tree_file *file = tree_find(links->context.tree, target->path);
    unsigned wanted = last_line(target->fragment), lines = 0;
    struct arena *scratch;
    struct str text, line;

    if (!wanted || !file || target->fragment.ptr[0] != 'L' || links->counted++ >= LINES_MOST)
        return;
    scratch = arena_new();
    if (file_read(links->facts->snapshot, scratch, file->file, LIMIT_BLOB_BYTES, &text) ==
        READ_OK) {
        while (str_next_line(&text, &line))
            lines++;
        if (wanted > lines)
            facts_observe(links->facts, OBSERVATION_ANCHOR_TARGET, "missing", page->document->path,
                          link->line, link->url)
                ->hint = arena_printf(links->facts->arena, "%s has %u lines", target->path, lines);
        else if (is_noted(links, page, "found"))
            facts_observe(links->facts, OBSERVATION_ANCHOR_TARGET, "found", page->document->path,
                          link->line, link->url);
    }
    arena_free(scratch);
}

static void note_anchor(struct links *links, struct page *page, const struct link *link,
                        const struct link_target *target)
{
    struct page *there = target->same_page ? page
                         : target->path    ? page_at(links, target->path)
                                           : NULL;
    const struct document *document = there ? there->document : NULL;
    struct arena *arena = links->facts->arena;
    struct observation *observation;
    const char *status = "unknown", *right;
    bool sure;

    trace_step(trace_at(links->facts, page->document->path, link->line), "anchor", "%s%s",
               document ? document->path : target->path,
               !document                               ? " is no page that was read"
               : document->format != DOCUMENT_MARKDOWN ? " is no Markdown: its names are not known"
               : map_get(anchors_of(links, there), fold(links, target->fragment)) != MAP_NONE
                   ? " has a heading or an id of that name"
               : is_generated(links, there) ? " is made into a site, with names of its own"
                                            : " has no heading and no id of that name");
    if (is_built_in(target->fragment)) {
        if (!target->same_page)
            note_line(links, page, link, target);
        return;
    }
    if (!document)
        return;
    if (map_get(anchors_of(links, there), fold(links, target->fragment)) != MAP_NONE)
        status = "found";
    else if (document->format == DOCUMENT_MARKDOWN && !document->partial && !page->is_test &&
             (target->absolute || (!is_generated(links, there) && !is_generated(links, page))))
        status = "missing";
    if (strcmp(status, "missing") && !is_noted(links, page, status))
        return;
    observation = facts_observe(links->facts, OBSERVATION_ANCHOR_TARGET, status,
                                page->document->path, link->line, link->url);
    if (strcmp(status, "missing") || !links->suggestions)
        return;
    links->suggestions--;
    right = nearest_anchor(links, there, target->fragment, &sure);
    if (!right)
        return;
    observation->hint = arena_printf(arena, "%s #%s", sure ? "is" : "perhaps", right);
    if (sure) {
        const char *hash = memchr(link->url.ptr, '#', link->url.len);

        observation->replacement =
            arena_printf(arena, "%.*s#%s", (int)(hash - link->url.ptr), link->url.ptr, right);
    }
}

static bool is_lfs_pointer(struct links *links, const struct link_target *target)
{
    const struct tree_file *file =
        target->path ? tree_find(links->context.tree, target->path) : NULL;
    struct str text;

    return file && file_size(links->facts->snapshot, file->file) < LFS_POINTER_MOST &&
           file_read(links->facts->snapshot, links->facts->arena, file->file, LFS_POINTER_MOST,
                     &text) == READ_OK &&
           str_starts(text, "version https://git-lfs.github.com/spec/");
}

/* Whether a wrong link may be right to the program that makes a site of the page. An address is not
 * its business; and a page by its file name, from the folder of this one, is what every generator
 * takes it for, unless one of that name comes from elsewhere. */
static bool is_for_generator(struct links *links, struct page *page, const struct link *link,
                             const struct link_target *target)
{
    static const char *const endings[] = {".md", ".mdx", ".rst", ".ipynb", ".qmd", ".Rmd", ".py"};
    struct arena *arena = links->facts->arena;
    struct str stem = link->url, folder;
    const char *settled, *base;

    if (target->absolute || !is_generated(links, page))
        return false;
    if (page->document->format != DOCUMENT_MARKDOWN || link->image || link->kind == LINK_HTML ||
        target->status != LINK_MISSING)
        return true;
    stem.len -= target->fragment.len ? target->fragment.len + 1 : 0;
    if (!str_ends(stem, ".md") || str_starts(stem, "/") || str_contains(stem, "%"))
        return true;
    settled = path_join(arena, path_folder(page->document->path), stem);
    folder = path_folder(settled);
    base = path_base(settled);
    if (text_starts(settled, "../") ||
        !tree_has_folder(links->context.tree, str_dup(arena, folder)))
        return true;
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
        if (tree_next_named(links->context.tree,
                            arena_printf(arena, "%.*s%s", (int)strlen(base) - 3, base, endings[i]),
                            NULL))
            return true;
    return false;
}

static void note_target(struct links *links, struct page *page, const struct link *link,
                        const struct link_target *target)
{
    static const char *const names[] = {[LINK_FOUND] = "found",
                                        [LINK_CASE] = "case",
                                        [LINK_MISSING] = "missing",
                                        [LINK_UNKNOWN] = "unknown"};
    enum link_status status = target->status;
    bool wrong = status == LINK_CASE || status == LINK_MISSING;
    const char *name = names[status];
    struct observation *observation;

    if (wrong && (page->is_test || is_for_generator(links, page, link, target))) {
        name = "unknown";
        wrong = false;
    } else if (link->image && status == LINK_MISSING && str_contains(link->url, "\\")) {
        name = "backslash";
    } else if (link->image && status == LINK_FOUND && target->raw &&
               is_lfs_pointer(links, target)) {
        name = "pointer";
    }
    if (!wrong && strcmp(name, "pointer") && !is_noted(links, page, name))
        return;
    observation = facts_observe(links->facts,
                                link->image ? OBSERVATION_IMAGE_TARGET : OBSERVATION_LINK_TARGET,
                                name, page->document->path, link->line, link->url);
    if (wrong) {
        observation->hint = target->hint;
        observation->replacement = target->replacement;
    } else if (!strcmp(name, "pointer")) {
        observation->hint = "a pointer of git-lfs: a relative path would show the picture";
    }
}

/* Pictures that the forge shows to their uploader alone, or for some minutes. */
static bool is_private(struct str url)
{
    return str_contains(url, "//private-user-images.githubusercontent.com/") ||
           (str_contains(url, "//raw.githubusercontent.com/") && str_contains(url, "?token="));
}

static void look_at(struct links *links, struct page *page, const struct link *link)
{
    struct link_target target;
    struct trace *trace;

    if (link_is_unwritten(link) || (link->kind == LINK_REFERENCE && str_starts(link->text, "^")))
        return;
    if (link->image && is_private(link->url)) {
        facts_observe(links->facts, OBSERVATION_IMAGE_TARGET, "private", page->document->path,
                      link->line, link->url)
            ->hint = "only who uploaded it sees it";
        return;
    }
    link_resolve(&links->context, page->document, link->url, &target);
    trace = trace_at(links->facts, page->document->path, link->line);
    trace_subject(trace, link->image ? "picture" : "link", link->url);
    trace_step(trace, "looked up", "%s%s", target.path && !target.same_page ? target.path : "it",
               target.status == LINK_OTHER     ? " leads out of this repository"
               : target.status == LINK_UNKNOWN ? " is a template, of another branch or owner, or "
                                                 "behind a submodule"
               : target.same_page              ? " is on this page"
               : target.status == LINK_FOUND   ? " is there"
               : target.status == LINK_CASE    ? " is there, in other case"
                                               : " is not there");
    if (target.status == LINK_OTHER)
        return;
    if (!target.same_page)
        note_target(links, page, link, &target);
    if (target.fragment.len && target.status == LINK_FOUND)
        note_anchor(links, page, link, &target);
}

/* A page that tests read: its links may be wrong on purpose. */
static bool is_test(const struct links *links, const char *path)
{
    const struct tree_file *file = tree_find(links->context.tree, path);

    return file && file->roles & ROLE_TEST && strncasecmp(path_base(path), "readme", 6);
}

void links_collect(struct facts *facts)
{
    struct links links = {
        .facts = facts, .slugger = slugger_new(facts->arena), .suggestions = SUGGESTIONS};
    size_t count = facts->documents.pages.count;

    links.context = (struct link_context){.arena = facts->arena,
                                          .snapshot = facts->snapshot,
                                          .tree = &facts->tree,
                                          .suggestions = &links.suggestions};
    link_own_find(&links.context, &facts->documents);
    links.pages = arena_alloc(facts->arena, (count + 1) * sizeof(*links.pages));
    map_init(&links.by_path, facts->arena);
    for (size_t i = 0; i < count; i++) {
        links.pages[i].document = &facts->documents.pages.items[i];
        links.pages[i].is_readme = links.pages[i].document == facts->documents.readme;
        links.pages[i].is_test = is_test(&links, links.pages[i].document->path);
        map_put(&links.by_path, str_of(links.pages[i].document->path), i);
    }
    for (size_t i = 0; i < count; i++) {
        const struct document *document = links.pages[i].document;

        for (size_t at = 0; at < document->links.count; at++)
            look_at(&links, &links.pages[i], &document->links.items[at]);
        if (!links.pages[i].is_test)
            link_syntax_collect(&links.context, facts, document);
    }
}
