/* What the paths of each commit tell: who leads which folder, and whether the README keeps up with
 * the code. Judged on a window of the newest commits. */
#include "facts/facts.h"
#include "util/arena.h"
#include "util/date.h"
#include "util/limits.h"
#include "util/map.h"

#include <stdlib.h>
#include <string.h>

enum {
    MODULE_DEPTH = 2,    /* "src/parser/": a folder in a folder */
    MODULE_COMMITS = 10, /* fewer make no module of their own */
    MONTH = 2629746,     /* seconds, on average */
};

/* How many commits of one person touched one module. */
struct share {
    size_t module, person, commits;
};

struct changes {
    struct facts *facts;
    struct arena *arena;
    const char *readme; /* its path; NULL: none */
    struct map code;    /* "src/main.py", "src/parser/": paths at the depth that hold own code */
    struct map modules; /* "src/parser/" -> index */
    struct map pairs;   /* module and person -> index in shares */
    struct {
        struct share *items;
        size_t count, capacity;
    } shares;

    unsigned char id[20];
    bool touched_readme, touched_other;
    size_t commits, readme_only;
    time_t readme_time, code_time; /* newest author times; 0: not seen */
};

/* The path as the walk shows it: a folder where it lies deeper. */
static struct str at_depth(const char *path)
{
    const char *end = path;

    for (unsigned depth = 0; depth < MODULE_DEPTH; depth++) {
        const char *slash = strchr(end, '/');

        if (!slash)
            return str_of(path);
        end = slash + 1;
    }
    return (struct str){path, (size_t)(end - path)};
}

static void list_code(struct changes *changes)
{
    const struct tree *tree = &changes->facts->tree;
    const unsigned wanted = ROLE_CODE | ROLE_OWN, other = ROLE_TEST | ROLE_EXAMPLE | ROLE_DOCS;

    for (size_t i = 0; i < tree->count; i++)
        if ((tree->files[i].roles & wanted) == wanted && !(tree->files[i].roles & other))
            map_put(&changes->code, at_depth(tree->files[i].file->path), 1);
}

static void end_commit(struct changes *changes)
{
    changes->commits += changes->touched_readme || changes->touched_other;
    changes->readme_only += changes->touched_readme && !changes->touched_other;
    changes->touched_readme = changes->touched_other = false;
}

/* Folders that are gone have no owner. */
static bool is_folder(const struct changes *changes, struct str path)
{
    const struct tree *tree = &changes->facts->tree;

    return map_get(&tree->folder_index, str_slice(path, 0, path.len - 1)) != MAP_NONE;
}

static void count_module(struct changes *changes, const struct person *person, struct str path)
{
    const struct history *history = &changes->facts->history;
    size_t module = map_put(&changes->modules, path, changes->modules.count);
    size_t key[2] = {module, (size_t)(person - history->people.items)};
    size_t index = map_put(&changes->pairs, (struct str){(const char *)key, sizeof(key)},
                           changes->shares.count);

    if (index == changes->shares.count)
        *ARENA_PUSH(changes->arena, &changes->shares) =
            (struct share){.module = module, .person = key[1]};
    changes->shares.items[index].commits++;
}

static bool see(void *context, const struct commit *commit, struct str path)
{
    struct changes *changes = context;
    const struct person *person = history_person(&changes->facts->history, commit);
    bool is_readme = changes->readme && str_equal(path, changes->readme);

    if (memcmp(changes->id, commit->id, sizeof(changes->id))) {
        end_commit(changes);
        memcpy(changes->id, commit->id, sizeof(changes->id));
    }
    changes->touched_readme |= is_readme;
    changes->touched_other |= !is_readme;
    if (is_readme && commit->author_time > changes->readme_time)
        changes->readme_time = commit->author_time;
    if (commit->author_time > changes->code_time && map_get(&changes->code, path) != MAP_NONE)
        changes->code_time = commit->author_time;
    if (str_ends(path, "/") && person && !person->bot && !person->anonymous &&
        is_folder(changes, path))
        count_module(changes, person, path);
    return true;
}

