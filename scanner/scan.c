/* The pipeline: target -> snapshot -> facts -> findings -> score -> report.
 * The parent fetches and speaks; a confined child reads what the repository holds. */
#include "rh/scan.h"

#include "examine.h"
#include "forge/obtain.h"
#include "linkcheck/obtain.h"
#include "report/writer.h"
#include "ruleset/settings.h"
#include "snapshot/fetch.h"
#include "snapshot/forge.h"
#include "snapshot/forge_file.h"
#include "snapshot/link_record.h"
#include "snapshot/snapshot.h"
#include "target/target.h"
#include "util/arena.h"
#include "util/date.h"
#include "util/limits.h"
#include "worker/worker.h"

#include <unistd.h>

struct job {
    const struct rh_ruleset *ruleset;
    const struct settings *config; /* what --config says; NULL: the target's own may speak */
    const struct rh_scan_options *options;
    const struct target *target;
    const char *folder;
    struct forge_bytes forge;
    struct str links; /* a record of what came of asking them; empty: none */
};

static bool find_settings(struct arena *arena, const struct job *job,
                          const struct snapshot *snapshot, struct settings *ret_settings,
                          struct rh_error *err)
{
    enum settings_trust trust = job->options->trust_config ? SETTINGS_TRUSTED : SETTINGS_OWN;

    if (job->config)
        *ret_settings = *job->config;
    else if (!settings_of_target(arena, job->target, snapshot, trust, job->ruleset, ret_settings,
                                 err))
        return false;
    ret_settings->comments = job->target->kind == TARGET_LOCAL || job->options->trust_config;
    if (job->options->aim)
        ret_settings->aim = job->options->aim;
    else if (!ret_settings->aim && job->target->kind == TARGET_ARCHIVE)
        ret_settings->aim = "release"; /* whoever hands in an archive promises no project */
    return true;
}

/* NULL where nothing is known of it. */
static bool read_forge(struct arena *arena, const struct forge_bytes *bytes,
                       const struct forge **ret_forge, struct rh_error *err)
{
    struct forge *forge = arena_alloc(arena, sizeof(*forge));
    struct str text;

    if (bytes->bytes.len) {
        if (!forge_file_unpack(arena, bytes->bytes, &text, err) ||
            !forge_read_json(arena, text, forge, err)) {
            err->code = bytes->source ? RH_ERROR_USAGE : RH_ERROR_INTERNAL;
            return error_wrap(err, "%s: ", bytes->source ? bytes->source : "what the forge said");
        }
        *ret_forge = forge;
    }
    return true;
}

/* NULL where nothing is known of them. */
static const struct link_record *read_links(struct arena *arena, const struct job *job)
{
    struct link_record *links = arena_alloc(arena, sizeof(*links));

    return job->links.len && link_record_read(arena, job->links, links) ? links : NULL;
}

static struct snapshot_options how_to_open(const struct job *job, FILE *progress)
{
    const struct rh_scan_options *options = job->options;

    return (struct snapshot_options){
        .folder = job->folder,
        .rev = options->rev,
        .path = options->path,
        .name = job->target->name,
        .url = job->target->url,
        .archive = job->target->kind == TARGET_ARCHIVE,
        .trust_local = options->trust_local,
        .confine = true,
        .progress = progress,
        .forge_unknown = job->forge.unknown,
    };
}

/* In the child: everything from the repository's bytes to the finished report. */
static bool read_and_judge(struct arena *arena, const struct job *job, FILE *progress,
                           struct rh_report *report, struct rh_error *err)
{
    struct snapshot_options open = how_to_open(job, progress);
    /* The report points into both. */
    struct snapshot *snapshot = arena_alloc(arena, sizeof(*snapshot));
    struct settings *settings = arena_alloc(arena, sizeof(*settings));
    const struct examination examination = {
        .snapshot = snapshot,
        .settings = settings,
        .options = job->options,
        .links = read_links(arena, job),
    };
    const struct facts *facts;

