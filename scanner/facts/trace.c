#include "facts/trace.h"

#include "facts/facts.h"
#include "util/arena.h"

#include <string.h>

enum { MOST_STEPS = 2000, MOST_TEXT = 400 };

struct trace {
    struct arena *arena;
    const char *path;
    unsigned line;
    const char *of, *text;
    struct {
        struct rh_trace *items;
        size_t count, capacity;
    } steps;
};

struct trace *trace_new(struct arena *arena, const char *path, unsigned line)
{
    struct trace *trace = arena_alloc(arena, sizeof(*trace));

    *trace = (struct trace){.arena = arena, .path = path, .line = line, .of = "", .text = ""};
    return trace;
}

struct trace *trace_at(const struct facts *facts, const char *path, unsigned line)
{
    struct trace *trace = facts->trace;

    return trace && trace->line == line && !strcmp(trace->path, path) ? trace : NULL;
}

void trace_subject(struct trace *trace, const char *of, struct str text)
{
    if (!trace)
        return;
    trace->of = of;
    trace->text = text_clean(trace->arena, text, MOST_TEXT);
}

void trace_step(struct trace *trace, const char *step, const char *format, ...)
{
    va_list args;
    const char *said;

    if (!trace || trace->steps.count >= MOST_STEPS)
        return;
    va_start(args, format);
    said = arena_vprintf(trace->arena, format, args);
    va_end(args);
    *ARENA_PUSH(trace->arena, &trace->steps) = (struct rh_trace){
        .of = trace->of,
        .text = trace->text,
        .step = step,
        .said = text_clean(trace->arena, str_of(said), MOST_TEXT),
    };
}

const struct rh_trace *trace_steps(const struct trace *trace, size_t *ret_count)
{
    *ret_count = trace->steps.count;
    return trace->steps.items;
}
