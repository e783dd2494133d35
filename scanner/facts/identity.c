/* Names, addresses and remotes by which a repository tells whose it is. */
#include "facts/identity.h"

#include "facts/facts.h"
#include "facts/people.h"
#include "util/arena.h"
#include "util/limits.h"

#include <string.h>

enum { MOST_FILES = 5000, MOST_PLACES = 2000, KEY_BYTES = 40 };

static bool in_key(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' || c == '@';
}

/* What stands in quotes, or up to a comma; "Ada Lovelace <ada@site.org>" is a name and an address.
 */
static void take_person(struct reveal *reveal, struct str text)
{
    const char *open, *close;

    text = str_trim(text);
    while (text.len && strchr("\"'{}[](),; ", text.ptr[0]))
        text = str_slice(text, 1, text.len);
    while (text.len && strchr("\"'{}[](),; ", text.ptr[text.len - 1]))
        text.len--;
    open = text.len ? memchr(text.ptr, '<', text.len) : NULL;
    close = text.len ? memchr(text.ptr, '>', text.len) : NULL;
    if (open && close && close > open) {
        reveal_add_email(reveal, (struct str){open + 1, (size_t)(close - open) - 1});
        text.len = (size_t)(open - text.ptr);
    }
    if (text.len && memchr(text.ptr, '@', text.len))
        reveal_add_email(reveal, text);
    else if (text.len && !str_contains(text, "://"))
        reveal_add_name(reveal, text);
}

/* "A, B and C": people. */
static void take_people(struct reveal *reveal, struct str text)
{
    size_t start = 0;

    for (size_t i = 0; i <= text.len; i++) {
        bool and = i + 5 <= text.len && !memcmp(text.ptr + i, " and ", 5);

        if (i < text.len && text.ptr[i] != ',' && text.ptr[i] != ';' && text.ptr[i] != '&' && !and)
            continue;
        take_person(reveal, str_slice(text, start, i));
        start = i + (and? 5 : 1);
    }
}

/* Every quoted text of a line: authors = [{name = "Ada", email = "ada@site.org"}]. */
static void take_quoted(struct reveal *reveal, struct str line)
{
    for (size_t i = 0; i < line.len; i++) {
        char quote = line.ptr[i];
        size_t end = i + 1;

        if (quote != '"' && quote != '\'')
            continue;
        while (end < line.len && line.ptr[end] != quote)
            end++;
        take_people(reveal, str_slice(line, i + 1, end));
        i = end;
    }
}

enum value { VALUE_NONE, VALUE_PEOPLE, VALUE_EMAIL, VALUE_REMOTE };

static const struct {
    const char *key;
    enum value value;
} keys[] = {
    {"author", VALUE_PEOPLE},       {"authors", VALUE_PEOPLE},
    {"maintainer", VALUE_PEOPLE},   {"maintainers", VALUE_PEOPLE},
    {"family-names", VALUE_PEOPLE}, {"given-names", VALUE_PEOPLE},
    {"alias", VALUE_PEOPLE},        {"creator", VALUE_PEOPLE},
    {"creators", VALUE_PEOPLE},     {"contact", VALUE_PEOPLE},
    {"copyright", VALUE_PEOPLE},    {"__author__", VALUE_PEOPLE},
    {"__email__", VALUE_EMAIL},     {"__maintainer__", VALUE_PEOPLE},
    {"@author", VALUE_PEOPLE},      {"author_email", VALUE_EMAIL},
    {"author-email", VALUE_EMAIL},  {"maintainer_email", VALUE_EMAIL},
    {"email", VALUE_EMAIL},         {"url", VALUE_REMOTE},
    {"repository", VALUE_REMOTE},   {"repository-code", VALUE_REMOTE},
    {"homepage", VALUE_REMOTE},     {"source", VALUE_REMOTE},
    {"code", VALUE_REMOTE},         {"documentation", VALUE_REMOTE},
    {"contributor", VALUE_PEOPLE},  {"download_url", VALUE_REMOTE},
    {"bug-reports", VALUE_REMOTE},  {"credits", VALUE_PEOPLE},
};

