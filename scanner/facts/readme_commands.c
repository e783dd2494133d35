#include "facts/readme_content.h"
#include "util/arena.h"
#include "util/pattern.h"
#include "util/shell.h"

#include <assert.h>
#include <string.h>

/* Commands that install: anything, or the project itself. */

/* What an installer is given. */
enum given {
    GIVEN_NAMES, /* of packages in a registry or a system's collection */
    GIVEN_OTHER, /* addresses, nothing, a file */
};

/* The words of a command, options between them left out. */
static const struct installer {
    const char *words;
    enum given given;
} installers[] = {
    {"pip install", GIVEN_NAMES},
    {"pip2 install", GIVEN_NAMES},
    {"pip3 install", GIVEN_NAMES},
    {"python -m pip install", GIVEN_NAMES},
    {"pipx install", GIVEN_NAMES},
    {"pipx run", GIVEN_NAMES},
    {"uv pip install", GIVEN_NAMES},
    {"uv tool install", GIVEN_NAMES},
    {"uv add", GIVEN_NAMES},
    {"uvx", GIVEN_NAMES},
    {"poetry add", GIVEN_NAMES},
    {"pdm add", GIVEN_NAMES},
    {"pipenv install", GIVEN_NAMES},
    {"rye add", GIVEN_NAMES},
    {"pixi add", GIVEN_NAMES},
    {"pixi global install", GIVEN_NAMES},
    {"easy_install", GIVEN_NAMES},
    {"conda install", GIVEN_NAMES},
    {"conda create", GIVEN_NAMES},
    {"mamba install", GIVEN_NAMES},
    {"mamba create", GIVEN_NAMES},
    {"micromamba install", GIVEN_NAMES},
    {"micromamba create", GIVEN_NAMES},
    {"npm install", GIVEN_NAMES},
    {"npm i", GIVEN_NAMES},
    {"yarn add", GIVEN_NAMES},
    {"pnpm add", GIVEN_NAMES},
    {"cargo install", GIVEN_NAMES},
    {"cargo add", GIVEN_NAMES},
    {"conda env create", GIVEN_OTHER},
    {"conda env update", GIVEN_OTHER},
    {"mamba env create", GIVEN_OTHER},
    {"mamba env update", GIVEN_OTHER},
    {"micromamba env create", GIVEN_OTHER},
    {"conda-lock install", GIVEN_OTHER},
    {"pixi install", GIVEN_OTHER},
    {"uv sync", GIVEN_OTHER},
    {"poetry install", GIVEN_OTHER},
    {"pdm install", GIVEN_OTHER},
    {"hatch env create", GIVEN_OTHER},
    {"flit install", GIVEN_OTHER},
    {"yarn install", GIVEN_OTHER},
    {"pnpm install", GIVEN_OTHER},
    {"npm ci", GIVEN_OTHER},
    {"gem install", GIVEN_NAMES},
    {"bundle install", GIVEN_OTHER},
    {"go install", GIVEN_OTHER},
    {"go get", GIVEN_OTHER},
    {"go build", GIVEN_OTHER},
    {"cargo build", GIVEN_OTHER},
    {"luarocks install", GIVEN_NAMES},
    {"luarocks make", GIVEN_OTHER},
    {"opam install", GIVEN_OTHER},
    {"cabal install", GIVEN_OTHER},
    {"stack install", GIVEN_OTHER},
    {"spack install", GIVEN_NAMES},
    {"guix install", GIVEN_NAMES},
    {"brew install", GIVEN_NAMES},
    {"port install", GIVEN_NAMES},
    {"apt install", GIVEN_NAMES},
    {"apt-get install", GIVEN_NAMES},
    {"yum install", GIVEN_OTHER},
    {"dnf install", GIVEN_OTHER},
    {"pacman", GIVEN_OTHER},
    {"choco install", GIVEN_NAMES},
    {"scoop install", GIVEN_NAMES},
    {"winget install", GIVEN_NAMES},
    {"vcpkg install", GIVEN_NAMES},
    {"conan install", GIVEN_NAMES},
    {"R CMD INSTALL", GIVEN_OTHER},
    {"make install", GIVEN_OTHER},
    {"ninja install", GIVEN_OTHER},
    {"meson install", GIVEN_OTHER},
    {"cmake --install", GIVEN_OTHER},
    {"cmake --build", GIVEN_OTHER},
    {"cmake", GIVEN_OTHER},
    {"./configure", GIVEN_OTHER},
    {"docker build", GIVEN_OTHER},
    {"docker pull", GIVEN_OTHER},
    {"docker compose up", GIVEN_OTHER},
    {"docker-compose up", GIVEN_OTHER},
    {"singularity pull", GIVEN_OTHER},
    {"singularity build", GIVEN_OTHER},
    {"apptainer pull", GIVEN_OTHER},
    {"apptainer build", GIVEN_OTHER},
    {"mvn install", GIVEN_OTHER},
    {"mvn package", GIVEN_OTHER},
};

