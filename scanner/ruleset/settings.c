#include "ruleset/settings.h"

#include "ruleset/ruleset.h"
#include "snapshot/snapshot.h"
#include "target/target.h"
#include "util/arena.h"
#include "util/glob.h"
#include "util/limits.h"
#include "util/nearest.h"
#include "util/yaml.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { MOST_EXTENDED = 20 };

static const char NAME[] = SETTINGS_NAME;

/* The file as it is written. */
struct draft {
    unsigned aim, kind;
    struct strings only, extends;
    struct field_list rules; /* of struct settings_rule */
    struct overrule_draft {
        unsigned verdict;
        const char *reason;
        unsigned line;
    } milestones[RH_MILESTONE_COUNT];
};

static const char *aim_choice(unsigned index)
{
    return index <= RH_AIM_PROJECT ? rh_aim_name(index) : NULL;
}

static const char *kind_choice(unsigned index)
{
    return index < RH_KIND_COUNT ? rh_kind_name(index) : NULL;
}

static const char *verdict_choice(unsigned index)
{
    return index <= RH_UNDECIDED ? rh_verdict_name(index) : NULL;
}

const struct field settings_rule_fields[] = {
    {.key = "rule",
     .type = FIELD_STRING,
     .offset = offsetof(struct settings_rule, rule),
     .required = true,
     .help = "an id, or a pattern over ids: examples.*"},
    {.key = "off",
     .type = FIELD_BOOL,
     .offset = offsetof(struct settings_rule, off),
     .help = "leaves it out of the score; the report still shows what it found"},
    {.key = "weight",
     .type = FIELD_UINT,
     .offset = offsetof(struct settings_rule, weight),
     .least = 1,
     .most = 5,
     .help = "instead of the rule's own"},
    {.key = "paths",
     .type = FIELD_GLOBS,
     .offset = offsetof(struct settings_rule, paths),
     .help = "exempts what it finds in these files"},
    {.key = "reason",
     .type = FIELD_STRING,
     .offset = offsetof(struct settings_rule, reason),
     .required = true,
     .help = "why; the report shows it"},
    {.key = "until",
     .type = FIELD_DATE,
     .offset = offsetof(struct settings_rule, until),
     .help = "the last day that it holds"},
    {.key = "", .type = FIELD_LINE, .offset = offsetof(struct settings_rule, line)},
    {0},
};

static const struct field overrule_fields[] = {
    {.key = "verdict",
     .type = FIELD_ENUM,
     .offset = offsetof(struct overrule_draft, verdict),
     .required = true,
     .choice = verdict_choice,
     .help = "what a reviewer found instead"},
    {.key = "reason",
     .type = FIELD_STRING,
     .offset = offsetof(struct overrule_draft, reason),
     .required = true,
     .help = "why; the report shows it"},
    {.key = "", .type = FIELD_LINE, .offset = offsetof(struct overrule_draft, line)},
    {0},
};

#define MILESTONE(name, index)                                                                     \
    {                                                                                              \
        .key = #name, .type = FIELD_GROUP, .offset = (index) * sizeof(struct overrule_draft),      \
        .fields = overrule_fields, .help = "the verdict of " #name                                 \
    }

static const struct field overrules_fields[] = {
    MILESTONE(M0, 0), MILESTONE(M1, 1), MILESTONE(M2, 2), MILESTONE(M3, 3),
    MILESTONE(M4, 4), MILESTONE(M5, 5), MILESTONE(M6, 6), {0},
};

const struct field settings_fields[] = {
    {.key = "aim",
     .type = FIELD_ENUM,
     .offset = offsetof(struct draft, aim),
     .choice = aim_choice,
     .help = "how far the repository means to come: a release (M0 to M2), or a project (all)"},
    {.key = "kind",
     .type = FIELD_ENUM,
     .offset = offsetof(struct draft, kind),
     .choice = kind_choice,
     .help = "what it is, where that is found out wrongly"},
    {.key = "only",
     .type = FIELD_STRINGS,
     .offset = offsetof(struct draft, only),
     .help = "the rules that count; ids, or patterns over ids"},
    {.key = "rules",
     .type = FIELD_GROUPS,
     .offset = offsetof(struct draft, rules),
     .fields = settings_rule_fields,
     .size = sizeof(struct settings_rule),
     .help = "what is left out, exempt or weighed otherwise"},
    {.key = "milestones",
     .type = FIELD_GROUP,
     .offset = offsetof(struct draft, milestones),
     .fields = overrules_fields,
     .help = "verdicts of a reviewer; with --config or --trust-repo-config"},
    {.key = "extends",
     .type = FIELD_STRINGS,
     .offset = offsetof(struct draft, extends),
     .help = "rule files beside the built-in ones; with --config or --trust-repo-config"},
    {0},
};

