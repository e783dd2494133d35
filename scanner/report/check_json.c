/* check-v1: what docs/ci.md describes and docs/check-v1.schema.json checks. */
#include "report/check.h"
#include "report/escape.h"
#include "report/place.h"

#include <jansson.h>
#include <stdlib.h>

static json_t *text_or_null(const char *text) { return text ? json_string(text) : json_null(); }

static json_t *line_or_null(unsigned line)
{
    return line ? json_integer((json_int_t)line) : json_null();
}

static json_t *side(const struct rh_target *target)
{
    return json_pack("{s:o, s:o, s:b}", "commit", text_or_null(target->commit), "date",
                     text_or_null(target->date), "dirty", (int)target->dirty);
}

static json_t *base_side(const struct rh_check *check)
{
    json_t *json;

    if (!check->base)
        return json_null();
    json = side(&check->base->target);
    json_object_set_new(json, "rev", text_or_null(check->base_rev));
    return json;
}

static json_t *place(const struct rh_report *report, const struct rh_evidence *evidence)
{
    struct buf path = {0};
    json_t *json;

    if (!evidence)
        return json_null();
    place_path(&report->target, evidence, &path);
    json = json_pack("{s:o, s:o, s:o, s:o}", "path", text_or_null(path.len ? path.ptr : NULL),
                     "line", line_or_null(evidence->line), "url", text_or_null(evidence->url),
                     "quote", text_or_null(evidence->quote));
    buf_release(&path);
    return json;
}

static json_t *entry_object(const struct check_answer *answer, const struct rh_change_entry *entry)
{
    const struct rh_check *check = answer->check;
    const struct rh_finding *finding = entry->finding;
    const struct rh_report *whose = entry->change == RH_CHANGE_FIXED ? check->base : check->head;
    const char *milestone = rh_milestone_name(finding->milestone);
    json_t *json = json_pack(
        "{s:s, s:b, s:s, s:s, s:o, s:s, s:s, s:s, s:s, s:o, s:o}", "change",
        rh_change_name(entry->change), "fails", (int)check_entry_fails(answer, entry), "rule",
        finding->rule, "title", finding->title, "milestone",
        text_or_null(milestone[0] ? milestone : NULL), "severity",
        rh_severity_name(finding_level(finding)), "was", rh_outcome_name(entry->was), "outcome",
        entry->change == RH_CHANGE_FIXED ? "pass" : rh_outcome_name(finding->outcome), "message",
        finding->message, "place", place(whose, entry->evidence), "before",
        place(check->base, entry->before));

    if (entry->change == RH_CHANGE_FIXED)
        json_object_del(json, "outcome"); /* the rule may hold, or still lack in other places */
    json_object_set_new(json, "replacement",
                        text_or_null(entry->evidence ? entry->evidence->replacement : NULL));
    json_object_set_new(json, "remediation", text_or_null(finding->remediation));
    json_object_set_new(json, "fingerprint",
                        text_or_null(entry->evidence && entry->evidence->fingerprint[0]
                                         ? entry->evidence->fingerprint
                                         : NULL));
    return json;
}

static json_t *counts(const struct rh_check *check)
{
    json_t *json = json_object();

    for (enum rh_change change = RH_CHANGE_NEW; change <= RH_CHANGE_UNCHANGED; change++)
        json_object_set_new(json, rh_change_name(change),
                            json_integer((json_int_t)check->counts[change]));
    return json;
}

static json_t *milestones(const struct check_answer *answer)
{
    const struct rh_check *check = answer->check;
    json_t *json = json_array();

    for (enum rh_milestone i = 0; i < RH_MILESTONE_COUNT; i++) {
        const struct rh_milestone_result *now = &check->head->milestones[i];
        const struct rh_milestone_result *then = check->base ? &check->base->milestones[i] : NULL;

        json_array_append_new(
            json, json_pack("{s:s, s:s, s:b, s:o, s:s, s:b}", "id", rh_milestone_name(i), "title",
                            now->title, "in_aim", (int)now->in_aim, "before",
                            text_or_null(then ? rh_verdict_name(then->verdict) : NULL), "after",
                            rh_verdict_name(now->verdict), "fails",
                            (int)check_milestone_fails(answer, i)));
    }
    return json;
}

static json_t *settings(const struct rh_check *check)
{
    if (!check->settings_change)
        return json_null();
    return json_pack("{s:s, s:b}", "change", check->settings_change, "broken",
                     (int)check->settings_broken);
}

static json_t *exemptions(const struct rh_check *check)
{
    json_t *json = json_array();

    for (size_t i = 0; i < check->head->exemption_count; i++) {
        const struct rh_exemption *exemption = &check->head->exemptions[i];

        json_array_append_new(
            json,
            json_pack("{s:s, s:s, s:o, s:o, s:o, s:s, s:o, s:b}", "rule", exemption->rule, "path",
                      exemption->path, "line", line_or_null(exemption->line), "reason",
                      text_or_null(exemption->reason), "until", text_or_null(exemption->until),
                      "state", exemption->state, "problem", text_or_null(exemption->problem),
                      "by_this_change", (int)check_excuses(check, exemption)));
    }
    return json;
}

static json_t *changes(const struct check_answer *answer)
{
    json_t *json = json_array();

    for (size_t i = 0; i < answer->check->change_count; i++)
        json_array_append_new(json, entry_object(answer, &answer->check->changes[i]));
    return json;
}

void check_write_json(const struct check_answer *answer, const struct writer_options *options,
                      FILE *out)
{
    const struct rh_check *check = answer->check;
    const struct rh_report *head = check->head;
    struct buf clean = {0};
    json_t *json =
        json_pack("{s:s, s:s, s:s, s:{s:s, s:o, s:s}, s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:o}",
                  "schema", "check-v1", "tool_version", head->tool_version, "as_of", head->as_of,
                  "target", "input", head->target.input, "url", text_or_null(head->target.url),
                  "path", head->target.path, "base", base_side(check), "head", side(&head->target),
                  "status", check_fails(answer) ? "fail" : "pass", "counts", counts(check),
                  "settings", settings(check), "exemptions", exemptions(check), "milestones",
                  milestones(answer), "changes", changes(answer));
    char *text = json_dumps(json, JSON_INDENT(1) | JSON_ENSURE_ASCII);

    (void)options;
    escape_json(str_of(text), &clean);
    fprintf(out, "%s\n", clean.ptr);
    free(text);
    json_decref(json);
    buf_release(&clean);
}
