#include "util/pattern.h"

#include "util/arena.h"
#include "util/limits.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <assert.h>
#include <pcre2.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    MATCH_LIMIT = 1000000,
    DEPTH_LIMIT = 10000,
    HEAP_KIB = 1024,             /* of the interpreter */
    PARENS_LIMIT = 64,           /* nested */
    JIT_STACK_FIRST = 32 * KIB,  /* PCRE2 lends that much of the machine stack by itself */
    JIT_STACK_MOST = 128 * KIB,  /* more lets quadratic patterns run for seconds */
    INTERPRETED_LINE = 512,      /* bytes: quadratic work stays small on lines up to this */
    INTERPRETED_BYTES = 4 * KIB, /* a pattern that saw more than this is worth compiling */
    NO_JIT_LINE_BYTES =
        4 * KIB,          /* where the kernel forbids JIT, backtracking is ten times slower */
    EXPENSIVE_LINES = 16, /* of one text */
    STRESS_BYTES = LIMIT_LINE_BYTES,
    STRESS_MILLISECONDS = 50,
};

enum jit { JIT_NOT_YET, JIT_READY, JIT_REFUSED };

struct pattern {
    char *text;
    pcre2_code *code;
    pcre2_match_context *context;
    pcre2_match_data *data;
    pcre2_jit_stack *stack; /* NULL until a match needed it */
    enum jit jit;
    size_t seen; /* bytes searched by the interpreter */
    bool asked_lines;
    pcre2_code *lines; /* the same for several lines at once; NULL: it could miss a match */
};

static void pattern_release(void *object)
{
    struct pattern *pattern = object;

    pcre2_jit_stack_free(pattern->stack);
    pcre2_match_data_free(pattern->data);
    pcre2_match_context_free(pattern->context);
    pcre2_code_free(pattern->lines);
    pcre2_code_free(pattern->code);
}

/* What stands after "(" and may not: verbs, callouts, recursion and subroutine calls. */
static const char *forbidden_group(const char *after)
{
    if (*after == '*')
        return "verbs such as (*...) are not allowed";
    if (*after != '?')
        return NULL;
    after++;
    if (*after == 'C')
        return "callouts are not allowed";
    if (*after == '+' || *after == '-')
        after += after[1] >= '0' && after[1] <= '9';
    if (*after == 'R' || *after == '&' || (*after >= '0' && *after <= '9') ||
        (after[0] == 'P' && after[1] == '>'))
        return "recursion is not allowed";
    return NULL;
}

/* A look at the text, since no option of PCRE2 forbids these. It does not follow comments of
 * (?x) and so refuses a little more than it must. */
static const char *find_forbidden(const char *text, size_t *ret_offset)
{
    bool in_class = false;

    for (size_t i = 0; text[i]; i++) {
        const char *why = NULL;

        if (text[i] == '\\') {
            if (text[i + 1] == 'Q') {
                const char *end = strstr(text + i + 2, "\\E");

                if (!end)
                    return NULL;
                i = (size_t)(end - text) + 1;
                continue;
            }
            if (text[i + 1] == 'g' && (text[i + 2] == '<' || text[i + 2] == '\''))
                why = "recursion is not allowed";
            else if (text[++i] == '\0')
                return NULL; /* PCRE2 says it better */
        } else if (in_class) {
            in_class = text[i] != ']';
        } else if (text[i] == '[') {
            in_class = true;
            i += text[i + 1] == '^';
            i += text[i + 1] == ']'; /* a bracket that comes first is one of the class */
        } else if (text[i] == '(') {
            why = forbidden_group(text + i + 1);
        }
        if (why) {
            *ret_offset = i;
            return why;
        }
    }
    return NULL;
}

static bool refuse(struct rh_error *err, const char *why, size_t offset, const char *text)
{
    return error_set(err, RH_ERROR_RULE, "%s at character %zu of '%.80s'", why, offset + 1, text);
}

bool pattern_compile(struct arena *arena, const char *text, struct pattern **ret_pattern,
                     struct rh_error *err)
{
    size_t length = strlen(text), offset = 0;
    pcre2_compile_context *context;
    struct pattern *pattern;
    const char *why;
    int code = 0;

    if (length > PATTERN_TEXT_BYTES)
        return error_set(err, RH_ERROR_RULE, "a pattern may have %d bytes, this one has %zu",
                         PATTERN_TEXT_BYTES, length);
    why = find_forbidden(text, &offset);
    if (why)
        return refuse(err, why, offset, text);

