#include "scratch.h"

#include <limits.h>
#include <setjmp.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const char prelude[] =
    "set -eu; S=$0; cd \"$S\"\n"
    "commit() {\n"
    "    git add -A\n"
    "    GIT_AUTHOR_NAME=\"${3-Ada Example}\" GIT_AUTHOR_EMAIL=\"${4-ada@example.org}\" \\\n"
    "    GIT_COMMITTER_NAME=Committer GIT_COMMITTER_EMAIL=committer@example.org \\\n"
    "    GIT_AUTHOR_DATE=\"$1\" GIT_COMMITTER_DATE=\"$1\" \\\n"
    "    git commit -q --allow-empty --allow-empty-message -m \"$2\"\n"
    "}\n";

static void run(const char *const *arguments)
{
    pid_t pid;
    int status;

    assert_int_equal(posix_spawn(&pid, arguments[0], NULL, NULL, (char *const *)arguments, environ),
                     0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

int scratch_make(void **state)
{
    static const char *const settings[][2] = {
        {"GIT_CONFIG_NOSYSTEM", "1"},
        {"GIT_TERMINAL_PROMPT", "0"},
        {"GIT_COMMITTER_NAME", "Committer"},
        {"GIT_COMMITTER_EMAIL", "committer@example.org"},
        {"GIT_AUTHOR_NAME", "Ada Example"},
        {"GIT_AUTHOR_EMAIL", "ada@example.org"},
        {"GIT_AUTHOR_DATE", "2020-02-01T12:00:00+0100"},
        {"GIT_COMMITTER_DATE", "2020-02-01T12:00:00+0100"},
    };
    char template[] = "/tmp/rh-test-XXXXXX";
    char *folder = mkdtemp(template);

    if (!folder)
        return -1;
    folder = realpath(folder, NULL);
    for (size_t i = 0; i < sizeof(settings) / sizeof(*settings); i++)
        setenv(settings[i][0], settings[i][1], 1);
    setenv("HOME", folder, 1);
    setenv("GIT_CEILING_DIRECTORIES", folder, 1);
    unsetenv("GIT_DIR");
    *state = folder;
    return 0;
}

int scratch_remove(void **state)
{
    const char *const arguments[] = {"/bin/rm", "-rf", *state, NULL};

    run(arguments);
    free(*state);
    return 0;
}

void scratch_run(const char *folder, const char *lines)
{
    size_t size = sizeof(prelude) + strlen(lines);
    char *script = malloc(size);
    const char *const arguments[] = {"/bin/sh", "-c", script, folder, NULL};

    assert_non_null(script);
    snprintf(script, size, "%s%s", prelude, lines);
    run(arguments);
    free(script);
}

const char *scratch_path(const char *folder, const char *name)
{
    static char paths[64][PATH_MAX];
    static size_t next;
    char *path = paths[next++ % 64];

    snprintf(path, PATH_MAX, "%s/%s", folder, name);
    return path;
}
