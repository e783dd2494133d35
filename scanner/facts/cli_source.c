#include "facts/cli_source.h"

#include "facts/python_token.h"
#include "util/arena.h"

#include <string.h>

enum { MOST_TOKENS = 60000, MOST_DEPTH = 200, MOST_BLOCKS = 100 };

struct tokens {
    struct cli_token *items;
    size_t count, capacity;
};

struct statements {
    struct cli_statement *items;
    size_t count, capacity;
};

static bool opens_block(const struct cli_source *source, size_t first)
{
    static const char *const words[] = {"if",     "elif",    "else", "for",   "while", "try",
                                        "except", "finally", "with", "async", "def",   "class"};

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (cli_is(source, first, words[i]))
            return true;
    return false;
}

static void add(struct arena *arena, struct statements *statements, size_t first, size_t end,
                unsigned column)
{
    if (first < end)
        *ARENA_PUSH(arena, statements) = (struct cli_statement){
            .first = (unsigned)first, .end = (unsigned)end, .column = column};
}

/* One logical line: "if x: y; z" is three statements. */
static void add_line(struct arena *arena, const struct cli_source *source,
                     struct statements *statements, size_t first, size_t end, unsigned column)
{
    bool opens = first < end && opens_block(source, first);
    unsigned lambdas = 0;

    for (size_t i = first; i < end; i++) {
        if (source->tokens[i].kind == CLI_NAME && cli_is(source, i, "lambda"))
            lambdas++;
        if (source->tokens[i].kind != CLI_OPERATOR)
            continue;
        if (source->tokens[i].match > i) {
            i = source->tokens[i].match;
        } else if (opens && cli_is(source, i, ":") && !lambdas--) {
            add(arena, statements, first, i + 1, column);
            first = i + 1;
            opens = false;
            column++;
            lambdas = 0;
        } else if (cli_is(source, i, ";")) {
            add(arena, statements, first, i, column);
            first = i + 1;
        } else if (cli_is(source, i, ":")) {
            lambdas = lambdas == (unsigned)-1 ? 0 : lambdas;
        }
    }
    add(arena, statements, first, end, column);
}

/* Where each statement's body ends. */
static void nest(struct statements *statements)
{
    unsigned open[MOST_BLOCKS] = {0};
    size_t depth = 0;

    for (size_t i = 0; i <= statements->count; i++) {
        while (depth && (i == statements->count ||
                         statements->items[open[depth - 1]].column >= statements->items[i].column))
            statements->items[open[--depth]].next = (unsigned)i;
        if (i == statements->count)
            break;
        statements->items[i].next = (unsigned)i + 1;
        if (depth < MOST_BLOCKS)
            open[depth++] = (unsigned)i;
    }
}

bool cli_source_read(struct arena *arena, const char *path, struct str text,
                     struct cli_source *ret_source)
{
    struct python_reader reader = {.text = text};
    struct cli_source source = {.path = path, .text = text};
    struct tokens tokens = {0};
    struct statements statements = {0};
    struct python_token token;
    unsigned open[MOST_DEPTH];
    size_t depth = 0, line_start = 0;
    unsigned column = 0;

    if (text.len > UINT32_MAX / 2)
        return false;
    do {
        struct cli_token *kept;

        token = python_next(&reader);
        if (token.kind == PYTHON_NEWLINE || token.kind == PYTHON_END) {
            source.tokens = tokens.items;
            source.token_count = tokens.count;
            add_line(arena, &source, &statements, line_start, tokens.count, column);
            line_start = tokens.count;
            continue;
        }
        if (tokens.count >= MOST_TOKENS)
            return false;
        if (tokens.count == line_start)
            column = token.column * 2;
        kept = ARENA_PUSH(arena, &tokens);
        *kept = (struct cli_token){.start = (unsigned)(token.text.ptr - text.ptr),
                                   .length = (unsigned)token.text.len,
                                   .line = token.line,
                                   .match = (unsigned)(tokens.count - 1),
                                   .format = token.format,
                                   .kind = token.kind == PYTHON_NAME     ? CLI_NAME
                                           : token.kind == PYTHON_NUMBER ? CLI_NUMBER
                                           : token.kind == PYTHON_STRING ? CLI_STRING
                                                                         : CLI_OPERATOR};
        if (kept->kind == CLI_STRING) {
            kept->inner = (unsigned)(token.inner.ptr - text.ptr);
            kept->inner_length = (unsigned)token.inner.len;
        }
        if (kept->kind == CLI_OPERATOR && strchr("([{", *token.text.ptr)) {
            if (depth >= MOST_DEPTH)
                return false;
            open[depth++] = kept->match;
        } else if (kept->kind == CLI_OPERATOR && strchr(")]}", *token.text.ptr) && depth) {
            tokens.items[open[--depth]].match = kept->match;
        }
    } while (token.kind != PYTHON_END);
    nest(&statements);
    source.statements = statements.items;
    source.statement_count = statements.count;
    *ret_source = source;
    return true;
}

struct str cli_text(const struct cli_source *source, size_t token)
{
    if (token >= source->token_count)
        return (struct str){"", 0};
    return (struct str){source->text.ptr + source->tokens[token].start,
                        source->tokens[token].length};
}

struct str cli_string(struct arena *arena, const struct cli_source *source, size_t token)
{
    const struct cli_token *at = &source->tokens[token];
    struct python_token string = {.text = cli_text(source, token),
                                  .inner = {source->text.ptr + at->inner, at->inner_length}};

    return str_of(python_string(arena, &string));
}

bool cli_is(const struct cli_source *source, size_t token, const char *text)
{
    return token < source->token_count && source->tokens[token].kind != CLI_STRING &&
           str_equal(cli_text(source, token), text);
}
