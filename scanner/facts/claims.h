#ifndef FACTS_CLAIMS_H
#define FACTS_CLAIMS_H
#include "facts/facts.h"
#include "util/versions.h"

/* What the repository says of one thing at several places: which Python, which framework, which
 * CUDA, which licence. Private to claims*.c. */

enum subject {
    SUBJECT_PYTHON,
    SUBJECT_TORCH,
    SUBJECT_TENSORFLOW,
    SUBJECT_CUDA,
    SUBJECT_LICENSE,
    SUBJECT_COUNT,
};

/* Of one voice several sayings are alternatives; two voices that have no version in common
 * contradict each other. */
enum voice {
    VOICE_PROSE,
    VOICE_BADGE,
    VOICE_COMMAND,      /* what the README has its reader install */
    VOICE_PACKAGE,      /* pyproject.toml, setup.cfg, setup.py */
    VOICE_REQUIREMENTS, /* the other manifests at the root */
    VOICE_CONTAINER,
    VOICE_LICENSE, /* the text of the licence file */
    VOICE_COUNT,
};

struct claim {
    enum subject subject;
    enum voice voice;
    const char *path;
    unsigned line;
    struct str text;          /* as written */
    struct versions versions; /* of all subjects but licences */
    const char *license;      /* normalised: "MIT", "GPL-3"; else NULL */
};

struct claims {
    struct facts *facts;
    struct {
        struct claim *items;
        size_t count, capacity;
    } all;
};

void claims_add(struct claims *claims, const struct claim *claim);
void claims_of_readme(struct claims *claims);
void claims_of_manifests(struct claims *claims);
/* What a few words name as a licence, normalised; NULL: none that is told apart. */
const char *claims_license(struct str words);
#endif
