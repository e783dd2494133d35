#ifndef RH_FINDING_H
#define RH_FINDING_H
#include <stdbool.h>
#include <stddef.h>

/* What one rule gave on one repository. Names and meanings follow SARIF's result.kind. */
enum rh_outcome {
    RH_PASS,
    RH_PARTIAL, /* half the weight: it is there, but a reader stumbles */
    RH_FAIL,
    RH_NOT_APPLICABLE, /* the question does not arise here */
    RH_UNKNOWN,        /* SARIF "open": a missing object, a limit, no forge data; says why */
};

/* SARIF's result.level. */
enum rh_severity { RH_SEVERITY_NOTE, RH_SEVERITY_WARNING, RH_SEVERITY_ERROR };

/* The milestones of the essay's fifth guideline; RH_NO_MILESTONE is hygiene: shown, never scored.
 */
enum rh_milestone {
    RH_M0,
    RH_M1,
    RH_M2,
    RH_M3,
    RH_M4,
    RH_M5,
    RH_M6,
    RH_MILESTONE_COUNT,
    RH_NO_MILESTONE = RH_MILESTONE_COUNT,
};

/* What became of a piece of evidence since another commit; NONE outside of a comparison. */
enum rh_change {
    RH_CHANGE_NONE,
    RH_CHANGE_NEW,
    RH_CHANGE_WORSE,
    RH_CHANGE_FIXED,
    RH_CHANGE_UNCHANGED
};

/* A place that a person can open. Strings are UTF-8 without control characters, or NULL. */
struct rh_evidence {
    const char *path;        /* in the repository, '/' between parts; NULL: not a file */
    unsigned line;           /* from 1; 0: the whole file */
    const char *url;         /* an issue, a release, a page; NULL: none */
    const char *quote;       /* at most one line of the file; NULL: none */
    const char *replacement; /* the text that mends it, ready to paste; NULL: none is sure */
    char fingerprint[33];    /* 32 hex digits; of rule, kind, normalised text and ordinal, never of
                                path or line, so it survives moved lines and renames */
    enum rh_change change;   /* set by rh_check; no part of json-v1 */
};

/* What one rule gave. The rule's own words are repeated so that a saved report is complete. */
struct rh_finding {
    const char *rule, *title, *area;
    const char *label; /* the thing in two to six words: "version tags"; NULL: see title */
    enum rh_milestone milestone;
    unsigned weight; /* 1 to 5 */
    bool blocker;    /* caps M0 when it fails */
    enum rh_severity severity;
    enum rh_outcome outcome;      /* judged at as_of */
    enum rh_outcome outcome_then; /* judged at the commit's date; the same where nothing changed */
    const char *message;          /* one sentence, for unknown it says why */
    const struct rh_evidence *evidence; /* never empty on fail and partial */
    size_t evidence_count;
    const char *remediation;
    unsigned minutes;     /* what mending one place takes */
    const char *exempted; /* the settings file's reason for leaving it out of the score; or NULL */
};

/* "pass", "partial", ...; "note", ...; "M0".."M6" or "". Never NULL. */
const char *rh_outcome_name(enum rh_outcome outcome);
const char *rh_change_name(enum rh_change change); /* "new", ... */
const char *rh_severity_name(enum rh_severity severity);
const char *rh_milestone_name(enum rh_milestone milestone);
#endif
