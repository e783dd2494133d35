/* The child that talks to a git server. */
#include "snapshot/transfer.h"

#include "snapshot/objects.h"
#include "util/arena.h"
#include "util/limits.h"
#include "worker/progress.h"

#include <errno.h>
#include <fcntl.h>
#include <git2.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const refspecs[] = {
    "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*",
    "+HEAD:refs/repohealth/head", /* it may be detached */
};

struct talk {
    struct arena *arena;
    const struct transfer *transfer;
    FILE *progress;
    struct progress_memory memory;
    const char *stopped; /* why we ended it, which libgit2 does not pass on */
    bool named, agent_asked, password_asked;
};

/* Where the token of the environment may go. */
static bool takes_token(const struct target *target)
{
    const char *host = getenv("GH_HOST");

    return text_starts(target->location, "https://") &&
           (!strcmp(target->host, "github.com") || (host && !strcasecmp(target->host, host)));
}

const char *transfer_token(const struct target *target)
{
    static const char *const names[] = {"GH_TOKEN", "GITHUB_TOKEN"};

    for (size_t i = 0; takes_token(target) && i < sizeof(names) / sizeof(*names); i++) {
        const char *token = getenv(names[i]);

        if (token && *token)
            return token;
    }
    return NULL;
}

const char *const transfer_environment[] = {
    "HOME",     "SSH_AUTH_SOCK", "http_proxy",    "https_proxy",  "HTTP_PROXY", "HTTPS_PROXY",
    "no_proxy", "NO_PROXY",      "SSL_CERT_FILE", "SSL_CERT_DIR", "GH_HOST",    NULL,
};

/* What went wrong, for a person. */

/* libgit2's words, and what they mean. The first that fits; %s is the host. */
static const struct {
    const char *word, *text;
} meanings[] = {
    {"failed to resolve address", "no such host, or no network"},
    {"failed to connect", "the host does not answer"},
    {"could not connect", "the host does not answer"},
    {"certificate", "its certificate is not one that this system trusts"},
    {"cannot redirect", "it sends us to another host; give that URL if you trust it"},
    {"redirect", "it sends us round in circles"},
    {"code: 404", "there is no repository, or none that may be seen without a token"},
    {"code: 410", "there is no repository any more"},
    {"code: 401", "it asks for a name and a password"},
    {"code: 403", "it refuses access"},
    {"code: 429", "it has had too many requests; try again later"},
    {"code: 5", "the server has a fault; try again later"},
    {"ended at an unexpected time", "the connection ended half way; try again"},
    {"EOF", "the connection ended half way; try again"},
    {"end of file", "the connection ended half way; try again"},
    {"connection reset", "the connection ended half way; try again"},
    {"unexpected disconnection", "the connection ended half way; try again"},
    {"broken pipe", "the connection ended half way; try again"},
    {"not appear to be a git repo", "there is no repository, or none that this key may see"},
    {"repository not found", "there is no repository, or none that this key may see"},
    {"could not be found", "there is no repository, or none that this key may see"},
    {"connecting with agent", "the ssh agent does not answer"},
    {"unsupported url protocol", "this system's libgit2 does not speak that protocol"},
    {"ssh host key",
     "its ssh key is not in ~/.ssh/known_hosts: connect once with ssh, which says more"},
    {"hostkey", "its ssh key is not in ~/.ssh/known_hosts: connect once with ssh, which says more"},
    {"no space left", "the disk of the cache is full"},
};

static bool fail(struct talk *talk, struct rh_error *err)
{
    const struct target *target = talk->transfer->target;
    const git_error *last = git_error_last();
    const char *words = last && last->message ? last->message : "the connection ended half way";

    if (talk->stopped)
        return error_set(err, RH_ERROR_TARGET, "'%s' could not be fetched: %s", target->url,
                         talk->stopped);
    for (size_t i = 0; i < sizeof(meanings) / sizeof(*meanings); i++)
        if (str_contains_nocase(str_of(words), meanings[i].word))
            return error_set(err, RH_ERROR_TARGET, "'%s' could not be fetched: %s", target->url,
                             meanings[i].text);
    return error_set(err, RH_ERROR_TARGET, "'%s' could not be fetched: %s", target->url, words);
}

