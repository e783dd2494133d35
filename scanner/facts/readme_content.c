#include "facts/readme_content.h"

#include "facts/extract.h"
#include "util/arena.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { MOST_NOTES = 10 };

static const char *const statuses[] = {
#define CONTENT(id, status) status,
    CONTENTS(CONTENT)
#undef CONTENT
};

/* Which contents make a metric true. */
static const struct {
    enum metric metric;
    unsigned contents; /* bits */
} measured[] = {
    {METRIC_README_PAPER_LINK, 1u << CONTENT_OWN_PAPER | 1u << CONTENT_PAPER},
    {METRIC_README_BIBTEX, 1u << CONTENT_BIBTEX},
    {METRIC_README_INSTALL_COMMAND, 1u << CONTENT_INSTALL},
    {METRIC_README_REGISTRY_INSTALL, 1u << CONTENT_REGISTRY_INSTALL},
    {METRIC_README_QUICKSTART_WITHIN_10_LINES, 1u << CONTENT_QUICK_START},
    {METRIC_README_RESULTS_TABLE, 1u << CONTENT_RESULTS_TABLE},
    {METRIC_README_HARDWARE_STATED, 1u << CONTENT_HARDWARE},
    {METRIC_README_RUNTIME_STATED, 1u << CONTENT_RUNTIME},
    {METRIC_README_WEIGHTS_OR_DATA_LINK, 1u << CONTENT_WEIGHTS_OR_DATA},
    {METRIC_README_QUOTA_HOST, 1u << CONTENT_QUOTA_HOST},
    {METRIC_README_HOSTED_DEMO, 1u << CONTENT_HOSTED_DEMO},
};

unsigned content_line(const struct block *block, size_t offset)
{
    unsigned line = block->text_line;

    for (size_t i = 0; i < offset && i < block->text.len; i++)
        line += block->text.ptr[i] == '\n';
    return line;
}

void content_note(struct reading *reading, enum content content, unsigned line, struct str text)
{
    struct facts *facts = reading->facts;

    for (size_t i = facts->observations.count; i-- > 0;) {
        const struct observation *before = &facts->observations.items[i];

        if (before->kind != OBSERVATION_README_CONTENT)
            break;
        if (before->line == line && !strcmp(before->status, statuses[content]))
            return;
    }
    if (reading->found[content]++ >= MOST_NOTES || reading->counts_only)
        return;
    (void)facts_observe(facts, OBSERVATION_README_CONTENT, statuses[content], reading->readme->path,
                        line, text);
}

static unsigned find_first_screen(const struct document *readme)
{
    unsigned headings = 0, block = 0;

    for (; block < readme->blocks.count && headings < 2; block++)
        headings += readme->blocks.items[block].kind == BLOCK_HEADING;
    return headings < 2 ? block : block - 1;
}

/* A sentence ends with . ! ? before a blank and what begins anew; "approx. 3" and "e.g. a" do not
 * end it. */
static size_t sentence_end(struct str text, size_t from)
{
    size_t i = from;

    for (; i < text.len; i++) {
        if (text.ptr[i] == '\n' && i + 1 < text.len && text.ptr[i + 1] == '\n')
            break;
        if ((text.ptr[i] == '.' || text.ptr[i] == '!' || text.ptr[i] == '?') && i + 2 < text.len &&
            (text.ptr[i + 1] == ' ' || text.ptr[i + 1] == '\n') &&
            isupper((unsigned char)text.ptr[i + 2]))
            return i + 1;
    }
    return i;
}

static void visit_rows(struct reading *reading, const struct block *block, sentence_visitor *visit)
{
    struct str rest = block->text, line;
    unsigned number = block->text_line;

    for (; str_next_line(&rest, &line); number++)
        if (line.len)
            visit(reading, block, number, line);
}

static void visit_sentences(struct reading *reading, const struct block *block,
                            sentence_visitor *visit)
{
    char *flat = str_dup(reading->facts->arena, block->text);
    unsigned line = block->text_line;
    size_t at = 0;

    while (at < block->text.len) {
        size_t end = sentence_end(block->text, at);

        for (size_t i = at; i < end; i++)
            if (flat[i] == '\n')
                flat[i] = ' ';
        visit(reading, block, line, str_trim((struct str){flat + at, end - at}));
        for (; at < end || (at < block->text.len && isspace((unsigned char)block->text.ptr[at]));
             at++)
            line += block->text.ptr[at] == '\n';
    }
}

void content_sentences(struct reading *reading, sentence_visitor *visit)
{
    for (size_t i = 0; i < reading->readme->blocks.count; i++) {
        const struct block *block = &reading->readme->blocks.items[i];

        if (block->kind == BLOCK_TABLE)
            visit_rows(reading, block, visit);
        else if (block->kind != BLOCK_CODE)
            visit_sentences(reading, block, visit);
    }
}

