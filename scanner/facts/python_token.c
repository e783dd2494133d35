#include "facts/python_token.h"

#include "util/arena.h"

#include <ctype.h>
#include <string.h>

static char peek(const struct python_reader *reader, size_t ahead)
{
    return reader->at + ahead < reader->text.len ? reader->text.ptr[reader->at + ahead] : '\0';
}

static void step_line(struct python_reader *reader)
{
    reader->line++;
    reader->line_start = reader->at + 1;
}

/* strchr() finds the NUL of its list in every list. */
static bool one_of(const char *set, char c) { return c && strchr(set, c); }

static bool is_name_start(char c)
{
    return isalpha((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_name_byte(char c) { return is_name_start(c) || isdigit((unsigned char)c); }

/* Blanks, comments, joined lines. Stops at a newline that ends a logical line. */
static void skip_blanks(struct python_reader *reader)
{
    for (; reader->at < reader->text.len; reader->at++) {
        char c = peek(reader, 0);

        if (c == '#') {
            const char *end =
                memchr(reader->text.ptr + reader->at, '\n', reader->text.len - reader->at);

            reader->at = end ? (size_t)(end - reader->text.ptr) : reader->text.len;
            c = peek(reader, 0);
        }
        if (c == '\\' && (peek(reader, 1) == '\n' || peek(reader, 1) == '\r')) {
            reader->at += peek(reader, 1) == '\r' && peek(reader, 2) == '\n' ? 2 : 1;
            step_line(reader);
        } else if (c == '\n' && (reader->depth || !reader->line_open)) {
            step_line(reader);
        } else if (c == '\n' || (c != ' ' && c != '\t' && c != '\r' && c != '\f')) {
            return;
        }
    }
}

/* r"", b'', f"", u"", rb"": up to two letters and a quote. 0: no string begins here. */
static size_t prefix_length(const struct python_reader *reader, bool *ret_format)
{
    size_t length = 0;

    *ret_format = false;
    while (length < 2 && one_of("rRbBuUfFtT", peek(reader, length))) {
        *ret_format = *ret_format || one_of("fFtT", peek(reader, length));
        length++;
    }
    return peek(reader, length) == '"' || peek(reader, length) == '\'' ? length + 1 : 0;
}

static void read_string(struct python_reader *reader, struct python_token *token, size_t opening)
{
    char quote = peek(reader, opening - 1);
    size_t quotes = peek(reader, opening) == quote && peek(reader, opening + 1) == quote ? 3 : 1;
    size_t start = reader->at, from;

    token->kind = PYTHON_STRING;
    reader->at += opening - 1 + quotes;
    from = reader->at;
    while (reader->at < reader->text.len) {
        char c = peek(reader, 0);

        if (c == quote && (quotes == 1 || (peek(reader, 1) == quote && peek(reader, 2) == quote)))
            break;
        if (c == '\n' && quotes == 1)
            break; /* it was never closed */
        if (c == '\\' && reader->at + 1 < reader->text.len) {
            reader->at++;
            c = peek(reader, 0);
        }
        if (c == '\n')
            step_line(reader);
        reader->at++;
    }
    token->inner = str_slice(reader->text, from, reader->at);
    if (reader->at < reader->text.len && peek(reader, 0) == quote)
        reader->at += quotes;
    token->text = str_slice(reader->text, start, reader->at);
}

static void read_operator(struct python_reader *reader, struct python_token *token)
{
    static const char *const pairs[] = {"==", "!=", "<=", ">=", ":=", "->", "**", "//", "+=", "-=",
                                        "*=", "/=", "%=", "|=", "&=", "^=", "@=", "<<", ">>"};
    size_t length = 1;
    char c = peek(reader, 0);

    token->kind = PYTHON_OPERATOR;
    if (one_of("([{", c)) {
        reader->depth++;
    } else if (one_of(")]}", c) && reader->depth) {
        reader->depth--;
        token->depth--;
    }
    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
        if (c == pairs[i][0] && peek(reader, 1) == pairs[i][1])
            length = 2;
    token->text = str_slice(reader->text, reader->at, reader->at + length);
    reader->at += length;
}

struct python_token python_next(struct python_reader *reader)
{
    struct python_token token = {0};
    size_t opening;
    char c;

    skip_blanks(reader);
    token.line = reader->line + 1;
    token.column = (unsigned)(reader->at - reader->line_start);
    token.depth = reader->depth;
    if (reader->at >= reader->text.len)
        return token;
    c = peek(reader, 0);
    if (c == '\n') {
        token.kind = PYTHON_NEWLINE;
        step_line(reader);
        reader->at++;
        reader->line_open = false;
        return token;
    }
    reader->line_open = true;
    opening = prefix_length(reader, &token.format);
    if (opening) {
        read_string(reader, &token, opening);
    } else if (is_name_start(c) || isdigit((unsigned char)c) ||
               (c == '.' && isdigit((unsigned char)peek(reader, 1)))) {
        size_t start = reader->at;
        bool number = !is_name_start(c);

        token.kind = number ? PYTHON_NUMBER : PYTHON_NAME;
        token.format = false;
        while (is_name_byte(peek(reader, 0)) || (number && peek(reader, 0) == '.'))
            reader->at++;
        token.text = str_slice(reader->text, start, reader->at);
    } else {
        token.format = false;
        read_operator(reader, &token);
    }
    return token;
}

char *python_string(struct arena *arena, const struct python_token *token)
{
    char *value = arena_alloc(arena, token->inner.len + 1);
    bool raw = false;
    size_t length = 0;

    for (size_t i = 0;
         i < token->text.len && token->text.ptr[i] != '"' && token->text.ptr[i] != '\''; i++)
        raw = raw || token->text.ptr[i] == 'r' || token->text.ptr[i] == 'R';
    for (size_t i = 0; i < token->inner.len; i++) {
        char c = token->inner.ptr[i];

        if (c == '\\' && !raw && i + 1 < token->inner.len) {
            char next = token->inner.ptr[i + 1];

            if (one_of("\\'\"n\n", next)) {
                i++;
                if (next == '\n')
                    continue;
                c = next == 'n' ? '\n' : next;
            }
        }
        value[length++] = c;
    }
    return value;
}

bool python_is(const struct python_token *token, const char *text)
{
    return (token->kind == PYTHON_NAME || token->kind == PYTHON_OPERATOR) &&
           str_equal(token->text, text);
}

void python_skip_brackets(struct python_reader *reader, unsigned depth)
{
    struct python_token token;

    do
        token = python_next(reader);
    while (token.kind != PYTHON_END && !(token.kind == PYTHON_OPERATOR && token.depth <= depth &&
                                         one_of(")]}", *token.text.ptr)));
}
