/* repohealth audit: what a reviewer asks of a paper's code, of one or many. */
#include "verbs/verb.h"

#include "output.h"
#include "util/arena.h"
#include "verbs/packet.h"
#include "verbs/print.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct audited {
    const char *target;
    const struct rh_report *report; /* NULL: it could not be read */
    const char *failure;
    const char *name; /* of its files: "03-widget" */
};

/* What stands behind a format's name with several targets is a folder. */
struct folder_print {
    const char *format, *folder; /* NULL: standard output */
};

static void free_report(void *report) { rh_report_free(report); }

static bool audit_one(struct arena *arena, const struct rh_ruleset *ruleset,
                      const struct options *options, const char *folder, struct audited *audited,
                      struct rh_error *err)
{
    struct rh_scan_options scan = options->scan;
    struct rh_report *report;

    scan.target = audited->target;
    scan.audit = true;
    scan.links |= !scan.offline; /* not of an anonymous audit */
    if (folder && scan.anonymous)
        scan.issues = RH_ASK_NEVER; /* what it says is full of names */
    if (folder && !packet_prepare(arena, folder, &scan, err))
        return false;
    report = rh_scan(ruleset, &scan, err);
    if (!report)
        return false;
    arena_own(arena, report, free_report);
    audited->report = report;
    return !folder || packet_write(arena, folder, &scan, options, report, err);
}

static const char *file_name(struct arena *arena, const char *target, size_t number)
{
    struct buf buf = {0};
    const char *name;
    size_t length = strlen(target);

    while (length && target[length - 1] == '/')
        length--;
    name = arena_strndup(arena, target, length);
    buf_printf(&buf, "%02zu", number);
    for (const char *at = path_base(name), *start = at; *at && at - start < 60; at++) {
        char c = *at;
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     (c == '-' || c == '_' || (c == '.' && at > start));

        buf_printf(&buf, "%s%c", at == start ? "-" : "", plain ? c : '-');
    }
    name = arena_strndup(arena, buf.ptr, buf.len);
    buf_release(&buf);
    return name;
}

/* Many. */

static void say_row(const struct audited *audited, FILE *out)
{
    const struct rh_report *report = audited->report;

    fprintf(out, "%-28.28s", audited->name);
    if (!report) {
        fprintf(out, "  could not be read: %s\n", audited->failure);
        return;
    }
    for (unsigned i = 0; i < RH_MILESTONE_COUNT; i++) {
        static const char *const words[] = {"met", "part", "no", "?"};

        fprintf(out, " %-5s",
                report->milestones[i].in_aim || i <= RH_M3 ? words[report->milestones[i].verdict]
                                                           : "-");
    }
    fprintf(out, " %s\n", report->audit_count && report->audit->how ? report->audit->date : "?");
}

static void say_index(const struct audited *audited, size_t count, FILE *out)
{
    fprintf(out, "%-28s M0    M1    M2    M3    M4    M5    M6    paper state\n", "");
    for (size_t i = 0; i < count; i++)
        say_row(&audited[i], out);
    fputs("\nmet, part: met in part, no: unmet, ?: not known, -: not the aim\n", out);
}

static bool make_folder(const char *folder, struct rh_error *err)
{
    if (mkdir(folder, 0777) && errno != EEXIST)
        return error_set(err, RH_ERROR_USAGE, "cannot make the folder %s: %m", folder);
    return true;
}

static bool write_file(const char *path, const struct rh_report *report, const char *format,
                       const struct options *options, struct rh_error *err)
{
    struct writer_options how = {.all = options->all, .scores = options->scores};
    struct output output;

    if (!output_open(path, &output, err))
        return false;
    print_report(report, format, &how, output.stream);
    return output_finish(&output, err);
}

static bool write_folder(struct arena *arena, const struct folder_print *print,
                         const struct audited *audited, size_t count, const struct options *options,
                         struct rh_error *err)
{
    struct output output;

