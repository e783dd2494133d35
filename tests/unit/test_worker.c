#include "util/arena.h"
#include "util/limits.h"
#include "worker/progress.h"
#include "worker/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static bool answer_much(void *context, FILE *progress, struct buf *out, struct rh_error *err)
{
    (void)err;
    progress_say(progress, &(struct progress_memory){0},
                 &(struct progress_step){.label = "reading", .done = 1, .total = 2});
    for (unsigned i = 0; i < *(unsigned *)context; i++)
        buf_puts(out, "0123456789abcdef");
    return true;
}

static bool refuse(void *context, FILE *progress, struct buf *out, struct rh_error *err)
{
    (void)context;
    (void)progress;
    buf_puts(out, "half an answer");
    return error_set(err, RH_ERROR_TARGET, "'x\x1b[2J' is no repository");
}

static bool die(void *context, FILE *progress, struct buf *out, struct rh_error *err)
{
    (void)progress;
    (void)out;
    (void)err;
    signal(*(int *)context, SIG_DFL); /* not a sanitizer's handler */
    raise(*(int *)context);
    return true;
}

/* `context`: where it says that it has begun, or NULL. */
static bool never_end(void *context, FILE *progress, struct buf *out, struct rh_error *err)
{
    atomic_int *begun = context;

    if (begun)
        atomic_store(begun, 1);
    (void)progress;
    (void)out;
    (void)err;
    while (pause())
        continue;
    return true;
}

/* Tries each way out; answers with those that were open. */
static bool escape(void *context, FILE *progress, struct buf *out, struct rh_error *err)
{
    const char *folder = context;
    char *file = NULL;
    const char *secret = getenv("GH_TOKEN");
    int fd;

    (void)progress;
    (void)err;
    if (secret)
        buf_printf(out, "environment ");
    if (socket(AF_INET, SOCK_STREAM, 0) >= 0)
        buf_puts(out, "network ");
    if (asprintf(&file, "%s/new", folder) < 0)
        abort();
    fd = open(file, O_WRONLY | O_CREAT, 0600);
    if (fd >= 0 && write(fd, "x", 1) == 1)
        buf_puts(out, "write ");
    if (!mkdir(file, 0700))
        buf_puts(out, "mkdir ");
    free(file);
    if (open("/etc/passwd", O_RDONLY) >= 0)
        buf_puts(out, "read ");
    if (open(folder, O_RDONLY | O_DIRECTORY) < 0)
        buf_puts(out, "blind ");
    execl("/bin/true", "true", (char *)NULL);
    if (errno != EPERM)
        buf_puts(out, "execute ");
    if (!kill(getppid(), 0))
        buf_puts(out, "kill ");
    if (fcntl(0, F_GETFD) < 0 || fcntl(1, F_GETFD) < 0)
        buf_puts(out, "closed ");
    return true;
}

static struct str must_run(struct arena *arena, const struct worker_limits *limits, worker_job *job,
                           void *context)
{
    struct rh_error err = {0};
    struct str answer = {0};

    if (!worker_run(arena, limits, false, job, context, &answer, &err))
        fail_msg("%s", err.text);
    return answer;
}

static const char *must_fail(struct arena *arena, const struct worker_limits *limits,
                             worker_job *job, void *context)
{
    struct rh_error err = {0};
    struct str answer = {0};

    assert_false(worker_run(arena, limits, false, job, context, &answer, &err));
    assert_int_equal(err.code, RH_ERROR_TARGET);
    assert_null(answer.ptr);
    return arena_strdup(arena, err.text);
}

static void an_answer_comes_whole(void **state)
{
    unsigned many = 200000, none = 0;
    struct worker_limits limits = {0};
    struct str answer = must_run(*state, &limits, answer_much, &many);

    assert_int_equal(answer.len, many * 16);
    assert_memory_equal(answer.ptr + answer.len - 16, "0123456789abcdef", 16);
    assert_int_equal(must_run(*state, &limits, answer_much, &none).len, 0);
}

static void an_answer_has_a_ceiling(void **state)
{
    unsigned many = LIMIT_WORKER_ANSWER / 16 + 1;

    assert_string_equal(must_fail(*state, &(struct worker_limits){0}, answer_much, &many),
                        "its report is over 32 MiB");
}

static void an_error_comes_clean(void **state)
{
    assert_string_equal(must_fail(*state, &(struct worker_limits){0}, refuse, NULL),
                        "'x\\u{1b}[2J' is no repository");
}

static void a_death_is_one_line(void **state)
{
    static const struct {
        int signal;
        const char *text;
    } deaths[] = {
        {SIGSEGV, "could not be scanned: a damaged or hostile file crashed its reader"},
        {SIGKILL, "could not be scanned: the system ended it, most likely for want of memory"},
        {SIGXCPU, "could not be scanned: it took more than 60 s"},
        {SIGUSR1, "could not be scanned: its reader died of signal 10"},
    };

    for (size_t i = 0; i < sizeof(deaths) / sizeof(*deaths); i++) {
        int number = deaths[i].signal;

        assert_string_equal(must_fail(*state, &(struct worker_limits){0}, die, &number),
                            deaths[i].text);
    }
}

