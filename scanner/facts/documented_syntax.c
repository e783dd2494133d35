#include "facts/documented.h"

#include "facts/document.h"
#include "facts/facts.h"
#include "util/arena.h"

#include <string.h>

/* Could the lines of a block be typed? Only what no Python takes is broken; a block that is more of
 * a drawing than a program (output, signatures, placeholders) is passed over. */

enum { MOST_BRACKETS = 500 };

static bool is_keyword(const struct python_token *token)
{
    static const char *const words[] = {
        "and",  "as",     "assert", "async",  "await",  "break",  "class",   "continue",
        "def",  "del",    "elif",   "else",   "except", "exec",   "finally", "for",
        "from", "global", "if",     "import", "in",     "is",     "lambda",  "nonlocal",
        "not",  "or",     "pass",   "print",  "raise",  "return", "try",     "while",
        "with", "yield",  "match",  "case",   "type"};

    for (size_t i = 0; token->kind == PYTHON_NAME && i < sizeof(words) / sizeof(*words); i++)
        if (str_equal(token->text, words[i]))
            return true;
    return false;
}

static bool is_value(const struct python_token *token)
{
    return token->kind == PYTHON_NUMBER || token->kind == PYTHON_STRING ||
           (token->kind == PYTHON_NAME && !is_keyword(token));
}

static bool is_open_string(const struct python_token *token)
{
    char quote;

    if (token->kind != PYTHON_STRING || !token->text.len)
        return false;
    quote = token->text.ptr[token->text.len - 1];
    return (quote != '"' && quote != '\'') || str_end(token->inner) == str_end(token->text);
}

/* Two values in a row, which is prose, output, or a comma that lacks. *ret_argument: the second is
 * an argument by name, within a call. */
static bool is_row(const struct python_token *tokens, size_t at, bool *ret_argument)
{
    const struct python_token *before = &tokens[at - 1], *token = &tokens[at];
    bool closes = before->kind == PYTHON_OPERATOR && strchr(")]}", *before->text.ptr);

    *ret_argument = token->depth && token->kind == PYTHON_NAME && !is_keyword(token) &&
                    python_is(&tokens[at + 1], "=");
    if (token->kind != PYTHON_NAME && token->kind != PYTHON_NUMBER)
        return false;
    return (is_value(before) || closes) && !is_keyword(token);
}

/* A block that shows something else than a program, or one with gaps for the reader to fill. */
static bool is_no_program(const struct documented *documented)
{
    const struct python_token *tokens = documented->tokens;
    bool argument;

    if (documented->sketch || documented->alternatives || !documented->token_count ||
        tokens[0].kind == PYTHON_END || python_is(&tokens[0], "{") || python_is(&tokens[0], "[") ||
        python_is(&tokens[0], "(") || tokens[0].kind == PYTHON_NUMBER)
        return true;
    for (size_t i = 0; i + 1 < documented->token_count; i++) {
        const struct python_token *token = &tokens[i];

        if (python_is(token, "$") || python_is(token, "?") || python_is(token, "`") ||
            (python_is(token, "!") && !documented->prompts))
            return true;
        if (python_is(token, "->") && !token->depth) {
            size_t from = i;

            while (from && tokens[from - 1].kind != PYTHON_NEWLINE)
                from--;
            if (!python_is(&tokens[from], "def") && !python_is(&tokens[from], "async"))
                return true; /* a signature */
        }
        /* over a line's end it may be a bracket that nothing closes */
        if (i && tokens[i - 1].line == token->line && is_row(tokens, i, &argument) && !argument)
            return true;
    }
    return false;
}

static void report(struct facts *facts, const struct documented *documented, const char *status,
                   const struct python_token *token, const char *why)
{
    struct str rest = documented->text, line = {0};

    for (unsigned i = 0; i < token->line && str_next_line(&rest, &line); i++)
        ;
    facts_observe(facts, OBSERVATION_DOCUMENTED_BLOCK, status, documented->page->path,
                  documented->line + token->line - 1, str_trim(line))
        ->hint = why;
}

static bool matches(char open, char close)
{
    return (open == '(' && close == ')') || (open == '[' && close == ']') ||
           (open == '{' && close == '}');
}

/* True where a bracket is wrong. */
static bool brackets(struct facts *facts, const struct documented *documented)
{
    const struct python_token *open[MOST_BRACKETS];
    size_t depth = 0;

    for (size_t i = 0; i < documented->token_count; i++) {
        const struct python_token *token = &documented->tokens[i];

        if (token->kind != PYTHON_OPERATOR)
            continue;
        if (strchr("([{", *token->text.ptr)) {
            if (depth == MOST_BRACKETS)
                return true;
            open[depth++] = token;
        } else if (strchr(")]}", *token->text.ptr)) {
            if (!depth || !matches(*open[depth - 1]->text.ptr, *token->text.ptr)) {
                report(facts, documented, "broken", token,
                       depth ? "another bracket is open there" : "no bracket is open there");
                return true;
            }
            depth--;
        }
    }
    if (documented->prompts) /* lines that go on may lack their dots */
        return depth > 0;
    if (depth)
        report(facts, documented, "broken", open[depth - 1], "nothing closes the bracket");
    return depth > 0;
}

