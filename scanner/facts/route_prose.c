/* What the sentences of a page ask for: a download by hand, a line to change, an account. */
#include "facts/hosts.h"
#include "facts/route.h"
#include "util/arena.h"
#include "util/pattern.h"
#include "util/phrase.h"

#include <assert.h>
#include <limits.h>
#include <string.h>

enum { SENTENCE_BYTES = 600 };

/* How an order begins: "2. Then,", "Before training,", "You will need to". */
#define LEAD                                                                                       \
    "^(?:[\\W\\d_]*(?:step \\d+ ?[:.)-]* ?)?)"                                                     \
    "(?:(?:first|firstly|second|secondly|third|then|next|finally|also|now|and|please|afterwards?"  \
    "|before [^,]{3,80}|after [^,]{3,60}|once [^,]{3,60}|in order to [^,]{3,80}|to [^,]{3,80}"     \
    "|for [^,]{3,60}|(?:you|users|one)(?:'ll| will| would)?(?: also| first)? "                     \
    "(?:need|have|must|should)(?: also| first)?(?: to)?|make sure (?:to|you|that you)"             \
    "|be sure to|don'?t forget to|remember to|we need to|simply|just|manually"                     \
    "|it is (?:necessary|required) to),? +){0,4}"

#define FILE_NAME                                                                                  \
    "\\b[\\w/.-]+\\.(?:py|sh|ya?ml|json|R|m|jl|cfg|ini|toml|conf|env|txt|gin|lua|hpp?|ipynb)\\b"

#define THINGS                                                                                     \
    "(?:data|data-?sets?|corpus|corpora|weights?|models?|checkpoints?|files?|archives?|images?"    \
    "|videos?|embeddings?|vectors?|features?|annotations?|zip|tarball|dumps?|vocab\\w*|"           \
    "parameters)"

static const struct {
    enum step_kind kind;
    bool places; /* goes with the download before it */
    const char *pattern;
} rows[] = {
    {STEP_LOGIN, false,
     "(?i)(?:\\b(?:sign(?:ing)? ?up|register(?:ing)?) (?:at|on|for|with|in|to|as|an)\\b"
     "|\\bcreate (?:an? |your )?(?:free )?(?:\\w+ )?account"
     "|\\brequest(?:ing)? (?:for )?(?:an )?access\\b|\\bapply for (?:access|an? (?:\\w+ )?licen)"
     "|\\b(?:accept|agree to|sign) (?:the|its|their|this|an?) (?:[\\w-]+ ){0,3}"
     "(?:terms|licen[sc]e|conditions|agreement)\\b"
     "|\\bfill(?:ing)? (?:in|out) (?:the|this|a|an|our) (?:[\\w-]+ ){0,3}form\\b"
     "|\\b(?:set|get|obtain|need|provide|add|put|enter|require|requires|place|specify|acquire)"
     "(?:s|ing)? (?:[\\w-]+ ){0,7}(?:api[ _-]?keys?|access tokens?|api tokens?)\\b)"},
    {STEP_DOWNLOAD, false,
     "(?i)" LEAD "(?:down-?load|obtain|fetch|grab|get) (?=.{0,120}\\b" THINGS "\\b)"},
    {STEP_DOWNLOAD, false,
     "(?i)\\b" THINGS "\\b.{0,80}\\b(?:should|must|need(?:s)? to|ha(?:s|ve) to) be "
     "(?:downloaded|obtained|requested)\\b"},
    {STEP_DOWNLOAD, false,
     "(?i)\\b(?:data|data-?sets?|corpus|corpora)\\b.{0,60}\\b(?:can|could|may) be "
     "(?:downloaded|obtained)\\b"},
    {STEP_EDIT, false,
     "(?i)" LEAD "(?:change|modify|edit|update|set|adjust|replace|specify|fill in|uncomment|correct"
     "|configure) .{0,160}?(?:" FILE_NAME "|\\bconfig(?:uration)? file)"},
    {STEP_EDIT, false,
     "(?i)" FILE_NAME ".{0,60}\\b(?:should|must|needs? to|ha(?:s|ve) to) be "
     "(?:changed|modified|edited|updated|adjusted|replaced|set)\\b"},
    {STEP_INSTALL, false,
     "(?i)" LEAD "install .{0,120}\\b(?:follow\\w*|instructions?|by|from|see|as described|"
     "guide)\\b"},
    {STEP_RUN, false,
     "(?i)" LEAD "(?:run|execute|open|launch|start) .{0,60}?[\\w/.,{}*-]+\\.(?:ipynb|m|R|Rmd|jl|qmd"
     "|mlx|nb|do)\\b"},
    {STEP_EDIT, true,
     "(?i)" LEAD "(?:put|place|move|copy|unzip|untar|extract|unpack|decompress|save|store|rename"
     "|organi[sz]e|symlink) .{0,160}?\\b(?:in|into|to|under|inside|as|at|from)\\b.{0,80}?"
     "(?:[\\w.-]+/[\\w./-]*|[\\w.-]+_[\\w.-]+|\\b(?:folder|directory|dir|subfolder)\\b)"},
    {STEP_EDIT, true,
     "(?i)\\b(?:should|must|needs? to|ha(?:s|ve) to) be "
     "(?:put|placed|moved|copied|extracted|unpacked|unzipped|stored|saved|located) "
     "(?:in|into|to|under|inside|at)\\b"},
};

