#include "facts/extract.h"
#include "facts/facts.h"
#include "facts/readme_content.h"
#include "util/arena.h"
#include "util/glob.h"
#include "util/limits.h"
#include "util/pattern.h"

#include <assert.h>
#include <string.h>

/* What a reader must know before anything else, in the repository's own words: it has a successor,
 * moves elsewhere, is not maintained, or has an easier way in. Looked for at the top of the README
 * and of the pages that speak for the project as a whole, where such words are about the project;
 * further down, and on other pages, they are about a branch or an option. */

enum { TOP_LINES = 40, NOTICES = 6, INIT_FILES = 30, INIT_DEPTH = 2 };

/* Pages besides the README that speak for the project. */
static const char *const project_pages[] = {
    "{,docs/,doc/,.github/}{roadmap,status,maintenance,maintainers,deprecated,deprecation,"
    "migration,migrating,moved}*.*",
    "{docs/,doc/,docs/source/,doc/source/,docs/src/,docs/docs/}{index,readme,home,roadmap}.*",
};

static const struct {
    const char *kind;
    bool supersedes; /* the README says that another project should be used, or none */
    const char *pattern, *unless;
} notices[] = {
    /* of the project as a whole: "this repository is ...", "is no longer maintained" */
    {"unmaintained", true,
     "(?i)\\b(?:this|the|our) (?:repo(?:sitory)?|project|package|code ?base|code|library|toolbox|"
     "tool|implementation)\\b[^.]{0,40}\\b(?:no longer|not) (?:being |actively |under active )*"
     "(?:maintained|supported|developed|updated|development)\\b",
     "(?i)(?<!to )\\bbranch|\\bpython 2"},
    {"unmaintained", true,
     "(?i)^\\W*(?:it|[\\w.-]+) is (?:currently )?(?:no longer|not) (?:being )?actively "
     "(?:maintained|"
     "developed)\\b",
     "(?i)(?<!to )\\bbranch"},
    {"unmaintained", true,
     "(?i)\\b(?:this|the) (?:repo(?:sitory)?|project|package|code ?base|library|toolbox|tool)\\b"
     "[^.]{0,25}\\b(?:is|has been|was) (?:[\\w,]+ "
     "){0,4}(?:deprecated|archived|unmaintained|discontinued|"
     "abandoned|obsolete)\\b",
     "(?i)(?<!to )\\bbranch"},
    {"unmaintained", true,
     "(?i)^\\W*(?:status:?\\W*archive\\b|deprecated\\W*$|(?:\\w+ )?no longer maintained|"
     "unmaintained\\W*$|archived\\W*$)|\\bno (?:further )?updates (?:are )?expected\\b",
     ""},
    {"successor", true,
     "(?i)\\b(?:this|the|our) (?:repo(?:sitory)?|project|package|code ?base|code|library|toolbox|"
     "tool|implementation|development)\\b[^.]{0,25}\\b(?:is|has been|was|has) (?:now )?"
     "(?:superseded|replaced by|moved to|migrated to|merged into|succeeded by)\\b",
     "(?i)(?<!to )\\bbranch"},
    {"successor", true,
     "(?i)\\b(?:superseded by|is the successor (?:of|to) this|successor to this (?:repo|project)|"
     "development (?:has moved|has been moved|continues|now happens) (?:to|at|in|on)|"
     "we (?:strongly )?(?:recommend|suggest) (?:using|switching to|migrating to) (?:\\S+ ){1,4}"
     "instead)\\b",
     "(?i)(?<!to )\\bbranch|\\bconda|\\bpip\\b|\\bpython"},
    {"successor", true,
     "(?i)\\b(?:which|that|it) (?:fully |completely "
     ")?(?:re-?implements|supersedes|replaces|rewrites) "
     "(?:everything|all of (?:this|the code)|(?:this|the whole) (?:repo(?:sitory)?|project|package|"
     "code ?base|code|library|toolbox|tool|implementation))\\b",
     "(?i)(?<!to )\\bbranch"},
    /* Who wants the newest is sent to another project. */
    {"successor", false,
     "(?i)\\b(?:folks|people|users|readers|anyone|those|if you(?: a)?re|who(?:ever)?) (?:who "
     ")?(?:are )?"
     "(?:look(?:ing)? for|want(?:ing|s)?|interested in|in search "
     "of)\\b[^.]{0,80}\\b(?:newest|latest|"
     "bleeding[- ]edge|cutting[- ]edge|state[- ]of[- ]the[- ]art|more recent|actively "
     "(?:developed|maintained))\\b[^.]{0,120}\\b(?:should|may|please|can|are "
     "(?:encouraged|advised|invited) to) (?:instead )?(?:check out|use|see|try|switch to|look at|"
     "visit|turn to|refer to|go to)\\b[^.]*\\b(?:library|package|project|repo(?:sitory)?|framework|"
     "toolkit)\\b",
     "(?i)(?<!to )\\bbranch|\\bthis (?:repo(?:sitory)?|project|package|library)\\b"},
    {"migration", false,
     "(?i)\\b(?:this|the|our) (?:repo(?:sitory)?|project|package|code ?base|library|toolbox|"
     "development)\\b[^.]{0,25}\\b(?:will (?:soon |shortly )?be|is being|is about to be) "
     "(?:moved|migrated|merged|ported|transferred) (?:in)?to\\b",
     "(?i)(?<!to )\\bbranch|\\bpython|\\bdoc(?:s|umentation)\\b"},
    {"migration", false,
     "(?i)\\bwe (?:are|will be) (?:now |currently |in the process of )*(?:moving|migrating|porting|"
     "merging) (?:all (?:of )?)?(?:the |this |our )?(?:further |active )?(?:development|"
     "repo(?:sitory)?|project|code ?base|package|library|everything) (?:in)?to\\b",
     "(?i)(?<!to )\\bbranch|\\bpython|\\bdoc(?:s|umentation)\\b"},
    {"easier_entry", false,
     "(?i)\\b(?:easiest|simplest|easier|simpler) ways? (?:to|of) (?:us(?:e|ing)|get(?:ting)? "
     "started|try(?:ing)?|run(?:ning)?)\\b[^.]*\\b(?:library|package|toolkit|framework|wrapper|"
     "repo(?:sitory)?)\\b",
     "(?i)\\binstall"},
};

