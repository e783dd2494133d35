#ifndef FACTS_TREE_H
#define FACTS_TREE_H
#include "snapshot/snapshot.h"
#include "util/map.h"

/* The files told apart by what they are for. */

enum language {
    LANGUAGE_NONE,
    LANGUAGE_PYTHON,
    LANGUAGE_R,
    LANGUAGE_JULIA,
    LANGUAGE_MATLAB,
    LANGUAGE_C,
    LANGUAGE_CPP,
    LANGUAGE_CUDA,
    LANGUAGE_FORTRAN,
    LANGUAGE_JAVA,
    LANGUAGE_SCALA,
    LANGUAGE_KOTLIN,
    LANGUAGE_RUST,
    LANGUAGE_GO,
    LANGUAGE_JAVASCRIPT,
    LANGUAGE_TYPESCRIPT,
    LANGUAGE_LUA,
    LANGUAGE_PERL,
    LANGUAGE_RUBY,
    LANGUAGE_PHP,
    LANGUAGE_HASKELL,
    LANGUAGE_OCAML,
    LANGUAGE_CSHARP,
    LANGUAGE_SWIFT,
    LANGUAGE_OBJECTIVE_C,
    LANGUAGE_STATA,
    LANGUAGE_LEAN,
    LANGUAGE_SHELL,
    LANGUAGE_NOTEBOOK,
    LANGUAGE_COUNT,
};

enum file_role {
    ROLE_CODE = 1 << 0, /* source in a programming language, notebooks included */
    ROLE_OWN = 1 << 1,  /* not vendored, not generated */
    ROLE_VENDORED = 1 << 2,
    ROLE_GENERATED = 1 << 3,
    ROLE_TEST = 1 << 4, /* by its place or name; whether it tests anything is another question */
    ROLE_EXAMPLE = 1 << 5,
    ROLE_DOCS = 1 << 6, /* stands in a folder of documentation */
    ROLE_DATA = 1 << 7,
    ROLE_PAGE = 1 << 8, /* Markdown, reStructuredText, ... that people read */
};

struct tree_file {
    const struct file *file;
    enum language language;
    unsigned roles;  /* enum file_role, or-ed */
    unsigned folder; /* index in tree->folders */
};

/* The files below a folder are tree->files[first] to [end - 1]. */
struct tree_folder {
    struct str path; /* "" is the root, which is folder 0 */
    unsigned parent, depth;
    size_t first, end;
    unsigned roles; /* what all below inherits: VENDORED, GENERATED, TEST, EXAMPLE, DOCS, DATA */
};

struct tree {
    const struct snapshot *snapshot;
    struct tree_file *files; /* parallel to snapshot->files, sorted by the bytes of their path */
    size_t count;
    struct tree_folder *folders; /* each before those below it */
    size_t folder_count;
    enum language language; /* of most own code files; notebooks count by their kernel, once read */
    size_t own_code;        /* own code files, tests and examples included */
    size_t languages[LANGUAGE_COUNT]; /* own code files of each */
    struct map folder_index;          /* private: a folder's path -> its index */
    struct tree_lookup *lookup;       /* private: tables that are made when first asked for */
};

const char *language_name(enum language language); /* "Python"; LANGUAGE_NONE: "" */
enum language language_of_path(const char *path);  /* by the name alone */

/* Classifies; reads .gitattributes, and the licence files of folders where their object ids do not
 * tell whether they are copies of the root's. */
void tree_collect(struct arena *arena, const struct snapshot *snapshot, struct tree *ret_tree);

/* NULL: no such file. A path is as in the snapshot: no "./", no trailing '/'. */
const struct tree_file *tree_find(const struct tree *tree, const char *path);
/* Of an R package: DESCRIPTION at the root, or the only one that stands a folder below it in a
 * repository of R; NULL: none. */
const struct tree_file *tree_find_description(const struct tree *tree);
/* NULL: no such folder. "" is the root. */
const struct tree_folder *tree_find_folder(const struct tree *tree, const char *path);
bool tree_has_folder(const struct tree *tree, const char *path);
/* The one path that differs in case alone; NULL: none, or several. Files and folders. */
const char *tree_find_case_twin(const struct tree *tree, const char *path);
/* The files whose last component is `name`, in the order of their paths, one a call: start with
 * NULL, then with the one before; NULL at the end. */
const struct tree_file *tree_next_named(const struct tree *tree, const char *name,
                                        const struct tree_file *previous);
/* The main language anew, with the notebooks counted as given (by their kernels). */
void tree_count_notebooks(struct tree *tree, const size_t notebooks[LANGUAGE_COUNT]);
#endif
