/* A comparison for a step summary or a comment. */
#include "report/check.h"
#include "report/escape.h"
#include "report/markdown.h"
#include "report/place.h"

/* As in a report's: a summary above 1 MiB is refused whole. */
enum { BYTES_MOST = 900 * 1024 };

static void add_entry(const struct check_answer *answer, const struct rh_change_entry *entry,
                      struct buf *out)
{
    const struct rh_check *check = answer->check;
    const struct rh_finding *finding = entry->finding;
    const struct rh_evidence *place = entry->evidence;

    buf_puts(out, "- ");
    if (place) {
        markdown_link(entry->change == RH_CHANGE_FIXED ? check->base : check->head, place, out);
        buf_puts(out, " ");
    }
    if (place && place->quote) {
        escape_code(place->quote, out);
        buf_puts(out, " ");
    }
    escape_markdown(finding->title, out);
    if (entry->change == RH_CHANGE_WORSE) {
        buf_printf(out, ": was %s, is %s, ", rh_outcome_name(entry->was),
                   rh_outcome_name(finding->outcome));
        escape_markdown(finding->message, out);
    }
    buf_puts(out, " ");
    escape_code(finding->rule, out);
    if (entry->change == RH_CHANGE_FIXED || entry->change == RH_CHANGE_UNCHANGED) {
        buf_puts(out, "\n");
        return;
    }
    if (!entry->counts)
        buf_puts(out, " (advice beyond the aim)");
    if (place && place->replacement) {
        buf_puts(out, "\n  - write ");
        escape_code(place->replacement, out);
    } else if (finding->remediation) {
        buf_puts(out, "\n  - ");
        escape_markdown(finding->remediation, out);
    }
    buf_puts(out, "\n");
}

/* Ends at an entry, before the summary gets too long. */
static void add_section(const struct check_answer *answer, enum rh_change change, struct buf *out)
{
    static const char *const headings[] = {"", "New", "Worse", "Fixed", "Unchanged"};
    const struct rh_check *check = answer->check;
    bool folded = change == RH_CHANGE_UNCHANGED;
    size_t left = 0;

    if (!check->counts[change])
        return;
    if (folded)
        buf_printf(out, "\n<details><summary>%zu unchanged</summary>\n\n", check->counts[change]);
    else
        buf_printf(out, "\n### %s\n\n", headings[change]);
    for (size_t i = 0; i < check->change_count; i++) {
        size_t before = out->len;

        if (check->changes[i].change != change)
            continue;
        if (!left)
            add_entry(answer, &check->changes[i], out);
        if (left || out->len > BYTES_MOST) {
            out->len = left ? out->len : before;
            out->ptr[out->len] = '\0';
            left++;
        }
    }
    if (left)
        buf_printf(out, "\nand %zu more\n", left);
    if (folded)
        buf_puts(out, "\n</details>\n");
}

static void add_head(const struct check_answer *answer, struct buf *out)
{
    const struct rh_check *check = answer->check;
    struct buf text = {0};

    buf_printf(out, "## %s repohealth: ", check_fails(answer) ? ":x:" : ":white_check_mark:");
    check_say_counts(check, &text);
    escape_markdown(text.ptr, out);
    text.len = 0;
    buf_puts(out, "\n\n");
    if (check->base) {
        buf_puts(&text, "against ");
        check_say_base(check, &text);
        escape_markdown(text.ptr, out);
        buf_puts(out, "\n");
    } else {
        buf_puts(out, "Nothing stands before this commit to compare with.\n");
    }
    buf_release(&text);
}

static void add_rest(const struct check_answer *answer, struct buf *out)
{
    const struct rh_check *check = answer->check;

    for (enum rh_milestone i = 0; i < RH_MILESTONE_COUNT; i++) {
        const struct rh_milestone_result *now = &check->head->milestones[i];

        if (!check_milestone_fails(answer, i))
            continue;
        buf_printf(out, "\n**%s %s was met and is not: ", rh_milestone_name(i), now->title);
        escape_markdown(now->decided_by, out);
        buf_puts(out, "**\n");
    }
    for (size_t i = 0; i < check->head->exemption_count; i++) {
        const struct rh_exemption *exemption = &check->head->exemptions[i];
        struct buf text = {0};

        if (check_excuses(check, exemption))
            buf_printf(&text, "%s:%u: %s, excused by this change: %s", exemption->path,
                       exemption->line, exemption->rule, exemption->reason);
        else
            exemption_say(exemption, &text);
        if (text.len) {
            buf_puts(out, "\n> ");
            escape_markdown(text.ptr, out);
            buf_puts(out, "\n");
        }
        buf_release(&text);
    }
    if (check->settings_change) {
        buf_puts(out, "\n> `.repohealth.yml` ");
        escape_markdown(check->settings_change, out);
        buf_puts(out, ". Both sides were judged by the base's; the change counts once it is "
                      "merged.\n");
    }
}

void check_write_markdown(const struct check_answer *answer, const struct writer_options *options,
                          FILE *out)
{
    struct buf text = {0};

    add_head(answer, &text);
    add_section(answer, RH_CHANGE_NEW, &text);
    add_section(answer, RH_CHANGE_WORSE, &text);
    add_rest(answer, &text);
    add_section(answer, RH_CHANGE_FIXED, &text);
    if (options->all)
        add_section(answer, RH_CHANGE_UNCHANGED, &text);
    fwrite(text.ptr, 1, text.len, out);
    buf_release(&text);
}
