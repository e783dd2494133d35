/* Does a page link or show something? */
#include "checks/check.h"
#include "checks/sources.h"
#include "checks/tally.h"
#include "util/arena.h"

enum { LOOK_URL, LOOK_TEXT };
enum { OF_LINKS, OF_IMAGES, OF_BADGES, OF_COUNT };

struct params {
    struct asked asked; /* first: ASKED_FIELDS */
    uint64_t of, look_at;
};

static const char *of_choice(unsigned index)
{
    static const char *const names[] = {"links", "images", "badges"};

    return index < OF_COUNT ? names[index] : NULL;
}

static const char *look_choice(unsigned index)
{
    static const char *const names[] = {"url", "text"};

    return index <= LOOK_TEXT ? names[index] : NULL;
}

static const struct field fields[] = {
    ASKED_FIELDS("links"),
    {.key = "of",
     .type = FIELD_ENUMS,
     .offset = offsetof(struct params, of),
     .choice = of_choice,
     .help = "links (unless given), images that are no badges, badges"},
    {.key = "look_at",
     .type = FIELD_ENUMS,
     .offset = offsetof(struct params, look_at),
     .choice = look_choice,
     .help = "what patterns are compared with: the url (unless given), the text or both"},
    {0},
};

static const struct params defaults = {
    .asked.none = ASKED_NONE, .of = 1u << OF_LINKS, .look_at = 1u << LOOK_URL};

static bool prepare(struct arena *arena, void *given, const char **ret_key, struct rh_error *err)
{
    struct params *params = given;

    (void)arena;
    return asked_prepare(&params->asked, ret_key, err);
}

/* Small pictures of a state, by where they come from. */
static bool is_badge(struct str url)
{
    static const char *const marks[] = {
        "shields.io",         "badge",          "codecov.io",   "coveralls.io",
        "travis-ci.",         "circleci.com",   "appveyor.com", "readthedocs.org/projects/",
        "pepy.tech",          "zenodo.org/doi", "app.netlify",  "api.codacy.com",
        "isitmaintained.com",
    };

    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
        if (str_contains_nocase(url, marks[i]))
            return true;
    return false;
}

static bool is_asked(const struct params *params, const struct link *link)
{
    unsigned of = !link->image ? OF_LINKS : is_badge(link->url) ? OF_BADGES : OF_IMAGES;

    return params->of & 1u << of;
}

static void look(struct tally *tally, const struct params *params, const char *path,
                 const struct link *link, const struct candidates *may)
{
    bool url = params->look_at & 1u << LOOK_URL, text = params->look_at & 1u << LOOK_TEXT;
    struct str both = url ? link->url : link->text;

    if (url && text && tally_may_match(tally, *may))
        both = str_of(arena_printf(tally->answer->arena, "%.*s %.*s", (int)link->url.len,
                                   link->url.ptr, (int)link->text.len, link->text.ptr));
    tally_look(tally, path, link->line, both, link->url, may);
}

static void look_at_page(struct tally *tally, const struct params *params,
                         const struct document *page)
{
    const struct candidates *may = text_index_links(tally->answer->index, page);

    for (size_t i = 0; i < page->links.count; i++)
        if (is_asked(params, &page->links.items[i]))
            look(tally, params, page->path, &page->links.items[i], &may[i]);
}

static void run(const struct facts *facts, const void *given, struct answer *answer)
{
    const struct params *params = given;
    struct tally tally = tally_begin(&params->asked, facts, answer);
    struct sources_walk walk = sources_begin(&params->asked.in, facts, answer);
    struct source source;

    while (sources_next(&walk, &source))
        if (source.document)
            look_at_page(&tally, params, source.document);
    sources_end(&walk);
    tally_end(&tally, &walk, "links");
}

const struct check check_link = {
    .name = "link",
    .summary = "a page links or shows something that matches",
    .params_size = sizeof(struct params),
    .defaults = &defaults,
    .fields = fields,
    .prepare = prepare,
    .run = run,
};
