#ifndef SNAPSHOT_CACHE_H
#define SNAPSHOT_CACHE_H
#include "target/target.h"
#include "util/error.h"

#include <time.h>

struct arena;

/* The cache: <root>/git/NAME.git are bare repositories, NAME.lock beside each says who uses it
 * (its own time is when it was last used), NAME.tmp-* are clones under way. NAME holds host, owner
 * and name, and a hash of the whole URL. What is there was fetched by us; it may be deleted at any
 * time. */

struct cache_entry {
    const char *root, *name;
    const char *folder; /* NAME.git */
    int lock;           /* open on NAME.lock; -1: not */
};

/* NULL with an error where neither --cache-dir, nor XDG_CACHE_HOME, nor HOME says where. */
const char *cache_root(struct arena *arena, const char *cache_dir, struct rh_error *err);
/* <root>/NAME for something other than repositories, made where it is not there; NULL: it cannot
 * be. */
const char *cache_folder(struct arena *arena, const char *cache_dir, const char *name);
/* Finds the names; touches nothing. */
bool cache_find(struct arena *arena, const char *cache_dir, const struct target *target,
                struct cache_entry *ret_entry, struct rh_error *err) MUST_CHECK;
bool cache_has(const struct cache_entry *entry);

/* Opens the lock file; makes folders where `make`. It is closed when the arena goes, and with it go
 * the locks. */
bool cache_open(struct arena *arena, struct cache_entry *entry, bool make,
                struct rh_error *err) MUST_CHECK;
/* One at a time may fetch. Waits up to `seconds`; *ret_waited: another one was at it. */
bool cache_lock_fetch(const struct cache_entry *entry, unsigned seconds, bool *ret_waited,
                      struct rh_error *err) MUST_CHECK;
void cache_unlock_fetch(const struct cache_entry *entry);
/* Says that it is used, until the lock file is closed; any number may. */
void cache_lock_use(const struct cache_entry *entry);
/* Nobody fetches it and nobody uses it, and nobody will until the lock file is closed. */
bool cache_try_lock_all(const struct cache_entry *entry) MUST_CHECK;

/* Under the fetch lock. */
void cache_tidy(struct arena *arena, const struct cache_entry *entry); /* after a killed run */
bool cache_new_folder(struct arena *arena, const struct cache_entry *entry, const char **ret_folder,
                      struct rh_error *err) MUST_CHECK;
/* Where there is still no repository, the lock file goes too. */
void cache_forget(struct arena *arena, const struct cache_entry *entry);
/* The new folder is complete and becomes the entry's. */
bool cache_put(const struct cache_entry *entry, const char *folder,
               struct rh_error *err) MUST_CHECK;

/* What a cached repository says of itself. */
struct cache_note {
    const char *url;
    const char *commit; /* of HEAD, 40 hex digits; "": the repository is empty */
    struct timespec fetched;
};
void cache_note(struct arena *arena, const char *folder, const char *url, const char *commit);
bool cache_read_note(struct arena *arena, const char *folder,
                     struct cache_note *ret_note) MUST_CHECK;
#endif
