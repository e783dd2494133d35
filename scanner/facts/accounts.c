#include "facts/accounts.h"

#include "facts/history.h"
#include "facts/name.h"
#include "facts/people.h"
#include "util/arena.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum {
    LOGIN_BYTES = 100,
    QUICK_SECONDS = 120,
    QUICK_THREADS = 10,   /* that it takes to call an account a program */
    QUICK_OF_TEN = 9,     /* threads of ten */
    COMMITS_PERCENT = 5,  /* of all commits, that make a maintainer */
    COMMITS_AT_LEAST = 3, /* in a short history 5 % is one patch */
    SHORTEST_NAME = 4,    /* "Max" may be anybody */
};

/* Programs that are registered under plain names, beside those that write commits (name.c). */
static const char *const programs[] = {
    "claassistant",
    "cla-assistant",
    "codecov-io",
    "codecov-commenter",
    "codecov",
    "coveralls",
    "coderabbitai",
    "dosubot",
    "gemini-code-assist",
    "googlebot",
    "linux-foundation-easycla",
    "netlify",
    "no-response",
    "probot",
    "request-info",
    "review-notebook-app",
    "sonarcloud",
    "stale",
    "vercel",
    "welcome",
};

/* A login in small letters, as the table has it. */
static struct str login_key(struct str login, char buffer[LOGIN_BYTES])
{
    login = str_slice(login, 0, LOGIN_BYTES);
    for (size_t i = 0; i < login.len; i++)
        buffer[i] = (char)tolower((unsigned char)login.ptr[i]);
    return (struct str){buffer, login.len};
}

static bool is_named_like_a_program(const char *login)
{
    for (size_t i = 0; i < sizeof(programs) / sizeof(*programs); i++)
        if (!strcasecmp(login, programs[i]))
            return true;
    return name_is_bot(str_of(login), (struct str){0});
}

static struct account *find(const struct accounts *accounts, const char *login)
{
    char buffer[LOGIN_BYTES];
    size_t index = login ? map_get(&accounts->known, login_key(str_of(login), buffer)) : MAP_NONE;

    return index == MAP_NONE ? NULL : &accounts->list.items[index];
}

/* The login's account, a new one where it was not seen yet; NULL for a deleted one. */
static struct account *add(struct arena *arena, struct accounts *accounts, const char *login,
                           enum forge_kind kind)
{
    char buffer[LOGIN_BYTES];
    struct account *account;
    size_t index;

    if (!login)
        return NULL;
    index = map_put(&accounts->known, login_key(str_of(login), buffer), accounts->list.count);
    if (index < accounts->list.count) {
        account = &accounts->list.items[index];
    } else {
        account = ARENA_PUSH(arena, &accounts->list);
        account->machine = is_named_like_a_program(login);
    }
    account->machine = account->machine || kind == FORGE_BOT;
    return account;
}

static bool is_title(enum forge_association association)
{
    return association == FORGE_OWNER || association == FORGE_MEMBER ||
           association == FORGE_COLLABORATOR;
}

/* Somebody who wrote something: their title counts. */
static struct account *add_writer(struct arena *arena, struct accounts *accounts,
                                  const struct forge_person *person)
{
    struct account *account = add(arena, accounts, person->login, person->kind);

    if (account && is_title(person->association))
        account->maintainer = true;
    return account;
}

static void add_doer(struct arena *arena, struct accounts *accounts,
                     const struct forge_person *person)
{
    struct account *account = add(arena, accounts, person->login, person->kind);

    if (account)
        account->maintainer = true;
}

static void add_comments(struct arena *arena, struct accounts *accounts,
                         const struct forge_item *item, size_t thread)
{
    for (size_t i = 0; i < item->comments.count; i++) {
        const struct forge_comment *comment = &item->comments.items[i];
        struct account *account = add_writer(arena, accounts, &comment->by);

        if (!account || account->last_thread == thread || account_is_same(&comment->by, &item->by))
            continue;
        account->last_thread = thread;
        account->threads++;
        account->quick += item->comments.extent != FORGE_LAST &&
                          item->comments.extent != FORGE_SOME &&
                          comment->at <= item->created + QUICK_SECONDS;
    }
}

