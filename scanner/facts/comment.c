#include "facts/comment.h"

#include <string.h>

struct comment_style {
    const char *line[2];            /* begin a comment that ends with the line */
    const char *open[2], *close[2]; /* around a comment over lines */
    bool triple;  /* three quotes open a string over lines; at a statement's start a docstring */
    bool primes;  /* a single quote may also transpose, mark a lifetime or a variant */
    bool escapes; /* a backslash in a string takes the next character along */
    bool starred; /* a star at the start of a line begins a comment (Stata, fixed-form Fortran) */
};

static const struct comment_style none = {.escapes = true};
static const struct comment_style hash = {.line = {"#"}, .escapes = true};
static const struct comment_style python = {.line = {"#"}, .triple = true, .escapes = true};
static const struct comment_style julia = {.line = {"#"},
                                           .open = {"#="},
                                           .close = {"=#"},
                                           .triple = true,
                                           .primes = true,
                                           .escapes = true};
static const struct comment_style slashes = {
    .line = {"//"}, .open = {"/*"}, .close = {"*/"}, .escapes = true};
static const struct comment_style rust = {
    .line = {"//"}, .open = {"/*"}, .close = {"*/"}, .primes = true, .escapes = true};
static const struct comment_style php = {
    .line = {"//", "#"}, .open = {"/*"}, .close = {"*/"}, .escapes = true};
static const struct comment_style stata = {
    .line = {"//"}, .open = {"/*"}, .close = {"*/"}, .primes = true, .starred = true};
static const struct comment_style matlab = {
    .line = {"%", "..."}, .open = {"%{"}, .close = {"%}"}, .primes = true};
static const struct comment_style fortran = {.line = {"!"}, .starred = true};
static const struct comment_style lua = {
    .line = {"--"}, .open = {"--[["}, .close = {"]]"}, .escapes = true};
static const struct comment_style haskell = {
    .line = {"--"}, .open = {"{-"}, .close = {"-}"}, .primes = true, .escapes = true};
static const struct comment_style lean = {
    .line = {"--"}, .open = {"/-"}, .close = {"-/"}, .primes = true, .escapes = true};
static const struct comment_style ocaml = {
    .open = {"(*"}, .close = {"*)"}, .primes = true, .escapes = true};

static const struct comment_style *const styles[LANGUAGE_COUNT] = {
    [LANGUAGE_NONE] = &hash,
    [LANGUAGE_PYTHON] = &python,
    [LANGUAGE_R] = &hash,
    [LANGUAGE_JULIA] = &julia,
    [LANGUAGE_MATLAB] = &matlab,
    [LANGUAGE_C] = &slashes,
    [LANGUAGE_CPP] = &slashes,
    [LANGUAGE_CUDA] = &slashes,
    [LANGUAGE_FORTRAN] = &fortran,
    [LANGUAGE_JAVA] = &slashes,
    [LANGUAGE_SCALA] = &slashes,
    [LANGUAGE_KOTLIN] = &slashes,
    [LANGUAGE_RUST] = &rust,
    [LANGUAGE_GO] = &slashes,
    [LANGUAGE_JAVASCRIPT] = &slashes,
    [LANGUAGE_TYPESCRIPT] = &slashes,
    [LANGUAGE_LUA] = &lua,
    [LANGUAGE_PERL] = &hash,
    [LANGUAGE_RUBY] = &hash,
    [LANGUAGE_PHP] = &php,
    [LANGUAGE_HASKELL] = &haskell,
    [LANGUAGE_OCAML] = &ocaml,
    [LANGUAGE_CSHARP] = &slashes,
    [LANGUAGE_SWIFT] = &slashes,
    [LANGUAGE_OBJECTIVE_C] = &slashes,
    [LANGUAGE_STATA] = &stata,
    [LANGUAGE_LEAN] = &lean,
    [LANGUAGE_SHELL] = &hash,
    [LANGUAGE_NOTEBOOK] = &python,
};

static void mark(struct comments *comments, const char *text)
{
    if (text)
        comments->starts[(unsigned char)*text] = true;
}

