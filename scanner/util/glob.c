#include "util/glob.h"

#include "util/arena.h"
#include "util/str.h"

#include <string.h>

/* A pattern becomes a small automaton whose states are all followed at once (Thompson), so no
 * pattern can make matching backtrack. Alternatives and `**` are the only states that branch. */

enum op {
    OP_CHAR,  /* this byte */
    OP_ANY,   /* any byte but '/' */
    OP_SET,   /* a byte of sets[argument] */
    OP_RUN,   /* loops on bytes but '/', or goes on */
    OP_PARTS, /* loops on any byte, or goes on */
    OP_SPLIT, /* goes on here, or at argument */
    OP_JUMP,  /* goes on at argument */
    OP_END,
};

struct state {
    unsigned char op, byte;
    unsigned short argument;
};

enum {
    PATTERN_MOST = 1000,
    STATES_MOST = 2 * PATTERN_MOST + 2, /* a ',' makes two */
    NESTING_MOST = 16,
};

struct set {
    uint32_t bits[8];
};

struct glob {
    const struct state *states;
    const struct set *sets;
    unsigned count, flags;
    /* what every match begins and ends with: states of one byte each; refuse most paths at once */
    unsigned prefix, suffix, suffix_length;
    struct set first, last;     /* bytes that may stand behind the prefix, and at the very end */
    bool only_prefix;           /* nothing need stand behind it */
    unsigned core, core_length; /* the longest run of states of one byte that every match takes */
    bool name_only;
};

struct compiler {
    const char *rest;
    struct state *states;
    struct set *sets;
    unsigned count, set_count;
    unsigned flags;
    struct {
        unsigned split; /* the state that leads to the next alternative */
        unsigned jumps; /* the newest jump to the end, which holds the one before it; 0: none */
    } open[NESTING_MOST];
    unsigned depth;
};

static unsigned char lower(unsigned char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (unsigned char)(byte + 32) : byte;
}

static void add(struct compiler *compiler, enum op op, unsigned char byte, unsigned argument)
{
    compiler->states[compiler->count++] =
        (struct state){.op = (unsigned char)op, .byte = byte, .argument = (unsigned short)argument};
}

static void add_char(struct compiler *compiler, unsigned char byte)
{
    add(compiler, OP_CHAR, compiler->flags & GLOB_NOCASE ? lower(byte) : byte, 0);
}

static bool has(const struct set *set, unsigned char byte)
{
    return set->bits[byte / 32] >> byte % 32 & 1;
}

static void put(struct set *set, unsigned char byte)
{
    set->bits[byte / 32] |= UINT32_C(1) << byte % 32;
}

/* After '['. Returns what follows ']', or NULL where there is none. */
static const char *read_set(const char *at, unsigned flags, struct set *set)
{
    bool negated = *at == '!' || *at == '^';

    at += negated;
    for (bool first = true; first || *at != ']'; first = false) {
        unsigned char from, to;

        if (*at == '\\' && at[1])
            at++;
        if (!*at)
            return NULL;
        from = to = (unsigned char)*at++;
        if (*at == '-' && at[1] && at[1] != ']') {
            to = (unsigned char)at[1];
            at += 2;
        }
        for (unsigned byte = from; byte <= to; byte++) {
            put(set, (unsigned char)byte);
            if (flags & GLOB_NOCASE)
                put(set, lower((unsigned char)byte));
        }
    }
    if (negated)
        for (unsigned i = 0; i < 8; i++)
            set->bits[i] = ~set->bits[i];
    set->bits['/' / 32] &= ~(UINT32_C(1) << '/' % 32);
    return at + 1;
}

/* Stars: two that fill a part span parts, any other run of stars stays in its part. */
static void compile_stars(struct compiler *compiler, const char *pattern)
{
    const char *start = compiler->rest, *edges = compiler->depth ? "/{,}" : "/";
    size_t stars = strspn(start, "*");
    bool whole = stars == 2 && (start == pattern || strchr(edges, start[-1])) &&
                 (!start[2] || strchr(edges, start[2]));

    compiler->rest += stars;
    if (!whole) {
        add(compiler, OP_RUN, 0, 0);
    } else if (*compiler->rest == '/') {
        /* nothing, or parts up to a slash */
        add(compiler, OP_SPLIT, 0, compiler->count + 3);
        add(compiler, OP_PARTS, 0, 0);
        add(compiler, OP_CHAR, '/', 0);
        compiler->rest++;
    } else {
        add(compiler, OP_PARTS, 0, 0);
    }
}

