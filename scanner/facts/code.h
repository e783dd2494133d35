#ifndef FACTS_CODE_H
#define FACTS_CODE_H
#include "facts/facts.h"

/* The one pass over own code: each file is read once, and each line is handed to those scanners in
 * scanners.def that look for a word on it. Tests and vendored files are left out; settings files
 * (YAML, TOML, JSON, ...) and the code cells of notebooks come along; a notebook that cannot be
 * read is no gap here, it has metrics of its own. Files near the root come first, so that a limit
 * cuts what is far from it. */

struct source {
    const struct tree_file *file;
    enum language language; /* a notebook's is its kernel's; LANGUAGE_NONE for settings */
    bool settings;
    bool entry; /* a script that a reader starts with: named so near the root, or in the README */
};

struct source_line {
    unsigned number;
    struct str text; /* as written, cut at LIMIT_LINE_BYTES */
    struct str code; /* the same with comments and docstrings blanked; strings are kept */
};

/* What kept files from being seen. */
struct code_seen {
    size_t read, unread;
    const char *why; /* of the first unread one; NULL: none */
};

/* To add one: write a file with a `const struct line_scanner NAME_scanner`, add SCANNER(NAME) to
 * scanners.def. State begins as zeros and lasts for the whole pass. */
struct line_scanner {
    size_t state_size;
    /* The index-th of the texts of which each line that matters to it has one, letters in any case,
     * with no blank at the end; a blank at the beginning may be the end of the line before. False
     * behind the last. */
    bool (*word)(size_t index, struct str *ret_word);
    void (*line)(struct facts *facts, void *state, const struct source *source,
                 const struct source_line *line);
    /* After a file's last line; may be NULL. */
    void (*end)(struct facts *facts, void *state, const struct source *source);
    /* After all files: sets the metrics, unknown where what was not seen could change them. NULL:
     * it has none. */
    void (*finish)(struct facts *facts, void *state, const struct code_seen *seen);
};

#define SCANNER(name) extern const struct line_scanner name##_scanner;
#include "facts/scanners.def"
#undef SCANNER

void code_collect(struct facts *facts);

/* Sets a metric that one sighting makes true, and that is false only where all was seen. */
void code_bool(struct facts *facts, enum metric metric, bool found, const struct code_seen *seen);
#endif
