/* Programs of the system that the code cannot do without, and whether anybody says so. */
#include "facts/code.h"
#include "util/arena.h"
#include "util/limits.h"
#include "util/pattern.h"
#include "util/phrase.h"

#include <assert.h>
#include <string.h>

static const struct {
    const char *name, *code, *words;
} needs[] = {
#define NEED(name, code, words) {name, code, words},
#include "facts/system_needs.def"
#undef NEED
};

enum { NEEDS = sizeof(needs) / sizeof(*needs) };

struct sighting {
    const char *path; /* NULL: not needed */
    unsigned line;
    struct str text;
};

struct state {
    struct pattern *patterns[NEEDS];
    struct sighting first[NEEDS];
    bool prepared;
};

static void prepare(struct state *state, struct arena *arena)
{
    struct rh_error err = {0};

    for (size_t i = 0; i < NEEDS && !state->prepared; i++)
        if (!pattern_compile(arena, needs[i].code, &state->patterns[i], &err))
            assert(false && "a pattern of the table does not compile");
    state->prepared = true;
}

static void look_at_line(struct facts *facts, void *data, const struct source *source,
                         const struct source_line *line)
{
    struct state *state = data;
    const char *base = path_base(source->file->file->path);

    if (source->settings || line->text.len < 6 || source->file->language == LANGUAGE_NOTEBOOK ||
        (source->language != LANGUAGE_PYTHON && strcmp(base, "CMakeLists.txt")) ||
        source->file->roles & (ROLE_TEST | ROLE_EXAMPLE | ROLE_DOCS | ROLE_VENDORED))
        return;
    prepare(state, facts->arena);
    for (size_t i = 0; i < NEEDS; i++)
        if (!state->first[i].path &&
            pattern_match(state->patterns[i], line->code, NULL) == MATCH_YES)
            state->first[i] =
                (struct sighting){.path = source->file->file->path,
                                  .line = line->number,
                                  .text = str_of(str_dup(facts->arena, str_trim(line->text)))};
}

static bool word_of(size_t index, struct str *ret_word)
{
    static const char *const words[] = {
        "ffmpeg",      "ffprobe",        "java",      "jnius",    "jpype",     "pyspark",
        "pyserini",    "CUDAExtension(", "CUDA",      "graphviz", "pydot",     "mpi4py",
        "MPI",         "tesser",         "rpy2",      "Rscript",  "mujoco_py", "pyaudio",
        "sounddevice", "pdf2image",      "pdftotext", "sox",      "latex",     "usetex"};

    if (index >= sizeof(words) / sizeof(*words))
        return false;
    *ret_word = str_of(words[index]);
    return true;
}

/* Whether one of the words, which '|' separates, is in the text. */
static bool says(struct arena *arena, struct str text, const char *words)
{
    for (const char *at = words; *at;) {
        size_t length = strcspn(at, "|");

        if (phrase_in(text, arena_strndup(arena, at, length)))
            return true;
        at += length + (at[length] == '|');
    }
    return false;
}

/* Files besides pages and manifests that say what a machine must have. */
static bool is_recipe(const char *path)
{
    static const char *const names[] = {
        "Dockerfile", "apt.txt",    "packages.txt", "Singularity",     "Aptfile",
        "cog.yaml",   "install.sh", "setup.sh",     "environment.yml", "environment.yaml"};
    const char *base = path_base(path);

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (!strcasecmp(base, names[i]) || text_ends(base, ".def") ||
            text_starts(base, "Dockerfile") || text_ends(base, ".Dockerfile") ||
            text_ends(base, ".dockerfile"))
            return path_depth(path) <= 2;
    return false;
}

static bool is_said(struct facts *facts, struct arena *scratch, const char *words)
{
    for (size_t i = 0; i < facts->documents.pages.count; i++)
        if (says(scratch, facts->documents.pages.items[i].text, words))
            return true;
    for (size_t i = 0; i < facts->manifests.all.count; i++)
        if (says(scratch, facts->manifests.all.items[i].text, words))
            return true;
    for (size_t i = 0; i < facts->tree.count; i++) {
        const struct tree_file *file = &facts->tree.files[i];
        struct str text;

        if (is_recipe(file->file->path) &&
            file_read(facts->snapshot, scratch, file->file, LIMIT_CONFIG_BYTES, &text) == READ_OK &&
            says(scratch, text, words))
            return true;
    }
    return false;
}

static void finish(struct facts *facts, void *data, const struct code_seen *seen)
{
    const struct state *state = data;
    struct arena *scratch = arena_new();

    (void)seen;
    for (size_t i = 0; i < NEEDS; i++) {
        const struct sighting *first = &state->first[i];
        bool said;

        if (!first->path)
            continue;
        said = is_said(facts, scratch, needs[i].words);
        if (!said && (facts->documents.readme_unknown || facts->documents.partial))
            continue;
        facts_observe(facts, OBSERVATION_SYSTEM_NEED, said ? "stated" : "silent", first->path,
                      first->line, first->text)
            ->hint = arena_printf(facts->arena, "needs %s", needs[i].name);
    }
    arena_free(scratch);
}

const struct line_scanner system_need_scanner = {
    .state_size = sizeof(struct state),
    .word = word_of,
    .line = look_at_line,
    .finish = finish,
};
