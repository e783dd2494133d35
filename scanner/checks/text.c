/* Does a text say something? Patterns see a paragraph, a list item or a heading at a time, with its
 * lines joined; code a line at a time. */
#include "checks/check.h"
#include "checks/sources.h"
#include "checks/tally.h"
#include "util/limits.h"

enum scope { SCOPE_PROSE, SCOPE_HEADINGS, SCOPE_CODE, SCOPE_INLINE, SCOPE_ALL, SCOPE_COUNT };

struct params {
    struct asked asked; /* first: ASKED_FIELDS */
    uint64_t scope;
    unsigned within_words;
};

static const char *scope_choice(unsigned index)
{
    static const char *const names[] = {"prose", "headings", "code", "inline", "all"};

    return index < SCOPE_COUNT ? names[index] : NULL;
}

static const struct field fields[] = {
    ASKED_FIELDS("texts"),
    {.key = "scope",
     .type = FIELD_ENUMS,
     .offset = offsetof(struct params, scope),
     .choice = scope_choice,
     .help = "of a page: prose and headings unless given; code is blocks, inline the code within "
             "prose; all is the file as it is written"},
    {.key = "within_words",
     .type = FIELD_UINT,
     .offset = offsetof(struct params, within_words),
     .least = 1,
     .most = 100000,
     .help = "only the first words of each page are looked at"},
    {0},
};

static const struct params defaults = {.asked.none = ASKED_NONE,
                                       .scope = 1u << SCOPE_PROSE | 1u << SCOPE_HEADINGS};

static bool prepare(struct arena *arena, void *given, const char **ret_key, struct rh_error *err)
{
    struct params *params = given;

    (void)arena;
    return asked_prepare(&params->asked, ret_key, err);
}

static bool in_scope(const struct params *params, unsigned kind)
{
    enum scope scope = kind == BLOCK_HEADING  ? SCOPE_HEADINGS
                       : kind == BLOCK_CODE   ? SCOPE_CODE
                       : kind == PASSAGE_SPAN ? SCOPE_INLINE
                                              : SCOPE_PROSE;

    return params->scope & 1u << scope;
}

static unsigned count_words(struct str text)
{
    unsigned count = 0;
    struct str word;

    while (str_next_word(&text, &word))
        count++;
    return count;
}

static void read_page(struct tally *tally, const struct params *params, const struct document *page)
{
    struct passages passages = text_index_page(tally->answer->index, page);
    unsigned words = 0;

    for (size_t i = 0; i < passages.count; i++) {
        const struct passage *passage = &passages.items[i];

        if (params->within_words && words >= params->within_words)
            return;
        if (params->within_words && passage->kind != PASSAGE_SPAN)
            words += count_words(passage->lines);
        if (in_scope(params, passage->kind))
            tally_read(tally, page->path, passage);
    }
}

static void run(const struct facts *facts, const void *given, struct answer *answer)
{
    const struct params *params = given;
    struct tally tally = tally_begin(&params->asked, facts, answer);
    struct sources_walk walk = sources_begin(&params->asked.in, facts, answer);
    struct source source;

    walk.may_match = tally_may_match;
    walk.asker = &tally;
    while (sources_next(&walk, &source)) {
        if (source.document && !(params->scope & 1u << SCOPE_ALL) &&
            source.document->blocks.count) {
            read_page(&tally, params, source.document);
        } else {
            if (source.document)
                source.may = text_index_add_file(answer->index, source.path, source.text);
            tally_read_file(&tally, &source);
        }
        walk.pages_only = tally_is_decided(&tally); /* of much code, a part is enough */
    }
    tally.whole = tally.whole || walk.passed_over;
    sources_end(&walk);
    tally_end(&tally, &walk,
              params->scope & ~(1u << SCOPE_CODE | 1u << SCOPE_INLINE) ? "text" : "code");
}

const struct check check_text = {
    .name = "text",
    .summary = "a text says something, or does not",
    .params_size = sizeof(struct params),
    .defaults = &defaults,
    .fields = fields,
    .prepare = prepare,
    .run = run,
};
