/* Do the headings of a page cover some topics, with something under them? */
#include "checks/check.h"
#include "checks/sources.h"
#include "util/arena.h"
#include "util/pattern.h"
#include "util/yaml.h"

#include <limits.h>

struct topics {
    struct topic {
        const char *name;
        struct patterns headings;
    } * items;
    size_t count;
};

struct params {
    struct sources in;
    struct topics topics;
    struct patterns headings;
    unsigned pass_from, partial_from, words;
    struct strings where;
};

enum { MOST_TOPICS = 40 };

static bool read_topics(const struct field_source *source, const struct yaml *value, void *ret_slot,
                        struct rh_error *err)
{
    struct topics *topics = ret_slot;

    if (value->kind != YAML_MAP || !value->count || value->count > MOST_TOPICS)
        return field_error(err, source->name, value->line,
                           "'topics' must be a mapping from names to patterns of headings");
    topics->items = arena_alloc(source->arena, value->count * sizeof(*topics->items));
    for (const struct yaml *item = value->first; item; item = item->next) {
        struct topic *topic = &topics->items[topics->count++];
        struct yaml copy = *item;
        const struct yaml mapping = {.kind = YAML_MAP, .line = item->line, .first = &copy};
        const struct field table[] = {{.key = item->key.ptr, .type = FIELD_PATTERNS}, {0}};

        copy.next = NULL;
        topic->name = str_dup(source->arena, item->key);
        if (!fields_read(source, &mapping, "'topics'", table, &topic->headings, err))
            return false;
    }
    return true;
}

static const struct field_custom topics_custom = {
    .read = read_topics,
    .shape = "a mapping from names to patterns of headings",
    .schema = "{\"type\": \"object\", \"additionalProperties\": {\"anyOf\": [{\"type\": "
              "\"string\"}, {\"type\": \"array\", \"items\": {\"type\": \"string\"}}]}}",
};

static const struct field fields[] = {
    {.key = "in",
     .type = FIELD_CUSTOM,
     .offset = offsetof(struct params, in),
     .custom = &sources_custom,
     .help = "what is read: readme (unless given), pages (all documentation), path patterns"},
    {.key = "headings",
     .type = FIELD_PATTERNS,
     .offset = offsetof(struct params, headings),
     .help = "patterns of the one topic that is asked"},
    {.key = "topics",
     .type = FIELD_CUSTOM,
     .offset = offsetof(struct params, topics),
     .custom = &topics_custom,
     .help = "several topics: each with the patterns of its headings"},
    {.key = "pass_from",
     .type = FIELD_UINT,
     .offset = offsetof(struct params, pass_from),
     .least = 1,
     .most = MOST_TOPICS,
     .help = "how many topics it takes to pass; all unless given"},
    {.key = "partial_from",
     .type = FIELD_UINT,
     .offset = offsetof(struct params, partial_from),
     .least = 1,
     .most = MOST_TOPICS,
     .help = "how many topics it takes to pass in part"},
    {.key = "words",
     .type = FIELD_UINT,
     .offset = offsetof(struct params, words),
     .least = 1,
     .most = 10000,
     .help = "how many words must stand under a heading, code included (1)"},
    {.key = "where",
     .type = FIELD_STRINGS,
     .offset = offsetof(struct params, where),
     .help = "what to open where no heading matches: readme (unless given), root, path patterns"},
    {0},
};

static bool prepare(struct arena *arena, void *given, const char **ret_key, struct rh_error *err)
{
    struct params *params = given;

    if (!params->topics.count == !params->headings.count)
        return error_set(err, RH_ERROR_RULE, "give either headings or topics");
    if (!params->topics.count) {
        params->topics.items = arena_alloc(arena, sizeof(*params->topics.items));
        params->topics.items[0] = (struct topic){"", params->headings};
        params->topics.count = 1;
    }
    if (!params->pass_from)
        params->pass_from = (unsigned)params->topics.count;
    if (!params->words)
        params->words = 1;
    *ret_key = "pass_from";
    if (params->pass_from > params->topics.count)
        return error_set(err, RH_ERROR_RULE, "there are only %zu topics", params->topics.count);
    *ret_key = "partial_from";
    return params->partial_from < params->pass_from ||
           error_set(err, RH_ERROR_RULE, "must be less than pass_from (%u)", params->pass_from);
}

/* Whether enough words stand below a heading, before one of its level or above. */
static bool is_filled(const struct document *page, size_t heading, unsigned words)
{
    unsigned level = page->blocks.items[heading].level;
    struct str word;

    for (size_t i = heading + 1; i < page->blocks.count; i++) {
        const struct block *block = &page->blocks.items[i];
        struct str text = block->text;

        if (block->kind == BLOCK_HEADING && block->level <= level)
            return false;
        while (block->kind != BLOCK_HEADING && str_next_word(&text, &word))
            if (!--words)
                return true;
    }
    return false;
}

