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

/* How often a rule's accusations were right, of those that people have judged by reading
 * (rules/precision.tsv; docs/accuracy.md says how). */
struct embedded_card {
    const char *rule;
    unsigned right, wrong;
    unsigned debatable;    /* the words hold, but a fair owner would object */
    unsigned repositories; /* in which it was looked for */
};

extern const struct embedded_card embedded_cards[]; /* ends with a NULL rule */
#endif
