/* repohealth replay: the reports of a packet made again, and what is not the same. */
#include "verbs/verb.h"

#include "report/writer.h"
#include "util/arena.h"
#include "verbs/packet.h"

#include <string.h>

static void free_report(void *report) { rh_report_free(report); }
static void free_ruleset(void *ruleset) { rh_ruleset_free(ruleset); }

static const char *find_target(const struct options *options, const struct packet *packet,
                               struct rh_error *err)
{
    if (options->words.count > 1)
        return options->words.items[1];
    if (!packet->target)
        error_set(err, RH_ERROR_USAGE,
                  "the packet hides what was audited: repohealth replay %s TARGET",
                  options->words.items[0]);
    return packet->target;
}

static const char *hash_of(const struct rh_report *report, const char *name)
{
    for (size_t i = 0; i < report->ruleset_count; i++)
        if (!strcmp(report->rulesets[i].name, name))
            return report->rulesets[i].hash;
    return NULL;
}

static void say_rules(const struct rh_report *then, const struct rh_report *now, FILE *out)
{
    for (size_t i = 0; i < then->ruleset_count; i++) {
        const char *hash = hash_of(now, then->rulesets[i].name);

        if (!hash)
            fprintf(out, "rules: %s was used then and is not now (--rules, --profile)\n",
                    then->rulesets[i].name);
        else if (strcmp(hash, then->rulesets[i].hash) != 0)
            fprintf(out, "rules: %s is another one now (%.12s then, %.12s now)\n",
                    then->rulesets[i].name, then->rulesets[i].hash, hash);
    }
    for (size_t i = 0; i < now->ruleset_count; i++)
        if (!hash_of(then, now->rulesets[i].name))
            fprintf(out, "rules: %s is used now and was not then\n", now->rulesets[i].name);
}

/* Why reports may differ, so far as it can be told. */
static void explain(const struct packet *packet, const struct rh_report *then,
                    const struct rh_report *now, FILE *out)
{
    size_t findings = 0;

    if (packet->tool_version && strcmp(packet->tool_version, now->tool_version) != 0)
        fprintf(out, "tool: %s then, %s now\n", packet->tool_version, now->tool_version);
    say_rules(then, now, out);
    for (size_t i = 0; i < RH_MILESTONE_COUNT; i++)
        if (then->milestones[i].verdict != now->milestones[i].verdict)
            fprintf(out, "%s: %s then, %s now\n", rh_milestone_name((enum rh_milestone)i),
                    rh_verdict_name(then->milestones[i].verdict),
                    rh_verdict_name(now->milestones[i].verdict));
    for (size_t i = 0; i < then->finding_count && i < now->finding_count; i++)
        if (strcmp(then->findings[i].rule, now->findings[i].rule) == 0 &&
            then->findings[i].outcome != now->findings[i].outcome && findings++ < 20)
            fprintf(out, "%s: %s then, %s now\n", then->findings[i].rule,
                    rh_outcome_name(then->findings[i].outcome),
                    rh_outcome_name(now->findings[i].outcome));
    for (size_t i = 0; i < then->source_count && i < now->source_count; i++)
        if (strcmp(then->sources[i].status, now->sources[i].status) != 0)
            fprintf(out, "%s: %s then, %s now\n", then->sources[i].name, then->sources[i].status,
                    now->sources[i].status);
}

static bool same_subject(const struct packet *packet, const struct rh_report *now,
                         struct rh_error *err)
{
    const char *subject = now->audit_count ? now->audit->subject : NULL;

    if (!packet->subject || (subject && !strcmp(subject, packet->subject)))
        return true;
    return error_set(err, RH_ERROR_TARGET,
                     "the target is not what the packet was made of: another commit (--rev chooses "
                     "one) or another archive");
}

static bool run(struct arena *arena, const struct options *options, FILE *out, bool *ret_below,
                struct rh_error *err)
{
    struct packet packet;
    struct rh_scan_options scan;
    struct rh_ruleset *ruleset;
    struct rh_report *now, then;

    if (!options->words.count || options->words.count > 2)
        return error_set(err, RH_ERROR_USAGE, "say which packet: repohealth replay DIR [TARGET]");
    if (!packet_read(arena, options->words.items[0], &packet, err))
        return false;
    scan = packet.scan;
    scan.target = find_target(options, &packet, err);
    if (!scan.target || !report_read_json(arena, packet.reports[0].bytes.ptr,
                                          packet.reports[0].bytes.len, &then, err))
        return false;
    scan.cache_dir = options->scan.cache_dir;
    scan.offline = options->scan.offline;
    scan.timeout = options->scan.timeout;
    scan.progress = options->scan.progress;
    if (options->scan.rev)
        scan.rev = options->scan.rev;
    ruleset = rh_ruleset_load_with(packet.profiles, packet.profile_count, options->rules.items,
                                   options->rules.count, err);
    if (!ruleset)
        return false;
    arena_own(arena, ruleset, free_ruleset);
    now = rh_scan(ruleset, &scan, err);
    if (!now)
        return false;
    arena_own(arena, now, free_report);
    if (!same_subject(&packet, now, err))
        return false;
    for (size_t i = 0; i < sizeof(packet.reports) / sizeof(packet.reports[0]); i++) {
        struct str bytes = packet_bytes(arena, now, packet.reports[i].format);
        bool same = bytes.len == packet.reports[i].bytes.len &&
                    !memcmp(bytes.ptr, packet.reports[i].bytes.ptr, bytes.len);

        fprintf(out, "%s: %s\n", packet.reports[i].file, same ? "the same bytes" : "differs");
        *ret_below |= !same;
    }
    if (*ret_below)
        explain(&packet, &then, now, out);
    return true;
}

const struct verb replay_verb = {
    .name = "replay",
    .arguments = "DIR [TARGET]",
    .help = "Make the reports of an audit's packet again, and say what is not the same",
    .run = run,
};
