#include "ruleset/rule_file.h"

#include "checks/band.h"
#include "checks/check.h"
#include "ruleset/applies.h"
#include "ruleset/reports.h"
#include "util/arena.h"
#include "util/map.h"
#include "util/nearest.h"
#include "util/yaml.h"

#include <string.h>

enum { DEFAULT_WEIGHT = 2, SEVERITY_BY_WEIGHT = RH_SEVERITY_ERROR + 1 };

/* A rule as it is written, before its check has read what stands under "with". */
struct draft {
    const char *id, *title, *label, *why, *remediation, *ask, *source, *rubric;
    unsigned area, milestone, severity, weight, minutes, check;
    bool blocker, forge;
    struct applies applies;
    struct strings requires;
    struct field_list caps;
    const struct yaml *with, *examples;
    unsigned line;
};

/* "caps:" */
struct cap_draft {
    unsigned milestone, verdict;
};

static const char *area_choice(unsigned index)
{
    static const char *const areas[] = {
        "readme", "install", "examples",  "issues",     "release", "license",  "evidence",
        "users",  "history", "community", "modularity", "hygiene", "anonymity"};

    return index < sizeof(areas) / sizeof(*areas) ? areas[index] : NULL;
}

static const char *milestone_choice(unsigned index)
{
    return index < RH_MILESTONE_COUNT ? rh_milestone_name(index) : NULL;
}

static const char *severity_choice(unsigned index)
{
    return index <= RH_SEVERITY_ERROR ? rh_severity_name(index) : NULL;
}

/* A cap lowers: to "partly" or "unmet". */
static const char *verdict_choice(unsigned index)
{
    return index < 2 ? rh_verdict_name(RH_PARTLY + index) : NULL;
}

static bool keep(const struct field_source *source, const struct yaml *value, void *ret_slot,
                 struct rh_error *err)
{
    (void)source;
    (void)err;
    *(const struct yaml **)ret_slot = value;
    return true;
}

static const struct field_custom with_custom = {
    .read = keep, .shape = "what the check asks", .schema = "{\"type\": \"object\"}"};
static const struct field_custom examples_custom = {
    .read = keep,
    .shape = "a mapping of pass, partial, fail and not_applicable, each a list of examples",
    .schema = "{\"$ref\": \"#/$defs/examples\"}"};
static const struct field_custom rules_custom = {
    .read = keep,
    .shape = "a list of rules",
    .schema = "{\"type\": \"array\", \"items\": {\"$ref\": \"#/$defs/rule\"}}"};

#define TEXT(name, must, words)                                                                    \
    {                                                                                              \
        .key = #name, .type = FIELD_STRING, .offset = offsetof(struct draft, name),                \
        .required = (must), .help = (words)                                                        \
    }

static const struct field cap_fields[] = {
    {.key = "milestone",
     .type = FIELD_ENUM,
     .offset = offsetof(struct cap_draft, milestone),
     .required = true,
     .choice = milestone_choice,
     .help = "the milestone that is held down"},
    {.key = "verdict",
     .type = FIELD_ENUM,
     .offset = offsetof(struct cap_draft, verdict),
     .required = true,
     .choice = verdict_choice,
     .help = "what it can be at most"},
    {0},
};

