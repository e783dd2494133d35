#ifndef RULESET_EMBEDDED_H
#define RULESET_EMBEDDED_H
#include <stddef.h>

/* The rule files that the program carries, written by rules/embed.py. */
struct embedded_file {
    const char *name; /* "rules/readme.yml" */
    const char *text;
    size_t size;
};

extern const struct embedded_file embedded_rules[]; /* in the order of rules/meson.build */
#endif