static bool open_brace(struct compiler *compiler)
{
    if (compiler->depth == NESTING_MOST)
        return false;
    compiler->open[compiler->depth].split = compiler->count;
    compiler->open[compiler->depth].jumps = 0;
    compiler->depth++;
    add(compiler, OP_SPLIT, 0, 0);
    return true;
}

/* Ends an alternative: it jumps to the end of the braces, which is not known yet. */
static void end_alternative(struct compiler *compiler)
{
    unsigned top = compiler->depth - 1, jump = compiler->count;

    add(compiler, OP_JUMP, 0, compiler->open[top].jumps);
    compiler->open[top].jumps = jump;
    compiler->states[compiler->open[top].split].argument = (unsigned short)compiler->count;
}

static void next_alternative(struct compiler *compiler)
{
    end_alternative(compiler);
    compiler->open[compiler->depth - 1].split = compiler->count;
    add(compiler, OP_SPLIT, 0, 0);
}

static void close_brace(struct compiler *compiler)
{
    unsigned top = --compiler->depth;

    /* the last alternative has no other behind it */
    compiler->states[compiler->open[top].split].argument =
        (unsigned short)(compiler->open[top].split + 1);
    for (unsigned jump = compiler->open[top].jumps; jump;) {
        unsigned before = compiler->states[jump].argument;

        compiler->states[jump].argument = (unsigned short)compiler->count;
        jump = before;
    }
}

static bool compile(struct compiler *compiler, const char *pattern)
{
    compiler->rest = pattern;
    while (*compiler->rest) {
        unsigned char byte = (unsigned char)*compiler->rest;

        if (byte == '*') {
            compile_stars(compiler, pattern);
            continue;
        }
        compiler->rest++;
        if (byte == '?') {
            add(compiler, OP_ANY, 0, 0);
        } else if (byte == '[') {
            add(compiler, OP_SET, 0, compiler->set_count);
            compiler->rest =
                read_set(compiler->rest, compiler->flags, &compiler->sets[compiler->set_count++]);
            if (!compiler->rest)
                return false;
        } else if (byte == '{') {
            if (!open_brace(compiler))
                return false;
        } else if (byte == ',' && compiler->depth) {
            next_alternative(compiler);
        } else if (byte == '}' && compiler->depth) {
            close_brace(compiler);
        } else {
            if (byte == '\\' && *compiler->rest)
                byte = (unsigned char)*compiler->rest++;
            add_char(compiler, byte);
        }
    }
    add(compiler, OP_END, 0, 0);
    return !compiler->depth;
}

static void find_ends(struct glob *glob)
{
    unsigned last = glob->count - 1, start = 0;

    while (glob->states[glob->prefix].op == OP_CHAR)
        glob->prefix++;
    /* no branch may enter behind the start of the suffix */
    for (unsigned i = 0; i < last; i++) {
        const struct state *state = &glob->states[i];

        if (state->op != OP_CHAR && start < i + 1)
            start = i + 1;
        if ((state->op == OP_SPLIT || state->op == OP_JUMP) && start < state->argument)
            start = state->argument;
    }
    glob->suffix = start;
    glob->suffix_length = last - start;
}

/* What no branch leads around is in every match. */
static void find_core(struct glob *glob)
{
    unsigned around = 0, start = 0;

    for (unsigned i = 0; i < glob->count; i++) {
        const struct state *state = &glob->states[i];

        if (state->op != OP_CHAR || i < around)
            start = i + 1;
        else if (i + 1 - start > glob->core_length) {
            glob->core = start;
            glob->core_length = i + 1 - start;
        }
        if ((state->op == OP_SPLIT || state->op == OP_JUMP) && around < state->argument)
            around = state->argument;
    }
}

