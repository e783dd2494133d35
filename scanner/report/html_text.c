/* Words, places and marks of the HTML report; the only file that knows how text becomes markup. */
#include "report/escape.h"
#include "report/html_page.h"
#include "report/page.h"
#include "report/place.h"

#include <string.h>

void html_puts(struct html *html, const char *markup) { buf_puts(&html->out, markup); }

/* Bytes of a character that HTML does not allow (DEL, U+FDD0 to U+FDEF, and the last two of each
 * plane); 0: it is another. */
static size_t forbidden(const unsigned char *at)
{
    if (at[0] == 0x7f)
        return 1;
    if (at[0] == 0xef && at[1] == 0xb7 && at[2] >= 0x90 && at[2] <= 0xaf)
        return 3;
    if (at[0] == 0xef && at[1] == 0xbf && at[2] >= 0xbe)
        return 3;
    if (at[0] >= 0xf0 && (at[1] & 0x0f) == 0x0f && at[2] == 0xbf && at[3] >= 0xbe)
        return 4;
    return 0;
}

void html_text(struct html *html, const char *text)
{
    struct buf clean = {0};

    if (!text)
        return;
    for (const char *at = text; *at;) {
        size_t length = forbidden((const unsigned char *)at);

        buf_add(&clean, length ? STR("\xef\xbf\xbd") : (struct str){at, 1});
        at += length ? length : 1;
    }
    escape_xml(clean.ptr ? clean.ptr : "", &html->out);
    buf_release(&clean);
}

void html_code(struct html *html, const char *class, const char *text)
{
    if (!text || !text[0])
        return;
    html_puts(html, "<code");
    if (class[0])
        html_printf(html, " class=\"%s\"", class);
    html_puts(html, ">");
    html_text(html, text);
    html_puts(html, "</code>");
}

void html_icon(struct html *html, const char *name)
{
    html_printf(html, "<svg class=\"i\" aria-hidden=\"true\"><use href=\"#i-%s\"/></svg>", name);
}

/* "host.name:8080": letters, and no number alone, which a browser takes for an address. */
static bool is_host(struct str host)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";
    size_t length = strspn(host.ptr, letters), last = length;

    if (!length || length > host.len || host.ptr[0] == '.' || host.ptr[0] == '-')
        return false;
    while (last && host.ptr[last - 1] != '.')
        last--;
    if (last == length || strspn(host.ptr + last, "0123456789") || strstr(host.ptr, "..") ||
        strchr(host.ptr + last, '-') == host.ptr + last)
        return false;
    if (host.ptr[length] != ':')
        return length == host.len;
    return host.len - length > 1 && host.len - length <= 5 &&
           strspn(host.ptr + length + 1, "0123456789") == host.len - length - 1;
}

/* Where the path begins; NULL: it is none that a reader should follow. */
static const char *path_of(const char *url)
{
    const char *host = text_starts(url, "https://")  ? url + strlen("https://")
                       : text_starts(url, "http://") ? url + strlen("http://")
                                                     : NULL;
    size_t length = host ? strcspn(host, "/?#") : 0;
    struct buf copy = {0};
    bool good;

    buf_add(&copy, (struct str){host, length});
    good = copy.len && is_host((struct str){copy.ptr, copy.len});
    buf_release(&copy);
    return good ? host + length : NULL;
}

static bool is_hex(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f') ||
           (byte >= 'A' && byte <= 'F');
}

static void add_url(struct html *html, const char *url, const char *path)
{
    static const char allowed[] = "-._~/!$()*+,;=@:?%"
                                  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    bool fragment = false;

    buf_add(&html->out, (struct str){url, (size_t)(path - url)});
    for (; *path; path++) {
        bool stays = strchr(allowed, *path) != NULL;

        if (*path == '%')
            stays = is_hex(path[1]) && is_hex(path[2]);
        if (*path == '#') {
            stays = !fragment;
            fragment = true;
        }
        if (*path == '&')
            html_puts(html, "&amp;");
        else if (stays)
            buf_add(&html->out, (struct str){path, 1});
        else
            html_printf(html, "%%%02X", (unsigned char)*path);
    }
}

