/* Scripts that reach out of the repository's folder on the machine of whoever runs them. */
#include "facts/code.h"
#include "util/arena.h"
#include "util/pattern.h"
#include "util/phrase.h"

#include <string.h>

enum { FOUND_MOST = 50 };

/* A home or a folder of the system that is removed: no folder for passing things, no cache. */
static const char deletes[] = "(?:^|[\\s;&|(])rm\\s+-[a-zA-Z]*[rR][a-zA-Z]*\\s+(?:-\\S+\\s+)*[\"']?"
                              "(?:~|\\$HOME|\\$\\{HOME\\}|/(?!tmp\\b|var/(?:tmp|cache|lib/apt)|dev/"
                              "shm|root/\\.cache|content\\b))"
                              "(?![\\w/]*\\.cache)(?=[\\s/\"';&]|[a-z]|$)";
static const char shell_start[] =
    "(?:>>|tee\\s+-a)\\s*[\"']?(?:~|\\$HOME|\\$\\{HOME\\}|/etc)/(?:\\.(?:bashrc|zshrc|profile|"
    "bash_profile|zprofile|bash_aliases)|profile|bash\\.bashrc|environment)\\b";
static const char superuser[] = "(?:^|[\\s;&|(])sudo\\s+(?!-n\\s+true)[a-z][\\w-]*(?:\\s+[\\w-]+)?";

static const char *const setup_words[] = {"install*",   "setup*",     "bootstrap*", "prepare*",
                                          "init",       "configure*", "env",        "requirements",
                                          "dependenc*", "build*",     "provision*", NULL};

struct state {
    struct pattern *deletes, *shell_start, *superuser;
    size_t found;
    bool prepared, told;
    bool deletes_seen, start_seen, superuser_seen; /* in this file: one of each is enough */
};

static void prepare(struct state *state, struct facts *facts)
{
    static const char *const told[] = {"sudo", "root", "administrator", "superuser", NULL};

    if (state->prepared)
        return;
    state->prepared = true;
    state->deletes = pattern_own(facts->arena, deletes);
    state->shell_start = pattern_own(facts->arena, shell_start);
    state->superuser = pattern_own(facts->arena, superuser);
    for (size_t i = 0; i < facts->documents.pages.count && !state->told; i++)
        state->told = phrase_any(facts->documents.pages.items[i].text, told);
}

/* Machines that are made for one run. */
static bool is_elsewhere(const char *path)
{
    static const char *const parts[] = {
        "docker", ".github", "ci/",       "travis",   "jenkins",    "cloud",        "aws",
        "gcp",    "k8s",     "deploy",    "vagrant",  "colab",      "devcontainer", "packaging",
        "debian", "release", "buildkite", "circleci", "singularity"};

    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
        if (str_contains_nocase(str_of(path), parts[i]))
            return true;
    return false;
}

static bool matches(struct pattern *pattern, const struct source_line *line,
                    struct groups *ret_groups)
{
    return pattern_match(pattern, line->code, ret_groups) == MATCH_YES;
}

static void look_at_line(struct facts *facts, void *data, const struct source *source,
                         const struct source_line *line)
{
    struct state *state = data;
    const char *path = source->file->file->path, *status = NULL;
    struct groups groups;
    bool setup;

    if (source->language != LANGUAGE_SHELL || source->file->roles & ROLE_TEST ||
        state->found >= FOUND_MOST || line->text.len < 6 || is_elsewhere(path))
        return;
    prepare(state, facts);
    setup = source->entry || phrase_any(str_of(path_base(path)), setup_words);
    if (!state->deletes_seen && matches(state->deletes, line, &groups))
        status = "deletes";
    else if (!state->start_seen && matches(state->shell_start, line, &groups))
        status = "shell_start";
    else if (setup && !state->told && !state->superuser_seen &&
             matches(state->superuser, line, &groups))
        status = "superuser";
    if (!status)
        return;
    state->found++;
    state->deletes_seen |= !strcmp(status, "deletes");
    state->start_seen |= !strcmp(status, "shell_start");
    state->superuser_seen |= !strcmp(status, "superuser");
    /* no more of the line than that: what is written to such files may be a password */
    facts_observe(facts, OBSERVATION_INTRUSION, status, path, line->number,
                  str_trim(groups.items[0]));
}

static void end(struct facts *facts, void *data, const struct source *source)
{
    struct state *state = data;

    (void)facts;
    (void)source;
    state->deletes_seen = state->start_seen = state->superuser_seen = false;
}

static bool word_of(size_t index, struct str *ret_word)
{
    static const char *const words[] = {"rm ", "rc", "profile", "sudo", "/etc/environment"};

    if (index >= sizeof(words) / sizeof(*words))
        return false;
    *ret_word = str_of(words[index]);
    return true;
}

const struct line_scanner intrusion_scanner = {
    .state_size = sizeof(struct state),
    .word = word_of,
    .line = look_at_line,
    .end = end,
};
