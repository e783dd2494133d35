#include "checks/cite.h"

#include "util/arena.h"

#include <string.h>

const char *observation_choice(unsigned index)
{
    return index < OBSERVATION_KIND_COUNT ? observation_infos[index].name : NULL;
}

bool observation_counts(const struct facts *facts, const struct observation *observation)
{
    return observation->since <= facts->date &&
           (!observation->until || facts->date < observation->until);
}

void cite_observation(struct answer *answer, const struct observation *observation)
{
    struct rh_evidence *evidence =
        answer_add(answer, observation->path, observation->line, str_of(observation->text));

    evidence->replacement = observation->replacement;
    evidence->url = observation->url;
    if (observation->replacement) /* says what the hint says, ready to paste */
        return;
    if (observation->hint && evidence->quote && text_starts(observation->hint, evidence->quote))
        evidence->quote = observation->hint; /* "sparse is an empty folder" */
    else if (observation->hint && evidence->quote)
        evidence->quote =
            arena_printf(answer->arena, "%s (%s)", evidence->quote, observation->hint);
    else if (observation->hint)
        evidence->quote = observation->hint;
}

void cite_observations(struct answer *answer, const struct facts *facts,
                       const struct strings *kinds)
{
    for (size_t k = 0; k < kinds->count; k++)
        for (size_t i = 0; i < facts->observations.count; i++) {
            const struct observation *observation = &facts->observations.items[i];

            if (observation_counts(facts, observation) &&
                !strcmp(observation_infos[observation->kind].name, kinds->items[k]))
                cite_observation(answer, observation);
        }
}
