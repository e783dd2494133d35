#ifndef FACTS_SUPPLY_H
#define FACTS_SUPPLY_H
#include "facts/document.h"

struct arena;
struct facts;

/* What the commands of a page make and bring, and the variables that they set: files that a reader
 * who follows the page has, though the repository does not hold them. */

enum supply_kind {
    SUPPLY_OUTPUT,   /* written by a command: > x, -o x, --output_dir x, touch x */
    SUPPLY_DOWNLOAD, /* wget, curl, gdown, ... */
    SUPPLY_UNPACKED, /* unzip, tar */
    SUPPLY_CLONE,    /* another repository */
};

struct supply_item {
    enum supply_kind kind;
    const char *path; /* from the root, settled; "" is the root */
    bool below;       /* a folder: all in it as well */
    bool known;       /* the tree has this folder, so that not all in it is brought */
    size_t command;   /* index in the page's commands */
};

struct supply_variable {
    struct str name, value;
    size_t command;
};

struct supply {
    struct {
        struct supply_item *items;
        size_t count, capacity;
    } items;
    struct {
        struct supply_variable *items;
        size_t count, capacity;
    } variables;
    struct {
        struct str *items; /* folders that the commands go into */
        size_t count, capacity;
    } folders;
};

void supply_collect(const struct facts *facts, const struct document *page,
                    struct supply *ret_supply);
/* The first that explains a path of a kind; NULL: none does. */
const struct supply_item *supply_find(const struct supply *supply, const char *path, bool is_code);
/* --output_dir, --save-path, -o, hydra.run.dir: the value is written to. */
bool supply_is_output(struct str option);
/* "${DATA}/x" with what the page set DATA to; false: something in it was never set. */
bool supply_expand(struct arena *arena, const struct supply *supply, struct str text,
                   struct str *ret_text);
#endif
