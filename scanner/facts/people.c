#include "facts/people.h"

#include "facts/name.h"
#include "util/limits.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>

enum {
    NAME_MOST = 200,   /* bytes of a name or an address that count */
    ALIASES = 20000,   /* lines of a .mailmap */
    NEAR_NAMES = 5000, /* names that are compared for spelling mistakes */
    NEAR_LENGTH = 12,  /* letters of a name that may have one */
    SQUASHED = 8,      /* letters of an account's name that is a person's without blanks */
};

/* One line of a .mailmap: what a name and address should have been. */
struct alias {
    struct str name, email; /* empty: stays */
};

void people_init(struct people *people, struct arena *arena)
{
    *people = (struct people){.arena = arena};
    map_init(&people->known, arena);
    map_init(&people->mailmap, arena);
}

static struct str lower(struct arena *arena, struct str text)
{
    char *copy = str_dup(arena, text);

    for (size_t i = 0; i < text.len; i++)
        copy[i] = (char)tolower((unsigned char)copy[i]);
    return (struct str){copy, text.len};
}

/* "name\0address" in a buffer of the caller's. */
static struct str pair(char buffer[2 * NAME_MOST + 1], struct str name, struct str email)
{
    if (name.len)
        memcpy(buffer, name.ptr, name.len);
    buffer[name.len] = '\0';
    if (email.len)
        memcpy(buffer + name.len + 1, email.ptr, email.len);
    return (struct str){buffer, name.len + 1 + email.len};
}

unsigned people_identity(struct people *people, struct str name, struct str email)
{
    struct arena *arena = people->arena;
    char buffer[2 * NAME_MOST + 1];
    struct identity *identity;
    struct str key;
    size_t index;

    name = str_slice(name, 0, NAME_MOST);
    email = str_slice(email, 0, NAME_MOST);
    key = pair(buffer, name, email);
    index = map_put(&people->known, key, people->identities.count);
    if (index < people->identities.count)
        return (unsigned)index;
    identity = ARENA_PUSH(arena, &people->identities);
    *identity = (struct identity){.parent = (unsigned)index};
    identity->recorded = name_to_utf8(arena, (struct str){str_dup(arena, name), name.len});
    identity->name = identity->recorded;
    identity->email = lower(arena, text_utf8(arena, email));
    identity->bot = name_is_bot(identity->name, identity->email);
    identity->anonymous =
        name_is_placeholder(identity->name) && email_is_placeholder(identity->email);
    return (unsigned)index;
}

unsigned people_find(const struct people *people, struct str name, struct str email)
{
    char buffer[2 * NAME_MOST + 1];
    size_t index = map_get(&people->known, pair(buffer, str_slice(name, 0, NAME_MOST),
                                                str_slice(email, 0, NAME_MOST)));

    return index == MAP_NONE ? UINT_MAX : (unsigned)index;
}

void people_count(struct people *people, unsigned index, time_t when)
{
    struct identity *identity = &people->identities.items[index];

    if (!identity->commits++ || when < identity->first)
        identity->first = when;
    if (when > identity->last)
        identity->last = when;
}

/* Takes "Name <address>" off *line; false where there is no address. */
static bool take_pair(struct str *line, struct str *ret_name, struct str *ret_email)
{
    const char *open = line->len ? memchr(line->ptr, '<', line->len) : NULL, *close;
    size_t at;

    if (!open)
        return false;
    at = (size_t)(open - line->ptr);
    close = memchr(open, '>', line->len - at);
    if (!close)
        return false;
    *ret_name = str_slice(str_trim(str_slice(*line, 0, at)), 0, NAME_MOST);
    *ret_email =
        str_slice(str_trim(str_slice(*line, at + 1, (size_t)(close - line->ptr))), 0, NAME_MOST);
    *line = str_slice(*line, (size_t)(close - line->ptr) + 1, line->len);
    return true;
}

/* git compares names without regard to case, too. */
static struct str mailmap_key(struct people *people, char buffer[2 * NAME_MOST + 1],
                              struct str name, struct str email)
{
    return pair(buffer, lower(people->arena, name), lower(people->arena, email));
}

void people_read_mailmap(struct people *people, struct str text)
{
    char buffer[2 * NAME_MOST + 1];
    struct str line;

    while (people->aliases.count < ALIASES && str_next_line(&text, &line)) {
        struct str name, email, old_name = {0}, old_email;
        struct alias alias;

        line = str_trim(line);
        if (str_starts(line, "#") || !take_pair(&line, &name, &email))
            continue;
        alias = (struct alias){.name = name, .email = email};
        if (!take_pair(&line, &old_name, &old_email)) {
            old_email = email;
            alias.email = (struct str){0};
        }
        alias.name = name_to_utf8(people->arena, alias.name);
        alias.email = lower(people->arena, alias.email);
        map_set(&people->mailmap, mailmap_key(people, buffer, old_name, old_email),
                people->aliases.count);
        *ARENA_PUSH(people->arena, &people->aliases) = alias;
    }
}