bool html_open_link(struct html *html, const char *url)
{
    const char *path = url ? path_of(url) : NULL;

    if (!path)
        return false;
    html_puts(html, "<a href=\"");
    add_url(html, url, path);
    html_puts(html, "\">");
    return true;
}

void html_place(struct html *html, const struct rh_evidence *place)
{
    const struct rh_target *target = &html->report->target;
    struct rh_evidence file = {.path = place->path, .line = place->line};
    struct buf words = {0}, url = {0};
    bool linked;

    if (place->path && (strcmp(place->path, ".") != 0 || place->line)) {
        place_words(target, &file, &words);
        place_url(target, &file, &url);
        linked = html_open_link(html, url.ptr);
        html_code(html, "at", words.ptr);
        html_puts(html, linked ? "</a>" : "");
    }
    if (place->url) {
        html_puts(html, words.len ? " " : "");
        linked = html_open_link(html, place->url);
        html_code(html, "at", place->url);
        html_puts(html, linked ? "</a>" : "");
    }
    buf_release(&words);
    buf_release(&url);
}

void html_minutes(struct html *html, unsigned minutes)
{
    struct buf words = {0};

    if (!minutes)
        return;
    say_minutes(minutes, &words);
    html_printf(html, "<span class=\"time\">%s</span>", words.ptr);
    buf_release(&words);
}

void html_outcome(struct html *html, enum rh_outcome outcome)
{
    static const struct {
        const char *class, *words;
    } rows[] = {
        [RH_PASS] = {"pass", "holds"},        [RH_PARTIAL] = {"part", "partly"},
        [RH_FAIL] = {"fail", "fails"},        [RH_NOT_APPLICABLE] = {"none", "does not apply"},
        [RH_UNKNOWN] = {"open", "not known"},
    };

    html_printf(html, "<span class=\"chip %s\">", rows[outcome].class);
    html_icon(html, rows[outcome].class);
    html_printf(html, "%s</span>", rows[outcome].words);
}

void html_verdict(struct html *html, const struct rh_milestone_result *milestone)
{
    static const char *const classes[] = {
        [RH_MET] = "pass", [RH_PARTLY] = "part", [RH_UNMET] = "none", [RH_UNDECIDED] = "open"};
    const char *class = milestone_stops(milestone) ? "fail" : classes[milestone->verdict];

    html_printf(html, "<span class=\"chip %s\">", class);
    html_icon(html, class);
    html_puts(html, milestone_stops(milestone) ? "stopped" : verdict_words(milestone->verdict));
    html_puts(html, "</span>");
}

void html_anchor(struct html *html, const char *rule)
{
    if (html->number)
        html_printf(html, "r%zu-", html->number);
    for (; *rule; rule++) {
        bool plain = (*rule >= 'a' && *rule <= 'z') || (*rule >= 'A' && *rule <= 'Z') ||
                     (*rule >= '0' && *rule <= '9') || *rule == '.';

        buf_add(&html->out, plain ? (struct str){rule, 1} : STR("-"));
    }
}

void html_name(struct html *html)
{
    const struct rh_target *target = &html->report->target;
    struct buf name = {0};

    buf_add(&name, target_name(target));
    if (html->name)
        html_text(html, html->name);
    else if (target->url && name.len && path_base(name.ptr)[0])
        html_text(html, path_base(name.ptr));
    else
        html_puts(html, "This repository");
    buf_release(&name);
}

bool milestone_stops(const struct rh_milestone_result *milestone)
{
    return milestone->id == RH_M0 && milestone->verdict != RH_MET &&
           (milestone->blocker_count || milestone->verdict_then == RH_MET);
}
