#ifndef OPTIONS_H
#define OPTIONS_H
#include "rh/scan.h"
#include "util/error.h"
#include "util/str.h"

struct arena;
struct verb;

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct option_list {
    const char **items;
    size_t count, capacity;
};

/* What the command line says. Strings are argv's own. */
struct options {
    const struct verb *verb;
    struct option_list words; /* what stands after the command: a target, a rule */
    struct rh_scan_options scan;
    struct option_list formats; /* NAME or NAME:FILE */
    struct option_list rules, profiles;
    const char *packet;           /* folder of an audit's packet */
    const char *milestone, *area; /* which rules to list */
    const char *output;
    bool as_of_given;
    bool all, scores, quiet;
    bool help, version;
    int color;
    unsigned require;       /* bit set: 1u << enum rh_milestone */
    int fail_on;            /* index in "never note warning error"; -1: not given */
    const char *base;       /* what a change is compared with; NULL: found out */
    unsigned keep;          /* MiB that cache clean leaves */
    unsigned every, points; /* months between, and how many, of trend; 0: the default */
};

/* Reads argv; the rows in options.c are all there is. */
bool options_parse(struct arena *arena, int argc, char **argv, struct options *ret_options,
                   struct rh_error *err) MUST_CHECK;
/* The manual, printed from the same rows; for one command, or for all where it is NULL. */
void options_help(const struct verb *verb, struct buf *out);
#endif