static void add_item(struct arena *arena, struct accounts *accounts, const struct forge_item *item,
                     size_t thread)
{
    add_writer(arena, accounts, &item->by);
    add_comments(arena, accounts, item, thread);
    for (size_t i = 0; i < item->events.count; i++) {
        const struct forge_event *event = &item->events.items[i];

        if (event->kind != FORGE_TRANSFERRED && !account_is_same(&event->by, &item->by))
            add_doer(arena, accounts, &event->by);
    }
    if (item->merged)
        add_doer(arena, accounts, &item->merged_by);
}

/* A repository of a person belongs to them. */
static void add_owner(struct arena *arena, struct accounts *accounts,
                      const struct forge_repository *repository)
{
    const char *name = repository->name ? repository->name : "";
    size_t length = strcspn(name, "/");
    struct account *account;

    if (!length || !repository->owner_kind || strcmp(repository->owner_kind, "user"))
        return;
    account = add(arena, accounts, arena_strndup(arena, name, length), FORGE_USER);
    account->maintainer = true;
}

/* The account that an identity tells: by a private address of the forge, or by a name that is an
 * account of the record, letter by letter; empty where neither. */
static struct str account_of(const struct accounts *accounts, const struct identity *identity)
{
    struct str account = email_account(identity->email);
    char buffer[LOGIN_BYTES];

    if (!account.len && identity->name.len >= SHORTEST_NAME &&
        map_get(&accounts->known, login_key(identity->name, buffer)) != MAP_NONE)
        return identity->name;
    return account;
}

/* Whose share of the commits is large, and whose account is told. */
static void add_committers(struct arena *arena, struct accounts *accounts,
                           const struct history *history)
{
    const struct people *people = history->identities;
    size_t all = 0;

    if (history->partial || !people)
        return;
    for (size_t i = 0; i < history->people.count; i++)
        all += history->people.items[i].bot ? 0 : history->people.items[i].commits;
    for (size_t i = 0; i < people->identities.count; i++) {
        const struct person *person = &history->people.items[history->person_of[i]];
        struct str login = account_of(accounts, &people->identities.items[i]);

        if (!login.len || person->bot || person->anonymous || person->commits < COMMITS_AT_LEAST ||
            person->commits * 100 < all * COMMITS_PERCENT)
            continue;
        add(arena, accounts, str_dup(arena, login), FORGE_USER)->maintainer = true;
    }
}

void accounts_collect(struct arena *arena, const struct forge *forge, const struct history *history,
                      struct accounts *ret_accounts)
{
    struct accounts *accounts = ret_accounts;

    *accounts = (struct accounts){0};
    map_init(&accounts->known, arena);
    for (size_t i = 0; i < forge->items.count; i++)
        add_item(arena, accounts, &forge->items.items[i], i + 1);
    for (size_t i = 0; i < forge->releases.count; i++)
        add_doer(arena, accounts, &forge->releases.items[i].by);
    add_owner(arena, accounts, &forge->repository);
    add_committers(arena, accounts, history);
    for (size_t i = 0; i < accounts->list.count; i++) {
        struct account *account = &accounts->list.items[i];

        if (account->quick >= QUICK_THREADS &&
            account->quick * 10 >= account->threads * QUICK_OF_TEN)
            account->machine = true;
        account->maintainer = account->maintainer && !account->machine;
        accounts->maintainers += account->maintainer;
    }
}

bool account_is_machine(const struct accounts *accounts, const struct forge_person *person)
{
    const struct account *account = find(accounts, person->login);

    return person->kind == FORGE_BOT || (account && account->machine);
}

bool account_is_maintainer(const struct accounts *accounts, const struct forge_person *person)
{
    const struct account *account = find(accounts, person->login);

    return account ? account->maintainer
                   : person->kind != FORGE_BOT && is_title(person->association);
}

bool account_is_same(const struct forge_person *a, const struct forge_person *b)
{
    return a->login && b->login && !strcasecmp(a->login, b->login);
}
