#ifndef RULESET_H
#define RULESET_H
#include "rh/rule.h"
#include "util/error.h"
#include "util/str.h"

#include <time.h>

struct arena;
struct facts;
struct settings;

/* Judges at facts->date: one finding a rule, in rule order, outcome and outcome_then alike.
 * `settings` may be NULL. */
void ruleset_evaluate(struct arena *arena, const struct rh_ruleset *ruleset,
                      const struct settings *settings, const struct facts *facts,
                      struct rh_finding *ret_findings);
/* The same at two dates: outcome at as_of, outcome_then at the commit's date. */
const struct rh_finding *ruleset_judge(struct arena *arena, const struct rh_ruleset *ruleset,
                                       const struct settings *settings, struct facts *facts,
                                       time_t as_of);
/* A ruleset with the rules of more files beside those of another, whose arena must live as long;
 * NULL on failure. For a file that settings extend. */
const struct rh_ruleset *ruleset_extended(struct arena *arena, const struct rh_ruleset *base,
                                          const char *const *names, const struct str *texts,
                                          size_t count, struct rh_error *err);
/* NULL: none has this id. */
const struct rh_rule *ruleset_find(const struct rh_ruleset *ruleset, const char *id);
#endif
