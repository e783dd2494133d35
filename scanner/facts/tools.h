#ifndef FACTS_TOOLS_H
#define FACTS_TOOLS_H
#include "util/str.h"

struct shell_command;

/* The programs that documentation runs, and how to tell a command from prose, output and code. */

enum tool_role {
    TOOL_LAUNCHER, /* runs a script or a module that it is given: python, bash, torchrun */
    TOOL_PACKAGES,
    TOOL_BUILD,
    TOOL_CONTAINER,
    TOOL_FETCH,
    TOOL_SHELL,
};

struct tool {
    const char *name;
    enum tool_role role;
    const char *subcommands; /* blank-separated; "": it takes any words */
};

/* By the first word of a command: "python", "python3.8", "/usr/bin/pip", "conda.exe"; NULL: none.
 */
const struct tool *tool_find(struct str word);

enum look {
    LOOK_NO,     /* prose, output, code, data */
    LOOK_BARE,   /* only assignments, or a shell's own words (for, done): neither for nor against */
    LOOK_WEAK,   /* might be the name of any program */
    LOOK_STRONG, /* a known tool used as such, a script that is run, a program with options */
};

enum look command_look(const struct shell_command *command);
/* How many words at the beginning are no part of the command itself: assignments, then, do, {. */
size_t command_skip(const struct shell_command *command);
#endif
