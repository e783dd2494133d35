#include "util/reveal.h"

#include "util/arena.h"

#include <string.h>

enum {
    GRAM = 6,           /* words from this length on are found inside of others too */
    SHORT = 3,          /* the shortest word that counts */
    ANY_CASE = 5,       /* from this length on in any case, else only with a capital */
    MOST_WORDS = 20000, /* of all names */
    MOST_NAME = 200,    /* bytes of a name */
    MOST_PATH = 1000,
};

enum token_flag { TOKEN_NAME = 1, TOKEN_LOGIN = 2, TOKEN_OWNER = 4 };

/* Words of names that are also ordinary words of README files: alone they say nothing. */
static const char *const ordinary[] = {
    "abstract",  "add",        "admin",     "all",      "alpha",    "and",      "ann",
    "anonymous", "april",      "archer",    "art",      "august",   "author",   "authors",
    "baker",     "bank",       "base",      "bell",     "best",     "beta",     "bill",
    "black",     "blank",      "block",     "bot",      "branch",   "brown",    "build",
    "case",      "chase",      "chen",      "church",   "code",     "contact",  "cook",
    "core",      "cross",      "data",      "day",      "dean",     "delta",    "deep",
    "dev",       "developer",  "drew",      "earl",     "faith",    "field",    "fields",
    "file",      "finn",       "fish",      "ford",     "frank",    "free",     "gene",
    "github",    "glass",      "grace",     "grant",    "gray",     "green",    "group",
    "hall",      "hand",       "head",      "hill",     "home",     "hope",     "hunt",
    "hunter",    "info",       "iris",      "jack",     "joy",      "june",     "kernel",
    "key",       "king",       "knight",    "lab",      "lake",     "lane",     "law",
    "lee",       "light",      "little",    "long",     "love",     "main",     "mail",
    "march",     "mark",       "marks",     "mason",    "max",      "may",      "mean",
    "miles",     "miller",     "model",     "moon",     "moss",     "name",     "north",
    "not",       "office",     "open",      "page",     "park",     "parks",    "pat",
    "paper",     "path",       "pearl",     "penny",    "piece",    "police",   "pool",
    "pope",      "power",      "price",     "project",  "python",   "ray",      "read",
    "reed",      "research",   "rice",      "rich",     "river",    "rob",      "robin",
    "rock",      "root",       "rose",      "ruby",     "run",      "rush",     "sage",
    "sand",      "science",    "self",      "setup",    "short",    "simple",   "singer",
    "small",     "smart",      "snow",      "son",      "star",     "stone",    "strong",
    "student",   "sun",        "support",   "swift",    "team",     "test",     "the",
    "tree",      "true",       "user",      "van",      "von",      "walker",   "wall",
    "ward",      "waters",     "web",       "west",     "white",    "will",     "win",
    "winter",    "wise",       "wolf",      "wood",     "woods",    "word",     "work",
    "young",     "university", "institute", "license",  "software", "library",  "contributors",
    "copyright", "rights",     "reserved",  "toolkit",  "machine",  "learning", "network",
    "analysis",  "system",     "systems",   "version",  "example",  "examples", "package",
    "language",  "google",     "microsoft", "facebook", "noreply",  "users",    "for",
    "der",       "den",        "del",       "dos",      "das",
};

static const char *const anybody[] = {
    "user",   "username", "users",    "you",    "your",      "yourname", "your_name", "your-name",
    "me",     "name",     "xxx",      "xx",     "runner",    "jovyan",   "vscode",    "ubuntu",
    "docker", "app",      "root",     "admin",  "shared",    "public",   "someone",   "somebody",
    "foo",    "bar",      "myname",   "myuser", "username1", "example",  "builder",   "circleci",
    "travis", "conda",    "ec2-user", "node",   "vagrant",
};

static const char *const kind_names[REVEAL_KIND_COUNT] = {"name", "e-mail", "home", "remote"};

const char *reveal_kind_name(enum reveal_kind kind) { return kind_names[kind]; }

