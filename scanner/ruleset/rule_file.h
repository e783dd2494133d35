#ifndef RULESET_RULE_FILE_H
#define RULESET_RULE_FILE_H
#include "rh/rule.h"
#include "util/field.h"
#include "util/str.h"

struct yaml;

/* One rule file, read through the tables that the schema and the manual are printed from. */

/* "milestones: M0: ..." */
struct milestone_text {
    const char *title, *question;
    struct optional_number met, partly;
    unsigned line;
};

struct rule_file {
    const struct rh_rule *rules;
    size_t count;
    struct milestone_text milestones[RH_MILESTONE_COUNT]; /* line 0: not in this file */
    struct optional_number decided;
    struct field_list topics; /* of "reports:" */
};

extern const struct field rule_file_fields[]; /* rules, milestones, decided */
extern const struct field rule_fields[];      /* of one rule */
extern const struct field milestone_fields[]; /* of one milestone */
extern const struct field examples_fields[];  /* of "examples:" */
extern const struct field example_fields[];   /* of an example that is more than a README */

/* The lists under "examples:"; those that must pass come first. */
bool examples_read(const struct field_source *source, const struct yaml *mapping,
                   struct rh_rule *ret_rule, struct rh_error *err) MUST_CHECK;
/* Reads a file's text. Two rules with one id in it are an error. */
bool rule_file_read(const struct field_source *source, struct str text, struct rule_file *ret_file,
                    struct rh_error *err) MUST_CHECK;
/* The same where it is parsed already; the tree must live as long as what is read. */
bool rule_file_read_tree(const struct field_source *source, const struct yaml *root,
                         struct str text, struct rule_file *ret_file,
                         struct rh_error *err) MUST_CHECK;
#endif
