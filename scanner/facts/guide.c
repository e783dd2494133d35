/* What pages for contributors and readers say: the contributing guide, CODEOWNERS, the README's
 * words on the licence. */
#include "facts/extract.h"
#include "facts/facts.h"
#include "util/arena.h"
#include "util/limits.h"
#include "util/phrase.h"

#include <string.h>

enum { POINTER_WORDS = 200, SECTION_WORDS = 15 };

enum { TOPIC_INSTALL, TOPIC_TESTS, TOPIC_STYLE, TOPIC_COUNT };

static const char *const *const topics[TOPIC_COUNT] = {
    [TOPIC_INSTALL] = (const char *const[]){"pip install",
                                            "conda env*",
                                            "conda create",
                                            "poetry install",
                                            "uv sync",
                                            "npm install",
                                            "npm ci",
                                            "yarn install",
                                            "git clone",
                                            "cmake",
                                            "install -e",
                                            "setup.py develop",
                                            "devtools::install*",
                                            "devtools::load_all*",
                                            "Pkg.develop",
                                            "pkg> dev",
                                            "development environment",
                                            "dev environment",
                                            "development setup",
                                            "hatch",
                                            NULL},
    [TOPIC_TESTS] =
        (const char *const[]){"pytest",      "tox",        "nox",           "unittest",
                              "make test*",  "make check", "ctest",         "devtools::test*",
                              "R CMD check", "Pkg.test",   "npm test",      "npm run test",
                              "cargo test",  "go test",    "run the test*", "run tests",
                              "unit test*",  "test suite", "add tests",     "testthat",
                              NULL},
    [TOPIC_STYLE] =
        (const char *const[]){"pre-commit",     "black",        "flake8",     "ruff",
                              "lint*",          "pep8",         "pep 8",      "pep-8",
                              "style guide",    "coding style", "code style", "clang-format",
                              "formatting",     "styler",       "isort",      "blueformat*",
                              "juliaformatter", "gofmt",        "prettier",   NULL},
};

/* Words of a guide that turns people away; they count on a line about contributions. */
static const char *const refusals[] = {
    "not accepting",         "do not accept",      "don't accept",
    "not currently accept*", "no longer accept*",  "cannot accept",
    "unable to accept",      "not able to accept", NULL};
static const char *const offers[] = {"contribution*", "pull request*", "patches", NULL};

static const char *path_of(const struct facts *facts, enum metric metric)
{
    for (size_t i = 0; i < facts->observations.count; i++) {
        const struct observation *file = &facts->observations.items[i];

        if (file->kind == OBSERVATION_NAMED_FILE && !strcmp(file->text, metric_infos[metric].name))
            return file->path;
    }
    return NULL;
}

/* False where there is no such file in the scanned folder or it cannot be read. */
static bool read_named(struct facts *facts, enum metric metric, const char **ret_path,
                       struct str *ret_text)
{
    const char *path = path_of(facts, metric);
    const struct tree_file *file = path ? tree_find(&facts->tree, path) : NULL;

    if (!file || file_read(facts->snapshot, facts->arena, file->file, LIMIT_DOCUMENT_BYTES,
                           ret_text) != READ_OK)
        return false;
    *ret_path = path;
    return true;
}

/* A short page that sends its reader on, to a site or another page; the same words about signing an
 * agreement, with a link to it, send nobody on. */
static bool is_pointer(struct str text)
{
    struct str rest = text, word;
    unsigned words = 0;

    while (words < POINTER_WORDS && str_next_word(&rest, &word))
        words++;
    return words < POINTER_WORDS &&
           (str_contains(text, "http") || str_contains(text, "](") || str_contains(text, ".md") ||
            str_contains(text, ".rst")) &&
           !str_contains_nocase(text, "license agreement");
}

