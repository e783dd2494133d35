#include "facts/readme_content.h"
#include "facts/tools.h"
#include "util/arena.h"
#include "util/phrase.h"
#include "util/shell.h"

#include <ctype.h>
#include <string.h>

/* A usage example of at most ten lines of code in which there is nothing to fill in: a command that
 * runs something, or a piece of code that calls something. */

enum {
    MOST_LINES = 10,
    MOST_EXAMPLES = 10, /* that are noted; the rest is not looked at */
    COMMANDS = 3000,
    LOOKUPS = 300, /* of variables in the whole README */
    BLOCKS_BEFORE = 5,
};

/* --- what the reader must put in --- */

/* Words that stand for what only the reader knows. */
static const char *const placeholder_words[] = {
    "/path/to",
    "path/to/",
    "path_to_",
    "path-to-",
    "PATH_TO",
    "PATH/TO",
    "/your/",
    "your_",
    "your-",
    "YOUR_",
    "YOUR-",
    "<YOUR",
    "my_path",
    "xxxx",
    ("XX"
     "X"),
    "???",
    "sk-...",
    "/some/path",
    "/absolute/path",
    "/dir/to",
    "/directory/",
    "{path",
    "dir/of/",
    "location/of/",
    "path/of/",
    "INSERT_",
    "REPLACE_",
    "CHANGE_ME",
    "CHANGEME",
    "YourDataset",
    "your data",
    "your model",
    "path_of_",
    "<path",
    "[path",
};

static bool is_upper_name(struct str word)
{
    bool joint = false;

    for (size_t i = 0; i < word.len; i++) {
        if (word.ptr[i] == '_')
            joint = true;
        else if (!isupper((unsigned char)word.ptr[i]) && !isdigit((unsigned char)word.ptr[i]))
            return false;
    }
    return joint && word.len > 3;
}

static bool has_placeholder_word(struct str text)
{
    for (size_t i = 0; i < sizeof(placeholder_words) / sizeof(*placeholder_words); i++)
        if (str_contains(text, placeholder_words[i]))
            return true;
    return false;
}

/* An absolute path to somebody's own data: /images/list.txt, /data/imagenet. */
static bool is_own_place(struct str path)
{
    static const char *const shared[] = {"tmp",    "dev",       "usr", "etc", "bin",
                                         "opt",    "proc",      "sys", "var", "content",
                                         "kaggle", "workspace", "app"};
    size_t length = 1;

    if (path.len < 3 || *path.ptr != '/' || !isalpha((unsigned char)path.ptr[1]))
        return false;
    while (length < path.len && path.ptr[length] != '/')
        length++;
    for (size_t i = 0; i < sizeof(shared) / sizeof(*shared); i++)
        if (str_equal(str_slice(path, 1, length), shared[i]))
            return false;
    return true;
}

/* The README sets it: NAME=value or export NAME, in any of its code. */
static bool is_set(struct reading *reading, struct str name)
{
    static const char *const usual[] = {"HOME", "PWD", "USER", "PATH", "SHELL", "TMPDIR", "1"};
    struct str text = reading->readme->text;
    const char *assignment, *at;

    for (size_t i = 0; i < sizeof(usual) / sizeof(*usual); i++)
        if (str_equal(name, usual[i]))
            return true;
    if (reading->lookups++ >= LOOKUPS)
        return true;
    if (!name.len || name.len > 60)
        return false;
    assignment = arena_printf(reading->facts->arena, "for %.*s in", (int)name.len, name.ptr);
    if (str_contains(text, assignment))
        return true;
    assignment = arena_printf(reading->facts->arena, "%.*s=", (int)name.len, name.ptr);
    at = memmem(text.ptr, text.len, assignment, strlen(assignment));
    if (!at)
        return false;
    text = str_slice(text, (size_t)(at - text.ptr) + strlen(assignment), text.len);
    (void)str_next_line(&text, &text); /* what it is set to may have to be filled in itself */
    return !has_placeholder_word(text) && !is_own_place(text);
}

