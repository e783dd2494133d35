#ifndef RULESET_EXCUSE_H
#define RULESET_EXCUSE_H
#include "facts/facts.h"
#include "rh/report.h"

struct settings;

/* Takes away the places that a comment in their file excuses; see facts/mark.h. `holds`: else the
 * comments are only told of, since a stranger judges. `whole`: as for settings_apply(). */
void excuse_places(const struct facts *facts, bool holds, time_t as_of, bool whole,
                   struct rh_finding *finding);

/* What the settings and the comments excuse, and what of it excuses nothing. */
void excuses_report(const struct facts *facts, const struct settings *settings, time_t as_of,
                    struct rh_report *report);
#endif
