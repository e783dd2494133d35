#include "ruleset/applies.h"

#include "checks/band.h"
#include "facts/facts.h"
#include "util/arena.h"
#include "util/glob.h"

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

/* A script beside a program in another language does not make it a program in that of the script.
 */
enum { SHARE_OF_LANGUAGE = 10 };

static bool in_language(const struct applies *applies, const struct facts *facts)
{
    for (unsigned i = 1; i < LANGUAGE_COUNT; i++)
        if (applies->languages & UINT64_C(1) << (i - 1) && facts->tree.languages[i] &&
            facts->tree.languages[i] * SHARE_OF_LANGUAGE >= facts->tree.own_code)
            return true;
    return false;
}

static bool has_path(const struct applies *applies, const struct facts *facts)
{
    for (size_t g = 0; g < applies->paths.count; g++)
        for (size_t i = 0; i < facts->tree.count; i++)
            if (glob_match(applies->paths.items[g], facts->tree.files[i].file->path))
                return true;
    return false;
}

static enum applies_answer ask_metrics(struct arena *arena, const struct applies *applies,
                                       const struct facts *facts, const char **ret_why)
{
    const struct condition *conditions = applies->metrics.items;
    const struct condition *unknown = NULL;

    for (size_t i = 0; i < applies->metrics.count; i++) {
        switch (band_holds(&conditions[i].band, facts, conditions[i].metric)) {
        case BAND_NO:
            *ret_why = arena_printf(arena, "asked only where %s is %s",
                                    metric_infos[conditions[i].metric].name,
                                    band_words(arena, &conditions[i].band, conditions[i].metric));
            return APPLIES_NO;
        case BAND_UNKNOWN:
            unknown = unknown ? unknown : &conditions[i];
            break;
        case BAND_YES:
            break;
        }
    }
    if (!unknown)
        return APPLIES_YES;
    *ret_why = metric_words(arena, facts, unknown->metric);
    return APPLIES_UNKNOWN;
}

enum applies_answer applies_to(struct arena *arena, const struct applies *applies,
                               const struct facts *facts, const char **ret_why)
{
    uint64_t kind = UINT64_C(1) << facts->kind;

    *ret_why = arena_printf(arena, "not asked of a %s", rh_kind_name(facts->kind));
    if ((applies->kinds && !(applies->kinds & kind)) || applies->not_kinds & kind)
        return APPLIES_NO;
    *ret_why = arena_printf(arena, "not asked where the aim is a %s", rh_aim_name(facts->aim));
    if (applies->aims && !(applies->aims & UINT64_C(1) << facts->aim))
        return APPLIES_NO;
    *ret_why = "not asked of these languages";
    if (applies->languages && !in_language(applies, facts))
        return APPLIES_NO;
    if (applies->paths.count && !has_path(applies, facts)) {
        *ret_why = facts->snapshot->files_partial;
        if (*ret_why)
            return APPLIES_UNKNOWN;
        *ret_why = "there is nothing that it is about";
        return APPLIES_NO;
    }
    return ask_metrics(arena, applies, facts, ret_why);
}
