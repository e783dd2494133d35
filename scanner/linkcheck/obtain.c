/* The parent's side of asking about links, and what is kept of the answers. */
#include "linkcheck/obtain.h"

#include "linkcheck/check.h"
#include "snapshot/cache.h"
#include "util/arena.h"
#include "util/limits.h"
#include "worker/worker.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    DAY = 24 * 3600,
    ALIVE_DAYS = 7, /* so long an answer is taken for one of today */
    DEAD_DAYS = 1,
    KEPT_DAYS = 30, /* offline any younger one will do */
    KEPT_BYTES = 8 * MIB,
    SECONDS = 60, /* for all questions */
    SPARE_SECONDS = 15,
};

struct job {
    struct str urls;
    const struct linkcheck_options *options;
    const char *folder; /* NULL: nothing can be kept */
    bool test;
};

static const char *path_of(struct arena *arena, const struct job *job)
{
    return arena_printf(arena, "%s/answers", job->folder);
}

static void read_kept(struct arena *arena, const struct job *job, struct link_record *record)
{
    struct buf text = {.limit = KEPT_BYTES};
    int file = job->folder ? open(path_of(arena, job), O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
    char chunk[65536];
    ssize_t count;

    map_init(&record->by_url, arena);
    if (file < 0)
        return;
    while ((count = read(file, chunk, sizeof(chunk))) > 0 && !text.full)
        buf_add(&text, (struct str){chunk, (size_t)count});
    close(file);
    (void)link_record_read(
        arena, (struct str){arena_strndup(arena, text.ptr ? text.ptr : "", text.len), text.len},
        record);
    buf_release(&text);
}

/* That nothing is kept is no trouble. */
static void write_kept(struct arena *arena, const struct job *job, const struct link_record *record)
{
    const char *path = job->folder ? path_of(arena, job) : NULL;
    char *temporary = path ? arena_printf(arena, "%s.XXXXXX", path) : NULL;
    int descriptor = path ? mkostemp(temporary, O_CLOEXEC) : -1;
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "w");
    struct buf text = {.limit = KEPT_BYTES};
    bool good;

    if (!file)
        return;
    link_record_write(record, &text);
    good = !text.full && fwrite(text.ptr, 1, text.len, file) == text.len;
    buf_release(&text);
    if (fclose(file) || !good || rename(temporary, path))
        unlink(temporary);
}

static bool is_fresh(const struct job *job, const struct link_answer *answer, time_t now)
{
    time_t days = job->options->offline        ? KEPT_DAYS
                  : answer->life == LINK_ALIVE ? ALIVE_DAYS
                  : answer->life == LINK_DEAD  ? DEAD_DAYS
                                               : 0;

    return answer->asked <= now + DAY && answer->asked + days * DAY > now;
}

static bool work(void *context, FILE *progress, struct buf *out, struct rh_error *err)
{
    const struct job *job = context;
    struct arena *arena = arena_new();
    struct link_record kept = {0}, answers = {0};
    struct {
        const char **items;
        size_t count, capacity;
    } open = {0};
    struct str rest = job->urls, line;
    time_t now = time(NULL);

    (void)err;
    read_kept(arena, job, &kept);
    map_init(&answers.by_url, arena);
    while (str_next_line(&rest, &line)) {
        const char *url = link_url_clean(arena, line);
        const struct link_answer *known = url ? link_record_find(&kept, str_of(url)) : NULL;

        if (known && is_fresh(job, known, now))
            link_record_add(arena, &answers, known);
        else if (url && open.count + answers.answers.count < LIMIT_LINKS_ASKED)
            *ARENA_PUSH(arena, &open) = url;
    }
    if (!job->options->offline && open.count) {
        check_links(arena, open.items, open.count,
                    &(struct check_options){
                        .try_loopback = job->test, .seconds = SECONDS, .progress = progress},
                    &answers);
        for (size_t i = 0; i < answers.answers.count; i++)
            if (answers.answers.items[i].life != LINK_UNTOLD)
                link_record_add(arena, &kept, &answers.answers.items[i]);
        write_kept(arena, job, &kept);
    }
    link_record_write(&answers, out);
    arena_free(arena);
    return true;
}

bool linkcheck_obtain(struct arena *arena, struct str urls, const struct linkcheck_options *options,
                      struct str *ret_record, const char **ret_why)
{
    static const char *const keep[] = {"SSL_CERT_FILE", "SSL_CERT_DIR", NULL};
    const char *test = getenv("REPOHEALTH_LINKS_TEST");
    struct job job = {.urls = urls,
                      .options = options,
                      .folder = cache_folder(arena, options->cache_dir, "links"),
                      .test = test && !strcmp(test, "1")};
    const struct worker_limits limits = {
        .seconds = SECONDS + SPARE_SECONDS,
        .readable = {job.folder ? job.folder : "/dev/null", getenv("SSL_CERT_FILE"),
                     getenv("SSL_CERT_DIR")},
        .writable = options->offline ? NULL : job.folder,
        .file_bytes = job.folder && !options->offline ? KEPT_BYTES + MIB : 0,
        .network = !options->offline,
        .keep = keep,
        .verb = "asked about links",
    };
    struct rh_error err = {0};

    if (worker_run(arena, &limits, options->progress, work, &job, ret_record, &err))
        return true;
    *ret_why = arena_strdup(arena, err.text);
    return false;
}
