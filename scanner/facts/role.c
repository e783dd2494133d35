/* What files are for, by the names of their folders, their own names and .gitattributes. */
#include "facts/role.h"

#include "util/arena.h"
#include "util/glob.h"

#include <string.h>

/* What a folder's name says of all that is below it. Any case. */
static const struct {
    const char *name;
    unsigned role;
} folder_names[] = {
    {"3rd-party", ROLE_VENDORED},
    {"3rd_party", ROLE_VENDORED},
    {"3rdparty", ROLE_VENDORED},
    {"_vendor", ROLE_VENDORED},
    {".venv", ROLE_VENDORED},
    {"bower_components", ROLE_VENDORED},
    {"extern", ROLE_VENDORED},
    {"external", ROLE_VENDORED},
    {"externals", ROLE_VENDORED},
    {"node_modules", ROLE_VENDORED},
    {"packrat", ROLE_VENDORED},
    {"renv", ROLE_VENDORED},
    {"site-packages", ROLE_VENDORED},
    {"submodules", ROLE_VENDORED},
    {"third-party", ROLE_VENDORED},
    {"third_parties", ROLE_VENDORED},
    {"third_party", ROLE_VENDORED},
    {"thirdparty", ROLE_VENDORED},
    {"vendor", ROLE_VENDORED},
    {"vendored", ROLE_VENDORED},
    {"venv", ROLE_VENDORED},
    {"virtualenv", ROLE_VENDORED},
    {".ipynb_checkpoints", ROLE_GENERATED},
    {"__macosx", ROLE_GENERATED},
    {"__pycache__", ROLE_GENERATED},
    {"_build", ROLE_GENERATED},
    {"_site", ROLE_GENERATED},
    {"htmlcov", ROLE_GENERATED},
    {"__tests__", ROLE_TEST},
    {"e2e", ROLE_TEST},
    {"integration-tests", ROLE_TEST},
    {"integration_tests", ROLE_TEST},
    {"t", ROLE_TEST},
    {"spec", ROLE_TEST},
    {"specs", ROLE_TEST},
    {"test", ROLE_TEST},
    {"testing", ROLE_TEST},
    {"tests", ROLE_TEST},
    {"testthat", ROLE_TEST},
    {"testsuite", ROLE_TEST},
    {"unit_test", ROLE_TEST},
    {"unit_tests", ROLE_TEST},
    {"unittest", ROLE_TEST},
    {"unittests", ROLE_TEST},
    {"cookbook", ROLE_EXAMPLE},
    {"demo", ROLE_EXAMPLE},
    {"demos", ROLE_EXAMPLE},
    {"example", ROLE_EXAMPLE},
    {"examples", ROLE_EXAMPLE},
    {"notebook", ROLE_EXAMPLE},
    {"notebooks", ROLE_EXAMPLE},
    {"quickstart", ROLE_EXAMPLE},
    {"sample", ROLE_EXAMPLE},
    {"samples", ROLE_EXAMPLE},
    {"tutorial", ROLE_EXAMPLE},
    {"tutorials", ROLE_EXAMPLE},
    {"vignettes", ROLE_EXAMPLE | ROLE_DOCS},
    {"doc", ROLE_DOCS},
    {"docs", ROLE_DOCS},
    {"documentation", ROLE_DOCS},
    {"man", ROLE_DOCS},
    {"manual", ROLE_DOCS},
    {"website", ROLE_DOCS},
    {"wiki", ROLE_DOCS},
    {"data", ROLE_DATA},
    {"dataset", ROLE_DATA},
    {"datasets", ROLE_DATA},
    {"checkpoint", ROLE_DATA},
    {"checkpoints", ROLE_DATA},
    {"log", ROLE_DATA},
    {"logs", ROLE_DATA},
    {"output", ROLE_DATA},
    {"outputs", ROLE_DATA},
    {"result", ROLE_DATA},
    {"results", ROLE_DATA},
};

/* Names that a program writes. Ends are compared in any case. */
static const char *const generated_ends[] = {
    ".min.js",       ".min.css",        ".pb.cc",       ".pb.h",     ".pb.go",
    "_pb2.py",       "_pb2.pyi",        "_pb2_grpc.py", ".pyc",      ".pyo",
    "rcppexports.r", "rcppexports.cpp", ".bundle.js",   ".egg-info", ".g4.interp",
};

static const char *const data_ends[] = {
    ".csv",    ".tsv",         ".parquet", ".feather", ".arrow", ".jsonl", ".npy",      ".npz",
    ".h5",     ".hdf5",        ".mat",     ".rds",     ".rda",   ".rdata", ".jld2",     ".pkl",
    ".pickle", ".dta",         ".sav",     ".xlsx",    ".xls",   ".pt",    ".pth",      ".ckpt",
    ".onnx",   ".safetensors", ".gguf",    ".bin",     ".nii",   ".gz",    ".bz2",      ".xz",
    ".zip",    ".tar",         ".7z",      ".fasta",   ".fa",    ".fastq", ".vcf",      ".bed",
    ".wav",    ".mp3",         ".flac",    ".mp4",     ".edf",   ".fif",   ".tfrecord", ".lmdb",
    ".db",     ".sqlite",
};

static const char *const page_ends[] = {".md", ".markdown", ".mdx", ".rst", ".org", ".adoc"};
/* ".txt" is a page only under these names. */
static const char *const page_names[] = {"readme",       "install", "changelog",
                                         "changes",      "news",    "authors",
                                         "contributing", "history", "contributors"};

struct attribute {
    const struct glob *glob;
    bool by_extension; /* "*.x": says what to leave out of statistics, not where it came from */
    unsigned set, cleared;
};

