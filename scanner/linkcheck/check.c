#include "linkcheck/check.h"

#include "linkcheck/web.h"
#include "util/arena.h"
#include "util/map.h"
#include "worker/progress.h"

#include <netdb.h>
#include <string.h>
#include <time.h>

enum { AT_ONCE = 4, REDIRECTS = 5, GONE_TIMES = 2, FAILED_TIMES = 2, POLL_MS = 50, PATIENCE = 5 };
enum { NAMES_SECONDS = 5 /* for asking after names a last time */ };

struct task {
    const char *url, *now; /* as it stands on the page; where redirects have led */
    size_t host;
    bool head, running, done;
    unsigned redirects;
    unsigned gone, nameless, failed; /* tries that ended so */
    long long not_before;            /* milliseconds */
    enum link_life life;
    const char *why;
};

struct host {
    bool busy, found; /* the name was resolved once */
    long long not_before;
};

struct round {
    struct arena *arena;
    struct web *web;
    const struct check_options *options;
    struct task *tasks;
    size_t count, left, running;
    struct map names;
    struct {
        struct host *items;
        size_t count, capacity;
    } hosts;
    bool network; /* some server was reached */
    long long pause, again;
};

static long long now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* False: it has no host. */
static bool find_host(struct round *round, struct task *task)
{
    const char *name = web_host(round->arena, task->now);

    if (!name)
        return false;
    task->host = map_put(&round->names, str_of(name), round->hosts.count);
    if (task->host == round->hosts.count)
        *ARENA_PUSH(round->arena, &round->hosts) = (struct host){0};
    return true;
}

static void settle(struct round *round, struct task *task, enum link_life life, const char *why)
{
    task->done = true;
    task->life = life;
    task->why = why;
    round->left--;
}

/* From the beginning, later. */
static void try_again(struct round *round, struct task *task, long long wait)
{
    task->now = task->url;
    task->redirects = 0;
    task->not_before = now_ms() + wait;
    if (!find_host(round, task))
        settle(round, task, LINK_UNTOLD, "no address");
}

static void follow(struct round *round, struct task *task, const struct web_answer *answer)
{
    if (!answer->location || ++task->redirects > REDIRECTS) {
        settle(round, task, LINK_UNTOLD,
               answer->location ? "it leads on and on" : "it leads nowhere that could be asked");
        return;
    }
    task->now = answer->location;
    if (!find_host(round, task))
        settle(round, task, LINK_UNTOLD, "it leads nowhere that could be asked");
}

static void take_status(struct round *round, struct task *task, const struct web_answer *answer)
{
    long status = answer->status;

    if (status >= 300 && status < 400 && status != 304) {
        follow(round, task, answer);
    } else if (status < 400) {
        settle(round, task, LINK_ALIVE, "");
    } else if (task->head) { /* many servers know GET alone */
        task->head = false;
    } else if (status == 404 || status == 410) {
        if (++task->gone >= GONE_TIMES)
            settle(round, task, LINK_DEAD, arena_printf(round->arena, "%ld", status));
        else
            try_again(round, task, round->again);
    } else if ((status == 429 || status >= 500) && ++task->failed < FAILED_TIMES &&
               answer->retry_after <= PATIENCE) {
        try_again(round, task, answer->retry_after > 0 ? answer->retry_after * 1000 : round->again);
    } else {
        settle(round, task, LINK_UNTOLD, arena_printf(round->arena, "%ld", status));
    }
}

static void take(struct round *round, const struct web_answer *answer)
{
    struct task *task = &round->tasks[answer->tag];
    struct host *host = &round->hosts.items[task->host];

    host->busy = task->running = false;
    host->not_before = now_ms() + round->pause;
    round->running--;
    host->found |= answer->kind != WEB_NO_SUCH_HOST;
    switch (answer->kind) {
    case WEB_ANSWERED:
        round->network = true;
        take_status(round, task, answer);
        break;
    case WEB_NO_SUCH_HOST:
        if (++task->nameless < GONE_TIMES)
            try_again(round, task, round->again);
        else
            settle(round, task, LINK_DEAD, "no such host");
        break;
    case WEB_PRIVATE:
        settle(round, task, LINK_UNTOLD, "its address is private");
        break;
    case WEB_FAILED:
        if (++task->failed < FAILED_TIMES) {
            task->head = false;
            try_again(round, task, round->again);
        } else {
            settle(round, task, LINK_UNTOLD, answer->why);
        }
        break;
    }
}

static void start_some(struct round *round)
{
    long long now = now_ms();

    for (size_t i = 0; i < round->count && round->running < AT_ONCE; i++) {
        struct task *task = &round->tasks[i];
        struct host *host = &round->hosts.items[task->host];

        if (task->done || task->running || host->busy || host->not_before > now ||
            task->not_before > now)
            continue;
        if (!web_ask(round->web, (unsigned)i, task->now, task->head)) {
            settle(round, task, LINK_UNTOLD, "no address");
            continue;
        }
        task->running = host->busy = true;
        round->running++;
    }
}

static void run(struct round *round)
{
    long long end = now_ms() + round->options->seconds * 1000ll;
    struct progress_memory memory = {0};

    while (round->left && now_ms() < end) {
        struct web_answer answer;

        start_some(round);
        if (web_next(round->web, POLL_MS, &answer))
            take(round, &answer);
        progress_say(round->options->progress, &memory,
                     &(struct progress_step){.label = "asking about links",
                                             .done = round->count - round->left,
                                             .total = round->count});
    }
}

/* Whether the name servers say that there is no such host, rather than nothing. */
static bool is_absent(const struct round *round, const struct task *task)
{
    const char *host = web_host(round->arena, task->now);
    struct addrinfo *found = NULL;
    int answer = host ? getaddrinfo(host, "443", NULL, &found) : EAI_FAIL;

    if (found)
        freeaddrinfo(found);
    return answer == EAI_NONAME || answer == EAI_NODATA;
}

void check_links(struct arena *arena, const char *const *urls, size_t count,
                 const struct check_options *options, struct link_record *record)
{
    struct round round = {
        .arena = arena,
        .web = web_open(arena, options->try_loopback),
        .options = options,
        .tasks = arena_alloc(arena, (count + 1) * sizeof(struct task)),
        .count = count,
        .left = count,
        .pause = options->try_loopback ? 100 : 1000,
        .again = options->try_loopback ? 300 : 3000,
    };
    time_t now = time(NULL);
    long long end = now_ms() + (options->seconds + NAMES_SECONDS) * 1000ll;

    map_init(&round.names, arena);
    for (size_t i = 0; i < count; i++) {
        round.tasks[i] = (struct task){.url = urls[i], .now = urls[i], .head = true};
        if (!find_host(&round, &round.tasks[i]))
            settle(&round, &round.tasks[i], LINK_UNTOLD, "no address");
    }
    run(&round);
    for (size_t i = 0; i < count; i++) {
        struct task *task = &round.tasks[i];

        if (!task->done)
            settle(&round, task, LINK_UNTOLD, "there was no time left");
        /* without a network no name is found, nor where the name server is ill */
        if (task->life == LINK_DEAD && task->nameless >= GONE_TIMES &&
            (!round.network || round.hosts.items[task->host].found ||
             (!options->try_loopback && (now_ms() > end || !is_absent(&round, task))))) {
            task->life = LINK_UNTOLD;
            task->why = round.network ? "its name could not be looked up" : "there is no network";
        }
        link_record_add(arena, record,
                        &(struct link_answer){
                            .url = task->url, .life = task->life, .why = task->why, .asked = now});
    }
}
