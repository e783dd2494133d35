/* json-v1: what docs/json.md describes and docs/json-v1.schema.json checks. Lists have a line an
 * element, so that two reports can be compared by eye. */
#include "report/escape.h"
#include "report/shape.h"
#include "report/writer.h"
#include "util/limits.h"

#include <assert.h>
#include <string.h>

/* Half of what a worker may answer is kept for observations, the longest list by far. */
enum { LIMIT_OBSERVATION_BYTES = LIMIT_WORKER_ANSWER / 2, PLENTY_OF_FIXES = 7 };

#define NAMES(noun, type, how_many)                                                                \
    static const char *noun##_name(unsigned value) { return rh_##noun##_name((type)value); }       \
    static const struct shape_names noun##_names = {how_many, noun##_name}

NAMES(outcome, enum rh_outcome, RH_UNKNOWN + 1);
NAMES(severity, enum rh_severity, RH_SEVERITY_ERROR + 1);
NAMES(milestone, enum rh_milestone, RH_NO_MILESTONE + 1);
NAMES(verdict, enum rh_verdict, RH_UNDECIDED + 1);
NAMES(kind, enum rh_kind, RH_KIND_COUNT);
NAMES(aim, enum rh_aim, RH_AIM_PROJECT + 1);

#define AT(member) offsetof(struct OF, member)
#define SHAPE(noun, of)                                                                            \
    static const struct shape noun##_shape = {.size = sizeof(struct of), .keys = noun##_keys}

#define OF rh_ruleset_name
static const struct shape_key ruleset_keys[] = {
    {"name", SHAPE_NEEDED, AT(name)},
    {"hash", SHAPE_NEEDED, AT(hash), .own = true},
    {0},
};
SHAPE(ruleset, OF);
#undef OF

#define OF rh_target
static const struct shape_key target_keys[] = {
    {"input", SHAPE_NEEDED, AT(input)},
    {"url", SHAPE_TEXT, AT(url)},
    {"commit", SHAPE_TEXT, AT(commit), .own = true},
    {"date", SHAPE_TEXT, AT(date), .own = true},
    {"path", SHAPE_NEEDED, AT(path)},
    {"kind", SHAPE_NAME, AT(kind), .names = &kind_names},
    {"aim", SHAPE_NAME, AT(aim), .names = &aim_names},
    {"language", SHAPE_TEXT, AT(language), .own = true},
    {"dirty", SHAPE_BOOL, AT(dirty)},
    {0},
};
SHAPE(target, OF);
#undef OF

#define OF rh_source
static const struct shape_key source_keys[] = {
    {"name", SHAPE_NEEDED, AT(name), .own = true},
    {"status", SHAPE_NEEDED, AT(status), .own = true},
    {"why", SHAPE_TEXT, AT(why)},
    {0},
};
SHAPE(source, OF);
#undef OF

#define OF rh_evidence
static const struct shape_key evidence_keys[] = {
    {"path", SHAPE_TEXT, AT(path)},
    {"line", SHAPE_LINE, AT(line)},
    {"url", SHAPE_TEXT, AT(url)},
    {"quote", SHAPE_TEXT, AT(quote)},
    {"replacement", SHAPE_TEXT, AT(replacement)},
    {"fingerprint", SHAPE_DIGITS, AT(fingerprint)},
    {0},
};
SHAPE(evidence, OF);
#undef OF

#define OF rh_exemption
static const struct shape_key exemption_keys[] = {
    {"rule", SHAPE_NEEDED, AT(rule)},     {"path", SHAPE_NEEDED, AT(path)},
    {"line", SHAPE_LINE, AT(line)},       {"reason", SHAPE_TEXT, AT(reason)},
    {"until", SHAPE_TEXT, AT(until)},     {"state", SHAPE_NEEDED, AT(state)},
    {"problem", SHAPE_TEXT, AT(problem)}, {0},
};
SHAPE(exemption, OF);
#undef OF

#define OF rh_notice
static const struct shape_key notice_keys[] = {
    {"kind", SHAPE_NEEDED, AT(kind), .own = true},
    {"text", SHAPE_NEEDED, AT(text)},
    {"evidence", SHAPE_OBJECT, AT(evidence), .of = &evidence_shape},
    {0},
};
SHAPE(notice, OF);
#undef OF