/* Options whose next word is theirs. */
static const char *const valued[] = {
    "-n",
    "--name",
    "-c",
    "--channel",
    "-p",
    "--prefix",
    "-r",
    "--requirement",
    "-f",
    "--find-links",
    "-i",
    "--index-url",
    "-e",
    "--editable",
    "--extra-index-url",
    "--file",
    "-t",
    "--target",
    "--python",
    "--from",
    "--constraint",
    "--root",
    "--index",
    "-j",
};

static bool has_value(struct str option)
{
    for (size_t i = 0; i < sizeof(valued) / sizeof(*valued); i++)
        if (str_equal(option, valued[i]))
            return true;
    return false;
}

/* "python3.9", "/usr/bin/pip" and "sudo" are no reason to miss it. */
static struct str plain_tool(struct str word)
{
    for (size_t i = word.len; i-- > 0;)
        if (word.ptr[i] == '/' && !str_starts(word, "./"))
            return str_slice(word, i + 1, word.len);
    if (str_starts(word, "python"))
        return str_slice(word, 0, 6);
    return word;
}

/* How many words the installer takes off the command; 0: it is another command. */
static size_t match_words(const struct shell_word *words, size_t count, const char *wanted)
{
    struct str rest = str_of(wanted), want;
    size_t at = 0;
    bool first = true;

    while (str_next_word(&rest, &want)) {
        while (!first && at < count && str_starts(words[at].text, "-") && *want.ptr != '-')
            at++;
        if (at >= count)
            return 0;
        if (!(want.len == words[at].text.len && !memcmp(want.ptr, words[at].text.ptr, want.len)) &&
            !(first &&
              str_equal(plain_tool(words[at].text),
                        str_starts(want, "python") ? "python" : wanted) &&
              want.len == plain_tool(words[at].text).len))
            return 0;
        at++;
        first = false;
    }
    return at;
}

/* The name of the package: "colbert-ai" of "colbert-ai[torch]>=1"; conda's "channel::name". */
static struct str package_of(struct str word)
{
    const char *channel = word.len ? memmem(word.ptr, word.len, "::", 2) : NULL;
    size_t length = 0;

    if (channel)
        word = str_slice(word, (size_t)(channel - word.ptr) + 2, word.len);
    while (length < word.len && !strchr("[=<>~!@ ;", word.ptr[length]))
        length++;
    return str_slice(word, 0, length);
}

/* Where no manifest says what the project is called, its repository's name must do. */
bool content_is_own_name(const struct reading *reading, struct str name)
{
    const struct facts *facts = reading->facts;
    struct str bare = str_ends(name, ".jl") ? str_slice(name, 0, name.len - 3) : name;
    const char *repository = facts->snapshot->name ? path_base(facts->snapshot->name) : "";

    if (!name.len)
        return false;
    for (size_t i = 0; i < facts->manifests.all.count; i++)
        if (facts->manifests.all.items[i].package)
            return manifests_own_package(&facts->manifests, bare) ||
                   (str_starts(bare, "r-") &&
                    manifests_own_package(&facts->manifests, str_slice(bare, 2, bare.len)));
    return !strcmp(package_key(facts->arena, bare), package_key(facts->arena, str_of(repository)));
}