static bool opens_block(const struct python_token *token)
{
    static const char *const words[] = {"def",  "class", "for",  "while",   "if",    "elif",
                                        "else", "try",   "with", "finally", "except"};

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (python_is(token, words[i]))
            return true;
    return false;
}

static bool has_comment_between(const struct python_token *before, const struct python_token *after)
{
    const char *from = str_end(before->text), *to = after->text.ptr;

    return to > from && memchr(from, '#', (size_t)(to - from));
}

/* True where a block has no colon before it, or a colon no block behind it. */
static bool blocks(struct facts *facts, const struct documented *documented)
{
    const struct python_token *tokens = documented->tokens;
    size_t from = 0, count = documented->token_count;

    while (from < count && tokens[from].kind != PYTHON_END) {
        size_t to = from;
        bool colon = false;
        const struct python_token *next;

        while (tokens[to].kind != PYTHON_NEWLINE && tokens[to].kind != PYTHON_END) {
            colon =
                colon || (tokens[to].depth == tokens[from].depth && python_is(&tokens[to], ":"));
            to++;
        }
        next = &tokens[to + (tokens[to].kind == PYTHON_NEWLINE)];
        if (next->kind == PYTHON_END)
            return false;
        if (opens_block(&tokens[from]) && to > from) {
            if (!colon && python_indent(next) > python_indent(&tokens[from])) {
                report(facts, documented, "broken", &tokens[from], "a colon lacks at its end");
                return true;
            }
            if (python_is(&tokens[to - 1], ":") && !documented->prompts &&
                python_indent(next) <= python_indent(&tokens[from]) && !opens_block(next) &&
                !python_is(next, "@") && !python_is(next, ".") &&
                !has_comment_between(&tokens[to - 1], next)) {
                report(facts, documented, "broken", &tokens[from], "nothing stands in its block");
                return true;
            }
        }
        from = to + 1;
    }
    return false;
}

/* Neither a piece of a sentence nor of a path: what an item of a list is. */
static bool is_item(struct str text)
{
    if (!text.len || text.len > 60)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (strchr("/\\%{}<>", text.ptr[i]))
            return false;
    return *text.ptr != ' ' && text.ptr[text.len - 1] != ' ';
}

/* ["a", "b" "c"]: two strings that become one, in a list of strings. */
static bool joined(struct facts *facts, const struct documented *documented)
{
    const struct python_token *tokens = documented->tokens;

    for (size_t i = 2; i + 1 < documented->token_count; i++) {
        const struct python_token *first = &tokens[i - 1], *second = &tokens[i];
        bool listed;

        if (first->kind != PYTHON_STRING || second->kind != PYTHON_STRING || !second->depth ||
            first->format || second->format || second->line == first->line)
            continue;
        /* both are items of a list that has others: [..., "a" \n "b", ...] */
        listed = (python_is(&tokens[i - 2], ",") || python_is(&tokens[i - 2], "[")) &&
                 (python_is(&tokens[i + 1], ",") || python_is(&tokens[i + 1], "]")) &&
                 (python_is(&tokens[i - 2], ",") || python_is(&tokens[i + 1], ","));
        if (!listed || !is_item(first->inner) || !is_item(second->inner))
            continue;
        /* in a call's arguments two strings may well be one */
        for (size_t k = i; k-- > 0;)
            if (tokens[k].depth < second->depth) {
                listed = python_is(&tokens[k], "[");
                break;
            }
        if (!listed)
            continue;
        report(facts, documented, "joined_strings", first, "a comma lacks at its end");
        return true;
    }
    return false;
}

void documented_syntax(struct facts *facts, const struct documented *documented)
{
    const struct python_token *tokens = documented->tokens;
    bool argument;

    if (!documented->labelled || is_no_program(documented))
        return;
    for (size_t i = 0; i < documented->token_count; i++)
        if (is_open_string(&tokens[i])) {
            report(facts, documented, "broken", &tokens[i], "nothing closes the string");
            return;
        }
    if (brackets(facts, documented) || blocks(facts, documented))
        return;
    for (size_t i = 1; i + 1 < documented->token_count; i++)
        if (is_row(tokens, i, &argument) && argument) {
            report(facts, documented, "broken", &tokens[i], "a comma lacks before it");
            return;
        }
    if (!joined(facts, documented) && documented->page == facts->documents.readme)
        report(facts, documented, "parses", &tokens[0], NULL);
}
