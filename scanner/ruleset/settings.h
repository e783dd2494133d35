#ifndef RULESET_SETTINGS_H
#define RULESET_SETTINGS_H
#include "rh/rule.h"
#include "util/error.h"
#include "util/str.h"

struct arena;

/* .repohealth.yml or --config: which rules, how heavy, what is exempt and why, which aim. */
struct settings_rule {
    const char *rule;   /* id or glob over ids */
    bool off;           /* leaves it out; needs a reason */
    unsigned weight;    /* 0: the rule's own */
    const char *path;   /* exempts evidence under this glob only; NULL: the whole rule */
    const char *reason; /* never empty where off or path is given */
    const char *until;  /* YYYY-MM-DD, after which it no longer holds; NULL: for good */
    unsigned line;
};

struct settings_overrule {
    enum rh_milestone milestone;
    enum rh_verdict verdict;
    const char *reason;
};

struct settings {
    const char *file;
    const char *aim;  /* NULL: by kind */
    const char *kind; /* NULL: found out */
    const struct settings_rule *rules;
    size_t rule_count;
    const struct settings_overrule *overrules;
    size_t overrule_count;
    const char *const *extends; /* rule files; only where trusted */
    size_t extend_count;
};

/* `trusted`: --config, or the target's own with --trust-repo-config; else keys that name files or
 * patterns are refused. */
bool settings_parse(struct arena *arena, const char *file, struct str text, bool trusted,
                    struct settings *ret_settings, struct rh_error *err) MUST_CHECK;

struct rh_scan_options;
struct snapshot;
struct target;

/* The settings of one scan: --config, else the target's own .repohealth.yml where it may speak (a
 * local target), else none. Command line options win over both. */
bool settings_load(struct arena *arena, const struct rh_scan_options *options,
                   const struct target *target, const struct snapshot *snapshot,
                   struct settings *ret_settings, struct rh_error *err) MUST_CHECK;
#endif
