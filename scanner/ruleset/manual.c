#include "ruleset/manual.h"

#include "checks/check.h"
#include "ruleset/embedded.h"
#include "ruleset/ruleset.h"
#include "util/arena.h"
#include "util/nearest.h"
#include "util/wrap.h"

#include <string.h>

enum { WIDTH = 80, INDENT = 4 };

static bool no_such_rule(const struct rh_ruleset *ruleset, const char *id, struct rh_error *err)
{
    struct nearest nearest = nearest_to(id);
    char hint[120];

    for (size_t i = 0; i < ruleset->count; i++) {
        const char *milestone = rh_milestone_name(ruleset->rules[i].milestone);

        if (!strcasecmp(id, ruleset->rules[i].area))
            return error_set(err, RH_ERROR_USAGE,
                             "'%s' is an area, no rule: repohealth rules list --area %s", id,
                             ruleset->rules[i].area);
        if (!strcasecmp(id, milestone))
            return error_set(err, RH_ERROR_USAGE,
                             "'%s' is a milestone, no rule: repohealth rules list --milestone %s",
                             id, milestone);
    }
    for (size_t i = 0; i < ruleset->count; i++)
        nearest_offer(&nearest, ruleset->rules[i].id);
    return error_set(err, RH_ERROR_USAGE, "there is no rule '%s'%s", id,
                     nearest_hint(&nearest, hint, sizeof(hint)));
}

static void print(struct buf *text, FILE *out)
{
    if (text->len)
        fwrite(text->ptr, 1, text->len, out);
    buf_release(text);
}

/* A heading and a paragraph under it; nothing where there is no text. */
static void add_part(struct wrap *wrap, const char *heading, const char *text)
{
    if (!text || !*text)
        return;
    buf_printf(wrap->out, "\n%s\n", heading);
    wrap_text(wrap, INDENT, text);
    wrap_end_line(wrap);
}

static size_t indent_of(struct str line)
{
    size_t indent = 0;

    while (indent < line.len && (line.ptr[indent] == ' ' || line.ptr[indent] == '-'))
        indent++;
    return indent;
}

/* Adds the lines of one key of a rule as it is written, moved to INDENT; none where the rule stands
 * on one line. */
static void add_yaml(struct buf *out, const char *yaml, const char *key)
{
    struct str rest = str_of(yaml), line;
    size_t key_indent = indent_of(rest);
    bool within = false;

    while (str_next_line(&rest, &line)) {
        size_t indent = indent_of(line);
        struct str text = str_slice(line, indent, line.len);

        if (text.len && indent <= key_indent)
            within = str_starts(text, key) && text.ptr[strlen(key)] == ':';
        if (!within)
            continue;
        line = str_slice(line, indent < key_indent ? indent : key_indent, line.len);
        buf_printf(out, "%*s%.*s\n", line.len ? INDENT : 0, "", (int)line.len, line.ptr);
    }
}

static void add_kind(struct wrap *wrap, const struct rh_rule *rule)
{
    buf_printf(wrap->out, "%s\n", rule->id);
    wrap_text(wrap, 0, rule->title);
    wrap_end_line(wrap);
    if (rule->milestone == RH_NO_MILESTONE)
        buf_printf(wrap->out, "\narea %s, counts for no milestone; %s\n", rule->area,
                   rh_severity_name(rule->severity));
    else
        buf_printf(wrap->out, "\narea %s, milestone %s, weight %u of 5; %s%s\n", rule->area,
                   rh_milestone_name(rule->milestone), rule->weight,
                   rh_severity_name(rule->severity),
                   rule->blocker ? "; where it fails, a stranger stops" : "");
    if (rule->forge)
        buf_puts(wrap->out, "asks GitHub; where that does not tell, it weighs nothing\n");
}

static void add_check(struct arena *arena, struct wrap *wrap, const struct rh_rule *rule)
{
    add_part(wrap, "What it checks",
             arena_printf(arena, "%s: %s", rule->check->name, rule->check->summary));
    add_yaml(wrap->out, rule->yaml, "with");
    add_yaml(wrap->out, rule->yaml, "applies_when");
    add_yaml(wrap->out, rule->yaml, "requires");
    add_yaml(wrap->out, rule->yaml, "caps");
}

static void add_examples(struct buf *out, const struct rh_rule *rule)
{
    if (!rule->example_count)
        return;
    buf_puts(out, "\nExamples\n");
    add_yaml(out, rule->yaml, "examples");
}

