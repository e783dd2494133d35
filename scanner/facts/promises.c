#include "facts/extract.h"
#include "facts/readme_content.h"
#include "util/arena.h"
#include "util/date.h"
#include "util/limits.h"
#include "util/pattern.h"

#include <string.h>

/* What the README announces, and since when: the age of the line, from the README's own history.
 * A promise is open from the day it was made and old half a year later. */

enum { PROMISES = 10, OLD_SECONDS = 180 * 24 * 3600, SHORTEST_LINE = 8 };

static const char announcing[] =
    "(?i)\\b(?:coming (?:very )?soon|stay tuned|under construction|\\(soon\\)|"
    "to be (?:released|announced|uploaded|continued)(?=\\W*(?:$|soon|later|shortly))|"
    /* of a reference in a list or of one function it tells nothing */
    "(?:code|data|datasets?|weights|checkpoints?|models?|scripts?|demo|docs|documentation|paper|"
    "release|training|evaluation|tutorials?)\\b[^.]{0,30}\\bTB[DA]|"
    "(?:repo(?:sitory)?|project|code(?:base)?|page|readme|documentation|docs|package|library)\\b"
    "[^.]{0,40}\\b(?:is|are|still)\\b[^.]{0,20}\\bwork in progress|"
    "will (?:soon )?(?:be )?(?:made )?(?:(?:publicly )?available|release[ds]?|open-?sourced?|"
    "publish(?:ed)?|upload(?:ed)?|added|update[ds]?)\\b[^.]{0,80}\\b(?:soon|later|shortly|upon "
    "(?:acceptance|publication)|after (?:acceptance|publication|the review)|in the (?:near "
    ")?future|next (?:week|month)))\\b";

struct promise {
    unsigned line;
    struct str text, sentence; /* the line as it stands in the file; what was matched */
    time_t since;              /* 0: not known */
    bool settled;              /* an older version does not have it */
};

struct promises {
    struct pattern *pattern;
    struct promise items[PROMISES];
    size_t count;
};

static struct str line_of(struct str text, unsigned number)
{
    struct str line = {0};

    while (number-- && str_next_line(&text, &line))
        ;
    return str_trim(line);
}

static void look_at(struct reading *reading, const struct block *block, unsigned line,
                    struct str sentence)
{
    struct promises *promises = reading->promises;

    if (promises->count >= PROMISES || block->kind == BLOCK_TABLE ||
        pattern_match(promises->pattern, sentence, NULL) != MATCH_YES)
        return;
    promises->items[promises->count++] = (struct promise){
        .line = line, .text = line_of(reading->readme->text, line), .sentence = sentence};
}

/* Newest first: a promise stands as long as each version has its line. */
static bool look_at_version(void *context, const struct commit *commit, struct str text)
{
    struct promises *promises = context;
    bool open = false;

    for (size_t i = 0; i < promises->count; i++) {
        struct promise *promise = &promises->items[i];

        if (promise->settled)
            continue;
        promise->settled = promise->text.len < SHORTEST_LINE || !text.len ||
                           !memmem(text.ptr, text.len, promise->text.ptr, promise->text.len);
        if (!promise->settled)
            promise->since = commit->commit_time;
        open = open || !promise->settled;
    }
    return open;
}

static void note(struct facts *facts, const struct promise *promise)
{
    const char *path = facts->documents.readme->path;
    struct observation *open =
        facts_observe(facts, OBSERVATION_PROMISE, "open", path, promise->line, promise->sentence);
    struct observation *old;
    char date[DATE_SIZE];

    if (!promise->since)
        return;
    date_format(promise->since, 0, date);
    open->hint = arena_printf(facts->arena, "since %s", date);
    open->since = promise->since;
    open->until = promise->since + OLD_SECONDS;
    old = facts_observe(facts, OBSERVATION_PROMISE, "old", path, promise->line, promise->sentence);
    old->hint = arena_printf(facts->arena, "since %s", date);
    old->since = promise->since + OLD_SECONDS;
}

void promises_collect(struct facts *facts)
{
    struct reading reading = {.facts = facts, .readme = facts->documents.readme};
    struct promises promises = {0};

    if (!reading.readme)
        return;
    promises.pattern = pattern_own(facts->arena, announcing);
    reading.promises = &promises;
    content_sentences(&reading, look_at);
    if (promises.count && facts->snapshot->commit)
        (void)snapshot_walk_versions(facts->snapshot, reading.readme->path,
                                     LIMIT_VERSIONS_MILLISECONDS, look_at_version, &promises);
    for (size_t i = 0; i < promises.count; i++)
        note(facts, &promises.items[i]);
}
