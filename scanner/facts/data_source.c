/* Where the data come from: the tree, a link, a script that fetches or makes them, or a public
 * collection that code loads from. */
#include "facts/extract.h"
#include "facts/facts.h"
#include "util/arena.h"
#include "util/phrase.h"

#include <string.h>

/* "download_data.py", "01_generate_instances.py", "get_reference_models.sh", "simulate.R". */
static bool is_maker(const char *path)
{
    static const char *const words[] = {"download*", "fetch*",  "generate*", "generator*",
                                        "simulat*",  "get_*",   "prepare*",  "make_data*",
                                        "create_*",  "synthe*", NULL};
    const char *base = path_base(path);
    char name[64];
    size_t length = strlen(base) < sizeof(name) - 1 ? strlen(base) : sizeof(name) - 1;

    for (size_t i = 0; i < length; i++) /* a digit or '_' before a word is none of it */
        name[i] = (base[i] >= '0' && base[i] <= '9') || (base[i] == '_' && i < 4) || base[i] == '-'
                      ? ' '
                      : base[i];
    return phrase_any((struct str){name, length}, words);
}

static bool comes_with_code(const struct facts *facts)
{
    for (size_t i = 0; i < facts->tree.count; i++) {
        const struct tree_file *file = &facts->tree.files[i];

        if (!(file->roles & ROLE_OWN) || file->roles & ROLE_TEST)
            continue;
        if (file->roles & ROLE_DATA && !(file->roles & (ROLE_CODE | ROLE_PAGE)) &&
            file->file->kind == FILE_REGULAR && *path_base(file->file->path) != '.')
            return true;
        if ((file->roles & ROLE_CODE || file->language == LANGUAGE_SHELL) &&
            is_maker(file->file->path))
            return true;
    }
    return false;
}

static bool holds(const struct facts *facts, enum metric metric)
{
    return facts->metrics[metric].type == RH_VALUE_BOOL && facts->metrics[metric].integer;
}

void data_source_collect(struct facts *facts)
{
    const struct rh_metric *linked = &facts->metrics[METRIC_README_WEIGHTS_OR_DATA_LINK];

    if (comes_with_code(facts) || holds(facts, METRIC_README_WEIGHTS_OR_DATA_LINK) ||
        holds(facts, METRIC_EXAMPLES_LOADS_PUBLIC_DATA))
        facts_bool(facts, METRIC_README_DATA_AVAILABLE, true);
    else if (linked->type != RH_VALUE_BOOL)
        facts_unknown(facts, METRIC_README_DATA_AVAILABLE, linked->string);
    else
        facts_bool(facts, METRIC_README_DATA_AVAILABLE, false);
}
