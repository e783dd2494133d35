#ifndef RH_CHECK_H
#define RH_CHECK_H
#include "rh/report.h"
#include "rh/scan.h"

/* What a change did: a commit, or a work tree, against the commit where it left its branch. */

/* What may name the base; the first that serves does. */
enum rh_base_terms {
    RH_BASE_MUST = 1,     /* where it is not here, that is an error */
    RH_BASE_DEEP = 2,     /* the same, but in a shallow clone alone */
    RH_BASE_ANCESTOR = 4, /* counts only where the scanned commit comes from it: no force push */
    RH_BASE_OTHER = 8,    /* counts only where the scanned commit has something that it has not */
};

struct rh_base {
    const char *rev;   /* as for scan's rev */
    const char *fetch; /* the command that brings it here; NULL: git fetch --unshallow */
    const char *head;  /* counts only where this commit (40 digits) is scanned; NULL: any */
    unsigned terms;    /* bit set */
};

/* One piece of evidence, or for what got worse as a whole, one finding. */
struct rh_change_entry {
    enum rh_change change;
    const struct rh_finding *finding;   /* of the head; of what is fixed, of the base */
    const struct rh_evidence *evidence; /* the same; NULL: the finding names no place */
    const struct rh_evidence *before;   /* of what is unchanged: where it was; or NULL */
    enum rh_outcome was;                /* the rule's outcome at the base */
    bool counts;                        /* new or worse, and within the aim: it may fail a check */
};

struct rh_check {
    struct arena *arena;          /* private: everything below lives in it */
    const struct rh_report *head; /* findings of both sides are judged by the base's settings */
    const struct rh_report *base; /* NULL: there is nothing before; then nothing is new */
    const char *base_rev;         /* what named the base: "origin/main"; NULL: nothing */
    const char *settings_change;  /* what the change does to the settings file; NULL: nothing */
    bool settings_broken;         /* the settings file as the change leaves it cannot be read */
    const struct rh_change_entry *changes; /* new, worse, fixed, unchanged */
    size_t change_count;
    size_t counts[RH_CHANGE_UNCHANGED + 1]; /* of each kind */
};

/* Scans both sides in one confined child: the same program, rules, date and history on both, and
 * the forge is not asked. NULL on failure; RH_ERROR_TARGET where the history is too shallow, with
 * the command to run. The caller frees. */
struct rh_check *rh_check(const struct rh_ruleset *ruleset, const struct rh_scan_options *options,
                          const struct rh_base *bases, size_t base_count, struct rh_error *err);
void rh_check_free(struct rh_check *check); /* NULL is fine */
#endif
