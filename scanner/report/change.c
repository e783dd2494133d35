#include "report/change.h"

#include "report/check.h"
#include "report/place.h"
#include "report/same.h"
#include "util/arena.h"
#include "util/glob.h"
#include "util/limits.h"
#include "util/map.h"

#include <string.h>

struct comparison {
    struct arena *arena;
    struct rh_check *check;
    struct {
        struct rh_change_entry *items;
        size_t count, capacity;
    } changes;
};

/* One rule on both sides. */
struct pair {
    const struct rh_finding *head, *base; /* base NULL: the rule was not asked */
    struct same_list before, after;       /* what accuses, matched */
    bool counts;                          /* what is new may fail a check */
};

static const struct rh_finding nothing = {.outcome = RH_NOT_APPLICABLE};

static void add(struct comparison *comparison, enum rh_change change,
                const struct rh_finding *finding, const struct rh_evidence *evidence,
                const struct rh_evidence *before, const struct pair *pair)
{
    bool bad = change == RH_CHANGE_NEW || change == RH_CHANGE_WORSE;

    *ARENA_PUSH(comparison->arena, &comparison->changes) =
        (struct rh_change_entry){.change = change,
                                 .finding = finding,
                                 .evidence = evidence,
                                 .before = before,
                                 .was = pair->base->outcome,
                                 .counts = bad && pair->counts};
}

/* Only the first places of a rule are listed: behind them nothing can be told apart. */
static bool is_full(const struct rh_finding *finding)
{
    return finding->evidence_count >= LIMIT_EVIDENCE;
}

/* Good places that are too few, not places to mend: each stood there and was good at the base. */
static bool cites_what_is_good(struct arena *arena, const struct pair *pair)
{
    struct same_list good, now;

    if (pair->base->outcome != RH_PASS || pair->head->outcome != RH_PARTIAL)
        return false;
    same_begin(arena, pair->base, &good);
    same_begin(arena, pair->head, &now);
    same_match(&good, &now);
    for (size_t i = 0; i < now.count; i++)
        if (now.items[i].other == SAME_NONE || pair->head->evidence[i].replacement)
            return false;
    return true;
}

/* Whether what stands in the head alone is new. */
static bool can_be_new(struct comparison *comparison, const struct pair *pair)
{
    if (pair->base->outcome == RH_UNKNOWN || is_full(pair->base))
        return false;
    return !cites_what_is_good(comparison->arena, pair);
}

static void list_head(struct comparison *comparison, const struct pair *pair)
{
    const struct rh_finding *head = pair->head;
    bool can = can_be_new(comparison, pair), fallen = pair->base->outcome < head->outcome;
    size_t told = 0;

    for (size_t i = 0; i < pair->after.count; i++) {
        const struct rh_evidence *place = &head->evidence[i];
        bool is_new = can && pair->after.items[i].other == SAME_NONE;

        /* that something lacks has no place: it is the rule that fell */
        if (!is_new || (same_is_pointer(place) && pair->base->outcome <= RH_PARTIAL))
            continue;
        add(comparison, RH_CHANGE_NEW, head, place, NULL, pair);
        told++;
    }
    for (size_t i = 0; i < pair->after.count; i++) {
        const struct rh_evidence *place = &head->evidence[i];
        size_t other = pair->after.items[i].other;

        if (!told && fallen) {
            add(comparison, RH_CHANGE_WORSE, head, place, NULL, pair);
            told++;
        } else if (other != SAME_NONE || !can) {
            add(comparison, RH_CHANGE_UNCHANGED, head, place,
                other == SAME_NONE || !comparison->check->base ? NULL
                                                               : &pair->base->evidence[other],
                pair);
        }
    }
}

/* What an excuse of this change covers is not fixed. */
static bool is_excused(const struct comparison *comparison, const struct rh_finding *finding)
{
    const struct rh_report *head = comparison->check->head;

    if (finding->exempted)
        return true;
    for (size_t i = 0; i < head->exemption_count; i++) {
        const struct glob *glob;

        if (!check_excuses(comparison->check, &head->exemptions[i]))
            continue;
        glob = glob_compile(comparison->arena, head->exemptions[i].rule, 0);
        if (glob && glob_match(glob, finding->rule))
            return true;
    }
    return false;
}

static void list_fixed(struct comparison *comparison, const struct pair *pair)
{
    if (is_excused(comparison, pair->head))
        return;
    if (pair->head->outcome == RH_UNKNOWN || is_full(pair->head))
        return;
    for (size_t i = 0; i < pair->before.count; i++)
        if (pair->before.items[i].other == SAME_NONE)
            add(comparison, RH_CHANGE_FIXED, pair->base, &pair->base->evidence[i], NULL, pair);
}

static void compare(struct comparison *comparison, struct pair *pair)
{
    if (finding_accuses(pair->base))
        same_begin(comparison->arena, pair->base, &pair->before);
    if (finding_accuses(pair->head))
        same_begin(comparison->arena, pair->head, &pair->after);
    same_match(&pair->before, &pair->after);
    pair->counts = finding_in_aim(comparison->check->head, pair->head);
    list_head(comparison, pair);
    list_fixed(comparison, pair);
}

/* New, worse, fixed, unchanged; the heaviest rules first. */
static void sort_into(struct comparison *comparison, struct rh_check *check)
{
    size_t total = comparison->changes.count, count = 0;
    struct rh_change_entry *sorted = arena_alloc(comparison->arena, (total + 1) * sizeof(*sorted));

    for (enum rh_change change = RH_CHANGE_NEW; change <= RH_CHANGE_UNCHANGED; change++) {
        size_t before = count;

        for (int severity = RH_SEVERITY_ERROR; severity >= RH_SEVERITY_NOTE; severity--)
            for (unsigned weight = 6; weight--;)
                for (size_t i = 0; i < total; i++) {
                    const struct rh_change_entry *entry = &comparison->changes.items[i];

                    if (entry->change == change && entry->finding->weight == weight &&
                        (int)finding_level(entry->finding) == severity)
                        sorted[count++] = *entry;
                }
        check->counts[change] = count - before;
    }
    check->changes = sorted;
    check->change_count = count;
}

void changes_find(struct arena *arena, struct rh_check *check)
{
    struct comparison comparison = {.arena = arena, .check = check};
    struct map index;

    map_init(&index, arena);
    for (size_t i = 0; check->base && i < check->base->finding_count; i++)
        map_put(&index, str_of(check->base->findings[i].rule), i);
    for (size_t i = 0; i < check->head->finding_count; i++) {
        const struct rh_finding *head = &check->head->findings[i];
        size_t at = map_get(&index, str_of(head->rule));
        struct pair pair = {head,
                            at == MAP_NONE || !check->base ? &nothing : &check->base->findings[at]};

        if (!check->base) /* all of it stood there, for all that is known */
            pair.base = head;
        compare(&comparison, &pair);
    }
    sort_into(&comparison, check);
}
