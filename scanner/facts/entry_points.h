#ifndef FACTS_ENTRY_POINTS_H
#define FACTS_ENTRY_POINTS_H
#include "util/str.h"

struct facts;

/* The commands that installing the project makes: console_scripts and the like, of pyproject.toml,
 * setup.cfg, setup.py. */

struct entry_point {
    const char *name;
    const char *module, *function; /* "tok.cli", "main"; of a script that is copied: NULL */
    const char *script;            /* "bin/tok": NULL for the others */
    const char *path;              /* of the manifest */
    unsigned line;
};

struct entry_points {
    struct entry_point *items;
    size_t count, capacity;
    bool unknown; /* some are computed, or a manifest could not be read */
};

void entry_points_collect(const struct facts *facts, struct entry_points *ret_entries);
/* NULL: none. */
const struct entry_point *entry_point_find(const struct entry_points *entries, struct str name);
/* The one whose name differs in case, - or _ alone; NULL: none. */
const struct entry_point *entry_point_near(const struct entry_points *entries, struct str name);
#endif
