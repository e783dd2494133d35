#ifndef RULESET_TRIAL_H
#define RULESET_TRIAL_H
#include "rh/rule.h"

/* A rule's own examples, tried: each is a repository of a few texts that the rule alone judges. The
 * rules that it requires are taken to hold, and the kind and aim are ones that it applies to unless
 * the example says otherwise. */
struct trial {
    const struct rh_rule_example *example;
    struct rh_finding finding;
    bool good; /* it is what the example expects */
};

struct trial rule_try(struct arena *arena, const struct rh_rule *rule,
                      const struct rh_rule_example *example);
#endif