/* A page that people open to install: INSTALL.md, DEVELOPERS.md, docs/installation.rst. */
static bool is_install_page(const struct document *page)
{
    const char *base = path_base(page->path);

    return path_depth(page->path) <= 2 &&
           (!strncasecmp(base, "install", 7) || !strncasecmp(base, "developers", 10) ||
            !strncasecmp(base, "getting", 7) || !strncasecmp(base, "setup", 5));
}

/* A badge of a registry, or a link to the project's page there. */
static bool links_registry(const struct reading *reading)
{
    static const char *const pages[] = {"pypi.org/project/",
                                        "pypi.python.org/pypi/",
                                        "img.shields.io/pypi/v/",
                                        "badge.fury.io/py/",
                                        "anaconda.org/conda-forge/",
                                        "anaconda.org/bioconda/",
                                        "anaconda.org/pytorch/",
                                        "package=",
                                        "cran.r-project.org/web/packages/",
                                        "r-pkg.org/badges/version/",
                                        "bioconductor.org/packages/",
                                        "formulae.brew.sh/formula/",
                                        "crates.io/crates/",
                                        "npmjs.com/package/",
                                        "juliahub.com/ui/Packages/",
                                        "pkgs.genieframework.com/?packages="};
    const struct document *readme = reading->readme;

    for (size_t i = 0; i < readme->links.count; i++)
        for (size_t page = 0; page < sizeof(pages) / sizeof(*pages); page++) {
            struct str url = readme->links.items[i].url, name;
            const char *at =
                url.len ? memmem(url.ptr, url.len, pages[page], strlen(pages[page])) : NULL;
            size_t from, end;

            if (!at)
                continue;
            from = (size_t)(at - url.ptr) + strlen(pages[page]);
            for (end = from; end < url.len && !strchr("/?#&.", url.ptr[end]);)
                end++;
            name = str_slice(url, from, end);
            if (content_is_own_name(reading, name))
                return true;
        }
    return false;
}

/* By its own name, on the README or on another page. */
static bool installs_by_name(struct facts *facts, const struct reading *reading)
{
    const struct documents *documents = &facts->documents;
    struct reading page = {.facts = facts, .counts_only = true};

    for (size_t i = 0; i < documents->pages.count; i++) {
        page.readme = &documents->pages.items[i];
        if (page.readme != documents->readme && path_depth(page.readme->path) <= 2)
            content_of_commands(&page);
    }
    return reading->found[CONTENT_REGISTRY_INSTALL] || page.found[CONTENT_REGISTRY_INSTALL] ||
           links_registry(reading);
}

/* "pip install ." takes what setup.py lists, and needs no other word on it. */
static bool uses_manifest(const struct facts *facts, const struct reading *reading)
{
    const struct documents *documents = &facts->documents;

    if (facts->metrics[METRIC_INSTALL_MANIFEST_NAMED_BY_README].integer)
        return true;
    for (size_t i = 0; i < facts->manifests.all.count; i++) {
        const struct manifest *manifest = &facts->manifests.all.items[i];

        if (reading->found[CONTENT_SOURCE_INSTALL] && !manifest->depth &&
            (manifest->kind == MANIFEST_SETUP_PY || manifest->kind == MANIFEST_PYPROJECT ||
             manifest->kind == MANIFEST_SETUP_CFG || manifest->kind == MANIFEST_DESCRIPTION ||
             manifest->kind == MANIFEST_JULIA_PROJECT))
            return true;
        for (size_t page = 0; page < documents->pages.count && !manifest->depth; page++)
            if (is_install_page(&documents->pages.items[page]) &&
                str_contains(documents->pages.items[page].text, path_base(manifest->path)))
                return true;
    }
    return false;
}

void readme_content_collect(struct facts *facts)
{
    struct reading reading = {.facts = facts, .readme = facts->documents.readme};
    const char *why = facts->documents.readme_unknown;

    if (reading.readme) {
        reading.first_screen = find_first_screen(reading.readme);
        content_of_links(&reading);
        content_of_phrases(&reading);
        content_of_commands(&reading);
        content_of_examples(&reading);
        content_of_tables(&reading);
        content_of_citations(&reading);
    }
    if (reading.readme) {
        facts_bool(facts, METRIC_INSTALL_MANIFEST_USED, uses_manifest(facts, &reading));
        facts_bool(facts, METRIC_INSTALL_BY_NAME, installs_by_name(facts, &reading));
    } else {
        facts_unknown(facts, METRIC_INSTALL_MANIFEST_USED, why ? why : "there is no README");
        facts_unknown(facts, METRIC_INSTALL_BY_NAME, why ? why : "there is no README");
    }
    for (size_t i = 0; i < sizeof(measured) / sizeof(*measured); i++) {
        bool found = false;

        for (enum content content = 0; content < CONTENT_COUNT; content++)
            found = found || (measured[i].contents & 1u << content && reading.found[content]);
        if (!found && why)
            facts_unknown(facts, measured[i].metric, why);
        else if (!found && reading.readme && reading.readme->partial)
            facts_unknown(facts, measured[i].metric, reading.readme->partial);
        else
            facts_bool(facts, measured[i].metric, found);
    }
}
