#ifndef FACTS_ROLE_H
#define FACTS_ROLE_H
#include "facts/tree.h"

/* What files are for, by names alone: the tables behind enum file_role. */

/* The linguist-vendored, -generated and -documentation lines of a .gitattributes at the root. */
struct attributes;
const struct attributes *attributes_read(struct arena *arena, struct str text);

/* What all below a folder of this name inherits. */
unsigned role_of_folder(struct str name, unsigned inherited);
unsigned role_of_file(const struct attributes *attributes, const char *path, enum language language,
                      unsigned inherited);
#endif
