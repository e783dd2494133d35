/* Whatever a rule file holds, it is read or refused with a place; and what is read can be judged,
 * listed and tried. The same bytes are read as settings and as a scanned file. */
#include "ruleset/rule_file.h"
#include "ruleset/settings.h"
#include "ruleset/trial.h"
#include "util/arena.h"
#include "util/yaml.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_TRIED = 3 };

static void expect_place(const struct rh_error *err)
{
    assert(err->code == RH_ERROR_RULE);
    assert(!strncmp(err->text, "x.yml:", 6) && err->text[6] >= '1' && err->text[6] <= '9');
    assert(!strpbrk(err->text, "\r\n"));
}

static size_t count(const struct yaml *node)
{
    size_t nodes = 1;

    for (const struct yaml *child = node->first; child; child = child->next)
        nodes += count(child);
    return nodes;
}

static void read_rules(struct arena *arena, struct str text)
{
    /* as the program's own, for the trial of slow patterns goes by the clock */
    const struct field_source source = {arena, "x.yml", true};
    struct rule_file file;
    struct rh_error err = {0};
    size_t tried = 0;

    if (!rule_file_read(&source, text, &file, &err)) {
        expect_place(&err);
        return;
    }
    for (size_t i = 0; i < file.count && tried < MOST_TRIED; i++) {
        const struct rh_rule *rule = &file.rules[i];

        assert(rule->id && rule->title && rule->area && rule->check && rule->yaml);
        for (size_t j = 0; j < rule->example_count && tried < MOST_TRIED; j++, tried++) {
            struct trial trial = rule_try(arena, rule, &rule->examples[j]);

            assert(trial.finding.message);
            assert((trial.finding.outcome != RH_FAIL && trial.finding.outcome != RH_PARTIAL) ||
                   trial.finding.evidence_count);
        }
    }
}

static bool refuse(void *context, const char *path, struct str *ret_text, struct rh_error *err)
{
    (void)context;
    (void)path;
    (void)ret_text;
    return error_set(err, RH_ERROR_RULE, "nothing here");
}

static void read_settings(struct arena *arena, struct str text)
{
    static const struct rh_rule rule = {.id = "readme.title"};
    static const struct rh_ruleset ruleset = {.rules = &rule, .count = 1};
    const struct settings_reader reader = {refuse, NULL};
    struct settings settings;
    struct rh_error err = {0};

    if (!settings_parse(arena, "x.yml", text, SETTINGS_TRUSTED, &ruleset, &reader, &settings, &err))
        expect_place(&err);
}

static void read_scanned(struct arena *arena, struct str text)
{
    const struct yaml *root;
    struct rh_error err = {0};

    if (!yaml_parse(arena, "x.yml", text, YAML_SCANNED, &root, &err))
        expect_place(&err);
    else
        assert(count(root) <= text.len + 1); /* an empty text is one node */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    const struct str text = {(const char *)data, size};

    read_rules(arena, text);
    read_settings(arena, text);
    read_scanned(arena, text);
    arena_free(arena);
    return 0;
}
