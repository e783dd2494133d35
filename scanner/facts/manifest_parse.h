#ifndef FACTS_MANIFEST_PARSE_H
#define FACTS_MANIFEST_PARSE_H
#include "facts/manifest.h"

/* Private to manifest*.c: one parser a format. Each gets the file as UTF-8 and fills in what it
 * finds; `unread` where the text is not of its format. */
typedef void manifest_parser(struct arena *arena, struct str text, struct manifest *manifest);

manifest_parser manifest_none, manifest_requirements, manifest_pyproject, manifest_setup_cfg,
    manifest_setup_py, manifest_conda, manifest_pipfile, manifest_description,
    manifest_julia_project, manifest_cargo, manifest_renv_lock, manifest_julia_manifest,
    manifest_package_json, manifest_go_mod;

/* Adds a dependency with `line` and `text` set and everything else empty, never NULL. */
struct dependency *manifest_add(struct arena *arena, struct manifest *manifest, unsigned line,
                                struct str text);
void manifest_add_fault(struct arena *arena, struct manifest *manifest, unsigned line,
                        struct str text, const char *why);
/* Sets name and key. */
void dependency_name(struct arena *arena, struct dependency *dependency, struct str name);
/* A Python requirement, `name[extra] >=1,<2 ; marker` or `name @ url`, written into `dependency`;
 * false where it is none. */
bool dependency_python(struct arena *arena, struct dependency *dependency, struct str text);
/* Where `location` leads: sets origin, location and, for repositories, the pin. */
void dependency_location(struct arena *arena, struct dependency *dependency, struct str location);
/* Adds a list of Python requirements of one group; false where the text was none (a fault). */
bool manifest_add_python(struct arena *arena, struct manifest *manifest, unsigned line,
                         struct str text, const char *group);
#endif
