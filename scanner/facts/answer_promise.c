/* What the README says of how fast questions are answered; the record of the forge can be laid
 * beside it. */
#include "facts/extract.h"
#include "facts/readme_content.h"
#include "util/arena.h"
#include "util/limits.h"
#include "util/pattern.h"

enum { PROMISES = 5 };

#define WHO "\\b(?:we|i|our team|the (?:authors?|maintainers?|developers?|team))\\b[^.]{0,60}"
#define DOES                                                                                       \
    "\\b(?:(?:answer|respond|reply|get back)\\b[^.]{0,60}|help (?:you )?(?:out )?(?:all )?)"

static const char timed[] =
    "(?i)" WHO DOES "\\b((?:with)?in (?:about |around |roughly |at most )?"
    "(?:an?|one|two|three|four|five|six|seven|ten|a few|a couple of|\\d+)(?: ?(?:-|to) ?\\d+)? "
    "(?:business |working )?(?:hours?|days?|weeks?))\\b";
static const char quick[] =
    "(?i)" WHO DOES "\\b(promptly|quickly|as soon as possible|asap|right away|immediately|"
    "(?:in )?a timely (?:manner|fashion)|as fast as we can)\\b";

struct answer_promises {
    struct pattern *timed, *quick;
    unsigned count;
};

static void look_at(struct reading *reading, const struct block *block, unsigned line,
                    struct str sentence)
{
    struct answer_promises *promises = reading->answer_promises;
    const char *path = reading->readme->path;
    struct observation *seen;
    struct groups groups;
    bool is_timed;

    if (promises->count >= PROMISES || block->kind == BLOCK_TABLE)
        return;
    is_timed = pattern_match(promises->timed, sentence, &groups) == MATCH_YES;
    if (!is_timed && pattern_match(promises->quick, sentence, &groups) != MATCH_YES)
        return;
    promises->count++;
    seen = facts_observe(reading->facts, OBSERVATION_ANSWER_PROMISE, is_timed ? "timed" : "quick",
                         path, line, sentence);
    seen->hint = text_clean(reading->facts->arena, groups.items[1], LIMIT_QUOTE_BYTES);
}

void answer_promises_collect(struct facts *facts)
{
    struct answer_promises promises = {0};
    struct reading reading = {
        .facts = facts, .readme = facts->documents.readme, .answer_promises = &promises};

    if (!reading.readme)
        return;
    promises.timed = pattern_own(facts->arena, timed);
    promises.quick = pattern_own(facts->arena, quick);
    content_sentences(&reading, look_at);
}
