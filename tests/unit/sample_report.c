#include "sample_report.h"

#include <math.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const struct rh_ruleset_name rulesets[] = {
    {"built-in", "0f0e0d0c0b0a09080706050403020100f0e0d0c0b0a090807060504030201000"},
    {"lab.yml", "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"},
};

static const struct rh_source sources[] = {
    {"files", "complete", NULL},
    {"history", "partial", "shallow clone"},
    {"forge", "absent", "no token"},
};

static const struct rh_notice notices[] = {
    {"successor",
     "This code is superseded by Widget 2",
     {"README.md", 3, "https://example.org/widget2", "superseded by Widget 2", NULL, ""}},
    {"unmaintained", "no longer maintained", {.path = "docs/STATE.md"}},
};

static const struct rh_evidence moved[] = {
    {"README.md", 41, NULL, "python train.py --data data", "python src/train.py --data data",
     "00112233445566778899aabbccddeeff"},
    {"README.md", 52, NULL, "python eval.py ##[group]x ###[y] \x7f", NULL,
     "ffeeddccbbaa99887766554433221100"},
};

static const struct rh_evidence no_license[] = {{.path = "README.md", .fingerprint = ""}};

static const struct rh_evidence issue[] = {
    {.url = "https://example.org/issues/275",
     .quote = "caf\xc3\xa9 \xf0\x9f\x98\x80 \"quoted\" \\ back",
     .fingerprint = "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf"},
};

static const struct rh_finding findings[] = {
    {
        .rule = "examples.command-target",
        .title = "Files that README commands run exist",
        .label = "commands whose files exist",
        .area = "examples",
        .milestone = RH_M0,
        .weight = 5,
        .blocker = true,
        .severity = RH_SEVERITY_ERROR,
        .outcome = RH_FAIL,
        .outcome_then = RH_PASS,
        .message = "2 of 9 commands name a file that is not there",
        .evidence = moved,
        .evidence_count = COUNT(moved),
        .remediation = "Correct the path in the README",
        .minutes = 1,
    },
    {
        .rule = "license.file",
        .title = "A licence stands at the root",
        .label = "a licence",
        .area = "license",
        .milestone = RH_M1,
        .weight = 5,
        .severity = RH_SEVERITY_WARNING,
        .outcome = RH_PARTIAL,
        .outcome_then = RH_PARTIAL,
        .message = "only the README names a licence",
        .evidence = no_license,
        .evidence_count = COUNT(no_license),
        .remediation = "Add a LICENSE file",
        .minutes = 5,
        .exempted = "the university decides in May",
    },
    {
        .rule = "issues.answered",
        .title = "Issues get an answer",
        .area = "issues",
        .milestone = RH_M5,
        .weight = 3,
        .severity = RH_SEVERITY_NOTE,
        .outcome = RH_UNKNOWN,
        .outcome_then = RH_UNKNOWN,
        .message = "issues cannot be seen without a token",
    },
    {
        .rule = "community.people",
        .title = "Several people contribute",
        .label = "several contributors",
        .area = "community",
        .milestone = RH_M5,
        .weight = 4,
        .severity = RH_SEVERITY_WARNING,
        .outcome = RH_PASS,
        .outcome_then = RH_PASS,
        .message = "12 people have contributed",
        .evidence = issue,
        .evidence_count = COUNT(issue),
    },
    {
        .rule = "hygiene.junk",
        .title = "No caches or editor files are tracked",
        .area = "hygiene",
        .milestone = RH_NO_MILESTONE,
        .weight = 1,
        .severity = RH_SEVERITY_NOTE,
        .outcome = RH_NOT_APPLICABLE,
        .outcome_then = RH_NOT_APPLICABLE,
        .message = "there are no files",
    },
};

static const char *const m0_rules[] = {"examples.command-target"};
static const char *const m5_rules[] = {"community.people"};
static const size_t fixed[] = {0};
static const size_t fixed_too[] = {1, 0};

static const struct rh_fix fixes[] = {
    {"Correct the path in the README", 1, 1u << RH_M0, fixed, COUNT(fixed)},
    {"Add a LICENSE file", 5, 1u << RH_M1 | 1u << RH_M6, fixed_too, COUNT(fixed_too)},
};

static const struct rh_metric metrics[] = {
    {"history.commits", RH_VALUE_INTEGER, .integer = 812},
    {"history.last_commit", RH_VALUE_STRING, .string = "2024-05-01"},
    {"history.share", RH_VALUE_NUMBER, .number = 1.0 / 3},
    {"history.whole", RH_VALUE_NUMBER, .number = 3},
    {"issues.observed", RH_VALUE_STRING, .string = "2026-11-20"},
    {"issues.open", RH_VALUE_UNKNOWN, .string = "no token"},
    {"license.spdx", RH_VALUE_STRING, .string = NULL},
    {"readme.at_root", RH_VALUE_BOOL, .integer = 1},
    {"readme.bibtex", RH_VALUE_BOOL, .integer = 0},
};

