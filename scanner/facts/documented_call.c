#include "facts/documented.h"

#include "util/arena.h"
#include "util/nearest.h"

#include <string.h>

enum { MOST_ARGUMENTS = 200 };

struct arguments {
    size_t positional;
    struct {
        struct str name;
        unsigned line;
    } keywords[MOST_ARGUMENTS];
    size_t keyword_count;
    bool spread;     /* *x */
    bool spread_map; /* **x */
    bool sketch;     /* "...", a comment in place of arguments, name: type */
};

static bool ends(const struct python_token *token, unsigned depth)
{
    return token->kind == PYTHON_END || token->depth <= depth;
}

/* A comment between the brackets stands for what the reader is to think of. */
static bool has_comment(const struct python_token *open, const struct python_token *close)
{
    const char *end = close->text.ptr ? close->text.ptr : open->text.ptr;
    const char *at = open->text.ptr;

    /* a "#" within a string is taken for one as well, which costs a check */
    return end > at && memchr(at, '#', (size_t)(end - at));
}

static void read_argument(const struct python_token *tokens, size_t from, size_t to,
                          struct arguments *arguments)
{
    const struct python_token *first = &tokens[from];
    unsigned depth = first->depth;

    if (python_is(first, "**")) {
        arguments->spread_map = true;
    } else if (python_is(first, "*")) {
        arguments->spread = true;
    } else if (first->kind == PYTHON_NAME && to > from + 1 && python_is(&tokens[from + 1], "=")) {
        if (arguments->keyword_count == MOST_ARGUMENTS) {
            arguments->sketch = true;
            return;
        }
        arguments->keywords[arguments->keyword_count].name = first->text;
        arguments->keywords[arguments->keyword_count++].line = first->line;
    } else {
        bool lambda = python_is(first, "lambda");

        arguments->positional++;
        if (python_is(first, "self") || python_is(first, "cls") || python_is(first, "."))
            arguments->sketch = true;
        for (size_t i = from; i < to; i++)
            if (!lambda && tokens[i].depth == depth && python_is(&tokens[i], ":"))
                arguments->sketch = true;
    }
    for (size_t i = from; i + 2 < to; i++) /* f(x, ..., y=1) */
        if (tokens[i].depth == depth && python_is(&tokens[i], ".") &&
            python_is(&tokens[i + 1], ".") && python_is(&tokens[i + 2], "."))
            arguments->sketch = true;
}

/* The index of the closing bracket. */
static size_t read_arguments(const struct python_token *tokens, size_t count, size_t at,
                             struct arguments *arguments)
{
    unsigned depth = tokens[at].depth;
    size_t open = at, from = ++at;
    bool lambda = false;

    for (; at < count; at++) {
        bool end = ends(&tokens[at], depth);

        if (tokens[at].depth == depth + 1 && python_is(&tokens[at], "lambda"))
            lambda = true;
        else if (tokens[at].depth == depth + 1 && python_is(&tokens[at], ":"))
            lambda = false;
        if (!end && !(tokens[at].depth == depth + 1 && python_is(&tokens[at], ",") && !lambda))
            continue;
        if (at > from)
            read_argument(tokens, from, at, arguments);
        from = at + 1;
        if (end)
            break;
    }
    if (at >= count || tokens[at].kind == PYTHON_END) {
        arguments->sketch = true;
        return count - 1;
    }
    arguments->sketch = arguments->sketch || has_comment(&tokens[open], &tokens[at]);
    return at;
}

static const struct python_parameter *find(const struct python_signature *signature,
                                           struct str name)
{
    for (size_t i = 0; i < signature->parameters.count; i++)
        if (str_same(signature->parameters.items[i].name, name) &&
            signature->parameters.items[i].kind != PARAMETER_POSITION)
            return &signature->parameters.items[i];
    return NULL;
}

static bool is_given(const struct arguments *arguments, struct str name)
{
    for (size_t i = 0; i < arguments->keyword_count; i++)
        if (str_same(arguments->keywords[i].name, name))
            return true;
    return false;
}

struct call_verdict call_check(struct arena *arena, const struct python_token *tokens, size_t count,
                               size_t at, const struct python_signature *signature)
{
    struct arguments arguments = {0};
    struct call_verdict verdict = {.status = CALL_FITS, .line = tokens[at].line};
    size_t positions = 0;

    (void)read_arguments(tokens, count, at, &arguments);
    if (!signature->certain || signature->parameters.count > MOST_ARGUMENTS) {
        verdict.status = CALL_UNKNOWN;
        return verdict;
    }
    for (size_t i = 0; i < arguments.keyword_count && !signature->any_keyword; i++) {
        struct str name = arguments.keywords[i].name;
        struct nearest nearest;

        if (find(signature, name))
            continue;
        nearest = nearest_to(str_dup(arena, name));
        for (size_t k = 0; k < signature->parameters.count; k++)
            if (!is_given(&arguments, signature->parameters.items[k].name))
                nearest_offer(&nearest, str_dup(arena, signature->parameters.items[k].name));
        verdict.status = CALL_NO_SUCH;
        verdict.name = name;
        verdict.near = nearest.best;
        verdict.line = arguments.keywords[i].line;
        return verdict;
    }
    if (arguments.sketch) {
        verdict.status = CALL_UNKNOWN;
        return verdict;
    }
    for (size_t i = 0; i < signature->parameters.count; i++)
        positions += signature->parameters.items[i].kind != PARAMETER_KEYWORD;
    if (arguments.positional > positions && !signature->any_positional) {
        verdict.status = CALL_TOO_MANY;
        verdict.most = positions;
        return verdict;
    }
    positions = 0;
    for (size_t i = 0; i < signature->parameters.count; i++) {
        const struct python_parameter *parameter = &signature->parameters.items[i];
        bool by_position = parameter->kind != PARAMETER_KEYWORD &&
                           (positions++ < arguments.positional || arguments.spread);

        if (by_position || parameter->optional || arguments.spread_map ||
            is_given(&arguments, parameter->name))
            continue;
        verdict.status = CALL_LACKS;
        verdict.name = parameter->name;
        return verdict;
    }
    return verdict;
}
