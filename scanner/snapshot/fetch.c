#include "snapshot/fetch.h"

#include "snapshot/cache.h"
#include "snapshot/objects.h"
#include "snapshot/transfer.h"
#include "util/arena.h"
#include "util/limits.h"
#include "worker/worker.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The child gets the token in its memory: its environment could be read from outside. */
static bool run_worker(struct arena *arena, const struct worker_limits *limits,
                       const struct transfer *transfer, const struct fetch_options *options,
                       struct str *ret_answer, struct rh_error *err)
{
    const char *token = transfer_token(transfer->target);
    char copy[1024];
    struct transfer job = *transfer;
    bool done;

    if (token && strlen(token) < sizeof(copy))
        job.token = memcpy(copy, token, strlen(token) + 1);
    done = worker_run(arena, limits, options->progress, transfer_job, &job, ret_answer, err);
    explicit_bzero(copy, sizeof(copy));
    return done;
}

static bool run_transfer(struct arena *arena, const struct transfer *transfer, bool fresh,
                         const struct fetch_options *options, struct rh_error *err)
{
    const char *home = getenv("HOME");
    const struct worker_limits limits = {
        .seconds = options->timeout ? options->timeout : LIMIT_FETCH_SECONDS,
        .stall = LIMIT_FETCH_STALL_SECONDS,
        .memory_mib = LIMIT_FETCH_MEMORY_MIB,
        .file_bytes = (long long)LIMIT_FETCH_MIB * MIB,
        .readable = {transfer->folder,
                     home ? arena_printf(arena, "%s/.ssh/known_hosts", home) : NULL,
                     getenv("SSL_CERT_FILE"), getenv("SSL_CERT_DIR")},
        .writable = transfer->folder,
        .scratch = fresh ? transfer->folder : NULL,
        .network = true,
        .keep = transfer_environment,
        .verb = "fetched",
    };
    unsigned char id[ID_SIZE];
    struct str answer;

    if (!run_worker(arena, &limits, transfer, options, &answer, err)) {
        if (text_starts(err->text, "could not be"))
            error_wrap(err, "'%s' ", transfer->target->url);
        return false;
    }
    /* Nothing was asked of the remote: what the note says is still so. */
    if (answer.len)
        cache_note(arena, transfer->folder, transfer->target->url,
                   id_parse(answer, id) ? str_dup(arena, answer) : "");
    return true;
}

/* Under the fetch lock. */
static bool fetch(struct arena *arena, const struct target *target, const struct cache_entry *entry,
                  const struct fetch_options *options, struct rh_error *err)
{
    struct transfer transfer = {.target = target, .folder = entry->folder, .rev = options->rev};

    cache_tidy(arena, entry);
    if (cache_has(entry)) {
        bool done = run_transfer(arena, &transfer, false, options, err);

        if (!done)
            cache_tidy(arena, entry);
        return done;
    }
    return cache_new_folder(arena, entry, &transfer.folder, err) &&
           run_transfer(arena, &transfer, true, options, err) &&
           cache_put(entry, transfer.folder, err);
}

/* A run that waited while another one fetched has what it wants. */
static bool is_newer_than(struct arena *arena, const struct cache_entry *entry,
                          const struct timespec *start)
{
    struct cache_note note;

    return cache_read_note(arena, entry->folder, &note) &&
           (note.fetched.tv_sec > start->tv_sec ||
            (note.fetched.tv_sec == start->tv_sec && note.fetched.tv_nsec >= start->tv_nsec));
}

static bool find_offline(struct arena *arena, const struct target *target,
                         struct cache_entry *entry, struct rh_error *err)
{
    if (cache_has(entry) && cache_open(arena, entry, true, err)) {
        cache_lock_use(entry);
        if (cache_has(entry))
            return true;
    }
    return error_set(err, RH_ERROR_TARGET,
                     "'%s' is not in the cache '%s', and --offline forbids to fetch it",
                     target->url, entry->root);
}

bool fetch_target(struct arena *arena, const struct target *target,
                  const struct fetch_options *options, const char **ret_folder,
                  struct rh_error *err)
{
    struct cache_entry entry;
    struct timespec start;
    bool waited, done;

    if (target->kind != TARGET_REMOTE) {
        *ret_folder = target->location;
        return true;
    }
    if (!cache_find(arena, options->cache_dir, target, &entry, err))
        return false;
    clock_gettime(CLOCK_REALTIME, &start);
    if (options->offline) {
        done = find_offline(arena, target, &entry, err);
    } else {
        done = cache_open(arena, &entry, true, err) &&
               cache_lock_fetch(&entry, LIMIT_FETCH_SECONDS, &waited, err);
        if (done) {
            if (!waited || !is_newer_than(arena, &entry, &start))
                done = fetch(arena, target, &entry, options, err);
            if (done)
                cache_lock_use(&entry);
            else
                cache_forget(arena, &entry);
            cache_unlock_fetch(&entry);
        }
    }
    if (target->password)
        explicit_bzero(target->password, strlen(target->password));
    if (done)
        *ret_folder = entry.folder;
    return done;
}
