#ifndef FACTS_MANIFEST_H
#define FACTS_MANIFEST_H
#include "snapshot/snapshot.h"
#include "util/str.h"

/* What the project says it is called and what it says it needs: requirements files, pyproject,
 * setup.py, environment.yml, DESCRIPTION, Project.toml, ... and their lock files. Read, never run.
 * What could not be read statically is unknown, which is not the same as empty. */

enum ecosystem {
    ECOSYSTEM_PYTHON,
    ECOSYSTEM_CONDA,
    ECOSYSTEM_R,
    ECOSYSTEM_JULIA,
    ECOSYSTEM_RUST,
    ECOSYSTEM_JAVASCRIPT,
    ECOSYSTEM_GO,
    ECOSYSTEM_JAVA,
    ECOSYSTEM_NATIVE, /* CMake and its like: C, C++, Fortran, CUDA */
    ECOSYSTEM_RUBY,
    ECOSYSTEM_LUA,
};

enum manifest_kind {
#define MANIFEST(id, ecosystem, lock, title, parse) MANIFEST_##id,
#include "facts/manifest.def"
#undef MANIFEST
    MANIFEST_KIND_COUNT
};

/* How much of the version is said. */
enum pin {
    PIN_FREE,  /* nothing */
    PIN_RANGE, /* bounds, ^1.2, ~=1.2, 1.2.* */
    PIN_EXACT, /* one version; a repository at a commit or tag */
};

enum origin {
    ORIGIN_REGISTRY, /* by name, from wherever the installer looks */
    ORIGIN_VCS,      /* git+https://... */
    ORIGIN_URL,      /* one file from a web server */
    ORIGIN_LOCAL,    /* a path or file:// */
};

struct dependency {
    const char *name;      /* as written; "" where a URL or path does not tell */
    const char *key;       /* normalised for comparing: "foo-bar" for Foo_Bar; see package_key() */
    const char *specifier; /* ">=1.2,<2", "=1.2=py38_0"; "" where there is none */
    const char *marker;    /* "python_version < '3.8'"; "" where there is none */
    const char *group;     /* "" is what every user needs; else the extra or group: "dev" */
    const char *location;  /* ORIGIN_VCS, _URL, _LOCAL: the address or path; else "" */
    struct str text;       /* the line as it stands, for showing */
    unsigned line;
    enum pin pin;
    enum origin origin;
    bool editable; /* pip's -e */
    bool pip;      /* in a conda environment: installed by pip */
    bool build;    /* conda: a build string is given, "=py38h1234_0" or "=pypi_0" */
};

/* "-r other.txt", or "-c versions.txt", which bounds what others ask for. */
struct manifest_include {
    struct str written, text; /* the name, and the line as it stands */
    unsigned line;
    const char *path;                   /* in the tree; NULL: it is not there, or not here */
    const struct manifest *constraints; /* of -c: what the file holds; NULL: it is a -r */
    bool constrains;
};

/* A line that an installer will not take. */
struct manifest_fault {
    unsigned line;
    struct str text;
    const char *why;
};

struct manifest {
    enum manifest_kind kind;
    const char *path;
    unsigned depth;            /* folders above it; 0: at the root */
    bool named_by_readme;      /* set by manifests_look_at_readme() */
    bool included;             /* a manifest at the root names it: "-r requirements/base.txt" */
    bool for_developers;       /* by its name or folder: docs, tests, containers, examples */
    bool other_language;       /* not what most of the code is written in */
    struct str text;           /* the file; empty where nothing of it is read */
    const char *unread;        /* why it could not be read at all; NULL: it was */
    bool dependencies_unknown; /* they are computed, or the file names others we could not follow */

    const char *package; /* its own name, NULL: none or computed */
    unsigned package_line;
    const char *version; /* NULL: none or computed */
    unsigned version_line;
    const char *language_version; /* requires-python, julia compat, R (>= x): NULL: none */
    unsigned language_version_line;

    struct {
        struct dependency *items;
        size_t count, capacity;
    } dependencies;
    struct {
        struct manifest_include *items;
        size_t count, capacity;
    } includes;
    struct {
        struct manifest_fault *items;
        size_t count, capacity;
    } faults;
    unsigned index_line; /* of the first line that names an index or a page of files; 0: none */
    unsigned comment_index_line; /* the same, but in a comment */
    bool conda_export; /* `conda list --export`: name=version=build lines, or its header */
    bool compiled;     /* written by a resolver that says so: pip-compile, uv, poetry export */
};

struct manifests {
    struct {
        struct manifest *items;
        size_t count, capacity;
    } all;                          /* nearest to the root first, then by path */
    const struct manifest *primary; /* the one that says what a user needs; NULL: none */
    bool several;                /* no primary, since there is none at the root and several below */
    const struct manifest *lock; /* a lock file of the same ecosystem; NULL: none */
    const char *cut;             /* why not all manifests were read, or NULL */
    size_t followed;             /* files that were read since another one names them */
};

struct tree;
struct document;

/* Reads the manifests of own code; nested ones up to a bound. */
void manifests_collect(struct arena *arena, const struct snapshot *snapshot,
                       const struct tree *tree, struct manifests *ret_manifests);
/* Marks what the README names, and chooses `primary` and `lock` anew with that. */
void manifests_look_at_readme(struct manifests *manifests, const struct document *readme);

const char *manifest_title(enum manifest_kind kind); /* "requirements file", "pyproject.toml" */
bool manifest_is_lock(enum manifest_kind kind);
enum ecosystem manifest_ecosystem(enum manifest_kind kind);
/* By the name alone; MANIFEST_KIND_COUNT: none. */
enum manifest_kind manifest_kind_of_path(const char *path);

/* How many of what every user needs have an exact version, or any bound: of a manifest and of all
 * that it names by -r, each once, with the versions that -c gives. */
struct manifest_pins {
    size_t needed, exact, bounded;
    bool unknown; /* there are more that were not read */
};
struct manifest_pins manifests_count_pins(const struct manifests *manifests,
                                          const struct manifest *manifest);

/* Lower case, and "-" for each run of - _ . : two names of one package are equal. */
char *package_key(struct arena *arena, struct str name);
/* Does one of the manifests say that the project itself is called so? */
bool manifests_own_package(const struct manifests *manifests, struct str name);
#endif
