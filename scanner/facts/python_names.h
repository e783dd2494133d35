#ifndef FACTS_PYTHON_NAMES_H
#define FACTS_PYTHON_NAMES_H
#include "util/str.h"

/* What is known of names in Python: data, the same for every repository. */

/* A module of the standard library of any Python from 3.6 on (case counts). */
bool python_is_standard(struct str module);
/* A standard module for which the registry has a package of the same name that does no harm: a
 * backport (dataclasses, typing), to be written beside a marker or for an old Python. */
bool python_is_backport(struct str module);
/* The package to write where an import's name was taken for a package's: "scikit-learn" for
 * "sklearn". NULL: none. `key` is normalised, see package_key(). */
const char *python_alias_of(const char *key);
#endif