static int stop(struct talk *talk, const char *why)
{
    talk->stopped = why;
    return GIT_EUSER;
}

/* Callbacks. */

static int on_transfer(const git_indexer_progress *state, void *payload)
{
    struct talk *talk = payload;
    bool receiving = state->received_objects < state->total_objects || !state->total_deltas;

    if (state->received_bytes / MIB > LIMIT_FETCH_MIB)
        return stop(talk, arena_printf(talk->arena, "it has more than %d MiB", LIMIT_FETCH_MIB));
    if (state->total_objects > LIMIT_FETCH_OBJECTS)
        return stop(talk,
                    arena_printf(talk->arena, "it has more than %d objects", LIMIT_FETCH_OBJECTS));
    progress_say(talk->progress, &talk->memory,
                 &(struct progress_step){
                     .label = receiving ? "receiving" : "resolving",
                     .done = receiving ? state->received_objects : state->indexed_deltas,
                     .total = receiving ? state->total_objects : state->total_deltas,
                     .bytes = receiving ? state->received_bytes : 0,
                 });
    return 0;
}

/* The server's own words are not repeated; that it is at work is. */
static int on_sideband(const char *text, int length, void *payload)
{
    struct talk *talk = payload;

    (void)text;
    (void)length;
    progress_say(talk->progress, &talk->memory,
                 &(struct progress_step){.label = "waiting for the server"});
    return 0;
}

/* Credentials go to the host that the user named, each once: a second question means that the
 * first answer was wrong. */
static int on_credentials(git_credential **out, const char *url, const char *user, unsigned allowed,
                          void *payload)
{
    struct talk *talk = payload;
    const struct target *target = talk->transfer->target;
    const char *token = talk->transfer->token;

    (void)url; /* redirects stay on the same host */
    if (!user)
        user = target->user;
    if ((allowed & GIT_CREDENTIAL_USERNAME) && !talk->named) {
        talk->named = true;
        return git_credential_username_new(out, user ? user : "git");
    }
    if (allowed & GIT_CREDENTIAL_SSH_KEY) {
        const char *agent = getenv("SSH_AUTH_SOCK");

        if (!agent || !*agent)
            return stop(talk, "there is no ssh agent: SSH_AUTH_SOCK is not set");
        if (talk->agent_asked)
            return stop(talk, "the ssh agent has no key that it accepts");
        talk->agent_asked = true;
        return git_credential_ssh_key_from_agent(out, user ? user : "git");
    }
    if ((allowed & GIT_CREDENTIAL_USERPASS_PLAINTEXT) && !talk->password_asked) {
        talk->password_asked = true;
        if (target->password)
            return git_credential_userpass_plaintext_new(out, user ? user : "", target->password);
        if (token)
            return git_credential_userpass_plaintext_new(out, "x-access-token", token);
        return stop(talk, takes_token(target)
                              ? "there is no such repository, or it is private (a token in "
                                "GH_TOKEN opens it)"
                              : "it asks for a name and a password, which its URL may hold");
    }
    return stop(talk, target->password ? "it does not accept the password"
                                       : "it does not accept the token");
}

static git_remote_connect_options connect_options(struct talk *talk)
{
    git_remote_connect_options options = GIT_REMOTE_CONNECT_OPTIONS_INIT;

    options.callbacks.transfer_progress = on_transfer;
    options.callbacks.sideband_progress = on_sideband;
    options.callbacks.credentials = on_credentials;
    options.callbacks.payload = talk;
    options.follow_redirects = GIT_REMOTE_REDIRECT_NONE; /* but for those on the same host */
    options.proxy_opts.type = GIT_PROXY_AUTO;
    return options;
}

/* References. The cache has no loose ones: all of them are written at once, ours to sort and to
 * check, so that nothing is left of a branch that went and a killed run leaves no lock. */

static int by_name(const void *left, const void *right)
{
    const git_remote_head *const *a = left, *const *b = right;

    return strcmp((*a)->name, (*b)->name);
}

