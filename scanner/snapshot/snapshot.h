#ifndef SNAPSHOT_H
#define SNAPSHOT_H
#include "util/error.h"
#include "util/str.h"

#include <stdint.h>
#include <stdio.h>
#include <time.h>

struct arena;
struct forge; /* snapshot/forge.h */

/* The read-only view of a repository at one commit (or of a work tree, or of a plain folder) that
 * all later stages see. A snapshot is data; only its maker varies: git.c reads a commit from the
 * object store, worktree.c the files of a checkout, folder.c a plain folder, memory.c texts that a
 * test wrote, archive.c a zip or tar file. Nothing here reads meaning into bytes. */

enum file_kind { FILE_REGULAR, FILE_EXECUTABLE, FILE_SYMLINK, FILE_GITLINK };

struct file {
    const char *path; /* '/' between parts, repaired to UTF-8, relative to the scanned folder */
    const char
        *raw; /* the same with the bytes that are recorded; path itself where they are good */
    enum file_kind kind;
    unsigned char id[20]; /* object id; zero where there is none */
    bool on_disk;         /* read from the work tree, not from the object store */
    int64_t size;         /* bytes, or -1: not asked yet; see file_size() */
};

enum read_status {
    READ_OK,
    READ_TOO_LARGE, /* over the limit that the caller gave */
    READ_MISSING,   /* the object is not here: partial clone, damaged mirror */
    READ_OTHER,     /* a link, a submodule, a device, no permission */
};

struct tag {
    const char *name;
    time_t time;        /* of the tag, else of the commit; 0: not known */
    const char *commit; /* 40 hex digits; NULL: it names no commit that is here */
};

/* One commit as the history walk shows it; views die when the visitor returns. */
struct commit {
    const unsigned char *id;              /* 20 bytes */
    const unsigned char *tree;            /* 20 bytes */
    struct str author_name, author_email; /* bytes as recorded */
    time_t author_time, commit_time;
    int author_offset; /* minutes east of UTC */
    unsigned parent_count;
    struct str message; /* bounded by LIMIT_COMMIT_BYTES */
};
/* Returns false to stop the walk. */
typedef bool commit_visitor(void *context, const struct commit *commit);

enum history_end {
    HISTORY_COMPLETE,
    HISTORY_NONE,    /* no git, unborn HEAD */
    HISTORY_SHALLOW, /* ended at a shallow boundary */
    HISTORY_MISSING, /* a parent is not here */
    HISTORY_CAPPED,  /* LIMIT_COMMITS or LIMIT_HISTORY_SECONDS */
    HISTORY_STOPPED, /* the visitor said so */
};

/* A path that one commit changed against its first parent (added, changed or removed), relative to
 * the scanned folder. A folder, with '/' at its end, where it lies deeper than was asked for. */
typedef bool path_visitor(void *context, const struct commit *commit, struct str path);

struct file_list {
    struct file *items;
    size_t count, capacity;
};

struct snapshot_maker; /* private to snapshot/: how to read, walk */

struct snapshot {
    struct arena *arena;
    const char *commit; /* 40 hex digits; NULL: none */
    time_t commit_time; /* committer time; 0: none */
    time_t author_time; /* 0: none */
    int author_offset;
    const char *url;    /* of origin or of the remote, no credentials; NULL: not known */
    const char *name;   /* "owner/name" or the folder's name */
    const char *branch; /* that is scanned: --rev's, else the default one; NULL: not known */
    const char *path;   /* the subfolder that is scanned; "" is all */
    bool dirty;
    struct file_list files;    /* sorted by the bytes of their path */
    struct file_list outside;  /* with a subfolder: the rest of the tree, "../LICENSE", sorted */
    const char *files_partial; /* why files is not all, or NULL */
    const char *files_note;    /* how they were found where not in the ordinary way, or NULL */
    const struct tag *tags;
    size_t tag_count;
    const char *tags_unknown;    /* why there are none to see (a shallow clone), or NULL */
    const char *history_unknown; /* why it cannot have commits (an archive), or NULL */
    const struct forge *forge;   /* what the forge said; NULL: nothing */
    const char *forge_unknown;   /* why nothing, in a clause; NULL: it was not asked */
    const struct snapshot_maker *maker;
    void *state;
};

