#ifndef RH_RULE_H
#define RH_RULE_H
#include "rh/error.h"
#include "rh/finding.h"
#include "rh/report.h"

struct arena;
struct check;
struct applies;
struct report_topics;

/* A rule's own test: a small repository, written as its README or as "path: text" entries. */
struct rh_rule_example {
    enum rh_outcome expected; /* where it is fail, partial will do */
    enum rh_kind kind; /* what the repository is taken for; RH_KIND_COUNT: what the rule needs */
    const char *date;  /* that is judged at; NULL: 2025-01-01 */
    const char *const *paths;
    const char *const *texts;
    size_t file_count;
    const struct rh_metric *metrics; /* facts that texts cannot have, such as a history's */
    size_t metric_count;
    unsigned line; /* where it stands in the rule file */
};

/* A cap: where the rule fails, the milestone's verdict is at most this. */
struct rh_cap {
    enum rh_milestone milestone;
    enum rh_verdict verdict;
};

/* One row of a rule file. Texts are NULL where the file gives none, but for id, title and area. */
struct rh_rule {
    const char *id;    /* "install.command": stable, never used again for another meaning */
    const char *label; /* two to six words for a row: "version tags" */
    const char *ask;   /* the authors, in an audit, where it fails or is not known; NULL: nothing */
    const char *title, *why, *remediation, *source, *rubric, *area;
    enum rh_severity severity;
    enum rh_milestone milestone;
    unsigned weight, minutes;
    bool blocker;
    bool forge; /* asks what the forge knows: not known is left out, not counted as open */
    const struct applies *applies; /* private: when the question arises at all; NULL: always */
    const char *const *requires;   /* not applicable unless these rules passed or partly passed */
    size_t require_count;
    const struct rh_cap *caps;
    size_t cap_count;
    const struct check *check; /* the code it runs */
    const void *params;        /* what the rule file says under "with:" */
    const struct rh_rule_example *examples;
    size_t example_count;
    const char *file; /* where the rule itself stands */
    unsigned line;
    const char *yaml; /* the rule as it is written there */
};

/* Read-only once loaded: any number of scans may share it. */
struct rh_ruleset {
    struct arena *arena; /* private */
    const struct rh_rule *rules;
    size_t count;
    const size_t *order; /* private: indexes of rules, each behind the ones that it requires */
    const struct rh_ruleset_name *files;
    size_t file_count;
    const struct report_topics *topics; /* private: what users report */
    struct {
        const char *title, *question; /* "usable", "can a stranger run it?" */
        double met, partly;           /* cuts on earned / decided weight, 0 to 1 */
    } milestones[RH_MILESTONE_COUNT];
    double decided; /* share of the applicable weight that must be decided for a verdict */
};

/* Loads the built-in rules, then each path (a file or a folder of *.yml); a later file's rule with
 * the same id replaces the earlier. NULL on failure, with file, line and the nearest right word. */
struct rh_ruleset *rh_ruleset_load(const char *const *paths, size_t path_count,
                                   struct rh_error *err);
/* The same with built-in profiles ("anonymity") between the two. */
struct rh_ruleset *rh_ruleset_load_with(const char *const *profiles, size_t profile_count,
                                        const char *const *paths, size_t path_count,
                                        struct rh_error *err);
void rh_ruleset_free(struct rh_ruleset *ruleset); /* NULL is fine */
#endif