void comments_begin(struct comments *comments, enum language language, const char *path)
{
    *comments = (struct comments){.style = styles[language]};
    if (!strcmp(path_extension(path), ".json"))
        comments->style = &none;
    for (size_t i = 0; i < 2; i++) {
        mark(comments, comments->style->line[i]);
        mark(comments, comments->style->open[i]);
    }
    mark(comments, "\"");
    mark(comments, "'");
    mark(comments, comments->style->starred ? "*" : NULL);
}

static bool stands(struct str line, size_t at, const char *text)
{
    return text && *text && str_starts(str_slice(line, at, line.len), text);
}

static bool is_blank(struct str line, size_t end) { return !str_trim(str_slice(line, 0, end)).len; }

static bool is_word(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_';
}

/* Where the string that opens at `at` ends: behind its closing quote, or at the line's end. */
static size_t skip_string(const struct comment_style *style, struct str line, size_t at)
{
    char quote = line.ptr[at];

    for (size_t i = at + 1; i < line.len; i++) {
        if (style->escapes && line.ptr[i] == '\\')
            i++;
        else if (line.ptr[i] == quote)
            return i + 1;
    }
    return line.len;
}

/* A quote that closes nothing on this line, or that follows a value, is no string. */
static bool opens_string(const struct comment_style *style, struct str line, size_t at)
{
    char before = at ? line.ptr[at - 1] : ' ';

    if (line.ptr[at] == '"')
        return true;
    if (line.ptr[at] != '\'')
        return false;
    if (!style->primes)
        return true;
    return !is_word(before) && !strchr(")]}'.", before) &&
           memchr(line.ptr + at + 1, '\'', line.len - at - 1);
}

/* A triple quote that begins a statement documents what follows; anything else is a value. */
static bool is_docstring(struct str line, size_t at)
{
    while (at && strchr("rRuUbBfF", line.ptr[at - 1]))
        at--;
    return is_blank(line, at);
}

static bool starts_comment(const struct comment_style *style, struct str line, size_t at)
{
    for (size_t i = 0; i < 2; i++)
        if (stands(line, at, style->line[i]) &&
            /* "#" in a word is none in a shell: ${#x}, a#b */
            (style != &hash || !at || !strchr("$\\&{", line.ptr[at - 1])))
            return true;
    return style->starred && is_blank(line, at) && line.ptr[at] == '*';
}

/* Opens a block over lines where one begins; its opening quotes stay or go with it. */
static size_t open_block(struct comments *comments, struct str line, size_t at)
{
    const struct comment_style *style = comments->style;

    for (size_t i = 0; i < 2; i++) {
        if (stands(line, at, style->open[i])) {
            memcpy(comments->close, style->close[i], strlen(style->close[i]) + 1);
            comments->is_comment = true;
            return strlen(style->open[i]);
        }
    }
    if (style->triple && (stands(line, at, "\"\"\"") || stands(line, at, "'''"))) {
        memset(comments->close, line.ptr[at], 3);
        comments->close[3] = '\0';
        comments->is_comment = is_docstring(line, at);
        return 3;
    }
    return 0;
}

void comments_blank(struct comments *comments, struct str line, char *code)
{
    memcpy(code, line.ptr, line.len);
    for (size_t at = 0; at < line.len;) {
        size_t start = at, opened;

        if (comments->close[0]) {
            size_t end = at;

            while (end < line.len && !stands(line, end, comments->close))
                end++;
            at = end < line.len ? end + strlen(comments->close) : line.len;
            if (comments->is_comment)
                memset(code + start, ' ', at - start);
            if (end < line.len)
                comments->close[0] = '\0';
            continue;
        }
        if (!comments->starts[(unsigned char)line.ptr[at]]) {
            at++;
            continue;
        }
        opened = open_block(comments, line, at);
        if (opened) {
            at += opened;
            if (comments->is_comment)
                memset(code + start, ' ', opened);
        } else if (starts_comment(comments->style, line, at)) {
            memset(code + at, ' ', line.len - at);
            return;
        } else {
            at = opens_string(comments->style, line, at) ? skip_string(comments->style, line, at)
                                                         : at + 1;
        }
    }
}