#define OF rh_milestone_result
static const struct shape_key result_keys[] = {
    {"id", SHAPE_NAME, AT(id), .names = &milestone_names},
    {"title", SHAPE_NEEDED, AT(title), .own = true},
    {"verdict", SHAPE_NAME, AT(verdict), .names = &verdict_names},
    {"verdict_then", SHAPE_NAME_THEN, AT(verdict_then), .names = &verdict_names},
    {"in_aim", SHAPE_BOOL, AT(in_aim)},
    {"low", SHAPE_SHARE, AT(low)},
    {"high", SHAPE_SHARE, AT(high)},
    {"coverage", SHAPE_SHARE, AT(coverage)},
    {"because", SHAPE_NEEDED, AT(decided_by)},
    {"decided_by", SHAPE_TEXTS, AT(rules), AT(rule_count), .own = true},
    {"blockers", SHAPE_TEXTS, AT(blockers), AT(blocker_count), .own = true},
    {"overruled", SHAPE_TEXT, AT(overruled)},
    {0},
};
SHAPE(result, OF);
#undef OF

#define OF rh_fix
static const struct shape_key fix_keys[] = {
    {"title", SHAPE_NEEDED, AT(title)},
    {"minutes", SHAPE_UINT, AT(minutes)},
    {"milestones", SHAPE_MILESTONES, AT(milestones)},
    {"findings", SHAPE_FINDINGS, AT(findings), AT(finding_count)},
    {0},
};
SHAPE(fix, OF);
#undef OF

#define OF rh_finding
static const struct shape_key finding_keys[] = {
    {"rule", SHAPE_NEEDED, AT(rule), .own = true},
    {"title", SHAPE_NEEDED, AT(title), .own = true},
    {"label", SHAPE_TEXT, AT(label), .own = true},
    {"area", SHAPE_NEEDED, AT(area), .own = true},
    {"milestone", SHAPE_NAME, AT(milestone), .names = &milestone_names},
    {"weight", SHAPE_UINT, AT(weight)},
    {"blocker", SHAPE_BOOL, AT(blocker)},
    {"outcome", SHAPE_NAME, AT(outcome), .names = &outcome_names},
    {"outcome_then", SHAPE_NAME_THEN, AT(outcome_then), .names = &outcome_names},
    {"severity", SHAPE_NAME, AT(severity), .names = &severity_names},
    {"message", SHAPE_NEEDED, AT(message)},
    {"evidence", SHAPE_OBJECTS, AT(evidence), AT(evidence_count), .of = &evidence_shape},
    {"remediation", SHAPE_TEXT, AT(remediation), .own = true},
    {"minutes", SHAPE_UINT, AT(minutes)},
    {"exempted", SHAPE_TEXT, AT(exempted)},
    {0},
};
SHAPE(finding, OF);
#undef OF

#define OF rh_observation
static const struct shape_key observation_keys[] = {
    {"kind", SHAPE_NEEDED, AT(kind), .own = true},
    {"status", SHAPE_NEEDED, AT(status), .own = true},
    {"path", SHAPE_TEXT, AT(path)},
    {"line", SHAPE_LINE, AT(line)},
    {"text", SHAPE_TEXT, AT(text)},
    {"hint", SHAPE_TEXT, AT(hint)},
    {"url", SHAPE_TEXT, AT(url)},
    {0},
};
SHAPE(observation, OF);
#undef OF

#define OF rh_step
static const struct shape_key step_keys[] = {
    {"step", SHAPE_UINT, AT(number)},
    {"kind", SHAPE_NEEDED, AT(kind)},
    {"text", SHAPE_NEEDED, AT(text)},
    {"more", SHAPE_UINT, AT(more)},
    {"path", SHAPE_TEXT, AT(path)},
    {"line", SHAPE_LINE, AT(line)},
    {"url", SHAPE_TEXT, AT(url)},
    {"by_hand", SHAPE_BOOL, AT(by_hand)},
    {"status", SHAPE_NEEDED, AT(status)},
    {"why", SHAPE_TEXT, AT(why)},
    {"branch", SHAPE_TEXT, AT(branch)},
    {"instead", SHAPE_TEXTS, AT(instead), AT(instead_count)},
    {0},
};
SHAPE(step, OF);
#undef OF

