/* What do the observations of some kinds say together? */
#include "checks/check.h"
#include "checks/cite.h"
#include "checks/sources.h"
#include "checks/tally.h"
#include "util/arena.h"
#include "util/glob.h"
#include "util/nearest.h"

#include <string.h>

struct params {
    struct strings of, fail, partial, pass;
    struct globs paths, not_paths;
    unsigned fail_from, pass_from, none;
    struct strings where;
    uint64_t kinds; /* prepared: a bit for each of `of` */
};

static const struct field fields[] = {
    {.key = "of",
     .type = FIELD_STRINGS,
     .offset = offsetof(struct params, of),
     .required = true,
     .choice = observation_choice,
     .help = "kinds of observations that `repohealth facts` lists"},
    {.key = "fail",
     .type = FIELD_STRINGS,
     .offset = offsetof(struct params, fail),
     .help = "statuses that make it fail"},
    {.key = "partial",
     .type = FIELD_STRINGS,
     .offset = offsetof(struct params, partial),
     .help = "statuses that make it pass in part, where none fails"},
    {.key = "pass",
     .type = FIELD_STRINGS,
     .offset = offsetof(struct params, pass),
     .help = "statuses that make it pass, where none is worse"},
    {.key = "fail_from",
     .type = FIELD_UINT,
     .offset = offsetof(struct params, fail_from),
     .least = 1,
     .most = 10000,
     .help = "how many of `fail` it takes to fail (1); fewer are partial"},
    {.key = "pass_from",
     .type = FIELD_UINT,
     .offset = offsetof(struct params, pass_from),
     .least = 1,
     .most = 10000,
     .help = "how many of `pass` it takes to pass (1); fewer are partial"},
    {.key = "none",
     .type = FIELD_ENUM,
     .offset = offsetof(struct params, none),
     .choice = outcome_choice,
     .help = "the outcome where there is none with these statuses: not_applicable unless given"},
    {.key = "paths",
     .type = FIELD_GLOBS,
     .offset = offsetof(struct params, paths),
     .help = "only those in these files"},
    {.key = "not_paths",
     .type = FIELD_GLOBS,
     .offset = offsetof(struct params, not_paths),
     .help = "none of those in these files"},
    {.key = "where",
     .type = FIELD_STRINGS,
     .offset = offsetof(struct params, where),
     .help = "what to open where there is none: readme (unless given), root, path patterns"},
    {0},
};

static const struct params defaults = {.none = RH_NOT_APPLICABLE};

static bool has_word(struct str words, const char *word)
{
    struct str one;

    while (str_next_word(&words, &one))
        if (str_equal(one, word))
            return true;
    return false;
}

static bool some_kind_has(const struct params *params, const char *status)
{
    for (unsigned kind = 0; kind < OBSERVATION_KIND_COUNT; kind++)
        if (params->kinds & (UINT64_C(1) << kind) &&
            has_word(str_of(observation_infos[kind].statuses), status))
            return true;
    return false;
}

static bool statuses_exist(struct arena *arena, const struct params *params,
                           const struct strings *statuses, struct rh_error *err)
{
    for (size_t i = 0; i < statuses->count; i++) {
        struct nearest nearest = nearest_to(statuses->items[i]);
        char hint[120];

        if (some_kind_has(params, statuses->items[i]))
            continue;
        for (unsigned kind = 0; kind < OBSERVATION_KIND_COUNT; kind++) {
            struct str rest = str_of(observation_infos[kind].statuses), word;

            if (params->kinds & (UINT64_C(1) << kind))
                while (str_next_word(&rest, &word))
                    nearest_offer(&nearest, str_dup(arena, word));
        }
        return error_set(err, RH_ERROR_RULE, "%s has no status '%s'%s", params->of.items[0],
                         statuses->items[i], nearest_hint(&nearest, hint, sizeof(hint)));
    }
    return true;
}

_Static_assert(OBSERVATION_KIND_COUNT <= 64, "a bit for each kind");

static bool prepare(struct arena *arena, void *given, const char **ret_key, struct rh_error *err)
{
    struct params *params = given;

    for (size_t i = 0; i < params->of.count; i++)
        params->kinds |= UINT64_C(1) << observation_by_name(params->of.items[i]);
    if (!params->fail.count && !params->partial.count && !params->pass.count)
        return error_set(err, RH_ERROR_RULE, "it asks nothing: give fail, partial or pass");
    if (!params->fail_from)
        params->fail_from = 1;
    if (!params->pass_from)
        params->pass_from = 1;
    *ret_key = "fail";
    if (!statuses_exist(arena, params, &params->fail, err))
        return false;
    *ret_key = "partial";
    if (!statuses_exist(arena, params, &params->partial, err))
        return false;
    *ret_key = "pass";
    return statuses_exist(arena, params, &params->pass, err);
}

