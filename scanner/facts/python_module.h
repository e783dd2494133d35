#ifndef FACTS_PYTHON_MODULE_H
#define FACTS_PYTHON_MODULE_H
#include "facts/python_token.h"
#include "util/map.h"
#include "util/str.h"

struct facts;
struct modules;

/* What one Python file says of itself when it is read and not run: what it imports, defines and
 * exports. Made when first asked for, and kept. Python 2 and 3. Where a file decides at run time
 * what it has, it is `dynamic`, and nothing may be said to be missing from it. */

struct python_import {
    unsigned line, level;
    struct str module; /* "a.b", without leading dots */
    struct str name;   /* "from a.b import NAME"; "*"; empty: "import a.b" */
    struct str as;
    bool tried;   /* within try, except, if TYPE_CHECKING: it may fail */
    bool guarded; /* that, or within if: it may never be reached */
    bool nested;  /* within a function or class: it comes when that is used */
};

enum python_parameter_kind { PARAMETER_BOTH, PARAMETER_POSITION, PARAMETER_KEYWORD };

struct python_parameter {
    struct str name;
    enum python_parameter_kind kind; /* how an argument may be given */
    bool optional;
};

/* How something is called. Not `certain`: a decorator, a metaclass or the like may change it. */
struct python_signature {
    struct {
        struct python_parameter *items;
        size_t count, capacity;
    } parameters;
    bool any_positional, any_keyword; /* *args, **kwargs */
    bool certain;
};

enum python_binding { BINDING_INSTANCE, BINDING_CLASS, BINDING_NONE, BINDING_PROPERTY };

struct python_function {
    struct str name;
    unsigned line;
    struct python_signature signature; /* with self */
    enum python_binding binding;       /* of a method: what its first parameter is */
};

enum python_member { MEMBER_VALUE = 1, MEMBER_METHOD };

struct python_class {
    struct str name;
    unsigned line;
    struct {
        struct str *items; /* "a.Base"; empty: computed */
        size_t count, capacity;
    } bases;
    struct {
        struct python_function *items;
        size_t count, capacity;
    } methods;
    struct map members; /* methods, attributes, what self is seen to have: enum python_member */
    struct python_signature fields; /* of a dataclass or named tuple, in their order */
    bool is_record;                 /* a dataclass or the like: called with its fields */
    bool uncertain;                 /* a decorator or metaclass that is not known */
    bool open;                      /* __getattr__, setattr(self, ...): may have any member */
};

enum python_definition {
    DEFINITION_VALUE, /* something that is there */
    DEFINITION_FUNCTION,
    DEFINITION_CLASS,
    DEFINITION_IMPORT,
};

/* A name at the top level. Bound more than once in different ways, it is a value. */
struct python_name {
    struct str name;
    unsigned line;
    enum python_definition kind;
    size_t index; /* in functions, classes or imports */
};

struct python_module {
    const char *path;
    struct str text;
    struct {
        struct python_import *items;
        size_t count, capacity;
    } imports;
    struct {
        struct python_name *items;
        size_t count, capacity;
    } names;
    struct map name_index;
    struct {
        struct python_function *items;
        size_t count, capacity;
    } functions;
    struct {
        struct python_class *items;
        size_t count, capacity;
    } classes;
    bool dynamic;
    bool has_all; /* __all__ is a plain list; what is in it counts for "import *" */
    struct map all;
    bool paths; /* it changes sys.path */
};

struct modules *modules_new(const struct facts *facts);
/* The model of a file of the tree; NULL: it cannot be read, or enough files were. */
const struct python_module *module_read(const struct facts *facts, const char *path);
/* The same of a text that is no file, with its tokens; for documentation and tests. */
const struct python_module *module_parse(struct arena *arena, const char *path, struct str text);
const struct python_name *module_name(const struct python_module *module, struct str name);
const struct python_function *class_method(const struct python_class *class, struct str name);

/* All tokens of a text up to a bound, the last one PYTHON_END; in `arena`. */
const struct python_token *python_tokens(struct arena *arena, struct str text, size_t *ret_count);
/* The column as an editor shows it, tabs to multiples of 8. */
unsigned python_indent(const struct python_token *token);
/* Parameters between the bracket at tokens[at] and its end, whose index it returns. */
size_t python_parameters(struct arena *arena, const struct python_token *tokens, size_t count,
                         size_t at, struct python_signature *ret_signature);
#endif
