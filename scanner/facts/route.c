/* From a clone to a first result: the steps that are left, checked against what was observed at
 * their lines, and counted. */
#include "facts/route.h"

#include "facts/extract.h"
#include "util/arena.h"
#include "util/limits.h"
#include "util/phrase.h"

#include <limits.h>
#include <string.h>

enum { TEXT_BYTES = 160, MOST_PAGES = 3 };

static const char *const kind_names[] = {"clone", "install",   "build",   "download", "edit",
                                         "login", "configure", "prepare", "run"};

/* --- pages that the README hands over to --- */

static bool has(const struct route *route, size_t from, bool (*is)(const struct step *))
{
    for (size_t i = from; i < route->count; i++)
        if (is(&route->steps[i]))
            return true;
    return false;
}

static bool installs(const struct step *step)
{
    return !step->free && (step->kind == STEP_INSTALL || step->kind == STEP_BUILD);
}

static bool gives_result(const struct step *step) { return step->result; }

static const struct document *linked_page(const struct facts *facts, const struct link *link)
{
    struct str url = link->url;
    size_t end = 0;

    while (end < url.len && url.ptr[end] != '#' && url.ptr[end] != '?')
        end++;
    url = str_slice(url, 0, end);
    while (str_starts(url, "./"))
        url = str_slice(url, 2, url.len);
    if (str_contains(url, "://")) { /* the same page on the forge */
        const char *blob = memmem(url.ptr, url.len, "/blob/", 6);
        const char *name = facts->snapshot->name;
        struct str rest;
        const char *slash;

        if (!blob || !name || !strchr(name, '/') || !str_contains_nocase(url, name))
            return NULL;
        rest = str_slice(url, (size_t)(blob - url.ptr) + 6, url.len);
        slash = rest.len ? memchr(rest.ptr, '/', rest.len) : NULL;
        if (!slash)
            return NULL;
        url = str_slice(rest, (size_t)(slash - rest.ptr) + 1, rest.len);
    }
    for (size_t i = 0; url.len && i < facts->documents.pages.count; i++)
        if (str_equal(url, facts->documents.pages.items[i].path) &&
            &facts->documents.pages.items[i] != facts->documents.readme)
            return &facts->documents.pages.items[i];
    return NULL;
}

static bool is_about(const struct document *readme, const struct link *link,
                     const struct document *page, const char *const *words)
{
    const struct block *block =
        link->block < readme->blocks.count ? &readme->blocks.items[link->block] : NULL;

    return phrase_any(str_of(path_base(page->path)), words) || phrase_any(link->text, words) ||
           (block && block->section < readme->blocks.count &&
            phrase_any(readme->blocks.items[block->section].text, words));
}

/* A page of installing ends where it checks the installation; a page of use begins with it. */
static size_t keep(struct route *route, size_t from, bool use)
{
    size_t kept = from;

    for (size_t i = from; i < route->count; i++)
        if (use || !route->steps[i].result)
            route->steps[kept++] = route->steps[i];
    route->count = kept;
    return kept - from;
}

/* Below the link, or in its section, which leaves the beginning to the page. */
static bool stands_behind(const struct step *step, const struct link *link)
{
    const struct document *page = step->page;

    return step->line > link->line ||
           (link->block < page->blocks.count &&
            route_section(step) == page->blocks.items[link->block].section &&
            route_section(step) != UINT_MAX && step->kind != STEP_CLONE);
}

/* Reads the first linked page that is about one of the words and has what is looked for. */
static void follow(struct route *route, const char *const *words, bool (*is)(const struct step *))
{
    bool use = is == gives_result;
    const struct document *readme = route->facts->documents.readme;

    for (size_t i = 0, tried = 0; i < readme->links.count && tried < MOST_PAGES; i++) {
        const struct link *link = &readme->links.items[i];
        const struct document *page = linked_page(route->facts, link);
        size_t count = route->count, at = 0, added;

        if (!page || !is_about(readme, link, page, words))
            continue;
        tried++;
        route_read(route, page);
        if (!has(route, count, is)) {
            route->count = count;
            continue;
        }
        route_prose(route, page, UINT_MAX);
        added = keep(route, count, use);
        while (at < count &&
               !(route->steps[at].page == readme && stands_behind(&route->steps[at], link)))
            at++;
        /* the page's steps stand where the README hands over */
        struct step *moved = arena_alloc(route->facts->arena, added * sizeof(*moved));

        memcpy(moved, &route->steps[count], added * sizeof(*moved));
        memmove(&route->steps[at + added], &route->steps[at], (count - at) * sizeof(*moved));
        memcpy(&route->steps[at], moved, added * sizeof(*moved));
        return;
    }
}