enum { ROWS = sizeof(rows) / sizeof(*rows) };

/* A choice, an aside, a question, what happens by itself. */
static const char *const unless[] = {"optional*",
                                     "if you want*",
                                     "if you wish*",
                                     "if you'd like*",
                                     "if you prefer*",
                                     "you can also",
                                     "you may also",
                                     "alternatively",
                                     "feel free",
                                     "may want",
                                     "automatically",
                                     "will be downloaded",
                                     "is downloaded",
                                     "are downloaded",
                                     "we provide",
                                     "to customize*",
                                     "to change*",
                                     "to modify*",
                                     "to use your own",
                                     "your own data*",
                                     "if you use",
                                     "if you have",
                                     "if you are",
                                     "for more",
                                     "how do i*",
                                     "how can i*",
                                     "to cite",
                                     "bibtex",
                                     "to contribute",
                                     "pull request*",
                                     "no need to",
                                     "don't need to",
                                     "do not need to",
                                     "not required",
                                     "without the need",
                                     "if needed",
                                     "if necessary",
                                     "to disable*",
                                     "to enable*",
                                     "you could",
                                     "we have",
                                     "download the paper*",
                                     "to report*",
                                     "mailing list*",
                                     "to adapt*",
                                     "to add*",
                                     "if it is not",
                                     "your custom*",
                                     NULL};

/* Words without which no row can match: most sentences have none. */
static const char *const verbs[] = {
    "sign*",      "register*", "account*",  "request*",  "apply for", "accept*",  "agree to",
    "fill*",      "api*",      "token*",    "download*", "obtain*",   "fetch*",   "grab",
    "get",        "change",    "modify",    "edit",      "update",    "set",      "adjust",
    "replace",    "specify",   "uncomment", "correct",   "configure", "put",      "place*",
    "move*",      "copy",      "copied",    "unzip*",    "untar",     "extract*", "unpack*",
    "decompress", "save*",     "store*",    "rename",    "organize",  "organise", "symlink",
    "changed",    "modified",  "edited",    "updated",   "adjusted",  "replaced", "down-load*",
    "located",    "install",   "run",       "execute",   "open",      "launch",   "start",
    NULL};

struct prose {
    struct route *route;
    struct pattern *patterns[ROWS];
    unsigned before;
};

static bool code_follows(const struct document *page, unsigned block)
{
    for (size_t i = 0; i < page->commands.count; i++) {
        const struct command *command = &page->commands.items[i];

        if (command->block > block + 1)
            return false;
        if (command->block == block + 1 && command->shown != SHOWN_INLINE)
            return true;
    }
    return false;
}

static bool has_command_at(const struct document *page, unsigned line)
{
    for (size_t i = 0; i < page->commands.count; i++)
        if (page->commands.items[i].line == line)
            return true;
    return false;
}