/* What a parse needs at every step. */
struct parse {
    struct arena *arena;
    const char *file;
    const struct yaml *root;
    const struct rh_ruleset *ruleset;
    struct settings *settings;
    struct rh_error *err;
};

static unsigned line_of(const struct parse *parse, const char *key)
{
    const struct yaml *value = yaml_get(parse->root, key);

    return value ? value->line : 1;
}

/* A pattern over ids that names at least one rule. */
static bool find_rules(const struct parse *parse, const char *pattern, unsigned line,
                       const struct glob **ret_glob)
{
    const struct glob *glob = glob_compile(parse->arena, pattern, 0);
    struct nearest nearest = nearest_to(pattern);
    char hint[120];

    for (size_t i = 0; glob && i < parse->ruleset->count; i++) {
        if (glob_match(glob, parse->ruleset->rules[i].id)) {
            *ret_glob = glob;
            return true;
        }
        nearest_offer(&nearest, parse->ruleset->rules[i].id);
    }
    return field_error(parse->err, parse->file, line, "there is no rule '%s'%s",
                       text_clean(parse->arena, str_of(pattern), 60),
                       nearest_hint(&nearest, hint, sizeof(hint)));
}

static bool take_only(const struct parse *parse, const struct strings *only)
{
    const struct glob **globs = arena_alloc(parse->arena, (only->count + 1) * sizeof(*globs));

    for (size_t i = 0; i < only->count; i++)
        if (!find_rules(parse, only->items[i], line_of(parse, "only"), &globs[i]))
            return false;
    parse->settings->only = (struct globs){globs, only->items, only->count};
    return true;
}

static bool take_rules(const struct parse *parse, const struct field_list *list)
{
    struct settings_rule *rules = arena_alloc(parse->arena, (list->count + 1) * sizeof(*rules));

    if (list->count)
        memcpy(rules, list->items, list->count * sizeof(*rules));
    for (size_t i = 0; i < list->count; i++) {
        struct settings_rule *rule = &rules[i];

        if (!find_rules(parse, rule->rule, rule->line, &rule->glob))
            return false;
        if (!rule->off && !rule->weight && !rule->paths.count)
            return field_error(parse->err, parse->file, rule->line,
                               "this changes nothing: give off, weight or paths");
        if (rule->off && rule->paths.count)
            return field_error(parse->err, parse->file, rule->line,
                               "give off or paths: off leaves the whole rule out");
        rule->used = arena_alloc(parse->arena, sizeof(*rule->used));
        rule->reason = text_clean(parse->arena, str_of(rule->reason), LIMIT_QUOTE_BYTES);
    }
    parse->settings->rules = rules;
    parse->settings->rule_count = list->count;
    return true;
}

static void take_overrules(const struct parse *parse, const struct draft *draft)
{
    struct settings_overrule *overrules =
        arena_alloc(parse->arena, RH_MILESTONE_COUNT * sizeof(*overrules));
    size_t count = 0;

    for (enum rh_milestone i = 0; i < RH_MILESTONE_COUNT; i++)
        if (draft->milestones[i].line)
            overrules[count++] = (struct settings_overrule){
                i, draft->milestones[i].verdict,
                text_clean(parse->arena, str_of(draft->milestones[i].reason), LIMIT_QUOTE_BYTES)};
    parse->settings->overrules = overrules;
    parse->settings->overrule_count = count;
}

static bool take_extends(struct parse *parse, const struct strings *extends,
                         const struct settings_reader *reader)
{
    struct str texts[MOST_EXTENDED];

    if (!extends->count)
        return true;
    if (extends->count > MOST_EXTENDED)
        return field_error(parse->err, parse->file, line_of(parse, "extends"),
                           "it extends more than %d files", MOST_EXTENDED);
    for (size_t i = 0; i < extends->count; i++)
        if (!reader->read(reader->context, extends->items[i], &texts[i], parse->err))
            return error_wrap(parse->err, "%s:%u: 'extends': ", parse->file,
                              line_of(parse, "extends"));
    parse->ruleset = ruleset_extended(parse->arena, parse->ruleset, extends->items, texts,
                                      extends->count, parse->err);
    return parse->ruleset != NULL;
}

