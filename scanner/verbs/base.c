/* Where a change began, as CI systems tell it. docs/ci.md has the same table for people. */
#include "verbs/base.h"

#include "util/arena.h"
#include "util/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EVENT_BYTES = 4 * 1024 * 1024, NAME_MOST = 200, ID_DIGITS = 40 };

struct listing {
    struct arena *arena;
    struct base_list *bases;
};

/* Names come from the environment, go into a command that a person may paste, and into git's own
 * notation: what no branch is called is left alone. */
static bool is_name(const char *text)
{
    size_t length = text ? strlen(text) : 0;

    return length && length < NAME_MOST && text[0] != '-' &&
           strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+@#") ==
               length;
}

static bool is_id(const char *text)
{
    return text && strlen(text) == ID_DIGITS && strspn(text, "0123456789abcdef") == ID_DIGITS &&
           strspn(text, "0") != ID_DIGITS;
}

/* A copy: the worker's environment is wiped. */
static const char *variable(const struct listing *listing, const char *name)
{
    const char *value = getenv(name);

    return value && *value ? arena_strdup(listing->arena, value) : NULL;
}

static void add(const struct listing *listing, unsigned terms, const char *rev, const char *fetch,
                const char *head)
{
    *ARENA_PUSH(listing->arena, listing->bases) = (struct rh_base){rev, fetch, head, terms};
}

static void add_id(const struct listing *listing, unsigned terms, const char *id)
{
    if (is_id(id))
        add(listing, terms, id,
            arena_printf(listing->arena, "git fetch --depth=1000 origin %s", id), NULL);
}

/* The branch as origin has it; in clones that were made by hand of one branch it may be local. */
static void add_branch(const struct listing *listing, unsigned terms, const char *branch)
{
    if (branch && text_starts(branch, "refs/heads/"))
        branch += strlen("refs/heads/");
    if (is_name(branch))
        add(listing, terms, arena_printf(listing->arena, "refs/remotes/origin/%s", branch),
            arena_printf(listing->arena,
                         "git fetch --depth=1000 origin +refs/heads/%s:refs/remotes/origin/%s",
                         branch, branch),
            NULL);
}

/* A file of the runner's own, not of the repository. NULL: there is none that reads. */
static json_t *read_event(const struct listing *listing)
{
    const char *path = variable(listing, "GITHUB_EVENT_PATH");
    FILE *file = path ? fopen(path, "re") : NULL;
    struct rh_error err;
    json_t *event;
    char *text;
    size_t length;

    if (!file)
        return NULL;
    text = arena_alloc(listing->arena, EVENT_BYTES);
    length = fread(text, 1, EVENT_BYTES, file);
    fclose(file);
    return json_read(listing->arena, (struct str){text, length}, &event, &err) ? event : NULL;
}

/* "pull_request.base.sha"; a copy, or NULL. */
static const char *event_text(struct arena *arena, const json_t *event, const char *const *keys)
{
    for (; event && *keys; keys++)
        event = json_object_get(event, *keys);
    return arena_strdup(arena, json_string_value(event));
}

/* A push: what was there before, unless it was replaced; then where the branch left the default
 * one; on that one itself, where it left what it was. */
static void add_push(const struct listing *listing, const char *before, const char *branch)
{
    add_id(listing, RH_BASE_DEEP | RH_BASE_ANCESTOR, before);
    add_branch(listing, RH_BASE_DEEP | RH_BASE_OTHER, branch);
    add_id(listing, 0, before);
}

/* GitHub, and what behaves like it: Gitea, Forgejo. */
static void add_github(const struct listing *listing)
{
    static const char *const base_of[] = {"pull_request", "base", "sha", NULL};
    static const char *const queue_of[] = {"merge_group", "base_sha", NULL};
    static const char *const before_of[] = {"before", NULL};
    static const char *const branch_of[] = {"repository", "default_branch", NULL};
    const char *branch = variable(listing, "GITHUB_BASE_REF"),
               *head = variable(listing, "GITHUB_SHA");
    const char *ref = variable(listing, "GITHUB_REF");
    json_t *event;

    if (!branch && !variable(listing, "GITHUB_EVENT_PATH"))
        return;
    event = read_event(listing);
    if (branch) {
        /* the runner's trial merge: its first parent is the branch that it would go into */
        if (is_id(head) && ref && text_ends(ref, "/merge"))
            add(listing, RH_BASE_DEEP, arena_printf(listing->arena, "%s^1", head),
                arena_printf(listing->arena, "git fetch --deepen=1 origin %s", head), head);
        add_branch(listing, event ? 0 : RH_BASE_MUST, branch);
        add_id(listing, RH_BASE_MUST, event_text(listing->arena, event, base_of));
        add_branch(listing, RH_BASE_MUST, branch);
    } else {
        add_id(listing, RH_BASE_MUST, event_text(listing->arena, event, queue_of));
        add_push(listing, event_text(listing->arena, event, before_of),
                 event_text(listing->arena, event, branch_of));
    }
}

static void add_gitlab(const struct listing *listing)
{
    if (!variable(listing, "GITLAB_CI"))
        return;
    /* of a pipeline for the merged result: the newest of the branch that it would go into */
    add_id(listing, RH_BASE_MUST, variable(listing, "CI_MERGE_REQUEST_TARGET_BRANCH_SHA"));
    add_id(listing, RH_BASE_MUST, variable(listing, "CI_MERGE_REQUEST_DIFF_BASE_SHA"));
    add_push(listing, variable(listing, "CI_COMMIT_BEFORE_SHA"),
             variable(listing, "CI_DEFAULT_BRANCH"));
}

/* Others name the branch, or the commit, in one variable. */
static void add_others(const struct listing *listing)
{
    static const struct {
        const char *variable;
        bool branch;
        unsigned terms;
    } others[] = {
        {"BITBUCKET_PR_DESTINATION_BRANCH", true, RH_BASE_MUST},
        {"CHANGE_TARGET", true, RH_BASE_MUST},                   /* Jenkins */
        {"SYSTEM_PULLREQUEST_TARGETBRANCH", true, RH_BASE_MUST}, /* Azure */
        {"BUILDKITE_PULL_REQUEST_BASE_BRANCH", true, RH_BASE_MUST},
        {"PRE_COMMIT_FROM_REF", false, 0},
    };

    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
        if (others[i].branch)
            add_branch(listing, others[i].terms, variable(listing, others[i].variable));
        else
            add_id(listing, others[i].terms, variable(listing, others[i].variable));
    }
}

/* On a person's own machine. */
static void add_usual(const struct listing *listing)
{
    static const char *const usual[] = {"refs/remotes/origin/HEAD", "refs/remotes/origin/main",
                                        "refs/remotes/origin/master", "refs/heads/main",
                                        "refs/heads/master"};

    for (size_t i = 0; i < sizeof(usual) / sizeof(*usual); i++)
        add(listing, RH_BASE_OTHER, usual[i], NULL, NULL);
}

bool bases_list(struct arena *arena, const struct options *options, bool local,
                struct base_list *ret_bases, struct rh_error *err)
{
    const struct listing listing = {arena, ret_bases};

    *ret_bases = (struct base_list){0};
    if (options->base) {
        if (!*options->base)
            return error_set(err, RH_ERROR_USAGE, "--base names nothing");
        add(&listing, RH_BASE_MUST, options->base, NULL, NULL);
        return true;
    }
    if (local) {
        add_github(&listing);
        add_gitlab(&listing);
        add_others(&listing);
        add_usual(&listing);
    }
    return true;
}
