#ifndef FACTS_CLI_SOURCES_H
#define FACTS_CLI_SOURCES_H
#include "facts/cli_source.h"

struct facts;
struct tree_file;

/* Python files as command lines are read from them, each read once for all programs of a scan, as
 * far as memory allows: programs of one repository import the same modules. */

struct cli_file {
    struct cli_source source; /* without tokens as long as they are not kept */
    bool kept, too_large;
};

/* NULL where the file cannot be read. What is not kept lives in `scratch`. */
struct cli_file *cli_file_find(struct facts *facts, struct arena *scratch,
                               const struct tree_file *file);
/* The source with its tokens; false where it is too large for them. */
bool cli_file_tokens(struct facts *facts, struct arena *scratch, struct cli_file *file,
                     struct cli_source *ret_source);
#endif
