#include "ruleset/excuse.h"

#include "ruleset/ruleset.h"
#include "ruleset/settings.h"
#include "snapshot/snapshot.h"
#include "util/arena.h"
#include "util/glob.h"
#include "util/limits.h"

#include <string.h>

static bool is_known(const struct facts *facts, const char *path)
{
    for (size_t i = 0; i < facts->documents.pages.count; i++)
        if (!strcmp(facts->documents.pages.items[i].path, path))
            return true;
    for (size_t i = 0; i < facts->marks->count; i++)
        if (!strcmp(facts->marks->items[i].path, path))
            return true;
    return map_get(&facts->marks->looked, str_of(path)) != MAP_NONE;
}

/* A file that is neither a page nor own code is looked at when it is accused. */
static void look_into(const struct facts *facts, const char *path)
{
    const struct file *file =
        path && !is_known(facts, path) ? snapshot_find(facts->snapshot, path) : NULL;
    struct arena *scratch;
    struct str text;

    if (!file || (file->kind != FILE_REGULAR && file->kind != FILE_EXECUTABLE))
        return;
    map_put(&facts->marks->looked, str_of(path), 1);
    scratch = arena_new();
    if (file_read(facts->snapshot, scratch, file, LIMIT_CONFIG_BYTES, &text) == READ_OK)
        marks_of_text(facts->arena, file->path, text, facts->marks);
    arena_free(scratch);
}

static struct mark *find_mark(const struct facts *facts, const struct rh_finding *finding,
                              const struct rh_evidence *place, time_t as_of)
{
    for (size_t i = 0; place->path && i < facts->marks->count; i++) {
        struct mark *mark = &facts->marks->items[i];

        if (!mark->problem && !strcmp(mark->path, place->path) &&
            (!place->line || (mark->first <= place->line && place->line <= mark->last)) &&
            glob_match(mark->glob, finding->rule) && settings_hold_until(mark->until, as_of))
            return mark;
    }
    return NULL;
}

void excuse_places(const struct facts *facts, bool holds, time_t as_of, bool whole,
                   struct rh_finding *finding)
{
    struct arena *arena = facts->arena;
    struct rh_evidence *left = arena_alloc(arena, (finding->evidence_count + 1) * sizeof(*left));
    const char *reason = NULL;
    size_t count = 0;

    if ((finding->outcome != RH_FAIL && finding->outcome != RH_PARTIAL) || !facts->marks ||
        finding->exempted)
        return;
    for (size_t i = 0; i < finding->evidence_count; i++) {
        struct mark *mark;

        look_into(facts, finding->evidence[i].path);
        mark = find_mark(facts, finding, &finding->evidence[i], as_of);
        if (mark) {
            mark->used = true;
            reason = mark->reason;
        }
        if (!mark || !holds)
            left[count++] = finding->evidence[i];
    }
    if (count == finding->evidence_count || (!count && !whole))
        return;
    if (!count) {
        finding->exempted = reason;
        return;
    }
    finding->message = arena_printf(arena, "%s; %zu exempt: %s", finding->message,
                                    finding->evidence_count - count, reason);
    finding->evidence = left;
    finding->evidence_count = count;
}

struct list {
    struct arena *arena;
    struct rh_exemption *items;
    size_t count, capacity;
};

static void list_settings(struct list *list, const struct settings *settings, time_t as_of)
{
    for (size_t i = 0; i < settings->rule_count; i++) {
        const struct settings_rule *rule = &settings->rules[i];

        if (!rule->off && !rule->paths.count)
            continue;
        *ARENA_PUSH(list->arena, list) =
            (struct rh_exemption){.rule = rule->rule,
                                  .path = settings->file,
                                  .line = rule->line,
                                  .reason = rule->reason,
                                  .until = rule->until,
                                  .state = !settings_hold_until(rule->until, as_of) ? "expired"
                                           : rule->used && *rule->used              ? "used"
                                                                                    : "unused"};
    }
}

static bool is_a_rule(const struct rh_ruleset *ruleset, const struct mark *mark)
{
    for (size_t i = 0; i < ruleset->count; i++)
        if (glob_match(mark->glob, ruleset->rules[i].id))
            return true;
    return false;
}

static void list_marks(struct list *list, const struct facts *facts,
                       const struct rh_ruleset *ruleset, bool hold, time_t as_of)
{
    for (size_t i = 0; i < facts->marks->count; i++) {
        const struct mark *mark = &facts->marks->items[i];
        struct rh_exemption exemption = {.rule = mark->rule,
                                         .path = mark->path,
                                         .line = mark->line,
                                         .reason = mark->reason,
                                         .until = mark->until,
                                         .problem = mark->problem};

        if (!exemption.problem && !is_a_rule(ruleset, mark))
            exemption.problem = "there is no such rule";
        exemption.state = exemption.problem                          ? "broken"
                          : !settings_hold_until(mark->until, as_of) ? "expired"
                          : !mark->used                              ? "unused"
                          : hold                                     ? "used"
                                                                     : "refused";
        *ARENA_PUSH(list->arena, list) = exemption;
    }
}

void excuses_report(const struct facts *facts, const struct settings *settings, time_t as_of,
                    struct rh_report *report)
{
    struct list list = {.arena = facts->arena};

    list_settings(&list, settings, as_of);
    list_marks(&list, facts, settings->ruleset, settings->comments, as_of);
    report->exemptions = list.items;
    report->exemption_count = list.count;
}
