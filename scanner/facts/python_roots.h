#ifndef FACTS_PYTHON_ROOTS_H
#define FACTS_PYTHON_ROOTS_H
#include "util/str.h"

struct facts;

/* The folders that Python packages of a repository are installed from, as its manifests say. */
struct python_roots {
    struct {
        struct str *items; /* "" is the root, which comes first; then "src"; nearest first */
        size_t count, capacity;
    } folders;
    struct {
        struct python_mapping {
            struct str package, folder; /* package_dir = {"tok": "lib/token"} */
        } * items;
        size_t count, capacity;
    } mappings;
    struct {
        struct str *items; /* last parts of names of extension modules: "_ops" */
        size_t count, capacity;
    } compiled;
    struct {
        struct str *items; /* folders of other repositories, which are empty here */
        size_t count, capacity;
    } submodules;
};

void python_roots_collect(const struct facts *facts, struct python_roots *ret_roots);
#endif