/* Keys that decide what is asked or found are not for the file of the one who is judged. */
static bool is_allowed(const struct parse *parse, enum settings_trust trust)
{
    static const char *const trusted[] = {"extends", "milestones"};

    for (size_t i = 0; i < 2 && trust == SETTINGS_OWN; i++) {
        const struct yaml *value = yaml_get(parse->root, trusted[i]);

        if (value)
            return field_error(parse->err, parse->file, value->key_line,
                               "'%s' is not for a repository's own file: use --config FILE, or "
                               "trust this one with --trust-repo-config",
                               trusted[i]);
    }
    return true;
}

bool settings_parse(struct arena *arena, const char *file, struct str text,
                    enum settings_trust trust, const struct rh_ruleset *ruleset,
                    const struct settings_reader *reader, struct settings *ret_settings,
                    struct rh_error *err)
{
    const struct field_source source = {.arena = arena, .name = file};
    struct draft draft = {.aim = ~0u, .kind = ~0u};
    struct settings settings = {.file = file};
    struct parse parse = {
        .arena = arena, .file = file, .ruleset = ruleset, .settings = &settings, .err = err};

    if (!yaml_parse(arena, file, text, YAML_STRICT, &parse.root, err))
        return false;
    if (parse.root->kind != YAML_MAP && !yaml_is_null(parse.root))
        return field_error(err, file, parse.root->line, "settings are a mapping: aim, rules, ...");
    if (!fields_read(&source, parse.root, "the file", settings_fields, &draft, err) ||
        !is_allowed(&parse, trust) || !take_extends(&parse, &draft.extends, reader) ||
        !take_only(&parse, &draft.only) || !take_rules(&parse, &draft.rules))
        return false;
    take_overrules(&parse, &draft);
    settings.aim = aim_choice(draft.aim);
    settings.kind = kind_choice(draft.kind);
    settings.ruleset = parse.ruleset;
    *ret_settings = settings;
    return true;
}

static bool read_disk(struct arena *arena, const char *path, struct str *ret_text,
                      struct rh_error *err)
{
    char *bytes = arena_alloc(arena, LIMIT_CONFIG_BYTES + 1), reason[100];
    FILE *file = fopen(path, "re");
    size_t size = file ? fread(bytes, 1, LIMIT_CONFIG_BYTES + 1, file) : 0;
    int failure = !file || ferror(file) ? errno : 0;

    if (file)
        fclose(file);
    if (failure)
        return error_set(err, RH_ERROR_RULE, "%s: %s", path,
                         strerror_r(failure, reason, sizeof(reason)));
    *ret_text = (struct str){bytes, size};
    return true;
}

/* A settings file on this disk. */
struct beside {
    struct arena *arena;
    const char *path;
};

static bool read_beside(void *context, const char *path, struct str *ret_text, struct rh_error *err)
{
    const struct beside *beside = context;
    size_t folder = (size_t)(path_base(beside->path) - beside->path);

    if (*path != '/')
        path = arena_printf(beside->arena, "%.*s%s", (int)folder, beside->path, path);
    return read_disk(beside->arena, path, ret_text, err);
}

bool settings_from_config(struct arena *arena, const char *path, const struct rh_ruleset *ruleset,
                          struct settings *ret_settings, struct rh_error *err)
{
    struct beside beside = {arena, path};
    struct str text;

    if (!read_disk(arena, path, &text, err) ||
        !settings_parse(arena, path, text, SETTINGS_TRUSTED, ruleset,
                        &(struct settings_reader){read_beside, &beside}, ret_settings, err))
        return false;
    ret_settings->source =
        (struct rh_source){"settings", "complete", arena_printf(arena, "taken from %s", path)};
    return true;
}

static enum read_status read_file(const struct snapshot *snapshot, struct arena *arena,
                                  const struct file *file, struct str *ret_text)
{
    if (file->kind != FILE_REGULAR && file->kind != FILE_EXECUTABLE)
        return READ_OTHER;
    return file_read(snapshot, arena, file, LIMIT_CONFIG_BYTES, ret_text);
}

/* Why it was not read; NULL where it was. */
static const char *why_not(enum read_status status)
{
    static const char *const reasons[] = {
        [READ_OK] = NULL,
        [READ_TOO_LARGE] = "the file is too large",
        [READ_MISSING] = "it is not in this clone",
        [READ_OTHER] = "it is no file that can be read",
    };

    return reasons[status];
}

