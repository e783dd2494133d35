/* Two sides of a change: both are opened in the object store and judged alike in one confined
 * child; the parent compares their reports. */
#include "rh/check.h"

#include "examine.h"
#include "report/change.h"
#include "report/writer.h"
#include "ruleset/settings.h"
#include "snapshot/ancestor.h"
#include "snapshot/fetch.h"
#include "snapshot/snapshot.h"
#include "target/target.h"
#include "util/arena.h"
#include "util/date.h"
#include "util/limits.h"
#include "worker/worker.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static_assert((int)RH_BASE_MUST == (int)BASE_MUST && (int)RH_BASE_DEEP == (int)BASE_DEEP &&
                  (int)RH_BASE_ANCESTOR == (int)BASE_ANCESTOR &&
                  (int)RH_BASE_OTHER == (int)BASE_OTHER,
              "the same bits for both");

struct job {
    const struct rh_ruleset *ruleset;
    const struct settings *config; /* what --config says; NULL: the base's own file may speak */
    const struct rh_scan_options *options;
    const struct base_candidate *candidates;
    size_t candidate_count;
    const struct target *target;
    const char *folder;
};

/* Both sides while they are looked at. */
struct sides {
    struct snapshot head, base_snapshot;
    struct base base;
    struct settings settings;
    const char *change; /* of the settings file; or NULL */
    bool broken;
    const struct facts *history; /* of the side that was looked at first */
};

static bool open_side(struct arena *arena, const struct job *job, const char *rev, FILE *progress,
                      struct snapshot *ret_snapshot, struct rh_error *err)
{
    const struct snapshot_options open = {
        .folder = job->folder,
        .rev = rev,
        .path = job->options->path,
        .name = job->target->name,
        .url = job->target->url,
        .trust_local = job->options->trust_local,
        .confine = true,
        .progress = progress,
        .forge_unknown = "a change is judged without it",
    };

    return snapshot_open(arena, &open, ret_snapshot, err);
}

/* The base's file is what both sides are judged by; one that cannot be read is as none, or nobody
 * could ever mend it. */
static bool find_settings(struct arena *arena, const struct job *job, struct sides *sides,
                          struct rh_error *err)
{
    const struct rh_scan_options *options = job->options;
    enum settings_trust trust = options->trust_config ? SETTINGS_TRUSTED : SETTINGS_OWN;
    const struct snapshot *whose = sides->base.commit ? &sides->base_snapshot : &sides->head;
    struct rh_error mistake = {0};

    if (job->config) {
        sides->settings = *job->config;
    } else if (!settings_of_target(arena, job->target, whose, trust, job->ruleset, &sides->settings,
                                   &mistake)) {
        if (!sides->base.commit) {
            *err = mistake;
            return false;
        }
        sides->settings = (struct settings){
            .ruleset = job->ruleset,
            .source = {"settings", "absent",
                       arena_printf(arena, "the base's was not used: %s",
                                    text_clean(arena, str_of(mistake.text), LIMIT_QUOTE_BYTES))}};
    }
    if (sides->base.commit && !job->config)
        sides->change = settings_change(arena, &sides->base_snapshot, &sides->head, trust,
                                        job->ruleset, &sides->broken);
    sides->settings.comments = job->target->kind == TARGET_LOCAL || options->trust_config;
    if (options->aim)
        sides->settings.aim = options->aim;
    return true;
}

static bool open_sides(struct arena *arena, const struct job *job, FILE *progress,
                       struct sides *sides, struct rh_error *err)
{
    if (!open_side(arena, job, job->options->rev, progress, &sides->head, err) ||
        !snapshot_find_base(&sides->head, job->candidates, job->candidate_count, &sides->base, err))
        return false;
    if (sides->base.commit &&
        !open_side(arena, job, sides->base.commit, progress, &sides->base_snapshot, err))
        return false;
    return find_settings(arena, job, sides, err);
}

/* The answer is a few texts, each behind its length. */
static void add_text(struct buf *answer, struct str text)
{
    buf_printf(answer, "%zu\n", text.len);
    buf_add(answer, text);
}

static bool take_text(struct str *answer, struct str *ret_text)
{
    struct str line;
    size_t length = 0;

    if (!str_next_line(answer, &line) || !line.len || line.len > 9)
        return false;
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] < '0' || line.ptr[i] > '9')
            return false;
        length = length * 10 + (size_t)(line.ptr[i] - '0');
    }
    if (length > answer->len)
        return false;
    *ret_text = str_slice(*answer, 0, length);
    *answer = str_slice(*answer, length, answer->len);
    return true;
}

/* What no format of a comparison shows is not handed over. */
static bool add_report(struct rh_report *report, struct buf *answer, struct rh_error *err)
{
    struct buf text = {.limit = LIMIT_WORKER_ANSWER / 2};

    report->observation_count = report->metric_count = report->wait_count = 0;
    report_write_json(report, &text);
    add_text(answer, (struct str){text.ptr, text.len});
    if (text.full || answer->full)
        error_set(err, RH_ERROR_TARGET, "the report would be too large to hand over");
    buf_release(&text);
    return !answer->full && !err->text[0];
}

