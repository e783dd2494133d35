#ifndef UTIL_SLUG_H
#define UTIL_SLUG_H
#include "util/str.h"

struct arena;

/* The name under which GitHub's pages find a heading: letters in lower case, blanks as '-', what is
 * neither letter, mark, digit, '_' nor '-' left out. Any script's letters. */
struct slugger;

struct slugger *slugger_new(struct arena *arena);
struct str slug_of(struct slugger *slugger, struct arena *arena, struct str heading);
/* Lower case by Unicode, to compare names. */
struct str slug_lower(struct slugger *slugger, struct arena *arena, struct str text);
#endif
