#include "verbs/packet.h"

#include "output.h"
#include "report/writer.h"
#include "ruleset/digest.h"
#include "util/arena.h"
#include "util/date.h"
#include "util/json.h"
#include "util/limits.h"
#include "verbs/print.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_FILE = LIMIT_WORKER_ANSWER * 2 };

static const struct {
    const char *file, *format; /* NULL: no report */
} files[] = {
    {"COMMAND", NULL},       {"forge.json.gz", NULL}, {"links.json", NULL},   {"packet.json", NULL},
    {"report.html", "html"}, {"report.json", "json"}, {"report.txt", "text"},
};

static const char *const askings[] = {"auto", "always", "never"};

static const char *within(struct arena *arena, const char *folder, const char *file)
{
    return arena_printf(arena, "%s/%s", folder, file);
}

bool packet_prepare(struct arena *arena, const char *folder, struct rh_scan_options *scan,
                    struct rh_error *err)
{
    if (mkdir(folder, 0777) && errno != EEXIST)
        return error_set(err, RH_ERROR_USAGE, "cannot make the folder %s: %m", folder);
    scan->keep_forge = within(arena, folder, "forge.json.gz");
    unlink(scan->keep_forge);
    scan->keep_links = within(arena, folder, "links.json");
    unlink(scan->keep_links);
    return output_check(within(arena, folder, "packet.json"), err);
}

struct str packet_bytes(struct arena *arena, const struct rh_report *report, const char *format)
{
    char *bytes = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&bytes, &size);
    struct str text;

    if (!stream)
        abort();
    print_report(report, format, &(struct writer_options){.all = true}, stream);
    fclose(stream);
    text = (struct str){arena_strndup(arena, bytes, size), size};
    free(bytes);
    return text;
}

static bool put(struct arena *arena, const char *folder, const char *file, struct str bytes,
                struct rh_error *err)
{
    struct output output;

    if (!output_open(within(arena, folder, file), &output, err))
        return false;
    fwrite(bytes.ptr, 1, bytes.len, output.stream);
    return output_finish(&output, err);
}

static bool get(struct arena *arena, const char *folder, const char *file, struct str *ret_bytes,
                struct rh_error *err)
{
    const char *path = within(arena, folder, file);
    FILE *stream = fopen(path, "re");
    struct stat info;
    char *bytes;
    size_t size;

    if (!stream)
        return error_set(err, RH_ERROR_USAGE, "%s is no packet: %s: %m", folder, file);
    if (fstat(fileno(stream), &info) || !S_ISREG(info.st_mode) || info.st_size > MOST_FILE) {
        fclose(stream);
        return error_set(err, RH_ERROR_USAGE, "%s is no packet: %s cannot be read", folder, file);
    }
    bytes = arena_alloc(arena, (size_t)info.st_size + 1);
    size = fread(bytes, 1, (size_t)info.st_size, stream);
    fclose(stream);
    *ret_bytes = (struct str){bytes, size};
    return true;
}

/* Single quotes where a shell needs them. */
static void add_word(struct buf *out, const char *word)
{
    bool plain = word[0] != '\0';

    for (const char *at = word; *at && plain; at++)
        plain = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ||
                (*at >= '0' && *at <= '9') || strchr("-_./:@=+,~", *at);
    buf_puts(out, " ");
    if (plain) {
        buf_puts(out, word);
        return;
    }
    buf_puts(out, "'");
    for (; *word; word++)
        if (*word == '\'')
            buf_puts(out, "'\\''");
        else
            buf_add(out, (struct str){word, 1});
    buf_puts(out, "'");
}

static void add_option(struct buf *out, const char *name, const char *value)
{
    if (!value)
        return;
    buf_printf(out, " %s", name);
    add_word(out, value);
}

