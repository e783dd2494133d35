#include "util/prefilter.h"

#include "util/arena.h"
#include "util/literals.h"
#include "util/needles.h"

#include <string.h>

struct prefilter {
    size_t words;                  /* of a set of bits */
    uint64_t *always, *everything; /* patterns of which no words are known; all of them */
    const struct needles *needles; /* each tells its pattern; NULL: there were too many */
};

static void set_bit(uint64_t *bits, size_t bit) { bits[bit / 64] |= UINT64_C(1) << bit % 64; }

const struct prefilter *prefilter_new(struct arena *arena, struct pattern *const *patterns,
                                      size_t count)
{
    struct prefilter *prefilter = arena_alloc(arena, sizeof(*prefilter));
    struct arena *scratch = arena_new();
    struct {
        struct needle *items;
        size_t count, capacity;
    } needles = {0};

    prefilter->words = count / 64 + 1;
    prefilter->always = arena_alloc(arena, prefilter->words * sizeof(*prefilter->always));
    prefilter->everything = arena_alloc(arena, prefilter->words * sizeof(*prefilter->everything));
    for (size_t i = 0; i < count; i++) {
        struct literals literals = literals_of(scratch, pattern_text(patterns[i]));

        set_bit(prefilter->everything, i);
        if (!literals.count)
            set_bit(prefilter->always, i);
        for (size_t l = 0; l < literals.count; l++)
            *ARENA_PUSH(scratch, &needles) = (struct needle){literals.items[l], (unsigned)i};
    }
    prefilter->needles = needles_new(arena, needles.items, needles.count);
    arena_free(scratch);
    return prefilter;
}

struct candidates prefilter_look_all(const struct prefilter *prefilter, struct arena *arena,
                                     const struct str *texts, size_t count)
{
    uint64_t *bits = prefilter->always; /* shared by all texts that have no word */
    unsigned number;

    for (size_t i = 0; i < count; i++)
        if (!prefilter->needles || literals_escape_ascii(texts[i]))
            return (struct candidates){prefilter->everything};
    for (size_t i = 0; i < count; i++) {
        struct needles_walk walk = {.text = texts[i]};

        while (needles_next(prefilter->needles, &walk, &number)) {
            if (bits == prefilter->always) {
                bits = arena_alloc(arena, prefilter->words * sizeof(*bits));
                memcpy(bits, prefilter->always, prefilter->words * sizeof(*bits));
            }
            set_bit(bits, number);
        }
    }
    return (struct candidates){bits};
}

struct candidates prefilter_look(const struct prefilter *prefilter, struct arena *arena,
                                 struct str text)
{
    return prefilter_look_all(prefilter, arena, &text, 1);
}
