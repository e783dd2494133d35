#ifndef WORKER_H
#define WORKER_H
#include "util/error.h"
#include "util/str.h"

#include <stdio.h>

struct arena;

enum { WORKER_READABLE = 4 };

/* What a worker may do. Every worker also has no new privileges, no way to run a program, bounded
 * memory, descriptors, cpu and answer, its own process group and a scrubbed environment. */
struct worker_limits {
    unsigned seconds;    /* wall clock; 0: the default */
    unsigned memory_mib; /* address space; 0: the default; not in sanitizer builds */
    unsigned stall; /* seconds without a word of progress before it is given up; 0: no matter */
    /* All that the child may read, besides the system's own files with `network`; NULLs are
     * skipped; none: anything. Kept by Landlock, so only where the kernel has it. */
    const char *readable[WORKER_READABLE];
    bool network;            /* for a clone or a fetch; else none */
    const char *writable;    /* the cache, for a fetch; NULL: nothing */
    const char *scratch;     /* a folder that is removed unless the job succeeds; NULL: none */
    long long file_bytes;    /* largest file it may write; 0: none */
    const char *const *keep; /* variables of the environment that it keeps, ends with NULL;
                                NULL: only the locale's */
    const char *verb;        /* "scanned", "fetched": for "could not be ..."; NULL: "scanned" */
};

/* In the child. Writes its answer into `out`, or an error. `progress` takes progress_say() lines.
 */
typedef bool worker_job(void *context, FILE *progress, struct buf *out, struct rh_error *err);

/* Call first in main: opens /dev/null for descriptors 0 to 2 that came closed, so that no file gets
 * their number, and ignores SIGPIPE. */
void worker_prepare(void);

/* In the child, once it knows what the target is made of: from here on nothing else can be read, a
 * second time less than the first. NULLs are skipped. By Landlock, so only where the kernel has it.
 * It holds for the whole process. */
void worker_read_only(const char *const *paths, size_t count);

/* Runs `job` in a forked, confined child; the parent gets its answer or its error, one or the
 * other. A child that dies or overruns is RH_ERROR_TARGET with one clear line. Where `progress`
 * says so, the parent draws what the child reports, if standard error is a terminal. SIGINT,
 * SIGTERM and SIGHUP end child and scratch folder, and then this process. */
bool worker_run(struct arena *arena, const struct worker_limits *limits, bool progress,
                worker_job *job, void *context, struct str *ret_answer,
                struct rh_error *err) MUST_CHECK;

/* Removes a folder with all that is in it, as far as that is possible. */
void worker_remove_scratch(const char *folder);

/* What confines a worker on this system, and what is missing for it, in one line. It is no part of
 * a report, which says the same on every system. */
const char *worker_confinement(void);
#endif
