#include "report/check.h"

#include "report/place.h"
#include "util/arena.h"

#include <string.h>

bool check_entry_fails(const struct check_answer *answer, const struct rh_change_entry *entry)
{
    enum rh_milestone milestone = entry->finding->milestone;

    return entry->counts && (int)finding_level(entry->finding) >= answer->least &&
           (!answer->require ||
            (milestone != RH_NO_MILESTONE && answer->require & 1u << milestone));
}

bool check_milestone_fails(const struct check_answer *answer, enum rh_milestone milestone)
{
    const struct rh_check *check = answer->check;

    return check->base && answer->require & 1u << milestone &&
           check->base->milestones[milestone].verdict == RH_MET &&
           (check->head->milestones[milestone].verdict == RH_PARTLY ||
            check->head->milestones[milestone].verdict == RH_UNMET);
}

bool check_fails(const struct check_answer *answer)
{
    const struct rh_check *check = answer->check;

    for (size_t i = 0; i < check->change_count; i++)
        if (check_entry_fails(answer, &check->changes[i]))
            return true;
    for (enum rh_milestone i = 0; i < RH_MILESTONE_COUNT; i++)
        if (check_milestone_fails(answer, i))
            return true;
    return check->settings_broken;
}

static bool same_exemption(const struct rh_exemption *left, const struct rh_exemption *right)
{
    return !strcmp(left->rule, right->rule) && left->reason && right->reason &&
           !strcmp(left->reason, right->reason);
}

bool check_excuses(const struct rh_check *check, const struct rh_exemption *exemption)
{
    if (!check->base || strcmp(exemption->state, "used") != 0)
        return false;
    for (size_t i = 0; i < check->base->exemption_count; i++)
        if (same_exemption(&check->base->exemptions[i], exemption))
            return false;
    return true;
}

void check_say_counts(const struct rh_check *check, struct buf *out)
{
    for (enum rh_change change = RH_CHANGE_NEW; change <= RH_CHANGE_UNCHANGED; change++)
        if (check->counts[change] || change == RH_CHANGE_UNCHANGED)
            buf_printf(out, "%s%zu %s", change != RH_CHANGE_NEW && out->len ? ", " : "",
                       check->counts[change], rh_change_name(change));
}

void check_say_base(const struct rh_check *check, struct buf *out)
{
    const struct rh_target *base = &check->base->target;

    buf_printf(out, "%s%s%.8s%s%s", check->base_rev ? check->base_rev : "",
               check->base_rev ? ", " : "", base->commit ? base->commit : "",
               base->date ? " of " : "", base->date ? base->date : "");
}

static bool is_new_or_worse(const struct rh_change_entry *entry)
{
    return entry->change == RH_CHANGE_NEW || entry->change == RH_CHANGE_WORSE;
}

/* The head's finding with those of its places that are new or worse. */
static struct rh_finding narrow(struct arena *arena, const struct rh_check *check,
                                const struct rh_finding *finding)
{
    struct rh_evidence *places =
        arena_alloc(arena, (finding->evidence_count + 1) * sizeof(*places));
    struct rh_finding narrowed = *finding;
    size_t count = 0;

    for (size_t i = 0; i < check->change_count; i++) {
        const struct rh_change_entry *entry = &check->changes[i];

        if (entry->finding != finding || !is_new_or_worse(entry) || !entry->evidence)
            continue;
        places[count] = *entry->evidence;
        places[count++].change = entry->change;
    }
    narrowed.evidence = places;
    narrowed.evidence_count = count;
    return narrowed;
}

static bool has_changed(const struct rh_check *check, const struct rh_finding *finding)
{
    for (size_t i = 0; i < check->change_count; i++)
        if (check->changes[i].finding == finding && is_new_or_worse(&check->changes[i]))
            return true;
    return false;
}

/* A report of what is new and worse. */
static struct rh_report reduce(struct arena *arena, const struct rh_check *check, bool all_fail)
{
    struct rh_report report = *check->head;
    struct rh_finding *findings =
        arena_alloc(arena, (report.finding_count + 1) * sizeof(*findings));
    size_t count = 0;

    for (size_t i = 0; i < check->head->finding_count; i++) {
        if (!has_changed(check, &check->head->findings[i]))
            continue;
        findings[count] = narrow(arena, check, &check->head->findings[i]);
        if (all_fail)
            findings[count].outcome = RH_FAIL;
        count++;
    }
    report.findings = findings;
    report.finding_count = count;
    report.fix_count = 0;
    return report;
}

/* "all_fail": in JUnit what holds in part passes, and here it is what the change broke. */
static const struct {
    const char *name;
    void (*write)(const struct check_answer *answer, const struct writer_options *options,
                  FILE *out);
    bool all_fail;
} formats[] = {
    {"text", check_write_text, false},
    {"json", check_write_json, false},
    {"markdown", check_write_markdown, false},
    {"github", NULL, false},
    {"sarif", NULL, false},
    {"junit", NULL, true},
};

enum { FORMAT_COUNT = sizeof(formats) / sizeof(*formats) };

const char *const check_formats[] = {"text", "json", "markdown", "github", "sarif", "junit", NULL};

void check_write(const struct check_answer *answer, const char *format,
                 const struct writer_options *options, FILE *out)
{
    struct writer_options how = *options;

    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        struct arena *arena;
        struct rh_report report;

        if (strcmp(formats[i].name, format) != 0)
            continue;
        if (formats[i].write) {
            formats[i].write(answer, options, out);
            return;
        }
        arena = arena_new();
        report = reduce(arena, answer->check, formats[i].all_fail);
        how.all = false;
        writer_by_name(format)->write(&report, &how, out);
        arena_free(arena);
    }
}
