/* Are there files whose paths match? */
#include "checks/check.h"
#include "checks/sources.h"
#include "util/arena.h"
#include "util/glob.h"

struct params {
    struct globs any, all, partial, none;
    unsigned least;
    bool vendored;
    struct strings where;
};

static const struct field fields[] = {
    {.key = "any",
     .type = FIELD_GLOBS,
     .offset = offsetof(struct params, any),
     .help = "a file that matches one of these makes it pass; '**/x' is x in any folder"},
    {.key = "least",
     .type = FIELD_UINT,
     .offset = offsetof(struct params, least),
     .least = 1,
     .most = 100000,
     .help = "how many files must match `any` (1); fewer are partial"},
    {.key = "all",
     .type = FIELD_GLOBS,
     .offset = offsetof(struct params, all),
     .help = "for each of these a file must match; some are partial"},
    {.key = "partial",
     .type = FIELD_GLOBS,
     .offset = offsetof(struct params, partial),
     .help = "a file that matches one of these makes it pass in part, where `any` finds none"},
    {.key = "none",
     .type = FIELD_GLOBS,
     .offset = offsetof(struct params, none),
     .help = "a file that matches one of these makes it fail"},
    {.key = "vendored",
     .type = FIELD_BOOL,
     .offset = offsetof(struct params, vendored),
     .help = "copies of other projects and generated files count too"},
    {.key = "where",
     .type = FIELD_STRINGS,
     .offset = offsetof(struct params, where),
     .help = "what to open where nothing matches: root (unless given), readme, path patterns"},
    {0},
};

static const char *const root[] = {"root"};
static const struct params defaults = {.least = 1, .where = {root, 1}};

static bool prepare(struct arena *arena, void *given, const char **ret_key, struct rh_error *err)
{
    const struct params *params = given;

    (void)arena;
    (void)ret_key;
    if (!params->any.count && !params->all.count && !params->none.count)
        return error_set(err, RH_ERROR_RULE, "it asks nothing: give any, all or none");
    if (params->any.count && params->all.count)
        return error_set(err, RH_ERROR_RULE, "give any or all, not both");
    return true;
}

static bool matches(const struct globs *globs, const char *path)
{
    for (size_t i = 0; i < globs->count; i++)
        if (glob_match(globs->items[i], path))
            return true;
    return false;
}

/* An empty file says nothing; one whose size is not known is given the benefit. */
static bool counts(const struct facts *facts, const struct params *params,
                   const struct tree_file *file)
{
    if (!params->vendored && file->roles & (ROLE_VENDORED | ROLE_GENERATED))
        return false;
    return file->file->kind == FILE_SYMLINK || file->file->kind == FILE_GITLINK ||
           file_size(facts->snapshot, file->file) != 0;
}

/* Cites the files that match; how many there are. */
static size_t cite(const struct facts *facts, const struct params *params,
                   const struct globs *globs, bool empty_too, struct answer *answer)
{
    size_t found = 0;

    for (size_t i = 0; globs->count && i < facts->tree.count; i++) {
        const struct tree_file *file = &facts->tree.files[i];

        if (!matches(globs, file->file->path))
            continue;
        if (empty_too ? !params->vendored && file->roles & ROLE_VENDORED
                      : !counts(facts, params, file))
            continue;
        answer_add(answer, file->file->path, 0, (struct str){0});
        found++;
    }
    return found;
}

/* How many of the globs of `all` have a file. */
static size_t satisfied(const struct facts *facts, const struct params *params,
                        struct answer *answer)
{
    size_t found = 0;

    for (size_t g = 0; g < params->all.count; g++)
        for (size_t i = 0; i < facts->tree.count; i++) {
            const struct tree_file *file = &facts->tree.files[i];

            if (!glob_match(params->all.items[g], file->file->path) || !counts(facts, params, file))
                continue;
            answer_add(answer, file->file->path, 0, (struct str){0});
            found++;
            break;
        }
    return found;
}

static void miss(const struct facts *facts, const struct params *params, struct answer *answer,
                 enum rh_outcome outcome, const char *message)
{
    if (facts->snapshot->files_partial)
        answer_say(answer, RH_UNKNOWN, "%s", facts->snapshot->files_partial);
    else
        answer_say(answer, outcome, "%s", message);
    if (answer->outcome == RH_FAIL)
        answer_point(answer, facts, &params->where);
}

static void judge_any(const struct facts *facts, const struct params *params, struct answer *answer)
{
    size_t found = cite(facts, params, &params->any, false, answer);

    if (found >= params->least)
        answer_say(answer, RH_PASS, "%zu found", found);
    else if (found)
        miss(facts, params, answer, RH_PARTIAL,
             arena_printf(answer->arena, "%zu found, %u asked", found, params->least));
    else if (cite(facts, params, &params->partial, false, answer))
        miss(facts, params, answer, RH_PARTIAL, "only something near to it is there");
    else
        miss(facts, params, answer, RH_FAIL, "there is no such file");
}

static void judge_all(const struct facts *facts, const struct params *params, struct answer *answer)
{
    size_t found = satisfied(facts, params, answer);
    const char *message = arena_printf(answer->arena, "%zu of %zu", found, params->all.count);

    if (found == params->all.count)
        answer_say(answer, RH_PASS, "%s", message);
    else
        miss(facts, params, answer, found ? RH_PARTIAL : RH_FAIL, message);
}

static void run(const struct facts *facts, const void *given, struct answer *answer)
{
    const struct params *params = given;
    size_t unwanted = cite(facts, params, &params->none, true, answer);

    if (unwanted) {
        answer_say(answer, RH_FAIL, "%zu found", unwanted);
    } else if (params->any.count) {
        judge_any(facts, params, answer);
    } else if (params->all.count) {
        judge_all(facts, params, answer);
    } else {
        miss(facts, params, answer, RH_PASS, "there is none");
    }
}

const struct check check_path = {
    .name = "path",
    .summary = "there are files whose paths match, or there are none",
    .params_size = sizeof(struct params),
    .defaults = &defaults,
    .fields = fields,
    .prepare = prepare,
    .run = run,
};
