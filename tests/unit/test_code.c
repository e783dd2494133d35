#include "facts/code.h"
#include "facts/comment.h"
#include "facts/extract.h"
#include "util/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void comments_are_blanked(void **state)
{
    static const struct {
        enum language language;
        const char *text, *code; /* lines; '_' stands for a blank that a comment left */
    } rows[] = {
        {LANGUAGE_PYTHON, "x = '#a'  # b\ny", "x = '#a'  ___\ny"},
        {LANGUAGE_PYTHON, "def f():\n  \"\"\"/home/a\n  b\"\"\"\n  x",
         "def f():\n  __________\n  ____\n  x"},
        {LANGUAGE_PYTHON, "s = '''a # b\nc'''; d # e", "s = '''a # b\nc'''; d ___"},
        {LANGUAGE_PYTHON, "'it\\'s # in' # out", "'it\\'s # in' _____"},
        {LANGUAGE_R, "x <- \"a#b\" # c", "x <- \"a#b\" ___"},
        {LANGUAGE_SHELL, "echo ${#x} $# # c", "echo ${#x} $# ___"},
        {LANGUAGE_C, "a /* b\nc */ d // e\nf", "a ____\n____ d ____\nf"},
        {LANGUAGE_C, "s = \"/* no */\"; // c", "s = \"/* no */\"; ____"},
        {LANGUAGE_MATLAB, "x = a' % c'\ny = 'a%b';", "x = a' ____\ny = 'a%b';"},
        {LANGUAGE_JULIA, "x' #= a\nb =# y", "x' ____\n____ y"},
        {LANGUAGE_LUA, "a --[[ b\nc ]] d -- e", "a ______\n____ d ____"},
        {LANGUAGE_FORTRAN, "x = 1 ! a\n* b\ny", "x = 1 ___\n___\ny"},
        {LANGUAGE_RUST, "fn f<'a>(x: &'a str) // b", "fn f<'a>(x: &'a str) ____"},
        {LANGUAGE_HASKELL, "a {- b\nc -} d -- e", "a ____\n____ d ____"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct str text = str_of(rows[i].text), wanted = str_of(rows[i].code), line, expected;
        struct comments comments;

        comments_begin(&comments, rows[i].language, "");
        while (str_next_line(&text, &line) && str_next_line(&wanted, &expected)) {
            char code[80] = "", shown[80] = "";

            comments_blank(&comments, line, code);
            for (size_t at = 0; at < expected.len; at++)
                shown[at] = expected.ptr[at] == '_' ? ' ' : expected.ptr[at];
            if (strcmp(code, shown))
                fail_msg("row %zu: '%s' is not '%s'", i, code, shown);
        }
    }
}

static void look(struct arena *arena, const char *path, const char *text, struct facts *facts)
{
    struct snapshot *snapshot = arena_alloc(arena, sizeof(*snapshot));

    snapshot_from_texts(arena, &path, &text, 1, snapshot);
    *facts = (struct facts){.arena = arena, .snapshot = snapshot};
    tree_collect(arena, snapshot, &facts->tree);
    layout_collect(facts);
    code_collect(facts);
}

static const struct observation *first(const struct facts *facts, enum observation_kind kind)
{
    for (size_t i = 0; i < facts->observations.count; i++)
        if (facts->observations.items[i].kind == kind)
            return &facts->observations.items[i];
    return NULL;
}

static void paths_of_one_machine_are_found(void **state)
{
    static const struct {
        const char *path, *text, *status; /* NULL: no personal path */
    } rows[] = {
        {"a.py", "x = '/home/kim/data/x.csv'\n", "elsewhere"},
        {"run.py", "sys.path.append(\"/home/kim/src\")\n", "entry"},
        {"a.py", "p.add_argument('--d', default='/nfs/lab7/kim/imagenet')\n", "default"},
        {"a.py", "data_dir = '/lab7/kim/imagenet/train/'\n", "elsewhere"},
        {"a.py", "os.makedirs(f'/n/fs/proj/out/{version}/')\n", "elsewhere"},
        {"a.py", "cmd = 'python /home/kim/run.py'\n", "elsewhere"},
        {"a.m", "cd('C:\\Users\\kim\\Documents\\x')\n", "elsewhere"},
        {"a.R", "setwd(\"D:/kim/study\")\n", "elsewhere"},
        {"conf/a.yaml", "root: /scratch/kim/data\n", "default"},
        {"job.sh", "python train.py --data /scratch/kim/data\n", "elsewhere"},
        {"job.sh", "export PYTHONPATH=/home/kim/src:$PYTHONPATH\n", "elsewhere"},
        {"a.ipynb",
         "{\"cells\": [{\"cell_type\": \"code\", \"source\": [\"p = '/home/kim/x/y.csv'\"]}],"
         " \"nbformat\": 4}",
         "elsewhere"},
        {"a.py", "x = '/path/to/data/x.csv'\n", NULL},
        {"a.py", "x = '/home/user/data'\n", NULL},
        {"a.py", "# x = '/home/kim/data'\n", NULL},
        {"a.py", "def f():\n    \"\"\"Reads /home/kim/data.\"\"\"\n", NULL},
        {"a.py", "x = base + '/home/kim/data'\n", NULL},
        {"a.py", "x = os.path.join(base_dir, '/a1/b1/c1/d1')\n", NULL},
        {"a.py", "x = '~/.cache/torch/x'\n", NULL},
        {"a.py", "open('/usr/share/dict/words/x')\n", NULL},
        {"a.py", "open('/proc/self/status')\n", NULL},
        {"a.py", "@app.route('/lab/kim/files/index/')\n", NULL},
        {"a.py", "url = 'http://x.org/home/kim/data'\n", NULL},
        {"a.py", "f('/drive/MyDrive')\n", NULL},
        {"a.js", "load('/lab/kim/files/index.html')\n", NULL},
        {"a.m", "x = [base '/home/kim/data'];\n", NULL},
        {"a.sh", "cp \"${OUT}/lab/kim/files/x.csv\" data\n", NULL},
        {"a.sh", "cp \"$OUT\"/lab/kim/files/x.csv data\n", NULL},
        {"a.sh", "#!/home/kim/bin/bash\n", NULL},
        {"conf/a.yaml", "defaults:\n  - /model/large/encoder/base: x\n", NULL},
        {"conf/a.yaml", "path: catalog://Models/large/x.pkl\n", NULL},
        {"tests/test_a.py", "x = '/home/kim/data/x.csv'\n", NULL},
        {"third_party/a.py", "x = '/home/kim/data/x.csv'\n", NULL},
        {".github/a.yml", "path: /home/kim/data/x.csv\n", NULL},
        {"a.ipynb",
         "{\"cells\": [{\"cell_type\": \"code\", \"source\": [\"f()\"], \"outputs\":"
         " [{\"output_type\": \"stream\", \"text\": [\"'/home/kim/x/y.csv'\"]}]}]}",
         NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena *arena = arena_new();
        const struct observation *found;
        struct facts facts;

        look(arena, rows[i].path, rows[i].text, &facts);
        found = first(&facts, OBSERVATION_PERSONAL_PATH);
        if ((found != NULL) != (rows[i].status != NULL) ||
            (found && strcmp(found->status, rows[i].status)))
            fail_msg("row %zu: %s %s", i, found ? found->status : "none",
                     found ? found->text : rows[i].text);
        assert_int_equal(facts.metrics[METRIC_INSTALL_PERSONAL_PATH].integer, found != NULL);
        arena_free(arena);
    }
}

static void mechanisms_are_counted(void **state)
{
    struct arena *arena = arena_new();
    struct facts facts;

    (void)state;
    look(arena, "a.py",
         "class A(ABC):\n    @abstractmethod\n    def f(self): pass\n@register('b')\n"
         "p.add_argument('--seed')\ntorch.manual_seed(args.seed)\nnp.random.shuffle(x)\n"
         "d = 'cuda:1'\n# @register('c')\n",
         &facts);
    assert_int_equal(facts.metrics[METRIC_MODULARITY_INTERFACE_LINES].integer, 2);
    assert_int_equal(facts.metrics[METRIC_MODULARITY_REGISTRY_LINES].integer, 1);
    assert_true(facts.metrics[METRIC_EXAMPLES_SEED_OPTION].integer);
    assert_true(facts.metrics[METRIC_EXAMPLES_SEED_SET].integer);
    assert_true(facts.metrics[METRIC_EXAMPLES_RANDOMNESS].integer);
    assert_true(facts.metrics[METRIC_INSTALL_FIXED_GPU].integer);
    assert_int_equal(first(&facts, OBSERVATION_FIXED_GPU)->line, 8);
    look(arena, "job.sh", "#!/bin/bash\n#SBATCH --gres=gpu:1\n#SBATCH -t 1\n", &facts);
    assert_int_equal(facts.metrics[METRIC_EXAMPLES_CLUSTER_SCRIPTS].integer, 1);
    assert_int_equal(facts.metrics[METRIC_EXAMPLES_PLAIN_SHELL_SCRIPTS].integer, 0);
    look(arena, "a.py",
         "os.environ['CUDA_VISIBLE_DEVICES'] = args.gpu\nos.environ['CUDA_VISIBLE_DEVICES'] = ''\n",
         &facts);
    assert_false(facts.metrics[METRIC_INSTALL_FIXED_GPU].integer);
    look(arena, "a.cpp", "virtual void f() = 0;\nint register_me(abc);\n", &facts);
    assert_int_equal(facts.metrics[METRIC_MODULARITY_INTERFACE_LINES].integer, 1);
    arena_free(arena);
}

static void a_key_is_told_and_never_shown(void **state)
{
    static const struct {
        const char *path, *text, *status;
    } rows[] = {
        {"a.py", "client = Client(token='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')\n", "secret"},
        {"a.py", "api_key = 'q8Zp2mVx7Lk0Rt5Yw3Ns9Bd4'\n", "secret"},
        {"conf/a.yaml", "aws: AKIAQ7WERTYUIOPASDFG\n", NULL}, /* no such letters: 0, 1, 8, 9 */
        {"conf/a.yaml", "aws: AKIAQ2WERTYUIOPASDFG\n", NULL}, /* too few digits to be drawn */
        {"a.py", "api_key = 'YOUR_API_KEY'\n", "fill_in"},
        {"a.py", "api_key = os.getenv('KEY', 'YOUR_API_KEY')\n", NULL},
        {"a.py", "if api_key == 'YOUR_API_KEY':\n    raise ValueError\n", NULL},
        {"a.py", "# api_key = 'YOUR_API_KEY'\n", NULL},
        {"a.py", "secret = 'EXAMPLEEXAMPLE1234abcd5678'\n", NULL},
        {"a.py", "key = 'model.layers.0.self_attn.q_proj.weight'\n", NULL},
        {"tests/test_a.py", "api_key = 'YOUR_API_KEY'\n", NULL},
        {"config.example.yaml", "api_key: 'YOUR_API_KEY'\n", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena *arena = arena_new();
        struct facts facts;
        const struct observation *found;

        look(arena, rows[i].path, rows[i].text, &facts);
        found = first(&facts, OBSERVATION_CREDENTIAL);
        if (!found != !rows[i].status || (found && strcmp(found->status, rows[i].status)))
            fail_msg("row %zu: '%s'", i, found ? found->status : "nothing");
        if (found && !strcmp(found->status, "secret"))
            assert_true(text_starts(found->text, "a ") && strlen(found->text) < 30);
        arena_free(arena);
    }
}

static void scripts_that_reach_out_are_told(void **state)
{
    static const struct {
        const char *text, *status, *shown;
    } rows[] = {
        {"rm -rf build ./out /tmp/x\n", NULL, NULL},
        {"rm -rf \"$HOME/tok\"\n", "deletes", NULL},
        {"rm -f ~/x\n", NULL, NULL},
        {"echo \"export PASSWORD=hush\" >> ~/.bashrc\n", "shell_start", ">> ~/.bashrc"},
        {"sudo apt-get install -y x\n", "superuser", "sudo apt-get install"},
        {"# sudo apt-get install x\necho pseudo\n", NULL, NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena *arena = arena_new();
        struct facts facts;
        const struct observation *found;

        look(arena, "install.sh", rows[i].text, &facts);
        found = first(&facts, OBSERVATION_INTRUSION);
        if (!found != !rows[i].status || (found && strcmp(found->status, rows[i].status)))
            fail_msg("row %zu: '%s'", i, found ? found->status : "nothing");
        if (found && rows[i].shown)
            assert_string_equal(found->text, rows[i].shown);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comments_are_blanked),
        cmocka_unit_test(paths_of_one_machine_are_found),
        cmocka_unit_test(mechanisms_are_counted),
        cmocka_unit_test(a_key_is_told_and_never_shown),
        cmocka_unit_test(scripts_that_reach_out_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
