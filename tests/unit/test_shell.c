#include "util/arena.h"
#include "util/shell.h"

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

/* Every command as "LINE[word][word]END", where END is a character that names what ended it. */
static const char *read_all(void **state, const char *text)
{
    static const char ends[] = ".n;aopb)";
    struct arena *arena = *state;
    struct shell shell;
    struct shell_command command;
    struct buf out = {0};
    char *result;

    shell_start(&shell, arena, str_of(text));
    while (shell_next(&shell, &command)) {
        buf_printf(&out, "%u", command.line);
        for (size_t i = 0; i < command.count; i++)
            buf_printf(&out, "%s%.*s%s", i < command.assignments ? "{" : "[",
                       (int)command.words[i].text.len, command.words[i].text.ptr,
                       command.words[i].redirection ? ">" : "]");
        buf_printf(&out, "%c", ends[command.end]);
    }
    result = arena_strndup(arena, out.ptr, out.len);
    buf_release(&out);
    return result;
}

#define READS(text, expected) assert_string_equal(read_all(state, text), expected)

static void words_and_quotes(void **state)
{
    READS("a b\tc", "0[a][b][c].");
    READS("a 'b c' \"d \\\" e\" f\\ g", "0[a][b c][d \" e][f g].");
    READS("a --x='1 2' y\"z\"", "0[a][--x=1 2][yz].");
    READS("echo \"it's\" don't stop", "0[echo][it's][don't][stop].");
    READS("a 'open", "0[a]['open].");
    READS("a \"\" b", "0[a][][b].");
    READS("a '1\n2' b\nc", "0[a][1\n2][b]n2[c].");
    READS("python -c \"\nimport x\n\"\nls", "0[python][-c][\nimport x\n]n3[ls].");
    READS("a $(b c; d) ${e:-f g} `h i`j", "0[a][$(b c; d)][${e:-f g}][`h i`j].");
    READS("a $(b", "0[a][$(b].");
    READS(".\\run.bat C:\\x\\y", "0[.\\run.bat][C:\\x\\y].");
    READS("", "");
}

static void lists_and_pipes(void **state)
{
    READS("a && b||c;d|e & f", "0[a]a0[b]o0[c];0[d]p0[e]b0[f].");
    READS("a\n\nb\r\nc", "0[a]n2[b]n3[c].");
    READS("a &&\n  b |\nc", "0[a]a1[b]p2[c].");
    READS("(cd x && y) && z", "0[cd][x]a0[y])0[z].");
    READS("a (b|c) {d|e}", "0[a][(b|c)][{d|e}].");
    READS("wget http://h/?a=1&b=2 -O x", "0[wget][http://h/?a=1&b=2][-O][x].");
    READS("pip install torch>=1.2,<2 'x>3'", "0[pip][install][torch>=1.2,<2][x>3].");
}

static void lines_go_on(void **state)
{
    READS("a \\\n  b \\\n  c\nd", "0[a][b][c]n3[d].");
    READS("a \\ \nb", "0[a][b].");
    READS("a ^\n b", "0[a][b].");
    READS("a `\n b", "0[a][b].");
    READS("a x^\nb", "0[a][x^]n1[b].");
    READS("a \\\n", "0[a].");
    READS("a \\\n# note\nb", "0[a]n2[b].");
}

static void comments_and_documents(void **state)
{
    READS("# all\na # rest\nb#c", "1[a]n2[b#c].");
    READS("cat <<EOF > f\nx 'y\nEOF\nb", "0[cat][<<>[EOF][>>[f]n3[b].");
    READS("cat <<-'E'\n\tx\n\tE\nb", "0[cat][<<->[E]n3[b].");
    READS("cat <<E\nx\ny", "0[cat][<<>[E]n1[x]n2[y].");
    READS("a <<< 'b' c", "0[a][<<<>[b][c].");
}

static void redirections(void **state)
{
    READS("a > b 2>&1 <c &> d", "0[a][>>[b][2>&1>[<>[c][&>>[d].");
    READS("a 2>/dev/null>b", "0[a][2>>[/dev/null][>>[b].");
    READS("a <data dir> <x> <in >out", "0[a][<data dir>][<x>][<>[in][>>[out].");
}

static void assignments(void **state)
{
    READS("A=1 B='x y' c D=2", "0{A=1]{B=x y][c][D=2].");
    READS("A=1", "0{A=1].");
    READS("--a=1 b", "0[--a=1][b].");
}

static void lines_are_read_whole(void **state)
{
    struct shell shell;
    struct shell_line line;

    shell_start(&shell, *state, STR("$ a; b \\\n> c\n\n# x\n$ d"));
    shell.prompt = STR("> ");
    shell.at = 2;
    assert_true(shell_next_line(&shell, &line));
    assert_int_equal(line.count, 2);
    assert_true(str_equal(shell_join(*state, &line.commands[1], 0), "b c"));
    assert_int_equal(shell.line, 2);
    assert_true(shell_next_line(&shell, &line));
    assert_int_equal(line.count, 0);
    assert_int_equal(shell.line, 3);
    assert_true(shell_next_line(&shell, &line));
    assert_int_equal(line.count, 0);
    shell.at += 2;
    assert_true(shell_next_line(&shell, &line));
    assert_true(str_equal(shell_join(*state, &line.commands[0], 0), "d"));
    assert_false(shell_next_line(&shell, &line));
}

static void joined_words_stand_on_one_line(void **state)
{
    struct shell shell;
    struct shell_command command;

    shell_start(&shell, *state, STR("A=1   python\t-c '1\n2' \\\n x>y"));
    assert_true(shell_next(&shell, &command));
    assert_true(str_equal(shell_join(*state, &command, 0), "A=1 python -c '1 2' x > y"));
    assert_true(
        str_equal(shell_join(*state, &command, command.assignments), "python -c '1 2' x > y"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(words_and_quotes, setup, teardown),
        cmocka_unit_test_setup_teardown(lists_and_pipes, setup, teardown),
        cmocka_unit_test_setup_teardown(lines_go_on, setup, teardown),
        cmocka_unit_test_setup_teardown(comments_and_documents, setup, teardown),
        cmocka_unit_test_setup_teardown(redirections, setup, teardown),
        cmocka_unit_test_setup_teardown(assignments, setup, teardown),
        cmocka_unit_test_setup_teardown(lines_are_read_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(joined_words_stand_on_one_line, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
