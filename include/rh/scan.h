#ifndef RH_SCAN_H
#define RH_SCAN_H
#include "rh/error.h"
#include "rh/report.h"
#include "rh/rule.h"

#include <time.h>

enum rh_asking {
    RH_ASK_AUTO,   /* the forge of a target that is given by URL or as owner/name */
    RH_ASK_ALWAYS, /* also that of a local repository's origin */
    RH_ASK_NEVER,
};

/* Everything a scan depends on. The clock is an input: a scan can be repeated. */
struct rh_scan_options {
    const char *target;      /* a folder, a URL or owner/name */
    const char *rev;         /* branch, tag or commit; NULL: the work tree, or HEAD where none is */
    const char *path;        /* subfolder to scan; NULL: all */
    const char *config;      /* settings file to use in place of the target's own; NULL: none */
    const char *aim;         /* "release" or "project"; NULL: by kind or settings */
    const char *only;        /* "history": its facts alone, nothing judged; NULL: all */
    const char *trace;       /* "PATH:LINE" of a page, for report->trace; NULL: none */
    const char *cache_dir;   /* NULL: $XDG_CACHE_HOME/repohealth */
    time_t as_of;            /* the date that time-dependent findings are judged at */
    unsigned timeout;        /* seconds of wall clock for the worker; 0: the default */
    bool offline;            /* use what the cache has */
    int issues;              /* enum rh_asking: is the forge asked for issues and pull requests? */
    const char *forge;       /* a record of what it said, to use in place of asking; NULL: none */
    const char *save_forge;  /* where to keep what it said; NULL: nowhere */
    const char *api_url;     /* of its REST API; NULL: by the target's host */
    unsigned max_requests;   /* to the forge; 0: the default */
    unsigned api_wait;       /* seconds that may be spent waiting for it */
    bool links;              /* ask whether links that lead out of it are alive */
    const char *link_record; /* of what came of asking, to use in place of it; NULL: none */
    const char *keep_links;  /* where to keep such a record; NULL: nowhere */
    bool audit;              /* as a reviewer: the target's own settings ignored, report->audit */
    bool anonymous;          /* mask who made it; of an archive's audit without `names` too */
    bool names;
    const char *paper;         /* the revision that the paper speaks of; NULL: looked for */
    time_t paper_date;         /* of the paper: the nearest tag or commit is meant; 0: not given */
    const char *shown;         /* how the report calls the target; NULL: as it was given */
    const char *keep_forge;    /* like save_forge, where the forge was asked */
    const char *forge_unknown; /* do not ask, and say why nothing is known; NULL: ask */
    bool trust_local;          /* follow core.worktree, commondir, alternates that lead outside */
    bool trust_config;         /* let the target's own settings file do what --config may */
    bool progress;             /* on standard error: notes, and a bar where it is a terminal */
};

/* Fetches what must be fetched, lets a confined child read it, and returns the child's report.
 * NULL on failure. The caller frees; the report does not depend on the ruleset. */
struct rh_report *rh_scan(const struct rh_ruleset *ruleset, const struct rh_scan_options *options,
                          struct rh_error *err);
#endif
