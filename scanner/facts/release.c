#include "facts/release.h"

#include "facts/facts.h"
#include "util/arena.h"
#include "util/date.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { DAY = 86400, YEAR = 365 * DAY, SHOWN = 200 };

static size_t digits_at(struct str text, size_t at)
{
    size_t end = at;

    while (end < text.len && isdigit((unsigned char)text.ptr[end]))
        end++;
    return end - at;
}

/* The place of the first digit that begins a number of its own: at the start, behind a separator,
 * or behind one 'v' or 'r'. "torch2" has none, nor has a commit's id. */
static size_t number_in(struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        size_t before = i;

        if (!isdigit((unsigned char)name.ptr[i]))
            continue;
        if (before && (name.ptr[before - 1] == 'v' || name.ptr[before - 1] == 'V' ||
                       name.ptr[before - 1] == 'r'))
            before--;
        if (!before || strchr("-_/@= .", name.ptr[before - 1]))
            return i;
        i += digits_at(name, i) - 1;
    }
    return name.len;
}

bool tag_is_version(struct str name)
{
    size_t at = number_in(name), length = digits_at(name, at);
    bool alone = at <= 1; /* "1", "v1" */
    struct str before = str_slice(name, 0, at);

    if (!length || length > 8)
        return false;
    at += length;
    if (at < name.len && strchr("._-", name.ptr[at]) && digits_at(name, at + 1))
        return true;
    if (at < name.len && isalpha((unsigned char)name.ptr[at]))
        return alone && length <= 4 && /* "v1rc2", but not "2nd" */
               digits_at(name, name.len - 1);
    return (alone && at == name.len) || str_ends(before, "-v") || str_ends(before, "/v") ||
           str_contains_nocase(before, "release") || str_contains_nocase(before, "version");
}

/* A version that was tagged: one a commit. */
struct release {
    time_t time;
    const char *commit, *name;
};

struct releases {
    struct release *items;
    size_t count, capacity;
};

static int by_commit(const void *left, const void *right)
{
    const struct release *a = left, *b = right;
    int order = strcmp(a->commit, b->commit);

    return order ? order : (a->time > b->time) - (a->time < b->time);
}

static int by_time(const void *left, const void *right)
{
    const struct release *a = left, *b = right;

    return (a->time > b->time) - (a->time < b->time);
}

static int by_number(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;

    return (a > b) - (a < b);
}

/* The version tags up to the date, oldest first; of several on a commit the first. */
static struct releases collect(struct facts *facts, struct arena *arena)
{
    const struct snapshot *snapshot = facts->snapshot;
    struct releases releases = {0};
    size_t kept = 0;

    for (size_t i = 0; i < snapshot->tag_count; i++) {
        const struct tag *tag = &snapshot->tags[i];

        if (tag_is_version(str_of(tag->name)) && tag->time <= facts->date)
            *ARENA_PUSH(arena, &releases) =
                (struct release){.time = tag->time,
                                 .commit = tag->commit ? tag->commit : tag->name,
                                 .name = tag->name};
    }
    if (!releases.count)
        return releases;
    qsort(releases.items, releases.count, sizeof(*releases.items), by_commit);
    for (size_t i = 0; i < releases.count; i++)
        if (!kept || strcmp(releases.items[kept - 1].commit, releases.items[i].commit))
            releases.items[kept++] = releases.items[i];
    releases.count = kept;
    qsort(releases.items, releases.count, sizeof(*releases.items), by_time);
    return releases;
}

static void measure_gaps(struct facts *facts, struct arena *arena, const struct releases *releases)
{
    double *gaps = arena_alloc(arena, (releases->count + 1) * sizeof(*gaps));
    size_t count = 0;

    for (size_t i = 1; i < releases->count; i++)
        gaps[count++] = (double)(releases->items[i].time - releases->items[i - 1].time) / DAY;
    if (!count) {
        facts_unknown(facts, METRIC_RELEASE_MEDIAN_TAG_GAP_DAYS, "there are no two version tags");
        return;
    }
    qsort(gaps, count, sizeof(*gaps), by_number);
    facts_number(facts, METRIC_RELEASE_MEDIAN_TAG_GAP_DAYS,
                 count % 2 ? gaps[count / 2] : (gaps[count / 2 - 1] + gaps[count / 2]) / 2);
}

static void measure_last(struct facts *facts, const struct releases *releases)
{
    const struct history *history = &facts->history;
    time_t last = releases->count ? releases->items[releases->count - 1].time : 0;
    int64_t since = 0;

    if (releases->count)
        facts_integer(facts, METRIC_RELEASE_DAYS_SINCE_LAST_TAG,
                      (int64_t)(facts->date - last) / DAY);
    else
        facts_unknown(facts, METRIC_RELEASE_DAYS_SINCE_LAST_TAG, "there is no version tag");
    if (history->partial) {
        facts_unknown(facts, METRIC_RELEASE_COMMITS_SINCE_LAST_TAG, history->partial);
        return;
    }
    for (size_t i = history->timeline.count; i && history->timeline.items[i - 1].time > last; i--)
        since++;
    facts_integer(facts, METRIC_RELEASE_COMMITS_SINCE_LAST_TAG, since);
}

void release_metrics(struct facts *facts)
{
    static const enum metric all[] = {
        METRIC_HISTORY_TAGS,
        METRIC_RELEASE_VERSION_TAGS,
        METRIC_RELEASE_TAGS_LAST_YEAR,
        METRIC_RELEASE_MEDIAN_TAG_GAP_DAYS,
        METRIC_RELEASE_DAYS_SINCE_LAST_TAG,
        METRIC_RELEASE_COMMITS_SINCE_LAST_TAG,
    };
    const char *unknown = facts->snapshot->tags_unknown;
    struct arena *scratch;
    struct releases releases;
    int64_t last_year = 0;

    if (unknown) {
        for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
            facts_unknown(facts, all[i], unknown);
        return;
    }
    scratch = arena_new();
    releases = collect(facts, scratch);
    for (size_t i = 0; i < releases.count; i++)
        last_year += releases.items[i].time > facts->date - YEAR;
    facts_integer(facts, METRIC_HISTORY_TAGS, (int64_t)facts->snapshot->tag_count);
    facts_integer(facts, METRIC_RELEASE_VERSION_TAGS, (int64_t)releases.count);
    facts_integer(facts, METRIC_RELEASE_TAGS_LAST_YEAR, last_year);
    measure_gaps(facts, scratch, &releases);
    measure_last(facts, &releases);
    arena_free(scratch);
}

void releases_observe(struct facts *facts)
{
    struct arena *scratch = arena_new();
    struct releases releases = collect(facts, scratch);

    for (size_t i = releases.count; i && releases.count - i < SHOWN; i--) {
        const struct release *release = &releases.items[i - 1];
        char *date = arena_alloc(facts->arena, DATE_SIZE);

        date_format(release->time, 0, date);
        facts_observe(facts, OBSERVATION_RELEASE, "tagged", NULL, 0, str_of(release->name))->hint =
            date;
    }
    arena_free(scratch);
}
