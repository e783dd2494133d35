/* Continuous integration: which configurations there are, and what they do. */
#include "facts/extract.h"
#include "facts/facts.h"
#include "util/arena.h"
#include "util/glob.h"
#include "util/limits.h"
#include "util/phrase.h"
#include "util/yaml.h"

#include <string.h>

enum { CONFIGS_MOST = 200 };

static const struct {
    const char *pattern, *name;
} systems[] = {
    {".github/workflows/*.{yml,yaml}", "GitHub Actions"},
    {".gitlab-ci.yml", "GitLab CI"},
    {".gitlab/ci/*.{yml,yaml}", "GitLab CI"},
    {".travis.yml", "Travis CI"},
    {".circleci/config.{yml,yaml}", "CircleCI"},
    {"{,.}appveyor.yml", "AppVeyor"},
    {"{,.}azure-pipelines*.{yml,yaml}", "Azure Pipelines"},
    {"{.azure-pipelines,.azure,azure-pipelines}/*.{yml,yaml}", "Azure Pipelines"},
    {"Jenkinsfile*", "Jenkins"},
    {".buildkite/*.{yml,yaml}", "Buildkite"},
    {".cirrus.yml", "Cirrus CI"},
    {"{.drone,.woodpecker,bitbucket-pipelines,wercker,codefresh,codeship-steps}.{yml,yaml}", "CI"},
    {".semaphore/*.yml", "Semaphore"},
    {".woodpecker/*.{yml,yaml}", "Woodpecker"},
    {".builds/*.yml", "SourceHut"},
};

/* What a configuration is for: the first row that one of its lines has words of. */
enum use { USE_TESTS, USE_BUILDS, USE_LINT, USE_DOCS, USE_PUBLISH, USE_ADMIN, USE_OTHER };

