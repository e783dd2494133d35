#include "checks/check.h"

#include "util/arena.h"
#include "util/limits.h"

#include <stdarg.h>

struct rh_evidence *answer_add(struct answer *answer, const char *path, unsigned line,
                               struct str quote)
{
    struct rh_evidence *evidence;

    if (answer->evidence.count >= LIMIT_EVIDENCE) {
        answer->omitted++;
        return arena_alloc(answer->arena, sizeof(*evidence));
    }
    evidence = ARENA_PUSH(answer->arena, &answer->evidence);
    evidence->path = path ? text_clean(answer->arena, str_of(path), LIMIT_SHOWN_PATH_BYTES) : NULL;
    evidence->line = line;
    quote = str_trim(quote);
    evidence->quote = quote.len ? text_clean(answer->arena, quote, LIMIT_QUOTE_BYTES) : NULL;
    return evidence;
}

void answer_say(struct answer *answer, enum rh_outcome outcome, const char *format, ...)
{
    va_list args;

    answer->outcome = outcome;
    va_start(args, format);
    answer->message = arena_vprintf(answer->arena, format, args);
    va_end(args);
}