static void apply_mailmap(struct people *people, struct identity *identity)
{
    char buffer[2 * NAME_MOST + 1];
    const struct alias *alias;
    size_t index;

    index = map_get(&people->mailmap, mailmap_key(people, buffer, identity->name, identity->email));
    if (index == MAP_NONE)
        index = map_get(&people->mailmap,
                        mailmap_key(people, buffer, (struct str){0}, identity->email));
    if (index == MAP_NONE)
        return;
    alias = &people->aliases.items[index];
    if (alias->name.len)
        identity->name = alias->name;
    if (alias->email.len)
        identity->email = alias->email;
    identity->anonymous = false;
}

static unsigned top_of(struct people *people, unsigned index)
{
    struct identity *all = people->identities.items;

    while (all[index].parent != index)
        index = all[index].parent = all[all[index].parent].parent;
    return index;
}

/* Bots are never people, whatever they share with one. */
static void join(struct people *people, unsigned a, unsigned b)
{
    struct identity *all = people->identities.items;

    if (all[a].bot != all[b].bot)
        return;
    a = top_of(people, a);
    b = top_of(people, b);
    if (a < b)
        all[b].parent = a;
    else
        all[a].parent = b;
}

/* All that share a key are one. */
static void join_by(struct people *people, struct map *keys, const char *kind, struct str key,
                    unsigned index)
{
    char buffer[2 * NAME_MOST + 1];
    size_t other;

    if (!key.len)
        return;
    other = map_put(keys, pair(buffer, str_of(kind), str_slice(key, 0, NAME_MOST)), index);
    join(people, (unsigned)other, index);
}

static void join_by_keys(struct people *people, struct map *keys, struct arena *scratch,
                         unsigned index)
{
    const struct identity *identity = &people->identities.items[index];
    struct str account = email_account(identity->email);
    const char *key, *squash;

    if (identity->anonymous) {
        join_by(people, keys, "anonymous", STR("x"), index);
        return;
    }
    if (account.len)
        join_by(people, keys, "account", account, index);
    else if (!email_is_placeholder(identity->email))
        join_by(people, keys, "email", identity->email, index);
    if (name_is_placeholder(identity->name))
        return;
    key = name_key(scratch, identity->name);
    squash = name_squash(scratch, identity->name);
    join_by(people, keys, "name", str_of(key), index);
    /* "AdaLovelace", and an account of that name */
    if (strlen(squash) >= SQUASHED)
        join_by(people, keys, "account", str_of(squash), index);
    else if (!strchr(key, ' '))
        join_by(people, keys, "account", str_of(key), index);
}

/* A name of two words at least, long enough that one letter more or less is a slip of the pen. */
struct near_name {
    const char *key;
    unsigned identity;
};

/* Names that are one edit apart share what is left of each when some letter is taken out, so each
 * name is compared with few others. */
static void join_near_names(struct people *people, struct arena *scratch)
{
    struct near_name *names = arena_alloc(scratch, (people->identities.count + 1) * sizeof(*names));
    struct map seen, parts;
    size_t count = 0;

    map_init(&seen, scratch);
    map_init(&parts, scratch);
    for (unsigned i = 0; i < people->identities.count; i++) {
        const struct identity *identity = &people->identities.items[i];
        const char *key = identity->anonymous ? "" : name_key(scratch, identity->name);

        if (strlen(key) >= NEAR_LENGTH && strchr(key, ' ') &&
            map_put(&seen, str_of(key), count) == count)
            names[count++] = (struct near_name){key, i};
    }
    if (count > NEAR_NAMES)
        return;
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(names[i].key);

        for (size_t out = 0; out <= length; out++) {
            char part[NAME_MOST + 1];
            size_t other, size = length - (out < length);

            memcpy(part, names[i].key, out);
            memcpy(part + out, names[i].key + out + 1, out < length ? length - out - 1 : 0);
            other = map_put(&parts, (struct str){part, size}, i);
            if (other != i && name_is_near(names[i].key, names[other].key))
                join(people, names[i].identity, names[other].identity);
        }
    }
}

void people_merge(struct people *people)
{
    struct arena *scratch = arena_new();
    struct map keys;

    map_init(&keys, scratch);
    for (unsigned i = 0; i < people->identities.count; i++) {
        if (people->aliases.count)
            apply_mailmap(people, &people->identities.items[i]);
        join_by_keys(people, &keys, scratch, i);
    }
    join_near_names(people, scratch);
    arena_free(scratch);
    for (unsigned i = 0; i < people->identities.count; i++) {
        unsigned top = top_of(people, i); /* never behind i */

        people->identities.items[i].person =
            top == i ? (unsigned)people->count++ : people->identities.items[top].person;
    }
}
