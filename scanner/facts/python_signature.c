/* Parameters of a def, and the bases of a class. Declared in python_module.h. */
#include "facts/python_module.h"

#include "util/arena.h"

#include <string.h>

static bool closes(const struct python_token *token, unsigned depth)
{
    return token->kind == PYTHON_END || (token->depth <= depth && token->kind == PYTHON_OPERATOR &&
                                         strchr(")]}", *token->text.ptr));
}

/* The index of the comma or bracket that ends the item which begins at `at`. A lambda's own commas
 * are not meant. */
static size_t end_of_item(const struct python_token *tokens, size_t count, size_t at,
                          unsigned depth)
{
    bool lambda = false;

    for (; at < count; at++) {
        const struct python_token *token = &tokens[at];

        if (token->kind == PYTHON_END || closes(token, depth))
            return at;
        if (token->depth != depth + 1)
            continue;
        if (python_is(token, "lambda"))
            lambda = true;
        else if (python_is(token, ":"))
            lambda = false;
        else if (python_is(token, ",") && !lambda)
            return at;
    }
    return at;
}

static bool has_default(const struct python_token *tokens, size_t from, size_t to, unsigned depth)
{
    for (size_t i = from; i < to; i++)
        if (tokens[i].depth == depth + 1 && python_is(&tokens[i], "="))
            return true;
    return false;
}

static void only_positions(struct python_signature *signature)
{
    for (size_t i = 0; i < signature->parameters.count; i++)
        signature->parameters.items[i].kind = PARAMETER_POSITION;
}

size_t python_parameters(struct arena *arena, const struct python_token *tokens, size_t count,
                         size_t at, struct python_signature *ret_signature)
{
    unsigned depth = tokens[at].depth;
    enum python_parameter_kind kind = PARAMETER_BOTH;

    *ret_signature = (struct python_signature){.certain = true};
    for (at++; at < count && !closes(&tokens[at], depth);) {
        size_t end = end_of_item(tokens, count, at, depth);
        const struct python_token *first = &tokens[at];

        if (python_is(first, "*") || python_is(first, "**")) {
            if (end > at + 1 && python_is(first, "*"))
                ret_signature->any_positional = true;
            else if (end > at + 1)
                ret_signature->any_keyword = true;
            kind = PARAMETER_KEYWORD;
        } else if (python_is(first, "/")) {
            only_positions(ret_signature);
        } else if (first->kind == PYTHON_NAME) {
            *ARENA_PUSH(arena, &ret_signature->parameters) = (struct python_parameter){
                .name = first->text,
                .kind = kind,
                .optional = has_default(tokens, at, end, depth),
            };
        } else if (end > at) {
            ret_signature->certain = false; /* Python 2's def f((a, b)), or something else */
        }
        if (end < count && !closes(&tokens[end], depth))
            end++;
        at = end;
    }
    if (at < count && tokens[at].kind == PYTHON_END)
        ret_signature->certain = false;
    return at;
}