static enum value value_of(struct str key)
{
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
        if (str_equal_nocase(key, keys[i].key))
            return keys[i].value;
    return VALUE_NONE;
}

static void take_value(struct reveal *reveal, enum value value, struct str text)
{
    switch (value) {
    case VALUE_NONE:
        break;
    case VALUE_PEOPLE:
        if (text.len && (memchr(text.ptr, '"', text.len) || memchr(text.ptr, '\'', text.len)))
            take_quoted(reveal, text);
        else
            take_people(reveal, text);
        break;
    case VALUE_EMAIL:
        while (text.len && strchr("\"', ", text.ptr[text.len - 1]))
            text.len--;
        while (text.len && strchr("\"', ", text.ptr[0]))
            text = str_slice(text, 1, text.len);
        if (text.len && memchr(text.ptr, '@', text.len))
            reveal_add_email(reveal, text);
        break;
    case VALUE_REMOTE:
        while (text.len && strchr("\"', ", text.ptr[text.len - 1]))
            text.len--;
        while (text.len && strchr("\"', ", text.ptr[0]))
            text = str_slice(text, 1, text.len);
        if (str_contains(text, "://"))
            reveal_add_remote(reveal, text);
        break;
    }
}

/* "key: value" or "key = value", however the file is written; a list that is not closed goes on. */
static void take_keys(struct reveal *reveal, struct str text)
{
    struct str line;
    enum value open = VALUE_NONE;

    while (str_next_line(&text, &line)) {
        struct str rest = str_trim(line), key;
        size_t end = 0, sign;
        enum value value;

        while (rest.len && strchr("-\"'# *;", rest.ptr[0]))
            rest = str_slice(rest, 1, rest.len);
        while (end < rest.len && end < KEY_BYTES && in_key(rest.ptr[end]))
            end++;
        key = str_slice(rest, 0, end);
        for (sign = end; sign < rest.len && strchr("\"' ", rest.ptr[sign]);)
            sign++;
        value = sign < rest.len && strchr(":=", rest.ptr[sign]) ? value_of(key) : VALUE_NONE;
        if (value) {
            struct str said = str_trim(str_slice(rest, sign + 1, rest.len));

            take_value(reveal, value, said);
            open = said.len && strchr("[{(", said.ptr[0]) && !memchr(said.ptr, ']', said.len)
                       ? value
                       : VALUE_NONE;
        } else if (open) {
            take_value(reveal, open, rest);
            if (line.len && memchr(line.ptr, ']', line.len))
                open = VALUE_NONE;
        }
        /* {name = "Ada", email = "..."} within a list of people */
        if (str_contains(line, "email") && str_contains(line, "name"))
            take_quoted(reveal, line);
    }
}

/* "Copyright (c) 2024 Ada Lovelace" */
static void take_copyright(struct reveal *reveal, struct str text)
{
    struct str line;

    while (str_next_line(&text, &line)) {
        struct str rest = str_trim(line);

        if (!str_contains_nocase(str_slice(rest, 0, 20), "copyright"))
            continue;
        for (struct str word, before = rest; str_next_word(&rest, &word); before = rest) {
            bool skip = str_contains_nocase(word, "copyright") ||
                        str_contains_nocase(word, "(c)") ||
                        !memcmp(word.ptr, "\xc2\xa9", word.len < 2 ? word.len : 2) ||
                        (word.ptr[0] >= '0' && word.ptr[0] <= '9');

            if (!skip) {
                take_people(reveal, str_trim(before));
                break;
            }
        }
    }
}

