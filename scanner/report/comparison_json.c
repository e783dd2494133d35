/* A comparison for programs: docs/compare-v1.schema.json. */
#include "report/comparison.h"
#include "report/escape.h"

#include <jansson.h>
#include <stdlib.h>

static json_t *target_object(const struct comparison *comparison, size_t index)
{
    const struct rh_report *report = comparison->reports[index];
    const struct rh_target *target = &report->target;

    return json_pack("{s:s, s:s, s:s?, s:s?, s:s?, s:s, s:s, s:s, s:s, s:s}", "name",
                     comparison->names[index], "input", target->input, "url", target->url, "commit",
                     target->commit, "date", target->date, "path", target->path, "kind",
                     rh_kind_name(target->kind), "aim", rh_aim_name(target->aim), "as_of",
                     report->as_of, "headline", report->headline);
}

static json_t *question_object(const struct comparison_row *row, size_t count)
{
    json_t *answers = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(answers, json_string(row->cells[i]));
    return json_pack("{s:s, s:b, s:o}", "question", row->title, "differs", row->differs, "answers",
                     answers);
}

static json_t *milestone_object(const struct comparison *comparison, unsigned milestone)
{
    const struct rh_milestone_result *first = &comparison->reports[0]->milestones[milestone];
    json_t *verdicts = json_array();

    for (size_t i = 0; i < comparison->count; i++) {
        const struct rh_milestone_result *result = &comparison->reports[i]->milestones[milestone];

        json_array_append_new(verdicts,
                              json_pack("{s:s, s:s, s:b, s:f, s:f}", "verdict",
                                        rh_verdict_name(result->verdict), "verdict_then",
                                        rh_verdict_name(result->verdict_then), "in_aim",
                                        result->in_aim, "low", result->low, "high", result->high));
    }
    return json_pack("{s:s, s:s, s:o}", "id", rh_milestone_name(milestone), "title", first->title,
                     "verdicts", verdicts);
}

static json_t *finding_object(const struct rh_finding *finding)
{
    json_t *evidence = json_array();

    for (size_t i = 0; i < finding->evidence_count; i++) {
        const struct rh_evidence *place = &finding->evidence[i];

        json_array_append_new(evidence,
                              json_pack("{s:s?, s:i, s:s?, s:s?, s:s}", "path", place->path, "line",
                                        (int)place->line, "url", place->url, "quote", place->quote,
                                        "fingerprint", place->fingerprint));
    }
    return json_pack("{s:s, s:s, s:o}", "outcome", rh_outcome_name(finding->outcome), "message",
                     finding->message ? finding->message : "", "evidence", evidence);
}

static json_t *rule_object(const struct comparison *comparison, const struct comparison_rule *rule)
{
    const struct rh_finding *first = rule->findings[0];
    json_t *findings = json_array();

    for (size_t i = 0; i < comparison->count; i++)
        json_array_append_new(findings, finding_object(rule->findings[i]));
    return json_pack("{s:s, s:s, s:s, s:i, s:b, s:o}", "rule", first->rule, "title", first->title,
                     "milestone", rh_milestone_name(first->milestone), "weight", (int)first->weight,
                     "differs", rule->differs, "findings", findings);
}

void comparison_json(const struct comparison *comparison, const struct writer_options *options,
                     FILE *out)
{
    json_t *targets = json_array(), *questions = json_array(), *milestones = json_array(),
           *rules = json_array(), *root;
    struct buf escaped = {0};
    char *text;

    (void)options;
    for (size_t i = 0; i < comparison->count; i++)
        json_array_append_new(targets, target_object(comparison, i));
    for (size_t i = 0; i < comparison->question_count; i++)
        json_array_append_new(questions,
                              question_object(&comparison->questions[i], comparison->count));
    for (unsigned i = 0; i < RH_MILESTONE_COUNT; i++)
        json_array_append_new(milestones, milestone_object(comparison, i));
    for (size_t i = 0; i < comparison->rule_count; i++)
        json_array_append_new(rules, rule_object(comparison, &comparison->rules[i]));
    root = json_pack("{s:s, s:o, s:o, s:o, s:o, s:i}", "schema", "compare-v1", "targets", targets,
                     "questions", questions, "milestones", milestones, "rules", rules, "left_out",
                     (int)comparison->left_out);
    text = json_dumps(root, JSON_INDENT(1) | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(15));
    escape_json(str_of(text), &escaped);
    fprintf(out, "%s\n", escaped.ptr);
    buf_release(&escaped);
    free(text);
    json_decref(root);
}