#define OF rh_wait_point
static const struct shape_key point_keys[] = {
    {"days", SHAPE_NUMBER, AT(days)},
    {"at_risk", SHAPE_UINT, AT(at_risk)},
    {"ended", SHAPE_UINT, AT(ended)},
    {"waiting", SHAPE_SHARE, AT(waiting)},
    {"low", SHAPE_NUMBER, AT(low)},
    {"high", SHAPE_NUMBER, AT(high)},
    {"ended_share", SHAPE_NUMBER, AT(ended_share)},
    {0},
};
SHAPE(point, OF);
#undef OF

#define OF rh_waits
static const struct shape_key waits_keys[] = {
    {"of", SHAPE_NEEDED, AT(of), .own = true},
    {"until", SHAPE_NEEDED, AT(until), .own = true},
    {"window", SHAPE_NEEDED, AT(window), .own = true},
    {"from", SHAPE_TEXT, AT(from), .own = true},
    {"to", SHAPE_NEEDED, AT(to), .own = true},
    {"count", SHAPE_UINT, AT(count)},
    {"ended", SHAPE_UINT, AT(ended)},
    {"withdrawn", SHAPE_UINT, AT(withdrawn)},
    {"waiting", SHAPE_UINT, AT(waiting)},
    {"left_out", SHAPE_UINT, AT(left_out)},
    {"few", SHAPE_BOOL, AT(few)},
    {"median_days", SHAPE_NUMBER, AT(median)},
    {"median_low_days", SHAPE_NUMBER, AT(median_low)},
    {"median_high_days", SHAPE_NUMBER, AT(median_high)},
    {"mean_30_days", SHAPE_NUMBER, AT(mean_30)},
    {"longest_days", SHAPE_NUMBER, AT(longest)},
    {"points", SHAPE_OBJECTS, AT(points), AT(point_count), .of = &point_shape,
     .length = RH_WAIT_POINTS},
    {0},
};
SHAPE(waits, OF);
#undef OF

#define OF rh_audit_verdict
static const struct shape_key audit_verdict_keys[] = {
    {"milestone", SHAPE_NAME, AT(id), .names = &milestone_names},
    {"then", SHAPE_NAME, AT(then), .names = &verdict_names},
    {"now", SHAPE_NAME, AT(now), .names = &verdict_names},
    {0},
};
SHAPE(audit_verdict, OF);
#undef OF

#define OF rh_audit_change
static const struct shape_key audit_change_keys[] = {
    {"change", SHAPE_NEEDED, AT(change), .own = true},
    {"rule", SHAPE_NEEDED, AT(rule), .own = true},
    {"label", SHAPE_NEEDED, AT(label), .own = true},
    {"milestone", SHAPE_NAME, AT(milestone), .names = &milestone_names},
    {"place", SHAPE_OBJECT, AT(place), .of = &evidence_shape},
    {0},
};
SHAPE(audit_change, OF);
#undef OF

#define OF rh_question
static const struct shape_key question_keys[] = {
    {"text", SHAPE_NEEDED, AT(text), .own = true},
    {"rule", SHAPE_NEEDED, AT(rule), .own = true},
    {"place", SHAPE_OBJECT, AT(place), .of = &evidence_shape},
    {0},
};
SHAPE(question, OF);
#undef OF

#define OF rh_audit
static const struct shape_key audit_keys[] = {
    {"how", SHAPE_TEXT, AT(how), .own = true},
    {"why", SHAPE_TEXT, AT(why), .own = true},
    {"name", SHAPE_TEXT, AT(name)},
    {"commit", SHAPE_TEXT, AT(commit), .own = true},
    {"date", SHAPE_TEXT, AT(date), .own = true},
    {"place", SHAPE_OBJECT, AT(place), .of = &evidence_shape},
    {"is_head", SHAPE_BOOL, AT(is_head)},
    {"verdicts", SHAPE_OBJECTS, AT(verdicts), AT(verdict_count), .of = &audit_verdict_shape},
    {"changes", SHAPE_OBJECTS, AT(changes), AT(change_count), .of = &audit_change_shape},
    {"changed_known", SHAPE_BOOL, AT(changed_known)},
    {"changed_files", SHAPE_UINT, AT(changed_files)},
    {"route_files", SHAPE_UINT, AT(route_files)},
    {"route_reaches", SHAPE_UINT, AT(route_reaches)},
    {"route", SHAPE_TEXTS, AT(route), AT(route_count)},
    {"questions", SHAPE_OBJECTS, AT(questions), AT(question_count), .of = &question_shape},
    {"anonymous", SHAPE_BOOL, AT(anonymous)},
    {"subject", SHAPE_TEXT, AT(subject), .own = true},
    {0},
};
SHAPE(audit, OF);
#undef OF

