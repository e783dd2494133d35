#ifndef SNAPSHOT_CONFIG_H
#define SNAPSHOT_CONFIG_H
#include "util/error.h"
#include "util/str.h"

struct arena;

/* What we want to know of a repository's configuration file. It is parsed here, and nothing in it
 * is followed: no include, no command, no path. */
struct config {
    bool bare;
    const char *worktree;  /* core.worktree as written; NULL: none */
    const char *url;       /* of origin, else of the first remote; NULL: none */
    bool no_tags;          /* remote.*.tagOpt says so */
    bool worktree_config;  /* config.worktree counts too */
    const char *extension; /* one that we cannot read around, "objectformat = sha256"; NULL: none */
};

/* Adds what `text` says to *config. Never fails: a line that is no configuration is skipped. */
void config_parse(struct arena *arena, struct str text, struct config *config);
#endif