/* author = {Ada Lovelace and Charles Babbage}, in BibTeX; and what a reader clones. */
static void take_page(struct reveal *reveal, struct str text)
{
    struct str line;

    while (str_next_line(&text, &line)) {
        struct str rest = str_trim(line);
        const char *clone = rest.len ? memmem(rest.ptr, rest.len, "git clone ", 10) : NULL;

        if (str_equal_nocase(str_slice(rest, 0, 6), "author") && memchr(rest.ptr, '=', rest.len)) {
            const char *sign = memchr(rest.ptr, '=', rest.len);
            struct str names = {sign + 1, (size_t)(str_end(rest) - sign) - 1};

            while (names.len && strchr(" {\"", names.ptr[0]))
                names = str_slice(names, 1, names.len);
            while (names.len && strchr(" },\"", names.ptr[names.len - 1]))
                names.len--;
            take_people(reveal, names);
        }
        if (clone) {
            struct str words = {clone + 10, (size_t)(str_end(rest) - clone) - 10}, word;

            while (str_next_word(&words, &word))
                if (str_contains(word, "/") && word.ptr[0] != '-')
                    reveal_add_remote(reveal, word);
        }
    }
}

enum source { SOURCE_NONE, SOURCE_LICENSE, SOURCE_KEYS, SOURCE_PAGE, SOURCE_NOTEBOOK, SOURCE_CODE };

/* What kind of names a file may hold, by its own name. */
static enum source source_of(const struct tree_file *file)
{
    static const char *const manifests[] = {
        "setup.py",    "setup.cfg",    "pyproject.toml", "package.json",  "Cargo.toml",
        "DESCRIPTION", "Project.toml", "CITATION.cff",   "codemeta.json", ".zenodo.json",
        "meta.yaml",   "pom.xml",      "AUTHORS",        "AUTHORS.md"};
    const char *base = path_base(file->file->path);

    for (size_t i = 0; i < sizeof(manifests) / sizeof(*manifests); i++)
        if (!strcmp(base, manifests[i]))
            return SOURCE_KEYS;
    if (!strncasecmp(base, "LICENSE", 7) || !strncasecmp(base, "LICENCE", 7) ||
        !strncasecmp(base, "COPYING", 7) || !strncasecmp(base, "NOTICE", 6))
        return SOURCE_LICENSE;
    if (text_ends(base, ".ipynb"))
        return SOURCE_NOTEBOOK;
    if (file->roles & ROLE_PAGE)
        return SOURCE_PAGE;
    return file->roles & ROLE_OWN && file->roles & ROLE_CODE ? SOURCE_CODE : SOURCE_NONE;
}

static enum read_status read(const struct facts *facts, struct arena *scratch,
                             const struct file *file, struct str *ret_text)
{
    if (file->kind != FILE_REGULAR && file->kind != FILE_EXECUTABLE)
        return READ_OTHER;
    return file_read(facts->snapshot, scratch, file, LIMIT_DOCUMENT_BYTES, ret_text);
}

static void take_file(struct reveal *reveal, enum source source, struct str text)
{
    switch (source) {
    case SOURCE_NONE:
        break;
    case SOURCE_LICENSE:
        take_copyright(reveal, text);
        break;
    case SOURCE_KEYS:
    case SOURCE_NOTEBOOK:
        take_keys(reveal, text);
        break;
    case SOURCE_PAGE:
        take_page(reveal, text);
        break;
    case SOURCE_CODE: /* the head of a file says who wrote it */
        take_copyright(reveal, str_slice(text, 0, 2000));
        take_keys(reveal, str_slice(text, 0, 2000));
        break;
    }
}

