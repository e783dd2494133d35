#ifndef FACTS_RESOLVE_STEP_H
#define FACTS_RESOLVE_STEP_H
#include "facts/resolve.h"

/* One path on its way up the ladder of resolve.c. */

struct arena;
struct tree;

struct attempt {
    const struct resolve_context *context;
    const struct facts *facts;
    struct arena *arena;
    const struct tree *tree;
    struct str written;       /* as the page has it */
    struct str path;          /* with variables set, and without what stands for the root */
    const char *here;         /* from the folder where it is used; NULL: it leads above the root */
    const char *root;         /* from the root; NULL: the same */
    struct resolved resolved; /* by the step that returns true */
    const char *said;         /* what the last step saw, in plain words; NULL: nothing to say */
};

/* true: it knows, and resolved.status is set. */
typedef bool resolve_step(struct attempt *attempt);

/* Where it may lie: resolve_tree.c */
resolve_step step_here, step_root, step_page_folder, step_prose_folder, step_visited_folder,
    step_clone_folder, step_pattern, step_case_twin, step_understood, step_moved, step_missing;
/* Why it may not be there: resolve_excuse.c */
resolve_step step_variable, step_placeholder, step_made_up, step_guide, step_general,
    step_strange_folder, step_outside, step_elsewhere, step_beyond, step_made, step_brought,
    step_ignored, step_data_file, step_told_to_write, step_linked, step_past, step_partial;

/* Reads the path anew, with something set or taken off. */
void attempt_set_path(struct attempt *attempt, struct str path);
/* Whether the page is a README, at the root or in a folder. */
bool attempt_on_readme(const struct attempt *attempt);
bool attempt_is_there(const struct attempt *attempt, const char *path);
/* Settles with a status; `format` says why. */
bool attempt_settle(struct attempt *attempt, enum resolve_status status, const char *path,
                    const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Says what was seen, and goes on. */
bool attempt_pass(struct attempt *attempt, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct ignored *resolver_ignored(const struct facts *facts);
struct str resolver_submodules(const struct facts *facts); /* the text of .gitmodules */
/* Takes of a budget of bytes that are searched for names; false: it is used up. */
bool resolver_spend(const struct facts *facts, size_t bytes);
#endif