#define OF rh_trace
static const struct shape_key trace_keys[] = {
    {"of", SHAPE_NEEDED, AT(of)},
    {"text", SHAPE_NEEDED, AT(text)},
    {"step", SHAPE_NEEDED, AT(step)},
    {"said", SHAPE_NEEDED, AT(said)},
    {0},
};
SHAPE(trace, OF);
#undef OF

#define OF rh_report
static const struct shape_key tool_keys[] = {
    {"name", SHAPE_CONSTANT, .constant = "repohealth"},
    {"version", SHAPE_NEEDED, AT(tool_version), .own = true},
    {"rules", SHAPE_OBJECTS, AT(rulesets), AT(ruleset_count), .of = &ruleset_shape},
    {0},
};
SHAPE(tool, OF);

static const struct shape_key report_keys[] = {
    {"schema", SHAPE_CONSTANT, .constant = "json-v1"},
    {"tool", SHAPE_OBJECT, 0, .of = &tool_shape},
    {"target", SHAPE_OBJECT, AT(target), .of = &target_shape},
    {"as_of", SHAPE_NEEDED, AT(as_of), .own = true},
    {"sources", SHAPE_OBJECTS, AT(sources), AT(source_count), .of = &source_shape},
    {"headline", SHAPE_NEEDED, AT(headline)},
    {"notices", SHAPE_OBJECTS, AT(notices), AT(notice_count), .of = &notice_shape},
    {"milestones", SHAPE_ROW, AT(milestones), .of = &result_shape, .length = RH_MILESTONE_COUNT},
    {"fix_first", SHAPE_OBJECTS, AT(fixes), AT(fix_count), .of = &fix_shape,
     .length = PLENTY_OF_FIXES},
    {"findings", SHAPE_OBJECTS, AT(findings), AT(finding_count), .of = &finding_shape},
    {"metrics", SHAPE_METRICS, AT(metrics), AT(metric_count)},
    {"observations", SHAPE_OBJECTS, AT(observations), AT(observation_count),
     .of = &observation_shape, .length = LIMIT_OBSERVATIONS},
    {"path_to_first_result", SHAPE_OBJECTS, AT(steps), AT(step_count), .of = &step_shape,
     .length = RH_STEPS},
    {"waits", SHAPE_OBJECTS, AT(waits), AT(wait_count), .of = &waits_shape, .length = RH_WAITS},
    {"exemptions", SHAPE_OBJECTS, AT(exemptions), AT(exemption_count), .of = &exemption_shape},
    {"audit", SHAPE_OBJECTS, AT(audit), AT(audit_count), .of = &audit_shape, .length = 1,
     .optional = true},
    {"trace", SHAPE_OBJECTS, AT(trace), AT(trace_count), .of = &trace_shape, .optional = true},
    {0},
};
#undef OF

/* Fifteen digits show 0.7 as 0.7; seventeen give every number back. */
static size_t precision_of(const json_t *json)
{
    char text[40];

    if (!json_is_real(json))
        return 15;
    snprintf(text, sizeof(text), "%.15g", json_real_value(json));
    return strtod(text, NULL) == json_real_value(json) ? 15 : 17;
}

static void add_json(struct buf *out, json_t *json)
{
    char *text = json_dumps(json, JSON_COMPACT | JSON_ENSURE_ASCII | JSON_ENCODE_ANY |
                                      JSON_REAL_PRECISION(precision_of(json)));

    assert(text);
    escape_json(str_of(text), out);
    free(text);
    json_decref(json);
}

static void add_metrics(struct buf *out, const struct rh_report *report)
{
    buf_puts(out, "{");
    for (size_t i = 0; i < report->metric_count; i++) {
        buf_puts(out, i ? ",\n" : "\n");
        add_json(out, json_string(report->metrics[i].name));
        buf_puts(out, ":");
        add_json(out, shape_metric(&report->metrics[i]));
    }
    buf_puts(out, "\n}");
}

/* Stops before `limit` bytes; returns how many elements stand there. */
static size_t add_list(struct buf *out, const struct shape_key *key, const void *from,
                       const struct rh_report *report, size_t limit)
{
    size_t count, added = 0, start;
    const char *items = shape_items(key, from, &count);

    buf_puts(out, "[");
    for (; added < count && out->len < limit; added++) {
        start = out->len;
        buf_puts(out, added ? ",\n" : "\n");
        add_json(out, shape_object(key->of, items + added * key->of->size, report));
        if (out->len > limit) {
            out->len = start;
            out->ptr[start] = '\0';
            break;
        }
    }
    buf_puts(out, added ? "\n]" : "]");
    return added;
}