static bool replace_file(struct talk *talk, const char *name, struct str text, struct rh_error *err)
{
    const char *path = arena_printf(talk->arena, "%s/%s", talk->transfer->folder, name);
    const char *fresh = arena_printf(talk->arena, "%s.new", path);
    int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool good = fd >= 0;

    while (good && text.len) {
        ssize_t written = write(fd, text.ptr, text.len);

        if (written > 0)
            text = str_slice(text, (size_t)written, text.len);
        else
            good = written < 0 && errno == EINTR;
    }
    good = good && !fsync(fd);
    if (fd >= 0)
        good = !close(fd) && good;
    if (good && !rename(fresh, path))
        return true;
    return error_set(err, RH_ERROR_TARGET, "cannot write '%s': %m", path);
}

static bool write_references(struct talk *talk, const git_remote_head **heads, size_t count,
                             struct rh_error *err)
{
    const git_remote_head **sorted = arena_alloc(talk->arena, (count + 1) * sizeof(*sorted));
    struct buf text = {.limit = LIMIT_PACKED_REFS};
    size_t kept = 0;
    bool done;

    for (size_t i = 0; i < count; i++) {
        const char *name = heads[i]->name;
        int valid = 0;

        if ((text_starts(name, "refs/heads/") || text_starts(name, "refs/tags/")) &&
            !git_reference_name_is_valid(&valid, name) && valid)
            sorted[kept++] = heads[i];
    }
    qsort(sorted, kept, sizeof(*sorted), by_name);
    buf_puts(&text, "# pack-refs with: sorted \n");
    for (size_t i = 0; i < kept; i++) {
        char hex[GIT_OID_HEXSZ + 1];

        if (i && !strcmp(sorted[i]->name, sorted[i - 1]->name))
            continue;
        buf_printf(&text, "%s %s\n", git_oid_tostr(hex, sizeof(hex), &sorted[i]->oid),
                   sorted[i]->name);
    }
    done = text.full ? error_set(err, RH_ERROR_TARGET, "'%s' has more references than can be read",
                                 talk->transfer->target->url)
                     : replace_file(talk, "packed-refs", (struct str){text.ptr, text.len}, err);
    buf_release(&text);
    return done;
}

/* The name that the remote's HEAD stands for is kept, also where its branch has no commit. */
static bool write_head(struct talk *talk, git_remote *remote, const git_remote_head **heads,
                       size_t count, struct buf *out, struct rh_error *err)
{
    const git_remote_head *head = NULL;
    git_buf branch = {0};
    char hex[GIT_OID_HEXSZ + 1];
    const char *text = NULL;

    for (size_t i = 0; i < count && !head; i++)
        if (!strcmp(heads[i]->name, "HEAD"))
            head = heads[i];
    if (head)
        git_oid_tostr(hex, sizeof(hex), &head->oid);
    buf_puts(out, head ? hex : "empty");
    if (!git_remote_default_branch(&branch, remote))
        text = arena_printf(talk->arena, "ref: %s\n", branch.ptr);
    else if (head)
        text = arena_printf(talk->arena, "%s\n", hex);
    git_buf_dispose(&branch);
    return !text || replace_file(talk, "HEAD", str_of(text), err);
}

/* The conversation. */

static bool is_commit_here(git_repository *repository, const char *rev)
{
    git_commit *commit = NULL;
    git_oid id;
    bool here = rev && strlen(rev) == GIT_OID_HEXSZ && !git_oid_fromstr(&id, rev) &&
                !git_commit_lookup(&commit, repository, &id);

    git_commit_free(commit);
    return here;
}

static bool is_full_id(const char *rev)
{
    unsigned char id[ID_SIZE];

    return rev && id_parse(str_of(rev), id);
}

static bool download(struct talk *talk, git_remote *remote, const char *const *specs, size_t count,
                     struct rh_error *err)
{
    const git_strarray list = {(char **)specs, count};
    git_fetch_options options = GIT_FETCH_OPTIONS_INIT;
    git_remote_connect_options connect = connect_options(talk);

    options.callbacks = connect.callbacks;
    options.follow_redirects = connect.follow_redirects;
    options.proxy_opts = connect.proxy_opts;
    options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
    if (git_remote_download(remote, &list, &options) < 0)
        return fail(talk, err);
    return true;
}

