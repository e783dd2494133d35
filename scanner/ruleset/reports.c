#include "ruleset/reports.h"

#include "facts/facts.h"
#include "ruleset/fingerprint.h"
#include "ruleset/ruleset.h"
#include "util/arena.h"
#include "util/limits.h"

#include <ctype.h>
#include <string.h>

enum {
    MOST_SHOWN = 5,   /* reports a finding */
    MOST_NAMED = 3,   /* of them by number in its message */
    SHORTEST_NAME = 5 /* letters of a name that a title is searched for */
};

const struct field topic_fields[] = {
    {.key = "topic",
     .type = FIELD_ENUM,
     .offset = offsetof(struct report_topic, status),
     .required = true,
     .choice = topic_choice,
     .help = "what the issue reports: a status of the observation user_report"},
    {.key = "titles",
     .type = FIELD_PATTERNS,
     .offset = offsetof(struct report_topic, titles),
     .required = true,
     .help = "titles that say so"},
    {.key = "labels",
     .type = FIELD_PATTERNS,
     .offset = offsetof(struct report_topic, labels),
     .help = "labels that say so"},
    {.key = "unless",
     .type = FIELD_PATTERNS,
     .offset = offsetof(struct report_topic, unless),
     .help = "titles that are about something else"},
    {.key = "trouble",
     .type = FIELD_BOOL,
     .offset = offsetof(struct report_topic, trouble),
     .help = "whoever reports it cannot run the code: counts in issues.trouble_unanswered"},
    {.key = "about",
     .type = FIELD_STRINGS,
     .offset = offsetof(struct report_topic, about),
     .help = "ids of rules whose findings such a report bears out"},
    {.key = "naming",
     .type = FIELD_STRINGS,
     .offset = offsetof(struct report_topic, naming),
     .help = "the same, where the title names a file or a package that the finding quotes"},
    {0},
};

const struct report_topics *topics_join(struct arena *arena, const struct report_topics *earlier,
                                        const struct field_list *later)
{
    size_t before = earlier ? earlier->count : 0;
    struct report_topic *items = arena_alloc(arena, (before + later->count + 1) * sizeof(*items));
    struct report_topics *joined = arena_alloc(arena, sizeof(*joined));

    if (before)
        memcpy(items, earlier->items, before * sizeof(*items));
    joined->count = before;
    for (size_t i = 0; i < later->count; i++) {
        const struct report_topic *topic = (const struct report_topic *)later->items + i;
        size_t at = 0;

        while (at < joined->count && items[at].status != topic->status)
            at++;
        joined->count += at == joined->count;
        items[at] = *topic;
    }
    joined->items = items;
    return joined;
}

static bool lists(const struct strings *ids, const char *id)
{
    for (size_t i = 0; i < ids->count; i++)
        if (!strcmp(ids->items[i], id))
            return true;
    return false;
}

/* A name is told from prose by what prose has not: a dot, a digit or a line within it. */
static bool is_name(struct str word)
{
    bool mark = false;

    if (word.len < SHORTEST_NAME)
        return false;
    for (size_t i = 1; i + 1 < word.len; i++)
        mark = mark || word.ptr[i] == '.' || word.ptr[i] == '_' || word.ptr[i] == '-' ||
               isdigit((unsigned char)word.ptr[i]);
    return mark;
}

static struct str without_marks(struct str word)
{
    while (word.len && strchr("'\"`(<[,;:", word.ptr[0]))
        word = str_slice(word, 1, word.len);
    while (word.len && strchr("'\"`)>],;:.!?", word.ptr[word.len - 1]))
        word.len--;
    return word;
}

/* Does the title have the last part of a path, or a package's name, of the quoted line? */
static bool names(const char *title, const char *quote)
{
    struct arena *scratch;
    struct str rest = str_of(quote), word;
    bool found = false;

    scratch = arena_new();
    while (!found && str_next_word(&rest, &word)) {
        const char *name;

        word = without_marks(word);
        name = path_base(str_dup(scratch, word));
        name = arena_strndup(scratch, name, strcspn(name, "=<>~!;[#"));
        found = is_name(str_of(name)) && str_contains_nocase(str_of(title), name);
    }
    arena_free(scratch);
    return found;
}

static bool names_any(const struct observation *report, const struct rh_finding *finding)
{
    for (size_t i = 0; i < finding->evidence_count; i++) {
        const struct rh_evidence *evidence = &finding->evidence[i];

        if (evidence->url)
            continue;
        if (names(report->text, evidence->quote) || names(report->text, evidence->replacement))
            return true;
    }
    return false;
}