bool reveal_is_anybody(struct str user)
{
    if (!user.len || strchr("<${%*[.", user.ptr[0]))
        return true;
    for (size_t i = 0; i < sizeof(anybody) / sizeof(*anybody); i++)
        if (str_equal_nocase(user, anybody[i]))
            return true;
    return false;
}

static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
static bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return is_upper(c) || is_lower(c) || (unsigned char)c >= 0x80; }
static bool in_word(char c) { return is_letter(c) || is_digit(c); }

static size_t word_end(struct str text, size_t at)
{
    while (at < text.len && in_word(text.ptr[at]))
        at++;
    return at;
}

static bool is_ordinary(struct str word)
{
    for (size_t i = 0; i < sizeof(ordinary) / sizeof(*ordinary); i++)
        if (str_equal(word, ordinary[i]))
            return true;
    return false;
}

static struct str lower(struct arena *arena, struct str text)
{
    char *copy = str_dup(arena, text);

    for (size_t i = 0; i < text.len; i++)
        if (is_upper(copy[i]))
            copy[i] = (char)(copy[i] + 'a' - 'A');
    return (struct str){copy, text.len};
}

/* Into a buffer of the caller's, for look-ups; empty where it does not fit. */
static struct str lower_into(struct str text, char *room, size_t size)
{
    if (text.len > size)
        return (struct str){0};
    for (size_t i = 0; i < text.len; i++)
        room[i] = is_upper(text.ptr[i]) ? (char)(text.ptr[i] + 'a' - 'A') : text.ptr[i];
    return (struct str){room, text.len};
}

void reveal_init(struct reveal *reveal, struct arena *arena)
{
    *reveal = (struct reveal){.arena = arena};
    map_init(&reveal->tokens, arena);
    map_init(&reveal->grams, arena);
    map_init(&reveal->phrases, arena);
}

static void add_token(struct reveal *reveal, struct str word, enum token_flag flag)
{
    struct str small = lower(reveal->arena, word);
    bool letters = false;
    size_t before;

    for (size_t i = 0; i < word.len; i++)
        letters |= is_letter(word.ptr[i]);
    if (word.len < SHORT || !letters || is_ordinary(small) || reveal->tokens.count > MOST_WORDS)
        return;
    before = map_get(&reveal->tokens, small);
    map_set(&reveal->tokens, small, (before == MAP_NONE ? 0 : before) | (size_t)flag);
    if (before == MAP_NONE && small.len >= GRAM) {
        struct str gram = str_slice(small, 0, GRAM);
        struct reveal_text *entry = ARENA_PUSH(reveal->arena, &reveal->longs);

        entry->text = small;
        entry->next = map_get(&reveal->grams, gram);
        map_set(&reveal->grams, gram, reveal->longs.count - 1);
    }
}

/* The words together, whatever they are alone. */
static void add_phrase(struct reveal *reveal, struct str text, enum reveal_kind kind)
{
    struct str small = lower(reveal->arena, text), first;
    struct reveal_text *entry;

    if (reveal->names.count > MOST_WORDS)
        return;
    first = str_slice(small, 0, word_end(small, 0));
    if (!first.len || first.len == small.len)
        return;
    entry = ARENA_PUSH(reveal->arena, &reveal->names);
    *entry = (struct reveal_text){small, map_get(&reveal->phrases, first), kind};
    map_set(&reveal->phrases, first, reveal->names.count - 1);
}

void reveal_add_name(struct reveal *reveal, struct str name)
{
    name = str_trim(name);
    if (name.len > MOST_NAME)
        return;
    add_phrase(reveal, name, REVEAL_NAME);
    for (size_t at = 0; at < name.len;) {
        size_t end = word_end(name, at);

        if (end > at)
            add_token(reveal, str_slice(name, at, end), TOKEN_NAME);
        at = end + 1;
    }
}

