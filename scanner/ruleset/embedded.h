#ifndef RULESET_EMBEDDED_H
#define RULESET_EMBEDDED_H
#include <stddef.h>

struct yaml;

/* The rule files that the program carries, written by rules/embed.c. */
struct embedded_file {
    const char *name;   /* "rules/readme.yml" */
    const char *digest; /* as digest_hex() gives it */
    const struct yaml *root;
    size_t size;
    const char *text;
};

extern const struct embedded_file embedded_rules[]; /* in the order of rules/meson.build */
#endif
