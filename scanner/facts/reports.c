#include "facts/reports.h"

#include "facts/facts.h"
#include "util/arena.h"

#include <stdlib.h>
#include <string.h>

enum { DAY = 86400, MOST_WAITING = 20, MOST_REPORTS = 100, MOST_TROUBLE = 50 };

static const char *const statuses[] = {"install", "missing_file", "dead_link", "version",
                                       "memory",  "reproduce",    "license"};

const char *topic_choice(unsigned index)
{
    return index < sizeof(statuses) / sizeof(*statuses) ? statuses[index] : NULL;
}

static bool any_matches(const struct patterns *patterns, struct str text)
{
    for (size_t i = 0; i < patterns->count; i++)
        if (pattern_match(patterns->items[i], text, NULL) == MATCH_YES)
            return true;
    return false;
}

static bool is_about(const struct report_topic *topic, const struct forge_item *item)
{
    struct str title = str_of(item->title);

    if (any_matches(&topic->unless, title))
        return false;
    for (size_t i = 0; i < item->label_count; i++)
        if (any_matches(&topic->labels, str_of(item->labels[i])))
            return true;
    return any_matches(&topic->titles, title);
}

/* NULL: none fits. Asked at several dates, so the answer is kept. */
static const struct report_topic *topic_of(const struct facts *facts, const struct forge_item *item)
{
    const struct report_topics *topics = facts->issues.topics;
    unsigned char *kept;

    if (!topics)
        return NULL;
    kept = &facts->issues.topic_of[item - facts->snapshot->forge->items.items];
    if (!*kept) {
        size_t at = 0;

        while (at < topics->count && !is_about(&topics->items[at], item))
            at++;
        *kept = (unsigned char)(at + 1);
    }
    return *kept <= topics->count ? &topics->items[*kept - 1] : NULL;
}

/* Says "#12 Title", with the page's address and since when it is open. */
static void observe(struct facts *facts, enum observation_kind kind, const char *status,
                    const struct thread *thread, time_t to)
{
    const struct forge_item *item = thread->item;
    const char *text = arena_printf(facts->arena, "#%u %s", item->number, item->title);
    struct observation *seen = facts_observe(facts, kind, status, NULL, 0, str_of(text));
    long days = (long)((to - item->created) / DAY);

    seen->url = forge_item_url(facts->arena, facts->snapshot->forge, item);
    seen->since = item->created;
    seen->hint = arena_printf(facts->arena, "open for %ld %s%s", days, days == 1 ? "day" : "days",
                              thread->waiting && !thread->unclear && kind == OBSERVATION_USER_REPORT
                                  ? ", no answer"
                                  : "");
}

/* The record has the newest first. */
static int oldest_first(const void *left, const void *right)
{
    const struct thread *a = left, *b = right;

    if (a->item->created != b->item->created)
        return a->item->created < b->item->created ? -1 : 1;
    return (a->item->number > b->item->number) - (a->item->number < b->item->number);
}

static void observe_waiting(struct facts *facts, const struct threads *threads,
                            enum observation_kind kind, time_t to)
{
    size_t count = 0;

    for (size_t i = 0; i < threads->count && count < MOST_WAITING; i++) {
        if (!threads->items[i].waiting || threads->items[i].unclear)
            continue;
        observe(facts, kind, "open", &threads->items[i], to);
        count++;
    }
}

/* Those that wait first: they are the ones to look at. */
static void observe_topics(struct facts *facts, const struct threads *threads,
                           enum observation_kind kind, time_t to)
{
    size_t count = 0, trouble = 0;

    for (unsigned answered = 0; answered < 2; answered++)
        for (size_t i = 0; i < threads->count && count < MOST_REPORTS; i++) {
            const struct thread *thread = &threads->items[i];
            const struct report_topic *topic;

            if (!thread->open || thread->waiting == (bool)answered)
                continue;
            topic = topic_of(facts, thread->item);
            if (!topic)
                continue;
            observe(facts, kind, statuses[topic->status], thread, to);
            if (kind == OBSERVATION_USER_REPORT && topic->trouble && thread->waiting &&
                !thread->unclear && trouble++ < MOST_TROUBLE)
                observe(facts, OBSERVATION_UNANSWERED_TROUBLE, "open", thread, to);
            count++;
        }
}

static struct threads collect(struct arena *arena, const struct facts *facts, bool pulls, time_t to)
{
    const struct forge *forge = facts->snapshot->forge;
    const struct forge_window *window = pulls ? &forge->pull_window : &forge->issue_window;
    struct threads threads = {0};

    if (window->none_read || (!pulls && forge->repository.issues == FORGE_NO) ||
        !facts->issues.accounts.maintainers)
        return threads;
    threads_collect(arena, forge, &facts->issues.accounts, pulls, 0, to, &threads);
    if (threads.count)
        qsort(threads.items, threads.count, sizeof(*threads.items), oldest_first);
    return threads;
}

/* Behind what the repository itself says: a successor is of more use. */
static void notice_archived(struct facts *facts)
{
    const struct forge_repository *repository = &facts->snapshot->forge->repository;

    if (repository->archived == FORGE_YES)
        *ARENA_PUSH(facts->arena, &facts->notices) = (struct rh_notice){
            .kind = "archived",
            .text = "nobody can file an issue, or answer one, any more",
            .evidence.url = repository->url,
        };
}

void reports_collect(struct facts *facts, const struct report_topics *topics)
{
    struct threads issues, pulls;
    struct arena *scratch;
    time_t to;

    facts->issues.topics = topics;
    if (!facts->snapshot->forge)
        return;
    notice_archived(facts);
    facts->issues.topic_of = arena_alloc(facts->arena, facts->snapshot->forge->items.count + 1);
    to = issues_date(facts);
    scratch = arena_new();
    issues = collect(scratch, facts, false, to);
    pulls = collect(scratch, facts, true, to);
    observe_waiting(facts, &issues, OBSERVATION_WAITING_ISSUE, to);
    observe_waiting(facts, &pulls, OBSERVATION_WAITING_PULL, to);
    observe_topics(facts, &issues, OBSERVATION_USER_REPORT, to);
    observe_topics(facts, &pulls, OBSERVATION_USER_PATCH, to);
    arena_free(scratch);
}

void issue_trouble(struct facts *facts, const struct sample *open)
{
    int64_t count = 0;

    if (open->unknown) {
        facts_unknown(facts, METRIC_ISSUES_TROUBLE_UNANSWERED, open->unknown);
        return;
    }
    for (size_t i = 0; i < open->threads.count; i++) {
        const struct thread *thread = &open->threads.items[i];
        const struct report_topic *topic =
            thread->waiting && !thread->unclear ? topic_of(facts, thread->item) : NULL;

        count += topic && topic->trouble;
    }
    facts_integer(facts, METRIC_ISSUES_TROUBLE_UNANSWERED, count);
}
