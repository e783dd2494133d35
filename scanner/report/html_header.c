/* The head of a report: a sentence, the repository, the commit, what to know before anything else.
 */
#include "report/html_page.h"
#include "report/page.h"
#include "report/place.h"

#include <string.h>

/* Whether it is one of the first three, which the sentence is about, with this verdict. What no
 * longer holds has a sentence of its own. */
static bool is_told(const struct rh_milestone_result *milestone, enum rh_verdict verdict)
{
    return milestone->id <= RH_M2 && milestone->verdict == verdict &&
           !(verdict != RH_MET && milestone->verdict_then == RH_MET);
}

static bool is_lost(const struct rh_milestone_result *milestone)
{
    return milestone->id <= RH_M2 && milestone->verdict != RH_MET &&
           milestone->verdict_then == RH_MET;
}

/* "usable, useful and approachable" */
static size_t add_titles(struct html *html, enum rh_verdict verdict, bool lost, const char *join)
{
    const struct rh_milestone_result *milestones = html->report->milestones;
    const char *titles[RH_MILESTONE_COUNT];
    size_t count = 0;

    for (unsigned i = 0; i < RH_MILESTONE_COUNT; i++)
        if (lost ? is_lost(&milestones[i]) : is_told(&milestones[i], verdict))
            titles[count++] = milestones[i].title;
    for (size_t i = 0; i < count; i++) {
        html_puts(html, !i ? "" : i + 1 == count ? join : ", ");
        html_text(html, titles[i]);
    }
    return count;
}

static bool has(const struct rh_report *report, enum rh_verdict verdict)
{
    for (unsigned i = 0; i < RH_MILESTONE_COUNT; i++)
        if (is_told(&report->milestones[i], verdict))
            return true;
    return false;
}

static bool has_lost(const struct rh_report *report)
{
    for (unsigned i = 0; i < RH_MILESTONE_COUNT; i++)
        if (is_lost(&report->milestones[i]))
            return true;
    return false;
}

/* The name once, then "It". */
static void add_subject(struct html *html, bool *said)
{
    if (*said) {
        html_puts(html, " It");
    } else {
        html_puts(html, "<b>");
        html_name(html);
        html_puts(html, "</b>");
    }
    *said = true;
}

static void add_missing(struct html *html, bool *said)
{
    bool partly = has(html->report, RH_PARTLY), unmet = has(html->report, RH_UNMET);

    add_subject(html, said);
    html_puts(html, partly ? " is partly " : " is not ");
    if (partly)
        add_titles(html, RH_PARTLY, false, " and ");
    if (partly && unmet)
        html_puts(html, ", not yet ");
    if (unmet)
        add_titles(html, RH_UNMET, false, " or ");
    html_puts(html, partly ? "." : " yet.");
}

void html_sentence(struct html *html)
{
    const struct rh_report *report = html->report;
    bool said = false;

    if (report->target.kind == RH_PLACEHOLDER) {
        add_subject(html, &said);
        html_puts(html, " has no code to run yet.");
        return;
    }
    if (has_lost(report)) {
        add_subject(html, &said);
        html_puts(html, " was ");
        add_titles(html, RH_MET, true, " and ");
        html_puts(html, " when committed, and is not today.");
    }
    if (has(report, RH_MET)) {
        add_subject(html, &said);
        html_puts(html, " is ");
        add_titles(html, RH_MET, false, " and ");
        html_puts(html, ".");
    }
    if (has(report, RH_PARTLY) || has(report, RH_UNMET))
        add_missing(html, &said);
    if (has(report, RH_UNDECIDED)) {
        html_puts(html, said ? " Whether it is " : "Whether ");
        if (!said) {
            add_subject(html, &said);
            html_puts(html, " is ");
        }
        add_titles(html, RH_UNDECIDED, false, " or ");
        html_puts(html, " is not known.");
    }
}

static void add_commit(struct html *html)
{
    const struct rh_target *target = &html->report->target;
    struct rh_evidence root = {.path = ""};
    struct buf url = {0};
    bool linked;

    if (!target->commit)
        return;
    place_url(target, &root, &url);
    html_puts(html, "<li>commit ");
    linked = html_open_link(html, url.ptr);
    html_puts(html, "<code>");
    for (size_t i = 0; i < 7 && target->commit[i]; i++) {
        char byte[2] = {target->commit[i]};

        html_text(html, byte);
    }
    html_puts(html, linked ? "</code></a>" : "</code>");
    if (target->date) {
        html_puts(html, " of <time>");
        html_text(html, target->date);
        html_puts(html, "</time>");
    }
    html_puts(html, target->dirty ? " with uncommitted changes</li>" : "</li>");
    buf_release(&url);
}

void html_identity(struct html *html)
{
    const struct rh_target *target = &html->report->target;
    struct buf name = {0};
    bool linked;

    buf_add(&name, target_name(target));
    html_puts(html, "<ul class=\"who\"><li class=\"name\">");
    linked = html_open_link(html, target->url);
    html_text(html, name.ptr);
    html_puts(html, linked ? "</a></li>" : "</li>");
    if (target->path && target->path[0]) {
        html_puts(html, "<li>folder ");
        html_code(html, "", target->path);
        html_puts(html, "</li>");
    }
    add_commit(html);
    html_puts(html, "<li>");
    if (target->language) {
        html_text(html, target->language);
        html_puts(html, " ");
    }
    html_printf(html, "%s</li></ul>\n", kind_words(target->kind));
    buf_release(&name);
}

void html_notices(struct html *html)
{
    const struct rh_report *report = html->report;

    if (!report->notice_count)
        return;
    html_puts(html, "<ul class=\"notices\">\n");
    for (size_t i = 0; i < report->notice_count; i++) {
        const struct rh_notice *notice = &report->notices[i];

        html_puts(html, "<li>");
        html_icon(html, "note");
        html_printf(html, "<span><b>%s:</b> ", notice_words(notice->kind));
        if (notice->evidence.path) { /* the repository's own words */
            html_puts(html, "<q>");
            html_text(html, notice->text);
            html_puts(html, "</q> ");
            html_place(html, &notice->evidence);
        } else {
            html_text(html, notice->text);
        }
        html_puts(html, "</span></li>\n");
    }
    html_puts(html, "</ul>\n");
}

void html_header(struct html *html)
{
    html_puts(html, "<div class=\"head\">\n");
    html_identity(html);
    html_puts(html, "<h1>");
    html_sentence(html);
    html_puts(html, "</h1>\n<p class=\"lead\">");
    html_text(html, html->report->headline);
    html_puts(html, "</p>\n</div>\n");
    html_notices(html);
}