enum { KINDS = sizeof(notices) / sizeof(*notices) };

struct search {
    struct pattern *pattern[KINDS], *unless[KINDS];
    bool superseded;
};

static void add(struct facts *facts, const char *kind, const char *path, unsigned line,
                struct str text)
{
    const char *clean = text_clean(facts->arena, text, LIMIT_QUOTE_BYTES);

    if (facts->notices.count >= NOTICES)
        return;
    *ARENA_PUSH(facts->arena, &facts->notices) = (struct rh_notice){
        .kind = kind, .text = clean, .evidence = {.path = path, .line = line, .quote = clean}};
}

static void look_at(struct reading *reading, const struct block *block, unsigned line,
                    struct str sentence)
{
    struct search *search = reading->search;

    if (line > TOP_LINES || block->kind == BLOCK_TABLE)
        return;
    for (size_t i = 0; i < KINDS; i++)
        if (pattern_match(search->pattern[i], sentence, NULL) == MATCH_YES &&
            (!search->unless[i] || pattern_match(search->unless[i], sentence, NULL) == MATCH_NO)) {
            add(reading->facts, notices[i].kind, reading->readme->path, line, sentence);
            search->superseded = search->superseded || notices[i].supersedes;
            return;
        }
}

static struct pattern *compile(struct arena *arena, const char *text)
{
    struct pattern *pattern = NULL;
    struct rh_error err = {0};

    if (*text && !pattern_compile(arena, text, &pattern, &err))
        assert(false && "a pattern of the table does not compile");
    return pattern;
}

/* A package that warns whoever imports it: the words within the call of warn(). */
static void look_at_imports(struct facts *facts)
{
    struct pattern *moves =
        compile(facts->arena,
                "(?i)\\b(?:will be|is|has been|are) (?:being )?(?:migrat(?:ing|ed)|deprecated|"
                "replaced|superseded|moved)\\b|\\bno longer maintained\\b");
    unsigned files = 0;

    for (size_t i = 0; i < facts->tree.count && files < INIT_FILES; i++) {
        const struct tree_file *file = &facts->tree.files[i];
        struct pattern_walk walk = {0};
        struct str text;

        if (!(file->roles & ROLE_OWN) || file->roles & (ROLE_TEST | ROLE_EXAMPLE | ROLE_DOCS) ||
            strcmp(path_base(file->file->path), "__init__.py") ||
            path_depth(file->file->path) > INIT_DEPTH)
            continue;
        files++;
        if (file_read(facts->snapshot, facts->arena, file->file, LIMIT_CONFIG_BYTES, &text) !=
                READ_OK ||
            !str_contains(text, "warn"))
            continue;
        walk.rest = text_utf8(facts->arena, text);
        while (pattern_next(moves, &walk)) {
            struct str line = str_trim(walk.line_text);

            /* at the top level: what a function warns of is its own affair */
            if (line.len > 2 &&
                (*line.ptr == '"' || *line.ptr == '\'' || str_contains(line, "warn(")))
                add(facts, "migration", file->file->path, walk.line, line);
        }
    }
}

static void look_at_project_pages(struct reading *reading)
{
    enum { GLOBS = sizeof(project_pages) / sizeof(*project_pages) };
    struct facts *facts = reading->facts;
    const struct glob *globs[GLOBS];

    for (size_t i = 0; i < GLOBS; i++)
        globs[i] = glob_compile(facts->arena, project_pages[i], GLOB_NOCASE);
    for (size_t i = 0; i < facts->documents.pages.count; i++) {
        const struct document *page = &facts->documents.pages.items[i];
        bool speaks = false;

        for (size_t j = 0; j < GLOBS && page != facts->documents.readme && !speaks; j++)
            speaks = glob_match(globs[j], page->path);
        reading->readme = page;
        if (speaks)
            content_sentences(reading, look_at);
    }
}

void notices_collect(struct facts *facts)
{
    struct reading reading = {.facts = facts, .readme = facts->documents.readme};
    struct search search = {0};

    for (size_t i = 0; i < KINDS; i++) {
        search.pattern[i] = compile(facts->arena, notices[i].pattern);
        search.unless[i] = compile(facts->arena, notices[i].unless);
    }
    reading.search = &search;
    if (reading.readme)
        content_sentences(&reading, look_at);
    if (facts->documents.readme_unknown)
        facts_unknown(facts, METRIC_README_SUPERSEDED, facts->documents.readme_unknown);
    else
        facts_bool(facts, METRIC_README_SUPERSEDED, search.superseded);
    look_at_project_pages(&reading);
    look_at_imports(facts);
}