/* <data dir>, [model], {gpu}: brackets around words that are no code. */
static bool is_bracketed_name(struct str text, size_t at, char close)
{
    size_t end = at + 1;

    while (end < text.len && end - at < 60 && text.ptr[end] != close && text.ptr[end] != '\n')
        end++;
    if (end >= text.len || text.ptr[end] != close || end == at + 1)
        return false;
    for (size_t i = at + 1; i < end; i++)
        if (!isalnum((unsigned char)text.ptr[i]) && !strchr("_- ./|:", text.ptr[i]))
            return false;
    return isalpha((unsigned char)text.ptr[at + 1]);
}

static bool has_unset_variable(struct reading *reading, struct str text)
{
    for (size_t i = 0; i + 1 < text.len; i++) {
        size_t from = i + 1 + (text.ptr[i + 1] == '{'), end = from;

        if (text.ptr[i] != '$')
            continue;
        while (end < text.len && (isalnum((unsigned char)text.ptr[end]) || text.ptr[end] == '_'))
            end++;
        if (end > from && !isdigit((unsigned char)text.ptr[from]) &&
            !is_set(reading, str_slice(text, from, end)))
            return true;
    }
    return false;
}

bool content_has_placeholder(struct reading *reading, struct str text)
{
    if (has_placeholder_word(text))
        return true;
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == '<' && is_bracketed_name(text, i, '>'))
            return true;
    return has_unset_variable(reading, text);
}

/* What stands behind the first "=" of an option. */
static struct str value_of(struct str word)
{
    const char *equals = word.len ? memchr(word.ptr, '=', word.len) : NULL;

    return equals ? str_slice(word, (size_t)(equals - word.ptr) + 1, word.len) : (struct str){0};
}

/* In a command also what in code is an index, a set or a constant. */
static bool command_has_placeholder(struct reading *reading, const struct shell_word *words,
                                    size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct str word = words[i].text;

        if (content_has_placeholder(reading, words[i].raw))
            return true;
        if (str_equal(word, "...") || str_contains(word, "\xe2\x80\xa6") ||
            str_ends(word, "/...") || is_upper_name(word) || is_own_place(word) ||
            is_own_place(value_of(word)))
            return true;
        for (size_t j = 0; j < word.len; j++)
            if (!words[i].quoted &&
                ((word.ptr[j] == '{' && is_bracketed_name(word, j, '}') &&
                  (j == 0 || word.ptr[j - 1] != '$')) ||
                 (word.ptr[j] == '[' && j == 0 && is_bracketed_name(word, j, ']'))))
                return true;
    }
    return false;
}

/* "Set the variables in .env to your paths, then run:" - the block is complete, the reader is not.
 */
static bool is_told_to_edit(const struct reading *reading, unsigned block)
{
    static const char *const verbs[] = {"update", "edit",      "set",     "change",
                                        "modify", "replace",   "fill in", "specify",
                                        "adjust", "configure", NULL};
    static const char *const things[] = {"variable*",   "path*",    ".env",  "config*", "key*",
                                         "credentials", "settings", "token", NULL};
    const struct document *readme = reading->readme;

    for (unsigned looked = 0; block-- > 0 && looked < BLOCKS_BEFORE; looked++) {
        const struct block *before = &readme->blocks.items[block];
        struct str near;

        if (before->kind == BLOCK_HEADING || before->kind == BLOCK_CODE)
            return false;
        near = str_slice(before->text, before->text.len > 600 ? before->text.len - 600 : 0,
                         before->text.len);
        if (near.len)
            return phrase_any(near, verbs) && phrase_any(near, things);
    }
    return false;
}

/* --- commands --- */

