#ifndef WORKER_PROGRESS_H
#define WORKER_PROGRESS_H
#include "util/str.h"

#include <stdint.h>
#include <stdio.h>

/* How far a long job is, told by a worker over a stream and drawn by the parent on a terminal. */

/* One state of one step. A step with the same label goes on; another label starts anew. */
struct progress_step {
    const char *label;    /* a verb, at most 40 bytes: "receiving" */
    uint64_t done, total; /* total 0: not known, then no bar is drawn */
    uint64_t bytes;       /* 0: not shown, nor the rate */
};

/* In the worker, as often as it likes: writes at most ten lines a second, and the last of a step.
 * `last` is the worker's own memory of it, {0} at first. A NULL stream is fine. */
struct progress_memory {
    uint64_t at; /* monotonic milliseconds */
};
void progress_say(FILE *stream, struct progress_memory *last, const struct progress_step *step);

/* In the worker: a line that the user should read, terminal or not, such as why it waits. */
void progress_note(FILE *stream, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* In the parent. Draws only where `wanted`, standard error is a terminal and TERM is not dumb.
 * Takes bytes as they come from the pipe, hostile ones too, and erases its line at the end. */
struct progress {
    bool draws, shown;
    unsigned notes; /* how many more are printed */
    uint64_t drawn_at, step_at, step_bytes;
    char label[48];
    char line[256]; /* bytes of an unfinished line */
    size_t line_len;
};
void progress_open(struct progress *progress, bool wanted);
void progress_feed(struct progress *progress, struct str bytes);
void progress_close(struct progress *progress);

/* The line that is drawn, at most `columns` wide: for progress_feed() and tests. */
void progress_format(const struct progress_step *step, double bytes_per_second, size_t columns,
                     struct buf *out);
#endif
