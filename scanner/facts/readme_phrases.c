#include "facts/readme_content.h"
#include "util/arena.h"
#include "util/pattern.h"

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
    struct pattern *pattern, *also, *unless; /* the latter two: NULL where there is none */
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

static bool holds(const struct compiled *compiled, struct str sentence)
{
    return pattern_match(compiled->pattern, sentence, NULL) == MATCH_YES &&
           (!compiled->also || pattern_match(compiled->also, sentence, NULL) == MATCH_YES) &&
           (!compiled->unless || pattern_match(compiled->unless, sentence, NULL) == MATCH_NO);
}

static void look_at(struct reading *reading, const struct block *block, unsigned line,
                    struct str sentence)
{
    (void)block;
    for (size_t i = 0; i < PHRASES; i++)
        if (holds(&reading->phrases[i], sentence))
            content_note(reading, phrases[i].content, line, sentence);
}

void content_of_phrases(struct reading *reading)
{
    struct arena *arena = reading->facts->arena;
    struct compiled *compiled = arena_alloc(arena, PHRASES * sizeof(*compiled));

    for (size_t i = 0; i < PHRASES; i++)
        compiled[i] =
            (struct compiled){compile(arena, phrases[i].pattern), compile(arena, phrases[i].also),
                              compile(arena, phrases[i].unless)};
    reading->phrases = compiled;
    content_sentences(reading, look_at);
}
