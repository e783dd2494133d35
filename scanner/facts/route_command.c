/* What a documented command does for one who is on the way to a first result. */
#include "facts/route.h"
#include "facts/tools.h"
#include "util/arena.h"
#include "util/phrase.h"
#include "util/shell.h"

#include <string.h>
#include <strings.h>

enum trait { PLAIN = 0, FREE = 1, NAMES = 2, SYSTEM = 4, FROM_TREE = 8 };

/* By the words that a command begins with, options left out; the longest row counts. */
static const struct row {
    const char *words;
    enum step_kind kind;
    unsigned traits;
} rows[] = {
    {"git clone", STEP_CLONE, 0},
    {"gh repo clone", STEP_CLONE, 0},
    {"hg clone", STEP_CLONE, 0},
    {"git submodule", STEP_CLONE, FREE},
    {"git checkout", STEP_CLONE, FREE},
    {"git lfs pull", STEP_DOWNLOAD, FROM_TREE},
    {"git lfs install", STEP_INSTALL, FREE},
    {"git", STEP_NONE, 0},

    {"pip install", STEP_INSTALL, NAMES},
    {"pip2 install", STEP_INSTALL, NAMES},
    {"pip3 install", STEP_INSTALL, NAMES},
    {"python -m pip install", STEP_INSTALL, NAMES},
    {"python3 -m pip install", STEP_INSTALL, NAMES},
    {"py -m pip install", STEP_INSTALL, NAMES},
    {"python -m venv", STEP_INSTALL, FREE},
    {"python3 -m venv", STEP_INSTALL, FREE},
    {"virtualenv", STEP_INSTALL, FREE},
    {"mkvirtualenv", STEP_INSTALL, FREE},
    {"workon", STEP_INSTALL, FREE},
    {"pyenv", STEP_INSTALL, FREE},
    {"pipx install", STEP_INSTALL, NAMES},
    {"pipx run", STEP_RUN, 0},
    {"uvx", STEP_RUN, 0},
    {"uv pip install", STEP_INSTALL, NAMES},
    {"uv tool install", STEP_INSTALL, NAMES},
    {"uv add", STEP_INSTALL, NAMES},
    {"uv sync", STEP_INSTALL, FROM_TREE},
    {"uv venv", STEP_INSTALL, FREE},
    {"uv python", STEP_INSTALL, FREE},
    {"poetry install", STEP_INSTALL, FROM_TREE},
    {"poetry add", STEP_INSTALL, NAMES},
    {"poetry shell", STEP_INSTALL, FREE},
    {"pdm install", STEP_INSTALL, FROM_TREE},
    {"pdm add", STEP_INSTALL, NAMES},
    {"pixi install", STEP_INSTALL, FROM_TREE},
    {"pixi add", STEP_INSTALL, NAMES},
    {"pipenv install", STEP_INSTALL, FROM_TREE},
    {"pipenv sync", STEP_INSTALL, FROM_TREE},
    {"pipenv shell", STEP_INSTALL, FREE},
    {"hatch env create", STEP_INSTALL, FROM_TREE},
    {"easy_install", STEP_INSTALL, NAMES},
    {"conda install", STEP_INSTALL, NAMES},
    {"conda create", STEP_INSTALL, 0},
    {"conda env create", STEP_INSTALL, FROM_TREE},
    {"conda env update", STEP_INSTALL, FROM_TREE},
    {"conda activate", STEP_INSTALL, FREE},
    {"conda config", STEP_INSTALL, FREE},
    {"conda", STEP_NONE, 0},
    {"mamba install", STEP_INSTALL, NAMES},
    {"mamba create", STEP_INSTALL, 0},
    {"mamba env create", STEP_INSTALL, FROM_TREE},
    {"mamba activate", STEP_INSTALL, FREE},
    {"micromamba install", STEP_INSTALL, NAMES},
    {"micromamba create", STEP_INSTALL, 0},
    {"micromamba activate", STEP_INSTALL, FREE},
    {"source activate", STEP_INSTALL, FREE},
    {"activate", STEP_INSTALL, FREE},
    {"module load", STEP_INSTALL, FREE},
    {"npm install", STEP_INSTALL, NAMES},
    {"npm ci", STEP_INSTALL, FROM_TREE},
    {"npm start", STEP_RUN, 0},
    {"npm test", STEP_NONE, 0},
    {"yarn add", STEP_INSTALL, NAMES},
    {"yarn install", STEP_INSTALL, FROM_TREE},
    {"pnpm install", STEP_INSTALL, FROM_TREE},
    {"pnpm add", STEP_INSTALL, NAMES},
    {"cargo install", STEP_INSTALL, NAMES},
    {"cargo add", STEP_INSTALL, NAMES},
    {"go install", STEP_INSTALL, NAMES},
    {"go get", STEP_INSTALL, NAMES},
    {"gem install", STEP_INSTALL, NAMES},
    {"bundle install", STEP_INSTALL, FROM_TREE},
    {"luarocks install", STEP_INSTALL, NAMES},
    {"opam install", STEP_INSTALL, NAMES},
    {"R CMD INSTALL", STEP_INSTALL, FROM_TREE},
    {"brew install", STEP_INSTALL, SYSTEM | NAMES},
    {"brew", STEP_INSTALL, FREE},
    {"port install", STEP_INSTALL, SYSTEM},
    {"apt install", STEP_INSTALL, SYSTEM | NAMES},
    {"apt-get install", STEP_INSTALL, SYSTEM | NAMES},
    {"apt update", STEP_INSTALL, FREE},
    {"apt-get update", STEP_INSTALL, FREE},
    {"add-apt-repository", STEP_INSTALL, FREE},
    {"yum install", STEP_INSTALL, SYSTEM},
    {"dnf install", STEP_INSTALL, SYSTEM},
    {"pacman", STEP_INSTALL, SYSTEM},
    {"apk add", STEP_INSTALL, SYSTEM},
    {"zypper install", STEP_INSTALL, SYSTEM},
    {"snap install", STEP_INSTALL, SYSTEM},
    {"choco install", STEP_INSTALL, SYSTEM | NAMES},
    {"scoop install", STEP_INSTALL, SYSTEM | NAMES},
    {"winget install", STEP_INSTALL, SYSTEM | NAMES},
    {"vcpkg install", STEP_INSTALL, NAMES},
    {"conan install", STEP_INSTALL, 0},
    {"spack install", STEP_INSTALL, NAMES},
    {"docker build", STEP_INSTALL, FROM_TREE},
    {"docker pull", STEP_INSTALL, 0},
    {"docker compose up", STEP_RUN, FROM_TREE},
    {"docker-compose up", STEP_RUN, FROM_TREE},
    {"docker compose build", STEP_INSTALL, FROM_TREE},
    {"docker-compose build", STEP_INSTALL, FROM_TREE},
    {"docker run", STEP_RUN, 0},
    {"nvidia-docker run", STEP_RUN, 0},
    {"docker", STEP_NONE, 0},
    {"singularity build", STEP_INSTALL, 0},
    {"singularity pull", STEP_INSTALL, 0},
    {"apptainer build", STEP_INSTALL, 0},
    {"apptainer pull", STEP_INSTALL, 0},

    {"make", STEP_BUILD, FROM_TREE},
    {"cmake", STEP_BUILD, FROM_TREE},
    {"ninja", STEP_BUILD, FROM_TREE},
    {"meson", STEP_BUILD, FROM_TREE},
    {"scons", STEP_BUILD, FROM_TREE},
    {"bazel build", STEP_BUILD, FROM_TREE},
    {"bazel run", STEP_RUN, FROM_TREE},
    {"cargo build", STEP_BUILD, FROM_TREE},
    {"cargo run", STEP_RUN, FROM_TREE},
    {"go build", STEP_BUILD, FROM_TREE},
    {"go run", STEP_RUN, FROM_TREE},
    {"mvn", STEP_BUILD, FROM_TREE},
    {"gradle", STEP_BUILD, FROM_TREE},
    {"./gradlew", STEP_BUILD, FROM_TREE},
    {"autoreconf", STEP_BUILD, FROM_TREE},
    {"./configure", STEP_BUILD, FROM_TREE},
    {"./bootstrap", STEP_BUILD, FROM_TREE},
    {"./autogen.sh", STEP_BUILD, FROM_TREE},
    {"gcc", STEP_BUILD, 0},
    {"g++", STEP_BUILD, 0},
    {"nvcc", STEP_BUILD, 0},
    {"npm run build", STEP_BUILD, FROM_TREE},
    {"catkin_make", STEP_BUILD, FROM_TREE},
    {"colcon build", STEP_BUILD, FROM_TREE},

    {"wget", STEP_DOWNLOAD, 0},
    {"curl", STEP_DOWNLOAD, 0},
    {"gdown", STEP_DOWNLOAD, 0},
    {"aria2c", STEP_DOWNLOAD, 0},
    {"axel", STEP_DOWNLOAD, 0},
    {"gsutil", STEP_DOWNLOAD, 0},
    {"aws s3", STEP_DOWNLOAD, 0},
    {"rsync", STEP_DOWNLOAD, 0},
    {"dvc pull", STEP_DOWNLOAD, FROM_TREE},
    {"huggingface-cli download", STEP_DOWNLOAD, 0},
    {"hf download", STEP_DOWNLOAD, 0},
    {"kaggle", STEP_DOWNLOAD, 0},
    {"python -m spacy download", STEP_DOWNLOAD, 0},
    {"python -m nltk.downloader", STEP_DOWNLOAD, 0},
    {"unzip", STEP_DOWNLOAD, FREE},
    {"tar", STEP_DOWNLOAD, FREE},
    {"gunzip", STEP_DOWNLOAD, FREE},
    {"gzip", STEP_DOWNLOAD, FREE},
    {"7z", STEP_DOWNLOAD, FREE},

    {"huggingface-cli login", STEP_LOGIN, 0},
    {"hf auth login", STEP_LOGIN, 0},
    {"wandb login", STEP_LOGIN, 0},
    {"docker login", STEP_LOGIN, 0},
    {"gcloud auth", STEP_LOGIN, 0},
    {"aws configure", STEP_LOGIN, 0},

    {"accelerate config", STEP_CONFIGURE, 0},
    {"patch", STEP_CONFIGURE, 0},
    {"cp", STEP_CONFIGURE, FREE},
    {"mv", STEP_CONFIGURE, FREE},
    {"ln", STEP_CONFIGURE, FREE},
    {"sed", STEP_CONFIGURE, FREE},
    {"touch", STEP_CONFIGURE, FREE},
    {"export", STEP_CONFIGURE, FREE},
    {"set", STEP_CONFIGURE, FREE},
    {"setenv", STEP_CONFIGURE, FREE},
};

