#include "forge/token.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { GH_MILLISECONDS = 5000 };

static bool is_public(const char *host)
{
    const char *dot = strrchr(host, '.');

    return !strcasecmp(host, "github.com") ||
           (dot && strlen(host) > 8 && !strcasecmp(dot - 4, ".ghe.com"));
}

/* A header's line must end where we end it. */
static bool is_token(const char *text)
{
    size_t length = strlen(text);

    for (const char *c = text; *c; c++)
        if (*c <= ' ' || *c > '~')
            return false;
    return length > 0 && length <= LIMIT_FORGE_TOKEN;
}

static bool from_environment(const char *host, struct token *token, bool *ret_good)
{
    static const char *const names[] = {
        "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN", "GH_TOKEN",
        "GITHUB_TOKEN",        "GITHUB_AUTH_TOKEN",
    };

    for (size_t i = is_public(host) ? 2 : 0; i < sizeof(names) / sizeof(*names); i++) {
        const char *value = getenv(names[i]);

        if (!value || !*value)
            continue;
        token->from = names[i];
        *ret_good = is_token(value);
        if (*ret_good)
            memcpy(token->text, value, strlen(value) + 1);
        return true;
    }
    return false;
}

/* What a program prints, until it ends or its time is over. */
static size_t read_until_end(int file, char *text, size_t size)
{
    struct pollfd polled = {.fd = file, .events = POLLIN};
    size_t length = 0;

    while (length < size && poll(&polled, 1, GH_MILLISECONDS) > 0) {
        ssize_t count = read(file, text + length, size - length);

        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        length += (size_t)count;
    }
    return length;
}

static bool start_gh(const char *host, int out, pid_t *ret_pid)
{
    const char *const words[] = {"gh", "auth", "token", "--hostname", host, NULL};
    posix_spawn_file_actions_t actions;
    bool started;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    started = !posix_spawnp(ret_pid, "gh", &actions, NULL, (char *const *)words, environ);
    posix_spawn_file_actions_destroy(&actions);
    return started;
}

static bool from_gh(const char *host, struct token *token)
{
    char text[LIMIT_FORGE_TOKEN + 2] = {0};
    int pipes[2], status = 0;
    bool good = false;
    pid_t pid;

    if (host[0] == '-' || pipe2(pipes, O_CLOEXEC))
        return false;
    if (start_gh(host, pipes[1], &pid)) {
        close(pipes[1]);
        read_until_end(pipes[0], text, sizeof(text) - 1);
        kill(pid, SIGKILL); /* it has said all, or it hangs */
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
            continue;
        text[strcspn(text, "\r\n")] = '\0';
        good = is_token(text);
    } else {
        close(pipes[1]);
    }
    close(pipes[0]);
    if (good) {
        memcpy(token->text, text, sizeof(token->text));
        token->from = "gh auth token";
    }
    explicit_bzero(text, sizeof(text));
    return good;
}

bool token_find(const char *host, struct token *ret_token)
{
    struct token token = {0};
    bool good = true;

    if (!from_environment(host, &token, &good))
        (void)from_gh(host, &token);
    *ret_token = token;
    explicit_bzero(&token, sizeof(token));
    return good;
}

void token_forget(struct token *token) { explicit_bzero(token, sizeof(*token)); }