static const struct shape_key *key_of(const char *name)
{
    const struct shape_key *key = report_keys;

    while (strcmp(key->key, name))
        key++;
    return key;
}

/* The report with one more source, which says that observations are left out. */
static struct rh_report cut_report(const struct rh_report *report, struct rh_source *sources,
                                   size_t observations)
{
    struct rh_report cut = *report;

    if (report->source_count)
        memcpy(sources, report->sources, report->source_count * sizeof(*sources));
    sources[report->source_count] = (struct rh_source){
        "observations", "partial", "the rest would make the report larger than it may be"};
    cut.sources = sources;
    cut.source_count++;
    cut.observation_count = observations;
    return cut;
}

static bool is_empty(const struct shape_key *key, const struct rh_report *report)
{
    size_t count;

    (void)shape_items(key, report, &count);
    return !count;
}

void report_each_text(struct rh_report *report, text_visitor *visit, void *context)
{
    shape_each_text(report_keys, report, visit, context);
}

void report_write_json(const struct rh_report *report, struct buf *out)
{
    struct buf observations = {0};
    struct rh_source *sources = calloc(report->source_count + 1, sizeof(*sources));
    size_t shown =
        add_list(&observations, key_of("observations"), report, report, LIMIT_OBSERVATION_BYTES);
    struct rh_report cut;

    assert(sources);
    if (shown < report->observation_count) {
        cut = cut_report(report, sources, shown);
        report = &cut;
    }
    for (const struct shape_key *key = report_keys; key->key; key++) {
        if (key->optional && is_empty(key, report))
            continue;
        buf_printf(out, "%s\"%s\":", key == report_keys ? "{\n" : ",\n", key->key);
        if (!strcmp(key->key, "observations"))
            buf_add(out, (struct str){observations.ptr, observations.len});
        else if (key->type == SHAPE_OBJECTS || key->type == SHAPE_ROW)
            add_list(out, key, report, report, SIZE_MAX);
        else if (key->type == SHAPE_METRICS)
            add_metrics(out, report);
        else
            add_json(out, shape_value(key, report, report));
    }
    buf_puts(out, "\n}\n");
    buf_release(&observations);
    free(sources);
}

/* Keys that came later: a report that was saved before is as good as ever. */
static bool may_lack(const struct shape_key *key)
{
    return !strcmp(key->key, "trace") || !strcmp(key->key, "path_to_first_result") ||
           !strcmp(key->key, "exemptions");
}

bool report_read_json(struct arena *arena, const char *text, size_t length,
                      struct rh_report *ret_report, struct rh_error *err)
{
    struct rh_report report = {0};
    json_error_t where;
    json_t *json = json_loadb(text, length, JSON_REJECT_DUPLICATES, &where);
    const struct shape_key *late = key_of("fix_first"); /* names findings, which stand behind */
    bool good = true;

    if (!json)
        return error_set(err, RH_ERROR_TARGET, "line %d of the report: %s", where.line, where.text);
    if (!json_is_object(json))
        good = error_set(err, RH_ERROR_TARGET, ": no object");
    for (const struct shape_key *key = report_keys; good && key->key; key++)
        if (key != late && ((!key->optional && !may_lack(key)) || json_object_get(json, key->key)))
            good = shape_read_key(key, json, arena, &report, &report, err);
    if (good)
        good = shape_read_key(late, json, arena, &report, &report, err);
    for (unsigned i = 0; good && i < RH_MILESTONE_COUNT; i++)
        if (report.milestones[i].id != i)
            good = error_set(err, RH_ERROR_TARGET, ".milestones[%u]: M%u expected", i, i);
    json_decref(json);
    if (!good)
        return error_wrap(err, "the report does not read as json-v1: report");
    *ret_report = report;
    return true;
}

static void write_json(const struct rh_report *report, const struct writer_options *options,
                       FILE *out)
{
    struct buf text = {0};

    (void)options;
    report_write_json(report, &text);
    fwrite(text.ptr, 1, text.len, out);
    buf_release(&text);
}

const struct writer json_writer = {
    .name = "json", .help = "json-v1, for programs (docs/json.md)", .write = write_json};
