#include "util/shell.h"

#include "util/arena.h"

#include <string.h>

enum {
    SPAN = 8192,     /* how far a quote or $( may reach; farther it is taken for a character */
    UNCLOSED = 100,  /* how many of them are looked for in a text in vain before none is */
    PLACEHOLDER = 64 /* how long <...> may be */
};

struct words {
    struct shell_word *items;
    size_t count, capacity;
};

/* A word that is being read. */
struct word {
    struct buf raw, text;
    unsigned brackets; /* open ( [ { in it: | is then a character */
    bool quoted;
};

void shell_start(struct shell *shell, struct arena *arena, struct str text)
{
    *shell = (struct shell){.arena = arena, .text = text};
}

static char peek(const struct shell *shell, size_t ahead)
{
    return shell->at + ahead < shell->text.len ? shell->text.ptr[shell->at + ahead] : '\0';
}

static struct str rest(const struct shell *shell)
{
    return str_slice(shell->text, shell->at, shell->text.len);
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

static bool is_name(char c, bool first)
{
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (!first && c >= '0' && c <= '9');
}

/* Whether the text ends on this line, blanks aside, `ahead` of here. */
static bool line_ends(const struct shell *shell, size_t ahead, size_t *ret_length)
{
    while (is_blank(peek(shell, ahead)))
        ahead++;
    if (shell->at + ahead < shell->text.len && peek(shell, ahead) != '\n')
        return false;
    *ret_length = ahead + 1;
    return shell->at + ahead < shell->text.len;
}

/* Steps over a continuation: a backslash (cmd: ^, PowerShell: `) at the end of a line, and the
 * prompt that may stand on the next one. */
static bool skip_continuation(struct shell *shell)
{
    char c = peek(shell, 0);
    size_t length;

    if (c != '\\' && c != '^' && c != '`')
        return false;
    if (c != '\\' && shell->at && !is_blank(shell->text.ptr[shell->at - 1]))
        return false;
    if (!line_ends(shell, 1, &length))
        return false;
    shell->at += length;
    shell->line++;
    if (shell->prompt.len && shell->at + shell->prompt.len <= shell->text.len &&
        !memcmp(shell->text.ptr + shell->at, shell->prompt.ptr, shell->prompt.len))
        shell->at += shell->prompt.len;
    return true;
}

/* Whether an option begins at the start of the next line: -x or --xyz. */
static bool option_follows(const struct shell *shell)
{
    size_t ahead = 1, dashes = 0;

    while (is_blank(peek(shell, ahead)))
        ahead++;
    while (peek(shell, ahead) == '-') {
        ahead++;
        dashes++;
    }
    if (!dashes || dashes > 2 || !is_name(peek(shell, ahead), true))
        return false;
    return dashes == 2 || is_blank(peek(shell, ahead + 1));
}

static void skip_blanks(struct shell *shell)
{
    for (;;) {
        if (is_blank(peek(shell, 0)))
            shell->at++;
        else if (!skip_continuation(shell))
            return;
    }
}

static void skip_comment(struct shell *shell)
{
    while (shell->at < shell->text.len && peek(shell, 0) != '\n')
        shell->at++;
}

/* How long the quoted text is that begins here, quotes included; 0: it does not close in time.
 * Only a quote at the beginning of a word (or of a value) may reach over lines: the one in "don't"
 * does not. */
static size_t quoted_length(const struct shell *shell, char quote, bool may_span)
{
    struct str text = str_slice(rest(shell), 0, SPAN);

    for (size_t i = 1; i < text.len; i++) {
        if (text.ptr[i] == quote)
            return i + 1;
        if (text.ptr[i] == '\n' && !may_span)
            return 0;
        if (text.ptr[i] == '\\' && quote != '\'')
            i++;
    }
    return 0;
}

/* The same of $( ) and ${ }, which nest. */
static size_t nested_length(const struct shell *shell, char open, char close)
{
    struct str text = str_slice(rest(shell), 0, SPAN);
    size_t depth = 1;
    char quote = 0;

    for (size_t i = 1; i < text.len; i++) {
        char c = text.ptr[i];

        if (c == '\\')
            i++;
        else if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '\'' || c == '"')
            quote = c;
        else if (c == '\n' && close == '}')
            return 0;
        else if (c == open)
            depth++;
        else if (c == close && !--depth)
            return i + 1;
    }
    return 0;
}

