#ifndef TARGET_H
#define TARGET_H
#include "util/error.h"

struct arena;

/* What the user asked for, from its text alone (and whether a path of that name exists). */
enum target_kind {
    TARGET_LOCAL,   /* a folder, with git or without, bare or not; also file:// */
    TARGET_REMOTE,  /* fetched into the cache: https, http, git, ssh, owner/name */
    TARGET_ARCHIVE, /* a zip or tar file, read into memory */
};

struct target {
    enum target_kind kind;
    const char *input; /* as the user wrote it, to show: without credentials */
    const char
        *location;    /* the folder or file, or the URL as libgit2 takes it; without credentials */
    const char *url;  /* to show, and to build links on; NULL for a local path */
    const char *name; /* "owner/name", or the folder's own name: for headlines and files */
    const char *host; /* NULL for a local path */
    const char *user; /* that the URL named; NULL: none */
    char *password;   /* that the URL held, for the transfer alone; NULL: none */
};

/* An existing path wins. Then a URL (https, http, git, ssh, file), git's own host:path for ssh, and
 * owner/name, which is a repository on github.com. Nothing that runs a program (ext::) is one. */
bool target_parse(struct arena *arena, const char *text, struct target *ret_target,
                  struct rh_error *err) MUST_CHECK;
#endif