/* Neither a step nor a result: tests, checks of style, looking around. */
static const char *const asides[] = {
    "pytest",       "py.test", "nosetests", "tox",        "nox",          "coverage",    "ctest",
    "black",        "isort",   "flake8",    "ruff",       "mypy",         "pylint",      "mkdocs",
    "pre-commit",   "twine",   "cd",        "mkdir",      "ls",           "cat",         "echo",
    "pwd",          "rm",      "chmod",     "tree",       "head",         "tail",        "less",
    "vim",          "vi",      "nano",      "nvidia-smi", "tensorboard",  "visdom",      "exit",
    "deactivate",   "tmux",    "screen",    "which",      "top",          "htop",        "df",
    "sphinx-build", "latexmk", "pdflatex",  "pip",        "pip3",         "uname",       "hash",
    "alias",        "kill",    "sleep",     "clear",      "nvcc-version", "gcc-version", "htop",
    "npx",          "helm",    "kubectl",   "find",       "grep",         "du",          "wc",
};

/* --- what a script is for, by its name --- */

static const char *const download_names[] = {"download*",    "fetch*", "get_data*", "get_model*",
                                             "get_dataset*", "wget*",  NULL};
static const char *const install_names[] = {"install*",    "setup*",    "build*",     "compile*",
                                            "create_env*", "make_env*", "bootstrap*", NULL};
