/* What a stranger meets, in a sentence or three. */
#include "score/parts.h"
#include "util/arena.h"

#include <string.h>

static bool is_met(const struct rh_report *report, enum rh_milestone milestone)
{
    return report->milestones[milestone].verdict == RH_MET;
}

/* "a licence, version tags and tests": what a milestone lacks most; false where nothing is known
 * to lack. */
static bool add_lacks(struct arena *arena, const struct rh_report *report,
                      enum rh_milestone milestone, const char *lead, struct buf *out)
{
    enum { MOST = 3 };
    struct picked failed = findings_pick(arena, report, milestone, RH_FAIL);
    size_t count = 0;

    while (count < failed.count && count < MOST && failed.items[count]->outcome == RH_FAIL)
        count++;
    if (!count) /* all is there in part */
        count = failed.count < MOST ? failed.count : MOST;
    if (count)
        buf_puts(out, lead);
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "%s%s",
                   !i               ? ""
                   : i + 1 == count ? " and "
                                    : ", ",
                   finding_name(failed.items[i]));
    return count > 0;
}

/* Where a stranger stops: the line, and what should stand there. */
static bool add_stop(struct arena *arena, const struct rh_report *report, struct buf *out)
{
    struct picked failed = findings_pick(arena, report, RH_M0, RH_FAIL);
    const struct rh_finding *finding = failed.count ? failed.items[0] : NULL;
    char mark;

    if (!finding || !finding->blocker || finding->outcome != RH_FAIL)
        return false;
    buf_puts(out, "A stranger stops at ");
    if (!finding_place(finding, out)) {
        buf_printf(out, "the first step: it lacks %s", finding_name(finding));
        return true;
    }
    mark = strchr(finding->evidence->quote, '"') ? '\'' : '"';
    buf_printf(out, ", %c%s%c", mark, finding->evidence->quote, mark);
    if (finding->evidence->replacement)
        buf_printf(out, ", which should be %c%s%c", mark, finding->evidence->replacement, mark);
    else
        buf_printf(out, ": it lacks %s", finding_name(finding));
    return true;
}

static void say_usable(struct arena *arena, const struct rh_report *report, struct buf *out)
{
    const struct rh_milestone_result *m0 = &report->milestones[RH_M0];

    if (m0->verdict != RH_MET && m0->verdict_then == RH_MET)
        buf_puts(out, "It was usable when committed, and is not today. ");
    switch (m0->verdict) {
    case RH_MET:
        buf_puts(out, is_met(report, RH_M1) && is_met(report, RH_M2)
                          ? "A stranger can run it from what is written, find the way in and build "
                            "on it"
                          : "A stranger can run it from what is written");
        break;
    case RH_PARTLY:
        if (!add_stop(arena, report, out) &&
            !add_lacks(arena, report, RH_M0, "A stranger gets part of the way; it lacks ", out))
            buf_puts(out, "A stranger gets part of the way");
        break;
    case RH_UNMET:
        if (!add_stop(arena, report, out) &&
            !add_lacks(arena, report, RH_M0,
                       "A stranger cannot run it from what is written; it lacks ", out))
            buf_puts(out, "A stranger cannot run it from what is written");
        break;
    case RH_UNDECIDED:
        buf_puts(out, "Too little is known to say whether a stranger can run it");
        break;
    }
    buf_puts(out, ".");
}

static void say_more(struct arena *arena, const struct rh_report *report, struct buf *out)
{
    bool useful = is_met(report, RH_M1), approachable = is_met(report, RH_M2), lacks = false;

    if (useful && approachable)
        buf_puts(out, is_met(report, RH_M0) ? "" : " It is easy to approach and can be built on.");
    else if (useful)
        lacks = add_lacks(arena, report, RH_M2,
                          " It can be built on; the way in is harder without ", out);
    else if (approachable)
        lacks = add_lacks(arena, report, RH_M1,
                          " It is easy to approach; who wants to build on it misses ", out);
    else if (is_met(report, RH_M0))
        lacks = add_lacks(arena, report, RH_M1, " Who wants to build on it misses ", out);
    else if (report->milestones[RH_M1].verdict == RH_UNMET)
        buf_puts(out, report->milestones[RH_M2].verdict == RH_UNMET
                          ? " There is little to build on yet, and no easy way in."
                          : " There is little to build on yet.");
    else if (report->milestones[RH_M2].verdict == RH_UNMET)
        buf_puts(out, " There is no easy way in yet.");
    if (lacks)
        buf_puts(out, ".");
}

static const char *standing(enum rh_milestone milestone, enum rh_verdict verdict)
{
    static const struct {
        enum rh_milestone milestone;
        const char *met, *unmet;
    } rows[] = {
        {RH_M3, "argues its case", "hardly says why this and not the usual way"},
        {RH_M4, "serves several kinds of users", "serves few kinds of users"},
        {RH_M5, "has a community", "has few who take part"},
        {RH_M6, "carries other projects", "shows little that builds on it"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (rows[i].milestone == milestone)
            return verdict == RH_MET ? rows[i].met : rows[i].unmet;
    return NULL;
}

/* "argues its case and has a community": those of M3 to M6 that are aimed at and have this
 * verdict. */
static size_t add_standing(const struct rh_report *report, enum rh_verdict verdict,
                           const char *lead, struct buf *out)
{
    const char *words[RH_MILESTONE_COUNT];
    size_t count = 0;

    for (unsigned i = RH_M3; i < RH_MILESTONE_COUNT; i++)
        if (report->milestones[i].in_aim && report->milestones[i].verdict == verdict)
            words[count++] = standing(i, verdict);
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "%s%s", !i ? lead : i + 1 == count ? " and " : ", ", words[i]);
    return count;
}

/* M3 to M6 stand side by side: what is strong, and what is weak. */
static void say_standing(const struct rh_report *report, struct buf *out)
{
    size_t strong = add_standing(report, RH_MET, " It ", out);
    size_t weak = add_standing(report, RH_UNMET, strong ? ", but " : " It ", out);

    if (strong || weak)
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
        {"archived", " It is archived"},
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

static bool has_no_file(const struct rh_report *report)
{
    for (size_t i = 0; i < report->metric_count; i++)
        if (!strcmp(report->metrics[i].name, "hygiene.files"))
            return report->metrics[i].type == RH_VALUE_INTEGER && !report->metrics[i].integer;
    return false;
}

const char *headline_write(struct arena *arena, const struct rh_report *report)
{
    struct buf out = {0};
    const char *headline;

    if (has_no_file(report)) {
        buf_puts(&out, "There is no file in it yet.");
    } else if (report->target.kind == RH_PLACEHOLDER) {
        buf_puts(&out, "There is no code to run yet.");
    } else {
        say_usable(arena, report, &out);
        say_more(arena, report, &out);
        say_standing(report, &out);
    }
    if (report->notice_count)
        say_notice(&report->notices[0], &out);
    headline = arena_strndup(arena, out.ptr, out.len);
    buf_release(&out);
    return headline;
}
