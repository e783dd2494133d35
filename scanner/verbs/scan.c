/* repohealth scan: a target's report, in the formats that are asked for. */
#include "verbs/print.h"
#include "verbs/verb.h"

static bool misses_requirement(const struct rh_report *report, const struct options *options)
{
    bool below = false;

    for (size_t i = 0; i < RH_MILESTONE_COUNT; i++) {
        const struct rh_milestone_result *milestone = &report->milestones[i];

        if (!(options->require & 1u << i) || milestone->verdict == RH_MET)
            continue;
        below = true;
        if (!options->quiet)
            fprintf(stderr, "repohealth: %s %s is required and is %s\n",
                    rh_milestone_name(milestone->id), milestone->title,
                    milestone->verdict == RH_UNDECIDED ? "not known"
                    : milestone->verdict == RH_PARTLY  ? "met only partly"
                                                       : "not met");
    }
    return below;
}

static bool fails(const struct rh_report *report, const struct options *options)
{
    size_t failed = 0;

    for (size_t i = 0; options->fail_on > 0 && i < report->finding_count; i++) {
        const struct rh_finding *finding = &report->findings[i];

        /* severities count from note; what lies beyond the aim is no reproach */
        if (finding->outcome == RH_FAIL && (int)finding->severity >= options->fail_on - 1 &&
            !finding->exempted &&
            (finding->milestone == RH_NO_MILESTONE ||
             report->milestones[finding->milestone].in_aim))
            failed++;
    }
    if (failed && !options->quiet)
        fprintf(stderr, "repohealth: %zu failed rule%s at or above '%s'\n", failed,
                failed == 1 ? "" : "s", rh_severity_name((enum rh_severity)(options->fail_on - 1)));
    return failed > 0;
}

static bool run(struct arena *arena, const struct options *options, FILE *out, bool *ret_below,
                struct rh_error *err)
{
    struct print_list prints = {0};
    const struct rh_ruleset *ruleset;
    const struct rh_report *report;
    bool missed, failed;

    if (options->words.count > 1)
        return error_set(err, RH_ERROR_USAGE, "scan takes one target; '%s' is a second",
                         options->words.items[1]);
    if (!prints_read(arena, options, print_formats(arena), &prints, err))
        return false;
    ruleset = verb_ruleset(arena, options, err);
    if (!ruleset)
        return false;
    report = verb_scan(arena, ruleset, options, err);
    if (!report)
        return false;
    if (!prints_write(&prints, options, print_report, report, out, err))
        return false;
    missed = misses_requirement(report, options);
    failed = fails(report, options);
    *ret_below = missed || failed;
    return true;
}

const struct verb scan_verb = {
    .name = "scan",
    .arguments = "[TARGET]",
    .help = "Say how far a repository's release has come, with evidence",
    .run = run,
};
