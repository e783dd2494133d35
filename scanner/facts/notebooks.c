#include "facts/notebooks.h"

#include "util/arena.h"
#include "util/limits.h"
#include "util/phrase.h"

#include <string.h>

struct notebooks {
    size_t count, unread;
    size_t with_code;   /* cells that could leave output */
    size_t with_output; /* in half of its code cells or more */
    size_t in_order, old;
    bool error;
    size_t languages[LANGUAGE_COUNT];
};

struct notebooks *notebooks_new(struct arena *arena)
{
    return arena_alloc(arena, sizeof(struct notebooks));
}

static bool is_blank(struct str text) { return !str_trim(text).len; }

/* An error that the reader is meant to see: the cell, or the words above it, speak of it. */
static bool is_meant(const struct notebook *notebook, size_t at)
{
    static const char *const words[] = {"error*",     "raise*",       "fail*",       "exception*",
                                        "try",        "wrong",        "invalid",     "not work",
                                        "won't work", "doesn't work", "not allowed", "illegal",
                                        "crash*",     "except",       "assert*",     NULL};
    const struct notebook_cell *cell = &notebook->cells.items[at];

    if (cell->error_tagged || phrase_any(cell->source, words))
        return true;
    return at && !notebook->cells.items[at - 1].code &&
           phrase_any(notebook->cells.items[at - 1].source, words);
}

static void look_at_errors(struct facts *facts, struct notebooks *notebooks, const char *path,
                           const struct notebook *notebook)
{
    for (size_t i = 0; i < notebook->cells.count; i++) {
        const struct notebook_cell *cell = &notebook->cells.items[i];

        if (!cell->error)
            continue;
        notebooks->error = true;
        facts_observe(facts, OBSERVATION_NOTEBOOK_ERROR, is_meant(notebook, i) ? "meant" : "stray",
                      path, cell->error_line, str_of(cell->error));
    }
}

static const char *order_of(const struct notebook *notebook)
{
    const char *order = "in_order";
    int64_t last = 0;

    for (size_t i = 0; i < notebook->cells.count; i++) {
        const struct notebook_cell *cell = &notebook->cells.items[i];

        if (!cell->code || cell->count <= 0)
            continue;
        if (cell->count <= last)
            return "out_of_order";
        if (cell->count != last + 1)
            order = "gaps";
        last = cell->count;
    }
    return last ? order : "not_run";
}

static void look_at_outputs(struct facts *facts, struct notebooks *notebooks, const char *path,
                            const struct notebook *notebook)
{
    size_t code = 0, with = 0;
    const char *order;

    for (size_t i = 0; i < notebook->cells.count; i++) {
        const struct notebook_cell *cell = &notebook->cells.items[i];

        code += cell->code && !is_blank(cell->source);
        with += cell->code && cell->outputs != 0;
    }
    if (!code)
        return;
    order = order_of(notebook);
    notebooks->with_code++;
    notebooks->with_output += with != 0;
    notebooks->in_order += !strcmp(order, "in_order");
    facts_observe(
        facts, OBSERVATION_NOTEBOOK_OUTPUTS, with ? "kept" : "stripped", path, 0,
        str_of(arena_printf(facts->arena, "%zu of %zu code cells have output", with, code)));
    facts_observe(facts, OBSERVATION_NOTEBOOK_ORDER, order, path, 0, str_of(path_base(path)));
}

static void look_at_kernel(struct facts *facts, struct notebooks *notebooks, const char *path,
                           const struct notebook *notebook)
{
    bool old = (notebook->format && notebook->format < 4) ||
               (notebook->kernel && !strcmp(notebook->kernel, "python2")) ||
               (notebook->language == LANGUAGE_PYTHON && notebook->version &&
                text_starts(notebook->version, "2.") &&
                !(notebook->kernel && !strcmp(notebook->kernel, "python3"))); /* a slip */

    notebooks->old += old;
    facts_observe(facts, OBSERVATION_NOTEBOOK_KERNEL,
                  old                ? "old"
                  : notebook->kernel ? "named"
                                     : "unnamed",
                  path, 0,
                  str_of(arena_printf(facts->arena, "format %d, kernel %s", (int)notebook->format,
                                      notebook->kernel ? notebook->kernel : "not said")));
}

void notebooks_add(struct notebooks *notebooks, struct facts *facts, const struct tree_file *file,
                   const struct notebook *notebook)
{
    const char *path = file->file->path;

    notebooks->count++;
    notebooks->languages[notebook->language]++;
    if (file->roles & ROLE_TEST) /* made to be wrong, as often as not */
        return;
    look_at_errors(facts, notebooks, path, notebook);
    look_at_outputs(facts, notebooks, path, notebook);
    look_at_kernel(facts, notebooks, path, notebook);
}

void notebooks_miss(struct notebooks *notebooks, struct facts *facts, const struct tree_file *file)
{
    notebooks->count++;
    notebooks->unread++;
    facts_observe(facts, OBSERVATION_NOTEBOOK_OUTPUTS, "unread", file->file->path, 0,
                  str_of(path_base(file->file->path)));
}

void notebooks_finish(struct notebooks *notebooks, struct facts *facts)
{
    const char *why = arena_printf(facts->arena, "%zu of %zu notebooks could not be read",
                                   notebooks->unread, notebooks->count);
    static const enum metric counts[] = {
        METRIC_EXAMPLES_NOTEBOOKS_WITH_CODE, METRIC_EXAMPLES_NOTEBOOKS_WITH_OUTPUT,
        METRIC_EXAMPLES_NOTEBOOKS_IN_ORDER, METRIC_EXAMPLES_NOTEBOOKS_OLD};
    const size_t values[] = {notebooks->with_code, notebooks->with_output, notebooks->in_order,
                             notebooks->old};

    facts_integer(facts, METRIC_EXAMPLES_NOTEBOOKS, (int64_t)notebooks->count);
    if (notebooks->error || !notebooks->unread)
        facts_bool(facts, METRIC_EXAMPLES_NOTEBOOK_ERROR_OUTPUT, notebooks->error);
    else
        facts_unknown(facts, METRIC_EXAMPLES_NOTEBOOK_ERROR_OUTPUT, why);
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        if (notebooks->unread)
            facts_unknown(facts, counts[i], why);
        else
            facts_integer(facts, counts[i], (int64_t)values[i]);
    }
    tree_count_notebooks(&facts->tree, notebooks->languages);
}
