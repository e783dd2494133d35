/* repohealth cache: what remote targets left on this disk. */
#include "snapshot/fetch.h"
#include "util/limits.h"
#include "verbs/verb.h"

static bool run(struct arena *arena, const struct options *options, FILE *out, bool *ret_below,
                struct rh_error *err)
{
    enum { LIST, CLEAN };
    static const char *const words[] = {"list", "clean", NULL};
    unsigned word;

    (void)ret_below;
    if (!verb_choose(options, words, &word, err))
        return false;
    if (word == LIST)
        return cache_list(arena, options->scan.cache_dir, out, err);
    return cache_clean(arena, options->scan.cache_dir, (long long)options->keep * MIB, out, err);
}

const struct verb cache_verb = {
    .name = "cache",
    .arguments = "list|clean",
    .help = "Show which remote repositories are kept on this disk, or remove them",
    .run = run,
};
