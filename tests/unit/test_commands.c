#include "facts/commands.h"
#include "facts/document.h"
#include "util/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static int setup(void **state)
{
    *state = arena_new();
    return 0;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

/* The commands of a page: "LINE text" each, ";" between, "CWD> " before where it is not the root,
 * "$" where a prompt was there. */
static const char *commands_of(void **state, const char *text)
{
    struct document document;
    struct buf out = {0};
    char *result;

    document_parse(*state, "README.md", str_of(text), &document);
    for (size_t i = 0; i < document.commands.count; i++) {
        const struct command *command = &document.commands.items[i];

        buf_printf(&out, "%s%u%s %.*s%s%s%.*s", i ? "; " : "", command->line,
                   command->prompt ? "$" : "", (int)command->cwd.len, command->cwd.ptr,
                   command->elsewhere ? "!" : "", command->cwd.len ? "> " : "",
                   (int)command->text.len, command->text.ptr);
    }
    result = arena_strndup(*state, out.ptr, out.len);
    buf_release(&out);
    return result;
}

#define SHOWS(text, expected) assert_string_equal(commands_of(state, text), expected)

static void a_label_makes_commands(void **state)
{
    SHOWS("```bash\n# note\npip install x # why\n\nfoo bar\n```\n", "3 pip install x; 5 foo bar");
    SHOWS("``` Shell\nfoo\n```\n", "2 foo");
    SHOWS("~~~ {.sh}\nfoo x\n~~~\n", "2 foo x");
    SHOWS("```yaml\n- run: pip install x\n```\n", "");
    SHOWS("```\nfoo x\n```\n", "");
    SHOWS("```text\npython train.py\n```\n", "2 python train.py");
    SHOWS("```bash\nusage: x [-h]\n\noptional arguments:\n  size of it\n  -h, --help  show\n```\n",
          "");
}

static void no_label_wants_the_look_of_commands(void **state)
{
    SHOWS("    pip install x\n    ./run.sh\n", "1 pip install x; 2 ./run.sh");
    SHOWS("```\npython eval.py --x 1\nAccuracy: 0.93\n```\n", "2 python eval.py --x 1");
    SHOWS("```\nimport os\npython = 3\n```\n", "");
    SHOWS("```\npython = 3\n```\n", "");
    SHOWS("```\nsrc/\n  train.py\n  make.sh\n```\n", "");
    SHOWS("```\ndata/run.sh\ndata/x.py\n```\n", "");
    SHOWS("```\nmake sure that the data is there\n```\n", "");
    SHOWS("```\npython 3.8\npip\n```\n", "");
    SHOWS("```\ngit is needed\n```\n", "");
    SHOWS("```\nname: x\ndependencies:\n  - pip\n```\n", "");
    SHOWS("```\ntorch==1.0\nnumpy\n```\n", "");
    SHOWS("```\n@misc{x,\n title={pip install},\n}\n```\n", "");
    SHOWS("```\nmytool --input a.txt\n```\n", "2 mytool --input a.txt");
    SHOWS("```\npython 01_make.py\nfor i in 1 2\ndo\n  python b.py $i\ndone\n```\n",
          "2 python 01_make.py; 5 python b.py $i");
    SHOWS("<pre>\npip install &lt;x&gt;\n</pre>\n", "2 pip install <x>");
}

static void prompts_part_commands_from_output(void **state)
{
    SHOWS("```console\n$ pip install x\nCollecting x\n$ x run\nmake it so\n```\n",
          "2$ pip install x; 4$ x run");
    SHOWS("```\n(env) user@host:~/x$ make all\nok\n```\n", "2$ make all");
    SHOWS("```\nC:\\x> python a.py\n```\n", "2$ python a.py");
    SHOWS("```\nlab$ bazel build :x\n```\n", "2$ bazel build :x");
    SHOWS("```\n> pip install x\n```\n", "2$ pip install x");
    SHOWS("```\n> library(x)\n> x <- 1\n```\n", "");
    SHOWS("```r\n> install.packages(\"x\")\n```\n", "");
    SHOWS("```\n>>> import x\n>>> make()\n```\n", "");
    SHOWS("```bash\n$ python a.py \\\n>   --x 1\n$ ls\n```\n", "2$ python a.py --x 1; 4$ ls");
    SHOWS("```bash\n$PYTHON a.py\n```\n", "2 $PYTHON a.py");
}

static void python_blocks_may_hold_commands(void **state)
{
    SHOWS("```python\n!pip install x\nimport x\n%cd y\n```\n", "2$ pip install x; 4$ cd y");
    SHOWS("```python\npip install x\npython a.py\n```\n", "2 pip install x; 3 python a.py");
    SHOWS("```python\nimport x\nmake = x.make\nprint(make)\n```\n", "");
}

static void lines_are_taken_apart(void **state)
{
    SHOWS("```sh\ncd a && make; ls | wc\n```\n", "2 cd a; 2 a> make; 2 a> ls; 2 a> wc");
    SHOWS("```sh\npython a.py \\\n  --x 1 \\\n  --y 2\nls\n```\n",
          "2 python a.py --x 1 --y 2; 5 ls");
    SHOWS("```sh\ncat <<EOF > f\npip install no\nEOF\nls\n```\n", "2 cat << EOF > f; 5 ls");
    SHOWS("```sh\npython -c \"\nimport x\n\"\nls\n```\n", "2 python -c \" import x \"; 5 ls");
    SHOWS("```python\npython a.py --x <x>\n--y <y> -z 1\n  -v 2\n```\n",
          "2 python a.py --x <x> --y <y> -z 1 -v 2");
    SHOWS("```sh\n$ a --help\n  --x X\n$ ls\n```\n", "2$ a --help; 4$ ls");
    SHOWS("```sh\nA=1 B=2 python a.py\nexport C=3\n```\n", "2 A=1 B=2 python a.py; 3 export C=3");
}

static void words_leave_assignments_out(void **state)
{
    struct document document;

    document_parse(*state, "README.md", STR("```sh\nif A=1 time python a.py; then ls; fi\n```\n"),
                   &document);
    assert_int_equal(document.commands.count, 1);
    document_parse(*state, "README.md", STR("```sh\nA=1 python a.py\n```\n"), &document);
    assert_true(str_equal(document.commands.items[0].text, "A=1 python a.py"));
    assert_true(str_equal(document.commands.items[0].words, "python a.py"));
}

static void inline_code_shows_commands(void **state)
{
    SHOWS("Run `python a.py` or `./b.sh`.\n", "1 python a.py; 1 ./b.sh");
    SHOWS("Uses `python`, `git`, `make`, `./data/` and `a.py`.\n", "");
    SHOWS("```bash pip install x```\n", "1 pip install x");
    SHOWS("`$ pip install x`\n", "1$ pip install x");
    SHOWS("`x = 1`, `f(x)`, `torch.cuda`, `--flag`, `pip` package\n", "");
}

static void folders_are_followed(void **state)
{
    SHOWS("## A\n```sh\ngit clone https://h/o/name.git\ncd name\nls\ncd "
          "src\n```\nthen\n```sh\nls\n```\n"
          "### Sub\n`cd ..`\n```sh\nls\n```\n## B\n```sh\nls\n```\n",
          "3 git clone https://h/o/name.git; 4 cd name; 5 ls; 6 cd src; 10 src> ls; 13 src> cd ..; "
          "15 ls; 19 ls");
    SHOWS("```sh\n(cd a && ls)\nls\n```\n", "2 cd a; 2 a> ls; 3 ls");
    SHOWS(
        "```sh\nmkdir build\ncd build\ncmake ..\n```\n```sh\nmkdir build && cd build\nmake\n```\n",
        "2 mkdir build; 3 cd build; 4 build> cmake ..; 7 build> mkdir build; 7 cd build; 8 build> "
        "make");
    SHOWS("```sh\ncd ..\nls\ncd $X\nls\n```\n", "2 cd ..; 3 ..!> ls; 4 ..!> cd $X; 5 $X!> ls");
}

static void notebook_cells_show_commands(void **state)
{
    struct command_list commands = {0};
    struct code_piece piece = {
        .text = STR("import x\n!pip install y\n%cd z\nx.run()"),
        .label = STR("ipython"),
        .line = 10,
    };

    commands_read(*state, *state, &piece, &commands);
    assert_int_equal(commands.count, 2);
    assert_int_equal(commands.items[0].line, 11);
    assert_true(str_equal(commands.items[0].text, "pip install y"));
    piece.text = STR("%%bash\nls -l\nfoo");
    commands.count = 0;
    commands_read(*state, *state, &piece, &commands);
    assert_int_equal(commands.count, 2);
    assert_int_equal(commands.items[0].line, 11);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_label_makes_commands, setup, teardown),
        cmocka_unit_test_setup_teardown(no_label_wants_the_look_of_commands, setup, teardown),
        cmocka_unit_test_setup_teardown(prompts_part_commands_from_output, setup, teardown),
        cmocka_unit_test_setup_teardown(python_blocks_may_hold_commands, setup, teardown),
        cmocka_unit_test_setup_teardown(lines_are_taken_apart, setup, teardown),
        cmocka_unit_test_setup_teardown(words_leave_assignments_out, setup, teardown),
        cmocka_unit_test_setup_teardown(inline_code_shows_commands, setup, teardown),
        cmocka_unit_test_setup_teardown(folders_are_followed, setup, teardown),
        cmocka_unit_test_setup_teardown(notebook_cells_show_commands, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