static void look_at_guide(struct facts *facts)
{
    unsigned found = 0, number = 0, refused = 0, count = 0;
    struct str text, line;
    const char *path;
    bool pointer;

    if (!facts->metrics[METRIC_COMMUNITY_CONTRIBUTING].integer) {
        facts_integer(facts, METRIC_COMMUNITY_GUIDE_TOPICS, 0);
        return;
    }
    if (!read_named(facts, METRIC_COMMUNITY_CONTRIBUTING, &path, &text)) {
        facts_unknown(facts, METRIC_COMMUNITY_GUIDE_TOPICS,
                      "the contributing guide could not be read");
        return;
    }
    pointer = is_pointer(text);
    while (str_next_line(&text, &line)) {
        number++;
        line = str_slice(line, 0, LIMIT_LINE_BYTES);
        for (unsigned i = 0; i < TOPIC_COUNT; i++)
            if (!(found >> i & 1) && phrase_any(line, topics[i]))
                found |= 1u << i;
        if (!refused && phrase_any(line, refusals) && phrase_any(line, offers))
            refused = number;
    }
    for (unsigned i = 0; i < TOPIC_COUNT; i++)
        count += found >> i & 1;
    pointer = pointer && count < 2;
    if (pointer)
        facts_unknown(facts, METRIC_COMMUNITY_GUIDE_TOPICS, "the contributing guide is elsewhere");
    else
        facts_integer(facts, METRIC_COMMUNITY_GUIDE_TOPICS, count);
    facts_observe(facts, OBSERVATION_CONTRIBUTING_GUIDE,
                  refused     ? "refuses"
                  : count > 1 ? "practical"
                  : pointer   ? "pointer"
                  : count     ? "thin"
                              : "bare",
                  path, refused, str_of(path_base(path)));
}

static size_t words_below(const struct document *page, size_t heading)
{
    size_t count = 0;

    for (size_t i = heading + 1; i < page->blocks.count && count < SECTION_WORDS; i++) {
        struct str rest = page->blocks.items[i].text, word;

        if (page->blocks.items[i].kind == BLOCK_HEADING &&
            page->blocks.items[i].level <= page->blocks.items[heading].level)
            break;
        while (count < SECTION_WORDS && str_next_word(&rest, &word))
            count++;
    }
    return count;
}

static bool speaks_of_contributing(struct str text)
{
    return phrase_any(text, (const char *const[]){"contributing", "contribute", "contributor guide",
                                                  "contributor's guide", "contribution guide*",
                                                  "developer documentation", "developer's guide",
                                                  "for developers", "development guide", NULL});
}

static bool speaks_of_changes(struct str text)
{
    return phrase_any(text,
                      (const char *const[]){"changelog", "change log", "release notes",
                                            "what's new", "what\xe2\x80\x99s new", "whats new",
                                            "version history", "release history", NULL});
}

/* A heading of its own with more than a sentence under it. */
static bool has_section(const struct document *page, bool (*is_about)(struct str heading))
{
    for (size_t i = 0; i < page->blocks.count; i++)
        if (page->blocks.items[i].kind == BLOCK_HEADING && is_about(page->blocks.items[i].text) &&
            words_below(page, i) >= SECTION_WORDS)
            return true;
    return false;
}

/* In a section of its own, or by a link to a page elsewhere. */
static bool page_tells(const struct document *page, bool with_links)
{
    if (has_section(page, speaks_of_contributing))
        return true;
    for (size_t i = 0; with_links && i < page->links.count; i++)
        if (speaks_of_contributing(page->links.items[i].text))
            return true;
    return false;
}

static void look_at_telling(struct facts *facts)
{
    const struct documents *documents = &facts->documents;
    bool told = facts->metrics[METRIC_COMMUNITY_CONTRIBUTING].integer;

    for (size_t i = 0; !told && i < documents->pages.count; i++)
        told =
            page_tells(&documents->pages.items[i], &documents->pages.items[i] == documents->readme);
    if (!told && documents->readme_unknown)
        facts_unknown(facts, METRIC_COMMUNITY_CONTRIBUTING_TOLD, documents->readme_unknown);
    else
        facts_bool(facts, METRIC_COMMUNITY_CONTRIBUTING_TOLD, told);
    told = facts->metrics[METRIC_RELEASE_CHANGELOG].integer ||
           (documents->readme && has_section(documents->readme, speaks_of_changes));
    if (!told && documents->readme_unknown)
        facts_unknown(facts, METRIC_RELEASE_CHANGES_TOLD, documents->readme_unknown);
    else
        facts_bool(facts, METRIC_RELEASE_CHANGES_TOLD, told);
}