/* A commit that no branch or tag reaches, which many servers give to who knows its id. Where they
 * do not, the snapshot says that there is no such commit. */
static void ask_for_commit(struct talk *talk, git_repository *repository)
{
    const char *spec = arena_printf(talk->arena, "+%s:refs/repohealth/rev", talk->transfer->rev);
    struct rh_error ignored;
    git_remote *remote = NULL;

    if (!git_remote_create_anonymous(&remote, repository, talk->transfer->target->location))
        (void)!download(talk, remote, &spec, 1, &ignored);
    git_remote_free(remote);
}

static bool converse(struct talk *talk, git_repository *repository, git_remote *remote,
                     struct buf *out, struct rh_error *err)
{
    git_remote_connect_options options = connect_options(talk);
    const git_remote_head **heads;
    size_t count;

    progress_say(talk->progress, &talk->memory, &(struct progress_step){.label = "connecting"});
    if (git_remote_connect_ext(remote, GIT_DIRECTION_FETCH, &options) < 0)
        return fail(talk, err);
    if (git_remote_ls(&heads, &count, remote) < 0)
        return fail(talk, err);
    if (count && !download(talk, remote, refspecs, sizeof(refspecs) / sizeof(*refspecs), err))
        return false;
    if (!write_references(talk, heads, count, err) ||
        !write_head(talk, remote, heads, count, out, err))
        return false;
    if (is_full_id(talk->transfer->rev) && !is_commit_here(repository, talk->transfer->rev))
        ask_for_commit(talk, repository);
    return true;
}

static bool open_repository(struct talk *talk, git_repository **ret_repository,
                            struct rh_error *err)
{
    git_repository_init_options options = GIT_REPOSITORY_INIT_OPTIONS_INIT;
    const char *folder = talk->transfer->folder;

    options.flags = GIT_REPOSITORY_INIT_BARE | GIT_REPOSITORY_INIT_MKDIR;
    options.origin_url = talk->transfer->target->location;
    options.initial_head = "main";
    if (!access(arena_printf(talk->arena, "%s/HEAD", folder), F_OK)
            ? git_repository_open_ext(ret_repository, folder,
                                      GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_BARE,
                                      NULL) < 0
            : git_repository_init_ext(ret_repository, folder, &options) < 0) {
        const git_error *last = git_error_last();

        return error_set(err, RH_ERROR_TARGET, "cannot open the cached copy '%s': %s", folder,
                         last && last->message ? last->message : "no reason given");
    }
    return true;
}

static void set_options(void)
{
    static const int levels[] = {GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_GLOBAL,
                                 GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_PROGRAMDATA};
    const char *file = getenv("SSL_CERT_FILE"), *folder = getenv("SSL_CERT_DIR");

    for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++)
        git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, levels[i], "");
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
    git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, (size_t)LIMIT_PACK_WINDOW);
    git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, (size_t)LIMIT_PACK_MAPPED);
    git_libgit2_opts(GIT_OPT_SET_PACK_MAX_OBJECTS, (size_t)LIMIT_FETCH_OBJECTS);
    git_libgit2_opts(GIT_OPT_SET_USER_AGENT, "repohealth " RH_VERSION);
    if (file || folder)
        git_libgit2_opts(GIT_OPT_SET_SSL_CERT_LOCATIONS, file, folder);
}

bool transfer_job(void *context, FILE *progress, struct buf *out, struct rh_error *err)
{
    const struct transfer *transfer = context;
    struct talk talk = {.arena = arena_new(), .transfer = transfer, .progress = progress};
    git_repository *repository = NULL;
    git_remote *remote = NULL;
    bool done;

    if (git_libgit2_init() < 0)
        return error_set(err, RH_ERROR_INTERNAL, "libgit2 does not start");
    set_options();
    done = open_repository(&talk, &repository, err);
    if (done && !is_commit_here(repository, transfer->rev)) {
        done = git_remote_create_anonymous(&remote, repository, transfer->target->location) < 0
                   ? fail(&talk, err)
                   : converse(&talk, repository, remote, out, err);
    }
    git_remote_free(remote);
    git_repository_free(repository);
    git_libgit2_shutdown();
    arena_free(talk.arena);
    return done;
}