/* The whole login, and its parts where dots or lines divide it. */
static void add_login(struct reveal *reveal, struct str login, enum token_flag flag)
{
    if (reveal_is_anybody(login) || login.len > MOST_NAME)
        return;
    if (word_end(login, 0) < login.len)
        add_phrase(reveal, login, REVEAL_NAME);
    for (size_t at = 0; at < login.len;) {
        size_t end = word_end(login, at);

        if (end > at)
            add_token(reveal, str_slice(login, at, end), flag);
        at = end + 1;
    }
}

void reveal_add_email(struct reveal *reveal, struct str address)
{
    const char *at = address.len ? memchr(address.ptr, '@', address.len) : NULL;
    struct str login = str_slice(address, 0, at ? (size_t)(at - address.ptr) : address.len);
    const char *plus = login.len ? memchr(login.ptr, '+', login.len) : NULL;

    if (plus && is_digit(login.ptr[0])) /* "12345+login@users.noreply..." */
        login = str_slice(login, (size_t)(plus - login.ptr) + 1, login.len);
    add_login(reveal, login, TOKEN_LOGIN);
}

void reveal_add_remote(struct reveal *reveal, struct str url)
{
    struct str path = str_trim(url), owner, name;
    size_t from = 0, slash;

    for (size_t i = 0; i + 2 < path.len; i++)
        if (!memcmp(path.ptr + i, "://", 3)) {
            for (from = i + 3; from < path.len && path.ptr[from] != '/'; from++)
                ;
            break;
        }
    if (!from) /* git@host:owner/name */
        for (size_t i = 0; i < path.len && path.ptr[i] != '/'; i++)
            if (path.ptr[i] == ':')
                from = i + 1;
    path = str_slice(path, from, path.len);
    while (path.len && path.ptr[0] == '/')
        path = str_slice(path, 1, path.len);
    for (slash = 0; slash < path.len && path.ptr[slash] != '/'; slash++)
        ;
    owner = str_slice(path, 0, slash);
    name = str_slice(path, slash + 1, path.len);
    for (size_t i = 0; i < name.len; i++)
        if (strchr("/?#", name.ptr[i]))
            name = str_slice(name, 0, i);
    if (str_ends(name, ".git"))
        name.len -= 4;
    if (!owner.len || !name.len || owner.len > MOST_NAME || reveal_is_anybody(owner))
        return;
    add_phrase(reveal,
               str_of(arena_printf(reveal->arena, "%.*s/%.*s", (int)owner.len, owner.ptr,
                                   (int)name.len, name.ptr)),
               REVEAL_REMOTE);
    add_login(reveal, owner, TOKEN_OWNER);
}

/* Looking. Each gives the end of what begins at `at`; 0: nothing does. */

static bool in_address(char c) { return in_word(c) || strchr("._%+-", c); }

static size_t domain_end(struct str text, size_t at)
{
    size_t end = at, dot = 0;

    while (end < text.len &&
           (in_word(text.ptr[end]) || text.ptr[end] == '-' ||
            (text.ptr[end] == '.' && end + 1 < text.len && in_word(text.ptr[end + 1])))) {
        if (text.ptr[end] == '.')
            dot = end;
        end++;
    }
    /* ".org", and no version: tool@1.2.3 */
    if (!dot || end - dot < 3)
        return 0;
    for (size_t i = dot + 1; i < end; i++)
        if (!is_letter(text.ptr[i]))
            return 0;
    return end;
}

static size_t email_end(struct str text, size_t at)
{
    static const char *const signs[] = {"@", "[at]", " [at] ", "(at)", " (at) ", "{at}", " {at} "};
    size_t end = at;

    if (text.ptr[at] == '{') { /* {ada, bob}@site.org */
        while (end < text.len && end - at < MOST_NAME && text.ptr[end] != '}')
            end++;
        end++;
        if (end >= text.len || text.ptr[end] != '@')
            return 0;
    } else {
        while (end < text.len && end - at < MOST_NAME && in_address(text.ptr[end]))
            end++;
    }
    if (end == at)
        return 0;
    for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
        size_t length = strlen(signs[i]);

        if (text.len - end > length && !strncasecmp(text.ptr + end, signs[i], length))
            return domain_end(text, end + length);
    }
    return 0;
}

