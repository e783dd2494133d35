#ifndef FACTS_PYTHON_LOOKUP_H
#define FACTS_PYTHON_LOOKUP_H
#include "facts/python_module.h"

struct facts;

/* What a name of a module means, followed through imports, packages and base classes. It says that
 * something is absent only where every place that could have it was read. */

enum python_thing_kind {
    THING_UNKNOWN, /* cannot be told, or outside of the tree */
    THING_ABSENT,
    THING_MODULE,
    THING_FUNCTION,
    THING_CLASS,
    THING_VALUE, /* it is there; what it is cannot be told */
};

struct python_thing {
    enum python_thing_kind kind;
    const struct python_module *module; /* where it is defined; of THING_MODULE: itself */
    const char *folder;                 /* THING_MODULE: a package's folder; NULL: a plain module */
    const struct python_function *function;
    const struct python_class *class;
    unsigned line;    /* of its definition; 0: not known */
    const char *near; /* ABSENT: the one name of the module that is nearly the same; NULL */
};

/* What `path` (a module's file, or the folder of a namespace package) is. */
struct python_thing thing_of_path(const struct facts *facts, const char *path);
/* What an attribute of a module is: `from module import name`, `module.name`. */
struct python_thing thing_attribute(const struct facts *facts, const struct python_thing *module,
                                    struct str name);
/* What an import statement of a file binds; `cwd` as in python_import.h. */
struct python_thing thing_import(const struct facts *facts, const char *file, struct str cwd,
                                 const struct python_import *import);
/* A member of a class or of its bases: FUNCTION, VALUE, ABSENT or UNKNOWN. */
struct python_thing thing_member(const struct facts *facts, const struct python_thing *class,
                                 struct str name);
/* How a class is called, without self: false where it is not certain. */
bool thing_constructor(const struct facts *facts, const struct python_thing *class,
                       struct python_signature *ret_signature, unsigned *ret_line,
                       const struct python_module **ret_module);
#endif