/* The first address that the line's block links outside, of what is no paper and no code. */
static struct str address_in(const struct document *page, unsigned block, unsigned from,
                             unsigned to)
{
    for (size_t i = 0; i < page->links.count; i++) {
        const struct link *link = &page->links.items[i];
        struct address address;

        if (link->block == block && !link->image && link->line >= from && link->line <= to &&
            address_parse(link->url, &address) &&
            !(address_uses(&address) & (HOST_PAPER | HOST_MEDIA)))
            return link->url;
    }
    return (struct str){0};
}

/* Also to another section, which lists what there is to fetch. */
static bool has_link(const struct document *page, unsigned block, unsigned from, unsigned to)
{
    for (size_t i = 0; i < page->links.count; i++)
        if (page->links.items[i].block == block && !page->links.items[i].image &&
            page->links.items[i].line >= from && page->links.items[i].line <= to)
            return true;
    return false;
}

static int row_of(struct prose *prose, struct str sentence)
{
    for (int i = 0; i < ROWS; i++)
        if (pattern_match(prose->patterns[i], sentence, NULL) == MATCH_YES)
            return i;
    return -1;
}

static unsigned lines_in(struct str text)
{
    (void)text;
    return 3; /* a sentence has its links within a few lines */
}

static void note(struct prose *prose, const struct step *step, bool places)
{
    struct route *route = prose->route;
    struct step *last = route->count ? &route->steps[route->count - 1] : NULL;

    /* several things to fetch, and where to put them: one errand */
    if (last && last->page == step->page && last->by_hand &&
        route_section(last) == route_section(step) &&
        (last->kind == step->kind || (places && last->kind == STEP_DOWNLOAD))) {
        last->more += last->kind == step->kind && !places;
        last->end_line = step->line;
        if (!last->url.len)
            last->url = step->url;
        return;
    }
    if (route->count == ROUTE_STEPS)
        route->cut = true;
    else
        route->steps[route->count++] = *step;
}

static void look_at(struct prose *prose, const struct block *block, unsigned line,
                    struct str sentence)
{
    const struct document *page = prose->route->reading.readme;
    unsigned index = (unsigned)(block - page->blocks.items);
    struct step step = {.page = page,
                        .line = line,
                        .end_line = line,
                        .block = index,
                        .text = sentence,
                        .by_hand = true};
    int row;

    if (sentence.len < 12 || sentence.len > SENTENCE_BYTES || !phrase_any(sentence, verbs) ||
        phrase_any(sentence, unless))
        return;
    row = row_of(prose, sentence);
    if (row < 0 || route_is_aside(page, block->section))
        return;
    step.kind = rows[row].kind;
    step.url = address_in(page, index, line, line + lines_in(sentence));
    if (step.kind == STEP_RUN) { /* opened with a program that everybody has */
        step.by_hand = false;
        step.result = step.from_tree = true;
    }
    if (step.kind == STEP_INSTALL && !step.url.len)
        return;
    if (has_command_at(page, line) || (step.kind != STEP_LOGIN && code_follows(page, index)))
        return; /* the command is the step */
    if (step.kind == STEP_DOWNLOAD && !step.url.len && !phrase_in(sentence, "from*") &&
        !has_link(page, index, line, line + lines_in(sentence)))
        return; /* nothing that a reader could open */
    note(prose, &step, rows[row].places);
}

/* content_sentences() gives back the reading that it was given: the route begins with it. */
static void visit(struct reading *reading, const struct block *block, unsigned line,
                  struct str sentence)
{
    struct route *route = (struct route *)reading;
    struct prose *prose = route->prose;

    if (line >= prose->before || block->kind == BLOCK_HEADING || block->kind == BLOCK_TABLE ||
        route->sentences++ > ROUTE_SENTENCES)
        return;
    look_at(prose, block, line, sentence);
}

void route_prose(struct route *route, const struct document *page, unsigned before)
{
    struct prose prose = {.route = route, .before = before};

    route->reading.readme = page;
    for (size_t i = 0; i < ROWS; i++) {
        struct rh_error err = {0};
        bool compiles =
            pattern_compile(route->facts->arena, rows[i].pattern, &prose.patterns[i], &err);

        assert(compiles); /* the table is ours */
        (void)compiles;
    }
    route->prose = &prose;
    content_sentences(&route->reading, visit);
    route->prose = NULL;
}
