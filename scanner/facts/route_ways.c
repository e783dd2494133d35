/* Ways to choose from: conda or pip, from a registry or from source, this system or that one. They
 * are branches, not a sequence; the shortest that is complete is taken, the others are named. */
#include "facts/route.h"
#include "util/arena.h"
#include "util/phrase.h"

#include <limits.h>
#include <string.h>

/* What a heading or a sentence calls a way, and what else it can be chosen against. */
enum way_class { WAY_NONE, WAY_TOOL, WAY_SYSTEM, WAY_DEVICE, WAY_OPTION };

static const struct {
    const char *phrase, *name;
    enum way_class class;
} way_words[] = {
    {"docker*", "Docker", WAY_TOOL},
    {"singularity", "Singularity", WAY_TOOL},
    {"apptainer", "Apptainer", WAY_TOOL},
    {"colab*", "Colab", WAY_TOOL},
    {"poetry", "poetry", WAY_TOOL},
    {"pipenv", "pipenv", WAY_TOOL},
    {"uv", "uv", WAY_TOOL},
    {"pixi", "pixi", WAY_TOOL},
    {"anaconda*", "conda", WAY_TOOL},
    {"miniconda*", "conda", WAY_TOOL},
    {"conda*", "conda", WAY_TOOL},
    {"mamba", "mamba", WAY_TOOL},
    {"spack", "spack", WAY_TOOL},
    {"from source*", "from source", WAY_TOOL},
    {"source code", "from source", WAY_TOOL},
    {"from github", "from source", WAY_TOOL},
    {"development version", "from source", WAY_TOOL},
    {"developer version", "from source", WAY_TOOL},
    {"latest version", "from source", WAY_TOOL},
    {"building from*", "from source", WAY_TOOL},
    {"manual install*", "by hand", WAY_TOOL},
    {"manually", "by hand", WAY_TOOL},
    {"pypi", "pip", WAY_TOOL},
    {"pip", "pip", WAY_TOOL},
    {"virtualenv", "virtualenv", WAY_TOOL},
    {"venv", "venv", WAY_TOOL},
    {"homebrew", "Homebrew", WAY_TOOL},
    {"prebuilt*", "binaries", WAY_TOOL},
    {"pre-built*", "binaries", WAY_TOOL},
    {"binaries", "binaries", WAY_TOOL},
    {"binary", "binaries", WAY_TOOL},
    {"from binar*", "binaries", WAY_TOOL},
    {"cran", "CRAN", WAY_TOOL},
    {"ubuntu*", "Linux", WAY_SYSTEM},
    {"debian*", "Linux", WAY_SYSTEM},
    {"linux*", "Linux", WAY_SYSTEM},
    {"fedora*", "Fedora", WAY_SYSTEM},
    {"centos*", "Fedora", WAY_SYSTEM},
    {"macos*", "macOS", WAY_SYSTEM},
    {"mac os*", "macOS", WAY_SYSTEM},
    {"os x", "macOS", WAY_SYSTEM},
    {"osx", "macOS", WAY_SYSTEM},
    {"mac", "macOS", WAY_SYSTEM},
    {"windows*", "Windows", WAY_SYSTEM},
    {"cpu*", "CPU", WAY_DEVICE},
    {"gpu*", "GPU", WAY_DEVICE},
    {"cuda*", "GPU", WAY_DEVICE},
    {"option 1", "option 1", WAY_OPTION},
    {"option 2", "option 2", WAY_OPTION},
    {"option 3", "option 3", WAY_OPTION},
    {"option a", "option A", WAY_OPTION},
    {"option b", "option B", WAY_OPTION},
    {"option c", "option C", WAY_OPTION},
    {"method 1", "method 1", WAY_OPTION},
    {"method 2", "method 2", WAY_OPTION},
    {"alternative*", "an alternative", WAY_OPTION},
};