/* Adds the bytes that a state takes. */
static void put_bytes(const struct glob *glob, const struct state *state, struct set *set)
{
    switch ((enum op)state->op) {
    case OP_CHAR:
        put(set, state->byte);
        break;
    case OP_SET:
        for (unsigned i = 0; i < 8; i++)
            set->bits[i] |= glob->sets[state->argument].bits[i];
        break;
    case OP_ANY:
    case OP_RUN:
    case OP_PARTS:
        for (unsigned i = 0; i < 8; i++)
            set->bits[i] = UINT32_MAX;
        break;
    case OP_SPLIT:
    case OP_JUMP:
    case OP_END:
        break;
    }
}

/* Branches lead forward alone, so a walk forward finds the states that are reached without a byte,
 * and a walk backward those that reach the end without one. */
static void find_edges(struct arena *arena, struct glob *glob)
{
    bool *reached = arena_alloc(arena, glob->count + 1),
         *ending = arena_alloc(arena, glob->count + 1);

    reached[glob->prefix] = true;
    for (unsigned i = glob->prefix; i < glob->count; i++) {
        const struct state *state = &glob->states[i];

        if (!reached[i])
            continue;
        if (state->op == OP_SPLIT || state->op == OP_JUMP)
            reached[state->argument] = true;
        if (state->op == OP_SPLIT || state->op == OP_RUN || state->op == OP_PARTS)
            reached[i + 1] = true;
        glob->only_prefix |= state->op == OP_END;
        put_bytes(glob, state, &glob->first);
    }
    for (unsigned i = glob->count; i-- > 0;) {
        const struct state *state = &glob->states[i];
        bool loops = state->op == OP_RUN || state->op == OP_PARTS;

        ending[i] = state->op == OP_END ||
                    (state->op == OP_SPLIT && (ending[i + 1] || ending[state->argument])) ||
                    (state->op == OP_JUMP && ending[state->argument]) || (loops && ending[i + 1]);
        if (loops ? ending[i] : ending[i + 1])
            put_bytes(glob, state, &glob->last);
    }
}

const struct glob *glob_compile(struct arena *arena, const char *pattern, unsigned flags)
{
    size_t length = strlen(pattern), brackets = 0;
    struct compiler compiler = {.flags = flags};
    struct glob *glob;

    if (length > PATTERN_MOST)
        return NULL;
    if (text_starts(pattern, "**/") && !strchr(pattern + 3, '/')) {
        pattern += 3; /* the same, and only names are walked */
        flags |= GLOB_NAME;
    }
    for (const char *at = pattern; *at; at++)
        brackets += *at == '[';
    compiler.states = arena_alloc(arena, (2 * length + 2) * sizeof(*compiler.states));
    compiler.sets = arena_alloc(arena, (brackets + 1) * sizeof(*compiler.sets));
    if (!compile(&compiler, pattern))
        return NULL;
    glob = arena_alloc(arena, sizeof(*glob));
    *glob = (struct glob){.states = compiler.states,
                          .sets = compiler.sets,
                          .count = compiler.count,
                          .flags = flags,
                          .name_only = flags & GLOB_NAME && !strchr(pattern, '/')};
    find_ends(glob);
    find_edges(arena, glob);
    find_core(glob);
    return glob;
}

/* Large and written before it is read: hardened builds need not clear it on each call. */
#define SCRATCH __attribute__((uninitialized))

/* A list of states without twins. */
struct active {
    unsigned short items[STATES_MOST];
    unsigned count;
};

struct run {
    const struct glob *glob;
    unsigned seen[STATES_MOST]; /* the step at which a state was added last */
    unsigned step;
};

/* Adds a state and all that it reaches without a byte. Branches wait in the list itself: it is
 * long enough, since no state is added twice. */
