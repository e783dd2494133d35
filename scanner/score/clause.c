/* What decided a milestone, in a row's worth of words. */
#include "score/parts.h"
#include "util/arena.h"

#include <string.h>
#include <strings.h>

enum {
    ROW_BYTES = 132, /* two lines and a half beside the verdict, in 80 columns */
    DETAIL_BYTES = 24,
    QUOTE_WEIGHT = 3, /* of a rule that is about the case itself */
    QUOTE_LEAST = 20,
    QUOTE_BYTES = 60,
    NAMES_SHOWN = 4,
};

const char *finding_name(const struct rh_finding *finding)
{
    return finding->label ? finding->label : finding->title;
}

bool finding_is_absence(const struct rh_finding *finding)
{
    return finding->outcome == RH_PASS && !finding->evidence_count && finding->message &&
           text_starts(finding->message, "none");
}

static size_t words_of(const char *text)
{
    struct str rest = str_of(text), word;
    size_t count = 0;

    while (str_next_word(&rest, &word))
        count++;
    return count;
}

/* Of "324 people" and "27 %", not of "1 primary", which is a status. */
static bool ends_in_unit(const char *message)
{
    static const char *const units[] = {" people",   " person",  " months",   " month",
                                        " releases", " release", " requests", " request",
                                        " %",        " tags",    " tag",      " days",
                                        " day",      " commits", " files",    " missing"};

    for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
        if (text_ends(message, units[i]))
            return true;
    return false;
}

/* "14 tags", "MIT", "2024-05-01" and "1 found, 2 asked" say more than the name; "yes", "3 found"
 * and whole sentences do not. */
static bool is_detail(const char *message)
{
    if (!message || !message[0] || strlen(message) > DETAIL_BYTES)
        return false;
    if (text_ends(message, " found") || text_ends(message, " share"))
        return false;
    if (message[0] >= '0' && message[0] <= '9')
        return ends_in_unit(message) || text_ends(message, " asked");
    return words_of(message) == 1 && strcmp(message, "yes") != 0 && strcmp(message, "no") != 0 &&
           strcmp(message, "none") != 0;
}

bool finding_place(const struct rh_finding *finding, struct buf *out)
{
    const struct rh_evidence *place = finding->evidence_count ? finding->evidence : NULL;

    if (!place || !place->path || !place->line || !place->quote)
        return false;
    buf_printf(out, "%s:%u", place->path, place->line);
    return true;
}

/* "version tags (14 tags)", "own data (1 found, 2 asked; README.md:41)" */
static void say(const struct rh_finding *finding, bool with_place, struct buf *out)
{
    struct buf inside = {0};

    if (is_detail(finding->message))
        buf_puts(&inside, finding->message);
    if (with_place) {
        size_t before = inside.len;

        buf_puts(&inside, before ? "; " : "");
        if (!finding_place(finding, &inside))
            inside.len = before;
    }
    buf_puts(out, finding_name(finding));
    if (inside.len)
        buf_printf(out, " (%.*s)", (int)inside.len, inside.ptr);
    buf_release(&inside);
}

/* Adds names of those with this outcome behind `lead`, as long as they fit a row; the first always
 * does. */
static void add_names(const struct picked *picked, enum rh_outcome outcome, const char *lead,
                      struct buf *out)
{
    struct buf part = {0};
    size_t shown = 0;

    for (size_t i = 0; i < picked->count && shown < NAMES_SHOWN; i++) {
        const struct rh_finding *finding = picked->items[i];

        if (finding->outcome != outcome)
            continue;
        part.len = 0;
        buf_puts(&part, shown ? ", " : lead);
        say(finding, !shown && outcome != RH_PASS, &part);
        if (out->len && out->len + part.len > ROW_BYTES)
            break;
        buf_add(out, (struct str){part.ptr, part.len});
        shown++;
    }
    buf_release(&part);
}

