#include "facts/hosts.h"
#include "facts/readme_content.h"
#include "util/phrase.h"

#include <string.h>

/* What the README's links lead to. Addresses that stand in code count too: `wget https://...`. */

enum { LINKS = 3000 /* that are looked at */, NEAR_BYTES = 2000, TEXT_BYTES = 60 };

/* A block that says so beside a paper's address speaks of the project's own. */
static const char *const own_words[] = {
    "our paper",
    "our papers",
    "this paper",
    "the paper",
    "following paper",
    "our work",
    "this work",
    "our article",
    "our preprint",
    "cite",
    "citing",
    "citation",
    "accepted to",
    "accepted at",
    "accepted by",
    "official code",
    "official implementation",
    "official repository",
    "accompanying",
    "accompanies",
    "we introduce",
    "we propose",
    "we present",
    "published in",
    "published as",
    "appeared in",
    "arXiv link",
    "our method",
    "released our",
    "extension paper",
    NULL,
};

/* The text of a link that needs no more words: "[Paper]", "[arXiv]", a badge. */
static const char *const own_texts[] = {
    "paper",   "arxiv",   "pdf",  "preprint", "publication", "manuscript",     "openreview",
    "biorxiv", "article", "joss", "doi",      "journal",     "read the paper", NULL,
};

/* A PDF that is no paper. */
static const char *const other_pdfs[] = {
    "manual",        "slides",      "poster",           "guide",        "tutorial",
    "documentation", "license",     "licence",          "cheat*",       "talk",
    "lecture",       "handout",     "vignette",         "report card",  "logo",
    "figure*",       "supplement*", "reference manual", "presentation", NULL,
};

/* What a link to weights or data is called, where its address does not tell. */
static const char *const data_texts[] = {
    "checkpoint*",
    "weights",
    "pretrained*",
    "pre-trained*",
    "model zoo",
    "model card*",
    "trained model*",
    "dataset*",
    "data set*",
    "corpus",
    "corpora",
    "pre trained*",
    "model weights",
    "trained networks",
    "embeddings",
    "the data",
    NULL,
};

/* What is linked for other reasons although it is called so: pages that teach, code that reads. */
static const char *const no_data_texts[] = {
    "data format*",
    "loader*",
    "loading",
    "datasets library",
    "dataloader*",
    "data viewer",
    "prepar*",
    "custom",
    "your",
    "own",
    "format*",
    "creat*",
    "working",
    "how",
    "fine-tun*",
    "finetun*",
    "convert*",
    "licen*",
    "collection procedure",
    "explorer",
    "visuali*",
    "guide",
    "tutorial*",
    "notebook*",
    "api",
    "documentation",
    "docs",
    "with",
    "on",
    "adding",
    "using",
    "use",
    "issue*",
    "code",
    NULL,
};

/* Words beside an archive, or beside an archived copy, that say what is in it. */
static const char *const near_data[] = {
    "checkpoint*", "weights",  "pretrained*", "pre-trained*", "dataset*",  "data set*",   "corpus",
    "corpora",     "data",     "model",       "models",       "networks",  "images",      "samples",
    "embeddings",  "features", "annotations", "benchmark",    "instances", "predictions", NULL,
};

static const char *const demo_texts[] = {
    "demo",      "live demo",       "online demo",      "web demo",
    "try it",    "playground",      "interactive demo", "try it online",
    "demo page", "colab notebooks", "colab notebook",   NULL};

static bool is_own_paper(const struct reading *reading, const struct link *link)
{
    const struct document *readme = reading->readme;
    const struct block *block, *section;

    if (phrase_any(link->text, own_texts) && link->text.len < 40)
        return true;
    if (link->block >= readme->blocks.count)
        return false;
    block = &readme->blocks.items[link->block];
    section = document_section(readme, link->block);
    return phrase_any(str_slice(block->text, 0, NEAR_BYTES), own_words) ||
           (section && phrase_any(str_slice(section->text, 0, NEAR_BYTES), own_words)) ||
           (link->block < reading->first_screen && link->text.len > 20);
}

static bool is_pdf(struct str path)
{
    return path.len > 4 && (str_ends(path, ".pdf") || str_ends(path, ".PDF"));
}

static void note_paper(struct reading *reading, const struct link *link, struct str path,
                       unsigned uses)
{
    if (!(uses & HOST_PAPER) &&
        (!is_pdf(path) || phrase_any(link->text, other_pdfs) || phrase_any(path, other_pdfs)))
        return;
    content_note(reading, is_own_paper(reading, link) ? CONTENT_OWN_PAPER : CONTENT_PAPER,
                 link->line, link->url);
}

/* A table of results that runs as a Space; the badge of a demo, which is an image of it. */
static bool is_demo(const struct link *link, const struct address *address, unsigned uses)
{
    if (link->image || str_contains_nocase(link->url, "leaderboard") ||
        str_contains_nocase(link->text, "leaderboard"))
        return false;
    if (uses & HOST_DEMO)
        return address->path.len > 1 || !address_is_at(address, "colab.research.google.com");
    return link->text.len < 30 && phrase_any(link->text, demo_texts) &&
           !(uses & (HOST_CODE | HOST_MEDIA | HOST_PAPER | HOST_FILE)) && address->path.len;
}