static struct str command(struct arena *arena, const struct rh_scan_options *scan,
                          const struct options *options, const struct rh_report *report)
{
    struct buf out = {0};
    char date[DATE_SIZE];
    struct str text;

    buf_puts(&out, "repohealth audit");
    add_word(&out, report->audit->anonymous ? "TARGET" : scan->target);
    add_option(&out, "--as-of", report->as_of);
    add_option(&out, "--rev", report->target.commit);
    add_option(&out, "--path", scan->path);
    add_option(&out, "--aim", scan->aim);
    add_option(&out, "--paper", scan->paper);
    if (scan->paper_date) {
        date_format(scan->paper_date, 0, date);
        add_option(&out, "--paper-date", date);
    }
    for (size_t i = 0; i < options->profiles.count; i++)
        add_option(&out, "--profile", options->profiles.items[i]);
    for (size_t i = 0; i < options->rules.count; i++)
        add_option(&out, "--rules", path_base(options->rules.items[i]));
    buf_printf(&out, " --issues %s", askings[scan->issues]);
    buf_puts(&out, report->audit->anonymous ? " --anonymous" : scan->names ? " --names" : "");
    buf_puts(&out, " --packet DIR\n");
    text = (struct str){arena_strndup(arena, out.ptr, out.len), out.len};
    buf_release(&out);
    return text;
}

static const char *why_no_forge(const struct rh_report *report)
{
    for (size_t i = 0; i < report->source_count; i++)
        if (!strcmp(report->sources[i].name, "forge") &&
            !strcmp(report->sources[i].status, "absent"))
            return report->sources[i].why;
    return NULL;
}

static void set(json_t *object, const char *key, const char *text)
{
    json_object_set_new(object, key, text ? json_string(text) : json_null());
}

static struct str manifest(struct arena *arena, const struct rh_scan_options *scan,
                           const struct options *options, const struct rh_report *report,
                           bool has_forge)
{
    json_t *root = json_object(), *profiles = json_array(), *rules = json_array();
    bool hidden = report->audit->anonymous;
    char date[DATE_SIZE] = "", *text;
    struct str bytes;

    set(root, "format", "packet-v1");
    set(root, "tool_version", report->tool_version);
    set(root, "target", hidden ? NULL : scan->target);
    set(root, "shown", report->target.input);
    set(root, "commit", report->target.commit);
    set(root, "subject", report->audit->subject);
    set(root, "as_of", report->as_of);
    set(root, "path", scan->path);
    set(root, "aim", scan->aim);
    set(root, "paper", scan->paper);
    if (scan->paper_date)
        date_format(scan->paper_date, 0, date);
    set(root, "paper_date", scan->paper_date ? date : NULL);
    json_object_set_new(root, "anonymous", json_boolean(hidden));
    json_object_set_new(root, "forge", json_boolean(has_forge));
    set(root, "forge_unknown", has_forge ? NULL : why_no_forge(report));
    for (size_t i = 0; i < options->profiles.count; i++)
        json_array_append_new(profiles, json_string(options->profiles.items[i]));
    json_object_set_new(root, "profiles", profiles);
    for (size_t i = 0; i < report->ruleset_count; i++) {
        json_t *file = json_object();

        set(file, "name", report->rulesets[i].name);
        set(file, "hash", report->rulesets[i].hash);
        json_array_append_new(rules, file);
    }
    json_object_set_new(root, "rules", rules);
    text = json_dumps(root, JSON_INDENT(1) | JSON_ENSURE_ASCII);
    bytes = str_of(arena_printf(arena, "%s\n", text));
    free(text);
    json_decref(root);
    return bytes;
}

bool packet_write(struct arena *arena, const char *folder, const struct rh_scan_options *scan,
                  const struct options *options, const struct rh_report *report,
                  struct rh_error *err)
{
    bool has_forge = !access(within(arena, folder, "forge.json.gz"), F_OK);
    struct buf sums = {0};
    bool good = true;

    good =
        put(arena, folder, "COMMAND", command(arena, scan, options, report), err) &&
        put(arena, folder, "packet.json", manifest(arena, scan, options, report, has_forge), err);
    for (size_t i = 0; i < sizeof(files) / sizeof(*files) && good; i++)
        if (files[i].format)
            good = put(arena, folder, files[i].file, packet_bytes(arena, report, files[i].format),
                       err);
    for (size_t i = 0; i < sizeof(files) / sizeof(*files) && good; i++) {
        struct str bytes;

        if (!files[i].format && access(within(arena, folder, files[i].file), F_OK))
            continue; /* nobody was asked */
        good = get(arena, folder, files[i].file, &bytes, err);
        if (good)
            buf_printf(&sums, "%s  %s\n", digest_hex(arena, bytes), files[i].file);
    }
    good = good && put(arena, folder, "SHA256SUMS", (struct str){sums.ptr, sums.len}, err);
    buf_release(&sums);
    return good;
}