/* Programs that prepare, fetch or look, and run nothing of the project. */
static const char *const preparing[] = {
    "git",
    "cd",
    "mkdir",
    "export",
    "source",
    "conda",
    "mamba",
    "micromamba",
    "pip",
    "pip3",
    "wget",
    "curl",
    "unzip",
    "tar",
    "cp",
    "mv",
    "ln",
    "ls",
    "cat",
    "echo",
    "chmod",
    "sudo",
    "apt",
    "apt-get",
    "brew",
    "module",
    "virtualenv",
    "poetry",
    "pipenv",
    "pdm",
    "rm",
    "gdown",
    "aws",
    "gsutil",
    "rsync",
    "scp",
    "cmake",
    "make",
    "ninja",
    "meson",
    "bazel",
    "npm",
    "yarn",
    "pre-commit",
    "tox",
    "nox",
    "pytest",
    "ruff",
    "black",
    "mypy",
    "docker-compose",
    "pyenv",
    "activate",
    "head",
    "less",
    "open",
    "nvidia-smi",
    "which",
    "set",
    "unset",
    "ssh",
    "tmux",
    "screen",
    "huggingface-cli",
    "hf",
    "wandb",
    "kaggle",
    "7z",
    "gunzip",
    "zcat",
    "pushd",
    "popd",
    "touch",
    "nano",
    "vim",
    "vi",
    "code",
    "jupyter",
    "yum",
    "dnf",
    "pacman",
    "choco",
    "scoop",
    "gem",
    "cargo",
    "go",
    "spack",
    "easy_install",
    "./configure",
    "autoreconf",
    "git-lfs",
    "deactivate",
    "alias",
    "hash",
    "printenv",
    "pixi",
    "rye",
    "hatch",
    "luarocks",
    "docker",
    "singularity",
    "apptainer",
    "uv",
    ".",
    "flake8",
    "isort",
    "coverage",
};

/* ... but for these of their uses. */
static const char *const running[] = {
    "docker run",       "uv run",        "poetry run",     "pipenv run", "pdm run",
    "pixi run",         "conda run",     "cargo run",      "go run",     "singularity run",
    "singularity exec", "apptainer run", "apptainer exec", "npm run",    "npm start",
    "hatch run",        "rye run",
};

static bool begins(const struct shell_word *words, size_t count, const char *wanted)
{
    struct str rest = str_of(wanted), want;
    size_t at = 0;

    while (str_next_word(&rest, &want))
        if (at >= count || words[at].text.len != want.len ||
            memcmp(words[at++].text.ptr, want.ptr, want.len))
            return false;
    return true;
}

static bool is_help(const struct shell_word *words, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (str_equal(words[i].text, "--help") || str_equal(words[i].text, "-h") ||
            str_equal(words[i].text, "--version") || str_equal(words[i].text, "help"))
            return true;
    return false;
}

static struct str base_of(struct str path)
{
    for (size_t i = path.len; i-- > 0;)
        if (path.ptr[i] == '/')
            return str_slice(path, i + 1, path.len);
    return path;
}

/* python -m pip, python setup.py, bash download.sh, python -m pytest: steps on the way. */
static bool is_preparing_script(const struct shell_word *words, size_t count)
{
    static const char *const names[] = {"setup.py",   "install",  "download",  "setup", "build",
                                        "pytest",     "unittest", "venv",      "pip",   "compile",
                                        "get_data",   "fetch",    "bootstrap", "nose",  "_tests",
                                        "nvidia-smi", "make.jl"};

    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; (i < 3 || i + 1 == count) && j < sizeof(names) / sizeof(*names); j++)
            if (!str_starts(words[i].text, "-") && (i || str_contains(words[i].text, "/")) &&
                str_contains_nocase(base_of(words[i].text), names[j]))
                return true;
    return false;
}

