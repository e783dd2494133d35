/* The README's form: how long it is, what it is made of, whether its fences are in order. */
#include "facts/extract.h"
#include "facts/facts.h"

#include <string.h>

enum { IMAGES = 200 /* that are looked at */ };

static int64_t count_words(struct str text)
{
    struct str word;
    int64_t count = 0;

    while (str_next_word(&text, &word))
        count++;
    return count;
}

/* Parts of the addresses of pictures that show a state, not the work. */
static const char *const badges[] = {
    "badge",         "shields.io",       "img.shields",
    "travis-ci",     "circleci.com",     "codecov.io",
    "coveralls.io",  "ci.appveyor.com",  "pepy.tech",
    "/status.svg",   "zenodo.org/doi",   "isitmaintained",
    "gitter.im",     "codacy.com",       "snyk.io",
    "sonarcloud.io", "codeclimate",      "joss.theoj.org",
    "landscape.io",  "requires.io",      "githubusercontent.com/badges",
    "cranlogs",      "r-pkg.org",        "workflows/",
    "githubbutton",  "star-history.com", "contrib.rocks",
    "deepwiki",      "visitor",          "hitcounter",
};

static bool is_badge(const struct link *link)
{
    for (size_t i = 0; i < sizeof(badges) / sizeof(badges[0]); i++)
        if (str_contains_nocase(link->url, badges[i]))
            return true;
    return str_contains_nocase(link->text, "badge");
}

/* Whether a link of the README was found to lead nowhere. */
static bool is_broken(const struct facts *facts, const struct link *link)
{
    for (size_t i = 0; i < facts->observations.count; i++) {
        const struct observation *observation = &facts->observations.items[i];

        if (observation->kind == OBSERVATION_IMAGE_TARGET && observation->line == link->line &&
            !strcmp(observation->path, facts->documents.readme->path) &&
            strcmp(observation->status, "found") && strcmp(observation->status, "unknown") &&
            str_equal(link->url, observation->text))
            return true;
    }
    return false;
}

static void count_parts(struct facts *facts, const struct document *readme)
{
    int64_t words = 0, code = 0, headings = 0, folded = 0, images = 0, jumps = 0;
    unsigned looked = 0;
    bool titled = false;

    for (size_t i = 0; i < readme->blocks.count; i++) {
        const struct block *block = &readme->blocks.items[i];

        if (block->kind == BLOCK_CODE)
            code++;
        else
            words += count_words(block->text);
        headings += block->kind == BLOCK_HEADING;
        folded += block->folded;
        titled = titled || (block->kind == BLOCK_HEADING &&
                            (str_contains_nocase(block->text, "table of contents") ||
                             str_equal_nocase(block->text, "contents")));
    }
    for (size_t i = 0; i < readme->links.count; i++) {
        const struct link *link = &readme->links.items[i];

        jumps += !link->image && link->url.len > 1 && link->url.ptr[0] == '#';
        if (link->image && !is_badge(link) && looked++ < IMAGES)
            images += !is_broken(facts, link);
    }
    facts_integer(facts, METRIC_README_PROSE_WORDS, words);
    facts_integer(facts, METRIC_README_CODE_BLOCKS, code);
    facts_integer(facts, METRIC_README_HEADINGS, headings);
    facts_integer(facts, METRIC_README_IMAGES, images);
    facts_bool(facts, METRIC_README_CONTENTS, titled || jumps >= 4);
    facts_bool(facts, METRIC_README_FOLDED, folded > 0);
}

/* Fences that nothing closes, and commands under the label of a language. */
static void look_at_fences(struct facts *facts, const struct document *page)
{
    unsigned last = UINT32_MAX;

    for (size_t i = 0; i < page->blocks.count; i++)
        if (page->blocks.items[i].unclosed)
            facts_observe(facts, OBSERVATION_FENCE, "unclosed", page->path,
                          page->blocks.items[i].line, page->blocks.items[i].label)
                ->hint = "nothing closes it";
    for (size_t i = 0; i < page->commands.count; i++) {
        const struct command *command = &page->commands.items[i];
        struct str label = page->blocks.items[command->block].label;

        if (command->shown != SHOWN_FENCE || command->prompt || command->block == last ||
            (!str_equal_nocase(label, "python") && !str_equal_nocase(label, "py") &&
             !str_equal_nocase(label, "python3")))
            continue;
        last = command->block;
        facts_observe(facts, OBSERVATION_FENCE, "mislabelled", page->path,
                      page->blocks.items[last].line, command->text)
            ->replacement = "```bash";
    }
}

static void broken_link(struct facts *facts)
{
    const struct document *readme = facts->documents.readme;
    bool broken = false;

    for (size_t i = 0; i < facts->observations.count && !broken; i++) {
        const struct observation *observation = &facts->observations.items[i];
        enum observation_kind kind = observation->kind;
        const char *status = observation->status;

        if (strcmp(observation->path, readme->path))
            continue;
        broken = ((kind == OBSERVATION_LINK_TARGET || kind == OBSERVATION_ANCHOR_TARGET ||
                   kind == OBSERVATION_IMAGE_TARGET) &&
                  strcmp(status, "found") && strcmp(status, "unknown")) ||
                 (kind == OBSERVATION_LINK_SYNTAX && !strcmp(status, "bracketed"));
    }
    if (!broken && readme->partial)
        facts_unknown(facts, METRIC_README_BROKEN_RELATIVE_LINK, readme->partial);
    else
        facts_bool(facts, METRIC_README_BROKEN_RELATIVE_LINK, broken);
}

void readme_form_collect(struct facts *facts)
{
    static const enum metric of_readme[] = {
        METRIC_README_WORDS,       METRIC_README_PROSE_WORDS,
        METRIC_README_CODE_BLOCKS, METRIC_README_HEADINGS,
        METRIC_README_IMAGES,      METRIC_README_CONTENTS,
        METRIC_README_FOLDED,      METRIC_README_BROKEN_RELATIVE_LINK,
    };
    const struct document *readme = facts->documents.readme;
    const char *why = facts->documents.readme_unknown;

    facts_bool(facts, METRIC_README_AT_ROOT, readme || why);
    if (!readme) {
        for (size_t i = 0; i < sizeof(of_readme) / sizeof(of_readme[0]); i++)
            facts_unknown(facts, of_readme[i], why ? why : "there is no README");
        return;
    }
    facts_integer(facts, METRIC_README_WORDS, count_words(readme->text));
    count_parts(facts, readme);
    broken_link(facts);
    for (size_t i = 0; i < facts->documents.pages.count; i++)
        look_at_fences(facts, &facts->documents.pages.items[i]);
}
