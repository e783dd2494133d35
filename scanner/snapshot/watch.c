#include "snapshot/watch.h"

static void look(int number, siginfo_t *info, void *context)
{
    struct watch *watch = info->si_value.sival_ptr;

    (void)context;
    if (info->si_code != SI_TIMER || !watch)
        return;
    if (!(watch->calls & 1) || watch->calls != watch->seen) {
        watch->seen = watch->calls;
        watch->rounds = 0;
        return;
    }
    watch->rounds = watch->rounds + 1;
    if (watch->rounds >= WATCH_ROUNDS) {
        signal(number, SIG_DFL);
        raise(number); /* taken when this handler returns */
    }
}

void watch_start(struct watch *watch)
{
    const struct sigaction action = {.sa_sigaction = look, .sa_flags = SA_SIGINFO | SA_RESTART};
    const struct itimerspec each = {.it_interval.tv_nsec = WATCH_NANOSECONDS,
                                    .it_value.tv_nsec = WATCH_NANOSECONDS};
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM};

    event.sigev_value.sival_ptr = watch;
    if (sigaction(SIGALRM, &action, NULL) ||
        timer_create(CLOCK_PROCESS_CPUTIME_ID, &event, &watch->timer))
        return; /* then the worker's own limit on cpu is what ends it */
    watch->set = true;
    (void)timer_settime(watch->timer, 0, &each, NULL);
}

void watch_stop(struct watch *watch)
{
    if (watch->set) {
        signal(SIGALRM, SIG_IGN); /* also one that is on its way */
        (void)timer_delete(watch->timer);
    }
    watch->set = false;
}