struct snapshot_options {
    const char *folder;     /* where the repository or folder is on this disk */
    const char *rev;        /* NULL: the work tree where there is one, else HEAD */
    const char *path;       /* NULL: all */
    const char *name, *url; /* from the target; url may be NULL */
    bool committed;         /* HEAD, also where there is a work tree */
    bool archive;           /* folder is a zip or tar file */
    bool trust_local;
    bool verify; /* check object hashes on every read */
    /* Once it is known where the repository's files are, give up reading all others; for a
     * process that does nothing else. */
    bool confine;
    FILE *progress;            /* where long walks say how far they are; NULL: nowhere */
    const struct forge *forge; /* borrowed; NULL: nothing is known of issues */
    const char *forge_unknown; /* why, in a clause; NULL: it was not asked */
};

bool snapshot_open(struct arena *arena, const struct snapshot_options *options,
                   struct snapshot *ret_snapshot, struct rh_error *err) MUST_CHECK;
/* A snapshot of texts, for rule examples and tests. Paths and texts are borrowed; a text that is
 * NULL stands for a submodule. */
void snapshot_from_texts(struct arena *arena, const char *const *paths, const char *const *texts,
                         size_t count, struct snapshot *ret_snapshot);

/* NULL: no such path. */
const struct file *snapshot_find(const struct snapshot *snapshot, const char *path);
/* Bytes, or -1: not known (missing object, submodule). A size in an object's header can lie. */
int64_t file_size(const struct snapshot *snapshot, const struct file *file);
/* The file's bytes, as they are, in `arena`; NUL-terminated behind the end. A symlink's are its
 * target's name. Nothing is written to ret_text unless READ_OK. */
enum read_status file_read(const struct snapshot *snapshot, struct arena *arena,
                           const struct file *file, size_t limit, struct str *ret_text);

/* The commit that a tag, a branch or an id (also its beginning) leads to, and its time. */
bool snapshot_resolve(const struct snapshot *snapshot, const char *rev, const char **ret_commit,
                      time_t *ret_time);
/* Every branch of the repository and of its remotes: "main", and "remotes/origin/main" or
 * "heads/main", which snapshot_resolve() takes. Returns false to stop. */
typedef bool branch_visitor(void *context, const char *name, const char *ref);
void snapshot_branches(const struct snapshot *snapshot, branch_visitor *visit, void *context);
/* The paths that differ between another commit and the scanned one, in the scanned folder. False:
 * not all could be seen. */
typedef bool changed_visitor(void *context, struct str path);
bool snapshot_changed(const struct snapshot *snapshot, const char *commit, changed_visitor *visit,
                      void *context);

/* All commits that HEAD (or --rev) reaches, in no order. */
enum history_end snapshot_walk(const struct snapshot *snapshot, commit_visitor *visit,
                               void *context);
/* The newest non-merge commits with the paths that each changed in the scanned folder, newest
 * first, until `most` commits or `milliseconds` of cpu; no rename detection. Paths of at most
 * `depth` parts (0: any). A commit whose trees are not here is left out. *ret_commits: how many
 * changed something there. */
enum history_end snapshot_walk_paths(const struct snapshot *snapshot, size_t most,
                                     unsigned milliseconds, unsigned depth, path_visitor *visit,
                                     void *context, size_t *ret_commits);
/* The commits that changed `path`, along first parents from the newest, with the file's bytes
 * after each (empty where they are not here); ends at the file's beginning or after `milliseconds`
 * of cpu. */
typedef bool version_visitor(void *context, const struct commit *commit, struct str text);
enum history_end snapshot_walk_versions(const struct snapshot *snapshot, const char *path,
                                        unsigned milliseconds, version_visitor *visit,
                                        void *context);
#endif
