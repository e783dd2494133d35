/* How a project is laid out: folders for examples, benchmarks and configurations, pages of
 * documentation, scripts that a reader starts with. By names alone. */
#include "facts/extract.h"
#include "facts/facts.h"
#include "util/arena.h"
#include "util/limits.h"

#include <string.h>

enum {
    SCRIPT_DEPTH = 3, /* folders above a script that a reader starts with */
    SCRIPTS_SHOWN = 100,
    SAMPLE_BYTES = 5 * MIB,
};

/* ---- words of a name ---- */

/* Takes the next word off *rest: "run_trainModel-2" is run, train, Model, 2. */
static bool next_word(struct str *rest, struct str *ret_word)
{
    size_t start = 0, end;

    while (start < rest->len && strchr("_-. /", rest->ptr[start]))
        start++;
    for (end = start; end < rest->len && !strchr("_-. /", rest->ptr[end]); end++)
        if (end > start && rest->ptr[end] >= 'A' && rest->ptr[end] <= 'Z' &&
            rest->ptr[end - 1] >= 'a' && rest->ptr[end - 1] <= 'z')
            break;
    *ret_word = str_slice(*rest, start, end);
    *rest = str_slice(*rest, end, rest->len);
    return ret_word->len != 0;
}

static bool is_one_of(struct str word, const char *const *words)
{
    for (; *words; words++)
        if (str_equal_nocase(word, *words))
            return true;
    return false;
}

static bool has_word(struct str name, const char *const *words)
{
    struct str word;

    while (next_word(&name, &word))
        if (is_one_of(word, words))
            return true;
    return false;
}

/* ---- scripts ---- */

static const char *const training_words[] = {"train",       "training", "pretrain",
                                             "pretraining", "finetune", "finetuning",
                                             "tune",        "learn",    NULL};
static const char *const evaluation_words[] = {
    "eval",       "evaluate", "evaluation", "evaluating", "test",  "testing", "predict",
    "prediction", "infer",    "inference",  "validate",   "score", "scoring", NULL};
static const char *const main_words[] = {
    "main", "run", "experiment", "experiments", "exp", "simulate", "simulation", "reproduce", NULL};
static const char *const demo_words[] = {"demo",     "app",    "quickstart",  "example", "tutorial",
                                         "generate", "sample", "interactive", "play",    NULL};

/* Names with such words are parts of a library, not scripts. */
static const char *const part_words[] = {"utils",  "util",    "utilities", "helper",    "helpers",
                                         "config", "configs", "args",      "arguments", "options",
                                         "opts",   "trainer", "tester",    "evaluator", "callbacks",
                                         "base",   "setup",   "init",      "dataset",   "datasets",
                                         "loader", "metrics", "layers",    "common",    NULL};

/* In a package these are what a module is about, not what a script does. */
static const char *const topic_words[] = {
    "training",   "pretraining", "finetuning", "learn", "evaluation", "evaluating", "testing",
    "prediction", "inference",   "scoring",    "score", "sample",     "example",    "experiment",
    "exp",        "simulation",  "app",        "run",   NULL};

static const char *script_status(struct str stem, bool packaged)
{
    struct str rest = stem, first = {0};

    next_word(&rest, &first);
    if (has_word(stem, part_words) || (stem.len && stem.ptr[0] == '_') ||
        (packaged && first.len == stem.len && is_one_of(first, topic_words)))
        return NULL;
    if (has_word(stem, training_words))
        return "training";
    if (has_word(stem, evaluation_words))
        return "evaluation";
    if (is_one_of(first, main_words))
        return "main";
    return has_word(stem, demo_words) ? "demo" : NULL;
}

static bool may_be_script(const struct tree *tree, const struct tree_file *file)
{
    static const bool scripted[LANGUAGE_COUNT] = {
        [LANGUAGE_PYTHON] = true, [LANGUAGE_R] = true,        [LANGUAGE_JULIA] = true,
        [LANGUAGE_MATLAB] = true, [LANGUAGE_LUA] = true,      [LANGUAGE_SHELL] = true,
        [LANGUAGE_STATA] = true,  [LANGUAGE_NOTEBOOK] = true,
    };

    return scripted[file->language] && file->roles & ROLE_OWN && !(file->roles & ROLE_DOCS) &&
           tree->folders[file->folder].depth <= SCRIPT_DEPTH;
}