/* Files of the target itself. */
struct within {
    struct arena *arena;
    const struct snapshot *snapshot;
};

static bool read_within(void *context, const char *path, struct str *ret_text, struct rh_error *err)
{
    const struct within *within = context;
    const struct file *file = snapshot_find(within->snapshot, path);
    const char *why = file ? why_not(read_file(within->snapshot, within->arena, file, ret_text))
                           : "there is no such file";

    return !why || error_set(err, RH_ERROR_RULE, "'%s' in the repository: %s", path, why);
}

static void add_words(struct buf *buf, size_t count, const char *one, const char *many)
{
    if (count)
        buf_printf(buf, "%s%zu %s", buf->len ? ", " : "", count, count == 1 ? one : many);
}

/* "leaves out 2 rules, weighs 1 rule, exempts some files from 1 rule, aims at a project" */
static const char *effects(struct arena *arena, const struct settings *settings)
{
    size_t off = 0, weighed = 0, exempt = 0;
    struct buf buf = {0};
    const char *text;

    for (size_t i = 0; i < settings->rule_count; i++) {
        off += settings->rules[i].off;
        weighed += settings->rules[i].weight != 0;
        exempt += settings->rules[i].paths.count != 0;
    }
    add_words(&buf, off, "rule left out", "rules left out");
    add_words(&buf, weighed, "rule weighed otherwise", "rules weighed otherwise");
    add_words(&buf, exempt, "rule with exempt files", "rules with exempt files");
    add_words(&buf, settings->only.count, "pattern chooses rules", "patterns choose rules");
    add_words(&buf, settings->overrule_count, "verdict overruled", "verdicts overruled");
    if (settings->aim)
        buf_printf(&buf, "%saim %s", buf.len ? ", " : "", settings->aim);
    if (settings->kind)
        buf_printf(&buf, "%skind %s", buf.len ? ", " : "", settings->kind);
    text = arena_strdup(arena, buf.len ? buf.ptr : "nothing changed");
    buf_release(&buf);
    return text;
}

static void tell_used(struct arena *arena, struct settings *settings)
{
    settings->source = (struct rh_source){
        "settings", "complete", arena_printf(arena, "%s: %s", NAME, effects(arena, settings))};
}

/* What a file that is not used would have changed; a mistake in it is no error of ours. */
static void tell_unused(struct arena *arena, struct str text, const char *why,
                        const struct rh_ruleset *ruleset, const struct settings_reader *reader,
                        struct settings *settings)
{
    struct rh_error mistake;
    struct settings unused;
    const char *what = why;

    if (!why)
        what =
            settings_parse(arena, NAME, text, SETTINGS_TRUSTED, ruleset, reader, &unused, &mistake)
                ? effects(arena, &unused)
                : text_clean(arena, str_of(mistake.text), LIMIT_QUOTE_BYTES);
    settings->source = (struct rh_source){
        "settings", "absent",
        arena_printf(arena, "the repository's own %s was not used (%s)", NAME, what)};
}

bool settings_of_target(struct arena *arena, const struct target *target,
                        const struct snapshot *snapshot, enum settings_trust trust,
                        const struct rh_ruleset *ruleset, struct settings *ret_settings,
                        struct rh_error *err)
{
    struct within within = {arena, snapshot};
    const struct settings_reader reader = {read_within, &within};
    struct settings settings = {.ruleset = ruleset};
    const struct file *file = snapshot_find(snapshot, NAME);
    struct str text = {0};

    if (file) {
        enum read_status status = read_file(snapshot, arena, file, &text);

        if (trust == SETTINGS_IGNORED || (target->kind != TARGET_LOCAL && trust == SETTINGS_OWN)) {
            tell_unused(arena, text, why_not(status), ruleset, &reader, &settings);
        } else if (status == READ_TOO_LARGE) {
            /* Who wrote it means it: a report without it would be another one. */
            return error_set(err, RH_ERROR_RULE, "%s: %s", NAME, why_not(status));
        } else if (status != READ_OK) {
            settings.source = (struct rh_source){
                "settings", "absent",
                arena_printf(arena, "%s was not used: %s", NAME, why_not(status))};
        } else {
            if (!settings_parse(arena, NAME, text, trust, ruleset, &reader, &settings, err))
                return false;
            tell_used(arena, &settings);
        }
    }
    *ret_settings = settings;
    return true;
}
