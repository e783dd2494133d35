/* The pipeline: target -> snapshot -> facts -> findings -> score -> report.
 * The parent fetches and speaks; a confined child reads what the repository holds. */
#include "rh/scan.h"

#include "audit.h"
#include "examine.h"
#include "facts/identity.h"
#include "facts/paper.h"
#include "forge/obtain.h"
#include "linkcheck/obtain.h"
#include "report/mask.h"
#include "report/writer.h"
#include "ruleset/digest.h"
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

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct job {
    const struct rh_ruleset *ruleset;
    const struct settings *config; /* what --config says; NULL: the target's own may speak */
    const struct rh_scan_options *options;
    const struct target *target;
    const char *folder;
    const char *digest; /* of an archive that is audited: SHA-256 of its bytes; or NULL */
    struct forge_bytes forge;
    struct str links; /* a record of what came of asking them; empty: none */
};

static bool find_settings(struct arena *arena, const struct job *job,
                          const struct snapshot *snapshot, struct settings *ret_settings,
                          struct rh_error *err)
{
    enum settings_trust trust = job->options->audit          ? SETTINGS_IGNORED
                                : job->options->trust_config ? SETTINGS_TRUSTED
                                                             : SETTINGS_OWN;

    if (job->config)
        *ret_settings = *job->config;
    else if (!settings_of_target(arena, job->target, snapshot, trust, job->ruleset, ret_settings,
                                 err))
        return false;
    ret_settings->comments =
        !job->options->audit && (job->target->kind == TARGET_LOCAL || job->options->trust_config);
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

static struct snapshot_options how_to_open(const struct job *job, const char *rev, FILE *progress)
{
    const struct rh_scan_options *options = job->options;

    return (struct snapshot_options){
        .folder = job->folder,
        .rev = rev,
        .path = options->path,
        .name = job->target->name,
        .url = job->target->url,
        .committed = options->audit,
        .archive = job->target->kind == TARGET_ARCHIVE,
        .trust_local = options->trust_local,
        .verify = options->audit,
        .confine = true,
        .progress = progress,
        .forge_unknown = job->forge.unknown,
    };
}

/* In the child: everything from the repository's bytes at a revision to the finished report, which
 * points into what is allocated here. */
static bool read_and_judge(struct arena *arena, const struct job *job, const char *rev,
                           FILE *progress, struct rh_report *report, const struct facts **ret_facts,
                           struct rh_error *err)
{
    struct snapshot_options open = how_to_open(job, rev, progress);
    struct snapshot *snapshot = arena_alloc(arena, sizeof(*snapshot));
    struct settings *settings = arena_alloc(arena, sizeof(*settings));
    const struct examination examination = {
        .snapshot = snapshot,
        .settings = settings,
        .options = job->options,
        .links = read_links(arena, job),
    };

    if (!read_forge(arena, &job->forge, &open.forge, err))
        return false;
    if (!snapshot_open(arena, &open, snapshot, err))
        return false;
    if (!find_settings(arena, job, snapshot, settings, err))
        return false;
    examine(arena, &examination, ret_facts, report);
    return true;
}

/* The state that the paper speaks of, examined like HEAD, and the two side by side. */
static bool audit(struct arena *arena, const struct job *job, FILE *progress,
                  const struct facts *facts, struct rh_report *report, struct rh_error *err)
{
    const struct rh_scan_options *options = job->options;
    struct audit_input input = {
        .ruleset = job->ruleset, .facts = facts, .report = report, .digest = job->digest};
    struct paper paper;
    struct rh_report then = {.as_of = report->as_of};
    const struct facts *facts_then;

    if (paper_find(facts, &(struct paper_options){options->paper, options->paper_date}, &paper,
                   &input.why))
        input.paper = &paper;
    else if (options->paper)
        return error_set(err, RH_ERROR_USAGE, "--paper '%.100s': %s", options->paper, input.why);
    if (input.paper && strcmp(paper.commit, report->target.commit) != 0) {
        if (!read_and_judge(arena, job, paper.commit, progress, &then, &facts_then, err))
            return error_wrap(err, "the paper's state: ");
        input.paper_report = &then;
    }
    report->audit = audit_make(arena, &input);
    report->audit_count = 1;
    return true;
}

static bool is_anonymous(const struct job *job)
{
    const struct rh_scan_options *options = job->options;

    return options->anonymous ||
           (options->audit && job->target->kind == TARGET_ARCHIVE && !options->names);
}

/* Names that the repository gives, in the report, which is copied so that all lists are its own. */
static bool mask(struct arena *arena, const struct facts *facts, struct rh_report *report,
                 struct rh_error *err)
{
    struct reveal reveal;
    struct buf text = {0};
    bool done;

