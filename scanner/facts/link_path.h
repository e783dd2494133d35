#ifndef FACTS_LINK_PATH_H
#define FACTS_LINK_PATH_H
#include "util/str.h"

struct arena;

/* Paths as links name them. */

/* In any case. */
bool str_is_one_of(struct str text, const char *const *list, size_t count);
#define STR_IS_ONE_OF(text, list) str_is_one_of((text), (list), sizeof(list) / sizeof((list)[0]))

/* Takes the part before the next '/' off *rest. */
struct str path_next_part(struct str *rest);
/* %XX resolved; what is no escape stays. */
struct str path_decode(struct arena *arena, struct str text);
/* Joins and settles "." and ".."; what leads above the root keeps its ".." in front. */
const char *path_join(struct arena *arena, struct str folder, struct str path);
/* The folder that a file lies in, without '/' at its end; "" is the root. */
struct str path_folder(const char *path);
/* How many "../" a settled path begins with. */
unsigned path_ups(const char *path);
/* "blob", "tree", ...: what stands between OWNER/NAME and the branch where the forge shows files.
 */
bool path_is_forge_view(struct str part);
#endif