/* How another way begins: at the start of what stands before its commands. */
static const char *const begins_another[] = {"or",
                                             "or,",
                                             "alternatively*",
                                             "alternative*",
                                             "otherwise",
                                             "if you use",
                                             "if you're",
                                             "if you are",
                                             "if you prefer*",
                                             "if you have",
                                             "if you don't*",
                                             "if you want*",
                                             "if you do not*",
                                             "for windows",
                                             "for mac*",
                                             "for linux",
                                             "for ubuntu",
                                             "for cpu*",
                                             "for gpu*",
                                             "on windows",
                                             "on mac*",
                                             "on linux",
                                             "on ubuntu",
                                             "on fedora",
                                             "on arch*",
                                             "using conda",
                                             "using pip",
                                             "using docker",
                                             "using uv",
                                             "using poetry",
                                             "with conda",
                                             "with pip",
                                             "with docker",
                                             "with uv",
                                             "via conda",
                                             "via pip",
                                             "via docker",
                                             "you can also",
                                             "you can alternatively",
                                             "conda:",
                                             "pip:",
                                             "windows:",
                                             "macos:",
                                             "linux:",
                                             "to install from*",
                                             "to install the latest*",
                                             "to install the dev*",
                                             "to install the most*",
                                             "to update*",
                                             "to upgrade*",
                                             "install from source",
                                             "from source",
                                             "instead",
                                             "another way",
                                             "for the latest*",
                                             "the latest*",
                                             "=== *",
                                             NULL};

static enum way_class way_of(struct str text, const char **ret_name)
{
    *ret_name = NULL;
    if (text.len > 100)
        text.len = 100;
    for (size_t i = 0; i < sizeof(way_words) / sizeof(*way_words); i++)
        if (phrase_in(text, way_words[i].phrase)) {
            *ret_name = way_words[i].name;
            return way_words[i].class;
        }
    return WAY_NONE;
}

static bool is_setting_up(enum step_kind kind)
{
    return kind == STEP_CLONE || kind == STEP_INSTALL || kind == STEP_BUILD;
}

/* The chosen step of a way remembers the other. */
static void name_other(struct route *route, struct step *kept, const char *name,
                       const struct step *other)
{
    struct str text;

    if (!kept || kept->instead_count == sizeof(kept->instead) / sizeof(*kept->instead) ||
        !other->page)
        return;
    if (other->self == SELF_SOURCE)
        name = "from source";
    text = str_of(arena_printf(route->facts->arena, "%s %s:%u", name ? name : "another way",
                               other->page->path, other->line));
    for (unsigned i = 0; i < kept->instead_count; i++)
        if (kept->instead[i].len == text.len && !memcmp(kept->instead[i].ptr, text.ptr, text.len))
            return;
    kept->instead[kept->instead_count++] = text;
}

/* --- ways that have headings of their own --- */

/* The heading below `parent` that a step stands under; UINT_MAX: none. */
static unsigned child_of(const struct document *page, unsigned section, unsigned parent)
{
    for (unsigned i = 0; i < 12 && section < page->blocks.count; i++) {
        unsigned above = route_parent(page, section);

        if (above == parent)
            return section;
        section = above;
    }
    return UINT_MAX;
}

struct option {
    unsigned heading;
    const char *name;
    enum way_class class;
    unsigned cost, steps;
    size_t first;
    bool stops, results;
};

enum { OPTIONS = 16 };

static size_t find_options(struct route *route, const struct document *page, unsigned parent,
                           struct option *options)
{
    size_t count = 0;

    for (size_t i = 0; i < route->count; i++) {
        const struct step *step = &route->steps[i];
        unsigned child;
        size_t at = 0;

        if (step->dropped || step->page != page)
            continue;
        child = child_of(page, route_section(step), parent);
        if (child == UINT_MAX)
            continue;
        while (at < count && options[at].heading != child)
            at++;
        if (at == OPTIONS)
            continue;
        if (at == count) {
            options[count] = (struct option){.heading = child, .first = i};
            options[count].class = way_of(page->blocks.items[child].text, &options[count].name);
            count++;
        }
        options[at].cost += step->free ? 0 : route_cost(step);
        options[at].steps++;
        options[at].results |= step->result;
    }
    return count;
}

/* A section of installing is an alternative to one that is called Docker and installs as well. */
static bool is_general(const struct option *option, const struct document *page)
{
    static const char *const words[] = {
        "install*",   "setup",  "set up",        "getting started", "requirements", "environment*",
        "dependenc*", "local*", "prerequisites", "quick start",     "quickstart",   NULL};

    return option->class == WAY_NONE && phrase_any(page->blocks.items[option->heading].text, words);
}

static bool is_container(const struct option *option)
{
    return option->name &&
           (!strcmp(option->name, "Docker") || !strcmp(option->name, "Singularity") ||
            !strcmp(option->name, "Apptainer") || !strcmp(option->name, "Colab"));
}