static const char *const prepare_names[] = {"prepare*",      "prepro*",         "pre_process*",
                                            "preprocess*",   "process_data*",   "process*",
                                            "convert*",      "make_data*",      "create_data*",
                                            "gen_data*",     "generate_data*",  "build_data*",
                                            "extract*",      "tokenize*",       "split_*",
                                            "create_*",      "prep_*",          "prep",
                                            "binarize*",     "generate_inst*",  "generate_sample*",
                                            "data_prep*",    "make_*",          "clean_data*",
                                            "data_process*", "generate_train*", "crop_*",
                                            "build_index*",  "build_vocab*",    "get_*",
                                            "learn_bpe*",    "apply_bpe*",      "simulate_data*",
                                            "data_gen*",     "create",          NULL};
static const char *const test_names[] = {"unittest*", "lint*", "check_*", "format*", NULL};

/* "01_generate_instances.py" -> "generate_instances", "-" as "_" */
static struct str plain_name(struct str target, char *name, size_t size)
{
    size_t from = target.len, length = 0;

    while (from && target.ptr[from - 1] != '/')
        from--;
    target = str_slice(target, from, target.len);
    for (from = 0; from < target.len && strchr("0123456789_-", target.ptr[from]);)
        from++;
    for (; from < target.len && target.ptr[from] != '.' && length < size; from++)
        name[length++] = target.ptr[from] == '-' ? '_' : target.ptr[from];
    return (struct str){name, length};
}

