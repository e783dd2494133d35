#ifndef FACTS_PYTHON_IMPORT_H
#define FACTS_PYTHON_IMPORT_H
#include "util/str.h"

struct facts;
struct imports;

/* Where the dotted name of a Python module leads: to a file of the tree, out of it, or nowhere. It
 * looks where Python would (the script's folder, the folders that a package is installed from),
 * then for the one place of the tree that ends so, since PYTHONPATH and sys.path are often set. */

enum import_status {
    IMPORT_FILE,       /* a module, or a package's __init__.py */
    IMPORT_FOLDER,     /* a folder with Python below it and no __init__.py */
    IMPORT_CASE,       /* there in other case: it works on macOS alone; path is what is there */
    IMPORT_ABSENT,     /* its first part is the repository's own, the rest is not there */
    IMPORT_STANDARD,   /* of Python itself, 2 or 3 */
    IMPORT_DECLARED,   /* not in the tree; a manifest names a package like it */
    IMPORT_UNDECLARED, /* not in the tree, nor in a manifest that was read */
    IMPORT_UNKNOWN,    /* cannot be told: compiled, generated, a submodule, several places */
};

struct import_site {
    const char *file;          /* the importing file, in the tree; NULL: documentation, a command */
    struct str cwd;            /* the folder of the script that runs, or where a command runs */
    const struct str *folders; /* that sys.path gets beside, in the tree */
    size_t folder_count;
};

struct import_found {
    enum import_status status;
    const char *path; /* FILE, FOLDER, CASE */
    /* ABSENT: the deepest part that is there, a file or folder; NULL: none is, the name is that of
     * the repository's own package. */
    const char *there;
    struct str absent;  /* ABSENT: the first part that is not there */
    const char *folder; /* the folder that the name was followed from, "" is the root */
    bool elsewhere;     /* FILE, FOLDER: only a changed sys.path finds it */
};

/* Made empty; what it needs to know is found out when it is first asked. */
struct imports *imports_new(const struct facts *facts);
/* `dotted` without leading dots, of which there were `level`. What it returns is the facts'. */
struct import_found import_find(const struct facts *facts, const struct import_site *site,
                                struct str dotted, unsigned level);
/* Whether the package (in a manifest of any kind) seems to provide the module: same name, or the
 * name within it. Never sure; to stay silent with. */
bool import_is_declared(const struct facts *facts, struct str module);
/* A folder with Python files in it or below it. */
bool import_has_python(const struct facts *facts, const char *folder);
/* Whether a build makes a module of this name: x.pyx, x.cpp, Extension("a.x"), x_pb2. */
bool import_is_compiled(const struct facts *facts, struct str name);
#endif
