/* Does a page show a command of some kind? */
#include "checks/check.h"
#include "checks/sources.h"
#include "checks/tally.h"

struct params {
    struct asked asked; /* first: ASKED_FIELDS */
    uint64_t shown;
};

static const char *shown_choice(unsigned index)
{
    static const char *const names[] = {"fence", "indented", "pre", "inline"};

    return index < sizeof(names) / sizeof(*names) ? names[index] : NULL;
}

static const struct field fields[] = {
    ASKED_FIELDS("commands, without their prompt and leading VAR=value,"),
    {.key = "shown",
     .type = FIELD_ENUMS,
     .offset = offsetof(struct params, shown),
     .choice = shown_choice,
     .help = "only those that stand there in one of these ways"},
    {0},
};

static const struct params defaults = {.asked.none = ASKED_NONE, .shown = ~UINT64_C(0)};

static bool prepare(struct arena *arena, void *given, const char **ret_key, struct rh_error *err)
{
    struct params *params = given;

    (void)arena;
    return asked_prepare(&params->asked, ret_key, err);
}

static void run(const struct facts *facts, const void *given, struct answer *answer)
{
    const struct params *params = given;
    struct tally tally = tally_begin(&params->asked, facts, answer);
    struct sources_walk walk = sources_begin(&params->asked.in, facts, answer);
    struct source source;

    while (sources_next(&walk, &source))
        for (size_t i = 0; source.document && i < source.document->commands.count; i++) {
            const struct command *command = &source.document->commands.items[i];

            if (params->shown & UINT64_C(1) << command->shown)
                tally_look(&tally, source.path, command->line, command->words, command->text, NULL);
        }
    sources_end(&walk);
    tally_end(&tally, &walk, "commands");
}

const struct check check_command = {
    .name = "command",
    .summary = "a page shows a command that matches, however it is marked up",
    .params_size = sizeof(struct params),
    .defaults = &defaults,
    .fields = fields,
    .prepare = prepare,
    .run = run,
};
