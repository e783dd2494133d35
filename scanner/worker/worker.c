#include "worker/worker.h"

#include "util/arena.h"

bool worker_run(struct arena *arena, const struct worker_limits *limits, bool progress,
                worker_job *job, void *context, struct str *ret_answer, struct rh_error *err)
{
    struct buf out = {0};

    (void)limits;
    (void)progress;
    if (!job(context, NULL, &out, err))
        return false;
    *ret_answer = (struct str){arena_strndup(arena, out.ptr, out.len), out.len};
    buf_release(&out);
    return true;
}