static void a_long_job_is_ended(void **state)
{
    time_t start = time(NULL);

    assert_string_equal(must_fail(*state, &(struct worker_limits){.seconds = 1}, never_end, NULL),
                        "could not be scanned: it took more than 1 s");
    assert_string_equal(
        must_fail(*state, &(struct worker_limits){.stall = 1, .verb = "fetched"}, never_end, NULL),
        "could not be fetched: nothing came for 1 s");
    /* a busy machine may be late, but what ended it was not the default of a minute */
    assert_true(time(NULL) - start <= 30);
}

static void there_is_no_way_out(void **state)
{
    char folder[] = "/tmp/worker.XXXXXX";
    struct worker_limits limits = {.readable = {folder}};
    const char *gaps = strstr(worker_confinement(), "this kernel has n");
    struct str open_ways;

    assert_non_null(mkdtemp(folder));
    setenv("GH_TOKEN", "canary", 1);
    open_ways = must_run(*state, &limits, escape, folder);
    assert_string_equal(getenv("GH_TOKEN"), "canary");
    unsetenv("GH_TOKEN");
    rmdir(folder);
    if (gaps)
        print_message("%s\n", gaps);
    else
        assert_string_equal(open_ways.len ? open_ways.ptr : "", "");
}

static void a_writer_may_write_and_its_scratch_goes_when_it_fails(void **state)
{
    char folder[] = "/tmp/worker.XXXXXX";
    struct worker_limits limits = {
        .readable = {folder}, .writable = folder, .scratch = folder, .file_bytes = 100};

    assert_non_null(mkdtemp(folder));
    assert_string_equal(must_run(*state, &limits, escape, folder).ptr, "write ");
    assert_int_equal(access(folder, F_OK), 0);
    must_fail(*state, &limits, refuse, NULL);
    assert_int_equal(access(folder, F_OK), -1);
}

/* In a process of its own, since it dies of it. */
static void a_signal_ends_child_and_parent(void **state)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    atomic_int *begun =
        mmap(NULL, sizeof(*begun), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    assert_ptr_not_equal(begun, MAP_FAILED);
    for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++) {
        char folder[] = "/tmp/worker.XXXXXX";
        struct worker_limits limits = {.scratch = folder, .writable = folder};
        pid_t pid;
        int status;

        assert_non_null(mkdtemp(folder));
        atomic_store(begun, 0);
        pid = fork();
        if (!pid) {
            struct rh_error err;
            struct str answer;

            signal(signals[i], SIG_DFL); /* the tests may run under nohup */
            if (worker_run(*state, &limits, false, never_end, begun, &answer, &err))
                _exit(1);
            _exit(2);
        }
        for (int wait = 0; wait < 6000 && !atomic_load(begun); wait++)
            usleep(10000);
        assert_true(atomic_load(begun));
        kill(pid, signals[i]);
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), signals[i]);
        assert_int_equal(access(folder, F_OK), -1);
    }
    munmap((void *)begun, sizeof(*begun));
}

static const char *drawn(struct arena *arena, const struct progress_step *step, double rate,
                         size_t columns)
{
    struct buf out = {0};
    const char *copy;

    progress_format(step, rate, columns, &out);
    copy = arena_strdup(arena, out.ptr);
    buf_release(&out);
    return copy;
}

static void a_bar_fits_its_terminal(void **state)
{
    const struct progress_step half = {
        .label = "receiving", .done = 50, .total = 100, .bytes = 3 << 20};
    const struct progress_step unknown = {.label = "counting", .done = 1234};

    assert_string_equal(drawn(*state, &half, 1 << 20, 60),
                        "receiving [===========>          ]  50 %  3.0 MiB  1.0 MiB/s");
    assert_string_equal(drawn(*state, &half, 1 << 20, 30), "receiving  50 %  3.0 MiB  1.0 ");
    assert_string_equal(drawn(*state, &unknown, 0, 60), "counting 1234");
}

static int make_arena(void **state)
{
    *state = arena_new();
    return 0;
}

static int free_arena(void **state)
{
    arena_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_comes_whole),
        cmocka_unit_test(an_answer_has_a_ceiling),
        cmocka_unit_test(an_error_comes_clean),
        cmocka_unit_test(a_death_is_one_line),
        cmocka_unit_test(a_long_job_is_ended),
        cmocka_unit_test(there_is_no_way_out),
        cmocka_unit_test(a_writer_may_write_and_its_scratch_goes_when_it_fails),
        cmocka_unit_test(a_signal_ends_child_and_parent),
        cmocka_unit_test(a_bar_fits_its_terminal),
    };

    return cmocka_run_group_tests(tests, make_arena, free_arena);
}