const struct field rule_fields[] = {
    TEXT(id, true,
         "area.name, in small letters, digits, '-' and '.'; never used again for "
         "another meaning"),
    TEXT(title, true, "what holds where the rule passes, as a short sentence without a full stop"),
    TEXT(label, false,
         "the thing in two to six words, for a row of the report ('lacks ...'): version tags"),
    {.key = "area",
     .type = FIELD_ENUM,
     .offset = offsetof(struct draft, area),
     .choice = area_choice,
     .help = "what it is about; the id's first part unless given"},
    {.key = "milestone",
     .type = FIELD_ENUM,
     .offset = offsetof(struct draft, milestone),
     .choice = milestone_choice,
     .help = "where it counts; required except in the area hygiene, which counts nowhere"},
    {.key = "weight",
     .type = FIELD_UINT,
     .offset = offsetof(struct draft, weight),
     .least = 1,
     .most = 5,
     .help = "5 stops a run or a reuse, 4 costs an hour, 3 minutes, 2 helps (the default), 1 "
             "hygiene"},
    {.key = "blocker",
     .type = FIELD_BOOL,
     .offset = offsetof(struct draft, blocker),
     .help = "where it fails, a stranger stops: it caps M0"},
    {.key = "forge",
     .type = FIELD_BOOL,
     .offset = offsetof(struct draft, forge),
     .help = "the answer comes from the forge (GitHub); where that does not tell, the weight is "
             "left out, as if the rule were not there"},
    {.key = "severity",
     .type = FIELD_ENUM,
     .offset = offsetof(struct draft, severity),
     .choice = severity_choice,
     .help = "error for a blocker, warning from weight 4, else note, unless given"},
    {.key = "applies_when",
     .type = FIELD_GROUP,
     .offset = offsetof(struct draft, applies),
     .fields = applies_fields,
     .help = "when the question arises at all"},
    {.key = "requires",
     .type = FIELD_STRINGS,
     .offset = offsetof(struct draft, requires),
     .help = "ids of rules that must pass or partly pass, else this one does not apply"},
    {.key = "caps",
     .type = FIELD_GROUPS,
     .offset = offsetof(struct draft, caps),
     .fields = cap_fields,
     .size = sizeof(struct cap_draft),
     .help = "milestones that are held down where the rule fails"},
    {.key = "check",
     .type = FIELD_ENUM,
     .offset = offsetof(struct draft, check),
     .required = true,
     .choice = check_name,
     .help = "the kind of question"},
    {.key = "with",
     .type = FIELD_CUSTOM,
     .offset = offsetof(struct draft, with),
     .custom = &with_custom,
     .help = "what the check asks; its keys are the check's own"},
    TEXT(why, false, "why it matters to a reader of the report, in a sentence or two"),
    TEXT(remediation, false, "what to do, as an order"),
    TEXT(ask, false, "what an audit asks the authors where the rule fails or is not known"),
    {.key = "minutes",
     .type = FIELD_UINT,
     .offset = offsetof(struct draft, minutes),
     .least = 1,
     .most = 10000,
     .help = "what mending one place takes"},
    TEXT(rubric, false, "the catalogue's number: EX03"),
    TEXT(source, false, "where the rule comes from: the essay's part, a paper, a figure"),
    {.key = "examples",
     .type = FIELD_CUSTOM,
     .offset = offsetof(struct draft, examples),
     .custom = &examples_custom,
     .help = "the rule's own tests: small repositories that pass and that fail"},
    {.key = "", .type = FIELD_LINE, .offset = offsetof(struct draft, line)},
    {0},
};

#define CUT(name, words)                                                                           \
    {                                                                                              \
        .key = #name, .type = FIELD_NUMBER, .offset = offsetof(struct milestone_text, name),       \
        .required = true, .help = (words)                                                          \
    }

const struct field milestone_fields[] = {
    {.key = "title",
     .type = FIELD_STRING,
     .offset = offsetof(struct milestone_text, title),
     .required = true,
     .help = "one or two words: usable"},
    {.key = "question",
     .type = FIELD_STRING,
     .offset = offsetof(struct milestone_text, question),
     .required = true,
     .help = "what a reader wants to know"},
    CUT(met, "share of the decided weight, 0 to 1, from which it is met"),
    CUT(partly, "share from which it is partly met"),
    {.key = "", .type = FIELD_LINE, .offset = offsetof(struct milestone_text, line)},
    {0},
};

#define MILESTONE(name, index)                                                                     \
    {                                                                                              \
        .key = #name, .type = FIELD_GROUP, .offset = (index) * sizeof(struct milestone_text),      \
        .fields = milestone_fields, .help = "title and cuts of " #name                             \
    }