/* Reading. */

/* Whether what is there is what was written: "HASH  NAME" lines. */
static bool check_sums(struct arena *arena, const char *folder, struct rh_error *err)
{
    struct str sums, line, bytes;

    if (!get(arena, folder, "SHA256SUMS", &sums, err))
        return false;
    while (str_next_line(&sums, &line)) {
        const char *name = str_dup(arena, str_slice(line, DIGEST_HEX + 2, line.len));

        if (line.len <= DIGEST_HEX + 2 || strchr(name, '/'))
            return error_set(err, RH_ERROR_USAGE, "%s is no packet: SHA256SUMS is damaged", folder);
        if (!get(arena, folder, name, &bytes, err))
            return false;
        if (strncmp(digest_hex(arena, bytes), line.ptr, DIGEST_HEX) != 0)
            return error_set(err, RH_ERROR_USAGE, "%s: %s is not what the packet was made with",
                             folder, name);
    }
    return true;
}

static const char *text_at(struct arena *arena, const json_t *root, const char *key)
{
    return arena_strdup(arena, json_string_value(json_object_get(root, key)));
}

static void read_profiles(struct arena *arena, const json_t *root, struct packet *packet)
{
    const json_t *list = json_object_get(root, "profiles");

    packet->profile_count = json_array_size(list);
    packet->profiles = arena_alloc(arena, (packet->profile_count + 1) * sizeof(*packet->profiles));
    for (size_t i = 0; i < packet->profile_count; i++) {
        const char *name = json_string_value(json_array_get(list, i));

        packet->profiles[i] = arena_strdup(arena, name ? name : "");
    }
}

static bool read_manifest(struct arena *arena, const char *folder, struct str text,
                          struct packet *packet, struct rh_error *err)
{
    struct rh_scan_options *scan = &packet->scan;
    const char *format, *as_of, *paper_date;
    json_t *root;

    if (!json_read(arena, text, &root, err))
        return error_wrap(err, "%s/packet.json: ", folder);
    format = text_at(arena, root, "format");
    as_of = text_at(arena, root, "as_of");
    paper_date = text_at(arena, root, "paper_date");
    if (!format || strcmp(format, "packet-v1") != 0 || !as_of ||
        !date_parse(str_of(as_of), &scan->as_of) ||
        (paper_date && !date_parse(str_of(paper_date), &scan->paper_date)))
        return error_set(err, RH_ERROR_USAGE, "%s is no packet: packet.json is not packet-v1",
                         folder);
    scan->as_of += 24 * 60 * 60 - 1;
    scan->audit = true;
    scan->rev = text_at(arena, root, "commit");
    scan->path = text_at(arena, root, "path");
    scan->aim = text_at(arena, root, "aim");
    scan->paper = text_at(arena, root, "paper");
    scan->shown = text_at(arena, root, "shown");
    scan->anonymous = json_is_true(json_object_get(root, "anonymous"));
    scan->names = !scan->anonymous;
    scan->forge_unknown = text_at(arena, root, "forge_unknown");
    if (json_is_true(json_object_get(root, "forge")))
        scan->forge = within(arena, folder, "forge.json.gz");
    if (!access(within(arena, folder, "links.json"), F_OK))
        scan->link_record = within(arena, folder, "links.json");
    packet->target = text_at(arena, root, "target");
    packet->subject = text_at(arena, root, "subject");
    packet->tool_version = text_at(arena, root, "tool_version");
    read_profiles(arena, root, packet);
    return true;
}

bool packet_read(struct arena *arena, const char *folder, struct packet *ret_packet,
                 struct rh_error *err)
{
    struct packet packet = {0};
    struct str text, json, html, words;

    if (!check_sums(arena, folder, err) || !get(arena, folder, "packet.json", &text, err) ||
        !read_manifest(arena, folder, text, &packet, err) ||
        !get(arena, folder, "report.json", &json, err) ||
        !get(arena, folder, "report.html", &html, err) ||
        !get(arena, folder, "report.txt", &words, err))
        return false;
    packet.reports[0] = (struct packet_report){"report.json", "json", json};
    packet.reports[1] = (struct packet_report){"report.html", "html", html};
    packet.reports[2] = (struct packet_report){"report.txt", "text", words};
    *ret_packet = packet;
    return true;
}
