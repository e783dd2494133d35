#include "facts/facts.h"
#include "facts/manifest.h"
#include "facts/python_names.h"
#include "util/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static int set_up(void **state)
{
    *state = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

enum { FILES = 8 };

/* Facts of a repository that is written as path, text, path, text, ..., NULL. */
static struct facts *collect(void **state, const char *first, ...)
{
    static const struct facts_options options = {.as_of = 1700000000};
    struct snapshot *snapshot = arena_alloc(*state, sizeof(*snapshot));
    struct facts *facts = arena_alloc(*state, sizeof(*facts));
    const char *paths[FILES], *texts[FILES];
    size_t count = 0;
    va_list args;

    va_start(args, first);
    for (const char *path = first; path; path = va_arg(args, const char *)) {
        assert_true(count < FILES);
        paths[count] = arena_strdup(*state, path);
        texts[count++] = arena_strdup(*state, va_arg(args, const char *));
    }
    va_end(args);
    snapshot_from_texts(*state, paths, texts, count, snapshot);
    facts_collect(*state, snapshot, &options, facts);
    return facts;
}

static const struct manifest *only(const struct facts *facts)
{
    assert_int_equal(facts->manifests.all.count, 1);
    return &facts->manifests.all.items[0];
}

static const struct dependency *need(const struct manifest *manifest, const char *key)
{
    for (size_t i = 0; i < manifest->dependencies.count; i++)
        if (!strcmp(manifest->dependencies.items[i].key, key))
            return &manifest->dependencies.items[i];
    fail_msg("no dependency %s", key);
    return NULL;
}

/* "status line", or "" where there is no observation of the kind at the path. */
static const char *seen(void **state, const struct facts *facts, enum observation_kind kind,
                        const char *path)
{
    char *text = arena_strdup(*state, "");

    for (size_t i = 0; i < facts->observations.count; i++) {
        const struct observation *observation = &facts->observations.items[i];

        if (observation->kind == kind && !strcmp(observation->path, path))
            text = arena_printf(*state, "%s%s%s %u", text, *text ? ", " : "", observation->status,
                                observation->line);
    }
    return text;
}

static bool holds(const struct facts *facts, enum metric metric)
{
    assert_int_equal(facts->metrics[metric].type, RH_VALUE_BOOL);
    return facts->metrics[metric].integer;
}

static void requirements_are_read_as_pip_does(void **state)
{
    const struct manifest *manifest = only(collect(state, "requirements.txt",
                                                   "# what we need\n"
                                                   "numpy\n"
                                                   "Torch_Vision[x] >= 0.8, <0.9 # why\n"
                                                   "scipy==1.2.* ; python_version < '3.8'\n"
                                                   "a==1.0 \\\n"
                                                   "  --hash=sha256:00\n"
                                                   "-e git+https://h/o/n.git@0a1b2c#egg=n_n\n"
                                                   "b @ https://h/b.whl\n"
                                                   "--extra-index-url https://h/simple\n"
                                                   "-r more.txt\n"
                                                   "./here\n"
                                                   "numpy 1.9\n"
                                                   "c=1.0\n",
                                                   NULL));

    assert_int_equal(need(manifest, "numpy")->pin, PIN_FREE);
    assert_int_equal(need(manifest, "numpy")->line, 2);
    assert_int_equal(need(manifest, "torch-vision")->pin, PIN_RANGE);
    assert_string_equal(need(manifest, "torch-vision")->specifier, ">= 0.8, <0.9");
    assert_int_equal(need(manifest, "scipy")->pin, PIN_RANGE);
    assert_string_equal(need(manifest, "scipy")->marker, "python_version < '3.8'");
    assert_int_equal(need(manifest, "a")->pin, PIN_EXACT);
    assert_int_equal(need(manifest, "a")->line, 5);
    assert_int_equal(need(manifest, "n-n")->origin, ORIGIN_VCS);
    assert_int_equal(need(manifest, "n-n")->pin, PIN_EXACT);
    assert_true(need(manifest, "n-n")->editable);
    assert_int_equal(need(manifest, "b")->origin, ORIGIN_URL);
    assert_int_equal(manifest->index_line, 9);
    assert_true(manifest->compiled);
    assert_int_equal(manifest->faults.count, 3); /* the last: more.txt is not there */
    assert_int_equal(manifest->faults.items[0].line, 12);
    assert_int_equal(manifest->faults.items[1].line, 13);
    assert_int_equal(manifest->faults.items[2].line, 10);
}

static void setup_py_is_read_not_run(void **state)
{
    const struct manifest *manifest =
        only(collect(state, "setup.py",
                     "from setuptools import setup\n"
                     "NAME = 'my-tool'\n"
                     "needs = ['numpy', # 'not this'\n"
                     "         \"scipy>=1\"]\n"
                     "def version(): return open('v').read()\n"
                     "setup(\n"
                     "    name=NAME, version=version(),\n"
                     "    description='a, name=\"b\"',\n"
                     "    install_requires=needs,\n"
                     "    extras_require={'dev': ['pytest'], 'all': [x for x in y]},\n"
                     "    python_requires='>=3.8',\n"
                     ")\n",
                     NULL));

    assert_string_equal(manifest->package, "my-tool");
    assert_null(manifest->version);
    assert_string_equal(manifest->language_version, ">=3.8");
    assert_int_equal(manifest->language_version_line, 11);
    assert_int_equal(manifest->dependencies.count, 3);
    assert_int_equal(need(manifest, "scipy")->line, 4);
    assert_string_equal(need(manifest, "pytest")->group, "dev");
    assert_false(manifest->dependencies_unknown);
}

static void what_setup_py_computes_is_unknown(void **state)
{
    struct facts *facts = collect(
        state, "setup.py", "setup(name='x', install_requires=open('r').readlines())\n", NULL);

    assert_true(only(facts)->dependencies_unknown);
    assert_int_equal(facts->metrics[METRIC_INSTALL_PINNED].type, RH_VALUE_UNKNOWN);
}

static void pyproject_has_two_dialects(void **state)
{
    const struct manifest *standard =
        only(collect(state, "pyproject.toml",
                     "[project]\nname = 'a'\nversion = '1'\nrequires-python = '>=3.9'\n"
                     "dependencies = ['numpy>=1',\n 'torch==2.0']\n"
                     "[project.optional-dependencies]\ndev = ['pytest']\n",
                     NULL));
    const struct manifest *poetry =
        only(collect(state, "pyproject.toml",
                     "[tool.poetry]\nname = 'b'\n[tool.poetry.dependencies]\npython = '^3.8'\n"
                     "numpy = '1.2.3'\nscipy = '^1.2'\nx = {path = '../x'}\n"
                     "[tool.poetry.group.dev.dependencies]\npytest = '*'\n",
                     NULL));

    assert_string_equal(standard->package, "a");
    assert_int_equal(standard->dependencies.count, 3);
    assert_int_equal(need(standard, "torch")->line, 6);
    assert_int_equal(need(standard, "torch")->pin, PIN_EXACT);
    assert_string_equal(poetry->package, "b");
    assert_string_equal(poetry->language_version, "^3.8");
    assert_int_equal(need(poetry, "numpy")->pin, PIN_EXACT);
    assert_int_equal(need(poetry, "scipy")->pin, PIN_RANGE);
    assert_int_equal(need(poetry, "x")->origin, ORIGIN_LOCAL);
    assert_int_equal(need(poetry, "pytest")->pin, PIN_FREE);
    assert_string_equal(need(poetry, "pytest")->group, "dev");
}

static void conda_holds_pip(void **state)
{
    const struct manifest *manifest = only(collect(state, "environment-gpu.yml",
                                                   "name: x\nchannels: [a]\ndependencies:\n"
                                                   "  - python=3.8\n  - pytorch::pytorch>=1.9\n"
                                                   "  - numpy=1.2.3=py38_0\n  - pip\n  - pip:\n"
                                                   "    - torch==1.0+cu100\n    - -e ../x\n",
                                                   NULL));

    assert_string_equal(manifest->language_version, "=3.8");
    assert_int_equal(need(manifest, "pytorch")->pin, PIN_RANGE);
    assert_true(need(manifest, "numpy")->build);
    assert_true(need(manifest, "torch")->pip);
    assert_int_equal(need(manifest, "torch")->line, 9);
    assert_int_equal(manifest->dependencies.count, 6);
}

static void a_yaml_file_that_only_sounds_like_one_is_none(void **state)
{
    struct facts *facts =
        collect(state, "environment.yml", "rewards: 1\n", "setup.cfg",
                "[flake8]\nmax-line-length = 3\n", "r/DESCRIPTION", "Hello\n", NULL);

    assert_int_equal(facts->manifests.all.count, 0);
    assert_false(holds(facts, METRIC_INSTALL_MANIFEST_AT_ROOT));
    assert_false(holds(facts, METRIC_INSTALL_PINNED));
}

static void r_and_julia_have_theirs(void **state)
{
    const struct manifest *r =
        only(collect(state, "DESCRIPTION",
                     "Package: pkg\nVersion: 1.0\nDepends: R (>= 3.5),\n    methods\n"
                     "Imports:\n    dplyr (>= 1.0),\n    Rcpp\nSuggests: testthat\n"
                     "Remotes: local::../other\n",
                     NULL));
    const struct manifest *julia = only(collect(state, "Project.toml",
                                                "name = \"P\"\n[deps]\nA = \"1-2\"\nB = \"3-4\"\n"
                                                "[compat]\nA = \"1.2\"\njulia = \"1.6\"\n",
                                                NULL));

    assert_string_equal(r->package, "pkg");
    assert_string_equal(r->language_version, ">= 3.5");
    assert_int_equal(need(r, "dplyr")->pin, PIN_RANGE);
    assert_int_equal(need(r, "dplyr")->line, 6);
    assert_string_equal(need(r, "testthat")->group, "suggests");
    assert_string_equal(julia->language_version, "1.6");
    assert_int_equal(need(julia, "a")->pin, PIN_RANGE);
    assert_int_equal(need(julia, "b")->pin, PIN_FREE);
}

static void the_primary_manifest_is_what_a_user_needs(void **state)
{
    struct facts *facts = collect(state, "requirements-dev.txt", "pytest\n", "setup.py",
                                  "setup(name='x', install_requires=['a', 'b==1'])\n",
                                  "docs/requirements.txt", "sphinx==1\n", "a.py", "", NULL);

    assert_string_equal(facts->manifests.primary->path, "setup.py");
    assert_int_equal(facts->metrics[METRIC_INSTALL_EXACT_PINS].integer, 1);

    facts = collect(state, "req/base.txt", "a==1\n", "setup.py", "setup(name='x')\n", "README.md",
                    "`pip install -r req/base-requirements.txt`\n", "req/base-requirements.txt",
                    "b==1\n", "a.py", "", NULL);
    assert_string_equal(facts->manifests.primary->path, "req/base-requirements.txt");
    assert_true(holds(facts, METRIC_INSTALL_MANIFEST_NAMED_BY_README));
    assert_true(holds(facts, METRIC_INSTALL_PINNED));

    facts = collect(state, "one/requirements.txt", "a\n", "two/requirements.txt", "b\n", "one/a.py",
                    "", NULL);
    assert_null(facts->manifests.primary);
    assert_int_equal(facts->metrics[METRIC_INSTALL_PINNED].type, RH_VALUE_UNKNOWN);
}

/* needed, exact, bounded */
static void expect_pins(const struct facts *facts, int needed, int exact, int bounded)
{
    assert_int_equal(facts->metrics[METRIC_INSTALL_DEPENDENCIES].integer, needed);
    assert_int_equal(facts->metrics[METRIC_INSTALL_EXACT_PINS].integer, exact);
    assert_int_equal(facts->metrics[METRIC_INSTALL_BOUNDED].integer, bounded);
}

static void lists_that_a_list_names_count_too(void **state)
{
    struct facts *facts = collect(state, "requirements.txt",
                                  "-r needs/core.pip\n--requirement=./needs/plots.txt\nc\n",
                                  "needs/core.pip", "a==1.0\n-r plots.txt\n", "needs/plots.txt",
                                  "b>=2\n-r ../requirements.txt\n-r plots.txt\n", "setup.py",
                                  "setup(name='x')\n", "a.py", "", NULL);

    assert_string_equal(facts->manifests.primary->path, "requirements.txt");
    expect_pins(facts, 3, 1, 2);
    assert_string_equal(seen(state, facts, OBSERVATION_DEPENDENCY_ENTRY, "requirements.txt"), "");
    assert_string_equal(seen(state, facts, OBSERVATION_MANIFEST, "needs/core.pip"), "other 0");

    facts = collect(state, "requirements.txt", "-c versions.txt\nA_b\nc>1\nd\n", "versions.txt",
                    "a-b==1.0\nc==2\nunused==3\n", "a.py", "", NULL);
    expect_pins(facts, 3, 2, 2);
    assert_int_equal(facts->manifests.all.count, 1);

    facts =
        collect(state, "environment.yml", "dependencies:\n- python=3.8\n- pip:\n  - -r pip.list\n",
                "pip.list", "a==1\nb==2\n", "a.py", "", NULL);
    expect_pins(facts, 3, 3, 3);

    facts = collect(state, "requirements.txt",
                    "-r gone.txt\n-r https://h/x.txt\n-r ../../x.txt\n-r\n", "a.py", "", NULL);
    assert_int_equal(facts->metrics[METRIC_INSTALL_PINNED].type, RH_VALUE_UNKNOWN);
    assert_string_equal(seen(state, facts, OBSERVATION_DEPENDENCY_ENTRY, "requirements.txt"),
                        "malformed 1");
}

static void a_lock_file_pins(void **state)
{
    struct facts *facts =
        collect(state, "pyproject.toml", "[project]\nname = 'a'\ndependencies = ['b']\n", "uv.lock",
                "", NULL);

    assert_true(holds(facts, METRIC_INSTALL_PINNED));
    facts = collect(state, "requirements.txt", "b\n", "package-lock.json", "{}", "a.py", "", NULL);
    assert_false(holds(facts, METRIC_INSTALL_PINNED));
}

static void sources_outside_the_tree_are_told(void **state)
{
    struct facts *facts = collect(
        state, "requirements.txt",
        "a @ file:///tmp/build/a\n-e .\n-e ./sub[x]\n-e ../b\n/abs/c\n"
        "d @ file:${PROJECT_ROOT}/d\nsub/../../e.whl\n",
        "renv.lock",
        "{\n  \"Packages\": {\n    \"p\": {\n      \"Package\": \"p\",\n"
        "      \"RemoteType\": \"local\",\n      \"RemoteUrl\": \"../p\"\n    },\n"
        "    \"q\": {\n      \"Package\": \"q\",\n      \"RemoteUrl\": \"https://h/q\"\n",
        "jl/Manifest.toml", "[[deps.M]]\npath = \"../..\"\n[[deps.N]]\npath = \"..\"\n", NULL);

    assert_string_equal(seen(state, facts, OBSERVATION_DEPENDENCY_SOURCE, "requirements.txt"),
                        "local 1, inside 2, inside 3, local 4, local 5, local 7");
    assert_string_equal(seen(state, facts, OBSERVATION_DEPENDENCY_SOURCE, "renv.lock"), "local 6");
    assert_string_equal(seen(state, facts, OBSERVATION_DEPENDENCY_SOURCE, "jl/Manifest.toml"),
                        "local 2, inside 4");
}

static void a_local_label_needs_an_index(void **state)
{
    struct facts *facts = collect(state, "requirements.txt", "torch==1.8.1+cu111\nb==1\n", NULL);

    assert_string_equal(seen(state, facts, OBSERVATION_DEPENDENCY_LABEL, "requirements.txt"),
                        "no_index 1");
    facts = collect(state, "requirements.txt", "-f https://h/whl\ntorch==1.8.1+cu111\n", NULL);
    assert_string_equal(seen(state, facts, OBSERVATION_DEPENDENCY_LABEL, "requirements.txt"),
                        "index 2");
    facts = collect(state, "requirements.txt", "torch==1.8.1+cu111\n", "README.md",
                    "`pip install -r requirements.txt --extra-index-url https://h`\n", NULL);
    assert_string_equal(seen(state, facts, OBSERVATION_DEPENDENCY_LABEL, "requirements.txt"),
                        "index 1");
    facts = collect(state, "requirements.txt", "# pip install -f https://h\ntorch==1.8.1+cu111\n",
                    NULL);
    assert_string_equal(seen(state, facts, OBSERVATION_DEPENDENCY_LABEL, "requirements.txt"),
                        "comment_index 2");
}

static void entries_that_are_not_meant_are_told(void **state)
{
    struct facts *facts = collect(state, "requirements.txt",
                                  "a==1\nA==2\nb\nb>=1\nc==1 ; os_name == 'nt'\nc==2\n"
                                  "pprint\nsklearn\ndataclasses\ntyping; python_version < '3'\n"
                                  "python 3.6\n",
                                  "requirements2.txt", "a==3\n", NULL);

    assert_string_equal(seen(state, facts, OBSERVATION_DEPENDENCY_ENTRY, "requirements.txt"),
                        "malformed 11, conflict 2, duplicate 4, standard_library 7, alias 8");
    assert_string_equal(seen(state, facts, OBSERVATION_DEPENDENCY_ENTRY, "requirements2.txt"), "");
}

static char *many(void **state, const char *format, int count)
{
    struct buf buf = {0};
    char *text;

    for (int i = 0; i < count; i++)
        buf_printf(&buf, "p%d%s\n", i, format);
    text = str_dup(*state, (struct str){buf.ptr, buf.len});
    buf_release(&buf);
    return text;
}

static void dumps_and_exports_are_told(void **state)
{
    const char *companions = "certifi==1\nidna==1\nurllib3==1\n";
    char *frozen = arena_printf(*state, "%s%s", many(state, "==1.0", 60), companions);
    char *exported = arena_printf(*state, "# $ conda create --name <env> --file <this file>\n%s",
                                  many(state, "=1.0=pypi_0", 5));
    struct facts *facts =
        collect(state, "requirements.txt", frozen, "requirements-few.txt", companions,
                "requirements-lock.txt",
                arena_printf(*state, "# This file is autogenerated by x\n%s", frozen),
                "requirements-dev.txt", frozen, "requirements-conda.txt", exported,
                "requirements-plain.txt", many(state, "=1.0=py38_0", 5), NULL);

    assert_string_equal(seen(state, facts, OBSERVATION_MANIFEST_FORM, "requirements.txt"),
                        "dump 1");
    assert_string_equal(seen(state, facts, OBSERVATION_MANIFEST_FORM, "requirements-few.txt"), "");
    assert_string_equal(seen(state, facts, OBSERVATION_MANIFEST_FORM, "requirements-lock.txt"), "");
    assert_string_equal(seen(state, facts, OBSERVATION_MANIFEST_FORM, "requirements-dev.txt"), "");
    assert_string_equal(seen(state, facts, OBSERVATION_MANIFEST_FORM, "requirements-conda.txt"),
                        "conda_export_with_pip 2");
    assert_string_equal(seen(state, facts, OBSERVATION_MANIFEST_FORM, "requirements-plain.txt"),
                        "conda_export 1");
    assert_string_equal(seen(state, facts, OBSERVATION_DEPENDENCY_ENTRY, "requirements-plain.txt"),
                        "");
}

static void malformed_files_are_unread_not_empty(void **state)
{
    struct facts *facts = collect(state, "pyproject.toml", "[project\n", "environment.yml",
                                  "dependencies: [a\n", NULL);

    assert_int_equal(facts->manifests.all.count, 2);
    assert_non_null(facts->manifests.all.items[0].unread);
    assert_string_equal(seen(state, facts, OBSERVATION_MANIFEST, "pyproject.toml"), "unread 0");
    assert_int_equal(facts->metrics[METRIC_INSTALL_PINNED].type, RH_VALUE_UNKNOWN);
}

static void kinds_are_known_by_name(void **state)
{
    static const struct {
        const char *path;
        enum manifest_kind kind;
    } names[] = {
        {"requirement.txt", MANIFEST_REQUIREMENTS},
        {"a/requirements/base.txt", MANIFEST_REQUIREMENTS},
        {"requirements/README.md", MANIFEST_KIND_COUNT},
        {"conda_env.yml", MANIFEST_CONDA},
        {"env.yaml", MANIFEST_CONDA},
        {"envoy.yml", MANIFEST_KIND_COUNT},
        {"CMakeLists.txt", MANIFEST_CMAKE},
        {"build.gradle.kts", MANIFEST_GRADLE},
        {"yarn.lock", MANIFEST_NPM_LOCK},
        {"package-lock.json", MANIFEST_NPM_LOCK},
        {"package.json", MANIFEST_PACKAGE_JSON},
        {"Pipfile.lock", MANIFEST_PIPFILE_LOCK},
        {"pom.xml", MANIFEST_MAVEN},
        {"x-1.rockspec", MANIFEST_ROCKSPEC},
        {"main.py", MANIFEST_KIND_COUNT},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (manifest_kind_of_path(names[i].path) != names[i].kind)
            fail_msg("%s", names[i].path);
}

static void own_names_compare_normalised(void **state)
{
    struct facts *facts = collect(state, "setup.py", "setup(name='My_Tool')", NULL);

    assert_true(manifests_own_package(&facts->manifests, STR("my-tool")));
    assert_true(manifests_own_package(&facts->manifests, STR("MY..TOOL")));
    assert_false(manifests_own_package(&facts->manifests, STR("mytool")));
    assert_true(python_is_standard(STR("zipfile")));
    assert_true(python_is_standard(STR("asynchat")));
    assert_false(python_is_standard(STR("numpy")));
    assert_false(python_is_standard(STR("zip")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requirements_are_read_as_pip_does),
        cmocka_unit_test(setup_py_is_read_not_run),
        cmocka_unit_test(what_setup_py_computes_is_unknown),
        cmocka_unit_test(pyproject_has_two_dialects),
        cmocka_unit_test(conda_holds_pip),
        cmocka_unit_test(a_yaml_file_that_only_sounds_like_one_is_none),
        cmocka_unit_test(r_and_julia_have_theirs),
        cmocka_unit_test(the_primary_manifest_is_what_a_user_needs),
        cmocka_unit_test(lists_that_a_list_names_count_too),
        cmocka_unit_test(a_lock_file_pins),
        cmocka_unit_test(sources_outside_the_tree_are_told),
        cmocka_unit_test(a_local_label_needs_an_index),
        cmocka_unit_test(entries_that_are_not_meant_are_told),
        cmocka_unit_test(dumps_and_exports_are_told),
        cmocka_unit_test(malformed_files_are_unread_not_empty),
        cmocka_unit_test(kinds_are_known_by_name),
        cmocka_unit_test(own_names_compare_normalised),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