/* <path to data>: what a reader is to fill in. To a shell it were two redirections. */
static size_t placeholder_length(const struct shell *shell)
{
    struct str text = str_slice(rest(shell), 0, PLACEHOLDER);
    bool path = peek(shell, 1) == '/' || peek(shell, 1) == '.';

    if (!is_name(peek(shell, 1), true) && !path && (unsigned char)peek(shell, 1) < 0x80)
        return 0; /* any language's letter may begin one */
    for (size_t i = 1; i < text.len; i++) {
        char c = text.ptr[i];

        if (c == '\n' || c == '<' || c == '|' || c == ';' || c == '&' || (path && is_blank(c)))
            return 0;
        if (c == '>')
            return is_blank(text.ptr[i - 1]) ? 0 : i + 1;
    }
    return 0;
}

/* Moves on by `length` bytes; they are part of the word as written. */
static void take(struct shell *shell, struct word *word, size_t length)
{
    for (size_t i = 0; i < length; i++)
        shell->line += peek(shell, i) == '\n';
    buf_add(&word->raw, str_slice(rest(shell), 0, length));
    shell->at += length;
}

static void take_plain(struct shell *shell, struct word *word, size_t length)
{
    buf_add(&word->text, str_slice(rest(shell), 0, length));
    take(shell, word, length);
}

static bool take_quoted(struct shell *shell, struct word *word)
{
    size_t dollar = peek(shell, 0) == '$', length;
    char quote = peek(shell, dollar);
    struct shell there = *shell;
    bool may_span = !word->raw.len || word->raw.ptr[word->raw.len - 1] == '=';

    if (shell->unclosed > UNCLOSED)
        return false;
    there.at += dollar;
    length = quoted_length(&there, quote, may_span);
    if (!length) {
        shell->unclosed++;
        return false;
    }
    for (size_t i = 1; i + 1 < length; i++) {
        char c = peek(&there, i);

        if (quote == '"' && c == '\\' && strchr("\"\\$`\n", peek(&there, i + 1))) {
            if (peek(&there, ++i) == '\n')
                continue;
            c = peek(&there, i);
        }
        buf_add(&word->text, (struct str){&c, 1});
    }
    take(shell, word, dollar + length);
    word->quoted = true;
    return true;
}

/* A backslash hides what follows, but before a letter it is a path of Windows. */
static void take_backslash(struct shell *shell, struct word *word)
{
    char next = peek(shell, 1);
    bool hides = next && next != '.' && !is_name(next, false);

    if (hides)
        buf_add(&word->text, (struct str){&next, 1});
    else
        buf_puts(&word->text, "\\");
    take(shell, word, hides ? 2 : 1);
}

/* The redirection that begins here: its length; 0: none. */
static size_t redirection_length(const struct shell *shell, bool in_word)
{
    static const char *const operators[] = {"<<<", "<<-", "<<", "<&", "<>",  "<",
                                            ">>",  ">&",  ">|", ">",  "&>>", "&>"};
    size_t length = 0, i;
    char c = peek(shell, 0);

    if (c != '<' && c != '>' && c != '&' && !(c >= '0' && c <= '9')) /* nearly always */
        return 0;
    while (!in_word && length < 3 && peek(shell, length) >= '0' && peek(shell, length) <= '9')
        length++;
    for (i = 0; i < sizeof(operators) / sizeof(operators[0]); i++)
        if (str_starts(str_slice(rest(shell), length, SIZE_MAX), operators[i]))
            break;
    if (i == sizeof(operators) / sizeof(operators[0]) || (length && operators[i][0] == '&'))
        return 0;
    if (!length && !operators[i][1] && peek(shell, 1) == '(') /* <(x) is a word */
        return 0;
    length += strlen(operators[i]);
    c = peek(shell, length);
    if (in_word && operators[i][1] == '\0' && (c == '=' || (c >= '0' && c <= '9')))
        return 0;               /* torch>=1.2 */
    if (operators[i][1] == '&') /* 2>&1: the target belongs to the operator */
        while ((peek(shell, length) >= '0' && peek(shell, length) <= '9') ||
               peek(shell, length) == '-')
            length++;
    return length;
}

/* Takes what begins with $ or a backquote, which may hold blanks. */
static bool take_substitution(struct shell *shell, struct word *word)
{
    size_t length = 0;
    struct shell there = *shell;

    if (shell->unclosed > UNCLOSED)
        return false;
    if (peek(shell, 0) == '<' || peek(shell, 0) == '>') {
        there.at++;
        length = nested_length(&there, '(', ')');
        length += length ? 1 : 0;
        shell->unclosed += !length;
    } else if (peek(shell, 0) == '`') {
        length = quoted_length(shell, '`', false);
    } else if (peek(shell, 1) == '\'') {
        return take_quoted(shell, word);
    } else if (peek(shell, 1) == '(' || peek(shell, 1) == '{') {
        there.at++;
        length = nested_length(&there, peek(shell, 1), peek(shell, 1) == '(' ? ')' : '}');
        length += length ? 1 : 0;
        shell->unclosed += !length;
    }
    if (!length)
        return false;
    take_plain(shell, word, length);
    return true;
}