    for (size_t i = 0; i < count; i++) {
        const char *ending = !strcmp(print->format, "text")        ? "txt"
                             : !strcmp(print->format, "markdown")  ? "md"
                             : !strcmp(print->format, "junit")     ? "xml"
                             : !strcmp(print->format, "badge")     ? "json"
                             : !strcmp(print->format, "badge-svg") ? "svg"
                                                                   : print->format;

        if (audited[i].report &&
            !write_file(arena_printf(arena, "%s/%s.%s", print->folder, audited[i].name, ending),
                        audited[i].report, print->format, options, err))
            return false;
    }
    if (!output_open(arena_printf(arena, "%s/index.txt", print->folder), &output, err))
        return false;
    say_index(audited, count, output.stream);
    return output_finish(&output, err);
}

static bool read_folders(struct arena *arena, const struct options *options,
                         struct folder_print **ret_prints, size_t *ret_count, struct rh_error *err)
{
    size_t count = options->formats.count;
    struct folder_print *prints = arena_alloc(arena, (count + 1) * sizeof(*prints));

    if (options->output)
        return error_set(err, RH_ERROR_USAGE,
                         "of several targets each --format names a folder: -f html:FOLDER");
    for (size_t i = 0; i < count; i++) {
        const char *text = options->formats.items[i], *colon = strchr(text, ':');

        if (!colon || !colon[1])
            return error_set(err, RH_ERROR_USAGE,
                             "of several targets --format names a folder: -f %s:FOLDER",
                             colon ? arena_strndup(arena, text, (size_t)(colon - text)) : text);
        prints[i] =
            (struct folder_print){arena_strndup(arena, text, (size_t)(colon - text)), colon + 1};
        if (!writer_by_name(prints[i].format))
            return error_set(err, RH_ERROR_USAGE, "no format '%s'", prints[i].format);
        if (!make_folder(prints[i].folder, err))
            return false;
    }
    *ret_prints = prints;
    *ret_count = count;
    return true;
}

/* A target that cannot be read is a row of the index, and does not end the others. */
static bool audit_many(struct arena *arena, const struct rh_ruleset *ruleset,
                       const struct options *options, FILE *out, struct rh_error *err)
{
    size_t count = options->words.count, print_count, failed = 0;
    struct audited *audited = arena_alloc(arena, count * sizeof(*audited));
    struct folder_print *prints;

    if (!read_folders(arena, options, &prints, &print_count, err) ||
        (options->packet && !make_folder(options->packet, err)))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct rh_error one = {0};

        audited[i] = (struct audited){.target = options->words.items[i],
                                      .name = file_name(arena, options->words.items[i], i + 1)};
        if (audit_one(arena, ruleset, options,
                      options->packet
                          ? arena_printf(arena, "%s/%s", options->packet, audited[i].name)
                          : NULL,
                      &audited[i], &one))
            continue;
        if (one.code != RH_ERROR_TARGET) {
            *err = one;
            return false;
        }
        failed++;
        audited[i].failure = text_clean(arena, str_of(one.text), sizeof(one.text));
    }
    if (!options->quiet)
        say_index(audited, count, out);
    for (size_t i = 0; i < count && !print_count && !options->quiet; i++)
        if (audited[i].report) {
            fprintf(out, "\n%s\n", audited[i].name);
            print_report(audited[i].report, "text",
                         &(struct writer_options){.all = options->all, .scores = options->scores},
                         out);
        }
    for (size_t i = 0; i < print_count; i++)
        if (!write_folder(arena, &prints[i], audited, count, options, err))
            return false;
    return !failed ||
           error_set(err, RH_ERROR_TARGET, "%zu of %zu targets could not be read", failed, count);
}

static bool run(struct arena *arena, const struct options *options, FILE *out, bool *ret_below,
                struct rh_error *err)
{
    struct print_list prints = {0};
    struct audited audited = {.target = options->words.count ? options->words.items[0] : "."};
    const struct rh_ruleset *ruleset;

    (void)ret_below;
    if (options->words.count <= 1 &&
        !prints_read(arena, options, print_formats(arena), &prints, err))
        return false;
    ruleset = verb_ruleset(arena, options, err);
    if (!ruleset)
        return false;
    if (options->words.count > 1)
        return audit_many(arena, ruleset, options, out, err);
    return audit_one(arena, ruleset, options, options->packet, &audited, err) &&
           prints_write(&prints, options, print_report, audited.report, out, err);
}

const struct verb audit_verb = {
    .name = "audit",
    .arguments = "[TARGET...]",
    .help = "Look at a paper's code as a reviewer: its state, what changed since, what to ask",
    .run = run,
};
