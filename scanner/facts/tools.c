#include "facts/tools.h"

#include "util/shell.h"

#include <string.h>

static const struct tool tools[] = {
#define TOOL(name, role, subcommands) {name, TOOL_##role, subcommands},
#include "facts/tools.def"
#undef TOOL
};

static bool lists(const char *words, struct str word)
{
    if (!word.len)
        return false;
    for (const char *at = words; at; at = strchr(at, ' '), at = at ? at + 1 : NULL)
        if (*at == word.ptr[0] && !strncmp(at, word.ptr, word.len) &&
            (at[word.len] == ' ' || !at[word.len]))
            return true;
    return false;
}

static const struct tool *by_name(struct str name)
{
    for (size_t i = 0; name.len && i < sizeof(tools) / sizeof(tools[0]); i++)
        if (tools[i].name[0] == name.ptr[0] && str_equal(name, tools[i].name))
            return &tools[i];
    return NULL;
}

const struct tool *tool_find(struct str word)
{
    const struct tool *tool = by_name(word);
    size_t slash;

    if (tool || !word.len)
        return tool;
    for (slash = word.len; slash && word.ptr[slash - 1] != '/' && word.ptr[slash - 1] != '\\';)
        slash--;
    /* "./git" or "tools/make" is a file of the project; ".venv/bin/python" is not. */
    if (slash && !str_contains(str_slice(word, 0, slash), "bin/") && word.ptr[0] != '/')
        return NULL;
    word = str_slice(word, slash, word.len);
    if (str_ends(word, ".exe"))
        word.len -= 4;
    tool = by_name(word);
    if (tool)
        return tool;
    while (word.len && ((word.ptr[word.len - 1] >= '0' && word.ptr[word.len - 1] <= '9') ||
                        word.ptr[word.len - 1] == '.' || word.ptr[word.len - 1] == '-'))
        word.len--;
    return by_name(word);
}

static const char openers[] = "do then else elif ! { time";
static const char own_words[] = "for while until if case select function done fi esac } [ [[ ]] in "
                                "return break continue exit eval true false : local read shift";

size_t command_skip(const struct shell_command *command)
{
    size_t skip = command->assignments;

    while (skip < command->count && !command->words[skip].quoted &&
           lists(openers, command->words[skip].raw) &&
           (skip + 1 < command->count || !str_equal(command->words[skip].raw, "time"))) {
        skip++;
        while (skip < command->count && shell_is_assignment(command->words[skip].raw))
            skip++;
    }
    return skip;
}

static bool is_operator(struct str word)
{
    return lists("= == != := += -= <- -> => : | + * ~ | := is are was", word);
}

/* Words that sentences are made of. Two of them, outside quotes, make no command. */
static const char prose[] = "the is are was be been has have you your we our it its this that "
                            "these those to of and or with "
                            "for from as by an if can will should must may not please then when "
                            "which so but also only into "
                            "there their they he sure all any need needs using use";

static bool is_prose(const struct shell_command *command, size_t from)
{
    size_t count = 0, sentences = 0;

    for (size_t i = from; i < command->count; i++) {
        const struct shell_word *word = &command->words[i];

        if (word->quoted || word->redirection)
            continue;
        count += word->text.len < 7 && lists(prose, word->text);
        sentences += word->text.len > 2 && i + 1 < command->count &&
                     (str_ends(word->text, ",") || str_ends(word->text, ";"));
    }
    return count + sentences >= 2 ||
           (!command->words[command->count - 1].quoted &&
            str_ends(command->words[command->count - 1].text, ":")) ||
           (count && str_ends(command->words[command->count - 1].text, "."));
}

/* The characters of a program's name or path, $VARIABLES included. */
static bool is_program(struct str word)
{
    bool letter = false;

    int braces = 0;

    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];

        braces += (c == '{') - (c == '}');
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
            letter = true;
        else if (!(c >= '0' && c <= '9') && !strchr("_./~+-$@{}\\:<>%", c))
            return false;
    }
    return letter && !braces && !strchr(":,/", word.ptr[word.len - 1]) &&
           !strchr("-@:+{", word.ptr[0]) && !(word.ptr[0] == '<' && !str_contains(word, "/")) &&
           !str_contains(word, "::");
}