/* A name begins with one of the words. */
static bool begins_so(struct str name, const char *const *words)
{
    for (; *words; words++) {
        size_t length = strlen(*words);

        if ((*words)[length - 1] == '*'
                ? name.len >= length - 1 && !strncasecmp(name.ptr, *words, length - 1)
                : str_equal_nocase(name, *words))
            return true;
    }
    return false;
}

static enum step_kind script_kind(struct str target, bool shell)
{
    char buffer[64];
    struct str name = plain_name(target, buffer, sizeof(buffer));

    if (begins_so(name, download_names) || str_contains_nocase(name, "download"))
        return STEP_DOWNLOAD;
    if (begins_so(name, test_names))
        return STEP_NONE;
    if ((shell && begins_so(name, install_names)) || str_equal_nocase(name, "setup") ||
        str_equal_nocase(name, "install"))
        return STEP_INSTALL;
    if (begins_so(name, prepare_names) || str_contains_nocase(name, "preprocess") ||
        str_contains_nocase(name, "prepare"))
        return STEP_PREPARE;
    if (str_starts(target, "data/") || str_starts(target, "./data/") ||
        str_starts(target, "datasets/") || str_contains(target, "preprocess"))
        return STEP_PREPARE;
    return STEP_RUN;
}

/* --- words --- */

static size_t match(const struct shell_word *words, size_t count, const char *expected)
{
    struct str rest = str_of(expected), part;
    size_t at = 0;

    for (bool first = true; str_next_word(&rest, &part); first = false) {
        while (!first && at < count && *words[at].text.ptr == '-' && *part.ptr != '-')
            at++;
        if (at == count || words[at].text.len != part.len ||
            memcmp(words[at].text.ptr, part.ptr, part.len))
            return 0;
        at++;
    }
    return at;
}

static bool is_help(const struct shell_word *words, size_t count)
{
    static const char *const signs[] = {"--help", "-h", "--version", "-V", "-help"};

    for (size_t i = 1; i < count; i++)
        for (size_t s = 0; s < sizeof(signs) / sizeof(*signs); s++)
            if (str_equal(words[i].text, signs[s]))
                return true;
    return false;
}

static bool has_blanks(struct str text)
{
    static const char *const signs[] = {"/path/to", "path/to/", "path_to", "PATH_TO", "/your/",
                                        "your_",    "YOUR_",    "your-",   "<your",   "xxxx",
                                        "<path",    "[path",    "{path",   "INSERT_", "PATH-TO"};
    const char *open = memchr(text.ptr, '<', text.len);

    for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
        if (str_contains(text, signs[i]))
            return true;
    while (open) { /* <name>, not a redirection */
        struct str rest = str_slice(text, (size_t)(open - text.ptr) + 1, text.len);
        size_t end = 0;

        while (end < rest.len && end < 40 && rest.ptr[end] != '>' && rest.ptr[end] != '<')
            end++;
        if (end && end < rest.len && rest.ptr[end] == '>' && rest.ptr[0] != ' ')
            return true;
        open = rest.len ? memchr(rest.ptr, '<', rest.len) : NULL;
    }
    return false;
}

/* export OPENAI_API_KEY=..., HF_TOKEN=... */
static bool is_secret(struct str text)
{
    return str_contains_nocase(text, "api_key") || str_contains_nocase(text, "_token=") ||
           str_contains_nocase(text, "apikey") || str_contains_nocase(text, "access_key");
}