static bool is_run(const struct command *command, const struct shell_word *words, size_t count)
{
    const struct tool *tool = count ? tool_find(words[0].text) : NULL;

    if (!count || is_help(words, count))
        return false;
    for (size_t i = 0; i < sizeof(running) / sizeof(*running); i++)
        if (begins(words, count, running[i]))
            return count > 2;
    for (size_t i = 0; i < sizeof(preparing) / sizeof(*preparing); i++)
        if (str_equal(words[0].text, preparing[i]))
            return false;
    if (is_preparing_script(words, count))
        return false;
    if (command->shown == SHOWN_INLINE) /* `bash` is a name there, `bash run.sh` a command */
        return count > 1 &&
               ((tool && tool->role == TOOL_LAUNCHER) || str_starts(words[0].text, "./"));
    return count > 1 || str_contains(words[0].text, "/") || (tool == NULL && count > 0);
}

/* Lines that the command takes where it stands. */
static unsigned lines_of(const struct document *readme, const struct command *command)
{
    const struct block *block = &readme->blocks.items[command->block];
    struct str rest = block->text, line;
    unsigned number = block->text_line, lines = 1;

    if (command->shown == SHOWN_INLINE)
        return 1;
    while (str_next_line(&rest, &line)) {
        if (number++ < command->line)
            continue;
        if (!str_ends(str_trim(line), "\\"))
            break;
        lines++;
    }
    return lines;
}

static void look_at_command(struct reading *reading, const struct command *command)
{
    struct arena *arena = reading->facts->arena;
    size_t count;
    const struct shell_word *words = shell_words(arena, command->words, &count);

    if (!is_run(command, words, count) || command_has_placeholder(reading, words, count) ||
        lines_of(reading->readme, command) > MOST_LINES || is_told_to_edit(reading, command->block))
        return;
    content_note(reading, CONTENT_QUICK_START, command->line, command->text);
}

/* --- code --- */

/* Languages in which a block can be an example of use. */
static const char *const code_labels[] = {
    "python", "py",         "python3",    "pycon",  "ipython",    "r",       "julia",
    "jl",     "julia-repl", "matlab",     "octave", "c++",        "cpp",     "c",
    "java",   "scala",      "javascript", "js",     "typescript", "ts",      "go",
    "rust",   "lua",        "haskell",    "ocaml",  "perl",       "ruby",    "mathematica",
    "stata",  "swift",      "kotlin",     "c#",     "csharp",     "fortran", "splus",
    "rsplus", "jlcon",      "jldoctest",
};

enum { LABEL_BYTES = 20 };

static bool is_code(const struct block *block)
{
    static const char *const beginnings[] = {"import ", "from ",     "library(", "using ",
                                             ">>> ",    "#include ", "require(", "julia> "};
    struct str label = block->label, rest = block->text, line;
    size_t length = 0;

    while (label.len && strchr("{. ", *label.ptr))
        label = str_slice(label, 1, label.len);
    while (length < label.len &&
           (isalnum((unsigned char)label.ptr[length]) || strchr("+#-", label.ptr[length])))
        length++;
    label = str_slice(label, 0, length);
    for (size_t i = 0; i < sizeof(code_labels) / sizeof(*code_labels); i++)
        if (str_equal_nocase(label, code_labels[i]))
            return true;
    if (label.len)
        return false;
    while (str_next_line(&rest, &line))
        for (size_t i = 0; i < sizeof(beginnings) / sizeof(*beginnings); i++)
            if (str_starts(line, beginnings[i]))
                return true;
    return false;
}

struct example {
    unsigned lines;
    bool imports, calls, placeholder, shell;
};

/* Installing is no use yet. */
static bool is_installing(struct str line)
{
    static const char *const calls[] = {"install.packages(", "install_github(", "install_local(",
                                        "Pkg.add(",          "Pkg.develop(",    "Pkg.instantiate(",
                                        "BiocManager::",     "pak::",           "remotes::",
                                        "devtools::",        "renv::",          "Pkg.clone(",
                                        "Pkg.activate(",     "pip install"};

    for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++)
        if (str_contains(line, calls[i]))
            return true;
    return false;
}

static bool is_import(struct str line)
{
    static const char *const words[] = {"import ",  "from ",    "library(", "using ",
                                        "require(", "#include", "use "};

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (str_starts(line, words[i]))
            return true;
    return false;
}