static void look_at_owners(struct facts *facts)
{
    struct str text, line, word;
    const char *path;
    size_t paths = 0;

    if (facts->metrics[METRIC_MODULARITY_CODEOWNERS].integer &&
        !read_named(facts, METRIC_MODULARITY_CODEOWNERS, &path, &text)) {
        facts_unknown(facts, METRIC_MODULARITY_OWNED_PATHS, "CODEOWNERS could not be read");
        return;
    }
    if (facts->metrics[METRIC_MODULARITY_CODEOWNERS].integer) {
        while (str_next_line(&text, &line)) {
            if (!str_next_word(&line, &word) || word.ptr[0] == '#' || word.ptr[0] == '[' ||
                str_equal(word, "*"))
                continue;
            paths += str_next_word(&line, &word) && word.ptr[0] != '#';
        }
    }
    facts_integer(facts, METRIC_MODULARITY_OWNED_PATHS, (int64_t)paths);
}

/* Names that people give licences, and how SPDX's begin. */
static const struct {
    const char *const *phrases;
    const char *spdx;
} licenses[] = {
    {(const char *const[]){"MIT", "license-MIT*", "license-mit*", NULL}, "MIT"},
    {(const char *const[]){"Apache*", "license-Apache*", NULL}, "Apache-"},
    {(const char *const[]){"BSD*", "license-BSD*", NULL}, "BSD-"},
    {(const char *const[]){"AGPL*", "Affero", NULL}, "AGPL-"},
    {(const char *const[]){"LGPL*", "Lesser General Public", NULL}, "LGPL-"},
    {(const char *const[]){"GPL*", "GPLv*", "GNU General Public", NULL}, "GPL-"},
    {(const char *const[]){"MPL*", "Mozilla", NULL}, "MPL-"},
    {(const char *const[]){"CC0*", NULL}, "CC0-"},
    {(const char *const[]){"CC BY*", "CC-BY*", "CC_BY*", "license-CC*", NULL}, "CC-BY"},
    {(const char *const[]){"ISC", NULL}, "ISC"},
    {(const char *const[]){"Unlicense", NULL}, "Unlicense"},
};

/* A badge of the licence, or a sentence on the project itself: not on its data or its parts. */
static bool is_about_project(struct str line)
{
    return str_contains(line, "shields.io/badge/") ||
           phrase_any(line, (const char *const[]){
                                "this project", "this repo", "this repository", "this package",
                                "this software", "this code", "the code", "our code", "the project",
                                "this work", "is released under", "is licensed under", NULL});
}

static void look_at_mentions(struct facts *facts)
{
    const struct rh_metric *known = &facts->metrics[METRIC_LICENSE_SPDX];
    const struct document *readme = facts->documents.readme;
    const char *spdx = known->type == RH_VALUE_STRING ? known->string : NULL;
    struct str text, line, other = {0};
    unsigned number = 0, other_line = 0;
    bool mentioned = false, same = false, named;

    if (!readme) {
        facts_unknown(facts, METRIC_LICENSE_README_MENTIONS,
                      facts->documents.readme_unknown ? facts->documents.readme_unknown
                                                      : "there is no README");
        return;
    }
    text = readme->text;
    while (!same && str_next_line(&text, &line)) {
        number++;
        line = str_slice(line, 0, LIMIT_LINE_BYTES);
        if (!str_contains_nocase(line, "licen"))
            continue;
        mentioned = true;
        named = false;
        for (size_t i = 0; spdx && i < sizeof(licenses) / sizeof(licenses[0]); i++) {
            if (!phrase_any(line, licenses[i].phrases))
                continue;
            named = true;
            same = same || strstr(spdx, licenses[i].spdx);
        }
        if (same)
            facts_observe(facts, OBSERVATION_LICENSE_MENTION, "same", readme->path, number, line);
        else if (named && !other_line && is_about_project(line)) {
            other_line = number;
            other = line;
        }
    }
    if (!same && other_line && strcmp(spdx, "NOASSERTION"))
        facts_observe(facts, OBSERVATION_LICENSE_MENTION, "other", readme->path, other_line, other);
    facts_bool(facts, METRIC_LICENSE_README_MENTIONS, mentioned);
}

void guide_collect(struct facts *facts)
{
    look_at_guide(facts);
    look_at_telling(facts);
    look_at_owners(facts);
    look_at_mentions(facts);
}
