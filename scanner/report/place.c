#include "report/place.h"

#include <string.h>

/* What stands between the repository's address and a path, by the forge. */
struct forge_form {
    const char *host; /* a part of its name */
    const char *before, *line;
};

static const struct forge_form forge_forms[] = {
    {"github.", "/blob/%s/", "#L%u"},         {"gitlab.", "/-/blob/%s/", "#L%u"},
    {"codeberg.", "/src/commit/%s/", "#L%u"}, {"gitea.", "/src/commit/%s/", "#L%u"},
    {"bitbucket.", "/src/%s/", "#lines-%u"},
};

void place_path(const struct rh_target *target, const struct rh_evidence *place, struct buf *out)
{
    bool folder = target->path && target->path[0];

    if (!place->path)
        return;
    if (folder)
        buf_puts(out, target->path);
    if (folder && strcmp(place->path, ".") != 0)
        buf_puts(out, "/");
    if (!folder || strcmp(place->path, ".") != 0)
        buf_puts(out, place->path[0] ? place->path : ".");
}

/* What RFC 3986 allows in a path, and '/'. */
static bool stays(unsigned char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || (byte && strchr("-._~/!$&'()*+,;=@", byte));
}

static void add_encoded(struct buf *out, const char *path)
{
    for (; *path; path++) {
        unsigned char byte = (unsigned char)*path;

        if (stays(byte))
            buf_add(out, (struct str){path, 1});
        else
            buf_printf(out, "%%%02X", byte);
    }
}

void place_uri(const struct rh_target *target, const struct rh_evidence *place, struct buf *out)
{
    struct buf path = {0};

    place_path(target, place, &path);
    if (path.len)
        add_encoded(out, path.ptr);
    buf_release(&path);
}

/* https://host/owner/name of an address that git understands. */
static bool add_home(struct buf *out, const char *url)
{
    struct str home = str_of(url), host;

    if (!str_starts(home, "https://") && !str_starts(home, "http://"))
        return false;
    if (str_ends(home, "/"))
        home.len--;
    if (str_ends(home, ".git"))
        home.len -= 4;
    host = str_slice(home, str_starts(home, "https://") ? 8 : 7, home.len);
    buf_puts(out, "https://");
    buf_add(out, host);
    return true;
}

/* Of the host's name; a path may hold any word. */
static const struct forge_form *form_of(const char *url)
{
    const char *host = strstr(url, "://");
    size_t length = host ? strcspn(host + 3, "/") + 3 : 0;

    for (size_t i = 0; i < sizeof(forge_forms) / sizeof(forge_forms[0]); i++) {
        const char *at = host ? strstr(host, forge_forms[i].host) : NULL;

        if (at && (size_t)(at - host) < length && (at[-1] == '/' || at[-1] == '.'))
            return &forge_forms[i];
    }
    return NULL;
}

/* A format with one %s or %u, filled in. */
static void add_form(struct buf *out, const char *form, const char *word, unsigned number)
{
    const char *hole = strchr(form, '%');

    buf_add(out, (struct str){form, (size_t)(hole - form)});
    if (hole[1] == 's')
        buf_puts(out, word);
    else
        buf_printf(out, "%u", number);
    buf_puts(out, hole + 2);
}

void place_url(const struct rh_target *target, const struct rh_evidence *place, struct buf *out)
{
    const struct forge_form *form =
        target->url && strstr(target->url, "://") ? form_of(target->url) : NULL;

    if (place->url) {
        buf_puts(out, place->url);
        return;
    }
    if (!form || !target->commit || target->dirty || !place->path || !add_home(out, target->url))
        return;
    add_form(out, form->before, target->commit, 0);
    place_uri(target, place, out);
    if (place->line)
        add_form(out, form->line, NULL, place->line);
}

void place_words(const struct rh_target *target, const struct rh_evidence *place, struct buf *out)
{
    if (!place->path) {
        buf_puts(out, place->url ? place->url : "");
        return;
    }
    place_path(target, place, out);
    if (place->line)
        buf_printf(out, ":%u", place->line);
}

struct str target_name(const struct rh_target *target)
{
    struct str name = str_of(target->url);
    size_t slashes = 0, from;

    if (str_ends(name, "/"))
        name.len--;
    if (str_ends(name, ".git"))
        name.len -= 4;
    for (from = name.len; from && slashes < 2; from--)
        if (name.ptr[from - 1] == '/' || name.ptr[from - 1] == ':')
            slashes++;
    if (slashes < 2)
        return str_of(target->input);
    return str_slice(name, from + 1, name.len);
}

bool finding_accuses(const struct rh_finding *finding)
{
    return (finding->outcome == RH_FAIL || finding->outcome == RH_PARTIAL) && !finding->exempted;
}

bool finding_in_aim(const struct rh_report *report, const struct rh_finding *finding)
{
    return finding->milestone == RH_NO_MILESTONE || report->milestones[finding->milestone].in_aim;
}

enum rh_severity finding_level(const struct rh_finding *finding)
{
    enum rh_severity severity = finding->severity;

    return finding->outcome == RH_PARTIAL && severity > RH_SEVERITY_NOTE ? severity - 1 : severity;
}

void exemption_say(const struct rh_exemption *exemption, struct buf *out)
{
    static const struct {
        const char *state, *words;
    } states[] = {
        {"unused", "excuses nothing: take it out"},
        {"expired", "has run out and excuses nothing any more"},
        {"broken", "cannot be used"},
        {"refused", "is a word of the repository's own, and was not used"},
    };

    for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++)
        if (!strcmp(exemption->state, states[i].state)) {
            buf_printf(out, "%s:%u: %s %s", exemption->path, exemption->line,
                       exemption->rule[0] ? exemption->rule : "an exemption", states[i].words);
            if (exemption->problem)
                buf_printf(out, ": %s", exemption->problem);
        }
}
