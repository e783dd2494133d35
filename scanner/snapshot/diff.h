#ifndef SNAPSHOT_DIFF_H
#define SNAPSHOT_DIFF_H
#include "snapshot/tree.h"

/* What differs between two trees, by names and ids alone: no file is read, nothing is taken for
 * renamed. */
struct diff;

enum diff_end {
    DIFF_DONE,
    DIFF_STOPPED, /* the visitor said so */
    DIFF_MISSING, /* a tree is not here; some paths may have been shown */
    DIFF_CUT,     /* past the deadline, or deeper than any real tree */
};

/* Returns false to stop. */
typedef bool diff_visitor(void *context, struct str path);

struct diff *diff_new(struct objects *objects);
void diff_free(struct diff *diff); /* NULL is fine */
/* An id of zeros is the empty tree. `depth`: paths of at most so many parts, a folder beyond stands
 * for what is in it; 0: any. `deadline`: seconds of cpu since the process began. */
enum diff_end diff_trees(struct diff *diff, const unsigned char before[ID_SIZE],
                         const unsigned char after[ID_SIZE], unsigned depth, double deadline,
                         diff_visitor *visit, void *context);
/* The id at a path of folders ("sub/folder/"; "": the tree itself), zeros where there is none. */
enum read_status diff_descend(struct diff *diff, const unsigned char tree[ID_SIZE],
                              const char *path, unsigned char ret_id[ID_SIZE]);
double cpu_seconds(void);
#endif
