#include "ruleset/applies.h"

#include "checks/band.h"
#include "facts/facts.h"

static const char *kind_choice(unsigned index)
{
    return index < RH_KIND_COUNT ? rh_kind_name(index) : NULL;
}

static const char *aim_choice(unsigned index)
{
    return index <= RH_AIM_PROJECT ? rh_aim_name(index) : NULL;
}

static const char *language_choice(unsigned index)
{
    return index + 1 < LANGUAGE_COUNT ? language_name(index + 1) : NULL;
}

const struct field applies_fields[] = {
    {.key = "kinds",
     .type = FIELD_ENUMS,
     .offset = offsetof(struct applies, kinds),
     .choice = kind_choice,
     .help = "the repository is one of these"},
    {.key = "not_kinds",
     .type = FIELD_ENUMS,
     .offset = offsetof(struct applies, not_kinds),
     .choice = kind_choice,
     .help = "the repository is none of these"},
    {.key = "languages",
     .type = FIELD_ENUMS,
     .offset = offsetof(struct applies, languages),
     .choice = language_choice,
     .help = "own code is written in one of these"},
    {.key = "paths",
     .type = FIELD_GLOBS,
     .offset = offsetof(struct applies, paths),
     .help = "a path matches one of these"},
    {.key = "aims",
     .type = FIELD_ENUMS,
     .offset = offsetof(struct applies, aims),
     .choice = aim_choice,
     .help = "the repository aims at one of these"},
    {.key = "metrics",
     .type = FIELD_GROUPS,
     .offset = offsetof(struct applies, metrics),
     .fields = condition_fields,
     .size = sizeof(struct condition),
     .help = "all of these hold; where one is not known, neither is the rule's outcome"},
    {0},
};