struct search {
    const struct params *params;
    struct answer *answer;
    bool found[MOST_TOPICS];
    bool expensive;
    const char *hollow; /* the page of a heading that matched with nothing below it */
    unsigned hollow_line;
    struct str hollow_text;
};

static bool matches(struct search *search, const struct topic *topic, struct str heading)
{
    for (size_t i = 0; i < topic->headings.count; i++) {
        enum match match = pattern_match(topic->headings.items[i], heading, NULL);

        if (match == MATCH_YES)
            return true;
        search->expensive |= match == MATCH_TOO_EXPENSIVE;
    }
    return false;
}

static void look(struct search *search, const struct source *source, size_t index)
{
    const struct params *params = search->params;
    const struct block *block = &source->document->blocks.items[index];
    struct str heading = block->text;
    bool cited = false; /* one heading may be about several topics */

    for (size_t i = 0; i < params->topics.count; i++) {
        if (search->found[i] || !matches(search, &params->topics.items[i], heading))
            continue;
        if (is_filled(source->document, index, params->words)) {
            search->found[i] = true;
            if (!cited)
                answer_add(search->answer, source->path, block->line, heading);
            cited = true;
        } else if (!search->hollow) {
            search->hollow = source->path;
            search->hollow_line = block->line;
            search->hollow_text = heading;
        }
    }
}

static void add_topics(struct buf *buf, const struct search *search, bool found, const char *lead)
{
    const struct topics *topics = &search->params->topics;
    bool first = true;

    for (size_t i = 0; i < topics->count; i++) {
        if (search->found[i] != found)
            continue;
        if (first)
            buf_printf(buf, "%s%s ", buf->len ? "; " : "", lead);
        buf_printf(buf, "%s%s", first ? "" : ", ", topics->items[i].name);
        first = false;
    }
}

/* "covers install, usage; lacks licence" */
static const char *tell(const struct search *search)
{
    struct buf buf = {0};
    const char *text;

    add_topics(&buf, search, true, "covers");
    add_topics(&buf, search, false, "lacks");
    text = arena_strdup(search->answer->arena, buf.ptr);
    buf_release(&buf);
    return text;
}

static void conclude(struct search *search, const struct sources_walk *walk,
                     const struct facts *facts)
{
    const struct params *params = search->params;
    struct answer *answer = search->answer;
    bool single = params->topics.count == 1;
    unsigned found = 0;
    enum rh_outcome outcome;

    for (size_t i = 0; i < params->topics.count; i++)
        found += search->found[i];
    outcome = found >= params->pass_from                              ? RH_PASS
              : search->expensive || walk->missed                     ? RH_UNKNOWN
              : params->partial_from && found >= params->partial_from ? RH_PARTIAL
                                                                      : RH_FAIL;
    if (outcome == RH_UNKNOWN)
        answer_say(answer, outcome, "%s",
                   search->expensive ? "pattern too expensive here" : walk->missed);
    else if (!walk->texts)
        answer_say(answer, outcome, "%s", sources_absent(answer->arena, walk));
    else if (!single)
        answer_say(answer, outcome, "%s", tell(search));
    else if (found)
        answer_say(answer, outcome, "there is such a section");
    else if (search->hollow)
        answer_say(answer, outcome, "nothing stands under the heading");
    else
        answer_say(answer, outcome, "no heading is about it");
    if (outcome == RH_PARTIAL || outcome == RH_FAIL)
        answer->evidence.count = 0; /* what is there is not what to mend */
    if (!found && search->hollow)
        answer_add(answer, search->hollow, search->hollow_line, search->hollow_text);
    if (outcome != RH_PASS && outcome != RH_UNKNOWN && !answer->evidence.count)
        answer_point(answer, facts, &params->where);
}

static void run(const struct facts *facts, const void *given, struct answer *answer)
{
    const struct params *params = given;
    struct search search = {.params = params, .answer = answer};
    struct sources_walk walk = sources_begin(&params->in, facts, answer);
    struct source source;

    while (sources_next(&walk, &source))
        for (size_t i = 0; source.document && i < source.document->blocks.count; i++)
            if (source.document->blocks.items[i].kind == BLOCK_HEADING)
                look(&search, &source, i);
    sources_end(&walk);
    conclude(&search, &walk, facts);
}

const struct check check_section = {
    .name = "section",
    .summary = "the headings of a page cover some topics, with something under them",
    .params_size = sizeof(struct params),
    .fields = fields,
    .prepare = prepare,
    .run = run,
};
