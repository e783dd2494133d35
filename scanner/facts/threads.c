#include "facts/threads.h"

#include "util/arena.h"

#include <string.h>
#include <strings.h>

static const double seconds_a_day = 86400;

/* 0: never, for there is no moment 0. */
struct moments {
    time_t answer, response, anyone; /* the first of each */
    time_t withdrawn;                /* the asker's first closing */
    time_t lost;                     /* from here on it is not known who did what */
    time_t closed;                   /* for good, at the date */
    struct forge_person closer;
};

static time_t earlier(time_t a, time_t b) { return !a || (b && b < a) ? b : a; }

static bool is_spam(const struct forge_item *item)
{
    for (size_t i = 0; i < item->label_count; i++)
        if (!strcasecmp(item->labels[i], "spam"))
            return true;
    return false;
}

static bool came_from_elsewhere(const struct forge_item *item)
{
    for (size_t i = 0; i < item->events.count; i++)
        if (item->events.items[i].kind == FORGE_TRANSFERRED)
            return true;
    return false;
}

static bool is_outside(const struct forge_item *item, const struct accounts *accounts)
{
    return !account_is_maintainer(accounts, &item->by) &&
           !account_is_machine(accounts, &item->by) && !item->draft && !is_spam(item) &&
           !came_from_elsewhere(item);
}

static void read_comments(const struct forge_item *item, const struct accounts *accounts,
                          time_t date, struct moments *moments)
{
    time_t last = item->created;

    for (size_t i = 0; i < item->comments.count; i++) {
        const struct forge_comment *comment = &item->comments.items[i];

        if (comment->at > date)
            continue;
        last = comment->at > last ? comment->at : last;
        if (account_is_same(&comment->by, &item->by) || account_is_machine(accounts, &comment->by))
            continue;
        if (comment->by.login || item->by.login) /* of two deleted ones: perhaps the asker */
            moments->anyone = earlier(moments->anyone, comment->at);
        if (account_is_maintainer(accounts, &comment->by))
            moments->answer = earlier(moments->answer, comment->at);
    }
    if (item->comments.extent == FORGE_FIRST && !moments->answer)
        moments->lost = earlier(moments->lost, last);
}

/* An event and the item may be a moment apart. */
static bool is_about(time_t a, time_t b) { return a && a - b < 60 && b - a < 60; }

/* Who closed and opened it until the date, and how it stands then. */
static void read_events(const struct forge_item *item, const struct accounts *accounts, time_t date,
                        struct moments *moments)
{
    for (size_t i = 0; i < item->events.count; i++) {
        const struct forge_event *event = &item->events.items[i];

        if (event->at > date)
            continue;
        if (event->kind == FORGE_REOPENED)
            moments->closed = 0;
        if (event->kind != FORGE_CLOSED)
            continue;
        moments->closed = event->at;
        moments->closer = event->by;
        if (account_is_same(&event->by, &item->by))
            moments->withdrawn = earlier(moments->withdrawn, event->at);
        else if (!event->by.login && !item->by.login) /* perhaps the asker */
            moments->lost = earlier(moments->lost, event->at);
        else if (!account_is_machine(accounts, &event->by)) /* others' only maintainers close */
            moments->response = earlier(moments->response, event->at);
    }
    if (item->closed && item->closed <= date && !is_about(moments->closed, item->closed)) {
        moments->closed = item->closed;
        moments->closer = (struct forge_person){.kind = FORGE_GHOST};
        moments->lost = earlier(moments->lost, item->closed);
    }
    if (item->merged && item->merged <= date) {
        moments->closed = item->merged;
        if (account_is_maintainer(accounts, &item->merged_by) &&
            !account_is_same(&item->merged_by, &item->by))
            moments->response = earlier(moments->response, item->merged);
    }
    moments->response = earlier(moments->response, moments->answer);
}

/* Of ends at the same moment the answer comes first. What is not known ends the watch only. */
static struct wait wait_for(const struct forge_item *item, const struct moments *moments,
                            time_t end, time_t date)
{
    time_t last = date;
    struct wait wait = {.end = WAIT_GOES_ON};

    if (moments->withdrawn && moments->withdrawn <= last) {
        last = moments->withdrawn;
        wait.end = WAIT_WITHDRAWN;
    }
    if (moments->lost && moments->lost < last) {
        last = moments->lost;
        wait.end = WAIT_GOES_ON;
    }
    if (end && end <= last) {
        last = end;
        wait.end = WAIT_ANSWERED;
    }
    wait.time = last > item->created ? (double)(last - item->created) / seconds_a_day : 0;
    return wait;
}

/* Of comments whose beginning is missing, the first answer may be among those. */
static bool is_unclear(const struct forge_item *item)
{
    return item->comments.extent == FORGE_LAST || item->comments.extent == FORGE_SOME ||
           (item->pull && !item->reviews_known);
}

static struct thread thread_at(const struct forge_item *item, const struct accounts *accounts,
                               time_t date)
{
    struct thread thread = {.item = item, .unclear = is_unclear(item)};
    struct moments moments = {0}, closing = {0};

    read_comments(item, accounts, date, &moments);
    read_events(item, accounts, date, &moments);
    thread.waits[UNTIL_ANSWER] = wait_for(item, &moments, moments.answer, date);
    thread.waits[UNTIL_RESPONSE] = wait_for(item, &moments, moments.response, date);
    thread.waits[UNTIL_ANYONE] = wait_for(item, &moments, moments.anyone, date);
    thread.waits[UNTIL_CLOSED] = wait_for(item, &closing, moments.closed, date);
    thread.answered = moments.answer != 0;
    thread.open = !moments.closed;
    thread.waiting = thread.open && !thread.answered;
    thread.merged = item->merged && item->merged <= date;
    thread.closer_known = moments.closed && moments.closer.login;
    thread.by_program =
        thread.closer_known && !moments.anyone && account_is_machine(accounts, &moments.closer);
    return thread;
}

void threads_collect(struct arena *arena, const struct forge *forge,
                     const struct accounts *accounts, bool pulls, time_t from, time_t to,
                     struct threads *ret_threads)
{
    *ret_threads = (struct threads){0};
    for (size_t i = 0; i < forge->items.count; i++) {
        const struct forge_item *item = &forge->items.items[i];
        struct thread *thread;

        if (item->pull != pulls || item->created <= from || item->created > to ||
            !is_outside(item, accounts))
            continue;
        thread = ARENA_PUSH(arena, ret_threads);
        *thread = thread_at(item, accounts, to);
        ret_threads->unclear += thread->unclear;
    }
}

struct survival threads_survival(struct arena *arena, const struct threads *threads,
                                 enum wait_until until)
{
    struct wait *waits = arena_alloc(arena, (threads->count + 1) * sizeof(*waits));
    size_t count = 0;

    for (size_t i = 0; i < threads->count; i++)
        if (!threads->items[i].unclear || until == UNTIL_CLOSED)
            waits[count++] = threads->items[i].waits[until];
    return survival_of(arena, waits, count);
}
