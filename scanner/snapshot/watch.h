#ifndef SNAPSHOT_WATCH_H
#define SNAPSHOT_WATCH_H
#include <signal.h>
#include <stdbool.h>
#include <time.h>

/* A watch on calls into a library that may never return: deltas that are made from each other send
 * libgit2 round for ever. Twice a second of cpu a signal looks whether the call that was under way
 * half a second ago still is; where it was so WATCH_ROUNDS times the process dies of SIGALRM, which
 * the parent of a worker explains. */
enum { WATCH_ROUNDS = 3, WATCH_NANOSECONDS = 500000000 };

struct watch {
    volatile sig_atomic_t calls; /* odd: one is under way */
    volatile sig_atomic_t seen, rounds;
    timer_t timer;
    bool set;
};

void watch_start(struct watch *watch);
void watch_stop(struct watch *watch);

/* Around each call. */
static inline void watch_enter(struct watch *watch)
{
    watch->calls = (watch->calls + 1) & 0xffffff;
}
static inline void watch_leave(struct watch *watch)
{
    watch->calls = (watch->calls + 1) & 0xffffff;
}
#endif
