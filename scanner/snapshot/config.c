#include "snapshot/config.h"

#include "util/arena.h"

#include <ctype.h>
#include <string.h>

enum { VALUE_BYTES = 8192 };

/* Where the parser is; section and name are in lower case, the subsection is as written. */
struct reader {
    struct str rest;
    char section[64], name[64];
    char subsection[256];
    char value[VALUE_BYTES];
};

static int next_char(struct reader *reader)
{
    int c;

    if (!reader->rest.len)
        return -1;
    c = (unsigned char)reader->rest.ptr[0];
    reader->rest = str_slice(reader->rest, 1, reader->rest.len);
    return c;
}

static int peek(const struct reader *reader)
{
    return reader->rest.len ? (unsigned char)reader->rest.ptr[0] : -1;
}

static void skip_line(struct reader *reader)
{
    struct str line;

    str_next_line(&reader->rest, &line);
}

/* Takes [A-Za-z0-9.-]* in lower case; what does not fit is cut, and so names nothing we know. */
static void take_word(struct reader *reader, char *word, size_t size)
{
    size_t length = 0;

    while (isalnum(peek(reader)) || peek(reader) == '-' || peek(reader) == '.') {
        int c = tolower(next_char(reader));

        if (length + 1 < size)
            word[length++] = (char)c;
    }
    word[length] = '\0';
}

/* [section], [section "sub"] and the old [section.sub]; behind the opening bracket. */
static void take_section(struct reader *reader)
{
    size_t length = 0;
    char *dot;

    reader->subsection[0] = '\0';
    take_word(reader, reader->section, sizeof(reader->section));
    dot = strchr(reader->section, '.');
    if (dot) {
        memccpy(reader->subsection, dot + 1, '\0', sizeof(reader->section));
        *dot = '\0';
    }
    while (peek(reader) == ' ' || peek(reader) == '\t')
        next_char(reader);
    if (peek(reader) != '"')
        return;
    next_char(reader);
    while (peek(reader) >= 0 && peek(reader) != '"' && peek(reader) != '\n') {
        int c = next_char(reader);

        if (c == '\\')
            c = next_char(reader);
        if (c > 0 && length + 1 < sizeof(reader->subsection))
            reader->subsection[length++] = (char)c;
    }
    reader->subsection[length] = '\0';
}

/* Behind the '=': quotes, escapes and continued lines resolved, comments and blanks cut. */
static void take_value(struct reader *reader)
{
    static const char escapes[] = "n\nt\tb\b"; /* a name, then what it stands for */
    size_t length = 0, solid = 0; /* solid: up to the last character that is no loose blank */
    bool quoted = false;
    int c;

    while (peek(reader) == ' ' || peek(reader) == '\t')
        next_char(reader);
    while ((c = next_char(reader)) >= 0 && c != '\n') {
        if (c == '\r' && peek(reader) == '\n')
            continue;
        if (!quoted && (c == '#' || c == ';')) {
            skip_line(reader);
            break;
        }
        if (c == '"') {
            quoted = !quoted;
            solid = length;
            continue;
        }
        if (c == '\\') {
            const char *escape;

            c = next_char(reader);
            if (c == '\r' && peek(reader) == '\n')
                c = next_char(reader);
            if (c == '\n' || c < 0)
                continue;
            escape = c ? strchr(escapes, c) : NULL;
            if (escape)
                c = escape[1];
        }
        if (length + 1 < sizeof(reader->value))
            reader->value[length++] = (char)c;
        if (quoted || (c != ' ' && c != '\t'))
            solid = length;
    }
    reader->value[solid < length ? solid : length] = '\0';
}

static bool is_true(const char *value)
{
    struct str text = str_of(value);

    return str_equal_nocase(text, "true") || str_equal_nocase(text, "yes") ||
           str_equal_nocase(text, "on") || str_equal(text, "1");
}

/* Extensions that change nothing in what is read here: with the values that they may have. */
static bool is_harmless(const char *name, const char *value)
{
    static const struct {
        const char *name, *value; /* NULL: any */
    } table[] = {
        {"noop", NULL},
        {"noop-v1", NULL},
        {"preciousobjects", NULL},
        {"partialclone", NULL}, /* objects may be missing: they always may */
        {"worktreeconfig", NULL},
        {"relativeworktrees", NULL},
        {"compatobjectformat", NULL},
        {"submodulepathconfig", NULL},
        {"objectformat", "sha1"},
        {"refstorage", "files"},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
        if (!strcmp(table[i].name, name))
            return !table[i].value || !strcmp(table[i].value, value);
    return false;
}

static void use(struct arena *arena, const struct reader *reader, struct config *config)
{
    const char *section = reader->section, *name = reader->name, *value = reader->value;

    if (!strcmp(section, "core") && !strcmp(name, "repositoryformatversion")) {
        if (strcmp(value, "0") && strcmp(value, "1"))
            config->extension = arena_printf(arena, "%s = %.100s", name, value);
    } else if (!strcmp(section, "core") && !strcmp(name, "bare")) {
        config->bare = is_true(value);
    } else if (!strcmp(section, "core") && !strcmp(name, "worktree")) {
        config->worktree = arena_strdup(arena, value);
    } else if (!strcmp(section, "remote") && !strcmp(name, "url")) {
        if (!config->url || !strcmp(reader->subsection, "origin"))
            config->url = arena_strdup(arena, value);
    } else if (!strcmp(section, "remote") && !strcmp(name, "tagopt")) {
        config->no_tags = !strcmp(value, "--no-tags");
    } else if (!strcmp(section, "extensions")) {
        if (!strcmp(name, "worktreeconfig"))
            config->worktree_config = is_true(value);
        if (!is_harmless(name, value) && !config->extension)
            config->extension = arena_printf(arena, "%s = %.100s", name, value);
    }
}

void config_parse(struct arena *arena, struct str text, struct config *config)
{
    struct reader reader = {.rest = text};
    int c;

    while ((c = next_char(&reader)) >= 0) {
        if (c == '[') {
            take_section(&reader);
            while ((c = next_char(&reader)) >= 0 && c != ']' && c != '\n')
                ;
        } else if (isalpha(c)) {
            reader.rest = (struct str){reader.rest.ptr - 1, reader.rest.len + 1};
            take_word(&reader, reader.name, sizeof(reader.name));
            while (peek(&reader) == ' ' || peek(&reader) == '\t')
                next_char(&reader);
            reader.value[0] = '\0';
            if (peek(&reader) == '=') {
                next_char(&reader);
                take_value(&reader);
            } else {
                memcpy(reader.value, "true", sizeof("true"));
                skip_line(&reader);
            }
            use(arena, &reader, config);
        } else if (c == '#' || c == ';') {
            skip_line(&reader);
        }
    }
}
