/* Every key that a rule file may hold, as the Markdown of docs/rules.md. */
#include "ruleset/manual.h"

#include "checks/band.h"
#include "checks/check.h"
#include "ruleset/applies.h"
#include "ruleset/reports.h"
#include "ruleset/rule_file.h"
#include "ruleset/settings.h"
#include "util/arena.h"

static void print_cell(const char *text, FILE *out)
{
    for (; *text; text++) {
        if (*text == '|')
            fputc('\\', out);
        fputc(*text, out);
    }
}

static void print_table(struct arena *arena, const struct field *fields, FILE *out)
{
    fputs("\n| key | value | |\n| --- | --- | --- |\n", out);
    for (; fields->key; fields++) {
        if (fields->type == FIELD_LINE)
            continue;
        fprintf(out, "| `%s`%s | ", fields->key, fields->required ? " (required)" : "");
        print_cell(field_shape(arena, fields), out);
        fputs(" | ", out);
        print_cell(fields->help ? fields->help : "", out);
        fputs(" |\n", out);
    }
}

void manual_keys(FILE *out)
{
    struct arena *arena = arena_new();

    fputs("### A rule\n", out);
    print_table(arena, rule_fields, out);
    fputs("\n### `applies_when`\n", out);
    print_table(arena, applies_fields, out);
    fputs("\n### `examples`\n", out);
    print_table(arena, examples_fields, out);
    fputs("\nAn example is the text of a README, or a mapping:\n", out);
    print_table(arena, example_fields, out);
    for (const struct check *const *check = checks; *check; check++) {
        fprintf(out, "\n### check: %s\n\n%s.\n", (*check)->name, (*check)->summary);
        print_table(arena, (*check)->fields, out);
    }
    fputs(
        "\n### A band of values\n\nAs `pass` and `partial` of the check metric. A value or a list "
        "stands for `is`.\n",
        out);
    print_table(arena, band_fields, out);
    fputs("\n### A rule file\n", out);
    print_table(arena, rule_file_fields, out);
    fputs("\nAn entry of `reports`:\n", out);
    print_table(arena, topic_fields, out);
    fputs("\n### A settings file\n\n`.repohealth.yml`, or what `--config` names.\n", out);
    print_table(arena, settings_fields, out);
    fputs("\nAn entry of `rules`:\n", out);
    print_table(arena, settings_rule_fields, out);
    arena_free(arena);
}
