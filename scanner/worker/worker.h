#ifndef WORKER_H
#define WORKER_H
#include "util/error.h"
#include "util/str.h"

#include <stdio.h>

struct arena;

struct worker_limits {
    unsigned seconds;     /* wall clock */
    const char *readable; /* the only folder that the child may read, where the kernel can */
    bool network;         /* for a clone or a fetch; else none */
    const char *writable; /* the cache, for a fetch; NULL: nothing */
};

/* Runs `job` in a forked, confined child. The child writes its answer into `out`, or an error; the
 * parent gets one or the other. A child that dies or overruns is RH_ERROR_TARGET with one clear
 * line. Progress: the child may write "P done total label\n" lines on the given stream; the parent
 * draws them where `progress` says so. */
typedef bool worker_job(void *context, FILE *progress, struct buf *out, struct rh_error *err);
bool worker_run(struct arena *arena, const struct worker_limits *limits, bool progress,
                worker_job *job, void *context, struct str *ret_answer,
                struct rh_error *err) MUST_CHECK;
#endif