static bool is_packaged(struct facts *facts, const struct tree_file *file)
{
    struct str folder = facts->tree.folders[file->folder].path;

    return file->folder && file->language == LANGUAGE_PYTHON &&
           tree_find(&facts->tree,
                     arena_printf(facts->arena, "%.*s/__init__.py", (int)folder.len, folder.ptr));
}

static void find_scripts(struct facts *facts)
{
    const struct tree *tree = &facts->tree;
    bool training = false, evaluation = false;
    size_t shown = 0;

    for (size_t i = 0; i < tree->count; i++) {
        const struct tree_file *file = &tree->files[i];
        const char *base = path_base(file->file->path), *status;
        struct str stem = {base, strlen(base) - strlen(path_extension(base))};

        /* unit tests live in folders of their own; test.py beside main.py evaluates */
        if (!may_be_script(tree, file) || tree->folders[file->folder].roles & ROLE_TEST ||
            (file->roles & ROLE_TEST && str_starts(stem, "test_")))
            continue;
        status = script_status(stem, is_packaged(facts, file));
        if (!status)
            continue;
        training = training || !strcmp(status, "training");
        evaluation = evaluation || !strcmp(status, "evaluation");
        if (shown++ < SCRIPTS_SHOWN)
            facts_observe(facts, OBSERVATION_ENTRY_SCRIPT, status, file->file->path, 0,
                          str_of(base));
    }
    facts_bool(facts, METRIC_EXAMPLES_TRAINING_SCRIPT, training);
    facts_bool(facts, METRIC_EXAMPLES_EVALUATION_SCRIPT, evaluation);
}

/* ---- folders ---- */

static struct str folder_name(const struct tree *tree, const struct tree_folder *folder)
{
    size_t start = folder->depth > 1 ? tree->folders[folder->parent].path.len + 1 : 0;

    return str_slice(folder->path, start, folder->path.len);
}

static bool is_index(const char *base)
{
    return !strncasecmp(base, "readme", 6) || !strncasecmp(base, "index.", 6) ||
           !strcasecmp(path_extension(base), ".md");
}

static void look_at_examples(struct facts *facts)
{
    const struct tree *tree = &facts->tree;
    bool found = false, indexed = false;

    for (size_t i = 1; i < tree->folder_count; i++) {
        const struct tree_folder *folder = &tree->folders[i];
        bool own = false, index = false;

        if (folder->depth > 2 || !(folder->roles & ROLE_EXAMPLE) ||
            folder->roles & (ROLE_VENDORED | ROLE_TEST | ROLE_DATA) ||
            tree->folders[folder->parent].roles & ROLE_EXAMPLE)
            continue;
        for (size_t at = folder->first; at < folder->end; at++) {
            own = own || tree->files[at].roles & (ROLE_CODE | ROLE_PAGE);
            index = index || (tree->files[at].folder == i &&
                              is_index(path_base(tree->files[at].file->path)));
        }
        if (!own)
            continue;
        found = true;
        indexed = indexed || index;
        facts_observe(facts, OBSERVATION_EXAMPLES_FOLDER, index ? "indexed" : "bare",
                      str_dup(facts->arena, folder->path), 0, folder_name(tree, folder));
    }
    facts_bool(facts, METRIC_EXAMPLES_FOLDER, found);
    facts_bool(facts, METRIC_EXAMPLES_FOLDER_INDEX, indexed);
}

static bool has_folder_named(const struct tree *tree, const char *const *words)
{
    for (size_t i = 1; i < tree->folder_count; i++) {
        const struct tree_folder *folder = &tree->folders[i];

        if (folder->depth <= 2 && !(folder->roles & (ROLE_VENDORED | ROLE_GENERATED | ROLE_TEST)) &&
            is_one_of(folder_name(tree, folder), words))
            return true;
    }
    return false;
}

static bool is_setting(const struct tree_file *file)
{
    static const char *const ends[] = {".yml", ".yaml", ".json",    ".toml", ".gin",
                                       ".cfg", ".ini",  ".jsonnet", NULL};
    const char *extension = path_extension(file->file->path);

    return *extension && is_one_of(str_of(extension), ends);
}

