#ifndef SNAPSHOT_TREE_H
#define SNAPSHOT_TREE_H
#include "snapshot/objects.h"

/* Tree objects as they are stored: "<mode> <name>\0<20 bytes>" one after the other. */
struct tree_entry {
    unsigned mode;
    struct str name;
    const unsigned char *id;
};

/* Takes the next entry off *rest; false at the end, and where the tree is damaged (*rest is not
 * empty then). */
bool tree_next(struct str *rest, struct tree_entry *ret_entry);
bool tree_is_folder(const struct tree_entry *entry);
enum file_kind tree_kind(const struct tree_entry *entry);
/* The entry of that name; false: there is none. */
bool tree_entry_find(struct str tree, struct str name, struct tree_entry *ret_entry);
/* git's order: a folder stands where its name with a '/' would. */
int tree_compare(const struct tree_entry *a, const struct tree_entry *b);

/* The newest trees, kept because the next commit has nearly all of them too. Views live until the
 * next two reads. */
struct tree_cache;

struct tree_cache *tree_cache_new(struct objects *objects);
void tree_cache_free(struct tree_cache *cache); /* NULL is fine */
enum read_status tree_cache_read(struct tree_cache *cache, const unsigned char id[ID_SIZE],
                                 struct str *ret_tree);
#endif