void identity_collect(const struct facts *facts, struct reveal *ret_reveal)
{
    const struct people *people = facts->history.identities;
    size_t files = 0;

    reveal_init(ret_reveal, facts->arena);
    for (size_t i = 0; people && i < people->identities.count; i++) {
        const struct identity *identity = &people->identities.items[i];

        if (identity->bot)
            continue;
        reveal_add_name(ret_reveal, identity->recorded);
        reveal_add_name(ret_reveal, identity->name);
        reveal_add_email(ret_reveal, identity->email);
    }
    if (facts->snapshot->url)
        reveal_add_remote(ret_reveal, str_of(facts->snapshot->url));
    for (size_t i = 0; i < facts->tree.count && files < MOST_FILES; i++) {
        enum source source = source_of(&facts->tree.files[i]);
        struct arena *scratch;
        struct str text;

        if (!source)
            continue;
        scratch = arena_new();
        files++;
        if (read(facts, scratch, facts->tree.files[i].file, &text) == READ_OK)
            take_file(ret_reveal, source, text_utf8(scratch, text));
        arena_free(scratch);
    }
}

/* Where it shows. */

static bool thanks_somebody(struct str line)
{
    static const char *const words[] = {"acknowledg", "we thank ", "supported by", "funded by",
                                        "our lab",    "our group", "grant no",     "grant number"};

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (str_contains_nocase(line, words[i]))
            return true;
    return false;
}

static const char *status_of(enum reveal_kind kind)
{
    static const char *const statuses[REVEAL_KIND_COUNT] = {
        [REVEAL_NAME] = "name",
        [REVEAL_EMAIL] = "e_mail",
        [REVEAL_HOME] = "home",
        [REVEAL_REMOTE] = "remote",
    };

    return statuses[kind];
}

/* /home/user/ says nothing. */
static bool is_nobodys(struct str text)
{
    size_t start = text.len;

    while (start && text.ptr[start - 1] != '/' && text.ptr[start - 1] != '\\')
        start--;
    return reveal_is_anybody(str_slice(text, start, text.len));
}

static void look_at_line(struct facts *facts, const struct reveal *reveal, const char *path,
                         unsigned line, struct str text, bool page, size_t *places)
{
    unsigned seen = 0;
    struct revealed revealed;

    text = str_slice(text, 0, LIMIT_LINE_BYTES);
    for (size_t at = 0; reveal_next(reveal, text, at, &revealed); at = revealed.end) {
        struct str what = str_slice(text, revealed.start, revealed.end);

        if (seen & 1u << revealed.kind || (revealed.kind == REVEAL_HOME && is_nobodys(what)) ||
            (revealed.kind == REVEAL_EMAIL &&
             (str_ends(what, "example.com") || str_ends(what, "example.org") ||
              str_ends(what, "noreply.github.com") || str_equal(what, "git@github.com"))))
            continue;
        seen |= 1u << revealed.kind;
        if ((*places)++ < MOST_PLACES)
            facts_observe(facts, OBSERVATION_IDENTITY, status_of(revealed.kind), path, line, what);
    }
    if (page && thanks_somebody(text) && (*places)++ < MOST_PLACES)
        facts_observe(facts, OBSERVATION_IDENTITY, "thanks", path, line, str_trim(text));
}

void identity_observe(struct facts *facts, const struct reveal *reveal)
{
    size_t files = 0, places = 0;

    if (facts->history.people.count)
        facts_observe(facts, OBSERVATION_IDENTITY, "history", ".", 0,
                      str_of("the commits name their authors"));
    if (snapshot_find(facts->snapshot, ".mailmap"))
        facts_observe(facts, OBSERVATION_IDENTITY, "history", ".mailmap", 0,
                      str_of("it lists the authors of the commits"));
    for (size_t i = 0; i < facts->tree.count && files < MOST_FILES; i++) {
        enum source source = source_of(&facts->tree.files[i]);
        const char *path = facts->tree.files[i].file->path;
        struct arena *scratch;
        struct str text, line;
        unsigned number = 0;

        if (!source)
            continue;
        scratch = arena_new();
        files++;
        if (read(facts, scratch, facts->tree.files[i].file, &text) == READ_OK) {
            text = text_utf8(scratch, text);
            while (str_next_line(&text, &line))
                look_at_line(facts, reveal, path, ++number, line, source == SOURCE_PAGE, &places);
        }
        arena_free(scratch);
    }
}