/* A list of what must be there, with no command that brings it: one step by hand. */
static void add_requirements(struct route *route, const struct document *readme)
{
    static const char *const words[] = {"requirement*",   "dependenc*",        "prerequisite*",
                                        "pre-requisite*", "required packages", NULL};

    if (route->count == ROUTE_STEPS)
        return;
    for (unsigned i = 0; i < readme->blocks.count; i++) {
        const struct block *block = &readme->blocks.items[i];
        const struct block *heading =
            block->section < readme->blocks.count ? &readme->blocks.items[block->section] : NULL;

        if ((block->kind != BLOCK_LIST_ITEM && block->kind != BLOCK_PARAGRAPH &&
             block->kind != BLOCK_CODE) ||
            !heading || !phrase_any(heading->text, words) || heading->text.len > 60 ||
            route_is_aside(readme, block->section))
            continue;
        struct step step = {.kind = STEP_INSTALL,
                            .page = readme,
                            .line = block->text_line,
                            .end_line = block->text_line,
                            .block = i,
                            .text = block->text,
                            .by_hand = true};
        struct str rest = block->text;

        (void)str_next_line(&rest, &step.text);
        memmove(&route->steps[1], &route->steps[0], route->count * sizeof(*route->steps));
        route->count++;
        route->steps[0] = step;
        return;
    }
}

/* --- the end of the way --- */

/* The result that a reader comes to first who has installed; the first of all where nothing is to
 * be installed, or installing is told behind it. */
static size_t find_end(const struct route *route)
{
    size_t first = SIZE_MAX, installed = SIZE_MAX;

    for (size_t i = 0; i < route->count; i++) {
        const struct step *step = &route->steps[i];

        if (installs(step) || step->kind == STEP_CLONE)
            installed = installed == SIZE_MAX ? i : installed;
        if (!step->result)
            continue;
        if (first == SIZE_MAX)
            first = i;
        if (installed != SIZE_MAX)
            return i;
    }
    return first;
}

/* Where the example stands above the installation, that comes first all the same. */
static void put_installation_first(struct route *route, size_t end)
{
    struct step result = route->steps[end];
    size_t kept = 0;
    bool before = false;

    for (size_t i = 0; i < end; i++)
        before |= installs(&route->steps[i]) || route->steps[i].kind == STEP_CLONE;
    if (before) {
        route->count = end + 1;
        return;
    }
    for (size_t i = 0; i < route->count; i++)
        if (i < end || (i > end && (route->steps[i].kind == STEP_CLONE ||
                                    route->steps[i].kind == STEP_INSTALL ||
                                    route->steps[i].kind == STEP_BUILD)))
            route->steps[kept++] = route->steps[i];
    route->steps[kept++] = result;
    route->count = kept;
}

/* What nobody counts as a step, and what was not chosen. */
static void drop_rest(struct route *route)
{
    size_t kept = 0;

    for (size_t i = 0; i < route->count; i++)
        if (!route->steps[i].dropped && !route->steps[i].free)
            route->steps[kept++] = route->steps[i];
    route->count = kept;
}

/* A clone that nobody wrote down: what is run or read there is in the tree. */
static void add_clone(struct route *route)
{
    bool needed = false;

    for (size_t i = 0; i < route->count; i++) {
        if (route->steps[i].kind == STEP_CLONE)
            return;
        needed |= route->steps[i].from_tree;
    }
    if (!needed || route->count == ROUTE_STEPS)
        return;
    memmove(&route->steps[1], &route->steps[0], route->count * sizeof(*route->steps));
    route->count++;
    route->steps[0] = (struct step){.kind = STEP_CLONE, .text = STR("git clone")};
}

/* --- what holds --- */

/* Statuses of an observation at a step's line with which the step cannot be done as it stands. */
static const struct {
    enum observation_kind kind;
    const char *statuses;
} stops[] = {
    {OBSERVATION_COMMAND_TARGET, "missing moved case"},
    {OBSERVATION_NAMED_PATH, "missing case"},
    {OBSERVATION_LINK_TARGET, "missing case"},
    {OBSERVATION_DOCUMENTED_NAME, "missing case"},
    {OBSERVATION_DOCUMENTED_CALL, "unknown_argument missing_argument too_many_arguments"},
};