static bool in_path(char c) { return c && !strchr(" \t\"'`<>|*?()[]{},;", c); }

/* /home/ada, /Users/ada, C:\Users\ada: as far as the name goes. */
static size_t home_end(struct str text, size_t at)
{
    static const char *const folders[] = {"home", "homes", "users"};
    size_t end = at;
    bool drive = at + 2 < text.len && is_letter(text.ptr[at]) && text.ptr[at + 1] == ':' &&
                 (text.ptr[at + 2] == '\\' || text.ptr[at + 2] == '/');

    if (text.ptr[at] != '/' && !drive)
        return 0;
    if (!drive && at && (in_word(text.ptr[at - 1]) || text.ptr[at - 1] == '.'))
        return 0; /* in the middle of a relative path or a URL */
    for (end = drive ? at + 2 : at;
         end < text.len && end - at < MOST_PATH && in_path(text.ptr[end]);) {
        size_t start = ++end;
        struct str part;

        while (end < text.len && in_path(text.ptr[end]) && text.ptr[end] != '/' &&
               text.ptr[end] != '\\')
            end++;
        part = str_slice(text, start, end);
        for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
            size_t user = end + 1;

            if (!str_equal_nocase(part, folders[i]) || end >= text.len || !in_path(text.ptr[end]))
                continue;
            while (user < text.len && in_path(text.ptr[user]) && text.ptr[user] != '/' &&
                   text.ptr[user] != '\\' && text.ptr[user] != ':')
                user++;
            return user > end + 1 ? user : 0;
        }
    }
    return 0;
}

/* 0000-0002-1825-0097 */
static size_t orcid_end(struct str text, size_t at)
{
    enum { LENGTH = 19 };

    if (text.len - at < LENGTH || (at && in_word(text.ptr[at - 1])))
        return 0;
    for (size_t i = 0; i < LENGTH; i++) {
        char c = text.ptr[at + i];

        if (i % 5 == 4 ? c != '-' : !is_digit(c) && !(i == LENGTH - 1 && c == 'X'))
            return 0;
    }
    return at + LENGTH;
}

static size_t flags_of(const struct reveal *reveal, struct str word)
{
    char room[MOST_NAME];
    struct str small = lower_into(word, room, sizeof(room));
    size_t flags = small.len ? map_get(&reveal->tokens, small) : MAP_NONE;

    return flags == MAP_NONE ? 0 : flags;
}

/* A URL with a known owner in its path, or host/owner: all of it. */
static size_t remote_end(const struct reveal *reveal, struct str text, size_t at)
{
    static const char *const schemes[] = {"https://", "http://", "ssh://", "git://", "git@"};
    size_t end = 0;

    for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes) && !end; i++)
        if (str_starts(str_slice(text, at, text.len), schemes[i]))
            end = at + strlen(schemes[i]);
    if (!end)
        return 0;
    while (end < text.len && end - at < MOST_PATH && in_path(text.ptr[end]))
        end++;
    while (end > at && strchr(".:", text.ptr[end - 1]))
        end--;
    for (size_t i = at; i < end;) {
        size_t stop = word_end(text, i);

        if (stop > i && flags_of(reveal, str_slice(text, i, stop)) & (TOKEN_OWNER | TOKEN_LOGIN))
            return end;
        i = stop + 1;
    }
    return 0;
}

static size_t phrase_end(const struct reveal *reveal, struct str text, size_t at,
                         enum reveal_kind *ret_kind)
{
    char room[MOST_NAME];
    size_t stop = word_end(text, at), best = 0;
    struct str first = lower_into(str_slice(text, at, stop), room, sizeof(room));
    size_t i = first.len ? map_get(&reveal->phrases, first) : MAP_NONE;

