/* What a repository is and how far it aims: the first row that fits. docs/facts.md says the same
 * in words. */
#include "facts/extract.h"
#include "facts/facts.h"
#include "util/arena.h"
#include "util/limits.h"
#include "util/pattern.h"

#include <string.h>

enum {
    FEW_FILES = 3,      /* source files below which a promise is all there is */
    SOME_LINES = 20,    /* a source file of fewer lines is a stub */
    OPENING_WORDS = 60, /* where a benchmark says that it is one */
    MANY_PARTS = 5,     /* folders with a README of their own */
    MANY_VERSIONS = 5,
    MANY_PAGES = 3,
    MANY_PEOPLE = 10,
    MANY_DAYS = 365,
    MUCH_CODE = 300,    /* files */
    SHORT_README = 100, /* words: a list of what is in the folders */
};

static int64_t number(const struct facts *facts, enum metric metric)
{
    const struct rh_metric *value = &facts->metrics[metric];

    return value->type == RH_VALUE_INTEGER || value->type == RH_VALUE_BOOL ? value->integer : 0;
}

static bool has_name(const struct facts *facts)
{
    const struct rh_metric *name = &facts->metrics[METRIC_INSTALL_PACKAGE_NAME];

    return name->type == RH_VALUE_STRING && name->string;
}

static bool says(const struct facts *facts, const char *text, struct str where)
{
    struct pattern_walk walk = {.rest = where};
    struct pattern *pattern;
    struct rh_error err;

    return pattern_compile(facts->arena, text, &pattern, &err) && pattern_next(pattern, &walk);
}

/* The README up to and with its n-th word. */
static struct str opening(const struct facts *facts, unsigned words)
{
    const struct document *readme = facts->documents.readme;
    struct str rest = readme ? readme->text : (struct str){0}, word;

    while (words-- && str_next_word(&rest, &word))
        ;
    return readme ? str_slice(readme->text, 0, readme->text.len - rest.len) : rest;
}

/* Whether own source files are more than stubs, all together. */
static bool has_code(const struct facts *facts)
{
    unsigned looked = 0, lines = 0;

    for (size_t i = 0; i < facts->tree.count; i++) {
        const struct tree_file *file = &facts->tree.files[i];
        struct arena *scratch;
        struct str text, line;
        bool read;

        if (!(file->roles & ROLE_CODE) || !(file->roles & ROLE_OWN))
            continue;
        if (++looked > FEW_FILES * 4)
            return true;
        scratch = arena_new();
        read = file_read(facts->snapshot, scratch, file->file, LIMIT_BLOB_BYTES, &text) == READ_OK;
        while (read && lines <= SOME_LINES && str_next_line(&text, &line))
            lines += str_trim(line).len > 0;
        arena_free(scratch);
        if (!read || lines > SOME_LINES || file->language == LANGUAGE_NOTEBOOK)
            return true;
    }
    return false;
}

static bool is_placeholder(const struct facts *facts)
{
    const struct document *readme = facts->documents.readme;

    if (facts->snapshot->files_partial) /* the code may be in what is not here */
        return false;
    if (!has_code(facts))
        return facts->tree.own_code < FEW_FILES;
    return facts->tree.own_code < FEW_FILES && readme &&
           says(facts,
                "(?i)code (?:will be|to be) (?:made )?(?:released|available|uploaded|public)|not "
                "yet "
                "(?:available|published|released)|coming soon",
                readme->text);
}

/* Folders that are no project of their own, whatever README they have. */
static bool is_service_folder(struct str name)
{
    static const char *const names[] = {
        "doc",       "docs",      "documentation", "example", "examples", "test",   "tests",
        "tutorials", "notebooks", "scripts",       "data",    "tools",    "assets", "benchmarks",
        "ci",        "contrib"};

    if (str_starts(name, "."))
        return true;
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (str_equal_nocase(name, names[i]))
            return true;
    return false;
}

/* Own code files below a folder. */
static size_t code_below(const struct tree *tree, const struct tree_folder *folder)
{
    size_t count = 0;

    for (size_t i = folder->first; i < folder->end; i++)
        count += (tree->files[i].roles & (ROLE_CODE | ROLE_OWN)) == (ROLE_CODE | ROLE_OWN);
    return count;
}

static bool has_readme(const struct tree *tree, const struct tree_folder *folder)
{
    for (size_t i = folder->first; i < folder->end; i++)
        if (&tree->folders[tree->files[i].folder] == folder &&
            !strncasecmp(path_base(tree->files[i].file->path), "readme", 6))
            return true;
    return false;
}

/* Folders below the root, or below one folder that holds such folders (packages/a, libs/b), that
 * have a README and code of their own; *ret_code is how much of it. */