static bool is_script(struct str word)
{
    static const char *const extensions[] = {".sh", ".bash", ".py",  ".pl",  ".rb", ".R",
                                             ".jl", ".bat",  ".exe", ".bin", ".run"};

    for (size_t i = 0; i < sizeof(extensions) / sizeof(extensions[0]); i++)
        if (str_ends(word, extensions[i]))
            return true;
    return false;
}

static bool is_option(const struct shell_word *word)
{
    const char *text = word->raw.ptr;

    return word->raw.len > 1 && text[0] == '-' && text[1] != '>' &&
           (text[1] != '-' || (word->raw.len > 2 && text[2] != '-'));
}

/* A launcher wants a file, a module or an option: "python is needed" and "python 3.8" are prose. */
static bool is_launched(struct str word)
{
    bool version = true, marked = false;

    for (size_t i = 0; i < word.len; i++) {
        version = version && strchr("0123456789.+xX", word.ptr[i]);
        marked = marked || strchr("./$<_\\", word.ptr[i]);
    }
    return marked && !version;
}

static enum look tool_look(const struct tool *tool, const struct shell_command *command, size_t at)
{
    size_t next = at + 1;

    while (next < command->count && is_option(&command->words[next])) {
        if (lists(tool->subcommands, command->words[next].text))
            return LOOK_STRONG;
        next++;
    }
    if (tool->subcommands[0]) {
        for (size_t i = next; i < command->count && i < next + 3; i++)
            if (lists(tool->subcommands, command->words[i].text))
                return i == next || next > at + 1 ? LOOK_STRONG : LOOK_WEAK;
        return next > at + 1 ? LOOK_STRONG : LOOK_WEAK;
    }
    if (next == command->count || next > at + 1 || command->words[next].redirection)
        return LOOK_STRONG;
    if (lists(prose, command->words[next].text))
        return LOOK_WEAK;
    if (tool->role == TOOL_LAUNCHER && !command->words[next].quoted)
        return is_launched(command->words[next].text) || tool_find(command->words[next].text)
                   ? LOOK_STRONG
                   : LOOK_WEAK;
    return LOOK_STRONG;
}

static bool has_option(const struct shell_command *command, size_t from)
{
    for (size_t i = from; i < command->count; i++)
        if (is_option(&command->words[i]))
            return true;
    return false;
}

/* A program that is in no table: one of the project, or of the reader's machine. */
static enum look other_look(const struct shell_command *command, size_t at)
{
    struct str word = command->words[at].text;
    bool more = at + 1 < command->count, path = str_contains(word, "/");
    struct str base = str_of(path_base(word.ptr));

    if (!is_program(word))
        return LOOK_NO;
    if (str_starts(word, "./") || str_starts(word, ".\\"))
        return is_script(word) || (more && !str_contains(base, ".")) ? LOOK_STRONG : LOOK_WEAK;
    if (path && is_script(word))
        return more ? LOOK_STRONG : LOOK_WEAK;
    if (word.ptr[0] >= 'A' && word.ptr[0] <= 'Z' && !path)
        return has_option(command, at + 1) ? LOOK_WEAK : LOOK_NO;
    return has_option(command, at + 1) && word.ptr[0] >= 'a' && word.ptr[0] <= 'z' ? LOOK_STRONG
                                                                                   : LOOK_WEAK;
}

enum look command_look(const struct shell_command *command)
{
    size_t at = command_skip(command);
    const struct tool *tool;

    if (at == command->count || lists(own_words, command->words[at].raw))
        return LOOK_BARE;
    if (command->words[at].redirection)
        return LOOK_NO;
    if (at + 1 < command->count && is_operator(command->words[at + 1].raw))
        return LOOK_NO;
    if (!str_equal(command->words[at].text, "echo") && is_prose(command, at + 1))
        return LOOK_NO;
    tool = tool_find(command->words[at].text);
    return tool ? tool_look(tool, command, at) : other_look(command, at);
}
