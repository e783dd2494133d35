#ifndef CHECKS_CITE_H
#define CHECKS_CITE_H
#include "checks/check.h"

/* Observations as evidence. */

const char *observation_choice(unsigned index); /* kinds; NULL behind the last */
/* Whether it holds at facts->date. */
bool observation_counts(const struct facts *facts, const struct observation *observation);
/* Adds the place, with the hint behind the quote and the replacement. */
void cite_observation(struct answer *answer, const struct observation *observation);
/* Adds every one of these kinds. */
void cite_observations(struct answer *answer, const struct facts *facts,
                       const struct strings *kinds);
#endif