static unsigned parts(const struct facts *facts, size_t *ret_code)
{
    const struct tree *tree = &facts->tree;
    size_t counted = 0; /* where the last part that was counted ends */
    unsigned count = 0;

    *ret_code = 0;
    for (size_t i = 1; i < tree->folder_count; i++) {
        const struct tree_folder *folder = &tree->folders[i];
        const char *slash = memchr(folder->path.ptr, '/', folder->path.len);
        size_t code;

        if (folder->depth > 2 ||
            is_service_folder(str_slice(
                folder->path, 0, slash ? (size_t)(slash - folder->path.ptr) : folder->path.len)) ||
            !has_readme(tree, folder))
            continue;
        code = code_below(tree, folder);
        count += code != 0;
        if (folder->first >= counted) {
            *ret_code += code;
            counted = folder->end;
        }
    }
    return count;
}

/* The parts are the repository: they hold most of its code. */
static bool is_monorepo(const struct facts *facts)
{
    size_t code = 0;
    unsigned count = has_name(facts) ? 0 : parts(facts, &code);
    const struct document *readme = facts->documents.readme;

    if (code * 2 < facts->tree.own_code)
        return false;
    return count >= MANY_PARTS * 2 ||
           (count >= MANY_PARTS && (!readme || readme->prose_words < SHORT_README ||
                                    number(facts, METRIC_INSTALL_MANIFEST_AT_ROOT) == 0));
}

/* Software with versions: a package that others install, or a project that has long been released
 * and that many have worked on, in whatever language; or simply too much tested code for a paper.
 */
static bool is_library(const struct facts *facts)
{
    int64_t versions = number(facts, METRIC_RELEASE_VERSION_TAGS);

    if (facts->tree.own_code >= MUCH_CODE && number(facts, METRIC_TESTS_PRESENT))
        return true;
    if (has_name(facts))
        return number(facts, METRIC_README_REGISTRY_INSTALL) || versions >= MANY_VERSIONS ||
               number(facts, METRIC_DOCS_PAGES) >= MANY_PAGES;
    return versions >= MANY_VERSIONS && number(facts, METRIC_HISTORY_AUTHORS) >= MANY_PEOPLE &&
           number(facts, METRIC_HISTORY_SPAN_DAYS) >= MANY_DAYS;
}

static bool is_benchmark(const struct facts *facts)
{
    /* Any paper names its datasets; only a dataset has the word in its title. */
    return says(facts,
                "(?i)\\b(?:benchmark|leader ?board|evaluation (?:suite|harness))\\b"
                "|^#+ [^\\n]*\\bdatasets?\\b",
                opening(facts, OPENING_WORDS)) &&
           (number(facts, METRIC_EXAMPLES_EVALUATION_SCRIPT) ||
            number(facts, METRIC_EXAMPLES_SAMPLE_DATA));
}

static bool is_replication(const struct facts *facts)
{
    const size_t *languages = facts->tree.languages;
    size_t analysis = languages[LANGUAGE_R] + languages[LANGUAGE_JULIA] +
                      languages[LANGUAGE_MATLAB] + languages[LANGUAGE_NOTEBOOK];

    if (has_name(facts))
        return false;
    return analysis * 2 >= facts->tree.own_code || tree_has_folder(&facts->tree, "figures") ||
           tree_has_folder(&facts->tree, "figure") || tree_has_folder(&facts->tree, "tables");
}

static bool is_anything(const struct facts *facts)
{
    (void)facts;
    return true;
}

static const struct {
    enum rh_kind kind;
    enum rh_aim aim;
    bool (*fits)(const struct facts *facts);
} rows[] = {
    {RH_PLACEHOLDER, RH_AIM_RELEASE, is_placeholder}, {RH_MONOREPO, RH_AIM_PROJECT, is_monorepo},
    {RH_LIBRARY, RH_AIM_PROJECT, is_library},         {RH_BENCHMARK, RH_AIM_PROJECT, is_benchmark},
    {RH_REPLICATION, RH_AIM_RELEASE, is_replication}, {RH_PAPER_CODE, RH_AIM_RELEASE, is_anything},
};

static enum rh_aim aim_of(enum rh_kind kind)
{
    size_t i = 0;

    while (rows[i].kind != kind)
        i++;
    return rows[i].aim;
}

/* The kind or aim that was asked for by name, else what was found. */
static void choose(struct facts *facts, const struct facts_options *options)
{
    for (enum rh_kind kind = 0; options->kind && kind < RH_KIND_COUNT; kind++)
        if (!strcmp(options->kind, rh_kind_name(kind)))
            facts->kind = kind;
    if (options->kind)
        facts->aim = aim_of(facts->kind);
    if (options->aim)
        facts->aim =
            !strcmp(options->aim, rh_aim_name(RH_AIM_PROJECT)) ? RH_AIM_PROJECT : RH_AIM_RELEASE;
}

void kind_collect(struct facts *facts, const struct facts_options *options)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        if (rows[i].fits(facts)) {
            facts->kind = rows[i].kind;
            facts->aim = rows[i].aim;
            break;
        }
    choose(facts, options);
}
