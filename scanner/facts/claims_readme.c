/* What the README says of versions and licences: in sentences, on badges, in commands. */
#include "facts/claims.h"
#include "facts/link_path.h"
#include "facts/readme_content.h"
#include "util/arena.h"
#include "util/pattern.h"
#include "util/phrase.h"

#include <string.h>

enum { LINKS = 300, COMMANDS = 500 };

/* Groups: name, sign, number, last number of a range or list, "or newer". */
static const char in_prose[] =
    "(?i)(?<![\\w/.-])(python|pytorch|torch|tensorflow(?:-gpu)?|cuda(?: ?toolkit)?)(?:\\s+version| "
    "ver\\.?)?\\s*[:(\\[]?\\s*(==?|>=|\xe2\x89\xa5|=>|>|<=|<|~=|\\^)?\\s*v?(\\d{1,2}(?:\\.\\d+){1,"
    "2})(?:\\.[x*])?"
    "(?:\\s*(?:-|\xe2\x80\x93|to|,|/"
    "|or|and|\\|)\\s*v?(\\d{1,2}\\.\\d+(?:\\.\\d+)?))*"
    "\\s*[)\\]]?\\s*(\\+|\\(?(?:or|and|&) (?:higher|later|newer|above|greater|up|more "
    "recent|upper)|"
    "or (?:a )?(?:higher|later|newer)|and above)?(?![\\w-])";

/* Sentences about other times, other choices and other people's machines. */
static const char unless[] =
    "(?i)no longer|not (?:be )?(?:support|work|compat|test)|n't|drop|legacy|\\bold|previous|before|"
    "branch|deprecat|instead|\\bif\\b|issue|\\bbug|\\bfix|error|incompat|until|up to|except|"
    "\\balso\\b|might|may\\b|should|other version|windows|optional|e\\.g\\.|example|such as|"
    "pre-?built|wheel|release[ds]?\\b|since|added|upgrad|updat|switch|migrat|port(?:ed)?\\b|"
    "original|"
    "docker|conda|colab|driver|either|alternativ|recommend|\\bstill\\b|changed|different|nightly";

static const char in_command[] =
    "(?i)(?:^|[\\s\"'])(python|pytorch|torch|tensorflow(?:-gpu)?|cudatoolkit|pytorch-cuda)"
    "(==?|>=)(\\d{1,2}(?:\\.\\d+){1,2})";

struct search {
    struct claims *claims;
    struct pattern *prose, *unless, *command;
};

static enum subject subject_of(struct str name)
{
    if (str_equal_nocase(name, "python"))
        return SUBJECT_PYTHON;
    if (str_equal_nocase(name, "torch") || str_equal_nocase(name, "pytorch"))
        return SUBJECT_TORCH;
    return str_contains_nocase(name, "cuda") ? SUBJECT_CUDA : SUBJECT_TENSORFLOW;
}

/* Adds what a match says. */
static void add(const struct search *search, const struct groups *groups, enum voice voice,
                const char *path, unsigned line)
{
    const struct str *part = groups->items;
    struct claim claim = {.subject = subject_of(part[1]),
                          .voice = voice,
                          .path = path,
                          .line = line,
                          .text = str_trim(part[0])};
    struct str sign = part[2];
    struct versions last;

    claim.versions = (struct versions){0, VERSION_ANY};
    if (str_equal(sign, "\xe2\x89\xa5") || str_equal(sign, "=>") || part[5].len)
        sign = STR(">=");
    if (!versions_bound(&claim.versions, sign, part[3]))
        return;
    if (part[4].len && versions_of(part[4], &last) && claim.versions.high != VERSION_ANY &&
        last.high > claim.versions.high)
        claim.versions.high = last.high;
    claims_add(search->claims, &claim);
}

/* A badge lists what is supported: "3.9 | 3.10 | 3.11". Group 4 becomes the last of them. */
static void take_last(struct groups *groups, struct str words)
{
    struct str rest = {str_end(groups->items[3]),
                       (size_t)(str_end(words) - str_end(groups->items[3]))};
    struct str word;

    for (size_t i = 0; i < rest.len;) {
        size_t from = i + strspn(rest.ptr + i, " |,/");

        word = str_slice(rest, from, rest.len);
        word.len = word.len ? strspn(word.ptr, "0123456789.") : 0;
        if (word.len < 3 || !memchr(word.ptr, '.', word.len))
            return;
        groups->items[4] = word;
        i = from + word.len;
    }
}

