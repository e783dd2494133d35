/* The parent's side of a worker: start it, listen to it, end it, and say what became of it. */
#include "worker/worker.h"

#include "util/arena.h"
#include "util/limits.h"
#include "worker/confine.h"
#include "worker/progress.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* What a child's exit status says. Anything else is not ours: a sanitizer's, a library's. */
enum { EXIT_ANSWERED = 0, EXIT_REFUSED = 60 };

enum { ANSWER, PROGRESS, COMPLAINT, SIGNALS, PIPES = SIGNALS, STREAMS };
enum { COMPLAINT_BYTES = 1024 };

struct worker {
    const struct worker_limits *limits;
    pid_t pid;
    int fds[STREAMS];  /* the parent's ends; -1: closed */
    int theirs[PIPES]; /* the child's ends, until it has them */
    sigset_t mask;     /* the parent's, before */
    struct buf answer, complaint;
    struct progress progress;
    int status;         /* as waitpid gives it */
    int signal;         /* that asked this process to end; 0: none */
    const char *killed; /* why the parent ended the child; NULL: it did not */
};

static const int deadly[] = {SIGINT, SIGTERM, SIGHUP};

void worker_prepare(void)
{
    int fd;

    do
        fd = open("/dev/null", O_RDWR);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd > STDERR_FILENO)
        close(fd);
    signal(SIGPIPE, SIG_IGN);
}

static long long now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void shut(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* In the child. */

static void write_all(int fd, const void *bytes, size_t length)
{
    const char *at = bytes;

    while (length) {
        ssize_t written = write(fd, at, length);

        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            _exit(EXIT_REFUSED);
        at += written;
        length -= (size_t)written;
    }
}

/* Standard streams and the two pipes get fixed places; all else that was open is closed. */
static FILE *arrange_streams(const struct worker *worker)
{
    enum { FIRST = 3, HIGH = 64 };
    int nothing = fcntl(open("/dev/null", O_RDWR), F_DUPFD, HIGH), high[PIPES];

    for (int i = 0; i < PIPES; i++)
        high[i] = worker->theirs[i] < 0 ? -1 : fcntl(worker->theirs[i], F_DUPFD, HIGH);
    dup2(nothing, STDIN_FILENO);
    dup2(nothing, STDOUT_FILENO);
    if (high[COMPLAINT] >= 0)
        dup2(high[COMPLAINT], STDERR_FILENO);
    dup2(high[ANSWER], FIRST + ANSWER);
    dup2(high[PROGRESS], FIRST + PROGRESS);
    close_range(FIRST + PROGRESS + 1, ~0u, 0);
    return fdopen(FIRST + PROGRESS, "w");
}

__attribute__((noreturn)) static void be_the_child(struct worker *worker, pid_t parent,
                                                   worker_job *job, void *context)
{
    struct buf out = {.limit = LIMIT_WORKER_ANSWER};
    struct rh_error err = {0};
    int answer = 3 + ANSWER;
    FILE *progress;

    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) /* it died before the line above */
        _exit(EXIT_REFUSED);
    for (size_t i = 0; i < sizeof(deadly) / sizeof(*deadly); i++)
        signal(deadly[i], SIG_DFL);
    sigprocmask(SIG_SETMASK, &worker->mask, NULL);
    progress = arrange_streams(worker);

    if (confine(worker->limits, &err) && job(context, progress, &out, &err)) {
        if (!out.full) {
            write_all(answer, out.ptr, out.len);
            _exit(EXIT_ANSWERED);
        }
        error_set(&err, RH_ERROR_TARGET, "its report is over %u MiB", LIMIT_WORKER_ANSWER / MIB);
    }
    write_all(answer, &err, sizeof(err));
    _exit(EXIT_REFUSED);
}

/* In the parent. */