    pattern = arena_alloc(arena, sizeof(*pattern));
    context = pcre2_compile_context_create(NULL);
    pattern->context = pcre2_match_context_create(NULL);
    if (!context || !pattern->context)
        abort();
    pcre2_set_parens_nest_limit(context, PARENS_LIMIT);
    pattern->code =
        pcre2_compile((PCRE2_SPTR)text, length,
                      PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C,
                      &code, &offset, context);
    pcre2_compile_context_free(context);
    if (!pattern->code) {
        PCRE2_UCHAR message[160];

        pcre2_match_context_free(pattern->context);
        pcre2_get_error_message(code, message, sizeof(message));
        return refuse(err, (const char *)message, offset, text);
    }
    pattern->data = pcre2_match_data_create(PATTERN_GROUPS, NULL);
    if (!pattern->data)
        abort();
    pcre2_set_match_limit(pattern->context, MATCH_LIMIT);
    pcre2_set_depth_limit(pattern->context, DEPTH_LIMIT);
    pcre2_set_heap_limit(pattern->context, HEAP_KIB);
    pattern->text = arena_strdup(arena, text);
    arena_own(arena, pattern, pattern_release);
    *ret_pattern = pattern;
    return true;
}

struct pattern *pattern_own(struct arena *arena, const char *text)
{
    struct pattern *pattern = NULL;
    struct rh_error err = {0};

    if (!pattern_compile(arena, text, &pattern, &err))
        assert(false && "the program's own pattern does not compile");
    return pattern;
}

const char *pattern_text(const struct pattern *pattern) { return pattern->text; }

static bool is_limit(int result)
{
    return result == PCRE2_ERROR_MATCHLIMIT || result == PCRE2_ERROR_DEPTHLIMIT ||
           result == PCRE2_ERROR_HEAPLIMIT || result == PCRE2_ERROR_JIT_STACKLIMIT;
}

static int run(const struct pattern *pattern, struct str line, size_t from, uint32_t options)
{
    return pcre2_match(pattern->code, (PCRE2_SPTR)(line.ptr ? line.ptr : ""), line.len, from,
                       options, pattern->data, pattern->context);
}

static int run_jit(struct pattern *pattern, struct str line, size_t from)
{
    int result = run(pattern, line, from, 0);

    if (result == PCRE2_ERROR_JIT_STACKLIMIT && !pattern->stack) {
        pattern->stack = pcre2_jit_stack_create(JIT_STACK_FIRST, JIT_STACK_MOST, NULL);
        pcre2_jit_stack_assign(pattern->context, NULL, pattern->stack);
        result = run(pattern, line, from, 0);
    }
    return result;
}

/* Compiling to machine code costs as much as interpreting some 16 KiB, so short texts never pay
 * for it. Whatever the interpreter gives up on is asked again: the answer does not depend on which
 * of the two came first. */
static int search(struct pattern *pattern, struct str line, size_t from)
{
    if (pattern->jit == JIT_NOT_YET && line.len <= INTERPRETED_LINE &&
        pattern->seen < INTERPRETED_BYTES) {
        int result = run(pattern, line, from, PCRE2_NO_JIT);

        pattern->seen += line.len;
        if (!is_limit(result))
            return result;
    }
    if (pattern->jit == JIT_NOT_YET)
        pattern->jit =
            pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE) ? JIT_REFUSED : JIT_READY;
    if (pattern->jit == JIT_READY)
        return run_jit(pattern, line, from);
    line = str_slice(line, 0, NO_JIT_LINE_BYTES);
    return from <= line.len ? run(pattern, line, from, 0) : PCRE2_ERROR_NOMATCH;
}

enum match pattern_match(struct pattern *pattern, struct str line, struct groups *ret_groups)
{
    return pattern_match_from(pattern, line, 0, ret_groups);
}

enum match pattern_match_from(struct pattern *pattern, struct str line, size_t from,
                              struct groups *ret_groups)
{
    const size_t *ends;
    int result;

    line = str_slice(line, 0, LIMIT_LINE_BYTES);
    if (from > line.len)
        return MATCH_NO;
    result = search(pattern, line, from);
    if (result == PCRE2_ERROR_NOMATCH)
        return MATCH_NO;
    if (result < 0)
        return MATCH_TOO_EXPENSIVE;
    if (!ret_groups)
        return MATCH_YES;

    ends = pcre2_get_ovector_pointer(pattern->data);
    *ret_groups = (struct groups){0};
    for (int i = 0; i < (result ? result : PATTERN_GROUPS); i++)
        if (ends[2 * i] != PCRE2_UNSET && ends[2 * i] <= ends[2 * i + 1]) /* \K can turn them */
            ret_groups->items[i] = str_slice(line, ends[2 * i], ends[2 * i + 1]);
    return MATCH_YES;
}

/* Whether what matches a line alone also matches within several: no assertion that something is
 * not there, nothing that takes all it can for good, no edge of the whole text. */
static bool bears_neighbours(const char *text)
{
    static const char *const marks[] = {"(?!", "(?<!", "(?>", "(?(", "(?|", "*+",  "++",
                                        "?+",  "}+",   "\\A", "\\z", "\\Z", "\\G", "\\K"};

    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
        if (strstr(text, marks[i]))
            return false;
    return true;
}

/* What a quick look need not find at a pattern's beginning: it slows the search for the rest down,
 * and without it no less is found. `skip` is how much of the text is a leading (?i). */