    for (size_t tries = 0; i != MAP_NONE && tries < 100; i = reveal->names.items[i].next, tries++) {
        struct str name = reveal->names.items[i].text;
        size_t in_name = first.len, in_text = stop;

        /* word by word; what stands between them may be anything short */
        for (;;) {
            size_t gap = 0;

            while (in_name < name.len && !in_word(name.ptr[in_name]))
                in_name++;
            if (in_name >= name.len)
                break;
            while (in_text < text.len && !in_word(text.ptr[in_text]) && gap++ < 3)
                in_text++;
            while (in_name < name.len && in_text < text.len && in_word(name.ptr[in_name]) &&
                   (text.ptr[in_text] | (is_upper(text.ptr[in_text]) ? 0x20 : 0)) ==
                       name.ptr[in_name]) {
                in_name++;
                in_text++;
            }
            if ((in_name < name.len && in_word(name.ptr[in_name])) ||
                (in_text < text.len && in_word(text.ptr[in_text]))) {
                in_text = 0;
                break;
            }
        }
        if (in_text > best) {
            best = in_text;
            *ret_kind = reveal->names.items[i].kind;
        }
    }
    return best;
}

static bool is_known_word(const struct reveal *reveal, struct str word)
{
    size_t flags = flags_of(reveal, word);
    char room[MOST_NAME];
    struct str small = lower_into(word, room, sizeof(room));

    if (flags && (word.len >= ANY_CASE || is_upper(word.ptr[0]) ||
                  (flags & (TOKEN_LOGIN | TOKEN_OWNER) && word.len > SHORT)))
        return true;
    for (size_t i = 0; i + GRAM <= small.len; i++) {
        size_t at = map_get(&reveal->grams, str_slice(small, i, i + GRAM));

        for (size_t tries = 0; at != MAP_NONE && tries < 100;
             at = reveal->longs.items[at].next, tries++) {
            struct str name = reveal->longs.items[at].text;

            if (small.len - i >= name.len && !memcmp(small.ptr + i, name.ptr, name.len))
                return true;
        }
    }
    return false;
}

/* "A. B. Lovelace": initials before a name. */
static size_t initials_end(const struct reveal *reveal, struct str text, size_t at)
{
    for (unsigned i = 0; i < 3; i++) {
        size_t stop = word_end(text, at);

        if (stop - at > 1)
            return i && is_known_word(reveal, str_slice(text, at, stop)) ? stop : 0;
        if (stop == at || !is_upper(text.ptr[at]))
            return 0;
        for (at = stop; at < text.len && at - stop < 3 && strchr(". -", text.ptr[at]);)
            at++;
        if (at == stop || at >= text.len)
            return 0;
    }
    return 0;
}

static size_t name_end(const struct reveal *reveal, struct str text, size_t at,
                       enum reveal_kind *ret_kind)
{
    size_t end = phrase_end(reveal, text, at, ret_kind), stop = word_end(text, at);

    if (end)
        return end;
    *ret_kind = REVEAL_NAME;
    if (is_known_word(reveal, str_slice(text, at, stop)))
        return stop;
    return stop - at == 1 ? initials_end(reveal, text, at) : 0;
}

bool reveal_next(const struct reveal *reveal, struct str text, size_t from,
                 struct revealed *ret_revealed)
{
    for (size_t at = from; at < text.len;) {
        bool begins = !at || !in_word(text.ptr[at - 1]);
        enum reveal_kind kind = REVEAL_REMOTE;
        size_t end = 0;

        if (begins && (in_word(text.ptr[at]) || text.ptr[at] == '/' || text.ptr[at] == '{')) {
            end = remote_end(reveal, text, at);
            if (!end) {
                kind = REVEAL_HOME;
                end = home_end(text, at);
            }
            if (!end && text.ptr[at] != '/') {
                kind = REVEAL_EMAIL;
                end = email_end(text, at);
            }
            if (!end && is_digit(text.ptr[at])) {
                kind = REVEAL_NAME;
                end = orcid_end(text, at);
            }
            if (!end && in_word(text.ptr[at]))
                end = name_end(reveal, text, at, &kind);
        }
        if (end > at) {
            *ret_revealed = (struct revealed){kind, at, end};
            return true;
        }
        at = in_word(text.ptr[at]) ? word_end(text, at) : at + 1;
    }
    return false;
}