enum { ATTRIBUTES_MOST = 64 };

struct attributes {
    struct attribute items[ATTRIBUTES_MOST];
    size_t count;
};

static bool ends_with_any(const char *name, const char *const *ends, size_t count)
{
    size_t length = strlen(name);

    for (size_t i = 0; i < count; i++) {
        size_t end = strlen(ends[i]);

        if (length >= end && !strcasecmp(name + length - end, ends[i]))
            return true;
    }
    return false;
}

#define ENDS_WITH_ANY(name, ends) ends_with_any(name, ends, sizeof(ends) / sizeof((ends)[0]))

/* "test_model", "model_test", "model.test", "ModelTest", "runtests": the name without extension. */
static bool is_test_name(struct str stem)
{
    static const char *const exact[] = {"conftest", "runtests", "tests"};
    static const char *const ends[] = {"_test", "_tests", "-test", ".test",
                                       ".spec", "_spec",  "Test",  "Tests"};

    if (str_starts(stem, "test_") || str_starts(stem, "test-"))
        return true;
    for (size_t i = 0; i < sizeof(exact) / sizeof(exact[0]); i++)
        if (str_equal(stem, exact[i]))
            return true;
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
        if (str_ends(stem, ends[i]) && stem.len > strlen(ends[i]))
            return true;
    return false;
}

static bool is_page(const char *base)
{
    const char *extension = path_extension(base);

    if (ENDS_WITH_ANY(base, page_ends))
        return true;
    if (!*extension)
        return !strcasecmp(base, "readme");
    if (strcasecmp(extension, ".txt"))
        return false;
    for (size_t i = 0; i < sizeof(page_names) / sizeof(page_names[0]); i++)
        if (!strncasecmp(base, page_names[i], strlen(page_names[i])))
            return true;
    return false;
}

unsigned role_of_folder(struct str name, unsigned inherited)
{
    unsigned roles = inherited;

    for (size_t i = 0; i < sizeof(folder_names) / sizeof(folder_names[0]); i++)
        if (str_equal_nocase(name, folder_names[i].name))
            roles |= folder_names[i].role;
    if (str_ends(name, ".egg-info"))
        roles |= ROLE_GENERATED;
    /* data/test is a split, not a test; results/data is no test either */
    if (inherited & ROLE_DATA && !(inherited & ROLE_TEST))
        roles &= ~(unsigned)ROLE_TEST;
    return roles;
}

unsigned role_of_file(const struct attributes *attributes, const char *path, enum language language,
                      unsigned inherited)
{
    const char *base = path_base(path), *extension = path_extension(base);
    unsigned roles = inherited;

    if (language != LANGUAGE_NONE) {
        roles |= ROLE_CODE;
        roles &= ~(unsigned)ROLE_DATA;
        if (is_test_name((struct str){base, (size_t)(extension - base)}))
            roles |= ROLE_TEST;
    } else {
        if (ENDS_WITH_ANY(base, data_ends))
            roles |= ROLE_DATA;
        if (is_page(base))
            roles |= ROLE_PAGE;
    }
    if (ENDS_WITH_ANY(base, generated_ends))
        roles |= ROLE_GENERATED;
    for (size_t i = 0; i < attributes->count; i++) {
        const struct attribute *attribute = &attributes->items[i];

        if ((language == LANGUAGE_NOTEBOOK && attribute->by_extension) ||
            !glob_match(attribute->glob, path))
            continue;
        roles = (roles | attribute->set) & ~attribute->cleared;
    }
    if (!(roles & (ROLE_VENDORED | ROLE_GENERATED)))
        roles |= ROLE_OWN;
    return roles;
}

/* "linguist-vendored", "linguist-vendored=true", "-linguist-vendored", "linguist-vendored=false" */
static void read_attribute(struct str word, struct attribute *attribute)
{
    static const struct {
        const char *name;
        unsigned role;
    } names[] = {
        {"linguist-vendored", ROLE_VENDORED},
        {"linguist-generated", ROLE_GENERATED},
        {"linguist-documentation", ROLE_DOCS},
    };
    bool off = word.len && (word.ptr[0] == '-' || word.ptr[0] == '!');

    word = str_slice(word, off, word.len);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct str value;

        if (!str_starts(word, names[i].name))
            continue;
        value = str_slice(word, strlen(names[i].name), word.len);
        if (!value.len || str_equal(value, "=true"))
            *(off ? &attribute->cleared : &attribute->set) |= names[i].role;
        else if (str_equal(value, "=false"))
            attribute->cleared |= names[i].role;
    }
}

const struct attributes *attributes_read(struct arena *arena, struct str text)
{
    struct attributes *attributes = arena_alloc(arena, sizeof(*attributes));
    struct str line;

    while (attributes->count < ATTRIBUTES_MOST && str_next_line(&text, &line)) {
        struct attribute attribute = {0};
        struct str word, pattern;
        const char *glob;

        if (!str_contains(line, "linguist-") || !str_next_word(&line, &pattern) ||
            pattern.ptr[0] == '#' || pattern.ptr[0] == '"')
            continue;
        while (str_next_word(&line, &word))
            read_attribute(word, &attribute);
        glob = str_dup(arena, pattern);
        attribute.by_extension = text_starts(glob, "*.");
        attribute.glob =
            glob_compile(arena, glob + (*glob == '/'), *glob == '/' ? 0 : (unsigned)GLOB_NAME);
        if (attribute.glob && (attribute.set || attribute.cleared))
            attributes->items[attributes->count++] = attribute;
    }
    return attributes;
}