static const struct {
    const char *status;
    const char *const *phrases;
} uses[] = {
    [USE_TESTS] = {"tests", (const char *const[]){"pytest",
                                                  "ci/test*",
                                                  "script/test*",
                                                  "scripts/test*",
                                                  "run_tests*",
                                                  "run-tests*",
                                                  "py.test",
                                                  "tox",
                                                  "nox",
                                                  "unittest",
                                                  "nosetests",
                                                  "nose2",
                                                  "R CMD check",
                                                  "R CMD Rcheck",
                                                  "check-r-package",
                                                  "rcmdcheck",
                                                  "devtools::test",
                                                  "devtools::check",
                                                  "testthat",
                                                  "ctest",
                                                  "make test*",
                                                  "make check*",
                                                  "ninja test",
                                                  "meson test",
                                                  "Pkg.test",
                                                  "julia-runtest",
                                                  "cargo test",
                                                  "cargo nextest",
                                                  "go test",
                                                  "npm test",
                                                  "npm run test*",
                                                  "npm t",
                                                  "yarn test*",
                                                  "pnpm test*",
                                                  "bun test",
                                                  "mvn test",
                                                  "mvn verify",
                                                  "mvn package",
                                                  "mvn install",
                                                  "gradlew test",
                                                  "gradlew check",
                                                  "gradle test",
                                                  "gradle check",
                                                  "sbt test",
                                                  "stack test",
                                                  "cabal test",
                                                  "dotnet test",
                                                  "bazel test",
                                                  "bazelisk test",
                                                  "matlab-actions/run-tests",
                                                  "matlab-runner",
                                                  "runtests*",
                                                  "run_tests*",
                                                  "run-tests*",
                                                  "run_test*",
                                                  "hatch test*",
                                                  "hatch run test*",
                                                  "poe test*",
                                                  "pdm test*",
                                                  "just test*",
                                                  "task test*",
                                                  "coverage run",
                                                  "setup.py test",
                                                  "doctest*",
                                                  "nbval",
                                                  "nbmake",
                                                  "busted",
                                                  "rspec",
                                                  "rake test*",
                                                  "phpunit",
                                                  "prove",
                                                  "swift test",
                                                  "test.sh",
                                                  "tests.sh",
                                                  "unit-test*",
                                                  "unit_test*",
                                                  "unittests",
                                                  "tests.yml",
                                                  "test.yml",
                                                  "python test*",
                                                  "python3 test*",
                                                  "python -m test*",
                                                  "bash test*",
                                                  "sh test*",
                                                  "./test*",
                                                  "lake test",
                                                  "make -C t",
                                                  "run-build-and-tests.sh",
                                                  "mocha",
                                                  "jest",
                                                  "vitest",
                                                  "name: run test*",
                                                  "name: run the test*",
                                                  "name: run unit*",
                                                  "name: run all test*",
                                                  "name: test*",
                                                  "name: unit test*",
                                                  NULL}},
    [USE_BUILDS] = {"builds", (const char *const[]){"cmake",
                                                    "make",
                                                    "meson",
                                                    "ninja",
                                                    "pip install .",
                                                    "pip install -e",
                                                    "pip install --editable",
                                                    "setup.py install",
                                                    "setup.py develop",
                                                    "setup.py build*",
                                                    "setup.py sdist",
                                                    "setup.py bdist_wheel",
                                                    "python -m build",
                                                    "cibuildwheel",
                                                    "build-wheel*",
                                                    "cargo build",
                                                    "cargo check",
                                                    "go build",
                                                    "docker build",
                                                    "docker buildx",
                                                    "docker/build-push-action",
                                                    "docker-compose build",
                                                    "conda build",
                                                    "conda mambabuild",
                                                    "R CMD build",
                                                    "R CMD INSTALL",
                                                    "npm run build",
                                                    "yarn build",
                                                    "pnpm build",
                                                    "poetry install",
                                                    "poetry build",
                                                    "uv sync",
                                                    "uv build",
                                                    "uv pip install",
                                                    "hatch build",
                                                    "pdm install",
                                                    "mvn",
                                                    "gradlew",
                                                    "gradle build",
                                                    "bazel build",
                                                    "julia-buildpkg",
                                                    "Pkg.build",
                                                    "stack build",
                                                    "cabal build",
                                                    "dotnet build",
                                                    "lake build",
                                                    "msbuild",
                                                    "xcodebuild",
                                                    "./configure",
                                                    "autoreconf",
                                                    "papermill",
                                                    NULL}},
    [USE_LINT] =
        {"lint",
         (const char *const[]){
             "flake8",
             "ruff",
             "black",
             "mypy",
             "pyright",
             "pre-commit",
             "pylint",
             "pycodestyle",
             "isort",
             "codespell",
             "lintr",
             "lint*",
             "clang-format",
             "clang-tidy",
             "cppcheck",
             "yapf",
             "eslint",
             "prettier",
             "codeql*",
             "shellcheck",
             "zizmor",
             "scorecard-action",
             "trufflehog",
             "JuliaFormatter",
             "format*",
             "typos",
             "make style",
             "make quality",
             NULL}},
    [USE_DOCS] = {"docs",
                  (const char *const[]){"sphinx*",          "mkdocs",         "gh-deploy",
                                        "pkgdown",          "jekyll",         "documenter*",
                                        "julia-docdeploy",  "doxygen",        "deploy-pages",
                                        "actions-gh-pages", "gh-pages",       "jupyter-book",
                                        "doc-builder",      "docs*",          "documentation",
                                        "quarto",           "bibtex",         "pdflatex",
                                        "draft-pdf",        "open-journals*", NULL}},
    [USE_PUBLISH] = {"publish",
                     (const char *const[]){"twine", "gh-action-pypi-publish", "pypi*",
                                           "npm publish", "cargo publish", "poetry publish",
                                           "action-gh-release", "create-release", "release*",
                                           "goreleaser", "docker push", "publish*", NULL}},
    [USE_ADMIN] = {"admin",
                   (const char *const[]){"actions/stale", "stale-*", "labeler", "lock-threads",
                                         "first-interaction", "add-to-project", "TagBot",
                                         "CompatHelper", "dependabot*", "auto-assign*",
                                         "issues:", "issue_comment:", NULL}},
    [USE_OTHER] = {"other", (const char *const[]){NULL}},
};

struct config {
    const char *path, *system;
    const struct file *file;
};

struct configs {
    struct config *items;
    size_t count, capacity;
};

/* The commands of most systems stand on their own lines, so the text says enough. A comment is no
 * command; the name of a step is none either, but often the best hint where all commands are in a
 * script of the repository's own. */
static enum use use_of(struct str text)
{
    enum use best = USE_OTHER;
    struct str line;

    while (best != USE_TESTS && str_next_line(&text, &line)) {
        line = str_trim(str_slice(line, 0, LIMIT_LINE_BYTES));
        if (!line.len || line.ptr[0] == '#' || str_starts(line, "//"))
            continue;
        for (enum use use = USE_TESTS; use < best; use++)
            if (phrase_any(line, uses[use].phrases))
                best = use;
    }
    return best;
}

/* Travis tests a package of these languages where no script is given. */
static bool tests_by_default(const struct config *config, struct str text)
{
    static const char *const languages[] = {"r", "julia", "go", "rust"};
    bool tests = false;
    struct str line;

    if (strcmp(config->system, "Travis CI"))
        return false;
    while (str_next_line(&text, &line)) {
        struct str language;

        if (str_starts(line, "script:"))
            return false;
        if (!str_starts(line, "language:"))
            continue;
        language = str_trim(str_slice(line, strlen("language:"), line.len));
        for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++)
            tests = tests || str_equal_nocase(language, languages[i]);
    }
    return tests;
}

