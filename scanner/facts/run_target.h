#ifndef FACTS_RUN_TARGET_H
#define FACTS_RUN_TARGET_H
#include "facts/resolve.h"
#include "facts/run.h"

struct entry_points;

/* What stands at the other end of a documented command. */

struct run_context {
    struct facts *facts;
    const struct document *page;
    const struct entry_points *entries;
    unsigned *suggestions;  /* how many more times to look for a near name */
    const struct str *went; /* folders that the page's commands go into */
    size_t went_count;
};

struct run_target {
    bool checked; /* there was something to look up; else nothing else is set */
    struct resolved found;
    const char *function; /* of an entry point: what is called in found.path; NULL: none */
};

struct run_target run_target_find(const struct run_context *context, const struct command *command,
                                  const struct run *run);
/* A file that a command names, looked up as its script is. */
struct resolved run_file_find(const struct run_context *context, const struct command *command,
                              struct str path);
/* Build files: targets of make, scripts of npm, binaries of cargo, folders of cmake, files of
 * docker. */
struct run_target run_build_find(const struct run_context *context, const struct command *command,
                                 const struct run *run);
/* The flags of a Python program, observed beside its parser. */
void run_flags_observe(const struct run_context *context, const struct command *command,
                       const struct run *run, const struct run_target *target);
/* Files that are defaults of options of the programs whose flags were looked at. */
void run_defaults_observe(struct facts *facts);
/* cwd/path with "." and ".." taken out; NULL where it leaves the repository. */
const char *run_path_join(struct arena *arena, struct str cwd, struct str path);
#endif
