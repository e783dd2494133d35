#include "facts/history.h"

#include "facts/name.h"
#include "facts/people.h"
#include "util/arena.h"
#include "util/limits.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN_NAME_BYTES = 100 };

/* Earlier than any version control that a project could have come from: a broken clock. */
static const time_t earliest = 315532800; /* 1980-01-01 */

struct collector {
    struct arena *arena;
    struct history *history;
    struct {
        unsigned *items;
        size_t count, capacity;
    } pulls; /* numbers of merged pull requests, in no order */
};

/* The number at the start of text; 0: none. */
static unsigned take_number(struct str text)
{
    unsigned number = 0;

    for (size_t i = 0; i < text.len && isdigit((unsigned char)text.ptr[i]) && number < 100000000;
         i++)
        number = number * 10 + (unsigned)(text.ptr[i] - '0');
    return number;
}

/* The pull request that a message says it merges; 0: none. */
static unsigned merged_pull(struct str message, bool merge)
{
    static const char *const lead[] = {"Merge pull request #", "Merge PR #",
                                       "Merged pull request #"};
    struct str subject = {0}, line;

    str_next_line(&message, &subject);
    for (size_t i = 0; i < sizeof(lead) / sizeof(*lead); i++)
        if (str_starts(subject, lead[i]))
            return take_number(str_slice(subject, strlen(lead[i]), subject.len));
    subject = str_trim(subject);
    if (str_ends(subject, ")")) { /* a squash: "Fix it (#12)" */
        const char *open = memrchr(subject.ptr, '(', subject.len);
        struct str inside;

        if (open) {
            inside = str_slice(subject, (size_t)(open - subject.ptr) + 1, subject.len - 1);
            if (str_starts(inside, "pull request "))
                inside = str_slice(inside, 13, inside.len);
            if (str_starts(inside, "#") || str_starts(inside, "!"))
                return take_number(str_slice(inside, 1, inside.len));
        }
    }
    while (merge && str_next_line(&message, &line))
        if (str_starts(line, "See merge request ")) {
            const char *mark = memrchr(line.ptr, '!', line.len);

            return mark ? take_number(str_slice(line, (size_t)(mark - line.ptr) + 1, line.len)) : 0;
        }
    return 0;
}

/* "Fixes #12", as the forge reads it; each mention of a message. */
static void note_fixes(struct collector *collector, struct str message, time_t when)
{
    static const char *const words[] = {"fix",    "fixes",   "fixed",    "close",   "closes",
                                        "closed", "resolve", "resolves", "resolved"};
    struct history *history = collector->history;
    struct str rest = message, word, last = {0};

    if (!message.len || !memchr(message.ptr, '#', message.len))
        return;
    while (history->fixes.count < LIMIT_FIXES && str_next_word(&rest, &word)) {
        struct str before = last;
        unsigned number;

        last = str_ends(word, ":") ? str_slice(word, 0, word.len - 1) : word;
        number = str_starts(word, "#") ? take_number(str_slice(word, 1, word.len)) : 0;
        for (size_t i = 0; number && i < sizeof(words) / sizeof(*words); i++)
            if (str_equal_nocase(before, words[i]))
                *ARENA_PUSH(collector->arena, &history->fixes) =
                    (struct history_fix){.number = number, .time = when};
    }
}

static bool see(void *context, const struct commit *commit)
{
    struct collector *collector = context;
    struct history *history = collector->history;
    unsigned pull = merged_pull(commit->message, commit->parent_count > 1);
    unsigned identity =
        people_identity(history->identities, commit->author_name, commit->author_email);
    time_t when = commit->author_time;

    history->commits++;
    people_count(history->identities, identity, when);
    if (pull)
        *ARENA_PUSH(collector->arena, &collector->pulls) = pull;
    note_fixes(collector, commit->message, when);
    if (when >= earliest && (!history->first || when < history->first))
        history->first = when;
    if (when > history->last)
        history->last = when;
    *ARENA_PUSH(collector->arena, &history->timeline) = (struct history_commit){
        .time = when, .person = identity, .merge = commit->parent_count > 1};
    return true;
}

static int by_number(const void *left, const void *right)
{
    unsigned a = *(const unsigned *)left, b = *(const unsigned *)right;

    return (a > b) - (a < b);
}

static size_t count_distinct(unsigned *numbers, size_t count)
{
    size_t distinct = 0;

    if (count)
        qsort(numbers, count, sizeof(*numbers), by_number);
    for (size_t i = 0; i < count; i++)
        distinct += !i || numbers[i] != numbers[i - 1];
    return distinct;
}