static bool says_data(struct str text)
{
    return text.len < TEXT_BYTES && !phrase_any(text, no_data_texts) &&
           (phrase_any(text, data_texts) || str_equal_nocase(str_trim(text), "data"));
}

static bool is_near_data(const struct document *readme, const struct link *link)
{
    const struct block *section = document_section(readme, link->block);

    return phrase_any(link->text, near_data) ||
           (section && phrase_any(str_slice(section->text, 0, NEAR_BYTES), near_data)) ||
           (link->block < readme->blocks.count &&
            phrase_any(str_slice(readme->blocks.items[link->block].text, 0, NEAR_BYTES),
                       near_data));
}

static bool is_data(const struct document *readme, const struct link *link,
                    const struct address *address, unsigned uses)
{
    if (link->image || uses & (HOST_PAPER | HOST_MEDIA) || is_pdf(address->path))
        return false;
    if (uses & (HOST_FILE | HOST_HUB | HOST_QUOTA))
        return true;
    if (uses & (HOST_ARCHIVE | HOST_STORAGE))
        return (uses & HOST_ARCHIVE && uses & HOST_STORAGE) || is_near_data(readme, link);
    if (uses & HOST_DURABLE) /* as often a copy of the code */
        return !str_contains(link->url, "badge") &&
               (says_data(link->text) || is_near_data(readme, link));
    return says_data(link->text) && !str_contains(link->url, ".ipynb") &&
           !str_contains(link->url, "/wiki/") && !str_contains(link->url, "/issues");
}

static void look_at_address(struct reading *reading, const struct link *link)
{
    struct address address;
    unsigned uses;

    if (!address_parse(link->url, &address)) {
        if (!link->image && link->url.len && *link->url.ptr != '#' && says_data(link->text) &&
            !str_contains(link->url, ".ipynb"))
            content_note(reading, CONTENT_WEIGHTS_OR_DATA, link->line, link->url);
        if (!link->image)
            note_paper(reading, link, link->url, 0);
        return;
    }
    uses = address_uses(&address);
    if (!link->image || uses & HOST_PAPER)
        note_paper(reading, link, address.path, uses);
    if (uses & HOST_QUOTA && !link->image)
        content_note(reading, CONTENT_QUOTA_HOST, link->line, link->url);
    if (uses & HOST_DURABLE)
        content_note(reading, CONTENT_DURABLE_HOST, link->line, link->url);
    if (is_demo(link, &address, uses))
        content_note(reading, CONTENT_HOSTED_DEMO, link->line, link->url);
    if (is_data(reading->readme, link, &address, uses))
        content_note(reading, CONTENT_WEIGHTS_OR_DATA, link->line, link->url);
}

/* The next address in a text, up to a blank, a quote or a bracket. */
static bool next_address(struct str text, size_t *at, struct str *ret_address)
{
    for (size_t i = *at; i + 8 < text.len; i++) {
        struct str rest = str_slice(text, i, text.len);
        size_t length = 0;

        if (text.ptr[i] != 'h' || (!str_starts(rest, "http://") && !str_starts(rest, "https://")))
            continue;
        while (length < rest.len && !strchr(" \t\r\n\"'`<>()[]{}|\\,;", rest.ptr[length]))
            length++;
        *ret_address = str_slice(rest, 0, length);
        *at = i + length;
        return true;
    }
    return false;
}

/* Whether the command takes a file from the web, by what it is asked for. */
static bool is_download(struct str line)
{
    static const char *const words[] = {
        "wget",        "curl",         "gdown",    "aria2c", "axel", "download.file",
        "urlretrieve", "download_url", "download", "tar",    NULL,
    };

    return phrase_any(line, words);
}

static void look_at_code(struct reading *reading, const struct block *block)
{
    struct str rest = block->text, line, url;
    unsigned number = block->text_line;

    for (; str_next_line(&rest, &line); number++) {
        size_t at = 0;

        if (phrase_in(line, "gdown") && !phrase_in(line, "pip install")) {
            content_note(reading, CONTENT_QUOTA_HOST, number, line);
            content_note(reading, CONTENT_WEIGHTS_OR_DATA, number, line);
        }
        while (next_address(line, &at, &url)) {
            struct address address;
            unsigned uses = address_parse(url, &address) ? address_uses(&address) : 0;

            if (uses & HOST_QUOTA)
                content_note(reading, CONTENT_QUOTA_HOST, number, line);
            if (uses & HOST_DURABLE)
                content_note(reading, CONTENT_DURABLE_HOST, number, line);
            if (uses & HOST_QUOTA ||
                (uses & (HOST_FILE | HOST_ARCHIVE | HOST_HUB | HOST_DURABLE) && is_download(line)))
                content_note(reading, CONTENT_WEIGHTS_OR_DATA, number, line);
        }
    }
}

void content_of_links(struct reading *reading)
{
    const struct document *readme = reading->readme;

    for (size_t i = 0; i < readme->links.count && i < LINKS; i++)
        look_at_address(reading, &readme->links.items[i]);
    for (size_t i = 0; i < readme->blocks.count; i++)
        if (readme->blocks.items[i].kind == BLOCK_CODE)
            look_at_code(reading, &readme->blocks.items[i]);
}
