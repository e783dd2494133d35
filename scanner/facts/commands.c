/* The commands that a page shows: which lines of its code are commands, and which are output,
 * code of other languages or data. */
#include "facts/commands.h"

#include "facts/tools.h"
#include "util/arena.h"
#include "util/shell.h"

#include <string.h>

/* What the label of a fence says about its lines. */
enum label {
    LABEL_SHELL,  /* commands, perhaps with output */
    LABEL_OPEN,   /* says nothing: no label, "text" */
    LABEL_PYTHON, /* code; shell lines behind ! and %; often misused for commands */
    LABEL_OTHER,  /* another language */
};

static const struct {
    const char *name;
    enum label label;
} labels[] = {
    {"sh", LABEL_SHELL},
    {"bash", LABEL_SHELL},
    {"shell", LABEL_SHELL},
    {"zsh", LABEL_SHELL},
    {"ksh", LABEL_SHELL},
    {"csh", LABEL_SHELL},
    {"tcsh", LABEL_SHELL},
    {"fish", LABEL_SHELL},
    {"console", LABEL_SHELL},
    {"terminal", LABEL_SHELL},
    {"term", LABEL_SHELL},
    {"shell-session", LABEL_SHELL},
    {"shellsession", LABEL_SHELL},
    {"sh-session", LABEL_SHELL},
    {"bash-session", LABEL_SHELL},
    {"shellscript", LABEL_SHELL},
    {"shell-script", LABEL_SHELL},
    {"command", LABEL_SHELL},
    {"commands", LABEL_SHELL},
    {"commandline", LABEL_SHELL},
    {"command-line", LABEL_SHELL},
    {"cmd", LABEL_SHELL},
    {"cmdline", LABEL_SHELL},
    {"bat", LABEL_SHELL},
    {"batch", LABEL_SHELL},
    {"dos", LABEL_SHELL},
    {"doscon", LABEL_SHELL},
    {"powershell", LABEL_SHELL},
    {"pwsh", LABEL_SHELL},
    {"ps1", LABEL_SHELL},
    {"ps", LABEL_SHELL},
    {"cli", LABEL_SHELL},
    {"unix", LABEL_SHELL},
    {"linux", LABEL_SHELL},
    {"", LABEL_OPEN},
    {"text", LABEL_OPEN},
    {"txt", LABEL_OPEN},
    {"plain", LABEL_OPEN},
    {"plaintext", LABEL_OPEN},
    {"none", LABEL_OPEN},
    {"code", LABEL_OPEN},
    {"raw", LABEL_OPEN},
    {"nohighlight", LABEL_OPEN},
    {"no-highlight", LABEL_OPEN},
    {"python", LABEL_PYTHON},
    {"python3", LABEL_PYTHON},
    {"py", LABEL_PYTHON},
    {"ipython", LABEL_PYTHON},
    {"jupyter", LABEL_PYTHON},
    {"ipython3", LABEL_PYTHON},
};

/* The label's first word, without the decoration of R Markdown and Pandoc: {r, echo=FALSE}, .sh */
static enum label label_of(struct str label)
{
    size_t end = 0;

    while (label.len && strchr("{. ", label.ptr[0]))
        label = str_slice(label, 1, label.len);
    while (end < label.len && !strchr(" \t{},:=", label.ptr[end]))
        end++;
    label.len = end;
    for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
        if (str_equal_nocase(label, labels[i].name))
            return labels[i].label;
    return LABEL_OTHER;
}

enum prompt {
    PROMPT_NONE,
    PROMPT_SURE,     /* $ x, user@host:~$ x, C:\> x */
    PROMPT_MAYBE,    /* > x, % x: also a quotation, R, a comment of MATLAB */
    PROMPT_NOTEBOOK, /* !x, %x */
    PROMPT_OTHER,    /* of another language: >>> x, julia> x */
};

static const char *const other_prompts[] = {
    ">>>",  "...",   "In [",  "Out[",   "julia>",  "pkg>", "irb",      ">>",    "sqlite>", "mysql>",
    "gdb)", "(gdb)", "ghci>", "scala>", "octave:", "R>",   "Prelude>", "node>", "ftp>",    "(Pdb)",
};