static enum step_self self_of(const struct route *route, const struct shell_word *words,
                              size_t count, unsigned traits)
{
    for (size_t i = 0; i < count; i++) {
        struct str word = words[i].text;
        size_t end = 0;

        if (str_equal(word, ".") || str_equal(word, "./") || str_starts(word, ".["))
            return SELF_SOURCE;
        if (*word.ptr == '-')
            continue;
        while (end < word.len && !strchr("[=<>~!;@", word.ptr[end]))
            end++;
        if (str_starts(word, "git+") || str_contains(word, "://")) {
            const char *name = route->facts->snapshot->name;

            if (name && strchr(name, '/') && str_contains_nocase(word, name))
                return SELF_SOURCE;
        } else if (traits & NAMES && content_is_own_name(&route->reading, str_slice(word, 0, end)))
            return SELF_REGISTRY;
    }
    return SELF_NO;
}

/* Only a script of the tree that is named there makes a clone needed. */
static bool reads_tree(const struct shell_word *words, size_t count)
{
    for (size_t i = 0; i + 1 < count; i++)
        if (str_equal(words[i].text, "-r") || str_equal(words[i].text, "--requirement") ||
            str_equal(words[i].text, "-f") || str_equal(words[i].text, "--file"))
            return !str_contains(words[i + 1].text, "://");
    return false;
}

static const struct row *row_of(const struct shell_word *words, size_t count, size_t *ret_taken)
{
    const struct row *best = NULL;

    *ret_taken = 0;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        size_t taken = match(words, count, rows[i].words);

        if (taken > *ret_taken) {
            *ret_taken = taken;
            best = &rows[i];
        }
    }
    return best;
}

static bool is_aside(const struct shell_word *words)
{
    for (size_t i = 0; i < sizeof(asides) / sizeof(*asides); i++)
        if (str_equal(words[0].text, asides[i]))
            return true;
    return false;
}

/* `python setup.py install` and the like; STEP_NONE: it is none of them. */
static enum step_kind setup_kind(const struct shell_word *words, size_t count)
{
    for (size_t i = 0; i + 1 < count && i < 4; i++) {
        if (!str_ends(words[i].text, "setup.py"))
            continue;
        if (str_equal(words[i + 1].text, "install") || str_equal(words[i + 1].text, "develop"))
            return STEP_INSTALL;
        if (str_starts(words[i + 1].text, "build"))
            return STEP_BUILD;
    }
    return STEP_NONE;
}

/* A container that is entered, not one that does something. */
static bool enters_container(const struct shell_word *words, size_t count)
{
    struct str last = words[count - 1].text;

    return str_ends(last, "bash") || str_ends(last, "/sh") || str_equal(last, "sh") ||
           str_equal(last, "zsh");
}

static enum step_kind make_kind(const struct run *run)
{
    static const char *const aside[] = {"test",  "tests",  "check", "doc",  "docs",  "lint",
                                        "clean", "format", "html",  "help", "style", "coverage"};

    for (size_t i = 0; i < sizeof(aside) / sizeof(*aside); i++)
        if (str_equal(run->target, aside[i]))
            return STEP_NONE;
    if (str_starts(run->target, "setup"))
        return STEP_INSTALL;
    if (str_starts(run->target, "data") || str_starts(run->target, "download"))
        return STEP_PREPARE;
    if (str_starts(run->target, "run") || str_starts(run->target, "demo") ||
        str_starts(run->target, "train") || str_starts(run->target, "reproduce"))
        return STEP_RUN;
    return STEP_BUILD;
}

/* Without an address to compare, the first clone of all is taken for this repository's. */
static bool is_own_clone(const struct route *route, struct str text)
{
    const char *url = route->facts->snapshot->url;
    struct str name = str_of(url ? path_base(url) : NULL);

    if (str_ends(name, ".git"))
        name.len -= 4;
    if (name.len)
        return str_contains_nocase(text, str_dup(route->facts->arena, name));
    for (size_t i = 0; i < route->count; i++)
        if (route->steps[i].kind == STEP_CLONE)
            return false;
    return true;
}

/* A program that the project installs: it has an entry point, or is called as the project is. */
static bool is_own_program(const struct route *route, struct str target)
{
    const struct facts *facts = route->facts;

    if (content_is_own_name(&route->reading, target))
        return true;
    for (size_t i = 0; i < facts->observations.count; i++) {
        const struct observation *observation = &facts->observations.items[i];
        struct str text = str_of(observation->text);

        if (observation->kind == OBSERVATION_COMMAND_TARGET &&
            !strcmp(observation->status, "found") && text.len >= target.len &&
            !memcmp(text.ptr, target.ptr, target.len) &&
            (text.len == target.len || text.ptr[target.len] == ' '))
            return true;
    }
    return false;
}

