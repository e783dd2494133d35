#include "facts/python_parse.h"

#include "util/arena.h"

#include <string.h>

static bool is_one_of(struct str name, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(name, list[i]))
            return true;
    return false;
}

#define IS_ONE_OF(name, list) is_one_of(name, list, sizeof(list) / sizeof(*(list)))

bool decorator_is_plain(struct str name)
{
    static const char *const plain[] = {"staticmethod",
                                        "classmethod",
                                        "property",
                                        "abstractmethod",
                                        "abc.abstractmethod",
                                        "cached_property",
                                        "functools.cache",
                                        "functools.lru_cache",
                                        "functools.cached_property",
                                        "cache",
                                        "lru_cache",
                                        "contextmanager",
                                        "contextlib.contextmanager",
                                        "torch.no_grad",
                                        "torch.inference_mode",
                                        "torch.enable_grad",
                                        "no_grad",
                                        "inference_mode",
                                        "torch.jit.ignore",
                                        "torch.jit.unused",
                                        "torch.jit.export",
                                        "final",
                                        "typing.final",
                                        "override",
                                        "abc.abstractproperty",
                                        "abstractproperty",
                                        "asyncio.coroutine",
                                        "typing.no_type_check",
                                        "no_type_check",
                                        "torch.compile",
                                        "tf.function",
                                        "jax.jit",
                                        "jit"};

    return IS_ONE_OF(name, plain);
}

bool decorator_makes_record(struct str name)
{
    static const char *const records[] = {"dataclass", "dataclasses.dataclass"};

    return IS_ONE_OF(name, records);
}

/* Bases that change neither how the class is called nor what it has. */
static bool is_plain_base(struct str name)
{
    static const char *const plain[] = {"object",         "ABC",      "abc.ABC",        "Generic",
                                        "typing.Generic", "Protocol", "typing.Protocol"};

    return IS_ONE_OF(name, plain);
}

static bool is_plain_metaclass(struct str name)
{
    static const char *const plain[] = {"ABCMeta", "abc.ABCMeta"};

    return IS_ONE_OF(name, plain);
}

/* "a.b.c" from tokens[*at] on, which ends behind it. */
static struct str dotted(const struct python_token *tokens, size_t count, size_t *at)
{
    struct str name = tokens[*at].text;

    while (*at + 2 < count && python_is(&tokens[*at + 1], ".") &&
           tokens[*at + 2].kind == PYTHON_NAME) {
        *at += 2;
        name.len = (size_t)(str_end(tokens[*at].text) - name.ptr);
    }
    ++*at;
    return name;
}

void python_bases(struct arena *arena, const struct python_token *tokens, size_t count, size_t at,
                  struct python_class *class)
{
    unsigned depth = tokens[at].depth;

    for (at++; at < count && tokens[at].kind != PYTHON_END && tokens[at].depth > depth;) {
        struct str name = {0};

        if (tokens[at].kind == PYTHON_NAME && at + 1 < count && python_is(&tokens[at + 1], "=")) {
            bool metaclass = str_equal(tokens[at].text, "metaclass");

            at += 2;
            if (tokens[at].kind == PYTHON_NAME)
                name = dotted(tokens, count, &at);
            if (!metaclass || !is_plain_metaclass(name))
                class->uncertain = true;
        } else if (tokens[at].kind == PYTHON_NAME) {
            name = dotted(tokens, count, &at);
            if (python_is(&tokens[at], "(")) /* a base that is computed */
                name = (struct str){0};
            if (!is_plain_base(name))
                *ARENA_PUSH(arena, &class->bases) = name;
        } else if (!python_is(&tokens[at], ",")) {
            *ARENA_PUSH(arena, &class->bases) = name;
        }
        while (at < count && tokens[at].kind != PYTHON_END && tokens[at].depth > depth &&
               !(tokens[at].depth == depth + 1 && python_is(&tokens[at], ",")))
            at++;
        if (at < count && python_is(&tokens[at], ","))
            at++;
    }
    for (size_t i = 0; i < class->bases.count; i++)
        if (str_equal(class->bases.items[i], "NamedTuple") ||
            str_equal(class->bases.items[i], "typing.NamedTuple"))
            class->is_record = true;
}

void python_field(struct arena *arena, const struct python_token *tokens, size_t from, size_t to,
                  struct python_class *class)
{
    struct python_parameter field = {.name = tokens[from].text};
    size_t at = from + 2;

    for (; at < to && !(tokens[at].depth == tokens[from].depth && python_is(&tokens[at], "="));
         at++) {
        if (python_is(&tokens[at], "ClassVar"))
            return;
        if (python_is(&tokens[at], "KW_ONLY")) {
            class->fields.certain = false;
            return;
        }
    }
    if (at < to) {
        field.optional = true;
        if (at + 2 < to && (python_is(&tokens[at + 1], "field") ||
                            (at + 3 < to && python_is(&tokens[at + 2], ".") &&
                             python_is(&tokens[at + 3], "field")))) {
            field.optional = false;
            for (size_t i = at; i < to; i++) {
                if (python_is(&tokens[i], "default") || python_is(&tokens[i], "default_factory"))
                    field.optional = true;
                if (python_is(&tokens[i], "init") || python_is(&tokens[i], "kw_only"))
                    class->fields.certain = false;
            }
        }
    }
    *ARENA_PUSH(arena, &class->fields.parameters) = field;
}