static void follow(struct run *run, struct active *active, unsigned first)
{
    SCRATCH unsigned short wait[STATES_MOST];
    unsigned waiting = 0;

    wait[waiting++] = (unsigned short)first;
    while (waiting) {
        unsigned at = wait[--waiting];
        const struct state *state = &run->glob->states[at];

        if (run->seen[at] == run->step)
            continue;
        run->seen[at] = run->step;
        switch ((enum op)state->op) {
        case OP_SPLIT:
            wait[waiting++] = state->argument;
            wait[waiting++] = (unsigned short)(at + 1);
            break;
        case OP_JUMP:
            wait[waiting++] = state->argument;
            break;
        case OP_RUN:
        case OP_PARTS:
            active->items[active->count++] = (unsigned short)at;
            wait[waiting++] = (unsigned short)(at + 1);
            break;
        case OP_CHAR:
        case OP_ANY:
        case OP_SET:
        case OP_END:
            active->items[active->count++] = (unsigned short)at;
        }
    }
}

static bool steps_on(const struct glob *glob, unsigned at, unsigned char byte, unsigned *ret_next)
{
    const struct state *state = &glob->states[at];

    *ret_next = at + 1;
    switch ((enum op)state->op) {
    case OP_CHAR:
        return state->byte == byte;
    case OP_ANY:
        return byte != '/';
    case OP_SET:
        return has(&glob->sets[state->argument], byte);
    case OP_RUN:
        *ret_next = at;
        return byte != '/';
    case OP_PARTS:
        *ret_next = at;
        return true;
    case OP_SPLIT:
    case OP_JUMP:
    case OP_END:
        break;
    }
    return false;
}

static bool run_states(const struct glob *glob, const char *text)
{
    SCRATCH struct run run;
    SCRATCH struct active lists[2];
    struct active *now = &lists[0], *next = &lists[1];

    run.glob = glob;
    run.step = 1;
    memset(run.seen, 0, glob->count * sizeof(run.seen[0]));
    now->count = 0;
    follow(&run, now, glob->prefix);
    for (; *text && now->count; text++) {
        unsigned char byte = (unsigned char)*text;
        struct active *old = now;

        if (glob->flags & GLOB_NOCASE)
            byte = lower(byte);
        run.step++;
        next->count = 0;
        for (unsigned i = 0; i < now->count; i++) {
            unsigned to;

            if (steps_on(glob, now->items[i], byte, &to))
                follow(&run, next, to);
        }
        now = next;
        next = old;
    }
    for (unsigned i = 0; i < now->count; i++)
        if (glob->states[now->items[i]].op == OP_END)
            return true;
    return false;
}

static bool has_literal(const struct glob *glob, unsigned first, unsigned length, const char *text)
{
    for (unsigned i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];

        if ((glob->flags & GLOB_NOCASE ? lower(byte) : byte) != glob->states[first + i].byte)
            return false;
    }
    return true;
}

/* Whether the text behind the prefix can match, by its first and last byte. */
static bool has_edges(const struct glob *glob, const char *text, size_t length)
{
    unsigned char first, last;

    if (!length)
        return glob->only_prefix;
    first = (unsigned char)text[0];
    last = (unsigned char)text[length - 1];
    if (glob->flags & GLOB_NOCASE) {
        first = lower(first);
        last = lower(last);
    }
    return has(&glob->first, first) && has(&glob->last, last);
}

/* Following the states takes a hundred times as long as this, and most paths are told apart by it.
 */
static bool has_core(const struct glob *glob, const char *text, size_t length)
{
    if (glob->core_length < 2 || glob->core < glob->prefix)
        return true;
    for (size_t at = glob->prefix; at + glob->core_length <= length; at++)
        if (has_literal(glob, glob->core, glob->core_length, text + at))
            return true;
    return false;
}

bool glob_match(const struct glob *glob, const char *path)
{
    const char *text = glob->name_only ? path_base(path) : path;
    size_t length;

    if (!has_literal(glob, 0, glob->prefix, text))
        return false;
    length = strlen(text);
    if (glob->states[glob->prefix].op == OP_END)
        return length == glob->prefix;
    return length >= glob->suffix_length &&
           has_literal(glob, glob->suffix, glob->suffix_length,
                       text + length - glob->suffix_length) &&
           has_edges(glob, text + glob->prefix, length - glob->prefix) &&
           has_core(glob, text, length) && run_states(glob, text + glob->prefix);
}
