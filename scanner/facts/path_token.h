#ifndef FACTS_PATH_TOKEN_H
#define FACTS_PATH_TOKEN_H
#include "util/str.h"

struct arena;

/* Words of a page that may be paths of the repository, by their form alone. */

/* What an ending says about who makes the file. */
enum token_kind {
    TOKEN_OTHER, /* no ending that tells */
    TOKEN_CODE,  /* written by hand: sources, scripts, notebooks, pages */
    TOKEN_CONFIG,
    TOKEN_DATA, /* data, models, pictures: often what a run makes */
};

enum token_kind token_kind(struct str path);
/* Letters, digits and what stands in names of files, and nothing else. */
bool token_is_path(struct str text);
/* It stands for something of the reader's: <x>, /path/to, YOUR_, ... */
bool token_is_placeholder(struct str path);
/* It sounds made up: my_script.py, foo.yaml. It may be there all the same. */
bool token_is_made_up(struct str path);
/* The path behind which something else stands: "x.py" of "x.py:12", "x.py#L3", "x.py::test". */
struct str token_without_place(struct str path);

/* The names that `{a,b}_x.{py,sh}` stands for, LIMIT of them at most; without braces itself. */
enum { TOKEN_MOST_NAMES = 16 };
size_t token_expand(struct arena *arena, struct str text, struct str ret_names[TOKEN_MOST_NAMES]);
#endif