/* Whether an operator, or what closes the part, begins here. */
static bool word_ends(const struct shell *shell, const struct word *word)
{
    struct str so_far = {word->raw.ptr, word->raw.len};

    switch (peek(shell, 0)) {
    case '\0':
        return shell->at >= shell->text.len;
    case ' ':
    case '\t':
    case '\r':
    case '\n':
    case ';':
        return true;
    case '|':
        return !word->brackets;
    case ')':
        return !word->brackets;
    case '&':
        return !str_contains(so_far, "://") || !is_name(peek(shell, 1), false);
    case '<':
    case '>':
        return !placeholder_length(shell) && redirection_length(shell, so_far.len > 0);
    default:
        return false;
    }
}

/* How many bytes from here mean nothing but themselves: what most words are made of. */
static size_t plain_length(const struct shell *shell)
{
    size_t length = 0;
    char c;

    do
        c = peek(shell, length++);
    while (is_name(c, false) || c == '.' || c == '/' || c == '-' || c == ',' || c == ':' ||
           c == '=' || c == '+' || c == '@' || (unsigned char)c >= 0x80);
    return length - 1;
}

static void read_word(struct shell *shell, struct words *words)
{
    struct word word = {0};
    struct shell_word *done;
    size_t length;

    while (!word_ends(shell, &word)) {
        char c = peek(shell, 0);

        length = plain_length(shell);
        if (length) {
            take_plain(shell, &word, length);
            continue;
        }
        if (skip_continuation(shell))
            continue;
        if ((c == '\'' || c == '"') && take_quoted(shell, &word))
            continue;
        if ((c == '$' || c == '`' || ((c == '<' || c == '>') && peek(shell, 1) == '(')) &&
            take_substitution(shell, &word))
            continue;
        if (c == '\\') {
            take_backslash(shell, &word);
            continue;
        }
        if (c == '<' && (length = placeholder_length(shell))) {
            take_plain(shell, &word, length);
            continue;
        }
        if (c == '(' || c == '[' || c == '{')
            word.brackets++;
        else if ((c == ')' || c == ']' || c == '}') && word.brackets)
            word.brackets--;
        take_plain(shell, &word, 1);
    }
    if (!word.raw.len) /* a continuation and nothing behind it */
        return;
    done = ARENA_PUSH(shell->arena, words);
    done->raw = (struct str){arena_strndup(shell->arena, word.raw.ptr, word.raw.len), word.raw.len};
    done->text =
        (struct str){arena_strndup(shell->arena, word.text.ptr, word.text.len), word.text.len};
    done->quoted = word.quoted;
    buf_release(&word.raw);
    buf_release(&word.text);
}

/* A redirection with its target. The word behind << ends a here-document. */
static void read_redirection(struct shell *shell, struct words *words, size_t length)
{
    struct str operator= str_slice(rest(shell), 0, length);
    size_t before;

    *ARENA_PUSH(shell->arena, words) =
        (struct shell_word){.raw = operator, .text = operator, .redirection = true };
    shell->at += length;
    if ((!str_ends(operator, "<<") && !str_ends(operator, "<<-")) || str_ends(operator, "<<<"))
        return;
    skip_blanks(shell);
    before = words->count;
    read_word(shell, words);
    if (words->count > before && shell->here_count < 4 && !shell->heres_broken)
        shell->heres[shell->here_count++] = words->items[before].text;
}

/* At the beginning of a line: steps over the here-documents that were announced. One that does not
 * end is taken back, and no other is looked for. */
static void skip_heres(struct shell *shell)
{
    for (unsigned i = 0; i < shell->here_count && !shell->heres_broken; i++) {
        struct str left = rest(shell), line;
        unsigned lines = 0;
        bool found = false;

        while (!found && str_next_line(&left, &line)) {
            lines++;
            line = str_trim(line);
            found =
                line.len == shell->heres[i].len && !memcmp(line.ptr, shell->heres[i].ptr, line.len);
        }
        if (found) {
            shell->at = shell->text.len - left.len;
            shell->line += lines;
        }
        shell->heres_broken = !found;
    }
    shell->here_count = 0;
}

enum step { STEP_COMMAND, STEP_LINE, STEP_END };

static void finish(const struct words *words, struct shell_command *command)
{
    command->words = words->items;
    command->count = words->count;
    while (command->assignments < words->count &&
           shell_is_assignment(words->items[command->assignments].raw))
        command->assignments++;
}