static const char *const magics[] = {"cd ", "pip ", "conda ", "mamba ",  "run ", "env ",
                                     "sh ", "uv ",  "bash ",  "system ", "sx "};

static bool starts_with_one(struct str text, const char *const *starts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text.len && *text.ptr == *starts[i] && str_starts(text, starts[i]))
            return true;
    return false;
}

#define STARTS_WITH_ONE(text, starts)                                                              \
    starts_with_one((text), (starts), sizeof(starts) / sizeof((starts)[0]))

static bool is_word(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (strchr(" \t\"'$=:;,()<>|&`", text.ptr[i]))
            return false;
    return text.len > 0;
}

/* "user@host:~/x$ ", "[user@host x]$ ", "(env) $ ", "~/x$ ", "bash-5.1$ ", "C:\x> ": its length, or
 * 0. */
static size_t long_prompt(struct str line)
{
    static const char *const arrows[] = {"\xe2\x9d\xaf ", "\xe2\x9e\x9c ", "\xc2\xbb ",
                                         "\xce\xbb "};
    size_t least = 0;

    for (size_t i = 0; i < sizeof(arrows) / sizeof(arrows[0]); i++)
        if (str_starts(line, arrows[i]))
            return strlen(arrows[i]);
    if ((line.len > 3 && line.ptr[1] == ':' && line.ptr[2] == '\\') || str_starts(line, "PS "))
        for (size_t i = 2; i < line.len && i < 80; i++)
            if (line.ptr[i] == '>')
                return i + 1;
    if (str_starts(line, "(")) {
        while (least < line.len && line.ptr[least] != ')')
            least++;
        least++;
    }
    for (size_t i = least; i + 1 < line.len && i < 80; i++) {
        struct str before;

        if (line.ptr[i] == '"' || line.ptr[i] == '\'' || line.ptr[i] == '=')
            return 0;
        if (line.ptr[i + 1] != ' ' || !strchr("$#%", line.ptr[i]))
            continue;
        before = str_slice(line, least, i);
        if (line.ptr[i] == '$' && i && is_word(before)) /* lab$ x */
            return i + 2;
        before = str_trim(before);
        if ((least && !before.len) || str_starts(before, "bash") || str_starts(before, "~") ||
            str_starts(before, "root@") ||
            (str_contains(before, "@") && (str_contains(before, ":") || str_ends(before, "]"))))
            return i + 2;
        return 0;
    }
    return 0;
}

static enum prompt prompt_of(struct str line, size_t *ret_length)
{
    size_t blanks = 0, length;
    char next;

    while (blanks < line.len && (line.ptr[blanks] == ' ' || line.ptr[blanks] == '\t'))
        blanks++;
    line = str_slice(line, blanks, line.len);
    *ret_length = 0;
    if (!line.len)
        return PROMPT_NONE;
    next = line.len > 1 ? line.ptr[1] : '\n';
    if (STARTS_WITH_ONE(line, other_prompts))
        return PROMPT_OTHER;
    *ret_length = blanks + (next == ' ' ? 2 : 1);
    switch (line.ptr[0]) {
    case '$':
        if (next == ' ' || (next >= 'a' && next <= 'z'))
            return PROMPT_SURE;
        if (next == '>' && line.len > 2 && line.ptr[2] == ' ') {
            *ret_length = blanks + 3;
            return PROMPT_SURE;
        }
        break;
    case '>':
        if (next == ' ')
            return PROMPT_MAYBE;
        break;
    case '!':
        if ((next >= 'a' && next <= 'z') || next == ' ' || next == '.')
            return PROMPT_NOTEBOOK;
        break;
    case '%':
        if (next == ' ')
            return PROMPT_MAYBE;
        if (STARTS_WITH_ONE(str_slice(line, 1, line.len), magics))
            return PROMPT_NOTEBOOK;
        break;
    default:
        break;
    }
    length = long_prompt(line);
    *ret_length = length ? blanks + length : 0;
    return length ? PROMPT_SURE : PROMPT_NONE;
}

/* A logical line that may be commands. */
struct candidate {
    enum prompt prompt;
    enum look look; /* of its first command that is not bare; LOOK_BARE: there is none */
    struct shell_line read;
};

