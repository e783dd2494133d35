/* repohealth rules: what is asked, as a list, as written, tried on its own examples, as a schema.
 */
#include "verbs/verb.h"

#include "ruleset/manual.h"
#include "util/arena.h"
#include "util/nearest.h"

#include <string.h>

struct job {
    struct arena *arena;
    const struct options *options;
    const char *const *words; /* behind the action */
    size_t count;
    FILE *out;
};

static void free_ruleset(void *ruleset) { rh_ruleset_free(ruleset); }

/* The files that are named, beside those of --rules and the built-in ones. */
static const struct rh_ruleset *load_with_files(const struct job *job, struct rh_error *err)
{
    struct option_list files = {0};
    struct rh_ruleset *ruleset;

    for (size_t i = 0; i < job->options->rules.count; i++)
        *ARENA_PUSH(job->arena, &files) = job->options->rules.items[i];
    for (size_t i = 0; i < job->count; i++)
        *ARENA_PUSH(job->arena, &files) = job->words[i];
    ruleset = rh_ruleset_load(files.items, files.count, err);
    if (ruleset)
        arena_own(job->arena, ruleset, free_ruleset);
    return ruleset;
}

static bool list(const struct job *job, bool *ret_below, struct rh_error *err)
{
    const struct rh_ruleset *ruleset = load_with_files(job, err);
    const struct manual_filter filter = {
        .milestone = job->options->milestone,
        .area = job->options->area,
        .paths = job->words,
        .path_count = job->count,
    };

    (void)ret_below;
    return ruleset && manual_list(ruleset, &filter, job->out, err);
}

static bool show(const struct job *job, bool *ret_below, struct rh_error *err)
{
    const struct rh_ruleset *ruleset = verb_ruleset(job->arena, job->options, err);

    (void)ret_below;
    return ruleset && manual_show(ruleset, job->words, job->count, job->out, err);
}

static bool test(const struct job *job, bool *ret_below, struct rh_error *err)
{
    const struct rh_ruleset *ruleset = load_with_files(job, err);

    if (!ruleset)
        return false;
    *ret_below = manual_test(ruleset, job->words, job->count, job->out) > 0;
    return true;
}

static bool schema(const struct job *job, bool *ret_below, struct rh_error *err)
{
    (void)ret_below;
    (void)err;
    manual_schema(job->out);
    return true;
}

static bool keys(const struct job *job, bool *ret_below, struct rh_error *err)
{
    (void)ret_below;
    (void)err;
    manual_keys(job->out);
    return true;
}

static const struct {
    const char *name;
    bool (*run)(const struct job *job, bool *ret_below, struct rh_error *err);
} actions[] = {
    {"list", list}, {"show", show}, {"test", test}, {"schema", schema}, {"keys", keys},
};

static bool run(struct arena *arena, const struct options *options, FILE *out, bool *ret_below,
                struct rh_error *err)
{
    const char *word = options->words.count ? options->words.items[0] : "list";
    struct nearest nearest = nearest_to(word);
    struct job job = {.arena = arena, .options = options, .out = out};
    char hint[60];

    if (options->words.count > 1) {
        job.words = options->words.items + 1;
        job.count = options->words.count - 1;
    }
    for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); i++) {
        if (!strcmp(word, actions[i].name))
            return actions[i].run(&job, ret_below, err);
        nearest_offer(&nearest, actions[i].name);
    }
    return error_set(err, RH_ERROR_USAGE, "rules cannot %s%s: list, show, test, schema or keys",
                     word, nearest_hint(&nearest, hint, sizeof(hint)));
}

const struct verb rules_verb = {
    .name = "rules",
    .arguments = "[list|show|test|schema|keys] [RULE|FILE...]",
    .help = "list the rules (those of FILE, else all), show RULE as it is written, test the "
            "examples of FILE (else of all), print the JSON schema of rule files for an editor, or "
            "all their keys",
    .run = run,
};