/* "name" of "git+https://github.com/owner/name.git@v1#egg=x". */
static struct str repository_of(struct str address)
{
    size_t from, end = 0;

    while (end < address.len && address.ptr[end] != '#' && (address.ptr[end] != '@' || end < 12))
        end++;
    address = str_slice(address, 0, end);
    if (str_ends(address, ".git"))
        address.len -= 4;
    for (from = address.len; from && address.ptr[from - 1] != '/';)
        from--;
    return str_slice(address, from, address.len);
}

/* "git+https://github.com/owner/name.git", "owner/name": the repository itself. */
static bool is_own_repository(const struct reading *reading, struct str word)
{
    const char *name = reading->facts->snapshot->name;

    if (str_starts(word, "git+") && content_is_own_name(reading, repository_of(word)))
        return true;
    return name && strchr(name, '/') && str_contains_nocase(word, name);
}

static void look_at_packages(struct reading *reading, const struct command *command,
                             const struct shell_word *words, size_t count,
                             const struct installer *installer)
{
    bool runs =
        str_ends(str_of(installer->words), "run") || str_equal(str_of(installer->words), "uvx");

    for (size_t i = 0; i < count && !(runs && i); i++) {
        struct str word = words[i].text;

        if (is_own_repository(reading, word) || str_equal(word, ".") || str_starts(word, ".["))
            content_note(reading, CONTENT_SOURCE_INSTALL, command->line, command->text);
        if (str_starts(word, "-")) {
            if (has_value(word) && !(str_equal(word, "-e") || str_equal(word, "--editable")))
                i++;
            continue;
        }
        if (installer->given == GIVEN_NAMES && !str_contains(word, "/") &&
            content_is_own_name(reading, package_of(word)))
            content_note(reading, CONTENT_REGISTRY_INSTALL, command->line, command->text);
    }
}

/* python setup.py install, bash install.sh, ./scripts/setup_env.sh */
static bool is_install_script(const struct shell_word *words, size_t count)
{
    for (size_t i = 0; i < count && i < 3; i++) {
        struct str word = words[i].text;

        if (str_ends(word, "setup.py") && i + 1 < count &&
            (str_equal(words[i + 1].text, "install") || str_equal(words[i + 1].text, "develop") ||
             str_starts(words[i + 1].text, "build")))
            return true;
        if ((str_ends(word, ".sh") || str_ends(word, ".bat")) &&
            (str_contains_nocase(word, "install") || str_contains_nocase(word, "setup") ||
             str_contains_nocase(word, "build")))
            return true;
    }
    return false;
}

static void look_at_command(struct reading *reading, const struct command *command)
{
    struct arena *arena = reading->facts->arena;
    size_t count, best = 0;
    const struct shell_word *words = shell_words(arena, command->words, &count);
    const struct installer *installer = NULL;

    if (count && str_equal(words[0].text, "sudo")) {
        words++;
        count--;
    }
    for (size_t i = 0; i < sizeof(installers) / sizeof(*installers); i++) {
        size_t taken = match_words(words, count, installers[i].words);

        if (taken > best) {
            best = taken;
            installer = &installers[i];
        }
    }
    if (installer && !(best == count && installer->given == GIVEN_NAMES)) {
        content_note(reading, CONTENT_INSTALL, command->line, command->text);
        look_at_packages(reading, command, words + best, count - best, installer);
    } else if (!installer && is_install_script(words, count)) {
        content_note(reading, CONTENT_INSTALL, command->line, command->text);
        if (str_contains(command->words, "setup.py"))
            content_note(reading, CONTENT_SOURCE_INSTALL, command->line, command->text);
    }
}