/* The configurations in the largest folder of them: units that somebody may add to. */
static void count_settings(struct facts *facts)
{
    static const char *const words[] = {"config",  "configs",        "conf",    "cfg",
                                        "cfgs",    "configurations", "hparams", "experiments",
                                        "recipes", "settings",       NULL};
    const struct tree *tree = &facts->tree;
    size_t most = 0;

    for (size_t i = 1; i < tree->folder_count; i++) {
        const struct tree_folder *folder = &tree->folders[i];
        size_t count = 0;

        if (folder->depth > 3 || folder->roles & (ROLE_VENDORED | ROLE_TEST) ||
            !is_one_of(folder_name(tree, folder), words))
            continue;
        for (size_t at = folder->first; at < folder->end; at++)
            count += is_setting(&tree->files[at]);
        if (count > most)
            most = count;
    }
    facts_integer(facts, METRIC_MODULARITY_CONFIG_UNITS, (int64_t)most);
}

/* ---- pages and data ---- */

static void count_pages(struct facts *facts)
{
    static const char *const extension_words[] = {
        "adding",  "add",       "new",        "custom",      "customizing",
        "extend",  "extending", "extensions", "plugin",      "plugins",
        "writing", "own",       "implement",  "integrating", NULL};
    const struct tree *tree = &facts->tree;
    size_t pages = 0, extension = 0;

    for (size_t i = 0; i < tree->count; i++) {
        const struct tree_file *file = &tree->files[i];
        const char *base = path_base(file->file->path), *end = path_extension(base);
        bool page = file->roles & ROLE_PAGE || file->language == LANGUAGE_NOTEBOOK ||
                    !strcasecmp(end, ".rmd") || !strcasecmp(end, ".qmd");

        if (!page || !(file->roles & ROLE_DOCS) || !(file->roles & ROLE_OWN))
            continue;
        pages++;
        if (has_word((struct str){base, strlen(base) - strlen(end)}, extension_words)) {
            if (extension++ < SCRIPTS_SHOWN)
                facts_observe(facts, OBSERVATION_EXTENSION_PAGE, "found", file->file->path, 0,
                              str_of(base));
        }
    }
    facts_integer(facts, METRIC_DOCS_PAGES, (int64_t)pages);
    facts_integer(facts, METRIC_MODULARITY_EXTENSION_PAGES, (int64_t)extension);
}

/* Data small enough to come with the code, named as a sample. */
static void find_sample_data(struct facts *facts)
{
    static const char *const words[] = {"sample",  "samples",  "toy",   "tiny",   "mini",    "demo",
                                        "example", "examples", "small", "subset", "minimal", NULL};
    static const char *const products[] = {"result", "results",    "output",      "outputs", "log",
                                           "logs",   "checkpoint", "checkpoints", "info",    NULL};
    const struct tree *tree = &facts->tree;
    size_t asked = 0;

    facts_bool(facts, METRIC_EXAMPLES_SAMPLE_DATA, false);
    for (size_t i = 0; i < tree->count && asked < 1000; i++) {
        const struct tree_file *file = &tree->files[i];
        int64_t size;

        if (!(file->roles & ROLE_DATA) || !(file->roles & ROLE_OWN) || file->roles & ROLE_TEST ||
            file->file->kind == FILE_SYMLINK || file->roles & ROLE_PAGE || is_setting(file) ||
            !has_word(str_of(file->file->path), words) ||
            has_word(str_of(file->file->path), products))
            continue;
        asked++;
        size = file_size(facts->snapshot, file->file);
        if (size <= 0 || size > SAMPLE_BYTES)
            continue;
        facts_bool(facts, METRIC_EXAMPLES_SAMPLE_DATA, true);
        facts_observe(facts, OBSERVATION_SAMPLE_DATA, "found", file->file->path, 0,
                      str_of(path_base(file->file->path)));
        return;
    }
}

void layout_collect(struct facts *facts)
{
    static const char *const benchmarks[] = {"benchmark", "benchmarks",  "benchmarking",
                                             "perf",      "performance", NULL};
    static const char *const baselines[] = {
        "baseline", "baselines", "competitors", "comparison", "comparisons", "other_methods", NULL};

    find_scripts(facts);
    look_at_examples(facts);
    count_settings(facts);
    count_pages(facts);
    find_sample_data(facts);
    facts_bool(facts, METRIC_CASE_BENCHMARKS_FOLDER, has_folder_named(&facts->tree, benchmarks));
    facts_bool(facts, METRIC_CASE_BASELINES_FOLDER, has_folder_named(&facts->tree, baselines));
}
