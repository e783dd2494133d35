/* What a stranger meets, in a sentence or three. */
#include "score/parts.h"
#include "util/arena.h"

#include <string.h>

static bool is_met(const struct rh_report *report, enum rh_milestone milestone)
{
    return report->milestones[milestone].verdict == RH_MET;
}

/* The heaviest reason why a milestone is not met, as a clause; empty where none is known. */
static void add_reason(struct arena *arena, const struct rh_report *report,
                       enum rh_milestone milestone, const char *lead, struct buf *out)
{
    struct picked failed = findings_pick(arena, report, milestone, RH_FAIL);

    if (!failed.count)
        return;
    buf_puts(out, lead);
    finding_say(failed.items[0], out);
}

static void say_usable(struct arena *arena, const struct rh_report *report, struct buf *out)
{
    const struct rh_milestone_result *m0 = &report->milestones[RH_M0];

    if (report->target.kind == RH_PLACEHOLDER) {
        buf_puts(out, "There is no code to run yet");
        return;
    }
    if (m0->verdict != RH_MET && m0->verdict_then == RH_MET) {
        buf_puts(out, "It was usable when committed; today it is not");
        add_reason(arena, report, RH_M0, ": ", out);
        return;
    }
    switch (m0->verdict) {
    case RH_MET:
        buf_puts(out, "A stranger can run it from what is written");
        break;
    case RH_PARTLY:
        buf_puts(out, "A stranger gets part of the way");
        add_reason(arena, report, RH_M0, ": ", out);
        break;
    case RH_UNMET:
        buf_puts(out, "A stranger cannot run it from what is written");
        add_reason(arena, report, RH_M0, ": ", out);
        break;
    case RH_UNDECIDED:
        buf_puts(out, "Too little is known to say whether a stranger can run it");
        break;
    }
}

static void say_more(struct arena *arena, const struct rh_report *report, struct buf *out)
{
    bool useful = is_met(report, RH_M1), approachable = is_met(report, RH_M2);

    if (useful && approachable)
        buf_puts(out, is_met(report, RH_M0) ? ", build on it, and find the way in quickly."
                                            : ". The rest is in place: it is easy to approach and "
                                              "to build on.");
    else if (useful)
        add_reason(arena, report, RH_M2, ". It can be built on; the way in is harder: ", out);
    else if (approachable)
        add_reason(arena, report, RH_M1, ". The way in is easy; to build on it, this lacks: ", out);
    else if (is_met(report, RH_M0))
        add_reason(arena, report, RH_M1, ". To build on it, this lacks: ", out);
    if (out->len && out->ptr[out->len - 1] != '.')
        buf_puts(out, ".");
}

static void say_notice(const struct rh_notice *notice, struct buf *out)
{
    static const struct {
        const char *kind, *words;
    } rows[] = {
        {"successor", " The authors point to a successor"},
        {"migration", " The authors announce a move"},
        {"easier_entry", " The authors name an easier way in"},
        {"unmaintained", " It is said to be no longer maintained"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (strcmp(rows[i].kind, notice->kind))
            continue;
        buf_puts(out, rows[i].words);
        if (notice->evidence.path && notice->evidence.line)
            buf_printf(out, " (%s:%u)", notice->evidence.path, notice->evidence.line);
        else if (notice->evidence.path)
            buf_printf(out, " (%s)", notice->evidence.path);
        buf_puts(out, ".");
    }
}

const char *headline_write(struct arena *arena, const struct rh_report *report)
{
    struct buf out = {0};
    const char *headline;

    say_usable(arena, report, &out);
    say_more(arena, report, &out);
    if (report->notice_count)
        say_notice(&report->notices[0], &out);
    headline = arena_strndup(arena, out.ptr, out.len);
    buf_release(&out);
    return headline;
}
