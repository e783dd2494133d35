#ifndef FACTS_TRACE_H
#define FACTS_TRACE_H
#include "rh/report.h"
#include "util/str.h"

struct arena;
struct facts;

/* What was tried on the way to a verdict about one line of one page, for a reader who does not
 * believe it. Whoever resolves something asks trace_at() first and tells what it tries; away from
 * that line there is no trace, and every call with NULL does nothing. */
struct trace;

struct trace *trace_new(struct arena *arena, const char *path, unsigned line);
/* NULL unless this is the line that is being traced. */
struct trace *trace_at(const struct facts *facts, const char *path, unsigned line);
/* What the steps from here on are about: "path", "command", "flag", and how it is written. */
void trace_subject(struct trace *trace, const char *of, struct str text);
/* One step and what it gave, in plain words: trace_step(trace, "root", "%s is not there", path). */
void trace_step(struct trace *trace, const char *step, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
const struct rh_trace *trace_steps(const struct trace *trace, size_t *ret_count);
#endif
