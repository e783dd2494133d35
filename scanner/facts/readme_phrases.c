#include "facts/readme_content.h"
#include "util/arena.h"
#include "util/pattern.h"
#include "util/prefilter.h"

#include <assert.h>
#include <string.h>

/* Finds that are sentences: what machine it takes, how long it takes. */

static const struct phrase {
    enum content content;
    const char *pattern, *also, *unless;
} phrases[] = {
#define PHRASE(content, pattern, also, unless) {CONTENT_##content, pattern, also, unless},
#include "facts/readme_phrases.def"
#undef PHRASE
};

enum { PHRASES = sizeof(phrases) / sizeof(*phrases) };

struct compiled {
    struct pattern *patterns[PHRASES];
    struct pattern *also[PHRASES], *unless[PHRASES]; /* NULL where there is none */
    const struct prefilter *prefilter;               /* of `patterns` */
    struct arena *scratch;
};

static struct pattern *compile(struct arena *arena, const char *text)
{
    struct pattern *pattern = NULL;
    struct rh_error err = {0};

    if (!*text)
        return NULL;
    if (!pattern_compile(arena, text, &pattern, &err))
        assert(false && "a pattern of the table does not compile");
    return pattern;
}

static bool holds(const struct compiled *compiled, size_t i, struct str sentence)
{
    struct pattern *also = compiled->also[i], *unless = compiled->unless[i];

    return pattern_match(compiled->patterns[i], sentence, NULL) == MATCH_YES &&
           (!also || pattern_match(also, sentence, NULL) == MATCH_YES) &&
           (!unless || pattern_match(unless, sentence, NULL) == MATCH_NO);
}

static void look_at(struct reading *reading, const struct block *block, unsigned line,
                    struct str sentence)
{
    const struct compiled *compiled = reading->phrases;
    struct candidates candidates = prefilter_look(compiled->prefilter, compiled->scratch, sentence);

    (void)block;
    for (size_t i = 0; i < PHRASES; i++)
        if (candidates_have(candidates, i) && holds(compiled, i, sentence))
            content_note(reading, phrases[i].content, line, sentence);
}

void content_of_phrases(struct reading *reading)
{
    struct arena *scratch = arena_new();
    struct compiled *compiled = arena_alloc(scratch, sizeof(*compiled));

    for (size_t i = 0; i < PHRASES; i++) {
        compiled->patterns[i] = compile(scratch, phrases[i].pattern);
        compiled->also[i] = compile(scratch, phrases[i].also);
        compiled->unless[i] = compile(scratch, phrases[i].unless);
    }
    compiled->prefilter = prefilter_new(scratch, compiled->patterns, PHRASES);
    compiled->scratch = scratch;
    reading->phrases = compiled;
    content_sentences(reading, look_at);
    reading->phrases = NULL;
    arena_free(scratch);
}