static bool in_globs(const struct globs *globs, const char *path)
{
    for (size_t i = 0; path && i < globs->count; i++)
        if (glob_match(globs->items[i], path))
            return true;
    return false;
}

static bool is_asked(const struct facts *facts, const struct params *params,
                     const struct observation *observation)
{
    return params->kinds & (UINT64_C(1) << observation->kind) &&
           observation_counts(facts, observation) &&
           (!params->paths.count || in_globs(&params->paths, observation->path)) &&
           !in_globs(&params->not_paths, observation->path);
}

static bool lists(const struct strings *words, const char *word)
{
    for (size_t i = 0; i < words->count; i++)
        if (!strcmp(words->items[i], word))
            return true;
    return false;
}

struct counts {
    size_t fail, partial, pass, unknown;
};

static struct counts count(const struct facts *facts, const struct params *params)
{
    struct counts counts = {0};

    for (size_t i = 0; i < facts->observations.count; i++) {
        const struct observation *observation = &facts->observations.items[i];

        if (!is_asked(facts, params, observation))
            continue;
        if (lists(&params->fail, observation->status))
            counts.fail++;
        else if (lists(&params->partial, observation->status))
            counts.partial++;
        else if (lists(&params->pass, observation->status))
            counts.pass++;
        else if (!strcmp(observation->status, "unknown"))
            counts.unknown++;
    }
    return counts;
}

static void cite(const struct facts *facts, const struct params *params,
                 const struct strings *statuses, struct answer *answer)
{
    for (size_t i = 0; i < facts->observations.count; i++) {
        const struct observation *observation = &facts->observations.items[i];

        if (is_asked(facts, params, observation) && lists(statuses, observation->status))
            cite_observation(answer, observation);
    }
}

static enum rh_outcome judge(const struct facts *facts, const struct params *params,
                             const struct counts *counts)
{
    size_t decided = counts->fail + counts->partial + counts->pass;

    if (counts->fail >= params->fail_from)
        return RH_FAIL;
    if (counts->fail || counts->partial)
        return RH_PARTIAL;
    if (facts->observations.cut || counts->unknown > decided)
        return RH_UNKNOWN;
    if (!counts->pass)
        return params->none;
    return counts->pass >= params->pass_from ? RH_PASS : RH_PARTIAL;
}

static void add_part(struct buf *buf, size_t number, const char *status)
{
    if (!number)
        return;
    buf_printf(buf, "%s%zu ", buf->len ? ", " : "", number);
    for (const char *at = status; *at; at++)
        buf_add(buf, *at == '_' ? STR(" ") : (struct str){at, 1});
}

/* How many there are of each status in a list, in the list's order. */
static void add_parts(struct buf *buf, const struct facts *facts, const struct params *params,
                      const struct strings *statuses)
{
    for (size_t s = 0; s < statuses->count; s++) {
        size_t number = 0;

        for (size_t i = 0; i < facts->observations.count; i++)
            number += is_asked(facts, params, &facts->observations.items[i]) &&
                      !strcmp(facts->observations.items[i].status, statuses->items[s]);
        add_part(buf, number, statuses->items[s]);
    }
}

/* "1 missing, 2 moved, 20 found" */
static void say(const struct facts *facts, const struct params *params, const struct counts *counts,
                struct answer *answer)
{
    enum rh_outcome outcome = judge(facts, params, counts);
    struct buf buf = {0};

    add_parts(&buf, facts, params, &params->fail);
    add_parts(&buf, facts, params, &params->partial);
    add_parts(&buf, facts, params, &params->pass);
    add_part(&buf, counts->unknown, "not known");
    if (outcome == RH_PARTIAL && !counts->fail && !counts->partial)
        buf_printf(&buf, "; asked: %u", params->pass_from);
    answer_say(answer, outcome, "%s", buf.len ? buf.ptr : "none");
    buf_release(&buf);
    if (outcome == RH_UNKNOWN && facts->observations.cut)
        answer_say(answer, outcome, "there was more to look at than is looked at");
}

static void run(const struct facts *facts, const void *given, struct answer *answer)
{
    const struct params *params = given;
    const struct counts counts = count(facts, params);

    say(facts, params, &counts, answer);
    cite(facts, params, &params->fail, answer);
    if (answer->outcome == RH_FAIL || answer->outcome == RH_PARTIAL)
        cite(facts, params, &params->partial, answer);
    if (!answer->evidence.count)
        cite(facts, params, &params->pass, answer);
    if (!answer->evidence.count && (answer->outcome == RH_FAIL || answer->outcome == RH_PARTIAL))
        answer_point(answer, facts, &params->where);
}

const struct check check_observation = {
    .name = "observation",
    .summary = "what the observations of some kinds (see `repohealth facts`) say together",
    .params_size = sizeof(struct params),
    .defaults = &defaults,
    .fields = fields,
    .dated = true,
    .prepare = prepare,
    .run = run,
};