/* One side. What it was taken for, and whose history stands for both, is kept for the other. */
static bool judge(struct arena *arena, const struct job *job, const struct snapshot *snapshot,
                  struct sides *sides, struct buf *answer, struct rh_error *err)
{
    const struct examination examination = {.snapshot = snapshot,
                                            .settings = &sides->settings,
                                            .options = job->options,
                                            .history = sides->history,
                                            .today = true};
    struct rh_report report = {.tool_version = RH_VERSION, .target.input = job->target->input};
    char as_of[DATE_SIZE];

    date_format(job->options->as_of, 0, as_of);
    report.as_of = as_of;
    for (size_t i = 0; i < sides->settings.rule_count; i++)
        if (sides->settings.rules[i].used)
            *sides->settings.rules[i].used = false;
    examine(arena, &examination, &sides->history, &report);
    sides->settings.kind = rh_kind_name(report.target.kind);
    sides->settings.aim = rh_aim_name(report.target.aim);
    return add_report(&report, answer, err);
}

/* The base first: by what it is the change is judged, or one file more would raise every question
 * that is asked of another kind of repository. */
static bool judge_sides(struct arena *arena, const struct job *job, struct sides *sides,
                        struct buf *answer, struct rh_error *err)
{
    add_text(answer, str_of(sides->base.rev));
    add_text(answer, str_of(sides->change));
    add_text(answer, str_of(sides->broken ? "broken" : ""));
    if (!sides->base.commit)
        add_text(answer, STR(""));
    else if (!judge(arena, job, &sides->base_snapshot, sides, answer, err))
        return false;
    return judge(arena, job, &sides->head, sides, answer, err);
}

static bool work(void *context, FILE *progress, struct buf *answer, struct rh_error *err)
{
    const struct job *job = context;
    struct arena *arena = arena_new();
    struct sides sides = {0};
    bool done = open_sides(arena, job, progress, &sides, err) &&
                judge_sides(arena, job, &sides, answer, err);

    arena_free(arena);
    return done;
}

static bool read_report(struct arena *arena, struct str text, const struct rh_report **ret_report,
                        struct rh_error *err)
{
    struct rh_report *report = arena_alloc(arena, sizeof(*report));

    *ret_report = report;
    return report_read_json(arena, text.ptr, text.len, report, err);
}

static const char *clean_or_null(struct arena *arena, struct str text)
{
    return text.len ? text_clean(arena, text, LIMIT_QUOTE_BYTES * 2) : NULL;
}

static bool read_answer(struct arena *arena, struct str answer, struct rh_check *check,
                        struct rh_error *err)
{
    struct str rev, change, broken, head, base;

    if (!take_text(&answer, &rev) || !take_text(&answer, &change) || !take_text(&answer, &broken) ||
        !take_text(&answer, &base) || !take_text(&answer, &head))
        return error_set(err, RH_ERROR_TARGET, "could not be scanned: its reader ended early");
    check->base_rev = clean_or_null(arena, rev);
    check->settings_change = clean_or_null(arena, change);
    check->settings_broken = broken.len > 0;
    if (!read_report(arena, head, &check->head, err))
        return false;
    return !base.len || read_report(arena, base, &check->base, err);
}

static const struct base_candidate *candidates_of(struct arena *arena, const struct rh_base *bases,
                                                  size_t count)
{
    struct base_candidate *candidates = arena_alloc(arena, (count + 1) * sizeof(*candidates));

    for (size_t i = 0; i < count; i++)
        candidates[i] =
            (struct base_candidate){bases[i].rev, bases[i].fetch, bases[i].head, bases[i].terms};
    return candidates;
}

static bool check_change(struct arena *arena, struct job *job, struct rh_check *check,
                         struct rh_error *err)
{
    const struct rh_scan_options *options = job->options;
    const struct fetch_options fetch = {
        .cache_dir = options->cache_dir,
        .rev = options->rev,
        .timeout = options->timeout,
        .offline = options->offline,
        .progress = options->progress,
    };
    const struct worker_limits limits = {.seconds = options->timeout};
    struct target *target = arena_alloc(arena, sizeof(*target));
    struct settings *config = arena_alloc(arena, sizeof(*config));
    struct str answer;

    job->target = target;
    if (!target_parse(arena, options->target, target, err))
        return false;
    if (options->config) {
        if (!settings_from_config(arena, options->config, job->ruleset, config, err))
            return false;
        job->config = config;
    }
    if (!fetch_target(arena, target, &fetch, &job->folder, err))
        return false;
    if (!worker_run(arena, &limits, options->progress, work, job, &answer, err))
        return false;
    if (!read_answer(arena, answer, check, err))
        return false;
    changes_find(arena, check);
    return true;
}

struct rh_check *rh_check(const struct rh_ruleset *ruleset, const struct rh_scan_options *options,
                          const struct rh_base *bases, size_t base_count, struct rh_error *err)
{
    struct arena *arena = arena_new();
    struct rh_check *check = arena_alloc(arena, sizeof(*check));
    struct job job = {.ruleset = ruleset,
                      .options = options,
                      .candidates = candidates_of(arena, bases, base_count),
                      .candidate_count = base_count};

    if (check_change(arena, &job, check, err)) {
        check->arena = arena;
        return check;
    }
    arena_free(arena);
    return NULL;
}

void rh_check_free(struct rh_check *check)
{
    if (check)
        arena_free(check->arena);
}
