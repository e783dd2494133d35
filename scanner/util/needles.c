#include "util/needles.h"

#include "util/arena.h"

#include <string.h>

enum {
    BYTES = 256,
    STATES_MOST = 0x7fff,
    FOUND = 0x8000, /* of a step: something ends in the state that it leads to */
    NOBODY = 0,     /* the class of bytes that no needle has */
};

/* What ends in a state, from the longest; hit 0 is none. */
struct hit {
    unsigned id, next;
};

struct needles {
    unsigned char class_of[BYTES];
    unsigned classes;
    uint16_t *steps; /* [state * classes + class] */
    unsigned *hits;  /* [state]: the first */
    struct hit *list;
};

static unsigned char fold(unsigned char byte)
{
    if (byte >= 'A' && byte <= 'Z')
        return (unsigned char)(byte + 32);
    return byte == '\n' || byte == '\r' ? ' ' : byte;
}

/* Bytes that no needle tells apart are one class, which keeps the table small. */
static void sort_bytes(struct needles *automaton, const struct needle *needles, size_t count)
{
    automaton->classes = NOBODY + 1;
    for (size_t i = 0; i < count; i++)
        for (size_t at = 0; at < needles[i].text.len; at++) {
            unsigned char byte = fold((unsigned char)needles[i].text.ptr[at]);

            if (automaton->class_of[byte] == NOBODY && automaton->classes < BYTES)
                automaton->class_of[byte] = (unsigned char)automaton->classes++;
        }
    for (unsigned byte = 0; byte < BYTES; byte++)
        automaton->class_of[byte] = automaton->class_of[fold((unsigned char)byte)];
}

/* The tree of the needles; how many states it has. State 0 is the beginning. */
static unsigned grow(struct needles *automaton, const struct needle *needles, size_t count)
{
    unsigned states = 1, listed = 1;

    for (size_t i = 0; i < count; i++) {
        unsigned state = 0;

        for (size_t at = 0; at < needles[i].text.len; at++) {
            unsigned class_of = automaton->class_of[(unsigned char)needles[i].text.ptr[at]];
            uint16_t *step = &automaton->steps[state * automaton->classes + class_of];

            if (!*step)
                *step = (uint16_t)states++;
            state = *step;
        }
        automaton->list[listed] = (struct hit){needles[i].id, automaton->hits[state]};
        automaton->hits[state] = listed++;
    }
    return states;
}

/* What ends here also ends where a shorter part of what was read would have led. */
static void append(struct needles *automaton, unsigned state, unsigned shorter)
{
    unsigned *end = &automaton->hits[state];

    while (*end)
        end = &automaton->list[*end].next;
    *end = automaton->hits[shorter];
}

/* Breadth first: gives each state the steps of the longest shorter one where it has none. */
static void link_states(struct needles *automaton, struct arena *scratch, unsigned states)
{
    unsigned classes = automaton->classes, head = 0, tail = 0;
    uint16_t *queue = arena_alloc(scratch, states * sizeof(*queue));
    uint16_t *shorter = arena_alloc(scratch, states * sizeof(*shorter));

    for (unsigned c = 0; c < classes; c++)
        if (automaton->steps[c])
            queue[tail++] = automaton->steps[c];
    while (head < tail) {
        unsigned state = queue[head++];
        uint16_t *steps = &automaton->steps[state * classes];
        const uint16_t *others = &automaton->steps[shorter[state] * classes];

        append(automaton, state, shorter[state]);
        for (unsigned c = 0; c < classes; c++) {
            if (steps[c]) {
                shorter[steps[c]] = others[c];
                queue[tail++] = steps[c];
            } else {
                steps[c] = others[c];
            }
        }
    }
    for (unsigned i = 0; i < states * classes; i++)
        if (automaton->hits[automaton->steps[i]])
            automaton->steps[i] |= FOUND;
}

const struct needles *needles_new(struct arena *arena, const struct needle *needles, size_t count)
{
    struct needles *automaton = arena_alloc(arena, sizeof(*automaton));
    struct arena *scratch;
    size_t most = 1;
    unsigned states;

    for (size_t i = 0; i < count; i++)
        most += needles[i].text.len;
    if (most > STATES_MOST)
        return NULL;
    sort_bytes(automaton, needles, count);
    automaton->steps = arena_alloc(arena, most * automaton->classes * sizeof(*automaton->steps));
    automaton->hits = arena_alloc(arena, most * sizeof(*automaton->hits));
    automaton->list = arena_alloc(arena, (count + 1) * sizeof(*automaton->list));
    states = grow(automaton, needles, count);
    scratch = arena_new();
    link_states(automaton, scratch, states);
    arena_free(scratch);
    return automaton;
}

/* To the next state in which something ends. */
static void advance(const struct needles *needles, struct needles_walk *walk)
{
    const unsigned char *bytes = (const unsigned char *)walk->text.ptr;
    const uint16_t *steps = needles->steps;
    unsigned state = walk->state, classes = needles->classes;
    size_t at = walk->at, end = walk->text.len;

    while (at < end) {
        state = steps[state * classes + needles->class_of[bytes[at++]]];
        if (state & FOUND) {
            state &= ~(unsigned)FOUND;
            walk->hit = needles->hits[state];
            break;
        }
    }
    walk->state = state;
    walk->at = at;
}

bool needles_next(const struct needles *needles, struct needles_walk *walk, unsigned *ret_id)
{
    if (!walk->hit)
        advance(needles, walk);
    if (!walk->hit)
        return false;
    *ret_id = needles->list[walk->hit].id;
    walk->hit = needles->list[walk->hit].next;
    return true;
}
