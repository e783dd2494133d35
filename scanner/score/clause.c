/* What decided a milestone, in a row's worth of words. */
#include "score/parts.h"
#include "util/arena.h"

#include <string.h>

enum { ROW_BYTES = 108 }; /* two lines beside the verdict, in 80 columns */

void finding_say(const struct rh_finding *finding, struct buf *out)
{
    const struct rh_evidence *place = finding->evidence_count ? finding->evidence : NULL;
    struct str message = str_trim(str_of(finding->message ? finding->message : finding->title));

    while (message.len && message.ptr[message.len - 1] == '.')
        message.len--;
    buf_add(out, message);
    if (!place || !place->path || str_contains(message, place->path))
        return;
    if (place->line)
        buf_printf(out, " (%s:%u)", place->path, place->line);
    else if (finding->outcome == RH_PASS)
        buf_printf(out, " (%s)", place->path);
}

/* Adds findings as long as they fit; the first always does. */
static void add_findings(const struct picked *picked, struct buf *out)
{
    struct buf part = {0};

    for (size_t i = 0; i < picked->count; i++) {
        part.len = 0;
        finding_say(picked->items[i], &part);
        if (out->len && out->len + 2 + part.len > ROW_BYTES)
            break;
        if (i)
            buf_puts(out, "; ");
        buf_add(out, (struct str){part.ptr, part.len});
    }
    buf_release(&part);
}

static void add_unknown(const struct picked *picked, struct buf *out)
{
    if (picked->count)
        finding_say(picked->items[0], out);
    else
        buf_puts(out, "no rule applies here");
    if (picked->count > 1)
        buf_printf(out, ", and %zu more", picked->count - 1);
}

const char *clause_write(struct arena *arena, const struct rh_report *report,
                         enum rh_milestone milestone, const struct judgement *judgement)
{
    const struct rh_milestone_result *result = &report->milestones[milestone];
    struct picked passed = findings_pick(arena, report, milestone, RH_PASS);
    struct picked failed = findings_pick(arena, report, milestone, RH_FAIL);
    struct picked unknown = findings_pick(arena, report, milestone, RH_UNKNOWN);
    struct buf out = {0};
    const char *clause;

    if (result->overruled)
        buf_printf(&out, "the reviewer says: %s", result->overruled);
    else if (judgement->cap == CAP_M0)
        buf_puts(&out, "it cannot be run yet (M0)");
    else if (judgement->cap == CAP_RULE &&
             report->findings[judgement->finding].milestone != milestone)
        finding_say(&report->findings[judgement->finding], &out);
    else if (result->verdict == RH_UNDECIDED)
        add_unknown(&unknown, &out);
    else
        add_findings(result->verdict == RH_MET ? &passed : &failed, &out);
    clause = arena_strndup(arena, out.ptr, out.len);
    buf_release(&out);
    return clause;
}
