#include "facts/documented.h"

#include "facts/document.h"
#include "util/arena.h"
#include "util/limits.h"

#include <ctype.h>
#include <string.h>

enum { MOST_BYTES = 64 * KIB };

/* "python", "Python3", "{.python .numberLines}", "py title=x", "pycon", "ipython3" */
static bool is_python_label(struct str label)
{
    static const char *const names[] = {
        "python",     "py",         "python3",    "python2",     "py3",       "pycon",
        "ipython",    "ipython3",   "pycon3",     "python-repl", "python3.8", "python3.9",
        "python3.10", "python3.11", "python3.12", "{code-cell}", "doctest",   "python-console"};
    struct str word;

    while (label.len && strchr("{. ", *label.ptr))
        label = str_slice(label, 1, label.len);
    if (!str_next_word(&label, &word))
        return false;
    while (word.len && strchr("},:", word.ptr[word.len - 1]))
        word.len--;
    for (size_t i = 0; i < word.len; i++)
        if (strchr("{:,", word.ptr[i]))
            word.len = i;
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (str_equal_nocase(word, names[i]))
            return true;
    return false;
}

static bool is_name(struct str word)
{
    for (size_t i = 0; i < word.len; i++)
        if (!isalnum((unsigned char)word.ptr[i]) && !strchr("_.", word.ptr[i]))
            return false;
    return word.len > 0;
}

/* "import a.b", "from a import b": what no other language writes so. */
static bool is_import(struct str line)
{
    struct str word, name, then = {0};

    if (!str_next_word(&line, &word) || !str_next_word(&line, &name))
        return false;
    (void)str_next_word(&line, &then);
    if (str_equal(word, "import")) {
        if (name.len && name.ptr[name.len - 1] == ',')
            name.len--;
        return is_name(name) && (!then.len || str_equal(then, "as") || *then.ptr == '#');
    }
    return str_equal(word, "from") && is_name(name) && str_equal(then, "import") && line.len;
}

static bool is_prompt(struct str line) { return str_starts(line, ">>>"); }

/* Lines of a shell, as they begin. */
static bool is_shell(struct str line)
{
    static const char *const starts[] = {
        "$ ",      "pip install", "pip3 install", "conda ",  "git clone",
        "cd ",     "python ",     "python3 ",     "sudo ",   "bash ",
        "export ", "wget ",       "curl ",        "mkdir ",  "uv ",
        "poetry ", "pip ",        "torchrun ",    "source ", "CUDA_VISIBLE"};

    for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
        if (str_starts(line, starts[i]) && !(str_contains(line, " = ") && *line.ptr != '$'))
            return true;
    return false;
}

/* What is no Python though it is shown within some. */
static bool is_sketch(struct str line)
{
    static const char *const starts[] = {"+ ",  "- ",  "+++", "---",    "@@ ",      "Traceback",
                                         "|",   "{%",  "{{",  "--8<--", "\xe2\x94", "```",
                                         "-> ", "=> ", "<",   "$"};
    static const char *const parts[] = {
        "\xe2\x80\xa6", "{{",    "{%",     "\xe2\x94\x9c", "\xe2\x94\x94",  "# ...", "#...",
        "rest of",      "<type", "<class", "<function",    " object at 0x", "[...]", "(...)",
        "{...}",        "<your", "<path",  "...]",         "[..."};

    for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
        if (str_starts(line, starts[i]))
            return true;
    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
        if (str_contains(line, parts[i]))
            return true;
    return false;
}

/* <name>, < a name >: not a comparison. */
static bool has_placeholder(struct str line)
{
    for (size_t i = 0; i + 2 < line.len; i++) {
        size_t end = i + 1;

        if (line.ptr[i] != '<' || !isalpha((unsigned char)line.ptr[i + 1]) ||
            (i && (isalnum((unsigned char)line.ptr[i - 1]) || line.ptr[i - 1] == ')')))
            continue;
        while (end < line.len &&
               (isalnum((unsigned char)line.ptr[end]) || strchr("_- ./:", line.ptr[end])))
            end++;
        if (end < line.len && line.ptr[end] == '>')
            return true;
        i = end - 1;
    }
    return false;
}

static bool recognise(struct str text)
{
    struct str line;
    bool imports = false;

    while (str_next_line(&text, &line)) {
        line = str_trim(line);
        if (is_prompt(line))
            return true;
        if (is_shell(line))
            return false;
        imports = imports || is_import(line);
    }
    return imports;
}

static size_t indent_of(struct str line)
{
    size_t indent = 0;

    while (indent < line.len && (line.ptr[indent] == ' ' || line.ptr[indent] == '\t'))
        indent++;
    return indent;
}

