#ifndef RULESET_MANUAL_H
#define RULESET_MANUAL_H
#include "rh/rule.h"
#include "util/error.h"

#include <stdio.h>

/* What the commands `explain` and `rules` print. */

/* One rule for a person: why, what it checks, how to mend it, where it comes from, its examples.
 * False, with the nearest id, where there is none with this one. */
bool manual_explain(const struct rh_ruleset *ruleset, const char *id, FILE *out,
                    struct rh_error *err) MUST_CHECK;

/* Which rules; a milestone's or area's name, or NULL for all; files or folders that were loaded, or
 * none for all. */
struct manual_filter {
    const char *milestone, *area;
    const char *const *paths;
    size_t path_count;
};

/* Whether a rule stands in one of the files or folders. */
bool rule_is_in(const struct rh_rule *rule, const char *const *paths, size_t count);

/* A line a rule. False where the filter names what is not there. */
bool manual_list(const struct rh_ruleset *ruleset, const struct manual_filter *filter, FILE *out,
                 struct rh_error *err) MUST_CHECK;
/* The rules as they are written, as a rule file; all where there are no ids. */
bool manual_show(const struct rh_ruleset *ruleset, const char *const *ids, size_t count, FILE *out,
                 struct rh_error *err) MUST_CHECK;

/* Tries the examples of the rules that the paths hold (files or folders that were loaded; none: all
 * rules); the last line is "N passed, N failed". Returns how many failed. */
size_t manual_test(const struct rh_ruleset *ruleset, const char *const *paths, size_t count,
                   FILE *out);

/* The JSON Schema of rule files, for editors. */
void manual_schema(FILE *out);
/* Every key of a rule file, a check and a settings file, as Markdown: a part of docs/rules.md. */
void manual_keys(FILE *out);
#endif