static const struct rh_observation observations[] = {
    {"answer_promise", "quick", "README.md", 65, "We answer promptly.", "promptly", NULL},
    {"command_target", "moved", "README.md", 41, "python train.py --data data", "is src/train.py",
     NULL},
    {"link_target", "found", NULL, 0, NULL, NULL, NULL},
    {"waiting_issue", "open", NULL, 0, "#12 Does not install", "open for 240 days",
     "https://github.com/someone/widget/issues/12"},
};

static const struct rh_exemption exemptions[] = {
    {"hygiene.*", ".repohealth.yml", 3, "kept as it was handed in", "2027-01-31", "used", NULL},
    {"readme.links", "docs/guide.md", 12, NULL, NULL, "broken", "it gives no reason"},
};

static const struct rh_wait_point points[] = {
    {0.5, 12, 2, 0.833333, 0.481714, 0.955903, (double)NAN},
    {7, 8, 1, 0.729167, 0.371, 0.906, (double)NAN},
};

static const struct rh_wait_point withdrawn[] = {
    {1, 10, 5, 0.5, 0.184, 0.753, 0.5},
};

static const struct rh_waits waits[] = {
    {"issues", "answer", "last 365 days", "2025-11-25", "2026-11-24", 41, 27, 2, 12, 1, false, 6, 4,
     11, 9.25, 300, points, COUNT(points)},
    {"issues", "anyone", "last 365 days", "2025-11-25", "2026-11-24", 41, 30, 2, 9, 1, false, 2.5,
     1, 0.75, 4, 300, NULL, 0},
    {"pulls", "response", "all time", NULL, "2026-11-24", 10, 5, 4, 1, 0, false, 1, 0.1,
     (double)NAN, (double)NAN, 20, withdrawn, COUNT(withdrawn)},
};

static const char *const instead[] = {"conda README.md:15", "Docker README.md:60"};

static const struct rh_step steps[] = {
    {.number = 1,
     .kind = "clone",
     .text = "git clone",
     .status = "unchecked",
     .why = "not written down"},
    {.number = 2,
     .kind = "install",
     .text = "pip install -r requirements.txt",
     .more = 2,
     .path = "README.md",
     .line = 12,
     .status = "found",
     .branch = "pip",
     .instead = instead,
     .instead_count = COUNT(instead)},
    {.number = 3,
     .kind = "download",
     .text = "Download the weights and put them into ckpt/.",
     .path = "README.md",
     .line = 30,
     .url = "https://drive.example.org/x",
     .by_hand = true,
     .status = "unknown",
     .why = "how large it is"},
    {.number = 4,
     .kind = "run",
     .text = "python train.py --data data --weights ckpt/base.pt --epochs 10 --lr 0.1",
     .path = "README.md",
     .line = 41,
     .status = "stops",
     .why = "is src/train.py"},
};

static const struct rh_report report = {
    .tool_version = "0.1.0",
    .rulesets = rulesets,
    .ruleset_count = COUNT(rulesets),
    .target =
        {
            .input = "someone/widget",
            .url = "https://github.com/someone/widget",
            .commit = "0123456789abcdef0123456789abcdef01234567",
            .date = "2024-05-01",
            .path = "",
            .kind = RH_PAPER_CODE,
            .aim = RH_AIM_RELEASE,
            .language = "Python",
            .dirty = true,
        },
    .as_of = "2026-11-24",
    .sources = sources,
    .source_count = COUNT(sources),
    .headline = "Its second command names a file that is not there.",
    .notices = notices,
    .notice_count = COUNT(notices),
    .milestones =
        {
            {RH_M0, "usable", RH_PARTLY, RH_MET, true, 0.5, 0.75, 0.9375,
             "2 of 9 commands name a file that is not there", m0_rules, COUNT(m0_rules), m0_rules,
             COUNT(m0_rules), NULL},
            {RH_M1, "useful", RH_UNMET, RH_UNMET, true, 0.1, 0.2, 0.9, "no licence", NULL, 0, NULL,
             0, NULL},
            {RH_M2, "approachable", RH_UNDECIDED, RH_UNDECIDED, true, 0, 1, 0, "nothing is known",
             NULL, 0, NULL, 0, NULL},
            {RH_M3, "the case", RH_PARTLY, RH_PARTLY, true, 0.4, 0.4, 1, "no numbers", NULL, 0,
             NULL, 0, NULL},
            {RH_M4, "many users", RH_UNMET, RH_UNMET, false, 0, 0, 1, "one way in", NULL, 0, NULL,
             0, NULL},
            {RH_M5, "community", RH_MET, RH_MET, false, 0.7, 0.8, 0.9, "12 people have contributed",
             m5_rules, COUNT(m5_rules), NULL, 0, "the list of people is complete"},
            {RH_M6, "others build", RH_UNDECIDED, RH_UNDECIDED, false, 0, 1, 0, "", NULL, 0, NULL,
             0, NULL},
        },
    .fixes = fixes,
    .fix_count = COUNT(fixes),
    .findings = findings,
    .finding_count = COUNT(findings),
    .metrics = metrics,
    .metric_count = COUNT(metrics),
    .observations = observations,
    .observation_count = COUNT(observations),
    .steps = steps,
    .step_count = COUNT(steps),
    .waits = waits,
    .wait_count = COUNT(waits),
    .exemptions = exemptions,
    .exemption_count = COUNT(exemptions),
};

const struct rh_report *sample_report(void) { return &report; }
