#include "verbs/verb.h"

#include "util/arena.h"
#include "util/nearest.h"

#include <string.h>

#define VERB(name) extern const struct verb name##_verb;
#include "verbs/table.def"
#undef VERB

const struct verb *const verbs[VERB_COUNT] = {
#define VERB(name) &name##_verb,
#include "verbs/table.def"
#undef VERB
};

const struct verb *verb_by_name(const char *name)
{
    for (size_t i = 0; i < VERB_COUNT; i++)
        if (!strcmp(verbs[i]->name, name))
            return verbs[i];
    return NULL;
}

bool verb_choose(const struct options *options, const char *const *choices, unsigned *ret_choice,
                 struct rh_error *err)
{
    const char *word = options->words.count ? options->words.items[0] : "";
    struct nearest nearest = nearest_to(word);
    char hint[64];

    for (unsigned i = 0; choices[i]; i++) {
        if (!strcmp(choices[i], word)) {
            *ret_choice = i;
            return true;
        }
        nearest_offer(&nearest, choices[i]);
    }
    if (!*word)
        return error_set(err, RH_ERROR_USAGE, "say what to do: repohealth %s %s",
                         options->verb->name, options->verb->arguments);
    return error_set(err, RH_ERROR_USAGE, "%s knows no '%s'%s; usage: repohealth %s %s",
                     options->verb->name, word, nearest_hint(&nearest, hint, sizeof(hint)),
                     options->verb->name, options->verb->arguments);
}

static void free_ruleset(void *ruleset) { rh_ruleset_free(ruleset); }

const struct rh_ruleset *verb_ruleset(struct arena *arena, const struct options *options,
                                      struct rh_error *err)
{
    struct rh_ruleset *ruleset =
        rh_ruleset_load_with(options->profiles.items, options->profiles.count, options->rules.items,
                             options->rules.count, err);

    if (ruleset)
        arena_own(arena, ruleset, free_ruleset);
    return ruleset;
}

static void free_report(void *report) { rh_report_free(report); }

const struct rh_report *verb_scan(struct arena *arena, const struct rh_ruleset *ruleset,
                                  const struct options *options, struct rh_error *err)
{
    struct rh_scan_options scan = options->scan;
    struct rh_report *report;

    scan.target = options->words.count ? options->words.items[0] : ".";
    report = rh_scan(ruleset, &scan, err);
    if (report)
        arena_own(arena, report, free_report);
    return report;
}
