/* SARIF 2.1.0 for code scanning: one result a piece of evidence, with our own fingerprints. What
 * holds and what is not known comes with --all alone. */
#include "report/escape.h"
#include "report/place.h"
#include "report/writer.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define SCHEMA                                                                                     \
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

enum { RESULTS_MOST = 5000 }; /* what code scanning keeps of a run */

struct sarif {
    const struct rh_report *report;
    json_t *rules, *results;
    size_t left_out;
    struct buf text; /* scratch */
};

static json_t *text_object(const char *text) { return json_pack("{s:s}", "text", text); }

/* SARIF's names for outcomes. */
static const char *kind_of(enum rh_outcome outcome)
{
    static const char *const kinds[] = {"pass", "fail", "fail", "notApplicable", "open"};

    return kinds[outcome];
}

static json_t *rule_object(struct sarif *sarif, const struct rh_finding *finding)
{
    struct buf *text = &sarif->text;
    const char *remedy = finding->remediation ? finding->remediation : "";
    const char *milestone = rh_milestone_name(finding->milestone);
    json_t *help;

    text->len = 0;
    buf_printf(text, "**%s**", finding->title);
    if (remedy[0])
        buf_printf(text, "\n\n%s", remedy);
    buf_printf(text, "\n\n`repohealth explain %s` tells why it matters.", finding->rule);
    help =
        json_pack("{s:s, s:s}", "text", remedy[0] ? remedy : finding->title, "markdown", text->ptr);
    return json_pack("{s:s, s:o, s:o, s:{s:s}, s:{s:[s, s], s:i}}", "id", finding->rule,
                     "shortDescription", text_object(finding->title), "help", help,
                     "defaultConfiguration", "level", rh_severity_name(finding->severity),
                     "properties", "tags", finding->area, milestone[0] ? milestone : "unscored",
                     "weight", (int)finding->weight);
}

/* "Where a command runs: data/train.py is not there. Write scripts/train.py." */
static json_t *message_of(struct sarif *sarif, const struct rh_finding *finding,
                          const struct rh_evidence *place)
{
    struct buf *text = &sarif->text;

    text->len = 0;
    buf_puts(text, finding->title);
    if (finding->message && finding->message[0])
        buf_printf(text, ": %s", finding->message);
    if (place && place->replacement)
        buf_printf(text, ". Write: %s", place->replacement);
    if (place && place->url)
        buf_printf(text, " (%s)", place->url);
    return text_object(text->ptr);
}

static json_t *location_of(struct sarif *sarif, const struct rh_evidence *place)
{
    struct buf *uri = &sarif->text;
    json_t *physical;

    uri->len = 0;
    if (place && place->path)
        place_uri(&sarif->report->target, place, uri);
    else
        buf_puts(uri, ".");
    physical =
        json_pack("{s:{s:s, s:s}}", "artifactLocation", "uri", uri->ptr, "uriBaseId", "%SRCROOT%");
    if (place && place->path && place->line) {
        json_t *region = json_pack("{s:i}", "startLine", (int)place->line);

        if (place->quote)
            json_object_set_new(region, "snippet", text_object(place->quote));
        json_object_set_new(physical, "region", region);
    }
    return json_pack("[{s:o}]", "physicalLocation", physical);
}

static void add_result(struct sarif *sarif, const struct rh_finding *finding,
                       const struct rh_evidence *place)
{
    static const char *const states[] = {"", "new", "updated", "absent", "unchanged"};
    bool fault = finding->outcome == RH_FAIL || finding->outcome == RH_PARTIAL;
    size_t rule = json_array_size(sarif->rules) - 1;
    json_t *result;

    if (json_array_size(sarif->results) >= RESULTS_MOST) {
        sarif->left_out++;
        return;
    }
    result = json_pack("{s:s, s:I, s:s, s:s, s:o, s:o}", "ruleId", finding->rule, "ruleIndex",
                       (json_int_t)rule, "kind", kind_of(finding->outcome), "level",
                       fault ? rh_severity_name(finding_level(finding)) : "none", "message",
                       message_of(sarif, finding, place), "locations", location_of(sarif, place));
    if (place && place->fingerprint[0]) {
        sarif->text.len = 0;
        buf_printf(&sarif->text, "%.16s:1", place->fingerprint);
        json_object_set_new(result, "partialFingerprints",
                            json_pack("{s:s, s:s}", "primaryLocationLineHash", sarif->text.ptr,
                                      "repohealth/v1", place->fingerprint));
    }
    if (place && place->change)
        json_object_set_new(result, "baselineState", json_string(states[place->change]));
    if (finding->exempted)
        json_object_set_new(
            result, "suppressions",
            json_pack("[{s:s, s:s}]", "kind", "external", "justification", finding->exempted));
    json_array_append_new(sarif->results, result);
}

