/* Does a fact that is one value lie where it should? */
#include "checks/band.h"
#include "checks/check.h"
#include "checks/cite.h"
#include "checks/sources.h"
#include "util/arena.h"

#include <string.h>

struct params {
    unsigned metric;
    struct band pass, partial;
    struct strings cite, where;
};

static const struct field fields[] = {
    {.key = "metric",
     .type = FIELD_ENUM,
     .offset = offsetof(struct params, metric),
     .required = true,
     .choice = metric_choice,
     .help = "a metric that `repohealth facts` lists"},
    {.key = "pass",
     .type = FIELD_CUSTOM,
     .offset = offsetof(struct params, pass),
     .required = true,
     .custom = &band_custom,
     .help = "the values that pass"},
    {.key = "partial",
     .type = FIELD_CUSTOM,
     .offset = offsetof(struct params, partial),
     .custom = &band_custom,
     .help = "the values that pass in part; any other fails"},
    {.key = "cite",
     .type = FIELD_STRINGS,
     .offset = offsetof(struct params, cite),
     .choice = observation_choice,
     .help = "kinds of observations whose places are shown"},
    {.key = "where",
     .type = FIELD_STRINGS,
     .offset = offsetof(struct params, where),
     .help = "what to open where there is nothing to cite: readme (unless given), root, path "
             "patterns"},
    {0},
};

static bool prepare(struct arena *arena, void *given, const char **ret_key, struct rh_error *err)
{
    const struct params *params = given;

    (void)arena;
    *ret_key = "pass";
    if (!band_fits(&params->pass, params->metric, err))
        return false;
    *ret_key = "partial";
    return !params->partial.line || band_fits(&params->partial, params->metric, err);
}

static enum rh_outcome judge(const struct facts *facts, const struct params *params)
{
    switch (band_holds(&params->pass, facts, params->metric)) {
    case BAND_UNKNOWN:
        return RH_UNKNOWN;
    case BAND_YES:
        return RH_PASS;
    case BAND_NO:
        break;
    }
    return params->partial.line && band_holds(&params->partial, facts, params->metric) == BAND_YES
               ? RH_PARTIAL
               : RH_FAIL;
}

static void run(const struct facts *facts, const void *given, struct answer *answer)
{
    const struct params *params = given;
    enum rh_outcome outcome = judge(facts, params);
    const char *value = metric_words(answer->arena, facts, params->metric);
    const char *asked = band_words(answer->arena, &params->pass, params->metric);

    /* where nothing is given, what it might have been does not help */
    if (outcome == RH_UNKNOWN || outcome == RH_PASS || !strcmp(asked, "not null") ||
        (!strcmp(value, "none") && !text_starts(asked, "not ")) ||
        metric_infos[params->metric].type == RH_VALUE_BOOL)
        answer_say(answer, outcome, "%s", value);
    else
        answer_say(answer, outcome, "%s; asked: %s", value, asked);
    if (outcome != RH_UNKNOWN)
        cite_observations(answer, facts, &params->cite);
    if (!answer->evidence.count && (outcome == RH_FAIL || outcome == RH_PARTIAL))
        answer_point(answer, facts, &params->where);
}

const struct check check_metric = {
    .name = "metric",
    .summary = "a fact that is one value (see `repohealth facts`) lies in a band",
    .params_size = sizeof(struct params),
    .fields = fields,
    .dated = true,
    .prepare = prepare,
    .run = run,
};