    if (!read_forge(arena, &job->forge, &open.forge, err))
        return false;
    if (!snapshot_open(arena, &open, snapshot, err))
        return false;
    if (!find_settings(arena, job, snapshot, settings, err))
        return false;
    examine(arena, &examination, &facts, report);
    return true;
}

static bool work(void *context, FILE *progress, struct buf *answer, struct rh_error *err)
{
    const struct job *job = context;
    struct arena *arena = arena_new();
    struct rh_report report = {
        .tool_version = RH_VERSION,
        .target.input = job->target->input,
    };
    char as_of[DATE_SIZE];
    bool done;

    date_format(job->options->as_of, 0, as_of);
    report.as_of = as_of;
    done = read_and_judge(arena, job, progress, &report, err);
    if (done) {
        report_write_json(&report, answer);
        if (answer->full)
            done = error_set(err, RH_ERROR_TARGET, "the report would be too large to hand over");
    }
    arena_free(arena);
    return done;
}

/* In a child of its own, before the scan: the links that are to be asked. */
static bool list_links(void *context, FILE *progress, struct buf *answer, struct rh_error *err)
{
    const struct job *job = context;
    struct arena *arena = arena_new();
    struct snapshot_options open = how_to_open(job, progress);
    struct snapshot snapshot;
    bool done = snapshot_open(arena, &open, &snapshot, err);

    if (done)
        examine_links(&snapshot, answer);
    arena_free(arena);
    return done;
}

/* That nothing was learned is no error: the links are then not known. */
static bool ask_links(struct arena *arena, struct job *job, const struct worker_limits *limits,
                      struct rh_error *err)
{
    const struct rh_scan_options *options = job->options;
    const struct linkcheck_options how = {.cache_dir = options->cache_dir,
                                          .offline = options->offline,
                                          .progress = options->progress};
    const char *why;
    struct str urls;

    if (!worker_run(arena, limits, options->progress, list_links, job, &urls, err))
        return false;
    if (!linkcheck_obtain(arena, urls, &how, &job->links, &why))
        job->links = (struct str){0};
    return true;
}

static bool scan(struct arena *arena, const struct rh_ruleset *ruleset,
                 const struct rh_scan_options *options, struct rh_report *report,
                 struct rh_error *err)
{
    const struct fetch_options fetch = {
        .cache_dir = options->cache_dir,
        .rev = options->rev,
        .timeout = options->timeout,
        .offline = options->offline,
        .progress = options->progress,
    };
    const struct forge_options forge = {
        .asking = (enum forge_asking)options->issues,
        .offline = options->offline,
        .file = options->forge,
        .save = options->save_forge,
        .api_url = options->api_url,
        .cache_dir = options->cache_dir,
        .max_requests = options->max_requests,
        .api_wait = options->api_wait,
        .progress = options->progress,
    };
    struct target target;
    struct settings config;
    struct job job = {.ruleset = ruleset, .options = options, .target = &target};
    struct worker_limits limits = {.seconds = options->timeout};
    struct str answer;

    if (!target_parse(arena, options->target, &target, err))
        return false;
    if (options->config) {
        if (!settings_from_config(arena, options->config, ruleset, &config, err))
            return false;
        job.config = &config;
    }
    if (!fetch_target(arena, &target, &fetch, &job.folder, err))
        return false;
    if (!forge_obtain(arena, &target, job.folder, &forge, &job.forge, err))
        return false;
    if (options->links && !ask_links(arena, &job, &limits, err))
        return false;
    if (!worker_run(arena, &limits, options->progress, work, &job, &answer, err))
        return false;
    return report_read_json(arena, answer.ptr, answer.len, report, err);
}

struct rh_report *rh_scan(const struct rh_ruleset *ruleset, const struct rh_scan_options *options,
                          struct rh_error *err)
{
    struct arena *arena = arena_new();
    struct rh_report *report = arena_alloc(arena, sizeof(*report));

    if (scan(arena, ruleset, options, report, err)) {
        report->arena = arena;
        return report;
    }
    arena_free(arena);
    return NULL;
}
