#ifndef FACTS_PYTHON_PARSE_H
#define FACTS_PYTHON_PARSE_H
#include "facts/python_module.h"

/* Fills a module from its tokens; what is between the lines of python_module.h. */
void python_parse(struct arena *arena, const struct python_token *tokens, size_t count,
                  struct python_module *module);

/* Pieces of a file that is being read, for python_parse.c and python_class.c. */
struct python_decorators {
    struct str items[16]; /* "functools.wraps", without arguments */
    size_t count;
    bool too_many;
};

/* Does a decorator leave the arguments as they are? */
bool decorator_is_plain(struct str name);
/* @dataclass and the like. */
bool decorator_makes_record(struct str name);
/* The bases between the brackets at tokens[at], if there are any. */
void python_bases(struct arena *arena, const struct python_token *tokens, size_t count, size_t at,
                  struct python_class *class);
/* "name: type = value" in a class body: a field of a record. */
void python_field(struct arena *arena, const struct python_token *tokens, size_t from, size_t to,
                  struct python_class *class);
#endif
