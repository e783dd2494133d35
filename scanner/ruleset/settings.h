#ifndef RULESET_SETTINGS_H
#define RULESET_SETTINGS_H
#include "rh/rule.h"
#include "util/error.h"
#include "util/field.h"
#include "util/str.h"

#include <time.h>

struct arena;
struct snapshot;
struct target;

#define SETTINGS_NAME ".repohealth.yml"

/* .repohealth.yml or --config: which rules, how heavy, what is exempt and why, which aim. */
struct settings_rule {
    const char *rule;        /* an id, or a glob over ids */
    const struct glob *glob; /* the same, compiled */
    bool off;                /* leaves it out of the score */
    unsigned weight;         /* 0: the rule's own */
    struct globs paths;      /* exempts evidence in these files only */
    const char *reason;      /* never empty */
    const char *until;       /* YYYY-MM-DD, after which it no longer holds; NULL: for good */
    unsigned line;
    bool *used; /* set where it exempts something; NULL: nobody asks */
};

struct settings_overrule {
    enum rh_milestone milestone;
    enum rh_verdict verdict;
    const char *reason;
};

struct settings {
    const char *file;  /* NULL: there are none */
    const char *aim;   /* NULL: by kind */
    const char *kind;  /* NULL: found out */
    struct globs only; /* the rules that are asked; none: all */
    const struct settings_rule *rules;
    size_t rule_count;
    const struct settings_overrule *overrules;
    size_t overrule_count;
    bool comments; /* what comments in files exempt is exempt: the repository is the user's own */
    const struct rh_ruleset *ruleset; /* the one given, or one with what it extends beside it */
    struct rh_source source;          /* what the report says of them; name NULL: nothing */
};

extern const struct field settings_fields[];      /* of the file */
extern const struct field settings_rule_fields[]; /* of an entry of "rules:" */

enum settings_trust {
    SETTINGS_IGNORED, /* an audit's: only told what they would have changed */
    SETTINGS_OWN,     /* the target's: may choose, weigh and exempt built-in rules, with reasons */
    SETTINGS_TRUSTED  /* --config, or the target's with --trust-repo-config */
};

/* Gives the text of a file that "extends:" names. */
struct settings_reader {
    bool (*read)(void *context, const char *path, struct str *ret_text, struct rh_error *err);
    void *context;
};

/* `file` is what errors begin with. Rules that are named must be in the ruleset. */
bool settings_parse(struct arena *arena, const char *file, struct str text,
                    enum settings_trust trust, const struct rh_ruleset *ruleset,
                    const struct settings_reader *reader, struct settings *ret_settings,
                    struct rh_error *err) MUST_CHECK;

/* What --config names, read from this disk; what it extends stands beside it. */
bool settings_from_config(struct arena *arena, const char *path, const struct rh_ruleset *ruleset,
                          struct settings *ret_settings, struct rh_error *err) MUST_CHECK;
/* The target's own .repohealth.yml, at the root of what is scanned. Used of a local target, or
 * where it is trusted; of another, `source` says what it would have changed. */
bool settings_of_target(struct arena *arena, const struct target *target,
                        const struct snapshot *snapshot, enum settings_trust trust,
                        const struct rh_ruleset *ruleset, struct settings *ret_settings,
                        struct rh_error *err) MUST_CHECK;

/* What a change does to the repository's own file, in a clause; NULL: nothing. *ret_broken: as it
 * is now, it cannot be read. */
const char *settings_change(struct arena *arena, const struct snapshot *before,
                            const struct snapshot *after, enum settings_trust trust,
                            const struct rh_ruleset *ruleset, bool *ret_broken);

bool settings_hold_until(const char *until, time_t as_of);
/* Weighs and exempts a finding. `as_of` is when an exemption must still hold; `whole`: evidence is
 * all there is, so that exempting each place exempts the finding. */
void settings_apply(struct arena *arena, const struct settings *settings, time_t as_of, bool whole,
                    struct rh_finding *finding);
#endif