static void drop_option(struct route *route, const struct document *page, unsigned parent,
                        const struct option *option, struct step *kept)
{
    name_other(route, kept, option->name, &route->steps[option->first]);
    for (size_t i = 0; i < route->count; i++)
        if (route->steps[i].page == page &&
            child_of(page, route_section(&route->steps[i]), parent) == option->heading)
            route->steps[i].dropped = true;
}

static void choose_heading(struct route *route, const struct document *page, unsigned parent)
{
    struct option options[OPTIONS];
    size_t count = find_options(route, page, parent, options);

    for (enum way_class class = WAY_TOOL; class <= WAY_OPTION; class ++) {
        size_t best = OPTIONS, members = 0;

        for (size_t i = 0; i < count; i++) {
            if (options[i].class != class)
                continue;
            members++;
            if (best == OPTIONS || options[i].cost < options[best].cost)
                best = i;
        }
        for (size_t i = 0; members > 1 && i < count; i++)
            if (options[i].class == class && i != best)
                drop_option(route, page, parent, &options[i], &route->steps[options[best].first]);
        if (members > 1)
            route->steps[options[best].first].way = options[best].name;
    }
    /* Docker beside an installation */
    for (size_t i = 0; i < count; i++)
        for (size_t o = 0; is_container(&options[i]) && o < count; o++)
            if (o != i && (is_general(&options[o], page) ||
                           (options[o].class == WAY_TOOL && !is_container(&options[o])))) {
                drop_option(route, page, parent, &options[i], &route->steps[options[o].first]);
                break;
            }
}

static void choose_headings(struct route *route)
{
    unsigned done[64];
    size_t done_count = 0;

    for (size_t i = 0; i < route->count; i++) {
        const struct step *step = &route->steps[i];
        unsigned heading;

        if (!step->page || step->dropped)
            continue;
        heading = route_section(step);
        for (unsigned up = 0; up < 6; up++) {
            unsigned parent =
                heading < step->page->blocks.count ? route_parent(step->page, heading) : UINT_MAX;
            bool known = heading >= step->page->blocks.count;

            for (size_t d = 0; d < done_count; d++)
                known |= done[d] == parent;
            if (!known && done_count < sizeof(done) / sizeof(*done)) {
                done[done_count++] = parent;
                choose_heading(route, step->page, parent);
            }
            heading = parent;
        }
    }
}

/* --- ways that a word between two blocks tells apart --- */

static struct str before_block(const struct step *step)
{
    const struct block *before;

    if (!step->page || !step->block || step->block >= step->page->blocks.count)
        return (struct str){0};
    before = &step->page->blocks.items[step->block - 1];
    if (step->page->blocks.items[step->block].kind != BLOCK_CODE) /* inline: its own sentence */
        return step->page->blocks.items[step->block].text;
    return before->kind == BLOCK_PARAGRAPH || before->kind == BLOCK_LIST_ITEM ||
                   before->kind == BLOCK_QUOTE || before->kind == BLOCK_HTML
               ? before->text
               : (struct str){0};
}

/* "Alternatively, ...", "... Or from source:" */
static bool is_another(struct str text)
{
    const char *phrase;
    size_t at;

    for (size_t from = 0, sentences = 0; from < text.len && sentences < 4; sentences++) {
        struct str rest = str_slice(text, from, text.len);

        while (rest.len && !((*rest.ptr >= 'a' && *rest.ptr <= 'z') ||
                             (*rest.ptr >= 'A' && *rest.ptr <= 'Z') || *rest.ptr == '='))
            rest = str_slice(rest, 1, rest.len);
        phrase = phrase_any(str_slice(rest, 0, 60), begins_another);
        if (phrase && phrase_find(rest, phrase) == 0)
            return true;
        for (at = from; at + 1 < text.len; at++)
            if ((text.ptr[at] == '.' && text.ptr[at + 1] == ' ') || text.ptr[at] == '\n')
                break;
        from = at + 1;
    }
    return false;
}

/* The next block belongs to the same way: nothing stands between them, or "then". */
static bool goes_on(const struct step *step, const struct step *next)
{
    static const char *const words[] = {"then*",    "next*",     "and*", "after*",
                                        "finally*", "followed*", "now*", NULL};
    struct str text = before_block(next);
    const char *phrase;

    if (next->block == step->block + 1)
        return true;
    phrase = phrase_any(str_slice(text, 0, 40), words);
    return phrase && phrase_find(text, phrase) == 0;
}

