#ifndef SNAPSHOT_OBJECTS_H
#define SNAPSHOT_OBJECTS_H
#include "snapshot/snapshot.h"
#include "util/error.h"
#include "util/str.h"

struct arena;

/* The object store of a repository: packs by libgit2, loose objects by our own reader, since
 * libgit2's never returns from one that is cut short. No git_repository is ever opened, so no
 * configuration, work tree or alternate is followed but those that place.c allowed. */
struct objects;

enum object_kind { OBJECT_ANY = -2, OBJECT_COMMIT = 1, OBJECT_TREE, OBJECT_BLOB, OBJECT_TAG };

/* One object that was read; release it. */
struct object {
    enum object_kind kind;
    struct str bytes;
    void *handle, *loose; /* private */
};
#define OBJECT_CLEANUP __attribute__((cleanup(object_release)))

enum { ID_SIZE = 20, ID_HEX_SIZE = 41 };

/* `folders`: objects folders, the repository's own first; the arena owns the store. */
bool objects_open(struct arena *arena, const char *const *folders, size_t folder_count, bool verify,
                  struct objects **ret_objects, struct rh_error *err) MUST_CHECK;
/* Anything but READ_OK leaves ret_object as it was. READ_OTHER: it is there and is broken, or is of
 * another kind. */
enum read_status objects_read(struct objects *objects, const unsigned char id[ID_SIZE],
                              enum object_kind kind, size_t limit, struct object *ret_object);
void object_release(struct object *object); /* {0} is fine */
/* As its header says, or -1. */
int64_t objects_size(struct objects *objects, const unsigned char id[ID_SIZE]);
/* Finds the object whose id begins so (4 to 40 digits). False: there is none, or (*ret_ambiguous)
 * more than one. */
bool objects_find(struct objects *objects, struct str hex, unsigned char ret_id[ID_SIZE],
                  bool *ret_ambiguous);

/* Would git store these bytes as a file under this id? */
bool object_is_blob(struct str bytes, const unsigned char id[ID_SIZE]);

bool id_parse(struct str hex, unsigned char ret_id[ID_SIZE]); /* exactly 40 digits */
void id_format(const unsigned char id[ID_SIZE], char ret_hex[ID_HEX_SIZE]);
bool id_is_zero(const unsigned char id[ID_SIZE]);
#endif