/* For each module the person with most commits; of equals the one with more in all. */
static void find_leads(struct changes *changes)
{
    struct facts *facts = changes->facts;
    size_t modules = changes->modules.count, people = facts->history.people.count;
    size_t *all = arena_alloc(changes->arena, (modules + 1) * sizeof(*all));
    const struct share **lead = arena_alloc(changes->arena, (modules + 1) * sizeof(const void *));
    size_t *led = arena_alloc(changes->arena, (people + 1) * sizeof(*led));
    size_t counted = 0, leads = 0, most = 0;

    for (size_t i = 0; i < changes->shares.count; i++) {
        const struct share *share = &changes->shares.items[i], *best = lead[share->module];

        all[share->module] += share->commits;
        if (!best || share->commits > best->commits ||
            (share->commits == best->commits && share->person < best->person))
            lead[share->module] = share;
    }
    for (size_t i = 0; i < modules; i++) {
        if (all[i] < MODULE_COMMITS)
            continue;
        counted++;
        leads += !led[lead[i]->person]++;
        if (led[lead[i]->person] > most)
            most = led[lead[i]->person];
    }
    facts_integer(facts, METRIC_MODULARITY_MODULES, (int64_t)counted);
    facts_integer(facts, METRIC_MODULARITY_LEADS, (int64_t)leads);
    if (counted)
        facts_number(facts, METRIC_MODULARITY_TOP_LEAD_SHARE, (double)most / (double)counted);
    else
        facts_unknown(facts, METRIC_MODULARITY_TOP_LEAD_SHARE,
                      "no folder within a folder has ten commits");
}

static bool take_newest(void *context, const struct commit *commit, struct str text)
{
    (void)text;
    *(time_t *)context = commit->author_time;
    return false;
}

/* The README may be older than the window. */
static void date_readme(struct changes *changes)
{
    struct facts *facts = changes->facts;
    char text[DATE_SIZE];

    if (changes->readme && !changes->readme_time)
        snapshot_walk_versions(facts->snapshot, changes->readme, LIMIT_VERSIONS_MILLISECONDS,
                               take_newest, &changes->readme_time);
    if (!changes->readme_time) {
        const char *why =
            changes->readme ? "the history of the README is not here" : "there is no README";

        facts_unknown(facts, METRIC_README_LAST_CHANGE, why);
        facts_unknown(facts, METRIC_README_MONTHS_BEHIND_CODE, why);
        return;
    }
    date_format(changes->readme_time, 0, text);
    facts_string(facts, METRIC_README_LAST_CHANGE, arena_strdup(facts->arena, text));
    if (changes->code_time)
        facts_integer(facts, METRIC_README_MONTHS_BEHIND_CODE,
                      changes->code_time > changes->readme_time
                          ? (int64_t)(changes->code_time - changes->readme_time) / MONTH
                          : 0);
    else
        facts_unknown(facts, METRIC_README_MONTHS_BEHIND_CODE, "no change of own code was seen");
}

/* All that this file sets. */
static const enum metric metrics[] = {
    METRIC_MODULARITY_MODULES,        METRIC_MODULARITY_LEADS,   METRIC_MODULARITY_TOP_LEAD_SHARE,
    METRIC_HISTORY_README_ONLY_SHARE, METRIC_README_LAST_CHANGE, METRIC_README_MONTHS_BEHIND_CODE,
};

static void set_unknown(struct facts *facts, const char *why)
{
    for (size_t i = 0; i < sizeof(metrics) / sizeof(*metrics); i++)
        facts_unknown(facts, metrics[i], why);
}

void changes_take(struct facts *facts, const struct facts *from)
{
    for (size_t i = 0; i < sizeof(metrics) / sizeof(*metrics); i++)
        facts->metrics[metrics[i]] = from->metrics[metrics[i]];
}

void changes_collect(struct facts *facts)
{
    const struct documents *documents = &facts->documents;
    struct changes changes = {.facts = facts,
                              .arena = arena_new(),
                              .readme = documents->readme ? documents->readme->path : NULL};
    enum history_end end;
    size_t commits;

    map_init(&changes.code, changes.arena);
    map_init(&changes.modules, changes.arena);
    map_init(&changes.pairs, changes.arena);
    list_code(&changes);
    end = snapshot_walk_paths(facts->snapshot, LIMIT_PATH_COMMITS, LIMIT_PATH_MILLISECONDS,
                              MODULE_DEPTH, see, &changes, &commits);
    end_commit(&changes);
    if (end == HISTORY_NONE || end == HISTORY_SHALLOW || end == HISTORY_MISSING ||
        !changes.commits) {
        set_unknown(facts, facts->history.partial ? facts->history.partial
                                                  : "the trees of its commits are not here");
    } else {
        find_leads(&changes);
        date_readme(&changes);
        facts_number(facts, METRIC_HISTORY_README_ONLY_SHARE,
                     (double)changes.readme_only / (double)changes.commits);
    }
    arena_free(changes.arena);
}