static bool is_among(const char *statuses, const char *status)
{
    struct str rest = str_of(statuses), word;

    while (str_next_word(&rest, &word))
        if (str_equal(word, status))
            return true;
    return false;
}

static bool speaks_of_steps(const struct observation *observation, bool *ret_stops)
{
    for (size_t i = 0; i < sizeof(stops) / sizeof(*stops); i++)
        if (observation->kind == stops[i].kind) {
            *ret_stops = is_among(stops[i].statuses, observation->status);
            return true;
        }
    return false;
}

static void check(struct facts *facts, const struct route *route, struct rh_step *steps)
{
    for (size_t o = 0; o < facts->observations.count; o++) {
        const struct observation *observation = &facts->observations.items[o];
        bool bad;

        if (!observation->path || !speaks_of_steps(observation, &bad))
            continue;
        for (size_t i = 0; i < route->count; i++) {
            const struct step *step = &route->steps[i];

            if (!step->page || step->line > observation->line ||
                step->end_line < observation->line || strcmp(step->page->path, observation->path))
                continue;
            if (bad && strcmp(steps[i].status, "stops") != 0) {
                steps[i].status = "stops";
                steps[i].why = observation->hint
                                   ? observation->hint
                                   : arena_printf(facts->arena, "%s: there is no such thing",
                                                  observation->text);
                if (observation->kind == OBSERVATION_COMMAND_TARGET && !observation->hint)
                    steps[i].why = "what it runs is not in the tree";
            } else if (!bad && !strcmp(observation->status, "found") &&
                       !strcmp(steps[i].status, "unchecked")) {
                steps[i].status = "found";
            }
        }
    }
}

/* "3 GB", "250 MB" near a download: the reader knows what waits for them. */
static bool states_size(const struct step *step)
{
    static const char *const units[] = {"GB", "MB", "TB", "GiB", "MiB", "KB", "kB"};
    const struct document *page = step->page;
    struct str text = page->blocks.items[step->block].text;

    for (int i = 0; i < 2; i++) {
        for (size_t u = 0; u < sizeof(units) / sizeof(*units); u++)
            for (size_t at = 1; at + 1 < text.len; at++)
                if (str_starts(str_slice(text, at, text.len), units[u]) &&
                    ((text.ptr[at - 1] >= '0' && text.ptr[at - 1] <= '9') ||
                     (at > 1 && text.ptr[at - 1] == ' ' && text.ptr[at - 2] >= '0' &&
                      text.ptr[at - 2] <= '9')))
                    return true;
        if (!step->block)
            return false;
        text = page->blocks.items[step->block - 1].text;
    }
    return false;
}

static const char *not_known(const struct step *step)
{
    static const char *const closed[] = {"drive.google", "pan.baidu", "sharepoint", "kaggle",
                                         "1drv.ms",      "onedrive",  "mega.nz",    "quark"};

    if (step->has_blanks)
        return "it has blanks to fill in";
    if (step->kind != STEP_DOWNLOAD || !step->page)
        return NULL;
    for (size_t i = 0; i < sizeof(closed) / sizeof(*closed); i++)
        if (str_contains_nocase(step->url, closed[i]) || str_contains_nocase(step->text, closed[i]))
            return "whether it opens without an account or a quota";
    return states_size(step) ? NULL : "how large it is";
}

/* --- what is reported --- */

static struct rh_step *report_steps(struct facts *facts, const struct route *route)
{
    struct rh_step *steps = arena_alloc(facts->arena, (route->count + 1) * sizeof(*steps));

    for (size_t i = 0; i < route->count; i++) {
        const struct step *step = &route->steps[i];
        const char **instead =
            arena_alloc(facts->arena, (step->instead_count + 1) * sizeof(*instead));

        for (unsigned k = 0; k < step->instead_count; k++)
            instead[k] = text_clean(facts->arena, step->instead[k], TEXT_BYTES);
        steps[i] = (struct rh_step){
            .number = (unsigned)i + 1,
            .kind = kind_names[step->kind],
            .text = text_clean(facts->arena, step->text, TEXT_BYTES),
            .path = step->page ? step->page->path : NULL,
            .line = step->line,
            .url = step->url.len ? text_clean(facts->arena, step->url, LIMIT_QUOTE_BYTES) : NULL,
            .status = "unchecked",
            .by_hand = step->by_hand,
            .more = step->more,
            .branch = step->way,
            .instead = instead,
            .instead_count = step->instead_count,
        };
    }
    check(facts, route, steps);
    for (size_t i = 0; i < route->count; i++)
        if (strcmp(steps[i].status, "stops") != 0 && not_known(&route->steps[i])) {
            steps[i].status = "unknown";
            steps[i].why = not_known(&route->steps[i]);
        } else if (!steps[i].path) {
            steps[i].why = "not written down";
        }
    return steps;
}

