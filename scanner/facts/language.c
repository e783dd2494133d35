/* Languages by the ends of names. Declared in tree.h. */
#include "facts/tree.h"

#include <stdlib.h>
#include <string.h>

static const char *const names[LANGUAGE_COUNT] = {
    [LANGUAGE_NONE] = "",
    [LANGUAGE_PYTHON] = "Python",
    [LANGUAGE_R] = "R",
    [LANGUAGE_JULIA] = "Julia",
    [LANGUAGE_MATLAB] = "MATLAB",
    [LANGUAGE_C] = "C",
    [LANGUAGE_CPP] = "C++",
    [LANGUAGE_CUDA] = "CUDA",
    [LANGUAGE_FORTRAN] = "Fortran",
    [LANGUAGE_JAVA] = "Java",
    [LANGUAGE_SCALA] = "Scala",
    [LANGUAGE_KOTLIN] = "Kotlin",
    [LANGUAGE_RUST] = "Rust",
    [LANGUAGE_GO] = "Go",
    [LANGUAGE_JAVASCRIPT] = "JavaScript",
    [LANGUAGE_TYPESCRIPT] = "TypeScript",
    [LANGUAGE_LUA] = "Lua",
    [LANGUAGE_PERL] = "Perl",
    [LANGUAGE_RUBY] = "Ruby",
    [LANGUAGE_PHP] = "PHP",
    [LANGUAGE_HASKELL] = "Haskell",
    [LANGUAGE_OCAML] = "OCaml",
    [LANGUAGE_CSHARP] = "C#",
    [LANGUAGE_SWIFT] = "Swift",
    [LANGUAGE_OBJECTIVE_C] = "Objective-C",
    [LANGUAGE_STATA] = "Stata",
    [LANGUAGE_LEAN] = "Lean",
    [LANGUAGE_SHELL] = "Shell",
    [LANGUAGE_NOTEBOOK] = "Jupyter Notebook",
};

struct extension {
    const char *name;
    enum language language;
};

/* Sorted by name, lower case. ".m" is MATLAB and ".h" is C here; tree_collect knows better where
 * the rest of the tree speaks against it. */
static const struct extension extensions[] = {
    {".ado", LANGUAGE_STATA},
    {".bash", LANGUAGE_SHELL},
    {".c", LANGUAGE_C},
    {".c++", LANGUAGE_CPP},
    {".cc", LANGUAGE_CPP},
    {".cjs", LANGUAGE_JAVASCRIPT},
    {".cpp", LANGUAGE_CPP},
    {".cs", LANGUAGE_CSHARP},
    {".cu", LANGUAGE_CUDA},
    {".cuh", LANGUAGE_CUDA},
    {".cxx", LANGUAGE_CPP},
    {".do", LANGUAGE_STATA},
    {".f", LANGUAGE_FORTRAN},
    {".f03", LANGUAGE_FORTRAN},
    {".f08", LANGUAGE_FORTRAN},
    {".f77", LANGUAGE_FORTRAN},
    {".f90", LANGUAGE_FORTRAN},
    {".f95", LANGUAGE_FORTRAN},
    {".for", LANGUAGE_FORTRAN},
    {".go", LANGUAGE_GO},
    {".h", LANGUAGE_C},
    {".h++", LANGUAGE_CPP},
    {".hh", LANGUAGE_CPP},
    {".hpp", LANGUAGE_CPP},
    {".hs", LANGUAGE_HASKELL},
    {".hxx", LANGUAGE_CPP},
    {".ipp", LANGUAGE_CPP},
    {".ipynb", LANGUAGE_NOTEBOOK},
    {".java", LANGUAGE_JAVA},
    {".jl", LANGUAGE_JULIA},
    {".js", LANGUAGE_JAVASCRIPT},
    {".jsx", LANGUAGE_JAVASCRIPT},
    {".kt", LANGUAGE_KOTLIN},
    {".kts", LANGUAGE_KOTLIN},
    {".lean", LANGUAGE_LEAN},
    {".lhs", LANGUAGE_HASKELL},
    {".lua", LANGUAGE_LUA},
    {".m", LANGUAGE_MATLAB},
    {".mjs", LANGUAGE_JAVASCRIPT},
    {".ml", LANGUAGE_OCAML},
    {".mli", LANGUAGE_OCAML},
    {".mm", LANGUAGE_OBJECTIVE_C},
    {".php", LANGUAGE_PHP},
    {".pl", LANGUAGE_PERL},
    {".pm", LANGUAGE_PERL},
    {".py", LANGUAGE_PYTHON},
    {".pyi", LANGUAGE_PYTHON},
    {".pyx", LANGUAGE_PYTHON},
    {".qmd", LANGUAGE_R},
    {".r", LANGUAGE_R},
    {".rb", LANGUAGE_RUBY},
    {".rmd", LANGUAGE_R},
    {".rnw", LANGUAGE_R},
    {".rs", LANGUAGE_RUST},
    {".sbatch", LANGUAGE_SHELL},
    {".sc", LANGUAGE_SCALA},
    {".scala", LANGUAGE_SCALA},
    {".sh", LANGUAGE_SHELL},
    {".slurm", LANGUAGE_SHELL},
    {".swift", LANGUAGE_SWIFT},
    {".tpp", LANGUAGE_CPP},
    {".ts", LANGUAGE_TYPESCRIPT},
    {".tsx", LANGUAGE_TYPESCRIPT},
    {".zsh", LANGUAGE_SHELL},
};

const char *language_name(enum language language) { return names[language]; }

static int compare(const void *key, const void *element)
{
    return strcasecmp(key, ((const struct extension *)element)->name);
}

enum language language_of_path(const char *path)
{
    const char *extension = path_extension(path);
    const struct extension *found =
        bsearch(extension, extensions, sizeof(extensions) / sizeof(extensions[0]),
                sizeof(extensions[0]), compare);

    return found ? found->language : LANGUAGE_NONE;
}