/* Headings of parts that tell of other times. */
static bool is_elsewhere(const struct document *readme, const struct block *block)
{
    static const char *const words[] = {"news",     "change*", "release*",   "history", "update*",
                                        "troubl*",  "faq",     "known",      "migrat*", "docker",
                                        "acknowl*", "results", "benchmark*", NULL};
    const struct block *section =
        block->section == UINT32_MAX ? NULL : &readme->blocks.items[block->section];

    return section && phrase_any(section->text, words);
}

static void look_at(struct reading *reading, const struct block *block, unsigned line,
                    struct str sentence)
{
    const struct search *search = reading->claims;
    struct groups groups;
    size_t from = 0;

    if (block->kind == BLOCK_TABLE || is_elsewhere(reading->readme, block) ||
        pattern_match(search->unless, sentence, NULL) != MATCH_NO)
        return;
    while (pattern_match_from(search->prose, sentence, from, &groups) == MATCH_YES) {
        add(search, &groups, VOICE_PROSE, reading->readme->path, line);
        from = (size_t)(str_end(groups.items[0]) - sentence.ptr);
        if (!groups.items[0].len)
            break;
    }
}

/* "License-CC%20BY--NC--SA%204.0-green": label and value, in words. */
static struct str badge_words(struct arena *arena, struct str url)
{
    const char *at = url.len ? memmem(url.ptr, url.len, "badge/", 6) : NULL;
    struct str rest, decoded;
    char *out;
    size_t length = 0;

    if (!at)
        return (struct str){0};
    rest = str_slice(url, (size_t)(at - url.ptr) + 6, url.len);
    for (size_t i = 0; i < rest.len; i++)
        if (strchr("?#", rest.ptr[i]))
            rest.len = i;
    decoded = path_decode(arena, rest);
    out = arena_alloc(arena, decoded.len + 1); /* ends with 0 */
    for (size_t i = 0; i < decoded.len; i++) {
        char c = decoded.ptr[i];

        if (c == '-' && i + 1 < decoded.len && decoded.ptr[i + 1] == '-') {
            out[length++] = '-';
            i++;
        } else {
            out[length++] = c == '-' || c == '_' ? ' ' : c;
        }
    }
    return (struct str){out, length};
}

static void look_at_badge(const struct search *search, const struct document *readme,
                          const struct link *link)
{
    struct arena *arena = search->claims->facts->arena;
    struct str words = badge_words(arena, link->url);
    struct groups groups;
    const char *license;

    if (!words.len)
        return;
    license = phrase_any(words, (const char *const[]){"license", "licence", NULL})
                  ? claims_license(words)
                  : NULL;
    if (license) {
        claims_add(search->claims, &(struct claim){.subject = SUBJECT_LICENSE,
                                                   .voice = VOICE_BADGE,
                                                   .path = readme->path,
                                                   .line = link->line,
                                                   .text = words,
                                                   .license = license});
        return;
    }
    /* "![PyTorch 1.2](...)": what it is called, where its address does not say */
    if (pattern_match(search->prose, words, &groups) != MATCH_YES) {
        words = str_of(str_dup(arena, link->text));
        if (pattern_match(search->prose, words, &groups) != MATCH_YES)
            return;
    }
    take_last(&groups, words);
    add(search, &groups, VOICE_BADGE, readme->path, link->line);
}

void claims_of_readme(struct claims *claims)
{
    struct facts *facts = claims->facts;
    const struct document *readme = facts->documents.readme;
    struct search search = {.claims = claims};
    struct reading reading = {.facts = facts, .readme = readme, .claims = &search};

    if (!readme)
        return;
    search.prose = pattern_own(facts->arena, in_prose);
    search.unless = pattern_own(facts->arena, unless);
    search.command = pattern_own(facts->arena, in_command);
    content_sentences(&reading, look_at);
    for (size_t i = 0; i < readme->links.count && i < LINKS; i++)
        if (readme->links.items[i].image)
            look_at_badge(&search, readme, &readme->links.items[i]);
    for (size_t i = 0; i < readme->commands.count && i < COMMANDS; i++) {
        const struct command *command = &readme->commands.items[i];
        struct groups groups;
        size_t from = 0;

        if (!str_contains(command->words, "install") && !str_contains(command->words, "create"))
            continue;
        while (pattern_match_from(search.command, command->words, from, &groups) == MATCH_YES) {
            add(&search, &groups, VOICE_COMMAND, readme->path, command->line);
            from = (size_t)(str_end(groups.items[0]) - command->words.ptr);
        }
    }
}
