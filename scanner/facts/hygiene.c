/* What is tracked and had better not be: litter, large binaries, names that shells stumble over. */
#include "facts/extract.h"
#include "facts/facts.h"
#include "util/arena.h"
#include "util/limits.h"

#include <string.h>

enum {
    SIZES_MOST = 20000, /* files whose size is asked; more make the sum unknown */
    SHOWN_MOST = 50,    /* observations of one kind */
};

/* Litter, by the name of the file or of a folder above it. */
static const struct {
    const char *name, *status;
    bool folder;
} litter[] = {
    {"__pycache__", "cache", true},   {".ipynb_checkpoints", "cache", true},
    {".pytest_cache", "cache", true}, {".mypy_cache", "cache", true},
    {"__MACOSX", "system", true},     {".idea", "editor", true},
    {".Rproj.user", "editor", true},  {".DS_Store", "system", false},
    {"Thumbs.db", "system", false},   {"desktop.ini", "system", false},
    {".Rhistory", "editor", false},   {".python_history", "editor", false},
};

static const struct {
    const char *end, *status;
} litter_ends[] = {{".pyc", "cache"}, {".pyo", "cache"}, {".swp", "editor"}, {".swo", "editor"}};

static const char *const binary_ends[] = {
    ".npy",    ".npz",   ".h5",     ".hdf5",   ".mat",       ".rds",     ".rda",     ".rdata",
    ".jld2",   ".pkl",   ".pickle", ".pt",     ".pth",       ".ckpt",    ".onnx",    ".safetensors",
    ".gguf",   ".bin",   ".nii",    ".gz",     ".bz2",       ".xz",      ".zip",     ".tar",
    ".tgz",    ".7z",    ".rar",    ".wav",    ".mp3",       ".flac",    ".mp4",     ".mov",
    ".avi",    ".gif",   ".png",    ".jpg",    ".jpeg",      ".tif",     ".tiff",    ".bmp",
    ".pdf",    ".so",    ".dll",    ".dylib",  ".exe",       ".o",       ".a",       ".jar",
    ".whl",    ".class", ".mexw64", ".mexa64", ".mexmaci64", ".parquet", ".feather", ".db",
    ".sqlite", ".pptx",  ".docx",   ".xlsx",   ".ttf",       ".woff2",   ".edf",     ".fif",
    ".model",  ".pb",    ".joblib",
};

static bool has_end(const char *path, const char *end)
{
    size_t length = strlen(path), wanted = strlen(end);

    return length > wanted && !strcasecmp(path + length - wanted, end);
}

static bool is_binary(const char *path)
{
    for (size_t i = 0; i < sizeof(binary_ends) / sizeof(binary_ends[0]); i++)
        if (has_end(path, binary_ends[i]))
            return true;
    return false;
}

static bool has_folder(const char *path, const char *name)
{
    size_t length = strlen(name);

    for (const char *at = path, *slash; (slash = strchr(at, '/')); at = slash + 1)
        if ((size_t)(slash - at) == length && !strncmp(at, name, length))
            return true;
    return false;
}

static const char *litter_status(const char *path)
{
    const char *base = path_base(path);

    for (size_t i = 0; i < sizeof(litter) / sizeof(litter[0]); i++)
        if (litter[i].folder ? has_folder(path, litter[i].name) : !strcmp(base, litter[i].name))
            return litter[i].status;
    for (size_t i = 0; i < sizeof(litter_ends) / sizeof(litter_ends[0]); i++)
        if (has_end(base, litter_ends[i].end))
            return litter_ends[i].status;
    return NULL;
}

static void find_litter(struct facts *facts)
{
    size_t count = 0;

    for (size_t i = 0; i < facts->tree.count; i++) {
        const char *path = facts->tree.files[i].file->path;
        const char *status = litter_status(path);

        if (!status || facts->tree.files[i].roles & ROLE_VENDORED)
            continue;
        if (count++ < SHOWN_MOST)
            facts_observe(facts, OBSERVATION_LITTER, status, path, 0, str_of(path_base(path)));
    }
    facts_bool(facts, METRIC_HYGIENE_JUNK, count != 0);
    facts_integer(facts, METRIC_HYGIENE_JUNK_FILES, (int64_t)count);
}

/* What is worth a word about a file of this size; NULL: nothing. */
static const char *size_status(const struct tree_file *file, int64_t size)
{
    if (file->language == LANGUAGE_NOTEBOOK)
        return size > 2 * MIB ? "notebook" : NULL;
    if (size > 10 * MIB)
        return "over_10_mib";
    if (size > 1 * MIB && !(file->roles & ROLE_DATA && strchr(file->file->path, '/')) &&
        is_binary(file->file->path))
        return "over_1_mib";
    return NULL;
}

static void measure(struct facts *facts)
{
    const struct tree *tree = &facts->tree;
    size_t asked = tree->count < SIZES_MOST ? tree->count : SIZES_MOST, absent = 0, shown = 0;
    int64_t sum = 0;

    for (size_t i = 0; i < asked; i++) {
        const struct tree_file *file = &tree->files[i];
        int64_t size =
            file->file->kind == FILE_GITLINK ? 0 : file_size(facts->snapshot, file->file);
        const char *status = size < 0 ? NULL : size_status(file, size);

        absent += size < 0;
        sum += size < 0 ? 0 : size;
        if (status && shown++ < SHOWN_MOST)
            facts_observe(facts, OBSERVATION_BIG_FILE, status, file->file->path, 0,
                          str_of(arena_printf(facts->arena, "%.1f MiB", (double)size / MIB)));
    }
    if (asked < tree->count)
        facts_unknown(facts, METRIC_HYGIENE_TRACKED_BYTES, "more files than are measured");
    else if (facts->snapshot->files_partial)
        facts_unknown(facts, METRIC_HYGIENE_TRACKED_BYTES, facts->snapshot->files_partial);
    else if (absent)
        facts_unknown(facts, METRIC_HYGIENE_TRACKED_BYTES,
                      arena_printf(facts->arena, "%zu files are not in this copy", absent));
    else
        facts_integer(facts, METRIC_HYGIENE_TRACKED_BYTES, sum);
    facts_integer(facts, METRIC_HYGIENE_FILES, (int64_t)tree->count);
}

/* Own code whose path has to be quoted in a shell. */
static void find_odd_paths(struct facts *facts)
{
    size_t count = 0;

    for (size_t i = 0; i < facts->tree.count; i++) {
        const struct tree_file *file = &facts->tree.files[i];

        if ((file->roles & (ROLE_CODE | ROLE_OWN)) != (ROLE_CODE | ROLE_OWN) ||
            file->roles & ROLE_TEST || !strpbrk(file->file->path, " '\"`$&;|<>*?()[]{}\\"))
            continue;
        if (count++ < SHOWN_MOST)
            facts_observe(facts, OBSERVATION_ODD_PATH, "found", file->file->path, 0,
                          str_of(file->file->path));
    }
    facts_integer(facts, METRIC_HYGIENE_ODD_PATHS, (int64_t)count);
}

void hygiene_collect(struct facts *facts)
{
    find_litter(facts);
    measure(facts);
    find_odd_paths(facts);
}