    identity_collect(facts, &reveal);
    report_write_json(report, &text);
    done = report_read_json(arena, text.ptr, text.len, report, err);
    buf_release(&text);
    if (done)
        mask_report(&reveal, arena, report);
    return done;
}

static bool work(void *context, FILE *progress, struct buf *answer, struct rh_error *err)
{
    const struct job *job = context;
    struct arena *arena = arena_new();
    struct rh_report report = {
        .tool_version = RH_VERSION,
        .target.input = job->options->shown ? job->options->shown : job->target->input,
    };
    char as_of[DATE_SIZE];
    const struct facts *facts;
    bool done;

    date_format(job->options->as_of, 0, as_of);
    report.as_of = as_of;
    done = read_and_judge(arena, job, job->options->rev, progress, &report, &facts, err) &&
           (!job->options->audit || audit(arena, job, progress, facts, &report, err)) &&
           (!is_anonymous(job) || mask(arena, facts, &report, err));
    if (done) {
        report_write_json(&report, answer);
        if (answer->full)
            done = error_set(err, RH_ERROR_TARGET, "the report would be too large to hand over");
    } else if (is_anonymous(job)) {
        mask_error(arena, err);
    }
    arena_free(arena);
    return done;
}

/* In a child of its own, before the scan: the links that are to be asked. */
static bool list_links(void *context, FILE *progress, struct buf *answer, struct rh_error *err)
{
    const struct job *job = context;
    struct arena *arena = arena_new();
    struct snapshot_options open = how_to_open(job, job->options->rev, progress);
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

/* By which another person tells that it is the same archive. */
static const char *digest_file(struct arena *arena, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat info;
    const char *digest = NULL;
    void *bytes = MAP_FAILED;

    if (fd >= 0 && !fstat(fd, &info) && S_ISREG(info.st_mode) && info.st_size)
        bytes = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (bytes != MAP_FAILED) {
        digest = digest_hex(arena, (struct str){bytes, (size_t)info.st_size});
        munmap(bytes, (size_t)info.st_size);
    }
    if (fd >= 0)
        close(fd);
    return digest;
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
        .keep = options->keep_forge,
        .unknown = options->forge_unknown,
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
    /* an audit looks at two states */
    struct worker_limits limits = {
        .seconds = (options->timeout ? options->timeout : LIMIT_WORKER_SECONDS) *
                   (options->audit ? 2 : 1)};
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
    if (options->audit && target.kind == TARGET_ARCHIVE)
        job.digest = digest_file(arena, job.folder);
    if (!forge_obtain(arena, &target, job.folder, &forge, &job.forge, err))
        return false;
    if (options->link_record && !forge_file_read(arena, options->link_record, &job.links, err))
        return false;
    /* who is asked would learn of an anonymous audit */
    if (options->links && !options->link_record && !is_anonymous(&job) &&
        !ask_links(arena, &job, &limits, err))
        return false;
    if (options->keep_links && job.links.len &&
        !forge_file_write(options->keep_links, job.links, err))
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
    if (options->anonymous)
        mask_error(arena, err);
    arena_free(arena);
    return NULL;
}
