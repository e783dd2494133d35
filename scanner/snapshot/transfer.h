#ifndef SNAPSHOT_TRANSFER_H
#define SNAPSHOT_TRANSFER_H
#include "target/target.h"
#include "util/error.h"
#include "util/str.h"

#include <stdio.h>

/* What a transfer is told. */
struct transfer {
    const struct target *target;
    const char *folder; /* of the bare repository; empty at first */
    const char *rev;    /* where it is a commit that is there already, nothing is asked */
    const char *token;  /* that may go to the target's host; NULL: none */
};

/* A worker_job, with the network and write access to the folder: brings all branches, tags and HEAD
 * of the remote. The objects come first, then packed-refs and HEAD change, each in one step, so a
 * reader sees the old state or the new one. Answers with HEAD's commit in 40 hex digits, with
 * "empty" where there is none, or with nothing where the remote was not asked. */
bool transfer_job(void *context, FILE *progress, struct buf *out, struct rh_error *err);

/* The token of the environment, where it is its host that is asked, by https; NULL: none. The
 * environment's own memory. */
const char *transfer_token(const struct target *target);
/* The variables of the environment that it needs, no secret among them. Ends with NULL. */
extern const char *const transfer_environment[];
#endif