static const struct field milestones_fields[] = {
    MILESTONE(M0, 0), MILESTONE(M1, 1), MILESTONE(M2, 2), MILESTONE(M3, 3),
    MILESTONE(M4, 4), MILESTONE(M5, 5), MILESTONE(M6, 6), {0},
};

struct file_draft {
    const struct yaml *rules;
    struct milestone_text milestones[RH_MILESTONE_COUNT];
    struct optional_number decided;
    struct field_list topics;
};

const struct field rule_file_fields[] = {
    {.key = "rules",
     .type = FIELD_CUSTOM,
     .offset = offsetof(struct file_draft, rules),
     .custom = &rules_custom,
     .help = "the rules of this file"},
    {.key = "milestones",
     .type = FIELD_GROUP,
     .offset = offsetof(struct file_draft, milestones),
     .fields = milestones_fields,
     .help = "titles and cuts"},
    {.key = "decided",
     .type = FIELD_NUMBER,
     .offset = offsetof(struct file_draft, decided),
     .help = "share of the applicable weight that must be decided for a verdict, 0 to 1"},
    {.key = "reports",
     .type = FIELD_GROUPS,
     .offset = offsetof(struct file_draft, topics),
     .fields = topic_fields,
     .size = sizeof(struct report_topic),
     .help = "how issues are told apart by what they report, and which findings they bear out"},
    {0},
};

static bool id_is_good(const char *id)
{
    size_t length = strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-.");
    const char *dot = strchr(id, '.');

    return !id[length] && length <= 60 && dot && dot > id && dot[1];
}

static bool find_area(const struct field_source *source, struct draft *draft, struct rh_error *err)
{
    struct str prefix = {draft->id, (size_t)(strchr(draft->id, '.') - draft->id)};
    struct nearest nearest = nearest_to(str_dup(source->arena, prefix));
    char hint[120];
    unsigned index = 0;

    if (area_choice(draft->area))
        return true;
    while (area_choice(index) && !str_equal(prefix, area_choice(index)))
        nearest_offer(&nearest, area_choice(index++));
    draft->area = index;
    return area_choice(index) ||
           field_error(err, source->name, draft->line,
                       "'%.*s' in the id '%s' is no area%s: name it, or give 'area'",
                       (int)prefix.len, prefix.ptr, draft->id,
                       nearest_hint(&nearest, hint, sizeof(hint)));
}

static bool find_milestone(const struct field_source *source, const struct draft *draft,
                           struct rh_error *err)
{
    const char *area = area_choice(draft->area);
    bool hygiene = !strcmp(area, "hygiene") || !strcmp(area, "anonymity");

    if (hygiene && draft->milestone != RH_NO_MILESTONE)
        return field_error(err, source->name, draft->line,
                           "rule '%s': the area %s counts for no milestone", draft->id, area);
    if (!hygiene && draft->milestone == RH_NO_MILESTONE)
        return field_error(err, source->name, draft->line, "rule '%s' lacks 'milestone'",
                           draft->id);
    return true;
}

/* The line of a key under "with", for an error that names it. */
static unsigned line_of(const struct yaml *with, const char *key, unsigned otherwise)
{
    const struct yaml *value = key ? yaml_get(with, key) : NULL;

    return value ? value->line : with ? with->line : otherwise;
}

static bool read_params(const struct field_source *source, const struct draft *draft,
                        struct rh_rule *rule, struct rh_error *err)
{
    static const struct yaml nothing = {.kind = YAML_MAP};
    const struct check *check = rule->check;
    struct yaml with = draft->with ? *draft->with : nothing;
    const char *key = NULL, *what;
    void *params = arena_alloc(source->arena, check->params_size);

    if (check->defaults)
        memcpy(params, check->defaults, check->params_size);
    if (!draft->with)
        with.line = draft->line;
    if (with.kind != YAML_MAP)
        return field_error(err, source->name, with.line, "'with' must be a mapping");
    what = arena_printf(source->arena, "'with' of rule '%s' (check %s)", rule->id, check->name);
    if (!fields_read(source, &with, what, check->fields, params, err))
        return false;
    rule->params = params;
    if (!check->prepare || check->prepare(source->arena, params, &key, err))
        return true;
    return key ? error_wrap(err, "%s:%u: '%s': ", source->name,
                            line_of(draft->with, key, draft->line), key)
               : error_wrap(err, "%s:%u: ", source->name, with.line);
}

