#ifndef UTIL_GLOB_H
#define UTIL_GLOB_H
#include <stdbool.h>

struct arena;

// Path patterns, compared with a whole path:
//   ?        one character, but no '/'
//   *        any run of characters, but no '/'
//   [a-z]    one character of a set; [!a-z] one that is not in it, but no '/'
//   {a,b*}   one of several patterns; may nest
//   **       where it fills a part, any number of parts: "**" is all, "a/**" all below a,
//            "**/x" x at any depth, the root included
//   \x       x itself
// Matching takes time proportional to pattern times path, whatever the pattern.

enum glob_flag {
    GLOB_NOCASE = 1 << 0, /* ASCII letters in either case */
    GLOB_NAME = 1 << 1,   /* a pattern without '/' is compared with the last part alone */
};

struct glob;

/* NULL where the pattern is no good: an open bracket, more than 1,000 bytes. */
const struct glob *glob_compile(struct arena *arena, const char *pattern, unsigned flags);
bool glob_match(const struct glob *glob, const char *path);
#endif
