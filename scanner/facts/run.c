/* What a command runs, read from its words. */
#include "facts/run.h"

#include "facts/tools.h"
#include "util/arena.h"
#include "util/shell.h"

#include <string.h>

enum { MOST_WRAPPERS = 8, MOST_WORDS = 400 };

enum way { WAY_WRAP, WAY_WRAP1, WAY_SCRIPT, WAY_SEEK };

struct launcher {
    const char *name, *sub;
    enum way way;
    enum run_language language;
    const char *valued;
};

static const struct launcher launchers[] = {
#define LAUNCHER(name, sub, way, language, valued)                                                 \
    {name, sub, WAY_##way, RUN_LANGUAGE_##language, valued},
#include "facts/launchers.def"
#undef LAUNCHER
};

/* Modules that run what follows them: python -m torch.distributed.launch train.py */
static const struct {
    const char *name;
    bool seek; /* behind options of its own */
} launching_modules[] = {
    {"torch.distributed.launch", true},
    {"torch.distributed.run", true},
    {"torch_xla.distributed.xla_dist", true},
    {"accelerate.commands.launch", true},
    {"deepspeed.launcher.runner", true},
    {"paddle.distributed.launch", true},
    {"oneflow.distributed.launch", true},
    {"torch.utils.bottleneck", true},
    {"horovod.runner", true},
    {"bpf.launch", true},
    {"coverage", true},
    {"cProfile", true},
    {"profile", true},
    {"trace", true},
    {"memory_profiler", true},
    {"kernprof", true},
    {"line_profiler", true},
    {"scalene", true},
    {"viztracer", true},
    {"pyinstrument", true},
    {"debugpy", true},
    {"ptvsd", true},
    {"streamlit", true},
    {"pdb", false},
    {"ipdb", false},
    {"pudb", false},
};

static bool lists(const char *words, struct str word)
{
    struct str rest = str_of(words), one;

    while (str_next_word(&rest, &one))
        if (one.len == word.len && !memcmp(one.ptr, word.ptr, word.len))
            return true;
    return false;
}

/* "/usr/bin/python3.8", "python.exe" are python3 and python; "./python" and "tools/bash" are files.
 */
static struct str program_name(struct str word)
{
    size_t slash = word.len;

    while (slash && word.ptr[slash - 1] != '/' && word.ptr[slash - 1] != '\\')
        slash--;
    if (slash && !str_contains(str_slice(word, 0, slash), "bin/") && *word.ptr != '/' &&
        !str_contains(word, "Scripts\\"))
        return word;
    word = str_slice(word, slash, word.len);
    if (str_ends(word, ".exe"))
        word.len -= strlen(".exe");
    if (str_starts(word, "python") || str_starts(word, "ipython") || str_starts(word, "pypy"))
        while (word.len && strchr("0123456789.", word.ptr[word.len - 1]))
            word.len--;
    if (str_starts(word, "pip"))
        while (word.len > 3 && strchr("0123456789.", word.ptr[word.len - 1]))
            word.len--;
    return word;
}

static bool is_script(struct str word)
{
    static const char *const endings[] = {
        ".py", ".sh",    ".bash",   ".R",     ".r",   ".Rmd", ".jl",  ".m",   ".pl",
        ".rb", ".lua",   ".js",     ".ts",    ".mjs", ".qmd", ".csh", ".zsh", ".do",
        ".t7", ".ipynb", ".sbatch", ".slurm", ".sl",  ".pbs", ".job", ".bat", ".cmd"};

    for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
        if (str_ends(word, endings[i]) && word.len > strlen(endings[i]))
            return true;
    return false;
}

static enum run_language language_of_script(struct str word)
{
    if (str_ends(word, ".py"))
        return RUN_LANGUAGE_PYTHON;
    return str_ends(word, ".sh") || str_ends(word, ".bash") ? RUN_LANGUAGE_SHELL
                                                            : RUN_LANGUAGE_OTHER;
}

static bool is_option(const struct shell_word *word)
{
    return word->text.len > 1 && *word->text.ptr == '-';
}

static struct str word_at(const struct run *run, size_t at)
{
    return at < run->count && !run->words[at].redirection ? run->words[at].text
                                                          : (struct str){"", 0};
}

/* The first word that is no option and no option's value. */
static size_t skip_options(const struct run *run, size_t at, const char *valued)
{
    while (at < run->count && !run->words[at].redirection && is_option(&run->words[at])) {
        if (str_equal(run->words[at].text, "--"))
            return at + 1;
        at += lists(valued, run->words[at].text) ? 2 : 1;
    }
    return at < run->count ? at : run->count;
}

static bool take(struct run *run, enum run_kind kind, size_t at, enum run_language language)
{
    if (at >= run->count || run->words[at].redirection || !run->words[at].text.len)
        return false;
    run->kind = kind;
    run->language = language;
    run->at = at;
    run->first = at + 1;
    run->target = run->words[at].text;
    return true;
}

static size_t launching_module(struct str name)
{
    for (size_t i = 0; i < sizeof(launching_modules) / sizeof(*launching_modules); i++)
        if (str_equal(name, launching_modules[i].name))
            return i;
    return SIZE_MAX;
}

/* The first word that ends as a script does, or a module behind -m. */
static bool seek(struct run *run, size_t at, enum run_language language)
{
    for (; at < run->count && !run->words[at].redirection; at++) {
        struct str word = run->words[at].text;

        if ((str_equal(word, "-m") || str_equal(word, "--module")) &&
            language == RUN_LANGUAGE_PYTHON && at + 1 < run->count &&
            !is_option(&run->words[at + 1]) && !is_script(run->words[at + 1].text))
            return take(run, RUN_MODULE, at + 1, language);
        if (str_equal(word, "-c") && language != RUN_LANGUAGE_SHELL)
            return false;
        if (!is_option(&run->words[at]) && is_script(word))
            return take(run, RUN_SCRIPT, at, language_of_script(word));
    }
    return false;
}

/* `python [options] script` and its like. */
static bool read_script(struct run *run, size_t at, const struct launcher *launcher)
{
    for (; at < run->count && !run->words[at].redirection && is_option(&run->words[at]); at++) {
        struct str word = run->words[at].text;
        bool python = launcher->language == RUN_LANGUAGE_PYTHON;

        if (str_equal(word, "--")) {
            at++;
            break;
        }
        if (python && (str_equal(word, "-m") || str_equal(word, "-um"))) {
            size_t module = launching_module(word_at(run, at + 1));

            if (module == SIZE_MAX)
                return take(run, RUN_MODULE, at + 1, RUN_LANGUAGE_PYTHON);
            return seek(run, at + 2, RUN_LANGUAGE_PYTHON);
        }
        if (str_equal(word, "-c") || str_equal(word, "-e") || str_equal(word, "-E") ||
            str_equal(word, "--eval") || str_equal(word, "-lc") || str_equal(word, "-ne") ||
            str_equal(word, "-pe") || str_equal(word, "--version") || str_equal(word, "-V") ||
            (str_equal(word, "-s") && launcher->language == RUN_LANGUAGE_SHELL))
            return false;
        if (lists(launcher->valued, word))
            at++;
    }
    if (at >= run->count)
        return false;
    if (launcher->language == RUN_LANGUAGE_PYTHON && !is_script(run->words[at].text) &&
        str_equal(word_at(run, at), "-"))
        return false;
    if (!take(run, RUN_SCRIPT, at, launcher->language))
        return false;
    if (str_ends(run->target, ".ipynb"))
        run->kind = RUN_NOTEBOOK;
    return true;
}

static bool read_make(struct run *run, size_t at)
{
    size_t target = run->count;

    for (; at < run->count && !run->words[at].redirection; at++) {
        struct str word = run->words[at].text;

        if (str_starts(word, "-C") || str_starts(word, "--directory")) {
            run->folder = str_equal(word, "-C") || str_equal(word, "--directory")
                              ? word_at(run, ++at)
                              : str_slice(word, str_starts(word, "-C") ? 2 : 12, word.len);
        } else if (str_equal(word, "-f") || str_equal(word, "--file") ||
                   str_equal(word, "--makefile")) {
            run->file = word_at(run, ++at);
        } else if (str_equal(word, "-j") || str_equal(word, "-l")) {
            struct str next = word_at(run, at + 1);

            at += next.len && *next.ptr >= '0' && *next.ptr <= '9';
        } else if (is_option(&run->words[at])) {
            if (str_starts(word, "-f") && word.len > 2)
                run->file = str_slice(word, 2, word.len);
        } else if (!shell_is_assignment(run->words[at].raw) && target == run->count) {
            target = at;
        }
    }
    run->kind = RUN_MAKE;
    run->at = target;
    run->target = word_at(run, target);
    run->first = target < run->count ? target + 1 : run->count;
    return true;
}

static bool read_npm(struct run *run, size_t at)
{
    for (; at < run->count && is_option(&run->words[at]); at++)
        if (str_equal(run->words[at].text, "--prefix") || str_equal(run->words[at].text, "-C") ||
            str_equal(run->words[at].text, "--cwd"))
            run->folder = word_at(run, ++at);
        else if (str_starts(run->words[at].text, "-w") ||
                 str_starts(run->words[at].text, "--workspace") ||
                 str_starts(run->words[at].text, "--filter"))
            return false;
    if (str_equal(word_at(run, at), "run") || str_equal(word_at(run, at), "run-script"))
        at++;
    else if (!lists("start test", word_at(run, at)))
        return false;
    return at < run->count && !is_option(&run->words[at]) &&
           take(run, RUN_NPM, at, RUN_LANGUAGE_OTHER);
}

static bool read_cargo(struct run *run, size_t at)
{
    run->kind = RUN_CARGO;
    run->at = run->first = run->count;
    if (!lists("run r test t bench build b", word_at(run, at)))
        return false;
    for (at++; at < run->count && !run->words[at].redirection; at++) {
        struct str word = run->words[at].text;

        if (str_equal(word, "--")) {
            run->first = at + 1;
            break;
        }
        if (str_equal(word, "-p") || str_equal(word, "--package") || str_equal(word, "--workspace"))
            return false;
        if (str_equal(word, "--manifest-path"))
            run->file = word_at(run, ++at);
        if (str_equal(word, "--bin") || str_equal(word, "--example")) {
            run->example = str_equal(word, "--example");
            run->target = word_at(run, ++at);
            run->at = at;
        }
    }
    return true;
}

/* cmake -S x -B y, cmake .. */
static bool read_cmake(struct run *run, size_t at)
{
    size_t source = run->count;

    for (; at < run->count && !run->words[at].redirection; at++) {
        struct str word = run->words[at].text;

        if (str_equal(word, "--build") || str_equal(word, "--install") || str_equal(word, "-E") ||
            str_equal(word, "-P") || str_starts(word, "--preset") || str_equal(word, "--version"))
            return false;
        if (str_equal(word, "-S") || str_equal(word, "-H")) {
            source = ++at;
        } else if (str_starts(word, "-S") || str_starts(word, "-H")) {
            run->target = str_slice(word, 2, word.len);
            source = at;
        } else if (lists("-B -G -D -A -T -C --toolchain", word)) {
            at++;
        } else if (!is_option(&run->words[at]) && source == run->count) {
            source = at;
        }
    }
    if (source >= run->count)
        return false;
    run->kind = RUN_CMAKE;
    run->at = source;
    run->first = run->count;
    if (!run->target.len)
        run->target = run->words[source].text;
    return true;
}

/* docker build -f x folder, docker compose -f x up */
static bool read_docker(struct run *run, size_t at)
{
    bool compose = str_equal(word_at(run, at - 1), "docker-compose");

    if (str_equal(word_at(run, at), "compose")) {
        compose = true;
        at++;
    }
    if (!compose && (str_equal(word_at(run, at), "buildx") || str_equal(word_at(run, at), "image")))
        at++;
    if (!compose && !str_equal(word_at(run, at), "build"))
        return false;
    run->kind = RUN_COMPOSE;
    run->at = run->count;
    run->first = run->count;
    run->file = (struct str){"", 0};
    for (at += !compose; at < run->count && !run->words[at].redirection; at++) {
        struct str word = run->words[at].text;

        if (str_equal(word, "-f") || str_equal(word, "--file"))
            run->target = word_at(run, run->at = ++at);
        else if (str_starts(word, "--file="))
            run->target = str_slice(word, 7, word.len);
        else if (!compose && lists("-t --tag --build-arg --target --network --platform --label "
                                   "--secret --ssh --shm-size -m --memory --progress --cache-from "
                                   "--add-host --output -o",
                                   word))
            at++;
        else if (!compose && !is_option(&run->words[at]) && !run->folder.len)
            run->folder = word;
        else if (compose && !is_option(&run->words[at]))
            break;
    }
    /* An address or what pipes in is no folder; neither is there a default for a compose file that
     * is told from others by more than its name. */
    if (!compose && (!run->folder.len || str_equal(run->folder, "-") ||
                     str_contains(run->folder, "://") || str_contains(run->folder, "@")))
        return false;
    return run->target.len || !compose;
}

/* What installers read: each with the options that name a file. */
static const struct {
    const char *program, *sub, *options;
} inputs[] = {
    {"pip", "install", "-r --requirement -c --constraint"},
    {"pip", "uninstall", "-r --requirement"},
    {"pip", "wheel", "-r --requirement"},
    {"pip", "download", "-r --requirement"},
    {"uv", "pip", "-r --requirement --requirements -c"},
    {"conda", "env", "-f --file"},
    {"conda", "create", "-f --file"},
    {"conda", "install", "-f --file"},
    {"conda", "update", "-f --file"},
    {"mamba", "env", "-f --file"},
    {"mamba", "create", "-f --file"},
    {"mamba", "install", "-f --file"},
    {"micromamba", "env", "-f --file"},
    {"micromamba", "create", "-f --file"},
    {"micromamba", "install", "-f --file"},
    {"snakemake", "", "-s --snakefile --configfile --configfiles"},
};

static bool read_input(struct run *run, size_t at, struct str program)
{
    for (size_t i = 0; i < sizeof(inputs) / sizeof(*inputs); i++) {
        if (!str_equal(program, inputs[i].program) ||
            (*inputs[i].sub && !str_equal(word_at(run, at), inputs[i].sub)))
            continue;
        for (size_t w = at; w < run->count && !run->words[w].redirection; w++) {
            struct str word = run->words[w].text, rest = str_of(inputs[i].options), option;

            if (lists(inputs[i].options, word)) {
                size_t value = w + 1 + str_equal(word_at(run, w + 1), "=");

                return take(run, RUN_INPUT, value, RUN_LANGUAGE_NONE);
            }
            while (str_next_word(&rest, &option)) {
                size_t skip = option.len + (option.len > 2);

                if (word.len <= skip || memcmp(word.ptr, option.ptr, option.len) ||
                    (option.len > 2 && word.ptr[option.len] != '='))
                    continue;
                skip += option.len == 2 && word.ptr[2] == '=';
                if (!take(run, RUN_INPUT, w, RUN_LANGUAGE_NONE))
                    return false;
                run->target = str_slice(word, skip, word.len);
                return run->target.len > 0;
            }
        }
    }
    return false;
}

static bool read_notebook(struct run *run, size_t at, struct str program)
{
    if (str_equal(program, "jupyter")) {
        if (!lists("notebook lab nbconvert execute run", word_at(run, at)))
            return false;
        at++;
    }
    for (; at < run->count && !run->words[at].redirection; at++)
        if (!is_option(&run->words[at]) && str_ends(run->words[at].text, ".ipynb"))
            return take(run, RUN_NOTEBOOK, at, RUN_LANGUAGE_OTHER);
    return false;
}

/* matlab -batch "run('x.m')", matlab -r "x": a script by its name, where that is all there is. */
static bool read_matlab(struct run *run, size_t at)
{
    for (; at + 1 < run->count; at++)
        if (str_equal(run->words[at].text, "-batch") || str_equal(run->words[at].text, "-r")) {
            struct str code = str_trim(run->words[at + 1].text);

            for (size_t i = 0; i < code.len; i++)
                if (!((code.ptr[i] >= 'a' && code.ptr[i] <= 'z') ||
                      (code.ptr[i] >= 'A' && code.ptr[i] <= 'Z') || code.ptr[i] == '_' ||
                      (i && code.ptr[i] >= '0' && code.ptr[i] <= '9')))
                    return false;
            if (!code.len)
                return false;
            run->file = STR(".m");
            return take(run, RUN_SCRIPT, at + 1, RUN_LANGUAGE_OTHER);
        }
    return false;
}

/* Programs with grammars of their own. */
static bool read_special(struct run *run, size_t at, struct str program)
{
    if (str_equal(program, "make") || str_equal(program, "gmake"))
        return read_make(run, at);
    if (lists("npm yarn pnpm bun", program))
        return read_npm(run, at);
    if (str_equal(program, "cargo"))
        return read_cargo(run, at);
    if (str_equal(program, "cmake"))
        return read_cmake(run, at);
    if (lists("docker docker-compose podman nvidia-docker", program))
        return read_docker(run, at);
    if (lists("jupyter jupyter-notebook jupyter-lab papermill", program))
        return read_notebook(run, at, program);
    if (str_equal(program, "matlab"))
        return read_matlab(run, at);
    return read_input(run, at, program);
}

static bool is_plain_name(struct str word)
{
    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              strchr("._-+", c)))
            return false;
    }
    return word.len > 1 && *word.ptr != '-' && *word.ptr != '.';
}