static bool has_conditions(const struct applies *applies)
{
    return applies->kinds || applies->not_kinds || applies->languages || applies->paths.count ||
           applies->aims || applies->metrics.count;
}

static bool check_conditions(const struct field_source *source, const struct applies *applies,
                             struct rh_error *err)
{
    const struct condition *conditions = applies->metrics.items;

    for (size_t i = 0; i < applies->metrics.count; i++)
        if (!band_fits(&conditions[i].band, conditions[i].metric, err))
            return error_wrap(err, "%s:%u: ", source->name, conditions[i].line);
    return true;
}

static enum rh_severity severity_of(const struct draft *draft)
{
    if (draft->severity < SEVERITY_BY_WEIGHT)
        return draft->severity;
    if (draft->blocker)
        return RH_SEVERITY_ERROR;
    return draft->weight >= 4 ? RH_SEVERITY_WARNING : RH_SEVERITY_NOTE;
}

static void copy_caps(struct arena *arena, const struct draft *draft, struct rh_rule *rule)
{
    const struct cap_draft *drafts = draft->caps.items;
    struct rh_cap *caps = arena_alloc(arena, draft->caps.count * sizeof(*caps));

    for (size_t i = 0; i < draft->caps.count; i++)
        caps[i] = (struct rh_cap){drafts[i].milestone, RH_PARTLY + drafts[i].verdict};
    rule->caps = caps;
    rule->cap_count = draft->caps.count;
}

static bool read_rule(const struct field_source *source, const struct yaml *value,
                      struct rh_rule *ret_rule, struct rh_error *err)
{
    struct draft draft = {.area = ~0u,
                          .milestone = RH_NO_MILESTONE,
                          .severity = SEVERITY_BY_WEIGHT,
                          .weight = DEFAULT_WEIGHT};
    const struct yaml *id = yaml_get(value, "id");
    const char *what = "this rule";
    struct applies *applies;

    if (value->kind != YAML_MAP)
        return field_error(err, source->name, value->line, "a rule must be a mapping");
    if (id && id->kind == YAML_SCALAR)
        what = arena_printf(source->arena, "rule '%s'", text_clean(source->arena, id->text, 60));
    if (!fields_read(source, value, what, rule_fields, &draft, err))
        return false;
    if (!id_is_good(draft.id))
        return field_error(err, source->name, id ? id->line : value->line,
                           "'id' must be area.name in small letters, digits, '-' and '.', not %s",
                           text_clean(source->arena, str_of(draft.id), 60));
    if (!find_area(source, &draft, err) || !find_milestone(source, &draft, err) ||
        !check_conditions(source, &draft.applies, err))
        return false;
    applies = arena_alloc(source->arena, sizeof(*applies));
    *applies = draft.applies;
    *ret_rule = (struct rh_rule){
        .id = draft.id,
        .title = draft.title,
        .label = draft.label,
        .why = draft.why,
        .remediation = draft.remediation,
        .ask = draft.ask,
        .source = draft.source,
        .rubric = draft.rubric,
        .area = area_choice(draft.area),
        .severity = severity_of(&draft),
        .milestone = draft.milestone,
        .weight = draft.weight,
        .minutes = draft.minutes,
        .blocker = draft.blocker,
        .forge = draft.forge,
        .applies = has_conditions(applies) ? applies : NULL,
        .requires = draft.requires.items,
        .require_count = draft.requires.count,
        .check = checks[draft.check],
        .file = source->name,
        .line = value->line,
    };
    copy_caps(source->arena, &draft, ret_rule);
    return read_params(source, &draft, ret_rule, err) &&
           (!draft.examples || examples_read(source, draft.examples, ret_rule, err));
}