struct candidates {
    struct candidate *items;
    size_t count, capacity;
};

static bool is_comment(struct str line)
{
    line = str_trim(line);
    return !line.len || line.ptr[0] == '#' || str_starts(line, "//") || str_starts(line, "::") ||
           str_starts(line, "REM ");
}

static struct str line_at(struct str text, size_t at)
{
    struct str rest = str_slice(text, at, text.len), line = {NULL, 0};

    str_next_line(&rest, &line);
    return line;
}

static enum look look_of(const struct shell_line *line)
{
    for (size_t i = 0; i < line->count; i++) {
        enum look look = command_look(&line->commands[i]);

        if (look != LOOK_BARE)
            return look;
    }
    return LOOK_BARE;
}

static void skip_line(struct shell *shell)
{
    struct str rest = str_slice(shell->text, shell->at, shell->text.len), line;

    if (str_next_line(&rest, &line))
        shell->at = shell->text.len - rest.len;
    shell->line++;
}

/* Reads a piece line by line. only_prompts: what stands behind none is output. */
static struct candidates read_candidates(struct arena *arena, struct str text, bool only_prompts)
{
    struct candidates found = {0};
    struct shell shell;

    shell_start(&shell, arena, text);
    shell.options_continue = !only_prompts;
    while (shell.at < text.len) {
        struct str line = line_at(text, shell.at);
        size_t length;
        enum prompt prompt = prompt_of(line, &length);
        struct candidate candidate = {.prompt = prompt};

        if (is_comment(line) || prompt == PROMPT_OTHER ||
            (only_prompts && prompt != PROMPT_SURE && prompt != PROMPT_NOTEBOOK)) {
            if (prompt == PROMPT_OTHER)
                *ARENA_PUSH(arena, &found) = candidate;
            skip_line(&shell);
            continue;
        }
        shell.at += length;
        shell.prompt = prompt == PROMPT_SURE ? STR("> ") : STR("");
        if (!shell_next_line(&shell, &candidate.read))
            break;
        candidate.look = look_of(&candidate.read);
        if (candidate.read.count)
            *ARENA_PUSH(arena, &found) = candidate;
    }
    return found;
}

static bool has_sure_prompt(struct str text)
{
    struct str line;
    size_t length;

    while (str_next_line(&text, &line))
        if (prompt_of(line, &length) == PROMPT_SURE)
            return true;
    return false;
}

/* How sure a line must look to be taken for commands; LOOK_STRONG + 1: no line is. */
static enum look least_look(enum label label, const struct candidates *candidates)
{
    size_t no = 0, strong = 0;
    enum look first = LOOK_BARE;

    for (size_t i = 0; i < candidates->count; i++) {
        enum look look = candidates->items[i].look;

        if (candidates->items[i].prompt == PROMPT_OTHER && label != LABEL_SHELL)
            return LOOK_STRONG + 1;
        if (candidates->items[i].prompt == PROMPT_NOTEBOOK)
            continue;
        no += look == LOOK_NO;
        strong += look == LOOK_STRONG;
        if (first == LOOK_BARE)
            first = look;
    }
    if (label == LABEL_SHELL)
        return no > strong ? LOOK_STRONG : LOOK_BARE;
    if (label == LABEL_OTHER || first != LOOK_STRONG || (label == LABEL_PYTHON && no))
        return LOOK_STRONG + 1;
    return no ? LOOK_STRONG : LOOK_BARE;
}

static bool is_wanted(const struct candidate *candidate, enum label label, enum look least)
{
    switch (candidate->prompt) {
    case PROMPT_OTHER:
        return false;
    case PROMPT_SURE:
        return candidate->look == LOOK_STRONG ||
               (label != LABEL_OTHER && candidate->look != LOOK_NO);
    case PROMPT_NOTEBOOK:
        return candidate->look == LOOK_STRONG ||
               ((label == LABEL_PYTHON || label == LABEL_SHELL) && candidate->look == LOOK_WEAK);
    case PROMPT_MAYBE:
        return candidate->look == LOOK_STRONG && label != LABEL_OTHER;
    case PROMPT_NONE:
        break;
    }
    return candidate->look != LOOK_NO && candidate->look >= least;
}

