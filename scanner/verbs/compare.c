/* repohealth compare: repositories, revisions or saved reports, side by side. */
#include "verbs/print.h"
#include "verbs/verb.h"

#include "report/comparison.h"
#include "util/arena.h"
#include "util/limits.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { TARGETS_MOST = 50, REQUESTS = 50 /* of a scan, at most, where nothing else is said */ };

static bool is_file(const char *path)
{
    struct stat info;

    return !stat(path, &info) && S_ISREG(info.st_mode);
}

static bool exists(const char *path)
{
    struct stat info;

    return !stat(path, &info);
}

/* A report that `scan --format json` wrote. */
static const struct rh_report *read_saved(struct arena *arena, const char *path,
                                          struct rh_error *err)
{
    struct rh_report *report = arena_alloc(arena, sizeof(*report));
    struct buf text = {.limit = LIMIT_WORKER_ANSWER};
    FILE *file = fopen(path, "re");
    char piece[16 * KIB];
    size_t size;
    bool read;

    if (!file)
        return error_set(err, RH_ERROR_TARGET, "%s: cannot be read", path), NULL;
    while ((size = fread(piece, 1, sizeof(piece), file)))
        buf_add(&text, (struct str){piece, size});
    read = !ferror(file) && !text.full && text.len;
    fclose(file);
    if (!read)
        error_set(err, RH_ERROR_TARGET, "%s: cannot be read, or is no report", path);
    else if (!report_read_json(arena, text.ptr, text.len, report, err)) {
        err->code = RH_ERROR_TARGET;
        (void)error_wrap(err, "%s: ", path);
        read = false;
    }
    buf_release(&text);
    return read ? report : NULL;
}

/* TARGET@REV; what exists under the whole name is no revision, nor is the user of a URL. */
static const char *split_rev(struct arena *arena, const char *word, const char **ret_rev)
{
    const char *at = strrchr(word, '@'), *slash = strrchr(word, '/');

    if (!at || at == word || !at[1] || exists(word) || (slash && slash > at && strchr(word, ':')))
        return word;
    if (slash && slash > at && !exists(arena_strndup(arena, word, (size_t)(at - word))))
        return word; /* a branch with a slash of a folder is one; else the '@' is the name's */
    *ret_rev = at + 1;
    return arena_strndup(arena, word, (size_t)(at - word));
}

static const struct rh_report *report_of(struct arena *arena, const struct rh_ruleset *ruleset,
                                         const struct options *options, const char *word,
                                         struct rh_error *err)
{
    struct options one = *options;

    if (is_file(word) && text_ends(word, ".json"))
        return read_saved(arena, word, err);
    word = split_rev(arena, word, &one.scan.rev);
    one.words = (struct option_list){.items = &word, .count = 1};
    return verb_scan(arena, ruleset, &one, err);
}

/* Said before the first is asked. */
static void say_estimate(struct arena *arena, const struct options *options)
{
    size_t asked = 0;
    unsigned each = options->scan.max_requests ? options->scan.max_requests : REQUESTS;

    for (size_t i = 0; i < options->words.count; i++) {
        const char *rev;

        asked += options->scan.issues != RH_ASK_NEVER && !options->scan.offline &&
                 !exists(split_rev(arena, options->words.items[i], &rev));
    }
    if (asked && options->scan.progress)
        fprintf(stderr,
                "repohealth: GitHub is asked at most %zu times (%zu %s, %u each; --issues never)\n",
                asked * each, asked, asked == 1 ? "target" : "targets", each);
}

static bool run(struct arena *arena, const struct options *options, FILE *out, bool *ret_below,
                struct rh_error *err)
{
    size_t count = options->words.count;
    const struct rh_report **reports = arena_alloc(arena, (count + 1) * sizeof(*reports));
    const struct rh_ruleset *ruleset;
    struct comparison comparison;
    struct print_list prints;

    (void)ret_below;
    if (count < 2 || count > TARGETS_MOST)
        return error_set(err, RH_ERROR_USAGE,
                         "compare takes 2 to %d targets, revisions (TARGET@REV) or saved reports",
                         TARGETS_MOST);
    if (!prints_read(arena, options, comparison_formats, &prints, err))
        return false;
    ruleset = verb_ruleset(arena, options, err);
    if (!ruleset)
        return false;
    say_estimate(arena, options);
    for (size_t i = 0; i < count; i++) {
        reports[i] = report_of(arena, ruleset, options, options->words.items[i], err);
        if (!reports[i])
            return false;
    }
    if (!comparison_make(arena, reports, options->words.items, count, &comparison, err))
        return false;
    return prints_write(&prints, options, comparison_write, &comparison, out, err);
}

const struct verb compare_verb = {
    .name = "compare",
    .arguments = "TARGET TARGET...",
    .help = "Lay repositories, revisions (TARGET@REV) or saved JSON reports side by side",
    .run = run,
};