/* The names as they are recorded, each once; one person may have several, and several one. */
static void count_names(struct arena *arena, struct history *history)
{
    const struct people *people = history->identities;
    size_t *commits = arena_alloc(arena, (people->identities.count + 1) * sizeof(*commits));
    struct map names;

    map_init(&names, arena);
    for (size_t i = 0; i < people->identities.count; i++) {
        const struct identity *identity = &people->identities.items[i];
        size_t name;

        if (identity->bot || !identity->recorded.len)
            continue;
        name = map_put(&names, identity->recorded, names.count);
        commits[name] += identity->commits;
    }
    history->author_names = names.count;
    for (size_t i = 0; i < names.count; i++)
        history->author_names_with_3_commits += commits[i] >= 3;
}

static int by_commits(const void *left, const void *right)
{
    const struct person *a = left, *b = right;

    if (a->anonymous != b->anonymous)
        return a->anonymous ? 1 : -1;
    if (a->commits != b->commits)
        return a->commits < b->commits ? 1 : -1;
    return strcmp(a->name, b->name);
}

/* Persons from identities: people_merge() has said which belong together. */
static void gather_people(struct arena *arena, struct history *history)
{
    const struct people *people = history->identities;
    size_t *most = arena_alloc(arena, (people->count + 1) * sizeof(*most));
    unsigned *place = arena_alloc(arena, (people->count + 1) * sizeof(*place));
    struct person *items = arena_alloc(arena, (people->count + 1) * sizeof(*items));

    for (unsigned i = 0; i < people->identities.count; i++) {
        const struct identity *identity = &people->identities.items[i];
        struct person *person = &items[identity->person];
        size_t weight;

        if (!person->commits || identity->first < person->first)
            person->first = identity->first;
        if (identity->last > person->last)
            person->last = identity->last;
        person->commits += identity->commits;
        person->bot = identity->bot;
        person->anonymous = identity->anonymous;
        person->identity = identity->person;
        weight = identity->commits * (name_is_placeholder(identity->name) ? 1 : 1000);
        if (weight > most[identity->person]) {
            most[identity->person] = weight;
            person->name = text_clean(arena, identity->name, SHOWN_NAME_BYTES);
        }
    }
    qsort(items, people->count, sizeof(*items), by_commits);
    history->people.items = items;
    history->people.count = history->people.capacity = people->count;
    for (unsigned i = 0; i < people->count; i++)
        place[items[i].identity] = i;
    history->person_of =
        arena_alloc(arena, (people->identities.count + 1) * sizeof(*history->person_of));
    for (unsigned i = 0; i < people->identities.count; i++)
        history->person_of[i] = place[people->identities.items[i].person];
}

static int by_time(const void *left, const void *right)
{
    const struct history_commit *a = left, *b = right;

    return (a->time > b->time) - (a->time < b->time);
}

/* .mailmap stands at the root of the repository, above a subfolder that is scanned. */
static void read_mailmap(struct arena *arena, const struct snapshot *snapshot,
                         struct people *people)
{
    const char *path = ".mailmap";
    const struct file *file;
    struct str text;

    for (const char *at = snapshot->path; *at; at += strcspn(at, "/") + !!strchr(at, '/'))
        path = arena_printf(arena, "../%s", path);
    file = snapshot_find(snapshot, path);
    if (file && file_read(snapshot, arena, file, LIMIT_CONFIG_BYTES, &text) == READ_OK)
        people_read_mailmap(people, text);
}

static const char *why_partial(enum history_end end)
{
    switch (end) {
    case HISTORY_COMPLETE:
    case HISTORY_STOPPED:
        break;
    case HISTORY_NONE:
        return "there are no commits";
    case HISTORY_SHALLOW:
        return "it is a shallow clone";
    case HISTORY_MISSING:
        return "a commit is missing here";
    case HISTORY_CAPPED:
        return "there are too many commits";
    }
    return NULL;
}

void history_collect(struct arena *arena, const struct snapshot *snapshot,
                     struct history *ret_history)
{
    struct history *history = ret_history;
    struct collector collector = {.arena = arena, .history = history};

    *history = (struct history){.identities = arena_alloc(arena, sizeof(struct people))};
    people_init(history->identities, arena);
    history->end = snapshot_walk(snapshot, see, &collector);
    history->partial =
        snapshot->history_unknown ? snapshot->history_unknown : why_partial(history->end);
    read_mailmap(arena, snapshot, history->identities);
    people_merge(history->identities);
    count_names(arena, history);
    gather_people(arena, history);
    history->merged_pulls = count_distinct(collector.pulls.items, collector.pulls.count);
    for (size_t i = 0; i < history->timeline.count; i++)
        history->timeline.items[i].person = history->person_of[history->timeline.items[i].person];
    if (history->timeline.count)
        qsort(history->timeline.items, history->timeline.count, sizeof(*history->timeline.items),
              by_time);
}

const struct person *history_person(const struct history *history, const struct commit *commit)
{
    unsigned identity = people_find(history->identities, commit->author_name, commit->author_email);

    return identity == UINT_MAX ? NULL : &history->people.items[history->person_of[identity]];
}