/* Runs a workflow that stands in another repository: what it does is not to be seen here. */
static bool calls_elsewhere(struct str text)
{
    struct str line;

    while (str_next_line(&text, &line)) {
        line = str_trim(str_slice(line, 0, LIMIT_LINE_BYTES));
        if (str_starts(line, "uses:") && str_contains(line, "/.github/workflows/") &&
            !str_contains(line, "./.github/"))
            return true;
    }
    return false;
}

static bool is_automatic(struct str event)
{
    static const char *const events[] = {"push",        "pull_request", "pull_request_target",
                                         "merge_group", "schedule",     "workflow_call",
                                         "workflow_run"};

    for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++)
        if (str_equal(event, events[i]))
            return true;
    return false;
}

/* Whether a workflow starts by itself; "on" is an event, a list or a mapping of them. */
static bool starts_itself(struct facts *facts, const struct config *config, struct str text)
{
    struct rh_error err;
    const struct yaml *root, *on;

    if (strcmp(config->system, "GitHub Actions"))
        return true;
    if (!yaml_parse(facts->arena, config->path, text, YAML_SCANNED, &root, &err))
        return true;
    on = yaml_get(root, "on");
    if (!on)
        return true;
    if (on->kind == YAML_SCALAR)
        return is_automatic(on->text);
    for (const struct yaml *event = on->first; event; event = event->next)
        if (is_automatic(on->kind == YAML_MAP ? event->key : event->text))
            return true;
    return false;
}

static void add_config(struct arena *arena, const struct glob *const *globs,
                       const struct file *file, struct configs *configs)
{
    const char *path = file->path;

    if (file->kind == FILE_GITLINK || configs->count == CONFIGS_MOST)
        return;
    while (text_starts(path, "../"))
        path += 3;
    for (size_t i = 0; i < sizeof(systems) / sizeof(systems[0]); i++) {
        if (!glob_match(globs[i], path))
            continue;
        *ARENA_PUSH(arena, configs) = (struct config){file->path, systems[i].name, file};
        return;
    }
}

/* Those of the scanned folder, and those above it, where CI looks for them. */
static void find_configs(struct facts *facts, struct configs *configs)
{
    const struct snapshot *snapshot = facts->snapshot;
    const struct glob *globs[sizeof(systems) / sizeof(systems[0])];

    for (size_t i = 0; i < sizeof(systems) / sizeof(systems[0]); i++)
        globs[i] = glob_compile(facts->arena, systems[i].pattern, GLOB_NOCASE);
    for (size_t i = 0; i < facts->tree.count; i++) {
        unsigned depth = facts->tree.folders[facts->tree.files[i].folder].depth;

        if (depth <= 2)
            add_config(facts->arena, globs, facts->tree.files[i].file, configs);
    }
    for (size_t i = 0; i < snapshot->outside.count; i++)
        add_config(facts->arena, globs, &snapshot->outside.items[i], configs);
}

void ci_collect(struct facts *facts)
{
    const char *why = "a CI configuration could not be read";
    struct configs configs = {0};
    bool tests = false, builds = false, missing = false;

    find_configs(facts, &configs);
    for (size_t i = 0; i < configs.count; i++) {
        const struct config *config = &configs.items[i];
        const char *status = "unread";
        struct observation *observation;
        bool automatic = true;
        struct str text;

        if (file_read(facts->snapshot, facts->arena, config->file, LIMIT_CONFIG_BYTES, &text) ==
            READ_OK) {
            enum use use = tests_by_default(config, text) ? USE_TESTS : use_of(text);

            status = uses[use].status;
            if (use != USE_TESTS && calls_elsewhere(text)) {
                missing = true;
                why = "a CI configuration runs one of another repository";
            }
            automatic = use > USE_BUILDS || starts_itself(facts, config, text);
            tests = tests || (use == USE_TESTS && automatic);
            builds = builds || (use <= USE_BUILDS && automatic);
        } else {
            missing = true;
        }
        observation = facts_observe(facts, OBSERVATION_CI_CONFIG, status, config->path, 0,
                                    str_of(config->system));
        if (!automatic)
            observation->hint = "starts by hand alone";
    }
    facts_bool(facts, METRIC_CI_CONFIG, configs.count != 0);
    if (tests || !missing)
        facts_bool(facts, METRIC_CI_RUNS_TESTS, tests);
    else
        facts_unknown(facts, METRIC_CI_RUNS_TESTS, why);
    if (builds || !missing)
        facts_bool(facts, METRIC_CI_BUILDS, builds);
    else
        facts_unknown(facts, METRIC_CI_BUILDS, why);
}
