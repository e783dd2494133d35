#ifndef SNAPSHOT_IGNORE_H
#define SNAPSHOT_IGNORE_H
#include <stdbool.h>

struct arena;

/* Which untracked files a work tree leaves out on purpose: .gitignore in each folder and the
 * repository's info/exclude. The user's own list (core.excludesFile) is not read: a report must not
 * depend on who makes it. */
struct ignore;

/* `root`: the open work tree; `common`: the repository. */
struct ignore *ignore_new(struct arena *arena, int root, const char *common);
/* Reads the .gitignore of a folder ("": the root) before its entries are asked about. */
void ignore_enter(struct ignore *ignore, const char *folder);
/* Is an entry of a folder that was entered left out? */
bool ignore_matches(struct ignore *ignore, const char *path, bool is_folder);
/* The patterns were too much work, so that some were not looked at. */
bool ignore_gave_up(const struct ignore *ignore);
#endif