/* What runs something: a script, a module, a program. */
static enum step_kind run_kind(const struct route *route, const struct command *command,
                               const struct run *run, const struct shell_word *words, size_t count,
                               struct step *step)
{
    const struct tool *tool = tool_find(words[0].text);

    switch (run->kind) {
    case RUN_SCRIPT:
        step->from_tree = *run->target.ptr != '/';
        return script_kind(run->target, run->language == RUN_LANGUAGE_SHELL);
    case RUN_MODULE:
        if (str_equal(run->target, "pytest") || str_equal(run->target, "unittest") ||
            str_equal(run->target, "http.server") || str_equal(run->target, "pip") ||
            str_equal(run->target, "ipykernel"))
            return STEP_NONE;
        return script_kind(run->target, false);
    case RUN_MAKE:
        step->from_tree = true;
        return make_kind(run);
    case RUN_NPM:
    case RUN_CARGO:
    case RUN_NOTEBOOK:
        step->from_tree = true;
        return STEP_RUN;
    case RUN_CMAKE:
        step->from_tree = true;
        return STEP_BUILD;
    case RUN_COMPOSE:
        return STEP_INSTALL;
    case RUN_INPUT:
        step->from_tree = true;
        return STEP_INSTALL;
    case RUN_PROGRAM:
        if (command->shown == SHOWN_INLINE || (tool && tool->role != TOOL_LAUNCHER))
            return STEP_NONE;
        return is_own_program(route, run->target) ? STEP_RUN : STEP_NONE;
    case RUN_NONE:
        break;
    }
    (void)count;
    return STEP_NONE;
}

enum step_kind route_command(struct route *route, const struct command *command,
                             struct step *ret_step)
{
    struct arena *arena = route->facts->arena;
    size_t count, taken = 0;
    const struct shell_word *words = shell_words(arena, command->words, &count);
    const struct row *row;
    struct step *step = ret_step;
    struct run run = {0};
    enum step_kind kind;

    *step = (struct step){.page = route->reading.readme,
                          .line = command->line,
                          .end_line = command->line,
                          .block = command->block,
                          .text = command->text};
    if (count && str_equal(words[0].text, "sudo")) {
        words++;
        count--;
    }
    if (!count && is_secret(command->text))
        return step->kind = STEP_LOGIN;
    if (!count || is_help(words, count))
        return STEP_NONE;
    step->has_blanks = has_blanks(command->text);
    row = row_of(words, count, &taken);
    kind = row ? row->kind : setup_kind(words, count);
    if (row && row->traits & NAMES && taken == count)
        return STEP_NONE; /* only talked of */
    if (row) {
        step->free = row->traits & FREE;
        step->system = row->traits & SYSTEM;
        step->from_tree = row->traits & FROM_TREE || reads_tree(words + taken, count - taken);
        if (kind == STEP_INSTALL)
            step->self = self_of(route, words + taken, count - taken, row->traits);
        if (kind == STEP_CLONE && !step->free && !is_own_clone(route, command->words))
            kind = STEP_DOWNLOAD;
        if (kind == STEP_CONFIGURE && is_secret(command->text)) {
            kind = STEP_LOGIN;
            step->free = false;
        } else if (kind == STEP_CONFIGURE && step->has_blanks) {
            step->free = false;
        }
        if (str_equal(words[0].text, "make") && run_read(arena, command, &run))
            kind = make_kind(&run);
        if (str_starts(str_of(row->words), "docker run") && enters_container(words, count))
            kind = STEP_INSTALL;
    } else if (kind == STEP_INSTALL || kind == STEP_BUILD) {
        step->self = kind == STEP_INSTALL ? SELF_SOURCE : SELF_NO;
        step->from_tree = true;
    } else if (str_ends(words[0].text, "/activate") ||
               (count > 1 && str_equal(words[0].text, "source") &&
                str_contains(words[1].text, "activate"))) {
        kind = STEP_INSTALL;
        step->free = true;
    } else if (str_equal(words[0].text, "source") || str_equal(words[0].text, ".")) {
        return STEP_NONE; /* sets variables */
    } else if (!is_aside(words)) {
        (void)run_read(arena, command, &run);
        kind = run_kind(route, command, &run, words, count, step);
    }
    if (step->self == SELF_SOURCE)
        step->from_tree = !str_contains(command->words, "://");
    step->result = kind == STEP_RUN;
    return step->kind = kind;
}
