/* repohealth check: what a change did, and whether it may. */
#include "report/check.h"

#include "util/arena.h"
#include "verbs/base.h"
#include "verbs/print.h"
#include "verbs/verb.h"

#include <unistd.h>

static void free_check(void *check) { rh_check_free(check); }

static void print_check(const void *answer, const char *format,
                        const struct writer_options *options, FILE *out)
{
    check_write(answer, format, options, out);
}

/* "never" is above all severities; what is not given is the lowest. */
static int least_of(const struct options *options)
{
    return options->fail_on < 0    ? RH_SEVERITY_NOTE
           : options->fail_on == 0 ? RH_SEVERITY_ERROR + 1
                                   : options->fail_on - 1;
}

static void say_why(const struct check_answer *answer)
{
    const struct rh_check *check = answer->check;
    size_t bad[RH_CHANGE_UNCHANGED + 1] = {0};

    for (size_t i = 0; i < check->change_count; i++)
        if (check_entry_fails(answer, &check->changes[i]))
            bad[check->changes[i].change]++;
    for (enum rh_change change = RH_CHANGE_NEW; change <= RH_CHANGE_WORSE; change++)
        if (bad[change])
            fprintf(stderr, "repohealth: %zu %s\n", bad[change], rh_change_name(change));
    for (enum rh_milestone i = 0; i < RH_MILESTONE_COUNT; i++)
        if (check_milestone_fails(answer, i))
            fprintf(stderr, "repohealth: %s %s was met and is not any more\n", rh_milestone_name(i),
                    check->head->milestones[i].title);
    if (check->settings_broken)
        fprintf(stderr, "repohealth: .repohealth.yml %s\n", check->settings_change);
}

static bool run(struct arena *arena, const struct options *options, FILE *out, bool *ret_below,
                struct rh_error *err)
{
    struct rh_scan_options scan = options->scan;
    struct print_list prints = {0};
    struct check_answer answer = {.least = least_of(options), .require = options->require};
    const struct rh_ruleset *ruleset;
    struct rh_check *check;
    struct base_list bases;

    if (options->words.count > 1)
        return error_set(err, RH_ERROR_USAGE, "check takes one target; '%s' is a second",
                         options->words.items[1]);
    scan.target = options->words.count ? options->words.items[0] : ".";
    if (!bases_list(arena, options, !access(scan.target, F_OK), &bases, err))
        return false;
    if (!prints_read(arena, options, check_formats, &prints, err))
        return false;
    ruleset = verb_ruleset(arena, options, err);
    if (!ruleset)
        return false;
    check = rh_check(ruleset, &scan, bases.items, bases.count, err);
    if (!check)
        return false;
    arena_own(arena, check, free_check);
    answer.check = check;
    if (!prints_write(&prints, options, print_check, &answer, out, err))
        return false;
    *ret_below = check_fails(&answer);
    if (*ret_below && !options->quiet)
        say_why(&answer);
    return true;
}

const struct verb check_verb = {
    .name = "check",
    .arguments = "[TARGET]",
    .help = "Compare with where a change began, and fail on what it made worse alone",
    .run = run,
};