static void measure(struct facts *facts, const struct route *route, const struct rh_step *steps)
{
    int64_t by_hand = 0, cost = 0, stops_at = 0, installing = 0;

    for (size_t i = 0; i < route->count; i++) {
        const struct step *step = &route->steps[i];

        by_hand += step->by_hand || step->kind == STEP_LOGIN;
        cost += step->kind == STEP_CLONE ? 0 : route_cost(step);
        installing += step->kind == STEP_INSTALL || step->kind == STEP_BUILD;
        if (!stops_at && !strcmp(steps[i].status, "stops"))
            stops_at = (int64_t)i + 1;
        if (step->page)
            (void)facts_observe(facts, OBSERVATION_ROUTE_STEP, kind_names[step->kind],
                                step->page->path, step->line, step->text);
    }
    facts_integer(facts, METRIC_PATH_STEPS, (int64_t)route->count);
    facts_integer(facts, METRIC_PATH_MANUAL_STEPS, by_hand);
    facts_integer(facts, METRIC_PATH_EFFORT, cost);
    facts_integer(facts, METRIC_PATH_INSTALL_STEPS, installing);
    facts_integer(facts, METRIC_PATH_STOPS_AT, stops_at);
}

static void measure_none(struct facts *facts, const char *why)
{
    static const enum metric metrics[] = {METRIC_PATH_STEPS, METRIC_PATH_MANUAL_STEPS,
                                          METRIC_PATH_EFFORT, METRIC_PATH_INSTALL_STEPS,
                                          METRIC_PATH_STOPS_AT};

    for (size_t i = 0; i < sizeof(metrics) / sizeof(*metrics); i++)
        facts_unknown(facts, metrics[i], why);
}

void route_collect(struct facts *facts)
{
    static const char *const install_words[] = {
        "install*",        "setup*",           "set up*",      "requirements*", "getting?started",
        "getting started", "getting_started*", "environment*", "build*",        NULL};
    static const char *const use_words[] = {"usage*",      "quickstart*",     "quick start*",
                                            "demo*",       "getting started", "getting_started*",
                                            "tutorial*",   "example*",        "train*",
                                            "run*",        "inference*",      "evaluat*",
                                            "reproduc*",   "guide*",          "how to use*",
                                            "how_to_use*", "develop*",        NULL};
    const struct document *readme = facts->documents.readme;
    struct route *route;
    size_t end;

    route_order(facts);
    if (!readme) {
        measure_none(facts, facts->documents.readme_unknown ? facts->documents.readme_unknown
                                                            : "there is no README");
        return;
    }
    route = arena_alloc(facts->arena, sizeof(*route));
    route->facts = facts;
    route->reading = (struct reading){.facts = facts, .readme = readme, .counts_only = true};
    route_read(route, readme);
    end = find_end(route);
    route_prose(route, readme, end == SIZE_MAX ? UINT_MAX : route->steps[end].line);
    route_sort(route);
    if (!has(route, 0, installs))
        follow(route, install_words, installs);
    if (!has(route, 0, installs))
        add_requirements(route, readme);
    if (!has(route, 0, gives_result))
        follow(route, use_words, gives_result);
    end = find_end(route);
    if (end != SIZE_MAX)
        put_installation_first(route, end);
    for (size_t i = 0; i + 1 < route->count; i++) /* what gives a result sooner cannot yet */
        route->steps[i].dropped |= end != SIZE_MAX && route->steps[i].result;
    route_ways(route);
    drop_rest(route);
    add_clone(route);
    facts->steps = report_steps(facts, route);
    facts->step_count = route->count;
    if (end == SIZE_MAX)
        measure_none(facts, route->cut ? "there is more than is looked at"
                                       : "no command or example gives a result");
    else
        measure(facts, route, facts->steps);
}