/* Words that make a case, from the front page; a row of a table does not read as such. */
static bool is_quotable(const struct rh_finding *finding)
{
    const struct rh_evidence *place = finding->evidence_count ? finding->evidence : NULL;

    return place && finding->weight >= QUOTE_WEIGHT && place->path && place->quote &&
           strlen(place->quote) >= QUOTE_LEAST && !strchr(place->quote, '|') &&
           !strncasecmp(place->path, "readme", 6);
}

/* The case is best made in the repository's own words. */
static void add_quote(const struct picked *passed, struct buf *out)
{
    for (size_t i = 0; i < passed->count; i++) {
        const struct rh_evidence *place = passed->items[i]->evidence;
        struct str quote;

        if (!is_quotable(passed->items[i]))
            continue;
        quote = str_of(place->quote);
        if (quote.len > QUOTE_BYTES) {
            quote.len = QUOTE_BYTES;
            while (quote.len && quote.ptr[quote.len] != ' ')
                quote.len--;
        }
        buf_printf(out, "\"%.*s%s\"  %s", (int)quote.len, quote.ptr,
                   quote.len < strlen(place->quote) ? " ..." : "", place->path);
        if (place->line)
            buf_printf(out, ":%u", place->line);
        return;
    }
}

static void add_unknown(const struct picked *picked, struct buf *out)
{
    if (!picked->count) {
        buf_puts(out, "no rule applies here");
        return;
    }
    buf_puts(out, finding_name(picked->items[0]));
    if (picked->count > 1)
        buf_printf(out, " and %zu more", picked->count - 1);
    if (picked->items[0]->message && picked->items[0]->message[0])
        buf_printf(out, ": %s", picked->items[0]->message);
}

/* Where time took the verdict away, what changed since the commit is what decided. */
static struct picked changed(struct picked failed, const struct rh_milestone_result *result)
{
    size_t count = 0;

    if (result->verdict_then >= result->verdict)
        return failed;
    for (size_t i = 0; i < failed.count; i++)
        if (failed.items[i]->outcome_then < failed.items[i]->outcome)
            failed.items[count++] = failed.items[i];
    failed.count = count ? count : failed.count;
    return failed;
}

static void add_lacking(const struct picked *failed, struct buf *out)
{
    add_names(failed, RH_FAIL, "lacks ", out);
    add_names(failed, RH_PARTIAL, out->len ? "; in part: " : "in part: ", out);
}

const char *clause_write(struct arena *arena, const struct rh_report *report,
                         enum rh_milestone milestone, const struct judgement *judgement)
{
    const struct rh_milestone_result *result = &report->milestones[milestone];
    struct picked passed = findings_pick(arena, report, milestone, RH_PASS);
    struct picked failed = findings_pick(arena, report, milestone, RH_FAIL);
    struct picked unknown = findings_pick(arena, report, milestone, RH_UNKNOWN);
    struct buf out = {0};
    const char *clause;
    size_t start;

    if (result->overruled) {
        buf_printf(&out, "the reviewer says: %s", result->overruled);
    } else if (result->verdict == RH_UNDECIDED) {
        add_unknown(&unknown, &out);
    } else if (result->verdict == RH_MET) {
        if (milestone == RH_M3)
            add_quote(&passed, &out);
        add_names(&passed, RH_PASS, out.len ? "; " : "", &out);
    } else {
        if (judgement->cap == CAP_M0)
            buf_puts(&out, "cannot be run as it is (M0); ");
        else if (judgement->cap == CAP_RULE &&
                 report->findings[judgement->finding].milestone != milestone)
            buf_printf(&out, "lacks %s; ", finding_name(&report->findings[judgement->finding]));
        start = out.len;
        if (milestone == RH_M3 && result->verdict == RH_PARTLY)
            add_quote(&passed, &out);
        buf_puts(&out, out.len > start ? "; " : "");
        failed = changed(failed, result);
        add_lacking(&failed, &out);
        if (str_ends((struct str){out.ptr, out.len}, "; "))
            out.len -= 2;
    }
    clause = arena_strndup(arena, out.ptr, out.len);
    buf_release(&out);
    return clause;
}