/* NULL: this report has nothing to do with the rule. */
static bool bears_out(const struct report_topics *topics, const struct observation *report,
                      const struct rh_finding *finding)
{
    for (size_t i = 0; i < topics->count; i++) {
        const struct report_topic *topic = &topics->items[i];

        if (strcmp(topic_choice(topic->status), report->status))
            continue;
        return lists(&topic->about, finding->rule) ||
               (lists(&topic->naming, finding->rule) && names_any(report, finding));
    }
    return false;
}

/* "#12" of "#12 Title" */
static struct str number_of(const struct observation *report)
{
    struct str rest = str_of(report->text), word = {0};

    str_next_word(&rest, &word);
    return word;
}

struct found {
    const struct observation *reports[MOST_SHOWN];
    size_t count, all;
};

static struct found find(const struct report_topics *topics, const struct facts *facts,
                         enum observation_kind kind, const struct rh_finding *finding)
{
    struct found found = {0};

    for (size_t i = 0; i < facts->observations.count; i++) {
        const struct observation *report = &facts->observations.items[i];

        if (report->kind != kind || !bears_out(topics, report, finding))
            continue;
        found.all++;
        if (found.count < MOST_SHOWN)
            found.reports[found.count++] = report;
    }
    return found;
}

static void add_numbers(const struct found *found, struct buf *text)
{
    for (size_t i = 0; i < found->count && i < MOST_NAMED; i++) {
        buf_puts(text, i ? ", " : "");
        buf_add(text, number_of(found->reports[i]));
    }
    if (found->all > MOST_NAMED)
        buf_printf(text, " and %zu more", found->all - MOST_NAMED);
}

static bool is_bare(const char *message)
{
    return !message || !message[0] || !strcmp(message, "no") || !strcmp(message, "none");
}

/* "users hit this: #12, #31, open for 240 days; a patch waits: #40" */
static const char *say(struct arena *arena, const struct rh_finding *finding,
                       const struct found *reports, const struct found *patches, time_t to)
{
    struct buf text = {0};
    long days = (long)((to - reports->reports[0]->since) / 86400);
    const char *said;

    for (size_t i = 1; i < reports->count; i++)
        if ((long)((to - reports->reports[i]->since) / 86400) > days)
            days = (long)((to - reports->reports[i]->since) / 86400);
    if (!is_bare(finding->message))
        buf_printf(&text, "%s; ", finding->message);
    buf_puts(&text, "users hit this: ");
    add_numbers(reports, &text);
    buf_printf(&text, ", open for %s%ld days", reports->all > 1 ? "up to " : "", days);
    if (patches->count) {
        buf_puts(&text, patches->all > 1 ? "; patches wait: " : "; a patch waits: ");
        add_numbers(patches, &text);
    }
    said = arena_strdup(arena, text.ptr);
    buf_release(&text);
    return said;
}

static void show(struct rh_evidence *evidence, const struct observation *report,
                 struct arena *arena)
{
    *evidence = (struct rh_evidence){
        .url = report->url,
        .quote = arena_printf(arena, "%s (%s)", report->text, report->hint),
    };
}

static void attach(struct arena *arena, const struct rh_rule *rule, const struct found *reports,
                   const struct found *patches, time_t to, struct rh_finding *finding)
{
    size_t before = finding->evidence_count, count = before;
    struct rh_evidence *evidence =
        arena_alloc(arena, (before + 2 * (size_t)MOST_SHOWN) * sizeof(*evidence));

    if (before)
        memcpy(evidence, finding->evidence, before * sizeof(*evidence));
    for (size_t i = 0; i < reports->count && count < LIMIT_EVIDENCE; i++)
        show(&evidence[count++], reports->reports[i], arena);
    for (size_t i = 0; i < patches->count && count < LIMIT_EVIDENCE; i++)
        show(&evidence[count++], patches->reports[i], arena);
    fingerprint_all(rule, evidence, count);
    finding->message = say(arena, finding, reports, patches, to);
    finding->evidence = evidence;
    finding->evidence_count = count;
}

void reports_attach(struct arena *arena, const struct rh_ruleset *ruleset,
                    const struct facts *facts, struct rh_finding *findings)
{
    if (!ruleset->topics || !facts->snapshot->forge)
        return;
    for (size_t i = 0; i < ruleset->count; i++) {
        struct rh_finding *finding = &findings[i];
        struct found reports, patches;

        if (finding->outcome != RH_FAIL && finding->outcome != RH_PARTIAL)
            continue;
        reports = find(ruleset->topics, facts, OBSERVATION_USER_REPORT, finding);
        if (!reports.count)
            continue;
        patches = find(ruleset->topics, facts, OBSERVATION_USER_PATCH, finding);
        attach(arena, &ruleset->rules[i], &reports, &patches, issues_date(facts), finding);
    }
}