/* Where each line of the text begins; one more than there are lines. */
static size_t *find_lines(struct arena *arena, struct str text, size_t *ret_count)
{
    size_t count = 1, at = 0, *lines;

    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == '\n';
    lines = arena_alloc(arena, (count + 1) * sizeof(*lines));
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == '\n')
            lines[++at] = i + 1;
    lines[count] = text.len;
    *ret_count = count;
    return lines;
}

static bool is_comment_or_blank(struct str line)
{
    line = str_trim(line);
    return !line.len || *line.ptr == '#';
}

/* The lines of a rule, from its own to the one before the next rule's, without what leads over to
 * that: blank lines and comments. */
static const char *own_text(struct arena *arena, struct str text, const size_t *lines,
                            unsigned first, size_t end)
{
    while (end > first && is_comment_or_blank(str_slice(text, lines[end - 1], lines[end])))
        end--;
    return str_dup(arena, str_slice(text, lines[first - 1], lines[end]));
}

static bool read_rules(const struct field_source *source, const struct yaml *list, struct str text,
                       struct rule_file *ret_file, struct rh_error *err)
{
    struct rh_rule *rules;
    struct map ids;
    size_t count = 0, line_count, *lines;

    if (list->kind != YAML_LIST)
        return field_error(err, source->name, list->line, "'rules' must be a list of rules");
    rules = arena_alloc(source->arena, list->count * sizeof(*rules));
    lines = find_lines(source->arena, text, &line_count);
    map_init(&ids, source->arena);
    for (const struct yaml *item = list->first; item; item = item->next) {
        struct rh_rule *rule = &rules[count];
        size_t first;

        if (!read_rule(source, item, rule, err))
            return false;
        first = map_put(&ids, str_of(rule->id), count);
        if (first != count)
            return field_error(err, source->name, rule->line,
                               "second rule '%s'; the first is on line %u", rule->id,
                               rules[first].line);
        rule->yaml = own_text(source->arena, text, lines, rule->line,
                              item->next ? item->next->line - 1 : line_count);
        count++;
    }
    ret_file->rules = rules;
    ret_file->count = count;
    return true;
}

static bool is_share(const struct optional_number *number)
{
    return !number->given || (number->value >= 0 && number->value <= 1);
}

static bool check_cuts(const struct field_source *source, const struct file_draft *draft,
                       struct rh_error *err)
{
    for (size_t i = 0; i < RH_MILESTONE_COUNT; i++) {
        const struct milestone_text *text = &draft->milestones[i];

        if (!is_share(&text->met) || !is_share(&text->partly) ||
            text->partly.value > text->met.value)
            return field_error(err, source->name, text->line,
                               "cuts must be from 0 to 1, and 'partly' not above 'met'");
    }
    return is_share(&draft->decided) ||
           field_error(err, source->name, 1, "'decided' must be from 0 to 1");
}

bool rule_file_read(const struct field_source *source, struct str text, struct rule_file *ret_file,
                    struct rh_error *err)
{
    const struct yaml *root;

    return yaml_parse(source->arena, source->name, text, YAML_STRICT, &root, err) &&
           rule_file_read_tree(source, root, text, ret_file, err);
}

bool rule_file_read_tree(const struct field_source *source, const struct yaml *root,
                         struct str text, struct rule_file *ret_file, struct rh_error *err)
{
    struct file_draft draft = {0};
    struct rule_file file = {0};

    if (root->kind != YAML_MAP)
        return field_error(err, source->name, root->line,
                           "a rule file begins with 'rules:' and a list of rules under it");
    if (!fields_read(source, root, "the file", rule_file_fields, &draft, err) ||
        !check_cuts(source, &draft, err))
        return false;
    if (draft.rules && !read_rules(source, draft.rules, text, &file, err))
        return false;
    memcpy(file.milestones, draft.milestones, sizeof(file.milestones));
    file.decided = draft.decided;
    file.topics = draft.topics;
    *ret_file = file;
    return true;
}
