#ifndef FACTS_TREE_H
#define FACTS_TREE_H
#include "snapshot/snapshot.h"

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
    LANGUAGE_HASKELL,
    LANGUAGE_OCAML,
    LANGUAGE_CSHARP,
    LANGUAGE_SWIFT,
    LANGUAGE_SHELL,
    LANGUAGE_NOTEBOOK,
    LANGUAGE_COUNT,
};

enum file_role {
    ROLE_CODE = 1 << 0, /* source in a programming language, notebooks included */
    ROLE_OWN = 1 << 1,  /* not vendored, not generated */
    ROLE_VENDORED = 1 << 2,
    ROLE_GENERATED = 1 << 3,
    ROLE_TEST = 1 << 4,
    ROLE_EXAMPLE = 1 << 5,
    ROLE_DOCS = 1 << 6,
    ROLE_DATA = 1 << 7,
    ROLE_PAGE = 1 << 8, /* Markdown, reStructuredText, ... that people read */
};

struct tree_file {
    const struct file *file;
    enum language language;
    unsigned roles; /* enum file_role, or-ed */
};

struct tree {
    const struct snapshot *snapshot;
    struct tree_file *files; /* parallel to snapshot->files */
    size_t count;
    enum language language; /* of most own code files, notebooks by their kernel's language */
    size_t own_code;        /* own code files, tests and examples included */
    size_t languages[LANGUAGE_COUNT]; /* own code files of each */
    struct map *folders;              /* private: every folder's path */
    struct map *lower;                /* private: lower-cased path -> index */
    struct map *names;                /* private: last component -> first index */
};

const char *language_name(enum language language); /* "Python"; LANGUAGE_NONE: "" */
/* Classifies; reads .gitattributes and nothing else. */
void tree_collect(struct arena *arena, const struct snapshot *snapshot, struct tree *ret_tree);
const struct tree_file *tree_find(const struct tree *tree, const char *path);
bool tree_has_folder(const struct tree *tree, const char *path);
/* The one path that differs in case alone; NULL: none. Files and folders. */
const char *tree_find_case_twin(const struct tree *tree, const char *path);
#endif