static const struct launcher *launcher_of(const struct run *run, size_t at, struct str program,
                                          bool *ret_sub)
{
    *ret_sub = false;
    for (size_t i = 0; i < sizeof(launchers) / sizeof(*launchers); i++) {
        if (!str_equal(program, launchers[i].name))
            continue;
        if (!*launchers[i].sub)
            return &launchers[i];
        if (lists(launchers[i].sub, word_at(run, at + 1))) {
            *ret_sub = true;
            return &launchers[i];
        }
    }
    return NULL;
}

static void note_assignments(struct run *run, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        run->python_path = run->python_path || str_starts(run->words[i].text, "PYTHONPATH=");
}

/* A file that is run as it is: ./x, scripts/x.sh. */
static bool read_file_word(struct run *run, size_t at)
{
    struct str word = run->words[at].text;

    if (!str_contains(word, "/") || str_contains(word, "://") || *word.ptr == '/')
        return is_script(word) && take(run, RUN_SCRIPT, at, language_of_script(word));
    if (!is_script(word) && !str_starts(word, "./"))
        return false;
    return take(run, RUN_SCRIPT, at, language_of_script(word));
}

static bool read(struct run *run, size_t at)
{
    for (unsigned wrappers = 0; at < run->count && wrappers < MOST_WRAPPERS; wrappers++) {
        const struct launcher *launcher;
        struct str program;
        size_t assignments = at;
        bool sub;

        while (at < run->count && shell_is_assignment(run->words[at].raw))
            at++;
        note_assignments(run, assignments, at);
        if (at >= run->count || run->words[at].redirection)
            return false;
        program = program_name(run->words[at].text);
        launcher = launcher_of(run, at, program, &sub);
        if (!launcher) {
            if (read_special(run, at + 1, program))
                return true;
            run->kind = RUN_NONE;
            run->target = (struct str){0};
            if (read_file_word(run, at))
                return true;
            return is_plain_name(program) && !tool_find(program) &&
                   take(run, RUN_PROGRAM, at, RUN_LANGUAGE_NONE);
        }
        at += sub ? 2 : 1;
        switch (launcher->way) {
        case WAY_SCRIPT:
            return read_script(run, at, launcher);
        case WAY_SEEK:
            return seek(run, at, launcher->language);
        case WAY_WRAP:
        case WAY_WRAP1:
            for (size_t i = at; i + 1 < run->count && is_option(&run->words[i]); i++)
                if (str_equal(run->words[i].text, "--directory") ||
                    str_equal(run->words[i].text, "--cwd"))
                    run->folder = run->words[i + 1].text;
            /* uv run -m x, uv run x.py */
            if (str_equal(program, "uv") &&
                (str_equal(word_at(run, at), "-m") || str_equal(word_at(run, at), "--module")))
                return take(run, RUN_MODULE, at + 1, RUN_LANGUAGE_PYTHON);
            at = skip_options(run, at, launcher->valued);
            at += launcher->way == WAY_WRAP1;
            break;
        }
    }
    return false;
}

bool run_read_words(const struct shell_word *words, size_t count, size_t from, struct run *ret_run)
{
    struct run run = {.words = words, .count = count < MOST_WORDS ? count : MOST_WORDS};

    run.at = run.first = run.last = run.count;
    if (!read(&run, from)) {
        *ret_run = (struct run){.words = words, .count = run.count, .at = run.count};
        return false;
    }
    for (run.last = run.first;
         run.last < run.count && !str_equal(run.words[run.last].text, ":");) /* mpirun's next */
        run.last++;
    *ret_run = run;
    return true;
}

bool run_read(struct arena *arena, const struct command *command, struct run *ret_run)
{
    size_t count;
    const struct shell_word *words = shell_words(arena, command->text, &count);

    return run_read_words(words, count, 0, ret_run);
}