static bool start(struct worker *worker, worker_job *job, void *context, struct rh_error *err)
{
    pid_t parent = getpid();
    sigset_t wanted;
    bool good = true;

    for (int i = 0; i < STREAMS; i++)
        worker->fds[i] = -1;
    for (int i = 0; i < PIPES; i++) {
        int ends[2] = {-1, -1};

        if (!(i == COMPLAINT &&
              WORKER_SANITIZED)) /* a sanitizer's report belongs to the developer */
            good &= !pipe2(ends, O_CLOEXEC);
        worker->fds[i] = ends[0];
        worker->theirs[i] = ends[1];
        if (ends[0] >= 0)
            good &= !fcntl(ends[0], F_SETFL, O_NONBLOCK);
    }
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGCHLD);
    for (size_t i = 0; i < sizeof(deadly) / sizeof(*deadly); i++) {
        struct sigaction now;

        if (!sigaction(deadly[i], NULL, &now) && now.sa_handler != SIG_IGN) /* nohup */
            sigaddset(&wanted, deadly[i]);
    }
    signal(SIGCHLD, SIG_DFL); /* ignored, there would be nothing to wait for */
    sigprocmask(SIG_BLOCK, &wanted, &worker->mask);
    worker->fds[SIGNALS] = signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
    good &= worker->fds[SIGNALS] >= 0;

    fflush(NULL); /* else the child's copy of a buffer could come out twice */
    worker->pid = good ? fork() : -1;
    if (!worker->pid)
        be_the_child(worker, parent, job, context);
    if (worker->pid < 0)
        error_set(err, RH_ERROR_INTERNAL, "cannot start a worker: %s", strerror(errno));
    else
        setpgid(worker->pid, worker->pid); /* whoever of the two comes first */
    for (int i = 0; i < PIPES; i++)
        shut(&worker->theirs[i]);
    return worker->pid > 0;
}

static void end_child(struct worker *worker, const char *why)
{
    if (worker->killed)
        return;
    worker->killed = why;
    kill(-worker->pid, SIGKILL);
    kill(worker->pid, SIGKILL); /* its group may not be there yet */
}

/* Reads what is there; a stream that ended is closed. */
static void drain(struct worker *worker, int stream)
{
    char bytes[65536];

    while (worker->fds[stream] >= 0) {
        ssize_t count = read(worker->fds[stream], bytes, sizeof(bytes));
        struct str read_now = {bytes, count > 0 ? (size_t)count : 0};

        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0 && errno == EAGAIN)
            return;
        if (count <= 0)
            shut(&worker->fds[stream]);
        else if (stream == PROGRESS)
            progress_feed(&worker->progress, read_now);
        else if (stream == ANSWER)
            buf_add(&worker->answer, read_now);
        else
            buf_add(&worker->complaint,
                    str_slice(read_now, 0, COMPLAINT_BYTES - worker->complaint.len));
    }
}

static void take_signals(struct worker *worker)
{
    struct signalfd_siginfo info;

    while (read(worker->fds[SIGNALS], &info, sizeof(info)) == sizeof(info)) {
        if (info.ssi_signo == SIGCHLD)
            continue; /* waitpid is asked after each round anyway */
        worker->signal = (int)info.ssi_signo;
        end_child(worker, "it was interrupted");
    }
}

/* Until the child is gone. */
static void listen_to(struct worker *worker)
{
    long long start = now_ms(), heard = start;
    long long wall = worker->limits->seconds * 1000ll, stall = worker->limits->stall * 1000ll;

    for (;;) {
        long long now = now_ms(), left = start + wall - now;
        struct pollfd polled[STREAMS];

        if (stall && heard + stall - now < left)
            left = heard + stall - now;
        for (int i = 0; i < STREAMS; i++)
            polled[i] = (struct pollfd){.fd = worker->fds[i], .events = POLLIN};
        if (waitpid(worker->pid, &worker->status, WNOHANG) == worker->pid)
            break;
        if (left <= 0)
            end_child(worker, now - start >= wall ? "" : "stall");
        /* After a kill only its death is waited for; SIGCHLD tells. */
        poll(polled, STREAMS, worker->killed ? 100 : (int)(left < 60000 ? left : 60000));
        if (polled[PROGRESS].revents)
            heard = now_ms();
        for (int i = 0; i < PIPES; i++)
            drain(worker, i);
        take_signals(worker);
        if (worker->answer.full)
            end_child(worker, "its answer is too large");
    }
    for (int i = 0; i < PIPES; i++)
        drain(worker, i);
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    (void)info;
    (void)type;
    (void)walk;
    (void)remove(path);
    return 0;
}

void worker_remove_scratch(const char *folder)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void finish(struct worker *worker, bool failed)
{
    progress_close(&worker->progress);
    for (int i = 0; i < STREAMS; i++)
        shut(&worker->fds[i]);
    if (failed && worker->limits->scratch)
        worker_remove_scratch(worker->limits->scratch);
    if (worker->signal) {
        /* Die of it, as a shell expects; as a container's first process that does nothing. */
        signal(worker->signal, SIG_DFL);
        raise(worker->signal);
        sigprocmask(SIG_SETMASK, &worker->mask, NULL);
        _exit(128 + worker->signal);
    }
    sigprocmask(SIG_SETMASK, &worker->mask, NULL);
}

