#ifndef RULESET_REPORTS_H
#define RULESET_REPORTS_H
#include "facts/reports.h"
#include "rh/rule.h"

struct facts;

/* `reports:` of a rule file: how issues are told apart by what they report, and which findings such
 * reports bear out. */

extern const struct field topic_fields[];

/* A list of topics as read by topic_fields; patterns and ids are checked already, but for whether
 * the ids are rules. A later topic of the same name takes the earlier one's place. */
const struct report_topics *topics_join(struct arena *arena, const struct report_topics *earlier,
                                        const struct field_list *later);
/* What failed, or passed in part, and is borne out by users' reports: says so in its message and
 * shows them as evidence. A report whose title must name what the finding quotes is shown by that
 * finding alone. */
void reports_attach(struct arena *arena, const struct rh_ruleset *ruleset,
                    const struct facts *facts, struct rh_finding *findings);
#endif
