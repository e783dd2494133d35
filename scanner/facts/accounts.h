#ifndef FACTS_ACCOUNTS_H
#define FACTS_ACCOUNTS_H
#include "snapshot/forge.h"
#include "util/map.h"

struct history;

/* The accounts that a forge's record names: who may answer for the project, and who is a program.
 *
 * A maintainer is whom the forge calls owner, member or collaborator, or who did what only a
 * maintainer can: merged, closed or reopened what others had filed, published a release; or who
 * wrote 5 % of the commits (and three), where a commit's address tells the account, or its author's
 * name is one. The forge hides
 * private members from most tokens, so deeds count as much as titles. That somebody is a
 * maintainer is not dated: the forge tells what people are on the day it is asked.
 *
 * A program is what the forge calls a bot, what is named like one, and an account that comes first
 * under nine of ten threads it comments on (and ten at least) within two minutes: no person does.
 * A program is no maintainer, whatever it did. */

struct account {
    bool maintainer, machine;
    size_t threads, quick; /* private: commented on; the first comment within two minutes */
    size_t last_thread;    /* private: that it was seen in, from 1 */
};

struct accounts {
    struct map known; /* login in small letters -> index */
    struct {
        struct account *items;
        size_t count, capacity;
    } list;
    size_t maintainers; /* how many */
};

void accounts_collect(struct arena *arena, const struct forge *forge, const struct history *history,
                      struct accounts *ret_accounts);
bool account_is_maintainer(const struct accounts *accounts, const struct forge_person *person);
bool account_is_machine(const struct accounts *accounts, const struct forge_person *person);
/* The same account; of two that are deleted nobody knows, which is no. */
bool account_is_same(const struct forge_person *a, const struct forge_person *b);
#endif