/* "def", "class" and what is indented below them is defined, not used. */
static bool is_definition(struct str line)
{
    return str_starts(line, "def ") || str_starts(line, "class ") || str_starts(line, "@") ||
           str_starts(line, "async def ") || str_starts(line, "function ");
}

/* Without a reading, what is to be filled in is not looked for. */
static void measure(struct reading *reading, const struct block *block, struct example *example)
{
    struct str rest = block->text, line;
    bool defining = false,
         prompts = str_contains(block->text, ">>> ") || str_contains(block->text, "julia> ");

    while (str_next_line(&rest, &line)) {
        bool indented = line.len && isspace((unsigned char)*line.ptr);
        struct str code = str_trim(line);

        if (prompts && str_starts(code, ">>>"))
            code = str_trim(str_slice(code, 3, code.len));
        else if (prompts && str_starts(code, "julia>"))
            code = str_trim(str_slice(code, 6, code.len));
        else if (prompts && str_starts(code, "..."))
            code = str_trim(str_slice(code, 3, code.len));
        else if (prompts)
            continue; /* what it printed */
        if (!code.len || *code.ptr == '#' || str_starts(code, "//") || *code.ptr == '%')
            continue;
        if (*code.ptr == '!' || str_starts(code, "$ ") || str_starts(code, "pip ")) {
            example->shell = true;
            continue;
        }
        if (is_installing(code))
            continue;
        example->lines++;
        example->imports = example->imports || is_import(code);
        if (!indented)
            defining = is_definition(code);
        if (!defining && !is_import(code) && str_contains(code, "("))
            example->calls = true;
        /* a line of dots alone is data left out, not the end of a signature */
        if (reading && (str_equal(code, "...") || str_equal(code, "...,") ||
                        content_has_placeholder(reading, code)))
            example->placeholder = true;
    }
}

bool content_shows_use(const struct block *block)
{
    struct example example = {0};

    if (block->kind != BLOCK_CODE || block->shown == SHOWN_INLINE || !is_code(block))
        return false;
    measure(NULL, block, &example);
    return example.lines && example.calls;
}

bool content_shows_install(const struct block *block)
{
    struct str rest = block->text, line;

    if (block->kind != BLOCK_CODE || block->shown == SHOWN_INLINE)
        return false;
    while (str_next_line(&rest, &line))
        if (is_installing(line) || str_contains(line, "pkg> add ") || str_starts(line, "] add ") ||
            str_starts(line, "]add "))
            return true;
    return false;
}

/* A block without imports goes on with the one before it in the same section: a reader needs both,
 * unless what stands so far was an example by itself. */
static void look_at_blocks(struct reading *reading)
{
    const struct document *readme = reading->readme;
    struct example example = {0};
    unsigned section = UINT32_MAX - 1;

    for (unsigned i = 0; i < readme->blocks.count; i++) {
        const struct block *block = &readme->blocks.items[i];
        struct example own = {0};

        if (block->kind != BLOCK_CODE || block->shown == SHOWN_INLINE || !is_code(block))
            continue;
        measure(reading, block, &own);
        if (block->section != section || own.imports) {
            example = own;
        } else {
            example.lines += own.lines;
            example.calls = example.calls || own.calls;
            example.placeholder = example.placeholder || own.placeholder;
        }
        section = block->section;
        if (example.lines && example.lines <= MOST_LINES && example.calls && own.lines &&
            !example.placeholder && !is_told_to_edit(reading, i)) {
            struct str rest = block->text, first = {0};

            (void)str_next_line(&rest, &first);
            content_note(reading, CONTENT_QUICK_START, block->text_line, first);
        }
    }
}

void content_of_examples(struct reading *reading)
{
    const struct document *readme = reading->readme;

    for (size_t i = 0; i < readme->commands.count && i < COMMANDS; i++)
        if (reading->found[CONTENT_QUICK_START] < MOST_EXAMPLES)
            look_at_command(reading, &readme->commands.items[i]);
    look_at_blocks(reading);
}