static const char *without_lead(const char *text, size_t *ret_skip)
{
    static const char *const leads[] = {"(?:^|\\s)", "(?:^|\\W)", "\\b", "\\w*", "\\s*", "[\\w.]*"};
    const char *rest;

    *ret_skip = text_starts(text, "(?i)") ? 4 : 0;
    rest = text + *ret_skip;
    for (size_t i = 0; i < sizeof(leads) / sizeof(*leads); i++) {
        size_t length = strlen(leads[i]);

        if (text_starts(rest, leads[i]) && rest[length] && !strchr("*+?{|", rest[length])) {
            rest += length;
            i = SIZE_MAX; /* from the first again */
        }
    }
    return rest;
}

static void compile_lines(struct pattern *pattern)
{
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    const char *rest;
    size_t offset, skip;
    char *text;
    int code;

    pattern->asked_lines = true;
    rest = without_lead(pattern->text, &skip);
    text = malloc(skip + strlen(rest) + 1);
    if (!text)
        abort();
    memcpy(text, pattern->text, skip);
    memcpy(text + skip, rest, strlen(rest) + 1);
    if (!context)
        abort();
    pcre2_set_newline(context, PCRE2_NEWLINE_ANYCRLF);
    if (bears_neighbours(pattern->text))
        pattern->lines = pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED,
                                       PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF |
                                           PCRE2_NEVER_BACKSLASH_C | PCRE2_MULTILINE,
                                       &code, &offset, context);
    free(text);
    pcre2_compile_context_free(context);
    if (pattern->lines && pcre2_jit_compile(pattern->lines, PCRE2_JIT_COMPLETE)) {
        pcre2_code_free(pattern->lines);
        pattern->lines = NULL;
    }
}

bool pattern_next_piece(struct str *rest, struct str *ret_piece)
{
    size_t most = rest->len < LIMIT_LINE_BYTES ? rest->len : LIMIT_LINE_BYTES, length = most;
    const char *end;

    if (!rest->len)
        return false;
    if (most < rest->len) {
        while (length && rest->ptr[length - 1] != '\n')
            length--;
        if (!length) {
            end = memchr(rest->ptr + most, '\n', rest->len - most);
            length = end ? (size_t)(end - rest->ptr) + 1 : rest->len;
        }
    }
    *ret_piece = str_slice(*rest, 0, length);
    *rest = str_slice(*rest, length, rest->len);
    return true;
}

/* A carriage return within a line ends it for one way of searching and not for the other. */
static bool has_stray_return(struct str text)
{
    const char *at = text.ptr, *end = str_end(text);

    while (at < end && (at = memchr(at, '\r', (size_t)(end - at)))) {
        if (++at == end || *at != '\n')
            return true;
    }
    return false;
}

bool pattern_may_match(struct pattern *pattern, struct str text)
{
    if (!pattern->asked_lines)
        compile_lines(pattern);
    return !pattern->lines || text.len > LIMIT_LINE_BYTES || has_stray_return(text) ||
           pcre2_match(pattern->lines, (PCRE2_SPTR)text.ptr, text.len, 0, 0, pattern->data,
                       pattern->context) != PCRE2_ERROR_NOMATCH;
}

bool pattern_next(struct pattern *pattern, struct pattern_walk *walk)
{
    struct str line;

    while (str_next_line(&walk->rest, &line)) {
        walk->line++;
        walk->cut = walk->cut || line.len > LIMIT_LINE_BYTES;
        switch (pattern_match(pattern, line, &walk->groups)) {
        case MATCH_NO:
            break;
        case MATCH_YES:
            walk->line_text = line;
            return true;
        case MATCH_TOO_EXPENSIVE:
            if (++walk->expensive >= EXPENSIVE_LINES)
                walk->rest = (struct str){0};
            break;
        }
    }
    return false;
}

bool pattern_is_quick(struct pattern *pattern)
{
    /* repeated to a whole line: what nested and neighbouring repetitions choke on */
    static const char *const seeds[] = {"a", " ", "a ", "aA0_", "x.", "(", "<a ", "=\"/", "0", "-"};
    char *line = malloc(STRESS_BYTES);
    bool quick = true;

    if (!line)
        abort();
    for (size_t i = 0; quick && i < sizeof(seeds) / sizeof(*seeds); i++) {
        size_t length = strlen(seeds[i]);
        clock_t before;

        for (size_t at = 0; at < STRESS_BYTES; at++)
            line[at] = seeds[i][at % length];
        line[STRESS_BYTES - 1] = '\x01'; /* no seed has it: what must end the line fails */
        before = clock();
        quick =
            pattern_match(pattern, (struct str){line, STRESS_BYTES}, NULL) != MATCH_TOO_EXPENSIVE;
        quick = quick && clock() - before < (clock_t)STRESS_MILLISECONDS * CLOCKS_PER_SEC / 1000;
    }
    free(line);
    return quick;
}