static void add_source(struct arena *arena, struct wrap *wrap, const struct rh_rule *rule)
{
    const char *join = rule->rubric && rule->source ? ": " : "";

    add_part(wrap, "Where it comes from",
             arena_printf(arena, "%s%s%s", rule->rubric ? rule->rubric : "", join,
                          rule->source ? rule->source : ""));
    buf_printf(wrap->out, "\nIt stands in %s:%u\n", rule->file, rule->line);
}

/* How often it was right, of what people have judged. */
static void add_card(struct arena *arena, struct wrap *wrap, const struct rh_rule *rule)
{
    const struct embedded_card *card = embedded_cards;
    unsigned judged;

    while (card->rule && strcmp(card->rule, rule->id))
        card++;
    if (!card->rule)
        return;
    judged = card->right + card->wrong + card->debatable;
    add_part(wrap, "How often it was right",
             !judged
                 ? arena_printf(arena, "It accused none of %u repositories that were read.",
                                card->repositories)
                 : arena_printf(arena,
                                "Of %u accusations in %u repositories that were judged by "
                                "reading, %u %s right, %u wrong and %u debatable.",
                                judged, card->repositories, card->right,
                                card->right == 1 ? "was" : "were", card->wrong, card->debatable));
}

bool manual_explain(const struct rh_ruleset *ruleset, const char *id, FILE *out,
                    struct rh_error *err)
{
    const struct rh_rule *rule = ruleset_find(ruleset, id);
    struct buf text = {0};
    struct wrap wrap = {.out = &text, .width = WIDTH};
    const char *mend = "How to mend it";
    struct arena *arena;

    if (!rule)
        return no_such_rule(ruleset, id, err);
    arena = arena_new();
    add_kind(&wrap, rule);
    add_part(&wrap, "Why", rule->why);
    if (rule->minutes)
        mend = arena_printf(arena, "How to mend it (about %u %s a place)", rule->minutes,
                            rule->minutes == 1 ? "minute" : "minutes");
    add_part(&wrap, mend, rule->remediation);
    add_check(arena, &wrap, rule);
    add_examples(&text, rule);
    add_card(arena, &wrap, rule);
    add_source(arena, &wrap, rule);
    print(&text, out);
    arena_free(arena);
    return true;
}

static bool is_listed(const struct rh_rule *rule, const struct manual_filter *filter)
{
    return (!filter->milestone ||
            !strcasecmp(filter->milestone, rh_milestone_name(rule->milestone))) &&
           (!filter->area || !strcasecmp(filter->area, rule->area)) &&
           (!filter->path_count || rule_is_in(rule, filter->paths, filter->path_count));
}

static bool nothing_listed(const struct rh_ruleset *ruleset, const struct manual_filter *filter,
                           struct rh_error *err)
{
    struct nearest nearest = nearest_to(filter->area ? filter->area : filter->milestone);
    char hint[120];

    for (size_t i = 0; i < ruleset->count; i++)
        nearest_offer(&nearest, filter->area ? ruleset->rules[i].area
                                             : rh_milestone_name(ruleset->rules[i].milestone));
    return error_set(err, RH_ERROR_USAGE, "there is no rule of %s%s", nearest.word,
                     nearest_hint(&nearest, hint, sizeof(hint)));
}

bool manual_list(const struct rh_ruleset *ruleset, const struct manual_filter *filter, FILE *out,
                 struct rh_error *err)
{
    size_t count = 0;

    for (size_t i = 0; i < ruleset->count; i++)
        count += is_listed(&ruleset->rules[i], filter);
    if (!count && (filter->area || filter->milestone))
        return nothing_listed(ruleset, filter, err);
    if (count)
        fputs("   weight of 5; '!': where it fails, a stranger stops\n", out);
    for (size_t i = 0; i < ruleset->count; i++) {
        const struct rh_rule *rule = &ruleset->rules[i];

        if (is_listed(rule, filter))
            fprintf(out, "%-2s %u%c %-32s %s\n",
                    rule->milestone == RH_NO_MILESTONE ? "-" : rh_milestone_name(rule->milestone),
                    rule->weight, rule->blocker ? '!' : ' ', rule->id, rule->title);
    }
    return true;
}

bool manual_show(const struct rh_ruleset *ruleset, const char *const *ids, size_t count, FILE *out,
                 struct rh_error *err)
{
    for (size_t i = 0; i < count; i++)
        if (!ruleset_find(ruleset, ids[i]))
            return no_such_rule(ruleset, ids[i], err);
    fputs("rules:\n", out);
    for (size_t i = 0; i < (count ? count : ruleset->count); i++) {
        const struct rh_rule *rule = count ? ruleset_find(ruleset, ids[i]) : &ruleset->rules[i];

        fprintf(out, "%s%s", i ? "\n" : "", rule->yaml);
    }
    return true;
}