static void add_finding(struct sarif *sarif, const struct rh_finding *finding, bool all)
{
    bool fault = finding->outcome == RH_FAIL || finding->outcome == RH_PARTIAL;

    if (!fault && !all)
        return;
    json_array_append_new(sarif->rules, rule_object(sarif, finding));
    for (size_t i = 0; i < finding->evidence_count; i++)
        add_result(sarif, finding, &finding->evidence[i]);
    if (!finding->evidence_count)
        add_result(sarif, finding, NULL);
}

/* What was not seen, and what did not fit, is told beside the results. */
static json_t *notifications(const struct sarif *sarif)
{
    const struct rh_report *report = sarif->report;
    json_t *notes = json_array();
    struct buf text = {0};

    for (size_t i = 0; i < report->source_count; i++) {
        const struct rh_source *source = &report->sources[i];

        if (!strcmp(source->status, "complete"))
            continue;
        text.len = 0;
        buf_printf(&text, "%s: %s%s%s", source->name, source->status, source->why ? ", " : "",
                   source->why ? source->why : "");
        json_array_append_new(
            notes, json_pack("{s:s, s:o}", "level", "note", "message", text_object(text.ptr)));
    }
    text.len = 0;
    if (sarif->left_out) {
        buf_printf(&text, "%zu more results were left out", sarif->left_out);
        json_array_append_new(
            notes, json_pack("{s:s, s:o}", "level", "warning", "message", text_object(text.ptr)));
    }
    buf_release(&text);
    return notes;
}

static json_t *run_object(struct sarif *sarif)
{
    const struct rh_report *report = sarif->report;
    const struct rh_target *target = &report->target;
    json_t *driver = json_pack("{s:s, s:s, s:O}", "name", "repohealth", "semanticVersion",
                               report->tool_version, "rules", sarif->rules);
    json_t *run =
        json_pack("{s:{s:o}, s:[{s:b, s:o}], s:{s:s}, s:{s:{s:{s:s}}}, s:s, s:O}", "tool", "driver",
                  driver, "invocations", "executionSuccessful", true, "toolExecutionNotifications",
                  notifications(sarif), "automationDetails", "id", "repohealth/",
                  "originalUriBaseIds", "%SRCROOT%", "description", "text", "the repository's root",
                  "columnKind", "unicodeCodePoints", "results", sarif->results);

    if (target->url && target->commit && strstr(target->url, "://"))
        json_object_set_new(run, "versionControlProvenance",
                            json_pack("[{s:s, s:s, s:{s:s}}]", "repositoryUri", target->url,
                                      "revisionId", target->commit, "mappedTo", "uriBaseId",
                                      "%SRCROOT%"));
    return run;
}

static void write_sarif(const struct rh_report *report, const struct writer_options *options,
                        FILE *out)
{
    struct sarif sarif = {.report = report, .rules = json_array(), .results = json_array()};
    json_t *root;
    char *text;

    for (size_t i = 0; i < report->finding_count; i++)
        add_finding(&sarif, &report->findings[i], options->all);
    root = json_pack("{s:s, s:s, s:[o]}", "$schema", SCHEMA, "version", "2.1.0", "runs",
                     run_object(&sarif));
    text = json_dumps(root, JSON_INDENT(1) | JSON_ENSURE_ASCII);
    sarif.text.len = 0;
    escape_json(str_of(text), &sarif.text);
    fprintf(out, "%s\n", sarif.text.ptr);
    free(text);
    json_decref(root);
    json_decref(sarif.rules);
    json_decref(sarif.results);
    buf_release(&sarif.text);
}

const struct writer sarif_writer = {
    .name = "sarif",
    .help = "for code scanning: what fails, SARIF 2.1.0; with --all every outcome",
    .write = write_sarif,
};
