#ifndef CHECKS_BAND_H
#define CHECKS_BAND_H
#include "facts/facts.h"
#include "util/field.h"

/* A set of values of one metric, as a rule file writes it: {min: 300}, {max: 5}, true,
 * [MIT, Apache-2.0], {not: NOASSERTION}, {within_days: 365}. */
struct band {
    unsigned line; /* 0: not given */
    struct optional_number min, max;
    struct strings is, not ;
    struct optional_number within_days; /* of facts->date, for a metric that is a date */
};

/* A metric and the values that it should have. */
struct condition {
    unsigned metric; /* enum metric */
    struct band band;
    unsigned line;
};

enum in_band { BAND_NO, BAND_YES, BAND_UNKNOWN };

extern const struct field_custom band_custom;
extern const struct field band_fields[];
/* One condition: "metric" and the keys of a band. */
extern const struct field condition_fields[];
const char *metric_choice(unsigned index); /* NULL behind the last */

/* False, with what is wrong, where the band cannot be compared with the metric's type. */
bool band_fits(const struct band *band, enum metric metric, struct rh_error *err) MUST_CHECK;
enum in_band band_holds(const struct band *band, const struct facts *facts, enum metric metric);
/* The metric's value in words: "412 words", "2024-05-01", "yes"; unknown: why. */
const char *metric_words(struct arena *arena, const struct facts *facts, enum metric metric);
/* The band in words: "at least 300", "true". */
const char *band_words(struct arena *arena, const struct band *band, enum metric metric);
#endif