/* Steps of setting up behind such a word are another way to what stands before it in the section.
 */
static void choose_words(struct route *route)
{
    for (size_t i = 1; i < route->count; i++) {
        struct step *step = &route->steps[i], *first = NULL;
        unsigned before = 0, after = 0;
        size_t from = i, to = i;
        bool folded, registry = false;
        const char *name;

        if (step->dropped || step->by_hand || !step->page || !is_setting_up(step->kind))
            continue;
        folded = step->page->blocks.items[step->block].folded;
        if (!folded && !is_another(before_block(step)))
            continue;
        while (from && route->steps[from - 1].page == step->page &&
               route_section(&route->steps[from - 1]) == route_section(step))
            from--;
        for (size_t k = from; k < i; k++)
            if (!route->steps[k].dropped && is_setting_up(route->steps[k].kind) &&
                route->steps[k].block != step->block) {
                before += route->steps[k].free ? 0 : route_cost(&route->steps[k]);
                registry |= route->steps[k].self == SELF_REGISTRY;
                first = first ? first : &route->steps[k];
            }
        if (!first || (folded && route->steps[from].page->blocks.items[first->block].folded))
            continue;
        for (; to < route->count && route->steps[to].page == step->page &&
               route_section(&route->steps[to]) == route_section(step) &&
               (to == i || route->steps[to].block == route->steps[to - 1].block ||
                goes_on(&route->steps[to - 1], &route->steps[to]));
             to++)
            if (is_setting_up(route->steps[to].kind))
                after += route->steps[to].free ? 0 : route_cost(&route->steps[to]);
        (void)way_of(before_block(step), &name);
        if (after && after < before && !registry) {
            name_other(route, step, NULL, first);
            step->way = name;
            for (size_t k = from; k < i; k++)
                route->steps[k].dropped |=
                    is_setting_up(route->steps[k].kind) && route->steps[k].block != step->block;
        } else {
            name_other(route, first, name, step);
            for (size_t k = i; k < to; k++)
                route->steps[k].dropped |= is_setting_up(route->steps[k].kind);
        }
    }
}

/* --- ways to install the project itself --- */

static void choose_self(struct route *route)
{
    struct step *registry = NULL;
    bool tree = false, source = false;

    for (size_t i = 0; i < route->count; i++) {
        const struct step *step = &route->steps[i];

        if (step->dropped)
            continue;
        tree |= step->from_tree && (step->kind == STEP_RUN || step->kind == STEP_PREPARE ||
                                    step->kind == STEP_DOWNLOAD);
        source |= step->self == SELF_SOURCE || step->kind == STEP_CLONE;
    }
    for (size_t i = 0; i < route->count; i++) {
        struct step *step = &route->steps[i];

        if (step->dropped || step->self != SELF_REGISTRY)
            continue;
        if (registry || (tree && source)) {
            step->dropped = true;
            name_other(route, registry, "again", step);
            if (!registry) {
                for (size_t k = 0; k < route->count; k++)
                    if (!route->steps[k].dropped && route->steps[k].kind == STEP_CLONE) {
                        name_other(route, &route->steps[k], "from the registry", step);
                        break;
                    }
            }
        } else {
            registry = step;
        }
    }
    if (!registry)
        return;
    for (size_t i = 0; i < route->count; i++) {
        struct step *step = &route->steps[i];

        if (step->dropped || step == registry || tree)
            continue;
        if (step->self == SELF_SOURCE ||
            (step->kind == STEP_CLONE && step->page == registry->page) ||
            (is_setting_up(step->kind) && step->from_tree)) {
            name_other(route, registry, "from source", step);
            step->dropped = true;
        }
    }
}

/* apt, brew and choco are for different readers. */
static void choose_system(struct route *route)
{
    for (size_t i = 1; i < route->count; i++) {
        struct step *step = &route->steps[i];

        for (size_t k = 0; step->system && !step->free && !step->dropped && k < i; k++)
            if (route->steps[k].system && !route->steps[k].dropped && !route->steps[k].free &&
                route->steps[k].page == step->page &&
                route_section(&route->steps[k]) == route_section(step)) {
                name_other(route, &route->steps[k], "another system", step);
                step->dropped = true;
            }
    }
}

void route_ways(struct route *route)
{
    choose_words(route);
    choose_headings(route);
    choose_system(route);
    choose_self(route);
}