/* Code that installs: R, Julia, and Python's own words for it. The first group is the package. */
static const struct {
    const char *pattern;
    enum given given;
} calls[] = {
    {"\\binstall\\.packages\\(\\s*(?:c\\()?\\s*[\"']([\\w.]+)", GIVEN_NAMES},
    {"\\bBiocManager::install\\(\\s*(?:c\\()?\\s*[\"']([\\w./-]+)", GIVEN_NAMES},
    {"\\bbiocLite\\(\\s*[\"']([\\w.]+)", GIVEN_NAMES},
    {"\\bpak::(?:pak|pkg_install)\\(\\s*[\"']([\\w./@-]+)", GIVEN_NAMES},
    {"\\b(?:devtools|remotes|pak)::install_?\\w*\\(\\s*[\"']?([\\w./@:-]*)", GIVEN_OTHER},
    {"\\binstall_(?:github|gitlab|bitbucket|git|url|local|version)\\(\\s*[\"']([\\w./@:-]*)",
     GIVEN_OTHER},
    {"\\brenv::(?:restore|install)\\(()", GIVEN_OTHER},
    {"\\bPkg\\.(?:add|develop|clone)\\(\\s*\\[?\\s*[\"']([\\w./:-]+)", GIVEN_NAMES},
    {"\\bPkg\\.add\\(\\s*(?:PackageSpec\\()?\\s*(?:;\\s*)?(?:name|url)\\s*=\\s*[\"']([\\w./:-]+)",
     GIVEN_NAMES},
    {"\\bPkg\\.(?:instantiate|activate)\\(()", GIVEN_OTHER},
    {"(?:pkg>|^\\s*\\]|^)\\s*(?:add|dev|develop) ([A-Z][\\w.]+|https?://\\S+)", GIVEN_NAMES},
    {"(?:pkg>|^\\s*\\])\\s*(?:instantiate)()", GIVEN_OTHER},
    /* "# pip install name": an alternative that stands in a comment */
    {"^\\s*#+\\s*(?:or:?\\s*)?\\$?\\s*(?:pip3?|conda|mamba|uv pip) install (?:-\\S+ )*([\\w.-]+)",
     GIVEN_NAMES},
};

enum { CALLS = sizeof(calls) / sizeof(*calls) };

static void look_at_line(struct reading *reading, struct pattern *const patterns[CALLS],
                         unsigned number, struct str line)
{
    for (size_t i = 0; i < CALLS; i++) {
        struct groups groups;

        if (pattern_match(patterns[i], line, &groups) != MATCH_YES)
            continue;
        content_note(reading, CONTENT_INSTALL, number, line);
        if (is_own_repository(reading, groups.items[1]))
            content_note(reading, CONTENT_SOURCE_INSTALL, number, line);
        else if (calls[i].given == GIVEN_NAMES && content_is_own_name(reading, groups.items[1]))
            content_note(reading, CONTENT_REGISTRY_INSTALL, number, line);
    }
}

void content_of_commands(struct reading *reading)
{
    const struct document *readme = reading->readme;
    struct pattern *patterns[CALLS] = {0};

    for (size_t i = 0; i < readme->commands.count; i++)
        look_at_command(reading, &readme->commands.items[i]);
    for (size_t i = 0; i < CALLS; i++) {
        struct rh_error err = {0};

        bool compiles =
            pattern_compile(reading->facts->arena, calls[i].pattern, &patterns[i], &err);

        assert(compiles); /* the table is ours */
        (void)compiles;
    }
    for (size_t i = 0; i < readme->blocks.count; i++) {
        const struct block *block = &readme->blocks.items[i];
        struct str rest = block->text, line;
        unsigned number = block->text_line;

        for (; block->kind == BLOCK_CODE && str_next_line(&rest, &line); number++)
            look_at_line(reading, patterns, number, line);
    }
    for (size_t i = 0; i < readme->spans.count; i++)
        look_at_line(reading, patterns, readme->spans.items[i].line, readme->spans.items[i].text);
}
