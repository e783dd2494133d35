/* Compares what the README, its badges and commands, the manifests and the containers say of the
 * same thing. A contradiction is noted at both places. */
#include "facts/claims.h"

#include "facts/extract.h"
#include "util/arena.h"

#include <string.h>

enum { CLAIMS_MOST = 300 };

static const char *const subject_names[] = {[SUBJECT_PYTHON] = "Python",
                                            [SUBJECT_TORCH] = "PyTorch",
                                            [SUBJECT_TENSORFLOW] = "TensorFlow",
                                            [SUBJECT_CUDA] = "CUDA",
                                            [SUBJECT_LICENSE] = "licence"};

void claims_add(struct claims *claims, const struct claim *claim)
{
    if (claims->all.count < CLAIMS_MOST)
        *ARENA_PUSH(claims->facts->arena, &claims->all) = *claim;
}

static bool agree(const struct claim *a, const struct claim *b)
{
    if (a->subject != SUBJECT_LICENSE)
        return versions_meet(a->versions, b->versions);
    /* "GPL" and "GPL-3" */
    return text_starts(a->license, b->license) || text_starts(b->license, a->license);
}

/* The first pair of two voices that stands for all of them; NULLs: one of them is silent, or two of
 * their sayings agree. */
static void find_pair(const struct claims *claims, enum subject subject, const enum voice voices[2],
                      const struct claim *ret_pair[2])
{
    ret_pair[0] = ret_pair[1] = NULL;
    for (size_t i = 0; i < claims->all.count; i++) {
        const struct claim *a = &claims->all.items[i];

        if (a->subject != subject || a->voice != voices[0])
            continue;
        for (size_t j = 0; j < claims->all.count; j++) {
            const struct claim *b = &claims->all.items[j];

            if (b->subject != subject || b->voice != voices[1])
                continue;
            if (agree(a, b)) {
                ret_pair[0] = ret_pair[1] = NULL;
                return;
            }
            if (!ret_pair[0]) {
                ret_pair[0] = a;
                ret_pair[1] = b;
            }
        }
    }
}

/* A page that promises versions which the package refuses: "3.7+" where it takes 3.8 and newer. */
static void find_lower(const struct claims *claims, enum subject subject,
                       const enum voice voices[2], const struct claim *ret_pair[2])
{
    const struct claim *page = NULL, *package = NULL;

    for (size_t i = 0; i < claims->all.count; i++) {
        const struct claim *claim = &claims->all.items[i];

        if (claim->subject != subject)
            continue;
        /* the mildest of both decides */
        if (claim->voice == voices[0] && (!page || claim->versions.low > page->versions.low))
            page = claim;
        if (claim->voice == voices[1] && (!package || claim->versions.low < package->versions.low))
            package = claim;
    }
    ret_pair[0] = ret_pair[1] = NULL;
    if (page && package && page->versions.high == VERSION_ANY && page->versions.low &&
        page->versions.low < package->versions.low) {
        ret_pair[0] = page;
        ret_pair[1] = package;
    }
}

static void note_pair(struct claims *claims, const struct claim *pair[2], bool major,
                      const char *statuses[])
{
    for (size_t i = 0; pair[0] && i < 2; i++) {
        const struct claim *here = pair[i], *there = pair[!i];
        size_t index = (size_t)(here - claims->all.items);
        struct facts *facts = claims->facts;

        if (statuses[index])
            continue;
        statuses[index] = major ? "major" : "minor";
        facts_observe(facts, OBSERVATION_CLAIM, statuses[index], here->path, here->line, here->text)
            ->hint =
            there->line
                ? arena_printf(facts->arena, "%s: %s:%u says %s", subject_names[here->subject],
                               there->path, there->line, text_clean(facts->arena, there->text, 80))
                : arena_printf(facts->arena, "%s: %s is %s", subject_names[here->subject],
                               there->path, text_clean(facts->arena, there->text, 80));
    }
}

/* Which voices are held against each other, and whether a contradiction of theirs stops a reader
 * or makes one wonder. */
static const struct {
    unsigned subjects;
    enum voice voices[2];
    bool major;
} pairs[] = {
    {~0u, {VOICE_BADGE, VOICE_PROSE}, true},
    {~0u, {VOICE_BADGE, VOICE_PACKAGE}, true},
    {~0u, {VOICE_BADGE, VOICE_REQUIREMENTS}, true},
    {~0u, {VOICE_BADGE, VOICE_LICENSE}, true},
    {~0u, {VOICE_PROSE, VOICE_PACKAGE}, true},
    {~0u, {VOICE_PROSE, VOICE_REQUIREMENTS}, true},
    {~0u, {VOICE_PACKAGE, VOICE_LICENSE}, true},
    {1u << SUBJECT_PYTHON, {VOICE_COMMAND, VOICE_PACKAGE}, true},
    {1u << SUBJECT_PYTHON, {VOICE_CONTAINER, VOICE_PACKAGE}, true},
    {~0u, {VOICE_COMMAND, VOICE_REQUIREMENTS}, false},
    {~0u, {VOICE_CONTAINER, VOICE_REQUIREMENTS}, false},
    {~0u, {VOICE_PACKAGE, VOICE_REQUIREMENTS}, false},
};

/* Another voice says what agrees with it. */
static bool is_borne_out(const struct claims *claims, const struct claim *claim)
{
    for (size_t i = 0; i < claims->all.count; i++) {
        const struct claim *other = &claims->all.items[i];

        if (other->subject == claim->subject && other->voice != claim->voice && agree(claim, other))
            return true;
    }
    return false;
}

void claims_collect(struct facts *facts)
{
    struct claims claims = {.facts = facts};
    const char **statuses;

    claims_of_readme(&claims);
    claims_of_manifests(&claims);
    statuses = arena_alloc(facts->arena, (claims.all.count + 1) * sizeof(*statuses));
    for (enum subject subject = 0; subject < SUBJECT_COUNT; subject++)
        for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
            const struct claim *pair[2];

            if (!(pairs[i].subjects >> subject & 1))
                continue;
            find_pair(&claims, subject, pairs[i].voices, pair);
            note_pair(&claims, pair, pairs[i].major, statuses);
            if (subject == SUBJECT_LICENSE || pairs[i].voices[1] != VOICE_PACKAGE ||
                pairs[i].voices[0] > VOICE_BADGE)
                continue;
            find_lower(&claims, subject, pairs[i].voices, pair);
            note_pair(&claims, pair, false, statuses);
        }
    for (size_t i = 0; i < claims.all.count; i++) {
        const struct claim *claim = &claims.all.items[i];

        if (!statuses[i] && claim->voice != VOICE_LICENSE)
            facts_observe(facts, OBSERVATION_CLAIM,
                          is_borne_out(&claims, claim) ? "agrees" : "alone", claim->path,
                          claim->line, claim->text)
                ->hint = subject_names[claim->subject];
    }
}