static void add_line(struct arena *arena, const struct code_piece *piece,
                     const struct candidate *candidate, struct command_list *commands)
{
    for (size_t i = 0; i < candidate->read.count; i++) {
        const struct shell_command *read = &candidate->read.commands[i];
        enum look look = command_look(read);
        size_t skip = command_skip(read), start = 0;

        if (look == LOOK_NO || (look == LOOK_BARE && read->assignments < read->count))
            continue;
        while (start < skip && !shell_is_assignment(read->words[start].raw))
            start++;
        *ARENA_PUSH(arena, commands) = (struct command){
            .line = piece->line + read->line,
            .block = piece->block,
            .shown = piece->shown,
            .prompt = candidate->prompt != PROMPT_NONE,
            .depth = read->depth,
            .text = shell_join(arena, read, start),
            .words = shell_join(arena, read, skip),
        };
    }
}

/* Inline code is a command where it is a known tool with something behind it, or a script that is
 * run; ```bash python x.py``` on one line counts without its label. */
static void read_span(struct arena *arena, struct arena *scratch, const struct code_piece *piece,
                      struct command_list *commands)
{
    struct code_piece inner = *piece;
    struct candidate candidate = {0};
    struct shell shell;
    struct str rest = piece->text, first, second;
    size_t length;

    if (str_next_word(&rest, &first) && label_of(first) == LABEL_SHELL) {
        struct str after = rest;

        if (str_next_word(&after, &second) && tool_find(second))
            inner.text = rest;
    }
    candidate.prompt = prompt_of(inner.text, &length);
    if (candidate.prompt == PROMPT_OTHER)
        return;
    shell_start(&shell, scratch, str_slice(inner.text, length, inner.text.len));
    if (!shell_next_line(&shell, &candidate.read))
        return;
    for (size_t i = 0; i < candidate.read.count; i++) {
        const struct shell_command *read = &candidate.read.commands[i];
        size_t skip = command_skip(read);

        if (command_look(read) != LOOK_STRONG)
            return;
        if (!i && skip + 1 == read->count && !str_contains(read->words[skip].text, "/"))
            return;
    }
    add_line(arena, &inner, &candidate, commands);
}

void commands_read(struct arena *arena, struct arena *scratch, const struct code_piece *piece,
                   struct command_list *commands)
{
    struct candidates candidates;
    struct code_piece inner = *piece;
    enum label label = label_of(piece->label);
    enum look least;

    if (piece->shown == SHOWN_INLINE) {
        read_span(arena, scratch, piece, commands);
        return;
    }
    if (str_starts(inner.text, "%%bash") || str_starts(inner.text, "%%sh")) {
        struct str first;

        str_next_line(&inner.text, &first);
        inner.line++;
        label = LABEL_SHELL;
    }
    candidates = read_candidates(scratch, inner.text, has_sure_prompt(inner.text));
    least = least_look(label, &candidates);
    for (size_t i = 0; i < candidates.count; i++)
        if (is_wanted(&candidates.items[i], label, least))
            add_line(arena, &inner, &candidates.items[i], commands);
}

void commands_collect(struct arena *arena, struct document *document)
{
    struct arena *scratch = arena_new();
    size_t span = 0;

    for (size_t i = 0; i <= document->blocks.count; i++) {
        const struct block *block;

        for (; span < document->spans.count && document->spans.items[span].block <= i; span++)
            commands_read(arena, scratch,
                          &(struct code_piece){.text = document->spans.items[span].text,
                                               .shown = SHOWN_INLINE,
                                               .line = document->spans.items[span].line,
                                               .block = document->spans.items[span].block},
                          &document->commands);
        if (i == document->blocks.count)
            break;
        block = &document->blocks.items[i];
        if (block->kind == BLOCK_CODE)
            commands_read(arena, scratch,
                          &(struct code_piece){.text = block->text,
                                               .label = block->label,
                                               .shown = block->shown,
                                               .line = block->text_line,
                                               .block = (unsigned)i},
                          &document->commands);
    }
    arena_free(scratch);
}