/* What the child's death means to a person. */
static const char *cause_of_death(struct arena *arena, const struct worker *worker)
{
    static const struct {
        int signal;
        const char *text;
    } causes[] = {
        {SIGSEGV, "a damaged or hostile file crashed its reader"},
        {SIGBUS, "a file changed or ended while it was read"},
        {SIGFPE, "a damaged or hostile file crashed its reader"},
        {SIGILL, "a damaged or hostile file crashed its reader"},
        {SIGALRM, "an object in it has no end: a damaged or hostile file"},
        {SIGKILL, "the system ended it, most likely for want of memory"},
    };
    struct str complaint = {worker->complaint.ptr, worker->complaint.len};
    int signal = WIFSIGNALED(worker->status) ? WTERMSIG(worker->status) : 0;

    if (worker->killed && !strcmp(worker->killed, "stall"))
        return arena_printf(arena, "nothing came for %u s", worker->limits->stall);
    if ((worker->killed && !*worker->killed) || signal == SIGXCPU)
        return arena_printf(arena, "it took more than %u s", worker->limits->seconds);
    if (worker->killed)
        return worker->killed;
    if (str_contains_nocase(complaint, "out of memory"))
        return arena_printf(arena, "it needs more than %u MiB of memory",
                            worker->limits->memory_mib);
    if (signal == SIGXFSZ)
        return arena_printf(arena, "it has a file of more than %lld MiB",
                            worker->limits->file_bytes / (long long)MIB);
    for (size_t i = 0; i < sizeof(causes) / sizeof(*causes); i++)
        if (signal == causes[i].signal)
            return causes[i].text;
    if (signal)
        return arena_printf(arena, "its reader died of signal %d%s%s", signal,
                            complaint.len ? ": " : "", text_clean(arena, complaint, 200));
    return arena_printf(arena, "its reader ended with status %d", WEXITSTATUS(worker->status));
}

/* The child may have been taken over by what it read: its error is text of a stranger. */
static bool pass_on(struct arena *arena, const struct worker *worker, struct rh_error *err)
{
    struct rh_error theirs;

    if (worker->answer.len != sizeof(theirs))
        return false;
    memcpy(&theirs, worker->answer.ptr, sizeof(theirs));
    theirs.text[sizeof(theirs.text) - 1] = '\0';
    if (theirs.code != RH_ERROR_USAGE && theirs.code != RH_ERROR_RULE &&
        theirs.code != RH_ERROR_INTERNAL)
        theirs.code = RH_ERROR_TARGET;
    error_set(err, theirs.code, "%s",
              text_clean(arena, str_of(theirs.text), sizeof(theirs.text) - 4));
    return true;
}

bool worker_run(struct arena *arena, const struct worker_limits *limits, bool progress,
                worker_job *job, void *context, struct str *ret_answer, struct rh_error *err)
{
    struct worker_limits given = *limits;
    struct worker worker = {
        .limits = &given, .answer.limit = LIMIT_WORKER_ANSWER, .complaint.limit = COMPLAINT_BYTES};
    const char *verb = limits->verb ? limits->verb : "scanned";
    bool answered = false;

    if (!given.seconds)
        given.seconds = LIMIT_WORKER_SECONDS;
    if (!given.memory_mib)
        given.memory_mib = LIMIT_WORKER_MEMORY / MIB;
    if (start(&worker, job, context, err)) {
        progress_open(&worker.progress, progress);
        listen_to(&worker);
        answered = !worker.killed && WIFEXITED(worker.status) &&
                   WEXITSTATUS(worker.status) == EXIT_ANSWERED;
        if (answered)
            *ret_answer = (struct str){arena_strndup(arena, worker.answer.ptr, worker.answer.len),
                                       worker.answer.len};
        else if (worker.killed || !WIFEXITED(worker.status) ||
                 WEXITSTATUS(worker.status) != EXIT_REFUSED || !pass_on(arena, &worker, err))
            error_set(err, RH_ERROR_TARGET, "could not be %s: %s", verb,
                      cause_of_death(arena, &worker));
    }
    finish(&worker, !answered);
    buf_release(&worker.answer);
    buf_release(&worker.complaint);
    return answered;
}
