#ifndef REPORT_HTML_PAGE_H
#define REPORT_HTML_PAGE_H
#include "report/writer.h"
#include "util/str.h"

/* The HTML report while it is being written. The look is html.css; it is one file without script,
 * and its policy forbids to run or to fetch anything. */
struct html {
    struct buf out;
    const struct rh_report *report; /* the one that is written now */
    const struct writer_options *options;
    size_t number;    /* of that report, from 1; 0: there is no other */
    const char *name; /* of that report among others; NULL: by its target */
};

extern const char html_css[]; /* html.css */

/* Markup as it stands. */
void html_puts(struct html *html, const char *markup);
#define html_printf(html, ...) buf_printf(&(html)->out, __VA_ARGS__)
/* Anything from a repository, as text: it can be no markup. */
void html_text(struct html *html, const char *text);
/* The same as <code class=...>; "" is no class. */
void html_code(struct html *html, const char *class, const char *text);
/* A small picture that says the same as the word beside it; of the symbols in html.c. */
void html_icon(struct html *html, const char *name);
/* <a href=...>, where the address is one that a browser may follow; says whether it is. The caller
 * closes it. */
bool html_open_link(struct html *html, const char *url);
/* "README.md:12", linked where the forge shows it, and the address it has besides; nothing for the
 * repository as a whole. */
void html_place(struct html *html, const struct rh_evidence *place);
/* "5 min" */
void html_minutes(struct html *html, unsigned minutes);
/* <span class="chip ...">: the word for it, with its mark. */
void html_outcome(struct html *html, enum rh_outcome outcome);
void html_verdict(struct html *html, const struct rh_milestone_result *milestone);
/* What a finding is called in addresses: "license.file", "r2-license.file". */
void html_anchor(struct html *html, const char *rule);
/* The repository's short name, or "This repository" where the target is a folder. */
void html_name(struct html *html);
/* Something stops a stranger there: what is needed is missing, or no longer holds today. */
bool milestone_stops(const struct rh_milestone_result *milestone);

/* The page up to its title, which follows; from there to the body; "comparison" is what it is. */
void html_start(struct html *html);
void html_style(struct html *html, const char *what);

/* Parts of a report, each in its file; nothing where there is nothing to say. */
void html_sentence(struct html *html);   /* "Widget is useful. It is not approachable yet." */
void html_header(struct html *html);     /* all of the head */
void html_identity(struct html *html);   /* name, commit, date, kind */
void html_notices(struct html *html);    /* what a reader must know first */
void html_stairs(struct html *html);     /* the picture */
void html_milestones(struct html *html); /* in words */
void html_steps(struct html *html);      /* from a clone to a first result */
void html_answers(struct html *html);    /* the curve */
void html_fixes(struct html *html);
void html_known(struct html *html);    /* what holds, what is not known */
void html_findings(struct html *html); /* of several reports, without what holds */
void html_evidence(struct html *html, const struct rh_finding *finding);
void html_remedy(struct html *html, const struct rh_finding *finding);
void html_choice(struct html *html, const char *id, const char *words, size_t count, bool chosen);
/* Where it comes from, and how to get it again: a command for each report. */
void html_footer_start(struct html *html);
void html_command(struct html *html);
void html_footer_end(struct html *html);

bool html_has_answers(const struct rh_report *report);
#endif
