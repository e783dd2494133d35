#ifndef SNAPSHOT_MAKER_H
#define SNAPSHOT_MAKER_H
#include "snapshot/snapshot.h"

#include <sys/stat.h>

/* Private to snapshot/: how one kind of snapshot gives the bytes of its files. The history comes
 * from the object store in every kind that has one. */
struct snapshot_maker {
    int64_t (*size)(const struct snapshot *snapshot, const struct file *file);
    enum read_status (*read)(const struct snapshot *snapshot, struct arena *arena,
                             const struct file *file, size_t limit, struct str *ret_text);
};

struct objects;
struct refs;

/* What snapshot->state points to; a maker fills the parts that it has. */
struct snapshot_state {
    struct objects *objects; /* NULL: no git */
    struct refs *refs;       /* where objects are */
    unsigned char head[20];  /* the commit; only where snapshot->commit is set */
    const char *shallow;     /* 20 bytes each, sorted; where the history was cut on purpose */
    size_t shallow_count;
    FILE *progress;                      /* NULL: none */
    int root;                            /* the open folder that files on disk are read beneath */
    const char *const *texts;            /* of a snapshot of texts, parallel to its files */
    const struct archive_files *archive; /* of an archive */
};

struct place;

/* Opens the object store and the references of the place and finds the commit: the parts of a
 * snapshot that a commit's tree and a work tree share. */
bool git_open(struct arena *arena, const struct place *place,
              const struct snapshot_options *options, struct snapshot *ret_snapshot,
              struct rh_error *err) MUST_CHECK;
/* The files of snapshot->commit. */
bool git_files(struct snapshot *snapshot, const char *path, struct rh_error *err) MUST_CHECK;
enum read_status git_read(const struct snapshot *snapshot, struct arena *arena,
                          const struct file *file, size_t limit, struct str *ret_text);
int64_t git_size(const struct snapshot *snapshot, const struct file *file);

/* Adds a file by the path that is recorded, relative to the root; knows the scanned subfolder and
 * so whether the file is one of `files` or of `outside`. NULL: a ceiling was met, and
 * snapshot->files_partial says which. */
struct file_adder {
    struct snapshot *snapshot;
    struct str prefix; /* "sub/folder/", or empty */
    size_t bytes;      /* of all paths so far */
};
struct file *file_add(struct file_adder *adder, struct str raw);
/* Sorts both lists and drops second files of one name. */
void files_finish(struct snapshot *snapshot);

/* The plain folder `root`, all of it. */
bool folder_open(struct snapshot *snapshot, const char *root, const char *path,
                 struct rh_error *err) MUST_CHECK;

/* Opens the folder that files on disk are read beneath. */
bool disk_open_root(struct snapshot *snapshot, const char *root, struct rh_error *err) MUST_CHECK;
struct file *disk_add(struct file_adder *adder, const char *path, const struct stat *info);
int64_t disk_file_size(const struct snapshot *snapshot, const struct file *file);
enum read_status disk_file_read(const struct snapshot *snapshot, struct arena *arena,
                                const struct file *file, size_t limit, struct str *ret_text);

struct index;
/* The work tree as git sees it: what the index lists as it is on disk, what is not checked out from
 * the object store, and what is neither listed nor ignored. Sets snapshot->dirty. */
void worktree_files(struct snapshot *snapshot, const struct place *place, const struct index *index,
                    const char *path);
#endif
