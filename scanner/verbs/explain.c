/* repohealth explain: one rule, or how one line of the documentation was judged, for a person. */
#include "verbs/verb.h"

#include "ruleset/manual.h"
#include "util/wrap.h"

#include <string.h>

enum { WIDTH = 80, STEP_COLUMN = 2, SAID_COLUMN = 20 };

static bool same_subject(const struct rh_trace *a, const struct rh_trace *b)
{
    return !strcmp(a->of, b->of) && !strcmp(a->text, b->text);
}

static void print_trace(const struct rh_report *report, FILE *out)
{
    struct buf text = {0};
    struct wrap wrap = {.out = &text, .width = WIDTH};

    for (size_t i = 0; i < report->trace_count; i++) {
        const struct rh_trace *step = &report->trace[i];

        if (!i || !same_subject(step, step - 1) || !strcmp(step[-1].step, "so"))
            buf_printf(&text, "%s%s %s\n", i ? "\n" : "", step->of, step->text);
        wrap_to(&wrap, STEP_COLUMN);
        wrap_text(&wrap, STEP_COLUMN, step->step);
        wrap_to(&wrap, SAID_COLUMN);
        wrap_text(&wrap, SAID_COLUMN, step->said);
        wrap_end_line(&wrap);
    }
    fwrite(text.ptr, 1, text.len, out);
    buf_release(&text);
}

static bool explain_line(struct arena *arena, const struct options *options, FILE *out,
                         struct rh_error *err)
{
    const char *place = options->scan.trace, *colon = strrchr(place, ':');
    struct options quiet = *options;
    const struct rh_ruleset *ruleset;
    const struct rh_report *report;

    if (!colon || colon == place || !colon[1] ||
        strspn(colon + 1, "0123456789") != strlen(colon + 1))
        return error_set(err, RH_ERROR_USAGE,
                         "--trace takes PATH:LINE, as in README.md:12, not '%s'", place);
    if (options->words.count > 1)
        return error_set(err, RH_ERROR_USAGE, "explain --trace takes one target");
    ruleset = verb_ruleset(arena, options, err);
    if (!ruleset)
        return false;
    quiet.scan.issues = RH_ASK_NEVER;
    report = verb_scan(arena, ruleset, &quiet, err);
    if (!report)
        return false;
    print_trace(report, out);
    if (!report->trace_count)
        fprintf(out,
                "Nothing on line %s of %.*s was looked up: no file, command or link that could be\n"
                "told apart from other words, or no page of that name.\n",
                colon + 1, (int)(colon - place), place);
    return true;
}

static bool run(struct arena *arena, const struct options *options, FILE *out, bool *ret_below,
                struct rh_error *err)
{
    const struct rh_ruleset *ruleset;

    (void)ret_below;
    if (options->scan.trace)
        return explain_line(arena, options, out, err);
    if (options->words.count != 1)
        return error_set(err, RH_ERROR_USAGE, "explain takes a rule: repohealth rules list");
    ruleset = verb_ruleset(arena, options, err);
    return ruleset && manual_explain(ruleset, options->words.items[0], out, err);
}

const struct verb explain_verb = {
    .name = "explain",
    .arguments = "RULE | --trace PATH:LINE [TARGET]",
    .help = "Say what a rule checks, why, and how to mend what it finds; or how a line of the "
            "documentation was judged, step by step",
    .run = run,
};
