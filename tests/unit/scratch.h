#ifndef SCRATCH_H
#define SCRATCH_H

/* A folder of a test's own, and shell lines run in it: tests make real repositories, with git
 * blind to the machine's configuration and with fixed people and dates. */

/* cmocka fixtures: *state is the folder's path. */
int scratch_make(void **state);
int scratch_remove(void **state);
/* Runs the lines in the folder, stopping at the first that fails, which fails the test. They may
 * use $S, the folder, and `commit WHEN MESSAGE [NAME EMAIL]`, which records all changes. */
void scratch_run(const char *folder, const char *lines);
/* FOLDER/NAME, in memory that lives as long as the program. */
const char *scratch_path(const char *folder, const char *name);
#endif