/* "In [12]: x", "   ...: y": what stands behind; false: neither. */
static bool ipython_line(struct str line, bool *ret_first, struct str *ret_rest)
{
    struct str trimmed = str_trim(line);
    size_t at = 0;

    if (str_starts(trimmed, "In [")) {
        for (at = 4; at < trimmed.len && isdigit((unsigned char)trimmed.ptr[at]); at++)
            ;
        if (at + 1 >= trimmed.len || trimmed.ptr[at] != ']' || trimmed.ptr[at + 1] != ':')
            return false;
        *ret_first = true;
        *ret_rest = str_slice(trimmed, at + 3, trimmed.len);
        return true;
    }
    if (str_starts(trimmed, "...:")) {
        *ret_first = false;
        *ret_rest = str_slice(trimmed, 5, trimmed.len);
        return true;
    }
    return false;
}

struct reading {
    struct documented *documented;
    struct buf buf;
    size_t indent; /* that all lines share */
    bool prompts, ipython;
    bool kept; /* the line before was code behind a prompt */
};

static void read_line(struct reading *reading, struct str line)
{
    struct documented *documented = reading->documented;
    struct str trimmed = str_trim(line), rest;
    bool first;

    if (reading->prompts) {
        bool more = reading->kept && str_starts(trimmed, "...");

        reading->kept = is_prompt(trimmed) || more;
        if (reading->kept)
            buf_add(
                &reading->buf,
                str_slice(trimmed, trimmed.len > 3 && trimmed.ptr[3] == ' ' ? 4 : 3, trimmed.len));
        return;
    }
    if (reading->ipython) {
        if (ipython_line(line, &first, &rest) && (first || reading->kept)) {
            reading->kept = true;
            if (!(rest.len && (*rest.ptr == '%' || *rest.ptr == '!')))
                buf_add(&reading->buf, rest);
        } else {
            reading->kept = false;
        }
        return;
    }
    if (trimmed.len &&
        (*trimmed.ptr == '%' || *trimmed.ptr == '!' || *trimmed.ptr == '?' ||
         (trimmed.ptr[trimmed.len - 1] == '?' && is_name(str_slice(trimmed, 0, trimmed.len - 1)))))
        return;
    if (is_shell(trimmed) || is_prompt(trimmed)) {
        documented->sketch = true;
        return;
    }
    documented->sketch = documented->sketch || is_sketch(trimmed) || has_placeholder(trimmed);
    documented->alternatives = documented->alternatives || str_equal_nocase(trimmed, "# or") ||
                               str_equal_nocase(trimmed, "or") || str_equal_nocase(trimmed, "#or");
    buf_add(&reading->buf, str_slice(line, reading->indent, line.len));
}

bool documented_read(struct arena *arena, const struct document *page, const struct block *block,
                     struct documented *ret_documented)
{
    struct documented documented = {.page = page,
                                    .block = block,
                                    .line = block->text_line,
                                    .labelled = is_python_label(block->label)};
    struct reading reading = {.documented = &documented, .indent = SIZE_MAX};
    struct str rest = block->text, line;
    bool seen = false, inverse = false;

    if (block->kind != BLOCK_CODE || block->text.len > MOST_BYTES || block->shown == SHOWN_INLINE)
        return false;
    if (!documented.labelled && (block->label.len || !recognise(block->text)))
        return false;
    while (str_next_line(&rest, &line)) {
        struct str trimmed = str_trim(line), behind;
        bool first;

        if (trimmed.len && indent_of(line) < reading.indent)
            reading.indent = indent_of(line);
        /* some write >>> before what a line prints */
        if (is_prompt(trimmed) && !reading.prompts && seen)
            documented.sketch = inverse = true;
        reading.prompts = reading.prompts || is_prompt(trimmed);
        seen = seen || (trimmed.len && *trimmed.ptr != '#');
        reading.ipython = reading.ipython || (ipython_line(line, &first, &behind) && first);
    }
    documented.prompts = reading.prompts || reading.ipython;
    if (inverse)
        reading.prompts = false;
    for (rest = block->text; str_next_line(&rest, &line); buf_puts(&reading.buf, "\n"))
        read_line(&reading, line);
    documented.text =
        str_of(arena_strndup(arena, reading.buf.ptr ? reading.buf.ptr : "", reading.buf.len));
    buf_release(&reading.buf);
    documented.tokens = python_tokens(arena, documented.text, &documented.token_count);
    *ret_documented = documented;
    return true;
}