static const struct {
    const char *text;
    enum shell_end end;
} operators[] = {
    {"&&", SHELL_AND},       {"||", SHELL_OR},        {"|&", SHELL_PIPE},     {"|", SHELL_PIPE},
    {"&", SHELL_BACKGROUND}, {";;", SHELL_SEMICOLON}, {";", SHELL_SEMICOLON}, {"\n", SHELL_NEWLINE},
};

/* Steps over what ends a command, if it begins here. */
static bool take_operator(struct shell *shell, unsigned *ret_depth)
{
    struct str text = rest(shell);

    *ret_depth = shell->depth;
    if (str_starts(text, ")")) {
        shell->at++;
        shell->end = SHELL_CLOSE;
        shell->depth -= shell->depth > 0;
        return true;
    }
    for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++) {
        if (!str_starts(text, operators[i].text))
            continue;
        shell->at += strlen(operators[i].text);
        shell->end = operators[i].end;
        if (shell->end == SHELL_NEWLINE) {
            shell->line++;
            skip_heres(shell);
        }
        return true;
    }
    return false;
}

/* Reads up to and with the next end of a command or of a line. */
static enum step step(struct shell *shell, struct shell_command *ret_command)
{
    struct words words = {0};
    struct shell_command command = {0};
    size_t length;

    for (;;) {
        enum shell_end before = shell->end;

        skip_blanks(shell);
        if (shell->options_continue && words.count && peek(shell, 0) == '\n' &&
            option_follows(shell)) {
            shell->at++;
            shell->line++;
            continue;
        }
        if (shell->at >= shell->text.len) {
            shell->end = SHELL_END;
            if (!words.count)
                return STEP_END;
            command.depth = shell->depth;
            break;
        }
        if (peek(shell, 0) == '#') {
            skip_comment(shell);
            continue;
        }
        if (peek(shell, 0) == '(' && !words.count) {
            shell->at++;
            shell->depth++;
            continue;
        }
        if (!words.count)
            command.line = shell->line;
        length = placeholder_length(shell) ? 0 : redirection_length(shell, false);
        if (length) {
            read_redirection(shell, &words, length);
            continue;
        }
        if (!take_operator(shell, &command.depth)) {
            read_word(shell, &words);
            continue;
        }
        if (words.count)
            break;
        /* A newline behind && continues; any other ends a line without a command. */
        if (shell->end == SHELL_NEWLINE) {
            if (before != SHELL_AND && before != SHELL_OR && before != SHELL_PIPE)
                return STEP_LINE;
            shell->end = before;
        }
    }
    command.end = shell->end;
    finish(&words, &command);
    *ret_command = command;
    return STEP_COMMAND;
}

bool shell_next(struct shell *shell, struct shell_command *ret_command)
{
    enum step met;

    while ((met = step(shell, ret_command)) == STEP_LINE)
        ;
    return met == STEP_COMMAND;
}

bool shell_next_line(struct shell *shell, struct shell_line *ret_line)
{
    struct {
        struct shell_command *items;
        size_t count, capacity;
    } commands = {0};
    struct shell_command command;
    enum step met;

    while ((met = step(shell, &command)) == STEP_COMMAND) {
        *ARENA_PUSH(shell->arena, &commands) = command;
        if (command.end == SHELL_NEWLINE || command.end == SHELL_END)
            break;
    }
    if (met == STEP_END && !commands.count)
        return false;
    *ret_line = (struct shell_line){.commands = commands.items, .count = commands.count};
    return true;
}

const struct shell_word *shell_words(struct arena *arena, struct str text, size_t *ret_count)
{
    struct shell shell;
    struct shell_command command;

    shell_start(&shell, arena, text);
    if (!shell_next(&shell, &command)) {
        *ret_count = 0;
        return NULL;
    }
    *ret_count = command.count;
    return command.words;
}

struct str shell_join(struct arena *arena, const struct shell_command *command, size_t from)
{
    struct buf out = {0};
    struct str text;

    for (size_t i = from; i < command->count; i++) {
        if (i > from)
            buf_puts(&out, " ");
        buf_add(&out, command->words[i].raw);
    }
    for (size_t i = 0; i < out.len; i++)
        if (out.ptr[i] == '\n' || out.ptr[i] == '\r')
            out.ptr[i] = ' ';
    text = (struct str){arena_strndup(arena, out.ptr, out.len), out.len};
    buf_release(&out);
    return text;
}

bool shell_is_assignment(struct str text)
{
    size_t i = 0;

    while (i < text.len && is_name(text.ptr[i], i == 0))
        i++;
    return i && i < text.len && text.ptr[i] == '=';
}
